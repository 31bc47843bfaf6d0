"""The face finder says what cv2 says, window by window, and why."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tools.errors import AssetRefused, CallRefused
from tools.stimuli.render import render
from tools.stimulus import Photo
from tools.subjects.face_finder import CARD, CascadeName, FaceFinder, load
from tools.subjects.haar.cascade import read_cascade
from tools.subjects.haar.detector import detector_of
from tools.subjects.haar.evaluation import passes
from tools.subjects.haar.pyramid import grey_of, scaled
from tools.subjects.haar.trace import scales, trace

Window = tuple[int, int, int]
CASCADES: tuple[CascadeName, ...] = ("default", "alt", "alt2", "alt_tree")
PICTURES = ("astronaut.png", "coffee.png")


@pytest.fixture(scope="module")
def finder() -> FaceFinder:
    return load()  # the files are those of the installed OpenCV


def pixels(name: str) -> NDArray[np.uint8]:
    return np.asarray(render(Photo(file=name)))


def accepted_by_cv2(name: CascadeName, grey: NDArray[np.uint8]) -> dict[Window, float]:
    """The twin: cv2's own windows before they are grouped, with the sum of the last stage."""
    detector = cv2.CascadeClassifier(f"{cv2.data.haarcascades}haarcascade_frontalface_{name}.xml")
    found, levels, sums = detector.detectMultiScale3(
        grey, scaleFactor=1.1, minNeighbors=0, outputRejectLevels=True
    )
    if len(found):
        assert len(set(levels.tolist())) == 1  # all stages
    return {(int(x), int(y), int(w)): float(s) for (x, y, w, _), s in zip(found, sums, strict=True)}


@pytest.mark.parametrize("name", CASCADES)
@pytest.mark.parametrize("picture", PICTURES)
def test_our_evaluation_accepts_the_very_windows_of_cv2(
    finder: FaceFinder, name: CascadeName, picture: str
) -> None:
    grey = grey_of(pixels(picture))
    theirs = accepted_by_cv2(name, grey)
    ours = [window for one in finder.with_cascade(name).scales(pixels(picture)) for window in one.accepted]
    assert sorted(ours) == sorted(theirs)
    if picture == "astronaut.png":
        assert len(ours) >= 5


@pytest.mark.parametrize("name", CASCADES)
def test_a_trace_ends_with_the_sum_that_cv2_gives(finder: FaceFinder, name: CascadeName) -> None:
    one = finder.with_cascade(name)
    for window, total in sorted(accepted_by_cv2(name, grey_of(pixels("astronaut.png"))).items())[::5]:
        traced = one.trace(pixels("astronaut.png"), window)
        assert traced.window == window
        assert traced.accepted
        assert traced.rejected_by is None
        assert traced.stages[-1].sum == pytest.approx(total, abs=1e-9)
        assert all(stage.passed for stage in traced.stages)


def weak_cascade(rng: np.random.Generator) -> bytes:
    """Two stages that let many windows through: jumps over windows and both kinds of tree then show."""

    def rectangle(weight: float) -> str:
        left, top = rng.integers(0, 10, 2)
        return f"<_>{left} {top} {rng.integers(2, 11)} {rng.integers(2, 11)} {weight}</_>"

    def tree(first: int, deep: bool) -> str:
        nodes = f"1 0 {first} 0.01 -1 -2 {first + 1} -0.02" if deep else f"0 -1 {first} 0.01"
        leaves = " ".join(f"{value:.3f}" for value in rng.uniform(-1, 1, 3 if deep else 2))
        return f"<_><internalNodes>{nodes}</internalNodes><leafValues>{leaves}</leafValues></_>"

    deep = bool(rng.integers(2))
    stages = "".join(
        f"<_><maxWeakCount>3</maxWeakCount><stageThreshold>{rng.uniform(-0.8, 0):.3f}</stageThreshold>"
        f"<weakClassifiers>{''.join(tree(6 * n + at, deep) for at in (0, 2, 4))}</weakClassifiers></_>"
        for n in range(2)
    )
    features = "".join(
        f"<_><rects>{rectangle(-1)}{rectangle(1.2)}</rects><tilted>0</tilted></_>" for _ in range(12)
    )
    return (
        '<?xml version="1.0"?><opencv_storage><cascade type_id="opencv-cascade-classifier">'
        "<stageType>BOOST</stageType><featureType>HAAR</featureType><height>20</height><width>20</width>"
        "<stageParams><maxWeakCount>3</maxWeakCount></stageParams>"
        "<featureParams><maxCatCount>0</maxCatCount></featureParams>"
        f"<stageNum>2</stageNum><stages>{stages}</stages><features>{features}</features>"
        "</cascade></opencv_storage>"
    ).encode()


def test_windows_that_cv2_never_looks_at_are_not_looked_at() -> None:
    accepted = 0
    for seed in range(24):
        rng = np.random.default_rng(seed)
        content = weak_cascade(rng)
        grey = rng.integers(0, 256, rng.integers(40, 130, 2), dtype=np.uint8)
        found, _, sums = detector_of(content).detectMultiScale3(
            grey, scaleFactor=1.1, minNeighbors=0, outputRejectLevels=True
        )
        theirs = sorted(
            (int(x), int(y), int(side), float(total))
            for (x, y, side, _), total in zip(found, sums, strict=True)
        )
        ours = sorted(
            (x, scaled(int(row), one.level.scale), min(one.level.side, grey.shape[1] - x), float(total))
            for one in passes(read_cascade(content), grey)
            for row, column, total in zip(one.rows, one.columns, one.sums, strict=True)
            for x in [scaled(int(column), one.level.scale)]
        )  # cv2 clips at the border what rounding lets overhang
        assert ours == theirs, seed
        accepted += len(ours)
    assert accepted > 10_000


def test_every_window_that_is_counted_as_accepted_can_be_traced() -> None:
    rng = np.random.default_rng(1)
    cascade = read_cascade(weak_cascade(rng))
    overhanging = 0
    for width in range(58, 66):
        grey = rng.integers(0, 256, (71, width), dtype=np.uint8)
        for window in [window for one in scales(cascade, grey) for window in one.accepted]:
            overhanging += window[0] + window[2] > width
            if window[0] + window[2] >= width:
                traced = trace(cascade, grey, window)
                assert traced.window == window
                assert traced.accepted
    assert overhanging


def test_a_trace_names_the_stage_that_rejects_and_by_how_much(finder: FaceFinder) -> None:
    traced = finder.trace(pixels("astronaut.png"), (300, 300, 95))
    assert not traced.accepted
    assert traced.rejected_by is not None
    decided = traced.stages[traced.rejected_by - 1]
    assert traced.margin == decided.margin == pytest.approx(decided.sum - decided.threshold)
    assert traced.margin < 0
    assert all(stage.passed for stage in traced.stages[: traced.rejected_by - 1])
    assert len(traced.stages) == 25  # it goes on after the rejection
    assert sum(vote.vote for vote in traced.votes) == pytest.approx(decided.sum)
    assert all(vote.vote <= vote.best for vote in traced.votes)
    x, y, side = traced.window
    for left, top, width, height, _ in (box for vote in traced.votes for box in vote.boxes):
        assert x - 1e-6 <= left <= left + width <= x + side + 1
        assert y - 1e-6 <= top <= top + height <= y + side + 1


def test_a_flat_window_is_not_judged_and_says_so(finder: FaceFinder) -> None:
    wall = np.full((100, 100, 3), 128, np.uint8)
    traced = finder.trace(wall, (10, 10, 60))
    assert traced.too_flat
    assert not traced.accepted
    assert traced.contrast == 0
    assert all(one.flat == one.places and not one.accepted for one in finder.scales(wall))


def test_windows_are_counted_down_the_stages(finder: FaceFinder) -> None:
    passes = finder.scales(pixels("astronaut.png"))
    assert [one.side for one in passes] == sorted(one.side for one in passes)
    for one in passes:
        assert one.places == one.skipped + one.flat + one.reached[0]
        assert list(one.reached) == sorted(one.reached, reverse=True)
        assert one.reached[-1] == len(one.accepted)


def test_a_darker_face_gets_lower_sums_where_contrast_is_lost(finder: FaceFinder) -> None:
    face = pixels("astronaut.png")
    dim = (face * 0.1).astype(np.uint8)
    lit = finder.trace(face, (178, 65, 91))
    traced = finder.trace(dim, (178, 65, 91))
    assert lit.accepted
    assert traced.too_flat
    assert traced.contrast < 10 < lit.contrast
    assert finder.boxes([dim]) == [()]


def test_boxes_are_grouped_by_cv2_and_best_first(finder: FaceFinder) -> None:
    (one,), none = finder.boxes([pixels("astronaut.png"), pixels("coffee.png")])
    assert (one.left, one.top, one.width, one.height) == (177, 66, 95, 95)
    assert none == ()
    many = finder.with_cascade("alt", neighbours=0).boxes([pixels("astronaut.png")])[0]
    scores = [box.score or 0 for box in many]
    assert scores == sorted(scores, reverse=True)
    assert len(many) == 41


def test_an_unknown_cascade_a_senseless_setting_and_a_window_outside_are_refused(finder: FaceFinder) -> None:
    with pytest.raises(CallRefused, match="alt_tree"):
        finder.with_cascade("profile")  # type: ignore[arg-type]
    for factor in (1.0, float("nan")):
        with pytest.raises(CallRefused):
            finder.with_cascade("alt", factor=factor)
    for window in ((-1, 0, 50), (500, 0, 50), (0, 0, 0), (0, 0, 1000)):
        with pytest.raises(CallRefused) as refused:
            finder.trace(pixels("astronaut.png"), window)
        assert refused.value.code == "bad_window"


def test_a_picture_smaller_than_the_window_has_no_face(finder: FaceFinder) -> None:
    tiny = np.zeros((10, 10, 3), np.uint8)
    assert finder.boxes([tiny]) == [()]
    assert finder.scales(tiny) == ()


def spoilt() -> list[bytes]:
    whole = Path(f"{cv2.data.haarcascades}haarcascade_frontalface_default.xml").read_bytes()
    return [
        b"",
        b"not a cascade",
        b"<?xml version='1.0'?><opencv_storage><cascade/></opencv_storage>",
        whole[: len(whole) // 2],
        whole.replace(b"<stageNum>25", b"<stageNum>26", 1),
        whole.replace(b"-5.0425500869750977e+00", b"nan", 1),
        whole.replace(b"6 4 12 9 -1.", b"6 4 12 90 -1.", 1),
        whole.replace(b"0 -1 0 -3.1511999666690826e-02", b"0 0 9999 -3.1e-02", 1),
        whole.replace(b"0 -1 0 -3.1511999666690826e-02", b"0 -7 0 -3.1e-02", 1),
    ]


@pytest.mark.parametrize("content", spoilt())
def test_a_spoilt_cascade_is_refused(content: bytes) -> None:
    with pytest.raises(AssetRefused) as refused:
        read_cascade(content)
    assert refused.value.code == "asset_malformed"


@pytest.mark.parametrize("content", spoilt()[:4])
def test_cv2_is_not_given_what_it_cannot_read(content: bytes) -> None:
    with pytest.raises(AssetRefused):
        detector_of(content)


def test_the_card_says_what_it_is() -> None:
    assert CARD.badge == "proxy"
    assert CARD.differs is not None
    assert "Zoom" in CARD.differs.en
