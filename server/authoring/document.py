"""The page of a diagnostic's code, as ``explain`` tells it, as HTML."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_SECTION = re.compile(r"^── (.+) ──$", re.MULTILINE)


def document(told: str) -> Markup:
    """Its first line is the title, its ruled lines head what is written below them as code."""
    title, _, rest = told.partition("\n")
    sections = _SECTION.split(rest.strip())
    html = Markup("<h1>{}</h1><p>{}</p>").format(title, _lines(sections[0]))
    for name, code in zip(sections[1::2], sections[2::2], strict=True):
        html += Markup('<h2>{}</h2><pre tabindex="0">{}</pre>').format(name, code.strip("\n"))
    return html


def _lines(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in text.strip().split("\n") if line.strip())
