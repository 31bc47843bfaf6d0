"""The fields of a change made to texts that a scenario may read."""

from __future__ import annotations

from tools.tool import FieldKind, ResultField
from tools.wording import Words


def field(
    name: str, kind: FieldKind, fr: str, en: str, low: float | None = None, high: float | None = None
) -> ResultField:
    """One field, in both languages."""
    return ResultField(name=name, kind=kind, about=Words(fr=fr, en=en), low=low, high=high)


TOP = 100_000  # no answer about a text is larger; a log-probability comes nearest
GAP = 2 * TOP
VERDICT = ResultField(
    name="verdict",
    kind="one-of",
    about=Words(fr="le verdict", en="the verdict"),
    choices=("effect", "none_shown", "inconclusive"),
)
DIRECTION = ResultField(
    name="direction",
    kind="one-of",
    about=Words(fr="sens du changement de la réponse", en="which way the answer goes"),
    choices=("up", "down", "unclear"),
)

SHARED: tuple[ResultField, ...] = (
    field("n", "number", "unités (gabarits, ou textes)", "units (templates, or texts)", 1, 100_000),
    field("sentences", "number", "textes changés", "texts changed", 1, 1_000_000),
    field("baseline", "number", "réponse moyenne avant", "mean answer before", -TOP, TOP),
    field("deltas", "table", "changement moyen de la réponse, par dose ou par mot",
        "mean change of the answer, by dose or by word", -GAP, GAP),
    field("max_delta", "number", "changement moyen jugé", "the judged mean change", -GAP, GAP),
    field("ci_low", "number", "bas de son intervalle à 95 %", "low end of its 95% interval", -GAP, GAP),
    field("ci_high", "number", "haut de son intervalle à 95 %", "high end of its 95% interval", -GAP, GAP),
    field("median_shift", "number", "déplacement médian, sans le signe",
        "median shift, sign left out", 0, GAP),
    field("placebo_delta", "number", "le même pour le placebo", "the same for the placebo", 0, GAP),
    field("placebo_limit", "number", "ce que le placebo ne dépasse presque jamais",
        "what the placebo hardly ever exceeds", 0, GAP),
    field("flips", "share", "décisions changées", "decisions changed", 0, 1),
    field("placebo_flips", "share", "les mêmes pour le placebo", "the same for the placebo", 0, 1),
    field("decides", "flag", "un seuil fait une décision de la réponse",
        "a threshold makes a decision of the answer"),
    DIRECTION,
    VERDICT,
)  # fmt: skip

DOSES: tuple[ResultField, ...] = (
    *SHARED,
    field("strongest", "number", "la dose jugée : la plus forte", "the judged dose: the strongest", 1, 1000),
    field("monotonic", "flag", "toujours dans le même sens d’une dose à l’autre",
        "always one way along the doses"),
)  # fmt: skip

TERMS: tuple[ResultField, ...] = (
    *SHARED,
    field("term", "text", "le mot jugé : celui qui déplace le plus",
        "the judged word: the one that moves most"),
    field("convicted", "text", "mots qui déplacent plus que tout mot neutre",
        "words that move more than any neutral word"),
)  # fmt: skip
