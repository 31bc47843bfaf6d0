"""A scenario's graph as SVG: a file of its own, or a part of a page whose links lead to its nodes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from engine.author.drawing import KINDS, Band, Kind, Layout, Line, Shown, words_of_kind
from engine.author.ways import WayKind
from tools.wording import Language, Words

MARGIN = 24.0
_LEGEND = 74.0
KIND_NAMES: dict[Kind, Words] = {
    "narrative": Words(fr="récit", en="narrative"),
    "choice": Words(fr="choix", en="choice"),
    "tool": Words(fr="mesure", en="measure"),
    "ask": Words(fr="question", en="question"),
    "branch": Words(fr="aiguillage", en="branch"),
    "activity": Words(fr="atelier", en="activity"),
    "ending": Words(fr="fin", en="ending"),
}
LOST = Words(fr="hors d’atteinte", en="out of reach")
_GRAPH = Words(fr="Graphe du scénario", en="Graph of the scenario")
WAY_NAMES: tuple[tuple[WayKind, Words], ...] = (
    ("goes", Words(fr="suite, option ou cas", en="next, option or case")),
    ("falls", Words(fr="nœud suivant du fichier", en="next node of the file")),
    ("else", Words(fr="sinon : résultat inattendu", en="else: unexpected result")),
    ("if_fails", Words(fr="panne : la mesure échoue", en="fails: no measure")),
)

_STYLE = """
svg{--g-ink:#14201e;--g-soft:#42504d;--g-rule:#71807c;--g-paper:#f4f7f6;--g-sheet:#fff;--g-band:#e9efed;
--g-pen:#57268f;--g-tool:#075c50;--g-amber:#7a4b00;background:var(--g-paper);
font-family:"Schibsted Grotesk","Helvetica Neue",Arial,sans-serif}
@media (prefers-color-scheme:dark){svg{--g-ink:#e7eeec;--g-soft:#b9c6c2;--g-rule:#96a6a1;--g-paper:#0e1514;
--g-sheet:#151e1c;--g-band:#1d2826;--g-pen:#c9a9f5;--g-tool:#72d0b9;--g-amber:#f0bd66}}
.g-shape{fill:var(--g-sheet);stroke:var(--g-ink);stroke-width:1.3}.g-bars{stroke:var(--g-ink);fill:none}
.g-name{fill:var(--g-ink);font-size:12.5px}.g-aside,.g-word,.g-key{fill:var(--g-soft);font-size:11px}
.g-band{fill:var(--g-band)}.g-act{fill:var(--g-ink);font-size:13px;font-weight:650}
.g-way{fill:none;stroke:var(--g-rule);stroke-width:1.3}.g-head{fill:var(--g-rule)}
.g-falls .g-way{stroke-dasharray:6 4}.g-else .g-way{stroke:var(--g-amber);stroke-dasharray:9 3 2 3}
.g-else .g-head{fill:var(--g-sheet);stroke:var(--g-amber)}.g-else .g-word{fill:var(--g-amber)}
.g-if_fails .g-way{stroke:var(--g-amber);stroke-dasharray:1.5 3.5;stroke-width:1.8}
.g-if_fails .g-head{fill:none;stroke:var(--g-amber);stroke-width:1.8}.g-if_fails .g-word{fill:var(--g-amber)}
.g-tool .g-shape,.g-tool .g-bars{stroke:var(--g-tool)}.g-choice .g-shape,.g-ask .g-shape{stroke:var(--g-pen)}
.g-lost .g-shape{stroke-dasharray:2 3}.g-start .g-shape{stroke-width:2.6}.g-halo{stroke:var(--g-paper);
stroke-width:4;paint-order:stroke;stroke-linejoin:round}
"""


@dataclass(frozen=True)
class Note:
    """What a page adds to a node: how many faults, how often it was met (``hits``)."""

    errors: int = 0
    warnings: int = 0
    hits: str = ""
    unmet: bool = False  # explored, and never met


def standalone(drawing: Layout, language: Language) -> str:
    """A file of its own, with its colours for light and dark and its key."""
    width = max(drawing.width, 700.0) + 2 * MARGIN
    height = drawing.height + 2 * MARGIN + _LEGEND
    title = escape(drawing.title.in_(language))
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
            f'width="{width:g}" height="{height:g}" role="img" lang="{language}">',
            f"<title>{title}</title>",
            f"<style>{_STYLE}</style>",
            *_body(drawing, language, {}, None, "", width),
            _key(language, drawing.height + 2 * MARGIN),
            "</svg>\n",
        ]
    )


def for_page(
    drawing: Layout,
    language: Language,
    *,
    address: Callable[[str], str],
    notes: Mapping[str, Note],
    current: str = "",
) -> str:
    """A part of a page: every node is a link, colours come from the page's own tokens."""
    width, height = drawing.width + 2 * MARGIN, drawing.height + 2 * MARGIN
    label = escape(f"{_GRAPH.in_(language)} : {drawing.title.in_(language)}", quote=True)
    return "\n".join(
        [
            f'<svg class="graph" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" '
            f'role="group" aria-label="{label}">',
            *_body(drawing, language, notes, address, current, width),
            "</svg>",
        ]
    )


def _body(
    drawing: Layout,
    language: Language,
    notes: Mapping[str, Note],
    address: Callable[[str], str] | None,
    current: str,
    width: float,
) -> list[str]:
    return [
        f'<g transform="translate({MARGIN:g} {MARGIN:g})">',
        *(_band(band, language, width) for band in drawing.bands),
        *(_line(line, language) for line in drawing.lines),
        *(
            _node(node, language, notes.get(node.id, Note()), address, node.id == current)
            for node in drawing.nodes.values()
        ),
        "</g>",
    ]


def _band(band: Band, language: Language, width: float) -> str:
    top, tall = band.top - 4, band.bottom - band.top + (20 if band.sides is None else 8)
    left, right = band.sides or (8 - MARGIN, width - 8 - MARGIN)
    return (
        f'<rect class="g-band" x="{left:g}" y="{top:g}" width="{right - left:g}" height="{tall:g}"/>'
        f'<text class="g-act" x="{left + 10:g}" y="{top + 18:g}">{escape(band.title.in_(language))}</text>'
    )


def _line(line: Line, language: Language) -> str:
    points = line.points
    if line.bezier:
        path = f"M{_at(points[0])}C" + " ".join(_at(each) for each in points[1:])
    else:
        path = f"M{_at(points[0])}"
        for (x1, y1), (x2, y2) in pairwise(points):
            middle = (y1 + y2) / 2
            path += (
                f"L{_at((x2, y2))}"
                if x1 == x2
                else f"C{_at((x1, middle))} {_at((x2, middle))} {_at((x2, y2))}"
            )
    upwards = points[-1][1] < points[-2][1]
    sideways = points[-1][1] == points[-2][1]
    word = words_of_kind(line.kind).in_(language)
    # Near the arrival, where ways have parted: at the start those of one node lie close together.
    x, y = points[-1][0], points[-1][1] + (14 if upwards else -9)
    text = f'<text class="g-word g-halo" x="{x + 5:g}" y="{y:g}">{escape(word)}</text>' if word else ""
    said = f"{line.source} → {line.target}" + (": " + ", ".join(line.names) if line.names else "")
    return (
        f'<g class="g-{line.kind}"><title>{escape(said)}</title><path class="g-way" d="{path}"/>'
        f"{_head(points[-1], line.kind, upwards, sideways)}{text}</g>"
    )


def _head(tip: tuple[float, float], kind: WayKind, upwards: bool, sideways: bool) -> str:
    x, y = tip
    back = 7 if upwards else -7
    if sideways:
        return f'<path class="g-head" d="M{x:g} {y:g}l-7 -4v8z"/>'
    if kind == "if_fails":
        cross = f"M{x - 4:g} {y + back:g}l8 {-back:g}M{x + 4:g} {y + back:g}l-8 {-back:g}"
        return f'<path class="g-head" d="{cross}"/>'
    return f'<path class="g-head" d="M{x:g} {y:g}l-4 {back:g}h8z"/>'


def _node(
    node: Shown, language: Language, note: Note, address: Callable[[str], str] | None, current: bool
) -> str:
    classes = [f"g-node g-{node.kind}"]
    classes += ["g-start"] * node.start + ["g-lost"] * node.unreachable + ["g-here"] * current
    classes += ["g-unmet"] * note.unmet
    said = " · ".join(
        filter(
            None,
            [node.id, KIND_NAMES[node.kind].in_(language), LOST.in_(language) if node.unreachable else "",
             node.title.in_(language), f"{note.hits}" if note.hits else ""],
        )
    )  # fmt: skip
    body = f"<title>{escape(said)}</title>{_shape(node)}{_texts(node, language)}{_marks(node, note)}"
    if address is None:
        return f'<g class="{" ".join(classes)}">{body}</g>'
    here = ' aria-current="true"' if current else ""
    link = escape(address(node.id), quote=True)
    named = f'id="node-{node.id}" data-node="{node.id}"'
    return f'<a class="{" ".join(classes)}" {named} href="{link}"{here}>{body}</a>'


def _shape(node: Shown) -> str:
    x, y, w, h = node.x - node.w / 2, node.y, node.w, node.h
    match node.kind:
        case "branch":
            r = h / 2
            path = f"M{node.x:g} {y:g}l{r:g} {r:g}l{-r:g} {r:g}l{-r:g} {-r:g}z"
        case "choice":
            path = f"M{x + 10:g} {y:g}h{w - 20:g}l10 {h / 2:g}l-10 {h / 2:g}h{20 - w:g}l-10 {-h / 2:g}z"
        case "ask":
            path = f"M{x + 9:g} {y:g}h{w - 9:g}l-9 {h:g}h{9 - w:g}z"
        case "ending":
            r = h / 2
            path = (
                f"M{x + r:g} {y:g}h{w - h:g}a{r:g} {r:g} 0 0 1 0 {h:g}h{h - w:g}a{r:g} {r:g} 0 0 1 0 {-h:g}z"
            )
        case _:
            path = f"M{x:g} {y:g}h{w:g}v{h:g}h{-w:g}z"
    drawn = f'<path class="g-shape" d="{path}"/>'
    if node.kind == "tool":
        drawn += f'<path class="g-bars" d="M{x + 6:g} {y:g}v{h:g}M{x + w - 6:g} {y:g}v{h:g}"/>'
    if node.kind == "activity":
        drawn += f'<path class="g-bars" d="M{x:g} {y + 5:g}h{w:g}M{x:g} {y + h - 5:g}h{w:g}"/>'
    if node.start:
        drawn += f'<path class="g-head" d="M{node.x:g} {y:g}l-5 -9h10z"/>'
        drawn += f'<circle class="g-head" cx="{node.x:g}" cy="{y - 13:g}" r="4"/>'
    return drawn


def _texts(node: Shown, language: Language) -> str:
    if node.kind == "branch":
        x, y, anchor = node.x + node.w / 2 + 5, node.y + node.h / 2 + 4, "start"
    else:
        x, y, anchor = node.x, node.y + node.h / 2 + 4.5, "middle"
    drawn = f'<text class="g-name" x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(node.id)}</text>'
    down = node.y + (node.h + 12 if node.kind == "branch" else 13 if len(node.named) > 1 else node.h / 2 + 4)
    for at, (kind, arrow, target) in enumerate(node.named):
        word = words_of_kind(kind).in_(language)
        said = " ".join(filter(None, [word, arrow, target]))
        aside = node.x + node.w / 2 + 5
        drawn += f'<text class="g-aside g-{kind}" x="{aside:g}" y="{down + at * 15:g}">{escape(said)}</text>'
    return drawn


def _marks(node: Shown, note: Note) -> str:
    x, y = node.x + node.w / 2, node.y
    drawn = ""
    if note.errors:
        drawn += f'<path class="g-error" d="M{x - 4:g} {y - 4:g}l8 8M{x + 4:g} {y - 4:g}l-8 8"/>'
    elif note.warnings:
        drawn += f'<path class="g-warning" d="M{x:g} {y - 6:g}l6 10h-12z"/>'
    if note.hits:
        left = node.x - node.w / 2
        drawn += f'<text class="g-hits g-halo" x="{left:g}" y="{y - 4:g}">{escape(note.hits)}</text>'
    return drawn


def key_shape(kind: Kind) -> str:
    """A small drawing of a kind's shape, 26 by 16, for a key."""
    return _shape(Shown(kind, kind, 13, 1, 14 if kind == "branch" else 24, 14, 0, 0, Words(fr="", en="")))


def key_line(kind: WayKind) -> str:
    """A small drawing of a way of this kind, 34 by 16, for a key."""
    head = '<path class="g-head" d="M34 8l-8 -4v8z"/>'
    if kind == "if_fails":
        head = '<path class="g-head" d="M26 4l8 8M34 4l-8 8"/>'
    return f'<g class="g-{kind}"><path class="g-way" d="M0 8H26"/>{head}</g>'


def _key(language: Language, top: float) -> str:
    drawn, at = [], MARGIN
    for kind in KINDS:
        drawn.append(
            f'<g class="g-{kind}" transform="translate({at:g} {top:g})">{key_shape(kind)}'
            f'<text class="g-key" x="32" y="12">{escape(KIND_NAMES[kind].in_(language))}</text></g>'
        )
        at += 48 + len(KIND_NAMES[kind].in_(language)) * 6.2
    at = MARGIN
    for way, name in WAY_NAMES:
        drawn.append(
            f'<g transform="translate({at:g} {top + 28:g})">{key_line(way)}'
            f'<text class="g-key" x="40" y="12">{escape(name.in_(language))}</text></g>'
        )
        at += 56 + len(name.in_(language)) * 5.8
    return "".join(drawn)


def _at(point: tuple[float, float]) -> str:
    return f"{point[0]:g} {point[1]:g}"
