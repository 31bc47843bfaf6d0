from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tools.errors import MissingAsset, StimulusRefused
from tools.stimuli import render as rendering
from tools.stimuli.changes import apply_change
from tools.stimuli.render import forget_pictures, package_data_folder, picture, pixels_sha256, png, render
from tools.stimulus import Edited, Montage, Photo, Recipe, Upload
from tools.wording import both

PHOTOS = st.builds(
    lambda file, x, y: Photo(file=file, box=(x, y, 64, 48)),
    st.sampled_from(["astronaut.png", "rocket.jpg", "camera.png"]),
    st.integers(0, 300),
    st.integers(0, 300),
)
EDITED = st.builds(
    lambda of, edit: Edited(of=of, change=edit[0], amount=edit[1]),
    PHOTOS,
    st.sampled_from([("contrast", 0.5), ("flip", 1.0), ("shift", 9.0), ("blur", 1.5), ("scale", 0.5)]),
)
RECIPES = st.one_of(
    PHOTOS,
    EDITED,
    st.builds(
        Montage,
        first=st.one_of(PHOTOS, EDITED),
        second=PHOTOS,
        layout=st.sampled_from(["side-by-side", "stacked"]),
        cell=st.integers(1, 90),
    ),
)


@settings(max_examples=40, deadline=None)
@given(recipe=RECIPES)
def test_a_recipe_always_gives_the_same_picture(recipe: Recipe) -> None:
    first = picture(recipe, both("x"))
    forget_pictures()
    assert picture(type(recipe).model_validate_json(recipe.model_dump_json()), both("x")) == first
    pixels = render(recipe)
    assert pixels.shape == (first.height, first.width, 3)
    assert not pixels.flags.writeable


def test_hashes_do_not_depend_on_the_process() -> None:
    recipe = Montage(
        first=Edited(of=Photo(file="rocket.jpg"), change="blur", amount=2),
        second=Photo(file="chelsea.png"),
        layout="stacked",
        cell=100,
    )
    code = (
        "from tools.stimuli.render import *; from tools.stimulus import *; import sys; "
        f"print(pixels_sha256(render(Montage.model_validate_json({recipe.model_dump_json()!r}))))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == pixels_sha256(render(recipe))


def test_the_name_is_the_contracts() -> None:
    pixels = render(Photo(file="chelsea.png", box=(3, 4, 5, 2)))
    assert pixels_sha256(pixels) == hashlib.sha256(b"5x2\n" + bytes(pixels.reshape(-1).tolist())).hexdigest()


def test_a_montage_without_a_band_keeps_its_text_and_its_name() -> None:
    """Recorded findings hold recipes and name pictures by them: both were taken before there were bands."""
    recipe = Montage(
        first=Photo(file="astronaut.png"), second=Photo(file="coffee.png"), layout="stacked", cell=64
    )
    assert recipe.model_dump_json() == (
        '{"kind":"montage","first":{"kind":"photo","file":"astronaut.png","box":null},'
        '"second":{"kind":"photo","file":"coffee.png","box":null},"layout":"stacked","cell":64}'
    )
    assert pixels_sha256(render(recipe)) == "527a8b6636a4f046d475569ce6d2f02a84554ab7e4ba20a734c9bb3c3d2f10d8"


@pytest.mark.parametrize(("grey", "level"), [(0.0, 0), (0.5, 128), (0.53, 135), (1.0, 255)])
def test_a_band_stands_between_the_two_and_changes_nothing_of_them(grey: float, level: int) -> None:
    one, other = Photo(file="chelsea.png", box=(0, 0, 40, 40)), Photo(file="coffee.png", box=(10, 10, 40, 40))
    beside = Montage(
        first=one, second=other, layout="side-by-side", cell=40, separator=grey, separator_width=7
    )
    shown = render(beside)
    assert shown.shape == (40, 87, 3)
    assert np.array_equal(shown[:, :40], render(one))
    assert np.array_equal(shown[:, 47:], render(other))
    assert (shown[:, 40:47] == level).all()
    above = render(beside.model_copy(update={"layout": "stacked"}))
    assert above.shape == (87, 40, 3)
    assert (above[40:47] == level).all()
    assert Montage.model_validate_json(beside.model_dump_json()) == beside


@pytest.mark.parametrize(
    "band", [{"separator": 0.5}, {"separator_width": 4}, {"separator": 1.5, "separator_width": 4}]
)
def test_a_band_has_both_a_grey_and_a_width(band: dict[str, float]) -> None:
    photo = Photo(file="chelsea.png")
    with pytest.raises(ValueError, match="separator"):
        Montage.model_validate({"first": photo, "second": photo, "layout": "stacked", "cell": 40, **band})


def test_a_montage_is_its_two_squares_without_a_seam() -> None:
    one, other = Photo(file="chelsea.png"), Photo(file="coffee.png", box=(10, 10, 40, 40))
    beside = render(Montage(first=one, second=other, layout="side-by-side", cell=40))
    above = render(Montage(first=one, second=other, layout="stacked", cell=40))
    assert beside.shape == (40, 80, 3)
    assert above.shape == (80, 40, 3)
    assert np.array_equal(beside[:, :40], above[:40])
    assert np.array_equal(beside[:, 40:], render(other))  # a square of the right size is not resized
    centred = render(one)[:, 75:375]
    assert np.array_equal(
        beside[:, :40], np.asarray(Image.fromarray(centred).resize((40, 40), Image.Resampling.LANCZOS))
    )


def test_edits_nest() -> None:
    base = Photo(file="coffee.png", box=(0, 0, 50, 50))
    nested = Edited(of=Edited(of=base, change="flip", amount=1), change="brightness", amount=9)
    assert np.array_equal(
        render(nested), apply_change(apply_change(render(base), "flip", 1), "brightness", 9)
    )


@pytest.mark.parametrize(
    ("recipe", "code"),
    [
        (Photo(file="../__init__.py"), "unknown_photograph"),
        (Photo(file="retina.jpg"), "unknown_photograph"),
        (Photo(file="chelsea.png", box=(0, 0, 452, 10)), "bad_box"),
        (Photo(file="chelsea.png", box=(-1, 0, 10, 10)), "bad_box"),
        (Photo(file="chelsea.png", box=(0, 0, 0, 10)), "bad_box"),
        (Upload(sha256="0" * 64), "upload_gone"),
        (Upload(sha256="../secret"), "upload_gone"),
        (
            Montage(
                first=Photo(file="chelsea.png"), second=Photo(file="chelsea.png"), layout="stacked", cell=0
            ),
            "bad_montage",
        ),
    ],
)
def test_what_cannot_be_made_is_refused_in_words(recipe: Recipe, code: str) -> None:
    with pytest.raises(StimulusRefused) as refused:
        render(recipe)
    assert refused.value.code == code
    assert refused.value.sentence("fr") != refused.value.sentence("en")


def test_the_memory_of_pictures_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "_MEMO", memo := rendering._Memo(100_000))
    for left in range(60):
        render(Photo(file="astronaut.png", box=(left, 0, 64, 64)))
    assert 0 < sum(pixels.nbytes for pixels in memo._pixels.values()) <= 100_000
    assert memo._held == sum(pixels.nbytes for pixels in memo._pixels.values())


def test_another_file_of_the_same_name_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rocket.jpg").write_bytes((package_data_folder() / "chelsea.png").read_bytes())
    monkeypatch.setattr(rendering, "package_data_folder", lambda: tmp_path)
    rendering._photograph.cache_clear()
    forget_pictures()
    with pytest.raises(StimulusRefused) as refused:
        render(Photo(file="rocket.jpg"))
    assert refused.value.code == "changed_photograph"
    with pytest.raises(MissingAsset):
        render(Photo(file="coffee.png"))


def test_png_gives_the_pixels_back_without_metadata() -> None:
    pixels = render(Photo(file="rocket.jpg", box=(0, 0, 30, 20)))
    opened = Image.open(io.BytesIO(png(pixels)))
    assert opened.info == {}
    assert np.array_equal(np.asarray(opened), pixels)


def test_rendering_does_not_import_scikit_image_whole() -> None:
    code = (
        "import sys; from tools.stimuli.render import render; from tools.stimulus import Photo; "
        "render(Photo(file='astronaut.png')); "
        "print([name for name in ('torch', 'scipy', 'skimage') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == "[]"
