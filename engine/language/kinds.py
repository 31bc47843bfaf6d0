"""What each name of a scenario holds: flag, number, share, one-of, text, list; and whether it exists."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engine.language.answers import fields_of
from engine.language.diagnostics import did_you_mean
from engine.language.expressions import FAMILIES
from engine.language.header import Header
from engine.language.instruments import results_of
from engine.language.node_parts import Nodes
from engine.language.saying import listing, nearest, nearest_possible, words
from engine.language.schema import AskNode, ChoiceNode
from tools.tool import ResultField
from tools.wording import Words


@dataclass(frozen=True, slots=True)
class Kind:
    """A type: ``choices`` for a one-of or a list, bounds for numbers where they are known."""

    kind: str  # flag | number | share | one-of | text | list-of | table | word (a quoted word)
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    word: str = ""

    @property
    def shown(self) -> Words:
        """The type in a sentence."""
        return _SHOWN[self.kind]


_SHOWN = {
    "flag": words("un oui ou non", "a yes or no"),
    "number": words("un nombre", "a number"),
    "share": words("une part", "a share"),
    "one-of": words("un mot parmi plusieurs", "a one-of"),
    "text": words("un texte", "a text"),
    "word": words("un mot", "a word"),
    "list-of": words("une liste", "a list"),
    "table": words("un tableau", "a table"),
}

FLAG, NUMBER, SHARE, TEXT = Kind("flag"), Kind("number"), Kind("share", 0, 1), Kind("text")
COUNT = Kind("number", 0, None)


@dataclass(frozen=True, slots=True)
class Missing:
    """A name that leads nowhere: the diagnostic to give."""

    code: str
    fields: dict[str, Any]


class Scope:
    """Every name that expressions and placeholders may use."""

    def __init__(self, header: Header, nodes: Nodes) -> None:
        self.header = header
        self.nodes = nodes

    @cached_property
    def questions(self) -> list[str]:
        """The questions whose answer can be read, by name."""
        return [
            name for name, node in self.nodes.nodes.items() if isinstance(node, AskNode) and fields_of(node)
        ]

    def look_up(self, name: str) -> Kind | Missing | None:
        """The kind of a name, what is wrong with it, or ``None`` when that cannot be known."""
        base, _, field = name.partition(".")
        if not field:
            return self._bare(base)
        if base in FAMILIES:
            return self._family(base, field)
        return self._field(base, field)

    def _bare(self, name: str) -> Kind | Missing:
        var = self.header.vars.get(name)
        if var is not None:
            return Kind(var.kind, var.low, var.high, tuple(var.choices))
        if name == "group":
            return FLAG
        if name == "audience":
            return Kind("one-of", choices=tuple(audience.id for audience in self.header.audiences))
        if name == "language":
            return Kind("one-of", choices=("fr", "en"))
        if name in self.nodes.keys:
            return Missing("R301", {"name": name, "near": self._of_a_node(name)})
        known = [*self.header.vars, "audience", "language", *self.nodes.instruments, *self.questions]
        near = nearest(name, known)
        return Missing("R301", {"name": name, "near": did_you_mean(near)})

    def _of_a_node(self, name: str) -> Words:
        """What to read of a node, its most telling field named."""
        instrument, node = self.nodes.instruments.get(name), self.nodes.nodes.get(name)
        fields: list[str] = []
        if instrument:
            fields = sorted(results_of(instrument.tool), key=lambda field: field != "verdict")
        elif isinstance(node, AskNode):
            fields = list(fields_of(node))
        if not fields:
            return words(f"C'est un nœud : écrivez seen.{name}.", f"That is a node: write seen.{name}.")
        read = f"{name}.{fields[0]}"
        return words(
            f"C'est un nœud. Dans un texte, écrivez {{{read}}} ; dans une condition, {read} ou seen.{name}.",
            f"That is a node. In a text, write {{{read}}}; in a condition, {read} or seen.{name}.",
        )

    def _family(self, family: str, name: str) -> Kind | Missing | None:
        header, nodes = self.header, self.nodes
        if family == "found":
            return FLAG if name in header.exhibits else _missing("R340", name, header.exhibits)
        if family == "belief":
            return SHARE if name in header.hypotheses else _missing("R341", name, header.hypotheses)
        if family == "count" and name in ("exhibits", "turns"):
            return COUNT
        if name not in nodes.keys:
            known = [*nodes.keys, *(("exhibits", "turns") if family == "count" else ())]
            near = did_you_mean(nearest(name, known))
            return Missing("R301", {"name": f"{family}.{name}", "near": near})
        if family == "seen":
            return FLAG
        if family == "count":
            return COUNT
        if nodes.kinds[name] != "choice":
            return Missing("R302", {"node": name, "kind": nodes.kinds[name]})
        node = nodes.nodes.get(name)
        if not isinstance(node, ChoiceNode):
            return None
        return Kind("one-of", choices=(*(option.id for option in node.options), "none"))

    def _field(self, base: str, field: str) -> Kind | Missing | None:
        instrument = self.nodes.instruments.get(base)
        if instrument:
            return _result(instrument.tool.method, field, results_of(instrument.tool))
        source = self.header.sources.get(base)
        if source:
            return NUMBER if field in source.facts else _no_field(base, field, source.facts)
        node = self.nodes.nodes.get(base)
        if isinstance(node, AskNode) and (answers := fields_of(node)):
            return _result(base, field, answers)
        if base in self.nodes.keys:
            kind = self.nodes.kinds[base]
            unread = kind == "tool" or (kind == "ask" and node is None)
            return None if unread else Missing("R302", {"node": base, "kind": kind})
        if self.header.lacks_a_library:
            return None  # it may be one of its sources
        near = nearest(base, [*self.nodes.instruments, *self.questions, *self.header.sources, *FAMILIES])
        return Missing("R301", {"name": f"{base}.{field}", "near": did_you_mean(near)})


def _result(tool: str, field: str, results: dict[str, ResultField]) -> Kind | Missing:
    known = results.get(field)
    if known is None:
        return _no_field(tool, field, results)
    low, high = known.low, known.high
    if known.kind == "share":
        low, high = (0 if low is None else low), (1 if high is None else high)
    return Kind(known.kind, low, high, known.choices)


_IN_FRENCH = {
    "taux": ("rate",), "part": ("rate",), "ecart": ("gap", "difference"), "valeur": ("value",),
    "essais": ("n",), "nombre": ("n",), "bas": ("ci_low",), "haut": ("ci_high",), "duree": ("seconds",),
    "conclusion": ("verdict",), "premier": ("first",), "dernier": ("last",), "reste": ("left",),
}  # fmt: skip


def _no_field(tool: str, field: str, known: Any) -> Missing:
    meant = next((name for name in _IN_FRENCH.get(field, ()) if name in known), None)
    near = did_you_mean(meant or nearest(field, known))
    return Missing("R303", {"tool": tool, "field": field, "near": near, "list": listing(known)})


def _missing(code: str, name: str, known: Any) -> Missing:
    near = did_you_mean(nearest_possible(name, known))
    return Missing(code, {"id": name, "near": near, "list": listing(known)})
