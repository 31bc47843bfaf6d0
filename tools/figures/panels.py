"""Pictures with what the subject answered on them: heat, salient point, crop frame, ruler, thumbnail."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from tools.figures.heat import heat_paths, outlines
from tools.figures.svg import document, number, text, wrapped
from tools.figures.words import say, show
from tools.finding import MapFigure, Panel
from tools.wording import NO_BREAK_SPACE, Language, format_number

PictureUrl = Callable[[str], str]
"""From the SHA-256 of a picture to the address where it is served."""

CAPTION = 22.0  # a line above a panel, where panels are drawn together
GREY_FILTER = "grey"  # the id of the page's one filter that takes the colours out of photographs


def colour_range(figure: MapFigure) -> tuple[float, float]:
    """The one range that all panels of a figure are coloured by."""
    lows = [panel.low for panel in figure.panels if panel.low is not None]
    highs = [panel.high for panel in figure.panels if panel.high is not None]
    cells = [value for panel in figure.panels for row in panel.grid or () for value in row]
    if not cells:
        return 0.0, 1.0
    return (min(lows) if lows else min(cells)), (max(highs) if highs else max(cells))


def draw_panel(
    panel: Panel, language: Language, *, limits: tuple[float, float], picture_url: PictureUrl
) -> str:
    """One picture. Layers are classes (``photo``, ``heat``, ``framing``) that the page's boxes switch."""
    width, height = panel.picture.width, panel.picture.height
    unit = max(width, height) / 360  # so that strokes look alike whatever the picture's size
    parts = [
        f'<image class="photo" href="{escape(picture_url(panel.picture.sha256))}" width="{width}" '
        f'height="{height}" filter="url(#{GREY_FILTER})"/>'
    ]
    if panel.grid:
        parts.append(
            '<g class="heat">'
            + heat_paths(panel.grid, *limits, (width, height))
            + outlines(panel.grid, *limits, (width, height))
            + "</g>"
        )
    parts.append('<g class="framing">' + _frame(panel, unit) + _cross(panel, unit) + "</g>")
    parts.append(_ruler(width, height, unit))
    tall = height + 15 * unit
    return document(f"0 0 {width} {number(tall)}", panel_alt(panel, language), parts, css="panel")


def draw_thumbnail(panel: Panel, language: Language, *, picture_url: PictureUrl) -> str:
    """What remains of the picture once cropped, in its colours; empty where nothing was cropped."""
    if not panel.crops:
        return ""
    crop = panel.crops[0]
    image = (
        f'<image href="{escape(picture_url(panel.picture.sha256))}" width="{panel.picture.width}" '
        f'height="{panel.picture.height}"/>'
    )
    words = "Ce qui reste" if language == "fr" else "What remains"
    colon = f"{NO_BREAK_SPACE}:" if language == "fr" else ":"
    alt = (
        f"{words}{colon} {_pixels(crop.width, language)} × {_pixels(crop.height, language)} px, "
        f"{'à partir de' if language == 'fr' else 'from'} ({crop.left}, {crop.top})."
    )
    view_box = f"{crop.left} {crop.top} {crop.width} {crop.height}"
    scale = max(1, round(320 / max(crop.width, crop.height)))  # small crops are shown larger than life
    size = (crop.width * scale, crop.height * scale)
    return document(view_box, alt, [image], css="thumbnail", size=size)


def draw_map(figure: MapFigure, language: Language, *, narrow: bool, picture_url: PictureUrl) -> str:
    """All panels in one drawing, two in a row on narrow pages; pages lay the panels out by themselves."""
    limits = colour_range(figure)
    columns = 2 if narrow else max(len(figure.panels), 1)
    cell, gap = 360.0, 20.0
    tallest = (
        max((panel.picture.height / panel.picture.width for panel in figure.panels), default=1.0) * cell + 30
    )
    parts: list[str] = []
    titles = [wrapped(say(panel.caption, language), cell) for panel in figure.panels]
    head = CAPTION * max((len(each) for each in titles), default=0)
    for index, panel in enumerate(figure.panels):
        x, y = (index % columns) * (cell + gap), (index // columns) * (tallest + gap + head)
        for row, line in enumerate(titles[index]):
            parts.append(text(x, y + CAPTION * (row + 1) - 6, line))
        y += head
        drawn = draw_panel(panel, language, limits=limits, picture_url=picture_url)
        place = f'<svg x="{number(x)}" y="{number(y)}" width="{number(cell)}" height="{number(tallest)}" '
        parts.append(place + 'preserveAspectRatio="xMidYMin meet" ' + drawn.removeprefix("<svg "))
    rows = -(-len(figure.panels) // columns)
    width, height = columns * (cell + gap) - gap, rows * (tallest + gap + head) - gap
    css = "chart narrow" if narrow else "chart wide"
    return document(f"0 0 {number(width)} {number(height)}", map_alt(figure, language), parts, css=css)


def panel_alt(panel: Panel, language: Language) -> str:
    """What the picture shows and what the subject answered, with the numbers."""
    fr = language == "fr"
    said = [say(panel.picture.alt, language).rstrip(".") + "."]
    colon = f"{NO_BREAK_SPACE}:" if fr else ":"
    if panel.score is not None:
        said.append(f"{'Note' if fr else 'Score'}{colon} {show(panel.score, 'score', language)}.")
    if panel.point is not None:
        words = "Point le plus saillant" if fr else "Most salient point"
        said.append(f"{words}{colon} x {panel.point[0]}, y {panel.point[1]}.")
    if panel.crops:
        crop = panel.crops[0]
        words = "Cadre retenu" if fr else "Crop kept"
        names = ("gauche", "haut", "largeur", "hauteur") if fr else ("left", "top", "width", "height")
        sizes = (crop.left, crop.top, crop.width, crop.height)
        listed = ", ".join(f"{name} {size}" for name, size in zip(names, sizes, strict=True))
        said.append(f"{words}{colon} {listed}.")
    return " ".join(said)


def map_alt(figure: MapFigure, language: Language) -> str:
    """The title, then each picture in words."""
    said = [
        say(panel.caption, language).rstrip(".") + ". " + panel_alt(panel, language)
        for panel in figure.panels
    ]
    return " ".join([say(figure.title, language).rstrip(".") + ".", *said])


def _pixels(value: int, language: Language) -> str:
    return format_number(value, "int", language)


def _frame(panel: Panel, unit: float) -> str:
    """The first crop: violet inside white, so that it is seen on any photograph in any theme."""
    if not panel.crops:
        return ""
    crop = panel.crops[0]
    inset = 2 * unit
    place = (
        f'x="{number(crop.left + inset)}" y="{number(crop.top + inset)}" '
        f'width="{number(max(crop.width - 2 * inset, 1))}" '
        f'height="{number(max(crop.height - 2 * inset, 1))}" fill="none"'
    )
    return (
        f'<rect {place} stroke="#fff" stroke-width="{number(7 * unit)}"/>'
        f'<rect {place} stroke="#57268f" stroke-width="{number(3.5 * unit)}"/>'
    )


def _cross(panel: Panel, unit: float) -> str:
    if panel.point is None:
        return ""
    arm = 12 * unit
    x, y = panel.point
    d = f"M{number(x - arm)} {y}h{number(2 * arm)}M{x} {number(y - arm)}v{number(2 * arm)}"
    return (
        f'<path d="{d}" stroke="#fff" stroke-width="{number(6 * unit)}"/>'
        f'<path d="{d}" stroke="#57268f" stroke-width="{number(3 * unit)}"/>'
    )


def _ruler(width: int, height: int, unit: float) -> str:
    """Six divisions of the picture's width; the page prints the width in pixels beside the score."""
    y = height + 4 * unit
    step = width / 6
    ticks = "".join(
        f"M{number(min(max(index * step, unit / 2), width - unit / 2))} {number(y)}"
        f"v{number((9 if index % 6 == 0 else 5) * unit)}"
        for index in range(7)
    )
    return (
        f'<path class="pixel-ruler" d="M0 {number(y)}h{width}{ticks}" fill="none" stroke="currentColor" '
        f'stroke-width="{number(unit)}"/>'
    )
