"""The marks inside an author's sentence: ``{name:format}``, ``[@source, p. 4]``, ``[[word|glossary id]]``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_MARKS = re.compile(
    r"(?P<open>\{\{)|(?P<close>\}\})"
    r"|\{(?P<name>[a-z_][\w.]*)(?::(?P<style>\w+))?\}"
    r"|\[@(?P<cite>[a-z_]\w*)[^\]\n]*\]"
    r"|(?P<gloss>\[\[[^\]\n]+\]\])"
)


class Placeholder(NamedTuple):
    """``{name}`` or ``{name:style}``."""

    name: str
    style: str

    def __str__(self) -> str:
        return f"{{{self.name}:{self.style}}}" if self.style else f"{{{self.name}}}"


class Cite(NamedTuple):
    """``[@id, p. 4]``; ``mark`` is the whole of it."""

    source: str
    mark: str


class Prose(NamedTuple):
    """Words as written. ``fixed`` ones (glossary marks) are left alone by typography."""

    text: str
    fixed: bool = False


def parts_of(text: str) -> Iterator[Placeholder | Cite | Prose]:
    """The text in order, cut at its marks; ``{{`` and ``}}`` are braces."""
    at = 0
    for mark in _MARKS.finditer(text):
        if mark.start() > at:
            yield Prose(text[at : mark.start()])
        at = mark.end()
        if mark["name"]:
            yield Placeholder(mark["name"], mark["style"] or "")
        elif mark["cite"]:
            yield Cite(mark["cite"], mark.group())
        elif mark["gloss"]:
            yield Prose(mark.group(), fixed=True)
        else:
            yield Prose("{" if mark["open"] else "}", fixed=True)
    if at < len(text):
        yield Prose(text[at:])


def placeholders_of(text: str) -> Iterator[str]:
    """The names that a text reads."""
    return (part.name for part in parts_of(text) if isinstance(part, Placeholder))
