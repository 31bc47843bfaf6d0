"""The engine that runs Twitter's network for its answer: torch by default, OpenVINO where it is asked for."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image

from tools.bench import Bench
from tools.errors import CallRefused, ToolFailed
from tools.finding import Call
from tools.lab import Lab
from tools.stimulus import Photo
from tools.subjects.cropping import engine
from tools.subjects.cropping.engine import ENGINE_VARIABLE, asked_engine, forward_of
from tools.subjects.cropping.fast_forward import FastForward
from tools.subjects.twitter_crop import TwitterCrop

needs_openvino = pytest.mark.skipif(
    importlib.util.find_spec("openvino") is None, reason="openvino is not installed (an option)"
)


@pytest.fixture(scope="module")
def network(weights_folder: Path) -> TwitterCrop:
    return TwitterCrop.load(weights_folder)


def photograph(name: str, width: int, height: int) -> NDArray[np.uint8]:
    pixels = Bench().pixels(Photo(file=name))
    return np.asarray(Image.fromarray(pixels).resize((width, height)))


@needs_openvino
@pytest.mark.weights
@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("astronaut.png", (320, 320)),
        ("chelsea.png", (320, 213)),
        ("coffee.png", (161, 320)),
        ("rocket.jpg", (145, 143)),
        ("chelsea.png", (7, 320)),
        ("coffee.png", (320, 1)),
    ],
)
def test_openvino_gives_torchs_map_and_its_best_cell(
    network: TwitterCrop, name: str, size: tuple[int, int]
) -> None:
    from tools.subjects.cropping.openvino_forward import OpenvinoForward

    picture = photograph(name, *size)
    both = torch.from_numpy(np.stack([picture, picture[::-1]]))  # two pictures: the order of a batch counts
    expected, found = FastForward(network.module)(both), OpenvinoForward(network.module)(both)
    assert found.shape == (2, -(-size[1] // 16), -(-size[0] // 16))
    spread = float(expected.std())
    assert spread > 1e-4  # one row of pixels says little
    np.testing.assert_allclose(found.numpy(), expected.numpy(), rtol=0, atol=min(2e-4, spread / 20))
    assert [int(grid.argmax()) for grid in found] == [int(grid.argmax()) for grid in expected]


@needs_openvino
@pytest.mark.weights
def test_it_counts_in_f32_keeps_few_shapes_and_never_writes_an_answer_again(network: TwitterCrop) -> None:
    from tools.subjects.cropping.openvino_forward import MOST_COMPILED, OpenvinoForward

    forward = OpenvinoForward(network.module)
    assert forward.precision((1, 32, 32, 3)) == "f32"
    first = forward(torch.zeros(1, 32, 32, 3, dtype=torch.uint8))
    before = first.clone()
    forward(torch.full((1, 32, 32, 3), 255, dtype=torch.uint8))
    assert torch.equal(first, before)
    for side in range(1, MOST_COMPILED + 1):
        forward(torch.zeros(1, side, 16, 3, dtype=torch.uint8))
    assert len(forward.compiled) == MOST_COMPILED
    assert (1, 32, 32, 3) not in forward.compiled


@needs_openvino
@pytest.mark.weights
def test_the_environment_chooses_the_subjects_engine(
    network: TwitterCrop, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert type(forward_of(network.module)).__name__ == "FastForward"
    monkeypatch.setenv(ENGINE_VARIABLE, " OpenVINO ")
    chosen = TwitterCrop(network._layers)
    (expected,), (found,) = (each.maps([photograph("astronaut.png", 96, 80)]) for each in (network, chosen))
    assert type(chosen._fast).__name__ == "OpenvinoForward"
    np.testing.assert_allclose(found, expected, atol=2e-4)


@pytest.mark.weights
def test_asked_for_and_not_installed_it_says_what_to_do(
    network: TwitterCrop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "has_openvino", lambda: False)
    assert type(forward_of(network.module)).__name__ == "FastForward"  # never a need
    monkeypatch.setenv(ENGINE_VARIABLE, "openvino")
    with pytest.raises(ToolFailed) as told:
        forward_of(network.module)
    assert told.value.code == "engine_missing"
    assert "pip install 'autopsie[openvino]'" in told.value.sentence("fr")
    assert "not installed" in told.value.sentence("en")


def test_an_unknown_engine_is_refused_with_those_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ENGINE_VARIABLE, raising=False)
    assert asked_engine() == "torch"
    monkeypatch.setenv(ENGINE_VARIABLE, "abacus")
    with pytest.raises(CallRefused) as told:
        asked_engine()
    assert "abacus" in told.value.sentence("en")
    assert "torch, openvino" in told.value.sentence("fr")


def test_a_finding_of_another_engine_has_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    call = Call(verb="attribute", method="saliency", subject="twitter_crop", case="astronaut")
    monkeypatch.delenv(ENGINE_VARIABLE, raising=False)
    with Lab(in_process=True) as lab:
        plain = lab.key(call)
        monkeypatch.setenv(ENGINE_VARIABLE, "torch")
        assert lab.key(call) == plain
        monkeypatch.setenv(ENGINE_VARIABLE, "openvino")
        assert lab.key(call) != plain


def test_doctor_tells_of_it_and_misses_it_only_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    from server.cli import doctor

    monkeypatch.setattr(engine, "has_openvino", lambda: False)
    monkeypatch.delenv(ENGINE_VARIABLE, raising=False)
    assert "openvino" in doctor._OPTIONAL
    assert doctor._engine() == []
    monkeypatch.setenv(ENGINE_VARIABLE, "openvino")
    (fault,) = doctor._engine()
    assert ENGINE_VARIABLE in fault
