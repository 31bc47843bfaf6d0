"""One draft on the desk: its file is watched, read again at every save, and its last sound version kept.

Nothing outside of the scenario's folder is read or written, libraries that it names aside, which the
reader of scenarios itself finds.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from engine.author.draw import layout
from engine.author.drawing import Layout
from engine.author.edit import set_text
from engine.author.history import History, Why, replace_file
from engine.author.source import SourceRefused, decoded, read_tree
from engine.language import dossier, workshop_plan
from engine.language.diagnostics import Diagnostic
from engine.language.reader import read_source
from engine.language.schema import Scenario
from tools.errors import AutopsieError
from tools.wording import Language, Words

log = logging.getLogger("autopsie.authoring")

POLL_SECONDS = 0.04
SETTLE_SECONDS = 0.012  # an editor writes in several goes
EMPTY_SECONDS = 0.25  # a file that is emptied is about to be filled
_BESIDE = ("findings", "plays", "assets")  # folders whose files the reading looks at

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Draft:
    """One reading of the file."""

    number: int
    raw: bytes
    scenario: Scenario | None
    diagnostics: list[Diagnostic]
    at: datetime
    path: Path

    @cached_property
    def own_faults(self) -> list[Diagnostic]:
        """The faults that stand in the file itself: their lines are its lines."""
        return [each for each in self.diagnostics if each.file == self.path.name]

    def lines_of(self, fault: Diagnostic) -> list[str]:
        """The lines of the file that a fault stands in: a library's, or one beside, as it is now."""
        if fault.file == self.path.name:
            return self.lines
        try:
            return (self.path.parent / fault.file).read_text("utf-8", "replace").split("\n")
        except OSError:
            return []  # a library of the installed scenarios

    @cached_property
    def source(self) -> str:
        """The file as text; bytes that are none show as such."""
        return self.raw.decode("utf-8", "replace").replace("\r\n", "\n")

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the file."""
        return self.source.split("\n")

    @cached_property
    def drawing(self) -> Layout | None:
        """The graph, where there is a scenario."""
        return layout(self.scenario) if self.scenario is not None else None

    @cached_property
    def texts(self) -> dict[tuple[str, str], str]:
        """Every sentence of the source as its author wrote it, by path and language.

        The line end that YAML keeps after a block is the block's, not the sentence's.
        """
        from engine.author.constructs import languages_of, sentences

        try:
            root = read_tree(self.source.removeprefix("\ufeff"))
        except SourceRefused:
            return {}
        first = languages_of(root)[0]
        return {
            (each.name, code): leaf.value.rstrip("\n")
            for each in sentences(root)
            for code, leaf in each.leaves(first).items()
        }


class Conflict(AutopsieError):
    """C842: the sentence in the file is no longer the one that was being edited. ``theirs`` is what it is."""

    status = 409

    def __init__(self, theirs: str) -> None:
        super().__init__(
            "C842",
            Words(
                fr="Ce texte a changé dans le fichier pendant que vous l'écriviez ici.",
                en="This text changed in the file while you were writing it here.",
            ),
            Words(
                fr="Les deux versions sont ci-dessous : gardez l'une, ou mêlez-les.",
                en="Both versions are below: keep one, or blend them.",
            ),
        )
        self.theirs = theirs


class WouldBreak(AutopsieError):
    """C843: written so, the scenario could no longer be played. ``diagnostics`` says why."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        super().__init__(
            "C843",
            Words(
                fr="Ce texte n'est pas enregistré : le scénario ne se lirait plus.",
                en="This text is not saved: the scenario could no longer be read.",
            ),
            Words(
                fr="Votre texte est gardé ici ; corrigez-le, puis enregistrez.",
                en="Your text is kept here; mend it, then save.",
            ),
        )
        self.diagnostics = diagnostics


@dataclass
class Desk:
    """The draft under way. ``good`` is the last version that could be played."""

    path: Path
    draft: Draft = field(init=False)
    good: Draft | None = field(init=False, default=None)
    history: History = field(init=False)
    forgetful: bool = field(init=False, default=False)  # the history cannot be written
    _stamp: Stamp = field(init=False, default=())
    _bells: set[asyncio.Event] = field(init=False, default_factory=set)
    _lock: threading.RLock = field(init=False, default_factory=threading.RLock)

    def __post_init__(self) -> None:
        self.path = self.path.resolve()
        self.history = History(self.path)
        self.draft = Draft(0, b"", None, [], datetime.now(UTC), self.path)
        self.read_again()

    @property
    def scenario(self) -> Scenario | None:
        """The scenario of the last sound version."""
        return self.good.scenario if self.good is not None else None

    @property
    def broken(self) -> bool:
        """Whether the file as it stands cannot be played."""
        return self.draft.scenario is None

    # Reading

    def read_again(self, why: Why = "saved") -> bool:
        """Read the file if it changed. Whether it did."""
        with self._lock:
            stamp = self._look()
            if stamp == self._stamp:
                return False
            try:
                raw = self.path.read_bytes()
            except OSError:
                raw = b""
            self._stamp = stamp
            if raw != self.draft.raw:
                self._keep(raw, why)
            scenario, diagnostics = read_source(
                raw, self.path.name, self.path.parent, without_bad_records=True
            )
            number = self.draft.number + 1
            self.draft = Draft(number, raw, scenario, diagnostics, datetime.now(UTC), self.path)
            if scenario is not None:
                self.good = self.draft
            return True

    async def watch(self) -> None:
        """Read the file at every save, and tell those who look, for ever."""
        while True:
            await asyncio.sleep(POLL_SECONDS)
            try:
                if await asyncio.to_thread(self._settled) and await asyncio.to_thread(self.read_again):
                    self.ring()
            except Exception:  # whatever an author's file did to us, the next save is looked at again
                log.exception("the draft could not be read")

    @contextlib.contextmanager
    def listening(self) -> Iterator[asyncio.Event]:
        """An event that is set at every change."""
        bell = asyncio.Event()
        self._bells.add(bell)
        try:
            yield bell
        finally:
            self._bells.discard(bell)

    def ring(self) -> None:
        """Tell those who look that something changed."""
        for bell in list(self._bells):
            bell.set()

    # Writing

    def write_text(self, path: str, language: Language, value: str, before: str) -> None:
        """Replace one sentence, if the file still holds ``before`` there.

        Raises :class:`Conflict`, :class:`WouldBreak`, what
        :func:`~engine.author.edit.set_text` raises, or :class:`OSError`; the file is untouched then.
        """
        with self._lock:
            self.read_again()
            draft = self.draft
            theirs = draft.texts.get((path, language), "")
            if draft.texts and not same(theirs, before) and not same(theirs, value):
                raise Conflict(theirs)
            new = set_text(decoded(draft.raw), path, language, value).encode()
            if new == draft.raw:
                return
            scenario, diagnostics = read_source(
                new, self.path.name, self.path.parent, without_bad_records=True
            )
            if scenario is None and draft.scenario is not None:
                raise WouldBreak([each for each in diagnostics if each.severity == "error"])
            self._replace(new, "edited")

    def restore(self, sha: str) -> None:
        """Bring back an earlier version; the present one stays in the history.

        Raises :class:`~engine.author.history.NoSuchSave` or :class:`OSError`.
        """
        with self._lock:
            self.read_again()
            self._replace(self.history.content(sha), "restored")

    def _replace(self, content: bytes, why: Why) -> None:
        if self._on_disk() != self.draft.raw:  # saved elsewhere in this very instant
            self.read_again()
            raise Conflict("")
        replace_file(self.path, content)
        self.read_again(why)

    def _on_disk(self) -> bytes:
        try:
            return self.path.read_bytes()
        except OSError:
            return b""

    def _keep(self, raw: bytes, why: Why) -> None:
        try:
            if raw:
                self.history.keep(raw, why=why)
            self.forgetful = False
        except OSError:
            self.forgetful = True

    # Watching

    def _settled(self) -> bool:
        """Whether the file changed and its writer seems to be done."""
        stamp = self._look()
        if stamp == self._stamp:
            return False
        until = time.monotonic() + EMPTY_SECONDS
        while True:
            time.sleep(SETTLE_SECONDS)
            again = self._look()
            emptied = not again or again[0][2] <= 0
            if again == stamp and (not emptied or time.monotonic() > until):
                return True
            stamp = again

    def _look(self) -> Stamp:
        """What would change if anything that the reading depends on did: the file first."""
        found = [self._stat(self.path)]
        for name in _BESIDE:
            folder = self.path.parent / name
            with contextlib.suppress(OSError):
                found += [self._stat(file) for file in sorted(folder.iterdir()) if file.is_file()]
        found += [self._stat(self.path.parent / file) for file in (dossier.FILE, workshop_plan.FILE)]
        for libraries in (self.path.parent / "libraries", self.path.parent.parent / "libraries"):
            with contextlib.suppress(OSError):
                found += [self._stat(file) for file in sorted(libraries.glob("*.yaml"))]
        return tuple(found)

    def _stat(self, file: Path) -> tuple[str, int, int]:
        try:
            now = file.stat()
            return file.name, now.st_mtime_ns, now.st_size
        except OSError:
            return file.name, 0, -1


def same(one: str, other: str) -> bool:
    """Whether two sentences are the same but for the line ends and the blanks around."""
    return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()
