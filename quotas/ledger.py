"""Posting on the ledger (编制台账): building blocks that assume a transaction and never open one of their own."""

import datetime as dt
import json
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from approvals.models import Case, Document
from quotas.models import Bucket, Pool, QuotaAccount, QuotaType, Transfer
from units.models import Region, Unit


class Posting(NamedTuple):
    """One move: from account, to account, how many posts, and the key that makes it happen once."""

    source: QuotaAccount
    target: QuotaAccount
    quantity: int
    key: str


def open_account(owner: Unit | Region, quota_type: QuotaType, bucket: str, *, pool: Pool | None = None) -> QuotaAccount:
    """The owner's account, opened empty when it has none: where posts may arrive."""
    region, unit = _owner(owner)
    named: dict[str, Any] = {"region": region, "unit": unit, "quota_type": quota_type, "bucket": bucket, "pool": pool}
    try:
        return QuotaAccount.objects.get_or_create(**named)[0]
    except IntegrityError as error:
        raise explain(error) from error


def open_accounts(wanted: Collection[tuple[Unit, QuotaType, str]]) -> dict[tuple[int, int, str], QuotaAccount]:
    """The accounts of many units by unit, type and bucket, opened empty where there are none; a few queries in all."""
    rows = [QuotaAccount(region_id=u.region_id, unit=u, quota_type=kind, bucket=bucket) for u, kind, bucket in wanted]
    try:
        QuotaAccount.objects.bulk_create(rows, ignore_conflicts=True)
    except IntegrityError as error:
        raise explain(error) from error
    asked = {(unit.pk, kind.pk, bucket) for unit, kind, bucket in wanted}
    units, types = {unit for unit, _, _ in asked}, {kind for _, kind, _ in asked}
    found = QuotaAccount.objects.filter(unit__in=units, quota_type__in=types, bucket__in={b for _, _, b in asked})
    return {key: a for a in found if (key := (a.unit_id or 0, a.quota_type_id, a.bucket)) in asked}


def account(owner: Unit | Region, quota_type: QuotaType, bucket: str, *, pool: Pool | None = None) -> QuotaAccount:
    """The owner's account to take from. No cap, no entry: ValidationError where there is none."""
    region, unit = _owner(owner)
    own = QuotaAccount.objects.filter(region=region, unit=unit, quota_type=quota_type, bucket=bucket, pool=pool)
    found = own.first()
    if found is None:
        label = Bucket(bucket).label
        of_pool = f"（{pool}）" if pool else ""
        raise ValidationError(f"{owner}没有“{quota_type}”的{label}{of_pool}账户，无可划转。", code="no_account")
    return found


def _owner(owner: Unit | Region) -> tuple[Region, Unit | None]:
    return (owner.region, owner) if isinstance(owner, Unit) else (owner, None)


def post(
    postings: Sequence[Posting],
    *,
    document: Document,
    actor: User,
    effective_on: dt.date,
    reason: str,
    case: Case | None = None,
) -> list[Transfer]:
    """Post the moves in one statement, all or none; ValidationError with the sentence of what the gate refused.

    A key that was posted already is not posted again: the whole list is returned as it stands on the ledger.
    """
    rows = [
        Transfer(
            source=p.source, target=p.target, quantity=p.quantity, key=p.key, effective_on=effective_on,
            reason=reason, document=document, case=case, actor=actor, actor_name=actor.name,
        )
        for p in postings
    ]  # fmt: skip
    return _insert(rows)


def reverse(
    transfer: Transfer, *, document: Document, actor: User, reason: str, effective_on: dt.date | None = None
) -> Transfer:
    """Correct a transfer by its mirror image, which names it; a transfer is reversed once, not before it took effect.

    Two who correct the same transfer at once wait for each other.
    """
    Transfer.objects.select_for_update(no_key=True, of=("self",)).get(pk=transfer.pk)
    if Transfer.objects.filter(reverses=transfer).exists():
        raise ValidationError("该笔变动已被冲正，不能再次冲正。", code="reversed")
    mirror = Transfer(
        source_id=transfer.target_id, target_id=transfer.source_id, quantity=transfer.quantity, reason=reason,
        effective_on=effective_on or transfer.effective_on, document=document, case=transfer.case, actor=actor,
        actor_name=actor.name, key=f"reversal:{transfer.pk}", reverses=transfer,
    )  # fmt: skip
    return _insert([mirror])[0]


def wait_for_writers() -> None:
    """Building block: whoever is posting finishes first, whoever comes later waits for the end of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("lock table quotas_transfer in share row exclusive mode")


def _insert(rows: list[Transfer]) -> list[Transfer]:
    try:
        with transaction.atomic():
            return Transfer.objects.bulk_create(rows)
    except IntegrityError as error:
        if _constraint(error) == TRANSFER_KEY:
            return _posted_already(rows)
        raise explain(error) from error


TRANSFER_KEY = "quotas_transfer_key_key"


def _posted_already(rows: list[Transfer]) -> list[Transfer]:
    found = {t.key: t for t in Transfer.objects.filter(key__in=[row.key for row in rows])}
    same = [found.get(row.key) for row in rows]
    for row, transfer in zip(rows, same, strict=True):
        if transfer is None or _content(transfer) != _content(row):
            raise ValidationError("幂等键已用于另一笔变动。", code="key_reused")
    return [transfer for transfer in same if transfer is not None]


def _content(row: Transfer) -> tuple[Any, ...]:
    return (row.source_id, row.target_id, row.quantity, row.effective_on, row.document_id)


def _constraint(error: IntegrityError) -> str:
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""


SENTENCES = {
    "a_transfer_moves_one_quota_type": "不同编制类型之间不得划转（不得混用、挤占、挪用）。",
    "a_transfer_is_not_in_the_future": "生效日期不能晚于今天。",
    "a_transfer_has_two_accounts": "划出和划入不能是同一账户。",
    "a_transfer_moves_something": "划转数量须大于零。",
    "a_transfer_has_a_reason": "请填写事由。",
    "a_reversal_mirrors_its_transfer": "冲正必须与原变动数量相同、方向相反。",
    "a_reversal_is_not_before_its_transfer": "冲正的生效日期不能早于原变动。",
    "a_transfer_cites_an_issued_document": "每笔变动须有已印发的文件依据。",
    "an_account_lies_in_the_region_of_its_unit": "账户须在单位所属地区开立。",
    "a_group_of_types_has_no_account": "编制类型的分组不能单独记账。",
    "an_abolished_unit_opens_no_account": "该机构已撤销，不能再开立账户。",
    "posts_for_lending_belong_to_a_named_pool": "周转编制须记在具体的周转池。",
    "a_post_returns_to_the_pool_it_came_from": "借用的周转编制只能归还原周转池。",
    "a_pool_holds_posts_of_its_own_region": "周转池只能使用本地区的编制。",
    "only_the_topmost_region_is_granted_from_outside": "上级地区已建账，编制须由上级从储备下达。",
    "append_only": "台账只增不改，错账应以冲正更正。",
}


def explain(error: IntegrityError) -> ValidationError:
    """The Chinese sentence for what the database refused; an unknown refusal is raised as it is."""
    name = _constraint(error)
    detail = _detail(error)
    if name in SENTENCES:
        return ValidationError(SENTENCES[name], code=name)
    if name not in WITH_FIGURES:
        raise error
    holder = QuotaAccount.objects.select_related("unit", "region", "quota_type").get(pk=detail["account"])
    what = f"{holder.owner}的“{holder.quota_type}”{holder.get_bucket_display()}"
    return ValidationError(WITH_FIGURES[name](what, detail), code=name)


def _detail(error: IntegrityError) -> dict[str, Any]:
    text = getattr(getattr(error.__cause__, "diag", None), "message_detail", None) or "{}"
    try:
        return dict(json.loads(text))
    except ValueError:
        return {}


def _short(what: str, d: dict[str, Any]) -> str:
    return f"{what}只有{abs(d['balance'])}名，不足以划转{abs(d['delta'])}名。"


def _abolished(what: str, d: dict[str, Any]) -> str:
    return f"{what}：该机构已撤销，不能再划入。"


def _closed(what: str, d: dict[str, Any]) -> str:
    return f"{what}：{d['closed']}及以前已结账，不能再记入{d['on']}生效的变动。"


def _frozen(what: str, d: dict[str, Any]) -> str:
    return f"{what}：所在地区正在暂停办理，请于{d['until']}后再办。"


def _uncovered(what: str, d: dict[str, Any]) -> str:
    return f"{what}将达{-d['balance']}名，有效的超编例外只批准{d['people']}名。"


def _backdated(what: str, d: dict[str, Any]) -> str:
    return f"{what}在{d['on']}将成为{d['balance']}名，追溯日期的变动不得使任何一天的余额不实。"


WITH_FIGURES = {
    "balance_has_the_sign_of_its_bucket": _short,
    "an_abolished_unit_receives_nothing": _abolished,
    "nothing_takes_effect_in_a_closed_period": _closed,
    "nothing_is_written_while_a_region_is_frozen": _frozen,
    "excess_is_covered_by_a_dated_exception": _uncovered,
    "no_balance_was_wrong_on_any_day_since": _backdated,
}
