"""A picture that nobody sent before, for the measures of many readers."""

from __future__ import annotations

import io
import random


def picture(drawn: random.Random) -> bytes:
    """A PNG of coarse noise, 300 to 900 px a side."""
    from PIL import Image  # slow import

    size = (drawn.randrange(300, 900), drawn.randrange(300, 900))
    noise = Image.frombytes("RGB", (24, 16), drawn.randbytes(24 * 16 * 3)).resize(size)
    file = io.BytesIO()
    noise.save(file, "PNG")
    return file.getvalue()
