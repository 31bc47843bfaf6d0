"""The numbers of a figure as a table for people, and those of a finding as CSV for machines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from tools.figures import words
from tools.figures.curve import dose_name
from tools.figures.gallery import gallery_head, gallery_rows
from tools.figures.number_table import cell_text
from tools.figures.word_bars import words_head, words_rows
from tools.figures.words import say, show, show_interval
from tools.finding import (
    CurveFigure,
    Figure,
    Finding,
    GalleryFigure,
    IntervalFigure,
    MapFigure,
    Panel,
    TableFigure,
    WordsFigure,
)
from tools.wording import Language, format_number


@dataclass(frozen=True)
class Table:
    """``head`` names the columns; the first cell of a row names the row; ``numeric`` columns align right."""

    caption: str
    head: list[str]
    rows: list[list[str]]
    numeric: list[bool] = field(default_factory=list)


def table(figure: Figure, language: Language, predicted: float | None = None) -> Table:
    """Everything the drawing shows, in words and numbers."""
    if isinstance(figure, IntervalFigure):
        return _intervals(figure, language, predicted)
    if isinstance(figure, CurveFigure):
        return _curve(figure, language)
    title = say(figure.title, language)
    if isinstance(figure, WordsFigure):
        return Table(title, words_head(language), words_rows(figure, language), [False, False, True, True])
    if isinstance(figure, GalleryFigure):
        return Table(
            title, gallery_head(figure, language), gallery_rows(figure, language), [False, False, True]
        )
    if isinstance(figure, TableFigure):
        return _numbers(figure, language)
    return _map(figure, language)


def to_csv(finding: Finding, language: Language) -> str:
    """A tidy table: one number a row, with a point as decimal mark, labels in ``language``."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["kind", "name", "label", "x", "value", "low", "high", "level", "n", "unit"])
    for value in finding.values:
        label = say(value.label, language)
        writer.writerow(
            [
                "value",
                value.name,
                label,
                "",
                value.value,
                value.low,
                value.high,
                value.level,
                value.n,
                value.unit,
            ]
        )
    target = finding.target
    if target:
        label = say(target.population, language)
        writer.writerow(
            [
                "published",
                "target",
                label,
                "",
                target.value,
                target.low,
                target.high,
                "",
                target.n,
                target.unit,
            ]
        )
    for control in [*finding.placebo, *finding.nulls]:
        writer.writerow(
            [
                control.kind, control.name, say(control.label, language), control.size, control.value,
                control.low, control.high, 0.95, control.n, control.unit,
            ]
        )  # fmt: skip
    for index, figure in enumerate(finding.figures, start=1):
        writer.writerows([f"figure{index}", *row] for row in _figure_rows(figure, language))
    for index, measured in enumerate(finding.per_unit, start=1):
        writer.writerow(
            ["unit", "per_unit", finding.unit_of_n.in_(language), index, measured, "", "", "", 1, ""]
        )
    return out.getvalue()


def _figure_rows(figure: Figure, language: Language) -> Iterator[list[object]]:
    """name, label, x, value, low, high, level, n, unit."""
    if isinstance(figure, IntervalFigure):
        for row in figure.rows:
            label = say(row.label, language)
            yield [row.role, label, "", row.value, row.low, row.high, 0.95, row.n, figure.unit]
    elif isinstance(figure, CurveFigure):
        lines = [("point", figure.label or figure.y_label, figure.points)]
        lines += [(each.role, each.label, each.points) for each in figure.more]
        for name, line, points in lines:
            for point in points:
                said = say(line, language)
                yield [name, said, point.x, point.y, point.low, point.high, 0.95, point.n, figure.unit]
    elif isinstance(figure, WordsFigure):
        for text in figure.rows:
            for index, word in enumerate(text.words):
                label = f"{say(text.label, language)} / {word.text}"
                yield ["word", label, index, word.weight, word.low, word.high, "", "", figure.unit]
    elif isinstance(figure, GalleryFigure):
        for rank, shelf in enumerate(figure.rows, start=1):
            for each in shelf.pictures:
                label = f"{say(shelf.label, language)} / {say(each.caption or each.picture.alt, language)}"
                yield ["picture", label, rank, each.value, "", "", "", "", figure.unit]
    elif isinstance(figure, TableFigure):
        for head, cells in figure.rows:
            for column, cell in zip(figure.columns, cells, strict=True):
                label = f"{say(head, language)} / {say(column, language)}"
                yield ["cell", label, "", cell.value, cell.low, cell.high, 0.95, cell.n, figure.unit]
    else:
        for panel in figure.panels:
            yield from _panel_rows(panel, language)


def _panel_rows(panel: Panel, language: Language) -> Iterator[list[object]]:
    label = say(panel.caption, language)
    if panel.score is not None:
        yield ["score", label, "", panel.score, "", "", "", 1, "score"]
    if panel.point is not None:
        for axis, place in zip("xy", panel.point, strict=True):
            yield [f"point_{axis}", label, "", place, "", "", "", 1, "pixels"]
    for crop in panel.crops:
        for side in ("left", "top", "width", "height"):
            yield [f"crop_{side}", label, crop.ratio, getattr(crop, side), "", "", "", 1, "pixels"]
    for row, cells in enumerate(panel.grid or ()):
        for column, cell in enumerate(cells):
            yield ["cell", label, f"{row}:{column}", cell, "", "", "", 1, "score"]


def _intervals(figure: IntervalFigure, language: Language, predicted: float | None) -> Table:
    rows: list[list[str]] = []
    for row in figure.rows:
        given = row.low is not None and row.high is not None
        interval = (
            show_interval(row.low, row.high, figure.unit, language)
            if row.low is not None and row.high is not None
            else say(words.NOT_GIVEN, language)
        )
        rows.append(
            [
                say(row.label, language) or say(words.ROLE_WORDS[row.role], language),
                show(row.value, figure.unit, language),
                interval if given else say(words.NOT_GIVEN, language),
                format_number(row.n, "int", language) if row.n is not None else "–",
            ]
        )
    if predicted is not None:
        rows.append([say(words.YOUR_BET, language), show(predicted, figure.unit, language), "–", "–"])
    head = [say(words.MEASURE, language), say(words.VALUE, language), say(words.INTERVAL, language), "n"]
    return Table(say(figure.title, language), head, rows, [False, True, True, True])


def _curve(figure: CurveFigure, language: Language) -> Table:
    lines = [(figure.label, figure.points), *((each.label, each.points) for each in figure.more)]
    several = len(lines) > 1
    rows: list[list[str]] = []
    for label, points in lines:
        for point in sorted(points, key=lambda point: point.x):
            between = (
                show_interval(point.low, point.high, figure.unit, language)
                if point.low is not None and point.high is not None
                else "–"
            )
            named = say(label or figure.y_label, language) if several else ""
            dose = dose_name(figure, point.x, language)
            rows.append(
                [
                    f"{named} · {dose}" if named else dose,
                    show(point.y, figure.unit, language),
                    between,
                    format_number(point.n, "int", language) if point.n is not None else "–",
                ]
            )
    if figure.band:
        rows.append(
            [
                say(figure.band_label or words.BAND, language),
                "–",
                show_interval(*figure.band, figure.unit, language),
                "–",
            ]
        )
    head = [say(figure.x_label, language), say(figure.y_label, language), say(words.INTERVAL, language), "n"]
    return Table(say(figure.title, language), head, rows, [False, True, True, True])


def _numbers(figure: TableFigure, language: Language) -> Table:
    head = [say(figure.row_label, language), *(say(column, language) for column in figure.columns)]
    rows = [
        [say(label, language), *(cell_text(cell, figure, language) for cell in cells)]
        for label, cells in figure.rows
    ]
    return Table(say(figure.title, language), head, rows, [False] + [True] * len(figure.columns))


def _map(figure: MapFigure, language: Language) -> Table:
    rows: list[list[str]] = []
    for panel in figure.panels:
        score = show(panel.score, "score", language) if panel.score is not None else "–"
        point = f"{panel.point[0]}{_joint(language)}{panel.point[1]}" if panel.point is not None else "–"
        name = say(panel.caption, language)
        if not panel.crops:
            rows.append([name, score, point, "–", "–", "–", "–", "–"])
        for index, crop in enumerate(panel.crops):
            first = index == 0
            sizes = [str(size) for size in (crop.left, crop.top, crop.width, crop.height)]
            ratio = format_number(float(crop.ratio), "number", language)
            rows.append([name, score if first else "", point if first else "", ratio, *sizes])
    head = [
        say(part, language)
        for part in (
            words.PICTURE,
            words.SCORE,
            words.POINT,
            words.CROP,
            words.LEFT,
            words.TOP,
            words.WIDTH,
            words.HEIGHT,
        )
    ]
    return Table(say(figure.title, language), head, rows, [False] + [True] * 7)


def _joint(language: Language) -> str:
    """What separates two coordinates: French keeps the comma for decimals."""
    return "\u202f;\u00a0" if language == "fr" else ",\u00a0"
