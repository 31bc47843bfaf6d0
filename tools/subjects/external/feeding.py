"""From pixels to the numbers that a model is fed, as its description says; and back to the picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.errors import StimulusRefused
from tools.subjects.external.description import Input
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LARGEST_SIDE = 4096  # of a picture that is fed as it is
_LUMA = (0.299, 0.587, 0.114)  # ITU-R BT.601, as Pillow and OpenCV make grey


class Frame(NamedTuple):
    """Where the prepared picture stands in what is fed: pixels of the fed array."""

    left: int
    top: int
    width: int
    height: int
    fed_width: int
    fed_height: int


def prepare(pixels: NDArray[np.uint8], how: Input) -> NDArray[np.uint8]:
    """The picture (height, width, 3) at the size at which it is fed, before any padding.

    Raises :class:`StimulusRefused` (``picture_too_large``) for one fed as it is with a side over 4096.
    """
    import numpy as np
    from PIL import Image  # slow import

    height, width = pixels.shape[:2]
    if how.size is None:
        if max(width, height) > LARGEST_SIDE:
            raise StimulusRefused(
                "picture_too_large",
                Words(
                    fr=f"L’image a {max(width, height)} pixels de côté ; ce modèle la reçoit telle quelle.",
                    en=f"The picture has a side of {max(width, height)} pixels; this model gets it as it is.",
                ),
                Words(fr=f"Donnez input.size, ou une image d’au plus {LARGEST_SIDE} pixels.",
                      en=f"Give input.size, or a picture of {LARGEST_SIDE} pixels at most."),
            )  # fmt: skip
        return pixels
    target = how.size
    if how.keep_aspect:
        # Exact quotients in whole numbers: a half is exactly a half.
        if how.size[0] * height <= how.size[1] * width:
            target = how.size[0], max(1, (2 * height * how.size[0] + width) // (2 * width))
        else:
            target = max(1, (2 * width * how.size[1] + height) // (2 * height)), how.size[1]
    if target == (width, height):
        return pixels
    filters = {
        "bilinear": Image.Resampling.BILINEAR,
        "lanczos": Image.Resampling.LANCZOS,
        "bicubic": Image.Resampling.BICUBIC,
        "nearest": Image.Resampling.NEAREST,
    }
    image = Image.fromarray(np.ascontiguousarray(pixels))
    return np.array(image.resize(target, filters[how.resize]), dtype=np.uint8)


def frame_of(prepared: NDArray[np.uint8], how: Input) -> Frame:
    """Where a prepared picture stands once padded: in the middle, the odd pixel on the right and below."""
    height, width = prepared.shape[:2]
    if how.size is None or how.pad is None:
        return Frame(0, 0, width, height, width, height)
    wide, high = how.size
    return Frame((wide - width) // 2, (high - height) // 2, width, height, wide, high)


def batch_of(prepared: Sequence[NDArray[np.uint8]], how: Input) -> NDArray[Any]:
    """Prepared pictures of one size as the array that the model takes: padded, in its numbers and order."""
    import numpy as np

    frame = frame_of(prepared[0], how)
    stack = np.stack(prepared)
    if (frame.fed_width, frame.fed_height) != (frame.width, frame.height):
        padded = np.full((len(stack), frame.fed_height, frame.fed_width, 3), how.pad, dtype=np.uint8)
        padded[:, frame.top : frame.top + frame.height, frame.left : frame.left + frame.width] = stack
        stack = padded
    if how.dtype == "uint8":
        values: NDArray[Any] = _in_channels(stack, how)
        values = np.floor(values + 0.5).astype(np.uint8) if values.dtype != np.uint8 else values
    else:
        low, high = how.range
        values = _in_channels(stack, how).astype(np.float64 if how.dtype == "float64" else np.float32)
        values *= (high - low) / 255
        values += low
        if how.mean is not None:
            values -= np.asarray(how.mean, dtype=values.dtype)
        if how.std is not None:
            values /= np.asarray(how.std, dtype=values.dtype)
    if how.layout == "nchw":
        values = values.transpose(0, 3, 1, 2)
    return np.ascontiguousarray(values, dtype=np.dtype(how.dtype))


def _in_channels(stack: NDArray[np.uint8], how: Input) -> NDArray[Any]:
    import numpy as np

    if how.channels == "grey":
        return (stack.astype(np.float32) @ np.asarray(_LUMA, dtype=np.float32))[..., None]
    return stack[..., ::-1] if how.channels == "bgr" else stack


def unframed(grid: NDArray[Any], frame: Frame) -> NDArray[Any]:
    """The cells of a map (rows, columns) of what was fed that belong to the picture, padding left out.

    A cell belongs to it when its centre does; one row and one column are always kept.
    """
    rows, columns = grid.shape[:2]
    top, bottom = _cells(rows, frame.top, frame.height, frame.fed_height)
    left, right = _cells(columns, frame.left, frame.width, frame.fed_width)
    return grid[top:bottom, left:right]


def _cells(count: int, start: int, length: int, whole: int) -> tuple[int, int]:
    """Cells whose centre (i + ½)·whole/count lies in start … start + length."""
    first = -(-(2 * start * count - whole) // (2 * whole))
    last = -(-(2 * (start + length) * count - whole) // (2 * whole))
    first = max(0, min(first, count - 1))
    return first, max(first + 1, min(last, count))
