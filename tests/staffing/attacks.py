"""Raw SQL against every rule that the database keeps for the register: the rule, and what breaks it."""

from tests.quotas.attacking import Attack

APPEND = "append_only"


def again(table: str, which: str = "true", key: str = "id", **changes: str) -> str:
    """An INSERT of a row once more, except for the changes; of the first that fits."""
    said = "".join(f", '{name}', {value}" for name, value in changes.items())
    new = f"'{key}', nextval(pg_get_serial_sequence('{table}', '{key}'))"
    record = f"jsonb_populate_record(null::{table}, to_jsonb(x) || jsonb_build_object({new}{said}))"
    return f"insert into {table} select ({record}).* from {table} x where {which} order by x.{key} limit 1"


def changed(table: str, what: str, which: str = "true", key: str = "id") -> str:
    """An UPDATE of one row."""
    return f"update {table} set {what} where {key} = (select min({key}) from {table} where {which})"


LEFT = "exit_reason = 'retired', exit_document_id = document_id, ended_on"
ACTIVE, OPENED = "ended_on is null", "ended_on is null and basis = 'opening'"
BEFORE = {"started_on": "'2025-01-01'", "enrolled_on": "'2025-01-01'", "ended_on": "'2025-02-01'"}
GONE = {"exit_reason": "'retired'", "exit_document_id": "x.document_id"}
POST, TENURE, SLOT, SHEET = "staffing_posting", "staffing_tenure", "staffing_slot", "staffing_changesheet"
CANDIDATE, OBJECTION, LENT = "staffing_candidate", "staffing_objection", "staffing_secondment"

# Retires in June 2031, from February 2030 until June 2034 by choice.
BORN = "sex = '1', retirement_category = 'male60', birth_date = '1970-02-15'"
STATED = "chosen_on = '2026-01-15', chosen_document_id = (select min(id) from approvals_document)"

PEOPLE = [
    Attack("person_has_a_name", changed("staffing_person", "name = ''")),
    Attack("person_has_the_sex_of_an_id_number", changed("staffing_person", "sex = '3', retirement_category = ''")),
    Attack(
        "a_retirement_category_fits_the_sex",
        "update staffing_person set retirement_category = case sex when '1' then 'female55' else 'male60' end",
    ),
    Attack(
        "a_chosen_month_has_its_day_and_document", changed("staffing_person", f"{BORN}, chosen_month = '2030-05-01'")
    ),
    Attack(
        "a_chosen_month_is_within_the_law",
        changed("staffing_person", f"{BORN}, {STATED}, chosen_month = '2031-06-01'"),
    ),
    Attack(
        "a_chosen_month_is_within_the_law",
        changed("staffing_person", f"{BORN}, {STATED}, chosen_month = '2034-07-01'"),
    ),
    Attack("staffing_person_id_number_index_key", "update staffing_person set id_number_index = 'x'::bytea"),
]

PHOTOS = [
    Attack("a_photo_is_of_a_known_kind", changed("staffing_photo", "kind = 'gif'", key="person_id")),
    Attack("a_photo_is_of_a_sensible_size", changed("staffing_photo", "size = 0", key="person_id")),
    Attack("a_photo_is_of_a_sensible_size", changed("staffing_photo", "height = 3001", key="person_id")),
    *(
        Attack(
            "a_photo_is_of_a_sensible_size",
            changed("staffing_photo", f"{name} = -1", key="person_id"),
            (f"staffing_photo_{name}_check",),
        )
        for name in ("width", "height", "size")
    ),
]

POSTINGS = [
    Attack("a_person_is_on_one_post_in_the_whole_database", again(POST, OPENED)),
    Attack("a_person_was_never_on_two_posts_at_once", again(POST, OPENED, ended_on="x.started_on + 9", **GONE)),
    Attack("a_posting_ends_after_it_starts", changed(POST, f"{LEFT} = started_on - 1", ACTIVE)),
    Attack("who_comes_on_a_slot_names_it", again(POST, OPENED, basis="'slot'")),
    Attack("a_post_counts_from_the_enrolment_on", changed(POST, "enrolled_on = started_on + 1")),
    Attack("who_leaves_a_post_has_a_reason_and_a_document", changed(POST, "exit_reason = 'retired'", ACTIVE)),
    Attack("staffing_posting_slot_id_key", again(POST, "slot_id is not null", **BEFORE, **GONE)),
    Attack("staffing_posting_rank_level_check", changed(POST, "rank_level = -1")),
    Attack("occupied_is_people", changed(POST, f"{LEFT} = started_on", ACTIVE)),
    Attack("person_unit_and_type_are_fixed", changed(POST, "unit_id = %(host)s")),
    Attack("the_basis_of_a_posting_is_fixed", changed(POST, "basis = 'exception'", OPENED)),
    Attack("a_posting_is_in_a_division_of_its_unit", changed(POST, "division_id = %(division)s")),
    Attack(
        "people_count_under_a_type_of_their_own_family",
        again(POST, OPENED, quota_type_id="%(leader)s", basis="'exception'", **BEFORE, **GONE),
    ),
    Attack("no_cap_no_entry", again(POST, OPENED, unit_id="%(host)s", basis="'exception'", **BEFORE, **GONE)),
    Attack("after_the_opening_people_come_on_slots", again(POST, OPENED, **BEFORE, **GONE)),
    Attack(
        "a_used_slot_has_its_posting",
        again(POST, OPENED, basis="'slot'", slot_id="%(free_slot)s", **BEFORE, **GONE),
    ),
    Attack(
        "nobody_is_on_a_post_and_engaged_off_quota", again(POST, OPENED, person_id="%(engaged)s", basis="'exception'")
    ),
]

OFFICES = [
    Attack("a_person_holds_a_leadership_post_once", again(TENURE)),
    Attack("a_tenure_ends_after_it_starts", changed(TENURE, "ended_on = started_on - 1")),
    Attack(
        "who_takes_no_post_holds_the_office_concurrently",
        again(TENURE, takes_post="false", is_concurrent="false", ended_on="x.started_on"),
    ),
    Attack("above_rank_has_a_document_and_an_end", changed(TENURE, "above_rank_until = started_on + 9")),
    Attack(
        "an_exception_is_for_who_takes_a_post",
        again(TENURE, takes_post="false", is_concurrent="true", exception_id="1", ended_on="x.started_on"),
    ),
    Attack("staffing_tenure_level_check", changed(TENURE, "level = -1")),
    Attack("what_a_tenure_takes_is_fixed", changed(TENURE, "takes_post = false, is_concurrent = true")),
    Attack("person_unit_and_type_are_fixed", changed(TENURE, "unit_id = %(host)s")),
    Attack("occupied_is_people", changed(TENURE, "ended_on = started_on")),
]

SLOTS = [
    Attack("an_office_gives_a_slot_number_once", again(SLOT)),
    Attack("a_slot_lapses_after_it_is_given", changed(SLOT, "expires_on = issued_on - 1")),
    Attack("a_slot_that_ended_says_when", changed(SLOT, "state = 'lapsed'", "state = 'open'")),
    Attack("a_slot_that_ended_says_when", changed(SLOT, "ended_on = issued_on", "state = 'open'")),
    Attack("number_unit_type_and_notice_of_a_slot_are_fixed", changed(SLOT, "number = 'N209900001'", "state = 'open'")),
    Attack(
        "what_is_locked_is_what_open_holds_promise",
        changed(SLOT, "state = 'lapsed', ended_on = issued_on", "state = 'open'"),
    ),
    Attack("a_slot_ends_once", changed(SLOT, "state = 'lapsed'", "state = 'used'")),
    Attack(
        "a_used_slot_has_its_posting",
        "insert into quotas_hold select h.* from quotas_hold h where false; "
        + again(SLOT, "state = 'used'", number="'N209900002'"),
    ),
    Attack(
        "a_slot_is_of_a_line_of_its_case",
        again(SLOT, number="'N209900004'", plan_line_id="%(plan_line)s", state="'waiting'", ended_on="null"),
    ),
    Attack("no_cap_no_entry", again(SLOT, "state = 'open'", number="'N209900003'", unit_id="%(host)s")),
]

BATCHES = [
    Attack(
        "a_public_notice_lasts_at_least_a_day",
        changed("staffing_enrolmentbatch", "notice_ends_on = published_on", "published_on is not null", "case_id"),
    ),
    Attack("staffing_enrolmentbatch_code_key", "update staffing_enrolmentbatch set code = 'x'"),
    Attack("a_batch_uses_a_slot_once", again(CANDIDATE, "posting_id is null", id_number_index="'\\x00'")),
    Attack("a_batch_names_a_person_once", again(CANDIDATE, "posting_id is null", slot_id="%(free_slot)s")),
    Attack("a_candidate_has_a_name", changed(CANDIDATE, "name = ''")),
    Attack("staffing_candidate_position_check", changed(CANDIDATE, "position = -1")),
    Attack("nobody_is_enrolled_without_public_notice", "update staffing_candidate set is_announced = false"),
    Attack(
        "a_candidate_is_enrolled_on_the_slot_of_the_batch",
        changed(CANDIDATE, "posting_id = %(teacher)s, is_announced = true", "posting_id is null"),
    ),
    Attack(
        "a_candidate_is_enrolled_on_the_slot_of_the_batch",
        changed(CANDIDATE, "slot_id = %(free_slot)s", "posting_id is not null"),
    ),
    Attack(
        "staffing_candidate_posting_id_key",
        again(CANDIDATE, "posting_id is not null", batch_id="%(other_batch)s"),
    ),
    Attack("an_objection_says_something", again(OBJECTION, text="''")),
    Attack("an_answered_objection_says_what_and_by_whom", changed(OBJECTION, "is_upheld = true", "is_upheld is null")),
    Attack("an_objection_is_answered_once", changed(OBJECTION, "text = '没有意见'")),
    Attack("an_objection_is_answered_once", changed(OBJECTION, "answer = '另答'", "is_upheld is not null")),
]

MOVES = [
    Attack(
        "a_move_ends_on_another_post",
        changed(
            "staffing_staffmove",
            "(new_posting_id, target_unit_id, quota_type_id) = (select p.id, p.unit_id, p.quota_type_id"
            " from staffing_posting p where p.id = posting_id)",
            "true",
            "case_id",
        ),
    ),
    Attack(
        "a_move_ends_on_the_post_that_was_asked_for",
        changed("staffing_staffmove", "new_posting_id = %(third)s", "true", "case_id"),
    ),
    Attack(
        "a_move_ends_on_the_post_that_was_asked_for",
        changed("staffing_staffmove", "new_posting_id = posting_id", "true", "case_id"),
    ),
    Attack(
        "staffing_staffmove_new_posting_id_key",
        "alter table staffing_staffmove disable trigger ends_as_asked;"
        " update staffing_staffmove set new_posting_id = %(third)s",
    ),
    Attack(
        "a_release_is_asked_for_a_known_reason",
        changed("staffing_staffreleaseline", "exit_reason = 'bored'"),
    ),
    Attack("a_request_names_a_leaver_once", again("staffing_staffreleaseline")),
    Attack("a_secondment_is_of_the_person_on_the_post", again(LENT, ACTIVE, posting_id="%(third)s")),
    Attack("a_secondment_is_of_the_person_on_the_post", changed(LENT, "posting_id = %(third)s")),
    Attack(
        "who_is_seconded_where_is_fixed",
        changed(LENT, "host_id = (select unit_id from staffing_posting where id = posting_id)"),
    ),
    Attack("who_is_seconded_where_is_fixed", changed(LENT, "starts_on = starts_on - 1")),
    Attack(
        "a_secondment_ends_once",
        changed(LENT, "ended_on = starts_on, end_reason = '返回'", ACTIVE)
        + f"; update {LENT} set ended_on = null, end_reason = '' where ended_on is not null",
    ),
    Attack("a_person_is_seconded_to_one_unit_at_a_time", again(LENT, ACTIVE)),
    Attack("a_secondment_ends_after_it_starts", changed(LENT, "ends_on = starts_on")),
    Attack("a_secondment_that_ended_says_why", changed(LENT, "ended_on = starts_on", ACTIVE)),
    Attack("a_secondment_that_ended_says_why", changed(LENT, "ended_on = starts_on - 1, end_reason = '返回'", ACTIVE)),
    Attack("an_office_gives_a_slip_number_once", again("staffing_slip", kind="'exit'", code="'x'")),
    Attack("a_posting_has_one_slip_of_each_kind", again("staffing_slip", number="'x'", code="'x'")),
    Attack("staffing_slip_code_key", again("staffing_slip", number="'x'", kind="'exit'")),
    Attack("a_slip_has_number_and_code", again("staffing_slip", number="''", kind="'exit'")),
]

CHANGES = [
    Attack("a_unit_fills_in_one_change_sheet_at_a_time", again(SHEET, "state = 'draft'")),
    Attack("a_filed_change_sheet_says_who_and_when", changed(SHEET, "state = 'filed'", "state = 'draft'")),
    Attack("a_decided_change_sheet_says_who_and_when", changed(SHEET, "state = 'decided'", "state = 'filed'")),
    Attack(
        "nobody_decides_their_own_change_sheet",
        changed(SHEET, "state = 'decided', decided_by_id = filed_by_id, decided_on = filed_on", "state = 'filed'"),
    ),
    Attack("a_change_sheet_goes_forward_only", changed(SHEET, "unit_id = %(host)s", "state = 'draft'")),
    Attack(
        "a_change_sheet_goes_forward_only",
        changed(SHEET, "state = 'draft', filed_by_id = null, filed_on = null, due_on = null", "state = 'filed'"),
    ),
    Attack("a_change_sheet_has_a_field_once", again("staffing_changeline", "sheet_id = %(draft_sheet)s")),
    Attack(
        "a_returned_change_says_why",
        changed("staffing_changeline", "verdict = 'returned', note = ''", "sheet_id = %(filed_sheet)s"),
    ),
    Attack(
        "a_filed_change_is_only_decided",
        changed("staffing_changeline", "happened_on = happened_on - 1", "sheet_id = %(filed_sheet)s"),
    ),
    Attack("a_filed_change_is_only_decided", "delete from staffing_changeline where sheet_id = %(filed_sheet)s"),
    Attack(
        "a_change_is_of_the_units_own_people",
        again("staffing_changeline", "sheet_id = %(draft_sheet)s", field="'title'", posting_id="%(elsewhere)s"),
    ),
]

PLANS = [
    Attack(
        "a_plan_is_for_a_year_of_this_century",
        changed("staffing_hiringplan", "year = -1", "true", "case_id"),
        ("staffing_hiringplan_year_check",),
    ),
    Attack(
        "a_plan_lapses_in_its_year_or_later",
        changed("staffing_hiringplan", "expires_on = make_date(year - 1, 12, 31)", "true", "case_id"),
    ),
    Attack(
        "a_plan_line_is_for_a_number_of_heads",
        changed("staffing_hiringplanline", "planned_count = -1"),
        ("staffing_hiringplanline_planned_count_check",),
    ),
    Attack(
        "not_more_heads_are_approved_than_planned",
        changed("staffing_hiringplanline", "approved_count = planned_count + 1"),
    ),
    Attack("staffing_hiringplanline_approved_count_check", changed("staffing_hiringplanline", "approved_count = -1")),
    Attack("a_plan_line_has_a_known_channel", changed("staffing_hiringplanline", "channel = 'friends'")),
    Attack("staffing_opening_region_id_key", again("staffing_opening")),
    Attack("an_opening_says_what_was_checked", again("staffing_opening", reason="''")),
]

FINDINGS = [
    Attack("a_quality_finding_is_open_once", again("staffing_qualityfinding")),
    Attack("a_finding_is_due_after_it_is_found", again("staffing_qualityfinding", due_on="x.found_on - 1")),
    Attack("a_finding_is_mended_after_it_is_found", changed("staffing_qualityfinding", "mended_on = found_on - 1")),
    Attack("a_quality_finding_is_fixed", changed("staffing_qualityfinding", "words = words, due_on = due_on + 1")),
    Attack("a_quality_score_is_between_0_and_100", changed("staffing_qualityscore", "total = 101")),
    Attack("staffing_qualityscore_unit_id_key", again("staffing_qualityscore")),
    Attack("staffing_qualityscore_people_count_check", changed("staffing_qualityscore", "people_count = -1")),
    Attack("staffing_qualityscore_open_count_check", changed("staffing_qualityscore", "open_count = -1")),
    *(
        Attack(f"staffing_importjob_{name}_check", changed("staffing_importjob", f"{name} = -1"))
        for name in ("row_count", "problem_count", "attempts")
    ),
    Attack("accounts_user_username_key", "update accounts_user set username = 'x'"),
    Attack("accounts_exportrun_row_count_check", changed("accounts_exportrun", "row_count = -1")),
    Attack(
        "a_reading_says_what_and_what_for",
        again("accounts_personaldatareading", purpose="''"),
    ),
]

MONEY = [
    Attack("staffing_servicecontract_replaced_count_check", changed("staffing_servicecontract", "replaced_count = -1")),
    Attack(
        "a_line_of_money_is_of_a_year_of_this_century", again("staffing_moneyline", year="-1"),
        ("staffing_moneyline_year_check",),
    ),
    Attack("an_engagement_ends_after_it_starts", changed(
        "staffing_engagement", "ended_on = started_on - 1, end_reason = 'other', end_document_id = document_id",
        ACTIVE)),
    Attack("talentpool_loan_posting_id_key", again("talentpool_loan")),
    Attack(
        "talentpool_loan_talent_id_key",
        again("talentpool_loan", state="'promised'", posting_id="null", started_on="null", due_on="null"),
    ),
]  # fmt: skip

ATTACKS = [
    *PEOPLE, *PHOTOS, *POSTINGS, *OFFICES, *SLOTS, *BATCHES, *MOVES, *CHANGES, *PLANS, *FINDINGS, *MONEY,
]  # fmt: skip
ATTACKED = {rule for attack in ATTACKS for rule in (attack.rule, *attack.also)}
