"""Correcting an ID number (更正公民身份号码): by the office, on a document; sex and birth date follow."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts import acting
from accounts.acting import use_case
from accounts.models import User
from approvals import flow, workdays
from approvals.models import Document
from staffing import choosing, dossiers, encryption, policies
from staffing.id_numbers import IdNumber, id_number
from staffing.models import Person, RetirementCategory, Sex

UNIQUE = "id_number_index"


@use_case
def correct_number(
    person: Person, *, actor: User, number: str, document: Document, reason: str, once: flow.Once | None = None
) -> Person:
    """Write another ID number; ValidationError when it does not hold, is the same, or is somebody else's."""
    home = dossiers.keeper_of(person, actor)
    if home is None or not policies.may_keep_register(actor, home):
        raise PermissionDenied(f"只有主管{home.name if home else '该人员单位'}的编办可以更正公民身份号码。")
    if document.state != Document.State.ISSUED or not reason.strip():
        raise ValidationError({"reason": "更正须有已印发的依据文件和事由。"}, code="basis")
    new = _checked(number)
    acting.cite(document=document.number)
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    index = encryption.blind_index(new.text)
    if bytes(person.id_number_index) == index:
        raise ValidationError({"number": "与登记的公民身份号码相同，无须更正。"}, code="same")
    try:
        with transaction.atomic():
            _write(person, new, index)
    except IntegrityError as error:
        if UNIQUE not in str(error):
            raise
        said = "该公民身份号码已登记在另一人名下，一人一号，请核对两人的档案。"
        raise ValidationError({"number": ValidationError(said, code="taken")}) from error
    flow.keep_receipt(actor, once, person)
    return person


def _checked(number: str) -> IdNumber:
    try:
        new = id_number(number)
    except ValidationError as refusal:
        raise ValidationError({"number": refusal}) from refusal
    if new.birth_date > workdays.today():
        raise ValidationError({"number": "公民身份号码中的出生日期晚于今天。"}, code="id_number_date")
    return new


def _write(person: Person, new: IdNumber, index: bytes) -> None:
    """The number with what it says; a category of retirement of the other sex falls away, to be chosen again."""
    sex = Sex.MALE if new.is_male else Sex.FEMALE
    if sex != person.sex:
        person.retirement_category = RetirementCategory.MALE_60 if new.is_male else ""
    choosing.ensure_kept(person, person.retirement_category, new.birth_date, field="number")
    person.sex, person.birth_date = sex, new.birth_date
    person.id_number_cipher, person.id_number_index = encryption.encrypt(new.text), index
    person.save(update_fields=["id_number_cipher", "id_number_index", "sex", "birth_date", "retirement_category"])
