"""The changes that can be made to a picture, each with its formula and the unit of its ``amount``.

Every change takes and gives ``(height, width, 3)`` bytes of RGB. It computes in floating point, then rounds
(half to even) and clips to 0..255 once.

========== ==================================================================== =====================
change     formula, for a pixel x of one channel                                 unit of ``amount``
========== ==================================================================== =====================
identity   x                                                                     none (ignored)
contrast   m + amount·(x − m), m the picture's mean of that channel              factor ≥ 0; 1 is as is
brightness x + amount                                                            8-bit levels
flip       the picture mirrored left to right                                    1 mirrors, 0 is as is
shift      moved ``amount`` to the right, border mirrored (its edge not doubled) whole pixels
blur       convolved with a Gaussian cut at 4 sigma, border mirrored             sigma in pixels ≥ 0
occlusion  a square centred on ``at`` takes the picture's mean colour            side in whole pixels ≥ 0
  noise,    the same square, filled with grey noise or stripes about that mean's     side in whole pixels ≥ 0
  stripes   grey (occlusion_noise, occlusion_stripes)
lightness  OKLab L + amount/100; hue and chroma as they are                       points of 100
exposure   linear light × 2^amount, all channels alike                            stops
chroma     OKLab a and b × amount; 0 leaves greys of the same lightness           factor ≥ 0; 1 is as is
hue        OKLab a and b turned by amount                                         degrees
scale      the whole shrunk (Lanczos), centred on a ground of its mean colour    share of each side, ]0, 1]
crop       the part kept about ``at`` (the centre), enlarged (Lanczos) to the    share of each side, ]0, 1]
           picture's own size
noise      x + amount·z, z one Gaussian field a picture, the same at every dose  sigma, 8-bit levels ≥ 0
jpeg       encoded as JPEG (4:4:4, by Pillow) and decoded; 100 is not as is      quality, whole, 1 to 100
========== ==================================================================== =====================

The mean colour is over the picture before the change. A cell of a subject's grid is 16 pixels of what the
*subject* sees, after its own resizing: whoever wants to shift by one cell converts. Where the changes that
move things put them: :mod:`tools.stimuli.geometry`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias, get_args

from tools.errors import CallRefused
from tools.stimuli.geometry import Place, kept_window, shrunk_window
from tools.stimulus import Change, Texture
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels: TypeAlias = NDArray[np.uint8]
    Real: TypeAlias = NDArray[np.float64]

CHANGES: tuple[Change, ...] = get_args(Change)


def apply_change(pixels: Pixels, change: Change, amount: float, at: Place | None = None) -> Pixels:
    """The picture after one change.

    ``at`` is the centre (x, y), in pixels, of a local change (occlusion) or of a crop, ignored by the others.
    Raises :class:`CallRefused` (``bad_change``) for an amount that makes no sense.
    """
    return _bytes(_exact(pixels, change, amount, at))


def difference(pixels: Pixels, change: Change, amount: float, at: Place | None = None) -> float:
    """How large a change is: the mean absolute change of a channel, in 8-bit levels."""
    import numpy as np  # slow import

    return float(np.abs(apply_change(pixels, change, amount, at).astype(np.float64) - pixels).mean())


def _exact(pixels: Pixels, change: Change, amount: float, at: Place | None) -> Real:
    """The change before rounding and clipping."""
    import numpy as np  # slow import

    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8:
        raise ValueError(f"expected (height, width, 3) bytes, found {pixels.shape} of {pixels.dtype}")
    if change not in CHANGES:
        raise _refused(change, amount)
    if not math.isfinite(amount):
        raise _refused(change, amount)
    values = pixels.astype(np.float64)
    if change in ("occlusion", "occlusion_noise", "occlusion_stripes"):
        return _occlude(values, amount, at, change)
    if change == "crop":
        return _crop(values, amount, at)
    return _WHOLE[change](values, amount)


def _identity(values: Real, amount: float) -> Real:
    return values


def _contrast(values: Real, amount: float) -> Real:
    if amount < 0:
        raise _refused("contrast", amount)
    import numpy as np  # slow import

    mean = values.mean(axis=(0, 1))
    return np.asarray(mean + amount * (values - mean))


def _brightness(values: Real, amount: float) -> Real:
    return values + amount


def _flip(values: Real, amount: float) -> Real:
    if amount not in (0, 1):
        raise _refused("flip", amount)
    return values[:, ::-1] if amount else values


def _shift(values: Real, amount: float) -> Real:
    import numpy as np  # slow import

    width = values.shape[1]
    if amount != int(amount) or abs(amount) > 10 * width:
        raise _refused("shift", amount)
    pixels = int(amount)
    # Where each column comes from: the mirror has period 2·(width − 1), its edges not doubled.
    period = max(1, 2 * (width - 1))
    source = np.abs((np.arange(width) - pixels) % period)
    return values[:, np.where(source < width, source, period - source)]


def _blur(values: Real, amount: float) -> Real:
    if not 0 <= amount <= 200:
        raise _refused("blur", amount)
    if amount < 0.125:  # cut at 4 sigma, the kernel is one pixel
        return values
    import numpy as np  # slow import
    from scipy.ndimage import gaussian_filter1d  # slow import

    across = gaussian_filter1d(values, amount, axis=0, mode="mirror", truncate=4.0)
    return np.asarray(gaussian_filter1d(across, amount, axis=1, mode="mirror", truncate=4.0))


def _occlude(values: Real, amount: float, at: Place | None, kind: Change = "occlusion") -> Real:
    if amount < 0 or amount != int(amount) or at is None:
        raise _refused(kind, amount)
    side = int(amount)
    left, top = at[0] - side // 2, at[1] - side // 2
    mean = values.mean(axis=(0, 1))
    changed = values.copy()
    hole = changed[max(0, top) : max(0, top + side), max(0, left) : max(0, left + side)]
    hole[...] = mean if kind == "occlusion" else _filling(kind, hole.shape[:2], float(mean.mean()))
    return changed


def _filling(kind: Change, shape: tuple[int, int], grey: float) -> Real:
    """A texture about a grey; nothing for a square that lies outside of the picture."""
    import numpy as np  # slow import

    from tools.stimuli.textures import texture

    if 0 in shape:
        return np.zeros((*shape, 3))
    # A texture is at least 8 pixels a side: the hole takes its corner.
    recipe = Texture(
        pattern="noise" if kind == "occlusion_noise" else "stripes",
        level=min(1.0, max(0.0, grey / 255)),
        width=max(8, shape[1]),
        height=max(8, shape[0]),
    )
    return texture(recipe)[: shape[0], : shape[1]].astype(np.float64)


def _lightness(values: Real, amount: float) -> Real:
    if abs(amount) > 100:
        raise _refused("lightness", amount)
    from tools.stimuli.perceptual import from_oklab, oklab

    lab = oklab(values / 255)
    lab[..., 0] += amount / 100
    return 255 * from_oklab(lab)


def _exposure(values: Real, amount: float) -> Real:
    if abs(amount) > 10:
        raise _refused("exposure", amount)
    from tools.stimuli.perceptual import linear, srgb

    return 255 * srgb(linear(values / 255) * 2.0**amount)


def _chroma(values: Real, amount: float) -> Real:
    if not 0 <= amount <= 10:
        raise _refused("chroma", amount)
    from tools.stimuli.perceptual import from_oklab, oklab

    lab = oklab(values / 255)
    lab[..., 1:] *= amount
    return 255 * from_oklab(lab)


def _hue(values: Real, amount: float) -> Real:
    if abs(amount) > 360:
        raise _refused("hue", amount)
    import numpy as np  # slow import

    from tools.stimuli.perceptual import from_oklab, oklab

    lab = oklab(values / 255)
    turn = math.radians(amount)
    a, b = lab[..., 1].copy(), lab[..., 2].copy()
    lab[..., 1], lab[..., 2] = (
        a * math.cos(turn) - b * math.sin(turn),
        a * math.sin(turn) + b * math.cos(turn),
    )
    return np.asarray(255 * from_oklab(lab))


def _scale(values: Real, amount: float) -> Real:
    if not 0 < amount <= 1:
        raise _refused("scale", amount)
    import numpy as np  # slow import
    from PIL import Image  # slow import

    height, width = values.shape[:2]
    left, top, *small = shrunk_window(width, height, amount)
    if small == [width, height]:
        return values
    shrunk = Image.fromarray(values.astype(np.uint8)).resize((small[0], small[1]), Image.Resampling.LANCZOS)
    ground = np.broadcast_to(values.mean(axis=(0, 1)), values.shape).copy()
    ground[top : top + small[1], left : left + small[0]] = np.asarray(shrunk)
    return ground


def _crop(values: Real, amount: float, at: Place | None) -> Real:
    if not 0 < amount <= 1:
        raise _refused("crop", amount)
    import numpy as np  # slow import
    from PIL import Image  # slow import

    height, width = values.shape[:2]
    left, top, across, down = kept_window(width, height, amount, at)
    if (across, down) == (width, height):
        return values
    kept = values[top : top + down, left : left + across].astype(np.uint8)
    enlarged = Image.fromarray(kept).resize((width, height), Image.Resampling.LANCZOS)
    return np.asarray(enlarged).astype(np.float64)


def _noise(values: Real, amount: float) -> Real:
    if not 0 <= amount <= 255:
        raise _refused("noise", amount)
    import hashlib

    import numpy as np  # slow import

    # Another field for every picture, so that units stay independent; and the same one at every dose.
    digest = hashlib.sha256(values.astype(np.uint8).tobytes()).digest()
    field = np.random.default_rng(int.from_bytes(digest[:8], "big")).standard_normal(values.shape)
    return values + amount * field


def _jpeg(values: Real, amount: float) -> Real:
    if not 1 <= amount <= 100 or amount != int(amount):
        raise _refused("jpeg", amount)
    import io

    import numpy as np  # slow import
    from PIL import Image  # slow import

    file = io.BytesIO()
    Image.fromarray(values.astype(np.uint8)).save(file, "JPEG", quality=int(amount), subsampling="4:4:4")
    with Image.open(file, formats=("JPEG",)) as opened:
        return np.asarray(opened.convert("RGB")).astype(np.float64)


_WHOLE: dict[Change, Callable[[Real, float], Real]] = {
    "identity": _identity,
    "contrast": _contrast,
    "brightness": _brightness,
    "flip": _flip,
    "shift": _shift,
    "blur": _blur,
    "scale": _scale,
    "lightness": _lightness,
    "exposure": _exposure,
    "chroma": _chroma,
    "hue": _hue,
    "noise": _noise,
    "jpeg": _jpeg,
}


def _bytes(values: Real) -> Pixels:
    import numpy as np  # slow import

    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


_EXPECTED: dict[str, Words] = {
    "contrast": Words(fr="un facteur positif ou nul", en="a factor of zero or more"),
    "brightness": Words(fr="un nombre de niveaux", en="a number of levels"),
    "flip": Words(fr="1 (en miroir) ou 0", en="1 (mirrored) or 0"),
    "shift": Words(
        fr="un nombre entier de pixels, au plus dix largeurs",
        en="a whole number of pixels, ten widths at most",
    ),
    "blur": Words(fr="un écart-type de 0 à 200 pixels", en="a sigma of 0 to 200 pixels"),
    "occlusion": Words(
        fr="un côté en pixels entiers et un centre", en="a side in whole pixels, and a centre"
    ),
    "occlusion_noise": Words(
        fr="un côté en pixels entiers et un centre", en="a side in whole pixels, and a centre"
    ),
    "occlusion_stripes": Words(
        fr="un côté en pixels entiers et un centre", en="a side in whole pixels, and a centre"
    ),
    "lightness": Words(fr="de −100 à 100 points de clarté", en="−100 to 100 points of lightness"),
    "exposure": Words(fr="de −10 à 10 diaphragmes", en="−10 to 10 stops"),
    "chroma": Words(fr="un facteur de 0 à 10", en="a factor of 0 to 10"),
    "hue": Words(fr="de −360 à 360 degrés", en="−360 to 360 degrees"),
    "scale": Words(fr="une part, au-dessus de 0 et jusqu’à 1", en="a share, above 0 and up to 1"),
    "crop": Words(fr="une part, au-dessus de 0 et jusqu’à 1", en="a share, above 0 and up to 1"),
    "noise": Words(fr="un écart-type de 0 à 255 niveaux", en="a sigma of 0 to 255 levels"),
    "jpeg": Words(fr="une qualité entière de 1 à 100", en="a whole quality from 1 to 100"),
}


def _refused(change: str, amount: float) -> CallRefused:
    expected = _EXPECTED.get(change)
    if expected is None:
        known = ", ".join(CHANGES)
        return CallRefused(
            "bad_change",
            Words(fr=f"Aucun changement ne s’appelle « {change} ».", en=f"No change is called “{change}”."),
            Words(fr=f"Changements connus\u00a0: {known}.", en=f"Known changes: {known}."),
        )
    return CallRefused(
        "bad_change",
        Words(
            fr=f"Le changement « {change} » ne peut pas valoir {amount:g}.",
            en=f"The change “{change}” cannot be {amount:g}.",
        ),
        Words(fr=f"Donnez {expected.fr}.", en=f"Give {expected.en}."),
    )
