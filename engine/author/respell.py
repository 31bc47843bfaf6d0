"""A scenario in other names: what a version would be if only its names had changed."""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from engine.language.expressions import Expression
from engine.language.placeholders import parts_of
from engine.language.schema import ChoiceNode, Scenario, Text

_TOKEN = re.compile(r"'[^']*'|\"[^\"]*\"|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?")

# What the strings of a field name, and what the keys of a map are.
_VALUES = {
    "to": "nodes", "otherwise": "nodes", "if_fails": "nodes", "solo": "nodes", "start": "nodes",
    "seals": "nodes", "case": "nodes", "ending": "nodes", "visits": "nodes", "never": "nodes",
    "save": "vars", "found": "exhibits", "rests_on": "exhibits", "shows": "read",
}  # fmt: skip
_KEYS = {
    "nodes": "nodes", "answers": "nodes", "results": "nodes", "fails": "nodes", "vars": "vars", "set": "vars",
    "exhibits": "exhibits", "hypotheses": "hypotheses", "evidence": "hypotheses", "why": "hypotheses",
}  # fmt: skip
_LEFT_OUT = frozenset({"id", "line", "sha", "version", "changes", "fixtures", "falls_through"})


class Names(BaseModel):
    """Old name → new name, for what both versions have. ``options``: "node.option", in old names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    nodes: dict[str, str] = Field(default_factory=dict)
    options: dict[str, str] = Field(default_factory=dict)
    vars: dict[str, str] = Field(default_factory=dict)
    exhibits: dict[str, str] = Field(default_factory=dict)
    hypotheses: dict[str, str] = Field(default_factory=dict)


def respelled(scenario: Scenario, names: Names) -> dict[str, Any]:
    """The scenario as plain data, under new names wherever one stands; lists of named things are maps.

    Without what is no part of its meaning: lines, the hash, the version, ``changes``, recorded findings.
    """
    told = _Respelling(names).model(scenario)
    everywhere = told["must_not_say"]
    for node in told["nodes"].values():
        # Each node repeats what the document forbids, for its guide: it is said once, where it was written.
        rules = node["guide"]
        rules["must_not_say"] = [each for each in rules["must_not_say"] if each not in everywhere]
    return told


class _Respelling:
    def __init__(self, names: Names) -> None:
        self._names = names
        self._words = {key.partition(".")[2]: new for key, new in names.options.items()}
        self._node = ""  # the choice whose options are told

    def model(self, part: BaseModel) -> dict[str, Any]:
        if isinstance(part, ChoiceNode):
            self._node = part.id
        fields = (name for name in type(part).model_fields if name not in _LEFT_OUT)
        return {name: self._value(getattr(part, name), name) for name in fields}

    def _value(self, value: Any, field: str) -> Any:
        match value:
            case Text():
                return {language: self._prose(text) for language, text in value.by_language.items()}
            case Expression():
                return self.expression(value.source)
            case BaseModel():
                return self.model(value)
            case dict():
                return {self._key(str(key), field): self._value(each, "") for key, each in value.items()}
            case list() if value and all(hasattr(each, "id") for each in value):
                return {self._id(each.id, field): self.model(each) for each in value}
            case list():
                return [self._value(each, field) for each in value]
            case str():
                return self._name(value, field)
        return value

    def _key(self, key: str, field: str) -> str:
        family = _KEYS.get(field)
        return getattr(self._names, family).get(key, key) if family else key

    def _id(self, name: str, field: str) -> str:
        if field == "options":
            return self._names.options.get(f"{self._node}.{name}", name)
        if field == "items":
            return self._names.hypotheses.get(name) or self._names.exhibits.get(name) or name
        return name

    def _name(self, name: str, field: str) -> str:
        family = _VALUES.get(field)
        if family == "read":
            return self._read(name)
        return getattr(self._names, family).get(name, name) if family else name

    def expression(self, source: str) -> str:
        """A condition under the new names, its blanks made one."""
        return " ".join(_TOKEN.sub(lambda found: self._token(found[0]), source).split())

    def _token(self, token: str) -> str:
        if token[0] in "'\"":
            return f"'{self._words.get(token[1:-1], token[1:-1])}'"
        return self._read(token)

    def _read(self, token: str) -> str:
        """``mesure.rate``, ``seen.carnet``, ``pari``: what conditions and placeholders read."""
        names = self._names
        base, dot, field = token.partition(".")
        if not dot:
            return names.vars.get(base, base)
        families = {
            "seen": names.nodes, "count": names.nodes, "chose": names.nodes, "found": names.exhibits,
            "belief": names.hypotheses,
        }  # fmt: skip
        if base in families:
            return f"{base}.{families[base].get(field, field)}"
        return f"{names.nodes.get(base, base)}.{field}"

    def _prose(self, text: str) -> str:
        told, at = [], 0
        for part in parts_of(text):
            if part.kind == "placeholder":
                mark = text[part.start : part.end]
                told += [text[at : part.start], mark.replace(part.name, self._read(part.name), 1)]
                at = part.end
        return "".join(told) + text[at:]
