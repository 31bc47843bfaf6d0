"""Every text of a scenario that a reader may meet, wherever it stands, with its path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from engine.language.schema import Scenario, Text

_UNREAD = {"facilitator", "must_say", "must_not_say", "voice", "plays", "fixtures", "changes"}


def every_text(scenario: Scenario) -> Iterator[tuple[str, Text]]:
    """``("nodes.fin.remember.0", text)``, … in the file's order; not what guides and facilitators read."""
    yield from _inside("", scenario)


def _inside(path: str, value: Any) -> Iterator[tuple[str, Text]]:
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, BaseModel):
        fields = {name: getattr(value, name) for name in type(value).model_fields if name not in _UNREAD}
        yield from _entries(path, fields)
    elif isinstance(value, Mapping):
        yield from _entries(path, value)
    elif isinstance(value, list | tuple):
        yield from _entries(path, {str(getattr(each, "id", at)): each for at, each in enumerate(value)})


def _entries(path: str, values: Mapping[Any, Any]) -> Iterator[tuple[str, Text]]:
    for name, value in values.items():
        yield from _inside(f"{path}.{name}" if path else str(name), value)
