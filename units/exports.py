"""The list of units as a sheet."""

from collections.abc import Mapping
from typing import Any

from accounts import exports
from accounts.exports import Listing, listing_of, words_of
from accounts.models import User
from accounts.sheets import Column, Kind
from units.forms import UnitQuery
from units.models import Secrecy, Unit


def yes_or_no(value: bool | None) -> str:
    return "" if value is None else "是" if value else "否"


COLUMNS: list[Column[Unit]] = [
    Column("机构编码", lambda u: u.number, 16),
    Column("机构名称", lambda u: u.name, 36),
    Column("规范简称", lambda u: u.short_name, 18),
    Column("其他名称", lambda u: "、".join(u.other_names), 24),
    Column("地区", lambda u: u.region.name, 12),
    Column("主管部门", lambda u: u.competent_department and u.competent_department.name, 24),
    Column("机构类别", lambda u: u.get_category_display(), 10),
    Column("机构性质", lambda u: u.get_nature_display(), 10),
    Column("系统类别", lambda u: u.get_system_class_display(), 10),
    Column("机构规格", lambda u: u.get_rank_display(), 10),
    Column("事业单位类别", lambda u: u.get_institution_class_display(), 14),
    Column("经费形式", lambda u: u.get_funding_form_display(), 12),
    Column("参照公务员法管理", lambda u: yes_or_no(u.civil_service_managed), 10),
    Column("限额内机构", lambda u: yes_or_no(u.within_cap), 10),
    Column("统一社会信用代码", lambda u: u.uscc, 22),
    Column("公开属性", lambda u: u.get_secrecy_display(), 10),
    Column("设立日期", lambda u: u.set_up_on, 12, Kind.DATE),
    Column("设立文号", lambda u: u.set_up_document, 22),
    Column("撤销日期", lambda u: u.abolished_on, 12, Kind.DATE),
    Column("地址", lambda u: u.address, 30),
    Column("主要职责", lambda u: u.main_duties, 60),
]


@exports.register("units", "机构名录")
def units(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """The units in the user's scope that match the filters of the page, by number."""
    form = UnitQuery(query)
    filters = words_of(form)
    found = form.narrow(Unit.objects.visible_to(user))
    rows = found.select_related("region", "competent_department").order_by("number")
    return listing_of(COLUMNS, rows, filters=filters, level=level_of(found.filter(secrecy=Secrecy.SECRET).exists()))


def level_of(holds_a_secret: bool) -> str:
    """The secrecy of a list: that of its most secret row, and never less than internal."""
    return str(Secrecy.SECRET.label if holds_a_secret else Secrecy.INTERNAL.label)
