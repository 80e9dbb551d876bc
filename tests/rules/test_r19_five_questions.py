"""R19 五项审议内容: a proposal answers the five questions of article 16."""

import pytest

from quotas.models import QuotaType
from tests.stories import ANSWERS, EFFECTIVE, Actors, asked, file, found, line
from units.models import Unit


def test_five_answers_satisfy_it(staffed: Unit, full_funded: QuotaType, actors: Actors) -> None:
    case = file("quota_increase", staffed, asked(line(full_funded, 1, target=staffed)), actors.clerk)
    assert found(case, "R19", actors) == []


@pytest.mark.parametrize("blank", ["", "   "])
def test_an_unanswered_question_is_named_in_its_own_words(
    blank: str, staffed: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    data = asked(line(full_funded, 1, target=staffed))
    answers = ANSWERS | {"alternatives": blank}
    case = file("quota_increase", staffed, data, actors.clerk, answers=answers)
    assert found(case, "R19", actors) == ["五项审议内容应答复5项，已答复4项，缺：是否考虑过不增加编制的其他办法。"]


def test_no_answer_at_all_misses_five(staffed: Unit, full_funded: QuotaType, actors: Actors) -> None:
    data = asked(line(full_funded, 1, target=staffed))
    [sentence] = found(file("quota_increase", staffed, data, actors.clerk, answers={}), "R19", actors)
    assert sentence.startswith("五项审议内容应答复5项，已答复0项，缺：是否有利于坚持和加强党的全面领导；")


def test_kinds_that_carry_out_orders_are_not_asked(staffed: Unit, full_funded: QuotaType, actors: Actors) -> None:
    data = asked(line(full_funded, 1, source=staffed))
    case = file("quota_take_back", staffed, data, actors.clerk, answers={})
    assert found(case, "R19", actors) == []


def test_a_new_body_answers_them_too(bureau: Unit, actors: Actors) -> None:
    data = {"name": "澜川市数据局", "category": "organ", "rank": "division_chief", "effective_on": EFFECTIVE}
    case = file("body_set_up", bureau, data, actors.clerk, answers={})
    assert len(found(case, "R19", actors)) == 1
