"""What units keep of their people: facts of everybody, titles of leaders, and changes that wait for the office."""

import datetime as dt
import random
from typing import Any

from accounts.models import User
from approvals.models import Document
from demoregion.build import today_minus
from demoregion.places import Place
from demoregion.story import on
from quotas.models import QuotaType
from staffing import leadership, maintaining
from staffing.appointing import Terms
from staffing.models import Posting, Tenure
from units.models import Unit

TITLES = {
    "leader_131": "主要负责人",
    "leader_132": "副职负责人",
    "leader_141": "主要负责人",
    "leader_142": "副职负责人",
}
HEADS = {"中学": "校长", "小学": "校长", "医院": "院长", "局": "局长", "法院": "院长", "检察院": "检察长"}
ABOVE_RANK = "澜川市第一中学"
SCHOOLS = ["江东师范大学", "江东大学", "澜川学院", "东海理工大学"]
CATEGORIES = {"full_funded": "technical", "part_funded": "technical", "support": "support"}
WAYS = {"admin": "civil_exam", "political_legal": "civil_exam", "support": "veteran"}
MAJORS = ["汉语言文学", "数学与应用数学", "行政管理", "临床医学", "会计学", "法学", "土木工程"]


def facts(pick: random.Random, born: dt.date, *, is_male: bool, kind: str) -> dict[str, Any]:
    """What is known of somebody of this age on such a post; invented, the same in every run, with a few gaps."""
    education = pick.choice(["21", "21", "21", "31", "14"])
    graduated = dt.date(born.year + {"31": 21, "21": 22, "14": 25}[education], 7, 1)
    known = {
        "ethnicity": "01" if pick.random() < 0.93 else "11", "political_status": pick.choice(["01", "01", "13"]),
        "education": education, "degree": {"21": "4", "14": "3"}.get(education, ""), "school": pick.choice(SCHOOLS),
        "major": pick.choice(MAJORS), "graduated_on": graduated, "work_started_on": graduated + dt.timedelta(days=45),
        "retirement_category": "male60" if is_male else _category(pick, born), "native_place": "江东澜川",
        "post_category": CATEGORIES.get(kind, "management"), "entry_way": WAYS.get(kind, "open_recruitment"),
    }  # fmt: skip
    if pick.random() < 0.012:
        known[pick.choice(["ethnicity", "political_status", "post_category"])] = ""
    return known


def _category(pick: random.Random, born: dt.date) -> str:
    """Most women of the demo were to retire at 55; of the younger ones a few at 50."""
    return "female50" if born.year > 1980 and pick.random() < 0.08 else "female55"


def terms_of(place: Place, code: str, first: bool, paper: Document) -> Terms:
    """How a leader of the demo holds office; the head of one school stands above its rank for three years (高配)."""
    head = next((word for ending, word in HEADS.items() if place.name.endswith(ending)), "")
    chief = code in ("leader_131", "leader_141")
    title = (head if chief else f"副{head}") if head else TITLES[code]
    if place.name == ABOVE_RANK and chief and first:
        return Terms(title, 132, above_rank_document=paper, above_rank_until=dt.date(2029, 1, 6))
    return Terms(title)


def changes(*, clerk: User, unit_clerk: User, school: Unit, bureau: Unit) -> None:
    """A sheet before the office, one being filled in, and a headmaster in the bureau's party group too (兼任)."""
    people = list(Posting.objects.active().filter(unit=school).select_related("person").order_by("id")[3:7])
    day = today_minus(5)
    with on(day):
        for posting, values in zip(people, FILED, strict=False):
            sheet = maintaining.propose(posting, actor=unit_clerk, values=values, happened_on=day)
        maintaining.file(sheet, actor=unit_clerk)
    maintaining.propose(people[3], actor=unit_clerk, values={"technical_title": "一级教师"}, happened_on=today_minus(1))
    head = Tenure.objects.active().filter(unit=school).select_related("person", "document").order_by("id").first()
    assert head is not None, "The school has its head."
    leadership.appoint(
        actor=clerk, unit=bureau, quota_type=QuotaType.objects.get(code="leader_132"), person=head.person,
        started_on=head.started_on, document=head.document, reason="兼任局党组成员",
        terms=Terms("党组成员", 141, is_concurrent=True, takes_post=False),
    )  # fmt: skip


FILED: list[dict[str, Any]] = [
    {"education": "14", "degree": "3", "school": "江东师范大学", "major": "学科教学（语文）"},
    {"phone": "13800000000", "technical_title": "高级教师"},
    {"political_status": "01", "party_joined_on": dt.date(2026, 2, 27)},
]
