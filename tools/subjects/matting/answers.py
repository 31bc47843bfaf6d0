"""What ``examine`` says of a matte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.examination import Examination, MaskResult

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.stimuli.picture_file import PictureFile

THRESHOLD = 0.5
"""From here on a pixel counts as person."""


def examined(opened: PictureFile, matte: NDArray[np.float32]) -> Examination:
    """The share of the picture that is person, the box around it, and the matte as a grey picture."""
    import numpy as np

    person = matte >= THRESHOLD
    box = None
    if person.any():
        rows, columns = np.flatnonzero(person.any(axis=1)), np.flatnonzero(person.any(axis=0))
        left, top = int(columns[0]), int(rows[0])
        box = (left, top, int(columns[-1]) - left + 1, int(rows[-1]) - top + 1)
    return Examination(
        result=MaskResult(share=round(float(person.mean()), 6), box=box),
        sha256=opened.sha256,
        size=(opened.width, opened.height),
        notes=opened.notes,
        pictures={"mask": np.rint(matte * 255).astype(np.uint8)},
    )
