"""Reassignment (调动): the target's vacancy is locked when the office agrees; then both posts change at once."""

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
from quotas.models import Bucket, QuotaType
from staffing import leaving, places, slips
from staffing.models import EntryBasis, ExitReason, Person, Posting, Slip, StaffMove
from staffing.places import Act
from units.models import Unit

RELATED = (
    "posting__person", "posting__unit__region", "posting__quota_type", "target_unit__region", "quota_type", "division",
)  # fmt: skip


class StaffMoveSubject:
    """One person from a post to a vacant one of another unit of the same office (编制审核前置)."""

    key = "staff_move"
    paper = Document.Kind.APPROVAL
    detail_template = "staffing/move_detail.html"
    form_template = "staffing/leaver_form.html"
    api_serializer = "staffing.move_serializers.StaffMoveSerializer"

    def record(self, case: Case) -> StaffMove:
        move = StaffMove.objects.select_related(*RELATED).get(case=case)
        move.case = case
        return move

    def save(self, case: Case, data: Mapping[str, Any], *, actor: User) -> None:
        """Write who moves where, to a post of which type, from when."""
        posting, target, kind = data.get("posting"), data.get("target_unit"), data.get("quota_type")
        wrong = {}
        if not isinstance(posting, Posting) or posting.ended_on is not None:
            wrong["posting"] = "请选择在编人员。"
        if not isinstance(target, Unit):
            wrong["target_unit"] = "请选择调入单位。"
        if not isinstance(kind, QuotaType) or kind.family != QuotaType.Family.POST or kind.is_group:
            wrong["quota_type"] = "请选择编制类型。"
        if data.get("moves_on") is None:
            wrong["moves_on"] = "请填写调动日期。"
        if len(data.get("title") or "") > 60:
            wrong["title"] = "职务（岗位）不超过60字。"
        if wrong:
            raise ValidationError(wrong)
        assert isinstance(posting, Posting)
        if case.applicant_id not in _parties(posting.unit, target):
            raise ValidationError({"posting": "申报单位须是调出、调入单位或其主管部门。"}, code="applicant")
        names = ("posting", "target_unit", "quota_type", "division", "moves_on")
        fields = {name: data.get(name) for name in names} | {"title": (data.get("title") or "").strip()}
        StaffMove.objects.update_or_create(case=case, defaults=fields)

    def gaps(self, case: Case) -> dict[str, str]:
        move = self.record(case)
        source, target = move.posting.unit, move.target_unit
        found = {}
        if move.posting.ended_on is not None:
            found["posting"] = f"{move.posting.person}已于{move.posting.ended_on}出编。"
        if source == target:
            found["target_unit"] = "调出、调入单位不能相同。"
        if not target.is_active:
            found["target_unit"] = f"{target.name}已撤销。"
        if move.division is not None and move.division.unit_id != target.pk:
            found["division"] = f"{move.division}不是{target.name}的内设机构。"
        if {office_of(source.region), office_of(target.region)} != {case.region}:
            found["target_unit"] = "两个单位须由同一编办主管；跨编办的，由调入地凭“调入”用编号入编，调出地办理出编。"
        return found

    def units(self, case: Case) -> Sequence[Unit]:
        move = self.record(case)
        return [move.posting.unit, move.target_unit]

    def figures(self, case: Case) -> tuple[Figure, ...]:
        move = self.record(case)
        pairs = [(move.posting.unit, move.posting.quota_type), (move.target_unit, move.quota_type)]
        return figures.of_pairs(dict.fromkeys(pairs))

    def effective_on(self, case: Case) -> dt.date:
        return self.record(case).moves_on

    def hold(self, case: Case, *, document: Document, actor: User) -> None:
        """Lock a vacant post of the target for this person."""
        move = self.record(case)
        if gaps := self.gaps(case):
            raise ValidationError([ValidationError(said, code="gap") for said in gaps.values()])
        own = places.lock(move.target_unit, move.quota_type, Bucket.OCCUPIED)
        if own.over:
            said = f"{move.target_unit}“{move.quota_type}”超编{own.over}名，超编单位只出不进。"
            raise ValidationError(said, code="over_quota")
        vacant = ledger.account(move.target_unit, move.quota_type, Bucket.VACANT)
        promise = holding.Promise(vacant, own.accounts[Bucket.OCCUPIED], 1)
        holding.hold(
            case, [promise], effective_on=move.moves_on, document=document, actor=actor, reason=case.title
        )  # fmt: skip

    def apply(self, case: Case, *, document: Document, actor: User) -> None:
        """End the old posting and begin the new one on the same day, with a slip for each."""
        move = self.record(case)
        act = Act(actor, min(move.moves_on, workdays.today()), document, case.title)
        Person.objects.select_for_update(no_key=True).get(pk=move.posting.person_id)
        old = leaving.end(
            move.posting, act, exit_reason=ExitReason.MOVED, destination=move.target_unit.name[:120], what="调出"
        )
        holding.post(case, document=document, actor=actor, reason=f"调入：{case.title}"[:200])
        new = _arrived(move, old, act)
        if document.state == Document.State.ISSUED:
            StaffMove.objects.filter(pk=move.pk).update(new_posting=new)
            slips.issue([new], kind=Slip.Kind.ENTRY, region=case.region, actor=actor)

    def release(self, case: Case, *, document: Document, actor: User) -> None:
        holding.release(case, document=document, actor=actor, reason=case.title)


def _parties(source: Unit, target: Any) -> set[int | None]:
    both = [source, target]
    return {unit.pk for unit in both} | {unit.competent_department_id for unit in both}


def _arrived(move: StaffMove, old: Posting, act: Act) -> Posting:
    """The posting at the target; rank and class of the post go along, the post itself is new."""
    return Posting.objects.create(
        person=old.person, unit=move.target_unit, quota_type=move.quota_type, started_on=act.on, enrolled_on=act.on,
        document=act.document, division=move.division, title=move.title, basis=EntryBasis.MOVE,
        entry_way="moved_in", came_from=old.unit.name[:120], entered_unit_on=act.on, post_category=old.post_category,
        rank_level=old.rank_level, civil_rank=old.civil_rank,
    )  # fmt: skip


STAFF_MOVE = StaffMoveSubject()
