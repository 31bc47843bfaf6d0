"""``autopsie migrate FILE``: bring a scenario to the present format, and saved plays to the scenario."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.telling import FOUND_WANTING, AsJson, Lang, Wanting, in_words, leave, print_json, say
from tools.wording import Words

if TYPE_CHECKING:
    from engine.play.events import Event

FORMAT = "incident/1"


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command(
        help=in_words(
            "Met un scénario au format actuel, et des parties gardées à sa version.",
            "Bring a scenario to the present format, and saved plays to its version.",
        )
    )(migrate)


def migrate(
    scenario: Annotated[str, typer.Argument(help=in_words("Identifiant ou chemin.", "Id or path."))],
    logs: Annotated[
        list[Path] | None,
        typer.Option(
            "--log",
            metavar="PATH",
            help=in_words(
                "Journaux à faire suivre, ou dossiers (répétable) ; écrits à côté, jamais par-dessus.",
                "Logs to carry over, or folders (repeatable); written beside them, never over.",
            ),
        ),
    ] = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Exit 0 when all was carried over whole, 1 when a play loses something, 2 for an unknown format."""
    from engine.language.reader import find_scenario
    from server.cli.diff import readable
    from server.cli.play_shapes import MigrateReport, SavedPlay
    from server.cli.saved import became, logs_in, tell

    path = find_scenario(scenario)
    _known_format(path)
    story = readable(scenario)
    saved: list[SavedPlay] = []
    for file in logs_in(logs or []):
        one, events = became(story, file)
        if one.fate in ("goes_on", "asked_again", "moved", "displaced"):
            one = one.model_copy(update={"written": _written(file, story.version, events).name})
        saved.append(one)
    if as_json:
        print_json(MigrateReport(file=path.name, format=FORMAT, upgraded=False, saved=saved))
    else:
        say(
            in_words(
                f"{path.name} est au format {FORMAT}, le seul qui existe : rien à convertir.",
                f"{path.name} is in format {FORMAT}, the only one there is: nothing to upgrade.",
            )
        )
        for one in saved:
            tell(one)
    leave(FOUND_WANTING if any(one.breaks for one in saved) else 0)


class UnknownFormat(Wanting):
    """S204: a format that this version of Autopsie does not speak."""

    exit_code = 2


def _known_format(path: Path) -> None:
    """Read the one line that says which format a file is in, before reading it as that."""
    head = path.read_bytes()[: 1 << 16].decode("utf-8", errors="replace")
    found = re.search(r"^format:[ \t]*['\"]?([^\s'\"#]+)", head, re.MULTILINE)
    given = found[1] if found else "–"
    if given != FORMAT:
        raise UnknownFormat(
            "S204",
            Words(
                fr=f"{path.name} dit être au format « {given} » ; je ne connais que {FORMAT}.",
                en=f"{path.name} says it is in format “{given}”; I only know {FORMAT}.",
            ),
            Words(
                fr=f"Écrivez « format: {FORMAT} » en tête, puis : autopsie check {path.name}",
                en=f"Write “format: {FORMAT}” at the top, then: autopsie check {path.name}",
            ),
        )


def _written(file: Path, version: int, events: list[Event]) -> Path:
    """The log carried over, beside the old one, under a name that nothing has yet."""
    for at in range(1, 1000):
        mark = f".v{version}" if at == 1 else f".v{version}-{at}"
        target = file.with_name(f"{file.stem}{mark}{file.suffix}")
        try:
            with target.open("x", encoding="utf-8") as opened:
                opened.writelines(_dated(event) + "\n" for event in events)
        except FileExistsError:
            continue
        return target
    raise FileExistsError(17, "File exists", str(file))


def _dated(event: Event) -> str:
    from datetime import UTC, datetime

    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    return (event if event.at else event.model_copy(update={"at": now})).model_dump_json()
