"""The settings of the instrument inside a comparison, written on one line: "levels=0.4,0.7; n=36"."""

from __future__ import annotations

from typing import Any, get_origin

from tools.errors import CallRefused
from tools.parameters import checked_params
from tools.tool import Tool
from tools.wording import Words


def read_settings(tool: Tool, text: str) -> dict[str, Any]:
    """What was given, read with the tool's own types.

    Raises :class:`CallRefused`: ``bad_settings`` for a part without "=", or as
    :func:`~tools.parameters.checked_params` for an unknown name or a value that makes no sense.
    """
    raw: dict[str, Any] = {}
    for part in filter(None, (each.strip() for each in text.split(";"))):
        name, has_value, value = part.partition("=")
        if not has_value:
            raise CallRefused(
                "bad_settings",
                Words(
                    fr=f"« {part[:60]} » n’est pas de la forme nom=valeur.",
                    en=f"“{part[:60]}” is not of the form name=value.",
                ),
                Words(fr="Écrivez « levels=0.4,0.7; n=36 ».", en="Write “levels=0.4,0.7; n=36”."),
            )
        key = name.strip().replace("-", "_")
        field = tool.params.model_fields.get(key)
        listed = field is not None and get_origin(field.annotation) in (list, tuple)
        raw[key] = [each.strip() for each in value.split(",") if each.strip()] if listed else value.strip()
    read: dict[str, Any] = checked_params(tool, raw).model_dump(mode="json", exclude_unset=True)
    return read
