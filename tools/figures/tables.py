"""The numbers of a figure as a table for people, and those of a finding as CSV for machines."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field

from tools.figures import words
from tools.figures.words import say, show, show_interval
from tools.finding import CurveFigure, Figure, Finding, IntervalFigure, MapFigure
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
    assert isinstance(figure, MapFigure)
    return _map(figure, language)


def to_csv(finding: Finding, language: Language) -> str:
    """A tidy table: one number a row, with a point as decimal mark, labels in ``language``."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["kind", "name", "label", "x", "value", "low", "high", "level", "n", "unit"])
    for value in finding.values:
        writer.writerow(
            [
                "value",
                value.name,
                say(value.label, language),
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
        writer.writerow(
            [
                "published",
                "target",
                say(target.population, language),
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
                control.kind,
                control.name,
                say(control.label, language),
                control.size,
                control.value,
                control.low,
                control.high,
                0.95,
                control.n,
                control.unit,
            ]
        )
    for index, figure in enumerate(finding.figures, start=1):
        writer.writerows(_figure_rows(f"figure{index}", figure, language))
    return out.getvalue()


def _figure_rows(name: str, figure: Figure, language: Language) -> list[list[object]]:
    rows: list[list[object]] = []
    if isinstance(figure, IntervalFigure):
        for row in figure.rows:
            rows.append(
                [
                    name,
                    row.role,
                    say(row.label, language),
                    "",
                    row.value,
                    row.low,
                    row.high,
                    0.95,
                    row.n,
                    figure.unit,
                ]
            )
    elif isinstance(figure, CurveFigure):
        for point in figure.points:
            rows.append(
                [
                    name,
                    "point",
                    say(figure.y_label, language),
                    point.x,
                    point.y,
                    point.low,
                    point.high,
                    0.95,
                    point.n,
                    figure.unit,
                ]
            )
    elif isinstance(figure, MapFigure):
        for panel in figure.panels:
            label = say(panel.caption, language)
            if panel.score is not None:
                rows.append([name, "score", label, "", panel.score, "", "", "", 1, "score"])
            if panel.point is not None:
                for axis, place in zip("xy", panel.point, strict=True):
                    rows.append([name, f"point_{axis}", label, "", place, "", "", "", 1, "pixels"])
            for crop in panel.crops:
                for side in ("left", "top", "width", "height"):
                    rows.append(
                        [
                            name,
                            f"crop_{side}",
                            label,
                            crop.ratio,
                            getattr(crop, side),
                            "",
                            "",
                            "",
                            1,
                            "pixels",
                        ]
                    )
    return rows


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
    rows: list[list[str]] = []
    for point in sorted(figure.points, key=lambda point: point.x):
        interval = (
            show_interval(point.low, point.high, figure.unit, language)
            if point.low is not None and point.high is not None
            else "–"
        )
        rows.append(
            [
                format_number(point.x, "number", language),
                show(point.y, figure.unit, language),
                interval,
                format_number(point.n, "int", language) if point.n is not None else "–",
            ]
        )
    if figure.band:
        label = say(figure.band_label, language) if figure.band_label else say(words.BAND, language)
        rows.append([label, "–", show_interval(*figure.band, figure.unit, language), "–"])
    head = [say(figure.x_label, language), say(figure.y_label, language), say(words.INTERVAL, language), "n"]
    return Table(say(figure.title, language), head, rows, [False, True, True, True])


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
