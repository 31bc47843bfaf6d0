"""One answer of one subject on one picture, and the same asked of its twins, its neighbours, another picture.

Everything is asked at the same place: the same cell of a map, the same box around a face, the same candidate
of a face finder. Then maps compare square by square.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tools.answering.given import Given
from tools.attribute.regions.cutting import RegionKind, blocks_of, regions_of
from tools.attribute.regions.region import Regions
from tools.errors import CallRefused
from tools.examination import Box
from tools.inside.opened import Opened, mean_fill, open_up, why_closed
from tools.inside.receptive_field import seen_by_cell
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Placed(Given):
    """A picture whose face is looked for where another one's was."""

    box: Box | None = None

    @cached_property
    def face(self) -> Box | None:
        """The box of the other picture."""
        return self.box


@dataclass(frozen=True, eq=False)
class Asked:
    """``opened`` holds what the answer can see of the picture; ``whole`` the cell or candidate explained.

    ``open`` tells whether the layers are there: then twins can be made, and gradients followed.
    """

    subject: Any
    given: Given
    answer: str
    opened: Opened
    cell: tuple[int, int] | None
    open: bool
    regions: Regions
    blocks: Regions

    @property
    def is_map(self) -> bool:
        """Whether what is explained is a cell of a map."""
        return bool(self.subject.card.answers == "map") and self.cell is not None

    def of_twin(self, twin: Any) -> Opened:
        """The same picture, the same place, in a network that knows something else or nothing."""
        return _opened(twin, self.given, self.answer, self.cell, self.open)

    def elsewhere(self, pixels: NDArray[np.uint8], twin: Any = None) -> Opened:
        """Another picture (height, width, 3), brought to this one's size, at the same place."""
        import cv2  # slow import

        assert self.given.pixels is not None
        height, width = self.given.pixels.shape[:2]
        if pixels.shape[:2] != (height, width):
            pixels = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
        given = replace(self.given, pixels=pixels)
        return _opened(twin or self.subject, given, self.answer, self.cell, self.open)

    def nearness(self) -> NDArray[np.float64]:
        """The map that never saw the picture (rows, columns): minus the distance to the place explained.

        The cell of a map; the middle of what the network is given otherwise, the face where there is one.
        """
        import numpy as np

        rows, columns = self.blocks.labels.shape
        middle = (rows / 2 - 0.5, columns / 2 - 0.5)
        if self.is_map:
            assert self.opened.cell is not None
            middle = (16 * self.opened.cell[0] + 7.5, 16 * self.opened.cell[1] + 7.5)
        elif self.given.face is not None and self.opened.window is not None:
            left, top, width, height = self.opened.window
            face = self.given.face
            x, y = face.left + face.width / 2, face.top + face.height / 2
            middle = ((y - top) * rows / height, (x - left) * columns / width)
        down, across = np.indices((rows, columns))
        return np.asarray(-np.hypot(down - middle[0], across - middle[1]), dtype=np.float64)


def ask(
    subject: Any, given: Given, answer: str, regions: RegionKind | None, *, slopes: bool, cell_side: int
) -> Asked:
    """Open a picture for explanation. ``slopes``: only an answer that a gradient leads to will do.

    ``cell_side``: pixels of a square, in what one cell of a map sees.

    Raises :class:`CallRefused` (``no_layers``, ``no_gradient``, ``unknown_answer``, ``no_face_parts``), and
    :class:`~tools.errors.StimulusRefused` (``no_face``).
    """
    recipe = given.recipe
    if subject.card.answers == "faces":
        box = given.face or next(iter(subject.boxes(given.pixels)), None)
        given = Placed(recipe=recipe, pixels=given.pixels, box=box)
    is_open = why_closed(subject.card) is None and hasattr(subject, "module")
    if slopes and not is_open:
        raise CallRefused("no_layers", why_closed(subject.card) or _hidden_layers(subject))
    cell: tuple[int, int] | None = None
    if is_open:
        try:
            cell = open_up(subject, given, answer).cell
        except CallRefused as refused:
            if slopes or refused.code != "no_gradient":
                raise
            is_open = False
    opened = _opened(subject, given, answer, cell, is_open)
    is_map = subject.card.answers == "map" and is_open
    return Asked(
        subject, given, answer, opened, cell, is_open,
        regions_of(regions, recipe, opened, cells=cell_side if is_map else 0),
        blocks_of(opened, cells=is_map),
    )  # fmt: skip


def _opened(subject: Any, given: Given, answer: str, cell: tuple[int, int] | None, is_open: bool) -> Opened:
    if not is_open:
        return _closed(subject, given, answer)
    opened = open_up(subject, given, answer, cell)
    return seen_by_cell(opened).opened if subject.card.answers == "map" else opened


def _closed(subject: Any, given: Given, answer: str) -> Opened:
    """A subject that only answers: the picture itself, RGB in 0..1, and its answers on changed copies."""
    import numpy as np
    import torch  # slow import
    from torch import Tensor

    from tools.answering.asking import answer_of

    asked = answer_of(subject, answer or ("best" if subject.card.answers == "boxes" else ""))
    assert given.pixels is not None
    inputs = torch.from_numpy(given.pixels.copy()).permute(2, 0, 1)[None].float() / 255

    def number(pictures: Tensor) -> Tensor:
        shown = (pictures.permute(0, 2, 3, 1) * 255).round().clamp(0, 255).byte().numpy()
        read = asked.numbers([replace(given, pixels=np.ascontiguousarray(each)) for each in shown])
        return torch.tensor(read, dtype=torch.float64)

    height, width = given.pixels.shape[:2]
    window = (0, 0, width, height)
    return Opened(inputs, number, torch.nn.Identity(), mean_fill(inputs), asked.card.label, window)


def _hidden_layers(subject: Any) -> Words:
    return Words(
        fr=f"« {subject.card.title.fr} » ne laisse pas voir ses couches.",
        en=f"“{subject.card.title.en}” does not let its layers be seen.",
    )
