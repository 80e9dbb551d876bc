"""Raw SQL against every rule that the database keeps for papers, cases and what people are told."""

from tests.quotas.attacking import Attack, change, copy

PARAMETERS = "approvals_ruleparameter"

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
        "a_notification_is_for_an_office_a_unit_or_a_person",
        copy("approvals_notification", key="'another'", unit_id="%(school)s"),
    ),
    Attack(
        "only_an_office_is_told_by_its_roles", copy("approvals_notification", key="'another'", roles="'{unit}'")
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
