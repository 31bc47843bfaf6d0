"""Every page of ``docs/diagnostics``: its wrong example gives its code, its right example does not."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from engine.language.messages import catalogue
from engine.language.reader import read_scenario, read_source
from tools import catalogue as lab

PAGES = Path(__file__).resolve().parents[3] / "docs/diagnostics"
DRAFT = {"P610", "F911", "R351"}  # no record yet, a way out before the placebo, an unused name
RECORDS = ("F901", "F902", "T422", "T423")

SCENARIO = """\
format: incident/1
id: essai
title: Essai
nodes:
  mesure:
    tool: reproduce
    text: "La part vaut {mesure.rate:percent}."
    expect: {rate: 0.4..0.8}
  fin:
    ending: undecided
    text: Fin.
"""


def examples(code: str) -> dict[str, tuple[str, str]]:
    """``wrong`` and ``right``: the info line and the text of each fenced block."""
    page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    blocks = re.findall(
        r"^## (Wrong|Right)[^\n]*\n\n```([^\n]*)\n(.*?)\n```$", page, re.MULTILINE | re.DOTALL
    )
    return {name.lower(): (info, text) for name, info, text in blocks}


def source_of(info: str, text: str) -> bytes:
    """The bytes of an example: ``⟨x × 9⟩`` repeats; an ``escaped`` one writes odd bytes as ``\\x``."""
    text = re.sub(r"⟨(.) × (\d+)⟩", lambda found: found[1] * int(found[2]), text)
    raw = f"{text}\n".encode()
    if "escaped" not in info:
        return raw
    raw = re.sub(rb"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)).encode(), raw)
    return re.sub(rb"\\x([0-9a-f]{2})", lambda found: bytes([int(found[1], 16)]), raw).replace(b"\\t", b"\t")


def test_every_code_has_its_page_and_every_page_its_code() -> None:
    assert {path.stem for path in PAGES.glob("*.md")} == set(catalogue())


@pytest.mark.parametrize("code", sorted(set(catalogue()) - set(RECORDS)))
def test_page(code: str, tmp_path: Path) -> None:
    shown = examples(code)
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/image.png").write_bytes(b"")
    for name, wanted in (("wrong", True), ("right", False)):
        found = read_source(source_of(*shown[name]), f"{name}.yaml", tmp_path)[1]
        codes = {each.code for each in found}
        assert (code in codes) == wanted, (name, found)
        if wanted:  # the page quotes what is really said
            said = next(each for each in found if each.code == code)
            page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
            assert said.message.en in page
            assert said.message.fr in page
        if name == "right":  # a right example is right in all respects
            assert codes <= DRAFT, found


@pytest.mark.parametrize("code", RECORDS)
def test_page_about_records(code: str, tmp_path: Path) -> None:
    (tmp_path / "findings").mkdir()
    (tmp_path / "scenario.yaml").write_text(SCENARIO, encoding="utf-8")
    for name, wanted in (("wrong", True), ("right", False)):
        record = _merged(_record(), json.loads(examples(code)[name][1]))
        (tmp_path / "findings/mesure.json").write_text(json.dumps(record), encoding="utf-8")
        found = {each.code for each in read_scenario(tmp_path / "scenario.yaml")[1]}
        assert found == ({code} if wanted else set()), name


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_sentences_have_both_languages_and_the_same_fields(code: str) -> None:
    entry = catalogue()[code]
    for words in (entry.title, entry.says, *([entry.cure] if entry.cure else [])):
        assert set(re.findall(r"(?<!{){(\w+)}", words.fr)) == set(re.findall(r"(?<!{){(\w+)}", words.en))
        assert words.fr != "" != words.en


def _record() -> dict[str, Any]:
    card = lab.subject_card("twitter_crop")
    tool = lab.tool("reproduce", "paired_preference")
    words = {"fr": "x", "en": "x"}
    result = {each.name: each.choices[0] if each.choices else each.low or 0 for each in tool.results}
    return {
        "tool_version": "1",
        "call": {"verb": "reproduce", "method": tool.method, "subject": card.name, "case": "pairs"},
        "question": words,
        "subject": {"name": card.name, "title": words, "badge": card.badge, "sha256": card.sha256},
        "stimuli": {
            "case": "pairs", "about": words, "n": 2, "sha256": "0" * 64, "person": "none",
            "licence": "", "credit": "",
        },
        "unit_of_n": words, "n": 2, "result": {**result, "rate": 0.5}, "values": [],
        "verdict": "inconclusive", "conclusion": words, "seconds": 1.0, "origin": "recorded",
        "recorded": {"at": "2026-01-01T00:00:00Z", "command": "x", "subject_sha256": card.sha256, "seed": 1},
    }  # fmt: skip


def _merged(record: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    merged = dict(record)
    for name, value in changes.items():
        if value is None:
            merged.pop(name)
        else:
            merged[name] = _merged(merged[name], value) if isinstance(value, dict) else value
    return merged
