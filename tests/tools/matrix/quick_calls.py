"""The quick calls of the matrix: for every instrument, what to ask of a subject of each kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tools import catalogue
from tools.subject import SubjectCard
from tools.tool import Tool
from tools.verbs import VERBS


class Quick(NamedTuple):
    """One instrument on one subject.

    ``refused`` is the code of the sentence that the instrument answers instead, where the question makes
    no sense on this subject.
    """

    verb: str
    method: str
    subject: str
    case: str
    params: dict[str, Any]
    refused: str = ""

    @property
    def name(self) -> str:
        return f"{self.verb}-{self.method}-{self.subject}"


def kind_of(card: SubjectCard) -> str:
    """The kind that the files name: the answer, and for scores what they are scores of."""
    return f"scores-{card.modality}" if card.answers == "scores" else card.answers


def written() -> dict[tuple[str, str], list[dict[str, Any]]]:
    """What the files say, by verb and method."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for file in sorted(Path(__file__).parent.glob("*.yaml")):
        verb = file.stem.partition("_")[0]
        for entry in yaml.safe_load(file.read_text("utf-8")):
            found.setdefault((verb, entry["method"].replace("-", "_")), []).append(entry)
    return found


def quick_calls() -> list[Quick]:
    """Every instrument on every subject that it accepts."""
    known = written()
    return [
        _quick(tool, card, known.get((tool.verb, tool.method), []))
        for verb in VERBS
        for tool in catalogue.tools_of(verb).values()
        for card in catalogue.subjects().values()
        if tool.accepts(card) is None
    ]


def _quick(tool: Tool, card: SubjectCard, entries: list[dict[str, Any]]) -> Quick:
    kind = kind_of(card)
    for entry in entries:
        case = entry.get("subjects", {}).get(card.name) or entry.get("case", {}).get(kind)
        if case is None:
            continue
        params = dict(entry.get("params", {}))
        params |= entry.get("params_of", {}).get(card.name) or entry.get("params_of", {}).get(kind) or {}
        if card.name in entry.get("against", {}):
            params["against"] = entry["against"][card.name]
        refused = entry.get("refused", {}).get(card.name, "")
        return Quick(tool.verb, tool.method, card.name, case, params, refused)
    return Quick(tool.verb, tool.method, card.name, "", {})
