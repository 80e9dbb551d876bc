"""Template tags of the design language: figures, bars and charts drawn by the server without inline styles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Protocol

from django import template
from django.forms import BoundField
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

Figure = int | float | Decimal | str | None

BUCKETS = (
    ("occupied", "实有"),
    ("locked", "锁定"),
    ("vacant", "空编"),
    ("excess", "超编"),
    ("borrowed", "借用"),
)
TICK_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000)
MOST_TICKS = 24
TONES = {
    "draft": "plain",
    "filed": "warn",
    "received": "active",
    "checked": "active",
    "argued": "active",
    "decided": "good",
    "issued": "good",
    "executed": "good",
    "closed": "plain",
    "returned": "warn",
    "refused": "bad",
    "withdrawn": "plain",
}


def _number(value: Figure) -> Decimal | None:
    """The value as a number, or None for what is empty or no number, so that a page never fails on a missing figure."""
    try:
        return None if value is None or value == "" else Decimal(str(value))
    except ArithmeticError:
        return None


def _count(value: Figure) -> int:
    return value if isinstance(value, int) else int(_number(value) or 0)


@register.filter
def grouped(value: Figure) -> str:
    """12480 as 12,480 and nothing as a dash."""
    number = value if isinstance(value, int) else _number(value)
    return "—" if number is None else f"{number:,}".replace("-", "−")


@register.filter
def wan(value: Figure) -> str:
    """Yuan in tens of thousands (万元), as budgets are read: 4636000 as 463.60."""
    number = _number(value)
    return "" if number is None else str((number / 10_000).quantize(Decimal("0.01")))


class NavLink(Protocol):
    """An entry of the main menu."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def url_name(self) -> str: ...


@register.simple_tag(takes_context=True)
def nav_links(context: Context, items: Iterable[NavLink]) -> SafeString:
    """The entries of a group of the menu; drawn here, because every page has them twice."""
    match = getattr(context.get("request"), "resolver_match", None)
    key, view = context.get("nav_key"), match.view_name if match else None
    drawn = (_nav_link(item.url, item.key, item.label, key == item.key or view == item.url_name) for item in items)
    return mark_safe("".join(drawn))


@cache
def _nav_link(url: str, key: str, label: str, is_open: bool) -> str:
    current = mark_safe(' aria-current="page"') if is_open else ""
    return format_html('<a class="nav__link" href="{}" data-go="{}"{}>{}</a>', url, key, current, label)


class FigureCell(Protocol):
    """One number of a table: the page that explains it, its tone, and a small note below."""

    @property
    def value(self) -> int: ...
    @property
    def url(self) -> str: ...
    @property
    def tone(self) -> str: ...
    @property
    def note(self) -> str: ...


@register.filter
def figure_cells(cells: Iterable[FigureCell]) -> SafeString:
    """The numbers of a row as cells, each leading to what explains it; drawn here, because a table has hundreds."""
    return mark_safe("".join(_figure_cell(cell) for cell in cells))


def _figure_cell(cell: FigureCell) -> str:
    tone = f" {cell.tone}" if cell.tone else ""
    figure = format_html('<a href="{}">{}</a>', cell.url, grouped(cell.value)) if cell.url else str(cell.value)
    note = format_html('<span class="note">{}</span>', cell.note) if cell.note else ""
    return format_html('<td class="num{}">{}{}</td>', tone, mark_safe(figure), note)


@register.filter
def signed(value: Figure) -> str:
    """A movement with its sign (+3, −2, 0); a true minus is as wide as a plus, so columns stay aligned."""
    number = _number(value)
    return "—" if number is None else f"{number:+,}".replace("-", "−") if number else "0"


@register.filter
def minus(value: Figure, other: Figure) -> Decimal:
    """value − other, for differences in templates."""
    return (_number(value) or Decimal()) - (_number(other) or Decimal())


@register.filter
def sign_class(value: Figure) -> str:
    """CSS class of a movement: plus, minus or is-zero."""
    number = _number(value) or 0
    return "plus" if number > 0 else "minus" if number < 0 else "is-zero"


@register.filter
def percent(part: Figure, whole: Figure) -> str:
    """part of whole with one decimal; a dash when there is no whole."""
    total = _number(whole)
    return f"{(_number(part) or 0) / total * 100:.1f}%" if total else "—"


@register.filter
def state_tone(state: str) -> str:
    """Tone of a case state: plain, active, good, warn or bad."""
    return TONES.get(str(state), "plain")


@register.filter
def input_type(field: BoundField) -> str:
    """Lower-case name of the field's widget class, e.g. checkboxinput."""
    return type(field.field.widget).__name__.lower()


@dataclass(frozen=True)
class Segment:
    """One bucket on a quota bar; x and width are percentages of the bar, ready for SVG attributes."""

    bucket: str
    label: str
    count: int
    x: str
    width: str


@dataclass(frozen=True)
class QuotaBar:
    """A stacked bar of a unit's posts; over is the number of people above the cap, cap_x where the cap lies."""

    approved: int
    over: int
    segments: tuple[Segment, ...]
    cap_x: str
    frame_width: str
    ticks: tuple[str, ...]
    sentence: str


def _share(part: int, whole: int) -> str:
    return f"{part * 100 / whole:.3f}%" if whole else "0%"


def _ticks(length: int) -> tuple[str, ...]:
    """Marks every 1, 2, 5, 10 … posts, as the stars on a steelyard (秤星)."""
    step = next((step for step in TICK_STEPS if length / step <= MOST_TICKS), 0)
    return tuple(_share(mark, length) for mark in range(step, length, step)) if step else ()


def _sentence(approved: int, counts: Sequence[tuple[str, str, int]]) -> str:
    """The bar in words, for those who do not see it."""
    parts = "，".join(f"{label} {count}" for _, label, count in counts if count)
    return f"核定 {approved}" + (f"，{parts}" if parts else "")


@register.simple_tag
def bar_segments(
    approved: Figure = 0,
    occupied: Figure = 0,
    locked: Figure = 0,
    vacant: Figure = 0,
    excess: Figure = 0,
    borrowed: Figure = 0,
    scale: Figure = 0,
) -> QuotaBar:
    """Lay out a quota bar in posts; excess is the ledger's balance (≤ 0), scale lets several bars share one length."""
    over = abs(_count(excess))
    inside = max(_count(occupied) - over, 0)
    drawn = (inside, _count(locked), _count(vacant), over, _count(borrowed))
    length = max(sum(drawn), _count(approved), _count(scale))
    segments: list[Segment] = []
    start = 0
    for (bucket, label), count in zip(BUCKETS, drawn, strict=True):
        if count > 0:
            segments.append(Segment(bucket, label, count, _share(start, length), _share(count, length)))
            start += count
    words = [(bucket, label, count) for (bucket, label), count in zip(BUCKETS, drawn, strict=True)]
    words[0] = ("occupied", "实有", _count(occupied))
    return QuotaBar(
        approved=_count(approved),
        over=over,
        segments=tuple(segments),
        cap_x=_share(_count(approved), length),
        frame_width=_share(max(start, _count(approved)), length) if length else "100%",
        ticks=_ticks(length),
        sentence=_sentence(_count(approved), words),
    )


@dataclass(frozen=True)
class Column:
    """One column of a chart: x, width and centre in per cent of the chart, y and height in pixels."""

    label: str
    value: Figure
    tone: str
    x: str
    width: str
    centre: str
    y: float
    height: float
    label_shown: bool


@dataclass(frozen=True)
class ColumnChart:
    """Columns over a base line; height is that of the whole drawing in pixels."""

    columns: tuple[Column, ...]
    height: int
    base: float
    grid: tuple[float, ...]
    sentence: str


@register.simple_tag
def column_chart(points: Iterable[Sequence[Figure]], height: int = 160) -> ColumnChart:
    """Lay out (label, value[, tone]) points; tone is is-muted or is-bad; values below 0 count as 0."""
    rows = [(str(point[0]), point[1], str(point[2]) if len(point) > 2 else "") for point in points]
    numbers = [max(float(_number(value) or 0), 0.0) for _, value, _ in rows]
    top, base = max(numbers, default=0.0) or 1.0, height - 22.0
    every = max(1, -(-len(rows) // 12))
    slot = 100 / (len(rows) or 1)
    columns = []
    for index, ((label, value, tone), number) in enumerate(zip(rows, numbers, strict=True)):
        tall = round(number / top * (base - 18), 1)
        left = index * slot
        columns.append(
            Column(
                label=label,
                value=value,
                tone=tone,
                x=f"{left + slot * 0.18:.3f}%",
                width=f"{slot * 0.64:.3f}%",
                centre=f"{left + slot / 2:.3f}%",
                y=round(base - tall, 1),
                height=tall,
                label_shown=index % every == 0,
            )
        )
    grid = tuple(round(base - (base - 18) * part, 1) for part in (0.5, 1.0))
    sentence = "，".join(f"{label} {grouped(value)}" for label, value, _ in rows)
    return ColumnChart(tuple(columns), height, base, grid, sentence)


@dataclass(frozen=True)
class Sparkline:
    """A small line in a box of 120 × 24; points is the SVG attribute."""

    points: str
    last_x: float
    last_y: float
    sentence: str


@register.simple_tag
def sparkline(values: Iterable[Figure]) -> Sparkline | None:
    """Lay out a series as a small line; None when there are fewer than two figures."""
    numbers = [float(number) for number in map(_number, values) if number is not None]
    if len(numbers) < 2:
        return None
    low, high = min(numbers), max(numbers)
    step, span = 112 / (len(numbers) - 1), (high - low) or 1.0
    places = [(round(4 + index * step, 1), round(20 - (n - low) / span * 16, 1)) for index, n in enumerate(numbers)]
    rising = sum(1 for before, after in pairwise(numbers) if after > before)
    sentence = f"由 {numbers[0]:g} 到 {numbers[-1]:g}，{len(numbers)} 期中上升 {rising} 次"
    return Sparkline(" ".join(f"{x},{y}" for x, y in places), *places[-1], sentence)
