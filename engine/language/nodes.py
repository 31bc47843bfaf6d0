"""Reading nodes: one distinguishing key says the kind, and each kind has its own fields."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, cast

from engine.language.activities import Activities
from engine.language.header import Header, known_names, unknown
from engine.language.instruments import read_expect, read_instrument, read_live
from engine.language.node_parts import Nodes, list_of, value_of_leaf
from engine.language.questions import QUESTIONS, Questions
from engine.language.reading import Reading
from engine.language.saying import words
from engine.language.schema import (
    BranchNode,
    Case,
    ChoiceNode,
    EndingNode,
    NarrativeNode,
    Node,
    Option,
    ToolNode,
)
from engine.language.tree import Fields, Leaf, Tree

KINDS = {
    "options": "choice",
    "tool": "tool",
    "ask": "ask",
    "branch": "branch",
    "activity": "activity",
    "ending": "ending",
}
COMMON = ("text", "text_for", "also", "figure", "to", "set", "found", "guide", "facilitator", "act")
OWN: dict[str, tuple[str, ...]] = {
    "narrative": (),
    "choice": ("options",),
    "tool": ("tool", "with", "seed", "timeout", "expect", "else", "if_fails", "target", "live"),
    "ask": ("ask", "optional", *dict.fromkeys(field for own in QUESTIONS.values() for field in own)),
    "branch": ("branch",),
    "activity": ("activity", "roles", "solo"),
    "ending": ("ending", "remember", "next_steps", "reopens", "rests_on"),
}
OPTION = ("text", "to", "when", "locked", "once", "set", "found", "facilitator")
ENDINGS = ("established", "refuted", "undecided", "abandoned")


def read_nodes(reading: Reading, root: Fields, header: Header, folder: Path | None) -> Nodes:
    """Read every node. Those that cannot be are named in ``keys`` but absent of ``nodes``."""
    return _NodeReader(reading, header, folder).read(root.get("nodes"))


class _NodeReader(Questions, Activities):
    def read(self, tree: Tree | None) -> Nodes:
        entries = self.reading.entries(tree, "nodes")
        if tree is not None and not entries:
            self.reading.wrong("nodes", tree, words("une liste de nœuds", "a list of nodes"))
        if len(entries) > 2000:
            self.reading.report("Y101", entries[2000][0], size=f"{len(entries)} nodes")
            entries = entries[:2000]
        for key, value in entries:
            self.out.keys[key.value] = key
            self.out.kinds[key.value] = self.kind(value)
            if isinstance(value, Fields) and value_of_leaf(value.get("ask")) == "picture":
                self.pictures.add(key.value)
        order = [key.value for key, _ in entries]
        act: str | None = None
        for at, (key, value) in enumerate(entries):
            following = order[at + 1] if at + 1 < len(order) else None
            act = self.act(value) or act
            node = self.node(key, value, following, act)
            if node is None:
                self.out.unsure = True
            else:
                self.out.nodes[key.value] = node
        self.check_tables()
        return self.out

    def kind(self, tree: Tree) -> str:
        if isinstance(tree, Fields):
            for key, kind in KINDS.items():
                if key in tree.items:
                    return kind
        return "narrative"

    def act(self, tree: Tree) -> str | None:
        leaf = tree.get("act") if isinstance(tree, Fields) else None
        if not isinstance(leaf, Leaf):
            return None
        known = [act.id for act in self.header.acts]
        if leaf.value not in known:
            unknown(self.reading, "R331", leaf, known)
            return None
        return leaf.value

    def node(self, key: Leaf, tree: Tree, following: str | None, act: str | None) -> Node | None:
        name, reading = key.value, self.reading
        kind = self.out.kinds[name]
        where = words(f"le nœud « {name} »", f"node “{name}”")
        both_kinds = [each for each in KINDS if isinstance(tree, Fields) and each in tree.items]
        if len(both_kinds) > 1:
            first, second = both_kinds[:2]
            reading.report("S220", cast(Fields, tree).items[second][0], node=name, kind1=first, kind2=second)
            return None
        known = [*COMMON, *OWN[kind]]
        if not isinstance(tree, Fields) or not both_kinds:
            known += KINDS
        block = reading.fields(tree, where, known)
        if block is None:
            return None
        common = self.common(name, block)
        common |= {"id": name, "line": key.place.line, "act": act}
        stays = kind in ("branch", "ending")
        target = self.to(name, block, kind, following)
        if not stays:
            if target is None:
                return None
            common |= target
        if kind not in ("branch",) and common["text"] is None:
            if block.get("text") is None and all(field in known for field in block.items):
                reading.report("S221", key, node=name)
            return None
        build = getattr(self, f"_{kind}")
        node: Node | None = build(name, block, common)
        return node

    def to(self, name: str, block: Fields, kind: str, following: str | None) -> dict[str, Any] | None:
        tree = block.get("to")
        if kind in ("branch", "ending"):
            if tree is not None:
                why = words("c'est une fin", "it is an ending")
                if kind == "branch":
                    why = words("chaque cas a le sien", "each of its cases has its own")
                self.reading.report("S223", block.items["to"][0], node=name, why=why)
            return {}
        if tree is not None:
            target = self.target(tree, name, "to")
            return {"to": target} if target else None
        if following is None and kind == "choice":
            options = block.get("options")
            pairs = options.items.values() if isinstance(options, Fields) else ()
            if all(isinstance(value, Fields) and value.get("to") is not None for _, value in pairs):
                return {"to": None}
        if following is None:
            self.reading.report("G510", self.out.keys[name], node=name)
            return None
        return {"to": following, "falls_through": True}

    # -- kinds -------------------------------------------------------------------------------------------

    def _narrative(self, name: str, block: Fields, common: dict[str, Any]) -> Node:
        return NarrativeNode(**common)

    def _choice(self, name: str, block: Fields, common: dict[str, Any]) -> Node | None:
        reading = self.reading
        options: list[Option] = []
        entries = reading.entries(block.get("options"), "options")
        if not 1 <= len(entries) <= 9:
            reading.report("S222", block.items["options"][0], node=name, n=len(entries))
            return None
        for key, tree in entries:
            option = self.option(name, key, tree, common.get("to"))
            if option:
                options.append(option)
        if len(options) < len(entries):
            return None
        if all(option.when or option.once for option in options):
            reading.report("G520", block.items["options"][0], node=name)
        return ChoiceNode(**common, options=options)

    def option(self, name: str, key: Leaf, tree: Tree, default: str | None) -> Option | None:
        reading, path = self.reading, f"nodes.{name}.options.{key.value}"
        reading.places["options", name, key.value] = key.place
        if isinstance(tree, Leaf):
            text = reading.text(tree, path, owner=name, role="option")
            return Option(id=key.value, text=text, to=default) if text and default else None
        where = words(f"le choix « {key.value} » de « {name} »", f"option “{key.value}” of “{name}”")
        block = reading.fields(tree, where, OPTION, ("text",))
        if block is None:
            return None
        to = self.target(block.get("to"), f"{name}.{key.value}", "to") if block.get("to") else default
        when = reading.expression(block.get("when"), "when", owner=name)
        # A locked option shows its text, greyed, while its condition is false.
        guard = when if block.get("locked") is None else None
        text = reading.text(block.get("text"), path, owner=name, role="option", guard=guard)
        values = {
            "facilitator": reading.text(block.get("facilitator"), f"{path}.facilitator", role="facilitator"),
            "when": when,
            "locked": reading.text(block.get("locked"), f"{path}.locked", owner=name, role="option"),
            "once": reading.flag(block.get("once"), "once"),
            "set": self.assignments(name, block.get("set"), when),
            "found": self.found(block.get("found")),
        }
        if text is None or to is None:
            return None
        return Option(id=key.value, text=text, to=to, **cast(Any, values))

    def _tool(self, name: str, block: Fields, common: dict[str, Any]) -> Node | None:
        reading = self.reading
        verb = reading.name(block.get("tool"), "tool")
        otherwise = self.target(block.get("else"), name, "else")
        if_fails = self.target(block.get("if_fails"), name, "if_fails")
        seed = reading.integer(block.get("seed"), "seed", 0, 10**12)
        timeout = reading.duration(block.get("timeout"), "timeout")
        if timeout is not None and timeout > 600:
            reading.wrong(
                "timeout", cast(Tree, block.get("timeout")), words("d'au plus 10 min", "10 min at most")
            )
        if verb is None:
            return None
        instrument = read_instrument(reading, self.header, name, verb, block.get("with"), self.pictures)
        if instrument is None:
            # The node is kept for the paths; what it gives is not known.
            self.out.unsure = True
            return NarrativeNode(**common)
        self.out.instruments[name] = instrument
        return ToolNode(
            **common,
            verb=instrument.tool.verb,
            method=instrument.tool.method,
            subject=instrument.subject,
            case=instrument.case,
            params=instrument.params,
            seed=seed,
            timeout=min(timeout or 60.0, 600.0),
            expect=read_expect(reading, block.get("expect"), instrument),
            otherwise=otherwise,
            if_fails=if_fails,
            target=self.published(name, block.get("target")),
            live=read_live(reading, block.get("live"), instrument),
        )

    def published(self, name: str, tree: Tree | None) -> str | None:
        """``target``: the published figure that is stated before the measure, ``source.fact``."""
        leaf = self.reading.name(tree, "target")
        if leaf is None:
            return None
        facts = [f"{source.id}.{fact}" for source in self.header.sources.values() for fact in source.facts]
        if leaf.value in facts:
            return leaf.value
        unknown(self.reading, "R301", leaf, facts)
        return None

    def _branch(self, name: str, block: Fields, common: dict[str, Any]) -> Node | None:
        cases: list[Case] = []
        trees = list_of(self.reading, block.get("branch"), "branch")
        total = True
        for at, tree in enumerate(trees):
            where = words(f"un cas de « {name} »", f"a case of “{name}”")
            part = self.reading.fields(tree, where, ("when", "to"), ("to",))
            target = self.target(part.get("to"), name, "to") if part else None
            when = self.reading.expression(part.get("when"), "when", owner=name) if part else None
            if part is None or target is None or (part.get("when") is not None and when is None):
                total = False
                continue
            if part.get("when") is None and at < len(trees) - 1:
                self.reading.report("G521", trees[at + 1], line=part.place.line)
                total = False
            cases.append(Case(when=when, to=target))
        if not cases:
            return None
        if total and cases[-1].when is not None:
            self.reading.report("G522", block.items["branch"][0], node=name)
        return BranchNode(**common, cases=cases)

    def _ending(self, name: str, block: Fields, common: dict[str, Any]) -> Node | None:
        status = self.reading.one_of(block.get("ending"), "ending", ENDINGS)
        if status is None:
            return None
        path = f"nodes.{name}"
        return EndingNode(
            **common,
            status=cast(Literal["established", "refuted", "undecided", "abandoned"], status),
            remember=self.reading.texts(block.get("remember"), f"{path}.remember", owner=name),
            next_steps=self.reading.texts(block.get("next_steps"), f"{path}.next_steps", owner=name),
            reopens=self.reading.texts(block.get("reopens"), f"{path}.reopens", owner=name),
            rests_on=known_names(self.reading, "R340", block.get("rests_on"), "rests_on", self.exhibits),
        )
