"""The published mattes answer as MediaPipe itself does, in any batch, and give gradients."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tools.catalogue import subject_card
from tools.errors import AssetRefused, MissingAsset, StimulusRefused
from tools.examination import MaskResult
from tools.stimuli.render import package_data_folder
from tools.subjects import person_matte, person_matte_landscape
from tools.subjects.matting.published import PublishedMatte

pytestmark = pytest.mark.weights

GOLDENS = Path(__file__).parents[2] / "goldens" / "mediapipe"
NAMES = ("astronaut", "portrait", "chelsea", "small", "three")
MODELS = {"square": person_matte, "landscape": person_matte_landscape}


def pixels_of(name: str) -> NDArray[np.uint8]:
    import json

    script = runpy.run_path(str(GOLDENS / "make_goldens.py"))
    recipe = json.loads((GOLDENS / "pictures.json").read_text())[name]
    pixels: NDArray[np.uint8] = script["picture"](recipe, package_data_folder())
    return pixels


@pytest.fixture(params=sorted(MODELS))
def model(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def matte(assets: Path, model: str) -> PublishedMatte:
    return MODELS[model].load()


def test_the_matte_is_mediapipes_own(matte: PublishedMatte, model: str) -> None:
    goldens = np.load(GOLDENS / "mattes.npz")
    script = runpy.run_path(str(GOLDENS / "make_goldens.py"))
    found = matte.masks([pixels_of(name) for name in NAMES])
    for name, ours in zip(NAMES, found, strict=True):
        np.testing.assert_allclose(ours[3::7, 3::7], goldens[f"{name}.{model}.grid"], atol=1e-3, err_msg=name)
        blocks = goldens[f"{name}.{model}.blocks"].astype(np.float32)
        assert (ours >= 0.5).mean() == pytest.approx(float(goldens[f"{name}.{model}.share"]), abs=1e-4)
        np.testing.assert_allclose(script["blocks"](ours), blocks, atol=1e-3, err_msg=name)


def test_a_batch_answers_as_one_picture_at_a_time(matte: PublishedMatte) -> None:
    pictures = [pixels_of(name) for name in NAMES] * 2
    together = matte.masks(pictures)
    assert [each.shape for each in together] == [each.shape[:2] for each in pictures]
    for picture, among in zip(pictures[:5], together[5:], strict=True):
        np.testing.assert_allclose(matte.masks([picture])[0], among, atol=1e-4)
    assert matte.masks([]) == []


def test_the_gradient_lives_where_the_sigmoids_is_zero(matte: PublishedMatte) -> None:
    import torch

    prepared = matte.prepare(pixels_of("astronaut"))
    picture = (torch.from_numpy(prepared).permute(2, 0, 1)[None].float() / 255).requires_grad_()
    row, column = int(matte.rows * 0.8), int(matte.columns * 0.45)  # in the middle of the suit
    logits = matte.logits(picture)
    assert logits.shape == (1, 1, matte.rows, matte.columns)
    (dead,) = torch.autograd.grad(logits[0, 0, row, column].sigmoid(), picture, retain_graph=True)
    (alive,) = torch.autograd.grad(logits[0, 0, row, column], picture)
    assert float(alive.abs().max()) > 1e-3
    assert float(dead.abs().max()) < 1e-4 * float(alive.abs().max())
    # Along the gradient the network rises as the gradient says.
    step = 0.02 * alive / alive.norm()
    with torch.inference_mode():
        higher, lower = (matte.logits(picture + sign * step)[0, 0, row, column] for sign in (1, -1))
    assert float(higher - lower) / 2 == pytest.approx(0.02 * float(alive.norm()), rel=0.05)


def test_twins_without_knowledge_answer_otherwise(matte: PublishedMatte) -> None:
    picture = pixels_of("astronaut")
    (known,) = matte.masks([picture])
    for twin in (matte.scrambled(1), matte.reinitialised(1)):
        (unknown,) = twin.masks([picture])
        assert np.isfinite(unknown).all()
        assert float(np.abs(unknown - known).mean()) > 0.1
    again = matte.scrambled(1).masks([picture])[0]
    np.testing.assert_array_equal(again, matte.scrambled(1).masks([picture])[0])
    assert sum(parameter.numel() for parameter in matte.module.parameters()) == 106_401


def test_a_file_is_examined(matte: PublishedMatte, tmp_path: Path) -> None:
    examined = matte.examine(package_data_folder() / "astronaut.png")
    assert isinstance(examined.result, MaskResult)
    assert examined.size == (512, 512)
    assert examined.result.share == pytest.approx(0.55, abs=0.02)
    left, top, width, height = examined.result.box or (0, 0, 0, 0)
    mask = examined.pictures["mask"]
    assert mask.shape == (512, 512)
    assert (mask[top : top + height, left : left + width] > 127).mean() >= examined.result.share
    assert not (mask[:top] > 127).any()
    notes = tmp_path / "notes.png"
    notes.write_text("not a picture")
    with pytest.raises(StimulusRefused):
        matte.examine(notes)


def test_nobody_has_no_box(assets: Path, tmp_path: Path) -> None:
    empty = tmp_path / "wall.png"
    Image.new("RGB", (300, 200), (90, 120, 60)).save(empty)
    result = person_matte.load().examine(empty).result
    assert result == MaskResult(share=0.0, box=None)


def test_a_wrong_or_missing_file_is_refused(matte: PublishedMatte, model: str, tmp_path: Path) -> None:
    with pytest.raises(MissingAsset):
        MODELS[model].load(tmp_path)
    (tmp_path / "other.tflite").write_bytes(b"weights")
    with pytest.raises(AssetRefused):
        MODELS[model].load(tmp_path / "other.tflite")


def test_both_are_published_proxies() -> None:
    for name in ("person_matte", "person_matte_landscape"):
        card = subject_card(name)
        assert (card.badge, card.answers, card.licence) == ("proxy", "mask", "Apache-2.0")
        assert card.differs
