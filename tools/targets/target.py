"""Read a published figure from its file: the number, its n, over what, from where.

One YAML file a publication, ``tools/targets/<name>.yaml``. A figure is named ``<name>.<figure>``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, model_validator

from tools.errors import CallRefused
from tools.names import nearest
from tools.wording import Words

FOLDER = Path(__file__).parent

Measure = Literal["share", "difference", "equality_difference", "auc", "count"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Figure(_Part):
    """One published number. ``hits`` of ``n`` are the raw counts where they were published; ``case`` names
    the built-in case that it was measured on, and is absent for all pictures that nobody can show again."""

    about: Words
    measure: Measure
    value: float
    n: int | None = Field(None, ge=1)
    hits: int | None = Field(None, ge=0)
    case: str | None = None
    recomputed: bool = False  # from the published counts, not printed as such

    @model_validator(mode="after")
    def _agrees(self) -> Figure:
        if self.hits is not None:
            if self.n is None or self.hits > self.n:
                raise ValueError("hits without their n, or more of them")
            if abs(self.value - self.hits / self.n) > 5e-5:
                raise ValueError(f"{self.value} is not {self.hits} of {self.n}")
        if self.measure == "share" and not 0 <= self.value <= 1:
            raise ValueError("a share outside 0..1")
        return self


class Publication(_Part):
    """One source and the figures that it gives, over one population."""

    source: str
    url: HttpUrl
    population: Words
    caution: Words | None = None
    figures: dict[str, Figure]


class PublishedTarget(_Part):
    """A figure with what its publication says of it."""

    name: str
    figure: Figure
    source: str
    url: str
    population: Words
    caution: Words | None = None


@cache
def published() -> dict[str, PublishedTarget]:
    """Every published figure that ships, by name, in the order of names.

    Raises :class:`pydantic.ValidationError` for a file that does not hold what it says.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        publication = Publication.model_validate(yaml.load(path.read_text(encoding="utf-8"), loader))
        for name, figure in publication.figures.items():
            found[f"{path.stem}.{name}"] = PublishedTarget(
                name=f"{path.stem}.{name}", figure=figure, source=publication.source,
                url=str(publication.url), population=publication.population, caution=publication.caution,
            )  # fmt: skip
    return found


def target_named(name: str) -> PublishedTarget:
    """One published figure. Raises :class:`CallRefused` (``unknown_target``), with the nearest name."""
    known = published()
    if name in known:
        return known[name]
    near = nearest(name, known)
    raise CallRefused(
        "unknown_target",
        Words(fr=f"Aucun chiffre publié ne s’appelle « {name} ».",
              en=f"No published figure is called “{name}”."),
        Words(fr=f"Vouliez-vous dire « {near} » ?", en=f"Did you mean “{near}”?")
        if near
        else Words(fr=f"Chiffres connus : {', '.join(known)}.", en=f"Known figures: {', '.join(known)}."),
    )  # fmt: skip
