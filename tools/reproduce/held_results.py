"""The fields of a preference under what is held fixed that a scenario may read."""

from __future__ import annotations

from tools.reproduce.held_conditions import CONDITIONS, LABELS
from tools.tool import ResultField
from tools.wording import Words


def _of(name: str, fr: str, en: str) -> tuple[ResultField, ...]:
    return tuple(
        ResultField(
            name=f"{name}_{condition}", kind="share", low=0, high=1,
            about=Words(fr=f"{fr} : {LABELS[condition].fr}", en=f"{en}: {LABELS[condition].en}"),
        )
        for condition in CONDITIONS
    )  # fmt: skip


RESULTS: tuple[ResultField, ...] = (
    ResultField(name="n", kind="number", about=Words(fr="paires", en="pairs"), low=1, high=1000),
    *_of("rate", "part gagnée par le membre compté", "share won by the counted member"),
    *_of("low", "bas de l’intervalle", "low end of the interval"),
    *_of("high", "haut de l’intervalle", "high end of the interval"),
    *_of("p", "test des signes, corrigé (Holm)", "sign test, corrected (Holm)"),
    ResultField(
        name="reversed", kind="flag",
        about=Words(
            fr="tenir le contraste, ou le contraste et la clarté, met l’autre peau devant",
            en="holding contrast, or contrast and lightness, puts the other skin ahead",
        ),
    ),
    ResultField(
        name="clipped", kind="share", low=0, high=1,
        about=Words(fr="octets en butée dans les images retouchées, les cinq conditions ensemble",
                    en="bytes at either end in the edited pictures, five conditions together"),
    ),
    ResultField(
        name="spread_low", kind="share", low=0, high=1,
        about=Words(fr="contraste et clarté tenus : bas de l’intervalle du verdict (tirage des paires)",
                    en="both held: low end of the verdict’s interval (pairs resampled)"),
    ),
    ResultField(
        name="spread_high", kind="share", low=0, high=1,
        about=Words(fr="haut de cet intervalle", en="its high end"),
    ),
    ResultField(
        name="verdict", kind="one-of", choices=("effect", "none_shown", "inconclusive"),
        about=Words(fr="reste-t-il une préférence, contraste et clarté tenus ?",
                    en="is a preference left, contrast and lightness held?"),
    ),
)  # fmt: skip
