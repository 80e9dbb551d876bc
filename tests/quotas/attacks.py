"""Raw SQL against every rule that the database keeps for the ledger: the rule, and what breaks it."""

from tests.quotas.attacking import TODAY, Attack, account, change, copy, transfer
from tests.quotas.attacks_on_papers import CASES, PAPERS, TOLD

MIRROR = {"source_id": "%(vacant)s", "target_id": "%(reserve)s", "quantity": "7", "reverses_id": "%(open_transfer)s"}
LATE = {"source_id": "%(late_vacant)s", "target_id": "%(reserve)s"}
WRONG = "no_balance_was_wrong_on_any_day_since"
SIGN = "balance_has_the_sign_of_its_bucket"
CLOSED = "nothing_takes_effect_in_a_closed_period"
FROZEN = "nothing_is_written_while_a_region_is_frozen"
NOW_FROZEN = "update quotas_freeze set starts_at = now() - interval '1 minute', ends_at = now() + interval '9 minutes'"
EXCESS = "excess_is_covered_by_a_dated_exception"
BODY = "a_body_within_the_cap_holds_one_of_it"
LOCK = "what_is_locked_is_what_open_holds_promise"
BY_HAND = "a_balance_moves_only_by_a_transfer"
IDENTITY = "an_account_keeps_its_identity"
REGION = "an_account_lies_in_the_region_of_its_unit"
OWNER = "a_bucket_has_its_kind_of_owner"

TRANSFERS = [
    Attack("a_transfer_moves_something", transfer({"quantity": "0"})),
    Attack("a_transfer_moves_something", transfer({"quantity": "-1"}), ("quotas_transfer_quantity_check",)),
    Attack("a_transfer_has_two_accounts", transfer({"target_id": "%(reserve)s"})),
    Attack("a_transfer_has_an_idempotency_key", transfer({"key": "''"})),
    Attack("a_transfer_has_a_reason", transfer({"reason": "''"})),
    Attack("quotas_transfer_key_key", transfer({"key": "'a'"}, {"key": "'a'"})),
    Attack("a_transfer_moves_one_quota_type", transfer({"target_id": "%(vacant_of_other_kind)s"})),
    Attack("a_transfer_moves_one_quota_type", transfer({}, {"target_id": "%(vacant_of_other_kind)s"})),
    Attack("a_transfer_is_not_in_the_future", transfer({"effective_on": f"{TODAY} + 1"})),
    Attack("an_abolished_unit_receives_nothing", transfer({"target_id": "%(vacant_of_abolished)s"})),
    Attack(SIGN, transfer({"quantity": "1000000"})),
    Attack(SIGN, transfer({}, {"source_id": "%(vacant)s", "target_id": "%(reserve)s", "quantity": "100000"})),
    Attack(SIGN, transfer({"target_id": "%(granted)s"}, {"quantity": "1000000"})),
    Attack(SIGN, transfer({"source_id": "%(vacant)s", "target_id": "%(excess)s"})),
    Attack(SIGN, f"with x as ({transfer({'quantity': '1000000'})} returning id) select * from x"),
    Attack(EXCESS, transfer({"source_id": "%(excess_without_exception)s"})),
    Attack(EXCESS, transfer({"source_id": "%(excess)s", "quantity": "3"})),
    Attack(EXCESS, transfer({"source_id": "%(excess)s", "quantity": "2"}, {"source_id": "%(excess)s"})),
    Attack(
        EXCESS,
        f"update quotas_quotaexception set starts_on = {TODAY} - 9, ends_on = {TODAY} - 1; "
        + transfer({"source_id": "%(excess)s"}),
    ),
    Attack(
        EXCESS,
        f"update quotas_quotaexception set starts_on = {TODAY} + 1, ends_on = {TODAY} + 9; "
        + transfer({"source_id": "%(excess)s"}),
    ),
    Attack(CLOSED, transfer({"effective_on": "%(closed_on)s"})),
    Attack(CLOSED, transfer({"effective_on": "%(closed_on)s::date - 500"})),
    Attack(CLOSED, transfer({"effective_on": "%(closed_on)s", "source_id": "%(town_reserve)s"})),
    Attack(CLOSED, transfer({}, {}, {"effective_on": "%(closed_on)s"}, {})),
    Attack(FROZEN, f"{NOW_FROZEN}; {transfer({})}"),
    Attack(FROZEN, f"{NOW_FROZEN}; {transfer({'source_id': '%(town_reserve)s', 'target_id': '%(reserve)s'})}"),
    Attack("a_freeze_is_short", "update quotas_freeze set ends_at = starts_at + interval '3 hours'"),
    Attack("a_freeze_ends_after_it_starts", "update quotas_freeze set ends_at = starts_at"),
    Attack("a_freeze_has_a_reason", "update quotas_freeze set reason = ''"),
    Attack(WRONG, transfer({**LATE, "effective_on": "%(closed_on)s::date + 1"})),
    Attack(WRONG, transfer({"effective_on": "%(closed_on)s::date + 1"}, {**LATE, "effective_on": f"{TODAY} - 1"})),
    Attack("a_reversal_mirrors_its_transfer", transfer({**MIRROR, "quantity": "6"})),
    Attack("a_reversal_mirrors_its_transfer", transfer({**MIRROR, "source_id": "%(late_vacant)s"})),
    Attack("a_reversal_mirrors_its_transfer", transfer({"quantity": "7", "reverses_id": "%(open_transfer)s"})),
    Attack(
        "a_reversal_is_not_before_its_transfer", transfer({**MIRROR, "effective_on": "%(closed_on)s::date + 1"})
    ),
    Attack("quotas_transfer_reverses_id_key", transfer(MIRROR, MIRROR)),
    Attack("quotas_transfer_reverses_id_key", transfer({**MIRROR, "reverses_id": "%(reversed_transfer)s"})),
    Attack("a_transfer_cites_an_issued_document", transfer({"document_id": "%(draft)s"})),
    Attack("append_only", "update quotas_transfer set quantity = quantity"),
    Attack("append_only", change("quotas_transfer", "effective_on = effective_on - 1")),
    Attack("append_only", "update quotas_transfer set recorded_at = now() - interval '1 year'"),
    Attack("append_only", "delete from quotas_transfer"),
    Attack("append_only", "truncate quotas_transfer cascade"),
    Attack(
        "append_only",
        transfer({"key": "(select max(key) from quotas_transfer)"}) + " on conflict (key) do update set quantity = 9",
    ),
]  # fmt: skip

ACCOUNTS = [
    Attack(BY_HAND, "update quotas_quotaaccount set balance = balance + 1 where id = %(reserve)s"),
    Attack(
        BY_HAND,
        "select set_config('bianheng.posting', 'on', true); "
        "update quotas_quotaaccount set balance = balance + 1 where id = %(reserve)s",
    ),
    Attack(
        BY_HAND, "update quotas_quotaaccount set balance = balance + case id when %(reserve)s then 1 else -1 end "
        "where id in (%(reserve)s, %(granted)s)",
    ),
    Attack(SIGN, "update quotas_quotaaccount set balance = -1 where id = %(reserve)s"),
    Attack(SIGN, "update quotas_quotaaccount set balance = 1 where id = %(granted)s"),
    Attack(IDENTITY, "update quotas_quotaaccount set unit_id = %(second)s where id = %(vacant)s"),
    Attack(IDENTITY, "update quotas_quotaaccount set region_id = %(town)s where id = %(reserve)s"),
    Attack(IDENTITY, "update quotas_quotaaccount set quota_type_id = %(other_kind)s where id = %(vacant)s"),
    Attack(IDENTITY, "update quotas_quotaaccount set bucket = 'occupied' where id = %(vacant)s"),
    Attack(IDENTITY, "update quotas_quotaaccount set id = 9999999 where id = %(vacant)s"),
    Attack("append_only", "delete from quotas_quotaaccount where id = %(vacant)s"),
    Attack("append_only", "truncate quotas_quotaaccount cascade"),
    Attack("an_account_opens_empty", account(balance="1")),
    Attack(REGION, account(region_id="%(town)s")),
    Attack(REGION, "update units_unit set region_id = %(town)s where id = %(school)s"),
    Attack("an_abolished_unit_opens_no_account", account(unit_id="%(abolished)s")),
    Attack("an_abolished_unit_leaves_nothing", f"update units_unit set abolished_on = {TODAY} where id = %(school)s"),
    Attack("a_group_of_types_has_no_account", account(quota_type_id="%(group)s")),
    Attack("a_counted_type_stays_what_it_is", "update quotas_quotatype set is_group = true where id = %(kind)s"),
    Attack("a_counted_type_stays_what_it_is", "update quotas_quotatype set family = 'contract' where id = %(kind)s"),
    Attack(
        "only_the_topmost_region_is_granted_from_outside",
        account(region_id="%(town)s", unit_id="null", bucket="'granted'"),
    ),
    Attack(OWNER, account(bucket="'granted'")),
    Attack(OWNER, account(bucket="'pool'")),
    *(
        Attack(OWNER, account(unit_id="null", bucket=f"'{bucket}'"))
        for bucket in ("excess", "vacant", "occupied", "borrowed_locked", "borrowed_occupied")
    ),
    Attack(OWNER, account(bucket="'gift'")),
    Attack("posts_for_lending_belong_to_a_named_pool", account(pool_id="null")),
    Attack("posts_for_lending_belong_to_a_named_pool", account(bucket="'vacant'", pool_id="%(pool)s")),
    Attack(
        "a_pool_holds_posts_of_its_own_region",
        account(region_id="%(town)s", unit_id="null", bucket="'pool'"),
    ),
    Attack("a_pool_holds_posts_of_its_own_region", "update quotas_pool set region_id = %(town)s where id = %(pool)s"),
    Attack(IDENTITY, "update quotas_quotaaccount set pool_id = %(other_pool)s where id = %(pooled)s"),
    Attack(
        "a_post_returns_to_the_pool_it_came_from",
        transfer({"source_id": "%(pooled)s", "target_id": "%(borrowed)s"}),
    ),
    Attack(
        "a_post_returns_to_the_pool_it_came_from",
        transfer({"source_id": "%(vacant)s", "target_id": "%(borrowed)s"}),
    ),
    Attack("a_region_names_a_pool_once", "update quotas_pool set name = '人才周转池'"),
    Attack("a_pool_has_a_name", "update quotas_pool set name = ''"),
    Attack("an_owner_has_one_account_per_type_and_bucket", account(quota_type_id="%(kind)s", bucket="'vacant'")),
    Attack(
        "an_owner_has_one_account_per_type_and_bucket",
        account(quota_type_id="%(kind)s", unit_id="null", bucket="'reserve'"),
    ),
]  # fmt: skip

LOCKS = [
    Attack(LOCK, transfer({"target_id": "%(locked)s"})),
    Attack(LOCK, transfer({"source_id": "%(locked)s", "target_id": "%(vacant)s"})),
    Attack(LOCK, "update quotas_hold set quantity = quantity + 1 where state = 'held'"),
    Attack(LOCK, "update quotas_hold set state = 'released' where state = 'held'"),
    Attack(LOCK, "update quotas_hold set locked_id = null where state = 'held'"),
    Attack(LOCK, "update quotas_hold set state = 'held' where state = 'posted' and locked_id is not null"),
    Attack(LOCK, "delete from quotas_hold where state = 'held'"),
    Attack(LOCK, copy("quotas_hold", state="'held'", locked_id="%(locked)s")),
    Attack("a_hold_holds_something", change("quotas_hold", "quantity = 0")),
    Attack("a_hold_holds_something", change("quotas_hold", "quantity = -1"), ("quotas_hold_quantity_check",)),
]  # fmt: skip

BODIES = [
    Attack(BODY, transfer({"source_id": "%(body_occupied)s", "target_id": "%(body_reserve)s"})),
    Attack(BODY, transfer({"source_id": "%(body_reserve)s", "target_id": "%(body_occupied)s"})),
    Attack(BODY, "update units_unit set within_cap = true where id = %(school)s"),
    Attack(BODY, "update units_unit set within_cap = false where id = %(body)s"),
    Attack(BODY, f"update units_unit set abolished_on = {TODAY} where id = %(body)s"),
    Attack(
        BODY,
        "insert into units_unit select (jsonb_populate_record(null::units_unit, to_jsonb(x) || jsonb_build_object("
        "'id', 9999999, 'number', 'n', 'name', '又一局'))).* from units_unit x where id = %(body)s",
    ),
]  # fmt: skip

PERIODS = [
    Attack("a_period_is_closed_after_it_has_ended", copy("quotas_period", ends_on=TODAY)),
    Attack("periods_are_closed_in_order", copy("quotas_period", ends_on="x.ends_on - 1")),
    Attack(
        "periods_are_closed_in_order", copy("quotas_period", ends_on="x.ends_on"), ("a_region_closes_a_date_once",)
    ),
    Attack("append_only", "update quotas_period set ends_on = ends_on - 1"),
    Attack("append_only", "update quotas_period set closed_at = now()"),
    Attack("append_only", "delete from quotas_period"),
    Attack("append_only", "truncate quotas_period cascade"),
    Attack(
        "a_checkpoint_is_kept_by_closing_its_period",
        "insert into quotas_periodbalance (period_id, account_id, balance) select period_id, account_id, 9 "
        "from quotas_periodbalance limit 1",
        ("an_account_has_one_balance_per_period",),
    ),
    Attack("append_only", "update quotas_periodbalance set balance = balance + 1"),
    Attack("append_only", "delete from quotas_periodbalance"),
    Attack("append_only", "truncate quotas_periodbalance"),
]  # fmt: skip

EXCEPTIONS = [
    Attack("an_exception_is_for_somebody", change("quotas_quotaexception", "people_count = 0")),
    Attack(
        "an_exception_is_for_somebody", change("quotas_quotaexception", "people_count = -1"),
        ("quotas_quotaexception_people_count_check",),
    ),
    Attack("an_exception_ends_after_it_starts", change("quotas_quotaexception", "ends_on = starts_on - 1")),
    Attack("an_exception_names_its_authority", change("quotas_quotaexception", "authority = ''")),
    Attack("append_only", "delete from quotas_quotaexception"),
    Attack("append_only", "truncate quotas_quotaexception cascade"),
]  # fmt: skip

REQUESTS = [
    Attack("a_leadership_post_has_a_level", "update quotas_quotatype set level = null where code = 'leader_141'"),
    Attack("a_quota_type_is_not_its_own_parent", change("quotas_quotatype", "parent_id = id")),
    Attack(
        "a_quota_type_stands_below_a_group_of_its_family",
        "update quotas_quotatype set parent_id = (select id from quotas_quotatype where code = 'leader') "
        "where code = 'admin'",
    ),
    Attack(
        "a_quota_type_stands_below_a_group_of_its_family",
        "update quotas_quotatype set parent_id = (select id from quotas_quotatype where code = 'support') "
        "where code = 'admin'",
    ),
    Attack(
        "a_quota_type_stands_below_a_group_of_its_family",
        "update quotas_quotatype set is_group = false, level = 1 where code = 'leader'",
    ),
    Attack(
        "a_quota_type_does_not_stand_below_itself",
        "update quotas_quotatype set parent_id = (select id from quotas_quotatype where code = 'institution') "
        "where code = 'organ'; update quotas_quotatype set parent_id = "
        "(select id from quotas_quotatype where code = 'organ') where code = 'institution'",
    ),
    Attack("quotas_quotatype_code_key", copy("quotas_quotatype", position="1")),
    Attack("quotas_quotatype_level_check", change("quotas_quotatype", "level = -1")),
    Attack("quotas_quotatype_position_check", change("quotas_quotatype", "position = -1")),
    Attack("a_floating_quota_ends_after_it_starts", change("quotas_quotarequest", "ends_on = effective_on")),
    Attack("a_request_line_asks_for_something", change("quotas_quotarequestline", "applied_count = 0")),
    Attack(
        "a_request_line_asks_for_something", change("quotas_quotarequestline", "applied_count = -1"),
        ("quotas_quotarequestline_applied_count_check",),
    ),
    Attack(
        "not_more_is_approved_than_applied_for", change("quotas_quotarequestline", "approved_count = applied_count + 1")
    ),
    Attack("quotas_quotarequestline_approved_count_check", change("quotas_quotarequestline", "approved_count = -1")),
    Attack("a_rename_or_abolition_names_its_body", change("quotas_bodyrequest", "move = 'abolish', unit_id = null")),
]  # fmt: skip

ATTACKS = [*TRANSFERS, *ACCOUNTS, *LOCKS, *BODIES, *PERIODS, *EXCEPTIONS, *REQUESTS, *PAPERS, *CASES, *TOLD]
ATTACKED = {rule for attack in ATTACKS for rule in (attack.rule, *attack.also)}
