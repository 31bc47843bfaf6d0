"""Pictures that come with a story: kept by their hash, decoded within bounds, never taken for another."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image

from tools import home
from tools.errors import MissingAsset, StimulusRefused
from tools.finding import Call
from tools.lab import Lab
from tools.stimuli.cases import case_named
from tools.stimuli.files import keep, kept
from tools.stimuli.render import forget_pictures, render
from tools.stimulus import File


def _png(width: int = 60, height: int = 40, colour: str = "navy") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "PNG")
    return file.getvalue()


def test_a_kept_file_is_a_case_and_gives_its_pixels() -> None:
    sha256 = keep(_png())
    assert sha256 == hashlib.sha256(_png()).hexdigest()
    assert keep(_png()) == sha256
    (shown,) = case_named(f"file:{sha256}").pictures
    pixels = render(shown.recipe)
    assert pixels.shape == (40, 60, 3)
    assert pixels[0, 0].tolist() == [0, 0, 128]


@pytest.mark.parametrize("name", ["0" * 64, "../secret", "", "0" * 63 + "g"])
def test_what_was_not_kept_is_missing_in_words(name: str) -> None:
    with pytest.raises(MissingAsset) as missing:
        kept(name)
    assert missing.value.code == "picture_not_kept"


def test_a_file_changed_behind_our_back_is_not_shown_and_is_put_right() -> None:
    sha256 = keep(_png())
    forget_pictures()
    (home.kept_files() / sha256).write_bytes(_png(colour="red"))
    with pytest.raises(MissingAsset):
        render(File(sha256=sha256))
    assert keep(_png()) == sha256
    assert kept(sha256) == _png()


@pytest.mark.parametrize(
    ("content", "code"),
    [(_png(5000, 4000), "picture_too_large"), (b"<svg/>" + b" " * 5_000_000, "picture_too_heavy"),
     (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "picture_svg"), (b"text", "picture_not_read")],
)  # fmt: skip
def test_decoding_is_bounded_whatever_was_kept(content: bytes, code: str) -> None:
    with pytest.raises(StimulusRefused) as refused:
        render(File(sha256=keep(content)))
    assert refused.value.code == code


def test_the_lab_names_its_answer_by_the_picture_and_asks_for_it_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "AUTOPSIE_ASSETS", str(tmp_path)
    )  # no weights: their absence is told after the picture's
    sha256 = keep(_png())
    call = Call(verb="attribute", method="saliency", subject="twitter-crop", case=f"file:{sha256}")
    with Lab(in_process=True) as lab:
        other = call.model_copy(update={"case": f"file:{keep(_png(61))}"})
        assert lab.key(call) != lab.key(other)
        (home.kept_files() / sha256).unlink()
        with pytest.raises(MissingAsset) as missing:
            lab.run(call)
    assert missing.value.code == "picture_not_kept"
