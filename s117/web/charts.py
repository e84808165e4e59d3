"""Geometry of the charts that pages draw as SVG: percentages across, pixels down (no viewBox).

Bars stretch with the page and letters do not, so a chart is readable at 390 and at 1280 pixels
without script and without inline style.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

ROW_HEIGHT = 52
BAR_TOP, BAR_HEIGHT = 22, 20
NARROWEST_LABELLED = 4
NICE_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000)


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a bar, in percent of the chart's width; `label` is empty where it would not fit."""

    x: float
    width: float
    value: int
    series: int
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the chart."""

    name: str
    total: int
    y: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of the scale."""

    x: float
    value: int


@dataclass(frozen=True, slots=True)
class BarChart:
    """Everything that the bar chart macro draws."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    height: int
    series: tuple[str, ...]


def bars(rows: Sequence[tuple[str, Sequence[int]]], series: Sequence[str]) -> BarChart:
    """Stacked bars: each row is a name and one whole number for each series."""
    longest = max((sum(values) for _, values in rows), default=0)
    step = next((step for step in NICE_STEPS if longest <= step * 5), NICE_STEPS[-1])
    top = max(step, -(-longest // step) * step)
    return BarChart(
        bars=tuple(_bar(name, values, top, index) for index, (name, values) in enumerate(rows)),
        ticks=tuple(Tick(_percent(value, top), value) for value in range(0, top + 1, step)),
        height=len(rows) * ROW_HEIGHT + 28,
        series=tuple(series),
    )


def _bar(name: str, values: Sequence[int], top: int, index: int) -> Bar:
    segments, before = [], 0
    for series, value in enumerate(values):
        if value:
            width = _percent(value, top)
            segments.append(
                Segment(
                    _percent(before, top),
                    width,
                    value,
                    series,
                    str(value) if width >= NARROWEST_LABELLED else "",
                )
            )
        before += value
    return Bar(name, before, index * ROW_HEIGHT, tuple(segments))


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a line: percent across, percent down."""

    x: float
    y: float
    name: str
    value: int


@dataclass(frozen=True, slots=True)
class LineChart:
    """Everything that the line chart macro draws. Values are percentages from 0 to 100."""

    points: tuple[Point, ...]
    path: str
    target: int | None
    target_y: float


def line(rows: Sequence[tuple[str, int]], target: int | None = None) -> LineChart:
    """A line over time: each row is a name (a month) and a percentage."""
    last = max(1, len(rows) - 1)
    points = tuple(
        Point(round(index * 100 / last, 2), 100 - value, name, value)
        for index, (name, value) in enumerate(rows)
    )
    path = " ".join(f"{point.x},{point.y}" for point in points)
    return LineChart(points, path, target, 100 - (target or 0))


def _percent(value: int, top: int) -> float:
    return round(value * 100 / top, 2)


@dataclass(frozen=True, slots=True)
class Bullet:
    """One row: two parts of a bar, and where its target stands (None without one)."""

    name: str
    y: int
    first: float
    second: float
    target: float | None


@dataclass(frozen=True, slots=True)
class BulletChart:
    """Everything that the bullet chart macro draws."""

    rows: tuple[Bullet, ...]
    height: int


def bullets(rows: Sequence[tuple[str, int, int, int | None]]) -> BulletChart:
    """Bars of two parts with a mark for the target of each: (name, first, second, target), whole numbers.
    What is below nothing, as after a correction, has no length."""
    longest = max((max(first + second, target or 0) for _, first, second, target in rows), default=0) or 1
    drawn = tuple(
        Bullet(
            name,
            index * ROW_HEIGHT,
            _percent(max(first, 0), longest),
            _percent(max(second, 0), longest),
            None if target is None else _percent(target, longest),
        )
        for index, (name, first, second, target) in enumerate(rows)
    )
    return BulletChart(drawn, len(rows) * ROW_HEIGHT)


LANE_HEIGHT = 48
NARROWEST_SPAN = 0.8


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in percent of the picture's width; `open` when it has not ended."""

    x: float
    width: float
    colour: str
    open: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of the picture: a name, its stretches and single days."""

    name: str
    y: int
    spans: tuple[Span, ...]
    marks: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class YearMark:
    """1 January of a year, or the first or last day of the picture."""

    x: float
    words: str


@dataclass(frozen=True, slots=True)
class LaneChart:
    """Everything that the picture of stretches of time draws."""

    lanes: tuple[Lane, ...]
    years: tuple[YearMark, ...]
    height: int


Stretch = tuple[date, date | None, str]


def lanes(
    rows: Sequence[tuple[str, Sequence[Stretch], Sequence[date]]], first: date, today: date
) -> LaneChart:
    """Stretches of time, a lane for each name: (first day, day it ended or None, colour), and single days.

    The picture runs from the first day to today; what has not ended runs to its edge.
    """
    last = max(today, first + timedelta(days=30))
    length = (last - first).days

    def place(day: date) -> float:
        return _percent(min(max((day - first).days, 0), length), length)

    drawn = []
    for index, (name, stretches, days) in enumerate(rows):
        spans = tuple(_span(place, start, end, colour) for start, end, colour in stretches)
        drawn.append(Lane(name, index * LANE_HEIGHT, spans, tuple(place(day) for day in days)))
    return LaneChart(tuple(drawn), _years(place, first, last), len(rows) * LANE_HEIGHT + 28)


def _span(place: Callable[[date], float], start: date, end: date | None, colour: str) -> Span:
    right = 100.0 if end is None else place(end)
    left = min(place(start), 100 - NARROWEST_SPAN)
    return Span(left, round(max(right - left, NARROWEST_SPAN), 2), colour, end is None)


def _years(place: Callable[[date], float], first: date, last: date) -> tuple[YearMark, ...]:
    """At most five years, evenly; without a new year inside, the first and the last month."""
    years = range(first.year + 1, last.year + 1)
    if not years:
        return (YearMark(0, f"{first:%b %Y}"), YearMark(100, f"{last:%b %Y}"))
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if len(years) <= step * 5)
    chosen = [year for year in years if step == 1 or year % step == 0] or [years[-1]]
    return tuple(YearMark(place(date(year, 1, 1)), str(year)) for year in chosen)
