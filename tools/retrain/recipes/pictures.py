"""The small portraits that an interview score is trained on again: drawn beforehand, kept beside this file.

``training/retrain_portraits.py`` makes them.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOLDER = Path(__file__).parent
TRAINING, UNSEEN = "interview_training.webp", "interview_unseen.webp"
FACES, TESTED = 200, 60
SIDE = 48
COLUMNS = 40


@cache
def sheet_of(name: str, count: int) -> NDArray[np.uint8]:
    """The first ``count`` pictures (count, 48, 48, 3) of a sheet, row by row; read-only."""
    import numpy as np
    from PIL import Image  # slow import

    with Image.open(FOLDER / name, formats=("WEBP",)) as opened:
        whole = np.asarray(opened.convert("RGB"))
    rows = whole.shape[0] // SIDE
    tiles = whole.reshape(rows, SIDE, COLUMNS, SIDE, 3).swapaxes(1, 2).reshape(-1, SIDE, SIDE, 3)
    tiles = np.ascontiguousarray(tiles[:count])
    tiles.flags.writeable = False
    return tiles
