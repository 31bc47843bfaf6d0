"""Leaves of one parent hung under it in a column: a hub with thirty outcomes stays narrow enough to read."""

from __future__ import annotations

from collections.abc import Sequence

from engine.author.layers import Arrangement, Box, arrange

TALLEST = 6  # leaves in one column
_BETWEEN = 9.0
_RAIL = 15.0  # from the column's rail to its boxes


def stacks_of(arcs: Sequence[tuple[int, int]], layer: Sequence[int], bands: Sequence[int]) -> list[list[int]]:
    """The columns: vertices with nothing drawn below and one parent, right above, that has others such."""
    into: dict[int, list[int]] = {}
    leads = {a for a, _ in arcs}
    for a, b in arcs:
        into.setdefault(b, []).append(a)
    hung: dict[int, list[int]] = {}
    for vertex, parents in into.items():
        parent = parents[0]
        right_above = layer[parent] + 1 == layer[vertex] and bands[parent] == bands[vertex]
        if len(parents) == 1 and vertex not in leads and right_above:
            hung.setdefault(parent, []).append(vertex)
    columns: list[list[int]] = []
    for _, leaves in sorted(hung.items()):
        many = -(-len(leaves) // TALLEST)
        size = -(-len(leaves) // many)
        columns += [sorted(leaves)[at : at + size] for at in range(0, len(leaves), size)]
    return [column for column in columns if len(column) > 1]


def arrange_stacked(
    boxes: Sequence[Box],
    layer: Sequence[int],
    arcs: Sequence[tuple[int, int]],
    upwards: frozenset[int],
    columns: Sequence[Sequence[int]],
) -> Arrangement:
    """As :func:`~engine.author.layers.arrange`, each of ``columns`` placed as one box, then opened again."""
    inside = {vertex: (at, rank) for at, column in enumerate(columns) for rank, vertex in enumerate(column)}
    alone = [vertex for vertex in range(len(boxes)) if vertex not in inside]
    new = {vertex: at for at, vertex in enumerate(alone)}
    new |= {vertex: len(alone) + at for vertex, (at, _) in inside.items()}
    outer = [boxes[vertex] for vertex in alone] + [_around(boxes, column) for column in columns]
    rows = [layer[vertex] for vertex in alone] + [layer[column[0]] for column in columns]
    pairs: dict[tuple[int, int], bool] = {}
    for at, (a, b) in enumerate(arcs):
        pairs.setdefault((new[a], new[b]), at in upwards)
    kept = list(pairs)
    done = arrange(outer, rows, kept, frozenset(at for at, pair in enumerate(kept) if pairs[pair]))
    x = [0.0] * len(boxes)
    y = [0.0] * len(boxes)
    for vertex in alone:
        x[vertex], y[vertex] = done.x[new[vertex]], done.y[new[vertex]]
    for column in columns:
        box = outer[new[column[0]]]
        left, down = done.x[new[column[0]]] - box.left, done.y[new[column[0]]] + _BETWEEN
        for vertex in column:
            x[vertex] = round(left + _RAIL + boxes[vertex].left, 1)
            y[vertex] = round(down, 1)
            down += boxes[vertex].height + _BETWEEN
    lines: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for a, b in arcs:
        points = done.lines[new[a], new[b]]
        if b in inside:
            rail = round(x[b] - boxes[b].left - _RAIL, 1)
            level = round(y[b] + min(boxes[b].height, 30.0) / 2, 1)
            points = [
                *points[:-1],
                (rail, points[-1][1]),
                (rail, level),
                (round(x[b] - boxes[b].left, 1), level),
            ]
        lines[a, b] = points
    return Arrangement(x, y, lines, done.bands, done.width, done.height)


def _around(boxes: Sequence[Box], column: Sequence[int]) -> Box:
    wide = _RAIL + max(boxes[vertex].left + boxes[vertex].right for vertex in column)
    tall = sum(boxes[vertex].height + _BETWEEN for vertex in column)
    return Box(wide / 2, wide / 2, tall, boxes[column[0]].band)
