"""``autopsie test SCENARIO``: does each of the scenario's own plays go as it says?"""

from __future__ import annotations

import re
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.options import Assets
from server.cli.telling import (
    COULD_NOT_TELL,
    FOUND_WANTING,
    AsJson,
    Lang,
    Misuse,
    chosen_language,
    in_words,
    leave,
    print_json,
    say,
    told,
)
from tools.wording import Words

if TYPE_CHECKING:
    from engine.author.trial import Fault, Trial
    from engine.language.schema import Scenario
    from engine.play.attend import RunTool
    from server.cli.play_shapes import MeasuredAgain, TrialFault, TrialLine


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command(
        name="test",
        help=in_words(
            "Rejoue les parcours que le scénario prévoit.", "Try the plays that the scenario foresees."
        ),
    )(try_plays)


def try_plays(
    scenario: Annotated[str, typer.Argument(help=in_words("Identifiant ou chemin.", "Id or path."))],
    plays: Annotated[
        list[str] | None,
        typer.Option("--play", metavar="NAME", help=in_words("Ce parcours seulement.", "This play only.")),
    ] = None,
    live: Annotated[
        bool,
        typer.Option(
            "--live", help=in_words("Mesure maintenant, sur les poids.", "Measure now, on the weights.")
        ),
    ] = False,
    assets: Assets = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Exit 0 when every play goes as it says, 1 when one does not, 3 when the scenario foresees none.

    On recorded findings unless ``--live``; then each measure is also compared with its record, and one that
    leaves its bounds counts as a fault.
    """
    from engine.language.reader import find_scenario
    from server.cli.play import Measuring, load_scenario
    from server.cli.play_shapes import TestReport

    path = find_scenario(scenario)
    story = load_scenario(scenario)
    names = _known(story, plays or [])
    source = path.read_text(encoding="utf-8", errors="replace")
    lines: list[TrialLine] = []
    for name in names:
        with ExitStack() as stack:
            run_tool: RunTool | None = None
            if live:
                run_tool = stack.enter_context(Measuring(story, f"test-{name}", live=True, weights=assets))
            begun = time.perf_counter()
            line, trial = _tried(story, name, run_tool, source)
            lines.append(line.model_copy(update={"seconds": round(time.perf_counter() - begun, 3)}))
        if not as_json:
            _tell(lines[-1], trial, path)
    passed = all(_is_sound(line) for line in lines)
    if as_json:
        print_json(TestReport(scenario=story.id, passed=passed, live=live, plays=lines))
    else:
        _sum_up(story, lines)
    leave((0 if passed else FOUND_WANTING) if lines else COULD_NOT_TELL)


def _is_sound(line: TrialLine) -> bool:
    return line.passed and all(each.status != "out" for each in line.measured)


def _known(story: Scenario, names: list[str]) -> list[str]:
    from engine.language.diagnostics import did_you_mean
    from engine.language.saying import nearest
    from engine.language.verbatim import plain

    for name in names:
        if name not in story.plays:
            listed = ", ".join(story.plays) or "–"
            near = did_you_mean(nearest(name, story.plays))
            cure = Words(
                fr=f"{plain(near.fr)}Ses parcours : {listed}.", en=f"{plain(near.en)}Its plays: {listed}."
            )
            raise Misuse(
                "C901",
                Words(
                    fr=f"Aucun parcours de {story.id} ne s'appelle « {name} ».",
                    en=f"No play of {story.id} is called “{name}”.",
                ),
                cure,
            )
    return names or list(story.plays)


def _tried(story: Scenario, name: str, run_tool: RunTool | None, source: str) -> tuple[TrialLine, Trial]:
    from engine.author.trial import tried
    from server.cli.play_shapes import TrialLine

    trial = tried(story, story.plays[name], run_tool)
    return (
        TrialLine(
            play=name,
            passed=trial.passed,
            ending=trial.done.ending,
            answers=trial.answers,
            measures=len(trial.measures),
            seconds=0.0,
            visited=trial.done.visited,
            faults=[_fault(name, fault, _line_of(source, name)) for fault in trial.faults],
            notes=[told(note) for note in trial.notes],
            measured=_against_records(story, trial) if run_tool is not None else [],
        ),
        trial,
    )


def _against_records(story: Scenario, trial: Trial) -> list[MeasuredAgain]:
    from engine.play.events import ToolFinished
    from server.cli.again import compared

    return [
        compared(story, event.node, story.fixtures[event.node], event.finding)
        for event in trial.done.events
        if isinstance(event, ToolFinished)
        and event.finding.origin == "live"
        and event.node in story.fixtures
        and event.node not in story.plays[trial.play].results
    ]


def _fault(play: str, fault: Fault, line: int) -> TrialFault:
    from engine.language.messages import catalogue
    from server.cli.play_shapes import TrialFault

    says = catalogue()["P620"].says
    language = chosen_language()
    return TrialFault(
        code="P620",
        line=line,
        node=fault.node,
        message=says.in_(language).format(play=play, node=fault.node, reason=told(fault.says)),
        fix=told(fault.cure),
        expected=fault.expected,
        found=fault.found,
        offered=list(fault.offered),
    )


def _line_of(source: str, play: str) -> int:
    """The line of the file where the play stands; 1 where it cannot be told."""
    block = re.search(r"^plays:", source, re.MULTILINE)
    found = re.compile(rf"^[ ]+{play}:", re.MULTILINE).search(source, block.end()) if block else None
    return source.count("\n", 0, found.start()) + 1 if found else 1


def _tell(line: TrialLine, trial: Trial, path: Path) -> None:
    from server.cli.again import tell

    mark = "✓" if _is_sound(line) else "✗"
    count = in_words(
        f"{line.answers} réponses, {line.measures} mesures",
        f"{line.answers} answers, {line.measures} measures",
    )
    say(f"{mark} {line.play}: {line.ending or '–'} ({count})")
    for fault in line.faults:
        say(f"{fault.code} · {path.name}:{fault.line}", indent=2)
        say(fault.message, indent=4)
        say(f"→ {fault.fix}", indent=4)
    for note in line.notes:
        say(f"· {note}", indent=2)
    tell(each for each in line.measured if each.status != "same")


def _sum_up(story: Scenario, lines: list[TrialLine]) -> None:
    if not lines:
        say(
            in_words(
                f"{story.id} ne prévoit aucun parcours : ajoutez-en sous « plays: ».",
                f"{story.id} foresees no play: add some under “plays:”.",
            )
        )
        return
    good = sum(_is_sound(line) for line in lines)
    say(
        in_words(
            f"{good} parcours sur {len(lines)} comme prévu.", f"{good} of {len(lines)} plays as foreseen."
        )
    )
