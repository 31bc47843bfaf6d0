"""Two changes crossed: which picture each pair of doses makes of a unit, and how they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tools.errors import CallRefused
from tools.perturb.dose_reading import Read, Reader
from tools.perturb.dose_response import DoseParams, DoseResponse
from tools.perturb.studio_factor import StudioFactor
from tools.stimuli.cases import Shown
from tools.stimulus import Recipe
from tools.wording import Words

Pair = tuple[float | None, float | None]
"""A dose of the first change and one of the second; ``None`` leaves the picture as it is."""


@dataclass(frozen=True)
class Side:
    """One of the two changes, at its doses; the strongest is judged."""

    change: DoseResponse
    levels: tuple[float, ...]

    @property
    def strongest(self) -> float:
        """The dose farthest from the one that changes nothing."""
        return max(self.levels, key=lambda level: (self.change.distance(level), level))


class Crossing(NamedTuple):
    """Two changes of the same pictures."""

    first: Side
    second: Side

    def base(self, shown: Shown) -> Shown:
        """The picture before any change: studio settings at both references."""
        return self.second.change.base(self.first.change.base(shown))

    def recipe(self, shown: Shown, before: Read, pair: Pair) -> Recipe:
        """The picture at a pair of doses; the studio's settings come first, since pixels come of them."""
        sides = sorted(
            zip((self.first, self.second), pair, strict=True),
            key=lambda each: not isinstance(each[0].change, StudioFactor),
        )
        for side, level in sides:
            if level is not None:
                shown = shown.model_copy(update={"recipe": side.change.recipe(shown, before, level)})
        return shown.recipe

    def pairs(self) -> list[Pair]:
        """Every pair of doses, as is first."""
        return [(one, two) for two in (None, *self.second.levels) for one in (None, *self.first.levels)]


def crossing(
    names: tuple[str, str], levels: tuple[Sequence[float], Sequence[float]], choices: tuple[str, str],
    reader: Reader,
) -> Crossing:  # fmt: skip
    """The two changes that a call names.

    Raises :class:`CallRefused`: ``same_change``, ``unknown_change`` with the nearest name, ``bad_choice``,
    and what a change says of a dose without sense.
    """
    if names[0].replace("-", "_") == names[1].replace("-", "_"):
        raise CallRefused(
            "same_change",
            Words(
                fr=f"Croiser « {names[0]} » avec lui-même ne dit rien.",
                en=f"Crossing “{names[0]}” with itself says nothing.",
            ),
            Words(fr="Nommez deux changements différents.", en="Name two different changes."),
        )
    first, second = (
        _side(name, each, choice, reader) for name, each, choice in zip(names, levels, choices, strict=True)
    )
    return Crossing(first, second)


def known_changes() -> dict[str, DoseResponse]:
    """The changes of pictures, by name."""
    from tools.catalogue import tools_of

    return {name: each for name, each in tools_of("perturb").items() if isinstance(each, DoseResponse)}


def _side(name: str, levels: Sequence[float], choice: str, reader: Reader) -> Side:
    from tools.names import nearest, plain_name

    known = known_changes()
    plain = plain_name(name)
    if plain not in known:
        near = nearest(plain, known)
        raise CallRefused(
            "unknown_change",
            Words(
                fr=f"Aucun changement d’image ne s’appelle « {name} ».",
                en=f"No change of pictures is called “{name}”.",
            ),
            Words(fr=f"Vouliez-vous dire « {near} » ?", en=f"Did you mean “{near}”?")
            if near
            else Words(fr=f"Au choix : {', '.join(known)}.", en=f"One of: {', '.join(known)}."),
        )
    tool = known[plain]
    given: dict[str, object] = {"levels": list(levels)} if levels else {}
    params = _chosen(tool, given, choice)
    change = tool.about_to(params, has_grid=reader.has_grid)
    doses = tuple(sorted(set(params.levels)))
    for level in doses:
        change.check(level)
    return Side(change, doses if levels else (Side(change, doses).strongest,))


def _chosen(tool: DoseResponse, given: dict[str, object], choice: str) -> DoseParams:
    """The change's parameters, with its own choice (which expression, which background) where it has one."""
    from tools.parameters import checked_params

    own = [name for name in tool.params.model_fields if name not in DoseParams.model_fields]
    if choice and not own:
        raise CallRefused(
            "bad_choice",
            Words(
                fr=f"Le changement « {tool.method} » n’a rien à choisir.",
                en=f"The change “{tool.method}” has nothing to choose.",
            ),
        )
    checked = checked_params(tool, given | ({own[0]: choice} if choice else {}))
    assert isinstance(checked, DoseParams)
    return checked
