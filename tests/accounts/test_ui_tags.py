from decimal import Decimal

import pytest
from django.template import Context, Template

from accounts.templatetags import ui


@pytest.mark.parametrize(
    ("value", "text"),
    [(12480, "12,480"), (-3, "−3"), (0, "0"), ("7", "7"), (None, "—"), ("", "—"), ("无", "—"), (Decimal("1.5"), "1.5")],
)
def test_figures_are_grouped_and_what_is_no_number_is_a_dash(value: ui.Figure, text: str) -> None:
    assert ui.grouped(value) == text


def test_yuan_are_read_in_tens_of_thousands() -> None:
    assert ui.grouped(ui.wan(Decimal("12463600.00"))) == "1,246.36"
    assert ui.grouped(ui.wan(None)) == "—"


@pytest.mark.parametrize(("value", "text"), [(3, "+3"), (-2, "−2"), (0, "0"), (None, "—"), (-1200, "−1,200")])
def test_movements_carry_their_sign(value: ui.Figure, text: str) -> None:
    assert ui.signed(value) == text


@pytest.mark.parametrize(("value", "name"), [(3, "plus"), (-2, "minus"), (0, "is-zero"), (None, "is-zero")])
def test_movements_have_a_class(value: ui.Figure, name: str) -> None:
    assert ui.sign_class(value) == name


def test_differences_and_shares() -> None:
    assert ui.minus(5, 7) == -2
    assert ui.minus(None, 7) == -7
    assert ui.percent(45, 48) == "93.8%"
    assert ui.percent(0, 48) == "0.0%"
    assert ui.percent(1, 0) == "—"


def test_an_unknown_state_is_plain() -> None:
    assert ui.state_tone("refused") == "bad"
    assert ui.state_tone("nonsense") == "plain"


def test_the_bar_of_a_unit_within_its_cap_fills_the_whole_length() -> None:
    bar = ui.bar_segments(approved=48, occupied=45, locked=1, vacant=2)
    assert [(s.bucket, s.count) for s in bar.segments] == [("occupied", 45), ("locked", 1), ("vacant", 2)]
    assert bar.segments[0].x == "0.000%"
    assert bar.segments[2].x == "95.833%"
    assert bar.over == 0
    assert bar.cap_x == bar.frame_width == "100.000%"
    assert bar.sentence == "核定 48，实有 45，锁定 1，空编 2"


def test_people_above_the_cap_stand_behind_the_cap() -> None:
    bar = ui.bar_segments(approved=20, occupied=23, excess=-3)
    assert [(s.bucket, s.count, s.x) for s in bar.segments] == [("occupied", 20, "0.000%"), ("excess", 3, "86.957%")]
    assert bar.over == 3
    assert bar.cap_x == "86.957%"
    assert bar.sentence == "核定 20，实有 23，超编 3"


def test_several_bars_share_one_scale() -> None:
    bar = ui.bar_segments(approved=10, occupied=10, scale=40)
    assert bar.segments[0].width == bar.frame_width == "25.000%"


def test_an_account_without_posts_is_an_empty_frame() -> None:
    bar = ui.bar_segments(approved="", occupied=None)
    assert bar.segments == ()
    assert bar.ticks == ()
    assert bar.frame_width == "100%"


@pytest.mark.parametrize("length", [1, 2, 6, 48, 1286, 12480, 999_999])
def test_marks_are_few_and_regular(length: int) -> None:
    bar = ui.bar_segments(approved=length, vacant=length)
    assert len(bar.ticks) <= ui.MOST_TICKS


def test_columns_stand_on_the_base_line_and_the_tallest_reaches_the_top() -> None:
    chart = ui.column_chart([("1月", 10), ("2月", 20), ("3月", None)], height=100)
    assert [column.height for column in chart.columns] == [30.0, 60.0, 0.0]
    assert all(column.y + column.height == chart.base for column in chart.columns)
    assert chart.sentence == "1月 10，2月 20，3月 —"


def test_many_columns_are_not_all_labelled() -> None:
    chart = ui.column_chart([(str(n), n) for n in range(60)])
    assert sum(column.label_shown for column in chart.columns) == 12


def test_charts_without_points_are_empty() -> None:
    assert ui.column_chart([]).columns == ()
    assert ui.sparkline([]) is None
    assert ui.sparkline([3, None]) is None


def test_a_sparkline_stays_in_its_box() -> None:
    line = ui.sparkline([1180, 1210, 1190])
    assert line is not None
    assert line.points == "4.0,20.0 60.0,4.0 116.0,14.7"
    assert line.sentence == "由 1180 到 1190，3 期中上升 1 次"


def test_a_quota_bar_is_drawn_without_inline_styles() -> None:
    html = Template(
        '{% include "components/quota_bar.html" with label="行政编制" approved=20 occupied=23 excess=-3 %}'
    ).render(Context())
    assert "style=" not in html
    assert 'fill="url(#hatch-excess)"' in html
    assert "其中超编 <b>3</b>" in html


def test_a_post_without_approval_says_so() -> None:
    html = Template('{% include "components/quota_bar.html" with label="工勤编制" approved=0 %}').render(Context())
    assert "未核定" in html
