"""Slips (入编通知单): numbered, verified by anybody with the code, and silent about everything else."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from approvals import workdays
from quotas.models import QuotaType
from staffing import admission, certificates, leaving, slips
from staffing.models import Slip
from tests.cast import make_user
from tests.pages import signed_in, words
from tests.staffing.batches import checked, row
from tests.staffing.conftest import Give
from units.models import Region, Unit

pytestmark = pytest.mark.django_db
DOUBLE = (
    "insert into staffing_slip select (jsonb_populate_record(null::staffing_slip, to_jsonb(s) || jsonb_build_object("
)  # fmt: skip


@pytest.fixture
def slip(
    school: Unit, post_type: QuotaType, vacancies: Callable[..., None], give_slots: Give, unit_clerk: User, clerk: User,
    region: Region,
) -> Slip:  # fmt: skip
    """The slip of a teacher who came through the four steps."""
    vacancies(school, post_type, 1)
    [slot] = give_slots(school, post_type, 1)
    case = checked(school, unit_clerk, clerk, [row(slot, "张示例")])
    admission.admit(case.pk, actor=make_user("head", "head", region=region))
    return Slip.objects.select_related(*certificates.RELATED).get()


def test_anybody_with_the_code_learns_whether_the_slip_holds_and_no_more(slip: Slip, school: Unit) -> None:
    said = words(Client().get(f"/verify/{slip.code}/"))
    for shown in (slip.number, school.name, "张**", "入编通知单", "有效：该人员在编"):
        assert shown in said
    person = slip.posting.person
    for hidden in (person.name, certificates.full_number(person), person.masked_id_number, str(person.birth_date)):
        assert hidden not in said


def test_the_code_is_found_however_it_is_typed(slip: Slip) -> None:
    typed = slips.spoken(slip.code).lower()
    moved = Client().get("/verify/", {"code": f" {typed} "})
    assert moved["Location"] == f"/verify/{slip.code}/"
    assert Client().get(f"/verify/{typed}/").status_code == 200


def test_a_slip_says_that_the_person_has_left(slip: Slip, departure: dict[str, object]) -> None:
    given = departure | {"ended_on": workdays.today()}
    leaving.release(posting=slip.posting, **given)  # type: ignore[arg-type]
    said = words(Client().get(f"/verify/{slip.code}/"))
    assert f"已失效：该人员已于{workdays.today()}出编" in said


def test_every_unknown_code_gets_the_same_answer(slip: Slip) -> None:
    codes = ["A" * 20, slip.code[:-1] + ("A" if slip.code[-1] != "A" else "B"), "-", "x" * 200, "１" * 20, "%00"]
    answers = [Client().get(f"/verify/{code}/") for code in codes]
    assert {answer.status_code for answer in answers} <= {404, 400}
    assert len({words(answer) for answer in answers if answer.status_code == 404}) == 1


def test_a_code_has_100_bits_and_no_two_alike() -> None:
    codes = {slips.new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert {len(code) for code in codes} == {20}
    assert len(slips.ALPHABET) == 32


def test_the_paper_is_the_same_bytes_every_time_and_masks_the_number(slip: Slip) -> None:
    first = certificates.pdf([slip], address="https://example.invalid/verify/", masked=True)
    again = certificates.pdf([slip], address="https://example.invalid/verify/", masked=True)
    assert first == again
    assert first.startswith(b"%PDF-")
    assert dict(certificates.lines_of(slip))["公民身份号码"] == slip.posting.person.masked_id_number


def test_the_page_and_the_pdf_are_for_those_in_whose_scope_the_unit_lies(
    slip: Slip, unit_clerk: User, clerk: User, inspector: User, outsider: User
) -> None:
    for user in (unit_clerk, clerk, inspector):
        page = signed_in(user).get(f"/slips/{slip.pk}/")
        assert slip.number in words(page)
        assert certificates.full_number(slip.posting.person) not in page.content.decode()
        answer = signed_in(user).get(f"/slips/{slip.pk}/slip.pdf")
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    for address in (f"/slips/{slip.pk}/", f"/slips/{slip.pk}/slip.pdf"):
        assert signed_in(outsider).get(address).status_code == 404
        assert Client().get(address).status_code == 302


def test_a_batch_prints_all_its_slips(slip: Slip, unit_clerk: User, outsider: User) -> None:
    number = slip.posting.candidate.batch.case.number
    assert signed_in(unit_clerk).get(f"/enrolments/{number}/slips.pdf").status_code == 200
    assert signed_in(outsider).get(f"/enrolments/{number}/slips.pdf").status_code == 404


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("update staffing_slip set code = 'A'", "append_only"),
        ("delete from staffing_slip", "append_only"),
        (DOUBLE + "'id', s.id + 1, 'code', 'B', 'number', 'x'))).* from staffing_slip s",
         "a_posting_has_one_slip_of_each_kind"),
        (DOUBLE + "'id', s.id + 1, 'code', 'B', 'kind', 'exit'))).* from staffing_slip s",
         "an_office_gives_a_slip_number_once"),
        (DOUBLE + "'id', s.id + 1, 'code', '', 'kind', 'exit', 'number', 'x'))).* from staffing_slip s",
         "a_slip_has_number_and_code"),
    ],
)  # fmt: skip
def test_no_sql_changes_or_doubles_a_slip(statement: str, rule: str, slip: Slip) -> None:
    attacked(statement, rule)
    assert Slip.objects.values_list("code", flat=True).get() == slip.code


def attacked(statement: str, rule: str) -> None:
    from django.db import IntegrityError, connection, transaction

    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{statement}; set constraints all immediate")
    diagnosis = getattr(refusal.value.__cause__, "diag", None)
    assert rule in (getattr(diagnosis, "constraint_name", "") or "")
