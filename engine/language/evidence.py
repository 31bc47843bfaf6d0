"""What makes a fair trial: rivals, claims that rest on something, hypotheses that may fall."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.language.expressions import Expression
from engine.language.header import Header
from engine.language.node_parts import Nodes
from engine.language.placeholders import Part, parts_of
from engine.language.prose import locate, paragraphs_of
from engine.language.reading import Prose, Reading
from engine.language.saying import words
from engine.language.schema import BranchNode, ChoiceNode, Exhibit, NarrativeNode, Node, ToolNode
from engine.language.tree import Fields, Leaf, Tree

# What says that a sentence reports the world: somebody's study, somebody's word, or a year.
_REPORTED = re.compile(
    r"\b(?:selon (?:une?|des|les?|la|l['’]|plusieurs)|d['’]après (?:une?|des|les?|la|l['’]|plusieurs)"
    r"|(?:une|des|les|plusieurs|cette|ces) études?|l['’]étude|(?:des|les|ces) cherch(?:eurs|euses)"
    r"|according to|(?:a|the|one|this|that|these|several|many|some) (?:study|studies)"
    r"|(?:the |some )?researchers"
    r"|(?:a|été|fut) publiée?s?|was published|were published)\b|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_FEWEST_WORDS = 5  # a date alone claims nothing


def check_evidence(reading: Reading, root: Fields, header: Header, nodes: Nodes) -> None:
    """F903, F904, F906, F907, F910 and P612."""
    if header.hypotheses:
        _rivals(reading, root, header)
        _refutable(reading, root, header)
    _badges(reading, root)
    _claims(reading, header, nodes)
    _counted_twice(reading, header, nodes)


def _rivals(reading: Reading, root: Fields, header: Header) -> None:
    place = root.items["hypotheses"][0]
    if len(header.hypotheses) < 3:
        reading.report("F903", place, n=len(header.hypotheses))
    boring = any(hypothesis.boring for hypothesis in header.hypotheses.values())
    if not boring and not _said_otherwise(root.get("hypotheses")):
        reading.report("F904", place)


def _said_otherwise(hypotheses: Tree | None) -> bool:
    """Whether one is marked in a way that cannot be read: that is told already (Y114, S202, S203)."""
    blocks = [tree for _, tree in hypotheses.items.values()] if isinstance(hypotheses, Fields) else []
    for block in blocks:
        for name, (_, value) in block.items.items() if isinstance(block, Fields) else ():
            known = name in ("text", "prior") or (isinstance(value, Leaf) and value.value == "false")
            if not known:
                return True
    return False


def _refutable(reading: Reading, root: Fields, header: Header) -> None:
    """F907: each hypothesis has an exhibit that would weaken it. Before the first exhibit, none is owed."""
    written = root.get("hypotheses")
    if not header.exhibits or not isinstance(written, Fields):
        return
    for name in header.hypotheses:
        if not any(_weakens(header, exhibit, name) for exhibit in header.exhibits.values()):
            reading.report("F907", written.items[name][0], cause="", id=name)


def _weakens(header: Header, exhibit: Exhibit, name: str) -> bool:
    own = exhibit.evidence.get(name, 1.0)
    if header.board == "separate":
        return own < 1
    # Among rivals, one falls where another rises more; "none of these" always stands at 1.
    return own < max(
        [1.0, *(exhibit.evidence.get(other, 1.0) for other in header.hypotheses if other != name)]
    )


def _badges(reading: Reading, root: Fields) -> None:
    subjects = root.get("subjects")
    for name, (key, tree) in subjects.items.items() if isinstance(subjects, Fields) else ():
        if isinstance(tree, Fields) and "model" not in tree.items:
            reading.report("F910", key, id=name)


# -- claims -----------------------------------------------------------------------------------------------


def _claims(reading: Reading, header: Header, nodes: Nodes) -> None:
    found_at, origins = _finders(nodes), _Origins(nodes)
    for prose in reading.prose:
        leaf = next(iter(prose.leaves.values()))
        if prose.role == "exhibit" and ".why." not in prose.where:
            exhibit = header.exhibits.get(prose.key)
            if exhibit and not exhibit.cites and not _supported(nodes, header, parts_of(leaf.value)):
                places = found_at.get(prose.key, [])
                if reading.diagnostics.failed:
                    continue  # the measure that finds it may be what could not be read
                if not places or not all(map(origins.measured, places)):
                    what = words(f"La pièce « {prose.key} »", f"The exhibit “{prose.key}”")
                    reading.report("F906", leaf, what=what, part=_short(leaf.value))
        elif prose.role in ("text", "also") and _REPORTED.search(leaf.value):
            _paragraphs(reading, header, nodes, prose)


def _paragraphs(reading: Reading, header: Header, nodes: Nodes, prose: Prose) -> None:
    leaf = next(iter(prose.leaves.values()))
    parts = list(parts_of(leaf.value))
    for start, paragraph in paragraphs_of(leaf.value):
        inside = [part for part in parts if start <= part.start < start + len(paragraph)]
        if _supported(nodes, header, inside):
            continue
        for sentence in re.findall(r"[^.!?…]+[.!?…]*", paragraph):
            said = _REPORTED.search(sentence)
            if said and not sentence.rstrip().endswith("?") and len(sentence.split()) >= _FEWEST_WORDS:
                what = words("Ce paragraphe", "This paragraph")
                at = locate(reading, leaf, said[0])
                reading.report("F906", at, cause=str(leaf.place), what=what, part=_short(sentence))
                break


def _supported(nodes: Nodes, header: Header, parts: Iterator[Part] | list[Part]) -> bool:
    """Whether a text cites a source or shows a figure that comes from somewhere."""
    for part in parts:
        base, _, field = part.name.partition(".")
        if part.kind == "cite":
            return True
        if part.kind == "placeholder" and field and (base in header.sources or base in nodes.keys):
            return True
    return False


def _finders(nodes: Nodes) -> dict[str, list[str]]:
    """Where each exhibit is found: names of nodes."""
    found: dict[str, list[str]] = {}
    for name, node in nodes.nodes.items():
        options = node.options if isinstance(node, ChoiceNode) else []
        for exhibit in [*node.found, *(each for option in options for each in option.found)]:
            found.setdefault(exhibit, []).append(name)
    return found


class _Origins:
    """Whether nodes are only reached as the outcome of a measure: from its tool, or on what it gave."""

    def __init__(self, nodes: Nodes) -> None:
        self.nodes = nodes
        self.before: dict[str, list[Node]] = {}
        for node in nodes.nodes.values():
            for target in dict.fromkeys(_ways(node)):
                self.before.setdefault(target or "", []).append(node)

    def measured(self, name: str) -> bool:
        """Whether every way to a node is one."""
        if self.nodes.kinds[name] == "tool":
            return True
        before = self.before.get(name, [])
        return bool(before) and all(self._depends(other, name) for other in before)

    def _depends(self, node: Node, name: str) -> bool:
        if isinstance(node, ToolNode):
            return name != node.if_fails
        if self.nodes.kinds[node.id] == "tool":
            return True  # one that could not be read
        if isinstance(node, BranchNode):
            return any(self._reads(case.when) for case in node.cases)
        if isinstance(node, ChoiceNode):
            return all(self._reads(each.when) for each in node.options if each.to == name)
        # One page told between the measure and the exhibit.
        direct = self.before.get(node.id, [])
        return (
            isinstance(node, NarrativeNode)
            and bool(direct)
            and all(
                not isinstance(other, NarrativeNode) and self._depends(other, node.id) for other in direct
            )
        )

    def _reads(self, condition: Expression | None) -> bool:
        names = condition.names if condition else ()
        return any(self.nodes.kinds.get(name.partition(".")[0]) == "tool" for name in names)


def _ways(node: Node) -> list[str | None]:
    if isinstance(node, ChoiceNode):
        return [option.to for option in node.options]
    if isinstance(node, BranchNode):
        return [case.to for case in node.cases]
    if isinstance(node, ToolNode):
        return [node.to, node.otherwise, node.if_fails]
    return [node.to]


def _short(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= 90 else shown[:89] + "…"


# -- weights ----------------------------------------------------------------------------------------------


def _counted_twice(reading: Reading, header: Header, nodes: Nodes) -> None:
    """P612: two exhibits of one finding that both weigh on a hypothesis, outside any group."""
    for name, node in nodes.nodes.items():
        together = [header.exhibits[each] for each in dict.fromkeys(node.found) if each in header.exhibits]
        for at, first in enumerate(together):
            for second in together[at + 1 :]:
                if first.group is not None and first.group == second.group:
                    continue
                shared = [
                    hypothesis
                    for hypothesis in header.hypotheses
                    if first.evidence.get(hypothesis, 1.0) != 1 and second.evidence.get(hypothesis, 1.0) != 1
                ]
                if shared:
                    place = reading.places.get(("exhibits", second.id)) or nodes.keys[name]
                    said = {"a": first.id, "b": second.id, "node": name, "hypothesis": shared[0]}
                    reading.report("P612", place, **said)
