"""The picture that other sites show beside a link to a dossier (OpenGraph): title, model, badge, the ruler.

Drawn with Pillow and the site's own typefaces; it states nothing that the dossier does not.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

from engine.language.schema import Scenario
from server.facts import badges_of, facts_of, text_of
from server.static import FOLDER
from tools.wording import Language

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630
_MARGIN = 72
_SANS, _SERIF = "schibsted-grotesk-latin-wght-normal", "literata-latin-wght-normal"
_PAPER, _INK, _SECOND, _PEN = "#f4f7f6", "#14201e", "#42504d", "#57268f"


def social_card(scenario: Scenario, language: Language) -> bytes:
    """The picture as PNG, :data:`WIDTH` by :data:`HEIGHT` pixels."""
    return _drawn(scenario.id, scenario.sha, language, _Words.of(scenario, language))


class _Words(tuple[str, ...]):
    """What is written on the card; hashable, so that a card is drawn once."""

    @classmethod
    def of(cls, scenario: Scenario, language: Language) -> _Words:
        badges = badges_of(scenario)
        facts = [text for _, text in facts_of(scenario, language)]
        shown = badges[0] if badges else None
        return cls(
            (
                text_of(scenario.title, language),
                " · ".join(facts[:2]),
                shown.title.in_(language) if shown else "",
                shown.word.in_(language) if shown else "",
                shown.shape if shown else "",
            )
        )


@lru_cache(maxsize=64)
def _drawn(name: str, sha: str, language: Language, words: _Words) -> bytes:
    from PIL import Image, ImageDraw  # slow import

    title, facts, model, badge, shape = words
    picture = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(picture)
    draw.text((_MARGIN, 64), "Autopsie", font=_font(_SANS, 40, 700), fill=_INK)
    size = next((each for each in (104, 88, 72, 60) if len(_wrapped(draw, title, each)) <= 2), 60)
    at = 168
    for line in _wrapped(draw, title, size)[:3]:
        draw.text((_MARGIN, at), line, font=_font(_SANS, size, 700), fill=_INK)
        at += round(size * 1.08)
    draw.line((_MARGIN, at + 22, WIDTH - _MARGIN, at + 22), fill=_INK, width=3)
    draw.text((_MARGIN, at + 44), facts, font=_font(_SERIF, 34, 400), fill=_SECOND)
    if model:
        _badge(draw, 470, model, badge, shape)
    _ruler(draw)
    held = io.BytesIO()
    picture.save(held, "PNG", optimize=True)
    return held.getvalue()


def _badge(draw: ImageDraw, top: int, model: str, word: str, shape: str) -> None:
    box = (_MARGIN, top + 6, _MARGIN + 26, top + 32)
    if shape == "filled":
        draw.rectangle(box, fill=_INK)
    else:
        draw.rectangle(box, outline=_INK, width=3)
        if shape == "half":
            draw.rectangle((box[0], box[1], box[0] + 13, box[3]), fill=_INK)
    draw.text((_MARGIN + 42, top), word, font=_font(_SANS, 32, 650), fill=_INK)
    draw.text((_MARGIN, top + 48), model, font=_font(_SERIF, 30, 400), fill=_SECOND)


def _ruler(draw: ImageDraw) -> None:
    for at, x in enumerate(range(_MARGIN, WIDTH - _MARGIN + 1, 22)):
        draw.line((x, HEIGHT - 40, x, HEIGHT - (66 if at % 8 == 0 else 52)), fill=_INK, width=2)
    draw.line((_MARGIN, HEIGHT - 40, WIDTH - _MARGIN, HEIGHT - 40), fill=_PEN, width=6)


def _wrapped(draw: ImageDraw, text: str, size: int) -> list[str]:
    font = _font(_SANS, size, 700)
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and draw.textlength(longer, font=font) <= WIDTH - 2 * _MARGIN:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@lru_cache(maxsize=32)
def _font(name: str, size: int, weight: int) -> FreeTypeFont:
    """One of the site's typefaces; Pillow's own where this build of it does not read woff2."""
    from PIL import ImageFont  # slow import

    try:
        made = ImageFont.truetype(FOLDER / "fonts" / f"{name}.woff2", size)
        made.set_variation_by_axes([weight])
    except OSError:
        return ImageFont.load_default(size)  # type: ignore[return-value]
    return made
