"""Findings recorded from the genuine model, beside the scenario: read, and refused when they do not fit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from engine.language.case_pictures import described
from engine.language.declared import Header
from engine.language.instruments import COMMON_RESULTS, results_of
from engine.language.invented import fields_read, invented_finding, read_results
from engine.language.reading import Reading
from engine.language.saying import words
from engine.language.schema import AskNode, ExpectedRange, Node, ToolNode
from engine.language.tree import Fields, Leaf
from tools.finding import Finding, Recorded
from tools.wording import Words

if TYPE_CHECKING:
    from engine.language.node_parts import Nodes

_LARGEST = 16 << 20  # bytes: a finding with a dozen maps is under one mebibyte


def read_fixtures(
    reading: Reading, root: Fields, header: Header, nodes: Nodes, folder: Path | None
) -> dict[str, Finding]:
    """The recorded finding of each tool node: ``findings/<node>.json``, else what the draft's own
    ``fixtures`` make up for it. Having none is no error, a bad one is."""
    invented = read_results(reading, "fixtures", root.get("fixtures"), nodes)
    wanted = fields_read(reading, nodes)
    found: dict[str, Finding] = {}
    for name, node in nodes.nodes.items():
        if not isinstance(node, ToolNode):
            continue
        place = nodes.keys[name]
        path = folder / "findings" / f"{name}.json" if folder else None
        if path is not None and path.is_file():
            finding, refusal = _read(path, node, nodes.nodes)
            if refusal or finding is None:
                reason = refusal or words("fichier vide", "empty file")
                reading.report("F901", place, node=name, scenario=header.id, reason=reason)
                continue
        elif name in invented:
            place, result = invented[name]
            finding = invented_finding(header, nodes, node, result)
        else:
            reading.report("P610", place, node=name, scenario=header.id)
            continue
        finding = described(header.case_pictures, finding)
        if finding.recorded and finding.recorded.invented:
            reading.report("F902", place, node=name, scenario=header.id)
        if _check_fields(reading, node, finding, place, wanted[name] & given_by(nodes, name)):
            found[name] = finding
    return found


def _read(path: Path, node: ToolNode, nodes: dict[str, Node]) -> tuple[Finding | None, Words | None]:
    from tools import catalogue

    if path.stat().st_size > _LARGEST:
        return None, words("le fichier est démesuré", "the file is far too large")
    try:
        finding = Finding.model_validate_json(path.read_bytes())
    except (ValidationError, ValueError, OSError):
        return None, words("ce n'est pas un relevé lisible", "it is not a readable record")
    card = catalogue.card_of(node.subject)
    if card is None:
        return None, words("son sujet ne nomme encore aucun modèle", "its subject names no model yet")
    pinned = card.sha256
    if finding.recorded is None:
        finding = without_provenance(finding)
    if finding.recorded is None or finding.origin != "recorded":
        return None, words("il dit venir d'une mesure en cours", "it says that it comes from a live measure")
    if not finding.recorded.invented and {finding.subject.sha256, finding.recorded.subject_sha256} != {
        pinned
    }:
        return None, words(
            f"il vient d'un autre modèle ({finding.subject.sha256[:12]}… et non {pinned[:12]}…)",
            f"it comes from another model ({finding.subject.sha256[:12]}…, not {pinned[:12]}…)",
        )
    asked = _asked(node, nodes)
    given = _normal(finding.call.verb, finding.call.method, finding.call.params)
    answered = {
        "tool": finding.call.verb,
        "method": finding.call.method,
        "subject": finding.call.subject,
        "case": finding.call.case,
        "params": given,
    }
    for name, value in asked.items():
        if answered[name] != value:
            shown = f"{name}: {_short(answered[name])} ≠ {_short(value)}"
            return None, words(
                f"il répond à une autre question que ce nœud ({shown})",
                f"it answers another question than this node's ({shown})",
            )
    return finding, None


def without_provenance(finding: Finding) -> Finding:
    """A record that does not say how it was made: it counts as invented."""
    nothing = Recorded(
        at="1970-01-01T00:00:00Z",
        command="",
        subject_sha256=finding.subject.sha256,
        seed=finding.call.seed or 0,
        invented=True,
    )
    return finding.model_copy(update={"origin": "recorded", "recorded": nothing})


def _asked(node: ToolNode, nodes: dict[str, Node]) -> dict[str, Any]:
    asked_case = nodes.get(node.case)
    case = asked_case.default_case if isinstance(asked_case, AskNode) else node.case
    params = _normal(node.verb, node.method, node.params)
    return {"tool": node.verb, "method": node.method, "subject": node.subject, "case": case, "params": params}


def _normal(verb: Any, method: str, params: dict[str, Any]) -> dict[str, Any]:
    """Parameters with every default written out, so that saying a default or not is the same question."""
    from tools import catalogue
    from tools.errors import CallRefused

    try:
        tool = catalogue.tool(verb, method)
        normal: dict[str, Any] = tool.params.model_validate(params).model_dump(mode="json", exclude_none=True)
        return normal
    except (ValidationError, CallRefused):
        return params


def given_by(nodes: Nodes, name: str) -> set[str]:
    """What the tool of a node may give: a field that it never gives (R303) is no gap in its record."""
    return set(results_of(nodes.instruments[name].tool))


def _check_fields(reading: Reading, node: ToolNode, finding: Finding, place: Leaf, wanted: set[str]) -> bool:
    """Whether the record holds every field that the scenario reads."""
    given = COMMON_RESULTS.keys() | finding.result.keys()
    missing = sorted(wanted - given)
    for name in missing:
        reading.report("T423", place, cause=node.id, node=node.id, field=name)
    for name, expected in node.expect.items():
        value = finding.result.get(name)
        if isinstance(expected, ExpectedRange):
            met = isinstance(value, int | float) and expected.low <= value <= expected.high
            hoped = f"{expected.low:g}..{expected.high:g}"
        else:
            met, hoped = value == expected, str(expected)
        if value is not None and not met:
            shown = _short(value)
            reading.report("T422", place, node=node.id, field=name, value=shown, expected=hoped)
    return not missing


def _short(value: Any) -> str:
    shown = str(value)
    return shown if len(shown) <= 60 else shown[:59] + "…"
