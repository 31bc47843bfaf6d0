"""From a scenario file to a scenario, or to the list of all that is wrong with it.

Reading never raises for what an author wrote. Faults of YAML and of shape do not hide the others: a sentence
that wants quotes is reported, put right in memory, and the reading goes on.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

from engine.language.changes import read_changes
from engine.language.checks import check
from engine.language.diagnostics import Diagnostic, Diagnostics, Place
from engine.language.dossier import Dossier, read_dossier
from engine.language.fixtures import read_fixtures
from engine.language.folders import scenarios_folder
from engine.language.header import Header, read_header, read_languages
from engine.language.lock import check_lock
from engine.language.node_parts import Nodes
from engine.language.nodes import read_nodes
from engine.language.plays import check_short, read_play_entry
from engine.language.reading import Reading
from engine.language.saying import NAMES, describe, nearest, words
from engine.language.schema import Play, Scenario, Text
from engine.language.tree import Fields, Leaf, StoppedError, build, decode
from engine.language.workshop_plan import Workshop, read_workshop
from engine.language.yaml_source import tree_of
from tools.errors import AutopsieError
from tools.finding import Finding
from tools.wording import Words

__all__ = (
    "Listed",
    "NoSuchScenarioError",
    "dossier_of",
    "find_scenario",
    "list_scenarios",
    "no_such_scenario",
    "read_play",
    "read_scenario",
    "read_source",
    "scenarios_folder",
    "workshop_of",
)


class Listed(NamedTuple):
    """A scenario of the catalogue: enough to name it."""

    id: str
    path: Path
    title: Text


class NoSuchScenarioError(AutopsieError):
    """A name or a path that leads to no scenario."""

    exit_code = 2
    status = 404


def read_scenario(
    path: Path, *, without_bad_records: bool = False
) -> tuple[Scenario | None, list[Diagnostic]]:
    """Read and check a scenario file. The scenario is ``None`` when a fault forbids playing it.

    ``without_bad_records`` leaves refused or incomplete records out instead, and lets faults of the dossier
    and of the workshop stand: neither closes an investigation that can still be played.
    Raises :class:`NoSuchScenarioError` when there is no file there.
    """
    try:
        raw = path.read_bytes()
    except OSError:
        raise no_such_scenario(str(path)) from None
    return read_source(raw, path.name, path.parent, without_bad_records=without_bad_records)


def read_source(
    raw: bytes, file: str, folder: Path | None = None, *, without_bad_records: bool = False
) -> tuple[Scenario | None, list[Diagnostic]]:
    """As :func:`read_scenario`, from the file's bytes. ``folder`` is where assets and records are."""
    diagnostics = Diagnostics(file)
    read = _examine(raw, folder, diagnostics)
    failed = diagnostics.failed_beyond_records if without_bad_records else diagnostics.failed
    if read is None or failed:
        return None, diagnostics.in_order()
    return _scenario(read), diagnostics.in_order()


def faults_of(path: Path) -> list[Diagnostic]:
    """The faults of a scenario file alone, sooner than with the scenario.

    Raises :class:`NoSuchScenarioError` when there is no file there.
    """
    try:
        raw = path.read_bytes()
    except OSError:
        raise no_such_scenario(str(path)) from None
    diagnostics = Diagnostics(path.name)
    _examine(raw, path.parent, diagnostics)
    return diagnostics.in_order()


def dossier_of(path: Path) -> Dossier | None:
    """What ``dossier.yaml`` beside a scenario file holds; ``None`` where there is none, or where the scenario
    or the dossier cannot be read at all (:func:`read_scenario` says why).

    Raises :class:`NoSuchScenarioError` when there is no scenario there.
    """
    read = _read(path)
    return read.dossier if read else None


def workshop_of(path: Path) -> Workshop | None:
    """What ``workshop.yaml`` beside a scenario file holds, as :func:`dossier_of` does for the dossier."""
    read = _read(path)
    return read.workshop if read else None


def _read(path: Path) -> _Read | None:
    try:
        raw = path.read_bytes()
    except OSError:
        raise no_such_scenario(str(path)) from None
    return _examine(raw, path.parent, Diagnostics(path.name))


class _Read(NamedTuple):
    """All that was read of a file, from which a scenario is made."""

    text: str
    title: Text
    start: str
    reading: Reading
    header: Header
    nodes: Nodes
    plays: dict[str, Play]
    fixtures: dict[str, Finding]
    dossier: Dossier | None
    workshop: Workshop | None


def _examine(raw: bytes, folder: Path | None, diagnostics: Diagnostics) -> _Read | None:
    """Read and check; ``None`` where there is not enough for a scenario."""
    try:
        text = decode(raw, diagnostics)
        tree = tree_of(text, diagnostics)
    except StoppedError:
        return None
    if not isinstance(tree, Fields):
        what = words("vide", "empty") if tree is None else describe(tree)
        diagnostics.report("S200", Place(1, 1, 2), what=what)
        return None
    reading = Reading(diagnostics, text.split("\n"))
    header = read_header(reading, tree, folder)
    nodes = read_nodes(reading, tree, header, folder)
    start = _start(reading, tree, nodes.keys)
    plays = {}
    for key, entry in reading.entries(tree.get("plays"), "plays"):
        play = read_play_entry(reading, key.value, entry, nodes, header)
        if play:
            plays[key.value] = play
    check_short(reading, tree, header, plays)
    fixtures = read_fixtures(reading, tree, header, nodes, folder)
    header.changes = read_changes(reading, tree, header, nodes)
    dossier, of_dossier = read_dossier(diagnostics, reading, header, folder)
    workshop, of_workshop = read_workshop(diagnostics, reading, header, nodes, folder)
    beside = [each for each in (of_dossier, of_workshop) if each is not None]
    check(reading, tree, header, nodes, start, beside)
    for each in (reading, *beside):
        check_lock(each, header.id, folder)
    if header.title is None or start is None:
        return None
    return _Read(text, header.title, start, reading, header, nodes, plays, fixtures, dossier, workshop)


def _scenario(read: _Read) -> Scenario:
    header = read.header
    return Scenario(
        id=header.id,
        version=header.version,
        sha=_sha(read.text, header),
        title=read.title,
        summary=header.summary,
        languages=read.reading.languages,
        audiences=header.audiences,
        duration_minutes=header.duration_minutes,
        short_minutes=header.short_minutes,
        about_subjects=header.about_subjects,
        about_cases=header.about_cases,
        case_pictures=header.case_pictures,
        vars=header.vars,
        hypotheses=header.hypotheses,
        exhibits=header.exhibits,
        board=header.board,
        sources=header.sources,
        glossary=header.glossary,
        acts=header.acts,
        start=read.start,
        nodes=read.nodes.nodes,
        plays=read.plays,
        fixtures=read.fixtures,
        facts=header.facts,
        changes=header.changes,
        uses=[library.name for library in header.libraries],
        voice=header.voice,
        must_not_say=header.must_not_say,
        facilitator=header.facilitator,
    )


def read_play(path: Path) -> tuple[Play | None, list[Diagnostic]]:
    """Read an answers file (YAML or JSON), shaped like one entry of a scenario's ``plays``.

    Raises :class:`NoSuchScenarioError` when there is no file there.
    """
    try:
        raw = path.read_bytes()
    except OSError:
        raise no_such_scenario(str(path)) from None
    diagnostics = Diagnostics(path.name)
    try:
        text = decode(raw, diagnostics)
        tree = tree_of(text, diagnostics)
    except StoppedError:
        return None, diagnostics.in_order()
    if not isinstance(tree, Fields):
        what = words("vide", "empty") if tree is None else describe(tree)
        diagnostics.report("S200", Place(1, 1, 2), what=what)
        return None, diagnostics.in_order()
    reading = Reading(diagnostics, text.split("\n"), languages=["fr", "en"])
    play = read_play_entry(reading, "answers", tree, None)
    return (None if diagnostics.failed else play), diagnostics.in_order()


def _sha(text: str, header: Header) -> str:
    """What identifies a scenario: its own text, and that of the libraries it leans on."""
    every = "\0".join([text, *(library.text for library in header.libraries)])
    return hashlib.sha256(every.encode()).hexdigest()[:12]


def _start(reading: Reading, tree: Fields, keys: dict[str, Leaf]) -> str | None:
    from engine.language.diagnostics import did_you_mean

    leaf = reading.name(tree.get("start"), "start")
    if leaf is None:
        return next(iter(keys), None)
    if leaf.value in keys:
        return leaf.value
    near = did_you_mean(nearest(leaf.value, keys))
    reading.report(
        "R320", leaf, cause=leaf.value, source="start", leads=NAMES, target=leaf.value[:60], near=near
    )
    return nearest(leaf.value, keys) or next(iter(keys), None)


# -- finding scenarios ------------------------------------------------------------------------------------


def find_scenario(name_or_path: str | Path) -> Path:
    """The file of a scenario, by its id or by its path (a file, or its folder).

    Raises :class:`NoSuchScenarioError`, with the nearest id, when there is none.
    """
    given = str(name_or_path)
    if re.fullmatch(r"[a-z][a-z0-9-]{0,59}", given):
        for listed in list_scenarios():
            if listed.id == given:
                return listed.path
    path = Path(given)
    if path.is_dir():
        path = path / "scenario.yaml"
    if path.is_file():
        return path
    raise no_such_scenario(given)


def list_scenarios() -> list[Listed]:
    """The scenarios of the folder, without checking them (cheap)."""
    found = []
    for path in sorted(scenarios_folder().glob("*/scenario.yaml")):
        stamp = path.stat()
        head = _head(path, stamp.st_mtime_ns, stamp.st_size)
        if head:
            found.append(head)
    return found


@lru_cache(maxsize=256)
def _head(path: Path, changed: int, size: int) -> Listed | None:
    diagnostics = Diagnostics(path.name)
    try:
        text = decode(path.read_bytes(), diagnostics)
        # What is above the nodes is enough, and quick to read.
        tree = build(re.split(r"^nodes:", text, maxsplit=1, flags=re.MULTILINE)[0], diagnostics)
    except (OSError, StoppedError, yaml.YAMLError):
        return None
    if not isinstance(tree, Fields):
        return None
    reading = Reading(diagnostics, text.split("\n"))
    reading.languages = read_languages(reading, tree)
    title = reading.text(tree.get("title"), "title")
    name = reading.word(tree.get("id"), "id")
    return Listed(name, path, title) if title and name else None


def no_such_scenario(name: str) -> NoSuchScenarioError:
    """The failure for a name that leads nowhere."""
    known = [listed.id for listed in list_scenarios()]
    near = nearest(name, known)
    listed_names = ", ".join(known) or "–"
    shown = name[:120]
    cure = (
        Words(fr=f"Vouliez-vous dire « {near} » ?", en=f"Did you mean “{near}”?")
        if near
        else Words(fr=f"Scénarios connus : {listed_names}.", en=f"Known scenarios: {listed_names}.")
    )
    says = Words(fr=f"Aucun scénario ne s'appelle « {shown} ».", en=f"No scenario is called “{shown}”.")
    return NoSuchScenarioError("unknown_scenario", says, cure)
