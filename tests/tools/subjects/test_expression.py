"""The expression network gives the data sheet's figures, and never imports the package that it comes from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from tools.errors import AssetRefused, StimulusRefused
from tools.examination import Box
from tools.readers.hdf5 import read_keras_model
from tools.stimuli.render import render
from tools.stimulus import Photo
from tools.subjects.expression import CARD, LABELS, Expression, load
from tools.subjects.faces.cut import cut_face
from tools.subjects.faces.mini_xception import MiniXception
from tools.subjects.haar.pyramid import grey_of

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def expression(assets: Path) -> Expression:
    return load()


def astronaut() -> NDArray[np.uint8]:
    return np.asarray(render(Photo(file="astronaut.png")))


@pytest.mark.weights
def test_the_astronaut_is_read_as_the_data_sheet_says(expression: Expression) -> None:
    ((face,),) = expression.faces([astronaut()])
    assert (face.box.left, face.box.top, face.box.width, face.box.height) == (177, 66, 95, 95)
    assert face.scores["happy"] == pytest.approx(0.9980, abs=0.001)
    assert sum(face.scores.values()) == pytest.approx(1)
    assert tuple(face.scores) == LABELS


@pytest.mark.weights
def test_a_batch_answers_as_one_by_one_and_of_any_length(expression: Expression) -> None:
    rng = np.random.default_rng(5)
    faces = [rng.integers(0, 256, (64 + i % 3, 64, 3), dtype=np.uint8) for i in range(70)]
    together = expression.scores(faces)
    assert together.shape == (70, 7)
    alone = np.concatenate([expression.scores([each]) for each in faces[::23]])
    np.testing.assert_allclose(together[::23], alone, atol=1e-5)
    assert expression.scores([]).shape == (0, 7)
    assert expression.faces([]) == []


@pytest.mark.weights
def test_gradients_agree_with_finite_differences(expression: Expression) -> None:
    face = cut_face(grey_of(astronaut()), Box(left=177, top=66, width=95, height=95))
    given = expression.prepare([face]).double().requires_grad_(True)
    module = expression.module.double()
    try:
        (slope,) = torch.autograd.grad(module(given)[0, 3], given)
        step = torch.zeros_like(given)
        step[0, 0, 40, 30] = 1e-4
        change = (module(given + step)[0, 3] - module(given - step)[0, 3]) / 2e-4
    finally:
        module.float()
    assert slope.abs().max() > 0
    assert change.item() == pytest.approx(slope[0, 0, 40, 30].item(), rel=1e-3, abs=1e-6)


@pytest.mark.weights
def test_given_boxes_replace_the_finder(expression: Expression) -> None:
    found = expression.faces([astronaut()])
    given = expression.faces_at([astronaut()], [[face.box for face in found[0]]])
    assert given == found
    none, two = expression.faces_at(
        [astronaut(), astronaut()], [[], [found[0][0].box, Box(left=0, top=0, width=50, height=60)]]
    )
    assert none == ()
    assert two[0].scores["happy"] == pytest.approx(found[0][0].scores["happy"], abs=1e-5)
    with pytest.raises(StimulusRefused):
        expression.faces_at([astronaut()], [[Box(left=5000, top=0, width=50, height=50)]])


@pytest.mark.weights
def test_where_no_face_is_found_nothing_is_scored(expression: Expression) -> None:
    assert expression.faces([np.asarray(render(Photo(file="coffee.png")))]) == [()]


@pytest.mark.weights
def test_a_file_is_examined(expression: Expression, tmp_path: Path) -> None:
    from PIL import Image

    path = tmp_path / "face.png"
    Image.fromarray(astronaut()).save(path)
    examined = expression.examine(path)
    assert examined.result.model_dump()["faces"][0]["scores"]["happy"] == pytest.approx(0.998, abs=0.001)
    assert examined.size == (512, 512)


@pytest.mark.weights
def test_another_network_in_the_file_is_refused(assets: Path) -> None:
    layers = read_keras_model((assets / "emotion_model.hdf5").read_bytes())
    less = {name: layer for name, layer in layers.items() if name != "conv2d_7"}
    with pytest.raises(AssetRefused):
        MiniXception(less)
    swapped = dict(layers) | {"conv2d_1": layers["conv2d_2"]}
    with pytest.raises(AssetRefused):
        MiniXception(swapped)


@pytest.mark.weights
def test_neither_the_package_nor_tensorflow_is_imported(assets: Path) -> None:
    code = (
        "import sys\nfrom tools.subjects.expression import load\n"
        "assert 'torch' not in sys.modules and 'h5py' not in sys.modules and 'cv2' not in sys.modules\n"
        "load()\nprint(sorted({'fer', 'tensorflow', 'keras'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == "[]\n", done.stderr


def test_a_face_at_the_edge_gets_the_border_of_the_last_rows() -> None:
    grey = np.zeros((100, 100), np.uint8)
    grey[-2:] = 200
    face = cut_face(grey, Box(left=0, top=20, width=40, height=40))
    assert face.shape == (64, 64)
    assert face[30, 0] == 200  # ten pixels of border, out of sixty
    assert face[30, 20] == 0


def test_a_box_that_is_not_square_grows_about_its_middle() -> None:
    grey = np.tile(np.arange(200, dtype=np.uint8), (200, 1))
    upright = cut_face(grey, Box(left=80, top=60, width=40, height=60), margin=0)
    square = cut_face(grey, Box(left=70, top=60, width=60, height=60), margin=0)
    np.testing.assert_array_equal(upright, square)
    lying = cut_face(grey.T.copy(), Box(left=60, top=80, width=60, height=40), margin=0)
    assert np.abs(lying.astype(int) - square.T).max() <= 1  # cv2 rounds the two directions one by one


def test_the_card_says_what_it_is_not() -> None:
    assert CARD.badge == "proxy"
    assert CARD.differs is not None
