"""What a change at several doses reads: one number a picture, of any subject that reads pictures.

A cropping subject also names a point and has a grid; others have neither: their "cell" is a stated step of
pixels, and the place where something is hidden is the face of a computed bust, or the picture's centre.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from functools import partial
from itertools import islice
from queue import SimpleQueue
from threading import Event
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from tools.answering.answer import Answer
from tools.answering.asking import answer_of
from tools.answering.given import Given
from tools.errors import CallRefused
from tools.honesty import finite
from tools.looking import LARGEST_SCORE, Count, Point, Seen, look_at, only_maps
from tools.stimuli.geometry import move_of
from tools.stimulus import Edited, Recipe
from tools.subject import SubjectCard
from tools.tool import Cancelled
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.bench import Bench

_Found = TypeVar("_Found")

STEP = 3  # pixels: a picture a little to the right is the same picture
QUALITY = 95  # of the re-encoding that goes with it
TOGETHER = 4  # pictures read at a time, so that a cancelled call is heard
WAIT = 0.1  # seconds between two signs of life while a picture is being drawn


class Read(NamedTuple):
    """What a subject answered on one picture; ``seen`` is a cropping subject's whole answer."""

    value: float
    point: Point
    cell_pixels: float
    size: tuple[int, int]  # width, height of the picture
    seen: Seen | None = None


class Reader(ABC):
    """How one subject is read, picture by picture."""

    def __init__(self, answer: Answer, bench: Bench) -> None:
        self.answer, self.card, self.bench = answer, answer.card, bench

    @property
    def yes_or_no(self) -> bool:
        """Whether the answer is 1 or 0: a face found or not."""
        return self.card.name == "found"

    @property
    @abstractmethod
    def has_grid(self) -> bool:
        """Whether the subject names a cell of a grid."""

    @abstractmethod
    def read(self, recipes: Sequence[Recipe], count: Count) -> list[Read]:
        """What the subject answers on each picture, in order.

        Raises :class:`~tools.errors.ToolFailed` (``no_answer``, ``not_finite``).
        """

    def placebo(self, recipe: Recipe, before: Read, cells: int) -> Edited:
        """The same picture after a change that should not matter."""
        moved = Edited(of=recipe, change="shift", amount=cell(before) * cells)
        return moved if self.has_grid else Edited(of=moved, change="jpeg", amount=QUALITY)


class MapReader(Reader):
    """A cropping subject: the score of its best cell, and where it is."""

    has_grid = True

    def read(self, recipes: Sequence[Recipe], count: Count) -> list[Read]:
        """The whole answer on each picture."""
        pixels = list(drawn(self.bench, recipes, count))
        found = patiently(lambda tick: look_at(self.answer.subject, pixels, tick), count)
        return [
            Read(seen.score, seen.point, seen.cell_pixels, (each.shape[1], each.shape[0]), seen)
            for seen, each in zip(found, pixels, strict=True)
        ]


class NumberReader(Reader):
    """Any other subject: one number."""

    has_grid = False

    def read(self, recipes: Sequence[Recipe], count: Count) -> list[Read]:
        """The number on each picture, a few at a time while the next ones are drawn."""
        found: list[Read] = []
        coming = iter(zip(recipes, drawn(self.bench, recipes, count), strict=True))
        while batch := [Given(recipe, pixels) for recipe, pixels in islice(coming, TOGETHER)]:
            self._refuse_unknown_matte(batch[0])
            values = patiently(partial(_numbers, self.answer, batch), count)
            for value in values:
                finite({self.card.name: value if abs(value) <= LARGEST_SCORE else math.inf})
            found += [
                Read(value, _middle(given), float(STEP), _size(given))
                for value, given in zip(values, batch, strict=True)
            ]
        return found

    def _refuse_unknown_matte(self, given: Given) -> None:
        if self.card.name in ("overlap", "kept") and given.matte is None:
            raise CallRefused(
                "wrong_case",
                Words(
                    fr="La vraie silhouette de ces images n’est pas connue : rien à quoi comparer.",
                    en="The true matte of these pictures is not known: nothing to compare the cut-out with.",
                ),
                Words(
                    fr="Essayez le cas « portraits », ou la réponse « person ».",
                    en="Try the case “portraits”, or the answer “person”.",
                ),
            )


def reader_of(subject: Any, bench: Bench, answer: str) -> Reader:
    """How a loaded subject is read; ``answer`` names which of its numbers, the usual one by default."""
    card: SubjectCard = subject.card
    return (MapReader if card.answers == "map" else NumberReader)(answer_of(subject, answer), bench)


def only_pictures(card: SubjectCard) -> Words | None:
    """Why a change of pictures cannot be tried on ``card``; ``None`` when it can. No stand-in may."""
    if card.modality != "image" or card.answers == "map" or card.badge == "stand-in":
        return only_maps(card)
    return None


def drawn(bench: Bench, recipes: Sequence[Recipe], count: Count) -> Iterator[NDArray[np.uint8]]:
    """The pixels of each recipe, in order, drawn ahead; ``count`` hears of the wait, and may end it."""
    pool = ThreadPoolExecutor(1, thread_name_prefix="drawing")
    coming = iter(recipes)
    waiting = deque(pool.submit(bench.pixels, recipe) for recipe in islice(coming, 3 * TOGETHER))
    try:
        while waiting:
            while not waiting[0].done():
                wait_for([waiting[0]], timeout=WAIT)
                count(0)
            yield waiting.popleft().result()
            waiting.extend(pool.submit(bench.pixels, recipe) for recipe in islice(coming, 1))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def patiently(work: Callable[[Callable[[int], None]], _Found], count: Count) -> _Found:
    """What ``work`` gives, read aside: ``count`` is heard every tenth of a second, and may end it.

    ``work`` is handed a function to be told how many pictures are done; it raises once nobody waits.
    """
    done, gone = SimpleQueue[int](), Event()

    def tick(more: int) -> None:
        done.put(more)
        if gone.is_set():
            raise Cancelled

    pool = ThreadPoolExecutor(1, thread_name_prefix="reading")
    future = pool.submit(work, tick)
    try:
        while not future.done():
            wait_for([future], timeout=WAIT)
            count(0)
            while not done.empty():
                count(done.get())
        while not done.empty():
            count(done.get())
        return future.result()
    finally:
        gone.set()
        pool.shutdown(wait=False)


def _numbers(answer: Answer, batch: Sequence[Given], tick: Callable[[int], None]) -> list[float]:
    values = answer.numbers(batch)
    tick(len(batch))
    return values


def back(point: Point, size: tuple[int, int], recipe: Recipe, base: Recipe) -> tuple[float, float]:
    """Where a pixel of the changed picture was before every change made to ``base``."""
    x, y = point[0] + 0.5, point[1] + 0.5
    while isinstance(recipe, Edited) and recipe != base:
        x, y = move_of(recipe.change, recipe.amount, size, recipe.at).back(x, y)
        recipe = recipe.of
    return x - 0.5, y - 0.5


def cell(before: Read) -> int:
    """One cell, or one step, in whole pixels of the picture."""
    return max(1, math.floor(before.cell_pixels + 0.5))


def refuse_nothing_found(reader: Reader, reads: Sequence[Sequence[Read]], case: str) -> None:
    """A finder that finds nothing on any picture has nothing to lose (``nothing_found``)."""
    if reader.card.name not in ("found", "count", "best") or any(
        each.value for dose in reads for each in dose
    ):
        return
    raise CallRefused(
        "nothing_found",
        Words(
            fr=f"Le sujet ne trouve rien sur aucune image du cas « {case} », changée ou non : il n’y a rien à"
            " perdre ni à mesurer.",
            en=f"The subject finds nothing in any picture of the case “{case}”, changed or not: there is"
            " nothing to lose and nothing to measure.",
        ),
        Words(fr="Essayez le cas « portraits ».", en="Try the case “portraits”."),
    )


def _size(given: Given) -> tuple[int, int]:
    assert given.pixels is not None
    return given.pixels.shape[1], given.pixels.shape[0]


def _middle(given: Given) -> Point:
    """The middle of a known face, else of the picture."""
    if face := given.face:
        return round(face.left + face.width / 2), round(face.top + face.height / 2)
    width, height = _size(given)
    return width // 2, height // 2
