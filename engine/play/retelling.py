"""A log in the names that its scenario has today, for whoever reads it beside the scenario: pages, folds.

The log itself never changes. What stands before a migration was said by another version, with that version's
names; a :class:`~engine.play.events.Renaming` says what became of those that the play had met.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from engine.language.schema import Change, ChoiceNode, Scenario
from engine.play.events import (
    Answered,
    Believed,
    Binding,
    Detoured,
    Ended,
    Entered,
    Event,
    Found,
    Migrated,
    Move,
    Moved,
    Narrated,
    Offered,
    OfferedOption,
    Opened,
    Renaming,
    Set,
    ToolFailedEvent,
    ToolFinished,
    ToolStarted,
)

Names = dict[str, str | None]
_AT_A_NODE = (
    Entered, Narrated, Offered, Answered, ToolStarted, ToolFinished, ToolFailedEvent, Found, Believed, Ended,
)  # fmt: skip


def version_of(events: Sequence[Event]) -> tuple[int, str]:
    """The version and the sha of the scenario that a log stands at. (0, "") for one that does not begin."""
    for event in reversed(events):
        if isinstance(event, Migrated | Opened):
            return event.version, event.sha
    return 0, ""


def retold(scenario: Scenario, events: Sequence[Event]) -> list[Event]:
    """``events`` in the names of ``scenario``; the same events where nothing was ever renamed.

    Exhibits that are gone are left out, and the pieces that remain are numbered again. An event at a node
    that is gone keeps its name: it did happen.
    """
    told = since_last(events)
    if version_of(events)[1] == scenario.sha:
        return told
    names = renaming(scenario, told)
    return [
        each.model_copy(update={"state": {}}) if isinstance(each, Migrated) else each
        for each in renamed(told, names)
    ]


def since_last(events: Sequence[Event]) -> list[Event]:
    """``events`` in the names of the version that the log itself stands at."""
    if not any(isinstance(event, Migrated) for event in events):
        return list(events)
    told: list[Event] = []
    for event in events:
        if isinstance(event, Migrated):
            told = renamed(told, event.names)
        told.append(event)
    return told


def renaming(scenario: Scenario, events: Sequence[Event]) -> Renaming:
    """What became, in ``scenario``, of the names in a log (already in those of its last version)."""
    steps = Steps(scenario, version_of(events)[0])
    nodes: Names = {}
    options: Names = {}
    for event in events:
        if isinstance(event, _AT_A_NODE):
            nodes[event.node] = steps.node(event.node)
        if isinstance(event, Offered):
            named = [each.id for each in event.offer.options]
            options |= {f"{event.node}.{name}": steps.option(event.node, name) for name in named}
    exhibits = {each.exhibit: steps.exhibit(each.exhibit) for each in events if isinstance(each, Found)}
    past = [event.names for event in reversed(events) if isinstance(event, Migrated)]
    return Renaming(
        nodes=_changed(nodes, past, "nodes", scenario.nodes),
        options={key: new for key, new in options.items() if new != key.partition(".")[2]},
        vars=_changed(
            {each.var: steps.var(each.var) for each in events if isinstance(each, Set)},
            past, "vars", scenario.vars,
        ),
        exhibits=_changed(exhibits, past, "exhibits", scenario.exhibits),
        hypotheses=_changed(
            {name: steps.hypothesis(name) for name in _hypotheses_in(events)},
            past, "hypotheses", scenario.hypotheses,
        ),
    )  # fmt: skip


class Steps:
    """The changes from a version on, oldest first: what became of one name. ``None``: it is gone.

    Those of that version and of earlier ones hold too, for names that the scenario no longer knows: a draft
    is edited many times under one number.
    """

    def __init__(self, scenario: Scenario, version: int) -> None:
        self._scenario = scenario
        self._later = [change for at, change in sorted(scenario.changes.items()) if at > version]
        self._earlier = [change for at, change in sorted(scenario.changes.items()) if at <= version]

    def node(self, name: str) -> str | None:
        """The node's name today."""
        return self._follow(name)[0]

    def stand_in(self, name: str) -> str | None:
        """Where a play goes on that stood at a node which was removed, where an author says so."""
        return self._follow(name)[1]

    def option(self, node: str, option: str) -> str | None:
        """An option's name today; the change may name its node as it was or as it is."""
        today = self.node(node)
        choice = self._scenario.nodes.get(today or "")
        known = {each.id for each in choice.options} if isinstance(choice, ChoiceNode) else set()
        for change in [*self._later, *([] if option in known else self._earlier)]:
            node_then, node = node, change.renamed.get(node, node)
            for spoken in (node_then, node, today):
                if f"{spoken}.{option}" in change.options:
                    option = change.options[f"{spoken}.{option}"]
                    break
        return option if option in known else None

    def var(self, name: str) -> str | None:
        """A variable's name today."""
        return self._plain(name, "vars", self._scenario.vars)

    def exhibit(self, name: str) -> str | None:
        """An exhibit's name today."""
        return self._plain(name, "exhibits", self._scenario.exhibits)

    def hypothesis(self, name: str) -> str | None:
        """A hypothesis's name today."""
        return self._plain(name, "hypotheses", self._scenario.hypotheses)

    def _follow(self, name: str) -> tuple[str | None, str | None]:
        """The name today, and the stand-in where the node was removed on the way."""
        stood, removed = name, False
        for change in [*self._later, *([] if name in self._scenario.nodes else self._earlier)]:
            stood, gone = _one_step(change, stood)
            removed = removed or gone
        known = stood if stood in self._scenario.nodes else None
        return (None, known) if removed else (known, None)

    def _plain(self, name: str, field: str, known: Mapping[str, Any]) -> str | None:
        now: str | None = name
        for change in [*self._later, *([] if name in known else self._earlier)]:
            if now is not None:
                now = getattr(change, field).get(now, now)
        return now if now is not None and now in known else None


def _one_step(change: Change, name: str) -> tuple[str, bool]:
    if name in change.removed:
        return change.removed[name], True
    return change.renamed.get(name, name), False


def renamed(events: Sequence[Event], names: Renaming) -> list[Event]:
    """``events`` in the new names. Pieces and visits are counted again."""
    if names == Renaming():
        return list(events)
    return _Retelling(names).tell(events)


class _Retelling:
    def __init__(self, names: Renaming) -> None:
        self._names = names
        self._visits: Counter[str] = Counter()
        self._pieces: dict[int, int] = {}
        self._filed: set[str] = set()

    def tell(self, events: Sequence[Event]) -> list[Event]:
        return [new for event in events if (new := self._one(event)) is not None]

    def _one(self, event: Event) -> Event | None:
        changes = self._changes(event)
        if changes is None:
            return None
        if isinstance(event, _AT_A_NODE):
            changes["node"] = self._node(event.node)
        return event.model_copy(update=changes) if changes else event

    def _changes(self, event: Event) -> dict[str, Any] | None:
        """The fields that are told otherwise; ``None`` for an event about something that is gone."""
        match event:
            case Entered():
                node = self._node(event.node)
                self._visits[node] += 1
                return {"visit": self._visits[node]}
            case Narrated():
                return self._figures(event.values, event.bindings)
            case Offered():
                options = [self._offered(event.node, each) for each in event.offer.options]
                items = [each.model_copy(update={"id": self._item(each.id)}) for each in event.offer.items]
                seals = self._node(event.offer.seals) if event.offer.seals else None
                told = {"options": options, "items": items, "seals": seals}
                return {"offer": event.offer.model_copy(update=told)}
            case Answered():
                return {"answer": self._answer(event)}
            case Set():
                var = self._names.vars.get(event.var, event.var)
                return None if var is None else {"var": var}
            case Found():
                return self._found(event)
            case Moved():
                moves = [new for each in event.moves if (new := self._move(each)) is not None]
                return {"moves": moves} if moves else None
            case Believed():
                return {"stated": self._stated(event.stated)}
            case Detoured():
                return {"node": self._node(event.node), "back": self._node(event.back)}
            case _:
                return {}

    def _found(self, event: Found) -> dict[str, Any] | None:
        exhibit = self._names.exhibits.get(event.exhibit, event.exhibit)
        if exhibit is None or exhibit in self._filed:  # gone, or merged with one already filed
            return None
        self._filed.add(exhibit)
        self._pieces[event.piece] = len(self._filed)
        told = self._figures(event.values, event.bindings)
        basis = [self._node(name) for name in event.rests_on]
        return {**told, "exhibit": exhibit, "piece": len(self._filed), "rests_on": basis}

    def _move(self, move: Move) -> Move | None:
        hypothesis = self._names.hypotheses.get(move.hypothesis, move.hypothesis)
        exhibit = self._names.exhibits.get(move.exhibit, move.exhibit)
        piece = self._pieces.get(move.piece)
        if hypothesis is None or exhibit is None or piece is None:
            return None
        return move.model_copy(update={"hypothesis": hypothesis, "exhibit": exhibit, "piece": piece})

    def _answer(self, event: Answered) -> dict[str, Any]:
        answer = dict(event.answer)
        if "option" in answer:
            answer["option"] = self._option(event.node, answer["option"])
        if isinstance(answer.get("ranking"), list):
            answer["ranking"] = [self._item(name) for name in answer["ranking"]]
        if isinstance(answer.get("beliefs"), dict):
            answer["beliefs"] = self._stated(answer["beliefs"])
        return answer

    def _stated(self, stated: dict[str, Any]) -> dict[str, Any]:
        return {
            new: p
            for name, p in stated.items()
            if (new := self._names.hypotheses.get(name, name)) is not None
        }

    def _offered(self, node: str, option: OfferedOption) -> OfferedOption:
        return option.model_copy(update={"id": self._option(node, option.id)})

    def _option(self, node: str, option: str) -> str:
        return self._names.options.get(f"{node}.{option}") or option

    def _node(self, name: str) -> str:
        return self._names.nodes.get(name) or name

    def _item(self, name: str) -> str:
        return self._names.hypotheses.get(name) or self._names.exhibits.get(name) or name

    def _figures(self, values: dict[str, Any], bindings: list[Binding]) -> dict[str, Any]:
        """Placeholders under the names that the texts of today read."""
        told = [each.model_copy(update={"name": self._base(each.name)}) for each in bindings]
        return {"values": {self._read(name): value for name, value in values.items()}, "bindings": told}

    def _read(self, name: str) -> str:
        base, dot, field = name.partition(".")
        if base == "belief":
            return base + dot + self._item(field)
        return self._base(base) + dot + field

    def _base(self, name: str) -> str:
        return self._names.nodes.get(name) or self._names.vars.get(name) or name


def _changed(names: Names, past: Sequence[Renaming], family: str, known: Mapping[str, Any]) -> Names:
    """The names that are not what they were; one that is gone may be one of before, taken up again."""
    return {name: new or _before(name, past, family, known) for name, new in names.items() if new != name}


def _before(name: str, past: Sequence[Renaming], family: str, known: Mapping[str, Any]) -> str | None:
    for names in past:
        renamings: Names = getattr(names, family)
        name = next((old for old, new in renamings.items() if new == name), name)
        if name in known:
            return name
    return None


def _hypotheses_in(events: Iterable[Event]) -> list[str]:
    named: dict[str, None] = {}
    for event in events:
        if isinstance(event, Moved):
            named.update(dict.fromkeys(each.hypothesis for each in event.moves))
        elif isinstance(event, Believed):
            named.update(dict.fromkeys(event.stated))
        elif isinstance(event, Offered) and event.offer.kind == "beliefs":
            named.update(dict.fromkeys(each.id for each in event.offer.items))
    return list(named)
