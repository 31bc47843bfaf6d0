"""The fields of two crossed changes that a scenario may read."""

from __future__ import annotations

from tools.looking import LARGEST_SCORE
from tools.perturb.dose_results import field
from tools.tool import ResultField
from tools.wording import Words

_TOP, _GAP = LARGEST_SCORE, 2 * LARGEST_SCORE
_BOTH = 2 * _GAP

RESULTS: tuple[ResultField, ...] = (
    field("n", "number", "unités : photographies ou identités", "units: photographs or identities", 1, 1000),
    field("baseline", "number", "réponse moyenne avant tout changement",
        "mean answer before any change", -_TOP, _TOP),
    field("first_alone", "number", "changement moyen avec le premier seul",
        "mean change with the first alone", -_GAP, _GAP),
    field("second_alone", "number", "changement moyen avec le second seul",
        "mean change with the second alone", -_GAP, _GAP),
    field("together", "number", "changement moyen avec les deux", "mean change with both", -_GAP, _GAP),
    field("interaction", "number", "ce que les deux font de plus que leur somme",
        "what both do beyond their sum", -_BOTH, _BOTH),
    field("ci_low", "number", "bas de son intervalle à 95 %",
        "low end of its 95% interval", -_BOTH, _BOTH),
    field("ci_high", "number", "haut de son intervalle à 95 %",
        "high end of its 95% interval", -_BOTH, _BOTH),
    field("chance", "share", "probabilité d’autant par hasard", "probability of as much by chance", 0, 1),
    field("first_placebo", "number", "la même mesure, un placebo à la place du premier",
        "the same measure, a placebo in the first’s place", -_BOTH, _BOTH),
    field("second_placebo", "number", "la même mesure, un placebo à la place du second",
        "the same measure, a placebo in the second’s place", -_BOTH, _BOTH),
    field("means", "table", "réponse moyenne, par couple de doses",
        "mean answer, by pair of doses", -_TOP, _TOP),
    ResultField(
        name="direction",
        kind="one-of",
        about=Words(fr="sens de l’interaction", en="which way the interaction goes"),
        choices=("up", "down", "unclear"),
    ),
    ResultField(
        name="verdict",
        kind="one-of",
        about=Words(fr="le verdict", en="the verdict"),
        choices=("effect", "none_shown", "inconclusive"),
    ),
)  # fmt: skip
