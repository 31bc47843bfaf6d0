"""The studio: one factor changes what it should and nothing else, and equal recipes give equal bytes."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
import sys
import threading
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from tools.errors import MissingAsset, StimulusRefused
from tools.stimuli.portraits import kept, studio
from tools.stimuli.portraits.deviation import cielab, deviation
from tools.stimuli.portraits.recipes import recipe_of
from tools.stimuli.portraits.studio import Render, portrait, render
from tools.stimulus import Portrait

pytestmark = [pytest.mark.weights, pytest.mark.usefixtures("assets")]

SMALL = Portrait(side=96, hair="cropped")
TURNED = SMALL.model_copy(update={"yaw": 25.0, "pitch": -8.0, "roll": 6.0})

# A change of any of these is a change of every finding that rests on portraits: raise the studio's version.
GOLDEN = {
    "reference": (Portrait(side=160), "0729f64001e4d2044b0f5718ade7633be6a3be0da24711e10b14063bc6fccc41"),
    "old, dark, turned": (
        Portrait(side=160, tone=9, age=78, yaw=-22, hair="bald", light_azimuth=70, background="near-white"),
        "69397ac4ec1c9f98a3e7fe7a9fd9357257d82c0142423a608e31cc3620a838bc",
    ),
    "smiling, light": (
        Portrait(side=160, tone=2, expression="smile", perceived_sex=0.1, identity=12, light_kelvin=4000),
        "b8f605ba9defad360e902f335ff0a9800ee8afba9db2e1414c735044b705c303",
    ),
}


@pytest.fixture(autouse=True)
def _forget() -> None:
    studio.forget_portraits()


def changed(**factors: object) -> Render:
    return render(SMALL.model_copy(update=factors))


def hash_of(made: Render) -> str:
    return hashlib.sha256(made.pixels.tobytes() + made.matte.tobytes()).hexdigest()


@pytest.mark.parametrize("name", GOLDEN)
def test_three_portraits_are_what_they_were(name: str) -> None:
    recipe, expected = GOLDEN[name]
    assert hash_of(render(recipe)) == expected


def test_equal_in_another_process_and_in_threads() -> None:
    here = hash_of(render(TURNED))
    assert hash_elsewhere(TURNED) == here

    studio.forget_portraits()
    found: list[str] = []
    workers = [threading.Thread(target=lambda: found.append(hash_of(render(TURNED)))) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert found == [here] * 4


@pytest.mark.long
def test_equal_on_the_plainest_processor() -> None:
    """No fused multiplication, no wide vectors: what another machine may have changes no byte."""
    plain = {
        "NUMBA_CPU_NAME": "x86-64" if platform.machine() == "x86_64" else "generic",
        "NUMBA_CPU_FEATURES": "",
        "NPY_DISABLE_CPU_FEATURES": "AVX512_SPR AVX512_ICL X86_V4 X86_V3",
    }
    for recipe, _ in GOLDEN.values():
        assert hash_elsewhere(recipe, **plain) == hash_of(render(recipe))


def test_what_was_drawn_before_leaves_no_trace() -> None:
    fresh = hash_of(render(SMALL))
    studio.forget_portraits()
    changed(tone=9, light_azimuth=80.0)  # shares the stage's shape with nothing
    changed(light_azimuth=80.0)  # shares the stage of SMALL
    assert hash_of(render(SMALL)) == fresh


def test_tone_changes_skin_only() -> None:
    light, dark = changed(tone=1), changed(tone=10)
    assert np.array_equal(light.matte, dark.matte)
    assert light.landmarks == dark.landmarks
    beyond = light.matte == 0
    assert np.array_equal(light.pixels[beyond], dark.pixels[beyond])
    cloth = light.pixels[-4:, 40:56]  # the chest
    assert np.array_equal(cloth, dark.pixels[-4:, 40:56])
    assert patch(light, "nose_bridge").mean() > patch(dark, "nose_bridge").mean() + 60


@pytest.mark.parametrize(
    "factors",
    [
        {"light_azimuth": 90.0},
        {"light_elevation": -20.0},
        {"light": 0.2},
        {"light_kelvin": 3000.0},
        {"background": "near-black"},
        {"background_level": 0.9},
    ],
)
def test_light_and_ground_leave_the_matte(factors: dict[str, object]) -> None:
    before, after = render(SMALL), changed(**factors)
    assert np.array_equal(before.matte, after.matte)
    assert before.landmarks == after.landmarks
    assert not np.array_equal(before.pixels, after.pixels)


def test_light_leaves_the_ground() -> None:
    before, after = render(SMALL), changed(light=0.1, light_azimuth=100.0)
    beyond = before.matte == 0
    assert np.array_equal(before.pixels[beyond], after.pixels[beyond])


def test_ground_leaves_the_bust() -> None:
    before, after = render(SMALL), changed(background="near-white")
    inside = before.matte == 255
    assert np.array_equal(before.pixels[inside], after.pixels[inside])


def test_a_portrait_is_its_matte_between_two_grounds() -> None:
    """Linear light: on black and on white the same bust, so alpha can be told from the two pictures."""
    black = changed(background="plain", background_level=0.0)
    white = changed(background="plain", background_level=1.0)
    through = linear(white.pixels) - linear(black.pixels)
    alpha = 1 - through.mean(axis=2)
    assert np.abs(alpha - black.matte / 255).max() < 0.02


def test_alpha_is_in_ninths() -> None:
    made = render(TURNED)
    ninths = {(count * 510 + 9) // 18 for count in range(10)}
    assert set(np.unique(made.matte).tolist()) <= ninths
    assert len(np.unique(made.matte)) == 10


def test_landmarks_lie_on_the_eyes() -> None:
    """The pupil is the darkest of its surroundings, in a face that is turned too."""
    for recipe in (Portrait(side=320, hair="bald", tone=3), Portrait(side=320, hair="bald", tone=3, yaw=20)):
        made = render(recipe)
        for eye in ("left_eye", "right_eye"):
            x, y = made.landmarks[eye]
            grey = made.pixels.mean(axis=2)
            around = grey[int(y) - 6 : int(y) + 7, int(x) - 9 : int(x) + 10]
            pupil = grey[int(y) - 1 : int(y) + 2, int(x) - 1 : int(x) + 2]
            assert pupil.min() < 60
            assert pupil.mean() < np.median(around) - 40


def test_eyes_stay_on_their_pixels() -> None:
    """Whatever the face is, the middle between the eyes is where it was."""
    for factors in ({"age": 85.0}, {"perceived_sex": 1.0}, {"identity": 7}, {"ancestry": (1.0, 0.0, 0.0)}):
        made = changed(**factors)
        x = (made.landmarks["left_eye"][0] + made.landmarks["right_eye"][0]) / 2
        y = (made.landmarks["left_eye"][1] + made.landmarks["right_eye"][1]) / 2
        assert x == pytest.approx(48, abs=0.3)
        assert y == pytest.approx(48 - 0.42 / 4.55 * 96, abs=0.5)


def test_directions_are_as_told() -> None:
    straight = render(SMALL).landmarks
    assert changed(yaw=30.0).landmarks["nose_tip"][0] > straight["nose_tip"][0] + 3
    assert changed(pitch=20.0).landmarks["nose_tip"][1] < straight["nose_tip"][1] - 2
    assert changed(roll=20.0).landmarks["forehead"][0] > straight["forehead"][0] + 3
    assert straight["left_eye"][0] > straight["right_eye"][0]  # the bust's own left is at our right
    from_left = changed(light_azimuth=-90.0, hair="bald")
    from_right = changed(light_azimuth=90.0, hair="bald")
    mine = patch(from_left, "right_mouth_corner").mean() - patch(from_left, "left_mouth_corner").mean()
    other = patch(from_right, "right_mouth_corner").mean() - patch(from_right, "left_mouth_corner").mean()
    assert mine > 20
    assert other < -20


def test_shoulders_stay_when_the_head_turns() -> None:
    before, after = render(SMALL), changed(yaw=35.0)
    assert np.array_equal(before.matte[-6:], after.matte[-6:])


def test_framing() -> None:
    near, far = changed(zoom=1.4), changed(zoom=0.6)
    assert (near.matte > 0).mean() > (far.matte > 0).mean()
    moved = changed(shift_x=0.125)
    straight = render(SMALL)
    assert np.array_equal(moved.matte[:, 12:], straight.matte[:, :-12])


def test_an_open_smile_shows_teeth() -> None:
    closed, smiling = changed(tone=8, side=320), changed(tone=8, side=320, expression="smile")
    assert mouth_light(smiling) > mouth_light(closed) + 30
    assert smiling.landmarks["left_mouth_corner"][0] > closed.landmarks["left_mouth_corner"][0] + 2


def test_half_an_expression_is_half_way() -> None:
    whole = changed(side=320, expression="smile").landmarks["left_mouth_corner"]
    half = changed(side=320, expression="smile", strength=0.5).landmarks["left_mouth_corner"]
    none = changed(side=320, expression="smile", strength=0.0)
    rest = changed(side=320)
    assert half[0] == pytest.approx((whole[0] + rest.landmarks["left_mouth_corner"][0]) / 2, abs=0.1)
    assert np.array_equal(none.pixels, rest.pixels)


def test_lips_follow_the_skin() -> None:
    """On every tone the lips' hue is near the skin's: no painted red."""
    for tone in range(1, 11):
        made = changed(tone=tone, side=320, hair="bald")
        lips = linear(patch(made, "mouth_bottom", up=4)).mean(axis=(0, 1))
        skin = linear(patch(made, "chin", up=8)).mean(axis=(0, 1))
        ratio = (lips[0] / lips[1]) / (skin[0] / skin[1])
        assert 0.9 < ratio < 1.8


def test_faces_are_near_their_swatches() -> None:
    """Within ΔE76 14 at the ends, which are warmer on purpose, 8 elsewhere; in the scale's own order."""
    found = [deviation(tone) for tone in range(1, 11)]
    for tone, each in enumerate(found, start=1):
        assert each.delta_e76 < (14 if tone < 5 else 8)
    assert all(each.red_green > 0 for each in found)  # warmer, never greyer
    lightness = [cielab(np.array([int(each.face[at : at + 2], 16) for at in (0, 2, 4)]))[0] for each in found]
    assert all(lighter > darker for lighter, darker in pairwise(lightness))


def test_kept_on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    made = portrait(TURNED)
    studio.forget_portraits()
    monkeypatch.setattr(studio, "render", lambda recipe: pytest.fail("drawn again"))
    again = portrait(TURNED)
    assert np.array_equal(made.pixels, again.pixels)
    assert np.array_equal(made.matte, again.matte)
    assert made.landmarks == again.landmarks
    assert portrait(TURNED) is again  # from memory


def test_damage_on_disk_only_costs_time() -> None:
    made = portrait(SMALL)
    (file,) = kept.folder().glob("*/*.npz")
    file.write_bytes(file.read_bytes()[:200])
    studio.forget_portraits()
    assert np.array_equal(portrait(SMALL).pixels, made.pixels)


def test_oldest_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_BYTES", 20_000)
    monkeypatch.setattr(kept, "_COUNT_EVERY", 1)
    tiny = Portrait(side=48, hair="bald")
    for level in range(12):
        portrait(tiny.model_copy(update={"background_level": level / 12}))
    held = sum(file.stat().st_size for file in kept.folder().glob("*/*.npz"))
    assert 0 < held <= 20_000


def test_pixels_cannot_be_changed_by_whom_they_are_shown_to() -> None:
    made = portrait(SMALL)
    with pytest.raises(ValueError, match="read-only"):
        made.pixels[0, 0] = 0


def test_no_mesh_here(monkeypatch: pytest.MonkeyPatch) -> None:
    from tools.stimuli.portraits import published

    monkeypatch.delenv("AUTOPSIE_ASSETS")
    published.published.cache_clear()
    try:
        with pytest.raises(MissingAsset) as missing:
            portrait(Portrait(side=48, age=33))
        assert "portraits-mesh" in missing.value.sentence("fr")
        assert missing.value.cure is not None
    finally:
        published.published.cache_clear()


def test_out_of_range() -> None:
    with pytest.raises(ValidationError):
        Portrait(tone=11)
    with pytest.raises(StimulusRefused, match="cannot be 11") as refused:
        recipe_of({"tone": 11})
    assert "de 1 à 10" in refused.value.sentence("fr")
    with pytest.raises(StimulusRefused, match="Did you mean “tone”"):
        recipe_of({"tune": 3})
    with pytest.raises(StimulusRefused, match="three shares"):
        recipe_of({"ancestry": [0.5, -1, 0]})
    assert recipe_of({"tone": 4}) == Portrait(tone=4)


def hash_elsewhere(recipe: Portrait, **settings: str) -> str:
    """The same portrait drawn by another process, with these settings in its environment."""
    program = (
        "import sys, hashlib\n"
        "from tools.stimuli.portraits.studio import render\n"
        "from tools.stimulus import Portrait\n"
        "made = render(Portrait.model_validate_json(sys.argv[1]))\n"
        "print(hashlib.sha256(made.pixels.tobytes() + made.matte.tobytes()).hexdigest())\n"
    )
    return subprocess.run(
        [sys.executable, "-c", program, recipe.model_dump_json()],
        cwd=Path(__file__).parents[3],
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def patch(made: Render, name: str, up: int = 0) -> np.ndarray:
    x, y = made.landmarks[name]
    reach = max(made.pixels.shape[0] // 96, 1)
    row, column = int(y) - up, int(x)
    return made.pixels[row - reach : row + reach + 1, column - reach : column + reach + 1].astype(float)


def mouth_light(made: Render) -> float:
    """The brightest of the line between the lips."""
    x, y = made.landmarks["mouth_upper"]
    return float(made.pixels[int(y) - 4 : int(y) + 12, int(x) - 8 : int(x) + 9].mean(axis=2).max())


def linear(codes: np.ndarray) -> np.ndarray:
    values = codes.astype(float) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
