"""Draw the small pictures that ``autopsie retrain`` learns from: ``python -m training.retrain_portraits``.

The first 200 faces of the interview scores (800 portraits) and 60 faces that none of them learned from,
each before an office wall and before a bookshelf, at 48 px a side. Why: drawing them takes two minutes, and a
training that one waits for takes seconds. The recipes stand in ``tools/subjects/interviews/portraits.py``.
Portraits learned from are kept as a WebP sheet of quality 92, those that answers are measured on without
loss. About two minutes of one core; needs the studio's mesh (``autopsie subjects fetch portraits-mesh``).
"""

from __future__ import annotations

import hashlib
import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tools.retrain.recipes.pictures import COLUMNS, FACES, FOLDER, SIDE, TESTED, TRAINING, UNSEEN
from tools.stimuli.portraits.studio import render
from tools.stimulus import Portrait
from tools.subjects.interviews.portraits import training_portraits, unseen_pairs


def sheet(recipes: list[Portrait]) -> NDArray[np.uint8]:
    """The portraits row by row, ``COLUMNS`` a row."""
    rows = math.ceil(len(recipes) / COLUMNS)
    made = np.zeros((rows * SIDE, COLUMNS * SIDE, 3), np.uint8)
    for number, recipe in enumerate(recipes):
        row, column = divmod(number, COLUMNS)
        made[row * SIDE : (row + 1) * SIDE, column * SIDE : (column + 1) * SIDE] = render(recipe).pixels
        if (number + 1) % 100 == 0:
            print(f"{number + 1}/{len(recipes)} portraits", flush=True)
    return made


def main() -> None:
    """Draw both sheets, write them and say their hashes."""
    unseen = [portrait for pair in unseen_pairs(TESTED, SIDE) for portrait in pair]
    Image.fromarray(sheet(unseen)).save(FOLDER / UNSEEN, lossless=True, quality=100, method=6)
    Image.fromarray(sheet(training_portraits(FACES, SIDE))).save(FOLDER / TRAINING, quality=92, method=6)
    for name in (UNSEEN, TRAINING):
        content = (FOLDER / name).read_bytes()
        print(f"{name}: {len(content)} bytes, sha256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main()
