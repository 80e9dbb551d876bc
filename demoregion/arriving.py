"""People who arrive in four steps (公示—申请—审核—入库): a batch in every state, with notices, objections and slips."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from accounts import acting
from accounts.models import User
from approvals import filing, workdays
from approvals.models import Case, CaseKind
from demoregion.build import today_minus
from demoregion.people import TODAY, Crowd
from demoregion.story import Office, attach, on
from staffing import admission, noticing
from staffing.facts import NewPerson
from staffing.models import EnrolmentBatch, Slot, SlotState
from units.models import Unit

TITLES = {"full_funded": "专任教师", "part_funded": "医师", "admin": "四级主任科员"}


class Arrivals:
    """The batches of the year, written by the departments and by one school."""

    def __init__(self, office: Office, units: Mapping[str, Unit], clerks: Mapping[str, User]) -> None:
        self.office, self.units, self.clerks = office, units, clerks
        self.crowd = Crowd(first=12_000)

    def build(self) -> None:
        self.stored("澜川市第一中学", 2, days=65)
        self.stored("澜川市中等职业技术学校", 2, days=50)
        self.stored("澜川市人民医院", 3, days=35)
        self.checked("澜川市疾病预防控制中心（澜川市卫生监督所）", 1, days=4)
        self.filed("澜川市实验初级中学", 2, days=3)
        self.returned("澜川市特殊教育学校", days=8)
        self.answered("澜川市教育科学研究院")
        self.objected("澜川市第一中学")
        self.announced("澜川市中医医院", 2, day=today_minus(2))
        self.drafted("澜川市第二中学", 1)

    def stored(self, name: str, heads: int, *, days: int) -> None:
        """All four steps done: the people are on their posts and have their certificates."""
        case = self.checked(name, heads, days=days)
        with on(today_minus(days - 5)):
            admission.admit(case.pk, actor=self.office.head)

    def checked(self, name: str, heads: int, *, days: int) -> Case:
        """Filed so many days ago, checked by one of the office; another is to store it."""
        case = self.filed(name, heads, days=days)
        with on(today_minus(days - 3)):
            return admission.check(case.pk, actor=self.office.clerk, opinion="公示期满无异议，材料齐全，拟予入库。")

    def filed(self, name: str, heads: int, *, days: int) -> Case:
        """Filed so many days ago, after its notice had run its term."""
        day = today_minus(days)
        case = self.announced(name, heads, day=workdays_before(day, 7))
        with on(day):
            return filing.file(case.pk, actor=case.filed_by)

    def returned(self, name: str, *, days: int) -> None:
        """Sent back, with what is to be mended said beside the person."""
        case = self.filed(name, 1, days=days)
        with on(today_minus(days - 2)):
            reasons = {1: "教师资格证认定机关未盖章，请补正。"}
            admission.send_back(case.pk, actor=self.office.clerk, reasons=reasons, opinion="请补正后重新申报。")

    def answered(self, name: str) -> None:
        """Its notice is over, an objection was answered; to be filed by the department."""
        case = self.announced(name, 1, day=workdays_before(TODAY, 7))
        with on(workdays_before(TODAY, 6)):
            objection = self.object_to(case, "该同志的任职资格条件是否符合招聘公告？", sender="热心群众")
        with on(workdays_before(TODAY, 4)):
            answer = "经核查，学历、专业和资格证书均符合招聘公告要求。"
            noticing.answer(objection, actor=case.filed_by, is_upheld=False, answer=answer)

    def objected(self, name: str) -> None:
        """On notice, with an objection that waits for its answer."""
        case = self.announced(name, 1, day=workdays_before(TODAY, 3))
        self.object_to(case, "公示人员与面试考官存在亲属关系，请核实回避情况。", sender="")

    def object_to(self, case: Case, text: str, *, sender: str) -> int:
        batch = EnrolmentBatch.objects.get(case=case)
        name = batch.candidates.values_list("name", flat=True)[0]
        made = noticing.object_to(
            batch.code, actor=acting.system_user(), text=text, source=f"demo-{case.pk}", about=name, sender_name=sender
        )
        return made.pk

    def announced(self, name: str, heads: int, *, day: dt.date) -> Case:
        """Put on public notice on a day."""
        with on(day):
            case = self.drafted(name, heads)
            return noticing.announce(case.pk, actor=case.filed_by)

    def drafted(self, name: str, heads: int) -> Case:
        """Written, with its papers; not yet shown to anybody."""
        unit = self.units[name]
        free = Slot.objects.filter(unit=unit, state=SlotState.OPEN, candidates=None).select_related("quota_type")
        rows = [self.row(slot) for slot in free.order_by("id")[:heads]]
        assert len(rows) == heads, f"{name} has its slots."
        clerk, applicant = self.clerk_of(unit)
        case = filing.draft(
            actor=clerk, kind=CaseKind.objects.get(code="enrolment"), applicant=applicant,
            title=f"{name}{heads}名人员入编", reason="按用编计划公开招聘，考察合格。",
            data={"unit": unit, "candidates": rows},
        )  # fmt: skip
        attach(case, actor=clerk)
        return case

    def clerk_of(self, unit: Unit) -> tuple[User, Unit]:
        """Who files for a unit, in whose name: its own clerk, or that of its department."""
        if unit.name in self.clerks:
            return self.clerks[unit.name], unit
        department = unit.competent_department
        assert department is not None, f"{unit.name} has a department."
        return self.clerks[department.name], department

    def row(self, slot: Slot) -> dict[str, Any]:
        [person] = self.crowd.recruits(TITLES[slot.quota_type.code], slot.quota_type.code, 1)
        return {"slot": slot, "name": person.name, "id_number": person.id_number, "title": person.title,
                "facts": complete(person)}  # fmt: skip


def workdays_before(day: dt.date, count: int) -> dt.date:
    """The working day so many working days before a day."""
    while count > 0:
        day -= dt.timedelta(days=1)
        count -= workdays.is_workday(day)
    return day


def complete(person: NewPerson) -> dict[str, Any]:
    """All the facts that a batch must bring; the way of coming is the slot's."""
    least = {"ethnicity": "01", "political_status": "13", "post_category": "technical"}
    known = {**person.facts, "entry_way": ""}
    return {name: value or least.get(name, "") for name, value in known.items() if value or name in least}
