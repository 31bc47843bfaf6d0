"""Sentences that YAML misreads for want of quotes: finds them in a line, and writes the line that works.

French and English prose is full of what YAML takes for its own: a colon, a comma inside braces, a leading
quote, dash or brace. The author is given the corrected line, ready to paste.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_PROSE = (
    "fr|en|text|title|about|alt|credit|locked|unit|summary|voice|when|authors|licence|remember|next_steps"
    "|reopens"
)
_KNOWN = _PROSE + (
    "|to|once|found|set|options|branch|tool|with|expect|else|if_fails|ask|range|save|items|optional|default"
    "|seals|ending|file|text_for|also|why|evidence|group|cites|decisive|prior|boring|labels|start|facilitator"
)
_BLOCK = re.compile(r"^(?P<head>\s*(?:- +)*[A-Za-z_][\w-]*:[ \u00a0]+)(?P<value>\S.*)$")
_ITEM = re.compile(r"^(?P<head>\s*(?:- +)+)(?P<value>\S.*)$")
_FLOW = re.compile(
    rf"(?P<head>(?<=[{{,\s])(?:{_PROSE}): +)(?P<value>[^\s\"'{{\[|>][^\"]*?)"
    rf"(?P<tail>\s*(?=\}}*\s*,\s*(?:{_KNOWN}): )|\s*(?=[\}}\]]*,?\s*$)|\s*(?=\}}+,\s*\{{))"
)
_LEADING = "@`{[*%>|!&?#\"'-,"


class Quoted(NamedTuple):
    """A line put right: the whole line, the guilty sign, and its column (from 1) in the old line."""

    line: str
    char: str
    column: int


def quote(sentence: str) -> str:
    """The sentence between quotes that YAML reads back exactly."""
    sentence = sentence.strip()
    if '"' not in sentence and "\\" not in sentence:
        return f'"{sentence}"'
    return "'" + sentence.replace("'", "''") + "'"


def quote_line(line: str) -> Quoted | None:
    """The same line with its sentences between quotes; ``None`` where there is nothing to quote."""
    flow = _flow_start(line)
    if flow is not None:
        return _quote_flow(line, flow)
    found = _BLOCK.match(line) or _ITEM.match(line)
    if not found or _closed(found["value"]):
        return None
    head, value = found["head"], found["value"].rstrip()
    inner = _BLOCK.match(value) if head.strip() == "-" else None
    if inner:
        head, value = head + inner["head"], inner["value"]
    guilty = guilty_sign(value)
    if guilty is None:
        return None
    char, at = guilty
    return Quoted(head + quote(_unquoted(value)), char, len(head) + at + 1)


def guilty_sign(value: str) -> tuple[str, int] | None:
    """The first sign in a plain sentence that YAML gives a meaning to, and where it stands."""
    if value[0] in _LEADING and not re.match(r"-[^\s]|\?[^\s]", value):
        return value[0], 0
    found = re.search(r":(?=\s|$)| #", value)
    return (found[0].strip(), found.start() + (found[0] == " #")) if found else None


def _flow_start(line: str) -> int | None:
    found = re.match(rf"^\s*(?:- +)?(?:[\w-]+: +)?(\{{\s*(?:{_KNOWN}): )", line)
    return found.start(1) if found else None


def _quote_flow(line: str, start: int) -> Quoted | None:
    guilty: list[tuple[str, int]] = []

    def put_right(found: re.Match[str]) -> str:
        value = found["value"]
        sign = guilty_sign(value)
        comma = re.search(r"[,{}\[\]]", value)
        if sign is None and comma:
            sign = (comma[0], comma.start())
        if sign is None:
            return found[0]
        guilty.append((sign[0], start + found.start("value") + sign[1] + 1))
        if found["head"].startswith("when:"):
            value = re.sub(r"(?<![\w.])(\d+),(\d+)(?![\w.])", r"\1.\2", value)  # 0,5 in a condition is 0.5
        return found["head"] + quote(value) + found["tail"]

    fixed = line[:start] + _FLOW.sub(put_right, line[start:])
    return Quoted(fixed, *guilty[0]) if guilty else None


def _closed(value: str) -> bool:
    """Whether the value already stands between quotes, or opens a block or a list that YAML can read."""
    value = value.strip()
    return bool(
        re.fullmatch(r'"(?:[^"\\]|\\.)*"(\s+#.*)?', value)
        or re.fullmatch(r"'(?:[^']|'')*'(\s+#.*)?", value)
        or re.fullmatch(r"[|>][-+\d]*(\s+#.*)?", value)
    )


def _unquoted(value: str) -> str:
    # "Bonjour" dit-il: the quotes belong to the sentence. "Bonjour: left open at the start only does not.
    # Around a whole sentence that holds the same sign, the first and the last are its author's quotes.
    mark = value[0]
    if mark not in "\"'":
        return value
    if value.count(mark) == 1:
        return value[1:]
    inside = value[1:-1]
    between_letters = len(re.findall(rf"(?<=\w){mark}(?=\w)", inside))
    opens = re.search(rf"{mark}", inside)
    if value[-1] != mark or opens is None:
        return value
    if mark == "'" and between_letters == inside.count(mark):
        return inside
    paired = inside.count(mark) % 2 == 0 and re.match(r"\s|$", inside[max(0, opens.start() - 1) :])
    return inside if paired else value
