"""What stands where a picture cannot be drawn here: a frame of its size, and the reason in words."""

from __future__ import annotations

import textwrap
from xml.sax.saxutils import escape

_LETTERS = 30  # a line: about as many as fit the width at the size below


def absent_picture(reason: str, width: int, height: int) -> bytes:
    """An SVG of ``width`` × ``height`` pixels that says ``reason``, in greys."""
    size = max(6.0, min(width, 2.2 * height) / _LETTERS * 1.6)
    lines = textwrap.wrap(reason, _LETTERS) or [""]
    top = height / 2 - (len(lines) - 1) * size * 0.65
    spans = "".join(
        f'<tspan x="{width / 2:g}" y="{top + at * size * 1.3:.1f}">{escape(line)}</tspan>'
        for at, line in enumerate(lines)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}"><rect width="100%" height="100%" fill="#e4e4e4"/>'
        f'<text font-family="sans-serif" font-size="{size:.1f}" fill="#333" text-anchor="middle">'
        f"{spans}</text></svg>"
    ).encode()
