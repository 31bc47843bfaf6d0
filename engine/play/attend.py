"""A play with nobody at the table: by an answers file, at random, or both.

What the tests of a scenario (its ``plays``) and ``autopsie play --answers | --random`` use.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from engine.language.schema import AskNode, Play, Scenario
from engine.nodes.asks import form_named
from engine.play.environment import environment
from engine.play.events import Entered, Event, InvalidAnswer, Offer
from engine.play.playthrough import (
    AskWait,
    Done,
    Step,
    ToolWait,
    Wait,
    open_play,
    take_answer,
    take_failure,
    take_finding,
)
from engine.play.state import PlayState
from tools.errors import AutopsieError, ToolFailed
from tools.finding import Finding
from tools.wording import Language, Words

RunTool = Callable[[ToolWait], Finding]


@dataclass
class Attended:
    """How an unattended play went. ``faults`` says what was expected and did not come; empty when all did."""

    events: list[Event]
    state: PlayState
    wait: Wait
    faults: list[Words] = field(default_factory=list)
    refused: AutopsieError | None = (
        None  # why the last question was not answered, where that stopped the play
    )

    @property
    def ending(self) -> str | None:
        """The ending reached, if one was."""
        return self.wait.node if isinstance(self.wait, Done) else None

    @property
    def visited(self) -> list[str]:
        """The nodes entered, in order."""
        return [event.node for event in self.events if isinstance(event, Entered)]


class NoAnswer(AutopsieError):
    """The answers file says nothing for a question that needs an answer."""

    exit_code = 1


def attend(
    scenario: Scenario,
    run_tool: RunTool,
    *,
    answers: Play | None = None,
    random_seed: int | None = None,
    play: str = "unattended",
    seed: int | None = None,
    audience: str | None = None,
    language: Language | None = None,
    tried: Counter[tuple[str, str]] | None = None,
    told: Callable[[list[Event]], None] = lambda events: None,
) -> Attended:
    """Play to an ending, or to the first question that nothing answers.

    ``answers`` come first; then chance, where there is a seed for it; then, for questions that are not a
    choice, the start value. Settings given here win over those of the answers file. ``tried`` counts the
    options taken: shared by several random plays, it makes them explore. ``told`` receives the events as they
    come. Raises nothing of the play itself: what went wrong is in ``faults``.
    """
    script = answers or Play()
    reader = _Reader(scenario, script, random_seed, Counter() if tried is None else tried)
    step = open_play(
        scenario,
        play=play,
        seed=script.seed if seed is None else seed,
        audience=audience or script.audience or scenario.default_audience,
        language=language or script.language or scenario.languages[0],
        group=script.group,
    )
    events = list(step.events)
    told(step.events)
    faults: list[Words] = []
    stopped: AutopsieError | None = None
    while not isinstance(step.wait, Done):
        try:
            if isinstance(step.wait, ToolWait):
                step = _measured(scenario, step, step.wait, run_tool, script)
            else:
                step = take_answer(scenario, step.state, step.wait.ask_id, reader.answer(step.wait))
        except (InvalidAnswer, NoAnswer) as refused:
            node, stopped = step.wait.node, refused
            faults.append(
                Words(
                    fr=f"Au nœud « {node} »\u00a0: {refused.sentence('fr')}",
                    en=f"At node “{node}”: {refused.sentence('en')}",
                )
            )
            break
        events += step.events
        told(step.events)
    done = Attended(events=events, state=step.state, wait=step.wait, faults=faults, refused=stopped)
    if not faults:
        faults += unmet(scenario, script, done)
    return done


def unmet(scenario: Scenario, script: Play, done: Attended) -> list[Words]:
    """What ``script`` expected of the play and did not get."""
    visited = set(done.visited)
    faults = []
    if script.ending is not None and done.ending != script.ending:
        reached = done.ending or "–"
        faults.append(
            Words(
                fr=f"Fin attendue\u00a0: « {script.ending} »\u00a0; atteinte\u00a0: « {reached} ».",
                en=f"Expected ending: “{script.ending}”; reached: “{reached}”.",
            )
        )
    faults += [
        Words(fr=f"Le nœud « {name} » n’a pas été visité.", en=f"Node “{name}” was not visited.")
        for name in script.visits
        if name not in visited
    ]
    faults += [
        Words(fr=f"Le nœud « {name} » ne devait pas être visité.", en=f"Node “{name}” should not be visited.")
        for name in script.never
        if name in visited
    ]
    env = environment(scenario, done.state)
    faults += [
        Words(fr=f"Condition fausse à la fin\u00a0: {check.source}", en=f"False at the end: {check.source}")
        for check in script.check
        if check.evaluate(env) is not True
    ]
    return faults


def _measured(scenario: Scenario, step: Step, wait: ToolWait, run_tool: RunTool, script: Play) -> Step:
    broken = script.fails.get(wait.node)
    if broken is not None:
        says = Words(
            fr=f"Panne prévue par les réponses\u00a0: {broken}.", en=f"Failure set by the answers: {broken}."
        )
        return take_failure(scenario, step.state, ToolFailed(f"tool_{broken}", says))
    try:
        finding = run_tool(wait)
    except AutopsieError as error:
        return take_failure(scenario, step.state, error)
    fields = script.results.get(wait.node)
    if fields:
        finding = finding.model_copy(update={"result": {**finding.result, **fields}})
    return take_finding(scenario, step.state, finding)


class _Reader:
    """Answers questions: from the file, by chance, or by the start value."""

    def __init__(
        self, scenario: Scenario, script: Play, seed: int | None, tried: Counter[tuple[str, str]]
    ) -> None:
        self._scenario = scenario
        self._script = script
        self._chance = random.Random(seed) if seed is not None else None
        self._asked: Counter[str] = Counter()
        self._taken = tried

    def answer(self, wait: AskWait) -> dict[str, Any]:
        """The answer to an open question. Raises :class:`NoAnswer` for a choice that nothing answers."""
        visit = self._asked[wait.node]
        self._asked[wait.node] += 1
        if wait.node in self._script.answers:
            given = self._script.answers[wait.node]
            if not _is_list_of_visits(wait.offer, given):
                return _wrapped(wait.offer, given)
            if visit < len(given):
                return _wrapped(wait.offer, given[visit])
        if self._chance is not None:
            return self._by_chance(wait, self._chance)
        if wait.offer.kind == "choice":
            raise _no_answer(wait.offer)
        return self._start_value(wait)

    def _by_chance(self, wait: AskWait, chance: random.Random) -> dict[str, Any]:
        offer = wait.offer
        if offer.kind == "choice":
            open_ones = [option.id for option in offer.options if option.locked is None]
            if not open_ones:
                raise _no_answer(offer)
            # The least tried first: blind chance walks in circles around a hub.
            least = min(self._taken[wait.node, name] for name in open_ones)
            chosen = chance.choice([name for name in open_ones if self._taken[wait.node, name] == least])
            self._taken[wait.node, chosen] += 1
            return {"option": chosen}
        if offer.kind == "picture" or (offer.optional and chance.random() < 0.2):
            return self._start_value(wait)
        form = form_named(offer.kind)
        return {form.field: form.by_chance(offer, chance)}

    def _start_value(self, wait: AskWait) -> dict[str, Any]:
        """A skip, or where none is allowed, what the variable holds already, or the middle."""
        offer = wait.offer
        if offer.optional:
            return {"skipped": True}
        if offer.kind == "picture":
            raise _no_answer(offer)
        node = self._scenario.nodes[wait.node]
        var = self._scenario.vars.get(node.save or "") if isinstance(node, AskNode) else None
        form = form_named(offer.kind)
        return {form.field: form.start(offer, var.start if var is not None else None)}


def _is_list_of_visits(offer: Offer, given: Any) -> bool:
    """A ranking is a list already; a list of lists is one ranking a visit. So are curves and signatures."""
    if not isinstance(given, list):
        return False
    is_list = offer.kind != "choice" and form_named(offer.kind).is_list
    return not is_list or any(isinstance(each, list | dict) or each is None for each in given)


def _wrapped(offer: Offer, given: Any) -> dict[str, Any]:
    """A bare value as the answer it stands for; ``null`` and ``skip`` are a skip."""
    if given is None or (given == "skip" and offer.kind != "text"):
        return {"skipped": True}
    field = "option" if offer.kind == "choice" else form_named(offer.kind).field
    if isinstance(given, dict) and given and given.keys() <= {field, "skipped"}:
        return given
    return {field: given}


def _no_answer(offer: Offer) -> NoAnswer:
    shown = ", ".join(option.id for option in offer.options if option.locked is None) or "–"
    return NoAnswer(
        "no_answer",
        Words(fr="Aucune réponse n’est prévue.", en="No answer is given."),
        Words(fr=f"Réponses possibles\u00a0: {shown}.", en=f"Possible answers: {shown}."),
    )
