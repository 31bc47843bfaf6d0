"""Saved plays on the command line: logs found, and what becomes of each on a new version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from server.cli.telling import in_words, say
from tools.errors import AutopsieError

if TYPE_CHECKING:
    from engine.language.schema import Scenario
    from engine.play.events import Event
    from server.cli.play_shapes import SavedPlay


def logs_in(places: Sequence[Path]) -> Iterator[Path]:
    """The files named, and the logs (``*.jsonl``) below the folders named."""
    for place in places:
        if place.is_dir():
            yield from sorted(place.rglob("*.jsonl"))
        else:
            yield place


def became(scenario: Scenario, file: Path) -> tuple[SavedPlay, list[Event]]:
    """What becomes of the play of a log, and the log carried over (the same where nothing is to be done)."""
    from engine.author.fates import fate_of
    from server.cli.play_shapes import SavedPlay
    from server.cli.replay import read_log

    try:
        events = read_log(file)
        saved = fate_of(scenario, events)
    except (AutopsieError, ValueError):
        lost = SavedPlay(
            file=file.name, fate="unreadable", breaks=True, dropped=[], withdrawn=[], moved_from=None,
            reopened=None,
        )  # fmt: skip
        return lost, []
    return (
        SavedPlay(
            file=file.name,
            fate=saved.fate,
            breaks=saved.breaks,
            dropped=saved.dropped,
            withdrawn=saved.withdrawn,
            moved_from=saved.moved_from,
            reopened=saved.reopened,
        ),
        [*events, *saved.events],
    )


def tell(saved: SavedPlay) -> None:
    """One line on a saved play, and one for each thing lost."""
    words = {
        "unchanged": in_words("inchangée", "unchanged"),
        "over": in_words("déjà finie", "already over"),
        "goes_on": in_words("continue au même endroit", "goes on at the same place"),
        "asked_again": in_words("sa question est reprise", "its question is asked again"),
        "moved": in_words("reprend au nœud qui en tient lieu", "goes on at the stand-in"),
        "displaced": in_words(
            "son nœud a disparu sans que « changes » le dise", "its node is gone undeclared"
        ),
        "other": in_words("d'un autre scénario", "of another scenario"),
        "unreadable": in_words("illisible", "unreadable"),
    }
    elsewhere = saved.moved_from and saved.reopened and saved.moved_from != saved.reopened
    where = f" ({saved.moved_from} → {saved.reopened})" if elsewhere else ""
    say(f"{'✗' if saved.breaks else '✓'} {saved.file}: {words[saved.fate]}{where}", indent=2)
    for name in saved.dropped:
        say(in_words(f"mesure à refaire : {name}", f"measure to be made again: {name}"), indent=6)
    for text in saved.withdrawn:
        say(in_words(f"pièce retirée : « {text} »", f"exhibit taken out: “{text}”"), indent=6)
    if saved.written:
        say(in_words(f"écrit : {saved.written}", f"written: {saved.written}"), indent=6)
