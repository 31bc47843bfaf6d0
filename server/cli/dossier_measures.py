"""The measures of a dossier: which there are, what of them is on disk and still fits, and how one is made."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from tools.wording import LANGUAGES, Language, Words

if TYPE_CHECKING:
    from engine.language.dossier import Dossier
    from engine.language.schema import Scenario, Text
    from tools.finding import Call, Finding
    from tools.lab import Lab
    from tools.tool import Progress

LONGEST = 24 * 3600.0  # seconds: a measure that a person started is theirs to stop


class Heavy(NamedTuple):
    """One measure to have: a tool node's, or a run's."""

    name: str
    kind: Literal["node", "run"]
    call: Call
    file: Path
    about: Text | None


def measures_of(story: Scenario, dossier: Dossier | None, folder: Path) -> list[Heavy]:
    """Every measure of a scenario: those of its nodes, in the file's order, then the runs of its dossier."""
    from engine.language.schema import ToolNode
    from server.cli.record import recording_call

    found = [
        Heavy(node.id, "node", recording_call(story, node), folder / "findings" / f"{node.id}.json", None)
        for node in story.nodes.values()
        if isinstance(node, ToolNode)
    ]
    for run in dossier.runs if dossier else ():
        found.append(Heavy(run.id, "run", run.call, folder / "dossier" / f"{run.id}.json", run.about))
    return found


def kept_of(heavy: Heavy) -> tuple[Finding | None, Words | None]:
    """The finding on disk if it still answers this very call; else why not (nothing where there is none)."""
    from pydantic import ValidationError

    from engine.nodes.tool import asked_then
    from tools.catalogue import subject_card, tool
    from tools.finding import Finding
    from tools.parameters import checked_params

    try:
        finding = Finding.model_validate_json(heavy.file.read_bytes())
    except FileNotFoundError:
        return None, None
    except (OSError, ValidationError, ValueError):
        return None, Words(fr="illisible", en="not readable")
    made, asked = finding.recorded, heavy.call
    instrument = tool(asked.verb, asked.method)
    if finding.origin != "recorded" or made is None or made.invented:
        return None, Words(fr="pas une mesure enregistrée", en="not a recorded measure")
    if {finding.subject.sha256, made.subject_sha256} != {subject_card(asked.subject).sha256}:
        return None, Words(fr="d’un autre modèle", en="from another model")
    if finding.tool_version != instrument.version:
        return None, Words(
            fr=f"de la version {finding.tool_version} de l’instrument, qui en est à {instrument.version}",
            en=f"from version {finding.tool_version} of the tool, which is at {instrument.version}",
        )
    then, now = (
        call.model_copy(
            update={"params": checked_params(instrument, call.params).model_dump(exclude_none=True)}
        )
        for call in (finding.call, asked_then(asked, finding.call))
    )
    if then != now:
        return None, Words(fr="d’autres réglages", en="other settings")
    return finding, None


def question_of(heavy: Heavy) -> str:
    """What is asked, every setting written out: two measures of one investigation may ask the same."""
    from tools.catalogue import tool
    from tools.parameters import checked_params

    call = heavy.call
    params = checked_params(tool(call.verb, call.method), call.params).model_dump(exclude_none=True)
    return call.model_copy(update={"params": params}).model_dump_json()


def make(heavy: Heavy, story: Scenario, lab: Lab, progress: Progress) -> Finding:
    """Measure now, and write the finding whole.

    Raises as the lab; C902 where the weights are not the original's.
    """
    from engine.language.case_pictures import described
    from server.cli.record import as_recorded

    measured = lab.run(heavy.call, timeout=LONGEST, progress=progress)
    return written(heavy, as_recorded(described(story.case_pictures, measured), _command(story, heavy)))


def taken(heavy: Heavy, story: Scenario, known: Finding) -> Finding:
    """The answer that another measure has to the same question, written as this one's too."""
    if known.recorded is None:
        raise ValueError(f"{heavy.name}: what was not recorded cannot be taken over")
    own = known.recorded.model_copy(update={"command": _command(story, heavy)})
    return written(heavy, known.model_copy(update={"recorded": own}))


def _command(story: Scenario, heavy: Heavy) -> str:
    return f"autopsie dossier build {story.id} {heavy.name}"


def written(heavy: Heavy, finding: Finding) -> Finding:
    """Write a recorded finding to its place: with its figures where it is a run of the dossier."""
    from server.cli.record import compact, write_atomically

    if heavy.kind == "run":
        for language in LANGUAGES:
            draw(finding, heavy.file.parent, heavy.name, language)
    write_atomically(heavy.file, compact(finding))  # last: what is there is whole
    return finding


def of_data(finding: Finding) -> list[int]:
    """Which figures are drawn as files: those of numbers, else the first. Pictures weigh 200 kB a figure and
    are in the finding as recipes."""
    from tools.figures import pictures_of

    without = [at for at, figure in enumerate(finding.figures) if not list(pictures_of(figure))]
    return without or [0][: len(finding.figures)]


def draw(finding: Finding, folder: Path, name: str, language: Language) -> list[Path]:
    """The figures of data of a finding as files that stand alone: ``name.fr.svg``, ``name-2.fr.svg``…"""
    from server.cli.record import write_atomically
    from tools.figures import pictures_of
    from tools.figures.standalone import standalone
    from tools.stimuli.render import png, render

    recipes = {each.sha256: each.recipe for figure in finding.figures for each in pictures_of(figure)}

    def address(sha256: str) -> str:
        return "data:image/png;base64," + base64.b64encode(png(render(recipes[sha256]))).decode("ascii")

    written = []
    for place, index in enumerate(of_data(finding), 1):
        rank = f"-{place}" if place > 1 else ""
        file = folder / f"{name}{rank}.{language}.svg"
        write_atomically(file, standalone(finding, index, language, address))
        written.append(file)
    return written
