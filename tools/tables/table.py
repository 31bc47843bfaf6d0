"""The contract of a measured table, and what every table over portraits needs.

A table is one file, ``tools/tables/<name>.py``, with a class of :class:`Table`. Over portraits the unit is
the identity: the recipe of each is varied in the table's factors and in nothing else, so that every interval
resamples identities and never their repeats (honesty rule 3).
"""

from __future__ import annotations

import datetime
import hashlib
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from tools.reading_ahead import read_ahead
from tools.sheet import Cell, MeasuredTable
from tools.statistics import bootstrap, rounded, wilson
from tools.stimulus import Portrait
from tools.tool import Progress
from tools.wording import NumberFormat, Words

if TYPE_CHECKING:
    from tools.bench import Bench
    from tools.stimuli.portraits.kept import Render

IDENTITIES = 32  # above the 30 units below which no verdict is given
TOGETHER = 16  # pictures in one pass of a network


class Table(ABC):
    """One table. ``subject`` is who is measured."""

    name: ClassVar[str]
    subject: ClassVar[str]
    title: ClassVar[Words]
    about: ClassVar[Words]
    rows: ClassVar[Words]
    columns: ClassVar[Words]
    style: ClassVar[NumberFormat]
    notes: ClassVar[tuple[Words, ...]] = ()
    beside: ClassVar[Words] = Words(
        fr="Entre parenthèses : un relevé antérieur du projet, du 22 novembre 2026, sur d’autres entrées.",
        en="In brackets: an earlier record of the project, of 22 November 2026, on other inputs.",
    )

    @abstractmethod
    def labels(self) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
        """The labels of the rows and of the columns."""

    @abstractmethod
    def make(self, bench: Bench, identities: int, progress: Progress) -> MeasuredTable:
        """Measure, and put an interval over independent units beside every value.

        ``identities`` is how many faces a table over portraits shows. Raises
        :class:`~tools.errors.MissingAsset` for the subject's weights or the portraits' mesh.
        """

    def published(self, row: int, column: int) -> float | None:
        """What the data sheet says of a cell."""
        return None

    def stated(
        self,
        bench: Bench,
        values: Sequence[Sequence[Sequence[float]]],
        shown: Collection[str],
        *,
        units: Words,
        flags: str = "",
        notes: tuple[Words, ...] | None = None,
    ) -> MeasuredTable:
        """The table of ``values`` by row, column and unit; ``shown`` names every different input."""
        row_labels, column_labels = self.labels()
        compared = any(
            self.published(row, column) is not None
            for row in range(len(row_labels))
            for column in range(len(column_labels))
        )
        named = "".join(f"{each}\n" for each in sorted(shown)).encode()
        return MeasuredTable(
            name=self.name, title=self.title, about=self.about, rows=self.rows, columns=self.columns,
            row_labels=row_labels, column_labels=column_labels, style=self.style,
            cells=tuple(
                tuple(
                    cell_of(each, self.published(row, column)) if each else None
                    for column, each in enumerate(by_column)
                )
                for row, by_column in enumerate(values)
            ),
            units=units, shown=len(shown), beside=self.beside if compared else None, subject=self.subject,
            sha256=bench.identity(self.subject).sha256, stimuli_sha256=hashlib.sha256(named).hexdigest(),
            command=f"autopsie subjects measure {self.name.replace('_', '-')}{flags}",
            made=datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
            notes=self.notes if notes is None else notes,
        )  # fmt: skip


class PortraitTable(Table):
    """A table over computed busts: its unit is the identity."""

    @abstractmethod
    def measure(self, bench: Bench, identities: Sequence[int], progress: Progress) -> Measures:
        """The values of every cell, one for each identity in order, and the recipes that were shown."""

    def notes_on(self, found: Measures) -> tuple[Words, ...]:
        """What is to be said below the table, of what was measured too."""
        return self.notes

    def make(self, bench: Bench, identities: int, progress: Progress) -> MeasuredTable:
        """Measure the first ``identities`` identities."""
        found = self.measure(bench, range(1, identities + 1), progress)
        return self.stated(
            bench, found.values, found.shown, units=_IDENTITIES, flags=f" --identities {identities}",
            notes=self.notes_on(found),
        )  # fmt: skip


_IDENTITIES = Words(fr="identités", en="identities")


class Measures:
    """Values by row, column and identity, and the hash of all that was shown."""

    def __init__(self, rows: int, columns: int) -> None:
        self.values: list[list[list[float]]] = [[[] for _ in range(columns)] for _ in range(rows)]
        self.shown: set[str] = set()

    def add(self, row: int, column: int, value: float) -> None:
        """One identity's value."""
        self.values[row][column].append(value)

    def show(self, recipe: Portrait) -> None:
        """A portrait that served."""
        self.shown.add(recipe.model_dump_json())


def cell_of(values: Sequence[float], published: float | None = None) -> Cell:
    """The mean over identities and its 95 % interval: bootstrap, or Wilson's where each is a yes or a no."""
    yes_or_no = set(values) <= {0.0, 1.0}
    interval = wilson(sum(values), len(values)) if yes_or_no else bootstrap(values, seed=0)
    return Cell(
        value=rounded(sum(values) / len(values)), low=rounded(interval.low), high=rounded(interval.high),
        n=len(values), sheet=published,
    )  # fmt: skip


def drawn(recipes: Iterable[Portrait]) -> Iterator[tuple[Portrait, Render]]:
    """Each recipe with its portrait, drawn a few ahead while a network looks at the ones before."""
    from tools.stimuli.portraits.studio import portrait  # slow import

    return read_ahead(recipes, portrait)


def tones() -> tuple[Words, ...]:
    """The ten tones, as labels."""
    return tuple(Words(fr=str(tone), en=str(tone)) for tone in range(1, 11))
