"""The stand-in: it imitates and copies nothing, and never goes without saying what it is."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load as read_tensors

from tools.assets import store
from tools.assets.manifest import manifest
from tools.bench import Bench
from tools.catalogue import stand_in_of, subject_card, tools_of
from tools.readers.vxm import Convolution, read_vxm
from tools.stimuli.render import package_data_folder
from tools.subjects.cropping.window import runner_up, salient_cell
from tools.subjects.cropping_imitation.agreement import MEASURED, Agreement, agreement
from tools.subjects.twitter_crop_imitation import CARD, TwitterCropImitation
from tools.verbs import VERBS

Tensors = dict[str, NDArray[np.float32]]
PHOTOGRAPHS = ("astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg")


@pytest.fixture(scope="module")
def stand_in() -> TwitterCropImitation:
    return TwitterCropImitation.load()


def tensors() -> Tensors:
    kept = read_tensors(store.read(CARD.name))
    return {name: values.astype(np.float32) for name, values in kept.items()}


def test_it_says_what_it_is() -> None:
    assert (CARD.badge, CARD.imitates, CARD.sha256) == (
        "stand-in",
        "twitter_crop",
        manifest(CARD.name).sha256,
    )
    assert stand_in_of("twitter-crop") == subject_card("twitter-crop-imitation") == CARD
    assert CARD.agreement is not None
    assert CARD.agreement.en == (f"imitation: the same point in about {agreement().in_ten} of 10 photographs")
    assert CARD.agreement.fr.endswith(f"le même point sur environ {agreement().in_ten} photographies sur 10")
    assert "reprodu" not in f"{CARD.about.en} {CARD.title.en} {CARD.about.fr}"


def test_what_was_measured_was_measured_of_these_weights() -> None:
    measured = agreement()
    assert measured.weights_sha256 == CARD.sha256
    assert "INTERIM" not in measured.command
    assert measured.photographs.same_point.n >= 44
    assert measured.portraits.same_point.n >= 44
    for share in (measured.photographs.same_point, measured.portrait_pairs.clear):
        assert share.low <= share.value <= share.high
        assert share.value == pytest.approx(share.hits / share.shown, abs=1e-5)
    assert len(measured.preferences) >= 1
    assert (store.locate(CARD.name).path.stat().st_size) <= 1_500_000
    assert Agreement.model_validate(json.loads(MEASURED.read_text(encoding="utf-8"))) == measured


@pytest.mark.parametrize("size", [(320, 320), (213, 320), (320, 161), (1, 320), (320, 7)])
def test_a_cell_is_sixteen_pixels(stand_in: TwitterCropImitation, size: tuple[int, int]) -> None:
    picture = np.random.default_rng(0).integers(0, 256, (*size, 3), dtype=np.uint8)
    (grid,) = stand_in.maps([picture])
    assert grid.shape == (-(-size[0] // 16), -(-size[1] // 16))
    assert grid.dtype == np.float32
    assert np.isfinite(grid).all()


def test_batches_change_nothing(stand_in: TwitterCropImitation) -> None:
    draw = np.random.default_rng(1)
    pictures = [draw.integers(0, 256, (96, 128 + 32 * (i % 2), 3), dtype=np.uint8) for i in range(5)]
    for together, alone in zip(
        stand_in.maps(pictures), (stand_in.maps([p])[0] for p in pictures), strict=True
    ):
        np.testing.assert_allclose(together, alone, atol=1e-4)


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_a_point_never_goes_without_the_runner_up_and_the_sentence(
    stand_in: TwitterCropImitation, name: str
) -> None:
    examined = stand_in.examine(package_data_folder() / name)
    assert CARD.agreement in examined.notes
    result = examined.result.model_dump()
    assert result["runner_up"] is not None
    look = stand_in.examine_file(package_data_folder() / name)
    second = runner_up(look.grid)
    assert second is not None
    assert np.abs(np.subtract(second, salient_cell(look.grid))).max() >= 2
    far = look.grid.copy()
    row, column = salient_cell(look.grid)
    far[max(0, row - 1) : row + 2, max(0, column - 1) : column + 2] = -np.inf
    assert look.grid[second] == far.max()


def test_a_map_of_few_cells_has_no_runner_up() -> None:
    assert runner_up(np.zeros((2, 2), dtype=np.float32)) is None
    assert runner_up(np.zeros((1, 3), dtype=np.float32)) == (0, 2)


def test_its_twins_know_nothing(stand_in: TwitterCropImitation) -> None:
    picture = stand_in.prepare(np.asarray(Bench().pixels(Bench().case("chelsea").pictures[0].recipe)))
    (own,) = stand_in.maps([picture])
    for twin, again in (
        (stand_in.scrambled(1), stand_in.scrambled(1)),
        (stand_in.reinitialised(1), stand_in.reinitialised(1)),
    ):
        (grid,) = twin.maps([picture])
        np.testing.assert_array_equal(grid, again.maps([picture])[0])
        assert abs(np.corrcoef(own.ravel(), grid.ravel())[0, 1]) < 0.9
    for name, values in stand_in.scrambled(1)._tensors.items():
        np.testing.assert_array_equal(np.sort(values, None), np.sort(stand_in._tensors[name], None))
    assert not stand_in.reinitialised(1)._tensors["stem.bias"].any()


@pytest.mark.weights
def test_it_imitates(stand_in: TwitterCropImitation, weights_folder: Path) -> None:
    original = Bench(weights=weights_folder).subject("twitter_crop")
    bench, found = Bench(), []
    for name in ("astronaut", "chelsea", "coffee", "rocket"):
        pixels = bench.pixels(bench.case(name).pictures[0].recipe)
        theirs, ours = (each.look(pixels).grid for each in (original, stand_in))
        found.append(float(np.corrcoef(theirs.ravel(), ours.ravel())[0, 1]))
    assert np.mean(found) > 0.8, found


# Nothing of the original is in it.


def kernels(values: NDArray[np.float32]) -> NDArray[np.float64]:
    """Every k×k kernel of a convolution, on its own scale: (kernels, k·k). Empty ones are left out."""
    flat = values.reshape(-1, values.shape[-2] * values.shape[-1]).astype(np.float64)
    norms = np.linalg.norm(flat, axis=1)
    made: NDArray[np.float64] = flat[norms > 1e-6] / norms[norms > 1e-6, None]
    return made


def share_found(theirs: NDArray[np.float32], ours: NDArray[np.float32]) -> float:
    """The share of the kernels of one convolution that the other holds, whatever their order and scale.

    Of 48 of them, spread over the layer: a layer that was taken over would give most of them away.
    """
    if theirs.ndim != 4 or theirs.shape[-1] == 1 or ours.shape[-2:] != theirs.shape[-2:]:
        return 0.0
    sought, held = kernels(theirs), kernels(ours)
    sought = sought[:: max(1, len(sought) // 48)]
    return float((np.abs(sought @ held.T).max(axis=1) > 0.9999).mean())


def same_numbers(theirs: NDArray[np.float32], ours: NDArray[np.float32]) -> bool:
    """Whether two tensors of one shape hold the same numbers, up to order, scale and half precision."""
    if theirs.shape != ours.shape or theirs.size < 8:
        return False

    def ordered(values: NDArray[np.float32]) -> NDArray[np.float64]:
        flat = values.astype(np.float64).ravel()
        return np.sort(flat / max(np.abs(flat).max(), 1e-12))

    one, other = ordered(theirs), ordered(ours)
    return min(float(np.abs(one - other).max()), float(np.abs(one + other[::-1]).max())) < 2e-3


def copies(theirs: list[NDArray[np.float32]], ours: Tensors) -> list[str]:
    """The student's tensors that hold one of the original's."""
    return [
        name
        for name, values in ours.items()
        if any(share_found(each, values) > 0.2 or same_numbers(each, values) for each in theirs)
    ]


@pytest.fixture(scope="module")
def original_tensors(weights_folder: Path) -> list[NDArray[np.float32]]:
    layers = read_vxm((weights_folder / "fastgaze.vxm").read_bytes())
    made = [layer for layer in layers if isinstance(layer, Convolution)]
    return [values for layer in made for values in (layer.weight, layer.bias)]


@pytest.mark.weights
def test_no_layer_is_copied_or_re_encoded_from_the_original(
    original_tensors: list[NDArray[np.float32]],
) -> None:
    assert copies(original_tensors, tensors()) == []


@pytest.mark.weights
def test_the_architecture_is_another(original_tensors: list[NDArray[np.float32]]) -> None:
    ours = {values.shape for values in tensors().values() if values.ndim == 4}
    theirs = {values.shape for values in original_tensors if values.ndim == 4}
    assert not ours & theirs
    assert sum(v.size for v in tensors().values()) > 2 * sum(v.size for v in original_tensors)


@pytest.mark.weights
@pytest.mark.parametrize("layer", range(0, 16, 2))
def test_a_planted_copy_is_found(original_tensors: list[NDArray[np.float32]], layer: int) -> None:
    """Each 3×3 layer of the original, shuffled, rescaled, negated, in half precision, inside a larger one."""
    theirs = original_tensors[layer]
    if theirs.shape[-1] != 3:
        pytest.skip("a 1×1 layer")
    draw = np.random.default_rng(layer)
    shuffled = theirs[draw.permutation(theirs.shape[0])][:, draw.permutation(theirs.shape[1])] * -1.7
    host = tensors()["places.first.weight"].copy()
    host[: theirs.shape[0], : theirs.shape[1]] = shuffled.astype(np.float16)
    assert copies(original_tensors, {"places.first.weight": host}) == ["places.first.weight"]


@pytest.mark.weights
def test_a_planted_copy_of_numbers_is_found(original_tensors: list[NDArray[np.float32]]) -> None:
    for theirs in original_tensors:
        if theirs.size < 8:
            continue
        draw = np.random.default_rng(theirs.size)
        shuffled = draw.permutation(theirs.ravel()).reshape(theirs.shape).astype(np.float16) * 3
        assert copies(original_tensors, {"planted": shuffled.astype(np.float32)}) == ["planted"]


# It gives no rate.


def test_only_the_map_is_shown_of_a_stand_in() -> None:
    accepted = set()
    for verb in VERBS:
        for method, tool in tools_of(verb).items():
            refused = tool.accepts(CARD)
            if refused is None:
                accepted.add((verb, method))
            else:
                assert "" not in (refused.fr, refused.en)
                assert refused.fr != refused.en
    # Compared with its original, how far it is from it is the very question.
    assert accepted == {("attribute", "saliency"), ("compare", "difference")}


@pytest.mark.parametrize(
    ("verb", "method"),
    [("reproduce", "paired_preference"), ("perturb", "contrast"), ("attribute", "occlusion")],
)
def test_rates_and_causes_are_refused_with_the_reason(verb: str, method: str) -> None:
    refused = tools_of(verb)[method].accepts(CARD)
    assert refused is not None
    assert "déforme les préférences" in refused.fr
    assert "distorts the preferences" in refused.en
    assert tools_of(verb)[method].accepts(subject_card("twitter_crop")) is None
