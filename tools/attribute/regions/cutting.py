"""Cut what a network is given into named regions, by whichever way was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from tools.attribute.regions.face_parts import bust_of, face_parts, parts_of
from tools.attribute.regions.region import NOWHERE, Regions, squares, tiles
from tools.errors import CallRefused
from tools.inside.opened import Opened, Window
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RegionKind: TypeAlias = Literal["grid", "superpixels", "face_parts"]
GRID = 6  # squares a side, where nothing says how many
CELL = 16  # pixels of a cell of a cropping network's map
SUPERPIXELS = 24


def regions_of(kind: RegionKind | None, recipe: Any, opened: Opened, *, cells: int) -> Regions:
    """The regions of an opened picture; ``None`` takes the parts of a face where they are known, else a grid.

    ``cells``: what is explained is a cell of a map, which sees a part of the picture only: a grid of squares
    of that side; 0 for anything else.

    Raises :class:`CallRefused` (``no_face_parts``) for the parts of a face that nobody knows.
    """
    bust = bust_of(recipe)
    if kind == "face_parts" and bust is None:
        raise CallRefused(
            "no_face_parts",
            Words(
                fr="Les parties du visage ne sont connues que des bustes calculés, que rien n’a déplacés.",
                en="The parts of a face are known of computed busts only, which nothing moved.",
            ),
            Words(
                fr="Choisissez « grid » ou « superpixels », ou le cas « portraits ».",
                en="Choose “grid” or “superpixels”, or the case “portraits”.",
            ),
        )
    if bust is not None and (kind == "face_parts" or (kind is None and not cells)):
        assert opened.window is not None
        shape = (int(opened.inputs.shape[-2]), int(opened.inputs.shape[-1]))
        labels = through_window(face_parts(bust), opened.window, shape)
        return _without_empty(Regions(labels, parts_of(bust)))
    if kind == "superpixels":
        from tools.attribute.regions.superpixels import superpixels

        return superpixels(_pixels(opened), SUPERPIXELS)
    rows, columns = int(opened.inputs.shape[-2]), int(opened.inputs.shape[-1])
    return tiles((rows, columns), cells) if cells else squares((rows, columns), GRID, GRID)


def blocks_of(opened: Opened, *, cells: bool) -> Regions:
    """The small squares by which maps are compared and drawn: a map's ``cells``, or a twelfth of a side."""
    rows, columns = int(opened.inputs.shape[-2]), int(opened.inputs.shape[-1])
    return tiles((rows, columns), CELL if cells else max(1, round(max(rows, columns) / 12)))


def through_window(labels: NDArray[np.int64], window: Window, shape: tuple[int, int]) -> NDArray[np.int64]:
    """Labels of a picture's pixels as a network's input (rows, columns) sees them; −1 beyond the picture."""
    import numpy as np

    left, top, width, height = window
    down = np.floor(top + (np.arange(shape[0]) + 0.5) * height / shape[0]).astype(int)
    across = np.floor(left + (np.arange(shape[1]) + 0.5) * width / shape[1]).astype(int)
    seen = labels[
        np.clip(down, 0, labels.shape[0] - 1)[:, None], np.clip(across, 0, labels.shape[1] - 1)[None, :]
    ].copy()
    seen[(down < 0) | (down >= labels.shape[0])] = NOWHERE
    seen[:, (across < 0) | (across >= labels.shape[1])] = NOWHERE
    return np.asarray(seen)


def _without_empty(cut: Regions) -> Regions:
    """The same without regions that have no place: a face cut out has no garment."""
    import numpy as np

    kept = [number for number, size in enumerate(cut.sizes()) if size > 0]
    renamed = np.full(len(cut) + 1, NOWHERE)
    renamed[kept] = range(len(kept))
    return Regions(renamed[cut.labels], tuple(cut.regions[number] for number in kept))


def _pixels(opened: Opened) -> NDArray[np.float64]:
    """The input as a picture in 0..1, whatever its range."""
    import numpy as np

    values = opened.inputs[0].permute(1, 2, 0).double().numpy()
    low, high = float(values.min()), float(values.max())
    return np.asarray((values - low) / max(high - low, 1e-9))
