"""The picture on the cover: what a model receives, and what it leaves of it, from a recorded measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from engine.language.schema import Scenario, ToolNode
from server.phrases import phrase
from tools import figures
from tools.finding import MapFigure, Panel
from tools.stimulus import Picture
from tools.wording import Language, Words


@dataclass(frozen=True)
class Frontispiece:
    """One picture with the model's own answer on it, and what remains once it is cropped."""

    scenario: str
    drawing: Markup
    thumbnail: Markup
    credit: str
    about: Words  # what is in the picture


def frontispiece(scenarios: Sequence[Scenario], language: Language) -> Frontispiece | None:
    """From the first recorded measure, in the order of the stories, that shows one cropped picture."""
    for scenario in scenarios:
        for figure, panel in _panels(scenario):
            if panel.crops and len(figure.panels) == 1:
                return _view(scenario, figure, panel, language)
    return None


def recorded_picture(scenario: Scenario, sha256: str) -> Picture | None:
    """A picture that a recorded measure of the scenario shows: anybody may see it."""
    return next((panel.picture for _, panel in _panels(scenario) if panel.picture.sha256 == sha256), None)


def _panels(scenario: Scenario) -> Iterator[tuple[MapFigure, Panel]]:
    for name, node in scenario.nodes.items():
        record = scenario.fixtures.get(name) if isinstance(node, ToolNode) else None
        for figure in record.figures if record is not None else ():
            if isinstance(figure, MapFigure):
                yield from ((figure, panel) for panel in figure.panels)


def _view(scenario: Scenario, figure: MapFigure, panel: Panel, language: Language) -> Frontispiece:
    def address(sha: str) -> str:
        return f"/incidents/{scenario.id}/pictures/{sha}.png"

    limits = figures.colour_range(figure)
    credit = panel.picture.credit
    return Frontispiece(
        scenario=scenario.id,
        drawing=Markup(figures.draw_panel(panel, language, limits=limits, picture_url=address)),
        thumbnail=Markup(figures.draw_thumbnail(panel, language, picture_url=address)),
        credit=phrase("catalogue.credit", language, credit=credit) if credit else "",
        about=panel.picture.alt,
    )
