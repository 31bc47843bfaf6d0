"""Who answers about a reader's own picture where the original is not: its stand-in, under its own name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tools.assets import store
from tools.bench import Bench
from tools.catalogue import subject_card, tool
from tools.errors import AssetRefused, CallRefused, MissingAsset
from tools.finding import Call, MapFigure
from tools.lab import Lab
from tools.stimuli.package_pictures import PHOTOGRAPHS
from tools.stimuli.render import package_data_folder, png
from tools.stimuli.uploads import accept, folder_of
from tools.subjects.twitter_crop_imitation import CARD

LOCATE_ALL = store.locate_all  # before this folder's conftest takes it away


@pytest.fixture(autouse=True)
def _without_the_original(_sample_tools: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.lab.store.locate_all", LOCATE_ALL)
    monkeypatch.setenv("AUTOPSIE_ASSETS", str(tmp_path / "nothing"))


@pytest.fixture
def lab() -> Iterator[Lab]:
    with Lab(in_process=True) as lab:
        yield lab


def brought(play: str = "play") -> str:
    return accept((package_data_folder() / "chelsea.png").read_bytes(), play).sha256


def question(case: str, method: str = "saliency", subject: str = "twitter-crop") -> Call:
    return Call(verb="attribute", method=method, subject=subject, case=case)


def test_the_stand_in_answers_under_its_own_name(lab: Lab) -> None:
    case = f"upload:{brought()}"
    finding = lab.run(question(case), uploads=folder_of("play"))
    assert finding.subject.name == finding.call.subject == CARD.name
    assert finding.subject.badge == "stand-in"
    assert finding.subject.sha256 == CARD.sha256 != subject_card("twitter_crop").sha256
    assert finding.call.case == case
    assert CARD.agreement is not None
    for language in ("fr", "en"):
        sentence = CARD.agreement.in_(language)[1:]
        assert sentence in finding.sentence(language)
        (figure,) = finding.figures
        assert isinstance(figure, MapFigure)
        assert all(sentence in panel.caption.in_(language) for panel in figure.panels)
    said = finding.model_dump_json()
    assert "The stand-in chooses point" in said
    assert "the next at point" in said
    assert "network’s own" not in said.replace(finding.question.en, "")
    assert subject_card("twitter_crop").title.en not in said.replace(CARD.title.en, "")


def test_the_runner_up_is_the_best_place_elsewhere(lab: Lab) -> None:
    case = f"upload:{brought()}"
    finding = lab.run(question(case), uploads=folder_of("play"))
    bench = Bench(folder_of("play"))
    look = bench.subject(CARD.name).look(bench.pixels(bench.case(case).pictures[0].recipe))
    assert look.runner_up is not None
    x, y = look.runner_up
    assert f"the next at point ({x}, {y})" in finding.sentence("en")
    assert (finding.result["point_x"], finding.result["point_y"]) == look.point


def test_a_story_s_own_picture_is_left_to_its_recording(lab: Lab) -> None:
    assert PHOTOGRAPHS
    with pytest.raises(MissingAsset):
        lab.run(question("chelsea"))


def test_a_wrong_file_is_refused_rather_than_stood_in_for(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fastgaze.vxm").write_bytes(b"not it")
    monkeypatch.setenv("AUTOPSIE_ASSETS", str(tmp_path))
    with pytest.raises(AssetRefused):
        lab.run(question(f"upload:{brought()}"), uploads=folder_of("play"))


def test_an_instrument_that_explains_takes_no_stand_in(lab: Lab) -> None:
    with pytest.raises(MissingAsset):
        lab.run(question(f"upload:{brought()}", "occlusion"), uploads=folder_of("play"))
    with pytest.raises(CallRefused, match="stand-in"):
        lab.run(question(f"upload:{brought()}", "occlusion", CARD.slug), uploads=folder_of("play"))


@pytest.mark.weights
def test_the_original_answers_where_it_is(
    lab: Lab, weights_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOPSIE_ASSETS", str(weights_folder))
    finding = lab.run(question(f"upload:{brought()}"), uploads=folder_of("play"))
    assert (finding.subject.name, finding.subject.badge) == ("twitter_crop", "original")
    assert "imitation" not in finding.model_dump_json()


def test_a_black_picture_is_told_as_undecided(lab: Lab) -> None:
    sha256 = accept(png(np.zeros((120, 160, 3), np.uint8)), "play").sha256
    finding = lab.run(question(f"upload:{sha256}"), uploads=folder_of("play"))
    assert finding.verdict in ("inconclusive", "usable")
    assert tool("attribute", "saliency").accepts(CARD) is None
    assert "imitation" in finding.sentence("fr").lower()
