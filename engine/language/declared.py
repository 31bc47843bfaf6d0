"""What stands above the nodes, once read; and the names that lead nowhere among it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Literal

from engine.language.diagnostics import did_you_mean
from engine.language.reading import Reading
from engine.language.saying import listing, nearest_possible
from engine.language.schema import (
    Act,
    Audience,
    CasePicture,
    Change,
    Exhibit,
    Hypothesis,
    Source,
    Term,
    Text,
    Var,
)
from engine.language.tree import Leaf, Tree


@dataclass
class SubjectUse:
    """A subject as the scenario names it. One that is not yet on the table (``drafted``) has no card."""

    model: str
    default_case: str | None = None
    drafted: bool = False


@dataclass
class Library:
    """A library that was read: its name, its text, what it brought, and the reading that its checks need."""

    name: str
    text: str
    reading: Reading
    keys: dict[str, list[Leaf]] = field(default_factory=dict)  # "sources" → the names it brought


@dataclass
class Header:
    """All that stands above the nodes."""

    id: str = "scenario"
    version: int = 1
    title: Text | None = None
    summary: Text | None = None
    audiences: list[Audience] = field(default_factory=list)
    duration_minutes: float | None = None
    short_minutes: float | None = None
    subjects: dict[str, SubjectUse] = field(default_factory=dict)
    about_subjects: dict[str, Text] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    about_cases: dict[str, Text] = field(default_factory=dict)
    case_pictures: dict[str, CasePicture] = field(default_factory=dict)
    vars: dict[str, Var] = field(default_factory=dict)
    hypotheses: dict[str, Hypothesis] = field(default_factory=dict)
    exhibits: dict[str, Exhibit] = field(default_factory=dict)
    board: Literal["rivals", "separate"] = "rivals"
    sources: dict[str, Source] = field(default_factory=dict)
    glossary: dict[str, Term] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    facts: dict[str, Text] = field(default_factory=dict)
    voice: Text | None = None
    must_not_say: list[Text] = field(default_factory=list)
    facilitator: Text | None = None
    changes: dict[int, Change] = field(default_factory=dict)
    libraries: list[Library] = field(default_factory=list)
    lacks_a_library: bool = False  # one of ``uses`` could not be read: what it holds is not known


def known_names(
    reading: Reading, code: str, tree: Tree | None, field: str, names: Collection[str]
) -> list[str]:
    """The names of a list that are among ``names``; the others are reported with ``code``."""
    return [leaf.value for leaf in reading.names(tree, field) if known(reading, code, leaf, names)]


def known(reading: Reading, code: str, leaf: Leaf, names: Any) -> bool:
    """Whether a name is among ``names``; reported with ``code`` when it is not."""
    if leaf.value in names:
        return True
    unknown(reading, code, leaf, names)
    return False


def unknown(reading: Reading, code: str, leaf: Leaf, known: Any, **fields: Any) -> None:
    """Report a name that is not among ``known``, with the nearest one."""
    names = sorted(known)
    near = did_you_mean(nearest_possible(leaf.value, names))
    shown = leaf.value[:60]
    reading.report(code, leaf, cause=shown, id=shown, name=shown, near=near, list=listing(names), **fields)
