"""Fast gradients against captum's, on the whole picture; and nothing forgotten at a border."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from captum.attr import IntegratedGradients, NoiseTunnel, Saliency
from torch import nn

from tools.answering.given import Given
from tools.attribute.fast.cone import Cone
from tools.attribute.fast.gradients import gradient, integrated_gradients, smoothgrad
from tools.inside.maps import open_map
from tools.inside.opened import Opened
from tools.subjects.twitter_crop import TwitterCrop
from tools.wording import both

CELLS = [(0, 0), (3, 4), (6, 6), (5, 0)]


@pytest.fixture(scope="module")
def network(weights_folder: Path) -> TwitterCrop:
    return TwitterCrop.load(weights_folder)


def genuine(network: TwitterCrop, cell: tuple[int, int], side: int = 101) -> Opened:
    draw = np.random.default_rng(7)
    one = open_map(network, Given(pixels=draw.integers(0, 256, (side, side, 3), dtype=np.uint8)), cell)
    # The preparation enlarges: cut, so that the picture ends inside a cell and the tests stay short.
    inputs = one.inputs[..., :side, :side].contiguous()
    return Opened(inputs, one.answer, one.module, one.fill, one.label, cell=cell)


def other() -> Opened:
    torch.manual_seed(3)
    module = nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1), nn.Tanh(), nn.AvgPool2d(8), nn.Flatten(), nn.Linear(64, 1)
    ).requires_grad_(False)
    inputs = torch.rand(1, 1, 32, 32)
    return Opened(inputs, lambda x: module(x)[:, 0], module, inputs.mean(dim=(2, 3), keepdim=True), both("a"))


def assert_same(found: torch.Tensor, expected: torch.Tensor) -> None:
    scale = float(expected.abs().max())
    assert scale > 1e-6
    assert found.shape == expected.shape
    assert float((found - expected).abs().max()) <= 1e-4 * scale + 1e-9


@pytest.mark.weights
@pytest.mark.parametrize("cell", CELLS)
def test_the_gradient_is_captums(network: TwitterCrop, cell: tuple[int, int]) -> None:
    one = genuine(network, cell)
    assert_same(gradient(one), Saliency(one.answer).attribute(one.inputs, abs=False))


@pytest.mark.weights
@pytest.mark.parametrize("cell", CELLS[:2])
def test_integrated_gradients_are_captums(network: TwitterCrop, cell: tuple[int, int]) -> None:
    one = genuine(network, cell)
    base = one.fill.expand_as(one.inputs)
    expected = IntegratedGradients(one.answer).attribute(one.inputs, base, n_steps=20, internal_batch_size=5)
    done: list[int] = []
    found = integrated_gradients(one, 20, tick=done.append)
    assert_same(found, expected.float())
    assert sum(done) == 20
    black = torch.zeros_like(one.fill)
    expected = IntegratedGradients(one.answer).attribute(one.inputs, 0, n_steps=5)
    assert_same(integrated_gradients(one, 5, black), expected.float())


@pytest.mark.weights
@pytest.mark.parametrize("cell", CELLS[1:2])
def test_smoothgrad_is_captums_with_the_same_noise(network: TwitterCrop, cell: tuple[int, int]) -> None:
    one = genuine(network, cell, side=112)  # a multiple of sixteen numbers, which torch draws together
    torch.manual_seed(11)
    expected = NoiseTunnel(Saliency(one.answer)).attribute(
        one.inputs, nt_type="smoothgrad", nt_samples=6, nt_samples_batch_size=1, stdevs=15.0, abs=False
    )
    done: list[int] = []
    before = torch.random.get_rng_state()
    assert_same(smoothgrad(one, 6, 15.0, seed=11, tick=done.append), expected)
    assert torch.equal(torch.random.get_rng_state(), before)
    assert sum(done) == 6
    assert float((smoothgrad(one, 6, 15.0, seed=12) - expected).abs().max()) > 1e-3 * float(
        expected.abs().max()
    )


def test_of_another_network_the_whole_input_is_seen() -> None:
    one = other()
    base = one.fill.expand_as(one.inputs)
    assert_same(gradient(one), Saliency(one.answer).attribute(one.inputs, abs=False))
    expected = IntegratedGradients(one.answer).attribute(one.inputs, base, n_steps=50)
    assert_same(integrated_gradients(one), expected.float())


@pytest.mark.weights
def test_the_cone_sees_the_field_alone(network: TwitterCrop) -> None:
    one = genuine(network, (10, 9), side=320)
    cone = Cone(one)
    assert (cone.rows, cone.columns) == (slice(98, 238), slice(82, 222))
    assert cone.at_once >= 2
