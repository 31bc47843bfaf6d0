"""What one cell sees: same answers on the crop, and nothing outside of it ever counts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from tools.answering.given import Given
from tools.inside.maps import open_map
from tools.inside.opened import Opened
from tools.inside.receptive_field import chain_of, field_of, seen_by_cell, stride_of
from tools.subjects.twitter_crop import TwitterCrop


@pytest.fixture(scope="module")
def network(weights_folder: Path) -> TwitterCrop:
    return TwitterCrop.load(weights_folder)


def opened_at(network: TwitterCrop, cell: tuple[int, int], height: int = 320, width: int = 304) -> Opened:
    draw = np.random.default_rng(sum(cell))
    pixels = draw.integers(0, 256, (height, width, 3), dtype=np.uint8)
    opened = open_map(network, Given(pixels=pixels), cell)
    assert tuple(opened.inputs.shape[2:]) != (144, 144)
    return opened


@pytest.mark.weights
@pytest.mark.parametrize("cell", [(0, 0), (9, 9), (3, 16), (19, 18), (10, 2)])
def test_the_crop_gives_the_answer_and_the_gradient_of_the_whole(
    network: TwitterCrop, cell: tuple[int, int]
) -> None:
    opened = opened_at(network, cell)
    found = seen_by_cell(opened)
    assert max(found.opened.inputs.shape[2:]) <= 144
    whole = opened.inputs.clone().requires_grad_()
    part = found.opened.inputs.clone().requires_grad_()
    of_whole, of_part = opened.answer(whole)[0], found.opened.answer(part)[0]
    assert float((of_whole - of_part).detach().abs()) <= 1e-5
    expected = torch.autograd.grad(of_whole, whole)[0]
    gradient = torch.autograd.grad(of_part, part)[0]
    assert float(expected.abs().max()) > 1e-4
    # Equal where the crop is, and exactly zero everywhere else: nothing that counts was cut off.
    assert float((found.spread(gradient, whole) - expected).abs().max()) <= 1e-6


@pytest.mark.weights
def test_the_field_is_the_one_that_was_measured(network: TwitterCrop) -> None:
    layers = chain_of(network.module)
    assert layers is not None
    assert stride_of(layers) == 16
    assert field_of(layers, (10, 11)) == (16 * 10 - 62, 16 * 10 + 78)


@pytest.mark.weights
def test_the_crop_covers_its_part_of_the_picture(network: TwitterCrop) -> None:
    found = seen_by_cell(opened_at(network, (10, 9)))
    assert (found.rows, found.columns) == (slice(96, 240), slice(80, 224))
    assert found.opened.window == pytest.approx((80, 96, 144, 144), abs=2)
    assert found.opened.cell == (4, 4)


def test_a_network_that_is_no_chain_is_given_whole() -> None:
    module = nn.Sequential(nn.Conv2d(3, 1, 3, padding=1))
    inputs = torch.zeros(1, 3, 64, 64)
    opened = Opened(inputs, lambda pictures: module(pictures)[:, 0, 1, 1], module, inputs, None, cell=(1, 1))  # type: ignore[arg-type]
    found = seen_by_cell(opened)
    assert found.opened is opened
    assert (found.rows, found.columns) == (slice(0, 64), slice(0, 64))


@pytest.mark.parametrize(
    "odd",
    [
        nn.Conv2d(3, 1, 3, padding=2, dilation=2),
        nn.Conv2d(3, 1, 3, padding=1, padding_mode="reflect"),
        nn.MaxPool2d(3, stride=1, padding=1),
        nn.BatchNorm2d(3),
        nn.AdaptiveAvgPool2d(1),
    ],
)
def test_a_layer_that_is_not_followed_keeps_the_whole(odd: nn.Module) -> None:
    module = nn.Module()
    module.means = torch.zeros(1, 3, 1, 1)
    module.layers = nn.Sequential(nn.Conv2d(3, 3, 3, padding=1), odd)
    assert chain_of(module) is None
