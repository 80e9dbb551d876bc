"""The people of an enrolment, looked at before anybody is put on a post: complete, and on no other post."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from psycopg2.errors import UniqueViolation

from accounts import bulk
from approvals import workdays
from quotas.models import QuotaType
from staffing.encryption import blind_index
from staffing.facts import NewPerson, refused_facts
from staffing.id_numbers import IdNumber, id_number
from staffing.models import Engagement, Person, Posting
from staffing.places import Act
from units.mandates import sees_unit
from units.models import Unit

# So many are worth a COPY.
MANY = 100


class Entry(NamedTuple):
    """A checked row of an enrolment: what was given, the ID number taken apart, and what it is found by."""

    given: NewPerson
    number: IdNumber
    key: bytes

    @classmethod
    def of(cls, given: NewPerson, number: IdNumber) -> "Entry":
        return cls(given, number, blind_index(number.text))


def checked(
    act: Act,
    unit: Unit,
    types: Collection[QuotaType],
    people: Sequence[NewPerson],
    *,
    family: str = QuotaType.Family.POST,
) -> list[Entry]:
    """Everything that can be said without the book; ValidationError lists every row that is wrong."""
    act.ensure(unit, field="started_on")
    return examined(unit, types, people, family=family)


def examined(
    unit: Unit, types: Collection[QuotaType], people: Sequence[NewPerson], *, family: str = QuotaType.Family.POST
) -> list[Entry]:
    """The same, whoever asks: for the dry run of a batch, which rests on no issued document yet."""
    if not unit.is_active:
        what = "入编" if family == QuotaType.Family.POST else "聘用"
        raise ValidationError(f"{unit.name}已撤销，不能{what}。", code="abolished")
    if any(kind.family != family or kind.is_group for kind in types):
        raise ValidationError({"quota_type": "请选择编制类型。"}, code="quota_type")
    if not people:
        raise ValidationError({"people": "请至少填写一人。"}, code="required")
    entries: dict[str, Entry] = {}
    wrong = []
    for row, given in enumerate(people, start=1):
        try:
            number = number_of(given, unit)
        except ValidationError as error:
            wrong += [f"第{row}人{given.name}：{message}" for message in error.messages]
            continue
        if number.text in entries:
            wrong.append(f"第{row}人{given.name}：公民身份号码与前面重复。")
        entries[number.text] = Entry.of(given, number)
    if wrong:
        raise ValidationError({"people": [ValidationError(sentence, code="person") for sentence in wrong]})
    return list(entries.values())


def number_of(given: NewPerson, unit: Unit) -> IdNumber:
    """The ID number of somebody who may come to the unit; ValidationError with what is wrong with what was given."""
    if not given.name or len(given.name) > 50 or any(char.isspace() for char in given.name):
        raise ValidationError("姓名须为1至50字，不含空格。", code="name")
    if len(given.title) > 60:
        raise ValidationError("职务（岗位）不超过60字。", code="title")
    if given.division is not None and given.division.unit_id != unit.pk:
        raise ValidationError(f"{given.division}不是{unit.name}的内设机构。", code="division")
    if wrong := refused_facts(given.facts):
        raise ValidationError([ValidationError(words, code=name) for name, said in wrong.items() for words in said])
    number = id_number(given.id_number)
    if number.birth_date > workdays.today():
        raise ValidationError("公民身份号码中的出生日期晚于今天。", code="id_number_date")
    return number


def persons_of(entries: list[Entry], act: Act) -> dict[bytes, Person]:
    """The people by blind index, registered where they are new, and locked; refuses who is on a post already."""
    persons: dict[bytes, Person] = {}
    while missing := [entry for entry in entries if entry.key not in persons]:
        found = known(missing, Person.objects.select_for_update(no_key=True).order_by("id"))
        if wrong := [sentence for _, sentence in doubts(missing, found, act)]:
            raise ValidationError({"people": [ValidationError(sentence, code="person") for sentence in wrong]})
        _bring_up_to_date(missing, found)
        persons |= found
        persons |= _registered({entry.key: _new(entry) for entry in missing if entry.key not in found})
    return persons


def _registered(new: dict[bytes, Person]) -> dict[bytes, Person]:
    """People who are new to the register, with their keys; nobody when another enrolment registers one of them now."""
    if not new:
        return {}
    # In the order of the index, so that two enrolments of the same people cannot dead-lock.
    rows = [new[index] for index in sorted(new)]
    try:
        with transaction.atomic():
            if len(rows) < MANY:
                Person.objects.bulk_create(rows)
            else:
                bulk.copy(rows)
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation):
            return {}
        raise
    if len(rows) >= MANY:
        own = Person.objects.filter(id_number_index__in=list(new)).values_list("id_number_index", "pk")
        for index, pk in own:
            new[bytes(index)].pk = pk
    return new


def _new(entry: Entry) -> Person:
    person = Person.of(entry.given.name, entry.number, entry.key)
    for name, value in entry.given.of_person().items():
        setattr(person, name, value)
    return person


def _bring_up_to_date(entries: list[Entry], persons: dict[bytes, Person]) -> None:
    """Who was on the register before gets the facts that this enrolment brings."""
    changed: dict[int, Person] = {}
    fields: set[str] = set()
    for entry in entries:
        person = persons.get(entry.key)
        if person is None:
            continue
        for name, value in entry.given.of_person().items():
            if getattr(person, name) != value:
                setattr(person, name, value)
                changed[person.pk] = person
                fields.add(name)
                if name == "retirement_category":
                    # A month that was chosen under another category is chosen no longer.
                    person.chosen_month = person.chosen_on = person.chosen_document = None
                    fields |= {"chosen_month", "chosen_on", "chosen_document"}
    if changed:
        Person.objects.bulk_update(changed.values(), sorted(fields), batch_size=1000)


def known(entries: list[Entry], people: QuerySet[Person] | None = None) -> dict[bytes, Person]:
    """Those of the people who are on the register already, by blind index."""
    indexes = [entry.key for entry in entries]
    found = (Person.objects.all() if people is None else people).filter(id_number_index__in=indexes)
    return {bytes(person.id_number_index): person for person in found}


def doubts(entries: list[Entry], persons: dict[bytes, Person], act: Act) -> Iterator[tuple[bytes, str]]:
    """Who of the people on the register cannot come, by blind index, and why."""
    yield from _misnamed(entries, persons)
    yield from _still_on_a_post(persons, act)
    yield from _still_off_quota(persons, act)


def _misnamed(entries: list[Entry], persons: dict[bytes, Person]) -> Iterator[tuple[bytes, str]]:
    for entry in entries:
        known = persons.get(entry.key)
        if known is not None and known.name != entry.given.name:
            yield entry.key, f"{entry.given.name}：该公民身份号码已用另一姓名登记，请核对。"


def _still_on_a_post(persons: dict[bytes, Person], act: Act) -> Iterator[tuple[bytes, str]]:
    busy = Posting.objects.filter(Q(ended_on=None) | Q(ended_on__gt=act.on), person__in=persons.values())
    for posting in busy.select_related("person", "unit__region"):
        where = posting.unit.name if sees_unit(act.actor, posting.unit) else "其他单位"
        until = "" if posting.ended_on is None else f"至{posting.ended_on}"
        index = bytes(posting.person.id_number_index)
        yield index, f"{posting.person}已在{where}占编{until}，一人不得同时占用两个编制。"


def _still_off_quota(persons: dict[bytes, Person], act: Act) -> Iterator[tuple[bytes, str]]:
    busy = Engagement.objects.filter(Q(ended_on=None) | Q(ended_on__gt=act.on), person__in=persons.values())
    for engagement in busy.select_related("person", "unit__region"):
        where = engagement.unit.name if sees_unit(act.actor, engagement.unit) else "其他单位"
        index = bytes(engagement.person.id_number_index)
        yield index, f"{engagement.person}在{where}编外聘用尚未终止，须先办理终止。"
