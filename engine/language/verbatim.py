"""What a message quotes, kept as its author typed it while French typography sets the sentence around it.

A quote made typographic inside a message is a quote that breaks the file where it is pasted back. So whoever
writes a message marks what it quotes with two characters that no scenario may hold, and they are gone before
anyone reads it.
"""

from __future__ import annotations

import re

from tools.wording import Language, typeset

_OPEN, _CLOSE = "\ue000", "\ue001"
_GONE = {ord(_OPEN): None, ord(_CLOSE): None}
_KEPT = re.compile(
    rf"{_OPEN}[^{_OPEN}{_CLOSE}]*{_CLOSE}"
    r"|(?<!\w)'[^'\n]+'(?!\w)"  # 'effect' in our own sentences; an elision always follows a letter
)


def verbatim(text: str) -> str:
    """Mark ``text`` as a piece of the author's file."""
    return _OPEN + text.translate(_GONE) + _CLOSE if text else ""


def plain(text: str) -> str:
    """``text`` without its marks."""
    return text.translate(_GONE)


def stopped_once(text: str) -> str:
    """A list cut short already ends its sentence: « …. » is « … »."""
    return re.sub(rf"…({_CLOSE}?)\.", r"…\1", text)


def printed(text: str, language: Language) -> str:
    """``text`` set as ``language`` prints it, what is marked or between plain quotes left as typed."""
    kept: list[str] = []

    def put_aside(found: re.Match[str]) -> str:
        kept.append(plain(found[0]))
        return _OPEN

    set_around = typeset(_KEPT.sub(put_aside, text), language).split(_OPEN)
    return "".join(part + shown for part, shown in zip(set_around, [*kept, ""], strict=True))
