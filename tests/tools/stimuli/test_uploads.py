from __future__ import annotations

import hashlib
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tools import home
from tools.errors import StimulusRefused
from tools.stimuli.render import render
from tools.stimuli.uploads import (
    accept,
    accepted_picture,
    erase,
    folder_holding,
    folder_of,
    upload_case,
)
from tools.stimulus import Edited, Upload


def _file(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def _tagged() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter
    exif[0x010F] = "Secret camera"
    exif[0x8825] = {1: "N"}  # where it was taken
    return _file(Image.new("RGB", (40, 20), (200, 30, 30)), "JPEG", exif=exif)


def test_a_picture_is_kept_upright_and_without_metadata() -> None:
    taken = accept(_tagged(), "play-1")
    assert (taken.width, taken.height) == (20, 40)
    assert any("upright" in note.en for note in taken.notes)
    assert any("JPEG" in note.en for note in taken.notes)  # its decoder's shrinking is lost, and said
    kept = folder_of("play-1") / f"{taken.sha256}.png"
    assert kept.is_relative_to(home.home())
    data = kept.read_bytes()
    assert hashlib.sha256(data).hexdigest() == taken.sha256
    assert b"Secret" not in data
    opened = Image.open(io.BytesIO(data))
    assert opened.info == {}
    assert opened.getexif() == {}
    assert accepted_picture(taken.sha256, folder_of("play-1")) == taken


def test_transparency_is_flattened_on_white_and_said() -> None:
    taken = accept(_file(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG"), "p")
    pixels = render(Upload(sha256=taken.sha256), folder_of("p"))
    assert (pixels == 255).all()
    case = upload_case(taken.sha256, folder_of("p"))
    assert any("white" in note.en for note in case.notes)
    assert case.person == "unknown"


def test_the_same_picture_twice_is_one_picture() -> None:
    assert accept(_tagged(), "p") == accept(_tagged(), "p")
    assert len(list(folder_of("p").glob("*.png"))) == 1


def test_erasing_leaves_nothing_even_in_memory() -> None:
    taken = accept(_tagged(), "p")
    accept(_tagged(), "other")
    folder = folder_of("p")
    edited = Edited(of=Upload(sha256=taken.sha256), change="flip", amount=1)
    render(edited, folder)
    assert erase("p") == 1
    assert erase("p") == 0
    assert not folder.exists()
    with pytest.raises(StimulusRefused) as gone:
        render(edited, folder)
    assert gone.value.code == "upload_gone"
    with pytest.raises(StimulusRefused):
        upload_case(taken.sha256, folder)
    assert folder_holding(taken.sha256) == folder_of("other")


def test_a_file_that_changed_on_disk_is_not_shown() -> None:
    taken = accept(_tagged(), "p")
    kept = folder_of("p") / f"{taken.sha256}.png"
    kept.write_bytes(_file(Image.new("RGB", (4, 4)), "PNG"))
    with pytest.raises(StimulusRefused):
        render(Upload(sha256=taken.sha256), folder_of("p"))


def _bomb() -> bytes:
    """A PNG whose header says 20,000 × 20,000, with almost no data behind it."""
    data = bytearray(_file(Image.new("L", (8, 8)), "PNG"))
    data[16:24] = (20_000).to_bytes(4, "big") * 2
    import zlib

    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    return bytes(data)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"just text",
        b"<svg xmlns='http://www.w3.org/2000/svg'></svg>",
        _tagged()[:60],
        _bomb(),
        _file(Image.new("1", (4000, 3001)), "PNG"),
        bytes(5_000_001),
    ],
    ids=["empty", "text", "svg", "truncated", "bomb", "12.004 Mpx", "5 MB and a byte"],
)
def test_what_is_not_acceptable_leaves_no_trace(content: bytes) -> None:
    with pytest.raises(StimulusRefused):
        accept(content, "p")
    assert not folder_of("p").exists()


def test_the_limits_themselves_are_accepted() -> None:
    assert accept(_file(Image.new("1", (4000, 3000)), "PNG"), "p").width == 4000
    assert accept(_file(Image.new("RGB", (1, 1)), "PNG"), "p").width == 1


def test_a_full_disk_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StimulusRefused) as refused:
        accept(_tagged(), "p")
    assert refused.value.code == "disk_full"
    assert list(folder_of("p").iterdir()) == []


@pytest.mark.parametrize("name", ["", "..", "../x", "a/b", "a" * 81, ".hidden"])
def test_a_playthrough_cannot_name_another_folder(name: str) -> None:
    with pytest.raises(ValueError, match="playthrough"):
        folder_of(name)


def test_gif_gives_its_first_frame() -> None:
    frames = [Image.new("RGB", (6, 6), colour) for colour in ("red", "blue")]
    taken = accept(_file(frames[0], "GIF", save_all=True, append_images=frames[1:]), "p")
    assert any("first frame" in note.en for note in taken.notes)
    pixels = render(Upload(sha256=taken.sha256), folder_of("p"))
    assert np.array_equal(pixels[0, 0], [255, 0, 0])
