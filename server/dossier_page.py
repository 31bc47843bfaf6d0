"""The page of one dossier: its door, what happened, what is on the table, what became of the hypotheses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import zip_longest
from typing import Any

from babel.dates import format_date, format_skeleton
from markupsafe import Markup

from engine.guide.render import render_text
from engine.language.dossier import Dossier
from engine.language.dossier_parts import Actor, Correction, Moment, Reply, Statement
from engine.language.schema import Scenario, Text, ToolNode
from engine.play.events import HypothesisWord
from server.cases_public import PublicRecord
from server.citation import Citation
from server.context import PageContext
from server.facts import audiences_of, badge_of, badges_of, facts_of, named, text_of
from server.fates import LEAST, Fates
from server.layout import written
from server.phrases import phrase
from server.templating import prose
from server.views.board import WORDS
from server.views.plate import BadgeView, day_of
from tools.wording import Language, typeset


@dataclass(frozen=True)
class Told:
    """One statement of the dossier as it is printed, with the ids of the sources that it rests on."""

    text: Markup
    cites: Sequence[str]
    title: str = ""
    when: str = ""
    translated: bool = False


@dataclass(frozen=True)
class MethodView:
    """One measure that the investigation may make: tool, question, on what."""

    verb: str
    question: str
    badge: BadgeView | None


@dataclass(frozen=True)
class FateView:
    """One hypothesis, and in how many plays it ended where; ``counts`` follow the five words."""

    text: Markup
    counts: list[tuple[HypothesisWord, int]]


class _Teller:
    """Texts of one dossier in one language, their figures filled from the sources."""

    def __init__(self, scenario: Scenario, language: Language) -> None:
        self._scenario, self._language = scenario, language
        self._sources = list(scenario.sources)
        sources = scenario.sources.values()
        self._values = {f"{each.id}.{fact}": value for each in sources for fact, value in each.facts.items()}

    def text(self, text: Text, *, block: bool = False) -> Markup:
        """Its prose, cites linked to the list of sources."""
        told = render_text(self._scenario, text, self._language, self._values)
        return prose(told.text, told.language_shown, sources=self._sources, block=block)

    def plain(self, text: Text | None) -> str:
        """A title, typeset."""
        return text_of(text, self._language)

    def day(self, when: str | Text) -> str:
        """A date as people write it; a year or a month where no day is known."""
        if not isinstance(when, str):
            return self.plain(when)
        parts = [int(part) for part in when.split("-")]
        if len(parts) == 1:
            return when
        day = date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)
        if len(parts) == 2:
            shown = format_skeleton("yMMMM", day, locale=self._language)
            return shown[:1].upper() + shown[1:]
        return format_date(day, "long", locale=self._language)

    def moment(self, each: Moment | Correction) -> Told:
        """What happened, and when."""
        return Told(self.text(each.text), each.cites, when=self.day(each.date))

    def statement(self, each: Statement | Actor) -> Told:
        """A statement, or somebody who took part."""
        return Told(self.text(each.text), each.cites, self.plain(each.name))

    def reply(self, each: Reply) -> Told:
        """What the organisation said."""
        return Told(
            self.text(each.text), each.cites, self.plain(each.who), self.day(each.date),
            translated=each.original != self._language,
        )  # fmt: skip


def dossier_page(
    context: PageContext,
    scenario: Scenario,
    dossier: Dossier | None,
    *,
    fates: Fates,
    public: PublicRecord,
    play: str | None = None,
    base: str = "",
) -> str:
    """The page. ``play`` is the visitor's own, where there is one; ``base`` the site's address."""
    language = context.language
    teller = _Teller(scenario, language)
    subjects = [text_of(text, language) for text in scenario.about_subjects.values()]
    values: dict[str, Any] = {}
    dossier = dossier or Dossier()
    values |= {
        "timeline": [teller.moment(each) for each in dossier.timeline],
        "actors": [teller.statement(each) for each in dossier.actors],
        "harms": [teller.statement(each) for each in dossier.harms],
        "given": [teller.statement(each) for each in dossier.public.given],
        "refused": [teller.statement(each) for each in dossier.public.refused],
        "limits": [teller.text(each) for each in dossier.limits],
        "replies": [teller.reply(each) for each in dossier.replies],
        "corrections": [teller.moment(each) for each in dossier.corrections],
        "links": [(teller.plain(each.title), each.url, teller.plain(each.about)) for each in dossier.links],
        "cite": teller.text(dossier.cite) if dossier.cite else "",
    }
    return written(
        "dossier/page.html",
        context,
        language,
        scenario=scenario,
        play=play,
        title=text_of(scenario.title, language),
        summary=text_of(scenario.summary, language),
        facts=facts_of(scenario, language),
        subjects=list(zip_longest(subjects, badges_of(scenario))),
        audiences=audiences_of(scenario, language),
        audience=context.profile or scenario.default_audience,
        methods=_methods(scenario, language),
        hypotheses=_fates(scenario, fates, language),
        fates=fates,
        least=LEAST,
        public=public,
        sources=list(scenario.sources.values()),
        base=base,
        citation=citation(scenario, language, address=""),
        day_of=lambda at: day_of(at, language),
        **values,
    )


def citation(scenario: Scenario, language: Language, address: str, now: datetime | None = None) -> Citation:
    """How this version is cited today, at ``address`` (the site's, without a path)."""
    today = (now or datetime.now(UTC)).date()
    title, spoken = scenario.title.in_(language)
    return Citation(
        id=scenario.id,
        title=typeset(title, spoken),
        version=scenario.version,
        sha=scenario.sha,
        year=today.year,
        language=spoken,
        url=f"{address}/incidents/{scenario.id}",
        accessed=(today.year, today.month, today.day),
    )


def _methods(scenario: Scenario, language: Language) -> list[MethodView]:
    """The measures of the investigation, in its order, each question once."""
    found: dict[tuple[str, str], MethodView] = {}
    for node in scenario.nodes.values():
        if not isinstance(node, ToolNode):
            continue
        record = scenario.fixtures.get(node.id)
        question = typeset(record.question.in_(language), language) if record is not None else ""
        if question:
            verb = phrase(f"verb.{node.verb}", language)
            found.setdefault((verb, question), MethodView(verb, question, badge_of(node.subject)))
    return list(found.values())


def _fates(scenario: Scenario, fates: Fates, language: Language) -> list[FateView]:
    return [
        FateView(
            prose(*named(each.text, language), sources=[], block=False),
            [(word, fates.words.get(name, {}).get(word, 0)) for word in WORDS],
        )
        for name, each in scenario.hypotheses.items()
    ]
