"""What n counts. A hundred portraits of one face are one face: the identity is the unit of every interval.

A picture of a computed bust belongs to the bust's identity, whatever was changed of it. Any other picture is
its own unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from tools.stimulus import Edited, Montage, Portrait, Recipe
from tools.wording import Words, format_number


def unit_of(recipe: Recipe) -> str:
    """The name of a picture's unit: ``identity 7`` of a bust, ``identities 3 7`` of a montage of two."""
    if isinstance(recipe, Edited):
        return unit_of(recipe.of)
    if isinstance(recipe, Portrait):
        return f"identity {recipe.identity}"
    if isinstance(recipe, Montage):
        first, second = unit_of(recipe.first), unit_of(recipe.second)
        if first == second:
            return first
        both = sorted({first, second})
        if all(each.startswith("identity ") for each in both):
            return "identities " + " ".join(each.removeprefix("identity ") for each in both)
    return recipe.model_dump_json()


@dataclass(frozen=True)
class Counted:
    """``units`` is the n of an interval; ``pictures`` are all that was shown."""

    units: int
    pictures: int

    @property
    def conditions(self) -> int | None:
        """How many pictures each unit has; ``None`` where they have not equally many."""
        whole, left = divmod(self.pictures, self.units) if self.units else (0, 0)
        return None if left else whole

    def says(self) -> Words:
        """“64 identities × 2 conditions”, or how many pictures of how many identities."""
        several, many = self.units != 1, self.pictures != 1
        fr = f"{format_number(self.units, 'int', 'fr')} identité{'s' if several else ''}"
        en = f"{format_number(self.units, 'int', 'en')} {'identities' if several else 'identity'}"
        if (each := self.conditions) is not None:
            s = "s" if each != 1 else ""
            return Words(
                fr=f"{fr} × {format_number(each, 'int', 'fr')} condition{s}",
                en=f"{en} × {format_number(each, 'int', 'en')} condition{s}",
            )
        s = "s" if many else ""
        return Words(
            fr=f"{format_number(self.pictures, 'int', 'fr')} image{s} de {fr}",
            en=f"{format_number(self.pictures, 'int', 'en')} picture{s} of {en}",
        )


def counted(recipes: Iterable[Recipe]) -> Counted:
    """How many units and pictures these are."""
    names = [unit_of(recipe) for recipe in recipes]
    return Counted(units=len(set(names)), pictures=len(names))


def by_unit(recipes: Sequence[Recipe], values: Sequence[float]) -> Mapping[str, float]:
    """The mean value of each unit, in the order of their first picture: what an interval is made of.

    Raises :class:`ValueError` where there are not as many values as recipes.
    """
    of: dict[str, list[float]] = {}
    for recipe, value in zip(recipes, values, strict=True):
        of.setdefault(unit_of(recipe), []).append(value)
    return {name: fmean(found) for name, found in of.items()}
