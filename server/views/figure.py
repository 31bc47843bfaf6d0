"""A figure as a page shows it: drawn for wide and narrow screens, or as panels, always with its table."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from tools import figures
from tools.wording import Words


@dataclass(frozen=True)
class PanelView:
    """One picture with its drawing and what is cropped from it."""

    caption: Words
    drawing: Markup
    thumbnail: Markup
    answer: str
    credit: str


@dataclass(frozen=True)
class FigureView:
    """A figure drawn both ways (``wide``, ``narrow``) or as panels, with its table."""

    title: Words
    wide: Markup
    narrow: Markup
    panels: list[PanelView]
    has_heat: bool
    table: figures.Table
    is_table: bool = False  # numbers are all there is to show
