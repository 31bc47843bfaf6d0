"""Digits on a page that rest on nothing (honesty rule 12).

A figure rests on a field of a finding of this playthrough, on a fact of a source that its paragraph cites,
on what the reader answered or on the board. Years, days of a month and the figures of a quotation with its
source are no measures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from engine.author.rehearse import declared_by
from engine.language.placeholders import parts_of
from engine.language.prose import paragraphs_of
from engine.language.schema import AskNode, Scenario, ToolNode
from engine.play.events import Binding
from tools.finding import Finding
from tools.wording import Language, Words

_MONTHS = (
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    "|january|february|march|april|may|june|july|august|september|october|november|december"
)
_NO_FIGURE = re.compile(
    rf"(?<![\d.,])(?:18|19|20)\d\d(?![\d%]|[.,]\d)|\b\d{{1,2}}(?:er)?[ \u00a0](?:{_MONTHS})\b"
    rf"|\b(?:{_MONTHS})[ \u00a0]\d{{1,2}}\b|\b[^\W\d_]+-?\d+\b",
    re.IGNORECASE,
)
_MARK = re.compile(r"\[@[^\]]*\]")
_DIGITS = re.compile(r"\d[\d.,\u00a0\u202f]*")
_COMMON = {"ok", "origin", "seconds", "n", "met"}


class Unsourced(NamedTuple):
    """A run of digits, or a placeholder, that does not resolve, and the words around it."""

    shown: str
    why: str
    around: str


def unsourced(scenario: Scenario, text: str, bindings: Sequence[Binding]) -> Iterator[Unsourced]:
    """The digits of a told text that lie in no binding, and the bindings that rest on nothing there is."""
    covered, at = list(text), 0
    bare = _MARK.sub(lambda hit: " " * len(hit[0]), text)
    for binding in bindings:
        found = _whole(bare, binding.shown, at)
        if found < 0:
            yield Unsourced(binding.shown, "the binding is not in the text", text[:60])
            continue
        at = found + len(binding.shown)
        covered[found:at] = "\ue000" * len(binding.shown)
        why = _groundless(scenario, binding.placeholder, _paragraph(text, found))
        if why:
            yield Unsourced(binding.shown, why, text[max(0, found - 30) : at + 30])
    yield from _loose("".join(covered))


def unsourced_source(scenario: Scenario, source: str) -> Iterator[Unsourced]:
    """The same of an author's text, whatever is measured: for what is shown without bindings."""
    covered = list(source)
    for part in parts_of(source):
        if part.kind == "placeholder":
            token = source[part.start : part.end]
            covered[part.start : part.end] = "\ue000" * len(token)
            why = _groundless(scenario, token, _paragraph(source, part.start))
            if why:
                yield Unsourced(token, why, source[max(0, part.start - 30) : part.end + 30])
        elif part.kind == "gloss":
            inside = source[part.start : part.end]
            if "|" in inside:  # what it names is an id
                cut = part.start + inside.index("|")
                covered[cut : part.end] = " " * (part.end - cut)
    yield from _loose("".join(covered))


def unsourced_words(finding: Finding) -> Iterator[Unsourced]:
    """The digits of what a finding says in words and in its figures that no number of it explains.

    A number explains digits that are it, its share of a hundred or what it leaves of one, at the precision
    printed; a name that holds digits (« 16:9 ») explains itself.
    """
    numbers, names = _numbers(finding)
    for path, words in _words_of("finding", finding):
        for language in ("fr", "en"):
            text = _NO_FIGURE.sub(lambda hit: " " * len(hit[0]), words.in_(language))
            for name in sorted(names, key=len, reverse=True):
                text = text.replace(name, " " * len(name))
            for hit in _DIGITS.finditer(text):
                if not _explained(hit[0], language, numbers):
                    yield Unsourced(
                        hit[0].rstrip(".,\u00a0\u202f"), path, text[max(0, hit.start() - 30) : hit.end() + 30]
                    )


def _whole(text: str, shown: str, at: int) -> int:
    """Where ``shown`` stands from ``at`` on, not as a part of a longer number; −1 where it does not."""
    found = re.compile(rf"(?<!\d){re.escape(shown)}(?!\d)").search(text, at)
    return found.start() if found else -1


def _loose(text: str) -> Iterator[Unsourced]:
    clean = _MARK.sub(lambda hit: " " * len(hit[0]), text)
    clean = _NO_FIGURE.sub(lambda hit: " " * len(hit[0]), clean)
    for start, paragraph in paragraphs_of(text):
        if paragraph.lstrip().startswith(">") and _MARK.search(paragraph):
            continue  # a quotation with its source says its own figures
        for hit in _DIGITS.finditer(clean[start : start + len(paragraph)]):
            at = start + hit.start()
            shown = hit[0].rstrip(".,\u00a0\u202f")
            yield Unsourced(shown, "in no binding", text[max(0, at - 30) : at + 30].replace("\n", " "))


def _paragraph(text: str, at: int) -> str:
    return next((each for start, each in paragraphs_of(text) if start <= at < start + len(each)), text)


def _groundless(scenario: Scenario, token: str, paragraph: str) -> str | None:
    """Why a placeholder rests on nothing; ``None`` where it rests on something."""
    name = token.strip("{}").partition(":")[0]
    base, _, field = name.partition(".")
    node = scenario.nodes.get(base)
    if isinstance(node, ToolNode) and field:
        return None if field in declared_by(node) or field in _COMMON else f"{base} finds no {field}"
    if base in scenario.sources and field:
        if field not in scenario.sources[base].facts:
            return f"{base} states no {field}"
        return None if f"[@{base}" in paragraph else f"the paragraph does not cite {base}"
    if base in scenario.vars or isinstance(node, AskNode) or base in _BOARD:
        return None
    return "nothing has that name"


_BOARD = {"belief", "count", "found", "chose", "seen", "group", "audience", "language"}


def _words_of(path: str, value: Any) -> Iterator[tuple[str, Words]]:
    if isinstance(value, Words):
        yield path, value
    elif hasattr(type(value), "model_fields"):
        for name in type(value).model_fields:
            if name not in ("subject", "stimuli", "picture"):  # names, licences and credits, printed as such
                yield from _words_of(f"{path}.{name}", getattr(value, name))
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _words_of(f"{path}.{name}", each)
    elif isinstance(value, list | tuple):
        for at, each in enumerate(value):
            yield from _words_of(f"{path}.{at}", each)


def _numbers(finding: Finding) -> tuple[set[float], set[str]]:
    numbers: set[float] = set()
    names: set[str] = set()

    def gather(value: Any) -> None:
        if isinstance(value, bool) or value is None:
            return
        if isinstance(value, int | float):
            numbers.add(float(value))
        elif isinstance(value, str):
            if any(each.isdigit() for each in value) and len(value) <= 40:
                try:
                    numbers.add(float(value))
                except ValueError:
                    names.add(value)
        elif isinstance(value, dict):
            for name, each in value.items():
                gather(name)
                gather(each)
        elif isinstance(value, list | tuple):
            if len(value) <= 500:
                numbers.add(float(len(value)))
            for each in value[:2000]:
                gather(each)

    dumped = finding.model_dump()
    for name in ("question", "conclusion", "caveats"):
        dumped.pop(name, None)
    gather(dumped)
    return numbers, names - {text for words in _words_of("", finding) for text in (words[1].fr, words[1].en)}


def _explained(run: str, language: Language, numbers: set[float]) -> bool:
    shown = run.rstrip(".,\u00a0\u202f")
    plain = re.sub(r"[\u00a0\u202f]", "", shown)
    plain = plain.replace(",", ".") if language == "fr" else plain.replace(",", "")
    try:
        value = float(plain)
    except ValueError:
        return False
    step = 10 ** -len(plain.partition(".")[2]) * 0.5000001
    scale = (1.0, 100.0)
    return any(
        abs(abs(number) * by - value) <= step or abs(abs(1 - number) * by - value) <= step
        for number in numbers
        for by in scale
    )
