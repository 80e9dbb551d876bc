"""Enrolment (入编) and release (出编): a named person and the post on the ledger move together or not at all."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts.acting import use_case
from accounts.models import User
from approvals import workdays
from approvals.models import Document
from quotas.models import Bucket, QuotaException, QuotaType
from staffing import places
from staffing.encryption import blind_index
from staffing.id_numbers import IdNumber, id_number
from staffing.models import Person, Posting
from staffing.places import Act, Places
from units.mandates import sees_unit
from units.models import InternalDivision, Unit


class NewPerson(NamedTuple):
    """Somebody to enrol; sex and birth date come from the ID number."""

    name: str
    id_number: str
    title: str = ""
    division: InternalDivision | None = None


class Entry(NamedTuple):
    """A checked row of an enrolment: what was given, and the ID number taken apart."""

    given: NewPerson
    number: IdNumber


@use_case
def enrol(
    *,
    actor: User,
    unit: Unit,
    quota_type: QuotaType,
    people: Sequence[NewPerson],
    started_on: dt.date,
    document: Document,
    reason: str,
) -> list[Posting]:
    """Put people on vacant posts of the unit, all or none, in the order given; the queries do not grow with them.

    ValidationError names what is wrong with whom, a unit above its cap (超编单位只出不进), or the posts lacking.
    """
    act = Act(actor, started_on, document, reason)
    entries = _checked(act, unit, quota_type, people)
    persons = _persons(entries, act)
    own = places.lock(unit, quota_type, Bucket.OCCUPIED)
    if own.over:
        raise ValidationError(f"{unit.name}“{quota_type}”超编{own.over}名，超编单位只出不进。", code="over_quota")
    own.take(Bucket.VACANT, len(entries), act, what="入编")
    return _post(entries, persons, own, act)


@use_case
def enrol_with_exception(
    *,
    actor: User,
    exception: QuotaException,
    people: Sequence[NewPerson],
    started_on: dt.date,
    document: Document,
    reason: str,
) -> list[Posting]:
    """Keep people above the cap (超编) under a dated exception in force; vacant posts are to be used first."""
    act = Act(actor, started_on, document, reason)
    unit, quota_type = exception.unit, exception.quota_type
    entries = _checked(act, unit, quota_type, people)
    if started_on < exception.starts_on or exception.ends_on < workdays.today():
        term = f"{exception.starts_on}至{exception.ends_on}"
        raise ValidationError(f"超编例外有效期为{term}，须涵盖入编日期至今。", code="not_covered")
    persons = _persons(entries, act)
    own = places.lock(unit, quota_type, Bucket.OCCUPIED, Bucket.EXCESS)
    if vacant := own.balance(Bucket.VACANT):
        raise ValidationError(f"{unit.name}“{quota_type}”尚有空编{vacant}名，应先使用空编。", code="vacant_first")
    own.take(Bucket.EXCESS, len(entries), act, what="超编入编")
    return _post(entries, persons, own, act)


@use_case
def release(*, actor: User, posting: Posting, ended_on: dt.date, reason: str, document: Document) -> Posting:
    """Take a person off the post from a day on; while the unit is over its cap the excess shrinks first."""
    act = Act(actor, ended_on, document, reason)
    act.ensure(posting.unit, field="ended_on")
    # People first, then accounts, then postings: the order in which enrolment locks them.
    Person.objects.select_for_update(no_key=True).get(pk=posting.person_id)
    own = places.lock(posting.unit, posting.quota_type, Bucket.VACANT)
    posting = Posting.objects.select_for_update(of=("self",)).select_related("person", "unit").get(pk=posting.pk)
    if posting.ended_on is not None:
        raise ValidationError(f"{posting.person}已于{posting.ended_on}出编。", code="ended")
    if ended_on < posting.started_on:
        raise ValidationError({"ended_on": f"出编日期不能早于入编日期{posting.started_on}。"}, code="before_start")
    own.give_back(act, what="出编")
    posting.ended_on = ended_on
    posting.save(update_fields=["ended_on"])
    return posting


def _checked(act: Act, unit: Unit, quota_type: QuotaType, people: Sequence[NewPerson]) -> list[Entry]:
    """Everything that can be said without the book; ValidationError lists every row that is wrong."""
    act.ensure(unit, field="started_on")
    if not unit.is_active:
        raise ValidationError(f"{unit.name}已撤销，不能入编。", code="abolished")
    if quota_type.family != QuotaType.Family.POST or quota_type.is_group:
        raise ValidationError({"quota_type": "请选择编制类型。"}, code="quota_type")
    if not people:
        raise ValidationError({"people": "请至少填写一人。"}, code="required")
    entries: dict[str, Entry] = {}
    wrong = []
    for row, given in enumerate(people, start=1):
        try:
            number = _number_of(given, unit)
        except ValidationError as error:
            wrong += [f"第{row}人{given.name}：{message}" for message in error.messages]
            continue
        if number.text in entries:
            wrong.append(f"第{row}人{given.name}：公民身份号码与前面重复。")
        entries[number.text] = Entry(given, number)
    if wrong:
        raise ValidationError({"people": [ValidationError(sentence, code="person") for sentence in wrong]})
    return list(entries.values())


def _number_of(given: NewPerson, unit: Unit) -> IdNumber:
    if not given.name or len(given.name) > 50 or any(char.isspace() for char in given.name):
        raise ValidationError("姓名须为1至50字，不含空格。", code="name")
    if len(given.title) > 60:
        raise ValidationError("职务（岗位）不超过60字。", code="title")
    if given.division is not None and given.division.unit_id != unit.pk:
        raise ValidationError(f"{given.division}不是{unit.name}的内设机构。", code="division")
    number = id_number(given.id_number)
    if number.birth_date > workdays.today():
        raise ValidationError("公民身份号码中的出生日期晚于今天。", code="id_number_date")
    return number


def _persons(entries: list[Entry], act: Act) -> dict[bytes, Person]:
    """The people by blind index, registered where they are new, and locked; refuses who is on a post already."""
    # In the order of the index, so that two enrolments of the same people cannot dead-lock.
    new = sorted((Person.of(e.given.name, e.number) for e in entries), key=lambda p: bytes(p.id_number_index))
    Person.objects.bulk_create(new, ignore_conflicts=True)
    locked = Person.objects.select_for_update(no_key=True).order_by("id")
    indexes = [person.id_number_index for person in new]
    persons = {bytes(person.id_number_index): person for person in locked.filter(id_number_index__in=indexes)}
    wrong = [*_misnamed(entries, persons), *_still_on_a_post(persons, act)]
    if wrong:
        raise ValidationError({"people": [ValidationError(sentence, code="person") for sentence in wrong]})
    return persons


def _misnamed(entries: list[Entry], persons: dict[bytes, Person]) -> Iterator[str]:
    for entry in entries:
        if persons[blind_index(entry.number.text)].name != entry.given.name:
            yield f"{entry.given.name}：该公民身份号码已用另一姓名登记，请核对。"


def _still_on_a_post(persons: dict[bytes, Person], act: Act) -> Iterator[str]:
    busy = Posting.objects.filter(Q(ended_on=None) | Q(ended_on__gt=act.on), person__in=persons.values())
    for posting in busy.select_related("person", "unit__region"):
        where = posting.unit.name if sees_unit(act.actor, posting.unit) else "其他单位"
        until = "" if posting.ended_on is None else f"至{posting.ended_on}"
        yield f"{posting.person}已在{where}占编{until}，一人不得同时占用两个编制。"


def _post(entries: list[Entry], persons: dict[bytes, Person], own: Places, act: Act) -> list[Posting]:
    return Posting.objects.bulk_create(
        Posting(
            person=persons[blind_index(entry.number.text)], unit=own.unit, quota_type=own.quota_type,
            started_on=act.on, document=act.document, division=entry.given.division, title=entry.given.title,
        )
        for entry in entries
    )  # fmt: skip
