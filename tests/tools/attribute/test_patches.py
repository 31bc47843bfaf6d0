"""The fast occlusion map against captum's, hiding and looking again from the start each time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
import torch
from captum.attr import Occlusion
from torch import nn

from tools.attribute.patches import occlusion_map, patches, patches_near


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


def by_captum(module: nn.Module, prepared: np.ndarray, cell: tuple[int, int]) -> np.ndarray:
    """captum's map, pixel by pixel, read at the first pixel of each block."""
    picture = torch.from_numpy(prepared.copy()).permute(2, 0, 1)[None].float()
    mean = picture.mean(dim=(2, 3), keepdim=True).expand_as(picture)
    found = Occlusion(lambda batch: module(batch)[:, 0, cell[0], cell[1]]).attribute(
        picture,
        sliding_window_shapes=(3, min(32, picture.shape[2]), min(32, picture.shape[3])),
        strides=(3, 16, 16),
        baselines=mean,
        perturbations_per_eval=8,
    )
    return found[0, 0].numpy()


def noise(height: int, width: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


@pytest.mark.parametrize(
    ("height", "width", "cell"),
    [
        (96, 128, (3, 4)),  # inside
        (96, 128, (0, 0)),  # corners: zeros beyond the picture at every layer
        (96, 128, (5, 7)),
        (101, 75, (6, 4)),  # the last patch and the last cell are cut
        (240, 224, (7, 6)),  # patches outside the cell's field
        (40, 250, (1, 15)),
    ],
)
def test_equals_captum(height: int, width: int, cell: tuple[int, int]) -> None:
    module, prepared = Small(seed=height), noise(height, width)
    expected = by_captum(module, prepared, cell)
    found = occlusion_map(module, prepared, cell)
    assert found.shape == (math.ceil(height / 16), math.ceil(width / 16))
    spread = np.kron(found, np.ones((16, 16)))[:height, :width]
    assert np.abs(expected).max() > 1e-3
    np.testing.assert_allclose(spread, expected, atol=1e-4 * max(1.0, float(np.abs(expected).max())))


def test_a_picture_smaller_than_the_patch_has_one_patch() -> None:
    assert patches(7, 20) == [(0, 0)]
    assert occlusion_map(Small(1), noise(7, 20), (0, 0)).shape == (1, 2)


def test_progress_counts_the_patches_that_touch_the_field() -> None:
    done: list[int] = []
    occlusion_map(Small(2), noise(320, 320), (10, 10), done.append)
    assert sum(done) == patches_near(320, 320, (10, 10)) == 100


@pytest.mark.weights
def test_equals_captum_on_the_genuine_network(weights_folder) -> None:  # type: ignore[no-untyped-def]
    from tools.subjects.twitter_crop import TwitterCrop

    module = TwitterCrop.load(weights_folder).module
    prepared = noise(96, 112, seed=4)
    expected = by_captum(module, prepared, (2, 3))
    found = np.kron(occlusion_map(module, prepared, (2, 3)), np.ones((16, 16)))
    np.testing.assert_allclose(found, expected, atol=1e-4)
