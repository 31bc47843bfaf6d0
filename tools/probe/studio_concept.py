"""Concepts that are one factor of a computed bust: the same busts with it and without, all else held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from tools.errors import CallRefused
from tools.probe.examples import Examples
from tools.probe.linear_probe import LinearProbe, ProbeParams
from tools.stimulus import Portrait
from tools.tool import Params
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench
    from tools.stimuli.cases import Case

_HAIR = ("cropped", "short", "curls", "tied", "long")
DEFAULT_N = 40  # identities: a first call draws 80 busts
# What the interview scores learned from: faces that fill their 96 pixels.
_CLOSE: dict[str, Any] = {"zoom": 1.48, "shift_y": 0.05, "side": 96}


class StudioParams(ProbeParams):
    """What a probe for a factor of the studio may be told."""

    varied: bool = Field(
        True,
        description="Each identity in a pose, light, tone and hair of its own, the same in both its busts;"
        " false: all as the case has them.",
    )


class StudioConcept(LinearProbe):
    """Base of the factors: a reader must tell ``present`` from ``absent`` on identities that it never met."""

    params: ClassVar[type[Params]] = StudioParams
    default_case: ClassVar[str] = "portraits"
    absent: ClassVar[dict[str, Any]]
    present: ClassVar[dict[str, Any]]
    caveat: ClassVar[Words | None] = None

    def examples(self, case: Case, n: int | None, subject: Any, bench: Bench, params: Params) -> Examples:
        """Two busts of each identity of the case."""
        from tools.stimuli.portrait_cases import COMPUTED, bust

        people = _people(case)
        if not people or (n or 1) > len(people):
            raise wrong_case(case.name, n or 1, len(people), "portraits")
        wanted = n or min(DEFAULT_N, len(people))
        varied = getattr(params, "varied", True)
        close = _CLOSE if "interview_score" in subject.card.assets or subject.card.answers == "scores" else {}
        chosen = [people[index * len(people) // wanted] for index in range(wanted)]
        recipes = [
            Portrait.model_validate(
                person.model_dump() | (own_scene(person.identity) if varied else {}) | close | level
            )
            for person in chosen
            for level in (self.absent, self.present)
        ]
        units = tuple(f"identity {recipe.identity}" for recipe in recipes)
        return Examples(
            shown=tuple(bust(recipe) for recipe in recipes),
            labels=(False, True) * wanted,
            units=units,
            keys=tuple((unit,) for unit in units),
            drawn=units,
            unit=Words(fr="identité", en="identity"),
            held=(_HELD,),
            varied=(self.sought(),),
            notes=(_SCENES,) if varied else (),
            caveats=(COMPUTED, *((self.caveat,) if self.caveat else ())),
        )


_HELD = Words(
    fr="tout le reste du buste, d’un membre de la paire à l’autre",
    en="all else of the bust, from one of the pair to the other",
)
_SCENES = Words(
    fr="Chaque identité a sa pose, sa lumière, sa teinte, sa coiffure et son gris de fond, les mêmes sur ses"
    " deux bustes.",
    en="Each identity has its own pose, light, tone, hair and grey ground, the same in both its busts.",
)


def own_scene(identity: int) -> dict[str, Any]:
    """The pose, light, tone, hair and ground of an identity, drawn once and for all.

    Were they the same everywhere, one pixel would give a factor away, and no control could be told from a
    network that learned something.
    """
    import numpy as np

    draw = np.random.default_rng([20261123, identity])
    return {
        "yaw": round(draw.uniform(-15, 15), 1),
        "pitch": round(draw.uniform(-8, 8), 1),
        "tone": int(draw.integers(1, 11)),
        "hair": draw.choice(_HAIR).item(),
        "light": round(float(2 ** draw.uniform(-0.5, 0.5)), 3),
        "light_azimuth": round(draw.uniform(-60, 60), 1),
        "background_level": round(draw.uniform(0.2, 0.8), 2),
        "shift_x": round(draw.uniform(-0.05, 0.05), 2),
    }


def _people(case: Case) -> list[Portrait]:
    """One bust of each identity of a case of busts, alone or by pairs."""
    found: dict[int, Portrait] = {}
    for shown in (*case.pictures, *(pair[0] for pair in case.pairs)):
        if isinstance(shown.recipe, Portrait):
            found.setdefault(shown.recipe.identity, shown.recipe)
    return list(found.values())


def wrong_case(name: str, asked: int, there: int, cure: str) -> CallRefused:
    """A case of other stimuli, or of too few."""
    return CallRefused(
        "wrong_case",
        Words(
            fr=f"Le cas « {name} » n’a pas {asked} stimuli de la sorte qu’il faut ici (il en a {there}).",
            en=f"The case “{name}” has not {asked} stimuli of the kind needed here (it has {there}).",
        ),
        Words(
            fr=f"Prenez le cas « {cure} », ou un n plus petit.",
            en=f"Take the case “{cure}”, or a smaller n.",
        ),
    )
