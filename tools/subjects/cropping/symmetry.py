"""The program's rule for left–right symmetric pictures: they are centred across instead.

Two variants are known. The program's own test is a compiled binary that nobody has described. The published
Python port of it (``is_symmetric`` in Twitter's image-crop-analysis, Apache-2.0) is described below, and that
is the one written here, from its description. They differ: of 124 pictures the port says no on 7 where the
program says yes. That is why the rule is an option, and off. The port's own drawing then puts the window at
the right edge, where the rule says the middle; we put it in the middle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SIDE = 10  # of the thumbnail that is compared with its mirror image
PERCENTILE = 95
THRESHOLD = 25.0

CENTRED = Words(
    fr="Image jugée symétrique : le cadre est centré en largeur (règle de la version Python publiée, qui dit"
    " non sur 7 images de 124 où le programme dit oui).",
    en="Picture found symmetric: the window is centred across (rule of the published Python port, which says"
    " no on 7 of 124 pictures where the program says yes).",
)


def asymmetry(pixels: NDArray[np.uint8]) -> float:
    """How far the picture (height, width, 3; RGB bytes) is from its mirror image: 0 for a perfect one.

    The 95th percentile of the differences between a 10×10 Lanczos thumbnail and its mirror image, over their
    range plus 10, times 137.
    """
    import numpy as np
    from PIL import Image  # slow import

    image = Image.fromarray(np.ascontiguousarray(pixels))
    small = np.asarray(image.resize((SIDE, SIDE), Image.Resampling.LANCZOS), dtype=np.int64)
    differences = np.abs(small - small[:, ::-1])
    spread = float(differences.max() - differences.min())
    return float(np.percentile(differences, PERCENTILE)) / (spread + 10.0) * 137.0


def is_symmetric(pixels: NDArray[np.uint8]) -> bool:
    """Whether the published port would centre this picture."""
    return asymmetry(pixels) < THRESHOLD
