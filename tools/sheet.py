"""The data sheet of a subject: what it is, how it is fed, what it answers, what may be said of it.

One YAML file a subject, ``tools/subjects/sheets/<name>.yaml``; the site's page and ``docs/subjects`` are both
written from it. Measured tables stand beside, ``tools/subjects/tables/<name>.json``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from tools.wording import NumberFormat, Words, both

_SUBJECTS = Path(__file__).parent / "subjects"
SHEETS = _SUBJECTS / "sheets"
TABLES = _SUBJECTS / "tables"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reference(_Part):
    """One output that everybody must find again. ``field`` is a dotted path in the examination's result."""

    input: str  # a file of scikit-image's data folder ("astronaut.png"), or a text
    field: str  # "score", "faces.0.scores.happy"
    value: float
    tolerance: float = Field(ge=0)
    origin: str | Words = Field(alias="from")  # who measured it; a plain sentence is English

    @property
    def measured_by(self) -> Words:
        """Who measured it."""
        return self.origin if isinstance(self.origin, Words) else both(self.origin)


class DataSheet(_Part):
    """What is published of a subject, in both languages."""

    what: Words
    origin: Words
    differs: Words | None = None  # from the model of the incident; or on what and why it was trained
    feeds: Words
    gives: Words
    reference: tuple[Reference, ...] = ()
    may_claim: tuple[Words, ...] = ()
    may_not: tuple[Words, ...] = ()
    tables: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    licence_note: Words | None = None


class Cell(_Part):
    """A measured value with its 95 % interval over ``n`` independent units; ``sheet`` is what
    the table sets beside it: what others found, what was planted."""

    value: float
    low: float | None = None
    high: float | None = None
    n: int = Field(ge=1)
    sheet: float | None = None


class MeasuredTable(_Part):
    """A table that a command makes again: rows × columns, ``None`` where nothing was measured."""

    name: str
    title: Words
    about: Words  # what varies, what is held, what the unit of the interval is
    rows: Words  # what the rows are: "Monk tone"
    columns: Words
    row_labels: tuple[Words, ...]
    column_labels: tuple[Words, ...]
    style: NumberFormat
    cells: tuple[tuple[Cell | None, ...], ...]
    units: Words  # what the n of a cell counts, several of them: "identities", "templates"
    shown: int = Field(ge=1)  # different inputs in all
    beside: Words | None = None  # what the cells' ``sheet`` is
    subject: str
    sha256: str  # of the subject
    stimuli_sha256: str
    command: str
    made: str  # the day, ISO
    notes: tuple[Words, ...] = ()

    @property
    def ns(self) -> tuple[int, ...]:
        """Every n of a cell, once: one where all values rest on as many units."""
        return tuple(sorted({cell.n for row in self.cells for cell in row if cell}))


@cache
def sheet_of(name: str) -> DataSheet | None:
    """The data sheet of the subject ``name``; ``None`` where none is written."""
    import yaml

    path = SHEETS / f"{name}.yaml"
    if not path.is_file():
        return None
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return DataSheet.model_validate(yaml.load(path.read_text(encoding="utf-8"), loader))


def table_named(name: str) -> MeasuredTable | None:
    """A measured table; ``None`` where it was not made."""
    path = TABLES / f"{name}.json"
    return MeasuredTable.model_validate_json(path.read_text(encoding="utf-8")) if path.is_file() else None
