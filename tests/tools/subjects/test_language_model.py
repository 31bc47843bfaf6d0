"""The small language model: its answers, its two starts, and what is said without its optional packages."""

from __future__ import annotations

import math
import threading
from pathlib import Path

import pytest

from tools.catalogue import subject_card
from tools.errors import MissingAsset, StimulusRefused, ToolFailed
from tools.home import home
from tools.subjects import language_model
from tools.subjects.language import conversion
from tools.subjects.language_model import LanguageModel


def test_without_the_optional_packages_the_cure_is_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "find_spec", lambda name: None if name == "gguf" else object())
    with pytest.raises(MissingAsset) as missing:
        language_model.load()
    assert missing.value.code == "extra_missing"
    assert "gguf" in missing.value.sentence("en")
    assert 'pip install "autopsie[language-model]"' in missing.value.sentence("fr")


def test_it_says_that_it_is_an_illustration() -> None:
    card = subject_card("language-model")
    assert "not a finding" in card.about.en
    assert "non un résultat" in card.about.fr


def test_a_cache_that_cannot_be_written_is_a_clear_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("gguf")
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be", encoding="utf-8")
    monkeypatch.setenv("AUTOPSIE_HOME", str(blocked))
    with pytest.raises(ToolFailed) as failed:
        conversion.converted(tmp_path / "any.gguf", "0" * 64)
    assert failed.value.code == "disk_full"


def test_a_conversion_that_breaks_leaves_nothing(tmp_path: Path) -> None:
    pytest.importorskip("gguf")
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF but no more")
    with pytest.raises(Exception):  # noqa: B017, PT011  (whatever transformers raises: the hash is pinned)
        conversion.converted(broken, "1" * 64)
    assert [path for path in (home() / "cache").iterdir() if path.is_dir()] == []


@pytest.mark.weights
@pytest.mark.long
class TestTheModel:
    @pytest.fixture(scope="class")
    @staticmethod
    def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
        return tmp_path_factory.mktemp("language")

    @pytest.fixture
    def loaded(self, assets: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> LanguageModel:
        monkeypatch.setenv("AUTOPSIE_HOME", str(folder))  # converted once for all these tests
        return language_model.load()

    def test_two_starts_at_once_convert_once(
        self, assets: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("AUTOPSIE_HOME", str(folder))
        threads = [threading.Thread(target=language_model.load) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len([path for path in (folder / "cache").iterdir() if path.is_dir()]) == 1

    def test_next_words(self, loaded: LanguageModel) -> None:
        found = dict(loaded.next_words("The nurse said that"))
        assert found["she"] == pytest.approx(0.118, abs=0.001)
        assert found["he"] == pytest.approx(0.024, abs=0.001)
        she, he = loaded.continuation("The nurse said that", ["she", "he"])
        assert (she, he) == (pytest.approx(found["she"], abs=1e-4), pytest.approx(found["he"], abs=1e-4))
        assert list(found.values()) == sorted(found.values(), reverse=True)

    @pytest.mark.parametrize(("job", "difference"), [("nurse", 1.53), ("engineer", 0.42)])
    def test_the_probability_of_sentences(self, loaded: LanguageModel, job: str, difference: float) -> None:
        she, he = (loaded.log_probability(f"The {job} said that {word} was tired.") for word in ("she", "he"))
        assert she - he == pytest.approx(difference, abs=0.02)

    def test_a_sentence_is_the_product_of_its_continuations(self, loaded: LanguageModel) -> None:
        whole = loaded.log_probability("The cat sat down")
        steps = [("The", "cat"), ("The cat", "sat"), ("The cat sat", "down")]
        parts = [math.log(loaded.continuation(before, [word])[0]) for before, word in steps]
        assert whole == pytest.approx(sum(parts), abs=1e-3)

    def test_an_empty_or_endless_text_is_refused(self, loaded: LanguageModel) -> None:
        for text, code in ((" ", "empty_text"), ("a " * 6000, "text_too_long")):
            with pytest.raises(StimulusRefused) as refused:
                loaded.examine(text)
            assert refused.value.code == code
