"""What became of a name that is gone: said by ``changes``, else guessed by likeness."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from engine.language.schema import (
    ChoiceNode,
    Exhibit,
    Hypothesis,
    Node,
    Option,
    Scenario,
    Text,
    ToolNode,
    Var,
)
from engine.play.retelling import Steps

PROBABLY = 0.6
"""From this likeness on, two things are taken for one that was renamed."""


class Rename(NamedTuple):
    """One name for another. ``likeness``: 1 for one that ``changes`` declares."""

    before: str
    now: str
    declared: bool
    likeness: float


def renames(old: Scenario, new: Scenario) -> dict[str, list[Rename]]:
    """By family (nodes, options, vars, exhibits, hypotheses); options as "node.option", in old names."""
    steps = Steps(new, old.version)
    replaced = {name for name in old.nodes if steps.stand_in(name) is not None}
    nodes = _family(
        {name: node for name, node in old.nodes.items() if name not in replaced},
        new.nodes, steps.node, _like_nodes,
    )  # fmt: skip
    today = {name: name for name in old.nodes if name in new.nodes}
    today |= {each.before: each.now for each in nodes}
    options: list[Rename] = []
    for name, now in today.items():
        before, after = old.nodes[name], new.nodes[now]
        if isinstance(before, ChoiceNode) and isinstance(after, ChoiceNode):
            found = _family(
                {each.id: each for each in before.options},
                {each.id: each for each in after.options},
                lambda option, at=name: steps.option(at, option),  # type: ignore[misc]
                _like_options,
            )
            options += [each._replace(before=f"{name}.{each.before}") for each in found]
    return {
        "nodes": nodes,
        "options": options,
        "vars": _family(old.vars, new.vars, steps.var, _like_vars),
        "exhibits": _family(old.exhibits, new.exhibits, steps.exhibit, _like_texts),
        "hypotheses": _family(old.hypotheses, new.hypotheses, steps.hypothesis, _like_texts),
    }


def _family(
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    declared: Callable[[str], str | None],
    like: Callable[[Any, Any], float],
) -> list[Rename]:
    said = {name: declared(name) for name in old}
    found = [Rename(name, now, True, 1.0) for name, now in said.items() if now is not None and now != name]
    taken = {each.now for each in found}
    gone = [name for name in old if said[name] is None and name not in new]
    added = [name for name in new if name not in old and name not in taken]
    pairs = sorted(
        ((like(old[one], new[other]), one, other) for one in gone for other in added), reverse=True
    )
    used: set[str] = set()
    for likeness, one, other in pairs:
        if likeness >= PROBABLY and one not in used and other not in used:
            used |= {one, other}
            found.append(Rename(one, other, False, round(likeness, 2)))
    return found


def _like_nodes(one: Node, other: Node) -> float:
    if one.kind != other.kind:
        return 0.0
    alike: float
    if isinstance(one, ToolNode) and isinstance(other, ToolNode):
        fields = ("verb", "method", "subject", "case", "params")
        alike = sum(getattr(one, name) == getattr(other, name) for name in fields) / len(fields)
    elif isinstance(one, ChoiceNode) and isinstance(other, ChoiceNode):
        mine, theirs = ({each.id for each in node.options} for node in (one, other))
        alike = len(mine & theirs) / max(1, len(mine | theirs))
    else:
        alike = 1.0 if one.to == other.to else 0.0
    if one.text is None and other.text is None:
        return 0.7 * alike + 0.3 * _ratio(one.id, other.id)
    return 0.6 * _like_texts(one, other) + 0.25 * alike + 0.15 * _ratio(one.id, other.id)


def _like_options(one: Option, other: Option) -> float:
    return 0.7 * _like_texts(one, other) + 0.3 * (one.to == other.to)


def _like_vars(one: Var, other: Var) -> float:
    if one.kind != other.kind:
        return 0.0
    same = (one.start, one.low, one.high, one.choices) == (other.start, other.low, other.high, other.choices)
    return 0.4 * same + 0.6 * _ratio(one.id, other.id)


def _like_texts(
    one: Node | Option | Exhibit | Hypothesis, other: Node | Option | Exhibit | Hypothesis
) -> float:
    return _ratio(_first(one.text), _first(other.text))


def _first(text: Text | None) -> str:
    return next(iter(text.by_language.values())) if text is not None else ""


def _ratio(one: str, other: str) -> float:
    matcher: SequenceMatcher[str] = SequenceMatcher(None, one, other, autojunk=False)
    return 0.0 if matcher.quick_ratio() < 0.3 else matcher.ratio()
