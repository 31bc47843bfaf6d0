"""Playing on from any node: the form in which an author supposes findings, and the lab that gives them."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.author.rehearse import (
    Supposed,
    begin_at,
    declared_by,
    edges,
    fields_read,
    finding_for,
    usual,
)
from engine.author.ways import path_to
from engine.language.assets import keep_assets
from engine.language.schema import Scenario, ToolNode
from engine.play.playthrough import ToolWait
from server.authoring.desk import Desk
from server.laboratory import Laboratory
from server.place import Place
from server.settings import Settings
from server.tables import Playthrough, Turn
from server.turns import OPENING
from tools.errors import AutopsieError, ToolFailed
from tools.finding import Finding, Scalar
from tools.subject import Availability
from tools.tool import ResultField
from tools.wording import Language, Words

if TYPE_CHECKING:
    from engine.play.graph import ReportProgress, RunTool

_KEPT = 30  # versions of the draft that plays under way may rest on


@dataclass(frozen=True)
class FieldForm:
    """One field to suppose. ``options`` are values with what they are: recorded, edge, usual, word."""

    name: str
    kind: str
    value: str
    options: list[tuple[str, str]]


@dataclass(frozen=True)
class ToolForm:
    """The fields of one tool node that the scenario reads. ``known``: already measured on the way here."""

    node: str
    known: bool
    recorded: bool
    fields: list[FieldForm]


def forms_for(scenario: Scenario, node: str) -> list[ToolForm]:
    """A form for each tool node that the scenario reads something of, those of the way here first."""
    passed = {way.source for way in path_to(scenario, node)}
    made = []
    for name, fields in fields_read(scenario).items():
        target = scenario.nodes[name]
        if not isinstance(target, ToolNode) or not fields:
            continue
        forms = [_field(scenario, target, each) for each in fields.values() if each.kind != "table"]
        made.append(ToolForm(name, name in passed, name in scenario.fixtures, forms))
    return sorted(made, key=lambda form: not form.known)


def _field(scenario: Scenario, node: ToolNode, field: ResultField) -> FieldForm:
    recorded = scenario.fixtures.get(node.id)
    held = recorded.result.get(field.name) if recorded is not None else None
    value = usual(field) if held is None else held
    options = [(_written(value), "usual" if held is None else "recorded")]
    if field.kind in ("number", "share"):
        options += [(_written(each), "edge") for each in edges(scenario, node, field)]
    elif field.kind == "flag":
        options += [(_written(each), "word") for each in (True, False)]
    else:
        options += [(each, "word") for each in field.choices]
    return FieldForm(
        field.name,
        field.kind,
        _written(value),
        list({each[0]: each for each in options[::-1]}.values())[::-1],
    )


def _written(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(value)
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def read_supposed(scenario: Scenario, form: Mapping[str, str], ticked: Mapping[str, list[str]]) -> Supposed:
    """What a posted form supposes. A field left as it was recorded supposes nothing.

    Raises :class:`~tools.errors.AutopsieError` (C844) for a value that its tool can never return.
    """
    results: dict[str, dict[str, Scalar]] = {}
    for name, fields in fields_read(scenario).items():
        for field in fields.values():
            given = form.get(f"result.{name}.{field.name}", "").strip()
            if given and given != _held(scenario, name, field):
                results.setdefault(name, {})[field.name] = _value(name, field, given)
    values: dict[str, bool | float | str] = {}
    for name, var in scenario.vars.items():
        given = form.get(f"var.{name}", "").strip()
        if given and given != _written(var.start):
            values[name] = _var(name, var.kind, given, var.choices)
    chosen = ticked.get("exhibit", []) if form.get("exhibits") == "chosen" else None
    return Supposed(results=results, known=ticked.get("known", []), vars=values, exhibits=chosen)


def _held(scenario: Scenario, name: str, field: ResultField) -> str:
    recorded = scenario.fixtures.get(name)
    held = recorded.result.get(field.name) if recorded is not None else None
    return _written(usual(field) if held is None else held)


def _value(node: str, field: ResultField, given: str) -> Scalar:
    match field.kind:
        case "number" | "share":
            number = _number(given)
            low = field.low if field.low is not None else float("-inf")
            high = field.high if field.high is not None else float("inf")
            if number is None or not low <= number <= high:
                raise _cannot_be(f"{node}.{field.name}", given, f"{low:g}..{high:g}")
            whole = field.kind == "number" and number.is_integer()
            return int(number) if whole else number
        case "flag":
            if given not in ("true", "false"):
                raise _cannot_be(f"{node}.{field.name}", given, "true, false")
            return given == "true"
        case "list-of":
            return [part.strip() for part in given.split(",") if part.strip()]
        case _:
            if field.choices and given not in field.choices:
                raise _cannot_be(f"{node}.{field.name}", given, ", ".join(field.choices))
            return given


def _var(name: str, kind: str, given: str, choices: list[str]) -> bool | float | str:
    if kind == "number":
        number = _number(given)
        if number is None:
            raise _cannot_be(name, given, "0, 1, 2…")
        return number
    if kind == "flag":
        return given == "true"
    if kind == "one-of" and given not in choices:
        raise _cannot_be(name, given, ", ".join(choices))
    return given


def _number(given: str) -> float | None:
    try:
        number = float(given.replace(",", ".").replace("\u2212", "-"))
    except ValueError:
        return None
    return number if abs(number) <= 1e12 else None


def _cannot_be(name: str, given: str, allowed: str) -> AutopsieError:
    return AutopsieError(
        "C844",
        Words(
            fr=f"« {name} » ne peut pas valoir « {given[:60]} ».", en=f"“{name}” cannot be “{given[:60]}”."
        ),
        Words(fr=f"Valeurs possibles : {allowed}.", en=f"Possible values: {allowed}."),
    )


class RehearsalLaboratory(Laboratory):
    """Gives recorded or supposed findings at once; no model is ever run for a draft."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._supposed: dict[str, tuple[Scenario, Supposed]] = {}
        self.draft: Scenario | None = None  # what plays from the beginning rest on

    def suppose(self, play: str, scenario: Scenario, supposed: Supposed) -> None:
        """What a play's tools shall find."""
        self._supposed[play] = (scenario, supposed)

    def runner(self, play: str, cancel: threading.Event, scenario: Scenario | None = None) -> RunTool:
        """What the shell calls to measure."""

        def run_tool(wait: ToolWait, progress: ReportProgress) -> Finding:
            scenario, supposed = self._supposed.get(play, (self.draft, Supposed()))
            node = scenario.nodes.get(wait.node) if scenario is not None else None
            if scenario is None or not isinstance(node, ToolNode) or wait.call.case.startswith("upload:"):
                raise ToolFailed(
                    "rehearsal",
                    Words(
                        fr="Une répétition ne mesure pas : rien n'est enregistré pour cette image.",
                        en="A rehearsal measures nothing: nothing is recorded for this picture.",
                    ),
                )
            if node.id not in scenario.fixtures and not declared_by(node):
                raise ToolFailed(
                    "rehearsal",
                    Words(fr="Cet instrument n'existe pas encore.", en="This tool does not exist yet."),
                )
            return finding_for(scenario, node, wait.call, supposed.results.get(node.id, {}))

        return run_tool

    def availability(self, subjects: set[str]) -> Mapping[str, Availability]:
        """Nothing is missing: a rehearsal needs no weights."""
        return {name: Availability(available=True) for name in subjects}

    def warm(self, subjects: set[str]) -> None:
        """Nothing to warm."""


def begin(
    place: Place,
    scenario: Scenario,
    node: str,
    supposed: Supposed,
    *,
    owner: str,
    audience: str,
    language: Language,
) -> str:
    """A play that stands at ``node``, kept in the preview's own store. Returns its id.

    It rests on this version of the draft whatever the file becomes. Raises :class:`KeyError` for a node that
    is not there.
    """
    version = f"{scenario.id}@{scenario.sha}"
    play, now = secrets.token_hex(16), time.time()
    step = begin_at(scenario, node, supposed, play=play, seed=1, audience=audience, language=language)
    place.scenarios[version] = scenario
    for old in [name for name in place.scenarios if "@" in name][:-_KEPT]:
        del place.scenarios[old]
    if isinstance(place.laboratory, RehearsalLaboratory):
        place.laboratory.suppose(play, scenario, supposed)
    row = Playthrough(
        id=play, owner=owner, scenario=version, version=scenario.version, sha=scenario.sha,
        language=language, audience=audience, seed=1, created=now, updated=now,
    )  # fmt: skip
    turn = Turn(id=secrets.token_hex(16), playthrough=play, ask_id=OPENING, answer="{}", at=now)
    place.store.add_play(row, turn)
    place.store.append(play, step.events)
    if not isinstance(step.wait, ToolWait):  # else the page takes the measure up, as after a breakdown
        place.store.finish(turn.id)
    return play


def follow(desk: Desk, place: Place) -> None:
    """Let plays from the beginning rest on the last sound version of the draft."""
    scenario = desk.scenario
    if scenario is not None and place.scenarios.get(scenario.id) is not scenario:
        for name in [name for name in place.scenarios if "@" not in name]:
            del place.scenarios[name]
        place.scenarios[scenario.id] = scenario
        keep_assets(scenario, desk.path.parent)
        if isinstance(place.laboratory, RehearsalLaboratory):
            place.laboratory.draft = scenario
