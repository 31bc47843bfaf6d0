"""Reading activities: what a room does together, phase by phase, and where one reader alone goes."""

from __future__ import annotations

from typing import Any, cast

from engine.language.header import unknown
from engine.language.node_parts import NodeParts, list_of
from engine.language.reading import Reading
from engine.language.saying import words
from engine.language.schema import ActivityNode, Node, Phase, Text
from engine.language.tree import Fields, Leaf, Tree
from tools.wording import both

PHASES: dict[str, tuple[str, ...]] = {
    "read": (),
    "talk": (),
    "write": ("per", "anonymous"),
    "share": (),
    "vote": ("about", "method", "tie"),
    "rank": ("about",),
    "hypothesis": ("max", "per"),
}
"""The fields of each kind of phase, besides ``do``, ``time`` and ``text``."""
PHASE = ("do", "time", "text", "per", "anonymous", "about", "method", "tie", "max")
_MOST_PHASES = 12
_MOST_ROLES = 8


class Activities(NodeParts):
    """Reads ``activity`` nodes."""

    def _activity(self, name: str, block: Fields, common: dict[str, Any]) -> Node | None:
        reading = self.reading
        trees = list_of(reading, block.get("activity"), "activity")
        roles = self._roles(name, block)
        solo = self.target(block.get("solo"), name, "solo")
        if not trees:
            return None
        if len(trees) > _MOST_PHASES:
            self._too_many(name, block, "activity", len(trees), _MOST_PHASES)
        phases = [phase for at, tree in enumerate(trees) if (phase := self._phase(name, at, tree))]
        if len(phases) < len(trees):
            return None
        return ActivityNode(**common, phases=phases, roles=roles, solo=solo)

    def _roles(self, name: str, block: Fields) -> dict[str, Text]:
        entries = self.reading.entries(block.get("roles"), "roles")
        if len(entries) > _MOST_ROLES:
            self._too_many(name, block, "roles", len(entries), _MOST_ROLES)
        path = f"nodes.{name}.roles"
        return {
            key.value: text
            for key, tree in entries
            if (text := self.reading.text(tree, f"{path}.{key.value}", owner=name, role="option"))
        }

    def _too_many(self, name: str, block: Fields, field: str, count: int, most: int) -> None:
        where = words(f"« {field} » du nœud « {name} »", f"“{field}” of node “{name}”")
        self.reading.report("S225", block.items[field][0], where=where, n=count, low=1, high=most)

    def _phase(self, name: str, at: int, tree: Tree) -> Phase | None:
        reading = self.reading
        number = at + 1
        where = words(f"la phase {number} de « {name} »", f"phase {number} of “{name}”")
        done = tree.get("do") if isinstance(tree, Fields) else None
        do = reading.one_of(done, "do", tuple(PHASES))
        own = PHASES[do] if do else PHASE
        block = reading.fields(tree, where, ("do", "time", "text", *own), ("do",))
        if block is None:
            return None
        seconds = reading.duration(block.get("time"), "time")
        path = f"nodes.{name}.activity.{at}.text"
        text = reading.text(block.get("text"), path, owner=name, role="option")
        if do is None:
            return None
        given: dict[str, Any] = {
            "per": reading.one_of(block.get("per"), "per", ("person", "table")),
            "method": reading.one_of(block.get("method"), "method", ("one", "dots")),
            "tie": reading.one_of(block.get("tie"), "tie", ("facilitator", "first")),
            "most": reading.integer(block.get("max"), "max", 1, 4),
            "about": self._about(do, block) if "about" in own else None,
        }
        if block.get("anonymous") is not None:
            given["anonymous"] = reading.flag(block.get("anonymous"), "anonymous")
        if "about" in own and given["about"] is None:
            return None
        minutes = seconds / 60 if seconds is not None else None
        known = {field: value for field, value in given.items() if value is not None}
        return Phase(do=cast(Any, do), minutes=minutes, text=text, **known)

    def _about(self, do: str, block: Fields) -> str | None:
        """What is voted on or ranked: ``hypotheses``, or a one-of var that will hold the winner."""
        reading = self.reading
        leaf = reading.name(block.get("about"), "about")
        one_of = [var.id for var in self.header.vars.values() if var.kind == "one-of"]
        choices = ", ".join([*one_of, "hypotheses"])
        if leaf is None:
            if block.get("about") is None:
                reading.report("S224", block.items["do"][0], do=do, list=choices)
            return None
        if leaf.value == "hypotheses":
            return self._hypotheses(reading, leaf)
        var = self.header.vars.get(leaf.value)
        if var is None:
            unknown(reading, "R301", leaf, [*one_of, "hypotheses"])
            return None
        if var.kind != "one-of":
            value = words("le choix d'une salle", "a room's choice")
            holds = words(f"Au choix : {choices}.", f"Choose from: {choices}.")
            reading.report("T426", leaf, var=var.id, value=value, type2=holds)
            return None
        return var.id

    def _hypotheses(self, reading: Reading, leaf: Leaf) -> str | None:
        if self.header.hypotheses:
            return leaf.value
        reading.report("R341", leaf, id=leaf.value, near=both(""), list="–")
        return None
