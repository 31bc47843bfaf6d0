"""What is kept of the cases that people bring. A receipt is kept as its hash, an erased case as a digest."""

from __future__ import annotations

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel


class CaseRow(SQLModel, table=True):
    """One case: an incident, an appeal against an exhibit, or an organisation's reply."""

    __tablename__ = "case_file"  # "case" is a word of SQL

    id: str = Field(primary_key=True)  # 48 random bits in hexadecimal: the operator's own name for it
    receipt: str = Field(unique=True)  # SHA-256 of the receipt number
    kind: str  # incident, appeal, reply
    language: str  # in which it was written, and in which it is answered
    incident: str = Field(index=True)  # id of the dossier that it is about, or ""
    piece: str  # the exhibit that an appeal contests
    told: str = Field(sa_column=Column(Text, nullable=False))  # JSON: server.case_shapes.Told
    received: float  # seconds since 1970, UTC, as all times here
    due: float  # by when an answer was promised
    seen: float | None = None
    answered: float | None = None
    closed: float | None = None
    wants_public: bool = False  # what the person said, and may say otherwise at any time
    speaker_checked: float | None = None  # when the operator checked who speaks in a reply
    outcome: str = ""  # of an appeal: held, partly, rejected
    outcome_reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    outcome_at: float | None = None
    published: float | None = None
    public_text: str = Field(
        default="", sa_column=Column(Text, nullable=False)
    )  # what is published, and no more


class CaseWord(SQLModel, table=True):
    """Something said about a case after it was received: by whoever brought it, or in answer."""

    __tablename__ = "case_word"

    id: int | None = Field(default=None, primary_key=True)
    case: str = Field(foreign_key="case_file.id", ondelete="CASCADE", index=True)
    by: str  # person, operator
    text: str = Field(sa_column=Column(Text, nullable=False))
    at: float


class CasePicture(SQLModel, table=True):
    """A picture of a case that is on disk until the case closes."""

    __tablename__ = "case_picture"
    __table_args__ = (UniqueConstraint("case", "sha"),)

    id: int | None = Field(default=None, primary_key=True)
    case: str = Field(foreign_key="case_file.id", ondelete="CASCADE")
    sha: str
    at: float


class ErasedCase(SQLModel, table=True):
    """All that is left of a case that was erased: a digest, of its receipt and of no word, and the date."""

    __tablename__ = "case_erased"

    digest: str = Field(primary_key=True)
    at: float


class OperatorKey(SQLModel, table=True):
    """A key that opens the operator's queue once and soon; only its hash is kept."""

    __tablename__ = "operator_key"

    key: str = Field(primary_key=True)  # SHA-256
    until: float
