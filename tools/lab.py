"""The laboratory: put a question to a tool, get a finding.

It checks the question before anything is computed, looks in the cache, and runs the rest in one worker
process (or, for the command line and recordings, right here). It imports no torch.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path
from types import TracebackType

from tools import home
from tools.assets import store
from tools.cache import FindingCache, code_version, key_of
from tools.catalogue import called, is_reference, stand_in_of, subject_card
from tools.errors import CallRefused, MissingAsset
from tools.execution import CATALOGUE, execute, find_tools
from tools.finding import Call, Finding
from tools.gate import MOST_WAITING, Gate, Place, too_late
from tools.names import plain_name
from tools.parameters import checked_params
from tools.stimuli.cases import FILE_PREFIX, UPLOAD_PREFIX, Case, case_named
from tools.stimuli.files import kept
from tools.stimuli.uploads import folder_holding, upload_case
from tools.subject import Availability
from tools.subjects.cropping.engine import asked_engine
from tools.tool import Cancelled, Progress, Tool
from tools.wording import Words

DEFAULT_TIMEOUT = 60.0  # seconds of computation


class Lab:
    """Runs calls. Thread-safe; close it, or use it in a ``with``.

    ``in_process`` computes in the caller's thread, one call at a time, and starts no process; there a
    time-out or a cancellation is seen when the tool reports progress. ``tools`` names the function that
    finds a tool, as ``module:function``. ``cached=False`` neither reads nor keeps findings on disk.
    ``external`` lets calls name models of one's own, which run whatever they hold: for a person's own
    commands, never for what strangers ask of a server.
    """

    def __init__(
        self,
        *,
        in_process: bool = False,
        weights: Path | None = None,
        tools: str = CATALOGUE,
        most_waiting: int = MOST_WAITING,
        cached: bool = True,
        external: bool = False,
    ) -> None:
        self._external = external
        self._weights = weights
        self._find_tool = find_tools(tools)
        self._cached = cached
        self._here = _Here(weights) if in_process else None
        self._gate = Gate(weights=weights, tools=tools, most_waiting=most_waiting, keep=self._keep)

    def run(
        self,
        call: Call,
        *,
        progress: Progress | None = None,
        on_place: Place | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        cancel: threading.Event | None = None,
        uploads: Path | None = None,
    ) -> Finding:
        """Answer one call; blocks.

        ``progress(done, total)`` is called in this thread as the tool advances, and again at least every
        0.3 s; it may raise :class:`Cancelled`. ``on_place`` is told how many computations stand before this
        one. ``timeout`` is in seconds of computation, without the wait in the queue. ``uploads`` is the
        folder of the reader's picture; without it the picture is looked for in every playthrough's folder.

        Raises :class:`CallRefused` (unknown name, bad parameter, unsuitable subject),
        :class:`~tools.errors.StimulusRefused` (erased picture), :class:`~tools.errors.MissingAsset` and
        :class:`~tools.errors.AssetRefused` at once when the weights or a story's picture are not here,
        :class:`~tools.errors.Busy`, :class:`~tools.errors.ToolFailed` (``X801`` past the time),
        :class:`Cancelled`.

        A reader's own picture, where the weights are not here, is shown to the subject's stand-in if it has
        one that the tool accepts: the finding is then the stand-in's, by its name, badge and hash.
        """
        tool, named, uploads = self._accepted(call, uploads)
        key = self._key(tool, named)
        if (known := self._known(key, named)) is not None:
            return _published(known)
        try:
            for each in (named.subject, *self._others(tool, named)):
                store.locate_all(subject_card(each, external=True), self._weights)
        except MissingAsset:
            if (by_stand_in := self._by_stand_in(tool, named)) is None:
                raise
            named, key = by_stand_in, self._key(tool, by_stand_in)
        if cancel is not None and cancel.is_set():
            raise Cancelled
        if self._here is not None:
            with self._here.turn:
                # Whoever had the turn before may have answered the same call.
                if (known := self._known(key, named)) is not None:
                    return _published(known)
                finding = self._here.run(tool, named, uploads, progress, timeout, cancel)
                self._keep(key, finding)
        else:
            finding = self._gate.ask(
                key, named, uploads, timeout=timeout, progress=progress, on_place=on_place, cancel=cancel
            )
        return _published(finding.model_copy(update={"call": named}))

    def key(self, call: Call) -> str:
        """The name of a call's answer: equal for equal questions, whatever the spelling and the defaults.

        Made of the subject's pinned hash, the case and its recipes, verb, method, version, parameters with
        their defaults, seed, and the sources of the instruments. Raises :class:`CallRefused`.
        """
        self._admit(call.subject)
        tool = self._find_tool(call.verb, call.method)
        return self._key(tool, _plainly_named(call))

    def availability(self, subject: str) -> Availability:
        """Whether a subject can run here; cheap, never starts torch. One that is not in the catalogue (a
        draft's, still to come) cannot."""
        try:
            self._admit(subject)
            card = subject_card(subject, external=True)
        except CallRefused as unknown:
            return Availability(available=False, reason=unknown.says)
        return store.subject_availability(card, self._weights)

    def warm(self, subject: str) -> None:
        """Load a subject in the background, if its weights are here; returns at once."""
        self._admit(subject)
        name = called(subject)
        if not self.availability(name).available:
            return
        if self._here is None:
            self._gate.warm(name)
        else:
            threading.Thread(target=self._here.load, args=(name,), name="lab-warm", daemon=True).start()

    @property
    def worker_pid(self) -> int | None:
        """The worker's process number, while there is one."""
        return self._gate.worker_pid

    def close(self) -> None:
        """Give up what waits and end the worker."""
        self._gate.close()

    def __enter__(self) -> Lab:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _accepted(self, call: Call, uploads: Path | None) -> tuple[Tool, Call, Path | None]:
        """The tool and the call under its plain names, once everything about it makes sense."""
        self._admit(call.subject)
        tool = self._find_tool(call.verb, call.method)
        named = _plainly_named(call)
        card = subject_card(named.subject, external=True)
        if (reason := tool.accepts(card)) is not None:
            raise CallRefused("not_accepted", reason)
        for other in self._others(tool, named):
            self._admit(other)
            subject_card(other, external=True)
        if _is_upload(named):
            sha256 = named.case.removeprefix(UPLOAD_PREFIX)
            uploads = uploads or folder_holding(sha256)
            upload_case(sha256, uploads)
        elif named.case.startswith(FILE_PREFIX):
            kept(named.case.removeprefix(FILE_PREFIX))
        return tool, named, uploads

    def _admit(self, subject: str) -> None:
        """Raises :class:`CallRefused` (``external_not_here``) for a model of one's own where none may run."""
        if not self._external and is_reference(subject):
            raise CallRefused(
                "external_not_here",
                Words(
                    fr="Un modèle que l’on apporte ne s’examine que depuis le terminal de qui l’apporte.",
                    en="A model that somebody brings is examined from their own terminal only.",
                ),
            )

    def _by_stand_in(self, tool: Tool, call: Call) -> Call | None:
        """The same question to the subject's stand-in, if there is one that may and can answer it.

        For a reader's own picture only: of a story's pictures there are recorded findings of the original,
        which are better.
        """
        stand_in = stand_in_of(call.subject) if _is_upload(call) else None
        if stand_in is None or tool.accepts(stand_in) is not None:
            return None
        available = store.subject_availability(stand_in, self._weights).available
        return call.model_copy(update={"subject": stand_in.name}) if available else None

    def _others(self, tool: Tool, call: Call) -> tuple[str, ...]:
        """The subjects that a call loads besides its own. Raises :class:`CallRefused` for its parameters."""
        return tool.others(checked_params(tool, call.params))

    def _key(self, tool: Tool, call: Call) -> str:
        card = subject_card(call.subject, external=True)
        others = [subject_card(each, external=True) for each in self._others(tool, call)]
        return key_of(
            {
                "format": "key/1",
                "subject": card.sha256 if card.described is None else f"{card.sha256}\n{card.described}",
                **({"others": [[each.sha256, each.described] for each in others]} if others else {}),
                "case": call.case,
                "stimuli": key_of(_case(call).model_dump(mode="json")),
                "verb": call.verb,
                "method": call.method,
                "version": tool.version,
                "params": checked_params(tool, call.params).model_dump(mode="json"),
                "seed": call.seed,
                "code": code_version(),
                # Another engine may differ in the last digits.
                **({"engine": engine} if (engine := asked_engine()) != "torch" else {}),
            }
        )

    def _known(self, key: str, call: Call) -> Finding | None:
        if not self._cached or _is_upload(call):
            return None
        found = self._cache().get(key)
        return found.model_copy(update={"call": call}) if found is not None else None

    def _cache(self) -> FindingCache:
        # Looked up at each use: AUTOPSIE_HOME belongs to whoever runs us.
        folder = home.findings_cache()
        found = _caches.get(folder)
        if found is None:
            found = _caches.setdefault(folder, FindingCache(folder))
        return found

    def _keep(self, key: str, finding: Finding) -> None:
        # What was measured on a reader's picture is the playthrough's, never the cache's.
        if self._cached and not _is_upload(finding.call):
            self._cache().put(key, _published(finding))


_caches: dict[Path, FindingCache] = {}


class _Here:
    """Computes in the caller's thread, one call at a time."""

    def __init__(self, weights: Path | None) -> None:
        from tools.bench import Bench

        self._bench = Bench(weights=weights)
        self.turn = threading.Lock()

    def run(
        self,
        tool: Tool,
        call: Call,
        uploads: Path | None,
        progress: Progress | None,
        timeout: float,
        cancel: threading.Event | None,
    ) -> Finding:
        """Compute, by whoever has the ``turn``."""
        start = time.monotonic()

        def advanced(done: int, total: int) -> None:
            if cancel is not None and cancel.is_set():
                raise Cancelled
            if time.monotonic() - start > timeout:
                raise too_late(timeout)
            if progress is not None:
                progress(done, total)

        return execute(tool, call, self._bench.with_uploads(uploads), advanced)

    def load(self, subject: str) -> None:
        self._bench.subject(subject)


def _plainly_named(call: Call) -> Call:
    """The call under the names that files have; an unknown subject or case is refused."""
    return call.model_copy(
        update={
            "method": plain_name(call.method),
            "subject": called(call.subject),
            "case": _case(call).name,
        }
    )


def _published(finding: Finding) -> Finding:
    """A finding as it may leave: a model of one's own by its short name, without the folders of its files."""
    if not is_reference(finding.call.subject):
        return finding
    return finding.model_copy(
        update={"call": finding.call.model_copy(update={"subject": finding.subject.name})}
    )


def _case(call: Call) -> Case:
    return case_named(call.case)


def _is_upload(call: Call) -> bool:
    return call.case.startswith(UPLOAD_PREFIX)
