"""The graph of a scenario: where each node stands; drawn as SVG, for Mermaid, for Graphviz.

Kinds are told by shape. Acts are bands, from top to bottom in their order. A way that would run through the
whole drawing, or come back to a hub like many others, is named beside its node instead of drawn: what is left
can be followed with the eye. Positions come from our own layers, or from Graphviz where it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from engine.author.drawing import (
    CHARACTER,
    TALL,
    Band,
    Kind,
    Layout,
    Line,
    Shown,
    bands_of,
    merged,
    shown_node,
    size_of,
    strongest,
    words_of,
    words_of_kind,
)
from engine.author.layers import Box, plan
from engine.author.stacks import arrange_stacked, stacks_of
from engine.author.ways import WayKind, reached
from engine.language.schema import Node, Scenario
from tools.wording import Language, Words

Engine = Literal["own", "dot", "auto"]
_ASIDE, _LINE = 6.5, 15.0  # width of a character of a side note; its line


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
        Band(titles[at].id, words_of(titles[at].title), top, bottom)
        for at, (top, bottom) in placed.bands.items()
        if at in titles and len(placed.bands) > 1
    ]
    return Layout(scenario.id, words_of(scenario.title), shown, lines, acts, placed.width, placed.height)


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
        label = ", ".join(filter(None, [words_of_kind(kind).in_(language), *names]))
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
        label = ", ".join(filter(None, [words_of_kind(kind).in_(language), *names]))
        label = label if len(label) <= 40 else label[:39] + "…"
        said.append(
            f"  {_quoted(source)} -> {_quoted(target)} [style={style}, arrowhead={head}, "
            f"label={_quoted(label)}]"
        )
    return "\n".join([*said, "}"]) + "\n"


def names_in(drawing: Layout, band: Band) -> list[str]:
    """The nodes that stand in a band."""
    low, high = band.sides or (float("-inf"), float("inf"))
    nodes = drawing.nodes.values()
    return [node.id for node in nodes if band.top <= node.y <= band.bottom and low <= node.x <= high]


def _box(node: Node, band: int, named: tuple[tuple[WayKind, str, str], ...]) -> Box:
    w, h = size_of(node)
    aside = max(
        (len(target) + 8 * (kind in ("else", "if_fails")) + 3 for kind, _, target in named), default=0
    )
    right = w / 2 + (len(node.id) * CHARACTER + 8 if node.kind == "branch" else 0)
    under = TALL if node.kind == "branch" else 0.0  # a branch's name already stands at its side
    tall = max(h, len(named) * _LINE + (under if named else 0))
    return Box(w / 2, max(right, w / 2 + aside * _ASIDE + 6 if named else 0), tall, band, h)


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
