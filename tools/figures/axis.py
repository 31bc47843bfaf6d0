"""The graduated ruler that every chart stands on: minor and major ticks, numbers in the reader's language."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from tools.figures.svg import number, path, text
from tools.figures.words import show
from tools.finding import Unit
from tools.wording import Language, NumberFormat, format_number

WIDE = 720.0
NARROW = 340.0


@dataclass(frozen=True)
class Axis:
    """A linear scale from ``low``–``high`` to 0–``length`` user units."""

    low: float
    high: float
    length: float
    unit: Unit
    step: float  # between two numbered ticks

    def at(self, value: float) -> float:
        """Where ``value`` stands, kept on the axis."""
        share = (value - self.low) / (self.high - self.low)
        return min(max(share, 0.0), 1.0) * self.length

    def ticks(self, step: float) -> list[float]:
        """Multiples of ``step`` on the axis."""
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [index * step for index in range(first, last + 1)]

    def tick_label(self, value: float, language: Language, *, whole: bool) -> str:
        """The number under a tick; only the first and the last one carry the unit (``whole``)."""
        if self.unit in ("share", "points"):
            digits = 0 if self.step >= 0.0099 else 1
            if whole and self.unit == "share":
                return format_number(value, "percent" if digits == 0 else "percent1", language)
            return format_number(value * 100, "int" if digits == 0 else "number1", language)
        if whole and self.unit in ("pixels", "seconds"):
            return show(value, self.unit, language)
        style: NumberFormat = "int" if self.step >= 0.999 else "number1" if self.step >= 0.0999 else "number2"
        return format_number(value, style, language)

    def horizontal(self, y: float, language: Language) -> list[str]:
        """The ruler under a chart, at height ``y``."""
        ends = "start" if self.length < WIDE else "middle"
        parts = [path(f"M0 {number(y)}H{number(self.length)}", "axis")]
        majors = self.ticks(self.step)
        for value in self.ticks(self.step / 2):
            tall = any(math.isclose(value, major, abs_tol=self.step / 100) for major in majors)
            parts.append(path(f"M{number(self.at(value))} {number(y)}v{10 if tall else 5}", "tick"))
        for index, value in enumerate(majors):
            edge = index in (0, len(majors) - 1)
            anchor = "middle"
            if ends == "start" and self.at(value) < 12:
                anchor = "start"
            elif ends == "start" and self.at(value) > self.length - 14:
                anchor = "end"
            label = self.tick_label(value, language, whole=edge)
            parts.append(text(self.at(value), y + 28, label, css="soft", anchor=anchor))
        return parts


def axis_for(
    values: Iterable[float], unit: Unit, *, narrow: bool, limits: tuple[float, float] | None = None
) -> Axis:
    """An axis with round ends that holds every value; ``limits`` imposes the ends (the bet's own axis)."""
    length = NARROW if narrow else WIDE
    most = 5 if narrow else 10
    known = list(values)
    if limits:
        low, high = limits
        low, high = min([low, *known]), max([high, *known])
    else:
        low, high = min(known), max(known)
        margin = (high - low) * 0.12 or max(abs(high) * 0.1, 0.01 if unit == "share" else 0.5)
        low, high = low - margin, high + margin
        if unit == "share":
            low, high = max(low, 0.0), min(high, 1.0)
    step = _round_step((high - low) / most)
    if not limits:
        low, high = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return Axis(low=low, high=high, length=length, unit=unit, step=step)


def _round_step(rough: float) -> float:
    """The smallest of 1, 2, 5 × 10ⁿ that is at least ``rough``."""
    scale = 10.0 ** math.floor(math.log10(rough))
    for factor in (1, 2, 5, 10):
        if factor * scale >= rough * (1 - 1e-9):
            return factor * scale
    return 10 * scale
