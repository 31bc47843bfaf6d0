"""``dossier.yaml``, beside a scenario: what stands behind the story, for whoever wants to check it.

What happened and who took part (:mod:`engine.language.dossier_parts`), what the investigation cannot show,
and ``runs``: the measures that are too heavy for a page, made once by ``autopsie dossier build`` and kept
whole in ``dossier/<run>.json``. Its faults are told in it, and checked like the scenario's own.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from engine.language.beside import open_beside
from engine.language.classification import Classification, read_classification
from engine.language.declared import Header
from engine.language.diagnostics import Diagnostics
from engine.language.dossier_parts import (
    Actor,
    Correction,
    Link,
    Moment,
    Parts,
    Public,
    Reply,
    Statement,
)
from engine.language.instruments import read_instrument
from engine.language.reading import Reading
from engine.language.saying import words
from engine.language.schema import Text
from engine.language.tree import Items, Tree
from tools.finding import Call

FILE = "dossier.yaml"
FIELDS = (
    "timeline", "actors", "harms", "public", "limits", "runs", "links", "cite", "replies", "corrections",
    "classification",
)  # fmt: skip
RUN = ("id", "tool", "with", "seed", "about")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Run(_Part):
    """One heavy measure, and the question it answers."""

    id: str
    about: Text  # the question, in a sentence
    call: Call  # every setting written out, seed included


class Dossier(_Part):
    """What ``dossier.yaml`` holds, read and checked."""

    timeline: list[Moment] = Field(default_factory=list)
    actors: list[Actor] = Field(default_factory=list)
    harms: list[Statement] = Field(default_factory=list)
    public: Public = Field(default_factory=Public)
    limits: list[Text] = Field(default_factory=list)  # what the investigation cannot show
    runs: list[Run] = Field(default_factory=list)
    links: list[Link] = Field(default_factory=list)
    cite: Text | None = None  # how to cite the investigation
    replies: list[Reply] = Field(default_factory=list)
    corrections: list[Correction] = Field(default_factory=list)
    classification: Classification | None = None  # what the catalogue files it under

    def run(self, name: str) -> Run | None:
        """The run of that id."""
        return next((each for each in self.runs if each.id == name), None)


def read_dossier(
    diagnostics: Diagnostics, reading: Reading, header: Header, folder: Path | None
) -> tuple[Dossier | None, Reading | None]:
    """The dossier beside a scenario, and its reading, for the checks of its texts.

    ``None`` where there is none, or none that can be read. Its faults are added to ``diagnostics`` under its
    own file name. Subjects, cases and sources are named as the scenario names them.
    """
    opened = open_beside(diagnostics, reading, folder, FILE)
    if opened is None:
        return None, None
    mine, tree = opened
    mine.fields(tree, words("le dossier", "the dossier"), FIELDS)
    parts = Parts(mine, header)
    dossier = Dossier(
        timeline=parts.timeline(tree.get("timeline")),
        actors=parts.actors(tree.get("actors")),
        harms=parts.statements(tree.get("harms"), "harms"),
        public=parts.public(tree.get("public")),
        limits=mine.texts(tree.get("limits"), "dossier.limits"),
        runs=_runs(mine, header, tree.get("runs")),
        links=parts.links(tree.get("links")),
        cite=mine.text(tree.get("cite"), "dossier.cite"),
        replies=parts.replies(tree.get("replies")),
        corrections=parts.corrections(tree.get("corrections")),
        classification=read_classification(mine, tree.get("classification")),
    )
    return dossier, mine


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
    block = reading.fields(tree, where, RUN, ("id", "tool", "about"))
    if block is None:
        return None
    name = reading.name(block.get("id"), "id")
    verb = reading.name(block.get("tool"), "tool")
    about = reading.text(block.get("about"), f"dossier.runs.{at}.about", role="title")
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
