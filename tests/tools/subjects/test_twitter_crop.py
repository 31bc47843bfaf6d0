"""The subject around its network: batches, twins without knowledge, files of every sort."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tools.bench import Bench
from tools.catalogue import subject_card, subjects
from tools.errors import MissingAsset
from tools.readers.vxm import Convolution, Gaussian, Pooling
from tools.stimulus import Photo
from tools.subjects.cropping.network import CHANNEL_MEANS
from tools.subjects.twitter_crop import CARD, TwitterCrop

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def network(weights_folder: Path) -> TwitterCrop:
    return TwitterCrop.load(weights_folder)


def noise(width: int, height: int, seed: int = 0) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def slow_map(subject: TwitterCrop, picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The network as its data sheet tells it, layer by layer, in plain functions."""
    import torch
    from torch.nn import functional

    values = torch.from_numpy(picture.astype(np.float32)).permute(2, 0, 1)[None]
    values = values - torch.tensor(CHANNEL_MEANS)[None, :, None, None]
    for layer in subject._layers:
        if isinstance(layer, Convolution):
            padding = layer.weight.shape[2] // 2
            weight, bias = torch.from_numpy(layer.weight), torch.from_numpy(layer.bias)
            values = functional.conv2d(values, weight, bias, padding=padding)
            values = torch.where(values > 0, values, layer.slope * values)
        elif isinstance(layer, Pooling):
            bottom, right = values.shape[2] % 2, values.shape[3] % 2
            values = functional.pad(values, (0, right, 0, bottom), value=-float("inf"))
            values = functional.max_pool2d(values, 2)
        else:
            assert isinstance(layer, Gaussian)
    return values[0, 0].numpy()


@pytest.mark.parametrize("size", [(320, 320), (320, 213), (161, 320), (320, 1), (7, 320), (144, 144)])
def test_the_fast_way_agrees_with_its_slow_twin(network: TwitterCrop, size: tuple[int, int]) -> None:
    picture = noise(*size)
    (fast,) = network.maps([picture])
    assert fast.shape == (-(-size[1] // 16), -(-size[0] // 16))
    np.testing.assert_allclose(fast, slow_map(network, picture), atol=2e-4)


def test_the_module_agrees_with_the_fast_way_and_gives_gradients(network: TwitterCrop) -> None:
    import torch

    picture = noise(160, 160)
    values = torch.from_numpy(picture.astype(np.float32)).permute(2, 0, 1)[None].requires_grad_()
    scores = network.module(values)
    scores.max().backward()
    assert values.grad is not None
    assert float(values.grad.abs().max()) > 0
    assert all(parameter.grad is None for parameter in network.module.parameters())
    np.testing.assert_allclose(scores.detach().numpy()[0, 0], network.maps([picture])[0], atol=2e-4)


def test_without_a_fused_convolution_the_answer_is_the_same(
    network: TwitterCrop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tools.subjects.cropping import fast_forward

    fused = network.maps([noise(320, 213)])[0]
    monkeypatch.setattr(fast_forward, "has_fused_convolution", lambda: False)
    plain = TwitterCrop(network._layers).maps([noise(320, 213)])[0]
    np.testing.assert_allclose(plain, fused, atol=2e-4)


def test_pictures_of_mixed_sizes_keep_their_order(network: TwitterCrop) -> None:
    pictures = [noise(160, 160, 1), noise(96, 64, 2), noise(160, 160, 3), noise(96, 64, 4)]
    together = network.maps(pictures)
    for picture, grid in zip(pictures, together, strict=True):
        np.testing.assert_allclose(grid, network.maps([picture])[0], atol=2e-4)
    assert network.maps([]) == []


def test_an_examined_picture_leaves_the_network_as_it_was(network: TwitterCrop) -> None:
    before = {name: value.clone() for name, value in network.module.state_dict().items()}
    network.look(noise(50, 40))
    network.scrambled(1)
    network.reinitialised(1)
    after = network.module.state_dict()
    assert all((before[name] == after[name]).all() for name in before)
    assert not network.module.training


def test_a_scrambled_twin_has_the_same_numbers_elsewhere(network: TwitterCrop) -> None:
    twin, again, other = network.scrambled(3), network.scrambled(3), network.scrambled(4)
    for ours, theirs in zip(network._layers, twin._layers, strict=True):
        if isinstance(ours, Convolution) and isinstance(theirs, Convolution):
            assert sorted(ours.weight.ravel()) == sorted(theirs.weight.ravel())
            assert sorted(ours.bias) == sorted(theirs.bias)
    picture = noise(160, 160)
    (genuine,), (map_1,), (map_2,), (map_3,) = (
        subject.maps([picture]) for subject in (network, twin, again, other)
    )
    assert (map_1 == map_2).all()
    assert not np.allclose(map_1, map_3)
    assert not np.allclose(map_1, genuine)


def test_a_reinitialised_twin_shares_no_weight_and_follows_its_seed(network: TwitterCrop) -> None:
    twin = network.reinitialised(5)
    first, theirs = network._layers[1], twin._layers[1]
    assert isinstance(first, Convolution)
    assert isinstance(theirs, Convolution)
    assert abs(np.corrcoef(first.weight.ravel(), theirs.weight.ravel())[0, 1]) < 0.05
    assert theirs.weight.std() == pytest.approx(np.sqrt(2 / (43 * 9)), rel=0.05)
    picture = noise(160, 160)
    assert (twin.maps([picture])[0] == network.reinitialised(5).maps([picture])[0]).all()


def test_a_look_holds_together(network: TwitterCrop) -> None:
    look = network.look(noise(500, 90))
    assert look.score == pytest.approx(float(look.grid.max()))
    assert look.prepared_size == (320, 58)
    assert look.grid_shape == (4, 20)
    assert [crop.ratio for crop in look.crops] == ["0.56", "1.0", "1.14", "2.0"]
    assert look.point == network.point_of(look.grid, look.size, look.prepared_size)


def test_a_jpeg_file_is_shrunk_by_its_decoder(network: TwitterCrop, tmp_path: Path) -> None:
    path = tmp_path / "large.jpg"
    Image.fromarray(np.kron(noise(20, 15), np.ones((100, 100, 1), dtype=np.uint8))).save(path, quality=90)
    look = network.examine_file(path)
    assert look.size == (2000, 1500)
    assert look.prepared_size == (320, 240)
    assert look.crops[1].height == 1500


def test_a_jpeg_lying_on_its_side_is_judged_upright(network: TwitterCrop, tmp_path: Path) -> None:
    upright = Image.fromarray(Bench().pixels(Photo(file="rocket.jpg")))
    told = Image.Exif()
    told[0x0112] = 6  # turn by 90° clockwise to see it upright
    lying = upright.transpose(Image.Transpose.ROTATE_90)
    lying.save(tmp_path / "lying.jpg", exif=told, quality=100, subsampling=0)
    upright.save(tmp_path / "upright.jpg", quality=100, subsampling=0)
    one, two = (network.examine_file(tmp_path / f"{name}.jpg") for name in ("lying", "upright"))
    assert one.size == two.size == (640, 427)
    assert one.point == two.point
    assert one.score == pytest.approx(two.score, abs=0.02)
    assert one.notes
    assert not two.notes


def test_a_grey_picture_counts_as_three_equal_channels(network: TwitterCrop, tmp_path: Path) -> None:
    grey = noise(300, 200)[..., 0]
    Image.fromarray(grey).save(tmp_path / "grey.png")
    assert network.examine_file(tmp_path / "grey.png").score == pytest.approx(
        network.look(np.stack([grey] * 3, axis=2)).score, abs=1e-5
    )


def test_a_one_pixel_picture_is_answered(network: TwitterCrop, tmp_path: Path) -> None:
    Image.new("RGB", (1, 1), (9, 9, 9)).save(tmp_path / "dot.png")
    look = network.examine_file(tmp_path / "dot.png")
    assert look.point == (0, 0)
    assert all((c.left, c.top, c.width, c.height) == (0, 0, 1, 1) for c in look.crops)


def test_the_bench_loads_a_subject_once_in_either_spelling(weights_folder: Path) -> None:
    bench = Bench(weights=weights_folder)
    assert bench.subject("twitter-crop") is bench.subject("twitter_crop")
    assert bench.with_uploads(Path("elsewhere")).subject("twitter_crop") is bench.subject("twitter_crop")
    assert bench.identity("twitter-crop").badge == "original"


def test_without_weights_the_bench_says_how_to_fetch_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AUTOPSIE_ASSETS", raising=False)
    with pytest.raises(MissingAsset):
        Bench().subject("twitter_crop")


def test_the_card_is_in_the_catalogue() -> None:
    assert subject_card("twitter-crop") is CARD
    assert subjects()["twitter_crop"].slug == "twitter-crop"
