"""The roster as a sheet; ID numbers are masked on it as on the screen."""

from collections.abc import Iterator, Mapping
from typing import Any

from accounts import exports
from accounts.exports import Listing, words_of
from accounts.models import User
from accounts.sheets import Column, Kind
from quotas.models import QuotaType
from staffing import roster
from staffing.forms.people import PeopleQuery
from staffing.models import Posting

CHUNK = 1000

COLUMNS: list[Column[Posting]] = [
    Column("姓名", lambda p: p.person.name, 10),
    Column("性别", lambda p: p.person.get_sex_display(), 6),
    Column("公民身份号码", lambda p: p.person.masked_id_number, 22),
    Column("出生日期", lambda p: p.person.birth_date, 12, Kind.DATE),
    Column("机构编码", lambda p: p.unit.number, 16),
    Column("单位", lambda p: p.unit.name, 34),
    Column("内设机构", lambda p: p.division and p.division.name, 16),
    Column("编制类型", lambda p: p.quota_type.name, 24),
    Column("职务（岗位）", lambda p: p.title, 16),
    Column("人员分类", lambda p: p.get_staff_class_display(), 16),
    Column("岗位类别", lambda p: p.get_post_category_display(), 10),
    Column("进入方式", lambda p: p.get_entry_way_display(), 14),
    Column("入编时间", lambda p: p.enrolled_on, 12, Kind.DATE),
    Column("起始日期", lambda p: p.started_on, 12, Kind.DATE),
    Column("终止日期", lambda p: p.ended_on, 12, Kind.DATE),
    Column("学历", lambda p: p.person.get_education_display(), 16),
    Column("政治面貌", lambda p: p.person.get_political_status_display(), 12),
    Column("参加工作时间", lambda p: p.person.work_started_on, 12, Kind.DATE),
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

    def rows() -> Iterator[Posting]:
        after = ""
        while True:
            page = roster.page_of(wanted, {"after": after} if after else {}, CHUNK).page
            yield from page.rows
            after = page.next
            if not after:
                return

    def counted(limit: int) -> int:
        return sum(1 for _ in zip(range(limit), rows(), strict=False))

    return Listing(COLUMNS, rows, counted, filters)
