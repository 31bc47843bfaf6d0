"""Open a picture file that somebody brought: bounded, turned upright, flattened, without surprises.

Used for the command line's files and for a reader's uploads. Nothing is decoded before the size that the
header states was found acceptable.
"""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools.errors import StimulusRefused
from tools.wording import Words, format_number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

MOST_PIXELS = 64_000_000
MOST_BYTES = 100_000_000
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "PPM")
_READABLE = Words(
    fr="Donnez une image JPEG, PNG, GIF, WebP, BMP ou TIFF.",
    en="Give a JPEG, PNG, GIF, WebP, BMP or TIFF picture.",
)

_ORIENTATION_TAG = 0x0112
_UPRIGHT = 1
_SIDEWAYS = (5, 6, 7, 8)

FIRST_FRAME = Words(
    fr="Image animée\u00a0: seule la première vue est lue.",
    en="Animated picture: only its first frame is read.",
)
FIRST_PAGE = Words(
    fr="Fichier à plusieurs pages\u00a0: seule la première est lue.",
    en="File of several pages: only the first is read.",
)
FLATTENED = Words(
    fr="Image transparente\u00a0: elle est posée sur un fond blanc.",
    en="Transparent picture: it was flattened on white.",
)
TURNED = Words(
    fr="Image redressée selon son étiquette d’orientation.",
    en="Picture turned upright as its orientation tag says.",
)


@dataclass(frozen=True)
class PictureFile:
    """A decoded picture file. ``width`` and ``height`` are those of the whole upright picture.

    ``pixels`` (rows, columns, 3; RGB bytes) are smaller than that only for a JPEG whose decoder was asked to
    shrink it. ``sha256`` is the file's.
    """

    pixels: NDArray[np.uint8]
    width: int
    height: int
    sha256: str
    format: str
    notes: tuple[Words, ...]


def open_picture(
    source: Path | bytes,
    *,
    most_pixels: int = MOST_PIXELS,
    most_bytes: int = MOST_BYTES,
    halvings: Callable[[int, int], int] | None = None,
) -> PictureFile:
    """Read a picture from a path or from bytes.

    ``halvings(width, height)`` says how many times (0 to 3) a JPEG's decoder may halve the picture.
    The orientation tag is honoured, transparency is flattened on white, an animation gives its first frame,
    and ``notes`` say so. Raises :class:`StimulusRefused`: ``picture_missing``, ``picture_too_heavy``,
    ``picture_too_large``, ``picture_not_read`` (not a picture, or of a kind that is not read),
    ``picture_svg``, ``picture_broken``.
    """
    import numpy as np
    from PIL import ImageOps  # slow import

    content = _read(source, most_bytes)
    name = source.name if isinstance(source, Path) else None
    with warnings.catch_warnings():
        # We bound the size ourselves, more tightly; warnings about tags are of no use to a reader.
        warnings.simplefilter("ignore")
        image = _header(content, name, most_pixels)
        width, height = image.size
        if width * height > most_pixels:
            raise _too_large(f"{width} × {height}", most_pixels)
        notes: list[Words] = []
        try:
            if image.format not in ("JPEG", "MPO") and getattr(image, "n_frames", 1) > 1:
                notes.append(FIRST_PAGE if image.format == "TIFF" else FIRST_FRAME)
            if halvings and image.format in ("JPEG", "MPO"):
                shrink = 2 ** halvings(width, height)
                # Exact quotients: Pillow divides by them, and whole numbers would miss on a thin picture.
                image.draft(None, (width / shrink, height / shrink))
            image.load()
            upright: Image.Image = image
            orientation = _orientation(image)
            if orientation != _UPRIGHT:
                notes.append(TURNED)
                upright = ImageOps.exif_transpose(image)
            if orientation in _SIDEWAYS:
                width, height = height, width
            rgb, flattened = _as_rgb(upright)
        except Exception as broken:  # decoders raise anything at all on a damaged file
            raise _broken(name) from broken
    if flattened:
        notes.append(FLATTENED)
    return PictureFile(
        pixels=np.array(rgb, dtype=np.uint8),
        width=width,
        height=height,
        sha256=hashlib.sha256(content).hexdigest(),
        format=image.format or "",
        notes=tuple(notes),
    )


def _read(source: Path | bytes, most_bytes: int) -> bytes:
    if isinstance(source, bytes):
        size = len(source)
    else:
        try:
            if not source.is_file():
                raise FileNotFoundError(source.name)
            size = source.stat().st_size
        except OSError as missing:
            raise StimulusRefused(
                "picture_missing",
                Words(
                    fr=f"Le fichier «\u202f{source}\u202f» n’existe pas ou n’est pas lisible.",
                    en=f"The file “{source}” does not exist or cannot be read.",
                ),
            ) from missing
    if size > most_bytes:
        limit = most_bytes / 1_000_000
        raise StimulusRefused(
            "picture_too_heavy",
            Words(
                fr=f"Le fichier pèse plus de {format_number(limit, 'int', 'fr')}\u00a0Mo.",
                en=f"The file weighs more than {format_number(limit, 'int', 'en')} MB.",
            ),
            Words(fr="Donnez une copie plus légère.", en="Give a lighter copy."),
        )
    if isinstance(source, bytes):
        return source
    try:
        return source.read_bytes()
    except OSError as unreadable:
        raise StimulusRefused(
            "picture_missing",
            Words(
                fr=f"Le fichier «\u202f{source}\u202f» n’est pas lisible.",
                en=f"The file “{source}” cannot be read.",
            ),
        ) from unreadable


def _header(content: bytes, name: str | None, most_pixels: int) -> Image.Image:
    from PIL import Image

    try:
        return Image.open(io.BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError as bomb:
        counted = re.search(r"\d+", str(bomb))
        raise _too_large(counted[0] if counted else "?", most_pixels) from bomb
    except Exception as unknown:  # decoders raise anything at all on a hostile header
        raise _not_read(content, name) from unknown


def _orientation(image: Image.Image) -> int:
    try:
        told = image.getexif().get(_ORIENTATION_TAG, _UPRIGHT)
    except Exception:  # a damaged tag is no reason to refuse a sound picture
        return _UPRIGHT
    return told if told in range(2, 9) else _UPRIGHT


def _as_rgb(image: Image.Image) -> tuple[Image.Image, bool]:
    """The picture as RGB bytes, and whether transparency was flattened."""
    import numpy as np
    from PIL import Image

    if image.mode.startswith("I"):  # 16 bits a pixel: keep the upper eight, as decoders do for colour
        deep = np.clip(np.asarray(image, dtype=np.int64), 0, 65535)
        return Image.fromarray((deep >> 8).astype(np.uint8)).convert("RGB"), False
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        clear = image.convert("RGBA")
        if clear.getchannel("A").getextrema()[0] != 255:
            white = Image.new("RGBA", clear.size, (255, 255, 255, 255))
            return Image.alpha_composite(white, clear).convert("RGB"), True
        return clear.convert("RGB"), False
    return image.convert("RGB"), False


def _not_read(content: bytes, name: str | None) -> StimulusRefused:
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    what = (
        Words(fr=f"«\u202f{name}\u202f»", en=f"“{name}”")
        if name
        else Words(fr="Le fichier reçu", en="The file received")
    )
    if start.startswith(b"<") and b"<html" not in start and b"<svg" in content[:65536].lower():
        return StimulusRefused(
            "picture_svg",
            Words(
                fr=f"{what.fr} est un dessin SVG\u00a0: il n’a pas de pixels et peut contenir du code.",
                en=f"{what.en} is an SVG drawing: it has no pixels and may hold code.",
            ),
            _READABLE,
        )
    return StimulusRefused(
        "picture_not_read",
        Words(
            fr=f"{what.fr} n’est pas une image que nous savons lire, quel que soit son nom.",
            en=f"{what.en} is not a picture that we can read, whatever its name.",
        ),
        _READABLE,
    )


def _too_large(size: str, most_pixels: int) -> StimulusRefused:
    limit = most_pixels / 1_000_000
    return StimulusRefused(
        "picture_too_large",
        Words(
            fr=f"L’image compte trop de pixels ({size})\u00a0: la limite est de "
            f"{format_number(limit, 'int', 'fr')}\u00a0millions.",
            en=f"The picture has too many pixels ({size}): the limit is "
            f"{format_number(limit, 'int', 'en')} million.",
        ),
        Words(fr="Donnez une copie réduite.", en="Give a smaller copy."),
    )


def _broken(name: str | None) -> StimulusRefused:
    what = (
        Words(fr=f"«\u202f{name}\u202f»", en=f"“{name}”")
        if name
        else Words(fr="Le fichier reçu", en="The file received")
    )
    return StimulusRefused(
        "picture_broken",
        Words(
            fr=f"{what.fr} commence comme une image, mais la suite est abîmée ou tronquée.",
            en=f"{what.en} begins like a picture, but the rest is damaged or cut short.",
        ),
        Words(fr="Donnez-en une copie entière.", en="Give a whole copy of it."),
    )
