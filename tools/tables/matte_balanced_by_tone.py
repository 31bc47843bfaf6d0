"""How well the mattes made here find the bust: IoU by skin tone and by ground, all five seeds together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from tools.stimulus import Background
from tools.tables.matte_by_tone import overlap
from tools.tables.table import TOGETHER, Measures, PortraitTable, drawn, tones
from tools.wording import Words, format_number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.bench import Bench
    from tools.stimuli.portraits.kept import Render
    from tools.subjects.matting.made_here import MadeHereMatte
    from tools.tool import Progress

SIDE = 96  # pixels: drawn at what the networks see
GROUNDS: tuple[tuple[Background, float, Words], ...] = (
    ("plain", 0.05, Words(fr="0,05", en="0.05")),
    ("plain", 0.35, Words(fr="0,35", en="0.35")),
    ("plain", 0.65, Words(fr="0,65", en="0.65")),
    ("plain", 0.95, Words(fr="0,95", en="0.95")),
    ("office", 0.5, Words(fr="bureau", en="office")),
    ("bookshelf", 0.5, Words(fr="bibliothèque", en="bookshelf")),
)
_SHELF = len(GROUNDS) - 1


class SeededMeasures(Measures):
    """Overlaps, and what their mean over the seeds hides.

    ``faces[row][column][seed]`` holds the share of each identity's face that the matte kept.
    """

    def __init__(self, rows: int, columns: int, seeds: int) -> None:
        super().__init__(rows, columns)
        self.faces: list[list[list[list[float]]]] = [
            [[[] for _ in range(seeds)] for _ in range(columns)] for _ in range(rows)
        ]

    def face_range(self, row: int, column: int) -> tuple[float, float]:
        """The lowest and the highest mean share of the face, over the seeds."""
        means = [sum(values) / len(values) for values in self.faces[row][column]]
        return min(means), max(means)


class MatteBalancedByTone(PortraitTable):
    """The network taught on every tone."""

    name = "matte_balanced_by_tone"
    subject = "person_matte_balanced"
    title = Words(
        fr="Appris sur toutes les peaux : part commune de la silhouette trouvée et de la vraie (IoU)",
        en="Taught on every skin tone: overlap of the matte found with the true one (IoU)",
    )
    about = Words(
        fr="Chaque buste, jamais vu à l’entraînement, passe par dix teintes et six fonds ; rien d’autre ne "
        "change. Moyenne des cinq graines ; l’intervalle porte sur les identités.",
        en="Each bust, never seen in training, goes through ten tones and six grounds; nothing else changes. "
        "Mean of the five seeds; the interval is over identities.",
    )
    rows = Words(fr="Teinte (Monk)", en="Tone (Monk)")
    columns = Words(
        fr="Colonnes : gris d’un fond uni, de 0 (noir) à 1 (blanc), puis deux décors",
        en="Columns: grey of a plain ground, 0 (black) to 1 (white), then two settings",
    )
    style = "number"

    def labels(self) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
        """Tones by grounds."""
        return tones(), tuple(label for _, _, label in GROUNDS)

    def notes_on(self, found: Measures) -> tuple[Words, ...]:
        """How much of the face is kept in front of the bookshelf, from the worst seed to the best."""
        assert isinstance(found, SeededMeasures)

        def told(row: int) -> Words:
            low, high = found.face_range(row, _SHELF)
            fr, en = (
                [format_number(share, "percent", language) for share in (low, high)]
                for language in ("fr", "en")
            )
            return Words(fr=f"de {fr[0]} à {fr[1]}", en=f"from {en[0]} to {en[1]}")

        light, dark = told(0), told(9)
        return (
            Words(
                fr=f"Devant la bibliothèque, selon la graine, le réseau garde {dark.fr} du visage à la "
                f"teinte 10, {light.fr} à la teinte 1.",
                en=f"In front of the bookshelf the network keeps, by seed, {dark.en} of the face at tone 10, "
                f"{light.en} at tone 1.",
            ),
        )

    def measure(self, bench: Bench, identities: Sequence[int], progress: Progress) -> Measures:
        """Ten tones × six grounds of every identity, by each of the five networks."""
        from tools.stimuli.portraits.identities import person

        subject = cast("MadeHereMatte", bench.subject(self.subject))
        networks = [subject.seed(number) for number in range(subject.seeds)]
        found = SeededMeasures(10, len(GROUNDS), len(networks))
        recipes = [
            person(identity).model_copy(
                update={"tone": tone, "background": kind, "background_level": level, "side": SIDE}
            )
            for identity in identities
            for tone in range(1, 11)
            for kind, level, _ in GROUNDS
        ]
        cells = [(row, column) for row in range(10) for column in range(len(GROUNDS))] * len(identities)
        batch: list[tuple[int, int, Render]] = []
        for done, ((row, column), (recipe, render)) in enumerate(zip(cells, drawn(recipes), strict=True), 1):
            found.show(recipe)
            batch.append((row, column, render))
            if len(batch) == TOGETHER or done == len(recipes):
                mattes = [network.masks([each.pixels for _, _, each in batch]) for network in networks]
                for (row, column, each), by_seed in zip(batch, zip(*mattes, strict=True), strict=True):
                    overlaps = [overlap(matte, each.matte) for matte in by_seed]
                    found.add(row, column, sum(overlaps) / len(overlaps))
                    for matte, kept in zip(by_seed, found.faces[row][column], strict=True):
                        kept.append(face_kept(matte, each))
                batch = []
                progress(done, len(recipes))
        return found


def face_kept(matte: NDArray[np.float32], render: Render) -> float:
    """The share of the face that a matte (height, width), cut at one half, holds.

    The face is the bust within a circle around the middle between eyes and mouth, 1.1 times as wide as they
    are apart.
    """
    import numpy as np

    marks = render.landmarks
    eyes = (np.array(marks["left_eye"]) + np.array(marks["right_eye"])) / 2
    mouth = (np.array(marks["mouth_top"]) + np.array(marks["mouth_bottom"])) / 2
    x, y = (eyes + mouth) / 2
    reach = 1.1 * float(np.hypot(*(eyes - mouth)))
    rows, columns = np.mgrid[: matte.shape[0], : matte.shape[1]] + 0.5
    face = (np.hypot(columns - x, rows - y) < reach) & (render.matte >= 128)
    return float((matte >= 0.5)[face].mean()) if face.any() else 1.0
