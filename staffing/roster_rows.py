"""What a list of people says of each posting: plain rows, because a page has many and a province a million of them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from accounts.addresses import address
from staffing import encryption, id_numbers
from staffing.models import Person, Posting


class Row(NamedTuple):
    """One posting with what lists show of its person, unit, division and type."""

    pk: int
    person_id: int
    name: str
    sex: str
    id_number_cipher: bytes
    id_number_index: bytes
    birth_date: dt.date
    education: str
    political_status: str
    work_started_on: dt.date | None
    unit_number: str
    unit_name: str
    division_name: str | None
    quota_type: str
    quota_type_code: str
    title: str
    staff_class: str
    post_category: str
    entry_way: str
    enrolled_on: dt.date
    started_on: dt.date
    ended_on: dt.date | None
    exit_reason: str

    @property
    def masked_id_number(self) -> str:
        """The ID number as screens, lists and the API show it."""
        sealed, index = bytes(self.id_number_cipher), bytes(self.id_number_index)
        return id_numbers.masked(encryption.decrypt(sealed, index))

    @property
    def sex_words(self) -> str:
        return SEXES.get(self.sex, self.sex)

    @property
    def education_words(self) -> str:
        return EDUCATIONS.get(self.education, self.education)

    @property
    def exit_words(self) -> str:
        return EXITS.get(self.exit_reason, self.exit_reason)

    @property
    def url(self) -> str:
        return address("staffing:person", self.person_id)

    @property
    def unit_url(self) -> str:
        return f"{address('units:unit', self.unit_number)}?tab=people"


def words_by_code(model: Any, name: str) -> Mapping[str, str]:
    """The words of a code standard, to be looked up at once, since there are many of them."""
    return {code: str(label) for code, label in model._meta.get_field(name).flatchoices}


SEXES, EDUCATIONS = words_by_code(Person, "sex"), words_by_code(Person, "education")
EXITS = words_by_code(Posting, "exit_reason")
OF_PERSON = (
    "name", "sex", "id_number_cipher", "id_number_index", "birth_date", "education", "political_status",
    "work_started_on",
)  # fmt: skip
ELSEWHERE = {
    **{name: f"person__{name}" for name in OF_PERSON},
    "unit_number": "unit__number", "unit_name": "unit__name", "division_name": "division__name",
    "quota_type": "quota_type__name", "quota_type_code": "quota_type__code",
}  # fmt: skip
COLUMNS = [ELSEWHERE.get(name, name) for name in Row._fields]


def rows_of(ids: Sequence[int]) -> list[Row]:
    """The rows of these postings, in this order, in one query."""
    read = Posting.objects.filter(pk__in=ids).order_by().values_list(*COLUMNS)
    found = {values[0]: values for values in read}
    return [Row._make(found[pk]) for pk in ids]
