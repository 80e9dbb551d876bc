"""The roster as a sheet; ID numbers are masked on it as on the screen."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from accounts import exports
from accounts.exports import Listing, words_of
from accounts.models import User
from accounts.sheets import Column, Kind
from quotas.models import QuotaType
from staffing import encryption, id_numbers, roster
from staffing.forms.people import PeopleQuery
from staffing.models import Person, Posting

CHUNK = 2000


class Row(NamedTuple):
    """What the sheet says of a posting; no models, because a province is a million of them."""

    pk: int
    person__name: str
    person__sex: str
    person__id_number_cipher: bytes
    person__id_number_index: bytes
    person__birth_date: dt.date
    unit__number: str
    unit__name: str
    division__name: str | None
    quota_type__name: str
    title: str
    staff_class: str
    post_category: str
    entry_way: str
    enrolled_on: dt.date
    started_on: dt.date
    ended_on: dt.date | None
    person__education: str
    person__political_status: str
    person__work_started_on: dt.date | None

    @property
    def masked(self) -> str:
        sealed, index = bytes(self.person__id_number_cipher), bytes(self.person__id_number_index)
        return id_numbers.masked(encryption.decrypt(sealed, index))


def _words(model: Any, name: str, attribute: str) -> Callable[[Row], str]:
    """The words of a code; looked up at once, since there are many of them."""
    words: dict[Any, str] = {code: str(label) for code, label in model._meta.get_field(name).flatchoices}
    place = Row._fields.index(attribute)
    return lambda row: words.get(row[place]) or str(row[place])


COLUMNS: list[Column[Row]] = [
    Column("姓名", lambda r: r.person__name, 10),
    Column("性别", _words(Person, "sex", "person__sex"), 6),
    Column("公民身份号码", lambda r: r.masked, 22),
    Column("出生日期", lambda r: r.person__birth_date, 12, Kind.DATE),
    Column("机构编码", lambda r: r.unit__number, 16),
    Column("单位", lambda r: r.unit__name, 34),
    Column("内设机构", lambda r: r.division__name, 16),
    Column("编制类型", lambda r: r.quota_type__name, 24),
    Column("职务（岗位）", lambda r: r.title, 16),
    Column("人员分类", _words(Posting, "staff_class", "staff_class"), 16),
    Column("岗位类别", _words(Posting, "post_category", "post_category"), 10),
    Column("进入方式", _words(Posting, "entry_way", "entry_way"), 14),
    Column("入编时间", lambda r: r.enrolled_on, 12, Kind.DATE),
    Column("起始日期", lambda r: r.started_on, 12, Kind.DATE),
    Column("终止日期", lambda r: r.ended_on, 12, Kind.DATE),
    Column("学历", _words(Person, "education", "person__education"), 16),
    Column("政治面貌", _words(Person, "political_status", "person__political_status"), 12),
    Column("参加工作时间", lambda r: r.person__work_started_on, 12, Kind.DATE),
]


@exports.register("people", "人员名册")
def people(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """The people of the page's filters, in its order, read a page at a time."""
    types = list(QuotaType.objects.filter(family=QuotaType.Family.POST).order_by("position", "code"))
    form = PeopleQuery(query, user=user, regions=roster.regions_of(user), types=types)
    filters = words_of(form)
    given = form.cleaned_data
    reach = roster.reach_of(user, list(form.regions), region=form.chosen_region, unit=given["unit"])
    wanted = roster.Wanted(reach, roster.conditions(given, form.chosen_types), given["q"])

    def rows() -> Iterator[Row]:
        for ids in roster.ids_of(wanted, CHUNK):
            read = Posting.objects.filter(pk__in=ids).order_by().values_list(*Row._fields)
            found = {values[0]: values for values in read}
            yield from (Row._make(found[pk]) for pk in ids)

    return Listing(COLUMNS, rows, lambda limit: roster.count_of(wanted, limit), filters)
