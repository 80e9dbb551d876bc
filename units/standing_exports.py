"""Coordinating bodies and the register of certificates as sheets, as of a day."""

from collections.abc import Mapping
from typing import Any

from accounts import exports
from accounts.exports import Listing, listing_of, words_of
from accounts.models import User
from accounts.sheets import Column, Kind
from units import yearly
from units.exports import level_of, yes_or_no
from units.models import CoordinatingBody, EstablishmentCertificate, Secrecy
from units.standing_forms import BodyQuery, CertificateQuery

BODIES: list[Column[CoordinatingBody]] = [
    Column("地区", lambda body: body.region.name, 12),
    Column("名称", lambda body: body.name, 36),
    Column("组织形式", lambda body: body.get_form_display(), 12),
    Column("设立情形", lambda body: body.get_ground_display(), 22),
    Column("临时机构", lambda body: yes_or_no(body.is_temporary), 10),
    Column("日常工作承担单位", lambda body: body.lead_unit.name, 30),
    Column("负责人", lambda body: body.leader, 20),
    Column("设立文号", lambda body: body.founding_document, 22),
    Column("设立日期", lambda body: body.founded_on, 12, Kind.DATE),
    Column("工作规则", lambda body: body.work_rules, 20),
    Column("撤销期限", lambda body: body.ends_on, 12, Kind.DATE),
    Column("撤销条件", lambda body: body.end_condition, 30),
    Column("最近梳理年度", lambda body: body.reviewed_year, 10),
    Column("年度梳理期限", lambda body: body.review_due_on, 12, Kind.DATE),
    Column("五年清理期限", lambda body: body.clean_up_due_on, 12, Kind.DATE),
    Column("退出日期", lambda body: body.exited_on, 12, Kind.DATE),
    Column("退出情形", lambda body: body.get_exit_reason_display() if body.exit_reason else "", 14),
    Column("退出文号", lambda body: body.exit_document, 22),
    Column("职责任务", lambda body: body.duties, 60),
]


@exports.register("coordinating-bodies", "议事协调机构名录")
def bodies(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """The coordinating bodies of the page, with the reviews known on the day asked for."""
    form = BodyQuery(query)
    filters = words_of(form)
    found = form.narrow(CoordinatingBody.objects.visible_to(user).select_related("region", "lead_unit"))
    secret = found.filter(lead_unit__secrecy=Secrecy.SECRET).exists()
    return listing_of(BODIES, found.order_by("region__prefix", "id"), filters=filters, level=level_of(secret))


CERTIFICATES: list[Column[EstablishmentCertificate]] = [
    Column("机构编码", lambda found: found.unit.number, 16),
    Column("机构名称", lambda found: found.unit.name, 36),
    Column("地区", lambda found: found.unit.region.name, 12),
    Column("主管部门", lambda found: found.unit.competent_department and found.unit.competent_department.name, 24),
    Column("证号", lambda found: found.number, 20),
    Column("发证日期", lambda found: found.issued_on, 12, Kind.DATE),
    Column("发证事由", lambda found: found.get_issue_reason_display(), 12),
    Column("最近核验年度", lambda found: found.reviewed_year if found.reviewed_result else None, 10),
    Column("核验结果", lambda found: found.last_result or "尚未核验", 16),
]


@exports.register("certificates", "机构编制管理证年度核验台账")
def certificates(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """The register of the page: state and light are those of the day asked for."""
    form = CertificateQuery(query)
    filters = words_of(form)
    found = form.narrow(EstablishmentCertificate.objects.visible_to(user))

    def state(row: EstablishmentCertificate) -> str:
        if row.ended_on is not None and row.ended_on <= form.on:
            return f"{row.ended_on} {row.get_end_reason_display()}"
        return yearly.term(row.review_due_on, form.on).text

    columns = [
        *CERTIFICATES,
        Column("核验期限", lambda row: row.review_due_on, 12, Kind.DATE),
        Column("状态", state, 22),
    ]
    rows = found.select_related("unit__region", "unit__competent_department").order_by("unit__number", "-id")
    secret = found.filter(unit__secrecy=Secrecy.SECRET).exists()
    return listing_of(columns, rows, filters=filters, level=level_of(secret))
