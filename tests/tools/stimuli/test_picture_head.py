"""What a picture file says of itself agrees with what decoding gives; a cut file is never called whole."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tools.stimuli.picture_head import picture_head

KINDS = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}


def written(kind: str, width: int, height: int, **options: object) -> bytes:
    file = io.BytesIO()
    Image.radial_gradient("L").resize((width, height)).convert("RGB").save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "options", [{}, {"lossless": True}, {"progressive": True}, {"exif": b"Exif\0\0II*\0"}]
)
@given(width=st.integers(1, 400), height=st.integers(1, 400))
def test_the_head_says_what_decoding_gives(
    kind: str, options: dict[str, object], width: int, height: int
) -> None:
    head = picture_head(written(kind, width, height, **options))
    assert head == (KINDS[kind], width, height, True)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_cut_short_is_not_whole(kind: str) -> None:
    content = written(kind, 60, 40)
    for end in sorted({*range(min(200, len(content))), *range(0, len(content), 37)}):
        head = picture_head(content[:end])
        assert head is None or not head.whole, end


def test_a_png_with_one_wrong_byte_is_not_whole() -> None:
    content = bytearray(written("PNG", 60, 40))
    content[len(content) // 2] ^= 1
    head = picture_head(bytes(content))
    assert head is not None
    assert not head.whole


@given(st.binary(max_size=200))
def test_anything_may_follow_a_beginning(rest: bytes) -> None:
    for start in (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"RIFF\0\0\0\0WEBP", b""):
        picture_head(start + rest)


def test_a_bomb_states_its_size_in_a_few_bytes() -> None:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    size = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + size + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    assert picture_head(bomb) == ("image/png", 60_000, 60_000, True)
