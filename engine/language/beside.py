"""A file beside a scenario (``dossier.yaml``, ``workshop.yaml``): read as the scenario is, in its languages.

Its faults are told in it, under its own name. No play goes through it: its figures are those of sources.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from engine.language.diagnostics import Diagnostics, Place
from engine.language.header import Header
from engine.language.own_file import read_file
from engine.language.placeholders import parts_of
from engine.language.prose import locate
from engine.language.reading import Reading
from engine.language.saying import describe, words
from engine.language.tree import Fields


class Opened(NamedTuple):
    """A file that could be opened: what it holds, and what reading it will tell."""

    reading: Reading
    tree: Fields


def open_beside(diagnostics: Diagnostics, reading: Reading, folder: Path | None, file: str) -> Opened | None:
    """The file of that name in the scenario's folder; ``None`` where there is none, or none to be read."""
    path = folder / file if folder is not None else None
    if path is None or not path.is_file():
        return None
    own = Diagnostics(file, beside=True)
    diagnostics.libraries.append(own)
    read = read_file(path, own)
    if read is None:
        return None
    text, tree = read
    if not isinstance(tree, Fields):
        what = words("vide", "empty") if tree is None else describe(tree)
        own.report("S252", Place(1, 1, 2), file=file, what=what)
        return None
    mine = Reading(own, text.split("\n"), languages=list(reading.languages))
    # Where sources stand tells their facts from other names.
    mine.places.update({place: at for place, at in reading.places.items() if place[0] == "sources"})
    return Opened(mine, tree)


def check_standing(reading: Reading, header: Header) -> None:
    """R352: a figure that a play alone would know, in a text that is read outside of any."""
    known = {f"{source.id}.{fact}" for source in header.sources.values() for fact in source.facts}
    for prose in reading.prose:
        for leaf in prose.leaves.values():
            for part in parts_of(leaf.value):
                # A source without that fact is told by the checks of every text.
                if (
                    part.kind == "placeholder"
                    and part.name not in known
                    and not _of_a_source(header, part.name)
                ):
                    token = leaf.value[part.start : part.end]
                    reading.report("R352", locate(reading, leaf, token), cause=part.name, name=part.name)


def _of_a_source(header: Header, name: str) -> bool:
    return header.lacks_a_library or name.partition(".")[0] in header.sources
