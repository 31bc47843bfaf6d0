"""One node as its readers would see it, with what its author alone sees: conditions, evidence, notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from markupsafe import Markup

from engine.author.rehearse import Supposed, supposed_state
from engine.author.ways import ways
from engine.guide.render import render_text
from engine.language.diagnostics import Diagnostic
from engine.language.expressions import Expression
from engine.language.placeholders import parts_of
from engine.language.schema import (
    ActivityNode,
    AskNode,
    BranchNode,
    ChoiceNode,
    EndingNode,
    ExpectedRange,
    Node,
    Scenario,
    Text,
    ToolNode,
)
from engine.play.environment import Values
from server.authoring.desk import Draft
from server.templating import prose
from server.views.board import letter_of
from tools.wording import Language, format_number

_KEY = re.compile(r"""(?P<margin> *)(?P<quote>["']?)(?P<name>[\w-]+)(?P=quote)\s*:(?=\s|$)""")


@dataclass(frozen=True)
class Passage:
    """A text of the file. ``path`` is "" where it cannot be edited here; ``when`` is its condition."""

    path: str
    body: Markup
    shown_in: Language
    when: str = ""
    own: bool = False  # a text of this profile alone
    label: str = ""


@dataclass(frozen=True)
class Move:
    """What an exhibit does to a hypothesis: how many times more expected it is if that is true."""

    letter: str
    hypothesis: Markup
    ratio: str
    strength: str  # for, against, neutral
    why: Passage | None


@dataclass(frozen=True)
class ExhibitSheet:
    """An exhibit filed here."""

    id: str
    text: Passage
    moves: list[Move]
    decisive: bool


@dataclass(frozen=True)
class OptionSheet:
    """One answer to a choice."""

    id: str
    text: Passage
    to: str
    when: str
    locked: Passage | None
    once: bool
    sets: list[tuple[str, str]]
    exhibits: list[ExhibitSheet]
    facilitator: Passage | None


@dataclass(frozen=True)
class Sheet:
    """Everything about one node. ``lines`` are those of the file: number, text, gravity of what is wrong."""

    id: str
    kind: str
    act: str
    line: int
    detail: str
    passages: list[Passage]
    figure: Passage | None
    options: list[OptionSheet] = field(default_factory=list)
    cases: list[tuple[str, str]] = field(default_factory=list)
    items: list[Passage] = field(default_factory=list)
    remember: list[Passage] = field(default_factory=list)
    next_steps: list[Passage] = field(default_factory=list)
    reopens: list[Passage] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    leads: list[tuple[str, str]] = field(default_factory=list)  # kind of way, node
    arrivals: list[str] = field(default_factory=list)
    sets: list[tuple[str, str]] = field(default_factory=list)
    exhibits: list[ExhibitSheet] = field(default_factory=list)
    facilitator: Passage | None = None
    record: str = ""  # recorded, invented, unrecorded; "" where nothing is measured
    recorded_at: str = ""
    lines: list[tuple[int, str, str]] = field(default_factory=list)


@dataclass
class Reader:
    """Writes the texts of one draft for one profile and language, figures filled from what is recorded."""

    draft: Draft
    scenario: Scenario
    audience: str
    language: Language
    values: Mapping[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        state = supposed_state(self.scenario, Supposed(), self.audience, self.language)
        self.values = Values(self.scenario, state)

    def passage(
        self, path: str, text: Text, *, when: str = "", own: bool = False, label: str = "", block: bool = True
    ) -> Passage:
        """A text as it would be read; a figure that nothing gives yet shows its name."""
        known = {place for place, _ in self.draft.texts}
        body, shown_in = self.body(text, block=block)
        return Passage(path if path in known else "", body, shown_in, when, own, label)

    def body(self, text: Text, *, block: bool = True) -> tuple[Markup, Language]:
        """As :meth:`passage`, the words alone."""
        source, shown_in = text.in_(self.language)
        named = Text(by_language={shown_in: self._named(source)})
        told = render_text(self.scenario, named, shown_in, self.values).text
        return prose(told, shown_in, sources=list(self.scenario.sources), block=block), shown_in

    def _named(self, source: str) -> str:
        pieces = []
        for part in parts_of(source):
            missing = part.kind == "placeholder" and self.values.get(part.name) is None
            pieces.append(f"`{part.name}`" if missing else source[part.start : part.end])
        return "".join(pieces)


def sheet_of(
    draft: Draft, name: str, audience: str, language: Language, faults: list[Diagnostic]
) -> Sheet | None:
    """The sheet of a node of a sound draft; ``None`` where the draft has no such node."""
    scenario = draft.scenario
    node = scenario.nodes.get(name) if scenario is not None else None
    if scenario is None or node is None:
        return None
    reader = Reader(draft, scenario, audience, language)
    arrivals = [way.source for way in ways(scenario) if way.target == name]
    made = Sheet(
        id=name,
        kind=node.kind,
        act=next((act.title.in_(language)[0] for act in scenario.acts if act.id == node.act), ""),
        line=node.line,
        detail=_detail(scenario, node),
        passages=_passages(reader, node),
        figure=_figure(reader, node),
        arrivals=list(dict.fromkeys(arrivals)),
        leads=[(way.kind, way.target) for way in ways(scenario) if way.source == name and not way.name],
        sets=_sets(node.set),
        exhibits=[_exhibit(reader, each) for each in node.found if each in scenario.exhibits],
        facilitator=_note(reader, f"nodes.{name}.facilitator", node.facilitator),
        lines=_lines(draft, scenario, node, faults),
    )
    return _of_kind(reader, made, node)


def _of_kind(reader: Reader, made: Sheet, node: Node) -> Sheet:
    path = f"nodes.{node.id}"
    match node:
        case ChoiceNode():
            made.options.extend(_option(reader, node, at) for at in range(len(node.options)))
            made.leads.clear()
        case BranchNode():
            made.cases.extend((case.when.source if case.when else "", case.to) for case in node.cases)
            made.leads.clear()
        case ToolNode():
            made.expected.extend(f"{name}: {_wanted(value)}" for name, value in node.expect.items())
            return _recorded(reader, made, node)
        case AskNode():
            for kind, items in (("items", node.items), ("into", node.piles)):
                made.items.extend(
                    reader.passage(f"{path}.{kind}.{item.id}.text", item.text, label=item.id, block=False)
                    for item in items
                    if item.text is not None
                )
        case ActivityNode():
            made.items.extend(
                reader.passage(f"{path}.activity.{at}.text", phase.text, label=phase.do, block=False)
                for at, phase in enumerate(node.phases)
                if phase.text is not None
            )
        case EndingNode():
            for name, texts, into in (
                ("remember", node.remember, made.remember),
                ("next_steps", node.next_steps, made.next_steps),
                ("reopens", node.reopens, made.reopens),
            ):
                into.extend(
                    reader.passage(f"{path}.{name}.{at}", text, block=False) for at, text in enumerate(texts)
                )
        case _:
            pass
    return made


def _passages(reader: Reader, node: Node) -> list[Passage]:
    path = f"nodes.{node.id}"
    found = []
    if reader.audience in node.text_for:
        text = node.text_for[reader.audience]
        found.append(reader.passage(f"{path}.text_for.{reader.audience}", text, own=True))
    elif node.text is not None:
        found.append(reader.passage(f"{path}.text", node.text))
    found += [
        reader.passage(f"{path}.also.{at}.text", also.text, when=also.when.source)
        for at, also in enumerate(node.also)
    ]
    return found


def _figure(reader: Reader, node: Node) -> Passage | None:
    if node.figure is None:
        return None
    path = f"nodes.{node.id}.figure.alt"
    return reader.passage(path, node.figure.alt, label=node.figure.file, block=False)


def _option(reader: Reader, node: ChoiceNode, at: int) -> OptionSheet:
    option = node.options[at]
    path = f"nodes.{node.id}.options.{option.id}"
    scenario = reader.scenario
    return OptionSheet(
        id=option.id,
        text=reader.passage(f"{path}.text", option.text, block=False),
        to=option.to,
        when=option.when.source if option.when else "",
        locked=reader.passage(f"{path}.locked", option.locked, block=False) if option.locked else None,
        once=option.once,
        sets=_sets(option.set),
        exhibits=[_exhibit(reader, each) for each in option.found if each in scenario.exhibits],
        facilitator=_note(reader, f"{path}.facilitator", option.facilitator),
    )


def _exhibit(reader: Reader, name: str) -> ExhibitSheet:
    scenario = reader.scenario
    exhibit = scenario.exhibits[name]
    moves = []
    for hypothesis, ratio in exhibit.evidence.items():
        why = exhibit.why.get(hypothesis)
        named = scenario.hypotheses.get(hypothesis)
        moves.append(
            Move(
                letter=letter_of(scenario, hypothesis),
                hypothesis=reader.body(named.text, block=False)[0] if named else Markup(""),
                ratio=_ratio(ratio, reader.language),
                strength="for" if ratio > 1 else "against" if ratio < 1 else "neutral",
                why=reader.passage(f"exhibits.{name}.why.{hypothesis}", why, block=False) if why else None,
            )
        )
    text = reader.passage(f"exhibits.{name}.text", exhibit.text, block=False)
    return ExhibitSheet(name, text, moves, exhibit.decisive)


def _ratio(ratio: float, language: Language) -> str:
    """Over one as it stands, under one as a fraction: "×9", "÷9"."""
    sign, size = ("×", ratio) if ratio >= 1 else ("÷", 1 / ratio)
    return sign + format_number(round(size, 2), "number", language)


def _recorded(reader: Reader, made: Sheet, node: ToolNode) -> Sheet:
    finding = reader.scenario.fixtures.get(node.id)
    record = "unrecorded"
    at = ""
    if finding is not None:
        record = "recorded"
        if finding.recorded is not None:
            record = "invented" if finding.recorded.invented else "recorded"
            at = finding.recorded.at
    return replace(made, record=record, recorded_at=at)


def _note(reader: Reader, path: str, text: Text | None) -> Passage | None:
    return reader.passage(path, text) if text is not None else None


def _sets(expressions: Mapping[str, Expression]) -> list[tuple[str, str]]:
    return [(name, expression.source) for name, expression in expressions.items()]


def _wanted(value: ExpectedRange | str | bool) -> str:
    return f"{value.low:g}..{value.high:g}" if isinstance(value, ExpectedRange) else str(value)


def _detail(scenario: Scenario, node: Node) -> str:
    match node:
        case ToolNode():
            given = ", ".join(f"{name}: {value}" for name, value in node.params.items())
            named = f"{node.verb} · {node.method.replace('_', '-')} · {node.subject.replace('_', '-')}"
            own = {each.case: name for name, each in scenario.case_pictures.items()}
            case = own.get(node.case, node.case)
            return f"{named} · {case}" + (f" ({given})" if given else "")
        case AskNode():
            ends = f" {node.low:g}..{node.high:g}" if node.low is not None and node.high is not None else ""
            return f"{node.ask}{ends}" + (f" → {node.save}" if node.save else "")
        case EndingNode():
            return node.status
        case _:
            return ""


def _lines(
    draft: Draft, scenario: Scenario, node: Node, faults: list[Diagnostic]
) -> list[tuple[int, str, str]]:
    """The node's lines of the file, to the next node; blank ones at the end are left out."""
    later = [each.line for each in scenario.nodes.values() if each.line > node.line]
    first, end = node.line, min(later, default=len(draft.lines) + 1)
    if not later:  # the last node ends where something else begins at the margin
        end = _margin(draft.lines, first, len(draft.lines)) or end
    while end - 1 > first and not draft.lines[end - 2].strip():
        end -= 1
    worst: dict[int, str] = {}
    for fault in faults:
        if worst.get(fault.line) != "error":
            worst[fault.line] = fault.severity
    return [(at, draft.lines[at - 1], worst.get(at, "")) for at in range(first, end)]


def node_at(scenario: Scenario, line: int, lines: Sequence[str]) -> str | None:
    """The node that holds a line of the file ``lines``, if one does: what follows the nodes is in none."""
    before = [node for node in scenario.nodes.values() if node.line <= line]
    if not before:
        return None
    node = max(before, key=lambda each: each.line)
    return None if _margin(lines, node.line, line) else node.id


def node_above(lines: Sequence[str], line: int) -> str | None:
    """The node under which a line stands in a file that cannot be read, by the look of the lines alone.

    That is the nearest name, at or above ``line``, written as far in as the first one below ``nodes:``.
    """
    inside = [_KEY.match(each) for each in lines[:line]]
    begins = [at for at, key in enumerate(inside) if key and key["name"] == "nodes" and not key["margin"]]
    if not begins or _margin(lines, begins[-1] + 1, line):
        return None
    names = [key for key in inside[begins[-1] + 1 :] if key]
    here = [key["name"] for key in names if key["margin"] and key["margin"] == names[0]["margin"]]
    return here[-1] if here else None


def _margin(lines: Sequence[str], after: int, to: int) -> int | None:
    """The first line below ``after``, ``to`` included, where a field of the document begins."""
    for at in range(after, min(to, len(lines))):
        if lines[at][:1].strip() and not lines[at].startswith("#"):
            return at + 1
    return None
