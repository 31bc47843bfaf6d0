"""What a concept gives from layer to layer, said to people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tools.finding import CurveFigure, CurvePoint, CurveSeries, TableCell, TableFigure
from tools.probe.measuring import Measure
from tools.probe.probe_words import CONTROL, RANDOM, percent, range_of
from tools.statistics import rounded
from tools.wording import Language, Words, both, format_number, in_both


class AtLayer(NamedTuple):
    """One layer of the curve."""

    name: str
    found: Measure
    random: float
    verdict: str


def question(sought: Words) -> Words:
    """What is asked, before any answer."""
    return Words(
        fr=f"De couche en couche, où le réseau distingue-t-il {sought.fr} ?",
        en=f"From layer to layer, where does the network tell {sought.en}?",
    )


def conclusion(curve: Sequence[AtLayer], best: AtLayer, sought: Words, n: int, plain: float) -> Words:
    """Where it is read best, with its controls, and in how many layers beyond them."""
    beyond = sum(each.verdict == "encoded" for each in curve)

    def say(language: Language) -> str:
        share, random = percent(best.found.accuracy, language), percent(best.random, language)
        between = range_of(best.found.interval.low, best.found.interval.high, language)
        control, pixels = percent(best.found.control, language), percent(plain, language)
        many, count = format_number(len(curve), "int", language), format_number(beyond, "int", language)
        if language == "fr":
            return (
                f"Un lecteur linéaire distingue {sought.fr} le mieux dans la couche « {best.name} » :"
                f" {share} (95 % : {between} ; n = {n}), contre {control} avec des étiquettes au hasard,"
                f" {random} dans des réseaux au hasard et {pixels} sans réseau. Au-delà de ces contrôles :"
                f" {count} couches sur {many}. La couche est la meilleure de {many} : sa part est flattée."
            )
        return (
            f"A linear reader tells {sought.en} best at the layer “{best.name}”: {share} (95% CI: {between};"
            f" n = {n}), against {control} with labels of chance, {random} in random networks and {pixels}"
            f" without a network. Beyond these controls: {count} of {many} layers. The layer is the best of"
            f" {many}: its share is flattered."
        )

    return in_both(say)


def figure(curve: Sequence[AtLayer], n: int) -> CurveFigure:
    """The reader, its control task and the random networks, layer by layer."""

    def line(of: list[tuple[float, float | None, float | None]]) -> list[CurvePoint]:
        return [
            CurvePoint(
                x=place,
                y=rounded(y),
                low=None if low is None else rounded(low),
                high=None if high is None else rounded(high),
                n=n,
            )
            for place, (y, low, high) in enumerate(of, 1)
        ]

    return CurveFigure(
        title=Words(fr="Ce qu’un lecteur trouve, de couche en couche", en="What a reader finds, by layer"),
        x_label=Words(fr="couche, de l’image à la réponse", en="layer, from the input to the answer"),
        y_label=Words(fr="bonnes réponses", en="right answers"),
        unit="share",
        points=line(
            [(each.found.accuracy, each.found.interval.low, each.found.interval.high) for each in curve]
        ),
        reference=0.5,
        label=Words(fr="le réseau", en="the network"),
        more=[
            CurveSeries(
                label=CONTROL,
                role="control",
                points=line([(each.found.control, None, None) for each in curve]),
            ),
            CurveSeries(
                label=RANDOM, role="control", points=line([(each.random, None, None) for each in curve])
            ),
        ],
        ticks={f"{place:g}": both(each.name) for place, each in enumerate(curve, 1)},
    )


def table(curve: Sequence[AtLayer], n: int) -> TableFigure:
    """The same numbers, to be read."""
    return TableFigure(
        title=Words(fr="Les mêmes nombres", en="The same numbers"),
        unit="share",
        row_label=Words(fr="couche", en="layer"),
        columns=[Words(fr="le réseau", en="the network"), CONTROL, RANDOM],
        rows=[
            (
                both(each.name),
                [
                    TableCell(
                        value=rounded(each.found.accuracy),
                        low=rounded(each.found.interval.low),
                        high=rounded(each.found.interval.high),
                        n=n,
                    ),
                    TableCell(value=rounded(each.found.control)),
                    TableCell(value=rounded(each.random)),
                ],
            )
            for each in curve
        ],
    )
