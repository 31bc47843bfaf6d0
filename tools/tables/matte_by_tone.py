"""How well the published matte finds the bust: IoU by skin tone and by background."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from tools.tables.table import TOGETHER, Measures, PortraitTable, drawn, tones
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.bench import Bench
    from tools.stimuli.portraits.kept import Render
    from tools.subject import MaskSubject
    from tools.tool import Progress

LEVELS = (0.05, 0.20, 0.35, 0.50, 0.65, 0.80, 0.95)
# Data sheet M: mean of four busts, tones 1, 5 and 10 only.
PUBLISHED = {
    1: (0.980, 0.976, 0.988, 0.990, 0.991, 0.993, 0.993),
    5: (0.981, 0.980, 0.988, 0.991, 0.993, 0.994, 0.994),
    10: (0.985, 0.984, 0.993, 0.995, 0.996, 0.996, 0.995),
}


class MatteByTone(PortraitTable):
    """Intersection over union of the matte, cut at one half, with the studio's exact one."""

    name = "matte_by_tone"
    subject = "person_matte"
    title = Words(
        fr="Part commune de la silhouette trouvée et de la vraie (IoU)",
        en="Overlap of the matte found with the true one (IoU)",
    )
    about = Words(
        fr="Chaque buste calculé passe par dix teintes et sept fonds unis ; rien d’autre ne change.",
        en="Each computed bust goes through ten tones and seven plain grounds; nothing else changes.",
    )
    rows = Words(fr="Teinte (Monk)", en="Tone (Monk)")
    columns = Words(
        fr="Colonnes : gris du fond, de 0 (noir) à 1 (blanc)",
        en="Columns: grey of the ground, 0 (black) to 1 (white)",
    )
    style = "number"

    def labels(self) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
        """Tones by levels of the ground."""
        return tones(), tuple(Words(fr=f"{level:g}".replace(".", ","), en=f"{level:g}") for level in LEVELS)

    def published(self, row: int, column: int) -> float | None:
        """Data sheet M."""
        return PUBLISHED[row + 1][column] if row + 1 in PUBLISHED else None

    def measure(self, bench: Bench, identities: Sequence[int], progress: Progress) -> Measures:
        """Ten tones × seven grounds of every identity."""
        from tools.stimuli.portraits.identities import person

        subject = cast("MaskSubject", bench.subject(self.subject))
        found = Measures(10, len(LEVELS))
        recipes = [
            person(identity).model_copy(
                update={"tone": tone, "background": "plain", "background_level": level}
            )
            for identity in identities
            for tone in range(1, 11)
            for level in LEVELS
        ]
        batch: list[tuple[int, int, Render]] = []
        for done, (recipe, render) in enumerate(drawn(recipes), start=1):
            found.show(recipe)
            batch.append((recipe.tone - 1, LEVELS.index(recipe.background_level), render))
            if len(batch) == TOGETHER or done == len(recipes):
                mattes = subject.masks([each.pixels for _, _, each in batch])
                for (row, column, each), matte in zip(batch, mattes, strict=True):
                    found.add(row, column, overlap(matte, each.matte))
                batch = []
                progress(done, len(recipes))
        return found


def overlap(matte: NDArray[np.float32], exact: NDArray[np.uint8]) -> float:
    """Intersection over union of two mattes (height, width), 0..1 and 0..255, each cut at one half."""
    one, other = matte >= 0.5, exact >= 128
    union = int((one | other).sum())
    return float((one & other).sum() / union) if union else 1.0
