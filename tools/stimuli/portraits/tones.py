"""Colours: the Monk Skin Tone scale as light, hair by age, the colour of a light by its temperature.

Monk Skin Tone scale: E. Monk, 2019, as published by Google (skintone.google), CC BY 4.0.
"""

from __future__ import annotations

from typing import Final

Colour = tuple[float, float, float]

MONK: Final = (
    "f6ede4", "f3e7db", "f7ead0", "eadaba", "d7bd96", "a07e56", "825c43", "604134", "3a312a", "292420",
)  # fmt: skip
"""The ten published swatches, sRGB, the lightest first."""

# Multipliers of the swatch's linear R, G, B. The published swatches are colours of a screen, their ends
# nearly grey: taken as reflectance they look like china and like charcoal. Skin reflects less than white
# paper and owes its hue to blood and melanin, so the light end is darker and pinker, the dark end warmer.
# How far the rendered face then is from its swatch is measured by ``benchmarks/portraits.py``.
_UNDERTONE: Final[tuple[Colour, ...]] = (
    (0.98, 0.875, 0.835),
    (0.96, 0.86, 0.795),
    (0.90, 0.81, 0.755),
    (0.93, 0.84, 0.77),
    (1.02, 0.96, 0.90),
    (1.05, 1.00, 0.96),
    (1.04, 0.97, 0.91),
    (1.05, 0.98, 0.88),
    (1.33, 0.89, 0.62),
    (1.34, 0.80, 0.46),
)

_YOUNG_HAIR: Final[Colour] = (0.021, 0.016, 0.013)
_GREY_HAIR: Final[Colour] = (0.46, 0.45, 0.43)


def linear(code: float) -> float:
    """One sRGB component in 0…1 as light (IEC 61966-2-1)."""
    return code / 12.92 if code <= 0.04045 else float(((code + 0.055) / 1.055) ** 2.4)


def swatch_linear(tone: int) -> Colour:
    """The published swatch of a Monk tone (1–10) as linear light."""
    code = MONK[tone - 1]
    red, green, blue = (linear(int(code[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return red, green, blue


def skin_linear(tone: int) -> Colour:
    """The diffuse reflectance of the skin of a Monk tone, linear, with its undertone."""
    warm = _UNDERTONE[tone - 1]
    red, green, blue = (part * by for part, by in zip(swatch_linear(tone), warm, strict=True))
    return red, green, blue


def hair_linear(age: float) -> Colour:
    """The colour of hair and brows, the same on every skin: near black, grey with age (from 40 to 80)."""
    t = min(max((age - 40) / 40, 0.0), 1.0)
    t = t * t * (3 - 2 * t)
    red, green, blue = (a + (b - a) * t for a, b in zip(_YOUNG_HAIR, _GREY_HAIR, strict=True))
    return red, green, blue


def light_linear(kelvin: float) -> Colour:
    """The colour of a light of that temperature relative to 6500 K, of luminance 1 (linear sRGB).

    Planckian locus in CIE 1931 x, y by the cubic of Kim et al. (US patent 7,024,034), 1667–25,000 K.
    """
    red, green, blue = _planck(kelvin)
    white = _planck(6500.0)
    red, green, blue = red / white[0], green / white[1], blue / white[2]
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return red / luminance, green / luminance, blue / luminance


def _planck(kelvin: float) -> Colour:
    t = 1000.0 / kelvin
    if kelvin <= 4000:
        x = ((-0.2661239 * t - 0.2343589) * t + 0.8776956) * t + 0.179910
    else:
        x = ((-3.0258469 * t + 2.1070379) * t + 0.2226347) * t + 0.240390
    if kelvin <= 2222:
        y = ((-1.1063814 * x - 1.34811020) * x + 2.18555832) * x - 0.20219683
    elif kelvin <= 4000:
        y = ((-0.9549476 * x - 1.37418593) * x + 2.09137015) * x - 0.16748867
    else:
        y = ((3.0817580 * x - 5.87338670) * x + 3.75112997) * x - 0.37001483
    big_x, big_z = x / y, (1 - x - y) / y
    return (
        max(3.2404542 * big_x - 1.5371385 - 0.4985314 * big_z, 1e-3),
        max(-0.9692660 * big_x + 1.8760108 + 0.0415560 * big_z, 1e-3),
        max(0.0556434 * big_x - 0.2040259 + 1.0572252 * big_z, 1e-3),
    )
