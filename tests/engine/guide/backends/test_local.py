"""The local backend, with the genuine SmolLM2: what it may write, what it gives, its troubles by name."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from engine.guide.backend import BackendFailed, Prompt, backend_named, backend_names
from engine.guide.backends import local
from engine.guide.settings import GuideSettings
from tools.hosted.troubles import MODEL, failed

made: list[local.Backend] = []


@pytest.fixture(autouse=True)
def _unloaded() -> Iterator[None]:
    yield
    while made:
        made.pop().close()


def backend(**settings: Any) -> local.Backend:
    found = backend_named("local", GuideSettings(backend="local", **settings))
    assert isinstance(found, local.Backend)
    made.append(found)
    return found


def failure(asked: local.Backend, prompt: Prompt) -> BackendFailed:
    with pytest.raises(BackendFailed) as failed:
        list(asked.write(prompt))
    return failed.value


def test_it_is_found_by_its_name() -> None:
    assert "local" in backend_names()
    assert not backend().verbatim


@pytest.mark.usefixtures("assets")
def test_it_writes_in_pieces_within_what_the_prompt_allows(prompt: Prompt) -> None:
    asked = backend()
    assert asked.spent == 0
    pieces = list(asked.write(prompt))
    assert 15 < len(pieces) <= prompt.most_tokens
    assert "network" in "".join(pieces)
    assert asked.spent > prompt.most_tokens
    held = asked.resident_bytes()
    assert held is not None
    assert held < 1.2e9
    assert list(asked.write(prompt)) == pieces


@pytest.mark.usefixtures("assets")
def test_it_chooses_nothing_but_an_option_however_short_the_prompt_is(prompt: Prompt) -> None:
    options = ["a-rather-long-name-for-an-option", "b", "the-third"]
    for seed in range(3):
        wild = prompt.model_copy(update={"temperature": 1.5, "seed": seed, "most_tokens": 1})
        assert backend().choose(wild, options) in options


@pytest.mark.usefixtures("assets")
def test_ours_may_choose_in_both_languages_and_write_in_english() -> None:
    ready = backend().readiness()
    assert (ready.ready, ready.model) == (True, "SmolLM2-135M-Instruct")
    assert ready.languages == ("en",)
    assert ready.degrees == ("select", "rephrase")
    assert backend(languages="fr, en").readiness().languages == ("fr", "en")  # the operator knows better
    assert backend(languages="tlh").readiness().languages == ("en",)


def test_a_model_of_ones_own_may_write_both(assets: Path, tmp_path: Path, prompt: Prompt) -> None:
    mine = tmp_path / "mine.gguf"
    mine.symlink_to(assets / "language_model.gguf")
    asked = backend(model=str(mine))
    ready = asked.readiness()
    assert (ready.ready, ready.model, ready.languages) == (True, "mine.gguf", ("fr", "en"))
    assert list(asked.write(prompt))


def test_looking_whether_it_is_ready_starts_nothing(assets: Path) -> None:
    asked = backend()
    before = time.monotonic()
    asked.readiness()
    assert time.monotonic() - before < 2
    assert asked.resident_bytes() is None


def test_a_model_that_is_not_there_is_told_before_and_when_asked(tmp_path: Path, prompt: Prompt) -> None:
    asked = backend(model=str(tmp_path / "nowhere.gguf"))
    ready = asked.readiness()
    assert not ready.ready
    assert ready.degrees == ()
    assert "nowhere.gguf" in ready.says.fr
    assert str(tmp_path) not in ready.says.fr
    assert failure(asked, prompt).code == "guide_model_missing"


def test_where_nothing_was_fetched_the_cure_is_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prompt: Prompt
) -> None:
    monkeypatch.setenv("AUTOPSIE_ASSETS", str(tmp_path))
    monkeypatch.setattr("tools.assets.store._in_package", lambda pinned: None)
    ready = backend().readiness()
    assert not ready.ready
    assert ready.cure is not None
    assert "autopsie subjects fetch language-model" in ready.cure.fr
    assert failure(backend(), prompt).code == "guide_model_missing"


def test_without_the_package_it_says_what_to_install(assets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = failed(MODEL, "no_runtime", packages=["xllamacpp"], install="autopsie[guide-local]")
    monkeypatch.setattr("tools.language_models.reference.missing_packages", lambda runtime: missing)
    ready = backend().readiness()
    assert not ready.ready
    assert ready.cure is not None
    assert "autopsie[guide-local]" in ready.cure.en


@pytest.mark.usefixtures("assets")
def test_each_trouble_of_the_process_has_its_code(prompt: Prompt) -> None:
    long = prompt.model_copy(update={"user": "word " * 6000})
    assert failure(backend(), long).code == "guide_too_much"
    slow = failure(backend(whole_seconds=0.05), prompt)
    assert slow.code == "guide_slow"
    assert "loading" in slow.detail
    asked = backend(whole_seconds=0.5)
    with closing(backend().write(prompt)):
        pass
    with closing(asked.write(prompt.model_copy(update={"user": "word and other " * 1200}))) as answer:
        with pytest.raises(BackendFailed) as late:
            list(answer)
        assert late.value.code == "guide_slow"


@pytest.mark.usefixtures("assets")
def test_a_second_question_waits_and_says_that_it_is_busy(prompt: Prompt) -> None:
    asked = backend()
    long = prompt.model_copy(update={"user": "Tell a very long story.", "most_tokens": 3000})
    with closing(asked.write(long)) as answer:
        next(answer)
        asked._settings = GuideSettings(backend="local", whole_seconds=0.3)
        assert failure(asked, prompt).code == "guide_busy"
        asked._settings = GuideSettings(backend="local")
    assert list(asked.write(prompt))


@pytest.mark.usefixtures("assets")
def test_it_may_be_used_again_after_closing(prompt: Prompt) -> None:
    asked = backend()
    first = list(asked.write(prompt))
    asked.close()
    assert asked.resident_bytes() is None
    assert list(asked.write(prompt)) == first
