"""The fields of the quality of a matte that a scenario may read."""

from __future__ import annotations

from tools.tool import FieldKind, ResultField
from tools.wording import Words

_DIAGONAL = 2000.0  # pixels


def _field(
    name: str, kind: FieldKind, fr: str, en: str, low: float | None = 0, high: float | None = 1
) -> ResultField:
    bounded = kind in ("number", "share", "table")
    return ResultField(
        name=name, kind=kind, about=Words(fr=fr, en=en),
        low=low if bounded else None, high=high if bounded else None,
    )  # fmt: skip


RESULTS: tuple[ResultField, ...] = (
    _field("n", "number", "identités", "identities", 1, 10_000),
    _field("groups", "number", "groupes croisés", "crossed groups", 2, 500),
    _field("overlaps", "table", "part commune (IoU), par groupe", "overlap (IoU), by group"),
    _field("boundaries", "table", "écart moyen des contours en pixels, par groupe",
        "mean distance of the outlines in pixels, by group", 0, _DIAGONAL),
    _field("boundary_fs", "table", "part des contours qui se rejoignent (F), par groupe",
        "share of the outlines that meet (F), by group"),
    _field("worst", "text", "le groupe le moins bien détouré", "the group cut out worst"),
    _field("worst_value", "number", "sa mesure", "its measure", 0, _DIAGONAL),
    _field("worst_low", "number", "bas de son intervalle", "low end of its interval", 0, _DIAGONAL),
    _field("worst_high", "number", "haut de son intervalle", "its high end", 0, _DIAGONAL),
    _field("judged", "text", "le groupe dont l’écart à la référence est jugé",
        "the group whose gap to the reference is judged"),
    _field("gap", "number", "son écart à la référence", "its gap to the reference", -_DIAGONAL, _DIAGONAL),
    _field("gap_low", "number", "bas de cet intervalle", "low end of that interval", -_DIAGONAL, _DIAGONAL),
    _field("gap_high", "number", "haut de cet intervalle", "its high end", -_DIAGONAL, _DIAGONAL),
    _field("chance", "share", "son p exact corrigé (Holm)", "its exact p, corrected (Holm)"),
    _field("placebo_gap", "number", "écart du placebo", "gap of the placebo", -_DIAGONAL, _DIAGONAL),
    ResultField(
        name="verdict",
        kind="one-of",
        about=Words(fr="le verdict", en="the verdict"),
        choices=("effect", "none_shown", "inconclusive"),
    ),
)  # fmt: skip
