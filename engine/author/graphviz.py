"""Positions from Graphviz's ``dot``, where the machine has it (Debian: ``apt install graphviz``)."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

from engine.author.drawing import (
    Band,
    Layout,
    Line,
    Shown,
    bands_of,
    merged,
    shown_node,
    size_of,
    strongest,
)
from engine.author.ways import reached
from engine.language.schema import Node, Scenario
from tools.errors import AutopsieError
from tools.wording import Words

PATIENCE = 20.0  # seconds
_INCH = 72.0


def dot_program() -> str | None:
    """Where ``dot`` is; ``None`` where it is not."""
    return shutil.which("dot")


def laid_by_dot(scenario: Scenario) -> Layout:
    """The layout that ``dot`` gives, in our own shapes.

    Raises :class:`~tools.errors.AutopsieError` (C840) where ``dot`` is missing, fails or takes too long.
    """
    program = dot_program()
    if program is None:
        raise _unusable("not installed", "absent")
    try:
        done = subprocess.run(
            [program, "-Tjson0"],
            input=_asked(scenario),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=True,
        )
        found = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError) as failed:
        raise _unusable(type(failed).__name__, type(failed).__name__) from None
    return _read(scenario, found)


def _asked(scenario: Scenario) -> str:
    """Sizes, clusters and arcs only: ids are the language's own, so nothing needs quoting but keywords."""
    said = [
        "digraph g {",
        "rankdir=TB; nodesep=0.3; ranksep=0.55; labeljust=l; node [shape=box, fixedsize=true]",
    ]
    bands = bands_of(scenario)
    for at, act in enumerate(scenario.acts):
        mine = [name for name in scenario.nodes if bands[name] == at]
        if mine and len(scenario.acts) > 1:
            said.append(
                f'subgraph "cluster_{at}" {{ label="{act.id}"; ' + "; ".join(f'"{n}"' for n in mine) + "}"
            )
    for name, node in scenario.nodes.items():
        w, h = size_of(node)
        said.append(f'"{name}" [width={(w + _aside(node)) / _INCH:.3f}, height={h / _INCH:.3f}]')
    for a, b in merged(scenario):  # a branch's diamond is smaller than the room that its name takes
        said.append(f'"{a}" -> "{b}"' + (" [tailclip=false]" if scenario.nodes[a].kind == "branch" else ""))
    return "\n".join([*said, "}"])


def _aside(node: Node) -> float:
    """Room for the name at a branch's side; the same left of it, so that its axis stays its middle."""
    return 2 * (len(node.id) * 7.3 + 8) if node.kind == "branch" else 0.0


def _read(scenario: Scenario, found: dict[str, Any]) -> Layout:
    _, _, width, height = map(float, found["bb"].split(","))
    every = merged(scenario)
    live = reached(scenario, [way for each in every.values() for way in each])
    names: dict[int, str] = {}
    shown: dict[str, Shown] = {}
    bands: list[Band] = []
    for thing in found.get("objects", []):
        if thing["name"].startswith("cluster_"):
            act = scenario.acts[int(thing["name"].removeprefix("cluster_"))]
            left, bottom, right, top = map(float, thing["bb"].split(","))
            title = Words(fr=act.title.in_("fr")[0], en=act.title.in_("en")[0])
            ends = round(height - top, 1), round(height - bottom, 1)
            bands.append(Band(act.id, title, *ends, (left, right)))
            continue
        node = scenario.nodes[thing["name"]]
        names[thing["_gvid"]] = node.id
        x, y = map(float, thing["pos"].split(","))
        half = (size_of(node)[0] + _aside(node)) / 2
        top = round(height - y - size_of(node)[1] / 2, 1)
        shown[node.id] = shown_node(scenario, node, x, top, half, half, (), node.id not in live)
    lines = []
    for edge in found.get("edges", []):
        a, b = names[edge["tail"]], names[edge["head"]]
        each = every[a, b]
        lines.append(
            Line(a, b, strongest(each), tuple(dict.fromkeys(w.kind for w in each)),
                 tuple(w.name for w in each if w.name), _curve(edge["pos"], height), bezier=True)
        )  # fmt: skip
    ordered = {name: shown[name] for name in scenario.nodes}
    title = Words(fr=scenario.title.in_("fr")[0], en=scenario.title.in_("en")[0])
    return Layout(scenario.id, title, ordered, lines, bands, width, height)


def _curve(pos: str, height: float) -> tuple[tuple[float, float], ...]:
    """dot's ``e,x,y p1 p2 …``: control points, then the tip of the arrow."""
    tip: tuple[float, float] | None = None
    points = []
    for part in pos.split():
        end = part.startswith("e,")
        x, y = map(float, part.removeprefix("e,").removeprefix("s,").split(",")[:2])
        if end:
            tip = (x, round(height - y, 1))
        else:
            points.append((x, round(height - y, 1)))
    if tip is not None:
        points[-1] = tip
    return tuple(points)


def _unusable(en: str, fr: str) -> AutopsieError:
    return AutopsieError(
        "C840",
        Words(fr=f"Graphviz n'est pas utilisable ({fr}).", en=f"Graphviz cannot be used ({en})."),
        Words(
            fr="Installez-le (apt install graphviz), ou laissez Autopsie dessiner : --engine own.",
            en="Install it (apt install graphviz), or let Autopsie draw: --engine own.",
        ),
    )
