"""A free question, answered by quoting the file, refused where the file is silent, measured where it can be.

Nothing is written here: every sentence of an answer is one of the file's own. What a reader types is
searched for; nobody does what it says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from pydantic import BaseModel, ConfigDict

from engine.guide.reader_profile import profile_in
from engine.guide.retrieval.bets import awaited_bet
from engine.guide.retrieval.embeddings import Vectors
from engine.guide.retrieval.index import Index
from engine.guide.retrieval.instruments import Measurable, beyond, of_story, others
from engine.guide.retrieval.offering import asks_for_a_measure, beyond_is_meant, proposed, stems_in
from engine.guide.retrieval.passage import Passage
from engine.guide.retrieval.passages import passages_of
from engine.guide.retrieval.question import LONGEST, Question, question_of
from engine.guide.retrieval.quoting import Worth, by_meaning, by_words, quote
from engine.guide.retrieval.reached import Reached, reached_in
from engine.guide.retrieval.retrieve import Hit, Retrieved, Retriever
from engine.guide.retrieval.scoring import sentence_scores
from engine.language.dossier import Dossier
from engine.language.schema import Scenario
from engine.play.asides import OfferedMeasure, QuotedPassage
from engine.play.events import Event
from tools.errors import AutopsieError
from tools.wording import Language, Words

NEAREST = 2
"""Passages shown beside a refusal."""

NO_QUESTION = Words(
    fr="Il n'y a là aucun mot à chercher dans le dossier. Posez votre question en une phrase.",
    en="There is no word here to look for in the file. Ask your question in a sentence.",
)
CUT = Words(
    fr=f"Votre question est longue : seuls ses {LONGEST} premiers caractères ont été lus.",
    en=f"Your question is long: only its first {LONGEST} characters were read.",
)


class Answer(BaseModel):
    """``passages`` answer; ``nearest`` stand beside a refusal, for whoever meant them all the same."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    in_scope: bool
    passages: tuple[QuotedPassage, ...] = ()
    nearest: tuple[QuotedPassage, ...] = ()
    instrument: OfferedMeasure | None = None
    says: Words | None = None  # beside them: no question in it, or more of one than is read

    @property
    def shown(self) -> tuple[QuotedPassage, ...]:
        """What is shown: the passages that answer, else the nearest."""
        return self.passages if self.in_scope else self.nearest


class Answering:
    """Answers questions about files, over one encoder. Thread-safe."""

    def __init__(
        self,
        vectors: Vectors | None,
        dossier_of: Callable[[Scenario], Dossier | None] = lambda scenario: None,
    ) -> None:
        """``vectors`` is ``None`` where no encoder is to be had: words alone are compared then, and no
        measure is offered. ``dossier_of`` gives what stands beside a scenario."""
        self._vectors = vectors
        self._retriever = Retriever(vectors)
        self._dossier_of = dossier_of

    def prepare(self, scenario: Scenario, languages: Iterable[Language] = ()) -> None:
        """Make a file ready before anybody asks: seconds the first time on a machine, none after."""
        for language in languages or scenario.languages:
            self._retriever.prepare(self._passages(scenario, language, scenario.default_audience, None))
        self._retriever.prepare([each.searched for each in of_story(scenario)])
        others(scenario)  # imports every instrument
        if self._vectors is not None:
            with suppress(AutopsieError):
                self._vectors.of_reader(["?"])  # what was kept is read without the encoder: start it

    def answer(
        self,
        scenario: Scenario,
        typed: str,
        language: Language,
        *,
        audience: str | None = None,
        events: Sequence[Event] | None = None,
    ) -> Answer:
        """What the file says of ``typed``. Never raises for anything that can be typed.

        ``events`` is the log of the play in which it is asked: only what it has met is quoted. ``None``: the
        public file. Where the encoder fails, words alone are compared.
        """
        question = question_of(typed)
        if not any(each.isalnum() for each in question.text):
            return Answer(in_scope=False, says=NO_QUESTION)
        reached = None if events is None else reached_in(scenario, events)
        profile = audience or (profile_in(events).told_as if events else scenario.default_audience)
        passages = self._passages(scenario, language, profile, reached)
        found = self._retriever.search(passages, question)
        worth = _worth(found, question)
        quoted = tuple(_quoted(hit, worth) for hit in found.hits)
        return Answer(
            in_scope=found.in_scope,
            passages=quoted if found.in_scope else (),
            nearest=() if found.in_scope else quoted[:NEAREST],
            instrument=self._measure(scenario, question, found, reached),
            says=CUT if question.cut else None,
        )

    def _passages(
        self, scenario: Scenario, language: Language, audience: str, reached: Reached | None
    ) -> list[Passage]:
        dossier = self._dossier_of(scenario)
        return passages_of(scenario, language, audience, reached=reached, dossier=dossier)

    def _measure(
        self, scenario: Scenario, question: Question, found: Retrieved, reached: Reached | None
    ) -> OfferedMeasure | None:
        candidates = of_story(scenario)
        index = self._retriever.prepare([each.searched for each in candidates]) if candidates else None
        if not isinstance(index, Index):
            return None
        try:
            near = index.likenesses(question)
        except AutopsieError:
            return None
        known = stems_in(index) | (stems_in(found.searched) if found.searched is not None else set())
        chosen = beyond(scenario, question, known) if beyond_is_meant(near) else None
        if chosen is None:
            nearest = proposed(index, question, near)
            if not asks_for_a_measure(nearest):
                return None
            chosen = candidates[nearest.at]
        return _offer(scenario, chosen, reached)


def _offer(scenario: Scenario, measure: Measurable, reached: Reached | None) -> OfferedMeasure:
    return OfferedMeasure(
        title=measure.title,
        asks=measure.asks,
        call=measure.call,
        node=measure.node,
        awaits=awaited_bet(scenario, measure.call, measure.node, reached),
        seconds=measure.seconds,
    )


def _worth(found: Retrieved, question: Question) -> Worth:
    if found.searched is None or found.near is None:
        return by_words(question)
    return by_meaning(sentence_scores(found.searched, question, found.near))


def _quoted(hit: Hit, worth: Worth) -> QuotedPassage:
    passage = hit.passage
    return QuotedPassage(
        id=passage.id, text=quote(passage, worth), score=round(hit.score, 4), rests_on=list(passage.grounds)
    )
