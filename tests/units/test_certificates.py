"""Establishment certificates (机构编制管理证): issued, checked each year against the record, replaced, given back."""

import datetime as dt
from typing import Any

import pytest

from accounts import acting
from accounts.models import User
from quotas.models import QuotaType
from tests import stories
from tests.api import api_of, got
from tests.cast import FOUNDED, make_division, make_user
from tests.pages import rows, signed_in, words
from tests.refusals import untouched
from tests.sheets import content, table_of
from tests.stories import Actors
from tests.units.test_coordinating import forbidden, refused
from units import certificates, lineage
from units.models import CertificateReview, EstablishmentCertificate, Region, Unit

ISSUED = dt.date(2024, 5, 6)
PASSED = {"year": 2025, "reviewed_on": dt.date(2025, 11, 20), "result": "passed", "opinion": "一致。"}
FAILED = {**PASSED, "result": "failed", "opinion": "内设机构未登记。", "correct_by": dt.date(2026, 1, 31)}


def issued(actor: User, unit: Unit, number: str = "99010001", **more: Any) -> EstablishmentCertificate:
    given = {"issue_reason": "first", "issued_on": ISSUED, **more}
    return certificates.issue(actor=actor, unit=unit, number=number, **given)


@pytest.fixture
def certificate(clerk: User, school: Unit) -> EstablishmentCertificate:
    return issued(clerk, school)


def test_a_certificate_states_the_unit_and_its_posts(
    school: Unit, clerk: User, region: Region, bureau: Unit, actors: Actors
) -> None:
    kind = QuotaType.objects.get(code="full_funded")
    document = stories.give_reserve(region, kind, 50, actors)
    stories.endow(school, kind, 20, actors, document)
    stories.occupy(school, kind, 1, actors, document)
    make_division(school, name="教务处")
    found = issued(clerk, school)
    stated = dict(found.stated)
    assert (stated["机构名称"], stated["内设机构"]) == (school.name, "教务处")
    assert (stated[f"核定·{kind.name}"], stated[f"实有·{kind.name}"]) == ("20", "1")
    # People come and go without a word on the certificate; posts do not.
    stories.occupy(school, kind, 1, actors, document)
    assert certificates.differences(found, school) == []
    stories.endow(school, kind, 5, actors, document)
    assert certificates.differences(found, school) == [(f"核定·{kind.name}", "20", "25")]


def test_a_review_keeps_what_differs_and_a_new_certificate_ends_the_old(
    certificate: EstablishmentCertificate, school: Unit, clerk: User, head: User
) -> None:
    make_division(school, name="教务处")
    with refused("1项不一致"):
        certificates.review(certificate, actor=head, **PASSED)
    for wrong in ({"correct_by": None}, {"correct_by": PASSED["reviewed_on"]}):
        with refused("须填写整改期限"):
            certificates.review(certificate, actor=head, **{**FAILED, **wrong})
    review = certificates.review(certificate, actor=head, **FAILED)
    assert review.differences == [("内设机构", "", "教务处")]
    for wrong, said in (
        ({}, "已核验"), ({"year": 2023}, "2024年发出"), ({"year": 2026}, "不能晚于核验日期"),
        ({"reviewed_on": dt.date(2024, 1, 1)}, "不得早于发证日期"), ({"year": 2024, "opinion": " "}, "不能为空"),
    ):  # fmt: skip
        with refused(said):
            certificates.review(certificate, actor=head, **{**FAILED, **wrong})
    with untouched():
        with refused("已有在用"):
            issued(clerk, school, "99010002")
        with refused("不得早于现证"):
            issued(clerk, school, "99010002", issue_reason="renewed", issued_on=dt.date(2024, 1, 1))
        with refused("证号"):
            issued(clerk, school, certificate.number, issue_reason="renewed")
    renewed = issued(clerk, school, "99010002", issue_reason="renewed", issued_on=dt.date(2026, 2, 2))
    certificate.refresh_from_db()
    assert (certificate.ended_on, certificate.end_reason) == (dt.date(2026, 2, 2), "replaced")
    assert certificates.differences(renewed, school) == []
    with refused("已失效"):
        certificates.review(certificate, actor=head, **{**PASSED, "year": 2024})
    assert CertificateReview.objects.count() == 1


def test_the_certificate_of_an_abolished_unit_comes_back(
    certificate: EstablishmentCertificate, school: Unit, clerk: User, bureau: Unit
) -> None:
    with refused("没有在用的管理证"):
        issued(clerk, bureau, "99010003", issue_reason="lost")
    with refused("不得早于机构设立日期"):
        issued(clerk, bureau, "99010003", issued_on=FOUNDED - dt.timedelta(days=1))
    with refused("仍在册"):
        certificates.take_back(certificate, actor=clerk, on=dt.date(2026, 2, 1), reason="缴回")
    with acting.by(clerk, reason="撤销"):
        lineage.abolish(school, on=dt.date(2026, 1, 31), document_number="澜编〔2026〕1号", actor=clerk)
    with refused("缴回日期"):
        certificates.take_back(certificate, actor=clerk, on=dt.date(2024, 1, 1), reason="缴回")
    certificates.take_back(certificate, actor=clerk, on=dt.date(2026, 2, 1), reason="缴回")
    certificate.refresh_from_db()
    assert certificate.end_reason == "abolished"
    school.refresh_from_db()
    with refused("不再发证"):
        issued(clerk, school, "99010004")


def test_only_the_office_in_charge_keeps_certificates(
    certificate: EstablishmentCertificate, region: Region, school: Unit, education: Unit, stranger: Unit
) -> None:
    users = [
        make_user("of-department", "department", unit=education), make_user("of-unit", "unit", unit=school),
        make_user("inspecting", "inspector", region=region), make_user("of-another", "clerk", region=stranger.region),
    ]  # fmt: skip
    with untouched():
        for user in users:
            with forbidden():
                issued(user, school, "99010009", issue_reason="renewed")
            with forbidden():
                certificates.review(certificate, actor=user, **PASSED)
            with forbidden():
                certificates.take_back(certificate, actor=user, on=dt.date(2026, 2, 1), reason="缴回")


def test_the_register_reads_as_of_any_day_on_screen_as_a_sheet_and_on_paper(
    certificate: EstablishmentCertificate, clerk: User, head: User, unit_clerk: User, outsider: User
) -> None:
    certificates.review(certificate, actor=head, **PASSED)
    client, url = signed_in(clerk), "/certificates/"
    [_, before] = rows(client.get(f"{url}?as_of=2025-06-30"))
    assert (before[-3:-1], before[-1][:10]) == (["—", "尚未核验"], "2025-12-31")
    [_, after] = rows(client.get(f"{url}?as_of=2025-12-31"))
    assert (after[-3:-1], after[-1][:10]) == (["2025年度", "合格"], "2026-12-31")
    for query, shown in (
        ("as_of=2024-01-01", 0), ("q=第一中学", 1), ("q=99010001", 1), ("q=没有", 0), ("state=ended", 0),
        ("state=all", 1), ("as_of=2025-06-30&due=open", 1), ("as_of=2025-06-30&due=late", 0),
        ("as_of=2025-12-31&due=done", 1),
    ):  # fmt: skip
        for page in (url, f"{url}print/"):
            assert (certificate.number in words(client.get(f"{page}?{query}"))) == bool(shown), (page, query)
    assert "请输入日期" in client.get(f"{url}?as_of=昨天").content.decode()
    [listed] = table_of(content(client.get("/exports/certificates/?as_of=2025-12-31")))[2]
    assert listed[4:9:2] == [certificate.number, "首次发证", "合格"]
    assert certificate.number in words(signed_in(unit_clerk).get(url))
    assert certificate.number not in words(signed_in(outsider).get(url))


def test_the_office_issues_and_reviews_on_the_pages_of_unit_and_certificate(
    school: Unit, clerk: User, unit_clerk: User, outsider: User
) -> None:
    client, tab, url = (
        signed_in(clerk),
        f"/units/{school.number}/?tab=certificates",
        f"/units/{school.number}/certificate/new/",
    )
    assert "核发管理证" in client.get(tab).content.decode()
    assert "澜川市第一中学" in words(client.get(url))
    given = {"number": "99010001", "issue_reason": "first", "issued_on": str(ISSUED)}
    for wrong, said in (
        ({"number": ""}, "请填写这一项"), ({"issue_reason": "gift"}, "请从列出的选项中选择"),
        ({"issued_on": "2999-01-01"}, "不能晚于今天"), ({"issue_reason": "lost"}, "请选择首次发证"),
    ):  # fmt: skip
        answer = client.post(url, {**given, **wrong})
        assert (answer.status_code, said in answer.content.decode()) == (422, True), wrong
    assert not EstablishmentCertificate.objects.exists()
    address = client.post(url, given)["Location"]
    make_division(school, name="教务处")
    shown = words(client.get(address))
    assert ("有 1 项不一致" in shown, "教务处" in shown, "记录年度核验" in shown) == (True, True, True)
    sent = {**FAILED, "reviewed_on": "2025-11-20", "correct_by": "2026-01-31"}
    answer = client.post(f"{address}review/", {**sent, "result": "passed"})
    assert (answer.status_code, "1项不一致" in answer.content.decode()) == (422, True)
    assert client.post(f"{address}review/", sent).status_code == 302
    assert "不合格，限期整改" in words(client.get(address))
    assert client.post(f"{address}back/", {"on": "2026-02-01", "reason": "缴回"}).status_code == 422
    own = signed_in(unit_clerk)
    assert "记录年度核验" not in words(own.get(address))
    assert [own.post(f"{address}{act}/").status_code for act in ("review", "back")] == [403] * 2
    assert own.get(url).status_code == 403
    assert "99010001" in own.get(tab).content.decode()
    stranger = signed_in(outsider)
    assert [stranger.get(page).status_code for page in (address, url)] == [404] * 2


def test_the_api_reads_certificates_with_what_they_state(
    certificate: EstablishmentCertificate, clerk: User, head: User, unit_clerk: User, outsider: User
) -> None:
    certificates.review(certificate, actor=head, **PASSED)
    [shown] = got(unit_clerk, "certificates/", as_of="2025-12-31")["results"]
    assert (shown["number"], shown["reviewed_result"], shown["review_due_on"]) == ("99010001", "passed", "2026-12-31")
    found = got(clerk, f"certificates/{certificate.pk}/")
    assert {"item": "机构名称", "value": "澜川市第一中学"} in found["stated"]
    assert [review["year"] for review in found["reviews"]] == [2025]
    assert got(outsider, "certificates/")["results"] == []
    assert api_of(outsider).get(f"/api/v1/certificates/{certificate.pk}/").status_code == 404
