"""Writing one sentence as YAML, so that our strict reader gives it back to the letter."""

from __future__ import annotations

import re

WIDTH = 100

# What the reader refuses to meet in a file (Y104): between double quotes it can be spelled out.
ODD = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_NAMED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
_AMBIGUOUS = re.compile(
    r"[-+.\d][\d_.:,eE+-]*|0[xob]?[\da-fA-F_]*|[-+]?\.(?:inf|nan)|true|false|yes|no|on|off|y|n|oui|non|null|~",
    re.IGNORECASE,
)
_BREAKABLE = re.compile(r"(?<![ \t«]) (?![ \t:;!?»%])")


def plain_is_safe(value: str, *, flow: bool) -> bool:
    """Whether a sentence can stand without quotes, here and for any other reader of YAML."""
    if not value or value != value.strip() or ODD.search(value) or _AMBIGUOUS.fullmatch(value):
        return False
    if value[0] in "-?:,[]{}#&*!|>'\"%@`=<." or re.search(r":(?=\s|$)|\s#", value):
        return False
    return not (flow and re.search(r"[\[\]{},]|:[\"']", value))


def quoted(value: str) -> str:
    """The sentence between double quotes, on one line."""

    def spelled(found: re.Match[str]) -> str:
        code = ord(found[0])
        if code < 0x100:
            return f"\\x{code:02X}"
        return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"

    escaped = "".join(_NAMED.get(char, char) for char in value)
    return '"' + ODD.sub(spelled, escaped) + '"'


def inline(value: str, *, flow: bool) -> str:
    """The sentence on one line: plain where that is safe, else between double quotes."""
    return value if plain_is_safe(value, flow=flow) else quoted(value)


def _lines_for_block(value: str) -> list[str] | None:
    lines = value.split("\n")
    if not lines[0] or lines[0][0] in " \t" or ODD.search(value.replace("\n", "")):
        return None
    # White space at an end would be lost in the first editor that trims.
    return None if any(line != line.rstrip(" \t") for line in lines) else lines


def literal(value: str, indent: int) -> list[str] | None:
    """The lines under ``|``, paragraphs as they are; ``None`` for what only quotes can hold."""
    lines = _lines_for_block(value)
    return None if lines is None else [" " * indent + line if line else "" for line in lines]


def folded(value: str, indent: int, width: int = WIDTH) -> list[str] | None:
    """The lines under ``>``, cut at spaces to ``width`` columns; ``None`` for what it would change."""
    lines = _lines_for_block(value)
    if lines is None or any(line[:1] in (" ", "\t") for line in lines):
        return None
    written: list[str] = []
    for at, line in enumerate(lines):
        if at:
            written.append("")  # a blank line is what a new line is written as
        if line:
            written += [" " * indent + piece for piece in _wrapped(line, max(20, width - indent))]
    return written


def _wrapped(line: str, width: int) -> list[str]:
    pieces: list[str] = []
    start = last = 0
    cuts = [found.start() for found in _BREAKABLE.finditer(line)]
    for cut in [*cuts, len(line)]:
        if cut - start > width and last > start:
            pieces.append(line[start:last])
            start = last + 1
        last = cut
    pieces.append(line[start:])
    return pieces
