"""Two versions of a scenario, compared by what they mean to readers and to saved plays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from engine.author.likeness import Rename, renames
from engine.author.respell import Names, respelled
from engine.author.trial import tried
from engine.language.schema import Change, ChoiceNode, Node, Scenario
from engine.play.beliefs import board
from engine.play.retelling import Steps
from tools.wording import Words

Family = Literal["nodes", "options", "vars", "exhibits", "hypotheses"]
FAMILIES: tuple[Family, ...] = ("nodes", "options", "vars", "exhibits", "hypotheses")
Kind = Literal[
    "target", "condition", "measure", "question", "evidence", "ending", "variable", "text", "play", "record",
    "other",
]  # fmt: skip


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Renamed(_Part):
    """One name for another; ``probably``: a guess by likeness, which ``changes`` does not say."""

    before: str
    now: str
    probably: bool
    likeness: float


class Named(_Part):
    """What came, went and was renamed in one family of names. ``removed`` has stand-ins where declared."""

    added: list[str] = Field(default_factory=list)
    removed: list[str] = Field(default_factory=list)
    renamed: list[Renamed] = Field(default_factory=list)


class Changed(_Part):
    """One thing that is not what it was. ``where`` is in the names of the new version."""

    kind: Kind
    where: str
    before: Any = None
    now: Any = None
    by_moving: bool = False  # a target that fell through, and changed because a node was moved


class Shift(_Part):
    """Where one hypothesis stands at the end of a play, before and now."""

    hypothesis: str
    before: str | None
    now: str | None
    p_before: float | None
    p_now: float | None


class PlayedAgain(_Part):
    """One of the scenario's own plays, on both versions."""

    play: str
    ending_before: str | None
    ending_now: str | None
    passed_before: bool
    passes: bool  # as the new version's own test, or the old one's where the new has none
    faults: list[Words] = Field(default_factory=list)
    board: list[Shift] = Field(default_factory=list)

    @property
    def breaks(self) -> bool:
        """Whether it went as it says, and no longer does."""
        return self.passed_before and not self.passes


class Difference(_Part):
    """All that differs. ``draft`` is the block to paste; empty when nothing needs to be declared."""

    scenario: str
    from_version: int
    version: int
    names: dict[Family, Named]
    changes: list[Changed]
    texts: dict[str, int]  # language → texts that changed, came or went
    plays: list[PlayedAgain]
    undeclared: list[str]  # names that saved plays may hold and of which `changes` says nothing
    draft: str

    @property
    def same(self) -> bool:
        """Whether the two mean the same."""
        named = any(each.added or each.removed or each.renamed for each in self.names.values())
        return not named and not self.changes


def difference(old: Scenario, new: Scenario) -> Difference:
    """Compare ``old``, the one that readers have, with ``new``."""
    found = renames(old, new)
    if not old.fixtures:  # a file alone, from a history: what was recorded is beside the new one
        today = {each.now: each.before for each in found["nodes"]}
        records = {today.get(name, name): record for name, record in new.fixtures.items()}
        old = old.model_copy(update={"fixtures": records})
    names = Names(**{family: {each.before: each.now for each in found[family]} for family in FAMILIES})
    before, now = respelled(old, names), respelled(new, Names())
    changes = [*_measured(old, new, names), *_compared(before, now)]
    changes = [_with_moves(each, old, new, names) for each in changes]
    named: dict[Family, Named] = {
        family: _named(_members(old, family), _members(new, family), found[family]) for family in FAMILIES
    }
    undeclared = _undeclared(old, new, named)
    return Difference(
        scenario=new.id,
        from_version=old.version,
        version=new.version,
        names=named,
        changes=changes,
        texts=_counted(changes, new),
        plays=[_again(old, new, name, names) for name in old.plays],
        undeclared=undeclared,
        draft=drafted(old, new, named, undeclared) if undeclared else "",
    )


def _members(scenario: Scenario, family: Family) -> list[str]:
    if family != "options":
        return list(getattr(scenario, family))
    return [
        f"{node.id}.{option.id}"
        for node in scenario.nodes.values()
        if isinstance(node, ChoiceNode)
        for option in node.options
    ]


def _named(old: list[str], new: list[str], found: list[Rename]) -> Named:
    before = {each.before for each in found}
    if old and "." in old[0]:  # options: the new name is the option's alone
        now = {f"{each.before.partition('.')[0]}.{each.now}" for each in found}
    else:
        now = {each.now for each in found}
    return Named(
        added=[name for name in new if name not in old and name not in now],
        removed=[name for name in old if name not in new and name not in before],
        renamed=[
            Renamed(before=each.before, now=each.now, probably=not each.declared, likeness=each.likeness)
            for each in found
        ],
    )


# What differs once names are out of the way.


class _Leaf(NamedTuple):
    path: tuple[str, ...]
    before: Any
    now: Any


def _compared(before: dict[str, Any], now: dict[str, Any]) -> list[Changed]:
    found = []
    for leaf in _leaves((), before, now):
        whole = leaf.path[:-1] in (("nodes",), ("exhibits",), ("hypotheses",), ("vars",))
        option = len(leaf.path) == 4 and leaf.path[2] == "options"
        if (whole or option) and (leaf.before is None or leaf.now is None):
            continue  # told among the names
        found.append(
            Changed(kind=_kind(leaf.path), where=".".join(leaf.path), before=leaf.before, now=leaf.now)
        )
    return found


def _leaves(path: tuple[str, ...], before: Any, now: Any) -> Iterator[_Leaf]:
    if isinstance(before, dict) and isinstance(now, dict):
        for key in [*before, *(key for key in now if key not in before)]:
            yield from _leaves((*path, key), before.get(key), now.get(key))
    elif _is_structured(before) and _is_structured(now):
        for at in range(max(len(before), len(now))):
            pair = [part[at] if at < len(part) else None for part in (before, now)]
            yield from _leaves((*path, str(at)), *pair)
    elif before != now and not (not before and not now and isinstance(before or now, dict | list)):
        yield _Leaf(path, before, now)


def _is_structured(part: Any) -> bool:
    return isinstance(part, list) and any(isinstance(each, dict) for each in part)


_TARGETS = frozenset({"to", "otherwise", "if_fails", "solo", "start"})
_CONDITIONS = frozenset({"when", "set", "once"})
_MEASURES = frozenset(
    {"verb", "method", "subject", "case", "params", "seed", "expect", "timeout", "target", "live"}
)
_QUESTIONS = frozenset(
    {
        "ask", "low", "high", "step", "items", "piles", "points", "total", "optional", "save", "seals", "of",
        "shows", "default_case", "phases", "roles", "kind",
    }
)  # fmt: skip
_EVIDENCE = frozenset({"found", "evidence", "group", "decisive", "prior", "board", "boring", "cites"})
_LANGUAGES = frozenset({"fr", "en"})


def _kind(path: tuple[str, ...]) -> Kind:
    fields = set(path[2:]) or {path[0]}
    if path[-1] in _LANGUAGES or path[0] in ("title", "summary", "glossary", "facts"):
        return "text"
    if path[0] == "plays":
        return "play"
    if path[0] == "vars":
        return "variable"
    if path[-1] in _TARGETS:
        return "target"
    if fields & _CONDITIONS:
        return "condition"
    if fields & _EVIDENCE or path[0] in ("board", "hypotheses", "exhibits"):
        return "evidence"
    if path[0] == "nodes" and fields & _MEASURES:
        return "measure"
    if path[0] == "nodes" and fields & {"status", "rests_on", "remember", "next_steps", "reopens"}:
        return "ending"
    if path[0] == "nodes" and fields & _QUESTIONS:
        return "question"
    return "other"


def _measured(old: Scenario, new: Scenario, names: Names) -> Iterator[Changed]:
    """Recorded findings that came, went, or answer otherwise."""
    before = {names.nodes.get(name, name): found for name, found in old.fixtures.items()}
    for name in [*before, *(name for name in new.fixtures if name not in before)]:
        one, other = before.get(name), new.fixtures.get(name)
        if one is None or other is None or (one.result, one.verdict) != (other.result, other.verdict):
            yield Changed(
                kind="record",
                where=name,
                before=one.verdict if one is not None else None,
                now=other.verdict if other is not None else None,
            )


def _with_moves(change: Changed, old: Scenario, new: Scenario, names: Names) -> Changed:
    """Whether a target changed because a node was moved: neither version wrote it."""
    if change.kind != "target" or not change.where.startswith("nodes."):
        return change
    _, now, *rest = change.where.split(".")
    before = next((name for name, today in names.nodes.items() if today == now), now)
    nodes: list[Node | None] = [old.nodes.get(before), new.nodes.get(now)]
    fell = rest == ["to"] and all(node is not None and node.falls_through for node in nodes)
    return change.model_copy(update={"by_moving": fell})


def _counted(changes: list[Changed], new: Scenario) -> dict[str, int]:
    counted: dict[str, int] = dict.fromkeys(new.languages, 0)
    for change in changes:
        if change.kind == "text":
            language = change.where.rpartition(".")[2]
            for each in [language] if language in _LANGUAGES else list(new.languages):
                counted[each] = counted.get(each, 0) + 1
    return counted


# What becomes of plays.


def _again(old: Scenario, new: Scenario, name: str, names: Names) -> PlayedAgain:
    before = tried(old, old.plays[name])
    script = new.plays.get(name)
    if script is None:
        told = respelled(old, names)["plays"][name]
        script = old.plays[name].model_copy(
            update={
                field: told[field] for field in ("answers", "results", "fails", "ending", "visits", "never")
            }
        )
    now = tried(new, script)
    then = board(old, before.done.state.found)
    stood = {names.hypotheses.get(each.hypothesis, each.hypothesis): each for each in then}
    stands = {each.hypothesis: each for each in board(new, now.done.state.found)}
    shifts = []
    for hypothesis in dict.fromkeys([*stood, *stands]):
        one, other = stood.get(hypothesis), stands.get(hypothesis)
        p_before, p_now = (round(each.p, 4) if each is not None else None for each in (one, other))
        if p_before != p_now:
            shifts.append(
                Shift(
                    hypothesis=hypothesis,
                    before=one.word if one is not None else None,
                    now=other.word if other is not None else None,
                    p_before=p_before,
                    p_now=p_now,
                )
            )
    ending = before.done.ending
    return PlayedAgain(
        play=name,
        ending_before=names.nodes.get(ending, ending) if ending is not None else None,
        ending_now=now.done.ending,
        passed_before=before.passed,
        passes=now.passed,
        faults=[
            Words(fr=f"{fault.node}\u00a0: {fault.says.fr}", en=f"{fault.node}: {fault.says.en}")
            for fault in now.faults
        ],
        board=shifts,
    )


# What `changes` should say.


def _undeclared(old: Scenario, new: Scenario, named: dict[Family, Named]) -> list[str]:
    steps = Steps(new, old.version)
    gone = [name for name in named["nodes"].removed if steps.stand_in(name) is None]
    for family in FAMILIES:
        gone += [each.before for each in named[family].renamed if each.probably]
    said = {
        name
        for change in new.changes.values()
        for name in (*change.vars, *change.exhibits, *change.hypotheses)
    }
    plain: tuple[Family, ...] = ("vars", "exhibits", "hypotheses")
    for family in plain:
        gone += [name for name in named[family].removed if name not in said]
    return list(dict.fromkeys(gone))


def drafted(old: Scenario, new: Scenario, named: dict[Family, Named], undeclared: list[str]) -> str:
    """The ``changes:`` block that declares what became of every name, ready to paste and to correct.

    It is whole: what the scenario's own block says already, of this version and of others, is in it.
    """
    version = new.version if new.version > old.version else old.version + 1
    known = new.changes.get(version, Change())
    blocks: dict[str, dict[str, str | None]] = {
        field: dict(getattr(known, field)) for field in ("renamed", "removed", *FAMILIES[1:])
    }
    for name in named["nodes"].removed:
        if name in undeclared:
            blocks["removed"][name] = stand_in(old, new, name)
    for family in FAMILIES:
        block = blocks["renamed" if family == "nodes" else family]
        block |= {each.before: each.now for each in named[family].renamed if each.probably}
    for family in FAMILIES[2:]:
        blocks[family] |= {name: None for name in named[family].removed if name in undeclared}
    every = {number: change.model_dump() for number, change in new.changes.items()} | {version: blocks}
    lines = ["changes:"]
    for number, said in sorted(every.items()):
        lines.append(f"  {number}:")
        for field, pairs in said.items():
            if pairs:
                lines.append(f"    {field}:")
                lines += [f"      {name}: {'null' if now is None else now}" for name, now in pairs.items()]
    return "\n".join(lines) + "\n"


def stand_in(old: Scenario, new: Scenario, name: str) -> str:
    """Where a play that stood at a removed node may go on: where the node led, or what it led to."""
    seen = {name}
    following = old.nodes[name].to or _first_way(old.nodes[name])
    while following is not None and following not in seen:
        if following in new.nodes:
            return following
        seen.add(following)
        following = old.nodes[following].to or _first_way(old.nodes[following])
    return new.start


def _first_way(node: Node) -> str | None:
    return node.options[0].to if isinstance(node, ChoiceNode) and node.options else None
