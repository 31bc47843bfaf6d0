"""``autopsie replay LOG``: does the engine, given the same answers and findings, say the same again?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from server.cli.telling import FOUND_WANTING, AsJson, Lang, Misuse, in_words, leave, print_json, say
from tools.wording import Words

if TYPE_CHECKING:
    from engine.play.events import Event

# What a shell adds to a play: not the engine's words, so never compared.
_SHELL_ONLY = {"worded", "tool_progress"}


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
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Exit 0 when all is the same, 1 with the number of the first event that differs."""
    from engine.play.events import Opened
    from engine.play.replay import replay as replay_events
    from server.cli.play import load_scenario
    from server.cli.shapes import ReplayReport

    events = read_log(log)
    opened = events[0] if events else None
    if not isinstance(opened, Opened):
        raise _not_a_log(log, 1)
    story = load_scenario(scenario or opened.scenario)
    before = [_comparable(event) for event in events if event.type not in _SHELL_ONLY]
    after = [_comparable(event) for event in replay_events(story, events) if event.type not in _SHELL_ONLY]
    differs = next(
        (one.get("seq", 0) for one, other in zip(before, after, strict=False) if one != other),
        None if len(before) == len(after) else min(len(before), len(after)) + 1,
    )
    if as_json:
        print_json(ReplayReport(same=differs is None, events=len(events), differs_at=differs))
    elif differs is None:
        say(in_words(f"{len(events)} événements, tous identiques.", f"{len(events)} events, all the same."))
    else:
        say(in_words(f"L'événement {differs} diffère.", f"Event {differs} differs."))
    leave(0 if differs is None else FOUND_WANTING)


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
