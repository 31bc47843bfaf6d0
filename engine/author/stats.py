"""What a scenario is made of: nodes, words by kind, language and profile, evidence, tools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from engine.author.coverage import options_of, outcomes_of
from engine.author.readability import ease_by_profile
from engine.author.reading_time import minutes, words_in
from engine.language.schema import (
    ActivityNode,
    AskNode,
    ChoiceNode,
    EndingNode,
    Node,
    Scenario,
    Text,
    ToolNode,
)
from tools.wording import Language


class Told(NamedTuple):
    """A text that readers may read. ``audience`` is that of a profile's own text."""

    path: str
    line: int
    text: Text
    node: Node | None = None
    audience: str | None = None


@dataclass(frozen=True)
class Stats:
    """Counts of one scenario. Words are those of the source language where no other is said."""

    kinds: dict[str, int]
    options: int
    outcomes: int
    words: int
    minutes: float
    words_by_language: dict[str, int]
    words_by_profile: dict[str, int]
    words_by_kind: dict[str, int]
    ease: dict[str, dict[str, float]]  # by language, then by profile
    untranslated: dict[str, int]
    longest: Told | None
    longest_words: int
    exhibits_by_hypothesis: dict[str, int]
    endings: dict[str, int]
    tools: dict[str, int]


def stats(scenario: Scenario) -> Stats:
    """Count."""
    source = scenario.languages[0]
    texts = list(texts_of(scenario))
    words = sum(words_in(told.text, source) for told in texts)
    longest = max(texts, key=lambda told: words_in(told.text, source), default=None)
    nodes = list(scenario.nodes.values())
    return Stats(
        kinds=dict(Counter(node.kind for node in nodes)),
        options=len(options_of(scenario)),
        outcomes=len(outcomes_of(scenario)),
        words=words,
        minutes=round(minutes(words, source), 1),
        words_by_language={each: _words(texts, each) for each in scenario.languages},
        words_by_profile={
            audience.id: _told_to(texts, audience.id, source) for audience in scenario.audiences
        },
        words_by_kind=_by_kind(texts, source),
        ease={each: ease_by_profile(scenario, each) for each in scenario.languages},
        untranslated={
            each: sum(each not in told.text.by_language for told in texts) for each in scenario.languages
        },
        longest=longest,
        longest_words=words_in(longest.text, source) if longest else 0,
        exhibits_by_hypothesis={
            name: sum(name in exhibit.evidence for exhibit in scenario.exhibits.values())
            for name in scenario.hypotheses
        },
        endings=dict(Counter(node.status for node in nodes if isinstance(node, EndingNode))),
        tools=dict(Counter(node.verb for node in nodes if isinstance(node, ToolNode))),
    )


def texts_of(scenario: Scenario) -> Iterator[Told]:
    """What readers may read, in the file's order; not the facilitator's notes, nor what guides read."""
    yield Told("title", 1, scenario.title)
    if scenario.summary is not None:
        yield Told("summary", 1, scenario.summary)
    for name, hypothesis in scenario.hypotheses.items():
        yield Told(f"hypotheses.{name}.text", 1, hypothesis.text)
    for name, exhibit in scenario.exhibits.items():
        yield Told(f"exhibits.{name}.text", 1, exhibit.text)
        for about, text in exhibit.why.items():
            yield Told(f"exhibits.{name}.why.{about}", 1, text)
    for name, term in scenario.glossary.items():
        if term.title is not None:
            yield Told(f"glossary.{name}.title", 1, term.title)
        yield Told(f"glossary.{name}.text", 1, term.text)
        for profile, text in term.text_for.items():
            yield Told(f"glossary.{name}.text_for.{profile}", 1, text, None, profile)
    for node in scenario.nodes.values():
        for path, text, audience in _of_node(node):
            yield Told(f"nodes.{node.id}.{path}", node.line, text, node, audience)


def _of_node(node: Node) -> Iterator[tuple[str, Text, str | None]]:
    if node.text is not None:
        yield "text", node.text, None
    for audience, text in node.text_for.items():
        yield f"text_for.{audience}", text, audience
    for at, also in enumerate(node.also):
        yield f"also.{at}", also.text, None
    if isinstance(node, ChoiceNode):
        for option in node.options:
            yield f"options.{option.id}.text", option.text, None
            if option.locked is not None:
                yield f"options.{option.id}.locked", option.locked, None
    elif isinstance(node, AskNode):
        for item in [*node.items, *node.piles]:
            if item.text is not None:
                yield f"items.{item.id}", item.text, None
    elif isinstance(node, ActivityNode):
        for at, phase in enumerate(node.phases):
            if phase.text is not None:
                yield f"activity.{at}", phase.text, None
    elif isinstance(node, EndingNode):
        for field in ("remember", "next_steps", "reopens"):
            for at, text in enumerate(getattr(node, field)):
                yield f"{field}.{at}", text, None


def _words(texts: list[Told], language: Language) -> int:
    """The words that exist in ``language``: a missing translation has none."""
    return sum(words_in(told.text, language) for told in texts if language in told.text.by_language)


def _told_to(texts: list[Told], audience: str, language: Language) -> int:
    """The words of the nodes as one profile is told them."""
    count = 0
    for told in texts:
        if told.node is None or told.audience not in (None, audience):
            continue
        replaced = told.text is told.node.text and audience in told.node.text_for
        count += 0 if replaced else words_in(told.text, language)
    return count


def _by_kind(texts: list[Told], language: Language) -> dict[str, int]:
    found: Counter[str] = Counter()
    for told in texts:
        found[told.node.kind if told.node else told.path.partition(".")[0]] += words_in(told.text, language)
    return dict(found)
