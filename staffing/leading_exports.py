"""Leadership posts and leaders, secondments, change sheets and the log of reading personal data as sheets."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import Http404

from accounts import exports
from accounts.exports import Listing, listing_of, words_of
from accounts.models import PersonalDataReading, User
from accounts.sheets import Column, Kind
from approvals import workdays
from staffing import appointing, boards, changes, readings, roster
from staffing.appointing import Posts
from staffing.forms.changes import SheetQuery
from staffing.forms.leadership import BoardQuery
from staffing.forms.leavers import SecondmentFilter
from staffing.forms.readings import ReadingQuery
from staffing.models import ChangeSheet, Secondment, Tenure
from units.exports import level_of
from units.models import Secrecy, Unit

CHUNK = 500


class Line(NamedTuple):
    """One level of one unit."""

    unit: Unit
    posts: Posts


def _yes(value: bool) -> str:
    return "是" if value else ""


POSTS: list[Column[Line]] = [
    Column("机构编码", lambda line: line.unit.number, 16),
    Column("单位", lambda line: line.unit.name, 34),
    Column("职务层次", lambda line: line.posts.quota_type.name, 20),
    Column("核定", lambda line: line.posts.approved, 8, Kind.NUMBER),
    Column("占职", lambda line: line.posts.occupied, 8, Kind.NUMBER),
    Column("预留", lambda line: line.posts.reserved, 8, Kind.NUMBER),
    Column("空缺", lambda line: line.posts.vacant, 8, Kind.NUMBER),
    Column("超职数", lambda line: line.posts.over, 8, Kind.NUMBER),
    Column("灯号", lambda line: line.posts.light_text, 18),
    Column("现任", lambda line: "、".join(leader.person.name for leader in line.posts.leaders), 40),
]
LEADERS: list[Column[Tenure]] = [
    Column("姓名", lambda t: t.person.name, 10),
    Column("机构编码", lambda t: t.unit.number, 16),
    Column("单位", lambda t: t.unit.name, 34),
    Column("职务层次", lambda t: t.quota_type.name, 20),
    Column("职务", lambda t: t.title, 16),
    Column("任职层次", lambda t: t.get_level_display() if t.level else "", 14),
    Column("占职", lambda t: _yes(t.takes_post), 6),
    Column("兼任", lambda t: _yes(t.is_concurrent), 6),
    Column("高配", lambda t: _yes(t.above_rank_document_id is not None), 6),
    Column("高配截止日期", lambda t: t.above_rank_until, 12, Kind.DATE),
    Column("超职数例外", lambda t: _yes(t.exception_id is not None), 10),
    Column("任职日期", lambda t: t.started_on, 12, Kind.DATE),
    Column("依据文号", lambda t: t.document.number, 22),
]
SECONDMENTS: list[Column[Secondment]] = [
    Column("姓名", lambda s: s.person.name, 10),
    Column("原单位", lambda s: s.posting.unit.name, 34),
    Column("借调到", lambda s: s.host.name, 34),
    Column("借调工作", lambda s: s.duty, 24),
    Column("开始日期", lambda s: s.starts_on, 12, Kind.DATE),
    Column("期满日期", lambda s: s.ends_on, 12, Kind.DATE),
    Column("结束日期", lambda s: s.ended_on, 12, Kind.DATE),
    Column("结束事由", lambda s: s.end_reason, 20),
    Column("依据文号", lambda s: s.document.number, 22),
]
CHANGES: list[Column[ChangeSheet]] = [
    Column("变更单", lambda s: s.number, 16),
    Column("单位", lambda s: s.unit.name, 34),
    Column("状态", lambda s: s.get_state_display(), 10),
    Column("报送人", lambda s: s.filed_by and s.filed_by.name, 10),
    Column("报送日期", lambda s: s.filed_on, 12, Kind.DATE),
    Column("审核期限", lambda s: s.due_on, 12, Kind.DATE),
    Column("审核人", lambda s: s.decided_by and s.decided_by.name, 10),
    Column("审核日期", lambda s: s.decided_on, 12, Kind.DATE),
]


def _leading(user: User, query: Mapping[str, str]) -> tuple[QuerySet[Unit], list[tuple[str, str]]]:
    """The units of the board, or the one whose register is on the page; with the words of the filters."""
    form = BoardQuery(query, regions=roster.regions_of(user))
    filters = words_of(form)
    units = boards.units_with_posts(user, form.chosen_region, form.cleaned_data["light"])
    if number := query.get("unit", "")[:30]:
        return units.filter(number=number), [*filters, ("单位", number)]
    return units, filters


@exports.register("leadership", "领导职数台账")
def leadership(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """The register of leadership posts: a line for each level of each unit, in the order of their numbers."""
    units, filters = _leading(user, query)

    def rows() -> Iterator[Line]:
        after = ""
        while chunk := list(units.filter(number__gt=after).order_by("number")[:CHUNK]):
            posts = appointing.posts_of_units(chunk)
            yield from (Line(unit, each) for unit in chunk for each in posts.get(unit.pk, []))
            after = chunk[-1].number

    def counted(limit: int) -> int:
        return sum(1 for _ in zip(range(limit), rows(), strict=False))

    return Listing(POSTS, rows, counted, filters, level_of(units.filter(secrecy=Secrecy.SECRET).exists()))


@exports.register("leaders", "现任领导")
def leaders(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """Everybody in office, with 占职, 兼任 and 高配 apart."""
    units, filters = _leading(user, query)
    found = Tenure.objects.active().filter(unit__in=units)
    found = found.select_related("person", "unit", "quota_type", "document").order_by("unit__number", "id")
    return listing_of(LEADERS, found, filters=filters, level=level_of(units.filter(secrecy=Secrecy.SECRET).exists()))


@exports.register("secondments", "借调")
def secondments(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """Who works elsewhere."""
    form = SecondmentFilter(query)
    filters, which = words_of(form), form.cleaned_data["which"]
    found = Secondment.objects.visible_to(user).narrowed(which, workdays.today())
    found = found.select_related("person", "posting__unit", "host", "document").order_by("-id")
    secret = found.filter(posting__unit__secrecy=Secrecy.SECRET) | found.filter(host__secrecy=Secrecy.SECRET)
    return listing_of(SECONDMENTS, found, filters=filters, level=level_of(secret.exists()))


@exports.register("changes", "人员信息变更单")
def change_sheets(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """The change sheets, newest first."""
    form = SheetQuery(query)
    filters = words_of(form)
    found = changes.seen_by(user).order_by("-id")
    if state := form.cleaned_data["state"]:
        found = found.filter(state=state)
    return listing_of(
        CHANGES, found, filters=filters, level=level_of(found.filter(unit__secrecy=Secrecy.SECRET).exists())
    )


READINGS: list[Column[PersonalDataReading]] = [
    Column("时间", lambda r: r.read_at, 18, Kind.MOMENT),
    Column("查阅人", lambda r: r.reader_name, 12),
    Column("被查阅人", lambda r: r.subject_name, 12),
    Column("项目", lambda r: r.field, 20),
    Column("用途", lambda r: r.purpose, 50),
]


@exports.register("readings", "个人信息查阅")
def reading_log(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """Who read whose data; taking it is on record as an export."""
    if not readings.oversees(user):
        raise Http404
    form = ReadingQuery(query)
    filters = words_of(form)
    return listing_of(READINGS, form.narrow(readings.seen_by(user)).order_by("-id"), filters=filters)
