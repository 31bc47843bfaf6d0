"""Each sentence of the guide in an element that knows what it rests on, so that the page can light it.

What a sentence rests on was settled when its text was drawn up (``engine.guide.licensed``) or when a guide's
own sentence was let through. Here it is only named: a finding by the figure that the page shows of it, a
source by its number. What the page does not hold yet is not named.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from markupsafe import Markup

from engine.guide.evidence import Ground
from engine.guide.licensed import told_by
from engine.guide.sentences import sentences_of
from engine.language.schema import Scenario
from engine.play.events import Event, Found, Narrated, ToolFinished
from server.phrases import phrase
from server.sentence_spans import Span
from server.templating import Terms, prose
from tools.catalogue import subject_card
from tools.errors import AutopsieError
from tools.wording import Language, typeset

Rests = Sequence[tuple[str, tuple[Ground, ...]]]
"""The sentences of a text, in order, each with its grounds."""


CITED = "#source-"  # a source is cited by its number where it is quoted


class Place(NamedTuple):
    """What a ground is called on this page, and where it stands; ``address`` is "" where it has no card."""

    words: str
    address: str = ""


@dataclass
class Shelf:
    """What a page holds that a sentence can rest on, as it grows with the report."""

    scenario: Scenario
    language: Language
    _plates: dict[str, tuple[int, str]] = field(default_factory=dict)  # node → seq, step
    _pieces: dict[str, int] = field(default_factory=dict)  # exhibit → its number

    def note(self, event: Event, step: str) -> None:
        """An event was told in a step of the report: from now on it can be rested on."""
        if isinstance(event, ToolFinished):
            self._plates[event.node] = event.seq, step
        elif isinstance(event, Found):
            self._pieces[event.exhibit] = event.piece

    def place_of(self, ground: Ground) -> Place | None:
        """Where ``ground`` is on the page; ``None`` for what it does not hold, and for the author's word."""
        name, language = ground.name, self.language
        match ground.kind:
            case "finding" if name in self._plates:
                seq, step = self._plates[name]
                return Place(phrase("rests.figure", language, n=step), f"#plate-{seq}")
            case "exhibit" if name in self._pieces:
                piece = self._pieces[name]
                return Place(phrase("rests.piece", language, n=piece), f"#piece-{piece}")
            case "source" if name in self.scenario.sources:
                rank = list(self.scenario.sources).index(name) + 1
                return Place(phrase("rests.source", language, n=rank), f"#source-{name}")
            case "subject":
                return self._sheet(name)
            case "reader":
                return Place(phrase("rests.reader", language))
            case "board":
                return Place(phrase("rests.board", language), "#hypotheses")
        return None

    def _sheet(self, name: str) -> Place | None:
        try:
            card = subject_card(name)
        except AutopsieError:
            return None
        title = typeset(card.title.in_(self.language), self.language)
        return Place(phrase("rests.subject", self.language, name=title), f"/subjects/{card.slug}")


def said_body(
    text: str,
    language: Language,
    *,
    sources: list[str],
    rests: Rests,
    shelf: Shelf | None = None,
    terms: Terms | None = None,
    key: str = "",
) -> Markup:
    """``text`` as :func:`server.templating.prose` writes it, each sentence of ``rests`` in its element.

    A sentence that rests on something which ``shelf`` holds can be reached by keyboard and is described by
    what it rests on; one that is only the author's cannot. ``key`` sets this text's ids apart from those of
    another on the same page.
    """
    key = key or hashlib.sha256(text.encode()).hexdigest()[:8]
    spans = [
        _span(sentence, _places(grounds, shelf), f"rests-{key}-{number}", language)
        for number, (sentence, grounds) in enumerate(rests, start=1)
    ]
    return prose(text, language, sources=sources, spans=spans, terms=terms)


def rests_of(scenario: Scenario, narrated: Narrated, text: str, language: Language) -> Rests:
    """The sentences of what was narrated, shown as ``text`` in ``language``, and what each rests on.

    A text that this version of the scenario says otherwise, or has no more, is judged by what was kept with
    it: its figures in their order, and its cites.
    """
    try:
        whole, statements = told_by(scenario, narrated, language)
    except KeyError:
        return _as_kept(narrated, text)
    return [(each.shown, each.grounds) for each in statements] if whole == text else _as_kept(narrated, text)


def _as_kept(narrated: Narrated, text: str) -> Rests:
    found = []
    figures = [each for each in narrated.bindings if each.shown]
    for sentence in sentences_of(text):
        grounds = []
        while figures and figures[0].shown in sentence:
            figure = figures.pop(0)
            grounds.append(Ground(kind=figure.rests_on, name=figure.name))
        grounds += [Ground(kind="source", name=name) for name in re.findall(r"\[@([a-z_]\w*)", sentence)]
        found.append((sentence, tuple(dict.fromkeys(grounds))))
    return found


def _places(grounds: Iterable[Ground], shelf: Shelf | None) -> dict[str, Place]:
    """By the name that a card bears in ``data-evidence``: "finding-place", "source-prabhu2020"."""
    found: dict[str, Place] = {}
    for ground in grounds:
        place = shelf.place_of(ground) if shelf else None
        if place is not None:
            found[evidence_name(ground)] = place
    return found


def evidence_name(ground: Ground) -> str:
    """What a card that shows ``ground`` is called in its ``data-evidence``."""
    return ground.kind + "-" + re.sub(r"[^\w-]", "", ground.name)


def _span(sentence: str, places: dict[str, Place], name: str, language: Language) -> Span:
    if not places:
        return Span(sentence, '<span class="said">', '<span class="said">')
    rests = f'class="said" data-rests="{escape(" ".join(places))}" aria-describedby="{name}"'
    marks = [each.words for each in dict.fromkeys(places.values()) if not each.address.startswith(CITED)]
    if marks and any(each.isdigit() for each in sentence):
        rests += f' data-mark="{escape(", ".join(marks))}"'  # what a printed report puts behind its figures
    links = [
        f'<a href="{escape(place.address)}">{escape(place.words)}</a>'
        if place.address
        else escape(place.words)
        for place in dict.fromkeys(places.values())
    ]
    told = f"{escape(phrase('rests', language))} {', '.join(links)}"
    note = f'<span class="rests" id="{name}" hidden>{told}</span>'
    return Span(sentence, f'<span {rests} tabindex="0">', f"<span {rests}>", note)
