"""A text cut into its sentences, in French and in English, for whoever judges or lights them one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ABBREVIATIONS = frozenset(
    {"m", "mm", "mme", "mlle", "dr", "pr", "st", "ste", "cf", "p", "pp", "fig", "env", "etc", "ex", "vol",
     "no", "n°", "art", "mr", "mrs", "ms", "prof", "e.g", "i.e", "vs", "al"}
)  # fmt: skip
_STOP = re.compile(r"(?<=[.!?…])(?:[\"'”’)\]*_]|[ \u202f\u00a0]?»)*(?=\s|$)")
_BLOCK = re.compile(r"\n[ \t]*\n+|\n(?=[ \t]*(?:[-*>]|\d+[.)])[ \t])")


def blocks_of(text: str) -> list[str]:
    """The paragraphs and list items of a Markdown text, in order, none empty."""
    return [block.strip() for block in _BLOCK.split(text) if block.strip()]


def sentences_of(text: str) -> list[str]:
    """The sentences of ``text``, in order, none empty; a sentence never crosses a paragraph or a list item.

    References in brackets that follow a full stop belong to the sentence before them.
    """
    return [sentence for block in blocks_of(text) for sentence in _in_block(block)]


def _in_block(block: str) -> Iterator[str]:
    start = 0
    for stop in _STOP.finditer(block):
        end = _with_cites(block, stop.end())
        if end < start or _is_abbreviation(block[start : stop.start()], block[stop.end() :]):
            continue
        piece = block[start:end].strip()
        if piece:
            yield piece
        start = end
    rest = block[start:].strip()
    if rest:
        yield rest


def _with_cites(block: str, at: int) -> int:
    cites = re.compile(r"(?:[ \u00a0]*\[@[^\]\n]*\])+").match(block, at)
    return cites.end() if cites else at


def _is_abbreviation(before: str, after: str) -> bool:
    word = re.search(r"([\w°.]+)[.]$", before)
    if word is None:
        return False
    last = word[1].casefold().rstrip(".")
    follows = after.lstrip()[:1]
    return (last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha())) and (
        follows.islower() or follows.isdigit() or last in {"m", "mme", "mlle", "dr", "pr", "mr", "mrs", "ms"}
    )
