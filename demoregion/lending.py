"""The talent pool (周转池): loans running, due soon, extended, overdue, returned, left and refused; a recovery."""

import datetime as dt
from collections.abc import Mapping

from accounts import acting
from accounts.models import User
from approvals import deciding, documents, workdays
from approvals.models import Case, Document, RuleParameter
from demoregion import places
from demoregion.build import GRANTED, today_minus, types
from demoregion.people import TODAY, Crowd, oldest
from demoregion.story import Office, decide, file_case, issue, on, review, settle
from quotas.models import Pool
from staffing import leaving
from staffing.models import Posting
from talentpool import lending, pools, proposing, recovery
from talentpool.models import Loan, Recovery
from units.models import Unit

PRIMARY, SECOND, LIBRARY = "澜川市实验小学", "澜川市第二中学", "澜川市科学技术情报研究所"
MATERNITY, FIRE = "澜川市妇幼保健院", "澜川市森林草原防火站"
REASON = "学科建设急需，单位已满编，拟使用周转编制引进。"


class Lending:
    """The pool of the city from its trial in spring, with short terms, to the two years of today."""

    def __init__(self, office: Office, units: Mapping[str, Unit], clerks: Mapping[str, User]) -> None:
        self.office, self.units, self.clerks, self.kinds = office, units, clerks, types()
        self.crowd = Crowd(first=15_000)
        self.paper: Document

    def build(self) -> None:
        self.terms()
        self.pool = self.filled()
        self.maternity()
        self.primary()
        self.second()
        self.lent(LIBRARY, ["沈云舒"], granted=165, arrived=150)
        self.asked_for()
        self.recovered()

    def terms(self) -> None:
        """Half a year while lending was on trial, two years since then."""
        number = "澜编发〔2026〕9号"
        self.paper = documents.register_incoming(
            actor=self.office.clerk, region=self.office.region, number=number, issuer="中共澜川市委机构编制委员会",
            title="关于印发《澜川市引进人才编制周转池管理办法》的通知", issued_on=GRANTED,
        )  # fmt: skip
        with acting.by(self.office.director, reason="设定周转编制借用期限"):
            for value, day in ((6, GRANTED), (24, today_minus(130))):
                RuleParameter.objects.create(
                    rule="R18", name="term_months", value=value, region=self.office.region, starts_on=day,
                    document_number=number,
                )  # fmt: skip

    def filled(self) -> Pool:
        """Posts for schools and hospitals come from the reserve."""
        pool = pools.found(
            actor=self.office.head, region=self.office.region, name="引进人才编制周转池", kind=Pool.Kind.TALENT,
            reason="统筹盘活空编，保障人才引进。",
        )  # fmt: skip
        day = today_minus(290)
        with on(day):
            for code, count in (("full_funded", 20), ("part_funded", 12)):
                data = {
                    "effective_on": day, "pool": pool,
                    "lines": [{"quota_type": self.kinds[code], "applied_count": count}],
                }  # fmt: skip
                title = f"划入引进人才周转池{self.kinds[code].short_name}{count}名"
                settle(self.office, "pool_fill", data, title=title, reason="从储备中划出，专编专用、循环使用。")
        return pool

    def lent(self, unit: str, names: list[str], *, granted: int, arrived: int, absent: int = 0) -> list[Loan]:
        """A decided case, so many days ago, and the arrival of its talents but the last ones."""
        with on(today_minus(granted)):
            case = review(self.office, self.filed(unit, names))
            decide(self.office, [case])
            issue(self.office, case)
        loans = list(Loan.objects.filter(case=case).select_related("talent", "document").order_by("id"))
        with on(today_minus(arrived)):
            for loan in loans[: len(loans) - absent]:
                self.arrive(loan)
        return loans

    def filed(self, name: str, talents: list[str], *, title: str = "") -> Case:
        """The department's case with the papers that certify the talents."""
        unit = self.units[name]
        department = unit.competent_department
        assert department is not None, "Every unit that borrows has a department."
        kind = self.kinds["part_funded" if name == MATERNITY else "full_funded"]
        asked = [
            {"name": each, "talent_class": "high_level", "certification": f"澜人才认定〔{TODAY.year}〕{n}号"}
            for n, each in enumerate(talents, start=11)
        ]
        data = {"pool": self.pool, "unit": unit, "quota_type": kind, "talents": asked}
        return file_case(
            self.office, "pool_loan", data, title=title or f"{name}借用周转编制{len(talents)}名", reason=REASON,
            by=self.clerks[department.name], applicant=department,
        )  # fmt: skip

    def arrive(self, loan: Loan) -> None:
        born = dt.date(1986 + loan.pk % 6, 1 + loan.pk % 12, 17)
        person = self.crowd.somebody("学科带头人", loan.quota_type.code, born=born, name=loan.talent.name)
        lending.enrol_talent(
            actor=self.office.clerk, loan_id=loan.pk, person=person, started_on=workdays.today(),
            document=loan.document, reason="引进人才到岗",
        )  # fmt: skip

    def maternity(self) -> None:
        """Three of a hospital: one back when somebody retired, one extended by decision, one overdue and recovered."""
        loans = self.lent(MATERNITY, ["顾晚晴", "江行舟", "叶知秋"], granted=280, arrived=270)
        with on(today_minus(200)):
            self.leave(oldest(self.units[MATERNITY]), "retired")
        with on(today_minus(110)):
            case = file_case(
                self.office, "pool_extend", {"loan": loans[1], "until": TODAY + dt.timedelta(days=24)},
                title="妇幼保健院延期归还周转编制", reason="新生儿重症团队尚在组建，年内无自然减员。",
                by=self.clerks[places.HEALTH], applicant=self.units[places.HEALTH],
            )  # fmt: skip
            decide(self.office, [review(self.office, case)])
            issue(self.office, case)

    def primary(self) -> None:
        """One overdue, one back because the talent left; a new wish is refused until the first is returned."""
        self.lent(PRIMARY, ["苏明远"], granted=275, arrived=268)
        [gone] = self.lent(PRIMARY, ["唐清越"], granted=215, arrived=205)
        gone.refresh_from_db()
        assert gone.posting is not None, "The talent has arrived."
        with on(today_minus(125)):
            self.leave(gone.posting, "resigned")
        with on(today_minus(15)):
            case = review(self.office, self.filed(PRIMARY, ["程立雪"], title="市实验小学再借周转编制1名"))
            deciding.refuse(case.pk, actor=self.office.director, opinion="尚有周转编制逾期未还，归还后再行申请。")

    def second(self) -> None:
        """Two running for two years, a third promised."""
        self.lent(SECOND, ["傅景行", "裴若水", "陆知微"], granted=105, arrived=98, absent=1)

    def asked_for(self) -> None:
        """Filed yesterday."""
        with on(today_minus(1)):
            self.filed(FIRE, ["韩北川"])

    def recovered(self) -> None:
        """The check proposes what is overdue; the office confirms the hospital's."""
        proposing.propose_due(TODAY)
        found = Recovery.objects.waiting().get(unit=self.units[MATERNITY])
        recovery.confirm(found.pk, actor=self.office.director, opinion="逾期未还，同意从系统内空编收回。")

    def leave(self, posting: Posting, reason: str) -> None:
        """Somebody leaves the unit today."""
        leaving.release(
            actor=self.office.clerk, posting=posting, ended_on=workdays.today(), exit_reason=reason,
            document=self.paper, reason="人员减员",
        )  # fmt: skip
