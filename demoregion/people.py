"""Invented people for the posts: names, birth dates, ID numbers of the non-existent division 000000."""

import datetime as dt
import random
from collections.abc import Mapping

from approvals import documents, workdays
from approvals.models import Document
from demoregion import keeping, places
from demoregion.places import Place
from demoregion.story import Office, Progress
from quotas import exceptions
from quotas.models import QuotaType
from staffing import enrolment, leadership
from staffing.facts import NewPerson
from staffing.id_numbers import check_character
from staffing.models import EntryBasis, Posting
from staffing.retirement import retires_on
from units.models import Unit

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
GIVEN = "明华建国志强晓东丽娟海燕文博思远雨桐子涵佳怡浩然俊杰雅琴春梅秋生玉兰永康立新向阳景行若兰云飞清扬"
STARTED = dt.date(2026, 1, 6)
TITLES = {
    "admin": ["一级主任科员", "二级主任科员", "三级主任科员", "四级主任科员", "一级科员"],
    "political_legal": ["一级法官助理", "二级检察官助理", "书记员", "司法警察"],
    "support": ["高级工", "技师"],
    "full_funded": ["专业技术七级", "专业技术八级", "专业技术十级", "管理八级", "管理九级"],
    "part_funded": ["主治医师", "护师", "主管药师", "医师", "管理九级"],
}
OVER_QUOTA = "澜川市融媒体中心"
# From these full schools somebody retires this year, so that they may plan one out, one in (出一进一).
WITH_RETIREES = ("澜川市第二中学", "澜川市实验小学", "澜川市妇幼保健院")
TODAY = workdays.today()


class Crowd:
    """An endless supply of people who do not exist, the same in every run."""

    def __init__(self, first: int = 0) -> None:
        self.random = random.Random(20260105 + first)
        self.serial = first

    def somebody(self, title: str, kind: str = "", *, born: dt.date | None = None, name: str = "") -> NewPerson:
        """Somebody for a post of the type; the odd ones are men."""
        self.serial += 1
        pick = self.random.choice
        invented = pick(SURNAMES) + pick(GIVEN) + (pick(GIVEN) if self.random.random() < 0.7 else "")
        day = born or self._birthday()
        body = f"000000{day:%Y%m%d}{self.serial % 1000:03d}"
        known = keeping.facts(self.random, day, is_male=self.serial % 2 == 1, kind=kind)
        return NewPerson(name or invented, body + check_character(body), title, facts=known)

    def people(self, kind: str, count: int) -> list[NewPerson]:
        return [self.somebody(self.random.choice(TITLES.get(kind, ["职员"])), kind) for _ in range(count)]

    def recruits(self, title: str, kind: str, count: int) -> list[NewPerson]:
        """Young people on their first post."""
        return [self.somebody(title, kind, born=self._young()) for _ in range(count)]

    def retirees(self, title: str, kind: str, count: int) -> list[NewPerson]:
        """Men who retire by law at the end of this year."""
        people = []
        for _ in range(count):
            self.serial += self.serial % 2
            people.append(self.somebody(title, kind, born=about_to_retire()))
        return people

    def _birthday(self) -> dt.date:
        """Of working age; 7919 steps through the days meet each day once before any twice."""
        first = dt.date(TODAY.year - (60 if self.serial % 2 else 55), 6, 1)
        return first + dt.timedelta(days=self.serial * 7919 % (dt.date(TODAY.year - 24, 1, 1) - first).days)

    def _young(self) -> dt.date:
        return dt.date(TODAY.year - 29, 1, 1) + dt.timedelta(days=self.serial * 7919 % 1800)


def about_to_retire() -> dt.date:
    """The birthday of the men who retire by law in the last months of this year."""
    last = dt.date(TODAY.year, 12, 1)
    days = (dt.date(TODAY.year - 60 - n // 12, 12 - n % 12, 15) for n in range(24))
    return next(day for day in days if (month := retires_on("male60", day)) is not None and month <= last)


def oldest(unit: Unit) -> Posting:
    """The posting of whoever of a unit has been longest on the way to retirement."""
    people = Posting.objects.active().filter(unit=unit, basis=EntryBasis.OPENING)
    return people.order_by("person__birth_date", "id")[0]


def register(offices: Mapping[str, Office], units: Mapping[str, Unit], progress: Progress) -> None:
    """Enrol people on the posts, leave some vacant, appoint leaders, and keep three people above one unit's cap."""
    papers = {code: _paper(office) for code, office in offices.items()}
    kinds = {kind.code: kind for kind in QuotaType.objects.all()}
    crowd = Crowd()
    for done, place in enumerate(places.PLACES, start=1):
        code = place.region if place.region in offices else places.DISTRICT
        _staff(place, units[place.name], offices[code], papers[code], kinds, crowd)
        progress("登记实有人员", done, len(places.PLACES))
    _over_quota(offices[places.CITY], units[OVER_QUOTA], papers[places.CITY], kinds["full_funded"], crowd)


def _paper(office: Office) -> Document:
    return documents.register_incoming(
        actor=office.clerk, region=office.region, number=f"{office.region.name[:1]}编核〔2026〕1号",
        title=f"关于{office.region.name}实有人员核准登记的通知", issuer=f"中共{office.region.name}委机构编制委员会",
        issued_on=dt.date(2026, 1, 5),
    )  # fmt: skip


def _staff(
    place: Place, unit: Unit, office: Office, paper: Document, kinds: Mapping[str, QuotaType], crowd: Crowd
) -> None:
    postings: list[Posting] = []
    vacant = 0 if place.name == OVER_QUOTA else place.vacant
    for position, (code, count) in enumerate(place.posts.items()):
        if kinds[code].family != QuotaType.Family.POST:
            continue
        retirees = crowd.retirees("专业技术六级", code, 2) if place.name in WITH_RETIREES else []
        people = crowd.people(code, count - (vacant if position == 0 else 0) - len(retirees)) + retirees
        postings += enrolment.register(
            actor=office.clerk, unit=unit, quota_type=kinds[code], people=people, started_on=STARTED, document=paper,
            reason="实名制建账登记",
        )  # fmt: skip
    _appoint(place, unit, office, paper, kinds, postings)


def _appoint(
    place: Place, unit: Unit, office: Office, paper: Document, kinds: Mapping[str, QuotaType], postings: list[Posting]
) -> None:
    """Every chief post has its chief; one deputy post in three units is open."""
    queue = iter(postings)
    for code in ("leader_131", "leader_132", "leader_141", "leader_142"):
        count = place.posts.get(code, 0)
        open_posts = int(count > 1 and len(place.name) % 3 == 0)
        for number in range(count - open_posts):
            leadership.appoint(
                actor=office.clerk, unit=unit, quota_type=kinds[code], person=next(queue).person, started_on=STARTED,
                document=paper, reason="领导职务登记", terms=keeping.terms_of(place, code, number == 0, paper),
            )  # fmt: skip


def _over_quota(office: Office, unit: Unit, paper: Document, kind: QuotaType, crowd: Crowd) -> None:
    exception = exceptions.allow_excess(
        actor=office.director, unit=unit, quota_type=kind, people_count=4, authority="中共澜川市委机构编制委员会",
        document=paper, ends_on=workdays.today() + dt.timedelta(days=900),
        reason="媒体整合人员划转形成超编，三年内自然减员消化。",
    )  # fmt: skip
    enrolment.enrol_with_exception(
        actor=office.clerk, exception=exception, people=crowd.people("full_funded", 3), started_on=STARTED,
        document=paper, reason="媒体整合划转人员",
    )  # fmt: skip
