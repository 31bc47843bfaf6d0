"""One factor of a computed bust at several levels: how it is written, named, checked and varied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from tools.errors import CallRefused
from tools.names import nearest, plain_name
from tools.stimulus import Portrait
from tools.wording import Words, both, format_number, in_both

# What is compared where no level is given: the reference first. Chosen before anything was measured.
LEVELS: dict[str, tuple[str, ...]] = {
    "tone": ("2", "9"),
    "perceived_sex": ("0", "1"),
    "age": ("25", "75"),
    "glasses": ("false", "true"),
    "headscarf": ("false", "true"),
    "background": ("plain", "bookshelf"),
    "background_level": ("0.5", "0.95"),
    "expression": ("neutral", "smile"),
    "hair": ("short", "long"),
    "light": ("1", "0.25"),
    "light_azimuth": ("-39", "39"),
    "light_elevation": ("30", "-20"),
    "light_kelvin": ("6500", "2700"),
    "yaw": ("0", "30"),
    "pitch": ("0", "-15"),
    "roll": ("0", "15"),
    "zoom": ("1", "0.6"),
    "shift_x": ("0", "0.2"),
    "shift_y": ("0", "0.2"),
    "strength": ("0", "1"),
}

NAMES: dict[str, Words] = {
    "tone": Words(fr="la teinte de peau", en="skin tone"),
    "perceived_sex": Words(fr="le sexe perçu", en="perceived sex"),
    "age": Words(fr="l’âge", en="age"),
    "glasses": Words(fr="les lunettes", en="glasses"),
    "headscarf": Words(fr="le foulard", en="a headscarf"),
    "background": Words(fr="le fond", en="the background"),
    "background_level": Words(fr="la clarté du fond", en="the lightness of the ground"),
    "expression": Words(fr="l’expression", en="the expression"),
    "strength": Words(fr="la force de l’expression", en="the strength of the expression"),
    "hair": Words(fr="la coiffure", en="the hair"),
    "light": Words(fr="la quantité de lumière", en="the amount of light"),
    "light_azimuth": Words(fr="le côté de la lumière", en="the side of the light"),
    "light_elevation": Words(fr="la hauteur de la lumière", en="the height of the light"),
    "light_kelvin": Words(fr="la couleur de la lumière", en="the colour of the light"),
    "yaw": Words(fr="la tête tournée", en="the turn of the head"),
    "pitch": Words(fr="la tête levée ou baissée", en="the tilt of the head"),
    "roll": Words(fr="la tête penchée", en="the lean of the head"),
    "zoom": Words(fr="la taille dans l’image", en="the size in the picture"),
    "shift_x": Words(fr="la place en largeur", en="the place across"),
    "shift_y": Words(fr="la place en hauteur", en="the place down"),
}

# What a factor brings with it, whether one wants it or not (honesty rule 6).
BRINGS: dict[str, Words] = {
    "tone": Words(
        fr="Avec la teinte de peau changent l’éclat du visage et son contraste avec le fond.",
        en="With skin tone, the lightness of the face and its contrast with the ground change.",
    ),
    "perceived_sex": Words(
        fr="Le sexe perçu est un réglage de la forme du maillage, pas l’identité d’une personne.",
        en="Perceived sex is a setting of the mesh’s shape, not anyone’s identity.",
    ),
    "headscarf": Words(
        fr="Le foulard cache aussi les cheveux, les oreilles et une partie du contour.",
        en="The headscarf also hides the hair, the ears and part of the outline.",
    ),
    "light": Words(
        fr="La lumière tombe sur le buste, pas sur le fond : leur contraste change aussi.",
        en="The light falls on the bust, not on the ground: their contrast changes too.",
    ),
}


def levels_of(factor: str, given: str | Sequence[float]) -> tuple[str, ...]:
    """The levels as they were written, the usual ones by default.

    Raises :class:`CallRefused`: ``unknown_factor`` with the nearest name, ``bad_levels`` for fewer than two.
    """
    if factor not in LEVELS:
        near = nearest(plain_name(factor), LEVELS)
        raise CallRefused(
            "unknown_factor",
            Words(fr=f"Le studio n’a pas de réglage « {factor} ».",
                  en=f"The studio has no setting “{factor}”."),
            Words(fr=f"Vouliez-vous dire « {near} » ?", en=f"Did you mean “{near}”?")
            if near
            else Words(fr=f"Au choix : {', '.join(LEVELS)}.", en=f"One of: {', '.join(LEVELS)}."),
        )  # fmt: skip
    levels = listed(given) or LEVELS[factor]
    if len(levels) < 2 or len(set(levels)) < len(levels):
        raise CallRefused(
            "bad_levels",
            Words(fr="Pour comparer, il faut deux niveaux différents au moins.",
                  en="To compare, two different levels are needed at least."),
            Words(fr=f"Par exemple : {', '.join(LEVELS[factor])}.",
                  en=f"For example: {', '.join(LEVELS[factor])}."),
        )  # fmt: skip
    return levels


def listed(given: str | Sequence[float]) -> tuple[str, ...]:
    """ "2, 9" or [2, 9] as names."""
    if isinstance(given, str):
        return tuple(part.strip() for part in given.split(",") if part.strip())
    return tuple(f"{each:g}" for each in given)


def varied(recipe: Portrait, factor: str, level: str) -> Portrait:
    """The same bust with one setting at another level. Raises :class:`CallRefused` (``bad_level``)."""
    changes: dict[str, Any] = {factor: level}
    # An expression shows at its full strength, or at none where it is the strength that varies.
    if factor == "strength" and recipe.expression == "neutral":
        changes["expression"] = "smile"
    try:
        return Portrait.model_validate({**recipe.model_dump(), **changes})
    except ValidationError as error:
        wanted = error.errors(include_url=False)[0]["msg"]
        raise CallRefused(
            "bad_level",
            Words(fr=f"Le réglage « {factor} » du studio ne peut pas valoir « {level} ».",
                  en=f"The studio’s setting “{factor}” cannot be “{level}”."),
            both(wanted),
        ) from None  # fmt: skip


def at_settings(recipe: Portrait, settings: str) -> Portrait:
    """The bust with other settings held at what "light=0.3, background_level=0.95" says.

    Raises :class:`CallRefused`: ``unknown_factor``, ``bad_level``, ``bad_settings`` for another form.
    """
    for part in listed(settings):
        name, equals, level = (each.strip() for each in part.partition("="))
        if not equals or not level:
            raise CallRefused(
                "bad_settings",
                Words(fr=f"« {part} » n’est pas de la forme réglage=valeur.",
                      en=f"“{part}” is not of the form setting=value."),
                Words(fr="Par exemple : light=0.3, background_level=0.95.",
                      en="For example: light=0.3, background_level=0.95."),
            )  # fmt: skip
        factor = name.replace("-", "_")
        levels_of(factor, "")
        recipe = varied(recipe, factor, level)
    return recipe


def differing(first: Portrait, second: Portrait) -> list[str]:
    """The settings in which two busts differ."""
    one, other = first.model_dump(), second.model_dump()
    return [name for name in one if one[name] != other[name]]


def label(factor: str, value: object) -> Words:
    """What a level is called: "Monk 9", "75 ans", "avec lunettes"."""
    if factor == "tone":
        return both(f"Monk {value}")
    if factor == "perceived_sex":
        share = float(str(value))
        if share <= 0.25:
            return Words(fr="forme féminine", en="female-perceived shape")
        if share >= 0.75:
            return Words(fr="forme masculine", en="male-perceived shape")
    if factor in ("glasses", "headscarf"):
        worn = str(value).lower() in ("true", "1", "yes", "on")
        fr, en = {"glasses": ("lunettes", "glasses"), "headscarf": ("foulard", "headscarf")}[factor]
        return Words(fr=f"{'avec' if worn else 'sans'} {fr}", en=f"{'with' if worn else 'without'} {en}")
    if factor == "age":
        return Words(fr=f"{float(str(value)):g} ans", en=f"{float(str(value)):g} years")
    if factor in _SAID and str(value) in _SAID[factor]:
        return _SAID[factor][str(value)]
    name = NAMES[factor]
    try:
        number = float(str(value))
    except ValueError:
        return Words(fr=f"{name.fr} : {value}", en=f"{name.en}: {value}")
    return in_both(
        lambda language: (
            f"{name.in_(language)}{' : ' if language == 'fr' else ': '}"
            f"{format_number(number, 'number', language)}"
        )
    )


_SAID: dict[str, dict[str, Words]] = {
    "expression": {
        "neutral": Words(fr="neutre", en="neutral"),
        "smile": Words(fr="sourire", en="smile"),
        "angry": Words(fr="colère", en="angry"),
        "surprise": Words(fr="surprise", en="surprise"),
        "sad": Words(fr="tristesse", en="sad"),
    },
    "background": {
        "plain": Words(fr="fond uni", en="plain ground"),
        "gradient": Words(fr="fond dégradé", en="graded ground"),
        "bookshelf": Words(fr="bibliothèque", en="bookshelf"),
        "office": Words(fr="bureau", en="office"),
        "near-black": Words(fr="fond presque noir", en="near-black ground"),
        "near-white": Words(fr="fond presque blanc", en="near-white ground"),
    },
    "hair": {
        "bald": Words(fr="sans cheveux", en="bald"),
        "cropped": Words(fr="cheveux ras", en="cropped hair"),
        "short": Words(fr="cheveux courts", en="short hair"),
        "curls": Words(fr="boucles", en="curls"),
        "tied": Words(fr="cheveux attachés", en="tied hair"),
        "long": Words(fr="cheveux longs", en="long hair"),
    },
}
