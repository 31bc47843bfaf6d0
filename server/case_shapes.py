"""What a person tells of a case, as it is kept, and the few words that its fields may hold."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

from server.case_tables import CaseRow

Kind = Literal["incident", "appeal", "reply"]
Affected = Literal["", "me", "other", "group"]
Expects = Literal["answer", "inquiry", "correction", "record"]
Outcome = Literal["held", "partly", "rejected"]

KINDS: tuple[Kind, ...] = get_args(Kind)
AFFECTED: tuple[Affected, ...] = tuple(each for each in get_args(Affected) if each)
EXPECTS: tuple[Expects, ...] = get_args(Expects)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


class Told(BaseModel):
    """The words of a case as they were sent. ``contact`` is emptied when the case closes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: str
    when: str = ""
    system: str = ""
    affected: Affected = ""
    expects: tuple[Expects, ...] = ()
    author: str = ""  # of a reply: the organisation, and who writes for it
    contact: str = ""


def told_of(row: CaseRow) -> Told:
    """The words of a case."""
    return Told.model_validate_json(row.told)


def state_of(row: CaseRow) -> str:
    """``closed``, ``answered``, ``seen`` or ``received``: the furthest that a case has come."""
    reached = (("closed", row.closed), ("answered", row.answered), ("seen", row.seen))
    return next((name for name, at in reached if at is not None), "received")
