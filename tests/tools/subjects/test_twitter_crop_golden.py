"""Three outputs of the genuine program (facts of Twitter's network), to be met by ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.bench import Bench
from tools.stimulus import Photo
from tools.subjects.twitter_crop import TwitterCrop

pytestmark = pytest.mark.weights

# file: (size, score, point, {ratio: (left, top, width, height)})
GENUINE = {
    "astronaut.png": (
        (512, 512),
        6.9799,
        (217, 115),
        {
            "0.56": (0, 0, 512, 287),
            "1.0": (0, 0, 512, 512),
            "1.14": (0, 0, 449, 512),
            "2.0": (89, 0, 256, 512),
        },
    ),
    "chelsea.png": (
        (451, 300),
        4.9155,
        (169, 123),
        {
            "0.56": (0, 0, 451, 253),
            "1.0": (19, 0, 300, 300),
            "1.14": (38, 0, 263, 300),
            "2.0": (94, 0, 150, 300),
        },
    ),
    "rocket.jpg": (
        (640, 427),
        2.1247,
        (399, 399),
        {
            "0.56": (0, 69, 640, 358),
            "1.0": (186, 0, 427, 427),
            "1.14": (212, 0, 375, 427),
            "2.0": (292, 0, 214, 427),
        },
    ),
}


@pytest.fixture(scope="module")
def network(weights_folder: Path) -> TwitterCrop:
    return TwitterCrop.load(weights_folder)


@pytest.mark.parametrize("file", sorted(GENUINE))
def test_our_network_answers_as_the_genuine_program(network: TwitterCrop, file: str) -> None:
    import skimage

    look = network.examine_file(Path(skimage.__file__).parent / "data" / file)
    size, score, point, crops = GENUINE[file]
    assert look.size == size
    assert look.score == pytest.approx(score, abs=0.005)
    assert look.point == point
    assert {c.ratio: (c.left, c.top, c.width, c.height) for c in look.crops} == crops


def test_decoded_pixels_of_a_png_give_the_same_answer_as_its_file(
    network: TwitterCrop, weights_folder: Path
) -> None:
    recipe = Photo(file="astronaut.png")
    look = network.look(Bench(weights=weights_folder).pixels(recipe))
    assert look.score == pytest.approx(6.9799, abs=0.005)
    assert look.point == (217, 115)
    assert look.grid_shape == look.grid.shape == (20, 20)
