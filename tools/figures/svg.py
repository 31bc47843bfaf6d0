"""Small helpers to write SVG as text: numbers short, text escaped, no style attribute (content policy)."""

from __future__ import annotations

from html import escape

CHARACTER = 7.3  # mean width of a character of the 14 px labels, in user units


def number(value: float) -> str:
    """A coordinate with one decimal at most."""
    shown = f"{value:.1f}"
    return shown[:-2] if shown.endswith(".0") else shown


def text(x: float, y: float, words: str, *, css: str = "", anchor: str = "start") -> str:
    """A label; ``anchor`` is start, middle or end."""
    named = f' class="{css}"' if css else ""
    return f'<text{named} x="{number(x)}" y="{number(y)}" text-anchor="{anchor}">{escape(words)}</text>'


def path(d: str, css: str = "") -> str:
    """A path; its look comes from the style sheet."""
    named = f' class="{css}"' if css else ""
    return f'<path{named} d="{d}"/>'


def document(
    view_box: str, label: str, parts: list[str], *, css: str, size: tuple[int, int] | None = None
) -> str:
    """A whole picture with its text alternative; ``size`` is its natural width and height."""
    natural = f' width="{size[0]}" height="{size[1]}"' if size else ""
    return (
        f'<svg class="{css}" viewBox="{view_box}"{natural} role="img" aria-label="{escape(label)}">'
        + "".join(parts)
        + "</svg>"
    )


def width_of(words: str) -> float:
    """About how wide a label is."""
    return len(words) * CHARACTER


def wrapped(words: str, width: float, size: float = 14.0) -> list[str]:
    """The words in lines no wider than ``width``, set in ``size`` pixels; a longer word stands alone."""
    scale = size / 14.0
    lines: list[str] = []
    for word in words.split(" "):
        if lines and width_of(f"{lines[-1]} {word}") * scale <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
