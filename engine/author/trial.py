"""A scenario's own plays, played as tests: what they say must come of them, and where it does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from engine.author.rehearse import finding_for
from engine.language.schema import Play, Scenario, ToolNode
from engine.nodes.tool import recorded_for
from engine.play.attend import Attended, RunTool, attend
from engine.play.environment import environment
from engine.play.events import Answered, Entered, ToolFailedEvent, ToolFinished
from engine.play.playthrough import AskWait, ToolWait
from tools.errors import MissingAsset
from tools.finding import Finding
from tools.wording import Words, both

CODE = "P620"


@dataclass(frozen=True)
class Fault:
    """P620: what went otherwise than a play says. ``node``: where it shows. ``cure``: what there is."""

    node: str
    says: Words
    cure: Words
    expected: str | None = None
    found: str | None = None
    offered: tuple[str, ...] = ()


@dataclass
class Trial:
    """One play of the scenario, tried. ``notes`` say what is no fault and yet worth knowing."""

    play: str
    done: Attended
    faults: list[Fault] = field(default_factory=list)
    notes: list[Words] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether all came as the play says."""
        return not self.faults

    @property
    def answers(self) -> int:
        """How many questions were answered."""
        return sum(isinstance(event, Answered) for event in self.done.events)

    @property
    def measures(self) -> list[Finding]:
        """The findings that came in, in order."""
        return [event.finding for event in self.done.events if isinstance(event, ToolFinished)]


def on_records(scenario: Scenario, play: Play) -> RunTool:
    """What answers measures without a lab: the recorded finding, else the values that the play itself gives.

    What it returns raises :class:`~tools.errors.MissingAsset` where there is neither.
    """

    def run(wait: ToolWait) -> Finding:
        node = scenario.nodes[wait.node]
        assert isinstance(node, ToolNode)
        recorded = recorded_for(scenario, node, wait.call)
        if recorded is not None:
            return recorded
        if wait.node in play.results:
            return finding_for(scenario, node, wait.call, play.results[wait.node])
        raise MissingAsset(
            "not_recorded",
            Words(
                fr=f"Aucune mesure n’est enregistrée pour « {wait.node} ».",
                en=f"No finding is recorded for “{wait.node}”.",
            ),
            Words(
                fr=f"autopsie record {scenario.id} {wait.node}, ou donnez-la sous « results: ».",
                en=f"autopsie record {scenario.id} {wait.node}, or give it under “results:”.",
            ),
        )

    return run


def tried(scenario: Scenario, play: Play, run_tool: RunTool | None = None) -> Trial:
    """One play, from its first question to its last; on records unless ``run_tool`` measures."""
    done = attend(scenario, run_tool or on_records(scenario, play), answers=play, play=f"test-{play.id}")
    trial = Trial(play.id, done)
    if isinstance(done.wait, AskWait):
        trial.faults.append(_stuck(done, done.wait))
    else:
        trial.faults += [
            *_wrong_ending(scenario, play, done),
            *_visits(play, done),
            *_checks(scenario, play, done),
        ]
    trial.notes += _notes(play, done)
    return trial


def _stuck(done: Attended, wait: AskWait) -> Fault:
    """The play stops at a question that its answers do not fit."""
    says = done.refused.says if done.refused is not None else both("?")
    offered = tuple(option.id for option in wait.offer.options if option.locked is None)
    locked = [option.id for option in wait.offer.options if option.locked is not None]
    listed = ", ".join(offered) or wait.offer.kind
    closed_fr = f" Fermés\u00a0: {', '.join(locked)}." if locked else ""
    closed_en = f" Locked: {', '.join(locked)}." if locked else ""
    cure = Words(fr=f"Proposé ici\u00a0: {listed}.{closed_fr}", en=f"Offered here: {listed}.{closed_en}")
    return Fault(wait.node, says, cure, offered=offered)


def _wrong_ending(scenario: Scenario, play: Play, done: Attended) -> Iterator[Fault]:
    if play.ending is None or done.ending == play.ending:
        return
    reached = done.ending or "–"
    turned = _last_turning(done)
    yield Fault(
        reached,
        Words(fr=f"la fin attendue était « {play.ending} ».", en=f"the ending expected was “{play.ending}”."),
        Words(
            fr=f"Atteinte\u00a0: « {reached} », par {turned}.",
            en=f"Reached: “{reached}”, by way of {turned}.",
        ),
        expected=play.ending,
        found=reached,
    )


def _last_turning(done: Attended) -> str:
    """The last nodes before the ending, from the last answer on."""
    path: list[str] = []
    for event in done.events:
        if isinstance(event, Answered):
            chosen = event.answer.get("option")
            path = [f"{event.node}.{chosen}" if chosen else event.node]
        elif isinstance(event, Entered) and (not path or path[-1] != event.node):
            path.append(event.node)
    return " → ".join(path[-8:])


def _visits(play: Play, done: Attended) -> Iterator[Fault]:
    visited = done.visited
    for name in play.visits:
        if name not in visited:
            passed = " → ".join(dict.fromkeys(visited))
            yield Fault(
                name,
                Words(fr="ce nœud n’a pas été visité.", en="this node was not visited."),
                Words(fr=f"Chemin suivi\u00a0: {passed}.", en=f"The way taken: {passed}."),
                expected=name,
            )
    for name in play.never:
        if name in visited:
            before = visited[visited.index(name) - 1] if visited.index(name) else "–"
            yield Fault(
                name,
                Words(fr="ce nœud ne devait pas être visité.", en="this node should not be visited."),
                Words(fr=f"On y est venu de « {before} ».", en=f"It was reached from “{before}”."),
                found=name,
            )


def _checks(scenario: Scenario, play: Play, done: Attended) -> Iterator[Fault]:
    env = environment(scenario, done.state)
    for check in play.check:
        if check.evaluate(env) is not True:
            values = ", ".join(f"{name} = {_value(env, name)}" for name in sorted(check.names)) or "–"
            yield Fault(
                done.ending or done.wait.node,
                Words(
                    fr=f"cette condition est fausse à la fin\u00a0: {check.source}",
                    en=f"this condition is false at the end: {check.source}",
                ),
                Words(fr=f"Valeurs\u00a0: {values}.", en=f"Values: {values}."),
                expected=check.source,
                found=values,
            )


def _value(env: object, name: str) -> str:
    from engine.language.expressions import parse_expression

    value = parse_expression(name).evaluate(env)  # type: ignore[arg-type]
    return "–" if value is None else str(value).lower() if isinstance(value, bool) else _short(value)


def _short(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _notes(play: Play, done: Attended) -> list[Words]:
    """Answers that nobody asked for, failures that the play does not foresee, measures that were supposed."""
    asked = {event.node for event in done.events if isinstance(event, Answered)}
    asked |= {done.wait.node}
    notes = [
        Words(
            fr=f"« {name} » n’a jamais été posée\u00a0: sa réponse n’a pas servi.",
            en=f"“{name}” was never asked: its answer was not used.",
        )
        for name in play.answers
        if name not in asked
    ]
    for event in done.events:
        if isinstance(event, ToolFailedEvent) and event.node not in play.fails:
            notes.append(
                Words(
                    fr=f"« {event.node} » n’a rien donné\u00a0: {event.says.fr}",
                    en=f"“{event.node}” gave nothing: {event.says.en}",
                )
            )
        elif isinstance(event, ToolFinished) and event.finding.recorded and event.finding.recorded.invented:
            notes.append(
                Words(
                    fr=f"« {event.node} » repose sur une mesure inventée.",
                    en=f"“{event.node}” rests on an invented finding.",
                )
            )
    return notes


def all_tried(scenario: Scenario, names: Sequence[str] = (), run_tool: RunTool | None = None) -> list[Trial]:
    """The plays in the order of the file, or those named. Raises :class:`KeyError` for an unknown one."""
    chosen = names or list(scenario.plays)
    return [tried(scenario, scenario.plays[name], run_tool) for name in chosen]
