"""The fields of a placebo stability that a scenario may read."""

from __future__ import annotations

from tools.tool import FieldKind, ResultField
from tools.wording import Words

_MOST = 200_000.0  # twice the largest answer of any subject


def _field(
    name: str, kind: FieldKind, fr: str, en: str, low: float | None = 0, high: float | None = _MOST
) -> ResultField:
    bounded = kind in ("number", "share", "table")
    return ResultField(
        name=name, kind=kind, about=Words(fr=fr, en=en),
        low=low if bounded else None, high=high if bounded else None,
    )  # fmt: skip


RESULTS: tuple[ResultField, ...] = (
    _field("n", "number", "unités", "units", 1, 10_000),
    _field("counts", "table", "unités où le changement trouve sa place, par changement",
        "units where the change finds a place, by change", 0, 10_000),
    _field("medians", "table", "mouvement médian de la réponse, sans le signe, par changement",
        "median move of the answer, sign left out, by change"),
    _field("limits", "table", "95e centile de ce mouvement, par changement",
        "95th percentile of that move, by change"),
    _field("flips", "table", "part des réponses qui passent le seuil, par changement",
        "share of answers that cross the threshold, by change", 0, 1),
    _field("worst", "text", "le changement anodin qui déplace le plus",
        "the harmless change that moves most"),
    _field("median", "number", "son mouvement médian", "its median move"),
    _field("limit", "number", "ce qu’un effet doit dépasser : son 95e centile",
        "what an effect must exceed: its 95th percentile"),
    _field("unrelated", "number", "écart médian entre deux stimuli sans rapport",
        "median gap between two unrelated stimuli"),
    _field("identical", "number", "plus grand écart entre deux lectures du même stimulus",
        "largest gap between two readings of one stimulus"),
    ResultField(
        name="verdict",
        kind="one-of",
        about=Words(fr="utilisable : un changement anodin déplace moins qu’un autre stimulus",
                    en="usable: a harmless change moves less than another stimulus does"),
        choices=("usable", "unusable", "inconclusive"),
    ),
)  # fmt: skip
