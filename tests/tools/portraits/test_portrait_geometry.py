"""The composed body: sums of shapes, one frame for every head, and a surface without cracks."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tools.stimuli.portraits.geometry import EYES_ABOVE, HEAD, compose, face_units, macro_weights
from tools.stimuli.portraits.mesh import own_vertices
from tools.stimuli.portraits.noise import hash01, smoothstep, value_noise
from tools.stimuli.portraits.scene import Pose
from tools.stimuli.portraits.tones import hair_linear, light_linear, linear, skin_linear
from tools.stimulus import Portrait

shares = some.tuples(*[some.floats(0, 1)] * 3).filter(lambda parts: sum(parts) > 0.01)


@given(age=some.floats(18, 90), sex=some.floats(0, 1), ancestry=shares)
def test_macro_weights_sum_to_one(age: float, sex: float, ancestry: tuple[float, float, float]) -> None:
    weights = macro_weights(Portrait(age=age, perceived_sex=sex, ancestry=ancestry))
    assert sum(weights.values()) == pytest.approx(1)
    assert all(weight > 0 for weight in weights.values())


def test_years_are_knots() -> None:
    young = macro_weights(Portrait(age=25, perceived_sex=1, ancestry=(1, 0, 0)))
    assert young == {"macrodetails/african-male-young": pytest.approx(1)}
    old = macro_weights(Portrait(age=90, perceived_sex=0, ancestry=(0, 1, 0)))
    assert old == {"macrodetails/asian-female-old": pytest.approx(1)}
    between = macro_weights(Portrait(age=57.5, perceived_sex=0, ancestry=(0, 0, 1)))
    assert between["macrodetails/caucasian-female-old"] == pytest.approx(0.5)


def test_face_units_are_on_both_sides_and_scale() -> None:
    whole, half = (
        face_units(Portrait(expression="smile")),
        face_units(Portrait(expression="smile", strength=0.5)),
    )
    assert whole["mouthSmileLeft"] == whole["mouthSmileRight"]
    assert half["mouthSmileLeft"] == pytest.approx(whole["mouthSmileLeft"] / 2)
    assert face_units(Portrait(expression="smile", strength=0)) == {}


@pytest.mark.weights
@pytest.mark.usefixtures("assets")
class TestBody:
    @pytest.mark.parametrize("age", [18, 40, 90])
    def test_every_head_stands_in_the_same_frame(self, age: float) -> None:
        body = compose(Portrait(age=age, expression="surprise"))
        calm = compose(Portrait(age=age))
        crown, chin = calm.vertices[:13380, 1].max(), calm.vertices[calm.marks["chin"], 1]
        assert crown - chin == pytest.approx(HEAD, abs=1e-4)
        for each in (body, calm):
            assert (each.left_eye[0] + each.right_eye[0]) / 2 == pytest.approx(0, abs=0.01)
            assert (each.left_eye[1] + each.right_eye[1]) / 2 == pytest.approx(EYES_ABOVE, abs=0.01)
        assert body.scale == calm.scale  # an open jaw shrinks no head

    def test_details_are_added(self) -> None:
        plain, with_nose = compose(Portrait()), compose(Portrait(), {"nose/nose-scale-depth-incr": 1.0})
        tip = plain.marks["nose_tip"]
        assert with_nose.vertices[tip, 2] > plain.vertices[tip, 2] + 0.02
        with pytest.raises(KeyError):
            compose(Portrait(), {"nose/no-such-shape": 1.0})

    def test_the_rounded_surface_has_no_cracks(self) -> None:
        """An edge belongs to two triangles, or lies on a border that was there before."""
        from tools.stimuli.portraits.published import published

        body = compose(Portrait())
        for group in ("body", "helper-tights"):
            border = borders(body.groups[group])
            base, first = body.base, borders(published().groups[group])
            # Borders may be split too: their length stays.
            assert length(base, border) == pytest.approx(length(base, first), rel=1e-5)

    def test_normals_point_outwards_and_are_unit(self) -> None:
        body = compose(Portrait())
        used, _ = own_vertices(body.groups["body"])
        normals = body.normals[used].astype(float)
        assert np.abs(np.sqrt((normals * normals).sum(axis=1)) - 1).max() < 1e-3
        assert body.normals[body.marks["nose_tip"], 2] > 0.8
        assert body.normals[body.marks["crown"], 1] > 0.8

    def test_a_pose_is_a_turn(self) -> None:
        body = compose(Portrait())
        turned = Pose(Portrait(yaw=40, pitch=10, roll=-20), body).turned(body.vertices, body.base)
        head = np.flatnonzero(body.base[:13380, 1] > 6.6)[::50]
        feet = np.flatnonzero(body.base[:, 1] < 5.7)
        before, after = (distances(points[head]) for points in (body.vertices, turned))
        assert np.abs(before - after).max() < 1e-4
        assert np.abs(turned[feet] - body.vertices[feet]).max() < 1e-5


def borders(triangles: np.ndarray) -> list[tuple[int, int]]:
    edges = Counter(
        tuple(sorted((int(triangle[at]), int(triangle[(at + 1) % 3]))))
        for triangle in triangles
        for at in range(3)
    )
    assert max(edges.values()) == 2
    return [edge for edge, count in edges.items() if count == 1]


def length(points: np.ndarray, edges: list[tuple[int, int]]) -> float:
    ends = np.array(edges, dtype=int).reshape(-1, 2)
    along = (points[ends[:, 0]] - points[ends[:, 1]]).astype(float)
    return float(np.sqrt((along * along).sum(axis=1)).sum())


def distances(points: np.ndarray) -> np.ndarray:
    apart = points[:, None, :].astype(float) - points[None, :, :]
    return np.sqrt((apart * apart).sum(axis=2))


def test_light_of_6500_kelvin_is_white() -> None:
    assert light_linear(6500) == pytest.approx((1, 1, 1))
    warm, cold = light_linear(3000), light_linear(10000)
    assert warm[0] > warm[1] > warm[2]
    assert cold[2] > cold[0]
    for kelvin in (2500, 4000, 4001, 12000):
        red, green, blue = light_linear(kelvin)
        assert 0.2126 * red + 0.7152 * green + 0.0722 * blue == pytest.approx(1)


def test_no_skin_reflects_more_than_it_receives() -> None:
    for tone in range(1, 11):
        assert all(0 < part < 1 for part in skin_linear(tone))
        red, green, blue = skin_linear(tone)
        assert red > green > blue
    assert linear(1.0) == 1.0
    assert hair_linear(25) == hair_linear(40)
    assert hair_linear(80)[0] > 10 * hair_linear(25)[0]


@settings(deadline=None)  # compiled at the first call
@given(x=some.floats(-50, 50), y=some.floats(-50, 50), z=some.floats(-50, 50))
def test_noise_is_bounded_and_smooth(x: float, y: float, z: float) -> None:
    value = value_noise(x, y, z)
    assert -1 <= value <= 1
    assert abs(value_noise(x + 1e-5, y, z) - value) < 1e-3


def test_hashes_are_even() -> None:
    found = np.array([hash01(i, 7, -3) for i in range(4000)])
    assert 0.48 < found.mean() < 0.52
    assert 0.27 < found.std() < 0.31
    assert smoothstep(0.0, 1.0, 0.5) == 0.5
    assert smoothstep(1.0, 0.0, 0.25) > 0.5
