"""A layered drawing of a directed graph (Sugiyama, Tagawa and Toda, 1981), with nothing but Python.

Cycles are opened, vertices put in layers, long arcs cut by way-points, each layer ordered by barycentres to
cross little, and abscissae fitted: each layer's best least-squares places under its order and its gaps, which
pooling adjacent violators gives exactly. The same graph gives the same drawing, to the last digit.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

ACROSS = 22.0  # between two boxes of a layer
DOWN = 44.0  # between two layers
BAND = 30.0  # more, above a band, for its title
MOST_SPAN = 7  # layers that a drawn arc may run through: beyond, its end is named, not drawn
FEW = 2  # arcs that come back, or break off, to one vertex: beyond, they are named too
_WAYPOINT = 6.0
_HOMING = 0.5  # what nothing holds comes nearer to the middle at each pass


@dataclass(frozen=True)
class Box:
    """A vertex: its extent left and right of its axis, its height, the band that holds it; ``foot`` is how
    far below its top arcs leave it, where that is not its whole height."""

    left: float
    right: float
    height: float
    band: int = 0
    foot: float | None = None


@dataclass
class Plan:
    """In which layer each vertex stands, which arcs (by place) run upwards, and which are better named than
    drawn: too long, or coming back or breaking off to one vertex like many others."""

    layer: list[int]
    back: set[int]
    named: set[int]


@dataclass
class Arrangement:
    """Where all is. ``x`` is a box's axis and ``y`` its top; ``lines`` by the arc's ends."""

    x: list[float]
    y: list[float]
    lines: dict[tuple[int, int], list[tuple[float, float]]]
    bands: dict[int, tuple[float, float]]  # top and bottom
    width: float
    height: float


def plan(
    bands: Sequence[int], arcs: Sequence[tuple[int, int]], root: int = 0, weak: frozenset[int] = frozenset()
) -> Plan:
    """Layers for vertices in ``bands`` (from top to bottom, by number) and ``arcs``, each given once.

    ``weak`` are the places of arcs that matter less: many of them to one vertex are named.
    """
    back = returning(len(bands), arcs, bands, root)
    forward = [(b, a) if at in back else (a, b) for at, (a, b) in enumerate(arcs) if a != b]
    layer = _layers(bands, forward)
    returns: dict[int, int] = {}
    breaks: dict[int, int] = {}
    for at, (_, b) in enumerate(arcs):
        if at in back:
            returns[b] = returns.get(b, 0) + 1
        if at in weak:
            breaks[b] = breaks.get(b, 0) + 1
    named = {
        at
        for at, (a, b) in enumerate(arcs)
        if layer[a] == layer[b]
        or abs(layer[a] - layer[b]) > MOST_SPAN
        or (at in back and returns[b] > FEW)
        or (at in weak and breaks[b] > FEW)
    }
    return Plan(layer, back, named)


def returning(count: int, arcs: Sequence[tuple[int, int]], bands: Sequence[int], root: int) -> set[int]:
    """The arcs (by place) to turn round so that no cycle is left: those that go back up a band, and those
    that a depth-first walk from ``root`` finds closing a cycle."""
    back = {at for at, (a, b) in enumerate(arcs) if a == b or bands[a] > bands[b]}
    out: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for at, (a, b) in enumerate(arcs):
        if at not in back:
            out[a].append((at, b))
    state = [0] * count  # 0 new, 1 on the path, 2 done
    for first in (root, *range(count)):
        if state[first]:
            continue
        state[first] = 1
        stack = [(first, iter(out[first]))]
        while stack:
            vertex, following = stack[-1]
            for at, target in following:
                if state[target] == 1:
                    back.add(at)
                elif state[target] == 0:
                    state[target] = 1
                    stack.append((target, iter(out[target])))
                    break
            else:
                state[vertex] = 2
                stack.pop()
    return back


def arrange(
    boxes: Sequence[Box], layer: Sequence[int], arcs: Sequence[tuple[int, int]], upwards: frozenset[int]
) -> Arrangement:
    """Place ``boxes`` in their layers and route ``arcs``; those whose place is in ``upwards`` go up."""
    if not boxes:
        return Arrangement([], [], {}, {}, 0.0, 0.0)
    drawing = _Drawing(list(boxes), list(layer))
    chains = {
        (a, b): drawing.chain(b, a) if at in upwards else drawing.chain(a, b)
        for at, (a, b) in enumerate(arcs)
    }
    drawing.order()
    drawing.fit()
    return _arrangement(boxes, layer, drawing, chains, {arcs[at] for at in upwards})


def _layers(bands: Sequence[int], arcs: Sequence[tuple[int, int]]) -> list[int]:
    """Longest paths from above within each band, then what hangs loose pulled down to what it leads to."""
    count = len(bands)
    out: list[list[int]] = [[] for _ in range(count)]
    into: list[list[int]] = [[] for _ in range(count)]
    for a, b in arcs:
        out[a].append(b)
        into[b].append(a)
    waits = [len(each) for each in into]
    ready = [v for v in range(count) if not waits[v]]
    order: list[int] = []
    for vertex in ready:  # grows as it is read
        order.append(vertex)
        for target in out[vertex]:
            waits[target] -= 1
            if not waits[target]:
                ready.append(target)
    layer = [0] * count
    for v in order:
        layer[v] = max((layer[u] + 1 for u in into[v] if bands[u] == bands[v]), default=0)
    for v in reversed(order):
        mine = [w for w in out[v] if bands[w] == bands[v]]
        above = sum(bands[u] == bands[v] for u in into[v])
        if mine and above < len(mine):
            layer[v] = max(layer[v], min(layer[w] for w in mine) - 1)
    base, first = 0, {}
    for band in sorted(set(bands)):
        first[band] = base
        base += 1 + max(layer[v] for v in range(count) if bands[v] == band)
    return [first[bands[v]] + layer[v] for v in range(count)]


@dataclass
class _Drawing:
    """Vertices and way-points in their layers."""

    boxes: list[Box]
    layer: list[int]
    rows: list[list[int]] = field(default_factory=list)
    above: list[list[int]] = field(default_factory=list)
    below: list[list[int]] = field(default_factory=list)
    x: list[float] = field(default_factory=list)
    real: int = 0

    def __post_init__(self) -> None:
        self.real = len(self.boxes)
        self.layer = list(self.layer)
        self.above = [[] for _ in self.boxes]
        self.below = [[] for _ in self.boxes]

    def chain(self, top: int, bottom: int) -> list[int]:
        """``top``, a way-point in each layer between, ``bottom``."""
        links = [top]
        for row in range(self.layer[top] + 1, self.layer[bottom]):
            links.append(len(self.boxes))
            self.boxes.append(Box(_WAYPOINT, _WAYPOINT, 0.0))
            self.layer.append(row)
            self.above.append([])
            self.below.append([])
        links.append(bottom)
        for a, b in pairwise(links):
            self.below[a].append(b)
            self.above[b].append(a)
        return links

    def order(self) -> None:
        """Order each layer by the barycentres of its neighbours; the best of the sweeps is kept."""
        self.rows = [[] for _ in range(max(self.layer) + 1)]
        for vertex in self._walk():
            self.rows[self.layer[vertex]].append(vertex)
        place = self._places()
        best, least = [row[:] for row in self.rows], self._crossings(place)
        for sweep in range(10 if len(self.boxes) < 2000 else 6):
            upwards = sweep % 2 == 1
            near = self.below if upwards else self.above
            for row in reversed(self.rows) if upwards else self.rows:
                middle = {
                    v: sum(place[u] for u in near[v]) / len(near[v]) if near[v] else float(place[v])
                    for v in row
                }
                row.sort(key=lambda v: (middle[v], place[v]))
                for at, v in enumerate(row):
                    place[v] = at
            crossings = self._crossings(place)
            if crossings < least:
                best, least = [row[:] for row in self.rows], crossings
            if not least:
                break
        self.rows = best

    def _walk(self) -> list[int]:
        """Depth first from the top: neighbours begin near each other."""
        seen = [False] * len(self.boxes)
        walked: list[int] = []
        for first in sorted(range(len(self.boxes)), key=lambda v: (self.layer[v], v)):
            stack = [first]
            while stack:
                vertex = stack.pop()
                if not seen[vertex]:
                    seen[vertex] = True
                    walked.append(vertex)
                    stack.extend(reversed(self.below[vertex]))
        return walked

    def _places(self) -> list[int]:
        place = [0] * len(self.boxes)
        for row in self.rows:
            for at, vertex in enumerate(row):
                place[vertex] = at
        return place

    def _crossings(self, place: list[int]) -> int:
        total = 0
        for row in self.rows:
            ends: list[int] = []
            for vertex in sorted(row, key=lambda v: place[v]):
                mine = sorted(place[w] for w in self.below[vertex])
                total += sum(len(ends) - bisect_right(ends, end) for end in mine)
                for end in mine:
                    insort(ends, end)
        return total

    def fit(self) -> None:
        """Abscissae: each layer goes to the mean of its neighbours, as nearly as its boxes leave room."""
        self.x = [0.0] * len(self.boxes)
        for row in self.rows:
            at = 0.0
            for left, vertex in zip([None, *row], row, strict=False):
                at += 0.0 if left is None else self._gap(left, vertex)
                self.x[vertex] = at
            for vertex in row:
                self.x[vertex] -= at / 2
        for sweep in range(16):
            ways = (self.above, self.below) if sweep >= 12 else ((self.above,), (self.below,))[sweep % 2]
            for row in reversed(self.rows) if sweep % 2 else self.rows:
                self._settle(row, ways)

    def _gap(self, left: int, right: int) -> float:
        loose = left >= self.real or right >= self.real
        return self.boxes[left].right + self.boxes[right].left + (ACROSS / 2 if loose else ACROSS)

    def _settle(self, row: list[int], ways: Sequence[list[list[int]]]) -> None:
        shift = 0.0
        blocks: list[tuple[float, float, int]] = []  # mean, weight, how many
        shifts: list[float] = []
        for at, vertex in enumerate(row):
            shift += self._gap(row[at - 1], vertex) if at else 0.0
            shifts.append(shift)
            near = [u for way in ways for u in way[vertex]]
            wanted = sum(self.x[u] for u in near) / len(near) if near else self.x[vertex] * _HOMING
            weight = 4.0 if vertex >= self.real else (1.0 + len(near) if near else 0.1)
            mean, heavy, many = wanted - shift, weight, 1
            while blocks and blocks[-1][0] >= mean:
                other, load, size = blocks.pop()
                mean = (mean * heavy + other * load) / (heavy + load)
                heavy, many = heavy + load, many + size
            blocks.append((mean, heavy, many))
        at = 0
        for mean, _, many in blocks:
            for vertex in row[at : at + many]:
                self.x[vertex] = mean + shifts[at]
                at += 1


def _arrangement(
    boxes: Sequence[Box],
    layer: Sequence[int],
    drawing: _Drawing,
    chains: dict[tuple[int, int], list[int]],
    turned: set[tuple[int, int]],
) -> Arrangement:
    left = min(drawing.x[v] - box.left for v, box in enumerate(drawing.boxes))
    x = [round(each - left, 1) for each in drawing.x]
    tops, bottoms, bands = _rows(boxes, layer, len(drawing.rows))
    y = [tops[layer[v]] for v in range(len(boxes))]
    ports = _ports(boxes, drawing, x, chains)
    lines: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for arc, links in chains.items():
        points: list[tuple[float, float]] = []
        for at, vertex in enumerate(links):
            row = drawing.layer[vertex]
            if vertex >= len(boxes):
                points += [(x[vertex], tops[row]), (x[vertex], bottoms[row])]
            elif at == 0:
                box = boxes[vertex]
                foot = y[vertex] + (box.height if box.foot is None else box.foot)
                points += [(ports[arc][0], foot), (ports[arc][0], bottoms[row])]
            else:
                points.append((ports[arc][1], tops[row]))
        lines[arc] = points[::-1] if arc in turned else points
    width = max(x[v] + box.right for v, box in enumerate(drawing.boxes))
    return Arrangement(x[: len(boxes)], y, lines, bands, round(width, 1), bottoms[-1])


def _rows(
    boxes: Sequence[Box], layer: Sequence[int], count: int
) -> tuple[list[float], list[float], dict[int, tuple[float, float]]]:
    """Tops and bottoms of the layers, and of the bands."""
    tall = [0.0] * count
    band = [0] * count
    for v, box in enumerate(boxes):
        tall[layer[v]] = max(tall[layer[v]], box.height)
        band[layer[v]] = box.band
    many = len(set(band)) > 1
    tops: list[float] = []
    bottoms: list[float] = []
    bands: dict[int, tuple[float, float]] = {}
    at = 0.0
    for row in range(count):
        if many and (row == 0 or band[row] != band[row - 1]):
            at += BAND
        tops.append(at)
        bottoms.append(at + tall[row])
        opened = bands.get(band[row], (at - BAND if many else at, 0.0))[0]
        bands[band[row]] = (opened, bottoms[-1])
        at = bottoms[-1] + DOWN
    return tops, bottoms, bands


def _ports(
    boxes: Sequence[Box], drawing: _Drawing, x: Sequence[float], chains: dict[tuple[int, int], list[int]]
) -> dict[tuple[int, int], tuple[float, float]]:
    """Where each arc leaves its box and where it arrives: spread in the order of where they come from."""
    leave: dict[int, list[tuple[float, tuple[int, int]]]] = {}
    arrive: dict[int, list[tuple[float, tuple[int, int]]]] = {}
    for arc, links in chains.items():
        leave.setdefault(links[0], []).append((x[links[1]], arc))
        arrive.setdefault(links[-1], []).append((x[links[-2]], arc))
    found: dict[tuple[int, int], tuple[float, float]] = {}
    ends: tuple[dict[tuple[int, int], float], dict[tuple[int, int], float]] = ({}, {})
    for side, sides in enumerate((leave, arrive)):
        for vertex, each in sides.items():
            room = min(boxes[vertex].left, boxes[vertex].right) * 1.1
            step = min(14.0, room / max(1, len(each) - 1))
            for at, (_, arc) in enumerate(sorted(each)):
                ends[side][arc] = round(x[vertex] + (at - (len(each) - 1) / 2) * step, 1)
    for arc in chains:
        found[arc] = ends[0][arc], ends[1][arc]
    return found
