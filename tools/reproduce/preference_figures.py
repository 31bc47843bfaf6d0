"""The figures of a paired preference: shares on one axis, and a few montages with their maps."""

from __future__ import annotations

from collections.abc import Sequence

from tools.finding import Control, IntervalFigure, IntervalRow, MapFigure, Panel
from tools.reproduce.preference_words import WINNER, Example, Measured, capital
from tools.statistics import rounded
from tools.wording import Words


def interval_figure(m: Measured, placebo: Control, nulls: Sequence[Control]) -> IntervalFigure:
    """Measured and controls on one axis, with one half marked."""
    rows = []
    if m.target:
        rows.append(
            IntervalRow(
                label=Words(fr="Chiffre publié", en="Published figure"),
                role="published",
                value=m.target.value,
                low=m.target.low,
                high=m.target.high,
                n=m.target.n,
            )
        )
    rows.append(
        IntervalRow(
            label=capital(WINNER[m.factor]),
            role="measured",
            value=rounded(m.rate),
            low=rounded(m.interval.low),
            high=rounded(m.interval.high),
            n=m.n,
        )
    )
    for control in (*([] if m.factor == "identical" else nulls), placebo):
        rows.append(
            IntervalRow(
                label=control.label,
                role="placebo" if control.kind == "placebo" else "control",
                value=control.value,
                low=control.low,
                high=control.high,
                n=control.n,
            )
        )
    return IntervalFigure(
        title=Words(fr="Part des montages gagnés", en="Share of montages won"),
        unit="share",
        rows=rows,
        reference=0.5,
        reference_label=Words(fr="aucune préférence", en="no preference"),
    )


def map_figure(m: Measured, examples: Sequence[Example]) -> MapFigure:
    """A few montages, with one colour range."""
    low = min(float(example.seen.grid.min()) for example in examples)
    high = max(example.seen.score for example in examples)
    return MapFigure(
        title=Words(
            fr="Une paire qui penche, puis une qui ne penche pas : des exemples, choisis comme tels"
            if m.ups or m.downs
            else "Les premiers montages : aucune paire ne penche",
            en="A pair that leans, then one that does not: examples, chosen as such"
            if m.ups or m.downs
            else "The first montages: no pair leans",
        ),
        panels=[
            Panel(
                caption=_caption(m, example),
                picture=example.picture,
                grid=example.seen.rows,
                grid_label=Words(fr="notes du réseau (sortie)", en="network’s scores (output)"),
                low=rounded(low),
                high=rounded(high),
                score=rounded(example.seen.score),
                point=example.seen.point,
                crops=[example.window],
            )
            for example in examples
        ],
    )


def _caption(m: Measured, example: Example) -> Words:
    winner = capital(WINNER[m.factor])
    if example.share == 0.5:
        return Words(fr="Égalité exacte", en="An exact tie")
    if m.factor in ("place", "identical"):
        return (
            Words(fr="La première gagne", en="The first one wins")
            if example.share
            else Words(fr="La seconde gagne", en="The second one wins")
        )
    verb = ("gagne", "wins") if example.share else ("perd", "loses")
    return Words(
        fr=f"{winner.fr} {verb[0]}",
        en=f"{winner.en} {verb[1]}",
    )
