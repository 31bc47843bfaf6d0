"""Show pictures to a cropping subject, a few at a time, and keep what it answered."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tools.errors import CallRefused
from tools.honesty import finite
from tools.subject import SubjectCard, SubjectIdentity
from tools.subjects.cropping.window import Cells, runner_up, salient_cell
from tools.tool import Progress
from tools.wording import Words, both

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.stimuli.cases import Shown
    from tools.stimulus import Sentence

# Prepared pixels in one forward pass: a tenth of a second on two cores, so that progress is seen and a
# cancellation heard; larger batches are not faster.
BATCH_PIXELS = 2 * 320 * 320
# The score has no bound of its own; findings of a subject that exceeds this one are refused as not finite.
LARGEST_SCORE = 1000.0

Point = tuple[int, int]


@dataclass(frozen=True)
class Seen:
    """What a subject answered on one picture. ``point`` is in the picture's own pixels, and so is ``second``:
    the best point at least two cells away, ``None`` where there is no other."""

    grid: NDArray[np.float32]  # (rows, columns)
    score: float
    cell: tuple[int, int]  # row, column
    point: Point
    cell_pixels: float  # side of one cell, in the picture's own pixels
    second: Point | None = None

    @property
    def rows(self) -> list[list[float]]:
        """The map as JSON: row-major, six digits."""
        return [[round(float(value), 6) for value in row] for row in self.grid]


def look_at(
    subject: Any, pictures: Sequence[NDArray[np.uint8]], tick: Callable[[int], None] | None = None
) -> list[Seen]:
    """What ``subject`` answers on each picture, in order. ``tick`` is told how many each batch did.

    Raises :class:`~tools.errors.ToolFailed` where the map holds a value that is not a number.
    """
    prepared = [subject.prepare(pixels) for pixels in pictures]
    found: dict[int, Seen] = {}
    for batch in _batches(prepared):
        grids = subject.maps([prepared[index] for index in batch])
        for index, grid in zip(batch, grids, strict=True):
            found[index] = _seen(subject, grid, pictures[index].shape, prepared[index].shape)
        if tick:
            tick(len(batch))
    return [found[index] for index in range(len(pictures))]


def _seen(subject: Any, grid: NDArray[np.float32], shape: tuple[int, ...], prepared: tuple[int, ...]) -> Seen:
    score = float(grid.max())
    finite({"score": score if abs(score) <= LARGEST_SCORE else math.inf, "map": float(grid.min())})
    size, prepared_size = (shape[1], shape[0]), (prepared[1], prepared[0])
    cell, second = salient_cell(grid), runner_up(grid)
    cells = Cells((grid.shape[0], grid.shape[1]), size, prepared_size)
    return Seen(
        grid=grid,
        score=score,
        cell=cell,
        point=subject.place_of(cell, cells),
        cell_pixels=subject.side_of(cells),
        second=subject.place_of(second, cells) if second is not None else None,
    )


def _batches(prepared: Sequence[NDArray[np.uint8]]) -> list[list[int]]:
    """Indices of pictures of equal size, as many as make one forward pass."""
    by_size: dict[tuple[int, ...], list[int]] = {}
    for index, picture in enumerate(prepared):
        by_size.setdefault(picture.shape, []).append(index)
    batches = []
    for (height, width, *_), indices in by_size.items():
        size = max(1, BATCH_PIXELS // (height * width))
        batches += [indices[start : start + size] for start in range(0, len(indices), size)]
    return batches


class Count:
    """Counts done of a known total, and tells ``progress``."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0
        progress(0, total)

    def __call__(self, more: int) -> None:
        """``more`` are done."""
        self._done = min(self._total, self._done + more)
        self._progress(self._done, self._total)


def identity(card: SubjectCard) -> SubjectIdentity:
    """What a finding keeps of its subject."""
    return SubjectIdentity(
        name=card.name, title=card.title, badge=card.badge, sha256=card.sha256, described=card.described
    )


def only_maps(card: SubjectCard, *, stand_ins: bool = False) -> Words | None:
    """Why an instrument that reads saliency maps cannot examine ``card``; ``None`` when it can.

    ``stand_ins`` tells whether it may show a small imitation of an original. None that gives a rate, a dose
    or an explanation may: an imitation distorts preferences.
    """
    if card.modality != "image":
        return Words(
            fr=f"« {card.title.fr} » ne lit pas d’images.", en=f"“{card.title.en}” does not read pictures."
        )
    if card.answers != "map":
        return Words(
            fr=f"« {card.title.fr} » ne donne pas de carte des places qui comptent.",
            en=f"“{card.title.en}” gives no map of the places that count.",
        )
    if card.badge == "stand-in" and not stand_ins:
        return Words(
            fr=f"« {card.title.fr} » est une doublure : elle déforme les préférences de l’original. Ni taux,"
            " ni cause ne peuvent venir d’elle. Cet instrument demande l’original.",
            en=f"“{card.title.en}” is a stand-in: it distorts the preferences of the original. Neither a"
            " rate nor a cause can come from it. This instrument asks for the original.",
        )
    return None


def pictures_of(case: Any, n: int | None = None) -> tuple[Shown, ...]:
    """``n`` pictures of a case, evenly spread over it (all of them by default).

    Raises :class:`~tools.errors.CallRefused` (``wrong_case``) for a case of pairs, or one with fewer.
    """
    return _spread(case, case.pictures, n, Words(fr="images", en="pictures"))


def pairs_of(case: Any, n: int | None = None) -> tuple[tuple[Shown, Shown], ...]:
    """``n`` pairs of a case, evenly spread (all of them by default); refused like :func:`pictures_of`."""
    return _spread(case, case.pairs, n, Words(fr="paires", en="pairs"))


def texts_of(case: Any, n: int | None = None) -> tuple[Sentence, ...]:
    """``n`` texts of a case, evenly spread (all of them by default); refused like :func:`pictures_of`."""
    return _spread(case, case.texts, n, Words(fr="textes", en="texts"))


def _other_kind(case: Any, what: Words) -> CallRefused:
    """A case of texts where pictures are looked at, or the reverse: names one that fits."""
    holds = (
        Words(fr="des textes", en="texts") if case.texts
        else Words(fr="des paires d’images", en="pairs of pictures") if case.pairs
        else Words(fr="des comptes publiés", en="published counts") if case.kind == "counts"
        else Words(fr="des images", en="pictures")
    )  # fmt: skip
    fits = {"images": "photographs", "paires": "pairs", "textes": "identity_sentences_en"}[what.fr]
    return CallRefused(
        "wrong_case",
        Words(
            fr=f"Le cas « {case.name} » donne {holds.fr} ; cet instrument demande des {what.fr}.",
            en=f"The case “{case.name}” holds {holds.en}; this instrument asks for {what.en}.",
        ),
        Words(fr=f"Prenez par exemple le cas {fits}.", en=f"Take the case {fits}, say."),
    )


def _spread(case: Any, members: tuple[Any, ...], n: int | None, what: Words) -> tuple[Any, ...]:
    if not members:
        raise _other_kind(case, what)
    if n is not None and n > len(members):
        raise CallRefused(
            "wrong_case",
            Words(
                fr=f"Le cas « {case.name} » n’a pas {n} {what.fr} (il en a {len(members)}).",
                en=f"The case “{case.name}” has not {n} {what.en} (it has {len(members)}).",
            ),
            both("n ≤ " + str(len(members))),
        )
    wanted = n or len(members)
    return tuple(members[index * len(members) // wanted] for index in range(wanted))
