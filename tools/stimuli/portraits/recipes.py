"""A portrait's recipe from what a person wrote, with sentences for what cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from tools.errors import StimulusRefused
from tools.stimulus import Portrait
from tools.wording import NO_BREAK_SPACE, Words


def recipe_of(fields: Mapping[str, Any]) -> Portrait:
    """The recipe with these fields; those left out keep their reference.

    Raises :class:`~tools.errors.StimulusRefused` (``bad_portrait``) that names the first field at fault, what
    was given and what is possible.
    """
    try:
        return Portrait.model_validate(dict(fields))
    except ValidationError as refused:
        raise _refusal(refused) from refused


def _refusal(refused: ValidationError) -> StimulusRefused:
    fault = refused.errors()[0]
    name = str(fault["loc"][0]) if fault["loc"] else "?"
    given = fault.get("input")
    if name not in Portrait.model_fields:
        near = get_close_matches(name, Portrait.model_fields, n=1)
        return StimulusRefused(
            "bad_portrait",
            Words(
                fr=f"Un portrait n’a pas de réglage «\u202f{name}\u202f».",
                en=f"A portrait has no setting “{name}”.",
            ),
            Words(
                fr=f"Vouliez-vous dire «\u202f{near[0]}\u202f»{NO_BREAK_SPACE}?",
                en=f"Did you mean “{near[0]}”?",
            )
            if near
            else None,
        )
    possible = _possible(name)
    return StimulusRefused(
        "bad_portrait",
        Words(
            fr=f"Le réglage «\u202f{name}\u202f» d’un portrait ne peut pas valoir {given}.",
            en=f"The setting “{name}” of a portrait cannot be {given}.",
        ),
        possible,
    )


def _possible(name: str) -> Words | None:
    """What a field may be, from its own schema."""
    schema = Portrait.model_json_schema()["properties"][name]
    if "enum" in schema:
        listed = ", ".join(str(each) for each in schema["enum"])
        return Words(fr=f"Choisissez parmi{NO_BREAK_SPACE}: {listed}.", en=f"Choose among: {listed}.")
    if "minimum" in schema and "maximum" in schema:
        low, high = schema["minimum"], schema["maximum"]
        return Words(fr=f"Choisissez de {low} à {high}.", en=f"Choose from {low} to {high}.")
    if name == "ancestry":
        return Words(
            fr="Donnez trois parts de 0 à 1, d’après les formes africaine, asiatique et européenne "
            "du maillage.",
            en="Give three shares from 0 to 1, of the mesh’s African, Asian and European shapes.",
        )
    return None
