"""A table of numbers drawn as one: for exports; a page shows the table itself."""

from __future__ import annotations

from tools.figures import svg
from tools.figures.words import say, show, show_interval
from tools.finding import TableCell, TableFigure
from tools.wording import Language

LINE = 44.0
WIDE, NARROW = 720.0, 340.0


def draw_table(figure: TableFigure, language: Language, *, narrow: bool) -> str:
    """Rows and columns on a wide page; on a narrow one each row's numbers under its name."""
    parts: list[str] = []
    y = 18.0
    if narrow:
        for label, cells in figure.rows:
            parts.append(svg.text(0, y, say(label, language), css="strong"))
            for column, cell in zip(figure.columns, cells, strict=True):
                y += 18
                parts.append(svg.text(12, y, say(column, language), css="soft small"))
                parts.append(
                    svg.text(NARROW, y, cell_text(cell, figure, language), css="small", anchor="end")
                )
            y += 28
    else:
        first = min(0.4, 1 / (len(figure.columns) + 1) + 0.1) * WIDE
        step = (WIDE - first) / max(1, len(figure.columns))
        places = [first + step * (index + 1) for index in range(len(figure.columns))]
        parts.append(svg.text(0, y, say(figure.row_label, language), css="soft small"))
        for place, column in zip(places, figure.columns, strict=True):
            parts.append(svg.text(place, y, say(column, language), css="soft small", anchor="end"))
        parts.append(svg.path(f"M0 {svg.number(y + 8)}H{svg.number(WIDE)}", "axis"))
        for label, cells in figure.rows:
            y += 30
            parts.append(svg.text(0, y, say(label, language)))
            for place, cell in zip(places, cells, strict=True):
                shown = show(cell.value, figure.unit, language) if cell.value is not None else "–"
                parts.append(svg.text(place, y, shown, anchor="end"))
                if cell.low is not None and cell.high is not None:
                    between = show_interval(cell.low, cell.high, figure.unit, language)
                    parts.append(svg.text(place, y + 15, between, css="soft small", anchor="end"))
            y += 14
        y += 20
    left, width = ("-1", "342") if narrow else ("-10", "740")
    return svg.document(
        f"{left} 0 {width} {svg.number(y)}",
        table_alt(figure, language),
        parts,
        css="chart narrow" if narrow else "chart wide",
    )


def table_alt(figure: TableFigure, language: Language) -> str:
    """Row by row, in words."""
    colon = "\u00a0:" if language == "fr" else ":"
    said = [say(figure.title, language).rstrip(".") + "."]
    for label, cells in figure.rows:
        listed = ", ".join(
            f"{say(column, language)} {cell_text(cell, figure, language)}"
            for column, cell in zip(figure.columns, cells, strict=True)
        )
        said.append(f"{say(label, language)}{colon} {listed}.")
    return " ".join(said)


def cell_text(cell: TableCell, figure: TableFigure, language: Language) -> str:
    """ "12,3 % (10,1 à 14,5)"."""
    if cell.value is None:
        return "–"
    shown = show(cell.value, figure.unit, language)
    if cell.low is not None and cell.high is not None:
        shown += f" ({show_interval(cell.low, cell.high, figure.unit, language)})"
    return shown
