"""The life of a turn: claimed by one row, played by a task of the server, never by the request that asked.

A request may vanish, be sent twice, or come late; the server may be killed in the middle of a measure. The
claim (one row for each question of a play) and the log decide what is still to do.
"""

from __future__ import annotations

import contextlib
import json
import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from engine.guide.audience import profile_of
from engine.language.schema import Scenario
from engine.play.events import Event, InvalidAnswer, Rejected, StaleAnswer, ToolProgress
from engine.play.migration import carry_over, is_behind
from engine.play.own_words import without_words
from engine.play.playthrough import ToolWait, fold, take_answer
from server.errors import not_found, storage_full
from server.laboratory import Laboratory
from server.store import Store, is_full
from server.stream import Bells, Logs, Progress, Wordings
from server.tables import Playthrough, Turn
from server.turn_refusals import give_up, no_upload, stale, turn_failed
from tools.errors import AutopsieError
from tools.tool import Cancelled
from tools.wording import Language, Words

if TYPE_CHECKING:
    from engine.play.graph import Shell
    from server.narration import Narration

log = logging.getLogger("autopsie.turns")

OPENING = "open"  # the `ask_id` of the turn that begins a play
CARRIED = "carried."  # that of a turn that answers nothing: a play carried over needs a measure, for one
MOST_REJECTED = 10  # refused answers that the log keeps for one question
MOST_TRIES = 3  # a turn that takes the server down with it is not tried for ever


class Claim(NamedTuple):
    """A turn, and its end while it is under way here: it raises what the turn failed with."""

    turn: Turn
    end: Future[None] | None


class Turns:
    """All turns of this server, under way or to be taken up again."""

    def __init__(
        self, store: Store, scenarios: Mapping[str, Scenario], laboratory: Laboratory, *, threads: int
    ) -> None:
        self.logs = Logs(store)
        self.bells = Bells()
        self.progress = Progress()
        self.wordings = Wordings()
        self.narration: Narration | None = None  # who words what is told; without it the author's text stands
        self._store = store
        self._scenarios = scenarios
        self._laboratory = laboratory
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="turn")
        self._lock = threading.Lock()
        self._plays: dict[str, threading.RLock] = {}  # serialises the turns of one play
        self._claims: dict[str, threading.Lock] = {}  # held for moments only
        self._under_way: dict[str, tuple[str, Future[None]]] = {}  # turn → its play, its end
        self._cancels: dict[str, threading.Event] = {}
        self._stopping = False

    # What routes call, from a thread

    def begin(
        self, scenario: Scenario, *, owner: str, audience: str, language: Language, counted: bool = False
    ) -> tuple[Playthrough, Claim]:
        """A new play, and its first turn, under way."""
        now = time.time()
        play = Playthrough(
            id=secrets.token_hex(16),
            owner=owner,
            scenario=scenario.id,
            version=scenario.version,
            sha=scenario.sha,
            language=language,
            audience=audience,
            seed=secrets.randbits(31),
            created=now,
            updated=now,
            counted=counted,
        )
        turn = Turn(id=secrets.token_hex(16), playthrough=play.id, ask_id=OPENING, answer="{}", at=now)
        self._store.add_play(play, turn)
        return play, Claim(turn, self._start(turn))

    def post(self, play: Playthrough, ask_id: str, answer: dict[str, Any], key: str) -> Claim:
        """Claim the question and begin its turn; the same answer sent again is the same turn.

        Raises :class:`StaleAnswer` for a question that is no longer open or was answered otherwise,
        :class:`InvalidAnswer` for an answer that it does not admit: nothing is claimed then.
        """
        canonical = json.dumps(answer, sort_keys=True)
        self.bring_up_to_date(play)
        with self._claim_lock(play.id):
            prior = self._store.turn(play.id, ask_id)
            if prior is None:
                scenario = self.scenario(play)
                events = self.logs.events(play.id)
                if not events:
                    raise stale()
                try:
                    take_answer(scenario, fold(scenario, events), ask_id, answer, key)
                except InvalidAnswer as refused:
                    self._note_rejected(play.id, ask_id, answer, refused)
                    raise
                turn = Turn(
                    id=secrets.token_hex(16),
                    playthrough=play.id,
                    ask_id=ask_id,
                    key=key,
                    answer=canonical,
                    at=time.time(),
                )
                prior = self._store.claim(turn)
                if prior is None:
                    return Claim(turn, self._start(turn))
            same = prior.answer == canonical or bool(key and key == prior.key)
            if prior.status != "done" and prior.id not in self._under_way:
                return self._take_up(prior, canonical if not same else prior.answer, key)
            if not same:
                raise stale()
            entry = self._under_way.get(prior.id)
            return Claim(prior, entry[1] if entry is not None else None)

    def drop_picture(self, play: Playthrough, sha: str) -> None:
        """Erase a picture that came with an answer which was not taken, unless an answer holds it."""
        turns = self._store.turns(play.id)
        if not any(json.loads(turn.answer).get("picture") == sha for turn in turns):
            self._laboratory.forget_picture(play.id, sha)

    def check_takes_picture(self, play: Playthrough, ask_id: str) -> None:
        """Whether this question asks for a picture, before one is decoded. Raises as :meth:`post`."""
        events = self.logs.events(play.id)
        offered = next((each for each in events if each.type == "offered" and each.ask_id == ask_id), None)
        if offered is None or _has_ended(events):
            raise stale()
        if offered.offer.kind != "picture":
            raise InvalidAnswer(
                "X816",
                Words(fr="Cette question ne demande pas d'image.", en="This question asks for no picture."),
            )
        if not profile_of(play.audience).uploads:
            raise no_upload()

    def change_settings(
        self, play: Playthrough, language: Language, audience: str, *, patience: float
    ) -> None:
        """Speak to this reader in another way, as soon as no turn is under way.

        Waits for it ``patience`` seconds; raises what it failed with, in that time.
        """
        with contextlib.suppress(TimeoutError):
            self._pool.submit(self._settings, play.id, language, audience).result(patience)

    def busy(self, play: str) -> bool:
        """Whether a turn of this play is under way here."""
        return any(of == play for of, _ in list(self._under_way.values()))

    def count(self) -> int:
        """How many turns are under way here."""
        return len(self._under_way)

    def revive(self, play: Playthrough) -> None:
        """Take up a play whose last turn broke off, now that its reader looks at it."""
        self.bring_up_to_date(play)
        if self.busy(play.id) or self._stopping:
            return
        for turn in self._store.unfinished(play.id):
            if turn.tries < MOST_TRIES + 1 and self._broken_off(play, turn):
                self._take_up(turn, turn.answer, turn.key)

    def bring_up_to_date(self, play: Playthrough) -> None:
        """Carry a play over to its scenario as it is now, if that was edited since its last turn.

        A turn under way does so itself: it began on the log as it was.
        """
        scenario = self._scenarios.get(play.scenario)
        if scenario is None or not is_behind(scenario, self.logs.events(play.id)) or self.busy(play.id):
            return
        with self._play_lock(play.id):
            events = self.logs.events(play.id)
            if not is_behind(scenario, events):  # another request was first
                return
            step = carry_over(scenario, events)
            at = datetime.now(UTC).isoformat(timespec="milliseconds")
            self._store.append(play.id, [each.model_copy(update={"at": at}) for each in step.events])
        self.bells.ring(play.id)
        if isinstance(step.wait, ToolWait):
            self._measure(play, step.state.seq)

    def _measure(self, play: Playthrough, seq: int) -> None:
        """A turn that only makes the measure that a play carried over waits for."""
        ask_id = f"{CARRIED}{seq}"
        turn = Turn(id=secrets.token_hex(16), playthrough=play.id, ask_id=ask_id, answer="{}", at=time.time())
        if self._store.claim(turn) is None:
            self._start(turn)

    def append_aside(self, play: str, make: Callable[[list[Event]], Sequence[Event]]) -> list[Event]:
        """Append to the log what stands beside the story, and wake those who watch.

        Waits for a turn under way. ``make`` is given the log as it then is and gives what to add, if
        anything; here it gets its numbers and its hour. Returns what was added: nothing to an erased play.
        Raises as :meth:`Store.append`, and then nothing was.
        """
        with self._play_lock(play):
            events = self.logs.events(play)
            if not events:
                return []
            last, at = events[-1], datetime.now(UTC).isoformat(timespec="milliseconds")
            added = [
                each.model_copy(update={"seq": last.seq + place, "turn": last.turn, "at": at})
                for place, each in enumerate(make(events), 1)
            ]
            if added:
                self._store.append(play, added)
        self.bells.ring(play)
        return added

    def scenario(self, play: Playthrough) -> Scenario:
        """The investigation of a play. Raises H404 where this server no longer has it."""
        found = self._scenarios.get(play.scenario)
        if found is None:
            raise not_found()
        return found

    def erase(self, play: str) -> None:
        """Forget a play and all that its reader brought."""
        self._cancels.setdefault(play, threading.Event()).set()
        with self._play_lock(play):
            self._store.erase(play)
            self._laboratory.forget(play)
            self.logs.forget(play)
        self._cancels.pop(play, None)
        self.bells.ring(play)

    def erase_words(self, play: str) -> None:
        """Forget what the reader of a play wrote and brought; digests keep the place of the words."""
        with self._play_lock(play):
            events = self.logs.events(play)
            cleared = zip(events, without_words(events), strict=True)
            other = {now.seq: now.model_dump_json() for before, now in cleared if now != before}
            self._store.rewrite(play, other)
            self._laboratory.forget(play)
            self.logs.forget(play)
        self.bells.ring(play)

    # Start and stop of the server

    def recover(self) -> int:
        """Take up the turns that a kill cut short. Returns how many."""
        found = self._store.claimed()
        for turn in found:
            self._take_up(turn, turn.answer, turn.key)
        return len(found)

    def close(self) -> None:
        """Break off what is under way: the claims stay, and the next start takes them up."""
        self._stopping = True
        self.bells.close()
        for play, _ in list(self._under_way.values()):
            self._cancels.setdefault(play, threading.Event()).set()
        self._pool.shutdown(wait=True, cancel_futures=True)

    # One turn

    def _start(self, turn: Turn) -> Future[None]:
        future = self._pool.submit(self._run, turn)
        with self._lock:
            self._under_way[turn.id] = (turn.playthrough, future)
        future.add_done_callback(lambda _: self._under_way.pop(turn.id, None))
        return future

    def _take_up(self, turn: Turn, answer: str, key: str) -> Claim:
        """Play a turn again from where the log stands; its answer may change while the log has none."""
        if answer != turn.answer and self._was_answered(turn):
            raise stale()
        turn.answer, turn.key = answer, key
        turn.tries += 1
        self._store.reclaim(turn)
        return Claim(turn, self._start(turn))

    def _run(self, turn: Turn) -> None:
        play = self._store.play(turn.playthrough)
        if play is None:
            return
        outcome = ""
        try:
            with self._play_lock(play.id):
                self._play(play, turn)
        except Cancelled:
            return  # the server stops, or the play is erased: the claim tells the next start
        except (StaleAnswer, InvalidAnswer) as refused:
            outcome = refused.code
            self._store.release(turn.id)
            raise
        except AutopsieError as failed:
            outcome = failed.code
            raise
        except Exception as broken:
            if is_full(broken):  # langgraph's checkpoint: the log stands, and the same answer takes it up
                outcome = "H507"
                raise storage_full() from broken
            outcome = "H500"
            log.exception("turn failed", extra={"turn": turn.id})
            raise turn_failed() from broken
        finally:
            self.progress.note(play.id, None)
            if not self._stopping:
                with contextlib.suppress(
                    AutopsieError
                ):  # a full disk: the claim stays, and is taken up later
                    self._store.finish(turn.id, outcome)
            self.bells.ring(play.id)

    def _play(self, play: Playthrough, turn: Turn) -> None:
        events = self.logs.events(play.id)
        with self._shell(play, gives_up=turn.tries > MOST_TRIES) as shell:
            if not events:
                shell.open(
                    play=play.id, seed=play.seed, audience=play.audience, language=_language(play.language)
                )
            else:
                shell.resume(events)  # plays on, if a measure was cut short
                if not _answers_nothing(turn) and not _has_answer(events, turn.ask_id):
                    shell.answer(turn.ask_id, json.loads(turn.answer), turn.key)
        if _has_ended(self.logs.events(play.id)):
            self._laboratory.forget(play.id)
            for row in self._store.uploads(play=play.id):
                self._store.forget_upload(row)

    def _settings(self, play: str, language: Language, audience: str) -> None:
        with self._play_lock(play):
            row = self._store.play(play)
            if row is not None and (row.language, row.audience) != (language, audience):
                with self._shell(row) as shell:
                    shell.resume(self.logs.events(play))
                    shell.settings(language, audience)

    @contextlib.contextmanager
    def _shell(self, play: Playthrough, *, gives_up: bool = False) -> Iterator[Shell]:
        from engine.play.graph import Shell  # slow import: langgraph

        cancel = self._cancels.setdefault(play.id, threading.Event())

        def emit(events: Sequence[Event]) -> None:
            for each in events:
                self.progress.note(play.id, each if isinstance(each, ToolProgress) else None)
            logged = [each for each in events if each.seq > 0]
            if logged:
                self._store.append(play.id, logged)
                if self.narration is not None:  # before the bell: a page then knows that more is to come
                    self.narration.hear(self.scenario(play), play.id, logged, self.logs)
            self.bells.ring(play.id)

        yield Shell(
            self.scenario(play),
            run_tool=give_up if gives_up else self._laboratory.runner(play.id, cancel, self.scenario(play)),
            checkpointer=self._laboratory.checkpointer(),
            emit=emit,
        )

    def _note_rejected(self, play: str, ask_id: str, answer: dict[str, Any], refused: InvalidAnswer) -> None:
        """Log a refused answer, a few times for a question; on a full disk the refusal still stands."""
        noted = Rejected(
            ask_id=ask_id,
            code=refused.code,
            says=refused.says,
            answer=json.dumps(answer, ensure_ascii=False)[:200],
        )

        def make(events: list[Event]) -> list[Event]:
            before = sum(each.type == "rejected" and each.ask_id == ask_id for each in events)
            return [noted] if before < MOST_REJECTED else []

        with contextlib.suppress(AutopsieError):
            self.append_aside(play, make)

    def _was_answered(self, turn: Turn) -> bool:
        return _has_answer(self.logs.events(turn.playthrough), turn.ask_id)

    def _broken_off(self, play: Playthrough, turn: Turn) -> bool:
        """Whether nothing moves in a play that waits for no answer and has not ended."""
        events = self.logs.events(play.id)
        if not events:
            return turn.ask_id == OPENING
        state = fold(self.scenario(play), events)
        return state.pending is None and state.ended is None

    def _play_lock(self, play: str) -> threading.RLock:
        with self._lock:
            return self._plays.setdefault(play, threading.RLock())

    def _claim_lock(self, play: str) -> threading.Lock:
        with self._lock:
            return self._claims.setdefault(play, threading.Lock())


def _answers_nothing(turn: Turn) -> bool:
    return turn.ask_id == OPENING or turn.ask_id.startswith(CARRIED)


def _has_answer(events: Sequence[Event], ask_id: str) -> bool:
    return any(each.type == "answered" and each.ask_id == ask_id for each in events)


def _has_ended(events: Sequence[Event]) -> bool:
    """Whether the play is over; what is asked beside it may come later."""
    return any(each.type == "ended" for each in reversed(events))


def _language(name: str) -> Language:
    return "fr" if name == "fr" else "en"
