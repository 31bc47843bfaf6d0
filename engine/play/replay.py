"""A play again from its log: answers, findings and failures go in, all that the engine said must come out.

Also how a play is picked up after a kill: what a cut log lacks is made again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from engine.language.schema import Scenario
from engine.nodes.tool import asked_then
from engine.play.asides import (
    Branched,
    Measured,
    Profiled,
    Questioned,
    Quoted,
    Selected,
    Worded,
    Wording,
    WouldChange,
)
from engine.play.events import (
    Answered,
    Event,
    InvalidAnswer,
    Migrated,
    Opened,
    Rejected,
    SettingsChanged,
    StaleAnswer,
    ToolFailedEvent,
    ToolFinished,
    ToolProgress,
    ToolStarted,
)
from engine.play.migration import carry_over, is_behind
from engine.play.playthrough import (
    PlayState,
    Step,
    carry_on,
    change_settings,
    fail,
    open_play,
    take_answer,
    take_finding,
    wait_of,
)
from tools.errors import AutopsieError, CallRefused
from tools.wording import Words

ASIDE = (
    ToolProgress,
    Branched,
    WouldChange,
    Wording,
    Worded,
    Selected,
    Profiled,
    Questioned,
    Quoted,
    Measured,
    Rejected,
)
"""Events that the core did not make: a replay carries them over."""


class ReplayError(AutopsieError):
    """X805: a log that this scenario cannot have produced; says at which event."""

    exit_code = 1
    status = 409

    def __init__(self, code: str, says: Words, cure: Words | None = None) -> None:
        super().__init__(code, says, cure or _OTHER_VERSION)


_OTHER_VERSION = Words(
    fr="Le scénario a changé depuis, ou le journal a été modifié.",
    en="The scenario has changed since, or the log was altered.",
)


def _mismatch(seq: int, fr: str, en: str) -> ReplayError:
    return ReplayError("X805", Words(fr=f"Événement {seq}\u00a0: {fr}", en=f"Event {seq}: {en}"))


def replay(scenario: Scenario, events: Sequence[Event], earlier: Sequence[Scenario] = ()) -> list[Event]:
    """The log made again from its inputs: equal to ``events`` but for ``at``.

    A log that was cut in the middle of a turn comes back whole. What stands before a migration was said by
    another version of the scenario: it is made again where that version is among ``earlier``, else taken as
    it stands; so is ``migrated`` itself. Raises :class:`ReplayError`.
    """
    made = _Replay(scenario, events).made
    for at, event in enumerate(events):
        version = next((each for each in earlier if each.sha == _sha_before(event)), None)
        if version is not None:
            before = replay(version, events[:at], earlier)  # may be longer: the log was cut there
            made[:at] = before[:at]
    return made


def _sha_before(event: Event) -> str | None:
    return event.from_sha if isinstance(event, Migrated) else None


def catch_up(scenario: Scenario, events: Sequence[Event]) -> Step:
    """Where a log leaves the play, with the events that it lacks because it was cut.

    A play of another version of the scenario is carried over.
    """
    if is_behind(scenario, events):
        return carry_over(scenario, events)
    done = _Replay(scenario, events)
    return Step(done.state, list(done.ahead), wait_of(scenario, done.state))


def differences(events: Sequence[Event], replayed: Sequence[Event]) -> list[str]:
    """What a replay gives otherwise, one line an event; empty for a faithful one."""
    lines = [
        f"event {first.seq}: {first.type} / {second.type}"
        for first, second in zip(events, replayed, strict=False)
        if first.model_copy(update={"at": ""}) != _as_then(first, second).model_copy(update={"at": ""})
    ]
    if len(events) != len(replayed):
        lines.append(f"{len(events)} events / {len(replayed)}")
    return lines


def _as_then(logged: Event, replayed: Event) -> Event:
    """A measure that begins, asked as it could be when the log was written."""
    if not isinstance(logged, ToolStarted) or not isinstance(replayed, ToolStarted):
        return replayed
    return replayed.model_copy(update={"call": asked_then(replayed.call, logged.call)})


class _Replay:
    """Walks the log once. ``ahead`` holds what the core said that the log has not come to yet."""

    def __init__(self, scenario: Scenario, events: Sequence[Event]) -> None:
        if not events or not isinstance(events[0], Opened):
            raise _mismatch(
                events[0].seq if events else 0,
                "un journal commence par « opened ».",
                "a log begins with “opened”.",
            )
        self._scenario = scenario
        self._events = events
        self.made: list[Event] = []
        self.ahead: deque[Event] = deque()
        opened = events[0]
        self.state: PlayState
        last = next((at for at in range(len(events) - 1, 0, -1) if _carries(events[at])), None)
        if last is not None:
            self._from_migration(last)
            return
        try:
            self._take(
                open_play(
                    scenario,
                    play=opened.play,
                    seed=opened.seed,
                    audience=opened.audience,
                    language=opened.language,
                    group=opened.group,
                )
            )
        except CallRefused as refused:
            raise _mismatch(opened.seq, refused.sentence("fr"), refused.sentence("en")) from None
        for at, event in enumerate(events):
            self._next(at, event)

    def _from_migration(self, last: int) -> None:
        migrated = self._events[last]
        assert isinstance(migrated, Migrated)
        self.made.extend(self._events[:last])
        before = PlayState.model_validate(migrated.state)
        before.seq = migrated.seq - 1
        self._take(carry_on(self._scenario, before, migrated))
        for at, event in enumerate(self._events[last:], last):
            self._next(at, event)

    def _next(self, at: int, event: Event) -> None:
        if isinstance(event, ASIDE):
            if self.ahead:
                raise _mismatch(
                    event.seq,
                    f"« {event.type} » au milieu d’un tour.",
                    f"“{event.type}” in the middle of a turn.",
                )
            self.made.append(event)
            self.state.seq = event.seq
            return
        if not self.ahead:
            try:
                self._feed(at, event)
            except (StaleAnswer, InvalidAnswer, CallRefused) as refused:
                raise _mismatch(event.seq, refused.sentence("fr"), refused.sentence("en")) from None
        if self.ahead.popleft().type != event.type:
            raise _mismatch(
                event.seq,
                f"« {event.type} » n’est pas ce que ce scénario dit ici.",
                f"“{event.type}” is not what this scenario says here.",
            )

    def _feed(self, at: int, event: Event) -> None:
        scenario, state = self._scenario, self.state
        match event:
            case Answered():
                self._take(take_answer(scenario, state, event.ask_id, event.answer, event.key))
            case ToolFinished():
                self._take(take_finding(scenario, state, event.finding))
            case ToolFailedEvent():
                following = self._events[at + 1] if at + 1 < len(self._events) else None
                recorded = following.finding if isinstance(following, ToolFinished) else None
                if recorded is None and event.node in scenario.fixtures:
                    recorded = scenario.fixtures[event.node].model_copy(update={"origin": "recorded"})
                self._take(fail(scenario, state, event.code, event.says, event.fallback, recorded))
            case SettingsChanged():
                self._take(change_settings(scenario, state, event.language, event.audience))
            case _:
                raise _mismatch(
                    event.seq, f"« {event.type} » ne vient de rien.", f"“{event.type}” comes from nowhere."
                )

    def _take(self, step: Step) -> None:
        self.state = step.state
        self.made.extend(step.events)
        self.ahead.extend(step.events)


def _carries(event: Event) -> bool:
    return isinstance(event, Migrated) and bool(event.state)
