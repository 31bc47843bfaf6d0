"""The marks in a sentence: ``{name:format}``, ``[@source, p. 4]``, ``[[shown words|glossary id]]``.

Never ``str.format``: a name is one or two identifiers, as in expressions, and nothing else is reachable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from tools.wording import NumberFormat

NUMBER_FORMATS: tuple[str, ...] = get_args(NumberFormat)
FORMATS = (*NUMBER_FORMATS, "list", "table", "words")

_ID = r"[a-z][a-z0-9_]{0,39}"
_MARKS = re.compile(
    rf"(?P<escape>\{{\{{|\}}\}})"
    rf"|\{{(?P<name>{_ID}(?:\.{_ID})?)(?::(?P<format>[a-z0-9]{{1,20}}))?\}}"
    rf"|\[@(?P<cite>{_ID})(?P<where>,[^\]\n]{{0,80}})?\]"
    r"|\[\[(?P<gloss>[^\]\n|]{1,200})(?:\|(?P<term>[^\]\n|]{1,60}))?\]\]"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence. ``name`` is what a mark names; ``shown`` what is printed for words and braces.

    ``start`` and ``end`` count characters of the sentence; a ``broken`` part is a brace that opens nothing.
    """

    kind: Literal["words", "placeholder", "cite", "gloss", "broken"]
    start: int
    end: int
    name: str = ""
    format: str = ""
    shown: str = ""


def parts_of(text: str) -> Iterator[Part]:
    """The sentence, cut at its marks, in order."""
    at = 0
    for mark in _MARKS.finditer(text):
        yield from _words(text, at, mark.start())
        at, start = mark.end(), mark.start()
        if mark["name"]:
            yield Part("placeholder", start, at, mark["name"], mark["format"] or "")
        elif mark["cite"]:
            yield Part("cite", start, at, mark["cite"], shown=(mark["where"] or "").lstrip(", "))
        elif mark["gloss"]:
            yield Part("gloss", start, at, (mark["term"] or mark["gloss"]).strip(), shown=mark["gloss"])
        else:
            yield Part("words", start, at, shown=mark["escape"][0])
    yield from _words(text, at, len(text))


def _words(text: str, start: int, end: int) -> Iterator[Part]:
    at = start
    for brace in re.finditer(r"\{[^{}\s]{0,60}\}?|\}|\[@[^\]\s]{0,60}\]?", text[start:end]):
        first = start + brace.start()
        if first > at:
            yield Part("words", at, first, shown=text[at:first])
        at = start + brace.end()
        yield Part("broken", first, at, shown=brace[0])
    if at < end:
        yield Part("words", at, end, shown=text[at:end])
