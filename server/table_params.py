"""A tool's parameters as a page shows them: what each means, what it may be, what it is by default."""

from __future__ import annotations

from dataclasses import dataclass
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from engine.author.argument_words import argument_in
from server.phrases import phrase
from tools.tool import Tool
from tools.wording import Language, typeset

MostOf = Literal["choice", "flag", "number", "list", "text"]


@dataclass(frozen=True)
class ParamView:
    """One parameter. ``usual`` is its default as it is written in an address, "" where there is none."""

    name: str
    about: str
    kind: MostOf
    choices: tuple[str, ...]
    usual: str
    bounds: str  # in words, "" where any value of its kind will do


def params_of(tool: Tool, language: Language) -> list[ParamView]:
    """Every parameter of a tool, as its file declares them."""
    return [_view(name, field, language) for name, field in tool.params.model_fields.items()]


def as_text(value: Any) -> str:
    """A value as addresses and command lines write it: ``true``, ``0.4,0.7``, ``36``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return ",".join(map(as_text, value))
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def usual_of(field: FieldInfo) -> Any:
    """The default of a parameter; ``None`` where it has none."""
    return None if field.is_required() else field.get_default(call_default_factory=True)


def is_optional(field: FieldInfo) -> bool:
    """Whether a parameter may be left open (``int | None``)."""
    return type(None) in _members(field.annotation)


def _view(name: str, field: FieldInfo, language: Language) -> ParamView:
    kind, choices = _kind(field.annotation)
    about = typeset(argument_in(language, field.description or ""), language)
    return ParamView(name, about, kind, choices, as_text(usual_of(field)), _bounds(field, language))


def _members(annotation: Any) -> tuple[Any, ...]:
    return get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)


def _kind(annotation: Any) -> tuple[MostOf, tuple[str, ...]]:
    members = [each for each in _members(annotation) if each is not type(None)]
    if len(members) == 1:
        only = members[0]
        if get_origin(only) is Literal:
            return "choice", tuple(map(str, get_args(only)))
        if only is bool:
            return "flag", ("true", "false")
        if only in (int, float):
            return "number", ()
        if get_origin(only) in (list, tuple):
            return "list", ()
    return "text", ()


def _bounds(field: FieldInfo, language: Language) -> str:
    limits = {name: getattr(each, name) for each in field.metadata for name in vars_of(each)}
    low, high = limits.get("ge", limits.get("gt")), limits.get("le", limits.get("lt"))
    if low is not None and high is not None:
        key = "table.bounds.above" if "ge" not in limits else "table.bounds.between"
        return phrase(key, language, low=_number(low, language), high=_number(high, language))
    if low is not None:
        return phrase("table.bounds.least", language, low=_number(low, language))
    if high is not None:
        return phrase("table.bounds.most", language, high=_number(high, language))
    if (most := limits.get("max_length")) is not None and _kind(field.annotation)[0] == "list":
        return phrase("table.bounds.list", language, most=most)
    return ""


def vars_of(constraint: object) -> list[str]:
    """The names that a constraint of annotated-types carries."""
    return [name for name in ("ge", "gt", "le", "lt", "max_length") if hasattr(constraint, name)]


def _number(value: float, language: Language) -> str:
    shown = f"{value:g}"
    return shown.replace(".", ",") if language == "fr" else shown
