"""The measures that could answer a question: those of the story, and what else its subject can be asked.

Nothing of a result stands here. A story's measure is searched by its author's words, which readers may not
have met; what is offered are the instrument's own: its title, its question, its settings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, get_args

from engine.author.argument_words import argument_in
from engine.guide.retrieval.passage import Passage, views_of
from engine.guide.retrieval.question import Question
from engine.guide.retrieval.spoken import call_of_node, spoken_for, spoken_of
from engine.guide.retrieval.words import stems_of, words_of
from engine.language.schema import AskNode, ChoiceNode, Scenario, Text, ToolNode
from engine.nodes.tool import call_again, title_of
from engine.play.once import once_a_scenario
from tools.catalogue import card_of, tool, tools_of
from tools.errors import AutopsieError
from tools.finding import Call
from tools.parameters import checked_params
from tools.perturb.picture_change import PictureChange
from tools.tool import Tool
from tools.wording import LANGUAGES, Words

BEYOND = ("perturb", "probe")
"""The verbs whose instruments ask one plain question each: others need settings that a reader cannot know."""
_NUMBER = re.compile(r"(?<![\w.,])\d{1,4}(?:[.,]\d{1,3})?(?![\w.,]|\s*%)")
_CHOICE = re.compile(r"([a-z][a-z_-]+) \(([^)]+)\)")


class Measurable(NamedTuple):
    """A measure that could be made. ``searched`` is a passage that nobody is shown."""

    title: Words
    asks: Words
    call: Call
    node: str | None
    seconds: float | None
    searched: Passage


@once_a_scenario
def of_story(scenario: Scenario) -> list[Measurable]:
    """The tool nodes, in the file's order. A reader's picture is left to the step that asks for one."""
    return [
        _of_node(scenario, node)
        for node in scenario.nodes.values()
        if isinstance(node, ToolNode) and not isinstance(scenario.nodes.get(node.case), AskNode)
    ]


def _of_node(scenario: Scenario, node: ToolNode) -> Measurable:
    finding = scenario.fixtures.get(node.id)
    recorded = finding is not None and finding.recorded is not None and not finding.recorded.invented
    call = call_of_node(node)
    made = call_again(node, call)
    title, about = title_of(node), _about(node)
    asks = finding.question if finding is not None and recorded else about
    said = [text for each in _texts(scenario, node) for text in each.by_language.values()]
    both = [words.in_(language) for words in (title, about, asks) for language in LANGUAGES]
    return Measurable(
        title=title,
        asks=asks,
        call=made,
        node=node.id,
        # Other settings take another time, and nobody has measured it.
        seconds=finding.seconds if finding is not None and recorded and made == call else None,
        searched=_searched(
            f"node:{node.id}", spoken_of(call), *both, *(re.sub(r"\{[^{}\n]*\}", " ", each) for each in said)
        ),
    )


def _texts(scenario: Scenario, tool_node: ToolNode) -> Iterator[Text]:
    """What the story says on the way to a measure: its text, the options that lead to it, the bet on it."""
    yield from (each for each in (tool_node.text, *tool_node.text_for.values()) if each is not None)
    doors = {tool_node.id}
    for node in scenario.nodes.values():
        if isinstance(node, AskNode) and (node.seals == tool_node.id):
            doors.add(node.id)
            yield from (each for each in (node.text, *node.text_for.values()) if each is not None)
    for node in scenario.nodes.values():
        if isinstance(node, ChoiceNode):
            yield from (option.text for option in node.options if option.to in doors)


def _about(node: ToolNode) -> Words:
    try:
        return tool(node.verb, node.method).about
    except AutopsieError:
        return title_of(node)


def _searched(name: str, topic: list[str], *texts: str) -> Passage:
    views = views_of(*texts, *topic)
    return Passage(id=name, text="", language="fr", kind="node", views=views, topic=tuple(topic))


def beyond(scenario: Scenario, question: Question, known: set[str]) -> Measurable | None:
    """An instrument that no node of the story uses, named in the question by a word for it that the file
    does not have (``known`` are the stems that it has); ``None`` for most questions."""
    asked = {stem for word in question.words for stem in stems_of(word)} - known
    if not asked:
        return None
    for subject, each in others(scenario):
        named = [each.title.in_(language) for language in LANGUAGES] + spoken_for(each.method)
        if asked & {stem for said in named for word in words_of(said) for stem in stems_of(word)}:
            made = _called(each, subject, question)
            if made is not None:
                return made
    return None


@once_a_scenario
def others(scenario: Scenario) -> list[tuple[str, Tool]]:
    """Subject and instrument, for all that the story's subjects accept and its nodes do not use."""
    nodes = [each for each in scenario.nodes.values() if isinstance(each, ToolNode)]
    used = {(each.verb, each.method) for each in nodes}
    found = []
    for subject in dict.fromkeys(each.subject for each in nodes):
        card = card_of(subject)
        for verb in BEYOND if card is not None else ():
            for method, instrument in tools_of(verb).items():
                if (
                    (verb, method) not in used
                    and card is not None
                    and instrument.accepts(card) is None
                    and _params(instrument, {}) is not None
                ):
                    found.append((subject, instrument))
    return found


def _called(instrument: Tool, subject: str, question: Question) -> Measurable | None:
    """The call with the tool's own defaults, and what the question itself settles."""
    given = _settled(instrument, question)
    params = _params(instrument, given)
    if params is None:
        params = _params(instrument, {})
    if params is None:
        return None
    return Measurable(
        title=instrument.title,
        asks=instrument.about,
        call=Call(
            verb=instrument.verb, method=instrument.method, subject=subject, case=instrument.default_case,
            params=params, seed=1,
        ),
        node=None,
        seconds=None,
        searched=_searched(f"node:{instrument.method}", []),
    )  # fmt: skip


def _params(instrument: Tool, given: Mapping[str, object]) -> dict[str, Any] | None:
    """The settings with the tool's defaults; ``None`` where they make no sense to it."""
    try:
        checked = checked_params(instrument, given).model_dump(mode="json")
        if isinstance(instrument, PictureChange):
            for level in checked["levels"]:
                instrument.check(float(level))
    except (AutopsieError, ValueError):
        return None
    return {name: value for name, value in checked.items() if value is not None}


def _settled(instrument: Tool, question: Question) -> dict[str, object]:
    """Settings that the question names: doses by their numbers, a choice by its word in either language."""
    given: dict[str, object] = {}
    stems = {stem for word in question.words for stem in stems_of(word)}
    for name, field in instrument.params.model_fields.items():
        if name == "levels" and isinstance(instrument, PictureChange):
            numbers = [float(each.replace(",", ".")) for each in _NUMBER.findall(question.text)]
            if numbers:
                given[name] = sorted(set(numbers))[:5]
            continue
        spoken = dict(_CHOICE.findall(argument_in("fr", field.description or "")))
        for choice in get_args(field.annotation):
            if isinstance(choice, str):
                words = words_of(f"{choice} {spoken.get(choice, '')}".replace("-", " "))
                if any(stems & stems_of(word) for word in words):
                    given[name] = choice
    return given
