"""Check a call's parameters against the tool's own declaration, and say what is wrong in plain words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from tools.errors import CallRefused
from tools.names import nearest, plain_name
from tools.tool import Params, Tool
from tools.wording import NO_BREAK_SPACE, Words


def checked_params(tool: Tool, params: Mapping[str, object]) -> Params:
    """The parameters as the tool declares them, defaults filled in.

    Raises :class:`CallRefused`: ``unknown_param`` with the nearest name, ``missing_param``, ``bad_param``
    with what is expected.
    """
    for name, value in params.items():
        values = value if isinstance(value, list) else [value]
        if any(isinstance(part, float) and not math.isfinite(part) for part in values):
            raise _bad(tool, name, value, Words(fr="Donnez un nombre.", en="Give a number."))
    try:
        return tool.params.model_validate(dict(params))
    except ValidationError as error:
        raise _refusal(tool, error.errors(include_url=False)[0]) from None


def read_params(tool: Tool, written: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Settings written as text, read with the tool's own types; only what was written.

    A list is written with commas, and a name with dashes or underscores. Raises as :func:`checked_params`.
    """
    raw: dict[str, Any] = {}
    for key, text in written:
        name = key.strip().replace("-", "_")
        field = tool.params.model_fields.get(name)
        listed = field is not None and get_origin(field.annotation) in (list, tuple)
        raw[name] = [part.strip() for part in text.split(",") if part.strip()] if listed else text
    read: dict[str, Any] = checked_params(tool, raw).model_dump(mode="json", exclude_unset=True)
    return read


def _refusal(tool: Tool, problem: ErrorDetails) -> CallRefused:
    name = str(problem["loc"][0]) if problem["loc"] else ""
    known = list(tool.params.model_fields)
    listed = ", ".join(known) or "–"
    if problem["type"] == "extra_forbidden":
        near = nearest(plain_name(name), known)
        return CallRefused(
            "unknown_param",
            Words(
                fr=f"L’instrument « {tool.method} » n’a pas de réglage « {name} ».",
                en=f"The instrument “{tool.method}” has no setting “{name}”.",
            ),
            Words(fr=f"Vouliez-vous dire « {near} » ?", en=f"Did you mean “{near}”?")
            if near
            else Words(fr=f"Réglages{NO_BREAK_SPACE}: {listed}.", en=f"Settings: {listed}."),
        )
    if problem["type"] == "missing":
        return CallRefused(
            "missing_param",
            Words(
                fr=f"Il manque le réglage « {name} » de l’instrument « {tool.method} ».",
                en=f"The setting “{name}” of the instrument “{tool.method}” is missing.",
            ),
            Words(fr=f"Réglages{NO_BREAK_SPACE}: {listed}.", en=f"Settings: {listed}."),
        )
    return _bad(tool, name or listed, problem["input"], expected(problem))


def _bad(tool: Tool, name: str, value: object, expected: Words) -> CallRefused:
    shown = str(value)[:60]
    return CallRefused(
        "bad_param",
        Words(
            fr=f"Le réglage « {name} » de l’instrument « {tool.method} » ne peut pas valoir « {shown} ».",
            en=f"The setting “{name}” of the instrument “{tool.method}” cannot be “{shown}”.",
        ),
        expected,
    )


_BOUNDS = {
    "greater_than": ("plus grande que", "greater than"),
    "greater_than_equal": ("d’au moins", "of at least"),
    "less_than": ("plus petite que", "smaller than"),
    "less_than_equal": ("d’au plus", "of at most"),
}
_KINDS = {
    "bool": Words(fr="Donnez oui (true) ou non (false).", en="Give true or false."),
    "int": Words(fr="Donnez un nombre entier.", en="Give a whole number."),
    "float": Words(fr="Donnez un nombre.", en="Give a number."),
    "string": Words(fr="Donnez un mot.", en="Give a word."),
    "list": Words(fr="Donnez une liste de nombres.", en="Give a list of numbers."),
    "tuple": Words(fr="Donnez une liste de nombres.", en="Give a list of numbers."),
    "too": Words(fr="Donnez une liste d’une autre longueur.", en="Give a list of another length."),
}


def expected(problem: ErrorDetails) -> Words:
    """What a value that pydantic refused should have been."""
    context: dict[str, Any] = problem.get("ctx") or {}
    kind = problem["type"]
    if kind in _BOUNDS:
        french, english = _BOUNDS[kind]
        bound = next(iter(context.values()))
        return Words(fr=f"Donnez une valeur {french} {bound}.", en=f"Give a value {english} {bound}.")
    if kind in ("literal_error", "enum"):
        listed = str(context["expected"]).replace("'", "")
        french = listed.replace(" or ", " ou ")
        return Words(fr=f"Donnez {french}.", en=f"Give {listed}.")
    return _KINDS.get(
        kind.split("_", 1)[0],
        Words(fr="Cette valeur n’est pas possible ici.", en="This value is not possible here."),
    )
