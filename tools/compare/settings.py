"""The settings of the instrument inside a comparison, written on one line: "levels=0.4,0.7; n=36"."""

from __future__ import annotations

from typing import Any

from tools.errors import CallRefused
from tools.parameters import read_params
from tools.tool import Tool
from tools.wording import Words


def read_settings(tool: Tool, text: str) -> dict[str, Any]:
    """What was given, read with the tool's own types.

    Raises :class:`CallRefused`: ``bad_settings`` for a part without "=", or as
    :func:`~tools.parameters.read_params` for an unknown name or a value that makes no sense.
    """
    written: list[tuple[str, str]] = []
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
        written.append((name, value.strip()))
    return read_params(tool, written)
