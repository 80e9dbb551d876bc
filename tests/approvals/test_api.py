"""The API of cases, papers and meetings: what it shows, to whom, and how it refuses."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from approvals import meetings, workdays
from approvals.models import Case, CaseKind, Document, Meeting, State
from approvals.serializers import EffectSerializer
from quotas.models import QuotaType
from tests.api import V1, api_of, done, downloaded, draft_of, got, refusal, sent
from tests.book import unchanged
from tests.stories import EFFECTIVE, Actors, give_reserve, ready, superior_paper
from tests.stories import file as file_case
from units.models import Region, Unit


def test_the_list_tells_where_each_case_stands(filed: Case, clerk: User, school: Unit) -> None:
    [row] = got(clerk, "cases/")["results"]
    assert row["number"] == filed.number
    assert row["kind"] == {
        "code": "quota_allot", "name": "核定编制", "subject": "quota_request", "authority": "director",
    }  # fmt: skip
    assert row["applicant"] == {"number": school.number, "name": school.name}
    assert (row["region"]["code"], row["state"], row["filed_by"]) == ("990100", "filed", "unit_clerk同志")
    assert row["light"]["colour"] == "green"
    assert row["due_on"] == workdays.add_workdays(workdays.today(), 20).isoformat()


PAPER = {"number": "省编〔2026〕7号", "title": "通知", "issuer": "省委编委", "issued_on": "2026-01-05"}


@pytest.fixture
def kind(db: None) -> QuotaType:
    return QuotaType.objects.get(code="full_funded")


@pytest.fixture
def filed(school: Unit, kind: QuotaType, unit_clerk: User) -> Case:
    line = {"quota_type": kind, "applied_count": 5, "target_unit": school}
    return file_case("quota_allot", school, {"effective_on": EFFECTIVE, "lines": [line]}, unit_clerk)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, True),
        ({"state": "filed"}, True),
        ({"state": "closed"}, False),
        ({"kind": "quota_allot"}, True),
        ({"kind": "quota_cut"}, False),
        ({"region": "990100"}, True),
        ({"region": "990102"}, False),
        ({"q": "第一中学"}, True),
        ({"q": "990100-"}, True),
        ({"q": "%"}, False),
        ({"applicant": "990100-99999"}, False),
    ],
)
def test_the_list_is_narrowed_by_its_filters(filed: Case, clerk: User, query: dict[str, str], found: bool) -> None:
    numbers = [row["number"] for row in got(clerk, "cases/", **query)["results"]]
    assert numbers == ([filed.number] if found else [])


def test_the_list_is_narrowed_by_its_applicant(filed: Case, clerk: User, school: Unit) -> None:
    assert len(got(clerk, "cases/", applicant=school.number)["results"]) == 1


def test_cases_are_seen_by_who_oversees_them_and_by_their_applicant(
    filed: Case, clerk: User, inspector: User, department: User, unit_clerk: User, outsider: User
) -> None:
    for user in (clerk, inspector, department, unit_clerk):
        assert [row["number"] for row in got(user, "cases/")["results"]] == [filed.number]
        assert got(user, f"cases/{filed.number}/")["number"] == filed.number
    assert got(outsider, "cases/")["results"] == []


def test_what_is_outside_the_scope_does_not_exist(
    filed: Case, school: Unit, clerk: User, outsider: User, region: Region
) -> None:
    paper = filed.attachments.get()
    document = superior_paper(region, clerk)
    meeting = meetings.convene(
        actor=clerk, region=region, kind="committee", title="编委会", planned_on=EFFECTIVE
    )  # fmt: skip
    addresses = [
        f"cases/{filed.number}/", f"cases/{filed.number}/preview/", f"cases/{filed.number}/attachments/{paper.pk}/",
        f"documents/{document.pk}/", f"meetings/{meeting.pk}/",
    ]  # fmt: skip
    for address in addresses:
        hidden = api_of(outsider).get(f"{V1}/{address}")
        assert refusal(hidden) == (404, "not_found", "")
        missing = api_of(outsider).get(f"{V1}/{address.replace(filed.number, 'none').replace('s/1', 's/9')}")
        assert hidden.json() == missing.json()
    acts = [f"cases/{filed.number}/counts/", f"meetings/{meeting.pk}/record/"]
    acts += [f"cases/{filed.number}/actions/{action}/" for action in ("receive", "check", "approve", "withdraw")]
    with unchanged():
        for address in acts:
            assert refusal(sent(outsider, address, {"opinion": "同意。"})) == (404, "not_found", "")
        changed = sent(outsider, f"cases/{filed.number}/", draft_of(school), method="put")
        assert refusal(changed) == (404, "not_found", "")
    for address in ("cases/", "documents/", "meetings/"):
        assert got(outsider, address)["results"] == []


def test_nobody_is_told_anything_without_signing_in(filed: Case) -> None:
    for address in ("cases/", f"cases/{filed.number}/", "case-kinds/", "documents/", "meetings/", "quotas/types/"):
        assert refusal(api_of().get(f"{V1}/{address}")) == (401, "not_authenticated", "")
    assert refusal(api_of().post(f"{V1}/cases/{filed.number}/actions/receive/"))[0] == 401


def test_the_detail_says_what_the_caller_may_do_next(
    filed: Case, clerk: User, unit_clerk: User, director: User
) -> None:
    allowed = {user.username: got(user, f"cases/{filed.number}/")["allowed_actions"] for user in (clerk, unit_clerk)}
    assert allowed == {"clerk": ["receive", "return", "withdraw"], "unit_clerk": ["withdraw"]}
    done(clerk, f"cases/{filed.number}/actions/receive/")
    assert got(clerk, f"cases/{filed.number}/")["allowed_actions"] == [
        "return", "withdraw", "ask_joint", "joint", "check",
    ]  # fmt: skip
    assert got(director, f"cases/{filed.number}/")["allowed_actions"] == ["return", "joint"]


def test_the_office_sees_what_a_decision_would_do_and_the_applicant_only_before_filing(
    filed: Case, school: Unit, clerk: User, unit_clerk: User
) -> None:
    seen = got(clerk, f"cases/{filed.number}/preview/")
    assert (seen["blocked"], seen["is_partial"]) == (True, False)
    assert any(f["rule"] == "R02" and "储备0名" in f["sentence"] for f in seen["findings"])
    under_review = api_of(unit_clerk).get(f"{V1}/cases/{filed.number}/preview/")
    assert refusal(under_review) == (403, "permission_denied", "")
    own = done(unit_clerk, "cases/", draft_of(school))["number"]
    assert got(unit_clerk, f"cases/{own}/preview/")["blocked"]


def test_a_dry_run_changes_nothing_and_ends_with_the_decision(
    region: Region, bureau: Unit, school: Unit, kind: QuotaType, actors: Actors, clerk: User, director: User
) -> None:
    give_reserve(region, kind, 50, actors)
    line = {"quota_type": kind, "applied_count": 5, "target_unit": school}
    case = ready("quota_allot", school, {"effective_on": EFFECTIVE, "lines": [line]}, actors)
    with unchanged():
        seen = got(director, f"cases/{case.number}/preview/")
    assert not seen["blocked"]
    assert seen["base_changes"] == []
    done(director, f"cases/{case.number}/actions/approve/", {"opinion": "同意。", "confirmed_base": seen["base_token"]})
    assert refusal(api_of(director).get(f"{V1}/cases/{case.number}/preview/")) == (409, "state", "")


def test_the_catalogue_tells_what_each_kind_asks_for(unit_clerk: User) -> None:
    kinds = {row["code"]: row for row in got(unit_clerk, "case-kinds/")}
    assert set(kinds) == set(CaseKind.objects.values_list("code", flat=True))
    assert kinds["quota_increase"]["required_papers"] == ["申请报告"]
    assert (kinds["quota_increase"]["authority"], kinds["quota_increase"]["working_days"]) == ("committee", 20)
    assert kinds["body_set_up"]["subject"] == "body_request"


def test_a_paper_is_a_download_of_its_own_name(filed: Case, clerk: User) -> None:
    paper = filed.attachments.get()
    response = api_of(clerk).get(f"{V1}/cases/{filed.number}/attachments/{paper.pk}/", headers={"Accept": "image/png"})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert downloaded(response) == b"%PDF-1.4"
    paper.file.storage.delete(paper.file.name)
    gone = api_of(clerk).get(f"{V1}/cases/{filed.number}/attachments/{paper.pk}/")
    assert refusal(gone) == (404, "not_found", "")


def test_an_incoming_paper_is_registered_once(region: Region, clerk: User) -> None:
    paper = {"region": "990100", **PAPER}
    first = sent(clerk, "documents/", paper)
    assert (first.status_code, first.json()["kind"], first.json()["units"]) == (201, "external", [])
    assert api_of(clerk).get(first.headers["Location"]).json() == first.json()
    assert done(clerk, "documents/", paper)["id"] == first.json()["id"]
    assert [row["id"] for row in got(clerk, "documents/", q="7号", kind="external", region="990100")["results"]] == [
        first.json()["id"]
    ]
    assert got(clerk, "documents/", case="none")["results"] == []


def test_two_offices_register_the_same_paper_each_for_itself(
    region: Region, clerk: User, stranger: Unit, outsider: User
) -> None:
    def registered(user: User, code: str, title: str) -> Any:
        return done(user, "documents/", {**PAPER, "region": code, "title": title})

    assert registered(clerk, "990100", "甲")["title"] == "甲"
    assert registered(outsider, "990200", "乙")["title"] == "乙"


def test_pages_of_a_list_reach_every_case_once(region: Region, school: Unit, clerk: User) -> None:
    _fill(region, school, clerk, 120)
    found: list[str] = []
    address: str | None = f"{V1}/cases/?page_size=50"
    while address:
        page = api_of(clerk).get(address).json()
        found += [row["number"] for row in page["results"]]
        address = page["next"]
    assert len(found) == len(set(found)) == 120
    assert found == sorted(found, reverse=True)


@pytest.mark.parametrize("cursor", ["odd", "cD1hYmM=", "cD05OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "cD0lMDA=", "bz0tMQ=="])
def test_an_odd_cursor_is_no_page(school: Unit, clerk: User, cursor: str) -> None:
    lists = ["cases/?", "documents/?", "meetings/?", "quotas/transfers/?", "quotas/periods/?", "quotas/exceptions/?"]
    kept = ["coordinating-bodies/?", "certificates/?", "reports/?"]
    for address in [*lists, *kept, f"staff/?unit={school.number}&"]:
        assert refusal(api_of(clerk).get(f"{V1}/{address}cursor={cursor}")) == (404, "not_found", "")


def test_lists_and_details_cost_the_same_at_every_size(
    region: Region, school: Unit, filed: Case, clerk: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for size in (10, 400):
        _fill(region, school, clerk, size)
        for address in ("cases/", "cases/?q=件", "documents/", "meetings/"):
            with django_assert_num_queries(3):  # user, mandates, rows
                assert api_of(clerk).get(f"{V1}/{address}").status_code == 200
        with django_assert_num_queries(10):
            # user, mandates, case, opinions, papers, arguments, joint reviews, documents, request, lines
            assert api_of(clerk).get(f"{V1}/cases/{filed.number}/").status_code == 200


def _fill(region: Region, school: Unit, clerk: User, size: int) -> None:
    kind, today = CaseKind.objects.get(code="quota_allot"), workdays.today()
    taken = Case.objects.count()
    fields = {"kind": kind, "region": region, "applicant": school, "filed_by": clerk, "state": State.FILED}
    common: dict[str, Any] = {**fields, "filed_on": today, "due_on": today}
    Case.objects.bulk_create(Case(number=f"F-{n:05d}", title=f"第{n}件", **common) for n in range(taken, size))
    paper: dict[str, Any] = {"region": region, "kind": Document.Kind.EXTERNAL, "issuer": "甲", "drafted_by": clerk}
    Document.objects.bulk_create(Document(title=f"第{n}件", **paper) for n in range(taken, size))
    plan: dict[str, Any] = {"region": region, "kind": "committee", "planned_on": today, "convened_by": clerk}
    Meeting.objects.bulk_create(Meeting(title=f"第{n}次", **plan) for n in range(taken, size))


def test_the_place_of_an_effect_is_described_as_the_inner_code_it_is() -> None:
    assert EffectSerializer().fields["place"].help_text == "单位编码或区划代码，同名者以此区分"
