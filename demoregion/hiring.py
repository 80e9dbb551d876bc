"""This year's hiring plans of the city in several states: with slots used, open, lapsed and waiting, and under way."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from accounts.models import User
from approvals import workdays
from approvals.models import Case, Document
from demoregion import places
from demoregion.build import today_minus, types
from demoregion.people import TODAY
from demoregion.story import Office, decide, file_case, issue, on, review
from quotas.models import QuotaType
from staffing import scheduled, slots, vacancies
from staffing.models import Channel, Slot
from units.models import Unit


class Hiring:
    """The city office's hiring business of the year."""

    def __init__(self, office: Office, units: Mapping[str, Unit], clerks: Mapping[str, User]) -> None:
        self.office, self.units, self.clerks, self.kinds = office, units, clerks, types()

    def build(self) -> None:
        self.education()
        self.health()
        self.lapsed()
        self.decided()

    def education(self) -> None:
        """The education system's plan of the year, with its slots."""
        with on(today_minus(150)):
            case = self.file(
                "hiring_plan", "教育系统年度用编进人计划", self.units[places.EDUCATION], self.vacant_in_schools(),
                by=self.clerks[places.EDUCATION], expires_on=end_of_year(),
                letter_number="澜教字〔2026〕18号", letter_title="关于报送年度用编进人计划的函",
                letter_on=workdays.today(), contact="秦书瑶",
                department_opinion="同意编报。",
            )  # fmt: skip
            self.settled(case)

    def health(self) -> None:
        """The hospitals' plan of the year; one slot was given back."""
        with on(today_minus(140)):
            known = {"kind": "part_funded", "post": "临床医师", "qualification": "硕士研究生以上，执业医师资格"}
            lines = [
                self.line("澜川市人民医院", Channel.OPEN_RECRUITMENT, 5, **known),
                self.line("澜川市中医医院", Channel.OPEN_RECRUITMENT, 2, **known),
                self.line("澜川市疾病预防控制中心（澜川市卫生监督所）", Channel.GRADUATE, 2, post="检验技师"),
            ]
            case = self.file(
                "hiring_plan", "卫生健康系统年度用编进人计划", self.units[places.HEALTH], lines,
                by=self.clerks[places.HEALTH], expires_on=end_of_year(), contact="顾明夷",
                department_opinion="同意编报。",
            )  # fmt: skip
            notice = self.settled(case)
        with on(today_minus(60)):
            given_up = Slot.objects.filter(notice=notice, unit=self.units["澜川市人民医院"]).order_by("id")[4]
            slots.cancel(given_up.pk, actor=self.office.clerk, reason="应聘人员放弃，本年度不再递补。")

    def vacant_in_schools(self) -> list[dict[str, Any]]:
        """A few heads for each school of the city that has vacant posts, one in turn for each that is full."""
        schools = [place for place in places.INSTITUTIONS if place.department == places.EDUCATION and place.vacant > 1]
        channels = (Channel.TEACHER_RECRUITMENT, Channel.FUNDED_TEACHER, Channel.GRADUATE)
        known = {"post": "专任教师", "qualification": "大学本科以上，持相应教师资格证"}
        heads = {"澜川市第一中学": 3}
        lines = [
            self.line(place.name, channels[n % 3], heads.get(place.name, 2), **known) for n, place in enumerate(schools)
        ]
        return lines + [
            self.line(unit.name, channels[0], 1, one_out_one_in=True, **known) for unit in self.full_schools()
        ]

    def full_schools(self) -> list[Unit]:
        """The schools of the city that have no vacant post and from which somebody retires this year."""
        schools = [self.units[place.name] for place in places.INSTITUTIONS if place.department == places.EDUCATION]
        outlook = vacancies.outlook(schools, workdays.today().year)
        return [each.unit for each in outlook if not each.vacant and not each.over and each.to_come]

    def lapsed(self) -> None:
        """Talent that did not come in time: the slots of an application lapsed."""
        with on(today_minus(120)):
            line = self.line("澜川市人民医院", Channel.TALENT, 2, kind="part_funded", purpose="心血管内科学科带头人")
            case = self.file(
                "quota_use", "市人民医院引进急需紧缺人才用编申请", self.units["澜川市人民医院"], [line],
                expires_on=workdays.today() + dt.timedelta(days=100),
            )  # fmt: skip
            self.settled(case)
        scheduled.lapse_due(workdays.today())

    def decided(self) -> None:
        """Agreed at the meeting; its notice has not been issued."""
        with on(today_minus(5)):
            line = self.line("澜川市发展和改革委员会", Channel.CIVIL_EXAM, 1, kind="admin", purpose="重大项目调度")
            case = self.file("quota_use", "发展改革委公务员招考用编申请", self.units["澜川市发展和改革委员会"], [line])
            decide(self.office, [review(self.office, case)])

    def under_way(self) -> None:
        """Waits for the next monthly meeting: a cadre from the army."""
        with on(today_minus(3)):
            unit = self.units["澜川市退役军人事务局"]
            lines = [self.line(unit.name, Channel.DEMOBILISED_CADRE, 1, kind="admin", purpose="军转安置")]
            review(self.office, self.file("quota_use", "退役军人事务局军转安置用编申请", unit, lines))

    def line(
        self, unit: str, channel: Channel, heads: int, *, kind: str = "full_funded", **more: Any
    ) -> dict[str, Any]:
        found: QuotaType = self.kinds[kind]
        return {"unit": self.units[unit], "quota_type": found, "channel": channel, "planned_count": heads, **more}

    def file(
        self,
        kind: str,
        title: str,
        applicant: Unit,
        lines: list[dict[str, Any]],
        *,
        by: User | None = None,
        **more: Any,
    ) -> Case:
        today = workdays.today()
        data = {"year": today.year, "expires_on": today + dt.timedelta(days=180), "lines": lines, **more}
        reason = "保障重点民生领域和基层一线用编进人需求。"
        return file_case(
            self.office, kind, data, title=title, reason=reason, by=by or self.office.head, applicant=applicant
        )

    def settled(self, case: Case) -> Document:
        decide(self.office, [review(self.office, case)])
        return issue(self.office, case)


def end_of_year() -> dt.date:
    """Until when the slots of a plan of the year hold; in December until the winter is over."""
    return max(dt.date(workdays.today().year, 12, 31), TODAY + dt.timedelta(days=60))
