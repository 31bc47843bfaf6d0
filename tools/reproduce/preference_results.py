"""The fields of a paired preference that a scenario may read."""

from __future__ import annotations

from tools.tool import ResultField
from tools.wording import Words


def _field(name: str, kind: str, fr: str, en: str, low: float = 0, high: float = 1) -> ResultField:
    return ResultField.model_validate(
        {"name": name, "kind": kind, "about": {"fr": fr, "en": en}, "low": low, "high": high}
    )


RESULTS: tuple[ResultField, ...] = (
    _field("n", "number", "paires d’extraits", "pairs of crops", 1, 1000),
    _field("hits", "number", "paires gagnées, une égalité valant une demie", "pairs won, ties half", 0, 1000),
    _field("rate", "share", "part gagnée par qui porte le facteur", "share won by the factor’s bearer"),
    _field("ci_low", "share", "bas de l’intervalle de Wilson à 95 %", "low end of the 95% Wilson interval"),
    _field("ci_high", "share", "haut de l’intervalle de Wilson à 95 %", "its high end"),
    _field("reference", "share", "la part sans préférence", "the share without a preference"),
    _field("gap", "number", "part gagnée moins la moitié", "share won minus one half", -0.5, 0.5),
    _field("gap_low", "number", "bas de son intervalle, par tirage des paires",
        "low end of its interval, by resampling pairs", -0.5, 0.5),
    _field("gap_high", "number", "haut de cet intervalle", "its high end", -0.5, 0.5),
    _field("pairs_for", "number", "paires qui penchent pour lui", "pairs that lean for it", 0, 1000),
    _field("pairs_against", "number", "paires qui penchent contre", "pairs that lean against it", 0, 1000),
    _field("pairs_unmoved", "number", "paires qui ne penchent pas", "pairs that do not lean", 0, 1000),
    _field("sign_p", "share", "test exact des signes sur les paires", "exact sign test over the pairs"),
    _field("control_rate", "share", "part de la première place, deux copies", "first place, same copies"),
    _field("placebo_rate", "share", "part du membre décalé d’une case", "share of the shifted member"),
    _field("share", "share", "sa part de toutes les notes : ce que donnerait un tirage au sort d’après elles",
        "its part of all marks: what drawing the frame by lot from them would give"),
    _field("share_low", "share", "bas de son intervalle, par tirage des paires",
        "low end of its interval, by resampling pairs"),
    _field("share_high", "share", "haut de cet intervalle", "its high end"),
    _field("amplified", "number", "ce que la case la mieux notée ajoute à cette part, à compter de la moitié",
        "what the single best cell adds to that part, counted from one half", -1, 1),
    _field("conditions", "number", "montages par paire", "montages a pair", 1, 8),
    ResultField(
        name="null",
        kind="one-of",
        about=Words(
            fr="ce que font des réseaux aux poids tirés au hasard", en="what networks with random weights do"
        ),
        choices=("not_asked", "as_much", "unclear", "less"),
    ),
    ResultField(
        name="verdict",
        kind="one-of",
        about=Words(fr="le verdict", en="the verdict"),
        choices=(
            "reproduced", "same_direction", "not_reproduced", "effect", "none_shown", "inconclusive",
        ),
    ),
)  # fmt: skip
