"""The network's own map: what it answered, everywhere. Output, not an explanation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from tools.attribute import saliency_words as words
from tools.finding import Call, Finding, MapFigure, Panel
from tools.looking import (
    LARGEST_SCORE,
    Count,
    Seen,
    identity,
    look_at,
    only_maps,
    pictures_of,
)
from tools.printing import printed
from tools.statistics import rounded
from tools.stimuli.cases import UPLOAD_PREFIX
from tools.stimulus import Edited, Recipe
from tools.subject import SubjectCard
from tools.tool import Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.bench import Bench

# Harmless neighbours of a picture: a quarter and a half of a cell, each way.
NEIGHBOURS = (-0.5, -0.25, 0.25, 0.5)
TOP = 0.1  # share of cells that count as the top
# Below this share of neighbours that keep the point, the point is said to be unstable.
STABLE = 0.75


class _SaliencyParams(Params):
    n: int | None = Field(None, ge=1, le=6, description="Pictures of the case, at most six; one by default.")


class Saliency(Tool):
    """The map, its best cell, how far ahead it is, and whether a nudge of the picture keeps it."""

    verb: ClassVar[Verb] = "attribute"
    method: ClassVar[str] = "saliency"
    title: ClassVar[Words] = Words(fr="La carte du réseau", en="The network’s own map")
    about: ClassVar[Words] = Words(
        fr="La note de chaque case de l’image, telle que le réseau la donne",
        en="The score of every cell of the picture, as the network gives it",
    )
    params: ClassVar[type[Params]] = _SaliencyParams
    default_case: ClassVar[str] = "astronaut"
    results: ClassVar[tuple[ResultField, ...]] = (
        ResultField(name="n", kind="number", about=Words(fr="images", en="pictures"), low=1, high=6),
        ResultField(
            name="score",
            kind="number",
            about=Words(
                fr="meilleure note (moyenne s’il y a plusieurs images)", en="best score (mean if several)"
            ),
            low=-LARGEST_SCORE,
            high=LARGEST_SCORE,
        ),
        ResultField(
            name="point_x",
            kind="number",
            about=Words(
                fr="point choisi dans la première image, en pixels", en="chosen point, first picture"
            ),
            low=0,
            high=20000,
        ),
        ResultField(
            name="point_y",
            kind="number",
            about=Words(fr="le même, vers le bas", en="the same, downwards"),
            low=0,
            high=20000,
        ),
        ResultField(
            name="top_share",
            kind="share",
            about=Words(
                fr="part de la chaleur dans le dixième des cases le mieux noté",
                en="share of the heat in the best tenth of the cells",
            ),
            low=0,
            high=1,
        ),
        ResultField(
            name="runner_up_gap",
            kind="number",
            about=Words(
                fr="avance sur la meilleure case qui n’est pas voisine",
                en="lead over the best cell elsewhere",
            ),
            low=0,
            high=2 * LARGEST_SCORE,
        ),
        ResultField(
            name="stability",
            kind="share",
            about=Words(
                fr="petits décalages qui laissent le point à moins d’une case",
                en="small shifts that leave the point within a cell",
            ),
            low=0,
            high=1,
        ),
        ResultField(
            name="verdict",
            kind="one-of",
            about=Words(fr="le verdict", en="the verdict"),
            choices=("usable", "inconclusive"),
        ),
    )

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Subjects that give maps, stand-ins too: their map goes with how well they imitate."""
        return only_maps(subject, stand_ins=True)

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Show the pictures and their neighbours a fraction of a cell away."""
        started = perf_counter()
        params = _SaliencyParams.model_validate(call.params)
        case = bench.case(call.case)
        pictures = pictures_of(case, params.n or 1)
        subject = bench.subject(call.subject)
        count = Count(progress, len(pictures) * (1 + len(NEIGHBOURS)))
        seen = look_at(subject, [bench.pixels(shown.recipe) for shown in pictures], count)
        kept = [
            _kept(subject, bench, shown.recipe, answer, count)
            for shown, answer in zip(pictures, seen, strict=True)
        ]
        first = seen[0]
        measured = words.Measured(
            n=len(pictures),
            score=_mean([answer.score for answer in seen]),
            point=first.point,
            top_share=_mean([top_share(answer.grid) for answer in seen]),
            runner_up_gap=_mean([runner_up_gap(answer.grid, answer.cell) for answer in seen]),
            stability=_mean([share for shares in kept for share in shares]),
            neighbours=len(NEIGHBOURS),
            stable=STABLE,
            brought=call.case.startswith(UPLOAD_PREFIX),
            second=first.second,
            imitation=subject.card.agreement if subject.card.imitates else None,
        )
        shown = [bench.picture(item.recipe, item.alt, item.credit) for item in pictures]
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=words.question(measured),
                subject=identity(subject.card),
                stimuli=case.stimuli(shown, used=measured.n),
                unit_of_n=words.UNIT,
                n=measured.n,
                conditions=1 + len(NEIGHBOURS),
                result={
                    "n": measured.n,
                    "score": rounded(measured.score),
                    "point_x": first.point[0],
                    "point_y": first.point[1],
                    "top_share": rounded(measured.top_share),
                    "runner_up_gap": rounded(measured.runner_up_gap),
                    "stability": rounded(measured.stability),
                    "verdict": measured.verdict,
                },
                values=words.values(measured),
                verdict=measured.verdict,
                caveats=words.caveats(measured),
                conclusion=words.conclusion(measured),
                figures=[
                    MapFigure(
                        title=words.title(measured),
                        panels=[
                            Panel(
                                caption=words.caption(answer, measured),
                                picture=picture,
                                grid=answer.rows,
                                grid_label=words.output(measured),
                                low=rounded(min(float(each.grid.min()) for each in seen)),
                                high=rounded(max(each.score for each in seen)),
                                score=rounded(answer.score),
                                point=answer.point,
                                crops=[
                                    subject.crop(answer.point, (picture.width, picture.height), ratio)
                                    for ratio in (0.56, 1.0)
                                ],
                            )
                            for picture, answer in zip(shown, seen, strict=True)
                        ],
                    )
                ],
                seconds=round(perf_counter() - started, 3),
            )
        )


def _kept(subject: Any, bench: Bench, recipe: Recipe, answer: Seen, count: Count) -> list[bool]:
    """For each neighbour, whether its point, moved back, lies within a cell of the picture's."""
    moves = [_pixels(answer.cell_pixels * cells) for cells in NEIGHBOURS]
    moved = [bench.pixels(Edited(of=recipe, change="shift", amount=move)) for move in moves]
    kept = []
    for move, other in zip(moves, look_at(subject, moved, count), strict=True):
        across = abs(other.point[0] - move - answer.point[0])
        down = abs(other.point[1] - answer.point[1])
        kept.append(max(across, down) <= answer.cell_pixels + 0.5)
    return kept


def _pixels(distance: float) -> int:
    """Whole pixels, and never none: a neighbour differs."""
    return int(math.copysign(max(1, math.floor(abs(distance) + 0.5)), distance))


def top_share(grid: NDArray[np.float32]) -> float:
    """Share of the heat (score above the map's lowest) in the best tenth of the cells; 0 for a flat map."""
    import numpy as np

    heat = np.sort((grid - grid.min()).astype(np.float64).ravel())[::-1]
    total = float(heat.sum())
    return float(heat[: math.ceil(TOP * heat.size)].sum()) / total if total > 0 else 0.0


def runner_up_gap(grid: NDArray[np.float32], cell: tuple[int, int]) -> float:
    """How far the best cell is ahead of the best one that does not touch it; 0 where there is no other."""
    import numpy as np

    far = np.ones(grid.shape, dtype=bool)
    row, column = cell
    far[max(0, row - 1) : row + 2, max(0, column - 1) : column + 2] = False
    return float(grid[row, column]) - float(grid[far].max()) if far.any() else 0.0


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)
