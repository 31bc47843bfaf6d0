"""A subject as its page shows it: card, sheet, measured tables; and the same as Markdown for the docs."""

from __future__ import annotations

from dataclasses import dataclass

from server.phrases import phrase
from server.views.plate import BadgeView, badge_view
from tools.assets.manifest import Committed, Manifest, Packaged, Published, manifest
from tools.sheet import Cell, DataSheet, MeasuredTable, sheet_of, table_named
from tools.subject import SubjectCard
from tools.wording import Language, Words, enumeration, format_number, typeset


@dataclass(frozen=True)
class FileView:
    """One file of a subject and where it comes from, in words."""

    file: str
    sha256: str
    bytes: int
    origin: Words
    fetch: str  # the command; empty for one that is in the repository


@dataclass(frozen=True)
class SubjectView:
    """All that the page of a subject reads."""

    card: SubjectCard
    badge: BadgeView
    sheet: DataSheet | None
    differs: Words | None
    tables: tuple[MeasuredTable, ...]
    files: tuple[FileView, ...]
    available: bool | None = None


def subject_view(card: SubjectCard, available: bool | None = None) -> SubjectView:
    """Gather what is known of a subject; nothing of it is loaded."""
    sheet = sheet_of(card.name)
    return SubjectView(
        card=card,
        badge=badge_view(card.badge, card.title, card.sha256, card.name),
        sheet=sheet,
        differs=card.agreement or card.differs or (sheet.differs if sheet else None),
        tables=tuple(table for name in (sheet.tables if sheet else ()) if (table := table_named(name))),
        files=tuple(_file(manifest(name)) for name in card.assets),
        available=available,
    )


def differs_title(card: SubjectCard, language: Language) -> str:
    """The heading of what sets a model apart, by its badge."""
    key = f"sheet.differs.{card.badge}"
    return phrase(key if card.badge in ("proxy", "made-here", "stand-in") else "sheet.differs", language)


def cell_words(cell: Cell | None, table: MeasuredTable, language: Language) -> tuple[str, str, str]:
    """A cell's value, its interval, and what the published sheet says; empty strings where there is none."""
    if cell is None:
        return "–", "", ""

    def number(value: float) -> str:
        return format_number(value, table.style, language)

    between = theirs = ""
    if cell.low is not None and cell.high is not None:
        between = phrase("sheet.between", language, low=number(cell.low), high=number(cell.high))
    if len(table.ns) > 1:  # each value says its own
        between = phrase("sheet.of_n", language, between=between, n=cell.n) if between else f"n = {cell.n}"
    if cell.sheet is not None:
        theirs = phrase("sheet.theirs", language, value=number(cell.sheet))
    return number(cell.value), between, theirs


def caption_words(table: MeasuredTable, language: Language) -> list[str]:
    """What stands below a table: columns, n, what the brackets hold, notes. Not the command."""

    def say(words: Words) -> str:
        return typeset(words.in_(language), language)

    units = table.units.in_(language)
    ns = enumeration([format_number(n, "int", language) for n in table.ns], language)
    shown = format_number(table.shown, "int", language)
    lines = [say(table.columns) + ".", phrase("sheet.n", language, n=ns, units=units, shown=shown)]
    if table.beside:
        lines.append(say(table.beside))
    return [*lines, *(say(note) for note in table.notes)]


def exact_number(value: float, language: Language) -> str:
    """A reference value with the digits that it was given with."""
    shown = f"{value:.10g}"
    return shown.replace(".", ",").replace("-", "−") if language == "fr" else shown.replace("-", "−")


def _file(pinned: Manifest) -> FileView:
    origin = pinned.origin
    fetch = f"autopsie subjects fetch {pinned.name.replace('_', '-')}"
    if isinstance(origin, Published):
        said = Words(fr=f"Publié, version {origin.commit[:7]}", en=f"Published, version {origin.commit[:7]}")
    elif isinstance(origin, Packaged):
        said = Words(
            fr=f"Dans le paquet {origin.package} {origin.version}",
            en=f"In the package {origin.package} {origin.version}",
        )
    else:
        assert isinstance(origin, Committed)
        fetch = ""
        said = Words(
            fr=f"Appris ici par {origin.script}, graine {origin.seed}",
            en=f"Trained here by {origin.script}, seed {origin.seed}",
        )
    return FileView(pinned.file, pinned.sha256, pinned.bytes, said, fetch)
