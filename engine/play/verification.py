"""Whether a report says what happened: its chain, the engine's own words again, and each measure again.

Three questions, in this order, each answered for itself: was the log altered since it was written; does the
scenario, given these answers and findings, say the same; do the measures, made again here, give the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from engine.language.schema import Scenario, ToolNode
from engine.nodes.tool import UPLOAD
from engine.play.asides import Measured
from engine.play.drift import drift, status
from engine.play.events import Event, ToolFinished
from engine.play.log_chain import broken_at
from engine.play.reads import reads
from engine.play.replay import differences, replay
from engine.play.report_log import ReportLog, head_of
from tools.errors import AutopsieError
from tools.finding import Call, Finding, Scalar
from tools.wording import Words

Outcome = Literal["equal", "within", "differs", "not_run"]

ROUNDING = 1e-3
"""Relative: another processor rounds otherwise in the fourth digit. Numbers this close are within tolerance
even where the scenario gives no bounds."""

OWN_PICTURE = Words(
    fr="elle portait sur une image du lecteur, qui n'est pas gardée",
    en="it was made on the reader's own picture, which is not kept",
)
NOT_ASKED = Words(fr="cela n'a pas été demandé", en="that was not asked for")


def too_long(seconds: float) -> Words:
    """Why a measure was left that could be made."""
    return Words(
        fr=f"elle avait pris {seconds:.0f} secondes, et --all la refait",
        en=f"it had taken {seconds:.0f} seconds, and --all makes it again",
    )


class CheckedFinding(BaseModel):
    """One measure of the report. ``why`` says what kept it from being made again, or what moved."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seq: int
    name: str  # the node, or the question's number
    outcome: Outcome
    why: Words | None = None
    fields: list[str] = []  # those that are not the same


class Verification(BaseModel):
    """What became of a report's claims. ``holds``: nothing was found that speaks against it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    scenario: str
    version: int
    events: int
    given: int  # events whose words are in the file
    head: str
    broken_at: int | None
    replayed: bool | None  # ``None``: the scenario of that hash is not here, or words are missing
    replay_says: list[str]
    findings: list[CheckedFinding]

    @property
    def holds(self) -> bool:
        """Whether the chain holds, the replay is faithful or was not possible, and no measure differs."""
        differs = any(each.outcome == "differs" for each in self.findings)
        return self.broken_at is None and self.replayed is not False and not differs

    def count(self, outcome: Outcome) -> int:
        """How many measures came out so."""
        return sum(each.outcome == outcome for each in self.findings)


def verify(
    report: ReportLog,
    scenario: Scenario | None,
    measure: Callable[[Call, float], Finding] | None,
    most: float | None = None,
) -> Verification:
    """Check a report. ``measure`` makes one call again and raises what keeps it from doing so.

    Measures that had taken longer than ``most`` seconds are left.

    ``scenario`` is the one of the report's hash, where it is at hand. A measure made twice is made again
    once. Raises :class:`~engine.play.report_log.NotAReport` for events that are none.
    """
    events = report.log()
    broken = broken_at(report.links(), report.payloads())
    if broken is None and head_of(report.links()) != report.head:
        broken = report.events[-1].seq if report.events else 0
    replayed, says = _replayed(report, scenario, events)
    return Verification(
        scenario=report.scenario,
        version=report.version,
        events=len(report.events),
        given=len(events),
        head=report.head,
        broken_at=broken,
        replayed=replayed,
        replay_says=says,
        findings=_findings(events, scenario, measure, float("inf") if most is None else most),
    )


def _replayed(
    report: ReportLog, scenario: Scenario | None, events: Sequence[Event]
) -> tuple[bool | None, list[str]]:
    whole = all(each.payload is not None and each.salt for each in report.events)
    if scenario is None or scenario.sha != report.sha or not whole:
        return None, []
    try:
        found = differences(events, replay(scenario, events))
    except AutopsieError as refused:
        return False, [refused.sentence("en")]
    return not found, found


def _findings(
    events: Sequence[Event],
    scenario: Scenario | None,
    measure: Callable[[Call, float], Finding] | None,
    most: float,
) -> list[CheckedFinding]:
    made: dict[str, Finding | AutopsieError] = {}
    found = []
    for event in events:
        finding = event.finding if isinstance(event, ToolFinished | Measured) else None
        if finding is None:
            continue
        name = event.node if isinstance(event, ToolFinished) else f"question-{event.seq}"
        node = scenario.nodes.get(name) if scenario is not None else None
        node = node if isinstance(node, ToolNode) else None
        if finding.call.case.startswith(UPLOAD):
            found.append(CheckedFinding(seq=event.seq, name=name, outcome="not_run", why=OWN_PICTURE))
            continue
        if measure is None or finding.seconds > most:
            why = NOT_ASKED if measure is None else too_long(finding.seconds)
            found.append(CheckedFinding(seq=event.seq, name=name, outcome="not_run", why=why))
            continue
        key = finding.call.model_dump_json()
        if key not in made:
            try:
                made[key] = measure(finding.call, max(node.timeout if node else 0.0, 600.0))
            except AutopsieError as refused:
                made[key] = refused
        found.append(_checked(event.seq, name, node, scenario, finding, made[key]))
    return found


def _checked(
    seq: int,
    name: str,
    node: ToolNode | None,
    scenario: Scenario | None,
    before: Finding,
    now: Finding | AutopsieError,
) -> CheckedFinding:
    if isinstance(now, AutopsieError):
        return CheckedFinding(seq=seq, name=name, outcome="not_run", why=now.says)
    apart = sorted(
        field
        for field in before.result.keys() & now.result.keys()
        if not _close(before.result[field], now.result[field], 0.0)
    )
    if before.verdict == now.verdict and not apart:
        return CheckedFinding(seq=seq, name=name, outcome="equal")
    far = [each for each in apart if not _close(before.result[each], now.result[each], ROUNDING)]
    if before.verdict == now.verdict and not far:
        return CheckedFinding(seq=seq, name=name, outcome="within", fields=apart)
    if node is not None and scenario is not None:
        fields = reads(scenario).fields(name) - {"ok", "origin", "seconds"}
        moved = status(drift(node, before, now, fields))
        return CheckedFinding(
            seq=seq, name=name, outcome="differs" if moved == "out" else "within", fields=apart or ["verdict"]
        )
    return CheckedFinding(seq=seq, name=name, outcome="differs", fields=apart or ["verdict"])


def _close(before: Scalar, now: Scalar, relative: float) -> bool:
    if isinstance(before, dict) and isinstance(now, dict):
        return before.keys() == now.keys() and all(_close(before[key], now[key], relative) for key in before)
    if _is_number(before) and _is_number(now):
        return bool(abs(before - now) <= relative * max(1.0, abs(before)))  # type: ignore[operator, arg-type]
    return bool(before == now)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
