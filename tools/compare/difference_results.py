"""What a comparison gives to a scenario."""

from __future__ import annotations

from typing import get_args

from tools.finding import Verdict
from tools.tool import FieldKind, ResultField
from tools.wording import Words


def _number(name: str, fr: str, en: str, low: float, high: float, kind: FieldKind = "number") -> ResultField:
    return ResultField(name=name, kind=kind, about=Words(fr=fr, en=en), low=low, high=high)


_LARGEST = 100_000.0
_VERDICTS = tuple(get_args(Verdict))

RESULTS: tuple[ResultField, ...] = (
    _number("n", "unités mesurées sur les deux sujets", "units measured of both subjects", 1, 100_000),
    _number("first", "mesure moyenne du sujet", "mean measure of the subject", -_LARGEST, _LARGEST),
    _number("second", "mesure moyenne de l’autre", "mean measure of the other", -_LARGEST, _LARGEST),
    _number("difference", "la première moins la seconde", "the first less the second", -_LARGEST, _LARGEST),
    _number("ci_low", "bas de son intervalle à 95 %", "low end of its 95% interval", -_LARGEST, _LARGEST),
    _number("ci_high", "haut de son intervalle à 95 %", "high end of its 95% interval", -_LARGEST, _LARGEST),
    _number(
        "chance",
        "chance d’une différence aussi grande si les deux noms sont tirés au sort",
        "chance of so large a difference if the two names are dealt at random",
        0, 1, "share",
    ),
    _number(
        "null_limit",
        "la plus grande différence que ce tirage donne, 95 fois sur 100",
        "the largest difference that such dealing gives, 95 times in 100",
        0, _LARGEST,
    ),
    ResultField(
        name="first_verdict", kind="one-of", choices=_VERDICTS,
        about=Words(fr="verdict de la mesure sur le sujet", en="verdict of the measure of the subject"),
    ),
    ResultField(
        name="second_verdict", kind="one-of", choices=_VERDICTS,
        about=Words(fr="verdict de la mesure sur l’autre", en="verdict of the measure of the other"),
    ),
    ResultField(
        name="direction", kind="one-of", choices=("up", "down", "unclear"),
        about=Words(fr="sens de la différence", en="direction of the difference"),
    ),
    ResultField(
        name="verdict", kind="one-of", choices=("effect", "none_shown", "inconclusive"),
        about=Words(fr="le verdict", en="the verdict"),
    ),
)  # fmt: skip
