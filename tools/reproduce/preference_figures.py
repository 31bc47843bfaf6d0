"""The figures of a paired preference: shares on one axis, and a few montages with their maps."""

from __future__ import annotations

from collections.abc import Sequence

from tools.finding import Control, IntervalFigure, IntervalRow, MapFigure, Panel
from tools.reproduce.preference_examples import Example, Examples
from tools.reproduce.preference_words import Measured, capital
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
            label=capital(m.bearer),
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


def map_figures(m: Measured, chosen: Sequence[Examples]) -> list[MapFigure]:
    """A few montages, two by two, with one colour range."""
    shown = [example for examples in chosen for example in examples.shown]
    low = min(float(example.seen.grid.min()) for example in shown)
    high = max(example.seen.score for example in shown)
    return [
        MapFigure(
            title=_title(m, examples),
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
                for example in examples.shown
            ],
        )
        for examples in chosen
    ]


def _title(m: Measured, examples: Examples) -> Words:
    """What the montages were chosen for."""
    if examples.chosen_for == "first":
        return Words(fr="Les premiers montages", en="The first montages")
    place = m.factor in ("place", "member")
    swapped = Words(
        fr="ses deux images échangées" if place else "le facteur échangé",
        en="its two pictures swapped" if place else "the factor swapped",
    )
    if examples.chosen_for == "leaning":
        return Words(
            fr=f"Une paire qui penche, {swapped.fr} (exemple choisi comme tel)",
            en=f"A pair that leans, {swapped.en} (an example chosen as such)",
        )
    return Words(
        fr=f"Une paire qui ne penche pas, {swapped.fr} (exemple choisi comme tel)",
        en=f"A pair that does not lean, {swapped.en} (an example chosen as such)",
    )


def _caption(m: Measured, example: Example) -> Words:
    """Who wins, and on which side the bearer of the factor stands."""
    first, beside = example.first, example.layout == "side-by-side"
    if example.share == 0.5:
        return Words(fr="Égalité exacte", en="An exact tie")
    if m.factor in ("place", "identical"):
        left = example.share == 1
        if beside:
            return (
                Words(fr="L’image de gauche gagne", en="The left picture wins")
                if left
                else Words(fr="L’image de droite gagne", en="The right picture wins")
            )
        return (
            Words(fr="L’image du haut gagne", en="The top picture wins")
            if left
            else Words(fr="L’image du bas gagne", en="The bottom picture wins")
        )
    side = {
        (True, True): ("à gauche", "on the left"),
        (False, True): ("à droite", "on the right"),
        (True, False): ("en haut", "at the top"),
        (False, False): ("en bas", "at the bottom"),
    }[first, beside]
    verb = ("gagne", "wins") if example.share else ("perd", "loses")
    winner = capital(m.bearer)
    return Words(fr=f"{winner.fr}, {side[0]}, {verb[0]}", en=f"{winner.en}, {side[1]}, {verb[1]}")
