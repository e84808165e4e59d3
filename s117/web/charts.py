"""Geometry of the charts that pages draw as SVG: percentages across, pixels down (no viewBox).

Bars stretch with the page and letters do not, so a chart is readable at 390 and at 1280 pixels
without script and without inline style.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
