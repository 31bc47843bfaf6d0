"""What names a language model: a file, a folder, nothing; and what is wrong with those that are none."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from tools.errors import MissingAsset
from tools.hosted.troubles import HostedFailed
from tools.language_models.process import LanguageModelProcess, Message
from tools.language_models.reference import missing_packages, model_named
from tools.wording import LANGUAGES

ASK: list[Message] = [{"role": "user", "content": "the crop prefers"}]


def refused(reference: str) -> HostedFailed:
    with pytest.raises(HostedFailed) as failure:
        LanguageModelProcess(reference)
    return failure.value


def test_no_reference_is_the_asset(assets: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert model_named("").path == assets / "language_model.gguf"
    monkeypatch.setenv("AUTOPSIE_ASSETS", str(tmp_path))
    monkeypatch.setattr("tools.assets.store._in_package", lambda pinned: None)
    with pytest.raises(MissingAsset):
        model_named("")


def test_a_file_of_ones_own_runs(assets: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.gguf"
    mine.symlink_to(assets / "language_model.gguf")
    process = LanguageModelProcess(str(mine))
    assert (process.named.runtime, process.named.name) == ("gguf", "mine.gguf")
    assert list(process.complete(ASK, most_tokens=3))
    process.close()


def test_what_is_no_model_is_refused_before_anything_starts(tmp_path: Path, folder: Path) -> None:
    assert refused(str(tmp_path / "nowhere.gguf")).trouble == "not_here"
    letter = tmp_path / "letter.gguf"
    letter.write_text("hello", encoding="utf-8")
    assert refused(str(letter)).trouble == "not_a_model"
    assert refused(str(tmp_path)).trouble == "not_a_model"
    pickled = tmp_path / "pickled"
    shutil.copytree(folder, pickled)
    (pickled / "model.safetensors").rename(pickled / "pytorch_model.bin")
    failure = refused(str(pickled))
    assert failure.trouble == "not_a_model"
    assert "safetensors" in failure.says.fr
    assert str(tmp_path) not in failure.sentence("fr")  # a file's name, never where it lies


def test_a_file_cut_short_is_told_by_what_would_load_it(assets: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.gguf"
    cut.write_bytes((assets / "language_model.gguf").read_bytes()[:100_000])
    process = LanguageModelProcess(str(cut))
    with pytest.raises(HostedFailed) as failure:
        list(process.complete(ASK))
    assert failure.value.trouble == "not_a_model"
    assert all("cut.gguf" in failure.value.says.in_(language) for language in LANGUAGES)
    assert process.pid is None


def test_a_missing_package_is_named_with_what_brings_it() -> None:
    failure = missing_packages("gguf", find=lambda name: None)
    assert failure is not None
    assert failure.trouble == "no_runtime"
    assert "xllamacpp" in failure.sentence("fr")
    assert "autopsie[guide-local]" in failure.sentence("en")
    assert missing_packages("gguf", find=lambda name: name) is None


@pytest.mark.long
def test_a_folder_of_transformers_writes_chooses_and_stops(folder: Path) -> None:
    process = LanguageModelProcess(str(folder), threads=1)
    try:
        assert process.named.runtime == "transformers"
        text = "".join(process.complete(ASK, most_tokens=20))
        assert text
        assert "".join(process.complete(ASK, most_tokens=20)) == text

        def by_chance(seed: int) -> str:
            return "".join(process.complete(ASK, most_tokens=20, temperature=1.0, seed=seed))

        assert by_chance(3) == by_chance(3) != by_chance(4)
        choices = ["s1", "s2", "lighter faces", "s12"]
        for seed in range(5):
            answer = process.complete(ASK, one_of=choices, temperature=2.0, seed=seed)
            assert "".join(answer) in choices
        with pytest.raises(HostedFailed) as long:
            list(process.complete([{"role": "user", "content": "the crop " * 200}]))
        assert long.value.trouble == "too_long"
        before, answer = process.spent, process.complete(ASK, most_tokens=240)
        next(answer)
        start = time.monotonic()
        answer.close()
        assert time.monotonic() - start < 2.0
        assert before < process.spent < before + 240
    finally:
        process.close()
