"""What a dossier shows of the cases about it: only what the operator has published, and never a picture."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from server import case_store
from server.case_shapes import Outcome, told_of
from server.case_tables import CaseRow
from server.store import Store


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PublicReply(_Part):
    """An organisation's reply, whose author was checked: dated, and exactly as it was written."""

    at: float  # when it was received, in seconds since 1970
    author: str
    text: str
    language: Literal["fr", "en"]


class PublicAppeal(_Part):
    """An appeal against an exhibit, with what became of it; ``outcome`` is ``None`` while it is pending."""

    at: float
    piece: str
    text: str
    language: Literal["fr", "en"]
    shortened: bool  # the operator has taken something out, such as the name of a third person
    outcome: Outcome | None = None
    reason: str = ""
    outcome_at: float | None = None


class PublicIncident(_Part):
    """Something that happened to somebody, in their words."""

    at: float
    text: str
    language: Literal["fr", "en"]
    shortened: bool


class PublicRecord(_Part):
    """All that is public of the cases about one dossier, each list oldest first."""

    replies: tuple[PublicReply, ...] = ()
    appeals: tuple[PublicAppeal, ...] = ()
    incidents: tuple[PublicIncident, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.replies or self.appeals or self.incidents)


def public_record(store: Store, incident: str) -> PublicRecord:
    """What the operator has published of the cases about the dossier ``incident`` (a scenario's id)."""
    rows = [row for row in case_store.published(store, incident) if row.wants_public]
    return PublicRecord(
        replies=tuple(_reply(row) for row in rows if row.kind == "reply" and row.speaker_checked is not None),
        appeals=tuple(_appeal(row) for row in rows if row.kind == "appeal"),
        incidents=tuple(PublicIncident.model_validate(_said(row)) for row in rows if row.kind == "incident"),
    )


def _reply(row: CaseRow) -> PublicReply:
    told = told_of(row)
    return PublicReply.model_validate(
        {"at": row.received, "author": told.author, "text": told.what, "language": row.language}
    )


def _appeal(row: CaseRow) -> PublicAppeal:
    settled = {"outcome": row.outcome, "reason": row.outcome_reason, "outcome_at": row.outcome_at}
    return PublicAppeal.model_validate({**_said(row), "piece": row.piece, **(settled if row.outcome else {})})


def _said(row: CaseRow) -> dict[str, object]:
    shortened = row.public_text != told_of(row).what
    return {"at": row.received, "text": row.public_text, "language": row.language, "shortened": shortened}
