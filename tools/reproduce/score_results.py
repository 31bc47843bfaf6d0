"""The fields of a difference of scores that a scenario may read."""

from __future__ import annotations

from tools.tool import FieldKind, ResultField
from tools.wording import Words

_MOST = 100_000.0  # no answer of any subject goes beyond (tools/answering)


def _field(
    name: str, kind: FieldKind, fr: str, en: str, low: float | None = -_MOST, high: float | None = _MOST
) -> ResultField:
    bounded = kind in ("number", "share", "table")
    return ResultField(
        name=name, kind=kind, about=Words(fr=fr, en=en),
        low=low if bounded else None, high=high if bounded else None,
    )  # fmt: skip


RESULTS: tuple[ResultField, ...] = (
    _field("n", "number", "unités (identités ou gabarits)", "units (identities or templates)", 1, 10_000),
    _field("groups", "number", "niveaux comparés à la référence",
        "levels compared with the reference", 1, 500),
    _field("reference", "number", "réponse moyenne à la référence", "mean answer at the reference"),
    _field("means", "table", "réponse moyenne, par niveau", "mean answer, by level"),
    _field("gaps", "table", "différence moyenne à la référence, par niveau",
        "mean difference to the reference, by level", -2 * _MOST, 2 * _MOST),
    _field("chances", "table", "p exact corrigé (Holm), par niveau",
        "exact p, corrected (Holm), by level", 0, 1),
    _field("judged", "text", "le niveau jugé : la plus grande différence",
        "the judged level: the largest difference"),
    _field("gap", "number", "sa différence moyenne", "its mean difference", -2 * _MOST, 2 * _MOST),
    _field("gap_low", "number", "bas de son intervalle", "low end of its interval", -2 * _MOST, 2 * _MOST),
    _field("gap_high", "number", "haut de son intervalle", "its high end", -2 * _MOST, 2 * _MOST),
    _field("chance", "share", "son p exact corrigé", "its exact p, corrected", 0, 1),
    _field("median_size", "number", "différence médiane d’une unité, sans le signe",
        "median difference of a unit, sign left out", 0, 2 * _MOST),
    _field("placebo_gap", "number", "différence moyenne du placebo", "mean difference of the placebo",
        -2 * _MOST, 2 * _MOST),
    _field("placebo_size", "number", "différence médiane d’une unité sous le placebo",
        "median difference of a unit under the placebo", 0, 2 * _MOST),
    _field("identical_gap", "number", "plus grande différence entre deux lectures du même stimulus",
        "largest difference between two readings of one stimulus", 0, 2 * _MOST),
    ResultField(
        name="direction",
        kind="one-of",
        about=Words(fr="sens de la différence jugée", en="which way the judged difference goes"),
        choices=("up", "down", "unclear"),
    ),
    ResultField(
        name="verdict",
        kind="one-of",
        about=Words(fr="le verdict", en="the verdict"),
        choices=("effect", "none_shown", "inconclusive"),
    ),
)  # fmt: skip
