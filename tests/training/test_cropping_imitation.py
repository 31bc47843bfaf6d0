"""How the stand-in is trained: what is kept apart stays apart, and an interruption loses nothing."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from tools.stimulus import Portrait
from tools.subjects.cropping_imitation.network import StudentNetwork
from training.cropping_imitation import split as splitting
from training.cropping_imitation.learning import Learner, Recording, loss
from training.cropping_imitation.pictures import Source, gather
from training.cropping_imitation.views import SHAPES, SHARES, view

Pixels = NDArray[np.uint8]


def scene(seed: int, width: int = 400, height: int = 300) -> Pixels:
    """A picture of many colours: a few waves and grain."""
    draw = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width] / 50.0
    waves = [
        np.sin(x * draw.uniform(0.3, 2) + y * draw.uniform(-2, 2) + draw.uniform(0, 6)) for _ in range(3)
    ]
    grain = draw.normal(0, 6, (height, width, 3))
    return np.clip(128 + 70 * np.stack(waves, axis=-1) + grain, 0, 255).astype(np.uint8)


@pytest.fixture
def sources(tmp_path: Path) -> list[Source]:
    for seed in range(6):
        Image.fromarray(scene(seed)).save(tmp_path / f"{seed}.png")
    # The first once more, in another dress: smaller, softer, compressed.
    Image.fromarray(scene(0)).resize((340, 255)).save(tmp_path / "again.jpg", quality=85)
    (tmp_path / "broken.png").write_bytes(b"\x89PNG" + b"x" * 9000)
    Image.new("RGB", (300, 300), "teal").save(tmp_path / "flat.png")
    return gather([tmp_path])


def test_pictures_are_read_and_what_is_none_is_left_out(sources: list[Source]) -> None:
    assert sorted(source.path.name for source in sources) == sorted(
        [*(f"{seed}.png" for seed in range(6)), "again.jpg"]
    )
    assert all(source.photograph for source in sources)


def test_no_copy_of_an_unseen_picture_is_trained_on(
    sources: list[Source], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = next(source for source in sources if source.path.name == "0.png")
    copy = next(source for source in sources if source.path.name == "again.jpg")
    assert original.group == copy.group
    for kept_out in (original, copy):
        listed = tmp_path / "unseen.json"
        listed.write_text(json.dumps({"photographs": [{"sha256": kept_out.sha256}]}))
        monkeypatch.setattr(splitting, "UNSEEN", listed)
        taught, unseen = splitting.split(sources)
        assert [source.sha256 for source in unseen] == [kept_out.sha256]
        assert not {original.sha256, copy.sha256} & {source.sha256 for source in taught}
        assert len(taught) == 5


def test_enough_photographs_are_kept_apart() -> None:
    assert len(splitting.unseen_hashes()) >= 44


@given(seed=st.integers(0, 2**32), which=st.integers(0, len(SHAPES) - 1))
@settings(max_examples=12, deadline=None)
def test_a_view_has_its_shape_and_follows_from_its_seed(seed: int, which: int) -> None:
    pool = [scene(1), scene(2, 150, 600)]

    def source(draw: np.random.Generator) -> Pixels:
        return pool[int(draw.integers(2))]

    one, again = (view(SHAPES[which], source, np.random.default_rng(seed)) for _ in range(2))
    assert one.shape == (*SHAPES[which], 3)
    assert one.dtype == np.uint8
    np.testing.assert_array_equal(one, again)


def test_every_shape_has_its_share() -> None:
    assert len(SHAPES) == len(SHARES)
    assert max(max(shape) for shape in SHAPES) == 320


def test_the_loss_knows_the_same_map_and_cares_most_for_the_peak() -> None:
    maps = torch.zeros(1, 10, 10)
    maps[0, 3, 4] = 3.0
    exact = float(loss(maps, maps))
    low, high = maps.clone(), maps.clone()
    low[0, 9, 9] += 1.0
    high[0, 3, 4] -= 1.0
    assert exact < float(loss(low, maps)) < float(loss(high, maps))
    moved = torch.zeros(1, 10, 10)
    moved[0, 8, 8] = 3.0
    assert float(loss(moved, maps)) > float(loss(high, maps))


def recording(count: int = 12) -> Recording:
    draw = np.random.default_rng(5)
    pictures = draw.integers(0, 256, (count, 32, 48, 3), dtype=np.uint8)
    return Recording(pictures, draw.normal(size=(count, 2, 3)).astype(np.float16))


def test_learning_goes_on_from_a_checkpoint_as_if_nothing_had_happened(tmp_path: Path) -> None:
    kept = recording()
    whole = Learner(3)
    for _ in range(2):
        whole.step(kept.pictures, kept.maps, 1e-3)
    whole.save(tmp_path / "c.pt")
    resumed = Learner(99)
    resumed.restore(tmp_path / "c.pt")
    errors = [each.step(kept.pictures, kept.maps, 1e-3) for each in (whole, resumed)]
    assert errors[0] == errors[1]
    assert whole.pictures == resumed.pictures == 36
    assert whole.draw.random() == resumed.draw.random()
    for name, value in whole.mean.items():
        torch.testing.assert_close(value, resumed.mean[name], rtol=0, atol=0)


def test_learning_lowers_the_error_and_tells(tmp_path: Path) -> None:
    learner, told = Learner(4, rate=2e-3), []
    first = learner.step(recording().pictures, recording().maps, 0.0)
    learner.learn(
        [(1.0, [recording()])],
        seconds=4.0,
        checkpoint=tmp_path / "c.pt",
        report=lambda now, error: told.append(error),
        every=1.0,
    )
    last = learner.step(recording().pictures, recording().maps, 0.0)
    assert last < first
    assert told
    assert (tmp_path / "c.pt").is_file()


@given(height=st.integers(1, 70), width=st.integers(1, 70))
@settings(max_examples=15, deadline=None)
def test_a_student_scores_every_cell(height: int, width: int) -> None:
    torch.manual_seed(0)
    with torch.inference_mode():
        scores = StudentNetwork()(torch.zeros(2, 3, height, width))
    assert scores.shape == (2, 1, -(-height // 16), -(-width // 16))


def test_no_identity_of_the_laboratory_is_trained_on() -> None:
    pytest.importorskip("numba")
    from training.cropping_imitation.busts import FIRST_TAUGHT, any_bust
    from training.cropping_imitation.measuring import IDENTITIES

    draw = np.random.default_rng(1)
    drawn = [any_bust(draw) for _ in range(300)]
    assert all(isinstance(each, Portrait) and each.identity >= FIRST_TAUGHT > IDENTITIES for each in drawn)
    assert {each.tone for each in drawn} == set(range(1, 11))
    assert any_bust(np.random.default_rng(7)) == any_bust(np.random.default_rng(7))
