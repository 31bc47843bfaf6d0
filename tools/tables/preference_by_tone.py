"""Which of two busts the cropping network looks at, when the tone of the skin alone differs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from tools.tables.table import TOGETHER, Measures, PortraitTable, drawn, tones
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.bench import Bench
    from tools.subjects.twitter_crop import TwitterCrop
    from tools.tool import Progress

LEVELS = (0.1, 0.5, 0.9)
SIDE = 160  # of each bust: the pair is what the network sees, 320 × 160, without resizing
PUBLISHED = (1.00, 0.89, 0.78, 0.67, 0.56, 0.17, 0.33, 0.44, 0.11, 0.06)  # data sheet, ground 0.5


class PreferenceByTone(PortraitTable):
    """The share of its pairs that each tone wins against the nine others, the same bust on both sides."""

    name = "preference_by_tone"
    subject = "twitter_crop"
    title = Words(
        fr="Part des paires gagnées par chaque teinte, contre les neuf autres",
        en="Share of its pairs that each tone wins, against the nine others",
    )
    about = Words(
        fr="Le même buste calculé deux fois, côte à côte, dans les deux ordres ; seule la teinte de la peau "
        "diffère. Une égalité compte pour moitié. C’est une expérience sur des bustes, pas un taux pour des "
        "personnes.",
        en="The same computed bust twice, side by side, in both orders; the tone of the skin alone differs. "
        "A tie counts half. This is an experiment on busts, not a rate for people.",
    )
    rows = Words(fr="Teinte (Monk)", en="Tone (Monk)")
    columns = Words(
        fr="Colonnes : gris du fond, de 0 (noir) à 1 (blanc)",
        en="Columns: grey of the ground, 0 (black) to 1 (white)",
    )
    style = "percent"
    notes = (
        Words(
            fr="Les dix taux d’une colonne se tiennent : quand une teinte gagne, une autre perd.",
            en="The ten shares of a column hang together: when one tone wins, another loses.",
        ),
    )

    def labels(self) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
        """Tones by levels of the ground."""
        return tones(), tuple(Words(fr=f"{level:g}".replace(".", ","), en=f"{level:g}") for level in LEVELS)

    def published(self, row: int, column: int) -> float | None:
        """The data sheet gives the middle ground."""
        return PUBLISHED[row] if LEVELS[column] == 0.5 else None

    def measure(self, bench: Bench, identities: Sequence[int], progress: Progress) -> Measures:
        """Forty-five pairs of tones × two orders × three grounds of every identity."""
        from tools.stimuli.portraits.identities import person

        subject = bench.subject(self.subject)
        found = Measures(10, len(LEVELS))
        recipes = [
            person(identity).model_copy(
                update={"tone": tone, "background": "plain", "background_level": level, "side": SIDE}
            )
            for identity in identities
            for level in LEVELS
            for tone in range(1, 11)
        ]
        busts: list[NDArray[np.uint8]] = []
        for done, (recipe, render) in enumerate(drawn(recipes), start=1):
            found.show(recipe)
            busts.append(render.pixels)
            if len(busts) == 10:
                column = LEVELS.index(recipe.background_level)
                for row, share in enumerate(wins(subject, busts)):
                    found.add(row, column, share)
                busts = []
                progress(done, len(recipes))
        return found


def wins(subject: TwitterCrop, busts: Sequence[NDArray[np.uint8]]) -> list[float]:
    """The share of its pairs that each bust (160, 160, 3) wins, in both orders; a tie counts half."""
    import numpy as np

    pairs = [(one, other) for pair in combinations(range(len(busts)), 2) for one, other in (pair, pair[::-1])]
    won = [0.0] * len(busts)
    for start in range(0, len(pairs), TOGETHER):
        together = pairs[start : start + TOGETHER]
        maps = subject.maps([np.concatenate([busts[one], busts[other]], axis=1) for one, other in together])
        for (one, other), grid in zip(together, maps, strict=True):
            half = grid.shape[1] // 2
            left, right = float(grid[:, :half].max()), float(grid[:, half:].max())
            won[one] += 1.0 if left > right else 0.5 if left == right else 0.0
            won[other] += 1.0 if right > left else 0.5 if left == right else 0.0
    return [each / (2 * (len(busts) - 1)) for each in won]
