"""What an explanation shows: a map beside the scrambled twin's, or the spread, never a bare map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.attribute.asked import Asked
from tools.attribute.map_words import Told
from tools.attribute.regions.region import Regions
from tools.finding import (
    CurveFigure,
    CurvePoint,
    CurveSeries,
    Figure,
    IntervalFigure,
    IntervalRow,
    MapFigure,
    Panel,
)
from tools.statistics import rounded
from tools.stimulus import Picture
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Map = NDArray[np.float64]

MOST_ROWS = 10
GRID = 24  # squares of the longer side of a drawn map


def figures(t: Told, asked: Asked, picture: Picture) -> list[Figure]:
    """The map where it may be shown, the regions, and hiding beside the order that knows nothing."""
    trial = t.trial
    found: list[Figure] = []
    if trial.moves and trial.sanity != "unchecked":
        found.append(_maps(t, asked, picture))
    found.append(_regions(t))
    found.append(_hiding(t))
    return found


def _maps(t: Told, asked: Asked, picture: Picture) -> MapFigure:
    trial = t.trial
    brings = Words(fr="ce que chaque endroit apporte", en="what each place brings")
    if t.slope:
        brings = Words(fr="ce que plus de lumière ferait", en="what more light would do")
    if trial.sanity == "pass" and not trial.holds.stable:
        apart = Words(fr="écart entre explications voisines", en="disagreement of neighbours")
        panels = [
            _panel(
                picture, asked, asked.blocks.spread(trial.spread),
                Words(fr="Dispersion : elle ne tient pas", en="Spread: it does not hold"),
                apart,
            )
        ]  # fmt: skip
    else:
        passed = trial.sanity == "pass"
        name = t.title if passed else Words(fr="Carte refusée : voir à côté", en="Map refused: see beside")
        panels = [_panel(picture, asked, _drawn(asked.blocks, trial.own), name, brings)]
        if trial.scrambled is not None:
            twin = Words(fr="La même, poids brouillés", en="The same, scrambled weights")
            panels.append(_panel(picture, asked, _drawn(asked.blocks, trial.scrambled), twin, brings))
    return MapFigure(
        title=Words(fr=f"{t.title.fr} : {t.answer.fr}", en=f"{t.title.en}: {t.answer.en}"), panels=panels
    )


def _drawn(blocks: Regions, values: Map) -> Map:
    """A map smoothed to its squares: what was compared is what is drawn."""
    return blocks.spread(blocks.sums(values))


def _panel(picture: Picture, asked: Asked, values: Map, caption: Words, label: Words) -> Panel:
    grid = on_picture(values, asked, (picture.height, picture.width))
    top = max(float(abs(grid).max()), 1e-9)
    grid = grid / top  # each network has its own scale of answers
    return Panel(
        caption=caption,
        picture=picture,
        grid=[[rounded(each) for each in row] for row in grid],
        grid_label=label,
        low=-1.0 if float(grid.min()) < 0 else 0.0,
        high=1.0,
    )


def on_picture(values: Map, asked: Asked, size: tuple[int, int]) -> Map:
    """A map of the network's input over the picture (height, width): squares, zero where it sees nothing."""
    import numpy as np

    assert asked.opened.window is not None
    left, top, width, height = asked.opened.window
    long = max(size)
    rows, columns = (max(1, round(GRID * side / long)) for side in size)
    fine = 4  # places looked up along each side of a square
    down = (np.arange(rows * fine) + 0.5) * size[0] / (rows * fine)
    across = (np.arange(columns * fine) + 0.5) * size[1] / (columns * fine)
    row = np.floor((down - top) * values.shape[0] / height).astype(int)
    column = np.floor((across - left) * values.shape[1] / width).astype(int)
    seen = values[
        np.clip(row, 0, values.shape[0] - 1)[:, None], np.clip(column, 0, values.shape[1] - 1)[None, :]
    ].copy()
    seen[(row < 0) | (row >= values.shape[0])] = 0
    seen[:, (column < 0) | (column >= values.shape[1])] = 0
    return np.asarray(seen.reshape(rows, fine, columns, fine).mean(axis=(1, 3)))


def _regions(t: Told) -> IntervalFigure:
    trial = t.trial
    order = sorted(range(len(t.regions)), key=lambda number: -float(trial.shares[number]))[:MOST_ROWS]
    rows = [
        IntervalRow(
            label=t.regions[number].words, role="measured", value=rounded(trial.shares[number]),
            low=rounded(trial.ranges[number][0]), high=rounded(trial.ranges[number][1]), n=1,
        )
        for number in order
    ]  # fmt: skip
    if t.n > 1:
        top = t.regions[t.top].words
        mean = Words(fr=f"{top.fr}, sur {t.n} images", en=f"{top.en}, over {t.n} pictures")
        rows.insert(
            0,
            IntervalRow(
                label=mean, role="measured", value=rounded(t.share), low=rounded(t.range_.low),
                high=rounded(t.range_.high), n=t.n,
            ),
        )  # fmt: skip
    return IntervalFigure(
        title=Words(
            fr="Part de chaque région, et son étendue sur des voisins anodins",
            en="Each region’s part, and its range over harmless neighbours",
        ),
        unit="share",
        rows=rows,
        reference=rounded(1 / max(1, len(t.regions))),
        reference_label=Words(fr="parts égales", en="equal parts"),
    )


def _hiding(t: Told) -> CurveFigure:
    trial = t.trial

    def points(curve: tuple[float, ...]) -> list[CurvePoint]:
        return [
            CurvePoint(x=rounded(at / (len(curve) - 1)), y=rounded(share), n=1)
            for at, share in enumerate(curve)
        ]

    return CurveFigure(
        title=Words(
            fr="Cacher les carrés un à un, dans l’ordre de l’explication ou sans rien savoir",
            en="Hiding squares one by one, in the explanation’s order or knowing nothing",
        ),
        x_label=Words(fr="part cachée", en="part hidden"),
        y_label=Words(fr="ce qui reste de la réponse", en="what is left of the answer"),
        unit="share",
        points=points(trial.order.curve),
        label=Words(fr="l’ordre de l’explication", en="the explanation’s order"),
        more=[
            CurveSeries(
                label=Words(
                    fr="l’ordre de la distance : ne sait rien", en="the order of distance: knows nothing"
                ),
                role="control",
                points=points(trial.order_knowing_nothing.curve),
            )
        ],
    )
