"""What is kept of a play. Nothing here names a person: an owner is the hash of a random cookie."""

from __future__ import annotations

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel


class Playthrough(SQLModel, table=True):
    """One play of one investigation."""

    id: str = Field(primary_key=True)  # 128 random bits, in hexadecimal
    owner: str = Field(index=True)  # SHA-256 of the visitor's cookie
    scenario: str
    version: int
    sha: str
    language: str
    audience: str
    seed: int
    created: float  # seconds since 1970, UTC, as all times here
    updated: float
    status: str = "open"  # open, ended
    counted: bool = False  # the reader agreed that what became of the hypotheses is counted
    parent: str | None = None  # the play that this one is a branch of, which may since be erased
    forked_at: int | None = None  # the number of the last event that both have


class EventRow(SQLModel, table=True):
    """One line of a play's log, which is the truth; rows are only ever added."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("playthrough", "seq"),)

    id: int | None = Field(default=None, primary_key=True)
    playthrough: str = Field(foreign_key="playthrough.id", ondelete="CASCADE")
    seq: int
    type: str
    payload: str = Field(sa_column=Column(Text, nullable=False))
    at: float
    salt: str = ""  # with ``digest`` and ``chain``: engine.play.log_chain; "" once the words are erased
    digest: str = ""
    chain: str = ""


class Turn(SQLModel, table=True):
    """A claim on one question of one play: whoever inserts the row plays the turn."""

    __table_args__ = (UniqueConstraint("playthrough", "ask_id"),)

    id: str = Field(primary_key=True)
    playthrough: str = Field(foreign_key="playthrough.id", ondelete="CASCADE")
    ask_id: str  # "open" for the first turn, which answers nothing
    key: str = ""  # the client's idempotency key
    answer: str = Field(sa_column=Column(Text, nullable=False))  # JSON; played again after a kill
    status: str = "claimed"  # claimed, done, failed
    outcome: str = ""  # code of the failure
    tries: int = 1
    at: float


class UploadRow(SQLModel, table=True):
    """A reader's picture that is on disk for now; only its hash outlives it, in the log."""

    __tablename__ = "upload"
    __table_args__ = (UniqueConstraint("playthrough", "sha"),)

    id: int | None = Field(default=None, primary_key=True)
    playthrough: str = Field(foreign_key="playthrough.id", ondelete="CASCADE")
    sha: str
    at: float


class Holder(SQLModel, table=True):
    """Another browser of the same reader, to which a play was moved with a code."""

    __table_args__ = (UniqueConstraint("playthrough", "owner"),)

    id: int | None = Field(default=None, primary_key=True)
    playthrough: str = Field(foreign_key="playthrough.id", ondelete="CASCADE")
    owner: str = Field(index=True)
    at: float


class MoveCode(SQLModel, table=True):
    """A code to type on another device, once and soon; only its hash is kept."""

    __tablename__ = "move_code"

    code: str = Field(primary_key=True)  # SHA-256
    playthrough: str = Field(foreign_key="playthrough.id", ondelete="CASCADE")
    until: float


class Share(SQLModel, table=True):
    """A link under which others read a play's report until it is revoked or runs out."""

    token: str = Field(primary_key=True)  # 128 random bits, as in the link: the owner may copy it again
    playthrough: str = Field(foreign_key="playthrough.id", ondelete="CASCADE", index=True)
    created: float
    until: float
    words: bool  # whether what the reader wrote is shown
