"""The history of a whole case: every row says who, why, under which case and on which paper."""

from typing import Any

import pytest
from django.apps import apps

from accounts.models import User
from approvals import deciding, issuing, meetings, reviewing
from approvals.models import Authority, Case, Document
from quotas.models import QuotaType
from tests.cast import make_unit
from tests.stories import EFFECTIVE, Actors, approve, argue, asked, endow, file, line, ready
from units.models import InternalDivision, Unit

Row = tuple[str, str, str, str, str, str]


def written_since(marks: dict[str, int]) -> list[Row]:
    """(model, kind of change, who, why, case, paper) of every row of history written since the marks."""
    rows = []
    for model in (m for m in apps.get_models() if hasattr(m, "history")):
        for row in model.history.filter(history_id__gt=marks[model._meta.label]).order_by("history_id"):
            why = row.history_change_reason or ""
            rows.append(
                (model.__name__, row.history_type, row.actor_name, why, row.case_number, row.document_number)
            )  # fmt: skip
    return rows


def marks() -> dict[str, int]:
    last = {}
    for model in (m for m in apps.get_models() if hasattr(m, "history")):
        newest = model.history.order_by("history_id").last()
        last[model._meta.label] = newest.history_id if newest else 0
    return last


@pytest.fixture
def told(
    wanted: dict[str, Any], school: Unit, unit_clerk: User, head: User, divisions: list[InternalDivision],
    actors: Actors,
) -> tuple[Case, list[Row]]:  # fmt: skip
    """An increase from the draft to the closed dossier, with a joint opinion and an argument."""
    before = marks()
    case = file("quota_increase", school, wanted, unit_clerk)
    reviewing.receive(case.pk, actor=actors.clerk, lead_division=divisions[0])
    reviewing.ask_joint(case.pk, actor=actors.clerk, divisions=divisions[1:2])
    review = case.joint_reviews.get()
    reviewing.answer_joint(case.pk, actor=head, review_id=review.pk, verdict="agree", opinion="无不同意见。")
    argue(reviewing.check(case.pk, actor=actors.clerk, opinion="属实。"), actors)
    deciding.approve(case.pk, actor=actors.committee, opinion="同意。")
    issuing.issue(case.pk, actor=actors.clerk, title="批复")
    issuing.close(case.pk, actor=actors.clerk)
    return case, written_since(before)


def test_every_row_names_its_actor_its_reason_and_its_case(told: tuple[Case, list[Row]]) -> None:
    case, rows = told
    assert {row[0] for row in rows} == {
        "Case", "Deliberation", "QuotaRequest", "QuotaRequestLine", "Attachment", "JointReview", "Argument",
        "Document", "Hold",
    }  # fmt: skip
    assert all(who and why and number == case.number for _, _, who, why, number, _ in rows)


def test_the_case_itself_tells_its_way(told: tuple[Case, list[Row]]) -> None:
    case, rows = told
    sheet = case.documents.get(kind=Document.Kind.DECISION_SHEET).number
    paper = case.documents.get(kind=Document.Kind.APPROVAL).number
    assert [(who, why, document) for model, _, who, why, _, document in rows if model == "Case"] == [
        ("unit_clerk同志", "工作需要。", ""),
        ("unit_clerk同志", "申报", ""),
        ("clerk同志", "受理", ""),
        ("clerk同志", "属实。", ""),
        ("clerk同志", "必要可行。", ""),
        ("committee同志", "同意。", sheet),
        ("clerk同志", "发文", paper),
        ("clerk同志", "发文", paper),
        ("clerk同志", "办结", ""),
    ]


def test_what_is_held_and_posted_rests_on_its_papers(told: tuple[Case, list[Row]]) -> None:
    case, rows = told
    sheet, paper = case.documents.order_by("id")
    assert [row[1:] for row in rows if row[0] == "Hold"] == [
        ("+", "committee同志", "同意。", case.number, sheet.number),
        ("~", "clerk同志", "发文", case.number, paper.number),
    ]
    assert [row[5] for row in rows if row[0] == "Document"] == [sheet.number, paper.number]
    assert [(t.document, t.actor_name) for t in case.transfers.order_by("id")] == [
        (sheet, "committee同志"), (paper, "clerk同志"),
    ]  # fmt: skip


def test_every_step_left_one_opinion(told: tuple[Case, list[Row]]) -> None:
    case, _ = told
    assert [opinion.action for opinion in case.opinions.order_by("id")] == [
        "draft", "file", "receive", "ask_joint", "joint", "check", "argue", "approve", "issue", "execute", "close",
    ]  # fmt: skip


def test_a_meeting_keeps_its_cases_apart(
    reserve: Document, school: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    endow(school, full_funded, 10, actors, reserve)
    other = make_unit(school.region, "澜川市第二中学", category="institution")
    data = asked(line(full_funded, 1, source=school, target=other))
    cases = [ready("quota_adjust", school, data, actors) for _ in range(2)]
    before = marks()
    meeting = meetings.convene(
        actor=actors.clerk, region=school.region, kind=Authority.OFFICE_MEETING, title="室务会", planned_on=EFFECTIVE
    )
    results = {item.pk: meetings.Result("approved", "同意。") for item in meeting.items.all()}
    meeting = meetings.record(meeting.pk, actor=actors.director, chair="沈主任", attendees="", results=results)
    rows = written_since(before)
    minutes = Document.objects.get(meetings=meeting)
    numbers = [case.number for case in cases]
    assert [row[4] for row in rows if row[0] == "AgendaItem"] == [*numbers, *numbers]
    assert [row[4] for row in rows if row[0] == "Case"] == numbers
    assert [row[4] for row in rows if row[0] == "Hold"] == numbers
    assert [row[4:] for row in rows if row[0] == "Meeting"] == [("", ""), ("", minutes.number)]
    assert {row[5] for row in rows if row[0] in ("Case", "Hold", "Document")} == {minutes.number}


def test_a_dry_run_writes_no_history(wanted: dict[str, Any], school: Unit, actors: Actors) -> None:
    case = ready("quota_increase", school, wanted, actors)
    before = marks()
    deciding.preview(case, actor=actors.committee)
    assert written_since(before) == []
    approve(case, actors)
    assert written_since(before) != []
