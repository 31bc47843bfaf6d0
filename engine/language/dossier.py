"""``dossier.yaml``, beside a scenario: what stands behind the story, for whoever wants to check it.

``runs`` are the measures that are too heavy for a page: made once by ``autopsie dossier build``, kept whole
in ``dossier/<run>.json``. Faults of this file are told in this file, and checked like the scenario's own.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from engine.language.declared import Header
from engine.language.diagnostics import Diagnostics, Place
from engine.language.instruments import read_instrument
from engine.language.reading import Reading
from engine.language.saying import describe, words
from engine.language.schema import Text
from engine.language.tree import MAX_BYTES, Fields, Items, StoppedError, Tree, decode
from engine.language.yaml_source import tree_of
from tools.finding import Call

FILE = "dossier.yaml"
FIELDS = ("runs",)
_RUN_FIELDS = ("id", "tool", "with", "seed", "about")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Run(_Part):
    """One heavy measure, and the question it answers."""

    id: str
    about: Text  # the question, in a sentence
    call: Call  # every setting written out, seed included


class Dossier(_Part):
    """What ``dossier.yaml`` holds, read and checked."""

    runs: list[Run] = Field(default_factory=list)

    def run(self, name: str) -> Run | None:
        """The run of that id."""
        return next((each for each in self.runs if each.id == name), None)


def read_dossier(
    diagnostics: Diagnostics, reading: Reading, header: Header, folder: Path | None
) -> Dossier | None:
    """The dossier beside a scenario; ``None`` where there is none, or none that can be read.

    Its faults are added to ``diagnostics`` under its own file name. Subjects and cases are named as the
    scenario names them.
    """
    path = folder / FILE if folder is not None else None
    if path is None or not path.is_file():
        return None
    own = Diagnostics(FILE)
    diagnostics.libraries.append(own)
    try:
        if path.stat().st_size > MAX_BYTES:
            own.report("Y101", Place(1, 1, 2), size=f"{path.stat().st_size} bytes")
            return None
        text = decode(path.read_bytes(), own)
        tree = tree_of(text, own)
    except (OSError, StoppedError):
        return None
    if not isinstance(tree, Fields):
        what = words("vide", "empty") if tree is None else describe(tree)
        own.report("S200", Place(1, 1, 2), what=what)
        return None
    mine = Reading(own, text.split("\n"), languages=list(reading.languages))
    mine.fields(tree, words("le dossier", "the dossier"), FIELDS)
    return Dossier(runs=_runs(mine, header, tree.get("runs")))


def _runs(reading: Reading, header: Header, tree: Tree | None) -> list[Run]:
    if tree is None:
        return []
    if not isinstance(tree, Items):
        reading.wrong("runs", tree, words("une liste de mesures", "a list of measures"))
        return []
    found: dict[str, tuple[Run, int]] = {}
    for at, each in enumerate(tree.items):
        run = _run(reading, header, each, at)
        if run is None:
            continue
        if run.id in found:
            kind = words("une mesure du dossier", "a measure of the dossier")
            first = found[run.id][1]
            reading.report("S212", each, id=run.id, kind1=kind, first=first, kind2=kind)
            continue
        found[run.id] = (run, each.place.line)
    return [run for run, _ in found.values()]


def _run(reading: Reading, header: Header, tree: Tree, at: int) -> Run | None:
    where = words(f"la mesure {at + 1} du dossier", f"measure {at + 1} of the dossier")
    block = reading.fields(tree, where, _RUN_FIELDS, ("id", "tool", "about"))
    if block is None:
        return None
    name = reading.name(block.get("id"), "id")
    verb = reading.name(block.get("tool"), "tool")
    about = reading.text(block.get("about"), f"runs.{at}.about", role="title")
    seed = reading.integer(block.get("seed"), "seed", 0, 10**12)
    if name is None or verb is None or about is None or not reading.identifier(name):
        return None
    # A reader's picture cannot be measured beforehand: none is known here.
    instrument = read_instrument(reading, header, name.value, verb, block.get("with"), set())
    if instrument is None:
        return None
    call = Call(
        verb=instrument.tool.verb,
        method=instrument.tool.method,
        subject=instrument.subject,
        case=instrument.case,
        params=instrument.params,
        seed=seed or 0,
    )
    return Run(id=name.value, about=about, call=call)
