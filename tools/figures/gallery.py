"""Rows of small pictures, each with its number: what a channel answers to, the exemplars of a cluster."""

from __future__ import annotations

from html import escape

from tools.figures import svg
from tools.figures.panels import PictureUrl
from tools.figures.words import PICTURE, VALUE, say, show
from tools.finding import GalleryFigure, GalleryRow
from tools.wording import Language, Words

WIDE, NARROW = 720.0, 340.0
GAP = 8.0
ACROSS_WIDE, ACROSS_NARROW = 8, 4
NUMBER = 20.0  # under a picture, where it has a number
_ROW = Words(fr="Rangée", en="Row")


def draw_gallery(figure: GalleryFigure, language: Language, *, narrow: bool, picture_url: PictureUrl) -> str:
    """Every row under its label; pictures keep their shape inside equal squares."""
    total = NARROW if narrow else WIDE
    across = ACROSS_NARROW if narrow else ACROSS_WIDE
    side = (total - GAP * (across - 1)) / across
    parts: list[str] = []
    y = 0.0
    for row in figure.rows:
        for line in _label_lines(row, language, total):
            y += 18
            parts.append(svg.text(0, y, line))
        y += 8
        tall = side + (NUMBER if any(each.value is not None for each in row.pictures) else 0) + GAP
        for index, each in enumerate(row.pictures):
            x = (index % across) * (side + GAP)
            if index and index % across == 0:
                y += tall
            parts.append(
                f'<image class="gallery-picture" href="{escape(picture_url(each.picture.sha256))}" '
                f'x="{svg.number(x)}" y="{svg.number(y)}" width="{svg.number(side)}" '
                f'height="{svg.number(side)}"><title>{escape(_said(each, language))}</title></image>'
            )
            if each.value is not None:
                shown = show(each.value, figure.unit, language)
                parts.append(svg.text(x + side / 2, y + side + 15, shown, css="soft", anchor="middle"))
        y += tall + 6
    left, width = ("-1", "342") if narrow else ("-10", "740")
    return svg.document(
        f"{left} 0 {width} {svg.number(max(y, 1))}",
        gallery_alt(figure, language),
        parts,
        css="chart narrow" if narrow else "chart wide",
    )


def gallery_alt(figure: GalleryFigure, language: Language) -> str:
    """The rows in words: label, then each picture with its number."""
    said = [say(figure.title, language).rstrip(".") + "."]
    for row in figure.rows:
        listed = []
        for each in row.pictures:
            number = f" ({show(each.value, figure.unit, language)})" if each.value is not None else ""
            listed.append(_said(each, language).rstrip(".") + number)
        note = f" {say(row.note, language)}" if row.note else ""
        colon = "\u00a0:" if language == "fr" else ":"
        said.append(f"{say(row.label, language).rstrip('.')}{colon} {' ; '.join(listed)}.{note}")
    return " ".join(said)


def gallery_rows(figure: GalleryFigure, language: Language) -> list[list[str]]:
    """One line a picture: row, picture, number."""
    return [
        [
            say(row.label, language) if index == 0 else "",
            _said(each, language),
            show(each.value, figure.unit, language) if each.value is not None else "–",
        ]
        for row in figure.rows
        for index, each in enumerate(row.pictures)
    ]


def gallery_head(figure: GalleryFigure, language: Language) -> list[str]:
    """The columns of :func:`gallery_rows`."""
    return [say(each, language) for each in (_ROW, PICTURE, figure.value_label or VALUE)]


def _said(each: object, language: Language) -> str:
    caption = getattr(each, "caption", None)
    return say(caption if caption is not None else each.picture.alt, language)  # type: ignore[attr-defined]


def _label_lines(row: GalleryRow, language: Language, width: float) -> list[str]:
    words = say(row.label, language)
    if row.note:
        words = f"{words.rstrip('.')}. {say(row.note, language)}"
    return svg.wrapped(words, width)
