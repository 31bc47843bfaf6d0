"""The files of the catalogue, asked as the public place asks them: the real encoder, the real story."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import server.answering as answering
import server.dossiers as dossiers
from engine.play.asides import OfferedMeasure
from engine.play.events import Event
from engine.play.playthrough import open_play
from server.answering import FileAnswers
from server.app import read_scenarios
from server.settings import Settings
from server.views.enquiry import settings_of
from tools.encoders.process import EncoderProcess
from tools.finding import Call

STORY = read_scenarios()["recadrage"]


@pytest.fixture(autouse=True)
def _great_world(_small_world: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The catalogue's own folder, whatever the other tests here stand in."""
    monkeypatch.delenv("AUTOPSIE_SCENARIOS")
    dossiers._dossier.cache_clear()
    yield
    dossiers._dossier.cache_clear()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FileAnswers]:
    """One for all: what is encoded once stays encoded."""
    made = FileAnswers(Settings(home=tmp_path_factory.mktemp("home")))
    yield made
    made.close()


def begun() -> list[Event]:
    return open_play(STORY, play="p", seed=1, audience="pupil", language="fr").events


def test_a_play_is_quoted_what_it_has_met_in_its_readers_words(files: FileAnswers) -> None:
    told = files.reply(STORY, begun(), "c'est quoi la saillance ?", "fr")
    assert told.in_scope
    assert told.passages[0].id == "glossary:saillance"
    pupils = STORY.glossary["saillance"].definition("pupil").in_("fr")[0]
    assert told.passages[0].text.split(".")[0] in pupils.replace("'", "’")
    assert not any(each.id.startswith("finding:") for each in told.passages)


def test_what_the_file_does_not_say_is_not_answered(files: FileAnswers) -> None:
    told = files.reply(STORY, begun(), "Quelle est la capitale du Pérou ?", "fr")
    assert not told.in_scope
    assert told.measure is None


def test_a_measure_waits_for_the_bet_that_the_story_asks_for(files: FileAnswers) -> None:
    told = files.reply(STORY, begun(), "Est-ce que le contraste joue ?", "fr")
    assert isinstance(told.measure, OfferedMeasure)
    assert told.measure.awaits is not None


def test_without_an_encoder_words_alone_are_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told_operator: list[logging.LogRecord] = []
    own = logging.Logger("autopsie.test")  # which no library of another test has disabled
    own.addFilter(lambda record: told_operator.append(record) or True)  # type: ignore[func-returns-value]
    monkeypatch.setattr(answering, "log", own)
    monkeypatch.setattr(EncoderProcess, "encode", _broken)
    bare = FileAnswers(Settings(home=tmp_path, guide_encoder=str(tmp_path / "nowhere")))
    told = bare.reply(STORY, begun(), "saillance", "fr")
    bare.close()
    assert "no encoder of questions" in told_operator[0].getMessage()
    assert "glossary:saillance" in {each.id for each in told.passages}


def _broken(*_: object, **__: object) -> None:
    raise AssertionError("nothing may be encoded here")


def test_a_dossier_is_read_once_for_each_version_of_its_story(
    files: FileAnswers, monkeypatch: pytest.MonkeyPatch
) -> None:
    import engine.language.reader as reader

    read: list[Path] = []
    whole = reader.dossier_of
    monkeypatch.setattr(reader, "dossier_of", lambda path: (read.append(path), whole(path))[1])
    for _ in range(3):
        files.reply(STORY, begun(), "qui est Madland ?", "fr")
    assert len(read) == 1


def test_files_are_made_ready_in_the_background(files: FileAnswers) -> None:
    began = time.monotonic()
    files.prepare([STORY])
    assert time.monotonic() - began < 0.5
    assert files.reply(STORY, begun(), "qui est Madland ?", "fr").in_scope


def test_settings_that_are_left_as_they_are_go_without_saying() -> None:
    params = {"levels": [0.4, 1.4], "answer": "", "threshold": 0.5, "hold": ""}
    call = Call(
        verb="perturb", method="contrast", subject="twitter_crop", case="crops", params=params, seed=7
    )
    said = settings_of(call, "en")
    assert "levels = 0.4 – 1.4" in said
    assert "answer" not in said
    assert "threshold" not in said
    assert said.endswith("seed = 7")
