"""Cases in every state, so that each role of the demo finds work on its first page and lights of all colours."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from accounts.models import User
from approvals import deciding, filing, reviewing, workdays
from approvals.models import Case, CaseKind
from demoregion import places
from demoregion.build import today_minus, types
from demoregion.story import ANSWERS, Office, decide, file_case, issue, on, review
from quotas.models import QuotaType
from units.models import Unit


class UnderWay:
    """The city office's open business, filed over the last weeks."""

    def __init__(self, office: Office, units: Mapping[str, Unit], department: User, unit_clerk: User) -> None:
        self.office, self.units, self.department, self.unit_clerk = office, units, department, unit_clerk
        self.kinds = types()

    def line(self, kind: str, count: int, *, source: str = "", target: str = "", purpose: str = "") -> dict[str, Any]:
        return {
            "quota_type": self.kind(kind), "applied_count": count, "source_unit": self.units.get(source),
            "target_unit": self.units.get(target), "purpose": purpose,
        }  # fmt: skip

    def kind(self, code: str) -> QuotaType:
        return self.kinds[code]

    def file(self, kind: str, lines: list[dict[str, Any]], *, title: str, reason: str, **more: Any) -> Case:
        """File for the unit that receives or gives the posts; by default the head does it in the unit's name."""
        owner = lines[0]["target_unit"] or lines[0]["source_unit"]
        data = {"effective_on": workdays.today(), "lines": lines, **more.pop("data", {})}
        by, applicant = more.pop("by", self.office.head), more.pop("applicant", owner)
        return file_case(self.office, kind, data, title=title, reason=reason, by=by, applicant=applicant, **more)

    def build(self) -> None:
        self.draft()
        self.waiting_for_acceptance()
        self.overdue()
        self.waiting_for_argument()
        self.waiting_for_meeting()
        self.waiting_for_director()
        self.waiting_for_committee()
        self.waiting_for_document()
        self.effective_next_month()
        self.finished()
        self.refused()
        self.returned()

    def draft(self) -> None:
        """A unit clerk's unfinished request."""
        line = self.line("full_funded", 6, target="澜川市第二中学", purpose="新增6个教学班")
        filing.draft(
            actor=self.unit_clerk, kind=CaseKind.objects.get(code="quota_increase"), applicant=line["target_unit"],
            title="澜川市第二中学增加事业编制6名", reason="2026年秋季扩招6个班。", answers=ANSWERS,
            data={"effective_on": workdays.today(), "lines": [line]},
        )  # fmt: skip

    def waiting_for_acceptance(self) -> None:
        """The education bureau moves posts between its schools (全区一体、城乡统筹)."""
        with on(today_minus(2)):
            line = self.line("full_funded", 5, source="澜川市第一中学", target="澜川市第二中学", purpose="化解缺编")
            self.file(
                "quota_adjust", [line], title="市第一中学调剂5名编制至市第二中学",
                applicant=self.units[places.EDUCATION], by=self.department,
                reason="第一中学富余、第二中学缺编，总量不变、结构调整。",
            )  # fmt: skip

    def overdue(self) -> None:
        """Received a month ago and not checked: red."""
        with on(today_minus(32)):
            line = self.line("full_funded", 4, target="澜川市森林草原防火站", purpose="防火期值守")
            data = {"ends_on": workdays.today() + dt.timedelta(days=400)}
            case = self.file(
                "quota_floating",
                [line],
                title="森林草原防火站机动编制4名",
                reason="防火期人手不足，限期使用。",
                data=data,
            )
            reviewing.receive(case.pk, actor=self.office.clerk, opinion="予以受理。")

    def waiting_for_argument(self) -> None:
        """Checked, to be argued; its deadline is near."""
        with on(today_minus(25)):
            line = self.line("admin", 3, target="澜川市应急管理局", purpose="森林防火指挥职能划入")
            case = self.file(
                "quota_increase", [line], title="应急管理局增加行政编制3名", data={"reserve_use": "reform"},
                reason="森林防火、防汛抗旱指挥职能划入。",
            )  # fmt: skip
            reviewing.receive(case.pk, actor=self.office.clerk, opinion="予以受理。")
            reviewing.check(case.pk, actor=self.office.clerk, opinion="情况属实，建议论证。")

    def waiting_for_meeting(self) -> None:
        """On the next office meeting's agenda."""
        with on(today_minus(9)):
            line = self.line("part_funded", 6, source="澜川市人民医院", target="澜川市妇幼保健院", purpose="儿科力量")
            review(self.office, self.file(
                "quota_adjust", [line], title="人民医院调剂6名编制至妇幼保健院", reason="加强儿科和产科力量。",
                applicant=self.units[places.HEALTH],
            ))  # fmt: skip

    def waiting_for_director(self) -> None:
        """Posts sink to ten towns (下沉), argued and ready to be decided."""
        towns = [p.name for p in places.TOWNS if p.category == "institution"]
        with on(today_minus(6)):
            lines = [
                self.line("full_funded", 1, source="澜川市中等职业技术学校", target=town, purpose="充实便民服务力量")
                for town in towns
            ]
            review(self.office, self.file(
                "quota_sink", lines, title="向10个镇（街道）下沉事业编制10名", applicant=self.office.bureau,
                reason="推动编制资源向基层一线倾斜。",
            ))  # fmt: skip

    def waiting_for_committee(self) -> None:
        """A new body under the cap."""
        with on(today_minus(12)):
            data = {
                "name": "澜川市数据局", "category": "organ", "system_class": "government", "rank": "division_chief",
                "within_cap": True, "region": self.office.region, "effective_on": workdays.today(),
                "main_duties": "统筹数据资源整合共享和开发利用，推进数字政府建设。",
            }  # fmt: skip
            review(self.office, file_case(
                self.office, "body_set_up", data, title="设立澜川市数据局", by=self.office.head,
                applicant=self.units["澜川市人民政府办公室"], reason="整合数据管理职责。",
            ))  # fmt: skip

    def waiting_for_document(self) -> None:
        """Decided: the posts are locked until the document is issued."""
        with on(today_minus(5)):
            line = self.line("admin", 4, source="澜川市住房和城乡建设局")
            case = self.file(
                "quota_cut", [line], title="住房和城乡建设局减少行政编制4名", reason="职能划出后空编退回储备。"
            )
            decide(self.office, [review(self.office, case)])

    def effective_next_month(self) -> None:
        """Issued for a later date: it waits with its lock."""
        with on(today_minus(8)):
            line = self.line("full_funded", 2, target="澜川市科学技术情报研究所", purpose="重点实验室筹建")
            later = workdays.today() + dt.timedelta(days=45)
            case = self.file(
                "quota_floating", [line], title="科学技术情报研究所机动编制2名", reason="重点实验室筹建期使用。",
                data={"effective_on": later, "ends_on": later + dt.timedelta(days=365)}, fast_lane=True,
            )  # fmt: skip
            decide(self.office, [review(self.office, case)])
            issue(self.office, case)

    def finished(self) -> None:
        """Recovered administrative posts go to the reserve (收回), and some are used for a reform from it."""
        with on(today_minus(70)):
            line = self.line("admin", 6, source="澜川市自然资源和规划局")
            case = self.file(
                "quota_take_back", [line], title="收回自然资源和规划局行政编制6名", applicant=self.office.bureau,
                reason="机构整合精简收回，纳入行政编制储备专项管理。",
            )  # fmt: skip
            decide(self.office, [review(self.office, case)])
            issue(self.office, case)
        with on(today_minus(45)):
            line = self.line("admin", 2, target="澜川市退役军人事务局", purpose="新组建部门")
            case = self.file(
                "quota_increase", [line], title="退役军人事务局增加行政编制2名", data={"reserve_use": "reform"},
                reason="重点领域体制改革，从储备中统筹。", fast_lane=True,
            )  # fmt: skip
            decide(self.office, [review(self.office, case)])
            issue(self.office, case)

    def refused(self) -> None:
        """Declined after argument."""
        with on(today_minus(40)):
            line = self.line("admin", 8, target="澜川市医疗保障局", purpose="业务增长")
            case = self.file(
                "quota_increase", [line], title="医疗保障局增加行政编制8名", data={"reserve_use": "ordinary"},
                reason="参保人数增加。",
            )  # fmt: skip
            review(self.office, case)
            deciding.refuse(
                case.pk, actor=self.office.committee, opinion="行政编制储备不用于日常需要，请内部调剂解决。"
            )

    def returned(self) -> None:
        """Sent back for what is missing."""
        with on(today_minus(4)):
            line = self.line("full_funded", 3, target="澜川市融媒体中心", purpose="直播业务")
            case = self.file("quota_increase", [line], title="融媒体中心增加事业编制3名", reason="新媒体业务增长。")
            reviewing.send_back(case.pk, actor=self.office.clerk, opinion="请补充近三年工作量和空编使用计划。")
