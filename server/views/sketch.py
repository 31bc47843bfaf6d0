"""The curve that a reader drew, with the measure over it, on the axis that it was drawn on."""

from __future__ import annotations

from markupsafe import Markup

from engine.play.events import Offered, ToolFinished
from server.phrases import phrase, phrases
from server.views.figure import FigureView
from tools import figures
from tools.wording import Language, format_number, typeset


def drawn_over(
    event: ToolFinished, language: Language, bet: Offered | None, of: str | None
) -> list[FigureView]:
    """One figure with the sealed curve and what was measured at its points; none where no curve was sealed.

    ``of`` names the table of the result. A point that was not measured keeps the reader's mark alone.
    """
    sealed = event.predicted_curve
    if not sealed or bet is None or not bet.offer.points:
        return []
    offer = bet.offer
    low, high = offer.low or 0.0, offer.high if offer.high is not None else 100.0
    # What was drawn out of a hundred is kept as a share: both are shown again as they were drawn.
    scale = 100.0 if (low, high) in ((0, 100), (-100, 100)) else 1.0
    found = event.finding.result.get(of or "")
    table = {key: float(y) for key, y in found.items()} if isinstance(found, dict) else {}
    drawn = [_shown(sealed.get(point), scale) for point in offer.points]
    measured = [_shown(_at(point, table), scale) for point in offer.points]
    unit = typeset(offer.unit.in_(language), language) if offer.unit else ""
    wide, narrow = (
        Markup(
            figures.draw_sketch(
                offer.points, (low, high), language, narrow=small, unit=unit, drawn=drawn, measured=measured
            )
        )
        for small in (False, True)
    )
    return [
        FigureView(
            title=phrases()["drawn"],
            wide=wide,
            narrow=narrow,
            panels=[],
            has_heat=False,
            table=figures.Table(
                caption=phrase("drawn", language),
                head=[
                    phrase("drawn.unit", language, unit=unit) if unit else phrase("drawn.point", language),
                    *(phrase(f"drawn.{column}", language) for column in ("yours", "measured", "gap")),
                ],
                rows=[
                    [figures.point_label(point, language), *_cells(yours, theirs, language)]
                    for point, yours, theirs in zip(offer.points, drawn, measured, strict=True)
                ],
                numeric=[False, True, True, True],
            ),
        )
    ]


def _at(point: str, table: dict[str, float]) -> float | None:
    """What ``table`` says at a point: under its very name, or under the same number written otherwise."""
    if point in table:
        return table[point]
    try:
        wanted = float(point)
        return next((y for key, y in table.items() if float(key) == wanted), None)
    except ValueError:
        return None


def _shown(value: float | None, scale: float) -> float | None:
    return None if value is None else round(value * scale, 6)


def _cells(yours: float | None, theirs: float | None, language: Language) -> list[str]:
    def cell(value: float | None, *, signed: bool = False) -> str:
        return "–" if value is None else format_number(value, "signed" if signed else "number", language)

    gap = theirs - yours if yours is not None and theirs is not None else None
    return [cell(yours), cell(theirs), cell(gap, signed=True)]
