"""What stands in a batch before it is enrolled: its rows as typed, what they lack, and what the notice lacks."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from approvals import workdays
from approvals.models import OPEN_STATES
from staffing import encryption, id_numbers
from staffing.facts import NewPerson, field_of, refused_facts
from staffing.models import Candidate, EnrolmentBatch, Sex, Slot, SlotState
from units.models import InternalDivision

MOST = 500
# What the register must know of everybody who comes (DOMAIN §5.2); the rest may follow.
REQUIRED = ("ethnicity", "political_status", "education", "post_category")


def known(batch: EnrolmentBatch) -> dict[int, Candidate]:
    """The people of the batch so far by slot: who is typed again with a masked number is one of them."""
    return {one.slot_id: one for one in batch.candidates.all()}


def written(
    batch: EnrolmentBatch, rows: Sequence[Mapping[str, Any]], *, known: Mapping[int, Candidate]
) -> list[Candidate]:
    """The rows as unsaved candidates; ValidationError names every row that is wrong as line_1, line_2…"""
    if len(rows) > MOST:
        raise ValidationError({"candidates": f"每批不超过{MOST}人。"}, code="candidates")
    wrong: dict[str, list[str]] = {}
    found: list[Candidate] = []
    for number, row in enumerate(rows, start=1):
        try:
            found.append(_candidate(batch, number, row, known))
        except ValidationError as refusal:
            wrong[f"line_{number}"] = [f"第{number}人：{message}" for message in refusal.messages]
    wrong.update(_repeated(found))
    if wrong:
        raise ValidationError({name: [ValidationError(s, code="line") for s in said] for name, said in wrong.items()})
    return found


def _candidate(batch: EnrolmentBatch, number: int, row: Mapping[str, Any], known: Mapping[int, Candidate]) -> Candidate:
    slot, name, title = row.get("slot"), str(row.get("name") or "").strip(), str(row.get("title") or "").strip()
    if not isinstance(slot, Slot) or slot.unit_id != batch.unit_id:
        raise ValidationError(f"请选择{batch.unit.name}的用编号。", code="slot")
    if not name or len(name) > 50 or any(char.isspace() for char in name):
        raise ValidationError("姓名须为1至50字，不含空格。", code="name")
    if len(title) > 60:
        raise ValidationError("职务（岗位）不超过60字。", code="title")
    division = row.get("division")
    if isinstance(division, InternalDivision) and division.unit_id != batch.unit_id:
        raise ValidationError(f"{division}不是{batch.unit.name}的内设机构。", code="division")
    old = known.get(slot.pk)
    index, cipher = _id_number(str(row.get("id_number") or ""), old)
    same_person = old is not None and bytes(old.id_number_index) == index
    facts = {**(old.facts if same_person and old else {}), **cleaned(row.get("facts") or {})}
    announced = same_person and old is not None and old.is_announced and (old.name, old.title) == (name, title)
    return Candidate(
        batch=batch, position=number, slot=slot, name=name, id_number_cipher=cipher, id_number_index=index,
        division=division, title=title, is_announced=announced,
        facts={key: value for key, value in facts.items() if value not in ("", None)},
    )  # fmt: skip


def _id_number(typed: str, old: Candidate | None) -> tuple[bytes, bytes]:
    """Blind index and cipher text; a masked number stands for the one that was typed before."""
    if old is not None and typed.strip() == old.masked_id_number:
        return bytes(old.id_number_index), bytes(old.id_number_cipher)
    number = id_numbers.id_number(typed)
    return encryption.blind_index(number.text), encryption.encrypt(number.text)


def cleaned(given: Mapping[str, Any]) -> dict[str, Any]:
    """The facts, each in the type of its column; ValidationError for what no column takes."""
    if strange := sorted(set(given) - {name for name in given if _is_fact(name)}):
        raise ValidationError(f"没有“{strange[0]}”这一项信息。", code="unknown_fact")
    present = {name: value for name, value in given.items() if value not in ("", None)}
    if wrong := refused_facts(present):
        raise ValidationError([ValidationError(words, code=name) for name, said in wrong.items() for words in said])
    return {**given, **{name: field_of(name).clean(value, None) for name, value in present.items()}}


def _is_fact(name: str) -> bool:
    try:
        field_of(name)
    except KeyError:
        return False
    return True


def _repeated(found: Sequence[Candidate]) -> Iterator[tuple[str, list[str]]]:
    slots: set[int] = set()
    people: set[bytes] = set()
    for one in found:
        said = []
        if one.slot_id in slots:
            said.append(f"第{one.position}人：用编号{one.slot}已用于前面的人员。")
        if bytes(one.id_number_index) in people:
            said.append(f"第{one.position}人：公民身份号码与前面重复。")
        if said:
            yield f"line_{one.position}", said
        slots.add(one.slot_id)
        people.add(bytes(one.id_number_index))


def person_of(one: Candidate) -> NewPerson:
    """The candidate as enrolment takes people, every fact in the type of its column."""
    facts = {name: field_of(name).clean(value, None) for name, value in one.facts.items()}
    return NewPerson(one.name, one.id_number, one.title, one.division, facts)


def gaps(batch: EnrolmentBatch) -> dict[str, str]:
    """What the people of the batch lack before they may be announced: field → sentence."""
    people = list(batch.candidates.select_related("slot"))
    if not people:
        return {"candidates": "请至少填写一名拟入编人员。"}
    found = {}
    elsewhere = _in_other_batches(batch, people)
    for one in people:
        if said := [*_lacks(one), *_unusable(one.slot), *elsewhere.get(one.slot_id, ())]:
            found[f"line_{one.position}"] = f"第{one.position}人{one.name}：{''.join(said)}"
    return found


def _lacks(one: Candidate) -> Iterator[str]:
    required = [*REQUIRED]
    if not id_numbers.id_number(one.id_number).is_male:
        required.append("retirement_category")
    if absent := [str(field_of(name).verbose_name) for name in required if not one.facts.get(name)]:
        yield f"请填写{'、'.join(absent)}。"
    elif not _fits(one):
        yield "退休类别与性别不符。"


def _fits(one: Candidate) -> bool:
    category = one.facts.get("retirement_category", "")
    sex = Sex.MALE if id_numbers.id_number(one.id_number).is_male else Sex.FEMALE
    return not category or (category == "male60") == (sex == Sex.MALE)


def _unusable(slot: Slot) -> Iterator[str]:
    if slot.state != SlotState.OPEN:
        yield f"用编号{slot.number}{slot.get_state_display()}，不能使用。"
    elif slot.expires_on < workdays.today():
        yield f"用编号{slot.number}已于{slot.expires_on}到期。"


def _in_other_batches(batch: EnrolmentBatch, people: Sequence[Candidate]) -> dict[int, list[str]]:
    """Slots that another batch on its way uses too."""
    others = Candidate.objects.filter(slot__in=[one.slot_id for one in people], batch__case__state__in=OPEN_STATES)
    rows = others.exclude(batch=batch).values_list("slot_id", "slot__number", "batch__case__number")
    return {slot: [f"用编号{number}已用于办件{case}。"] for slot, number, case in rows}


def notice_gaps(batch: EnrolmentBatch) -> dict[str, str]:
    """What the public notice still lacks before the batch may be filed: field → sentence."""
    people = list(batch.candidates.all())
    if batch.published_on is None or batch.notice_ends_on is None:
        return {"notice": "尚未公示：公示期满且无未答复的异议后方可申报。"}
    if fresh := [one.name for one in people if not one.is_announced]:
        return {"notice": f"{'、'.join(fresh)}的信息在公示后有变动，须重新公示。"}
    if workdays.today() <= batch.notice_ends_on:
        return {"notice": f"公示至{batch.notice_ends_on}，期满后方可申报。"}
    objections = list(batch.objections.all())
    if waiting := sum(objection.is_open for objection in objections):
        return {"notice": f"有{waiting}件公示异议尚未答复。"}
    upheld = {objection.about for objection in objections if objection.is_upheld}
    if barred := [one.name for one in people if one.name in upheld]:
        return {"notice": f"对{'、'.join(barred)}的异议成立，须移出本批。"}
    return {}
