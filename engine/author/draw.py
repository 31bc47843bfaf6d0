"""The graph of a scenario: where each node stands; drawn as SVG, for Mermaid, for Graphviz.

Kinds are told by shape. Acts are bands, from top to bottom in their order. A way that would run through the
whole drawing, or come back to a hub like many others, is named beside its node instead of drawn: what is left
can be followed with the eye. Positions come from our own layers, or from Graphviz where it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from engine.author.layers import Box, plan
from engine.author.stacks import arrange_stacked, stacks_of
from engine.author.ways import Way, WayKind, reached, ways
from engine.language.schema import ActivityNode, AskNode, Node, Scenario, Text, ToolNode
from tools.wording import Language, Words

__all__ = [
    "Band",
    "Engine",
    "Layout",
    "Line",
    "Shown",
    "layout",
    "to_dot",
    "to_mermaid",
    "to_svg",
    "words_of_kind",
]

Engine = Literal["own", "dot", "auto"]
Kind = Literal["narrative", "choice", "tool", "ask", "branch", "activity", "ending"]
KINDS: tuple[Kind, ...] = get_args(Kind)
TALL = 30.0
_CHARACTER, _ASIDE, _LINE = 7.3, 6.5, 15.0  # widths of a character of a name, of a side note; its line
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


def layout(scenario: Scenario, *, engine: Engine = "own") -> Layout:
    """Where all stands. ``auto`` asks Graphviz's ``dot`` if this machine has it, and does without otherwise;
    our own names the ways that would cross everything, and is the narrower and the more legible of the two.

    Raises :class:`~tools.errors.AutopsieError` (C840) when ``dot`` is asked for by name and is not there.
    """
    if engine != "own":
        from engine.author.graphviz import dot_program, laid_by_dot

        if engine == "dot" or dot_program() is not None:
            return laid_by_dot(scenario)
    return _laid(scenario)


def _laid(scenario: Scenario) -> Layout:
    every = merged(scenario)
    place = {name: at for at, name in enumerate(scenario.nodes)}
    rank = bands_of(scenario)
    bands = [rank[name] for name in place]
    pairs = list(every)
    arcs = [(place[a], place[b]) for a, b in pairs]
    weak = frozenset(at for at, pair in enumerate(pairs) if strongest(every[pair]) in ("else", "if_fails"))
    planned = plan(bands, arcs, place[scenario.start], weak)
    named: dict[str, list[tuple[WayKind, str, str]]] = {}
    for at, (a, b) in enumerate(pairs):
        if at in planned.named:
            up = planned.layer[place[b]] <= planned.layer[place[a]]
            arrow = "↻" if a == b else "↑" if up else "↓"
            named.setdefault(a, []).append((strongest(every[a, b]), arrow, b))
    drawn = [at for at in range(len(arcs)) if at not in planned.named]
    stacks = stacks_of([arcs[at] for at in drawn], planned.layer, bands)
    boxes = [
        _box(node, bands[at], tuple(named.get(node.id, ())))
        for at, node in enumerate(scenario.nodes.values())
    ]
    live = reached(scenario, [way for each in every.values() for way in each])
    placed = arrange_stacked(
        boxes, planned.layer, [arcs[at] for at in drawn], frozenset(
            rank for rank, at in enumerate(drawn) if at in planned.back
        ), stacks,
    )  # fmt: skip
    shown = {
        name: shown_node(
            scenario, scenario.nodes[name], placed.x[at], placed.y[at], boxes[at].left, boxes[at].right,
            tuple(named.get(name, ())), name not in live,
        )
        for name, at in place.items()
    }  # fmt: skip
    lines = [
        Line(a, b, strongest(each), tuple(dict.fromkeys(w.kind for w in each)),
             tuple(w.name for w in each if w.name), tuple(placed.lines[place[a], place[b]]))
        for (a, b), each in every.items()
        if (place[a], place[b]) in placed.lines
    ]  # fmt: skip
    titles = dict(enumerate(scenario.acts))
    acts = [
        Band(titles[at].id, _words(titles[at].title), top, bottom)
        for at, (top, bottom) in placed.bands.items()
        if at in titles and len(placed.bands) > 1
    ]
    return Layout(scenario.id, _words(scenario.title), shown, lines, acts, placed.width, placed.height)


def to_svg(drawing: Layout, language: Language) -> str:
    """The drawing as SVG: a file of its own, readable on light and dark. Pages use ``engine.author.svg``."""
    from engine.author.svg import standalone

    return standalone(drawing, language)


def to_mermaid(drawing: Layout, language: Language) -> str:
    """The drawing as a Mermaid flowchart; node names cannot be taken for its keywords, nor texts for code."""
    shapes: dict[Kind, tuple[str, str]] = {
        "narrative": ("[", "]"), "choice": ("{{", "}}"), "tool": ("[[", "]]"), "ask": ("[/", "/]"),
        "branch": ("{", "}"), "activity": ("[(", ")]"), "ending": ("([", "])"),
    }  # fmt: skip
    said = ["---", f"title: {_quoted(drawing.title.in_(language))}", "---", "flowchart TD"]
    held = {name: band for band in drawing.bands for name in names_in(drawing, band)}
    for band in drawing.bands:
        said.append(f'  subgraph act_{band.id}["{_mermaid(band.title.in_(language))}"]')
        said += [f"    {_shape(shapes, drawing.nodes[name])}" for name in names_in(drawing, band)]
        said.append("  end")
    said += [f"  {_shape(shapes, node)}" for name, node in drawing.nodes.items() if name not in held]
    for source, target, kind, names in _all_ways(drawing):
        arrow = {"falls": "-.->", "else": "-.->", "if_fails": "--x"}.get(kind, "-->")
        label = ", ".join(filter(None, [_KIND_WORD[kind].in_(language), *names]))
        said.append(f"  n_{source} {arrow}" + (f'|"{_mermaid(label)}"| ' if label else " ") + f"n_{target}")
    said.append("  classDef lost stroke-dasharray: 2 3")
    said += [f"  class n_{node.id} lost" for node in drawing.nodes.values() if node.unreachable]
    return "\n".join(said) + "\n"


def to_dot(drawing: Layout, language: Language) -> str:
    """The drawing in Graphviz's language; acts are clusters."""
    shapes: dict[Kind, str] = {
        "narrative": "box", "choice": "hexagon", "tool": "box, peripheries=2", "ask": "parallelogram",
        "branch": "diamond", "activity": "tab", "ending": "box, style=rounded",
    }  # fmt: skip
    said = [
        f"digraph {_quoted(drawing.id)} {{",
        f'  graph [rankdir=TB, label={_quoted(drawing.title.in_(language))}, fontname="sans-serif"]',
        '  node [fontname="sans-serif", fontsize=11, height=0.35, margin="0.15,0.05"]',
        '  edge [fontname="sans-serif", fontsize=9, arrowsize=0.7]',
    ]

    def node_line(node: Shown) -> str:
        lost = f', style=dotted, xlabel="{_LOST.in_(language)}"' if node.unreachable else ""
        bold = ", penwidth=2" if node.start else ""
        return f"{_quoted(node.id)} [shape={shapes[node.kind]}{bold}{lost}]"

    held = {name for band in drawing.bands for name in names_in(drawing, band)}
    for band in drawing.bands:
        said.append(f"  subgraph {_quoted('cluster_' + band.id)} {{")
        said.append(f"    label={_quoted(band.title.in_(language))}")
        said += [f"    {node_line(drawing.nodes[name])}" for name in names_in(drawing, band)]
        said.append("  }")
    said += [f"  {node_line(node)}" for name, node in drawing.nodes.items() if name not in held]
    for source, target, kind, names in _all_ways(drawing):
        style = {"falls": "dashed", "else": "dashed", "if_fails": "dotted"}.get(kind, "solid")
        head = {"else": "empty", "if_fails": "tee"}.get(kind, "normal")
        label = ", ".join(filter(None, [_KIND_WORD[kind].in_(language), *names]))
        label = label if len(label) <= 40 else label[:39] + "…"
        said.append(
            f"  {_quoted(source)} -> {_quoted(target)} [style={style}, arrowhead={head}, "
            f"label={_quoted(label)}]"
        )
    return "\n".join([*said, "}"]) + "\n"


def words_of_kind(kind: WayKind) -> Words:
    """What is written on a way of this kind; nothing on a plain one."""
    return _KIND_WORD[kind]


# What the two ways of placing share


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
    wide = len(node.id) * _CHARACTER + (34 if node.kind in ("choice", "ask", "tool") else 24)
    return round(wide, 1), TALL


def names_in(drawing: Layout, band: Band) -> list[str]:
    """The nodes that stand in a band."""
    low, high = band.sides or (float("-inf"), float("inf"))
    nodes = drawing.nodes.values()
    return [node.id for node in nodes if band.top <= node.y <= band.bottom and low <= node.x <= high]


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


def _box(node: Node, band: int, named: tuple[tuple[WayKind, str, str], ...]) -> Box:
    w, h = size_of(node)
    aside = max(
        (len(target) + 8 * (kind in ("else", "if_fails")) + 3 for kind, _, target in named), default=0
    )
    right = w / 2 + (len(node.id) * _CHARACTER + 8 if node.kind == "branch" else 0)
    under = TALL if node.kind == "branch" else 0.0  # a branch's name already stands at its side
    tall = max(h, len(named) * _LINE + (under if named else 0))
    return Box(w / 2, max(right, w / 2 + aside * _ASIDE + 6 if named else 0), tall, band, h)


def _about(node: Node) -> Words:
    if isinstance(node, ToolNode):
        return Words(fr=f"{node.verb} · {node.method}", en=f"{node.verb} · {node.method}")
    if isinstance(node, AskNode):
        return Words(fr=f"ask · {node.ask}", en=f"ask · {node.ask}")
    if isinstance(node, ActivityNode) or node.text is None:
        return Words(fr="", en="")
    shown = _words(node.text)
    return Words(fr=_short(shown.fr), en=_short(shown.en))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 90 else line[:89] + "…"


def _words(text: Text) -> Words:
    return Words(fr=text.in_("fr")[0], en=text.in_("en")[0])


def _all_ways(drawing: Layout) -> list[tuple[str, str, WayKind, tuple[str, ...]]]:
    drawn = {(line.source, line.target): (line.kind, line.names) for line in drawing.lines}
    named = {(n.id, target): (kind, ()) for n in drawing.nodes.values() for kind, _, target in n.named}
    both: Mapping[tuple[str, str], tuple[WayKind, tuple[str, ...]]] = {**named, **drawn}
    rank = {name: at for at, name in enumerate(drawing.nodes)}
    pairs = sorted(both, key=lambda pair: (rank[pair[0]], rank[pair[1]]))
    return [(a, b, *both[a, b]) for a, b in pairs]


def _shape(shapes: Mapping[Kind, tuple[str, str]], node: Shown) -> str:
    opens, closes = shapes[node.kind]
    return f'n_{node.id}{opens}"{_mermaid(node.id)}"{closes}'


def _mermaid(text: str) -> str:
    """Text that Mermaid reads as text: no quote, no markup, no line break."""
    kept = " ".join(text.split())
    for sign, code in (
        ("#", "35"),
        ("&", "38"),
        ('"', "34"),
        ("<", "60"),
        (">", "62"),
        ("`", "96"),
        ("|", "124"),
    ):
        kept = kept.replace(sign, f"#{code};" if sign != "#" else "\x00")
    return kept.replace("\x00", "#35;")


def _quoted(text: str) -> str:
    """A string of Graphviz's (and of YAML's): quotes and backslashes escaped, on one line."""
    return '"' + " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"') + '"'


_LOST = Words(fr="hors d’atteinte", en="out of reach")
_KIND_WORD: dict[WayKind, Words] = {
    "goes": Words(fr="", en=""),
    "falls": Words(fr="", en=""),
    "option": Words(fr="", en=""),
    "case": Words(fr="", en=""),
    "else": Words(fr="sinon", en="else"),
    "if_fails": Words(fr="panne", en="fails"),
    "solo": Words(fr="seul", en="alone"),
}
