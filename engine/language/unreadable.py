"""What usually is wrong where YAML stops reading, and on which line: YAML itself points at the line after."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from engine.language.diagnostics import Place
from engine.language.quoting import quote
from engine.language.saying import words
from engine.language.verbatim import verbatim
from tools.wording import Words

_FIELDS = frozenset((
    "about", "act", "activity", "also", "ask", "authors", "board", "boring", "branch", "case", "choices",
    "cites", "default", "duration", "ending", "evidence", "exhibits", "expect", "facilitator", "figure",
    "file", "format", "found", "glossary", "group", "guide", "hypotheses", "id", "if_fails", "image",
    "into", "items", "language", "languages", "license", "locked", "max", "min", "most", "next_steps",
    "nodes", "of", "once", "optional", "options", "phases", "plays", "points", "range", "reopens", "rests_on",
    "save",
    "seals", "set", "shows", "solo", "sources", "start", "step", "subject", "summary", "target", "text",
    "text_for", "title", "to", "tool", "total", "unit", "uses", "vars", "version", "when", "why", "with",
))  # fmt: skip
_HARD = "\u00a0\u202f"  # what a French keyboard puts before a colon
_BLOCK_TEXT = re.compile(r":\s*[|>][-+\d]*\s*(#.*)?$")
_OPEN = re.compile(r"expected ',' or '([}\]])'|found unexpected end of stream")
_LINES_BACK = 3


class Cause(NamedTuple):
    """The guilty place, what is wrong there, what to write."""

    place: Place
    problem: Words
    cure: Words


def cause_of(lines: Sequence[str], at: int, problem: str, opened: int | None) -> Cause:
    """The likeliest cause of a stop at line ``at`` (from 0); ``opened`` is where YAML was reading from."""
    bracket = _OPEN.search(problem)
    if bracket and bracket[1] and opened is not None and opened < len(lines):
        return _bracket(lines, opened, bracket[1])
    for line in _before(lines, at):
        found = _of_a_line(lines, line)
        if found:
            return found
    return _quote(lines, at) or _depth(lines, at) or _any(lines, at)


def _before(lines: Sequence[str], at: int) -> Iterator[int]:
    """The line where reading stopped and those just above, blank lines and remarks left out."""
    given = 0
    for line in range(min(at, len(lines) - 1), -1, -1):
        if lines[line].strip() and not lines[line].lstrip().startswith("#"):
            yield line
            given += 1
            if given >= _LINES_BACK:
                return


def _of_a_line(lines: Sequence[str], at: int) -> Cause | None:
    if _in_block_text(lines, at):
        return None
    margin, bare = _split(lines[at])
    hard = re.match(rf"([a-z_]+)[ ]*([{_HARD}]*):([{_HARD}]?)", bare)
    if hard and (hard[2] or hard[3]):
        fixed = f"{margin}{hard[1]}: {bare[hard.end() :].strip(_HARD + ' ')}"
        return _line(
            lines, at, fixed,
            words("une espace insécable touche les deux-points", "a no-break space touches the colon"),
        )  # fmt: skip
    glued = re.match(r"([a-z_]+):(?=[^\s:/])", bare)
    if glued and glued[1] in _FIELDS:
        said = words(
            f"il manque une espace après « {verbatim(glued[0])} »",
            f"a space is missing after “{verbatim(glued[0])}”",
        )
        return _line(lines, at, f"{margin}{glued[0]} {bare[glued.end() :]}", said)
    if bare.startswith(("-", '"', "'", "|", ">", "]", "}", "[", "%", "@", "&", "*", "!")):
        return None
    if bare.startswith("{"):
        above = next(_before(lines, at - 1), None) if at else None
        if above is not None and lines[above].startswith(f"{margin}- "):
            missing = words("il manque le tiret des lignes voisines", "the dash of its neighbours is missing")
            return _line(lines, at, f"{margin}- {bare}", missing)
        return None
    if re.search(r":(\s|$)", bare) or _continues(lines, at):
        return None
    name, _, rest = bare.partition(" ")
    if name in _FIELDS and rest:
        said = words(
            f"il manque les deux-points après « {verbatim(name)} »",
            f"the colon is missing after “{verbatim(name)}”",
        )
        return _line(lines, at, f"{margin}{name}: {rest.strip()}", said)
    nameless = words("ce texte n'a pas de nom de champ", "this text has no field name")
    return _line(lines, at, f"{margin}text: {quote(bare)}", nameless)


def _line(lines: Sequence[str], at: int, fixed: str, problem: Words) -> Cause:
    kept = verbatim(fixed.rstrip())
    cure = words(f"Remplacez la ligne par :\n{kept}", f"Replace the line with:\n{kept}")
    return Cause(_whole(lines, at), problem, cure)


def _bracket(lines: Sequence[str], at: int, sign: str) -> Cause:
    kept = verbatim(sign)
    return Cause(
        _whole(lines, at),
        words(
            f"ce qui s'ouvre ici n'est pas fermé par « {kept} »", f"what opens here is not closed by “{kept}”"
        ),
        words(
            f"Ajoutez « {kept} » à la fin, ou la virgule qui manque avant.",
            f"Add “{kept}” at its end, or the comma that is missing before.",
        ),
    )


def _quote(lines: Sequence[str], at: int) -> Cause | None:
    for line in range(min(at, len(lines) - 1), max(-1, at - 40), -1):
        if len(re.findall(r'(?<!\\)"', lines[line])) % 2 and not _in_block_text(lines, line):
            return Cause(
                _whole(lines, line),
                words("un guillemet y reste ouvert", "a quote is left open there"),
                words("Fermez-le à la fin de la phrase.", "Close it at the end of the sentence."),
            )
    return None


def _depth(lines: Sequence[str], at: int) -> Cause | None:
    """A line set at a depth that no line above has."""
    if at >= len(lines) or not lines[at].strip():
        return None
    here = len(_split(lines[at])[0])
    depths: list[int] = []
    for line in lines[:at]:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        depth = len(_split(line)[0])
        while depths and depths[-1] > depth:
            depths.pop()
        if not depths or depths[-1] < depth:
            depths.append(depth)
    if here in depths or not depths:
        return None
    near = sorted(depths, key=lambda depth: (abs(depth - here), -depth))[:2]
    listed = (
        " ou ".join(str(depth) for depth in sorted(near)),
        " or ".join(str(depth) for depth in sorted(near)),
    )
    return Cause(
        _whole(lines, at),
        words(
            f"son retrait ({here}) n'est celui d'aucune ligne au-dessus",
            f"no line above is set at its depth ({here})",
        ),
        words(
            f"Alignez-la sur ses voisines : {listed[0]} espaces au début.",
            f"Align it with its neighbours: {listed[1]} spaces at its start.",
        ),
    )


def _any(lines: Sequence[str], at: int) -> Cause:
    return Cause(
        _whole(lines, min(at, len(lines) - 1)),
        words("le fichier ne s'y lit plus", "the file cannot be read there"),
        words(
            "Trois causes d'ordinaire : un retrait qui n'est pas celui des voisines, un guillemet ou un "
            "crochet resté ouvert, un « : » sans espace après lui ; ici ou à la ligne au-dessus.",
            "Three usual causes: a depth unlike its neighbours', a quote or a bracket left open, a “:” "
            "without a space after it; here or on the line above.",
        ),
    )


def _split(line: str) -> tuple[str, str]:
    bare = line.lstrip(" ")
    return line[: len(line) - len(bare)], bare.rstrip()


def _whole(lines: Sequence[str], at: int) -> Place:
    margin, bare = _split(lines[at])
    return Place(at + 1, len(margin) + 1, len(margin) + 1 + max(1, len(bare)))


def _parent(lines: Sequence[str], at: int) -> str:
    here = len(_split(lines[at])[0])
    above = (line for line in reversed(lines[:at]) if line.strip() and len(_split(line)[0]) < here)
    return next(above, "")


def _in_block_text(lines: Sequence[str], at: int) -> bool:
    return bool(_BLOCK_TEXT.search(_parent(lines, at)))


def _continues(lines: Sequence[str], at: int) -> bool:
    """Whether a line without a field goes on with the sentence that its parent begins."""
    return bool(re.search(r":\s+\S", _parent(lines, at)))
