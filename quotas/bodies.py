"""Bodies (机构) under their cap: set up, rename, abolish by case; one within the cap holds one of its account."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from accounts.models import User
from approvals import workdays
from approvals.models import Case, Document
from approvals.offices import office_of
from approvals.rulebook import Figure
from quotas import figures, holding, ledger
from quotas.models import BodyRequest, Bucket, Hold, QuotaAccount, QuotaType
from units import lineage
from units.models import Category, Rank, Region, Unit

PARTY_AND_GOVERNMENT = "party_government_body"
KEPT_BUCKETS = (Bucket.VACANT, Bucket.LOCKED, Bucket.OCCUPIED, Bucket.BORROWED_LOCKED, Bucket.BORROWED_OCCUPIED)


def body_type() -> QuotaType:
    """The type that counts Party and government bodies (党政机构限额)."""
    return QuotaType.objects.get(code=PARTY_AND_GOVERNMENT)


class BodyRequestSubject:
    """Set up (设立), rename (更名), abolish (撤销)."""

    key = "body_request"
    paper = Document.Kind.APPROVAL
    detail_template = "quotas/body_detail.html"
    form_template = "quotas/body_form.html"
    api_serializer = "quotas.serializers.BodyRequestSerializer"
    MOVES = {"body_set_up": "set_up", "body_rename": "rename", "body_abolish": "abolish"}

    def record(self, case: Case) -> BodyRequest:
        related = ("unit__region", "region", "competent_department")
        request = BodyRequest.objects.select_related(*related).get(case=case)
        request.case = case
        return request

    def save(self, case: Case, data: Mapping[str, Any], *, actor: User) -> None:
        names = ("unit", "effective_on", "competent_department")
        fields = {name: data.get(name) for name in names}
        texts = {name: data.get(name) or "" for name in ("name", "category", "system_class", "rank", "main_duties")}
        if fields["effective_on"] is None:
            raise ValidationError({"effective_on": "请填写生效日期。"}, code="required")
        move = self.MOVES[case.kind.code]
        if move != "set_up" and fields["unit"] is None:
            raise ValidationError({"unit": "请选择机构。"}, code="required")
        region = data.get("region") or (fields["unit"].region if fields["unit"] else case.region)
        extra = {"move": move, "region": region, "within_cap": bool(data.get("within_cap"))}
        BodyRequest.objects.update_or_create(case=case, defaults={**fields, **texts, **extra})

    def gaps(self, case: Case) -> dict[str, str]:
        request = self.record(case)
        found = {}
        if not request.region.prefix.startswith(case.region.prefix):
            found["region"] = f"{request.region.name}不在{case.region.name}管辖范围内。"
        if request.move != BodyRequest.Move.ABOLISH and not request.name.strip():
            found["name"] = "请填写机构名称。"
        if request.move == BodyRequest.Move.SET_UP and request.category not in Category.values:
            found["category"] = "请选择机构类别。"
        if request.move == BodyRequest.Move.SET_UP and request.rank not in Rank.values:
            found["rank"] = "请选择机构规格。"
        if request.unit is not None and not request.unit.is_active:
            found["unit"] = f"{request.unit.name}已撤销。"
        if request.effective_on > workdays.today():
            found["effective_on"] = "机构事项自批准之日或以前生效，不能晚于今天。"
        return found

    def units(self, case: Case) -> Sequence[Unit]:
        request = self.record(case)
        return [request.unit] if request.unit else []

    def figures(self, case: Case) -> tuple[Figure, ...]:
        office, kind = office_of(self.record(case).region), body_type()
        existing = Figure(office.name, kind.name, "现有机构", _existing(office), office.code, kind.code)
        return (*figures.of_pairs([(office, kind)]), existing)

    def effective_on(self, case: Case) -> dt.date:
        return self.record(case).effective_on

    def hold(self, case: Case, *, document: Document, actor: User) -> None:
        """A new body within the cap takes one of the region's free places at once."""
        request = self.record(case)
        if request.move != BodyRequest.Move.SET_UP or not request.within_cap:
            return
        reserve = ledger.account(office_of(request.region), body_type(), Bucket.RESERVE)
        holding.hold(
            case, [holding.Promise(reserve, None, 1)], effective_on=request.effective_on, document=document,
            actor=actor, reason=case.title,
        )  # fmt: skip

    def apply(self, case: Case, *, document: Document, actor: User) -> None:
        request = self.record(case)
        if request.move == BodyRequest.Move.SET_UP:
            _set_up(case, request, document, actor)
        elif request.move == BodyRequest.Move.RENAME and request.unit:
            lineage.rename(
                request.unit,
                name=request.name,
                on=request.effective_on,
                document_number=document.reference,
                actor=actor,
            )
        elif request.unit:
            _abolish(case, request, request.unit, document, actor)

    def release(self, case: Case, *, document: Document, actor: User) -> None:
        holding.release(case, document=document, actor=actor, reason=case.title)


def _existing(office: Region) -> int:
    """The bodies under the office's cap: of its own region and of those below that have no office of their own."""
    own = QuotaAccount.objects.filter(quota_type=body_type(), bucket=Bucket.OCCUPIED, balance__gt=0)
    for lower in office.descendants().filter(has_office=True):
        own = own.exclude(region__prefix__startswith=lower.prefix)
    return own.filter(region__prefix__startswith=office.prefix).count()


def _set_up(case: Case, request: BodyRequest, document: Document, actor: User) -> None:
    names = ("name", "category", "system_class", "rank", "within_cap", "competent_department", "main_duties")
    fields = {name: getattr(request, name) for name in names}
    unit = lineage.set_up(
        region=request.region, fields=fields, on=request.effective_on, document_number=document.reference, actor=actor
    )
    case.units.add(unit)
    if request.within_cap:
        held = Hold.objects.filter(case=case, state=Hold.State.HELD)
        held.update(target=ledger.open_account(unit, body_type(), Bucket.OCCUPIED))
        holding.post(case, document=document, actor=actor, reason=case.title)


def _abolish(case: Case, request: BodyRequest, unit: Unit, document: Document, actor: User) -> None:
    """A body goes when nothing is left on its accounts; its place under the cap returns to the region."""
    left = QuotaAccount.objects.filter(unit=unit, bucket__in=KEPT_BUCKETS, balance__gt=0)
    kept = left.exclude(quota_type__family=QuotaType.Family.BODY).select_related("quota_type")
    if names := [f"{a.quota_type}{a.get_bucket_display()}{a.balance}名" for a in kept]:
        raise ValidationError(f"{unit.name}名下尚有{'、'.join(names)}，须先收回或调剂。", code="not_empty")
    lineage.abolish(unit, on=request.effective_on, document_number=document.reference, actor=actor)
    if unit.within_cap:
        source = ledger.account(unit, body_type(), Bucket.OCCUPIED)
        target = ledger.account(office_of(unit.region), body_type(), Bucket.RESERVE)
        posting = ledger.Posting(source, target, 1, f"case:{case.pk}:abolish")
        ledger.post(
            [posting], document=document, actor=actor, case=case, effective_on=request.effective_on, reason=case.title
        )
