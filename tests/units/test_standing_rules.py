"""Raw SQL against every rule of coordinating bodies and certificates; a refusal changes nothing."""

import datetime as dt

import pytest

from accounts import acting
from accounts.models import User
from tests.refusals import untouched
from tests.units.test_certificates import FAILED, issued
from tests.units.test_coordinating import FOR_A_TIME, REVIEW, found
from tests.units.test_table_rules import refused
from units import certificates, coordinating
from units.models import BodyReview, CertificateReview, Region, Unit

LAST = dt.date(2026, 1, 31)
NAMED = "coordinating_body_is_named_led_and_founded_on_a_document"
ATTACKS = {
    "units_coordinatingbody": (
        ("name = ''", NAMED), ("leader = ''", NAMED), ("duties = ''", NAMED), ("founding_document = ''", NAMED),
        ("end_condition = ''", "temporary_coordinating_body_says_when_and_why_it_ends"),
        ("ends_on = null", "temporary_coordinating_body_says_when_and_why_it_ends"),
        ("ends_on = founded_on", "coordinating_body_ends_after_it_was_founded"),
        ("exited_on = founded_on - 1, exit_reason = 'done', exit_document = '文'", "ends_after_it_was_founded"),
        ("exited_on = founded_on", "coordinating_body_exits_for_a_reason_on_a_document"),
        ("exit_reason = 'done'", "coordinating_body_exits_for_a_reason_on_a_document"),
        ("exited_on = founded_on, exit_reason = 'done'", "coordinating_body_exits_for_a_reason_on_a_document"),
        ("name = '同名'", "coordinating_body_name_is_used_once_in_a_region"),
    ),
    "units_bodyreview": (
        ("opinion = ''", "body_review_says_why"), ("year = 2026", "body_review_is_of_a_year_that_has_begun"),
        ("year = 1900", "body_review_is_of_a_year_that_has_begun"),
        ("kind = 'yearly', year = 2025", "coordinating_body_is_reviewed_once_a_year"),
    ),
    "units_establishmentcertificate": (
        ("ended_on = issued_on", "certificate_ends_for_a_reason_after_its_issue"),
        ("end_reason = 'replaced'", "certificate_ends_for_a_reason_after_its_issue"),
        ("ended_on = issued_on - 1, end_reason = 'replaced'", "certificate_ends_for_a_reason_after_its_issue"),
        *((f"{change}", "certificate_states_what_it_stated") for change in (
            "stated = '[]'", "number = 'x'", "issued_on = issued_on - 1", "issue_reason = 'lost'",
            "unit_id = unit_id + 1",
        )),
    ),
    "units_certificatereview": (
        ("opinion = ''", "certificate_review_says_why"),
        ("year = 2026", "certificate_review_is_of_a_year_that_has_begun"),
        ("year = 1900", "certificate_review_is_of_a_year_that_has_begun"),
        ("correct_by = null", "failed_certificate_review_sets_a_term"),
        ("correct_by = reviewed_on", "failed_certificate_review_sets_a_term"),
        ("year = 2025", "certificate_is_reviewed_once_a_year"),
    ),
}  # fmt: skip


@pytest.fixture
def kept(region: Region, education: Unit, school: Unit, clerk: User) -> None:
    """Two bodies with two reviews, and a certificate with two that failed."""
    body = found(clerk, region, education, **FOR_A_TIME)
    found(clerk, region, education, name="另一机构", **FOR_A_TIME)
    for kind in ("yearly", "clean_up"):
        coordinating.review(body, actor=clerk, **{**REVIEW, "kind": kind})
    certificate = issued(clerk, school)
    with acting.by(clerk, reason="更名"):
        Unit.objects.filter(pk=school.pk).update(short_name="一中", other_names=["一中"])
    for year in (2024, 2025):
        certificates.review(certificate, actor=clerk, **{**FAILED, "year": year})


def test_no_sql_makes_them_contradict_themselves(kept: None) -> None:
    assert (BodyReview.objects.count(), CertificateReview.objects.count()) == (2, 2)
    with untouched():
        for table, attacks in ATTACKS.items():
            for change, rule in attacks:
                refused(f"update {table} set {change}", rule=rule)


def test_a_certificate_that_ended_stays_ended_and_a_unit_has_one_in_force(
    kept: None, school: Unit, clerk: User
) -> None:
    issued(clerk, school, "99010002", issue_reason="renewed", issued_on=LAST)
    first = "where number = '99010001'"
    with untouched():
        for change in ("ended_on = null, end_reason = ''", "end_reason = 'abolished'", "ended_on = ended_on + 1"):
            refused(
                f"update units_establishmentcertificate set {change} {first}", rule="certificate_that_ended_stays_ended"
            )
        columns = "unit_id, number, issued_on, issue_reason, stated, ended_on, end_reason"
        for number, rule in (("99010003", "unit_has_one_certificate_in_force"), ("", "certificate_has_a_number")):
            refused(
                f"insert into units_establishmentcertificate ({columns}) values (%s, %s, '2026-02-01', 'first', '[]', "
                "null, '')", school.pk, number, rule=rule,
            )  # fmt: skip


def test_each_change_is_in_history(kept: None, school: Unit) -> None:
    certificate = school.certificates.get()
    assert certificate.history.get().history_type == "+"
    assert {review.history.count() for review in certificate.reviews.all()} == {1}
