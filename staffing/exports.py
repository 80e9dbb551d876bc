"""The roster as a sheet; ID numbers are masked on it as on the screen."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from accounts import exports
from accounts.exports import Listing, words_of
from accounts.models import User
from accounts.sheets import Column, Kind
from quotas.models import QuotaType
from staffing import roster
from staffing.forms.people import PeopleQuery
from staffing.models import Person, Posting
from staffing.roster_rows import Row, rows_of, words_by_code

CHUNK = 2000


def _words(model: Any, name: str) -> Callable[[Row], str]:
    """The words of a code; looked up at once, since there are many of them."""
    words, place = words_by_code(model, name), Row._fields.index(name)
    return lambda row: words.get(str(row[place])) or str(row[place])


COLUMNS: list[Column[Row]] = [
    Column("姓名", lambda r: r.name, 10),
    Column("性别", _words(Person, "sex"), 6),
    Column("公民身份号码", lambda r: r.masked_id_number, 22),
    Column("出生日期", lambda r: r.birth_date, 12, Kind.DATE),
    Column("机构编码", lambda r: r.unit_number, 16),
    Column("单位", lambda r: r.unit_name, 34),
    Column("内设机构", lambda r: r.division_name, 16),
    Column("编制类型", lambda r: r.quota_type, 24),
    Column("职务（岗位）", lambda r: r.title, 16),
    Column("人员分类", _words(Posting, "staff_class"), 16),
    Column("岗位类别", _words(Posting, "post_category"), 10),
    Column("进入方式", _words(Posting, "entry_way"), 14),
    Column("入编时间", lambda r: r.enrolled_on, 12, Kind.DATE),
    Column("起始日期", lambda r: r.started_on, 12, Kind.DATE),
    Column("终止日期", lambda r: r.ended_on, 12, Kind.DATE),
    Column("学历", _words(Person, "education"), 16),
    Column("政治面貌", _words(Person, "political_status"), 12),
    Column("参加工作时间", lambda r: r.work_started_on, 12, Kind.DATE),
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
            yield from rows_of(ids)

    return Listing(COLUMNS, rows, lambda limit: roster.count_of(wanted, limit), filters)
