"""The notebook: where each hypothesis stands, in one of five words with its reason, and the pieces."""

from __future__ import annotations

import string
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from engine.guide.audience import shows_numbers
from engine.guide.reader_profile import profile_in
from engine.guide.render import render_text
from engine.language.schema import Scenario
from engine.play.beliefs import board
from engine.play.events import Event, Found, HypothesisWord, Move, Moved, ToolFinished
from engine.play.reckoning import Reckoning, reckonings
from server.phrases import phrase
from server.templating import prose
from tools.wording import Language, enumeration, format_number

WORDS: tuple[HypothesisWord, ...] = ("set_aside", "weakened", "open", "strengthened", "established")


@dataclass(frozen=True)
class HypothesisView:
    """One line of the board. ``place`` and ``before`` count from 1 to 5."""

    id: str
    letter: str
    text: Markup
    boring: bool
    word: str
    place: int
    before: int
    direction: str  # up, down, unchanged
    moved: str
    reason: Markup
    p: str  # for engineers only, else empty
    formula: str  # how the position is computed, in figures: for engineers, and in every report


@dataclass(frozen=True)
class PieceView:
    """One exhibit in the notebook."""

    number: int
    text: Markup
    bears: str
    new: bool
    figure: str  # anchor of the plate it rests on
    evidence: str  # what it is, and what it rests on: "exhibit-pese finding-mesure"


@dataclass(frozen=True)
class NotebookView:
    """The whole notebook, newest piece first."""

    hypotheses: list[HypothesisView]
    pieces: list[PieceView]


def letter_of(scenario: Scenario, hypothesis: str) -> str:
    """A, B, C… in the order of the file."""
    return string.ascii_uppercase[list(scenario.hypotheses).index(hypothesis)]


def found_text(scenario: Scenario, found: Found, language: Language, sources: list[str]) -> Markup:
    """The sentence of a piece, its figures filled."""
    rendered = render_text(scenario, scenario.exhibits[found.exhibit].text, language, found.values)
    return prose(rendered.text, rendered.language_shown, sources=sources, block=False)


def formula_of(steps: Reckoning, language: Language) -> str:
    """The arithmetic of one hypothesis on one line, figures rounded."""

    def shown(value: float) -> str:
        return format_number(float(f"{value:.3g}"), "number", language)

    factors = [
        phrase("formula.factor", language, ratio=shown(each.ratio), piece=each.piece)
        for each in steps.counted
    ]
    product = " ".join([shown(steps.start), *factors])
    key = "formula.separate" if steps.total is None else "formula.rivals"
    p, total = format_number(steps.p, "number2", language), shown(steps.total or 0.0)
    line = phrase(key, language, product=product, weight=shown(steps.weight), total=total, p=p)
    return f"{line} {phrase('formula.bounded', language)}" if steps.bounded else line


def notebook_view(
    scenario: Scenario, events: Sequence[Event], language: Language, audience: str, sources: list[str]
) -> NotebookView:
    """The notebook after ``events``."""
    found = [event for event in events if isinstance(event, Found)]
    profile = profile_in(events)
    numbers = profile.figures == "computed" if profile.id == "own" else shows_numbers(audience)
    last: dict[str, Move] = {}
    for event in events:
        if isinstance(event, Moved):
            last.update({move.hypothesis: move for move in event.moves})
    at_first = {standing.hypothesis: standing.word for standing in board(scenario, [])}
    hypotheses = []
    steps = {each.hypothesis: each for each in reckonings(scenario, [each.exhibit for each in found])}
    for standing in board(scenario, [each.exhibit for each in found]):
        move = last.get(standing.hypothesis)
        hypothesis = scenario.hypotheses[standing.hypothesis]
        text, shown_in = hypothesis.text.in_(language)
        place = WORDS.index(standing.word) + 1
        newest = found and move and move.piece == found[-1].piece
        hypotheses.append(
            HypothesisView(
                id=hypothesis.id,
                letter=letter_of(scenario, hypothesis.id),
                text=prose(text, shown_in, sources=sources, block=False),
                boring=hypothesis.boring,
                word=phrase(f"word.{standing.word}", language),
                place=place,
                before=WORDS.index(move.before) + 1 if move and newest else place,
                direction=move.direction if move else "unchanged",
                moved=_moved(move, standing.word != at_first[standing.hypothesis], language),
                reason=reason_of(scenario, move, language, sources) if move else Markup(""),
                p=phrase("move.p", language, p=format_number(standing.p, "number2", language))
                if numbers
                else "",
                formula=formula_of(steps[standing.hypothesis], language),
            )
        )
    plates = {event.node: event.seq for event in events if isinstance(event, ToolFinished)}
    newest_piece = _newest(events)
    pieces = [
        PieceView(
            number=each.piece,
            text=found_text(scenario, each, language, sources),
            bears=_bears(scenario, each.exhibit, language),
            new=each.piece == newest_piece,
            figure=next(
                (f"plate-{plates[name]}" for name in (each.node, *each.rests_on) if name in plates), ""
            ),
            evidence=_evidence(scenario, each, plates),
        )
        for each in reversed(found)
    ]
    return NotebookView(hypotheses=hypotheses, pieces=pieces)


def reason_of(scenario: Scenario, move: Move, language: Language, sources: list[str]) -> Markup:
    """Why the piece moves the hypothesis, as the author wrote it."""
    why = scenario.exhibits[move.exhibit].why.get(move.hypothesis)
    if why is None:
        return Markup("")
    text, shown_in = why.in_(language)
    return prose(text, shown_in, sources=sources, block=False)


def _newest(events: Sequence[Event]) -> int:
    """The piece filed since the reader's last answer; 0 when there is none."""
    for event in reversed(events):
        if event.type == "answered":
            return 0
        if isinstance(event, Found):
            return event.piece
    return 0


def _evidence(scenario: Scenario, found: Found, plates: Collection[str]) -> str:
    names = dict.fromkeys((found.node, *found.rests_on))
    findings = [f"finding-{name}" for name in names if name in plates]
    sources = [f"source-{name}" for name in names if name in scenario.sources]
    return " ".join([f"exhibit-{found.exhibit}", *findings, *sources])


def _bears(scenario: Scenario, exhibit: str, language: Language) -> str:
    evidence = scenario.exhibits[exhibit].evidence
    favour = [letter_of(scenario, name) for name, ratio in evidence.items() if ratio > 1]
    against = [letter_of(scenario, name) for name, ratio in evidence.items() if ratio < 1]
    said = []
    if favour:
        said.append(phrase("piece.for", language, names=enumeration(favour, language)))
    if against:
        key = "piece.against" if said else "piece.against_first"
        said.append(phrase(key, language, names=enumeration(against, language)))
    return ", ".join(said)


def _moved(move: Move | None, displaced: bool, language: Language) -> str:
    """What the last exhibit did; at the ends of the scale, the end itself is named."""
    if move is None:
        # Rivals share one place: what strengthens one weakens the others, without a piece about them.
        return phrase("move.rival" if displaced else "move.none", language)
    if (move.direction, move.after) == ("up", "established"):
        return phrase("move.up.established", language, n=move.piece)
    if (move.direction, move.after) == ("down", "set_aside"):
        return phrase("move.down.set_aside", language, n=move.piece)
    return phrase(f"move.{move.direction}", language, n=move.piece)
