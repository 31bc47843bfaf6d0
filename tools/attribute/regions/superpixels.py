"""Patches of nearly one colour (SLIC, Achanta and others, 2012): the same picture gives the same patches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.attribute.regions.region import Region, Regions
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ROWS = (
    Words(fr="en haut", en="top"),
    Words(fr="au milieu", en="middle"),
    Words(fr="en bas", en="bottom"),
)
_COLUMNS = (
    Words(fr="à gauche", en="left"),
    Words(fr="au centre", en="centre"),
    Words(fr="à droite", en="right"),
)


def superpixels(pixels: NDArray[np.float64], count: int) -> Regions:
    """About ``count`` patches of a picture (rows, columns, channels) in 0..1.

    Numbered from the upper left; nothing is drawn at random.
    """
    import numpy as np
    from skimage.segmentation import slic  # slow import

    grey = pixels.shape[-1] == 1
    found = slic(
        pixels[..., 0] if grey else pixels,
        n_segments=count,
        compactness=0.1 if grey else 10,
        start_label=0,
        channel_axis=None if grey else -1,
    )
    _, labels = np.unique(found, return_inverse=True)
    labels = labels.reshape(found.shape).astype(np.int64)
    rows, columns = labels.shape
    regions = []
    for number in range(int(labels.max()) + 1):
        down, across = (float(places.mean()) for places in np.nonzero(labels == number))
        row, column = _ROWS[int(3 * down / rows)], _COLUMNS[int(3 * across / columns)]
        regions.append(
            Region(
                f"patch{number + 1}",
                Words(
                    fr=f"la plage {number + 1}, {row.fr} {column.fr}",
                    en=f"patch {number + 1}, {row.en} {column.en}",
                ),
            )
        )
    return Regions(labels, tuple(regions))
