"""Checks of sentences: marks that lead somewhere, numbers that come from somewhere, languages that agree."""

from __future__ import annotations

import re

from engine.language.diagnostics import Place, did_you_mean
from engine.language.kinds import Kind, Missing, Scope
from engine.language.placeholders import FORMATS, NUMBER_FORMATS, Part, parts_of
from engine.language.reading import Prose, Reading
from engine.language.saying import listing, nearest, words
from engine.language.tree import Leaf
from tools.wording import Language

_HTML = re.compile(r"<(?:/?[a-zA-Z][^<>\n]{0,200}>|!--|[a-zA-Z][^<>\n]{0,80}\bon\w+=)")
_MONTHS = (
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    "|january|february|march|april|may|june|july|august|september|october|november|december"
)
# A day of a month, a list's number, a word that holds a digit (CO2, GPT-2, 1er): none of them is a measure.
_INNOCENT = re.compile(
    rf"\b\d{{1,2}}(?:er|st|nd|rd|th)? (?:{_MONTHS})\b|\b(?:{_MONTHS}) \d{{1,2}}(?:st|nd|rd|th)?\b"
    r"|^[ \t]*\d{1,2}[.)] |\b\d{1,2}:\d{2}\b|\b\w*[^\W\d_]+[\w-]*\d[\w-]*|\b\d+(?:er|re|e|ème|st|nd|rd|th)\b",
    re.IGNORECASE | re.MULTILINE,
)
_SUSPECT = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d")
_NUMBER = re.compile(r"\d[\d\u00a0\u202f,.]*(?:[\u00a0\u202f ]?%)?")
_HIDDEN = ("facilitator",)
_COUNTS = ("instruction",)  # how many tables, for how many minutes: no measures

LANGUAGE_NAMES = {"fr": words("français", "French"), "en": words("anglais", "English")}


def check_prose(reading: Reading, scope: Scope) -> None:
    """Check every sentence that was read."""
    for prose in reading.prose:
        if prose.role in _HIDDEN:
            continue
        marks: dict[Language, list[Part]] = {}
        for language, leaf in prose.leaves.items():
            parts = list(parts_of(leaf.value))
            marks[language] = parts
            _check_marks(reading, scope, leaf, parts)
            if prose.role not in _COUNTS:
                _check_numbers(reading, prose, leaf, parts)
            html = _HTML.search(leaf.value)
            if html:
                reading.report("P602", locate(reading, leaf, html[0]), tag=html[0][:40])
        _check_languages(reading, prose, marks)


def locate(reading: Reading, leaf: Leaf, token: str) -> Place:
    """Where a piece of a sentence stands in the file: looked for, since YAML folds and unescapes."""
    for line in range(leaf.place.line, min(leaf.last_line, len(reading.lines)) + 1):
        start = leaf.place.column - 1 if line == leaf.place.line else 0
        at = reading.lines[line - 1].find(token.split("\n")[0], start)
        if at >= 0:
            return Place(line, at + 1, at + 1 + len(token.split("\n")[0]))
    return leaf.place


def _check_marks(reading: Reading, scope: Scope, leaf: Leaf, parts: list[Part]) -> None:
    for part in parts:
        token = leaf.value[part.start : part.end]
        if part.kind == "broken":
            reading.report("P607", locate(reading, leaf, token), cause=str(leaf.place), part=token[:40])
        elif part.kind in ("cite", "gloss") and scope.header.lacks_a_library:
            continue  # it may well be there; the library is told
        elif part.kind == "cite" and part.name not in scope.header.sources:
            near = did_you_mean(nearest(part.name, scope.header.sources))
            reading.report("R342", locate(reading, leaf, token), cause=part.name, id=part.name, near=near)
        elif part.kind == "gloss" and part.name not in scope.header.glossary:
            near = did_you_mean(nearest(part.name, scope.header.glossary))
            reading.report("R343", locate(reading, leaf, token), cause=part.name, word=part.name, near=near)
        elif part.kind == "placeholder":
            _check_placeholder(reading, scope, leaf, part, token)


def _check_placeholder(reading: Reading, scope: Scope, leaf: Leaf, part: Part, token: str) -> None:
    place = locate(reading, leaf, token)
    found = scope.look_up(part.name)
    if isinstance(found, Missing):
        reading.report(found.code, place, cause=part.name, **found.fields)
        return
    if part.format and part.format not in FORMATS:
        near = did_you_mean(nearest(part.format, FORMATS))
        reading.report("R350", place, cause=part.format, format=part.format, near=near, list=listing(FORMATS))
        return
    if found is None or not part.format:
        return
    fitting = _formats_for(found, part.name)
    if part.format not in fitting:
        shown = ", ".join(fitting) or words("aucun format", "no format")
        reading.report("T425", place, format=part.format, type=found.shown, list=shown)


def _formats_for(kind: Kind, name: str) -> tuple[str, ...]:
    if name.startswith("belief."):
        return (*NUMBER_FORMATS, "words")
    if kind.kind in ("number", "share"):
        return NUMBER_FORMATS
    return {"list-of": ("list",), "table": ("table",), "text": ()}.get(kind.kind, ("words",))


def _check_numbers(reading: Reading, prose: Prose, leaf: Leaf, parts: list[Part]) -> None:
    bare = "".join(
        leaf.value[part.start : part.end] if part.kind == "words" else " " * (part.end - part.start)
        for part in parts
    )
    for start, paragraph in paragraphs_of(leaf.value):
        inside = [part for part in parts if start <= part.start < start + len(paragraph)]
        cites = {*prose.cites, *(part.name for part in inside if part.kind == "cite")}
        # A quotation with its source says its own figures; a fact of the cover does when it cites.
        if cites and (paragraph.lstrip().startswith(">") or prose.role == "sheet"):
            continue
        clean = bare[start : start + len(paragraph)]
        if _SUSPECT.search(clean):  # most paragraphs hold no digit but a year's
            clean = _INNOCENT.sub(lambda found: " " * len(found[0]), clean)
        for number in _NUMBER.finditer(clean):
            shown = number[0].rstrip(",. \u00a0\u202f")
            if re.fullmatch(r"(?:19|20)\d\d", shown):
                continue
            reading.report("P601", locate(reading, leaf, shown), cause=f"{leaf.place}", number=shown)
        for part in inside:
            base, _, fact = part.name.partition(".")
            if part.kind == "placeholder" and fact and base not in cites and _is_source(reading, base):
                token = leaf.value[part.start : part.end]
                reading.report("P605", locate(reading, leaf, token), source=base)


def _is_source(reading: Reading, name: str) -> bool:
    return ("sources", name) in reading.places


def paragraphs_of(text: str) -> list[tuple[int, str]]:
    """The paragraphs of a text, each with the place of its first character."""
    return [(found.start(), found[0]) for found in re.finditer(r"(?:(?!\n[ \t]*\n).)+", text, re.DOTALL)]


def _check_languages(reading: Reading, prose: Prose, marks: dict[Language, list[Part]]) -> None:
    first = next(iter(prose.leaves))
    for code in reading.languages:
        if code not in prose.leaves and prose.role != "phrase":  # a phrase to look for may be the same
            leaf = prose.leaves[first]
            name = LANGUAGE_NAMES[code]
            reading.report("L701", leaf, where=prose.where, language=name, tag=code)
    for code, parts in marks.items():
        if code == first:
            continue
        for kind, what in (
            ("placeholder", words("chiffres", "figures")),
            ("cite", words("sources", "cites")),
            ("gloss", words("mots du glossaire", "glossary words")),
        ):
            here = {_mark(part) for part in marks[first] if part.kind == kind}
            there = {_mark(part) for part in parts if part.kind == kind}
            if here != there:
                odd = sorted(here ^ there)
                names = {"first": LANGUAGE_NAMES[first], "other": LANGUAGE_NAMES[code]}
                diff = ", ".join(odd)
                reading.report(
                    "L703", prose.leaves[code], diff=diff, missing=odd[0], what=what, cause=None, **names
                )


def _mark(part: Part) -> str:
    if part.kind == "placeholder":
        return "{" + part.name + (f":{part.format}" if part.format else "") + "}"
    return f"[@{part.name}]" if part.kind == "cite" else f"[[…|{part.name}]]"
