"""From a recipe to pixels: the same recipe gives the same bytes on every call and every machine.

Photographs are read from scikit-image's data folder without importing scikit-image.
"""

from __future__ import annotations

import hashlib
import io
import threading
from collections import OrderedDict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, assert_never

from tools.errors import MissingAsset, StimulusRefused
from tools.stimuli.cases import is_sha256
from tools.stimuli.changes import apply_change
from tools.stimuli.files import decoded, kept
from tools.stimuli.package_pictures import photograph_of
from tools.stimulus import (
    Computed,
    Edited,
    File,
    Lettering,
    Montage,
    Photo,
    Picture,
    Portrait,
    Recipe,
    Texture,
    Upload,
)
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels: TypeAlias = NDArray[np.uint8]

MEMO_BYTES = 48 * 2**20  # pixels kept; the photographs themselves take 8 MiB
LARGEST_CELL = 4096  # pixels a side of a montage's member
LARGEST_COMPUTED = 512 * 512  # pixels


def render(recipe: Recipe, uploads: Path | None = None) -> Pixels:
    """The pixels of a recipe: ``(height, width, 3)`` bytes of RGB, read-only.

    ``uploads`` is the folder of the reader's pictures. Raises :class:`StimulusRefused` for a picture that
    is not there (an upload that was erased) or a recipe that makes no sense,
    :class:`MissingAsset` where scikit-image's photographs are not installed or a story's file is not kept.
    """
    if holds_upload(recipe):
        # Never remembered: an erased picture must be gone from memory too.
        return _made(recipe, uploads)
    key = recipe.model_dump_json()
    kept = _MEMO.get(key)
    if kept is None:
        kept = _made(recipe, uploads)
        _MEMO.put(key, kept)
    return kept


def picture(recipe: Recipe, alt: Words, credit: str = "", uploads: Path | None = None) -> Picture:
    """The picture of a recipe, named by the hash of its pixels."""
    pixels = render(recipe, uploads)
    height, width = pixels.shape[:2]
    return Picture(
        sha256=pixels_sha256(pixels), width=width, height=height, recipe=recipe, alt=alt, credit=credit
    )


def pixels_sha256(pixels: Pixels) -> str:
    """SHA-256 of ``WIDTHxHEIGHT``, a line feed and the RGB bytes row by row."""
    height, width = pixels.shape[:2]
    return hashlib.sha256(f"{width}x{height}\n".encode() + pixels.tobytes()).hexdigest()


def png(pixels: Pixels, effort: int = 6) -> bytes:
    """The pixels as a PNG file without metadata; ``effort`` (0 to 9) trades time for size."""
    from PIL import Image  # slow import

    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", compress_level=effort)
    return file.getvalue()


def holds_upload(recipe: Recipe) -> bool:
    """Whether a recipe is made from a picture that a reader brought."""
    if isinstance(recipe, Edited):
        return holds_upload(recipe.of)
    if isinstance(recipe, Montage):
        return holds_upload(recipe.first) or holds_upload(recipe.second)
    return isinstance(recipe, Upload)


def forget_pictures() -> None:
    """Empty the memory of rendered pictures."""
    _MEMO.clear()


class _Memo:
    """The pixels rendered last, up to so many bytes."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._held = 0
        self._pixels: OrderedDict[str, Pixels] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> Pixels | None:
        with self._lock:
            found = self._pixels.get(key)
            if found is not None:
                self._pixels.move_to_end(key)
            return found

    def put(self, key: str, pixels: Pixels) -> None:
        if pixels.nbytes > self._most // 4:
            return
        with self._lock:
            if key in self._pixels:
                return
            self._pixels[key] = pixels
            self._held += pixels.nbytes
            while self._held > self._most:
                _, dropped = self._pixels.popitem(last=False)
                self._held -= dropped.nbytes

    def clear(self) -> None:
        with self._lock:
            self._pixels.clear()
            self._held = 0


_MEMO = _Memo(MEMO_BYTES)


def _made(recipe: Recipe, uploads: Path | None) -> Pixels:
    if isinstance(recipe, Photo):
        pixels = _cut(_photograph(recipe.file), recipe)
    elif isinstance(recipe, Upload):
        pixels = _uploaded(recipe.sha256, uploads)
    elif isinstance(recipe, File):
        pixels = decoded(kept(recipe.sha256)).pixels
    elif isinstance(recipe, Edited):
        pixels = apply_change(render(recipe.of, uploads), recipe.change, recipe.amount, recipe.at)
    elif isinstance(recipe, Montage):
        pixels = _montage(recipe, uploads)
    elif isinstance(recipe, Portrait):
        from tools.stimuli.portraits.studio import portrait  # slow import

        pixels = portrait(recipe).pixels
    elif isinstance(recipe, Lettering):
        from tools.stimuli.lettering import lettering

        pixels = lettering(recipe)
    elif isinstance(recipe, Texture):
        from tools.stimuli.textures import texture

        pixels = texture(recipe)
    elif isinstance(recipe, Computed):
        pixels = _computed(recipe)
    else:
        assert_never(recipe)
    pixels.setflags(write=False)
    return pixels


def computed(pixels: Pixels) -> Computed:
    """The recipe of a small picture that a search made: the picture itself, without loss."""
    import base64

    return Computed(png=base64.b64encode(png(pixels, effort=9)).decode("ascii"))


def _computed(recipe: Computed) -> Pixels:
    """Raises :class:`StimulusRefused` (``bad_computed``) for what is not a small PNG file."""
    import base64
    import binascii

    import numpy as np  # slow import
    from PIL import Image, UnidentifiedImageError  # slow import

    try:
        file = io.BytesIO(base64.b64decode(recipe.png, validate=True))
        with Image.open(file, formats=("PNG",)) as opened:
            if opened.width * opened.height > LARGEST_COMPUTED:
                raise ValueError
            return np.asarray(opened.convert("RGB")).copy()
    except (ValueError, binascii.Error, UnidentifiedImageError, OSError, SyntaxError):
        raise StimulusRefused(
            "bad_computed",
            Words(
                fr="Cette image calculée ne se lit pas : le relevé est abîmé.",
                en="This computed picture cannot be read: the record is damaged.",
            ),
            Words(fr="Refaites la mesure.", en="Make the measure again."),
        ) from None


def _cut(whole: Pixels, photo: Photo) -> Pixels:
    if photo.box is None:
        return whole
    left, top, width, height = photo.box
    rows, columns = whole.shape[:2]
    if left < 0 or top < 0 or width < 1 or height < 1 or left + width > columns or top + height > rows:
        raise StimulusRefused(
            "bad_box",
            Words(
                fr=f"Le cadre {photo.box} sort de la photographie {photo.file} ({columns} × {rows} pixels).",
                en=f"The box {photo.box} leaves the photograph {photo.file} ({columns} × {rows} pixels).",
            ),
        )
    return whole[top : top + height, left : left + width].copy()


def _montage(recipe: Montage, uploads: Path | None) -> Pixels:
    import numpy as np  # slow import

    if not 1 <= recipe.cell <= LARGEST_CELL:
        raise StimulusRefused(
            "bad_montage",
            Words(
                fr=f"Un montage de carrés de {recipe.cell} pixels n’est pas possible.",
                en=f"A montage of squares of {recipe.cell} pixels is not possible.",
            ),
            Words(
                fr=f"Choisissez de 1 à {LARGEST_CELL} pixels.", en=f"Choose from 1 to {LARGEST_CELL} pixels."
            ),
        )
    members = [_square(render(member, uploads), recipe.cell) for member in (recipe.first, recipe.second)]
    axis = 1 if recipe.layout == "side-by-side" else 0
    if recipe.separator is not None:
        shape = [recipe.cell, recipe.cell, 3]
        shape[axis] = recipe.separator_width
        members.insert(1, np.full(shape, int(255 * recipe.separator + 0.5), np.uint8))
    return np.concatenate(members, axis=axis)


def _square(pixels: Pixels, cell: int) -> Pixels:
    """The centred square of a picture, resized with Lanczos to ``cell`` pixels a side."""
    import numpy as np  # slow import
    from PIL import Image  # slow import

    height, width = pixels.shape[:2]
    side = min(height, width)
    left, top = (width - side) // 2, (height - side) // 2
    square = np.ascontiguousarray(pixels[top : top + side, left : left + side])
    if side == cell:
        return square
    return np.asarray(Image.fromarray(square).resize((cell, cell), Image.Resampling.LANCZOS))


@cache
def _photograph(file: str) -> Pixels:
    import numpy as np  # slow import
    from PIL import Image  # slow import

    photograph = photograph_of(file)
    if photograph is None:
        raise StimulusRefused(
            "unknown_photograph",
            Words(
                fr=f"Aucune photographie ne s’appelle « {file} ».", en=f"No photograph is called “{file}”."
            ),
        )
    try:
        data = (package_data_folder() / file).read_bytes()
    except OSError:
        raise _not_installed() from None
    if hashlib.sha256(data).hexdigest() != photograph.sha256:
        raise StimulusRefused(
            "changed_photograph",
            Words(
                fr=f"La photographie {file} de cette installation de scikit-image n’est pas "
                "celle qui est attendue.",
                en=f"The photograph {file} of this installation of scikit-image is not the expected one.",
            ),
            Words(
                fr="Installez les versions du fichier de verrouillage.",
                en="Install the versions of the lock file.",
            ),
        )
    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as opened:
        pixels = np.asarray(opened.convert("RGB")).copy()
    pixels.setflags(write=False)
    return pixels


@cache
def package_data_folder() -> Path:
    """scikit-image's folder of pictures, found without importing scikit-image (it is slow and large).

    Raises :class:`MissingAsset` where scikit-image is not installed.
    """
    import importlib.util

    found = importlib.util.find_spec("skimage")
    if found is None or not found.submodule_search_locations:
        raise _not_installed()
    return Path(next(iter(found.submodule_search_locations))) / "data"


def _not_installed() -> MissingAsset:
    return MissingAsset(
        "photographs_missing",
        Words(
            fr="Les photographies de scikit-image ne sont pas installées.",
            en="The photographs of scikit-image are not installed.",
        ),
        Words(fr="Lancez « make setup ».", en="Run “make setup”."),
    )


def _uploaded(sha256: str, uploads: Path | None) -> Pixels:
    import numpy as np  # slow import
    from PIL import Image  # slow import

    data: bytes | None = None
    if uploads is not None and is_sha256(sha256):
        try:
            data = (uploads / f"{sha256}.png").read_bytes()
        except OSError:
            data = None
    if data is None or hashlib.sha256(data).hexdigest() != sha256:
        raise StimulusRefused(
            "upload_gone",
            Words(
                fr="L’image que vous aviez apportée n’est plus là.",
                en="The picture that you brought is gone.",
            ),
            Words(fr="Apportez-la de nouveau.", en="Bring it again."),
        )
    # Our own re-encoded file, named by its hash: its size was checked when it came in.
    with Image.open(io.BytesIO(data), formats=("PNG",)) as opened:
        return np.asarray(opened.convert("RGB")).copy()
