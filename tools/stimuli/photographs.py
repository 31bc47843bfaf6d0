"""The case ``photographs``: squares cut from the photographs of scikit-image that show nobody.

Only photographs without any person, and without any likeness of one (heads on coins), serve here: nobody is
to be preferred, and no list of squares to leave out can be wrong. Each is cut on a centred grid of squares of
100 pixels. Nearly uniform squares (open sky) are left out before any subject sees them: they hold nothing
that a change could change. Squares of one photograph resemble each other more than squares of two: their
number is a number of squares, not of independent scenes.
"""

from __future__ import annotations

from tools.honesty import NO_GROUPS, NOT_A_SAMPLE, PHOTOGRAPHS_VARY
from tools.stimuli.cases import Case, Shown
from tools.stimuli.package_pictures import PHOTOGRAPHS, Photograph
from tools.stimulus import Photo
from tools.wording import Words

# Pixels of a square's side. A cell of the cropping network is then whole pixels of the square, 5 when it is
# shown alone (320 / 100) and 10 in a montage of two (160 / 100), so that a shift by one cell is exactly that.
SIDE = 100
FLATTEST = 12.0  # standard deviation of the luma, in 8-bit levels, below which a square is left out

NOBODY: tuple[Photograph, ...] = tuple(photograph for photograph in PHOTOGRAPHS if photograph.shows_nobody)

# (column, row) of the squares flatter than FLATTEST, found once from the files (a test finds them again).
FLAT: dict[str, frozenset[tuple[int, int]]] = {
    "rocket": frozenset(
        {(0, 0), (1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (1, 1), (4, 1), (5, 1), (4, 2), (5, 2)}
    ),
}


def grid_of(photograph: Photograph) -> tuple[int, int]:
    """(columns, rows) of the squares that fit in a photograph."""
    width, height = photograph.size
    return width // SIDE, height // SIDE


def box_of(photograph: Photograph, column: int, row: int) -> tuple[int, int, int, int]:
    """(left, top, width, height) of one square of the centred grid, in pixels of the photograph."""
    width, height = photograph.size
    columns, rows = grid_of(photograph)
    left = (width - columns * SIDE) // 2 + column * SIDE
    top = (height - rows * SIDE) // 2 + row * SIDE
    return left, top, SIDE, SIDE


def squares_of(photograph: Photograph) -> tuple[Shown, ...]:
    """The squares of one photograph, row by row, without nearly uniform ones."""
    columns, rows = grid_of(photograph)
    left_out = FLAT.get(photograph.name, frozenset())
    return tuple(
        _square(photograph, column, row)
        for row in range(rows)
        for column in range(columns)
        if (column, row) not in left_out
    )


def _square(photograph: Photograph, column: int, row: int) -> Shown:
    columns, rows = grid_of(photograph)
    return Shown(
        recipe=Photo(file=photograph.file, box=box_of(photograph, column, row)),
        alt=Words(
            fr=f"Fragment carré de la photographie « {photograph.title.fr} » : rangée {row + 1} sur {rows}, "
            f"colonne {column + 1} sur {columns}",
            en=f"Square crop of the photograph “{photograph.title.en}”: row {row + 1} of {rows}, "
            f"column {column + 1} of {columns}",
        ),
        credit=photograph.credit,
    )


def credit_of(photographs: tuple[Photograph, ...]) -> str:
    """The credits of several photographs, each once."""
    return "; ".join(dict.fromkeys(photograph.credit for photograph in photographs))


def licence_of(photographs: tuple[Photograph, ...]) -> str:
    """The licences of several photographs, each once."""
    return "; ".join(dict.fromkeys(photograph.licence for photograph in photographs))


_SQUARES = tuple(square for photograph in NOBODY for square in squares_of(photograph))

LEFT_OUT = Words(
    fr="Les photographies où se voit une personne, ou son effigie sur une pièce, sont écartées d’avance, et "
    "les carrés presque unis (ciel).",
    en="Photographs in which a person is seen, or a likeness on a coin, are left out beforehand, and nearly "
    "uniform squares (sky).",
)

CASES: tuple[Case, ...] = (
    Case(
        name="photographs",
        title=Words(fr="Fragments de photographies", en="Crops of photographs"),
        about=Words(
            fr=f"{len(_SQUARES)} carrés de {SIDE} pixels découpés sans recouvrement dans "
            f"{len(NOBODY)} photographies où il n’y a personne",
            en=f"{len(_SQUARES)} squares of {SIDE} pixels cut without overlap from "
            f"{len(NOBODY)} photographs with nobody in them",
        ),
        kind="pictures",
        n=len(_SQUARES),
        person="none",
        licence=licence_of(NOBODY),
        credit=credit_of(NOBODY),
        pictures=_SQUARES,
        unit=Words(fr="extrait de photographie", en="crop of a photograph"),
        units=Words(fr="extraits de photographies", en="crops of photographs"),
        caveats=(NOT_A_SAMPLE, PHOTOGRAPHS_VARY, NO_GROUPS),
        held=(
            Words(
                fr=f"la taille et la forme de chaque image (carrés de {SIDE} pixels)",
                en=f"the size and shape of each picture (squares of {SIDE} pixels)",
            ),
        ),
        varied=(
            Words(
                fr="tout le reste : le sujet, le fond, les couleurs, le contraste, la netteté",
                en="all the rest: content, background, colours, contrast, sharpness",
            ),
        ),
        notes=(
            Words(
                fr=f"Les carrés viennent de {len(NOBODY)} photographies seulement : ils se ressemblent plus "
                "que des scènes indépendantes.",
                en=f"The squares come from {len(NOBODY)} photographs only: they are more alike than "
                "independent scenes.",
            ),
            LEFT_OUT,
        ),
    ),
)
