"""The fast occlusion map against captum's, hiding and looking again from the start each time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
from captum.attr import Occlusion
from torch import nn

from tools.attribute.fast.occlusion import occlusion, windows, windows_that_count
from tools.attribute.fast.patches import occlusion_map, patches_near
from tools.attribute.fast.steps import steps_of
from tools.inside.opened import Opened
from tools.subjects.twitter_crop import TwitterCrop
from tools.wording import both


class Small(nn.Module):
    """The shape of the genuine network, with few channels and weights drawn at random."""

    def __init__(self, seed: int, channels: Sequence[int] = (3, 4, 5, 6)) -> None:
        super().__init__()
        torch.manual_seed(seed)
        self.register_buffer("means", torch.tensor([103.939, 116.779, 123.68]).view(1, 3, 1, 1))
        layers: list[nn.Module] = []
        for into, out in pairwise(channels):
            layers += [nn.Conv2d(into, out, 3, padding=1), nn.ReLU(inplace=True)]
            layers += [nn.Conv2d(out, out, 3, padding=1), nn.ReLU(inplace=True)]
            layers += [nn.MaxPool2d(2, ceil_mode=True)]
        last = channels[-1]
        layers += [
            nn.Conv2d(last, last, 3, padding=1),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(2, ceil_mode=True),
        ]
        layers += [nn.Conv2d(last, last, 3, padding=1), nn.ReLU(inplace=True)]
        layers += [nn.Conv2d(last, 2, 1), nn.LeakyReLU(0.3, inplace=True), nn.Conv2d(2, 1, 1)]
        self.layers = nn.Sequential(*layers)
        self.requires_grad_(False)

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        return self.layers(pictures - self.means)


def opened(module: nn.Module, prepared: np.ndarray, cell: tuple[int, int]) -> Opened:
    inputs = torch.from_numpy(prepared.copy()).permute(2, 0, 1)[None].float()
    label = both("score")

    def answer(pictures: torch.Tensor) -> torch.Tensor:
        return module(pictures)[:, 0, cell[0], cell[1]]

    return Opened(inputs, answer, module, inputs.mean(dim=(2, 3), keepdim=True), label, cell=cell)


def by_captum(one: Opened, patch: int = 32, stride: int = 16) -> np.ndarray:
    """captum's map, pixel by pixel: each window hidden, and the whole picture looked at again."""
    _, channels, height, width = one.inputs.shape
    found = Occlusion(one.answer).attribute(
        one.inputs,
        sliding_window_shapes=(channels, min(patch, height), min(patch, width)),
        strides=(channels, min(stride, height), min(stride, width)),
        baselines=one.fill.expand_as(one.inputs),
        perturbations_per_eval=8,
    )
    return found[0, 0].detach().numpy()


def assert_same(found: np.ndarray, expected: np.ndarray) -> None:
    scale = float(np.abs(expected).max())
    assert scale > 1e-4
    np.testing.assert_allclose(found, expected, rtol=0, atol=2e-6 + 1e-4 * scale)


def noise(height: int, width: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


PLACES = [
    (96, 128, (3, 4)),  # inside
    (96, 128, (0, 0)),  # corners: zeros beyond the picture at every layer
    (96, 128, (5, 7)),
    (101, 75, (6, 4)),  # the last window and the last cell are cut
    (240, 224, (7, 6)),  # windows outside of the cell's field
    (40, 250, (1, 15)),
]


@pytest.mark.parametrize(("height", "width", "cell"), PLACES)
def test_equals_captum(height: int, width: int, cell: tuple[int, int]) -> None:
    one = opened(Small(seed=height), noise(height, width), cell)
    assert_same(occlusion(one), by_captum(one))


@pytest.mark.parametrize(
    ("patch", "stride"),
    [(32, 8), (16, 16), (48, 16), (40, 24), (15, 13)],  # on no common grid, too
)
@pytest.mark.parametrize("cell", [(2, 3), (5, 0)])
def test_equals_captum_whatever_the_window(patch: int, stride: int, cell: tuple[int, int]) -> None:
    one = opened(Small(seed=patch), noise(85, 74), cell)
    assert_same(occlusion(one, patch, stride), by_captum(one, patch, stride))


def test_of_another_network_every_window_is_looked_at() -> None:
    torch.manual_seed(3)
    module = nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1), nn.Tanh(), nn.AvgPool2d(8), nn.Flatten(), nn.Linear(64, 1)
    ).requires_grad_(False)
    inputs = torch.rand(1, 1, 32, 32)
    done: list[int] = []
    one = Opened(inputs, lambda x: module(x)[:, 0], module, inputs.mean(dim=(2, 3), keepdim=True), both("a"))
    found = occlusion(one, 8, 4, done.append)
    np.testing.assert_allclose(found, by_captum(one, 8, 4), atol=1e-5)
    assert sum(done) == len(windows_that_count(one, 8, 4)) == 49


def test_a_window_that_would_leave_pixels_uncovered_is_refused() -> None:
    with pytest.raises(ValueError, match="no window"):
        occlusion(opened(Small(1), noise(64, 64), (1, 1)), 16, 32)


def test_a_pooling_of_values_that_may_be_negative_is_not_shortened() -> None:
    module = nn.Module()
    module.means = torch.zeros(1, 3, 1, 1)
    module.layers = nn.Sequential(nn.Conv2d(3, 3, 3, padding=1), nn.LeakyReLU(0.3), nn.MaxPool2d(2))
    assert steps_of(module, gradients=False) is None


def test_a_picture_smaller_than_the_patch_has_one_patch() -> None:
    assert windows(7, 20) == [(0, 0)]
    assert occlusion_map(Small(1), noise(7, 20), (0, 0)).shape == (1, 2)


def test_progress_counts_the_windows_that_touch_the_field() -> None:
    module, prepared = Small(2), noise(320, 320)
    done: list[int] = []
    occlusion_map(module, prepared, (10, 10), done.append)
    assert sum(done) == patches_near(module, prepared, (10, 10)) == 64


@pytest.mark.weights
@pytest.mark.parametrize("cell", [(2, 3), (5, 6)])
def test_equals_captum_on_the_genuine_network(weights_folder: Path, cell: tuple[int, int]) -> None:
    module = TwitterCrop.load(weights_folder).module
    one = opened(module, noise(96, 112, seed=4), cell)
    expected = by_captum(one)
    np.testing.assert_allclose(occlusion(one), expected, atol=1e-4)
    blocks = occlusion_map(module, noise(96, 112, seed=4), cell)
    np.testing.assert_allclose(blocks, expected[::16, ::16], atol=1e-4)
