"""What a picture file says of itself, read without decoding it and without a library: kind, size, wholeness.

Enough to refuse a bomb, a text under a picture's name or a file cut short; only decoding proves a picture.
PNG: ISO/IEC 15948 §5; JPEG: ITU-T T.81 annex B; GIF89a §17–18; WebP: RFC 9649 §2.
"""

from __future__ import annotations

import struct
import zlib
from typing import NamedTuple

_PNG = b"\x89PNG\r\n\x1a\n"
_SIZELESS = {0x01, *range(0xD0, 0xD9)}  # JPEG markers that stand alone
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # JPEG markers that state the size


class Head(NamedTuple):
    """Kind (a media type), size in pixels, and whether the file goes to its own end."""

    kind: str
    width: int
    height: int
    whole: bool


def picture_head(content: bytes) -> Head | None:
    """The head of a PNG, JPEG, GIF or WebP file; ``None`` for anything else, whatever its name."""
    try:
        if content.startswith(_PNG):
            return _png(content)
        if content.startswith(b"\xff\xd8\xff"):
            return _jpeg(content)
        if content[:6] in (b"GIF87a", b"GIF89a"):
            width, height = struct.unpack_from("<HH", content, 6)
            return Head("image/gif", width, height, _gif_ends(content))
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _webp(content)
    except (struct.error, IndexError):  # cut in the middle of its own head
        return None
    return None


def _png(content: bytes) -> Head | None:
    width, height = struct.unpack_from(">II", content, 16)
    if content[12:16] != b"IHDR":
        return None
    at, whole = len(_PNG), False
    while at + 12 <= len(content) and not whole:
        (length,) = struct.unpack_from(">I", content, at)
        end = at + 8 + length
        if end + 4 > len(content):
            break
        if struct.unpack_from(">I", content, end)[0] != zlib.crc32(memoryview(content)[at + 4 : end]):
            break
        whole = content[at + 4 : at + 8] == b"IEND"
        at = end + 4
    return Head("image/png", width, height, whole)


def _jpeg(content: bytes) -> Head | None:
    at = 2
    while content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _SIZELESS:
            at += 2
        elif marker in _FRAMES:
            height, width = struct.unpack_from(">HH", content, at + 5)
            return Head("image/jpeg", width, height, b"\xff\xd9" in content[-4096:])
        else:
            at += 2 + int(struct.unpack_from(">H", content, at + 2)[0])
    return None


def _gif_ends(content: bytes) -> bool:
    """Whether block follows block up to the trailer."""
    at = 13 + _colours(content, 10)
    try:
        while content[at] != 0x3B:
            if content[at] == 0x2C:  # a frame: its place, its colours, the size of its codes
                at += 11 + _colours(content, at + 9)
            elif content[at] == 0x21:  # an extension and its label
                at += 2
            else:
                return False
            while content[at]:  # sub-blocks, each with its length
                at += 1 + content[at]
            at += 1
    except IndexError:
        return False
    return True


def _colours(content: bytes, flags: int) -> int:
    """Bytes of the table of colours that the flags announce."""
    return 3 << ((content[flags] & 7) + 1) if content[flags] & 0x80 else 0


def _webp(content: bytes) -> Head | None:
    (length,) = struct.unpack_from("<I", content, 4)
    whole = len(content) >= length + 8
    part = content[12:16]
    if part == b"VP8X":
        width = 1 + int.from_bytes(content[24:27], "little")
        height = 1 + int.from_bytes(content[27:30], "little")
    elif part == b"VP8L":
        bits = int(struct.unpack_from("<I", content, 21)[0])
        width, height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    elif part == b"VP8 ":
        across, down = struct.unpack_from("<HH", content, 26)
        width, height = across & 0x3FFF, down & 0x3FFF
    else:
        return None
    return Head("image/webp", width, height, whole)
