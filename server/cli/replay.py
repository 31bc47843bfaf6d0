"""``autopsie replay LOG``: does the engine, given the same answers and findings, say the same again?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from server.cli.options import Assets
from server.cli.telling import FOUND_WANTING, AsJson, Lang, Misuse, in_words, leave, print_json, say
from tools.wording import Words

if TYPE_CHECKING:
    from engine.language.schema import Scenario
    from engine.play.events import Event
    from server.cli.play_shapes import MeasuredAgain

# What a shell adds to a play: not the engine's words, so never compared.
_SHELL_ONLY = {
    "branched", "worded", "wording", "selected", "profiled", "questioned", "quoted", "measured",
    "tool_progress", "would_change",
}  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command(help=in_words("Rejoue un journal et compare.", "Play a log again and compare."))(replay)


def replay(
    log: Annotated[
        Path, typer.Argument(help=in_words("Un journal (JSON par lignes).", "A log (JSON lines)."))
    ],
    scenario: Annotated[
        str | None,
        typer.Option(
            help=in_words("Le scénario (sinon celui du journal).", "The scenario (else the log's).")
        ),
    ] = None,
    earlier: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SCENARIO",
            help=in_words(
                "Une version antérieure, si la partie en vient (répétable).",
                "An earlier version, if the play comes from one (repeatable).",
            ),
        ),
    ] = None,
    live: Annotated[
        bool,
        typer.Option(
            "--live",
            help=in_words(
                "Refait aussi les mesures, et dit ce qui a bougé.", "Measure again too, and say what moved."
            ),
        ),
    ] = False,
    assets: Assets = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Exit 0 when all is the same, 1 with the number of the first event that differs.

    With ``--live`` also 1 when a measure made again leaves the bounds that the scenario relies on, and 3 when
    one cannot be made here. A reader's own pictures are not in a log: measures of them are left out, and so
    are the recorded ones of nodes with ``live``, too long here: ``dossier build --again`` makes them anew.
    """
    from engine.play.events import Opened
    from engine.play.replay import replay as replay_events
    from server.cli.again import tell
    from server.cli.play import load_scenario
    from server.cli.play_shapes import ReplayReport

    events = read_log(log)
    opened = events[0] if events else None
    if not isinstance(opened, Opened):
        raise _not_a_log(log, 1)
    story = load_scenario(scenario or opened.scenario)
    versions = [load_scenario(each) for each in earlier or []]
    before = [_comparable(event) for event in events if event.type not in _SHELL_ONLY]
    again = replay_events(story, events, versions)
    after = [_comparable(event) for event in again if event.type not in _SHELL_ONLY]
    differs = next(
        (one.get("seq", 0) for one, other in zip(before, after, strict=False) if one != other),
        None if len(before) == len(after) else min(len(before), len(after)) + 1,
    )
    carried = _carried(events, {each.sha for each in versions})
    measured = _measured_again(story, events, assets) if live else []
    if as_json:
        print_json(
            ReplayReport(
                same=differs is None, events=len(events), differs_at=differs, carried=carried,
                measured=measured,
            )
        )  # fmt: skip
    else:
        _say(len(events), differs, carried)
        tell(measured)
    drifted = any(each.status == "out" for each in measured)
    leave(0 if differs is None and not drifted else FOUND_WANTING)


def _say(count: int, differs: int | None, carried: int) -> None:
    if differs is None:
        say(in_words(f"{count} événements, tous identiques.", f"{count} events, all the same."))
    else:
        say(in_words(f"L'événement {differs} diffère.", f"Event {differs} differs."))
    if carried:
        say(
            in_words(
                f"Dont {carried} d'une version antérieure, repris tels quels (--earlier les rejoue).",
                f"Of these, {carried} of an earlier version, taken as they stand (--earlier replays them).",
            )
        )


def _carried(events: list[Event], known: set[str]) -> int:
    """How many events come from versions of the scenario that are not at hand."""
    from engine.play.events import Migrated

    begun, carried = 0, 0
    for at, event in enumerate(events):
        if isinstance(event, Migrated):
            carried += 0 if event.from_sha in known else at - begun
            begun = at
    return carried


def _measured_again(story: Scenario, events: list[Event], weights: Path | None) -> list[MeasuredAgain]:
    """Each measure of the log made again, in the order of the log, the same call once."""
    from engine.language.schema import ToolNode
    from engine.nodes.tool import UPLOAD
    from engine.play.events import ToolFinished
    from engine.play.retelling import retold
    from server.cli.again import compared
    from tools.lab import Lab

    done: dict[str, MeasuredAgain] = {}
    with Lab(in_process=True, weights=weights, cached=False) as lab:
        for event in retold(story, events):
            node = story.nodes.get(event.node) if isinstance(event, ToolFinished) else None
            if not isinstance(event, ToolFinished) or not isinstance(node, ToolNode):
                continue
            call = event.finding.call
            if node.live and event.finding.origin == "recorded":
                continue
            key = f"{event.node} {call.model_dump_json()}"
            if not call.case.startswith(UPLOAD) and key not in done:
                found = lab.run(call, timeout=max(node.timeout, 600.0))
                done[key] = compared(story, event.node, event.finding, found)
    return list(done.values())


def read_log(file: Path) -> list[Event]:
    """The events of a log. Raises C901 naming the first line that is not an event."""
    from pydantic import ValidationError

    from engine.play.events import parse_event

    if not file.is_file():
        raise Misuse(
            "C901", Words(fr=f"Le fichier {file} n'existe pas.", en=f"The file {file} does not exist.")
        )
    events: list[Event] = []
    with file.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                events.append(parse_event(json.loads(line)))
            except (ValueError, ValidationError, TypeError):
                raise _not_a_log(file, number) from None
    return events


def _comparable(event: Event) -> dict[str, Any]:
    return event.model_dump(mode="json", exclude={"at"})


def _not_a_log(file: Path, line: int) -> Misuse:
    return Misuse(
        "C901",
        Words(
            fr=f"{file} n'est pas un journal d'Autopsie (ligne {line}).",
            en=f"{file} is not a log of Autopsie (line {line}).",
        ),
        Words(
            fr="Un journal vient de play --log ou de l'export.",
            en="A log comes from play --log or the export.",
        ),
    )
