"""The empty axis under which a reader slides a bet; the answer later appears on the same one."""

from __future__ import annotations

from tools.figures import svg
from tools.figures.axis import axis_for
from tools.figures.words import SEALED, say
from tools.finding import Unit
from tools.wording import Language

HEIGHT = 150


def draw_bet(low: float, high: float, unit: Unit, language: Language, *, narrow: bool) -> str:
    """An axis from ``low`` to ``high`` with a place for the bet, which the page's script moves."""
    axis = axis_for([low, high], unit, narrow=narrow, limits=(low, high))
    middle = axis.length / 2
    half = axis.length / 24
    parts = [
        f'<rect class="sealed" x="0" y="26" width="{svg.number(axis.length)}" height="{HEIGHT - 26}"/>',
        f'<g class="bet-mark" data-length="{svg.number(axis.length)}" '
        f'transform="translate({svg.number(middle)} 0)">'
        f'<rect class="bet-band" x="{svg.number(-half)}" y="26" width="{svg.number(2 * half)}" '
        f'height="{HEIGHT - 26}"/>'
        f'<path class="bet-line" d="M0 22V{HEIGHT}"/></g>',
        *axis.horizontal(HEIGHT, language),
    ]
    left, width = ("-1", "342") if narrow else ("-10", "740")
    return svg.document(
        f"{left} 0 {width} {HEIGHT + 36}",
        say(SEALED, language),
        parts,
        css="chart narrow" if narrow else "chart wide",
    )
