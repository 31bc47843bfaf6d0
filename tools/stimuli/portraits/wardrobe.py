"""What the bust wears."""

from __future__ import annotations

from tools.stimuli.portraits.cloth import cloth_parts
from tools.stimuli.portraits.glasses import glasses_part
from tools.stimuli.portraits.hanging import bun_part, long_part
from tools.stimuli.portraits.headscarf import headscarf_parts
from tools.stimuli.portraits.mesh import Body, Part
from tools.stimuli.portraits.shells import CUTS, shell_part
from tools.stimuli.portraits.tones import hair_linear
from tools.stimulus import Portrait


def parts_of(body: Body, recipe: Portrait) -> list[Part]:
    """Cloth, hair or headscarf, and glasses, as the recipe asks."""
    parts = cloth_parts(body)
    colour = hair_linear(recipe.age)
    if recipe.headscarf:
        parts += headscarf_parts(body)
    elif recipe.hair == "long":
        parts.append(long_part(body, colour))
    elif recipe.hair == "tied":
        parts.append(bun_part(body, colour))
    if recipe.hair in CUTS and not recipe.headscarf:
        parts.append(shell_part(body, recipe.hair, colour))
    if recipe.glasses:
        parts.append(glasses_part(body))
    return parts
