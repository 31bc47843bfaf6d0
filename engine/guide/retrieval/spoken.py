"""How people speak of what a measure does: "peau, teint" for a case of tones, "left, right" for a place."""

from __future__ import annotations

import functools
from importlib.resources import files

import yaml

from engine.language.schema import ToolNode
from tools.finding import Call


def spoken_of(call: Call) -> list[str]:
    """By the names of the call's instrument, of its settings and of its case; in each language."""
    named = {call.method, *call.case.split("_")}
    named |= {str(value) for value in call.params.values() if isinstance(value, str)}
    named |= {name for name, value in call.params.items() if value is True}
    named |= {"dose"} if "levels" in call.params else set()
    return [each for name in sorted(named) for each in spoken_for(name)]


def call_of_node(node: ToolNode) -> Call:
    """The call that a step of the story makes, its seed aside."""
    return Call(
        verb=node.verb, method=node.method, subject=node.subject, case=node.case, params=node.params,
        seed=node.seed or 0,
    )  # fmt: skip


def spoken_for(name: str) -> list[str]:
    """The same for one name of the lab's: the French words, the English ones; none where it has no entry."""
    return [each.strip() for each in _held().get(name, "").split("/") if each.strip()]


@functools.cache
def _held() -> dict[str, str]:
    text = files("engine.guide.retrieval").joinpath("measured_words.yaml").read_text(encoding="utf-8")
    read: dict[str, str] = yaml.safe_load(text)
    return read
