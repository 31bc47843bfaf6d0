"""A user's own table of texts: a CSV file, one text a row. What cannot be read is told and left out.

The column is the one that is named, or the first. The separator (comma, semicolon, tab, bar) and the encoding
(UTF-8 with or without its mark, UTF-16 with it, else Windows-1252) are found out and said.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.errors import StimulusRefused
from tools.names import nearest
from tools.wording import Words

LARGEST = 64 * 2**20  # bytes of the file
MOST_ROWS = 100_000
_LONGEST_TEXT = 20_000  # characters
_LONGEST_RECORD = 50  # lines that a quoted cell may run over
_SEPARATORS = ",;\t|"
_SAMPLE = 50  # lines that decide the separator
_HEADINGS = frozenset({"text", "texte", "comment", "commentaire", "sentence", "phrase", "message", "content"})


@dataclass(frozen=True)
class Row:
    """A text and the line of the file where it begins, from 1."""

    line: int
    text: str


@dataclass(frozen=True)
class RefusedRow:
    """A row that was left out, and why."""

    line: int
    why: Words


@dataclass(frozen=True)
class TextTable:
    """What was read of a file."""

    rows: tuple[Row, ...]
    refused: tuple[RefusedRow, ...]
    column: str | None  # as the heading spells it, where there is one
    notes: tuple[Words, ...]


def read_texts(path: Path, column: str | None = None) -> TextTable:
    """The texts of a file; ``column`` is a heading of its first row.

    Raises :class:`StimulusRefused`: ``unreadable_table``, ``table_too_large``, ``not_a_table`` (bytes that
    are no text), ``no_such_column``, ``empty_table``.
    """
    content = _content(path)
    text, notes = _decoded(path, content)
    lines = text.splitlines(keepends=True)
    separator = _separator(lines)
    records = _records(lines, separator)
    first = next(records, None)
    if first is None:
        raise _refusal("empty_table", f"{path.name} est vide.", f"{path.name} is empty.")
    headings = [cell.strip() for cell in first.cells or ()]
    plain = [heading.casefold() for heading in headings]
    if column is not None:
        if column.casefold().strip() not in plain:
            raise _no_such_column(path, column, headings)
        at = plain.index(column.casefold().strip())
        heading: str | None = headings[at]
    else:
        at = 0
        heading = headings[0] if plain and plain[0] in _HEADINGS else None
    rows: list[Row] = []
    refused: list[RefusedRow] = []
    for record in _with(None if heading is not None else first, records):
        if len(rows) + len(refused) == MOST_ROWS:
            raise _refusal(
                "table_too_large",
                f"{path.name} a plus de {MOST_ROWS} lignes.",
                f"{path.name} has more than {MOST_ROWS} rows.",
            )
        why = _wrong_with(record, at)
        if why is None and record.cells is not None:
            rows.append(Row(record.line, record.cells[at].strip()))
        elif why is not None:
            refused.append(RefusedRow(record.line, why))
    if not rows:
        raise _refusal(
            "empty_table",
            f"{path.name} ne donne aucun texte ({len(refused)} lignes laissées de côté).",
            f"{path.name} gives no text ({len(refused)} rows left out).",
        )
    return TextTable(tuple(rows), tuple(refused), heading, tuple(notes))


@dataclass(frozen=True)
class _Record:
    """The cells of one record; ``None`` where its quotes are never closed."""

    line: int
    cells: tuple[str, ...] | None


def _records(lines: list[str], separator: str) -> Iterator[_Record]:
    """Record by record; a quote that is never closed costs its own line, not all that follow."""
    at = 0
    while at < len(lines):
        taken, record = 1, lines[at]
        while record.count('"') % 2 and taken < _LONGEST_RECORD and at + taken < len(lines):
            record += lines[at + taken]
            taken += 1
        cells = _cells(record, separator)
        if cells is None:
            taken = 1
        if cells != ():
            yield _Record(at + 1, cells)
        at += taken


def _cells(record: str, separator: str) -> tuple[str, ...] | None:
    """The cells of one record; none of an empty line, ``None`` where the quotes make no sense."""
    try:
        found = list(csv.reader(io.StringIO(record, newline=""), delimiter=separator, strict=True))
    except csv.Error:  # what follows a quote is no separator, or a cell is larger than the csv module takes
        return None
    return tuple(found[0]) if len(found) == 1 else None if found else ()


def _with(first: _Record | None, rest: Iterator[_Record]) -> Iterator[_Record]:
    if first is not None:
        yield first
    yield from rest


def _wrong_with(record: _Record, at: int) -> Words | None:
    """Why a record gives no text."""
    if record.cells is None:
        return Words(fr="un guillemet n’est jamais fermé", en="a quote is never closed")
    if len(record.cells) <= at:
        return Words(
            fr=f"{len(record.cells)} colonne(s), il en faut {at + 1}",
            en=f"{len(record.cells)} column(s), {at + 1} are needed",
        )
    text = record.cells[at].strip()
    if not text:
        return Words(fr="le texte est vide", en="the text is empty")
    if len(text) > _LONGEST_TEXT:
        return Words(fr="le texte est trop long", en="the text is too long")
    if "\ufffd" in text or any(ord(sign) < 32 and sign not in "\t\r\n" for sign in text):
        return Words(fr="des octets ne sont pas du texte", en="some bytes are not text")
    return None


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise _refusal(
                "table_too_large",
                f"{path.name} dépasse {LARGEST // 2**20} Mo.",
                f"{path.name} exceeds {LARGEST // 2**20} MB.",
            )
        return path.read_bytes()
    except OSError as closed:
        raise _refusal(
            "unreadable_table",
            f"{path.name} ne se lit pas ({closed.strerror}).",
            f"{path.name} cannot be read ({closed.strerror}).",
        ) from closed


def _decoded(path: Path, content: bytes) -> tuple[str, list[Words]]:
    """The text of the bytes; what is not text in an UTF-8 file becomes U+FFFD, and its row is refused."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace"), [_encoding("UTF-16")]
    if b"\0" in content:
        raise _refusal(
            "not_a_table",
            f"{path.name} n’est pas un fichier de texte.",
            f"{path.name} is not a text file.",
            Words(fr="Exportez-le en CSV.", en="Export it as CSV."),
        )
    lines = content.splitlines()
    broken = sum(not _is_utf8(line) for line in lines)
    # A few broken rows are broken; a file whose accents are all broken is of another encoding.
    accented = sum(not line.isascii() for line in lines)
    if broken and broken * 2 > accented:
        return content.decode("cp1252", "replace"), [_encoding("Windows-1252")]
    return content.decode("utf-8-sig", "replace"), []


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _separator(lines: list[str]) -> str:
    """The sign that cuts most lines into the same number of cells, more than one; a comma where none does."""
    sample = [line for line in lines[:_SAMPLE] if line.strip()]
    best, most = ",", 0
    for sign in _SEPARATORS:
        counts = [
            len(next(csv.reader([line], delimiter=sign), [])) for line in sample if not line.count('"') % 2
        ]
        if not counts:
            continue
        usual = max(set(counts), key=counts.count)
        agreeing = counts.count(usual) if usual > 1 else 0
        if agreeing > most and agreeing * 2 > len(counts):
            best, most = sign, agreeing
    return best


def _encoding(name: str) -> Words:
    return Words(fr=f"lu comme {name}", en=f"read as {name}")


def _no_such_column(path: Path, column: str, headings: list[str]) -> StimulusRefused:
    near = nearest(column, [heading for heading in headings if heading])
    return _refusal(
        "no_such_column",
        f"{path.name} n’a pas de colonne « {column} ».",
        f"{path.name} has no column “{column}”.",
        Words(fr=f"Vouliez-vous dire « {near} » ?", en=f"Did you mean “{near}”?")
        if near
        else Words(
            fr=f"Ses colonnes : {', '.join(headings)[:200]}.", en=f"Its columns: {', '.join(headings)[:200]}."
        ),
    )


def _refusal(code: str, fr: str, en: str, cure: Words | None = None) -> StimulusRefused:
    return StimulusRefused(code, Words(fr=fr, en=en), cure)
