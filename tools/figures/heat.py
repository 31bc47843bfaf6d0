"""Heat over a photograph, cell by cell as the network answers, in colours that survive greyscale.

The heat is never smoothed: a cell of the grid is a rectangle of the drawing. Cells of one level share one
path, so a grid of a few thousand cells stays a few kilobytes.
"""

from __future__ import annotations

from collections.abc import Sequence

from tools.figures.svg import number

LEVELS = 24
FULL = 0.5  # share of the colour range from which the heat has its full strength
OUTLINES = (0.30, 0.60, 0.85)  # shares of the colour range at which an outline is drawn

# Cividis (Nuñez, Anderton & Renslow 2018, PLoS ONE 13(7):e0199239), ten even stops.
_CIVIDIS = (
    (0x00, 0x22, 0x4E), (0x12, 0x35, 0x70), (0x3B, 0x49, 0x6C), (0x57, 0x5D, 0x6D), (0x70, 0x71, 0x73),
    (0x8A, 0x86, 0x78), (0xA5, 0x9C, 0x74), (0xC3, 0xB3, 0x69), (0xE1, 0xCC, 0x55), (0xFE, 0xE8, 0x38),
)  # fmt: skip


def cividis(share: float) -> str:
    """The colour of ``share`` (0 to 1), linear between the stops, as ``#rrggbb``."""
    place = min(max(share, 0.0), 1.0) * (len(_CIVIDIS) - 1)
    index = min(int(place), len(_CIVIDIS) - 2)
    part = place - index
    first, second = _CIVIDIS[index], _CIVIDIS[index + 1]
    mixed = (round(a + (b - a) * part) for a, b in zip(first, second, strict=True))
    return "#" + "".join(f"{value:02x}" for value in mixed)


def heat_paths(grid: Sequence[Sequence[float]], low: float, high: float, size: tuple[int, int]) -> str:
    """The cells as one path a level, scaled to ``size`` (width, height) in pixels of the picture."""
    rows, columns = len(grid), len(grid[0])
    runs: dict[int, list[str]] = {}
    for top, row in enumerate(grid):
        start = 0
        levels = [_level(value, low, high) for value in row]
        for column in range(1, columns + 1):
            if column == columns or levels[column] != levels[start]:
                length = column - start
                runs.setdefault(levels[start], []).append(f"M{start} {top}h{length}v1h-{length}z")
                start = column
    cells = "".join(
        f'<path fill="{cividis((level + 0.5) / LEVELS)}" fill-opacity="{_veil(level):.2g}" d="{"".join(d)}"/>'
        for level, d in sorted(runs.items())
    )
    scale = f"scale({size[0] / columns:.5g} {size[1] / rows:.5g})"
    return f'<g class="heat-cells" transform="{scale}" shape-rendering="crispEdges">{cells}</g>'


def outlines(grid: Sequence[Sequence[float]], low: float, high: float, size: tuple[int, int]) -> str:
    """The borders of what lies above each threshold, along the edges of the cells: dark on a light halo."""
    rows, columns = len(grid), len(grid[0])
    wide, tall = size[0] / columns, size[1] / rows
    drawn: list[str] = []
    for rank, share in enumerate(OUTLINES):
        threshold = low + share * (high - low)
        above = [[value >= threshold for value in row] for row in grid]
        d = _edges(above, wide, tall)
        if d:
            drawn.append(
                f'<path class="outline-halo" d="{d}"/><path class="outline outline-{rank}" d="{d}"/>'
            )
    return "".join(drawn)


def _veil(level: int) -> float:
    """Weak cells are sheer, so that a face stays legible; the page's style caps the strongest at 0.4."""
    return min(1.0, (level + 0.5) / LEVELS / FULL)


def _level(value: float, low: float, high: float) -> int:
    share = (value - low) / (high - low) if high > low else 0.0
    return min(max(int(share * LEVELS), 0), LEVELS - 1)


def _edges(above: list[list[bool]], wide: float, tall: float) -> str:
    """Segments between a cell above the threshold and one that is not (the outside is not)."""
    rows, columns = len(above), len(above[0])
    d: list[str] = []
    for row in range(rows + 1):
        start: int | None = None
        for column in range(columns + 1):
            edge = column < columns and (
                (row > 0 and above[row - 1][column]) != (row < rows and above[row][column])
            )
            if edge and start is None:
                start = column
            elif not edge and start is not None:
                d.append(f"M{number(start * wide)} {number(row * tall)}H{number(column * wide)}")
                start = None
    for column in range(columns + 1):
        start = None
        for row in range(rows + 1):
            edge = row < rows and (
                (column > 0 and above[row][column - 1]) != (column < columns and above[row][column])
            )
            if edge and start is None:
                start = row
            elif not edge and start is not None:
                d.append(f"M{number(column * wide)} {number(start * tall)}V{number(row * tall)}")
                start = None
    return "".join(d)
