"""The short-range detector answers as MediaPipe itself does; its choice among boxes, by itself."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tools.examination import BoxesResult
from tools.stimuli.render import package_data_folder
from tools.subjects.face_finder_recent import FaceFinderRecent, load
from tools.subjects.mediapipe_graphs.detections import anchors, decoded, in_pixels, one_a_face
from tools.subjects.mediapipe_graphs.sampling import letterboxed, square_around, stretched

GOLDENS = Path(__file__).parents[2] / "goldens" / "mediapipe"


def pixels_of(name: str) -> NDArray[np.uint8]:
    script = runpy.run_path(str(GOLDENS / "make_goldens.py"))
    recipe = json.loads((GOLDENS / "pictures.json").read_text())[name]
    pixels: NDArray[np.uint8] = script["picture"](recipe, package_data_folder())
    return pixels


@pytest.fixture
def finder(assets: Path) -> FaceFinderRecent:
    return load()


@pytest.mark.weights
def test_the_boxes_are_mediapipes_own(finder: FaceFinderRecent) -> None:
    goldens = json.loads((GOLDENS / "faces.json").read_text())
    assert [len(faces) for faces in goldens.values()] == [1, 1, 0, 1, 3]
    found = finder.boxes([pixels_of(name) for name in goldens])
    for name, ours in zip(goldens, found, strict=True):
        assert len(ours) == len(goldens[name]), name
        for box, golden in zip(ours, goldens[name], strict=True):
            assert box.score == pytest.approx(golden.pop("score"), abs=1e-3)
            for side, value in golden.items():
                assert getattr(box, side) == pytest.approx(value, abs=0.1), (name, side)


@pytest.mark.weights
def test_a_batch_answers_as_one_picture_at_a_time(finder: FaceFinderRecent) -> None:
    pictures = [pixels_of(name) for name in ("astronaut", "chelsea", "three")] * 7
    together = finder.boxes(pictures)
    assert len(together) == 21
    for picture, among in zip(pictures[:3], together[18:], strict=True):
        (alone,) = finder.boxes([picture])
        assert len(alone) == len(among)
        for one, other in zip(alone, among, strict=True):
            np.testing.assert_allclose(
                list(one.model_dump().values()), list(other.model_dump().values()), atol=1e-3
            )
    assert finder.boxes([]) == []


@pytest.mark.weights
def test_a_file_is_examined_and_gradients_reach_the_picture(finder: FaceFinderRecent) -> None:
    import torch

    file = package_data_folder() / "astronaut.png"
    result = finder.examine(file).result
    assert isinstance(result, BoxesResult)
    assert len(result.boxes) == 1
    prepared = finder.prepare(pixels_of("astronaut"))
    picture = (torch.from_numpy(prepared).permute(2, 0, 1)[None].float() / 255).requires_grad_()
    logits = finder.logits(picture)
    assert logits.shape == (1, 896)
    assert float(logits.detach().max().sigmoid()) == pytest.approx(result.boxes[0].score or 0, abs=1e-3)
    logits.max().backward()
    assert picture.grad is not None
    assert float(picture.grad.abs().max()) > 0


@pytest.mark.weights
def test_twins_without_knowledge_answer_otherwise(finder: FaceFinderRecent) -> None:
    import torch

    prepared = torch.from_numpy(finder.prepare(pixels_of("astronaut"))).permute(2, 0, 1)[None].float() / 255
    with torch.inference_mode():
        known = finder.logits(prepared)
        for twin in (finder.scrambled(3), finder.reinitialised(3)):
            assert float((twin.logits(prepared) - known).abs().mean()) > 0.1


def test_the_anchors_are_the_centres_of_the_cells() -> None:
    centres = anchors()
    assert centres.shape == (896, 2)
    np.testing.assert_allclose(centres[0], [1 / 32, 1 / 32])
    np.testing.assert_allclose(centres[2], [3 / 32, 1 / 32])  # two a cell, row by row
    np.testing.assert_allclose(centres[512], [1 / 16, 1 / 16])
    np.testing.assert_allclose(centres[518], [3 / 16, 1 / 16])
    np.testing.assert_allclose(centres[-1], [15 / 16, 15 / 16])


def test_candidates_are_decoded_around_their_anchor() -> None:
    regressors, logits = np.zeros((896, 16), np.float32), np.full(896, -3.0, np.float32)
    regressors[0, :4] = [4, 8, 16, 32]  # to the right, down, width, height
    logits[0] = 1.0
    logits[1] = 2000.0  # clipped: no overflow
    boxes, scores = decoded(regressors, logits)
    np.testing.assert_allclose(scores, [1.0, 1 / (1 + np.exp(-1))])
    centre, half = np.array([1 / 32 + 4 / 128, 1 / 32 + 8 / 128]), np.array([8 / 128, 16 / 128])
    np.testing.assert_allclose(boxes[1], [*(centre - half), *(centre + half)])
    assert len(decoded(regressors, np.full(896, -0.01, np.float32))[0]) == 0


def test_boxes_that_overlap_are_averaged_by_their_score() -> None:
    boxes = np.array([[0, 0, 1, 1], [0, 0, 1, 0.9], [0.9, 0.9, 2, 2], [0, 0, 0, 0]], dtype=float)
    faces = one_a_face(boxes, np.array([0.9, 0.6, 0.55, 0.5]))
    assert [score for _, score in faces] == [0.9, 0.55, 0.5]
    np.testing.assert_allclose(faces[0][0], [0, 0, 1, (0.9 * 1 + 0.6 * 0.9) / 1.5])
    np.testing.assert_allclose(faces[1][0], boxes[2])


def test_a_picture_lies_in_the_middle_of_its_square() -> None:
    wide = np.full((100, 200, 3), 200, dtype=np.uint8)
    square = letterboxed(wide, 128)
    assert square.shape == (128, 128, 3)
    assert (square[40:90, :127] == 200).all()
    assert (square[:31] == 0).all()
    assert (square[97:] == 0).all()
    assert square_around(200, 100) == (0.0, -50.0, 200.0, 200.0)
    box = in_pixels(np.array([0, 0.25, 1, 0.75]), 0.7, square_around(200, 100))
    assert (box.left, box.top, box.width, box.height, box.score) == (0, 0, 200, 100, 0.7)


def test_twice_smaller_takes_every_second_pixel() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (32, 48, 3), dtype=np.uint8)
    np.testing.assert_array_equal(stretched(noise, 16, 24), noise[::2, ::2])
