"""Every material's two functions behind one number: does it cover a sub-sample, and what is its surface.

``out`` of ``surface``: 0–2 linear albedo, 3 roughness (GGX), 4 reflectance at normal incidence, 5–7 a vector
added to the unit normal, 8–10 wrap of diffuse light in red, green, blue (0 is Lambert's cosine law),
11 share of light that reaches the spot (1 unless it lies in a fold), 12 a sheen at grazing angles.
"""

from __future__ import annotations

from tools.stimuli.portraits import cloth, eyes, glasses, hair, headscarf, skin
from tools.stimuli.portraits.compiled import kernel
from tools.stimuli.portraits.mesh import MATERIALS, Floats

SKIN, EYE, LASH, MOUTH, HAIR, CLOTH, SCARF, GLASSES = range(len(MATERIALS))
OUT = 13

_hair_covers, _hair_surface = hair.covers, hair.surface
_cloth_covers, _cloth_surface = cloth.covers, cloth.surface
_scarf_covers, _scarf_surface = headscarf.covers, headscarf.surface
_glasses_covers, _glasses_surface = glasses.covers, glasses.surface
_lash_covers, _lash_surface = eyes.lash_covers, eyes.lash_surface
_eye_surface, _mouth_surface = eyes.eye_surface, eyes.mouth_surface
_skin_surface = skin.surface


@kernel
def is_whole(material: int) -> bool:
    """Whether the material covers all of its triangles, so that ``covers`` need not be asked."""
    return material in (SKIN, EYE, MOUTH)


@kernel
def covers(material: int, x: float, y: float, z: float, attributes: Floats, parameters: Floats) -> bool:
    """Whether the material is there, at base coordinates x, y, z."""
    if material == HAIR:
        return bool(_hair_covers(x, y, z, attributes, parameters))
    if material == CLOTH:
        return bool(_cloth_covers(x, y, z, attributes, parameters))
    if material == SCARF:
        return bool(_scarf_covers(x, y, z, attributes, parameters))
    if material == GLASSES:
        return bool(_glasses_covers(x, y, z, attributes, parameters))
    if material == LASH:
        return bool(_lash_covers(x, y, z, attributes, parameters))
    return True


@kernel
def surface(
    material: int, x: float, y: float, z: float, attributes: Floats, parameters: Floats, out: Floats
) -> None:
    """Write what the surface is at base coordinates x, y, z into ``out``."""
    out[3], out[4], out[11], out[12] = 0.6, 0.04, 1.0, 0.0
    for at in range(5, 11):
        out[at] = 0.0
    if material == SKIN:
        _skin_surface(x, y, z, attributes, parameters, out)
    elif material == EYE:
        _eye_surface(x, y, z, attributes, parameters, out)
    elif material == LASH:
        _lash_surface(x, y, z, attributes, parameters, out)
    elif material == MOUTH:
        _mouth_surface(x, y, z, attributes, parameters, out)
    elif material == HAIR:
        _hair_surface(x, y, z, attributes, parameters, out)
    elif material == CLOTH:
        _cloth_surface(x, y, z, attributes, parameters, out)
    elif material == SCARF:
        _scarf_surface(x, y, z, attributes, parameters, out)
    else:
        _glasses_surface(x, y, z, attributes, parameters, out)
