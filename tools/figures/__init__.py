"""Figures are data; this package draws them: SVG for a page, a table, CSV, a text alternative.

Drawings carry classes and presentation attributes only, never a style attribute, so that they pass a strict
content policy; each has ``role="img"`` and says its numbers.
"""

from __future__ import annotations

from tools.figures.bet import draw_bet
from tools.figures.curve import curve_alt, draw_curve
from tools.figures.gallery import draw_gallery, gallery_alt
from tools.figures.intervals import draw_intervals, intervals_alt
from tools.figures.number_table import draw_table, table_alt
from tools.figures.panels import PictureUrl, colour_range, draw_map, draw_panel, draw_thumbnail, map_alt
from tools.figures.sketch import draw_sketch, point_label
from tools.figures.tables import Table, table, to_csv
from tools.figures.word_bars import draw_words, words_alt
from tools.finding import CurveFigure, Figure, GalleryFigure, IntervalFigure, MapFigure, WordsFigure
from tools.stimulus import Picture
from tools.wording import Language

__all__ = [
    "PictureUrl",
    "Table",
    "alt_text",
    "colour_range",
    "draw",
    "draw_bet",
    "draw_panel",
    "draw_sketch",
    "draw_thumbnail",
    "pictures_of",
    "point_label",
    "table",
    "to_csv",
]


def draw(
    figure: Figure,
    language: Language,
    *,
    narrow: bool,
    picture_url: PictureUrl,
    predicted: float | None = None,
    limits: tuple[float, float] | None = None,
) -> str:
    """The figure as one SVG element, in its wide or its narrow form.

    ``predicted`` is the reader's sealed bet and ``limits`` the ends of the axis it was made on, both in the
    figure's unit; only interval figures draw them.
    """
    if isinstance(figure, IntervalFigure):
        return draw_intervals(figure, language, narrow=narrow, predicted=predicted, limits=limits)
    if isinstance(figure, CurveFigure):
        return draw_curve(figure, language, narrow=narrow)
    if isinstance(figure, WordsFigure):
        return draw_words(figure, language, narrow=narrow)
    if isinstance(figure, GalleryFigure):
        return draw_gallery(figure, language, narrow=narrow, picture_url=picture_url)
    if isinstance(figure, MapFigure):
        return draw_map(figure, language, narrow=narrow, picture_url=picture_url)
    return draw_table(figure, language, narrow=narrow)


def alt_text(figure: Figure, language: Language, predicted: float | None = None) -> str:
    """The figure in words, with its numbers."""
    if isinstance(figure, IntervalFigure):
        return intervals_alt(figure, language, predicted)
    if isinstance(figure, CurveFigure):
        return curve_alt(figure, language)
    if isinstance(figure, WordsFigure):
        return words_alt(figure, language)
    if isinstance(figure, GalleryFigure):
        return gallery_alt(figure, language)
    if isinstance(figure, MapFigure):
        return map_alt(figure, language)
    return table_alt(figure, language)


def pictures_of(figure: Figure) -> list[Picture]:
    """Every picture that the figure shows."""
    if isinstance(figure, MapFigure):
        return [panel.picture for panel in figure.panels]
    if isinstance(figure, GalleryFigure):
        return [each.picture for row in figure.rows for each in row.pictures]
    return []
