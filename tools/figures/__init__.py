"""Figures are data; this package draws them: SVG for a page, a table, CSV, a text alternative.

Drawings carry classes and presentation attributes only, never a style attribute, so that they pass a strict
content policy; each has ``role="img"`` and says its numbers.
"""

from __future__ import annotations

from tools.figures.bet import draw_bet
from tools.figures.curve import curve_alt, draw_curve
from tools.figures.intervals import draw_intervals, intervals_alt
from tools.figures.panels import PictureUrl, colour_range, draw_map, draw_panel, draw_thumbnail, map_alt
from tools.figures.sketch import draw_sketch, point_label
from tools.figures.tables import Table, table, to_csv
from tools.finding import CurveFigure, Figure, IntervalFigure, MapFigure
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
    assert isinstance(figure, MapFigure)
    return draw_map(figure, language, narrow=narrow, picture_url=picture_url)


def alt_text(figure: Figure, language: Language, predicted: float | None = None) -> str:
    """The figure in words, with its numbers."""
    if isinstance(figure, IntervalFigure):
        return intervals_alt(figure, language, predicted)
    if isinstance(figure, CurveFigure):
        return curve_alt(figure, language)
    assert isinstance(figure, MapFigure)
    return map_alt(figure, language)
