"""The lock of translations: how it is kept, and what ``check`` says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.language.lock import Accepted, BadLockError, Lock, digest_of, read_lock, written_lock
from engine.language.reader import read_scenario

SCENARIO = """\
format: incident/1
id: essai
title: {fr: Essai, en: Trial}
languages: [fr, en]
nodes:
  fin:
    ending: undecided
    text: {fr: La fin., en: The end.}
"""


def faults(folder: Path, lock: str | None, scenario: str = SCENARIO) -> list[str]:
    (folder / "scenario.yaml").write_text(scenario, encoding="utf-8")
    if lock is not None:
        (folder / "essai.lock").write_text(lock, encoding="utf-8")
    return [
        f"{each.code} {each.message.en} {each.message.fr}"
        for each in read_scenario(folder / "scenario.yaml")[1]
        if each.code.startswith("L71")
    ]


def test_a_changed_source_is_told_with_its_day(tmp_path: Path) -> None:
    lock = written_lock({"en": {"nodes.fin": Accepted(digest_of("La fin."), "2026-11-22")}})
    assert faults(tmp_path, lock) == []
    (said,) = faults(tmp_path, lock, SCENARIO.replace("La fin.", "C'est fini."))
    assert "English text of “nodes.fin.text” is older than its source" in said
    assert "2026-11-22" in said


def test_a_lock_in_the_middle_of_a_merge_is_told(tmp_path: Path) -> None:
    (said,) = faults(tmp_path, "format: lock/1\nen:\n<<<<<<< HEAD\n  nodes.fin: 0 1\n")
    assert said.startswith("L711")


def test_without_a_lock_nothing_is_out_of_date(tmp_path: Path) -> None:
    assert faults(tmp_path, None) == []


def test_the_short_form_and_the_long_form_are_the_same_text(tmp_path: Path) -> None:
    hypotheses = "hypotheses:\n  a: {text: {fr: Un, en: One}, boring: true}\n  b: {fr: Deux, en: Two}\n"
    lock = {"en": {"hypotheses.a": Accepted(digest_of("Autre"), "2026-01-01"),
                   "hypotheses.b": Accepted(digest_of("Autre"), "2026-01-01")}}  # fmt: skip
    scenario = SCENARIO.replace("nodes:", hypotheses + "nodes:")
    assert len(faults(tmp_path, written_lock(lock), scenario)) == 2  # type: ignore[arg-type]


def test_a_lock_is_read_as_it_was_written() -> None:
    lock: Lock = {
        "en": {"nodes.b": Accepted("0" * 16, "2026-01-02"), "nodes.a": Accepted("f" * 16, "2026-01-01")}
    }
    written = written_lock(lock)
    assert read_lock(written.encode()) == lock
    assert written.index("nodes.a") < written.index("nodes.b")
    assert read_lock(written_lock({}).encode()) == {}


@pytest.mark.parametrize(
    "raw",
    [b"", b"[", b"format: lock/2\n", b"format: lock/1\nen:\n  a: x\n", b"\xff",
     b"format: lock/1\nen: {a: [b]}\n", b"a: &x 1\nb: *x\n", b"[" * 5000],
)  # fmt: skip
def test_what_is_no_lock_is_refused(raw: bytes) -> None:
    with pytest.raises(BadLockError):
        read_lock(raw)
