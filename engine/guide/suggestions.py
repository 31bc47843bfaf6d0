"""Which questions a reader is offered beside the box: authored ones, about what this play has met.

Words of the glossary that the guide has used, measures that were made, and the parts of the dossier.
The rule of :mod:`engine.guide.selection` chooses among them, or a model under a grammar.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from importlib.resources import files
from operator import attrgetter

import yaml
from pydantic import BaseModel, ConfigDict

from engine.guide.audience import Profile
from engine.guide.backend import GuideBackend
from engine.guide.reader_profile import language_in, profile_in
from engine.guide.selection import MOST_CANDIDATES, Candidate, Situation, by_model, by_rule
from engine.language.dossier import Dossier
from engine.language.placeholders import parts_of
from engine.language.schema import Scenario
from engine.play.asides import Questioned, Selected
from engine.play.events import Event, Narrated, Offered, ToolFinished
from tools.catalogue import tool
from tools.errors import AutopsieError
from tools.finding import Finding, IntervalFigure
from tools.wording import Language, Words

SHOWN = 2
"""Questions that stand beside the box."""
_RECENT = 3  # words, and measures: what was told last comes first


class _Wordings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    term: Words
    finding: Words
    dossier: dict[str, Words]


@functools.cache
def _wordings() -> _Wordings:
    source = files("engine.guide").joinpath("suggestions.yaml").read_text(encoding="utf-8")
    return _Wordings.model_validate(yaml.safe_load(source))


def suggested(scenario: Scenario, events: Sequence[Event], *, dossier: Dossier | None) -> list[str]:
    """The questions to offer now, in the play's language: at most :data:`SHOWN`.

    Those that a model chose for the open question (:class:`Selected`), else those of the rule. Of
    ``dossier``, what stands beside the scenario, the parts that it has may be asked about.
    """
    situation = situation_in(scenario, events, dossier=dossier)
    if situation is None:
        return []
    texts = {each.ref: each.text for each in situation.candidates}
    asked = _asked_last(events)
    chosen = [each.chosen for each in events if isinstance(each, Selected) and asked and each.of == asked.seq]
    first = [texts[ref] for refs in chosen[-1:] for ref in refs if ref in texts]
    ruled = [texts[ref] for ref in _ruled(situation, profile_in(events))]
    return list(dict.fromkeys([*first, *ruled]))[:SHOWN]


def select(
    scenario: Scenario, events: Sequence[Event], backend: GuideBackend, *, dossier: Dossier | None
) -> Selected | None:
    """What a model chooses to offer beside the question that is open; ``None`` where there is no choice.

    Raises :class:`~engine.guide.backend.BackendFailed`.
    """
    situation = situation_in(scenario, events, dossier=dossier)
    asked = _asked_last(events)
    if situation is None or asked is None or len(situation.candidates) < 2:
        return None
    place, prompt = by_model(situation, profile_in(events), backend)
    return Selected(
        of=asked.seq,
        by_model=backend.name,
        prompt=prompt.versioned,
        chosen=[situation.candidates[place].ref],
    )


def situation_in(scenario: Scenario, events: Sequence[Event], *, dossier: Dossier | None) -> Situation | None:
    """Who is to be offered a question, and which ones may be; ``None`` where the play has met nothing."""
    language, profile = language_in(events), profile_in(events)
    asked = [each.text for each in events if isinstance(each, Questioned)]
    known = {_plain(each) for each in asked}
    offerable = _candidates(scenario, events, language, profile, dossier)
    found = [each for each in offerable if _plain(each.text) not in known]
    if not found:
        return None
    open_ = _asked_last(events)
    return Situation(
        kind="question",
        language=language,
        node=open_.node if open_ else scenario.start,
        asked=asked[-3:],
        missed=_missed(events),
        candidates=found[:MOST_CANDIDATES],
    )


def _asked_last(events: Sequence[Event]) -> Offered | None:
    return next((each for each in reversed(events) if isinstance(each, Offered)), None)


def _ruled(situation: Situation, profile: Profile) -> list[str]:
    """References in the order in which the rule would choose them."""
    left = list(situation.candidates)
    order: list[str] = []
    while left and len(order) < SHOWN:
        place = by_rule(situation.model_copy(update={"candidates": left}), profile)
        order.append(left.pop(place).ref)
    return order


def _candidates(
    scenario: Scenario, events: Sequence[Event], language: Language, profile: Profile, dossier: Dossier | None
) -> list[Candidate]:
    """Words told last and measures made last in turn, then the parts of the file."""
    wordings = _wordings()
    terms = [
        Candidate(ref=f"glossary:{name}", text=wordings.term.in_(language).format(what=title))
        for name, title in _terms(scenario, events, language, profile)
    ]
    made = {each.node: each.finding for each in events if isinstance(each, ToolFinished)}
    measures = [
        Candidate(ref=f"finding:{node}#caveat", text=wordings.finding.in_(language).format(what=title))
        for node, finding in list(made.items())[: -_RECENT - 1 : -1]
        if finding.caveats and (title := _title(finding, language))
    ]
    parts = [
        Candidate(ref=f"dossier:{part}", text=words.in_(language))
        for part, words in wordings.dossier.items()
        if dossier is not None and attrgetter(part)(dossier)
    ]
    return [*measures[:1], *terms, *measures[1:], *parts]


def _terms(
    scenario: Scenario, events: Sequence[Event], language: Language, profile: Profile
) -> list[tuple[str, str]]:
    """The glossary words told last, with their titles: those to be defined for this profile first."""
    met: dict[str, None] = {}
    for each in reversed(events):
        if isinstance(each, Narrated):
            marked = [part.name for part in parts_of(each.text) if part.kind == "gloss"]
            met |= {name: None for name in marked if name in scenario.glossary and name not in met}
    latest = sorted(list(met)[:_RECENT], key=lambda name: name not in profile.define)
    return [(name, scenario.glossary[name].named(name, language)[0]) for name in latest]


def _title(finding: Finding, language: Language) -> str:
    try:
        return tool(finding.call.verb, finding.call.method).title.in_(language)
    except AutopsieError:  # an instrument of an earlier version
        return ""


def _missed(events: Sequence[Event]) -> str | None:
    """The last measure that was bet on, where the bet fell outside of its interval."""
    made = (each for each in reversed(events) if isinstance(each, ToolFinished))
    last = next((each for each in made if each.predicted is not None), None)
    if last is None or last.predicted is None:
        return None
    figure = next((each for each in last.finding.figures if isinstance(each, IntervalFigure)), None)
    row = figure.measured if figure else None
    if row is None or row.low is None or row.high is None:
        return None
    return None if row.low <= last.predicted <= row.high else last.node


def _plain(text: str) -> str:
    """Letters alone: an answer that differs by a space or an apostrophe is the same question."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())
