"""What a reader asked of the file, what it answers, and the measures made for it: as templates draw them."""

from __future__ import annotations

import math
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from markupsafe import Markup

from engine.guide.retrieval.question import LONGEST
from engine.guide.suggestions import SHOWN, suggested
from engine.language.schema import Scenario
from engine.play.asides import Measured, OfferedMeasure, Questioned, Quoted, QuotedPassage, Wording
from engine.play.events import Event, Found, Narrated, ToolFinished, ToolProgress
from server.dossiers import dossier_of_file
from server.phrases import listed, phrase
from server.templating import prose, write
from server.views.board import letter_of
from server.views.plate import PlateView, plate_view
from tools.catalogue import cases, subject_card, tool
from tools.errors import AutopsieError
from tools.figures import PictureUrl
from tools.finding import Call
from tools.stimuli.cases import FILE_PREFIX
from tools.wording import Language, format_number, typeset

_PREFIX = "question-"


@dataclass(frozen=True)
class BoxView:
    """The box that is always there. ``key`` makes a second post of the same form the same question."""

    play: str
    key: str
    suggestions: Sequence[str] = ()
    typed: str = ""
    longest: int = LONGEST


def suggestions_of(scenario: Scenario, events: Sequence[Event]) -> list[str]:
    """The questions that are offered beside the box now."""
    return suggested(scenario, events, dossier=dossier_of_file(scenario))


def suggested_anew(scenario: Scenario, events: Sequence[Event], play: str, language: Language) -> str:
    """What stands in the place of the questions offered, once something was logged."""
    offered, key = suggestions_of(scenario, events), f"suggested.{events[-1].seq if events else 0}"
    return write("suggested.html", language, play_id=play, key=key, suggestions=offered)


@dataclass(frozen=True)
class Beside:
    """What a page shows beside the story at this moment, and whether more is to come there by itself."""

    box: BoxView | None = None
    progress: ToolProgress | None = None
    expected: bool = False
    wordings: Mapping[int, Wording] = field(default_factory=dict)  # texts that are being worded, by their seq


NOTHING_BESIDE = Beside()


@dataclass(frozen=True)
class OriginView:
    """Where a passage stands, in words; ``address`` is "" for what this page does not hold."""

    words: str
    address: str = ""


@dataclass(frozen=True)
class PassageView:
    """One passage, as it stands in the file."""

    text: Markup
    origins: list[OriginView]


OfferState = Literal["open", "running", "made", "awaits", "told"]


@dataclass(frozen=True)
class OfferView:
    """A measure that would answer. ``state``: may be asked for, under way, made, or the story's own."""

    question: int
    title: str
    asks: str
    settings: str
    button: str
    usual: str
    state: OfferState
    address: str
    progress: ToolProgress | None = None
    plate: str = ""  # its anchor
    figure: str = ""  # "figure 2.3"


@dataclass(frozen=True)
class QuotedView:
    """What the file says of a question."""

    question: int
    in_scope: bool
    says: str
    passages: list[PassageView]
    offer: OfferView | None


@dataclass(frozen=True)
class MeasuredView:
    """A measure made for a question; without a plate, ``says`` tells why there is none."""

    question: int
    text: str
    says: str
    plate: PlateView | None
    csv: str = ""


def box_view(play: str, typed: str = "", suggestions: Sequence[str] = ()) -> BoxView:
    """The box of a play, and the questions beside it."""
    return BoxView(play, secrets.token_hex(8), tuple(suggestions)[:SHOWN], typed)


def question_of(progress: ToolProgress) -> int | None:
    """The question that a measure beside the story is made for; ``None`` for one of the story."""
    rank = progress.node.removeprefix(_PREFIX)
    return int(rank) if progress.node.startswith(_PREFIX) and rank.isdecimal() else None


@dataclass
class Asides:
    """Knows of a play what its questions and answers point at: plates, exhibits, steps."""

    scenario: Scenario
    language: Language
    play: str
    picture_url: PictureUrl
    suffix: str = ""
    progress: ToolProgress | None = None
    _questions: dict[int, Questioned] = field(default_factory=dict)
    _answered: set[int] = field(default_factory=set)
    _quoted: dict[int, Quoted] = field(default_factory=dict)  # by their own seq
    _made: dict[int, Measured] = field(default_factory=dict)  # by the seq of ``quoted``
    _steps: dict[str, tuple[str, str]] = field(default_factory=dict)  # node → number, id of its last step
    _plates: dict[str, tuple[int, str]] = field(default_factory=dict)  # node → seq, step
    _pieces: dict[str, int] = field(default_factory=dict)  # exhibit → its number

    def know(self, events: Iterable[Event]) -> None:
        """What the log holds of questions, answers and measures."""
        for event in events:
            if isinstance(event, Questioned):
                self._questions[event.seq] = event
            elif isinstance(event, Quoted):
                self._quoted[event.seq] = event
                self._answered.add(event.of)
            elif isinstance(event, Measured) and event.finding is not None:
                self._made[event.of] = event

    def note(self, event: Event, step: str, anchor: str) -> None:
        """An event was told in a step of the report: from now on it can be pointed at."""
        if isinstance(event, ToolFinished):
            self._plates[event.node] = event.seq, step
        elif isinstance(event, Found):
            self._pieces[event.exhibit] = event.piece
        elif isinstance(event, Narrated):
            self._steps[event.node] = step, anchor

    def question_of(self, event: Event) -> int | None:
        """The seq of the question that an event is about."""
        if isinstance(event, Questioned):
            return event.seq
        if isinstance(event, Quoted):
            return event.of
        quoted = self._quoted.get(event.of) if isinstance(event, Measured) else None
        return quoted.of if quoted is not None else None

    def questioned(self, event: Questioned) -> dict[str, object]:
        """For ``events/questioned.html``."""
        return {"searching": event.seq not in self._answered}

    def quoted(self, event: Quoted) -> QuotedView:
        """For ``events/quoted.html``."""
        return QuotedView(
            question=event.of,
            in_scope=event.in_scope,
            says=typeset(event.says.in_(self.language), self.language) if event.says else "",
            passages=[self._passage(each) for each in event.passages],
            offer=self._offer(event, event.measure) if event.measure else None,
        )

    def measured(self, event: Measured) -> MeasuredView:
        """For ``events/measured.html``."""
        quoted = self._quoted.get(event.of)
        asked = self._questions.get(quoted.of) if quoted else None
        plate, csv = None, ""
        if event.finding is not None:
            drawn = ToolFinished(seq=event.seq, node="", finding=event.finding, met=True)
            plate = plate_view(drawn, self.language, picture_url=self.picture_url, bet=None)
            plate = replace(
                plate, again=False
            )  # only what the story measured is made again beside its record
            csv = f"/playthroughs/{self.play}/findings/{event.seq}.csv{self.suffix}"
        return MeasuredView(
            question=quoted.of if quoted else 0,
            text=asked.text if asked else "",
            says=typeset(event.says.in_(self.language), self.language) if event.says else "",
            plate=plate,
            csv=csv,
        )

    def changes(self, event: Event, events: Iterable[Event]) -> dict[str, object]:
        """What an event beside the story, the last of ``events``, changes of a page with those before."""
        self.know(events)
        question = question_of(event) if isinstance(event, ToolProgress) else self.question_of(event)
        offer = None
        if isinstance(event, ToolProgress | Measured) and question is not None:
            quoted = next((each for each in self._quoted.values() if each.of == question), None)
            offer = self._offer(quoted, quoted.measure) if quoted and quoted.measure else None
        html = write("offer.html", self.language, offer=offer, printed=False) if offer else None
        return {"question": question, "offer": html}

    def _offer(self, event: Quoted, measure: OfferedMeasure) -> OfferView:
        language, made = self.language, self._made.get(event.seq)
        seconds = max(1, math.ceil(measure.seconds)) if measure.seconds is not None else None
        progress = self.progress if self.progress and question_of(self.progress) == event.of else None
        plate, figure = "", ""
        state: OfferState = "open"
        if made is not None:
            state, plate = "made", f"#plate-{made.seq}"
        elif measure.awaits is not None:
            state = "awaits"
            if (told := self._plates.get(measure.node or "")) is not None:
                state, plate = "told", f"#plate-{told[0]}"
                figure = phrase("from.figure", language, n=told[1])
        elif progress is not None:
            state = "running"
        return OfferView(
            question=event.of,
            title=typeset(measure.title.in_(language), language),
            asks=typeset(measure.asks.in_(language), language),
            settings=settings_of(measure.call, language),
            button=phrase("offer.go.seconds", language, seconds=format_number(seconds, "int", language))
            if seconds is not None
            else phrase("offer.go", language),
            usual=phrase("offer.usual", language, seconds=format_number(seconds, "int", language))
            if seconds is not None
            else "",
            state=state,
            address=f"/playthroughs/{self.play}/questions/{event.of}/measure",
            progress=progress,
            plate=plate,
            figure=figure,
        )

    def _passage(self, passage: QuotedPassage) -> PassageView:
        sources = list(self.scenario.sources)
        text = prose(passage.text, self.language, sources=sources, block=False)
        rests = [each for each in passage.rests_on if each.kind in ("finding", "exhibit", "source")]
        origins = [self._origin(passage.id), *(self._origin(f"{each.kind}:{each.name}") for each in rests)]
        seen: dict[str, OriginView] = {}
        for each in origins:
            seen.setdefault(each.words, each)
        return PassageView(text, list(seen.values()))

    def _source(self, name: str) -> OriginView:
        ids = list(self.scenario.sources)
        if name not in ids:
            return OriginView(phrase("from.dossier", self.language))
        return OriginView(phrase("from.source", self.language, n=ids.index(name) + 1), f"#source-{name}")

    def _origin(self, passage: str) -> OriginView:
        """ "finding:place#caveat.0" → figure 2.3, with the address of what this page shows of it."""
        language = self.language
        kind, _, rest = passage.partition(":")
        name = rest.partition("#")[0]
        first = name.partition(".")[0]
        match kind:
            case "finding" if first in self._plates:
                seq, step = self._plates[first]
                return OriginView(phrase("from.figure", language, n=step), f"#plate-{seq}")
            case "exhibit" if first in self._pieces:
                piece = self._pieces[first]
                return OriginView(phrase("from.piece", language, n=piece), f"#piece-{piece}")
            case "source":
                return self._source(first)
            case "glossary":
                term = self.scenario.glossary.get(name)
                if term is None:
                    return OriginView(phrase("from.terms", language))
                title, _ = term.named(name, language)
                return OriginView(phrase("from.term", language, name=title), f"#term-{name}")
            case "subject":
                return _sheet(first, language)
            case "hypothesis" if first in self.scenario.hypotheses:
                letter = letter_of(self.scenario, first)
                return OriginView(phrase("from.hypothesis", language, n=letter), "#hypotheses")
            case "node" if first in self._steps:
                number, anchor = self._steps[first]
                return OriginView(phrase("from.step", language, n=number), f"#{anchor}")
            case "node":
                return OriginView(phrase("from.story", language))
            case "dossier":
                key = f"from.dossier.{first}"
                return OriginView(phrase(key if listed(key) else "from.dossier", language))
        return OriginView(phrase("from.dossier", language))


def settings_of(call: Call, language: Language) -> str:
    """What would be measured on what, and how: "Twitter crop; 42 pairs; n = 40; seed = 1".

    A setting that is left as the instrument has it goes without saying.
    """
    try:
        subject = typeset(subject_card(call.subject, external=True).title.in_(language), language)
    except AutopsieError:
        subject = call.subject
    card = cases().get(call.case)
    said = [subject]
    if card is not None:
        said.append(typeset(card.title.in_(language), language))
    elif call.case and not call.case.startswith(FILE_PREFIX):
        said.append(
            phrase("you.picture", language).rstrip(".") if call.case.startswith("upload:") else call.case
        )
    usual = _usual(call)
    said += [
        f"{name} = {_value(value, language)}"
        for name, value in call.params.items()
        if name not in usual or value != usual[name]
    ]
    said.append(f"{phrase('offer.seed', language)} = {call.seed}")
    return " ; ".join(said) if language == "fr" else "; ".join(said)


def _usual(call: Call) -> dict[str, object]:
    """The settings of an instrument where nobody says otherwise; none for one that is not here."""
    try:
        fields = tool(call.verb, call.method).params.model_fields
    except AutopsieError:
        return {}
    return {name: field.get_default(call_default_factory=True) for name, field in fields.items()}


def _sheet(name: str, language: Language) -> OriginView:
    try:
        card = subject_card(name)
    except AutopsieError:
        return OriginView(phrase("from.dossier", language))
    title = typeset(card.title.in_(language), language)
    return OriginView(phrase("from.sheet", language, name=title), f"/subjects/{card.slug}")


def _value(value: object, language: Language) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return format_number(value, "int", language)
    if isinstance(value, float):
        return format_number(value, "number", language)
    if isinstance(value, list):
        return " – ".join(_value(each, language) for each in value)
    return str(value)
