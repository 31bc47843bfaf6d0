"""What the expression network reads on one and the same face, by skin tone, expression and age."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from tools.statistics import Interval, bootstrap
from tools.tables.table import TOGETHER, Measures, PortraitTable, drawn, tones
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.bench import Bench
    from tools.stimuli.portraits.kept import Render
    from tools.stimulus import Expression
    from tools.subject import FacesSubject
    from tools.tool import Progress

YOUNG, OLD = 25.0, 80.0
# Expression shown, its strength, label read, age; as in the data sheet, then smiles of half strength.
COLUMNS: tuple[tuple[Expression, float, str, float], ...] = (
    ("smile", 1.0, "happy", YOUNG),
    ("smile", 1.0, "happy", OLD),
    ("neutral", 1.0, "angry", YOUNG),
    ("neutral", 1.0, "angry", OLD),
    ("angry", 1.0, "angry", YOUNG),
    ("angry", 1.0, "angry", OLD),
    ("surprise", 1.0, "surprise", YOUNG),
    ("smile", 0.5, "happy", YOUNG),
    ("smile", 0.5, "happy", OLD),
)
# Data sheet X: means of a female- and a male-perceived bust; tones 1 to 3 share a row.
_ONE = (0.43, 0.79, 0.04, 0.33, 0.12, 0.69, 0.84)
PUBLISHED = (
    _ONE,
    _ONE,
    _ONE,
    (0.43, 0.77, 0.04, 0.32, 0.12, 0.69, 0.84),
    (0.41, 0.68, 0.04, 0.28, 0.15, 0.73, 0.82),
    (0.14, 0.56, 0.06, 0.38, 0.26, 0.87, 0.57),
    (0.12, 0.59, 0.05, 0.38, 0.23, 0.60, 0.52),
    (0.08, 0.61, 0.01, 0.11, 0.17, 0.22, 0.26),
    (0.05, 0.66, 0.00, 0.08, 0.02, 0.06, 0.04),
    (0.08, 0.71, 0.00, 0.06, 0.00, 0.04, 0.01),
)
_FULL, _HALF = 0, 7  # columns of the young smile
_TURNS = Words(
    fr="Un sourire entier obtient plus sur la teinte la plus foncée, un demi-sourire plus sur "
    "la plus claire : l’écart change de sens avec la force du sourire.",
    en="A full smile scores more on the darkest tone, half a smile more on the lightest: the gap turns with "
    "the strength of the smile.",
)
_SHOWN = {
    "smile": Words(fr="sourire", en="smile"),
    "neutral": Words(fr="neutre", en="neutral"),
    "angry": Words(fr="colère", en="anger"),
    "surprise": Words(fr="surprise", en="surprise"),
}
FACE_WIDTHS = 2.9  # side of the square around a face, in distances between the eyes
MARGIN = 10  # pixels added on each side, as the package does


class ExpressionByTone(PortraitTable):
    """The mean score of one label for one expression shown, on a box that the face's geometry gives."""

    name = "expression_by_tone"
    subject = "expression"
    title = Words(
        fr="Note donnée à une même expression, selon la teinte et l’âge",
        en="Score given to one expression, by tone and by age",
    )
    about = Words(
        fr="Chaque buste calculé garde sa forme ; la teinte, l’expression et l’âge changent. Le cadre du "
        "visage vient de la géométrie : aucun détecteur n’intervient.",
        en="Each computed bust keeps its shape; tone, expression and age change. The box of the face comes "
        "from the geometry: no detector takes part.",
    )
    rows = Words(fr="Teinte (Monk)", en="Tone (Monk)")
    columns = Words(
        fr="Colonnes : expression montrée → étiquette lue, âge en années",
        en="Columns: expression shown → label read, age in years",
    )
    style = "number2"
    notes = (
        Words(
            fr="Le relevé antérieur et nous montrons d’autres bustes : là, deux formes moyennes ; ici, "
            "autant de formes que d’unités, et un sourire entier qui découvre les dents. Seul le "
            "sens se compare.",
            en="The earlier record and we show other busts: two average shapes there; here as many "
            "shapes as units, and a full smile that bares the teeth. Only directions compare.",
        ),
    )

    def labels(self) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
        """Tones by expression, label and age."""
        return tones(), tuple(
            Words(
                fr=f"{'demi-' if strength < 1 else ''}{_SHOWN[shown].fr} → {label}, {age:g}",
                en=f"{'half a ' if strength < 1 else ''}{_SHOWN[shown].en} → {label}, {age:g}",
            )
            for shown, strength, label, age in COLUMNS
        )

    def notes_on(self, found: Measures) -> tuple[Words, ...]:
        """Whether a full smile and half a smile put light and dark tones in the same order."""
        full, half = (_dark_less_light(found, column) for column in (_FULL, _HALF))
        if full.low > 0 > half.high:
            return (*self.notes, _TURNS)
        return self.notes

    def published(self, row: int, column: int) -> float | None:
        """Data sheet X."""
        return PUBLISHED[row][column] if column < len(PUBLISHED[row]) else None

    def measure(self, bench: Bench, identities: Sequence[int], progress: Progress) -> Measures:
        """Ten tones × nine columns of every identity."""
        from tools.stimuli.portraits.identities import person

        subject = cast("FacesSubject", bench.subject(self.subject))
        found = Measures(10, len(COLUMNS))
        asked = [
            (
                tone - 1,
                column,
                person(identity).model_copy(
                    update={"tone": tone, "expression": shown, "strength": strength, "age": age}
                ),
            )
            for identity in identities
            for tone in range(1, 11)
            for column, (shown, strength, _, age) in enumerate(COLUMNS)
        ]
        batch: list[tuple[int, int, NDArray[np.uint8]]] = []
        for done, ((row, column, _), (recipe, render)) in enumerate(
            zip(asked, drawn(recipe for _, _, recipe in asked), strict=True), start=1
        ):
            found.show(recipe)
            batch.append((row, column, face_of(render)))
            if len(batch) == TOGETHER or done == len(asked):
                scores = subject.scores([face for _, _, face in batch])
                for (at, of, _), each in zip(batch, scores, strict=True):
                    found.add(at, of, float(each[subject.labels.index(COLUMNS[of][2])]))
                batch = []
                progress(done, len(asked))
        return found


def _dark_less_light(found: Measures, column: int) -> Interval:
    """The interval, over identities, of what tone 10 gets less what tone 1 gets."""
    light, dark = found.values[0][column], found.values[-1][column]
    return bootstrap([one - other for one, other in zip(dark, light, strict=True)], seed=0)


def face_of(render: Render) -> NDArray[np.uint8]:
    """The square around the face, cut inside the picture: (side, side, 3)."""
    (lx, ly), (rx, ry) = render.landmarks["left_eye"], render.landmarks["right_eye"]
    (ux, uy), (wx, wy) = render.landmarks["mouth_upper"], render.landmarks["mouth_lower"]
    apart = ((lx - rx) ** 2 + (ly - ry) ** 2) ** 0.5
    half = FACE_WIDTHS * apart / 2 + MARGIN
    # Half-way between the eyes and the mouth is the middle of a detector's box.
    x, y = (lx + rx + ux + wx) / 4, (ly + ry + uy + wy) / 4
    height, width = render.pixels.shape[:2]
    left, right = max(0, round(x - half)), min(width, round(x + half))
    top, bottom = max(0, round(y - half)), min(height, round(y + half))
    return render.pixels[top:bottom, left:right]
