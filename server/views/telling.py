"""The report as it is written: events in order, put into numbered steps and acts, each rendered once.

A step begins with the guide's words and holds what the reader answered and what tools gave; the next words of
the guide after an answer or a plate begin the next step. The same rule serves the whole page and the
fragment of one event, so that a page that was followed live and a page that was reloaded are the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from markupsafe import Markup

from engine.guide.render import render
from engine.language.schema import AskNode, Scenario, ToolNode
from engine.nodes.tool import changed_live
from engine.play.asides import Branched, Measured, Questioned, Quoted, Worded, Wording
from engine.play.events import (
    Answered,
    Ended,
    Entered,
    Event,
    Found,
    Migrated,
    Moved,
    Narrated,
    Offered,
    Opened,
    Rejected,
    SettingsChanged,
    ToolFailedEvent,
    ToolFinished,
)
from engine.play.retelling import version_of
from server.phrases import phrase
from server.templating import Terms, prose, write
from server.views.again import settings_shown
from server.views.board import found_text, letter_of, reason_of
from server.views.carried import carried_view
from server.views.enquiry import Asides
from server.views.licence import Shelf, rests_of, said_body
from server.views.plate import plate_view
from server.views.replies import answer_words
from server.views.wording import worded_view, wording_view
from tools.figures import PictureUrl
from tools.wording import Language, format_number, typeset

ENQUIRY = (Questioned, Quoted, Measured)  # what a reader asks of the file, and what comes of it
SHOWN = (
    Branched,
    Narrated,
    Answered,
    Rejected,
    ToolFinished,
    ToolFailedEvent,
    Found,
    Moved,
    Migrated,
    *ENQUIRY,
)


class AuthorsFigure(NamedTuple):
    """A picture that the author put beside a text."""

    address: str
    alt: str
    alt_in: Language
    credit: str


@dataclass
class StepView:
    """One numbered step: ``number`` is "2.3"; ``act_title`` is set on the first step of an act."""

    number: str
    id: str
    act_title: str = ""
    act_id: str = ""
    blocks: list[Markup] = field(default_factory=list)


@dataclass
class Teller:
    """Walks the events of one play and renders those that a reader sees."""

    scenario: Scenario
    language: Language
    play: str
    picture_url: PictureUrl
    suffix: str = ""  # what addresses of files end with
    printed: bool = False  # on paper nothing can be unfolded: show everything
    audience: str = ""  # whom the glossary speaks to
    steps: list[StepView] = field(default_factory=list)
    act: str | None = None
    begun: list[str] = field(default_factory=list)  # acts entered, in order
    asides: Asides = field(init=False)
    shelf: Shelf = field(init=False)
    after: list[Markup] = field(default_factory=list)  # what was asked once the play was over
    over: bool = False
    under_way: Mapping[int, Wording] = field(default_factory=dict)  # texts that are being worded
    _fresh: bool = True  # the next words of the guide begin a step
    _new_act: bool = False
    _in_act: int = 0
    _offers: dict[str, Offered] = field(default_factory=dict)
    _bets: dict[str, Offered] = field(default_factory=dict)
    _worded: dict[int, Worded] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)  # measures whose results another branch showed
    _told_in: str = ""  # the language of the play at the event under way
    _as_read: int = 0  # texts before this event were left behind, and said by another version

    def __post_init__(self) -> None:
        self.asides = Asides(self.scenario, self.language, self.play, self.picture_url, self.suffix)
        self.shelf = Shelf(self.scenario, self.language)

    @property
    def sources(self) -> list[str]:
        """Source ids in the order of their numbers."""
        return list(self.scenario.sources)

    def tell(self, events: Sequence[Event]) -> list[StepView]:
        """All steps of the report."""
        self.know(events)
        for event in events:
            self.take(event)
        return self.steps

    def know(self, events: Sequence[Event]) -> None:
        """What later events made of earlier ones, before any is rendered."""
        self._as_read = _as_read(self.scenario, events)
        self._worded = {event.of: event for event in events if isinstance(event, Worded)}
        self.asides.know(events)

    def told_anew(self, events: Sequence[Event], of: int) -> Markup:
        """The text whose event has the number ``of``, as it is to be read now that it was worded."""
        self.know(events)
        for event in events:
            self.take(event, silent=True)
        narrated = next((each for each in events if each.seq == of), None)
        return self._html(narrated) if isinstance(narrated, Narrated) else Markup("")

    def take(self, event: Event, *, silent: bool = False) -> tuple[Markup, bool]:
        """Render one event; says whether it began a step. Events that are not shown give nothing.

        ``silent`` keeps the count of steps without rendering, for what a reader already has.
        """
        if isinstance(event, Opened | SettingsChanged):
            self._told_in = event.language
        elif isinstance(event, Entered):
            self._enter(event.node)
        elif isinstance(event, Branched):
            self._seen |= set(event.seen)
        elif isinstance(event, Offered):
            self._offers[event.ask_id] = event
            if event.offer.seals:
                self._bets[event.offer.seals] = event
        self.over = self.over or isinstance(event, Ended)
        if not isinstance(event, SHOWN):
            return Markup(""), False
        if isinstance(event, ENQUIRY) and self.over:
            html = Markup("") if silent else self._html(event)
            self.after.append(html)
            return html, False
        html = Markup("") if silent else self._html(event)
        begins = not self.steps or self._new_act or (isinstance(event, Narrated) and self._fresh)
        if begins:
            self._begin()
            self._new_act = False
        self.asides.note(event, self.steps[-1].number, self.steps[-1].id)
        self.shelf.note(event, self.steps[-1].number)
        if not silent:
            self.steps[-1].blocks.append(html)
        self._fresh = not isinstance(event, Narrated)
        return html, begins

    def _enter(self, node: str) -> None:
        act = self.scenario.nodes[node].act if node in self.scenario.nodes else None
        if act and act != self.act:
            self.act = act
            self._new_act = True
            if act not in self.begun:
                self.begun.append(act)
                self._in_act = 0

    def _begin(self) -> None:
        self._in_act += 1
        rank = self.begun.index(self.act) + 1 if self.act in self.begun else 1
        step = StepView(number=f"{rank}.{self._in_act}", id=f"step-{len(self.steps) + 1}")
        if self.act and self._in_act == 1:
            step.act_id = f"act-{self.act}"
            step.act_title = self.act_title(self.act)
        self.steps.append(step)

    def act_title(self, act: str) -> str:
        """The title of an act in the language of the page."""
        title = next((each.title for each in self.scenario.acts if each.id == act), None)
        if title is None:
            return act
        shown, shown_in = title.in_(self.language)
        return typeset(shown, shown_in)

    def _html(self, event: Event) -> Markup:
        return Markup(write(f"events/{event.type}.html", self.language, event=event, **self._view(event)))

    def _view(self, event: Event) -> dict[str, object]:
        language, sources, scenario = self.language, self.sources, self.scenario
        if isinstance(event, Narrated):
            return self._narrated(event)
        if isinstance(event, Branched):
            return {"seen": event.seen, "play": self.play}
        if isinstance(event, Answered):
            offered = self._offers.get(event.ask_id)
            return {
                "words": answer_words(offered, event, language),
                "is_bet": bool(offered and offered.offer.seals and not event.answer.get("skipped")),
                "after": bool(offered and offered.offer.seals in self._seen),
                "back": "" if self.printed else f"/playthroughs/{self.play}/branch?at={event.ask_id}",
            }
        if isinstance(event, ToolFinished):
            bet = self._bets.get(event.node)
            asked = scenario.nodes.get(bet.node) if bet else None
            of = asked.of if isinstance(asked, AskNode) else None
            plate = plate_view(event, language, picture_url=self.picture_url, bet=bet, of=of)
            address = f"/playthroughs/{self.play}/findings/{event.seq}.csv{self.suffix}"
            again = f"/playthroughs/{self.play}/findings/{event.seq}/again"
            label = self._again(event)
            return {
                "plate": plate,
                "csv": address,
                "again": again,
                "again_label": label,
                "printed": self.printed,
            }
        if isinstance(event, Questioned):
            return self.asides.questioned(event)
        if isinstance(event, Quoted):
            return {"quoted": self.asides.quoted(event), "printed": self.printed}
        if isinstance(event, Measured):
            measured = self.asides.measured(event)
            return {
                "measured": measured,
                "plate": measured.plate,
                "csv": measured.csv,
                "printed": self.printed,
            }
        if isinstance(event, Migrated):
            return {"carried": carried_view(scenario, event, language)}
        if isinstance(event, Found):
            return {"text": found_text(scenario, event, language, sources)}
        if isinstance(event, Moved):
            moved = []
            for move in event.moves:
                same = move.before == move.after
                line = phrase(
                    "move.stays" if same else "move.says",
                    language,
                    letter=letter_of(scenario, move.hypothesis),
                    before=phrase(f"word.{move.before}", language),
                    after=phrase(f"word.{move.after}", language),
                )
                moved.append((line, reason_of(scenario, move, language, sources)))
            return {"moved": moved}
        return {}

    def _again(self, event: ToolFinished) -> str:
        """What a reader may do about a recorded measure, and what it would cost."""
        node, call = self.scenario.nodes.get(event.node), event.finding.call
        changed = changed_live(node if isinstance(node, ToolNode) else None, call)
        if changed:
            settings = settings_shown(changed, event.finding, self.language)
            return phrase("again.short", self.language, settings=settings)
        seconds = format_number(event.finding.seconds, "int", self.language)
        return phrase("again", self.language, seconds=seconds)

    def _is_past(self, event: Narrated) -> bool:
        """Whether an edited text was read in this language, and left behind: it stays as it was read."""
        return self._told_in == self.language and event.seq < self._as_read

    def _narrated(self, event: Narrated) -> dict[str, object]:
        shown_in: Language = self.language
        made = self._worded.get(event.seq)
        worded = made if made is not None and made.accepted else None
        authors, anew = "", False
        try:
            rendered = render(self.scenario, event.node, event.key, self.language, event.values)
            text, shown_in = rendered.text, rendered.language_shown
            if worded and rendered.sha == event.sha:
                authors, text, anew = text, worded.text, True
            elif rendered.sha != event.sha and self._is_past(event):
                text, shown_in = event.text, event.shown_in or shown_in
        except KeyError:  # a text that this version of the scenario no longer has
            text, anew = (worded.text, True) if worded else (event.text, False)
        rests = rests_of(self.scenario, event, text, shown_in)
        if worded and anew:
            rests = [(each.text, tuple(each.rests_on)) for each in worded.said]
        return {
            "body": said_body(
                text,
                shown_in,
                sources=self.sources,
                rests=rests,
                shelf=self.shelf,
                terms=Terms(self.scenario.glossary, self.audience, self.language, str(event.seq)),
                key=str(event.seq),
            ),
            "shown_in": shown_in,
            "figure": self._figure(event),
            "of": event.seq,
            "wording": wording_view(self.under_way.get(event.seq) if made is None else None, shown_in),
            "worded": worded_view(made, shown_in) if made and (anew or not made.accepted) else None,
            "authors": prose(authors, shown_in, sources=self.sources) if authors else "",
        }

    def _figure(self, event: Narrated) -> AuthorsFigure | None:
        """The author's picture of a node, beside its own text."""
        node = self.scenario.nodes.get(event.node)
        figure = node.figure if node is not None else None
        if figure is None or not figure.sha256 or event.key.partition(".")[0] not in ("text", "text_for"):
            return None
        alt, alt_in = figure.alt.in_(self.language)
        credit = figure.credit.in_(self.language)[0] if figure.credit is not None else ""
        address = f"/playthroughs/{self.play}/figures/{figure.sha256}{self.suffix}"
        return AuthorsFigure(address, typeset(alt, alt_in), alt_in, typeset(credit, self.language))


def _as_read(scenario: Scenario, events: Sequence[Event]) -> int:
    """The first event that may be told in the words of today: the open node's, or those of this version."""
    doors = [each.seq for each in events if isinstance(each, Entered)]
    if version_of(events)[1] != scenario.sha:
        return events[-1].seq if events else 0
    carried = [each.seq for each in events if isinstance(each, Migrated)]
    return min(doors[-1], carried[-1]) if doors and carried else 0
