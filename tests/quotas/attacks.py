"""Raw SQL against every rule that the database keeps for the ledger and its papers: the rule, and what breaks it."""

from typing import NamedTuple


class Attack(NamedTuple):
    """A statement that the rule refuses; `also` are rules it breaks too, which speak after the first."""

    rule: str
    sql: str
    also: tuple[str, ...] = ()


TODAY = "quotas_today()"
VALUES = {
    "source_id": "%(reserve)s", "target_id": "%(vacant)s", "quantity": "1", "effective_on": TODAY, "reason": "'r'",
    "document_id": "%(paper)s", "actor_id": "%(actor)s", "actor_name": "'a'", "key": "gen_random_uuid()::text",
}  # fmt: skip


def transfer(*rows: dict[str, str]) -> str:
    """An INSERT of transfers that pass, except for what the rows say otherwise."""
    names = list(dict.fromkeys([*VALUES, *(name for row in rows for name in row)]))
    tuples = ("(" + ", ".join({**VALUES, **row}.get(name, "null") for name in names) + ")" for row in rows or ({},))
    return f"insert into quotas_transfer ({', '.join(names)}) values {', '.join(tuples)}"


LENDING = ("'pool'", "'borrowed_locked'", "'borrowed_occupied'")


def account(**changes: str) -> str:
    """An INSERT of an account that can be opened, except for the changes."""
    values = {"region_id": "%(region)s", "unit_id": "%(school)s", "quota_type_id": "%(other_kind)s"}
    values |= {"bucket": "'borrowed_locked'", "balance": "0"} | changes
    values = {"pool_id": "%(pool)s" if values["bucket"] in LENDING else "null"} | values
    return f"insert into quotas_quotaaccount ({', '.join(values)}) values ({', '.join(values.values())})"


def change(table: str, what: str, which: str = "true") -> str:
    """An UPDATE of the newest row of a table."""
    return f"update {table} set {what} where ctid = (select max(ctid) from {table} where {which})"


def copy(table: str, **changes: str) -> str:
    """An INSERT of the newest row once more, except for the changes."""
    said = ", ".join(f"'{name}', {value}" for name, value in changes.items())
    record = f"jsonb_populate_record(null::{table}, to_jsonb(x) || jsonb_build_object('id', 9999999, {said}))"
    return f"insert into {table} select ({record}).* from {table} x where id = (select max(id) from {table})"


MIRROR = {"source_id": "%(vacant)s", "target_id": "%(reserve)s", "quantity": "7", "reverses_id": "%(open_transfer)s"}
LATE = {"source_id": "%(late_vacant)s", "target_id": "%(reserve)s"}
WRONG = "no_balance_was_wrong_on_any_day_since"
SIGN = "balance_has_the_sign_of_its_bucket"
CLOSED = "nothing_takes_effect_in_a_closed_period"
EXCESS = "excess_is_covered_by_a_dated_exception"
BODY = "a_body_within_the_cap_holds_one_of_it"
LOCK = "what_is_locked_is_what_open_holds_promise"
BY_HAND = "a_balance_moves_only_by_a_transfer"
PARAMETERS = "approvals_ruleparameter"
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

PAPERS = [
    Attack("an_issued_document_is_final", "update approvals_document set title = '别的' where id = %(paper)s"),
    Attack("an_issued_document_is_final", "update approvals_document set state = 'draft' where id = %(paper)s"),
    Attack("an_issued_document_is_final", "delete from approvals_document where id = %(paper)s"),
    Attack(
        "a_region_has_an_issuers_number_once",
        "insert into approvals_document select (jsonb_populate_record(null::approvals_document, "
        "to_jsonb(x) || '{\"id\": 9999999}')).* from approvals_document x where id = %(paper)s",
    ),
    Attack(
        "an_issued_document_has_number_title_issuer_and_date",
        "update approvals_document set state = 'issued' where id = %(draft)s",
    ),
    Attack("append_only", "truncate approvals_document cascade"),
    Attack("approvals_document_units_document_id_unit_id_da3e4622_uniq", copy("approvals_document_units", x="1")),
    Attack("a_counter_only_goes_up", change("approvals_numbercounter", "last = last - 1")),
    Attack("a_counter_only_goes_up", change("approvals_numbercounter", "last = last")),
    Attack("a_counter_only_goes_up", change("approvals_numbercounter", "last = last + 1, year = year + 1")),
    Attack(
        "a_counter_only_goes_up",
        change(
            "approvals_numbercounter",
            "last = last + 1, series_id = (select min(id) from approvals_numberseries)",
            "series_id <> (select min(id) from approvals_numberseries)",
        ),
    ),
    Attack("a_counter_only_goes_up", "delete from approvals_numbercounter"),
    Attack("append_only", "truncate approvals_numbercounter"),
    Attack("a_series_has_one_counter_a_year", copy("approvals_numbercounter", last="1")),
    Attack("approvals_numbercounter_last_check", copy("approvals_numbercounter", last="-1", year="1")),
    Attack("approvals_numbercounter_year_check", copy("approvals_numbercounter", year="-1")),
    Attack(
        "a_numbering_word_belongs_to_one_series",
        copy("approvals_numberseries", region_id="(select max(id) from units_region)"),
    ),
    Attack("a_region_has_one_series_per_purpose", copy("approvals_numberseries", prefix="'x'")),
    Attack("a_numbering_word_is_letters_and_digits", change("approvals_numberseries", "prefix = 'a/b'")),
    Attack("a_numbering_word_is_letters_and_digits", change("approvals_numberseries", "prefix = ''")),
]  # fmt: skip

CASES = [
    Attack("nobody_decides_a_case_they_filed", change("approvals_case", "decided_by_id = filed_by_id")),
    Attack(
        "nobody_decides_a_case_they_checked",
        "update approvals_case set checked_by_id = decided_by_id where id = (select max(id) from approvals_case where "
        "decided_by_id is not null)",
    ),
    Attack("a_case_is_in_a_known_state", change("approvals_case", "state = 'lost'")),
    Attack("a_filed_case_has_a_deadline", change("approvals_case", "due_on = null, state = 'filed'")),
    Attack("approvals_case_number_key", copy("approvals_case", title="'x'")),
    Attack("approvals_case_units_case_id_unit_id_14a05608_uniq", copy("approvals_case_units", x="1")),
    Attack("a_case_kind_has_a_sensible_time_limit", change("approvals_casekind", "working_days = 0")),
    Attack(
        "a_case_kind_has_a_sensible_time_limit", change("approvals_casekind", "working_days = -1"),
        ("approvals_casekind_working_days_check",),
    ),
    Attack("a_case_kind_is_filed_by_roles_that_may_file", change("approvals_casekind", "filed_by_roles = '{nobody}'")),
    Attack("a_case_kind_is_filed_by_roles_that_may_file", change("approvals_casekind", "filed_by_roles = '{}'")),
    Attack("a_case_kind_has_a_known_authority", change("approvals_casekind", "authority = 'anybody'")),
    Attack("approvals_casekind_code_key", copy("approvals_casekind", position="1")),
    Attack("approvals_casekind_position_check", change("approvals_casekind", "position = -1")),
    Attack("append_only", "update approvals_opinion set text = '改过'"),
    Attack("append_only", "delete from approvals_opinion"),
    Attack("append_only", "truncate approvals_opinion"),
    Attack(
        "an_actor_uses_an_idempotency_key_once",
        copy("approvals_opinion", key="'k'") + "; " + copy("approvals_opinion", id="9999998", key="'k'"),
    ),
    Attack("an_actor_gets_one_receipt_for_a_key", copy("approvals_receipt", made_id="1")),
    Attack("approvals_attachment_size_check", change("approvals_attachment", "size = -1")),
    Attack("a_division_is_asked_once_for_a_case", copy("approvals_jointreview", text="'x'")),
    Attack("a_joint_disagreement_says_why", change(
        "approvals_jointreview", "verdict = 'disagree', text = '', reviewer_id = asked_by_id, answered_at = now()")),
    Attack(
        "nobody_answers_the_joint_review_they_asked_for",
        change("approvals_jointreview", "verdict = 'agree', reviewer_id = asked_by_id, answered_at = now()"),
    ),
    Attack("a_joint_opinion_has_its_reviewer", change("approvals_jointreview", "verdict = 'agree'")),
    Attack("a_held_meeting_has_minutes", change("approvals_meeting", "minutes_id = null", "state = 'held'")),
    Attack("a_case_is_on_an_agenda_once", copy("approvals_agendaitem", position="9")),
    Attack(
        "a_case_waits_for_one_meeting_at_a_time",
        change("approvals_agendaitem", "result = ''") + "; "
        + copy("approvals_agendaitem", result="''", meeting_id="%(other_meeting)s"),
    ),
    Attack("approvals_agendaitem_position_check", change("approvals_agendaitem", "position = -1")),
    Attack("nobody_is_their_own_deputy", change("approvals_deputy", "deputy_id = principal_id")),
    Attack("a_deputy_ends_after_it_starts", change("approvals_deputy", "ends_on = starts_on - 1")),
    Attack("a_rule_parameter_ends_after_it_starts", change("approvals_ruleparameter", "ends_on = starts_on - 1")),
    Attack("a_rule_parameter_is_set_once_for_a_region_and_date", copy("approvals_ruleparameter", value="'2'::jsonb")),
    *(
        Attack("a_rule_parameter_is_a_whole_number_or_some_words", change(PARAMETERS, f"rule = 'X', value = '{value}'"))
        for value in ("-1", "3.5", '"3"', "null", "true", "[]", "[3]", '["A b"]', "{}", "12345678901")
    ),
    *(
        Attack("a_parameter_of_a_quota_rule_is_within_its_bounds", change(PARAMETERS, what))
        for what in (
            "value = '0'", "value = '21'", """value = '["court"]'""",
            "name = 'vacant_percent', rule = 'R17W', value = '101'",
            """name = 'purposes', rule = 'C03', value = '["court"]'""", "name = 'purposes', rule = 'C03', value = '3'",
            """name = 'system_classes', rule = 'R05', value = '["strategy"]'""",
        )
    ),
    *(
        Attack("a_parameter_of_the_pool_is_within_its_bounds", change(PARAMETERS, f"rule = 'R18', {what}"))
        for what in ("name = 'term_months', value = '0'", """name = 'order', value = '["most_vacant", "listed"]'""")
    ),
    Attack(
        "a_parameter_of_data_quality_is_within_its_bounds",
        change(PARAMETERS, "rule = 'Q00', name = 'unit_days', value = '0'"),
    ),
    Attack("a_notice_lasts_a_sensible_time", change(PARAMETERS, "rule = 'R09Q', name = 'steps', value = '10'")),
    Attack("a_notice_lasts_a_sensible_time", change(PARAMETERS, "rule = 'C10', name = 'notice_days', value = '0'")),
    Attack("approvals_checkrun_done_check", change("approvals_checkrun", "done = -1")),
    Attack("approvals_checkrun_found_check", change("approvals_checkrun", "found = -1")),
]  # fmt: skip

TOLD = [
    Attack(
        "a_notification_is_for_an_office_or_a_unit",
        copy("approvals_notification", key="'another'", unit_id="%(school)s"),
    ),
    Attack("approvals_notification_key_key", copy("approvals_notification", text="'once more'")),
    Attack("append_only", change("approvals_notification", "text = 'something else'")),
    Attack("append_only", "delete from approvals_notification"),
    Attack("append_only", "truncate approvals_notification cascade"),
    Attack("a_person_has_one_receipt_per_notification", copy("approvals_notificationreceipt", read="true")),
    Attack(
        "no_more_floating_posts_return_than_were_given", change("quotas_floatingquota", "returned_count = quantity + 1")
    ),
    Attack(
        "no_more_floating_posts_return_than_were_given", change("quotas_floatingquota", "quantity = -1"),
        ("quotas_floatingquota_quantity_check",),
    ),
    Attack("quotas_floatingquota_returned_count_check", change("quotas_floatingquota", "returned_count = -1")),
]  # fmt: skip

ATTACKS = [*TRANSFERS, *ACCOUNTS, *LOCKS, *BODIES, *PERIODS, *EXCEPTIONS, *REQUESTS, *PAPERS, *CASES, *TOLD]
ATTACKED = {rule for attack in ATTACKS for rule in (attack.rule, *attack.also)}
