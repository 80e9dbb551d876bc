"""Documents (批文、来文): four facts of an incoming paper, one number each, unchangeable once issued."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts import acting
from accounts.models import User
from approvals import deciding, documents, issuing
from approvals.models import Document
from demoregion.story import on
from tests.refusals import forbidden, refused, untouched
from tests.stories import Actors, approve, ready
from units.models import Region, Unit

FACTS: dict[str, Any] = {
    "number": "省编〔2026〕7号", "title": "关于下达编制的通知", "issuer": "省委编委", "issued_on": dt.date(2026, 1, 5),
}  # fmt: skip


def register(actor: User, region: Region, **more: Any) -> Document:
    return documents.register_incoming(actor=actor, region=region, **{**FACTS, **more})


def test_an_incoming_paper_is_registered_with_its_four_facts(region: Region, clerk: User) -> None:
    paper = register(clerk, region, number=" 省编〔2026〕7号 ", body="全文。")
    assert (paper.kind, paper.state, paper.body, paper.drafted_by) == ("external", "issued", "全文。", clerk)
    assert (paper.number, paper.title, paper.issuer, paper.issued_on) == tuple(FACTS.values())


@pytest.mark.parametrize("field", ["number", "title", "issuer"])
def test_a_fact_that_is_missing_is_named(field: str, region: Region, clerk: User) -> None:
    with refused(code="required", says="请填写。"):
        register(clerk, region, **{field: "  "})


@pytest.mark.parametrize(("field", "length"), [("number", 60), ("title", 200), ("issuer", 120)])
def test_facts_have_their_length(field: str, length: int, region: Region, clerk: User) -> None:
    assert register(clerk, region, **{field: "长" * length}).pk
    with refused(code="length"):
        register(clerk, region, **{field: "长" * (length + 1)})


def test_a_paper_is_not_from_the_future(region: Region, clerk: User) -> None:
    with on(dt.date(2026, 1, 5)):
        assert register(clerk, region).pk
    with on(dt.date(2026, 1, 4)), refused(code="future", says="来文日期不能晚于今天。"):
        register(clerk, region, number="省编〔2026〕8号")


def test_the_same_paper_is_registered_once(region: Region, clerk: User, head: User) -> None:
    paper = register(clerk, region)
    with untouched():
        assert register(head, region) == paper
    assert register(clerk, region, issuer="省委编办").pk != paper.pk


def test_only_the_office_registers_for_its_region(
    region: Region, department: User, unit_clerk: User, committee: User, inspector: User, outsider: User, director: User
) -> None:
    for actor in (department, unit_clerk, committee, inspector, outsider):
        with forbidden("您不能登记澜川市的来文。"):
            register(actor, region)
    assert register(director, region).pk


@pytest.fixture
def issued(wanted: dict[str, Any], school: Unit, unit_clerk: User, actors: Actors) -> Document:
    case = ready("quota_increase", school, wanted, actors, filed_by=unit_clerk)
    approve(case, actors)
    return issuing.issue(case.pk, actor=actors.clerk, title="批复")


@pytest.mark.parametrize(
    "change", [{"title": "改"}, {"number": "澜编办〔2026〕99号"}, {"body": "改"}, {"state": "draft"}]
)
def test_what_is_issued_is_final(change: dict[str, str], issued: Document, clerk: User) -> None:
    with (
        untouched(),
        pytest.raises(IntegrityError, match="is issued"),
        transaction.atomic(),
    ):
        Document.objects.filter(pk=issued.pk).update(**change)
    with untouched(), pytest.raises(IntegrityError, match="is issued"), acting.by(clerk):
        Document.objects.filter(pk=issued.pk)._raw_delete("default")


def test_the_applicant_reads_the_paper_and_a_stranger_does_not(
    issued: Document, unit_clerk: User, department: User, inspector: User, outsider: User
) -> None:
    seen = [
        user for user in (unit_clerk, department, inspector, outsider) if issued in Document.objects.visible_to(user)
    ]
    assert seen == [unit_clerk, department, inspector]


def test_the_decision_sheet_stays_in_the_office(issued: Document, unit_clerk: User, clerk: User) -> None:
    sheet = Document.objects.get(kind=Document.Kind.DECISION_SHEET)
    assert sheet.number.startswith("澜编审〔")
    assert sheet in Document.objects.visible_to(clerk)
    assert sheet not in Document.objects.visible_to(unit_clerk)


def test_a_dry_run_leaves_no_paper(wanted: dict[str, Any], school: Unit, actors: Actors) -> None:
    case = ready("quota_increase", school, wanted, actors)
    with untouched():
        deciding.preview(case, actor=actors.committee)
    assert not case.documents.exists()
