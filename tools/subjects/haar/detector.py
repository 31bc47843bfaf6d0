"""cv2's own cascade classifier, made from bytes and run on grey pictures."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, cast

from tools.errors import AssetRefused
from tools.examination import Box
from tools.wording import Words

if TYPE_CHECKING:
    import cv2
    import numpy as np
    from numpy.typing import NDArray

_ONE_AT_A_TIME = threading.Lock()  # a classifier keeps its picture in itself


def detector_of(content: bytes) -> cv2.CascadeClassifier:
    """A classifier from a cascade file of OpenCV's present format.

    Raises :class:`AssetRefused` (``asset_malformed``) for bytes that cv2 does not take.
    """
    import cv2  # slow import

    classifier = cv2.CascadeClassifier()
    try:
        storage = cv2.FileStorage(content.decode("utf-8"), cv2.FILE_STORAGE_READ | cv2.FILE_STORAGE_MEMORY)
        read = classifier.read(storage.getFirstTopLevelNode())
    except (cv2.error, SystemError, UnicodeDecodeError) as broken:
        raise _malformed() from broken
    if not read or classifier.empty():
        raise _malformed()
    return classifier


def detector_at(path: Path) -> cv2.CascadeClassifier:
    """A classifier from a file: of the older format too, which cv2 converts only as it opens a file.

    Raises :class:`AssetRefused` (``asset_malformed``) for a file that cv2 does not take.
    """
    import cv2  # slow import

    try:
        classifier = cv2.CascadeClassifier(str(path))
    except (cv2.error, SystemError) as broken:
        raise _malformed() from broken
    if classifier.empty():
        raise _malformed()
    return classifier


def detected(
    detector: cv2.CascadeClassifier,
    grey: NDArray[np.uint8],
    *,
    neighbours: int,
    factor: float,
    least: int,
) -> tuple[Box, ...]:
    """The boxes of a grey picture (rows, columns), best first; ``score`` is the last stage's sum."""
    with _ONE_AT_A_TIME:
        found, _, weights = detector.detectMultiScale3(
            grey,
            scaleFactor=factor,
            minNeighbors=neighbours,
            minSize=(least, least),
            outputRejectLevels=True,
        )
    boxes = (
        Box(
            left=float(left),
            top=float(top),
            width=float(width),
            height=float(height),
            score=round(float(weight), 6),
        )
        for (left, top, width, height), weight in zip(found, weights, strict=True)
    )
    return tuple(sorted(boxes, key=lambda box: -cast(float, box.score)))


def _malformed() -> AssetRefused:
    return AssetRefused(
        "asset_malformed",
        Words(
            fr="Le fichier n’est pas une cascade qu’OpenCV sait lire.",
            en="The file is not a cascade that OpenCV can read.",
        ),
        Words(
            fr="Récupérez-le de nouveau par autopsie subjects fetch.",
            en="Fetch it again with autopsie subjects fetch.",
        ),
    )
