"""Libraries: sources, glossary and subjects that several scenarios share, one file each.

``uses: [name]`` means ``libraries/name.yaml``, beside the scenario or among the installed scenarios. A name
is never a path, a library names no other, and what it holds is checked as if it stood in the scenario.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from engine.language.declared import Header, Library
from engine.language.diagnostics import Diagnostics, Place, did_you_mean
from engine.language.folders import scenarios_folder
from engine.language.own_file import read_file
from engine.language.reading import Reading
from engine.language.saying import describe, listing, nearest, words
from engine.language.shared import USUAL_AUDIENCES, read_glossary, read_sources, read_subjects
from engine.language.tree import Fields, Leaf
from tools.wording import LANGUAGES, Language, Words

FIELDS = ("format", "id", "title", "language", "languages", "sources", "glossary", "subjects")
FORMAT = "library/1"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_MOST = 16  # libraries a scenario may use
_SHARED: dict[str, Words] = {
    "sources": words("une source", "a source"),
    "glossary": words("un mot du glossaire", "a glossary word"),
    "subjects": words("un sujet", "a subject"),
}


def library_folders(folder: Path | None) -> Iterator[Path]:
    """Where a scenario's libraries may be, nearest first. ``folder`` is the scenario's own."""
    if folder is not None:
        yield folder / "libraries"
        yield folder.resolve().parent / "libraries"
    yield scenarios_folder() / "libraries"


def library_file(name: str, folder: Path | None) -> Path | None:
    """The file of a library; ``None`` for a name that is none, or that leads out of its folder."""
    if not _NAME.fullmatch(name):
        return None
    for libraries in library_folders(folder):
        path = libraries / f"{name}.yaml"
        if path.is_file() and path.resolve().is_relative_to(libraries.resolve()):
            return path
    return None


def read_libraries(reading: Reading, root: Fields, header: Header, folder: Path | None) -> None:
    """Read every library that ``uses`` names, and add what each holds to the scenario's own."""
    leaves = reading.names(root.get("uses"), "uses")
    if len(leaves) > _MOST:
        where = words("« uses »", "“uses”")
        reading.report("S225", leaves[_MOST], where=where, n=len(leaves), low=0, high=_MOST)
    owners: dict[str, dict[str, tuple[Words, int]]] = {
        field: {key.value: (kind, key.place.line) for key, _ in _entries(root, field)}
        for field, kind in _SHARED.items()
    }
    for leaf in {leaf.value: leaf for leaf in leaves[:_MOST]}.values():
        path = library_file(leaf.value, folder)
        if path is None:
            known = sorted({file.stem for place in library_folders(folder) for file in place.glob("*.yaml")})
            near = did_you_mean(nearest(leaf.value, known))
            reading.report("S242", leaf, library=leaf.value[:60], near=near, list=listing(known))
            header.lacks_a_library = True
            continue
        library = _read(reading, leaf, path, header)
        if library is None:
            header.lacks_a_library = True
            continue
        header.libraries.append(library)
        for field, kind in _SHARED.items():
            for key in library.keys.get(field, ()):
                before = owners[field].get(key.value)
                if before:
                    here = words(
                        f"{kind.fr} de la bibliothèque « {leaf.value} »",
                        f"{kind.en} of library “{leaf.value}”",
                    )
                    reading.report("S212", leaf, id=key.value, kind1=before[0], first=before[1], kind2=here)
                else:
                    owners[field][key.value] = (kind, key.place.line)


def _read(reading: Reading, leaf: Leaf, path: Path, header: Header) -> Library | None:
    """One library; its own faults are told in its own file."""
    diagnostics = Diagnostics(f"libraries/{path.name}")
    reading.diagnostics.libraries.append(diagnostics)
    read = read_file(path, diagnostics)
    if read is None:
        return None
    text, tree = read
    mine = Reading(diagnostics, text.split("\n"))
    if not isinstance(tree, Fields):
        why = words("le fichier est vide", "the file is empty") if tree is None else describe(tree)
        diagnostics.report("S243", Place(1, 1, 2), file=diagnostics.file, why=why)
        return None
    if not _is_library(diagnostics, tree):
        return None
    mine.languages = _languages(mine, tree, reading)
    known = (*FIELDS, "uses")
    mine.fields(tree, words(f"la bibliothèque « {leaf.value} »", f"library “{leaf.value}”"), known)
    if "uses" in tree.items:
        mine.report("S241", tree.items["uses"][0], library=leaf.value)
    mine.text(tree.get("title"), "title", role="title")
    held = Header()
    read_sources(mine, tree, held)
    # Several scenarios share it: a profile may be another one's.
    audiences = dict.fromkeys([*(audience.id for audience in header.audiences), *USUAL_AUDIENCES])
    read_glossary(mine, tree, held, audiences)
    read_subjects(mine, tree, held)
    for subject, use in held.subjects.items():
        if use.drafted:
            mine.report("F910", tree.get("subjects") or tree, id=subject)
    # The scenario's own entries win; the clash itself is S212.
    header.sources = held.sources | header.sources
    header.glossary = held.glossary | header.glossary
    header.subjects = held.subjects | header.subjects
    header.about_subjects = held.about_subjects | header.about_subjects
    reading.places.update({place: at for place, at in mine.places.items() if place[0] == "sources"})
    mine.languages = list(reading.languages)
    return Library(
        leaf.value, text, mine, {field: [key for key, _ in _entries(tree, field)] for field in _SHARED}
    )


def _is_library(diagnostics: Diagnostics, tree: Fields) -> bool:
    written = tree.get("format")
    if isinstance(written, Leaf) and written.value == FORMAT:
        return True
    at = written.place if written is not None else Place(1, 1, 2)
    shown = f"format: {written.value[:40]}" if isinstance(written, Leaf) else "format: ?"
    why = words(f"elle dit « {shown} »", f"it says “{shown}”")
    diagnostics.report("S243", at, file=diagnostics.file, why=why)
    return False


def _languages(mine: Reading, tree: Fields, reading: Reading) -> list[Language]:
    """Every language may stand in a library; a plain sentence is in its own, else in the scenario's."""
    name = "languages" if tree.get("languages") is not None else "language"
    own = [leaf.value for leaf in mine.names(tree.get(name), name) if leaf.value in LANGUAGES]
    every: list[Language] = list(dict.fromkeys([*own, *reading.languages, *LANGUAGES]))
    return every


def _entries(root: Fields, field: str) -> list[tuple[Leaf, object]]:
    tree = root.get(field)
    return list(tree.items.values()) if isinstance(tree, Fields) else []
