"""``workshop.yaml``, beside a scenario: how to lead a room through the story, phase by phase.

``facilitator`` is for whoever leads, and is left out of public packs. Faults are told in this file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from engine.language.beside import open_beside
from engine.language.declared import Header, unknown
from engine.language.diagnostics import Diagnostics, did_you_mean
from engine.language.node_parts import Nodes
from engine.language.reading import Reading
from engine.language.saying import nearest, words
from engine.language.schema import Text
from engine.language.tree import Fields, Items, Tree

FILE = "workshop.yaml"
FIELDS = ("minutes", "groups", "materials", "before", "phases", "debrief", "after")
GROUPS = ("people", "size", "text")
PHASE = ("minutes", "title", "text", "facilitator", "node", "act", "inject")
LONGEST = 1440  # minutes: a day
_ROLE = "instruction"  # counts of people, tables and minutes are no measures


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Numbers(_Part):
    """From how many to how many, both included."""

    low: int
    high: int


class Groups(_Part):
    """How many people the workshop is for, and how many sit at a table."""

    people: Numbers | None = None
    size: Numbers | None = None
    text: Text | None = None


class WorkshopPhase(_Part):
    """A stretch of the workshop. ``inject`` is what comes up in the middle, read aloud."""

    minutes: float
    title: Text
    text: Text | None = None
    facilitator: Text | None = None  # never for the room
    node: str | None = None  # the story is played from that node
    act: str | None = None  # or through that act
    inject: Text | None = None


class Workshop(_Part):
    """What ``workshop.yaml`` holds, read and checked."""

    minutes: float
    groups: Groups = Field(default_factory=Groups)
    materials: list[Text] = Field(default_factory=list)
    before: list[Text] = Field(default_factory=list)
    phases: list[WorkshopPhase] = Field(default_factory=list)
    debrief: list[Text] = Field(default_factory=list)
    after: list[Text] = Field(default_factory=list)


def read_workshop(
    diagnostics: Diagnostics, reading: Reading, header: Header, nodes: Nodes, folder: Path | None
) -> tuple[Workshop | None, Reading | None]:
    """The workshop beside a scenario, and its reading, for the checks of its texts."""
    opened = open_beside(diagnostics, reading, folder, FILE)
    if opened is None:
        return None, None
    mine, tree = opened
    mine.fields(tree, words("l'atelier", "the workshop"), FIELDS, ("minutes", "phases"))
    minutes = mine.number(tree.get("minutes"), "minutes", 1, LONGEST)
    phases = list(_phases(mine, header, nodes, tree.get("phases")))
    _check_minutes(mine, tree, minutes, phases)
    groups = _groups(mine, tree.get("groups"))
    lists = {
        name: mine.texts(tree.get(name), f"workshop.{name}", role=_ROLE)
        for name in ("materials", "before", "debrief", "after")
    }
    if minutes is None:
        return None, mine
    return Workshop(minutes=minutes, groups=groups, phases=phases, **lists), mine


def _groups(reading: Reading, tree: Tree | None) -> Groups:
    if tree is None:
        return Groups()
    block = reading.fields(tree, words("« groups »", "“groups”"), GROUPS)
    if block is None:
        return Groups()
    people, size = (_numbers(reading, block.get(name), name) for name in ("people", "size"))
    return Groups(
        people=people,
        size=size,
        text=reading.text(block.get("text"), "workshop.groups.text", role=_ROLE),
    )


def _numbers(reading: Reading, tree: Tree | None, field: str) -> Numbers | None:
    bounds = reading.span(tree, field)
    if bounds is None or tree is None:
        return None
    if bounds[0] < 1 or not all(bound.is_integer() for bound in bounds):
        reading.wrong(field, tree, words("un nombre de personnes", "a number of people"), "12..40")
        return None
    return Numbers(low=int(bounds[0]), high=int(bounds[1]))


def _phases(reading: Reading, header: Header, nodes: Nodes, tree: Tree | None) -> Iterator[WorkshopPhase]:
    if tree is None:
        return
    if not isinstance(tree, Items) or not tree.items:
        reading.wrong("phases", tree, words("une liste de phases", "a list of phases"))
        return
    for at, each in enumerate(tree.items):
        phase = _phase(reading, header, nodes, each, at)
        if phase is not None:
            yield phase


def _phase(reading: Reading, header: Header, nodes: Nodes, tree: Tree, at: int) -> WorkshopPhase | None:
    where = words(f"la phase {at + 1} de l'atelier", f"phase {at + 1} of the workshop")
    block = reading.fields(tree, where, PHASE, ("minutes", "title"))
    if block is None:
        return None
    path = f"workshop.phases.{at}"
    minutes = reading.number(block.get("minutes"), "minutes", 0.5, LONGEST)
    title = reading.text(block.get("title"), f"{path}.title", role=_ROLE)
    said = {
        name: reading.text(block.get(name), f"{path}.{name}", role=_ROLE)
        for name in ("text", "facilitator", "inject")
    }
    node, act = _node(reading, nodes, block, at), _act(reading, header, block)
    if minutes is None or title is None:
        return None
    return WorkshopPhase(minutes=minutes, title=title, node=node, act=act, **said)


def _node(reading: Reading, nodes: Nodes, block: Fields, at: int) -> str | None:
    leaf = reading.name(block.get("node"), "node")
    if leaf is None or leaf.value in nodes.keys:
        return leaf.value if leaf else None
    source = words(f"la phase {at + 1}", f"phase {at + 1}")
    leads = words("se joue à partir de", "is played from")
    near = did_you_mean(nearest(leaf.value, nodes.keys))
    reading.report(
        "R320", leaf, cause=leaf.value, source=source, leads=leads, target=leaf.value[:60], near=near
    )
    return None


def _act(reading: Reading, header: Header, block: Fields) -> str | None:
    leaf = reading.name(block.get("act"), "act")
    acts = [act.id for act in header.acts]
    if leaf is None or leaf.value in acts:
        return leaf.value if leaf else None
    unknown(reading, "R331", leaf, acts)
    return None


def _check_minutes(
    reading: Reading, tree: Fields, minutes: float | None, phases: Sequence[WorkshopPhase]
) -> None:
    """S251, once every phase could be read."""
    listed = tree.get("phases")
    if minutes is None or not phases or not isinstance(listed, Items) or len(phases) < len(listed.items):
        return
    total = sum(phase.minutes for phase in phases)
    if total != minutes:
        gap = abs(total - minutes)
        excess = words("de trop", "too many") if total > minutes else words("de moins", "too few")
        at = tree.get("minutes") or tree
        reading.report("S251", at, total=f"{total:g}", minutes=f"{minutes:g}", gap=f"{gap:g}", excess=excess)
