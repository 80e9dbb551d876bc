"""A pool with five posts, and what a loan case for the school would be told."""

import datetime as dt

from accounts import acting
from accounts.models import User
from approvals import issuing, reviewing, workdays
from approvals.models import Case
from quotas.models import Pool, QuotaType
from talentpool import lending
from talentpool.models import Loan
from tests import stories
from tests.people import new_person
from tests.stories import Actors
from units.models import Region, Unit


def fill(region: Region, kind: QuotaType, actors: Actors) -> Pool:
    """Five posts of the region's reserve become a pool."""
    pool = Pool.objects.create(region=region, name="人才周转池")
    applicant = region.units.get(short_name="市委编办")
    asked = stories.asked(stories.line(kind, 5), pool=pool)
    stories.decide("pool_fill", applicant, asked, actors)
    return pool


def loan_case(pool: Pool, unit: Unit, kind: QuotaType, filed_by: User, *names: str) -> Case:
    """The department's case for talents of the unit."""
    talents = [{"name": name, "talent_class": "short", "certification": "认定〔2026〕1号"} for name in names]
    asked = {"pool": pool, "unit": unit, "quota_type": kind, "talents": talents}
    assert unit.competent_department is not None
    return stories.file("pool_loan", unit.competent_department, asked, filed_by)


def overdue(pool: Pool, unit: Unit, kind: QuotaType, department: User, actors: Actors, days: int) -> Loan:
    """A loan with a person on it that fell due so many days ago (negative: is due in so many)."""
    case = loan_case(pool, unit, kind, department, "张示例")
    reviewing.receive(case.pk, actor=actors.clerk)
    reviewing.check(case.pk, actor=actors.clerk, opinion="属实。")
    stories.approve(case, actors)
    issuing.issue(case.pk, actor=actors.clerk, title="同意借用周转编制")
    [loan] = Loan.objects.filter(case=case)
    lending.enrol_talent(
        actor=actors.clerk, loan_id=loan.pk, person=new_person("张示例"), started_on=workdays.today(),
        document=loan.document, reason="到岗",
    )  # fmt: skip
    due_on = workdays.today() - dt.timedelta(days=days)
    with acting.by(acting.system_user(), reason="时间过去了"):
        Loan.objects.filter(pk=loan.pk).update(started_on=due_on - dt.timedelta(days=730), due_on=due_on)
    return Loan.objects.get(pk=loan.pk)
