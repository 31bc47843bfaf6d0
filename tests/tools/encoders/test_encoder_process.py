"""The sentence encoder apart, with its genuine weights: vectors, what is kept, dying, unloading, refusing."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tools.encoders.host import unit
from tools.encoders.kept import Kept
from tools.encoders.process import MOST_CHARACTERS, EncoderProcess
from tools.encoders.reference import encoder_named, missing_package
from tools.home import findings_cache
from tools.hosted.troubles import HostedFailed
from tools.subjects.external.frames import Fault

PASSAGES = [
    "The network prefers lighter faces.",
    "The bus arrives at seven in the morning.",
    "Le réseau préfère les visages plus clairs.",
]


@pytest.fixture
def encoder() -> Iterator[EncoderProcess]:
    process = EncoderProcess()
    yield process
    process.close()


def files() -> list[Path]:
    return sorted((findings_cache() / "encodings").glob("*"))


def test_near_meanings_are_near_in_both_languages(encoder: EncoderProcess) -> None:
    vectors = encoder.encode(PASSAGES)
    assert vectors.shape == (3, 512)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    near = vectors @ vectors.T
    assert near[0, 2] > near[0, 1] + 0.3
    held = encoder.resident_bytes()
    assert held is not None
    assert held < 400e6


def test_order_repeats_and_company_change_nothing(encoder: EncoderProcess) -> None:
    alone = encoder.encode([PASSAGES[1]])[0]
    many = encoder.encode([*PASSAGES * 50, PASSAGES[1]])
    assert many.shape == (151, 512)
    assert np.array_equal(many[1], many[150])
    assert np.allclose(many[1], alone, atol=1e-5)


def test_passages_are_kept_and_questions_never_written(encoder: EncoderProcess) -> None:
    encoder.encode(["what a reader asked"])
    assert files() == []
    first = encoder.encode(PASSAGES, keep=True)
    assert len(files()) == 1
    assert not [word for word in ("network", "visages") if word.encode() in files()[0].read_bytes()]
    again = EncoderProcess()
    assert np.array_equal(again.encode(PASSAGES, keep=True), first)
    assert again.pid is None  # nothing was computed
    more = again.encode([*PASSAGES, "Another passage."], keep=True)
    assert np.array_equal(more[:3], first)
    assert again.pid is not None
    again.close()
    assert set(Kept(again.named.id).find([*PASSAGES, "Another passage."])) == {*PASSAGES, "Another passage."}


def test_vectors_of_one_encoder_are_not_anothers(encoder: EncoderProcess) -> None:
    encoder.encode(PASSAGES, keep=True)
    assert Kept("another==1").find(PASSAGES) == {}


@pytest.mark.parametrize("content", [b"", b"not a file of numbers", b"PK\x03\x04"])
def test_a_spoilt_file_is_done_without(encoder: EncoderProcess, content: bytes) -> None:
    first = encoder.encode(PASSAGES, keep=True)
    files()[0].write_bytes(content)
    assert np.array_equal(EncoderProcess().encode(PASSAGES, keep=True), first)
    assert set(Kept(encoder.named.id).find(PASSAGES)) == set(PASSAGES)  # written anew


def test_where_nothing_can_be_written_it_answers_all_the_same(
    encoder: EncoderProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file where the folder should be", encoding="utf-8")
    monkeypatch.setenv("AUTOPSIE_HOME", str(taken))
    process = EncoderProcess()
    assert process.encode(PASSAGES, keep=True).shape == (3, 512)
    process.close()


def test_what_is_beyond_the_longest_text_is_not_read(encoder: EncoderProcess) -> None:
    long = "lighter faces " * (MOST_CHARACTERS // 14 + 1)
    vectors = encoder.encode([long, long[:MOST_CHARACTERS], long[:1000]])
    assert np.array_equal(vectors[0], vectors[1])
    assert not np.array_equal(vectors[0], vectors[2])


def test_no_text_is_a_mistake_of_the_caller(encoder: EncoderProcess) -> None:
    with pytest.raises(ValueError, match="no text"):
        encoder.encode([])
    assert encoder.encode([""]).shape == (1, 512)


def test_it_is_started_again_after_dying_and_unloaded_when_idle() -> None:
    process = EncoderProcess(idle_seconds=0.3)
    first = process.encode(PASSAGES)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    assert np.array_equal(process.encode(PASSAGES), first)
    until = time.monotonic() + 5
    while process.pid is not None:
        assert time.monotonic() < until
        time.sleep(0.05)


def test_who_gives_up_leaves_it_loading(encoder: EncoderProcess) -> None:
    with pytest.raises(HostedFailed) as early:
        encoder.encode(PASSAGES, seconds=0.05)
    assert early.value.trouble == "loading"
    assert "L’encodeur" in early.value.says.fr
    assert encoder.encode(PASSAGES).shape == (3, 512)


def test_what_is_no_encoder_is_refused(tmp_path: Path) -> None:
    for reference, trouble in ((tmp_path / "nowhere", "not_here"), (tmp_path, "not_a_model")):
        with pytest.raises(HostedFailed) as refused:
            EncoderProcess(str(reference))
        assert refused.value.trouble == trouble
        assert str(tmp_path) not in refused.value.sentence("en")


def test_a_missing_package_is_named_with_what_brings_it() -> None:
    failure = missing_package("sentence-transformers", find=lambda name: None)
    assert failure is not None
    assert failure.trouble == "no_runtime"
    assert "pip install sentence-transformers" in failure.sentence("fr")
    assert missing_package("universal", find=lambda name: name) is None


def test_a_folder_of_sentence_transformers_is_named_by_what_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.encoders.reference.missing_package", lambda runtime: None)
    (tmp_path / "modules.json").write_text("[]", encoding="utf-8")
    (tmp_path / "model.safetensors").write_bytes(b"1")
    first = encoder_named(str(tmp_path))
    assert (first.runtime, first.name) == ("sentence-transformers", tmp_path.name)
    (tmp_path / "model.safetensors").write_bytes(b"12")
    assert encoder_named(str(tmp_path)).id != first.id


def test_vectors_that_are_none_are_refused() -> None:
    assert np.array_equal(unit(np.array([[3.0, 4.0], [0.0, 0.0]])), np.float32([[0.6, 0.8], [0, 0]]))
    with pytest.raises(Fault):
        unit(np.array([1.0, 2.0]))
    with pytest.raises(Fault):
        unit(np.array([[np.nan, 1.0]]))
