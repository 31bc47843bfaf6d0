"""A recorded measure and the same one made anew: both results, both n, and whether they contradict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from server.phrases import phrase
from tools.figures.words import show, show_bare
from tools.finding import Finding, Value
from tools.wording import Language, Words, format_number

SAME = 1e-3
"""Numbers this close are the same: another processor rounds otherwise in the fourth digit."""

Relation = Literal["agree", "undecided", "contradict"]


@dataclass(frozen=True)
class ResultPair:
    """One result in both measures, as printed. ``apart``: their intervals do not meet."""

    label: Words
    before: str
    now: str
    apart: bool = False


@dataclass(frozen=True)
class Beside:
    """Two measures of the same thing, side by side, and the sentence on what they are to each other."""

    relation: Relation
    says: str
    rows: list[ResultPair]


def differing(recorded: Finding, measured: Finding) -> list[tuple[str, object, object]]:
    """(field, recorded, measured) for every field of the result that is not the same.

    A field that the instrument has gained, or lost, since the recording was not measured twice.
    """
    found: list[tuple[str, object, object]] = []
    for name in sorted(recorded.result.keys() & measured.result.keys()):
        before, after = recorded.result[name], measured.result[name]
        if not _same(before, after):
            found.append((name, before, after))
    return found


def beside(recorded: Finding, measured: Finding, language: Language) -> Beside:
    """Both measures, number by number.

    They contradict each other where two intervals of the same number do not meet, or where two verdicts that
    both tell something are not the same. A measure that could not tell contradicts nothing.
    """
    then = {each.name: each for each in recorded.values}
    pairs = [(then[each.name], each) for each in measured.values if each.name in then]
    rows = [
        ResultPair(now.label, _shown(before, language), _shown(now, language), _apart(before, now))
        for before, now in pairs
    ]
    compared = any(_has_interval(before) and _has_interval(now) for before, now in pairs)
    apart = [row.label.in_(language) for row in rows if row.apart]
    relation, says = _relation(recorded, measured, apart, compared, language)
    if measured.n < recorded.n and (relation == "undecided" or recorded.verdict != measured.verdict):
        says += " " + phrase("again.fewer", language)
    return Beside(relation, says, rows)


def settings_shown(changed: Mapping[str, Any], recorded: Finding, language: Language) -> str:
    """The settings that are not those of the recording: "n = 40 instead of 1,000"."""
    # An n that was not asked is that of the whole case.
    before = {"n": recorded.n, **recorded.call.params}
    return ", ".join(
        phrase(
            "again.setting",
            language,
            name=name,
            now=_setting(value, language),
            before=_setting(before.get(name), language),
        )
        for name, value in changed.items()
    )


def _relation(
    recorded: Finding, measured: Finding, apart: list[str], compared: bool, language: Language
) -> tuple[Relation, str]:
    if apart:
        return "contradict", phrase("again.contradict.intervals", language, what=", ".join(apart))
    if recorded.verdict == measured.verdict:
        return "agree", phrase("again.agree" if compared else "again.agree.verdict", language)
    if measured.verdict == "inconclusive":
        return "undecided", phrase("again.undecided.now", language)
    if recorded.verdict == "inconclusive":
        return "undecided", phrase("again.undecided.then", language)
    intervals = phrase("again.meet" if compared else "again.no_intervals", language)
    return "contradict", phrase("again.contradict.verdict", language, intervals=intervals)


def _apart(before: Value, now: Value) -> bool:
    if before.low is None or before.high is None or now.low is None or now.high is None:
        return False
    return now.low > before.high or before.low > now.high


def _has_interval(value: Value) -> bool:
    return value.low is not None and value.high is not None


def _shown(value: Value, language: Language) -> str:
    shown = show(value.value, value.unit, language)
    if value.low is None or value.high is None:
        return shown
    low, high = (show_bare(end, value.unit, language) for end in (value.low, value.high))
    return phrase("again.interval", language, value=shown, low=low, high=high)


def _setting(value: object, language: Language) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return format_number(value, "int", language)
    if isinstance(value, float):
        return format_number(value, "number", language)
    return "–" if value is None else str(value)


def _same(before: object, after: object) -> bool:
    if isinstance(before, dict) and isinstance(after, dict):
        return before.keys() == after.keys() and all(_same(before[key], after[key]) for key in before)
    if isinstance(before, int | float) and isinstance(after, int | float):
        return abs(before - after) <= SAME * max(1.0, abs(before))
    return before == after
