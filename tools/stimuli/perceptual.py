"""Colours by how they look: OKLab for changing them, CIELAB for saying what was changed.

OKLab (Björn Ottosson, 2020, "A perceptual color space for image processing") keeps hue and chroma steady when
lightness moves. CIELAB (CIE 15, D65, 2°) is the space in which lightness and colour differences are usually
stated. Pixels are (…, 3) sRGB (IEC 61966-2-1); linear values are shares of white.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from tools.wording import Language, Words, format_number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Real = NDArray[np.float64]

_TO_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE = (0.95047, 1.0, 1.08883)  # D65


class Account(BaseModel):
    """What a change did to a picture, in CIELAB units (0 to 100 for lightness)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lightness: float  # mean L* after, less before
    contrast: float  # standard deviation of L*, after over before; 1 where both are flat
    chroma: float  # mean C* after, less before
    difference: float  # mean ΔE76 between the two pictures
    clipped: float  # share of the pixels that touch 0 or 255 after and did not before

    def sentence(self, language: Language) -> str:
        """The account in words."""

        def number(value: float, style: str = "number1") -> str:
            return format_number(value, "signed" if style == "signed" else "number1", language)

        said = Words(
            fr=f"clarté moyenne {number(self.lightness, 'signed')} L*, contraste × {number(self.contrast)}, "
            f"couleur {number(self.chroma, 'signed')} C*, écart moyen {number(self.difference)} ΔE, "
            f"{format_number(self.clipped, 'percent', 'fr')} de pixels écrêtés",
            en=f"mean lightness {number(self.lightness, 'signed')} L*, contrast × {number(self.contrast)}, "
            f"colour {number(self.chroma, 'signed')} C*, mean difference {number(self.difference)} ΔE, "
            f"{format_number(self.clipped, 'percent', 'en')} of the pixels clipped",
        )
        return said.in_(language)


def account(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> Account:
    """Measure a change between two pictures of one shape, (height, width, 3) bytes."""
    import numpy as np  # slow import

    old, new = cielab(before / 255.0), cielab(after / 255.0)
    spread, spread_after = float(old[..., 0].std()), float(new[..., 0].std())
    touched = ((after == 0) | (after == 255)).any(axis=2) & ~((before == 0) | (before == 255)).any(axis=2)
    return Account(
        lightness=round(float(new[..., 0].mean() - old[..., 0].mean()), 6),
        contrast=round(spread_after / spread, 6) if spread > 1e-9 else 1.0,
        chroma=round(
            float((np.hypot(new[..., 1], new[..., 2]) - np.hypot(old[..., 1], old[..., 2])).mean()), 6
        ),
        difference=round(float(np.sqrt(((new - old) ** 2).sum(axis=2)).mean()), 6),
        clipped=round(float(touched.mean()), 6),
    )


def linear(srgb: Real) -> Real:
    """Linear light from sRGB values in 0..1."""
    import numpy as np  # slow import

    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def srgb(light: Real) -> Real:
    """sRGB values from linear light; what lies outside 0..1 is cut."""
    import numpy as np  # slow import

    cut = np.clip(light, 0, 1)
    return np.where(cut <= 0.0031308, 12.92 * cut, 1.055 * cut ** (1 / 2.4) - 0.055)


def oklab(values: Real) -> Real:
    """OKLab (L in 0..1) of sRGB values in 0..1."""
    import numpy as np  # slow import

    return np.asarray(np.cbrt(linear(values) @ np.array(_TO_LMS).T) @ np.array(_TO_LAB).T)


def from_oklab(lab: Real) -> Real:
    """sRGB values in 0..1 of OKLab; colours that sRGB lacks are cut."""
    import numpy as np  # slow import

    lms = (lab @ np.linalg.inv(np.array(_TO_LAB)).T) ** 3
    return srgb(lms @ np.linalg.inv(np.array(_TO_LMS)).T)


def cielab(values: Real) -> Real:
    """CIELAB (L* in 0..100) of sRGB values in 0..1."""
    import numpy as np  # slow import

    xyz = linear(values) @ np.array(_TO_XYZ).T / np.array(_WHITE)
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.stack(
        [116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], axis=-1
    )
