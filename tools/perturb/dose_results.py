"""The fields of a change at several doses that a scenario may read, the same for every kind of subject.

A subject that names no point has no travel (``distance`` is 0) and its ``flips`` are answers that cross the
call's threshold; the doc page says so.
"""

from __future__ import annotations

from tools.looking import LARGEST_SCORE
from tools.tool import FieldKind, ResultField
from tools.wording import Words


def field(
    name: str, kind: FieldKind, fr: str, en: str, low: float | None = None, high: float | None = None
) -> ResultField:
    """A field with its name in both languages and its bounds."""
    return ResultField(name=name, kind=kind, about=Words(fr=fr, en=en), low=low, high=high)


_TOP, _GAP = LARGEST_SCORE, 2 * LARGEST_SCORE

RESULTS: tuple[ResultField, ...] = (
    field("n", "number", "unités : photographies ou identités", "units: photographs or identities", 1, 1000),
    field("baseline", "number", "note moyenne avant tout changement",
        "mean score before any change", -_TOP, _TOP),
    field("deltas", "table", "changement moyen de la note, par dose",
        "mean change of the score, by dose", -_GAP, _GAP),
    field("strongest", "number", "la dose jugée : la plus forte",
        "the judged dose: the strongest", -1000, 1000),
    field("max_delta", "number", "changement moyen à la dose jugée",
        "mean change at the judged dose", -_GAP, _GAP),
    field("ci_low", "number", "bas de son intervalle à 95 %", "low end of its 95% interval", -_GAP, _GAP),
    field("ci_high", "number", "haut de son intervalle à 95 %", "high end of its 95% interval", -_GAP, _GAP),
    field("median_shift", "number", "déplacement médian, sans le signe",
        "median shift, sign left out", 0, _GAP),
    field("placebo_delta", "number", "le même pour le placebo", "the same for the placebo", 0, _GAP),
    field("placebo_limit", "number", "95e centile du placebo", "95th percentile of the placebo", 0, _GAP),
    field("flips", "share", "points partis de plus d’une case ; sans grille, réponses qui passent le seuil",
        "points gone by more than a cell; without a grid, answers that cross the threshold", 0, 1),
    field("placebo_flips", "share", "la même part pour le placebo", "the same share for the placebo", 0, 1),
    field("distance", "number", "trajet médian du point, en pixels (0 sans point désigné)",
        "median travel of the point, pixels (0 for a subject that names no point)", 0, 20000),
    ResultField(
        name="direction",
        kind="one-of",
        about=Words(fr="sens du changement de la note", en="which way the score goes"),
        choices=("up", "down", "unclear"),
    ),
    field("monotonic", "flag", "toujours dans le même sens d’une dose à l’autre",
        "always one way along the doses"),
    ResultField(
        name="verdict",
        kind="one-of",
        about=Words(fr="le verdict", en="the verdict"),
        choices=("effect", "none_shown", "inconclusive"),
    ),
)  # fmt: skip
