"""An office in the middle of its work: at least one row in every table of cases, papers and ledger."""

import datetime as dt
from typing import Any

from django.utils import timezone

from accounts import acting
from approvals import deciding, documents, flow, meetings, notifications, reviewing, scheduled
from approvals.models import Case, Deputy, Document, Notification, RuleParameter
from approvals.notifications import Told
from quotas import bodies, exceptions, freezing, ledger, periods
from quotas.models import Bucket, Pool, QuotaAccount, QuotaType, Transfer
from tests.book import Desk, day
from tests.cast import make_unit
from tests.stories import Actors, allot, decide, file, give_reserve
from tests.units.test_certificates import PASSED, issued
from tests.units.test_coordinating import REVIEW, found
from units import certificates, coordinating, lineage
from units.models import InternalDivision, Region, Unit

CLOSED_ON = dt.date(2026, 2, 28)
OTHER_KIND = "admin"


def busy(school: Unit, town: Region, kind: QuotaType, actors: Actors, desk: Desk) -> dict[str, Any]:
    """Do some of everything; returns the ids that the attacks name."""
    region, other_kind = school.region, QuotaType.objects.get(code=OTHER_KIND)
    second = make_unit(region, "澜川市第二中学", category="institution")
    give_reserve(region, kind, 100, actors)
    for unit in (school, second):
        allot(unit, kind, 20, actors)
    line = {"quota_type": kind, "applied_count": 2, "source_unit": school, "target_unit": second}
    decide("quota_adjust", second, {"effective_on": day(0), "lines": [line]}, actors)
    line = {"quota_type": kind, "applied_count": 1, "target_unit": school}
    decide("quota_floating", school, {"effective_on": day(0), "ends_on": day(-90), "lines": [line]}, actors)
    body = _body(region, actors)
    _promise(school, kind, actors)
    _ask_around(school, kind, actors)
    exceptions.allow_excess(
        actor=actors.director, unit=school, quota_type=kind, people_count=2, authority="市委编委",
        document=desk.paper, ends_on=day(-30), reason="军转安置",
    )  # fmt: skip
    notifications.tell([Told("a reminder", "还编提醒", "/", region)])
    notifications.put_aside(actor=actors.clerk, ids=[Notification.objects.earliest("id").pk])
    for check in scheduled.checks():
        scheduled.run(check.key)
    with acting.by(actors.director, reason="月报核对"):
        freezing.announce(
            actor=actors.director, region=region, starts_at=timezone.now() + dt.timedelta(days=1), minutes=10,
            reason="月报核对",
        )  # fmt: skip
    certificates.review(issued(actors.clerk, school), actor=actors.clerk, **PASSED)
    coordinating.review(found(actors.clerk, region, second), actor=actors.clerk, **REVIEW)
    ids = {**_accounts(school, second, town, kind, other_kind, desk), **_transfers(school, kind, desk)}
    periods.close_period(actor=actors.director, region=region, ends_on=CLOSED_ON)
    named = {"region": region, "town": town, "school": school, "second": second, "kind": kind, "body": body}
    named |= {"other_kind": other_kind, "group": QuotaType.objects.get(code="institution"), "actor": desk.actor}
    named |= {"paper": desk.paper, "draft": _draft(actors), "other_meeting": _set_up(actors, region)}
    return ids | {name: row.pk for name, row in named.items()} | {"closed_on": CLOSED_ON} | _body_accounts(body)


def _body(region: Region, actors: Actors) -> Unit:
    give_reserve(region, bodies.body_type(), 3, actors)
    data = {
        "effective_on": day(0),
        "name": "澜川市大数据局",
        "category": "organ",
        "rank": "unranked",
        "within_cap": True,
    }
    applicant = region.units.get(short_name="市委编办")
    decide("body_set_up", applicant, data, actors)
    return region.units.get(name="澜川市大数据局")


def _promise(school: Unit, kind: QuotaType, actors: Actors) -> None:
    """A decision that waits for its document, and holds its lock."""
    line = {"quota_type": kind, "applied_count": 5, "source_unit": school}
    case = file("quota_cut", school, {"effective_on": day(0), "lines": [line]}, actors.clerk)
    reviewing.receive(case.pk, actor=actors.clerk)
    reviewing.check(case.pk, actor=actors.clerk, opinion="属实")
    deciding.approve(case.pk, actor=actors.director, opinion="同意")


def _ask_around(school: Unit, kind: QuotaType, actors: Actors) -> None:
    line = {"quota_type": kind, "applied_count": 1, "source_unit": school}
    case = file("quota_cut", school, {"effective_on": day(0), "lines": [line]}, actors.clerk)
    with acting.by(actors.director, reason="内设机构"):
        division = InternalDivision.objects.create(
            unit=school.region.units.earliest("id"), name="机关科", kind="business"
        )
    reviewing.receive(case.pk, actor=actors.clerk)
    reviewing.ask_joint(case.pk, actor=actors.clerk, divisions=[division])


def _set_up(actors: Actors, region: Region) -> Any:
    with acting.by(actors.director, reason="设置"):
        Deputy.objects.create(principal=actors.director, deputy=actors.clerk, starts_on=day(1), ends_on=day(-1))
        RuleParameter.objects.create(
            rule="C02",
            name="chiefs_per_deputy",
            value=3,
            region=region,
            starts_on=day(9),
            document_number="澜编〔2026〕8号",
        )
    once = flow.Once.of("convene", {})
    return meetings.convene(
        actor=actors.clerk, region=region, kind="office_meeting", title="下次会", planned_on=day(0), once=once
    )


def _draft(actors: Actors) -> Document:
    with acting.by(actors.clerk, reason="拟稿"):
        return documents.draft_sheet(Case.objects.latest("id"), actor=actors.clerk)


def _accounts(
    school: Unit, second: Unit, town: Region, kind: QuotaType, other_kind: QuotaType, desk: Desk
) -> dict[str, int]:
    with acting.by(desk.actor, reason="开户"):
        gone = lineage.set_up(
            region=school.region, fields={"name": "旧站", "category": "institution"}, on=dt.date(2020, 1, 1),
            document_number="文", actor=desk.actor,
        )  # fmt: skip
        pool, other = (Pool.objects.create(region=school.region, name=name) for name in ("人才周转池", "行业周转池"))
        opened = {
            "pooled": ledger.open_account(school.region, kind, Bucket.POOL, pool=pool),
            "borrowed": ledger.open_account(school, kind, Bucket.BORROWED_LOCKED, pool=other),
            "excess": ledger.open_account(school, kind, Bucket.EXCESS),
            "excess_without_exception": ledger.open_account(second, kind, Bucket.EXCESS),
            "vacant_of_other_kind": ledger.open_account(school, other_kind, Bucket.VACANT),
            "vacant_of_abolished": ledger.open_account(gone, kind, Bucket.VACANT),
            "town_reserve": ledger.open_account(town, kind, Bucket.RESERVE),
            "late_vacant": ledger.open_account(school.region.units.get(short_name="市委编办"), kind, Bucket.VACANT),
        }
        lineage.abolish(gone, on=day(0), document_number="文", actor=desk.actor)
    found = {
        "granted": ledger.account(school.region, kind, Bucket.GRANTED),
        "reserve": ledger.account(school.region, kind, Bucket.RESERVE),
        "vacant": ledger.account(school, kind, Bucket.VACANT),
        "locked": ledger.account(school, kind, Bucket.LOCKED),
    }
    return {name: account.pk for name, account in (opened | found).items()} | {
        "abolished": gone.pk,
        "pool": pool.pk,
        "other_pool": other.pk,
    }


def _transfers(school: Unit, kind: QuotaType, desk: Desk) -> dict[str, int]:
    reserve, vacant = (ledger.account(o, kind, b) for o, b in ((school.region, "reserve"), (school, "vacant")))
    late = ledger.account(school.region.units.get(short_name="市委编办"), kind, Bucket.VACANT)
    [wrong] = desk.post((reserve, vacant, 7), ago=10)
    desk.reverse(wrong)
    [right] = desk.post((reserve, vacant, 7), ago=10)
    desk.post((reserve, late, 3))
    assert Transfer.objects.filter(reverses=wrong).exists()
    return {"open_transfer": right.pk, "reversed_transfer": wrong.pk}


def _body_accounts(body: Unit) -> dict[str, int]:
    own = QuotaAccount.objects.get(unit=body, bucket=Bucket.OCCUPIED)
    reserve = QuotaAccount.objects.get(unit=None, region=body.region, bucket=Bucket.RESERVE, quota_type=own.quota_type)
    return {"body_occupied": own.pk, "body_reserve": reserve.pk}
