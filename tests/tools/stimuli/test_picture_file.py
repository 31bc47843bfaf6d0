"""Files that people bring: what is read, what is said of it, what is refused."""

from __future__ import annotations

import hashlib
import io
import struct
import time
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tools.errors import StimulusRefused
from tools.stimuli.picture_file import (
    FIRST_FRAME,
    FIRST_PAGE,
    FLATTENED,
    TURNED,
    PictureFile,
    open_picture,
)


def saved(image: Image.Image, kind: str, **how: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def plain(width: int = 8, height: int = 6) -> Image.Image:
    numbers = np.random.default_rng(7).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(numbers)


def refused(source: Path | bytes, **limits: Any) -> StimulusRefused:
    with pytest.raises(StimulusRefused) as caught:
        open_picture(source, **limits)
    error = caught.value
    assert error.says.fr != error.says.en
    assert error.exit_code == 2
    assert "Traceback" not in error.sentence("fr")
    return error


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "PPM", "WEBP"])
def test_lossless_kinds_keep_every_byte(kind: str) -> None:
    how = {"lossless": True} if kind == "WEBP" else {}
    content = saved(plain(), kind, **how)
    opened = open_picture(content)
    assert (opened.pixels == np.asarray(plain())).all()
    assert (opened.width, opened.height, opened.format, opened.notes) == (8, 6, kind, ())
    assert opened.sha256 == hashlib.sha256(content).hexdigest()


def test_a_path_and_its_bytes_give_the_same(tmp_path: Path) -> None:
    path = tmp_path / "été 1.png"
    plain().save(path)
    one, two = open_picture(path), open_picture(path.read_bytes())
    assert (one.pixels == two.pixels).all()
    assert one.sha256 == two.sha256


@pytest.mark.parametrize("mode", ["1", "L", "P", "I;16", "LA", "RGBA", "CMYK"])
def test_every_mode_becomes_rgb(mode: str) -> None:
    if mode == "I;16":
        image = Image.fromarray(np.array([[0, 257, 65535]], dtype=np.uint16))
    else:
        image = plain().convert(mode)
    opened = open_picture(saved(image, "TIFF" if mode in ("CMYK",) else "PNG"))
    assert opened.pixels.shape == (image.height, image.width, 3)
    assert opened.pixels.dtype == np.uint8
    assert opened.notes == ()  # opaque: nothing was flattened
    if mode == "I;16":
        assert opened.pixels[0, :, 0].tolist() == [0, 1, 255]


def test_sixteen_bit_colour_keeps_its_upper_half() -> None:
    opened = open_picture(
        png(2, 1, depth=16, colour=2, rows=[struct.pack(">6H", 0, 257, 65535, 1, 512, 128)])
    )
    assert opened.pixels.tolist() == [[[0, 1, 255], [0, 2, 0]]]


def test_a_cmyk_jpeg_is_read() -> None:
    opened = open_picture(saved(Image.new("CMYK", (16, 16), (0, 0, 0, 0)), "JPEG"))
    assert opened.pixels.shape == (16, 16, 3)
    assert opened.pixels.min() > 250


def test_transparency_is_flattened_on_white_and_said() -> None:
    image = Image.new("RGBA", (2, 1), (0, 0, 0, 255))
    image.putpixel((1, 0), (0, 0, 0, 0))
    opened = open_picture(saved(image, "PNG"))
    assert opened.pixels.tolist() == [[[0, 0, 0], [255, 255, 255]]]
    assert opened.notes == (FLATTENED,)


@pytest.mark.parametrize(("alpha", "grey"), [(128, 127), (1, 254), (254, 1)])
def test_half_transparency_is_mixed_with_white(alpha: int, grey: int) -> None:
    opened = open_picture(saved(Image.new("LA", (1, 1), (0, alpha)), "PNG"))
    assert opened.pixels[0, 0].tolist() == [grey] * 3


@pytest.mark.parametrize("mode", ["P", "L", "RGB", "1"])
def test_a_colour_that_is_declared_transparent_is_white(mode: str) -> None:
    image = Image.new(mode, (2, 2), 0)
    told: Any = (0, 0, 0) if mode == "RGB" else 0
    opened = open_picture(saved(image, "PNG", transparency=told))
    assert (opened.pixels == 255).all()
    assert opened.notes == (FLATTENED,)


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_an_animation_gives_its_first_frame_and_says_so(kind: str) -> None:
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue", "lime")]
    how = {"lossless": True} if kind == "WEBP" else {}
    content = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100, **how)
    opened = open_picture(content)
    assert (opened.pixels == (255, 0, 0)).all()
    assert opened.notes == (FIRST_FRAME,)


def test_a_file_of_pages_gives_its_first() -> None:
    pages = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    opened = open_picture(saved(pages[0], "TIFF", save_all=True, append_images=pages[1:]))
    assert (opened.pixels == (255, 0, 0)).all()
    assert opened.notes == (FIRST_PAGE,)


UPRIGHT = np.arange(6, dtype=np.uint8).reshape(2, 3)  # rows × columns
STORED = {
    1: UPRIGHT,
    2: UPRIGHT[:, ::-1],
    3: UPRIGHT[::-1, ::-1],
    4: UPRIGHT[::-1],
    5: UPRIGHT.T,
    6: np.rot90(UPRIGHT),
    7: UPRIGHT[::-1, ::-1].T,
    8: np.rot90(UPRIGHT, -1),
}


@pytest.mark.parametrize("orientation", sorted(STORED))
def test_the_orientation_tag_is_honoured(orientation: int) -> None:
    told = Image.Exif()
    told[0x0112] = orientation
    image = Image.fromarray(np.ascontiguousarray(STORED[orientation]))
    opened = open_picture(saved(image, "PNG", exif=told))
    assert opened.pixels[..., 0].tolist() == UPRIGHT.tolist()
    assert (opened.width, opened.height) == (3, 2)
    assert opened.notes == (() if orientation == 1 else (TURNED,))


def test_a_nonsense_orientation_tag_is_ignored() -> None:
    told = Image.Exif()
    told[0x0112] = 77
    assert open_picture(saved(plain(), "PNG", exif=told)).notes == ()


def test_a_jpeg_is_shrunk_in_its_decoder_only_when_asked() -> None:
    content = saved(plain(101, 50), "JPEG")
    assert open_picture(content).pixels.shape == (50, 101, 3)
    asked: list[tuple[int, int]] = []

    def twice(width: int, height: int) -> int:
        asked.append((width, height))
        return 2

    opened = open_picture(content, halvings=twice)
    assert opened.pixels.shape == (13, 26, 3)  # rounded up, twice
    assert (opened.width, opened.height) == (101, 50)
    assert asked == [(101, 50)]
    assert open_picture(saved(plain(101, 50), "PNG"), halvings=twice).pixels.shape == (50, 101, 3)


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
@pytest.mark.parametrize("size", [(1, 3000), (4000, 5), (641, 640), (2559, 1441), (97, 89)])
@pytest.mark.parametrize("halvings", [1, 3])
def test_each_halving_in_the_decoder_rounds_up(mode: str, size: tuple[int, int], halvings: int) -> None:
    content = saved(Image.new(mode, size), "JPEG")
    shrink = 2**halvings
    opened = open_picture(content, halvings=lambda width, height: halvings)
    assert opened.pixels.shape[:2] == (-(-size[1] // shrink), -(-size[0] // shrink))


def test_one_pixel_is_read() -> None:
    assert open_picture(saved(plain(1, 1), "JPEG")).pixels.shape == (1, 1, 3)


def png(
    width: int, height: int, *, depth: int = 8, colour: int = 2, rows: list[bytes] | None = None
) -> bytes:
    """A PNG by hand: true header, and only the rows that are given."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    body = zlib.compress(b"".join(b"\0" + row for row in rows or []))
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(20_000, 20_000), (9_000, 9_000), (2**31 - 1, 1)])
def test_a_huge_picture_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    start = time.process_time()
    assert refused(png(*size)).code == "picture_too_large"
    assert time.process_time() - start < 1


def test_the_limit_is_the_callers() -> None:
    content = saved(plain(40, 30), "PNG")
    assert open_picture(content, most_pixels=1200).width == 40
    assert "1199" not in refused(content, most_pixels=1199).code
    assert refused(content, most_pixels=1199).code == "picture_too_large"
    assert refused(content, most_bytes=100).code == "picture_too_heavy"


def test_a_text_file_called_jpg_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "holiday.jpg"
    path.write_text("this is not a picture")
    error = refused(path)
    assert error.code == "picture_not_read"
    assert "holiday.jpg" in error.sentence("fr")
    assert str(tmp_path) not in error.sentence("fr")


@pytest.mark.parametrize(
    "start", ["", '<?xml version="1.0"?>\n', "\ufeff", "\n\n <!-- made by hand -->", "<!DOCTYPE svg>\n"]
)
def test_an_svg_is_refused_as_such(start: str) -> None:
    svg = start + '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect/></svg>'
    assert refused(svg.encode()).code == "picture_svg"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"BM"])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    assert refused(content).code in ("picture_not_read", "picture_broken")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_cut_short_is_refused(kind: str) -> None:
    content = saved(plain(64, 64), kind)
    assert refused(content[: len(content) // 2]).code in ("picture_broken", "picture_not_read")


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "nowhere.png").code == "picture_missing"
    assert refused(tmp_path).code == "picture_missing"


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "PPM"]), st.data())
def test_damage_is_refused_or_read_and_never_crashes(kind: str, data: st.DataObject) -> None:
    content = bytearray(saved(plain(20, 20), kind))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        opened = open_picture(bytes(content), most_pixels=1_000_000)
    except StimulusRefused:
        return
    assert isinstance(opened, PictureFile)
    assert opened.pixels.shape[2] == 3
