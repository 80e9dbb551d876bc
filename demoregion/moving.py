"""People who move (调动), are lent out (借调) or retire."""

import datetime as dt
from collections.abc import Mapping

from django.db.models import F

from accounts.models import User
from approvals import documents, workdays
from approvals.models import Case
from demoregion import places
from demoregion.build import today_minus, types
from demoregion.people import TODAY, oldest
from demoregion.story import Office, decide, file_case, issue, on, review
from staffing import choosing, leaving, seconding
from staffing.models import EntryBasis, Posting
from staffing.retirement import shifted
from units.models import Unit


class Moving:
    """The city's people on their way."""

    def __init__(self, office: Office, units: Mapping[str, Unit], clerks: Mapping[str, User]) -> None:
        self.office, self.units, self.clerks = office, units, clerks

    def build(self) -> None:
        self.paper = documents.register_incoming(
            actor=self.office.clerk, region=self.office.region, number="澜组干〔2026〕21号",
            title="关于同意有关人员借调、退休的通知", issuer="中共澜川市委组织部", issued_on=today_minus(260),
        )  # fmt: skip
        self.retired()
        self.moved()
        self.about_to_move()
        self.seconded()
        self.chosen()
        self.about_to_leave()

    def somebody(self, name: str, place: int) -> Posting:
        people = Posting.objects.active().filter(unit=self.units[name], basis=EntryBasis.OPENING)
        return people.select_related("unit__competent_department").order_by("id")[place]

    def retired(self) -> None:
        """Two retire; the first leaves a post to a slot that waited for it (出一进一)."""
        for name, days in (("澜川市第二中学", 125), ("澜川市中等职业技术学校", 20)):
            with on(today_minus(days)):
                leaving.release(
                    actor=self.office.clerk, posting=oldest(self.units[name]), ended_on=workdays.today(),
                    exit_reason="retired", document=self.paper, reason="办理退休",
                )  # fmt: skip

    def moved(self) -> None:
        """A teacher went to another school of the city."""
        with on(today_minus(30)):
            case = self.move("澜川市实验初级中学", "澜川市第一中学", "full_funded", "专任教师")
            decide(self.office, [review(self.office, case)])
            issue(self.office, case)

    def about_to_move(self) -> None:
        """A physician is to go to disease control; the director decides."""
        with on(today_minus(2)):
            target = "澜川市疾病预防控制中心（澜川市卫生监督所）"
            review(self.office, self.move("澜川市人民医院", target, "full_funded", "公共卫生医师"))

    def move(self, source: str, target: str, kind: str, title: str) -> Case:
        posting = self.somebody(source, 30)
        department = posting.unit.competent_department
        assert department is not None, "Institutions of the city have a department."
        data = {
            "posting": posting, "target_unit": self.units[target], "quota_type": types()[kind], "title": title,
            "moves_on": workdays.today(),
        }  # fmt: skip
        return file_case(
            self.office, "staff_move", data, title=f"{posting.person}调入{target}", reason="工作需要，双方单位同意。",
            by=self.clerks[department.name], applicant=department,
        )  # fmt: skip

    def seconded(self) -> None:
        """One away in term, one whose term was prolonged, one past the term, one back."""
        self.second("澜川市第一中学", places.EDUCATION, "中考命题组织", began=200, ends_in=60)
        late = self.second("澜川市人民医院", places.HEALTH, "医共体建设专班", began=230, ends_in=-50)
        self.second("澜川市实验初级中学", "澜川市教育科学研究院", "课程教研", began=240, ends_in=-9)
        back = self.second("澜川市融媒体中心", places.MEDIA, "重大主题宣传", began=210, ends_in=-30)
        with on(today_minus(55)):
            until = TODAY + dt.timedelta(days=120)
            seconding.prolong(
                late, actor=self.office.clerk, ends_on=until, document=self.paper, reason="专班工作尚未结束"
            )
        with on(today_minus(30)):
            seconding.end(back, actor=self.office.clerk, ended_on=workdays.today(), reason="期满返回")

    def chosen(self) -> None:
        """A teacher told the school in writing of going earlier than the law asks (弹性退休)."""
        with on(today_minus(15)):
            soon = shifted(workdays.today(), choosing.EARLY_AHEAD + 1)
            may_go = Posting.objects.active().filter(
                unit=self.units["澜川市第一中学"], person__may_retire_on__lt=F("person__retires_on"),
                person__retires_on__gt=soon,
            )  # fmt: skip
            person = may_go.select_related("person").order_by("person__retires_on", "id")[0].person
            assert person.may_retire_on is not None, "It is asked for above."
            choosing.choose(
                person, actor=self.office.clerk, month=max(person.may_retire_on, soon), agreed_on=workdays.today(),
                document=self.paper, reason="本人书面告知",
            )  # fmt: skip

    def about_to_leave(self) -> None:
        """A school asks for the release of two by one request; another person of the office is to settle it."""
        school = self.units["澜川市实验初级中学"]
        department = school.competent_department
        assert department is not None, "Institutions of the city have a department."
        with on(today_minus(2)):
            lines = [
                {"posting": self.somebody(school.name, 10), "exit_reason": "resigned"},
                {"posting": self.somebody(school.name, 11), "exit_reason": "moved", "destination": "江东师范大学"},
            ]
            file_case(
                self.office, "staff_release", {"leaves_on": workdays.today(), "lines": lines},
                title=f"{school.name}2人申请出编", reason="本人辞职、调离。", by=self.clerks[department.name],
                applicant=department,
            )  # fmt: skip

    def second(self, name: str, host: str, duty: str, *, began: int, ends_in: int) -> int:
        with on(today_minus(began)):
            made = seconding.second(
                actor=self.office.clerk, posting=self.somebody(name, 40), host=self.units[host],
                starts_on=workdays.today(), ends_on=TODAY + dt.timedelta(days=ends_in), document=self.paper, duty=duty,
                reason="工作需要",
            )  # fmt: skip
        return made.pk
