"""A user's own table of texts: what is read of it, and what is told of the rest."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tools.errors import StimulusRefused
from tools.stimuli.text_table import read_texts


def table(tmp_path: Path, content: bytes | str) -> Path:
    path = tmp_path / "texts.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_named_column_whatever_its_place_and_its_separator(tmp_path: Path) -> None:
    for sign in ",;\t|":
        path = table(tmp_path, sign.join(["id", "Texte"]) + "\n" + sign.join(["1", "bonjour"]) + "\n")
        read = read_texts(path, "texte")
        assert [(row.line, row.text) for row in read.rows] == [(2, "bonjour")]
        assert read.column == "Texte"


def test_the_first_column_with_or_without_a_heading(tmp_path: Path) -> None:
    assert [row.text for row in read_texts(table(tmp_path, "text,n\nhello,1\n")).rows] == ["hello"]
    assert [row.text for row in read_texts(table(tmp_path, "hello\nyou\n")).rows] == ["hello", "you"]


def test_broken_rows_are_told_and_left_out(tmp_path: Path) -> None:
    rows = [
        "id,text",
        '1,"two',
        'lines"',
        "2,",
        "3",
        '4,"never closed',
        "5,fine",
        "6,a\x07b",
        "",
        "7,also fine",
    ]
    read = read_texts(table(tmp_path, "\n".join(rows)), "text")
    assert [(row.line, row.text) for row in read.rows] == [(2, "two\nlines"), (7, "fine"), (10, "also fine")]
    assert [(row.line, row.why.en) for row in read.refused] == [
        (4, "the text is empty"),
        (5, "1 column(s), 2 are needed"),
        (6, "a quote is never closed"),
        (8, "some bytes are not text"),
    ]


def test_encodings(tmp_path: Path) -> None:
    text = "texte\nété\nça et là\nœuf\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        read = read_texts(table(tmp_path, text.encode(encoding)))
        assert [row.text for row in read.rows] == ["été", "ça et là", "œuf"], encoding
        assert bool(read.notes) == (encoding in ("utf-16", "cp1252"))


def test_one_row_that_is_not_utf8_is_refused_and_not_the_file(tmp_path: Path) -> None:
    read = read_texts(table(tmp_path, "texte\nété\nça\n".encode() + b"\xff\xfe\n" + "œuf\n".encode()))
    assert [row.text for row in read.rows] == ["été", "ça", "œuf"]
    assert [row.line for row in read.refused] == [4]


@pytest.mark.parametrize(
    ("content", "column", "code"),
    [
        ("", None, "empty_table"),
        ("text\n", None, "empty_table"),
        ("id,text\n1,\n", "text", "empty_table"),
        ("id,text\n1,a\n", "txt", "no_such_column"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", None, "not_a_table"),
    ],
)
def test_what_is_no_table_is_refused(
    tmp_path: Path, content: bytes | str, column: str | None, code: str
) -> None:
    with pytest.raises(StimulusRefused) as refused:
        read_texts(table(tmp_path, content), column)
    assert refused.value.code == code


def test_a_file_that_is_not_there_and_one_that_is_too_large(tmp_path: Path) -> None:
    with pytest.raises(StimulusRefused) as refused:
        read_texts(tmp_path / "none.csv")
    assert refused.value.code == "unreadable_table"
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(65 * 2**20)
    with pytest.raises(StimulusRefused) as refused:
        read_texts(large)
    assert refused.value.code == "table_too_large"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1), min_size=1))
def test_every_row_is_read_or_told(tmp_path: Path, texts: list[str]) -> None:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerows([["text", "n"], *([text, "1"] for text in texts)])
    read = read_texts(table(tmp_path, written.getvalue()), "text")
    assert [row.text for row in read.rows] == texts
    assert not read.refused
