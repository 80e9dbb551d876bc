"""Filing (申报): draft, amend, file, withdraw; each refusal beside its field, changing nothing."""

import datetime as dt
from typing import Any

import pytest

from accounts import acting
from accounts.models import User
from approvals import filing, reviewing, workdays
from approvals.models import Case, CaseKind, Document, State
from demoregion.story import on
from quotas.models import QuotaType
from tests.cast import make_unit
from tests.refusals import forbidden, refused, untouched
from tests.stories import ANSWERS, EFFECTIVE, Actors, asked, endow, file, kind, line, ready
from units import lineage
from units.models import Region, Unit

FILED_ON = dt.date(2026, 4, 1)


def draft(actor: User, applicant: Unit, data: dict[str, Any], code: str = "quota_increase", **more: Any) -> Case:
    given = {"title": "增加教师编制", "reason": "扩班。", "answers": ANSWERS} | more
    return filing.draft(
        actor=actor, kind=CaseKind.objects.get(code=code), applicant=applicant, data=data, **given
    )  # fmt: skip


def abolish(unit: Unit, actor: User) -> None:
    with acting.by(actor):
        lineage.abolish(unit, on=EFFECTIVE, document_number="澜编〔2026〕8号", actor=actor)


def test_a_draft_takes_the_next_number_of_its_office(wanted: dict[str, Any], school: Unit, unit_clerk: User) -> None:
    with on(FILED_ON):
        case = draft(unit_clerk, school, wanted)
    assert (case.number, case.state, case.region) == ("990100-2026-00001", State.DRAFT, school.region)
    assert [opinion.action for opinion in case.opinions.all()] == ["draft"]
    assert list(case.quota_request.lines.values_list("applied_count", "target_unit")) == [(6, school.pk)]


def test_a_filed_case_keeps_the_numbers_it_stands_on_and_has_a_deadline(
    wanted: dict[str, Any], school: Unit, unit_clerk: User
) -> None:
    with on(FILED_ON):
        case = file("quota_increase", school, wanted, unit_clerk)
    assert (case.state, case.filed_by, case.filed_on) == (State.FILED, unit_clerk, FILED_ON)
    # 20 working days after 1 April; of 4-6 April (清明) only the Monday would have been one.
    assert case.due_on == dt.date(2026, 4, 30)
    case.refresh_from_db()
    assert ["澜川市", "事业编制（全额拨款）", "储备", 20, "990100", "full_funded"] in case.base
    assert list(case.units.all()) == [school]


def test_what_is_missing_is_told_all_at_once(wanted: dict[str, Any], school: Unit, unit_clerk: User) -> None:
    case = draft(unit_clerk, school, asked(), reason="  ")
    with refused(says="请至少填写一行申请明细。"):
        filing.file(case.pk, actor=unit_clerk)
    with refused(says="请填写申请理由。"):
        filing.file(case.pk, actor=unit_clerk)
    with refused(says="缺少申报要件：申请报告。"):
        filing.file(case.pk, actor=unit_clerk)


def test_who_may_file_for_whom(
    wanted: dict[str, Any], school: Unit, district: Region, stranger: Unit, unit_clerk: User, department: User,
    clerk: User, director: User, inspector: User, outsider: User,
) -> None:  # fmt: skip
    for actor in (unit_clerk, department, clerk):
        assert draft(actor, school, wanted).filed_by == actor
    for actor in (director, inspector, outsider):
        with forbidden("您不能为澜川市第一中学申报“增加编制”。"):
            draft(actor, school, wanted)
    with forbidden("您不能为澜川市第一中学申报“调剂编制”。"):
        draft(unit_clerk, school, wanted, "quota_adjust")
    lower = make_unit(district, "望湖区财政局")
    for applicant in (lower, stranger):
        with forbidden(f"您不能为{applicant.name}申报“增加编制”。"):
            draft(clerk, applicant, wanted)


def test_a_kind_out_of_use_is_not_filed(wanted: dict[str, Any], school: Unit, unit_clerk: User) -> None:
    CaseKind.objects.filter(code="quota_increase").update(is_active=False)
    with refused(code="inactive", says="该类事项已停用。"):
        draft(unit_clerk, school, wanted)


def test_an_abolished_unit_files_nothing(wanted: dict[str, Any], school: Unit, unit_clerk: User, clerk: User) -> None:
    case = draft(unit_clerk, school, wanted)
    abolish(school, clerk)
    school.refresh_from_db()
    with refused(code="abolished", says="澜川市第一中学已撤销，不能申报。"):
        draft(clerk, school, wanted)
    with refused(says="澜川市第一中学已撤销，不能申报。"):
        filing.file(case.pk, actor=clerk)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"count": 0}, "第1行：申请数须为1至1000000的整数。"),
        ({"count": -3}, "第1行：申请数须为1至1000000的整数。"),
        ({"count": 1_000_001}, "第1行：申请数须为1至1000000的整数。"),
        ({"count": "6"}, "第1行：申请数须为1至1000000的整数。"),
        ({"type": "institution"}, "第1行：请选择本类事项可用的编制类型。"),
        ({"type": "party_government_body"}, "第1行：请选择本类事项可用的编制类型。"),
    ],
)
def test_a_line_says_what_is_wrong_with_it(
    changes: dict[str, Any], sentence: str, school: Unit, unit_clerk: User
) -> None:
    wrong = line(kind(changes.get("type", "full_funded")), changes.get("count", 6), target=school)
    with refused(says=sentence):
        draft(unit_clerk, school, asked(wrong))


@pytest.mark.parametrize(("lines", "accepted"), [(200, True), (201, False)])
def test_a_request_has_at_most_two_hundred_lines(
    lines: int, accepted: bool, school: Unit, full_funded: QuotaType, unit_clerk: User
) -> None:
    data = asked(*[line(full_funded, 1, target=school)] * lines)
    if accepted:
        assert draft(unit_clerk, school, data).quota_request.lines.count() == lines
    else:
        with refused(code="lines", says="申请明细不超过200行。"):
            draft(unit_clerk, school, data)


def test_the_ends_of_a_line_fit_its_kind(
    region: Region, school: Unit, stranger: Unit, full_funded: QuotaType, clerk: User
) -> None:
    other = make_unit(region, "澜川市第二中学", category="institution")
    gone = make_unit(region, "澜川市第三中学", category="institution")
    abolish(gone, clerk)
    for code, wrong, sentence in (
        ("quota_increase", line(full_funded, 1), "第1行：请选择划入单位。"),
        ("quota_cut", line(full_funded, 1), "第1行：请选择划出单位。"),
        ("quota_adjust", line(full_funded, 1, source=school, target=school), "第1行：划出单位和划入单位不能相同。"),
        ("quota_increase", line(full_funded, 1, target=stranger), "第1行：临河市水务局不在澜川市管辖范围内。"),
        ("quota_increase", line(full_funded, 1, target=gone), "第1行：澜川市第三中学已撤销。"),
        (
            "quota_sink", line(full_funded, 1, source=school, target=other),
            "第1行：下沉的划入单位须在乡镇（街道）等下级地区，澜川市第二中学属于澜川市本级。",
        ),
    ):  # fmt: skip
        case = draft(clerk, school, asked(wrong), code)
        with refused(says=sentence):
            filing.file(case.pk, actor=clerk)


def test_a_floating_quota_says_until_when(wanted: dict[str, Any], school: Unit, unit_clerk: User) -> None:
    with refused(code="ends_on", says="使用期限须晚于生效日期。"):
        draft(unit_clerk, school, wanted | {"ends_on": EFFECTIVE}, "quota_floating")
    case = draft(unit_clerk, school, wanted, "quota_floating")
    with refused(says="机动编制须填写使用期限。"):
        filing.file(case.pk, actor=unit_clerk)


def test_a_title_is_not_empty_and_not_a_letter(wanted: dict[str, Any], school: Unit, unit_clerk: User) -> None:
    for title in ("", "   ", "长" * 201):
        with refused(code="title", says="请填写标题，不超过200字。"):
            draft(unit_clerk, school, wanted, title=title)


def test_only_some_kinds_have_a_fast_lane(wanted: dict[str, Any], school: Unit, unit_clerk: User) -> None:
    with refused(code="fast_lane", says="“核定编制”不适用绿色通道。"):
        draft(unit_clerk, school, wanted, "quota_allot", fast_lane=True)


def test_a_draft_is_amended_and_keeps_its_number(
    wanted: dict[str, Any], school: Unit, full_funded: QuotaType, unit_clerk: User, department: User
) -> None:
    case = draft(unit_clerk, school, wanted)
    fewer = asked(line(full_funded, 4, target=school))
    amended = filing.amend(
        case.pk, actor=department, title="增加4名", reason="扩班。", data=fewer, answers=ANSWERS
    )  # fmt: skip
    assert (amended.number, amended.title) == (case.number, "增加4名")
    assert [row.count for row in amended.quota_request.lines.all()] == [4]


def test_what_was_filed_is_not_amended_behind_the_office(
    wanted: dict[str, Any], school: Unit, unit_clerk: User, outsider: User
) -> None:
    case = file("quota_increase", school, wanted, unit_clerk)
    words: dict[str, Any] = {"title": "改", "reason": "改", "data": wanted, "answers": ANSWERS}
    with refused(code="state", says="办件当前状态为“待受理”，不能修改。"):
        filing.amend(case.pk, actor=unit_clerk, **words)
    with forbidden("您不能修改此办件。"):
        filing.amend(case.pk, actor=outsider, **words)


def test_a_returned_case_is_mended_and_filed_again_on_the_numbers_of_that_day(
    wanted: dict[str, Any], reserve: Document, school: Unit, full_funded: QuotaType, unit_clerk: User,
    department: User, actors: Actors,
) -> None:  # fmt: skip
    with on(FILED_ON):
        case = file("quota_increase", school, wanted, unit_clerk)
        reviewing.send_back(case.pk, actor=actors.clerk, opinion="请补充近三年工作量。")
    endow(school.region, full_funded, 5, actors, reserve)
    with on(FILED_ON + dt.timedelta(days=7)):
        case = filing.file(case.pk, actor=department)
    # 1-5 May are free, and Saturday 9 May is worked for it (调休).
    assert (case.state, case.filed_by, case.due_on) == (State.FILED, department, dt.date(2026, 5, 9))
    case.refresh_from_db()
    assert ["澜川市", "事业编制（全额拨款）", "储备", 25, "990100", "full_funded"] in case.base


def test_a_case_is_withdrawn_until_it_is_checked(wanted: dict[str, Any], school: Unit, unit_clerk: User) -> None:
    case = filing.withdraw(file("quota_increase", school, wanted, unit_clerk).pk, actor=unit_clerk, opinion="暂缓。")
    assert (case.state, case.closed_on) == (State.WITHDRAWN, workdays.today())
    with refused(code="state", says="办件当前状态为“已撤回”，不能申报。"):
        filing.file(case.pk, actor=unit_clerk)


def test_what_is_checked_is_not_withdrawn(
    wanted: dict[str, Any], school: Unit, unit_clerk: User, outsider: User, actors: Actors
) -> None:
    case = ready("quota_increase", school, wanted, actors, filed_by=unit_clerk)
    with refused(code="state", says="办件当前状态为“已论证”，不能撤回。"):
        filing.withdraw(case.pk, actor=unit_clerk)
    other = file("quota_increase", school, wanted, unit_clerk)
    with forbidden("您没有撤回此办件的权限。"):
        filing.withdraw(other.pk, actor=outsider)


def test_to_submit_is_to_draft_and_file_at_once_or_nothing(
    reserve: Document, school: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    endow(school, full_funded, 3, actors, reserve)
    data = asked(line(full_funded, 3, source=school))
    words: dict[str, Any] = {"applicant": school, "title": "收回", "reason": "整合。", "data": data}
    case = filing.submit(actor=actors.clerk, kind=CaseKind.objects.get(code="quota_take_back"), **words)
    assert [opinion.action for opinion in case.opinions.all()] == ["draft", "file"]
    with refused(says="缺少申报要件：申请报告。"):
        filing.submit(actor=actors.clerk, kind=CaseKind.objects.get(code="quota_cut"), **words)


def test_reading_what_is_missing_changes_nothing(wanted: dict[str, Any], school: Unit, unit_clerk: User) -> None:
    case = draft(unit_clerk, school, wanted)
    with untouched():
        assert filing.missing(case) == {"attachments": "缺少申报要件：申请报告。"}
