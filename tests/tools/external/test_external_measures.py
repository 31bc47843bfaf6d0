"""The instruments run on a model of one's own, and say what they cannot ask of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tools import home
from tools.errors import CallRefused, ToolFailed
from tools.finding import Call
from tools.lab import Lab
from tools.reproduce.montages import Trial, share_of
from tools.stimulus import Montage, Photo
from tools.subjects.external.reference import parse

HOW = "kind: saliency\ninput: {size: [320, 320], keep_aspect: true}\noutput: map\nbatch: 8\n"


@pytest.fixture
def reference(tmp_path: Path, onnx_model: Any) -> str:
    (tmp_path / "how.yaml").write_text(HOW)
    return parse(onnx_model(tmp_path / "light.onnx"), tmp_path / "how.yaml").spelling


def call(reference: str, verb: str, method: str, **params: Any) -> Call:
    case = {"reproduce": "pairs", "perturb": "photographs"}.get(verb, "astronaut")
    return Call.model_validate(
        {"verb": verb, "method": method, "subject": reference, "case": case, "params": params}
    )


def test_a_paired_preference_with_the_control_that_cannot_be(reference: str, tmp_path: Path) -> None:
    with Lab(in_process=True, external=True) as lab:
        found = lab.run(
            call(reference, "reproduce", "paired_preference", factor="brightness", n=36, nulls=True)
        )
    assert found.verdict == "effect"  # a model that scores light prefers the lighter picture
    assert found.result["null"] == "not_asked"
    caveats = [each.en for each in found.caveats]
    assert any("control of random weights is missing" in each for each in caveats)
    assert any("model was brought" in each for each in caveats)
    assert not any("not asked this time" in each for each in caveats)
    assert found.subject.badge == "external"
    assert found.subject.described
    # A finding may be published: no folder of this machine stands in it, nor in the cache.
    assert found.call.subject == found.subject.name == "onnx:light.onnx"
    assert str(tmp_path) not in found.model_dump_json()
    kept = [path.read_text() for path in home.findings_cache().rglob("*.json")]
    assert kept
    assert not any(str(tmp_path) in text for text in kept)


def test_doses_maps_and_what_needs_the_weights(reference: str) -> None:
    with Lab(in_process=True, external=True) as lab:
        found = lab.run(call(reference, "perturb", "brightness", n=30, levels=[-60]))
        assert found.verdict == "effect"
        assert found.result["max_delta"] < -0.1  # type: ignore[operator]
        shown = lab.run(call(reference, "attribute", "saliency"))
        assert len(shown.figures[0].panels[0].grid) == 20  # type: ignore[union-attr]
        with pytest.raises(CallRefused, match="weights be reached"):
            lab.run(call(reference, "attribute", "occlusion"))


def test_the_key_holds_the_model_and_its_description(reference: str, tmp_path: Path, onnx_model: Any) -> None:
    asked = call(reference, "perturb", "contrast", n=1)
    with Lab(in_process=True, external=True) as lab:
        first = lab.key(asked)
        assert lab.key(asked) == first
        (tmp_path / "how.yaml").write_text(HOW + "licence: MIT\n")
        second = lab.key(asked)
        onnx_model(tmp_path / "light.onnx", "ReduceMean", fixed=True)
        assert len({first, second, lab.key(asked)}) == 3


def test_a_server_s_lab_takes_no_model_of_one_s_own(reference: str) -> None:
    with Lab(in_process=True) as lab:
        for ask in (lab.run, lab.key):
            with pytest.raises(CallRefused) as caught:
                ask(call(reference, "perturb", "contrast", n=1))
            assert caught.value.code == "external_not_here"
        assert not lab.availability(reference).available


def test_the_worker_outlives_a_model_that_does_not(python_model: Any, tmp_path: Path) -> None:
    (tmp_path / "how.yaml").write_text(HOW + "limits: {seconds: 2}\n")
    dies = parse(python_model("def answer(b):\n    import os; os._exit(9)\n"), tmp_path / "how.yaml").spelling
    with Lab(external=True) as lab:
        for _ in range(2):
            with pytest.raises(ToolFailed) as caught:
                lab.run(call(dies, "perturb", "contrast", n=1))
            assert caught.value.code == "external_died"
        worker = lab.worker_pid
        python_model("def answer(b):\n    return b.mean(axis=1)\n")
        assert lab.run(call(dies, "perturb", "contrast", n=1)).n == 1
        assert lab.worker_pid == worker


def test_an_odd_number_of_cells_gives_the_middle_one_to_nobody() -> None:
    photo = Photo(file="coffee.png")
    montage = Montage(first=photo, second=photo, layout="side-by-side", cell=160)
    trial = Trial(0, montage, True)
    grid = np.array([[0.2, 0.9, 0.1]], dtype=np.float32)
    assert share_of(grid, trial) == 1
    assert share_of(grid[:, ::-1], trial) == 0
    assert share_of(grid[:, :1], trial) == 0.5
    stacked = trial._replace(montage=montage.model_copy(update={"layout": "stacked"}))
    assert share_of(grid.T, stacked) == 1


def test_a_story_cannot_name_a_model_of_one_s_own(tmp_path: Path) -> None:
    from engine.language.reader import read_scenario

    story = tmp_path / "scenario.yaml"
    story.write_text(
        "autopsie: 1\nid: mine\nsubjects:\n  theirs: {model: 'python:os:system'}\n", encoding="utf-8"
    )
    scenario, faults = read_scenario(story)
    assert scenario is None
    assert "R312" in {fault.code for fault in faults}


def test_a_card_opens_no_file_unless_that_was_meant(reference: str) -> None:
    from tools.catalogue import subject_card

    assert subject_card(reference, external=True).badge == "external"
    with pytest.raises(CallRefused) as caught:
        subject_card(reference)
    assert caught.value.code == "unknown_subject"


def test_findings_say_what_a_python_file_and_an_address_leave_open() -> None:
    from tools.subjects.external.card import cautions

    assert "weights and modules" in cautions("python:mine.py:answer")[1].en
    assert "may change" in cautions("http://127.0.0.1/p")[1].en
    assert json.loads(cautions("onnx:m.onnx")[0].model_dump_json())["en"].startswith("This model was brought")
