"""Free pictures found under folders: read, near-copies put together, and split by hash.

A *source* is one picture, or several copies of it at other sizes or after other treatment: they go to the
same side of the split, so that no picture is measured that was trained on in another dress.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff"})
SHORTEST = 140  # pixels of the shorter side below which a file is no picture for us
LONGEST = 900  # a picture is kept at most this long: views of 320 pixels need no more
MOST_PIXELS = 60_000_000
FEWEST_BYTES = 8_000
NEAR = 6  # bits of 64 within which two pictures are copies of each other
FLATTEST = 10.0  # standard deviation of the luma below which a file holds nothing to look at


@dataclass(frozen=True)
class Source:
    """One picture, read and shrunk. ``sha256`` is the file's; ``group`` that of the first of its copies."""

    path: Path
    sha256: str
    group: str
    pixels: NDArray[np.uint8]  # (height, width, 3)
    photograph: bool  # a photograph or a painting, as far as its colours tell; else a drawing or a texture


def gather(folders: Sequence[Path]) -> list[Source]:
    """Every picture under ``folders`` that can be read, in the order of the hashes of the files."""
    seen: dict[str, tuple[Path, NDArray[np.uint8]]] = {}
    for path in _files(folders):
        data = path.read_bytes()
        sha256 = hashlib.sha256(data).hexdigest()
        if len(data) < FEWEST_BYTES or sha256 in seen:
            continue
        pixels = _read(path)
        if pixels is not None:
            seen[sha256] = (path, pixels)
    order = sorted(seen)
    groups = _groups(order, [_fingerprint(seen[sha256][1]) for sha256 in order])
    return [
        Source(seen[sha256][0], sha256, groups[sha256], seen[sha256][1], _is_photograph(seen[sha256][1]))
        for sha256 in order
    ]


def _files(folders: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in ENDINGS and path.is_file():
                yield path


def _read(path: Path) -> NDArray[np.uint8] | None:
    """RGB bytes, at most ``LONGEST`` a side; what is transparent lies on grey. ``None``: not for us."""
    try:
        with Image.open(path) as image:
            if min(image.size) < SHORTEST or image.width * image.height > MOST_PIXELS:
                return None
            if image.format == "JPEG":
                image.draft("RGB", (LONGEST, LONGEST))
            drawn = image.convert("RGBA") if "A" in image.mode or "transparency" in image.info else image
            drawn.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
            if drawn.mode == "RGBA":
                ground = Image.new("RGBA", drawn.size, (128, 128, 128, 255))
                drawn = Image.alpha_composite(ground, drawn)
            pixels = np.asarray(drawn.convert("RGB"), dtype=np.uint8)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    if min(pixels.shape[:2]) < SHORTEST // 2 or float(pixels.mean(axis=2).std()) < FLATTEST:
        return None
    return pixels


def _fingerprint(pixels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """64 bits: whether each place of a 9×8 thumbnail is darker than its neighbour on the right."""
    small = Image.fromarray(pixels).convert("L").resize((9, 8), Image.Resampling.BOX)
    values = np.asarray(small, dtype=np.int16)
    bits: NDArray[np.bool_] = (values[:, 1:] > values[:, :-1]).ravel()
    return bits


def _groups(names: Sequence[str], fingerprints: Sequence[NDArray[np.bool_]]) -> dict[str, str]:
    """The first name, in order, whose fingerprint is near: its copies go where it goes."""
    groups: dict[str, str] = {}
    heads: list[int] = []
    for index, (name, bits) in enumerate(zip(names, fingerprints, strict=True)):
        near = next((head for head in heads if int((fingerprints[head] ^ bits).sum()) <= NEAR), None)
        if near is None:
            heads.append(index)
        groups[name] = name if near is None else names[near]
    return groups


def _is_photograph(pixels: NDArray[np.uint8]) -> bool:
    """Many colours, and few places where neighbours are exactly equal: no drawing, no screen, no map."""
    small = pixels[::2, ::2].astype(np.int32)
    colours = len(np.unique((small[..., 0] >> 3) << 10 | (small[..., 1] >> 3) << 5 | small[..., 2] >> 3))
    equal = float((pixels[:, 1:] == pixels[:, :-1]).all(axis=2).mean())
    return colours > 400 and equal < 0.25
