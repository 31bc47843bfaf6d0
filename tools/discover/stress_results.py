"""What a category stress gives to a scenario."""

from __future__ import annotations

from tools.tool import FieldKind, ResultField
from tools.wording import Words

_MOST = 100_000.0


def _field(
    name: str, kind: FieldKind, fr: str, en: str, low: float = -_MOST, high: float = _MOST
) -> ResultField:
    return ResultField(name=name, kind=kind, about=Words(fr=fr, en=en), low=low, high=high)


def _word(name: str, fr: str, en: str, choices: tuple[str, ...]) -> ResultField:
    return ResultField(name=name, kind="one-of", about=Words(fr=fr, en=en), choices=choices)


RESULTS: tuple[ResultField, ...] = (
    _field("n", "number", "unités (identités ou gabarits)", "units (identities or templates)", 1, 10_000),
    _field("divisions", "number", "divisions essayées", "divisions tried", 2, 200),
    _field("gap", "number", "l’écart de la division habituelle", "the gap of the usual division"),
    _field("ci_low", "number", "bas de son intervalle à 95 %", "low end of its 95% interval"),
    _field("ci_high", "number", "haut de son intervalle à 95 %", "high end of its 95% interval"),
    _field("chance", "share", "son p exact corrigé (Holm)", "its exact p, corrected (Holm)", 0, 1),
    _field("least_gap", "number", "le plus petit écart des divisions", "the least gap of the divisions"),
    _field("largest_gap", "number", "le plus grand écart des divisions", "the largest gap of the divisions"),
    _field("slope", "number", "pente le long de l’axe, 0 sans axe", "slope along the axis, 0 without one"),
    _field("slope_low", "number", "bas de son intervalle", "low end of its interval"),
    _field("slope_high", "number", "haut de son intervalle", "its high end"),
    _field("blurred_gap", "number", "écart médian, 20 % des étiquettes retournées",
           "median gap, 20% of the labels turned around"),
    _field("dealt_limit", "number", "le plus grand écart de groupes tirés au sort, 95 fois sur 100",
           "the largest gap of groups dealt at random, 95 times in 100", 0),
    _word("usual_verdict", "verdict de la division habituelle, avant l’épreuve",
          "verdict of the usual division, before the stress", ("effect", "none_shown", "inconclusive")),
    _word("stands", "l’écart tient-il, ou dépend-il de la division ?",
          "does the gap stand, or depend on the division?", ("stands", "depends")),
    ResultField(
        name="turned_by", kind="list-of", choices=("boundary", "axis", "labels"),
        about=Words(fr="ce qui retourne le signe ou le verdict", en="what turns the sign or the verdict"),
    ),
    _word("verdict", "le verdict", "the verdict", ("effect", "none_shown", "inconclusive")),
)  # fmt: skip
