"""What a drawing of a scenario is: its nodes, its ways and its bands where they stand; and what every way of
placing them shares: which ways are one line, how large a node is, what is said of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from engine.author.ways import Way, WayKind, ways
from engine.language.schema import ActivityNode, AskNode, Node, Scenario, Text, ToolNode
from tools.wording import Words

Kind = Literal["narrative", "choice", "tool", "ask", "branch", "activity", "ending"]
KINDS: tuple[Kind, ...] = get_args(Kind)
TALL = 30.0
CHARACTER = 7.3  # width of a character of a name
_DIAMOND = 15.0
_RANK: tuple[WayKind, ...] = ("goes", "option", "case", "solo", "falls", "else", "if_fails")


@dataclass(frozen=True)
class Shown:
    """A node as drawn: ``x`` is its axis, ``y`` its top, ``w`` and ``h`` its shape, side notes apart.

    ``left`` and ``right`` bound all that belongs to it. ``named`` lists the ways told in words: kind, arrow,
    target.
    """

    id: str
    kind: Kind
    x: float
    y: float
    w: float
    h: float
    left: float
    right: float
    title: Words
    line: int = 0
    named: tuple[tuple[WayKind, str, str], ...] = ()
    start: bool = False
    unreachable: bool = False


@dataclass(frozen=True)
class Line:
    """A drawn way. ``names`` are the options or conditions that open it; ``bezier`` says that ``points`` are
    a curve's own control points and not places to pass through."""

    source: str
    target: str
    kind: WayKind
    kinds: tuple[WayKind, ...]
    names: tuple[str, ...]
    points: tuple[tuple[float, float], ...]
    bezier: bool = False


@dataclass(frozen=True)
class Band:
    """An act: the nodes between ``top`` and ``bottom``; all across, unless it has sides of its own."""

    id: str
    title: Words
    top: float
    bottom: float
    sides: tuple[float, float] | None = None


@dataclass(frozen=True)
class Layout:
    """A whole drawing, in CSS pixels."""

    id: str
    title: Words
    nodes: dict[str, Shown]
    lines: list[Line]
    bands: list[Band] = field(default_factory=list)
    width: float = 0.0
    height: float = 0.0


def words_of_kind(kind: WayKind) -> Words:
    """What is written on a way of this kind; nothing on a plain one."""
    return _KIND_WORD[kind]


def merged(scenario: Scenario) -> dict[tuple[str, str], list[Way]]:
    """The ways, one entry for each pair of nodes."""
    every: dict[tuple[str, str], list[Way]] = {}
    for way in ways(scenario):
        every.setdefault((way.source, way.target), []).append(way)
    return every


def strongest(each: list[Way]) -> WayKind:
    """The kind that several ways between the same two nodes are drawn as."""
    return min((way.kind for way in each), key=_RANK.index)


def bands_of(scenario: Scenario) -> dict[str, int]:
    """The rank of each node's act; nodes before the first act stand with it."""
    rank = {act.id: at for at, act in enumerate(scenario.acts)}
    return {name: rank.get(node.act or "", 0) for name, node in scenario.nodes.items()}


def size_of(node: Node) -> tuple[float, float]:
    """Width and height of a node's shape."""
    if node.kind == "branch":
        return 2 * _DIAMOND, 2 * _DIAMOND
    wide = len(node.id) * CHARACTER + (34 if node.kind in ("choice", "ask", "tool") else 24)
    return round(wide, 1), TALL


def shown_node(
    scenario: Scenario,
    node: Node,
    x: float,
    y: float,
    left: float,
    right: float,
    named: tuple[tuple[WayKind, str, str], ...],
    lost: bool,
) -> Shown:
    """A node where it stands."""
    w, h = size_of(node)
    return Shown(
        node.id, node.kind, x, y, w, h, round(x - left, 1), round(x + right, 1), _about(node), node.line,
        named, node.id == scenario.start, lost,
    )  # fmt: skip


def _about(node: Node) -> Words:
    if isinstance(node, ToolNode):
        return Words(fr=f"{node.verb} · {node.method}", en=f"{node.verb} · {node.method}")
    if isinstance(node, AskNode):
        return Words(fr=f"ask · {node.ask}", en=f"ask · {node.ask}")
    if isinstance(node, ActivityNode) or node.text is None:
        return Words(fr="", en="")
    shown = words_of(node.text)
    return Words(fr=_short(shown.fr), en=_short(shown.en))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 90 else line[:89] + "…"


def words_of(text: Text) -> Words:
    """A text in both languages, for a drawing that may be read in either."""
    return Words(fr=text.in_("fr")[0], en=text.in_("en")[0])


_KIND_WORD: dict[WayKind, Words] = {
    "goes": Words(fr="", en=""),
    "falls": Words(fr="", en=""),
    "option": Words(fr="", en=""),
    "case": Words(fr="", en=""),
    "else": Words(fr="sinon", en="else"),
    "if_fails": Words(fr="panne", en="fails"),
    "solo": Words(fr="seul", en="alone"),
}
