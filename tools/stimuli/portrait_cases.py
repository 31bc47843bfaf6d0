"""The cases of computed busts: 64 facial identities alone, and two by two with one difference."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from tools.stimuli.cases import Case, Shown
from tools.stimuli.units import Counted
from tools.stimulus import Portrait
from tools.wording import Words

LIGHT_TONE, DARK_TONE = 2, 9
LICENCE = "CC0-1.0"
CREDIT = (
    "Autopsie; mesh and shapes: MakeHuman and MPFB2, Face Units by Mika Suominen (CC0); "
    "tones: Monk Skin Tone scale, E. Monk (CC BY 4.0)"
)

COMPUTED = Words(
    fr="Ces bustes sont calculés : ce ne sont pas des personnes, et aucun taux mesuré sur eux n’est un taux "
    "parmi des personnes.",
    en="These busts are computed: they are not people, and no rate measured on them is a rate among people.",
)
IDENTITIES_COUNT = Words(
    fr="L’unité est l’identité d’un visage : d’autres images du même visage n’ajoutent pas à n.",
    en="The unit is the identity of a face: more pictures of one face do not add to n.",
)
PERCEIVED_SEX = Words(
    fr="Le sexe perçu est un réglage de la forme du maillage, pas l’identité d’une personne.",
    en="Perceived sex is a setting of the mesh’s shape, not anyone’s identity.",
)


def bust(recipe: Portrait) -> Shown:
    """A portrait with its alternative text: a computed bust, never a person."""
    fr = [f"Buste calculé, identité {recipe.identity}, teinte Monk {recipe.tone}"]
    en = [f"Computed bust, identity {recipe.identity}, Monk tone {recipe.tone}"]
    if recipe.perceived_sex <= 0.25 or recipe.perceived_sex >= 0.75:
        male = recipe.perceived_sex >= 0.75
        fr.append(f"de forme {'masculine' if male else 'féminine'}")
        en.append(f"{'male' if male else 'female'}-perceived shape")
    fr.append(f"{recipe.age:.0f} ans")
    en.append(f"{recipe.age:.0f} years")
    for worn, name_fr, name_en in (
        (recipe.glasses, "lunettes", "glasses"),
        (recipe.headscarf, "foulard", "headscarf"),
    ):
        if worn:
            fr.append(name_fr)
            en.append(name_en)
    if recipe.expression != "neutral":
        fr.append(_EXPRESSIONS_FR[recipe.expression])
        en.append(recipe.expression)
    return Shown(recipe=recipe, alt=Words(fr=", ".join(fr), en=", ".join(en)), credit=CREDIT)


_EXPRESSIONS_FR = {"smile": "sourire", "angry": "colère", "surprise": "surprise", "sad": "tristesse"}

COUNT = 64  # as many as tools.stimuli.portraits.identities has, whose import is slow (a test compares)

_HELD = Words(
    fr="la lumière, le fond gris, le cadrage, la pose, l’âge (25 ans), la coiffure, le vêtement, "
    "l’expression neutre",
    en="light, grey ground, framing, pose, age (25), hair, garment, neutral expression",
)
_UNIT, _UNITS = Words(fr="identité", en="identity"), Words(fr="identités", en="identities")
_ONE, _TWO = Counted(COUNT, COUNT).says(), Counted(COUNT, 2 * COUNT).says()


@cache
def _people() -> tuple[Portrait, ...]:
    from tools.stimuli.portraits.identities import person  # slow import

    return tuple(person(identity) for identity in range(1, COUNT + 1))


def _pairs(
    name: str, title: Words, about: Words, pairs: tuple[tuple[Shown, Shown], ...],
    held: tuple[Words, ...], varied: Words, caveats: tuple[Words, ...],
) -> Case:  # fmt: skip
    return Case(
        name=name,
        title=title,
        about=Words(fr=f"{_TWO.fr} : {about.fr}", en=f"{_TWO.en}: {about.en}"),
        kind="pairs",
        n=len(pairs),
        person="synthetic",
        licence=LICENCE,
        credit=CREDIT,
        pairs=pairs,
        held=(Words(fr="l’identité du visage", en="the identity of the face"), _HELD, *held),
        varied=(varied,),
        notes=(IDENTITIES_COUNT,),
        unit=_UNIT,
        units=_UNITS,
        caveats=caveats,
    )


def _alone() -> Case:
    """The busts, one by one."""
    return Case(
        name="portraits",
        title=Words(fr="Bustes calculés", en="Computed busts"),
        about=Words(
            fr=f"{_ONE.fr} : bustes calculés dans les conditions de référence, teinte Monk 5",
            en=f"{_ONE.en}: computed busts in the reference condition, Monk tone 5",
        ),
        kind="pictures",
        n=COUNT,
        person="synthetic",
        licence=LICENCE,
        credit=CREDIT,
        pictures=tuple(bust(recipe) for recipe in _people()),
        held=(_HELD, Words(fr="la teinte de peau (Monk 5)", en="skin tone (Monk 5)")),
        varied=(
            Words(
                fr="l’identité du visage, et avec elle le sexe perçu et le mélange d’ascendances du maillage",
                en="the identity of the face, and with it perceived sex and the mesh’s blend of ancestries",
            ),
        ),
        notes=(IDENTITIES_COUNT,),
        unit=_UNIT,
        units=_UNITS,
        caveats=(COMPUTED,),
    )


def _by_tone() -> Case:
    """The same bust, light and dark."""
    return _pairs(
        "portraits_by_tone",
        Words(fr="Bustes calculés, par teinte de peau", en="Computed busts, by skin tone"),
        Words(
            fr=f"le même buste calculé en teinte Monk {LIGHT_TONE} et en teinte Monk {DARK_TONE}",
            en=f"the same computed bust in Monk tone {LIGHT_TONE} and in Monk tone {DARK_TONE}",
        ),
        tuple(
            (
                bust(recipe.model_copy(update={"tone": LIGHT_TONE})),
                bust(recipe.model_copy(update={"tone": DARK_TONE})),
            )
            for recipe in _people()
        ),
        (Words(fr="le sexe perçu et les ascendances", en="perceived sex and ancestries"),),
        Words(
            fr=f"la teinte de peau : Monk {LIGHT_TONE} d’abord, Monk {DARK_TONE} ensuite ; et avec elle "
            "l’éclat et le contraste du visage sur le fond",
            en=f"skin tone: Monk {LIGHT_TONE} first, Monk {DARK_TONE} second; and with it the lightness of "
            "the face and its contrast with the ground",
        ),
        (COMPUTED,),
    )


def _by_sex() -> Case:
    """The same bust in two shapes."""
    return _pairs(
        "portraits_by_sex",
        Words(fr="Bustes calculés, par sexe perçu", en="Computed busts, by perceived sex"),
        Words(
            fr="le même buste calculé de forme féminine et de forme masculine, avec la même coiffure",
            en="the same computed bust in female-perceived and in male-perceived shape, with the same hair",
        ),
        tuple(
            (
                bust(recipe.model_copy(update={"perceived_sex": 0.0})),
                bust(recipe.model_copy(update={"perceived_sex": 1.0})),
            )
            for recipe in _people()
        ),
        (Words(fr="la teinte de peau (Monk 5) et les ascendances", en="skin tone (Monk 5) and ancestries"),),
        Words(
            fr="le sexe perçu : forme féminine d’abord, masculine ensuite (os, sourcils, ombre de barbe)",
            en="perceived sex: female-perceived shape first, male-perceived second (bones, brows, shade of "
            "a beard)",
        ),
        (COMPUTED, PERCEIVED_SEX),
    )


CASES: dict[str, Callable[[], Case]] = {
    "portraits": _alone,
    "portraits_by_tone": _by_tone,
    "portraits_by_sex": _by_sex,
}
