"""From names to files: the name of a subject, a tool or a case *is* its path.

Nothing is registered: a file ``tools/subjects/<name>.py`` with a ``CARD`` is a subject, a file
``tools/<verb>/<method>.py`` with a :class:`~tools.tool.Tool` is a tool. Nothing here imports torch.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from tools.errors import CallRefused
from tools.names import nearest, plain_name
from tools.subject import SubjectCard
from tools.tool import Tool
from tools.verbs import VERBS, Verb
from tools.wording import Words

if TYPE_CHECKING:
    from tools.stimuli.cases import CaseCard
    from tools.tables.table import Table

REFERENCES = ("onnx", "torchscript", "python", "http", "https")
"""What the name of a model of one's own begins with, before a colon."""


def subject_names() -> tuple[str, ...]:
    """The names of all subjects, without importing any: cheap, for whoever has one name to look up."""
    return _file_names("tools.subjects")


def card_of(name: str) -> SubjectCard | None:
    """The card of the subject of exactly this name; ``None`` when there is none."""
    return _card(name) if name in subject_names() else None


@cache
def subjects() -> dict[str, SubjectCard]:
    """The card of every subject, by name, without loading any."""
    cards = {}
    for name in _file_names("tools.subjects"):
        card = _card(name)
        if card is not None:
            cards[name] = card
    return cards


def _card(name: str) -> SubjectCard | None:
    card = getattr(importlib.import_module(f"tools.subjects.{name}"), "CARD", None)
    return card if isinstance(card, SubjectCard) else None


def subject_card(name: str, *, external: bool = False) -> SubjectCard:
    """The card of one subject, in either spelling.

    With ``external``, ``onnx:FILE`` and its like name a model of one's own (see
    :mod:`tools.subjects.external.reference`); without, files are never opened at a stranger's word.
    Raises :class:`CallRefused` (``unknown_subject``), with the nearest name, when there is none.
    """
    if external and is_reference(name):
        from tools.subjects.external.card import card_of

        return card_of(name)
    plain = plain_name(name)
    # One file is imported, not all: the others' manifests need not be read.
    card = _card(plain) if plain in _file_names("tools.subjects") else None
    if card is not None:
        return card
    what = Words(fr=f"Aucun sujet ne s’appelle «\u202f{name}\u202f».", en=f"No subject is called “{name}”.")
    raise _unknown("unknown_subject", what, name, [known.slug for known in subjects().values()])


def is_reference(name: str) -> bool:
    """Whether a subject's name is the reference of a model of one's own."""
    return name.strip().partition(":")[0].lower() in REFERENCES and ":" in name


def called(name: str) -> str:
    """The subject's name as calls carry it: the plain name, or the reference in full (files, description).

    Raises as :func:`subject_card`.
    """
    if is_reference(name):
        from tools.subjects.external.reference import parse

        return parse(name).spelling
    return subject_card(name).name


def stand_in_of(name: str) -> SubjectCard | None:
    """The card of the small imitation of the subject ``name`` (either spelling); ``None``: it has none."""
    plain = plain_name(name)
    return next((card for card in subjects().values() if card.imitates == plain), None)


@cache
def tools_of(verb: Verb) -> dict[str, Tool]:
    """The tools of one verb, by method; empty for a verb that has none yet."""
    found: dict[str, Tool] = {}
    for method in _file_names(f"tools.{verb}"):
        module = importlib.import_module(f"tools.{verb}.{method}")
        classes = _tools_defined_in(module)
        if classes:
            found[method] = classes[0]()
    return found


def tool(verb: Verb, method: str) -> Tool:
    """One tool, in either spelling of its method; imports that tool's file only.

    Raises :class:`CallRefused` (``unknown_tool``), with the nearest name, when there is none.
    """
    name = plain_name(method)
    if verb in VERBS and name in _file_names(f"tools.{verb}"):
        classes = _tools_defined_in(importlib.import_module(f"tools.{verb}.{name}"))
        if classes:
            return classes[0]()
    known = tools_of(verb) if verb in VERBS else {}
    what = Words(
        fr=f"Aucun instrument «\u202f{verb}\u202f» ne s’appelle «\u202f{method}\u202f».",
        en=f"No “{verb}” instrument is called “{method}”.",
    )
    raise _unknown("unknown_tool", what, method, known)


@cache
def tables() -> dict[str, Table]:
    """The tables of the data sheets that a command makes again, by name."""
    from tools.tables.table import Table

    found: dict[str, Table] = {}
    for name in _file_names("tools.tables"):
        module = importlib.import_module(f"tools.tables.{name}")
        for value in vars(module).values():
            if inspect.isclass(value) and issubclass(value, Table) and not inspect.isabstract(value):
                found[value.name] = value()
    return found


def table(name: str) -> Table:
    """One such table, in either spelling.

    Raises :class:`CallRefused` (``unknown_table``), with the nearest name, when there is none.
    """
    known = tables()
    if (plain := plain_name(name)) in known:
        return known[plain]
    what = Words(fr=f"Aucune table ne s’appelle «\u202f{name}\u202f».", en=f"No table is called “{name}”.")
    raise _unknown("unknown_table", what, name, [each.replace("_", "-") for each in known])


def cases() -> Mapping[str, CaseCard]:
    """Every built-in case, by name; to ask for names alone makes none."""
    from tools.stimuli.cases import built_in_cases

    return built_in_cases()


def _tools_defined_in(module: ModuleType) -> list[type[Tool]]:
    return [
        value
        for value in vars(module).values()
        if inspect.isclass(value)
        and issubclass(value, Tool)
        and not inspect.isabstract(value)
        and value.__module__ == module.__name__
        and not value.__name__.startswith("_")
        and hasattr(value, "method")  # a base that several tools share names no way of its own
    ]


@cache
def _file_names(package: str) -> tuple[str, ...]:
    """The names of the plain modules of a package: sub-packages and ``_private`` files are not entries."""
    # The folder is read rather than the package imported: a verb without tools has no package.
    folder = Path(__file__).parent.joinpath(*package.split(".")[1:])
    names = (found.name for found in pkgutil.iter_modules([str(folder)]) if not found.ispkg)
    return tuple(sorted(name for name in names if not name.startswith("_")))


def _unknown(code: str, what: Words, name: str, known: Iterable[str]) -> CallRefused:
    names = sorted(known)
    near = nearest(plain_name(name), names)
    if near:
        cure = Words(fr=f"Vouliez-vous dire «\u202f{near}\u202f»\u202f?", en=f"Did you mean “{near}”?")
    else:
        listed = ", ".join(names) or "–"
        cure = Words(fr=f"Noms connus\u00a0: {listed}.", en=f"Known names: {listed}.")
    return CallRefused(code, what, cure)
