"""What the server borrows from below for a play: measures, pictures, and langgraph's checkpoints.

Everything slow (torch's worker, langgraph, Pillow) is reached through here and imported when first used.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from engine.language.schema import Scenario, ToolNode
from engine.play.playthrough import ToolWait
from server.settings import Settings
from tools.finding import Call, Finding
from tools.home import pictures_folder
from tools.stimulus import Picture
from tools.subject import Availability

if TYPE_CHECKING:
    from langgraph.checkpoint.sqlite import SqliteSaver

    from engine.play.graph import ReportProgress, RunTool
    from tools.lab import Lab

WARM_AFTER_SECONDS = 1.0  # the first page comes first

MOST_FRESH = 500  # pictures of measures made again, by their recipes

log = logging.getLogger("autopsie.laboratory")


class Laboratory:
    """One lab and one checkpointer for all plays, made when the first turn needs them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._lab: Lab | None = None
        self._saver: SqliteSaver | None = None
        self._saver_connection: sqlite3.Connection | None = None
        self._fresh: dict[str, Picture] = {}

    def lab(self) -> Lab:
        """The lab; its worker process starts with the first call."""
        with self._lock:
            if self._lab is None:
                from tools.lab import Lab  # slow import

                self._lab = Lab(in_process=self._settings.in_process)
            return self._lab

    def checkpointer(self) -> SqliteSaver:
        """Where langgraph keeps what it needs between turns. A cache: the log is the truth."""
        with self._lock:
            if self._saver is None:
                from langgraph.checkpoint.sqlite import SqliteSaver  # slow import

                file = self._settings.home / "checkpoints.sqlite"
                connection = sqlite3.connect(file, check_same_thread=False, timeout=10.0)
                for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000"):
                    connection.execute(f"PRAGMA {pragma}")
                self._saver_connection = connection
                self._saver = SqliteSaver(connection)
                self._saver.setup()
            return self._saver

    def runner(self, play: str, cancel: threading.Event, scenario: Scenario | None = None) -> RunTool:
        """What the shell calls to measure; ``cancel`` breaks the measure off.

        A measure that is known to be slow is shown from its record, which can be made again on demand.
        """

        def run_tool(wait: ToolWait, progress: ReportProgress) -> Finding:
            from tools.stimuli.uploads import folder_of

            recorded = self._slow_record(scenario, wait)
            if recorded is not None:
                return recorded

            def on_place(place: int) -> None:
                if place > 0:
                    progress(0, 1, place)

            return self.lab().run(
                wait.call,
                progress=progress,
                on_place=on_place,
                timeout=wait.timeout,
                cancel=cancel,
                uploads=folder_of(play),  # never a picture of somebody else's
            )

        return run_tool

    def _slow_record(self, scenario: Scenario | None, wait: ToolWait) -> Finding | None:
        """The record of a measure that a reader should not wait for; ``None``: measure now."""
        node = scenario.nodes.get(wait.node) if scenario is not None else None
        if scenario is None or not isinstance(node, ToolNode):
            return None
        from engine.nodes.tool import first_recorded

        return first_recorded(scenario, node, wait.call, self._settings.live_seconds)

    def again(self, call: Call, timeout: float) -> Finding:
        """A recorded measure made anew, here and now, seed included. Raises as the lab."""
        made = self.lab().run(call, timeout=timeout)
        from tools.figures import pictures_of

        with self._lock:
            self._fresh.update({each.sha256: each for figure in made.figures for each in pictures_of(figure)})
            while len(self._fresh) > MOST_FRESH:
                del self._fresh[next(iter(self._fresh))]
        return made

    def beside(
        self,
        play: str,
        call: Call,
        scenario: Scenario,
        *,
        timeout: float,
        progress: ReportProgress,
        cancel: threading.Event,
    ) -> Finding:
        """A measure that the reader of ``play`` asked for beside the story. Blocks; raises as the lab."""
        from engine.language.case_pictures import described
        from tools.stimuli.uploads import folder_of

        def on_place(place: int) -> None:
            if place > 0:
                progress(0, 1, place)

        made = self.lab().run(
            call,
            progress=progress,
            on_place=on_place,
            timeout=timeout,
            cancel=cancel,
            uploads=folder_of(play),  # never a picture of somebody else's
        )
        return described(scenario.case_pictures, made)

    def fresh_picture(self, sha256: str) -> Picture | None:
        """A picture of a measure just made again. Never one that a reader brought: those are not recorded."""
        with self._lock:
            return self._fresh.get(sha256)

    def warm(self, subjects: set[str]) -> None:
        """Load what the first turns will need, in the background."""

        def load() -> None:
            if self._closing.wait(WARM_AFTER_SECONDS):
                return
            try:
                self.checkpointer()
                import engine.play.graph  # noqa: F401  # slow import: langgraph

                for subject in sorted(subjects):
                    if self.lab().availability(subject).available:
                        self.lab().warm(subject)
            except Exception:  # the first turn meets the same failure, and tells it to its reader
                log.warning("warming up failed", exc_info=True)

        threading.Thread(target=load, name="warm", daemon=True).start()

    def availability(self, subjects: set[str]) -> Mapping[str, Availability]:
        """Which subjects can run here, and why the others cannot."""
        return {subject: self.lab().availability(subject) for subject in sorted(subjects)}

    def picture(self, picture: Picture, play: str) -> bytes:
        """A picture as PNG, drawn again from its recipe. Raises ``StimulusRefused`` for an erased upload.

        What is made from a reader's picture is drawn each time and kept nowhere.
        """
        from tools.stimuli.render import holds_upload, png, render
        from tools.stimuli.uploads import folder_of

        if holds_upload(picture.recipe):
            return png(render(picture.recipe, folder_of(play)))
        file = pictures_folder() / f"{picture.sha256}.png"
        with suppress(OSError):
            return file.read_bytes()
        data = png(render(picture.recipe))
        with suppress(OSError):  # a cache: without room for it, it is drawn again next time
            file.parent.mkdir(parents=True, exist_ok=True)
            part = file.with_suffix(f".{threading.get_ident()}.part")
            part.write_bytes(data)
            part.replace(file)
        return data

    def file(self, sha256: str) -> bytes:
        """A file that came with an investigation. Raises ``MissingAsset`` where it was not kept."""
        from tools.stimuli.files import kept

        return kept(sha256)

    def forget(self, play: str) -> None:
        """Erase what a play leaves outside of its log: the reader's pictures, langgraph's checkpoints."""
        self.forget_pictures(play)
        if (self._settings.home / "checkpoints.sqlite").exists():
            with suppress(sqlite3.Error):  # a cache
                self.checkpointer().delete_thread(play)

    def forget_pictures(self, play: str) -> None:
        """Erase the pictures that the reader of a play brought."""
        from tools.stimuli.uploads import erase

        erase(play)

    def forget_picture(self, play: str, sha: str) -> None:
        """Erase one of them."""
        from tools.stimuli.uploads import folder_of

        for suffix in (".png", ".json"):
            (folder_of(play) / f"{sha}{suffix}").unlink(missing_ok=True)

    def close(self) -> None:
        """Stop the worker and close the checkpoints."""
        self._closing.set()
        with self._lock:
            if self._lab is not None:
                self._lab.close()
            if self._saver_connection is not None:
                self._saver_connection.close()
            self._lab = self._saver = self._saver_connection = None


def subjects_of(scenario: Scenario) -> set[str]:
    """The models that an investigation measures."""
    return {node.subject for node in scenario.nodes.values() if isinstance(node, ToolNode)}
