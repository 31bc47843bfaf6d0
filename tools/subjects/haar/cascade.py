"""A cascade file as arrays: stages of small trees over differences of grey rectangles.

The format is OpenCV's (``opencv-cascade-classifier``, boosted Haar features). A window passes a stage when
the votes of its trees reach the stage's threshold; it is a face when it passes them all (Viola and Jones,
2001, doi 10.1109/CVPR.2001.990517; Lienhart and Maydt, 2002, doi 10.1109/ICIP.2002.1038171).
"""

from __future__ import annotations

import math
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from tools.errors import AssetRefused
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MOST_BYTES = 16_000_000
_EPSILON = 1e-5  # cv2 lowers every stage threshold by this much


@dataclass(frozen=True)
class Tree:
    """Nodes of one tree: ``feature`` below ``threshold`` goes ``left``, else ``right``.

    A branch above 0 is the next node; 0 or below is a leaf: ``leaves[-branch]``.
    """

    features: tuple[int, ...]
    thresholds: NDArray[np.float32]
    left: tuple[int, ...]
    right: tuple[int, ...]
    leaves: NDArray[np.float32]


@dataclass(frozen=True)
class Stage:
    """Trees that vote, and what their sum must reach."""

    threshold: float  # float32, lowered as cv2 does
    trees: tuple[Tree, ...]


@dataclass(frozen=True)
class Rectangle:
    """A rectangle of the window, in pixels of the cascade's own; its grey sum counts ``weight`` times."""

    left: int
    top: int
    width: int
    height: int
    weight: float


@dataclass(frozen=True)
class Cascade:
    """A whole file. ``side`` is the window that it was trained on, in pixels (20 or 24)."""

    side: int
    stages: tuple[Stage, ...]
    features: tuple[tuple[Rectangle, ...], ...]


def read_cascade(content: bytes) -> Cascade:
    """Read a cascade file. Raises :class:`AssetRefused` (``asset_malformed``) for anything else."""
    if len(content) > _MOST_BYTES or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        _refuse("size, DOCTYPE")
    try:
        root = ElementTree.fromstring(content)
        return _cascade(root)
    except (ElementTree.ParseError, ValueError, IndexError, OverflowError) as broken:
        _refuse(str(broken))


def _cascade(root: ElementTree.Element) -> Cascade:
    held = _child(root, "cascade")
    if (_text(held, "stageType"), _text(held, "featureType")) != ("BOOST", "HAAR"):
        _refuse("stageType, featureType")
    side = int(_text(held, "width"))
    if int(_text(held, "height")) != side or not 8 <= side <= 64:
        _refuse(f"{side}")
    features = tuple(_feature(each, side) for each in _child(held, "features"))
    stages = tuple(_stage(each, len(features)) for each in _child(held, "stages"))
    if len(stages) != int(_text(held, "stageNum")) or not stages or not features:
        _refuse("stageNum")
    return Cascade(side, stages, features)


def _stage(element: ElementTree.Element, features: int) -> Stage:
    import numpy as np

    trees = tuple(_tree(each, features) for each in _child(element, "weakClassifiers"))
    if len(trees) != int(_text(element, "maxWeakCount")) or not trees:
        _refuse("maxWeakCount")
    threshold = np.float32(_finite(_text(element, "stageThreshold"))) - np.float32(_EPSILON)
    return Stage(float(threshold), trees)


def _tree(element: ElementTree.Element, features: int) -> Tree:
    import numpy as np

    nodes = _text(element, "internalNodes").split()
    leaves = [_finite(value) for value in _text(element, "leafValues").split()]
    count, rest = divmod(len(nodes), 4)
    if rest or not count or len(leaves) != count + 1:
        _refuse("internalNodes")
    left, right, at, thresholds = zip(
        *(
            (int(nodes[4 * i]), int(nodes[4 * i + 1]), int(nodes[4 * i + 2]), _finite(nodes[4 * i + 3]))
            for i in range(count)
        ),
        strict=True,
    )
    for node, branches in enumerate(zip(left, right, strict=True)):
        # A branch goes forward or ends: nothing can turn in circles.
        if not all(node < branch < count or -len(leaves) < branch <= 0 for branch in branches):
            _refuse("internalNodes")
    if not all(0 <= feature < features for feature in at):
        _refuse("internalNodes")
    return Tree(at, np.array(thresholds, np.float32), left, right, np.array(leaves, np.float32))


def _feature(element: ElementTree.Element, side: int) -> tuple[Rectangle, ...]:
    if element.find("tilted") is not None and _text(element, "tilted") != "0":
        _refuse("tilted")  # none of the frontal cascades has one
    rectangles = tuple(_rectangle(each.text or "", side) for each in _child(element, "rects"))
    if not 2 <= len(rectangles) <= 3:
        _refuse("rects")
    return rectangles


def _rectangle(written: str, side: int) -> Rectangle:
    left, top, width, height, weight = written.split()
    found = Rectangle(int(left), int(top), int(width), int(height), _finite(weight))
    inside = found.left >= 0 and found.top >= 0 and found.width > 0 and found.height > 0
    if not inside or found.left + found.width > side or found.top + found.height > side:
        _refuse("rects")
    return found


def _finite(written: str) -> float:
    value = float(written)
    if not math.isfinite(value):
        _refuse(written)
    return value


def _child(element: ElementTree.Element, name: str) -> ElementTree.Element:
    found = element.find(name)
    if found is None:
        _refuse(f"{name}?")
    return found


def _text(element: ElementTree.Element, name: str) -> str:
    return (_child(element, name).text or "").strip()


def _refuse(where: str) -> NoReturn:
    raise AssetRefused(
        "asset_malformed",
        Words(
            fr=f"Le fichier n’est pas une cascade d’OpenCV bien formée ({where}).",
            en=f"The file is not a well-formed OpenCV cascade ({where}).",
        ),
        Words(
            fr="Récupérez-le de nouveau par autopsie subjects fetch.",
            en="Fetch it again with autopsie subjects fetch.",
        ),
    )
