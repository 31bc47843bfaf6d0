"""A description says what it means, by line, in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from server.schemas import schemas
from tools.errors import CallRefused
from tools.subjects.external.describing import read_description
from tools.subjects.external.description import Description

EXAMPLES = Path(__file__).resolve().parents[3] / "docs" / "subjects" / "examples"


def read(tmp_path: Path, text: str) -> Description:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return read_description(path).description


def test_the_form_of_the_issue(tmp_path: Path) -> None:
    text = "kind: saliency\ninput: {channels: rgb, range: [0, 1], size: [320, 320]}\noutput: map\n"
    how = read(tmp_path, text)
    assert how.output.of == "map"
    assert how.input.size == (320, 320)
    assert how.answers == "map"
    assert read(tmp_path, "kind: saliency\noutput: {index: 1}\n").output.of == "map"
    assert read(tmp_path, "kind: score\ninput: text\noutput: score\n").labels == ("score",)
    assert read(tmp_path, "kind: mask\n").output.of == "mask"  # follows from the kind


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("kind: salency\noutput: map\n", 1, "Did you mean “saliency”?"),
        ("kind: saliency\noutput: map\ninput:\n  chanels: rgb\n", 4, "Did you mean “channels”?"),
        ("kind: saliency\noutput: map\ninpt: {}\n", 3, "Did you mean “input”?"),
        ("kind: saliency\noutput:\n  of: map\n  activation: sigmod\n", 4, "Did you mean “sigmoid”?"),
        ("kind: saliency\noutput: map\nlimits:\n  secs: 3\n", 4, "“limits.secs”"),
        ("kind: mask\noutput: map\n", 1, "goes with “output: mask”"),
        ("kind: saliency\noutput: map\ninput:\n  size: [0, 320]\n", 4, "at least 1"),
        ("kind: saliency\noutput: map\ninput:\n  size: [320]\n", 4, "size"),
        ("kind: saliency\noutput: map\ninput:\n  mean: [1, 2]\n", 3, "2 numbers; 1 or 3"),
        ("kind: saliency\noutput: map\ninput:\n  pad: 3\n  size: [3, 3]\n", 3, "keep_aspect: true"),
        ("kind: saliency\noutput: map\ninput: {dtype: uint8}\n", 3, "range: [0, 255]"),
        ("kind: saliency\noutput: map\ninput: {range: [1, 1]}\n", 3, "two different numbers"),
        ("kind: saliency\noutput: map\ninput: {range: [0, .nan]}\n", 3, "range"),
        ("kind: saliency\ninput: text\noutput: map\n", 1, "Of a text"),
        ("kind: score\ninput: {of: text, size: [3, 3]}\noutput: score\n", 2, "means nothing"),
        ("kind: label\noutput: label\n", 1, "two names or more"),
        ("kind: label\noutput: {labels: [yes, no]}\n", 2, "in quotes"),
        ("kind: label\noutput: {labels: [a, a]}\n", 1, "different names"),
        ("kind: score\noutput: {index: 1, labels: [a, b]}\n", 1, "one name at most"),
        ("kind: score\noutput: score\nsend: text\n", 1, "does not go with"),
        ("kind: score\noutput: score\nbatch: 0\n", 3, "at least 1"),
        ("kind: score\nkind: score\noutput: score\n", 2, "written twice"),
        ("kind: score\noutput: score\ninput: {size: [2, 2\n", 4, "not YAML"),
        ("a: &a [1]\nb: *a\nkind: score\n", 0, "aliases"),
        ("- kind\n", 0, "key: value"),
        ("", 0, "key: value"),
        ("output: score\n", 1, "“kind” is missing"),
    ],
)
def test_each_fault_by_line_and_in_words(tmp_path: Path, text: str, line: int, told: str) -> None:
    with pytest.raises(CallRefused) as caught:
        read(tmp_path, text)
    said = caught.value.sentence("en")
    assert told in said
    assert "mine.yaml" in said
    if line:
        assert f"line {line}," in said
        assert f"ligne {line}," in caught.value.sentence("fr")


def test_files_that_are_no_text_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    with pytest.raises(CallRefused, match="no file"):
        read_description(path)
    path.write_bytes(b"\xff\xfe\x00k")
    with pytest.raises(CallRefused, match="UTF-8"):
        read_description(path)
    path.write_bytes(b"# " + b"x" * 70_000)
    with pytest.raises(CallRefused, match="64 KB"):
        read_description(path)
    with pytest.raises(CallRefused, match="no file"):
        read_description(tmp_path)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_examples_satisfy_the_published_schema(path: Path) -> None:
    schema = schemas()["subject-description-1.json"]
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(document)
    assert read_description(path).description.kind == document["kind"]
    broken = json.loads(json.dumps(document)) | {"colour": "red"}
    assert list(Draft202012Validator(schema).iter_errors(broken))
    with pytest.raises(ValidationError):
        Description.model_validate(broken)
