"""Applying, to a whole file, the corrections that diagnostics give ready to paste."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import NamedTuple

from engine.author.constructs import sentences
from engine.author.scalars import ODD
from engine.author.source import SourceRefused, read_tree
from engine.language.diagnostics import Diagnostic
from engine.language.quoting import quote
from engine.language.tree import Fields, Leaf
from tools.wording import Words

_PASTEABLE = ("Y105", "Y106", "Y115", "Y116", "Y117")
_MOST_ROUNDS = 60
_LOST = "\ufffd"  # stands for a character that is gone already: only the author knows which
_QUOTED = Words(fr="phrase mise entre guillemets", en="sentence put between quotes")
_SPACES = "\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029"


class Repair(NamedTuple):
    """One correction made. ``line`` is where it stood when it was made."""

    code: str
    line: int
    said: Words


def repair_source(source: str) -> tuple[str, list[Repair]]:
    """The source put right where that can be done without its author, and what was done.

    What remains wrong is left for ``check``. Line ends come back as ``\\n``.
    """
    text = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    made = _hidden_characters(lines) + _tabs(lines)
    for _ in range(_MOST_ROUNDS):
        found = _paste(lines)
        if not found:
            break
        made += found
    made += _sentences_read_as_fields(lines)
    return "\n".join(lines), made


def _hidden_characters(lines: list[str]) -> list[Repair]:
    made = []
    for number, line in enumerate(lines):
        found = [char for char in ODD.findall(line) if char not in ("\t", _LOST)]
        if not found:
            continue
        gone = {ord(char): " " if char in _SPACES else None for char in found}
        lines[number] = line.translate(gone)
        names = ", ".join(
            f"U+{ord(char):04X} ({unicodedata.name(char, 'control character').lower()})"
            for char in dict.fromkeys(found)
        )
        said = Words(fr=f"caractère invisible effacé : {names}", en=f"hidden character deleted: {names}")
        made.append(Repair("Y104", number + 1, said))
    return made


def _tabs(lines: list[str]) -> list[Repair]:
    made = []
    width = _tab_width(lines)
    for number, line in enumerate(lines):
        margin = _margin(line)
        if "\t" in margin and line.strip():
            lines[number] = margin.expandtabs(width) + line.lstrip(" \t")
            said = Words(fr="tabulation remplacée par des espaces", en="tab replaced with spaces")
            made.append(Repair("Y103", number + 1, said))
    return made


def _tab_width(lines: list[str]) -> int:
    """How wide a tab was for its author: what stands under a field's colon stands deeper than it."""
    written = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    nested = [
        (_margin(above), _margin(line))
        for above, line in pairwise(written)
        if above.rstrip().endswith(":") and "\t" in _margin(line)
    ]
    for width in (2, 4, 8):
        if all(len(line.expandtabs(width)) > len(above.expandtabs(width)) for above, line in nested):
            return width
    return 2


def _margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]


def _sentences_read_as_fields(lines: list[str]) -> list[Repair]:
    """A sentence with a colon, alone on its line or after a dash, that YAML took for a name and its value."""
    try:
        root = read_tree("\n".join(lines))
    except SourceRefused:
        return []
    made = []
    for sentence in sentences(root):
        tree = sentence.tree
        if not isinstance(tree, Fields) or tree.flow or len(tree.items) != 1:
            continue
        name, (key, value) = next(iter(tree.items.items()))
        one_line = isinstance(value, Leaf) and value.plain and value.last_line == key.place.line
        if not one_line or re.fullmatch(r"[a-z][a-z0-9_]*", name):
            continue
        at, column = key.place.line - 1, key.place.column - 1
        lines[at] = lines[at][:column] + quote(lines[at][column:])
        made.append(Repair("Y115", at + 1, _QUOTED))
    return made


def _paste(lines: list[str]) -> list[Repair]:
    """One round: every correction that the reader gives now, the last lines first."""
    from engine.language.reader import read_source

    _, faults = read_source("\n".join(lines).encode("utf-8", "replace"), "scenario.yaml")
    made: list[Repair] = []
    for fault in sorted(faults, key=lambda each: -each.line):
        at = fault.line - 1
        if fault.code not in _PASTEABLE or at >= len(lines) or any(each.line == fault.line for each in made):
            continue
        line = lines[at]
        if fault.code == "Y117" and re.match(r"#\s", line[fault.column - 1 :]):
            # "# " opens a remark; "#word" is a word of the sentence.
            lines[at : at + 1] = [_margin(line) + line[fault.column - 1 :], line[: fault.column - 1].rstrip()]
            said = Words(fr="remarque mise sur sa propre ligne", en="remark moved to a line of its own")
            made.append(Repair(fault.code, fault.line, said))
            continue
        corrected = _corrected(fault, line)
        if corrected is not None and corrected != line:
            lines[at] = corrected
            made.append(Repair(fault.code, fault.line, _QUOTED))
    return made[::-1]


def _corrected(fault: Diagnostic, line: str) -> str | None:
    """The line that the diagnostic gives to paste, where it gives one."""
    _, mark, pasted = (fault.fix.en if fault.fix else "").partition("\n")
    pasted = pasted.strip().split("\n")[0]
    if not mark or not pasted:
        return None
    return _margin(line) + pasted
