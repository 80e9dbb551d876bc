"""A person as a page: all data in groups, the life on posts and in office, and what the reader may open of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from quotas.doors import open_documents
from staffing import choosing, policies
from staffing.models import Engagement, Person, Posting, Tenure
from staffing.models.posting import Standing
from staffing.retirement import retirement
from units.mandates import sees_unit
from units.models import Unit

ELSEWHERE = "其他单位"
BASICS = (
    "sex", "birth_date", "ethnicity", "native_place", "political_status", "party_joined_on", "work_started_on",
    "retirement_category", "is_civil_servant", "phone",
)  # fmt: skip
SCHOOLING = ("education", "degree", "school", "major", "graduated_on", "technical_title")
OF_POST = (
    "division", "title", "title_since", "staff_class", "post_category", "rank_level", "civil_rank", "quota_type",
    "enrolled_on", "basis", "slot", "entry_way", "came_from", "entered_unit_on",
)  # fmt: skip


@dataclass(frozen=True)
class Stage:
    """A posting or tenure of the person's life, as far as the reader may see it."""

    standing: Standing
    is_seen: bool


@dataclass(frozen=True)
class Group:
    """Facts under one heading: label and words."""

    title: str
    items: list[tuple[str, str]]


@dataclass(frozen=True)
class Dossier:
    """What the page of a person shows to one reader."""

    person: Person
    home: Unit | None
    active: Posting | None
    postings: list[Stage]
    tenures: list[Stage]
    groups: list[Group]
    is_kept_elsewhere: bool
    may_read_number: bool
    open_documents: set[int]


def dossier_of(person: Person, user: User) -> Dossier:
    """Read a person for a user who sees them; who works elsewhere now keeps their own data to that unit."""
    held = stages_of(person, user)
    postings = [stage for stage in held if isinstance(stage.standing, Posting)]
    tenures = [stage for stage in held if isinstance(stage.standing, Tenure)]
    current = [stage for stage in held if stage.standing.ended_on is None]
    elsewhere = bool(current) and not any(stage.is_seen for stage in current)
    active = next((s for s in postings if s.standing.ended_on is None and s.is_seen), None)
    posting = active.standing if active is not None and isinstance(active.standing, Posting) else None
    home = home_of(held) or _engager(person, user)
    groups = [] if elsewhere else list(_groups(person, posting))
    documents = [s.standing.document_id for s in held if s.is_seen]
    exits = [s.standing.exit_document_id for s in postings if isinstance(s.standing, Posting) and s.is_seen]
    return Dossier(
        person, home, posting, postings, tenures, groups, elsewhere,
        may_read_number=not elsewhere and home is not None and policies.may_keep_register(user, home),
        open_documents=open_documents(user, [*documents, *(pk for pk in exits if pk is not None)]),
    )  # fmt: skip


def home_of(stages: Iterable[Stage]) -> Unit | None:
    """The unit that keeps the person's data: of the post, else of the office, else of the last post left."""
    rank = sorted(
        (s.standing for s in stages),
        key=lambda s: (s.ended_on is None, isinstance(s, Posting), s.ended_on or s.started_on, s.pk),
    )
    return rank[-1].unit if rank else None


def keeper_of(person: Person, user: User) -> Unit | None:
    """The unit that keeps the person's data, also of somebody who was only ever engaged off quota."""
    return home_of(stages_of(person, user)) or _engager(person, user)


def _engager(person: Person, user: User) -> Unit | None:
    found = Engagement.objects.visible_to(user).filter(person=person).select_related("unit__region")
    last = found.order_by("-started_on", "-id").first()
    return None if last is None else last.unit


def stages_of(person: Person, user: User) -> list[Stage]:
    """Every posting and tenure of the person, the latest first of each kind; read once for a person at hand."""
    remembered: dict[int, list[Stage]] = person.__dict__.setdefault("_stages", {})
    if user.pk not in remembered:
        remembered[user.pk] = [*_stages(Posting, person, user), *_stages(Tenure, person, user)]
    return remembered[user.pk]


def postings_seen(person: Person, user: User) -> list[Posting]:
    """The postings of the person that the user sees, the latest first."""
    found = (stage.standing for stage in stages_of(person, user) if stage.is_seen)
    return [standing for standing in found if isinstance(standing, Posting)]


# What is shown, asked or linked to of the rows beside a stage; they have many more columns.
BESIDE = (
    "unit__number", "unit__name", "unit__competent_department_id", "unit__region__prefix", "unit__region__has_office",
    "unit__region__name", "quota_type__name", "quota_type__code", "document__number", "document__region_id",
)  # fmt: skip
BESIDE_A_POSTING = ("division__name", "slot__number", "exit_document__number", "exit_document__region_id")


def _stages(model: Any, person: Person, user: User) -> list[Stage]:
    names = BESIDE + (BESIDE_A_POSTING if model is Posting else ())
    related = {name.rpartition("__")[0] for name in names}
    own = [field.name for field in model._meta.concrete_fields]
    rows = model.objects.filter(person=person).select_related(*related).only(*own, *names)
    found = list(rows.order_by("-started_on", "-id"))
    for row in found:
        row.person = person
    return [Stage(row, sees_unit(user, row.unit)) for row in found]


def find(pk: int, user: User) -> Person | None:
    """The person, if the user sees them: who is or was on a post or in office in scope, or is engaged there."""
    person = Person.objects.filter(pk=pk).first()
    if person is None or any(stage.is_seen for stage in stages_of(person, user)):
        return person
    return Person.objects.visible_to(user).filter(pk=pk).first()


def _groups(person: Person, posting: Posting | None) -> Iterable[Group]:
    yield Group("基本情况", [("公民身份号码", person.masked_id_number), *_items(person, BASICS)])
    yield Group("学历和职称", _items(person, SCHOOLING))
    if person.retirement_category:
        yield Group("退休", list(retirement_facts(person)))
    if posting is not None:
        yield Group("编制和岗位", _items(posting, OF_POST))


def retirement_facts(person: Person) -> Iterable[tuple[str, str]]:
    """What the law on later retirement says of the person: statutory, and how early or late they may choose to go."""
    law = retirement(person.retirement_category, person.birth_date)
    years, months = law.age
    yield "法定退休时间", f"{law.month:%Y年%-m月}"
    if person.chosen_month is not None:
        yield "弹性退休时间", f"{person.chosen_month:%Y年%-m月}（{choosing.told(person)}）"
    yield "法定退休年龄", f"{years}岁{months}个月" if months else f"{years}岁"
    if law.earliest is not None and law.latest is not None:
        yield "弹性提前最早", f"{law.earliest:%Y年%-m月}（提前3个月书面告知单位）"
        yield "弹性延迟最晚", f"{law.latest:%Y年%-m月}（与单位协商一致，提前1个月书面明确）"
    yield "最低缴费年限", f"{law.contribution_years.normalize():f}年"


def _items(row: Any, names: Iterable[str]) -> list[tuple[str, str]]:
    return [(str(row._meta.get_field(name).verbose_name), words(row, name)) for name in names]


def words(row: Any, name: str) -> str:
    """The value of a field as people say it; nothing for what is not known."""
    value = getattr(row, name)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    told = getattr(row, f"get_{name}_display", None)
    return str(told() if told else value)
