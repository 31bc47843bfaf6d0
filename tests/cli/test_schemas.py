"""The schemas of docs/schemas are those of the code, and what is really written fits them."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from server.cli import run
from server.schemas import schemas, written

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "schemas"


def test_the_files_are_what_the_code_says() -> None:
    expected = {name: written(schema) for name, schema in schemas().items()}
    found = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.json")}
    assert found == expected, "run: make schemas"


@pytest.mark.parametrize("name", sorted(schemas()))
def test_each_is_a_json_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schemas()[name])


@functools.cache
def validator_of(name: str) -> jsonschema.Draft202012Validator:
    schema = schemas()[f"{name}.json"]
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def fits(name: str, document: Any) -> None:
    validator_of(name).validate(document)


def test_what_the_verbs_print_fits(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"

    def printed(*words: str) -> Any:
        capsys.readouterr()
        run([*words, "--json"])
        return json.loads(capsys.readouterr().out.splitlines()[-1])

    fits("subjects-1", printed("subjects"))
    fits("doctor-1", printed("doctor"))
    fits("check-1", printed("check", "recadrage"))
    fits("record-1", printed("record", "recadrage", "--dry-run"))
    fits("play-1", printed("play", "recadrage", "--random", "--seed", "4", "--log", str(log)))
    fits("replay-1", printed("replay", str(log)))
    fits("explore-1", printed("explore", "recadrage", "--plays", "20"))
    fits("stats-1", printed("stats", "recadrage"))
    fits("error-1", printed("play", "nowhere"))
    for line in log.read_text(encoding="utf-8").splitlines():
        fits("event-1", json.loads(line))


def test_recorded_findings_fit() -> None:
    for file in (ROOT / "scenarios").glob("*/findings/*.json"):
        fits("finding-1", json.loads(file.read_bytes()))


def test_a_finding_without_its_n_does_not_fit() -> None:
    with pytest.raises(jsonschema.ValidationError):
        fits("finding-1", {"format": "finding/1"})
