"""The drawing of a story: what is drawn, where, and that it can be read."""

from __future__ import annotations

import random
import shutil
import time
import xml.etree.ElementTree as ET
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.author.draw import layout, to_dot, to_mermaid, to_svg
from engine.author.drawing import Layout
from engine.author.layers import Box, arrange, plan
from engine.author.svg import Note, for_page
from engine.author.ways import path_to, reached, ways
from engine.language.reader import read_source
from engine.language.schema import (
    BranchNode,
    Case,
    ChoiceNode,
    EndingNode,
    NarrativeNode,
    Option,
    Scenario,
    Text,
)

DRAFT = Path(__file__).resolve().parents[2] / "drafts" / "cadre.yaml"
SVG = "{http://www.w3.org/2000/svg}"


@cache
def read_draft() -> Scenario:
    scenario, diagnostics = read_source(DRAFT.read_bytes(), "scenario.yaml")
    assert scenario is not None, diagnostics
    return scenario


@pytest.fixture
def draft() -> Scenario:
    return read_draft()


def text(said: str = "x") -> Text:
    return Text(by_language={"fr": said})


def story(links: dict[str, list[str]], template: Scenario) -> Scenario:
    """A scenario with these ways: no way out is an ending, several make a choice."""
    nodes: dict[str, ChoiceNode | NarrativeNode | EndingNode | BranchNode] = {}
    for line, (name, targets) in enumerate(links.items(), 1):
        if not targets:
            nodes[name] = EndingNode(id=name, line=line, text=text(), status="undecided")
        elif len(targets) == 1:
            nodes[name] = NarrativeNode(id=name, line=line, text=text(), to=targets[0])
        elif len(targets) % 2:
            nodes[name] = BranchNode(id=name, line=line, cases=[Case(to=each) for each in targets])
        else:
            options = [Option(id=f"o{at}", text=text(), to=each) for at, each in enumerate(targets)]
            nodes[name] = ChoiceNode(id=name, line=line, text=text(), options=options)
    return template.model_copy(update={"nodes": nodes, "start": next(iter(nodes)), "acts": []})


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, list[str]]:
    names = [f"n{at}" for at in range(draw(st.integers(1, 24)))]
    return {name: draw(st.lists(st.sampled_from(names), max_size=5)) for name in names}


def overlaps(drawing: Layout) -> list[tuple[str, str]]:
    found = []
    for one, other in combinations(drawing.nodes.values(), 2):
        across = one.left < other.right and other.left < one.right
        down = one.y < other.y + other.h and other.y < one.y + one.h
        if across and down:
            found.append((one.id, other.id))
    return found


@settings(max_examples=80, deadline=None)
@given(graphs())
def test_no_two_nodes_overlap_and_every_way_is_drawn_or_named(links: dict[str, list[str]]) -> None:
    scenario = story(links, read_draft())
    drawing = layout(scenario)
    assert overlaps(drawing) == []
    told = {(line.source, line.target) for line in drawing.lines}
    told |= {(node.id, target) for node in drawing.nodes.values() for _, _, target in node.named}
    assert told == {(way.source, way.target) for way in ways(scenario)}
    assert layout(scenario) == drawing
    live = reached(scenario, ways(scenario))
    assert {name for name, node in drawing.nodes.items() if node.unreachable} == set(scenario.nodes) - live
    for name in live:
        path = path_to(scenario, name)
        assert [way.target for way in path][-1:] == ([name] if path else [])
        assert all(one.target == other.source for one, other in pairwise(path))
        assert path or name == scenario.start


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_lines_go_round_the_nodes_that_are_not_their_ends(links: dict[str, list[str]]) -> None:
    drawing = layout(story(links, read_draft()))
    for line in drawing.lines:
        for node in drawing.nodes.values():
            if node.id in (line.source, line.target):
                continue
            for (x1, y1), (x2, y2) in pairwise(line.points):
                # Vertical pieces run beside boxes; sloping ones run between layers, where there is none.
                if x1 == x2:
                    beside = not node.x - node.w / 2 + 0.2 < x1 < node.x + node.w / 2 - 0.2
                    assert beside or max(y1, y2) <= node.y + 0.2 or min(y1, y2) >= node.y + node.h - 0.2


def test_the_draft_is_drawn_as_it_was(draft: Scenario) -> None:
    drawing = layout(draft)
    assert {name: (node.kind, node.start) for name, node in drawing.nodes.items()} == {
        "debut": ("narrative", True), "pari": ("ask", False), "hub": ("choice", False),
        "mesure": ("tool", False), "lecture": ("branch", False), "net": ("narrative", False),
        "flou": ("narrative", False), "panne": ("narrative", False), "fin": ("ending", False),
        "abandon": ("ending", False),
    }  # fmt: skip
    assert [(line.source, line.target, line.kind) for line in drawing.lines] == [
        ("debut", "pari", "falls"), ("pari", "hub", "falls"), ("hub", "mesure", "option"),
        ("hub", "fin", "option"), ("hub", "abandon", "option"), ("mesure", "panne", "if_fails"),
        ("mesure", "lecture", "goes"), ("lecture", "net", "case"), ("lecture", "flou", "case"),
    ]  # fmt: skip
    # Three ways come back to the hub: they are named where they leave, not drawn across everything.
    named = {name: node.named for name, node in drawing.nodes.items() if node.named}
    assert named == dict.fromkeys(("net", "flou", "panne"), (("goes", "↑", "hub"),))
    assert [(band.id, band.title.en) for band in drawing.bands] == [
        ("debat", "The debate"), ("suite", "What follows"),
    ]  # fmt: skip
    for band in drawing.bands:
        inside = [name for name, node in drawing.nodes.items() if band.top <= node.y <= band.bottom]
        assert inside == [name for name, node in draft.nodes.items() if node.act == band.id]
    assert drawing.nodes["debut"].y < drawing.nodes["pari"].y < drawing.nodes["hub"].y


def test_svg_is_whole_tells_kinds_by_shape_and_reads_on_light_and_dark(draft: Scenario) -> None:
    drawn = to_svg(layout(draft), "fr")
    root = ET.fromstring(drawn)
    assert "prefers-color-scheme:dark" in drawn
    shapes = {}
    for group in root.iter(f"{SVG}g"):
        name = group.find(f"{SVG}text")
        shape = group.find(f"{SVG}path[@class='g-shape']")
        if shape is not None and name is not None and name.text in draft.nodes:
            shapes[name.text] = "".join(each for each in shape.get("d", "") if each.isalpha())
    assert shapes["debut"] == "Mhvhz"
    assert shapes["hub"] == "Mhllhlz"
    assert shapes["lecture"] == "Mlllz"
    assert shapes["fin"] == "Mhahaz"
    assert shapes["pari"] == "Mhlhz"
    assert len({shapes[name] for name in ("debut", "hub", "lecture", "fin", "pari")}) == 5
    assert "panne" in drawn  # the word beside the broken way
    assert to_svg(layout(draft), "fr") == drawn


def test_what_authors_write_is_text_everywhere(draft: Scenario) -> None:
    bad = '"]<script>alert(1)</script>`|&#;\\'
    nodes = {**draft.nodes, "hub": draft.nodes["hub"].model_copy(update={"text": text(bad)})}
    hostile = draft.model_copy(
        update={
            "title": text(bad),
            "nodes": nodes,
            "acts": [act.model_copy(update={"title": text(bad)}) for act in draft.acts],
        }
    )
    drawing = layout(hostile)
    for said in (to_svg(drawing, "fr"), for_page(drawing, "fr", address=lambda n: "/?a=1&b", notes={})):
        assert "<script" not in said
        ET.fromstring(said)
    mermaid = to_mermaid(drawing, "fr")
    assert "<script" not in mermaid.partition("flowchart TD")[2]
    assert '"]<' not in mermaid.partition("flowchart TD")[2]
    assert '\\"]<script>' in to_dot(drawing, "fr")


def test_mermaid_and_dot_hold_every_node_and_way(draft: Scenario) -> None:
    drawing = layout(draft)
    mermaid, dot = to_mermaid(drawing, "en"), to_dot(drawing, "en")
    for name in draft.nodes:
        assert f"n_{name}" in mermaid
        assert f'"{name}" [' in dot
    assert "n_debut -.-> n_pari" in mermaid
    assert 'n_mesure --x|"fails"| n_panne' in mermaid
    assert '"debut" -> "pari" [style=dashed' in dot
    assert '"mesure" -> "panne" [style=dotted, arrowhead=tee' in dot
    assert mermaid.count("subgraph") == 2
    assert dot.count("subgraph") == 2


def test_faults_counts_and_the_current_node_are_marked(draft: Scenario) -> None:
    said = for_page(
        layout(draft), "en", address=lambda name: f"/?node={name}",
        notes={"net": Note(errors=1, hits="×3"), "flou": Note(warnings=2, unmet=True)}, current="hub",
    )  # fmt: skip
    assert 'class="g-error"' in said
    assert 'class="g-warning"' in said
    assert "×3" in said
    assert 'data-node="hub" href="/?node=hub" aria-current="true"' in said


def test_a_box_too_many_is_still_placed() -> None:
    done = arrange([Box(10, 10, 20), Box(10, 10, 20)], plan([0, 0], []).layer, [], frozenset())
    assert done.x[1] - done.x[0] >= 20 or done.x[0] - done.x[1] >= 20
    assert arrange([], [], [], frozenset()).width == 0


def test_a_thousand_nodes_take_no_time(draft: Scenario) -> None:
    chance = random.Random(1)
    names = [f"n{at}" for at in range(1000)]
    links = {}
    for at, name in enumerate(names):
        later = names[at + 1 : at + 12]
        links[name] = [chance.choice(later) for _ in range(min(len(later), 3))]
        if at % 7 == 3:
            links[name] = [names[at // 40 * 40]]
    drawing_of = story(links, draft)
    begun = time.process_time()
    layout(drawing_of)
    assert time.process_time() - begun < 3


@pytest.mark.skipif(shutil.which("dot") is None, reason="no dot: apt-get install graphviz")
def test_graphviz_places_the_same_nodes_and_ways(draft: Scenario) -> None:
    own, placed = layout(draft), layout(draft, engine="dot")
    assert placed.nodes.keys() == own.nodes.keys()
    assert {(line.source, line.target) for line in placed.lines} == {
        (way.source, way.target) for way in ways(draft)
    }
    assert [band.id for band in placed.bands] == [band.id for band in own.bands]
    ET.fromstring(to_svg(placed, "fr"))
