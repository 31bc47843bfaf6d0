"""What a network finds alike, said to people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.finding import (
    Control,
    GalleryFigure,
    GalleryRow,
    Scalar,
    TableCell,
    TableFigure,
    Thumbnail,
    Value,
    Verdict,
)
from tools.honesty import MINIMUM_UNITS, TOO_FEW
from tools.probe.probe_words import RANDOM, percent, range_of
from tools.statistics import Interval, rounded
from tools.stimuli.cases import Shown
from tools.stimulus import Sentence
from tools.wording import Language, Words, both, format_number, in_both

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.bench import Bench

ALONE = Words(fr="voisins selon les pixels, ou les mots, seuls", en="neighbours by pixels, or words, alone")
_ROWS = {
    "nearest": Words(fr="les plus proches, pour le réseau", en="nearest, for the network"),
    "farthest": Words(fr="les plus lointains, pour le réseau", en="farthest, for the network"),
    "plain": ALONE,
}
_COSINE = Words(fr="cosinus", en="cosine")


class Measured(NamedTuple):
    """What the sentences need. ``plain`` and ``random`` are shares of neighbours in common, over all."""

    layer: str
    n: int
    nearest: int
    similarity: float
    farthest: float
    plain: float
    interval: Interval
    random: float
    networks: int
    chance: float
    unit: Words
    units: Words
    stable: bool
    verdict: Verdict


def question(m: Measured) -> Words:
    """What is asked, before any answer."""
    return Words(
        fr=f"Que trouve semblable la couche « {m.layer} » ?",
        en=f"What does the layer “{m.layer}” find alike?",
    )


def conclusion(m: Measured) -> Words:
    """How near, how much of it the stimulus alone gives, and whether it holds."""

    def say(language: Language) -> str:
        near, far = (format_number(value, "number2", language) for value in (m.similarity, m.farthest))
        plain, between = percent(m.plain, language), range_of(m.interval.low, m.interval.high, language)
        random, chance = percent(m.random, language), percent(m.chance, language)
        if language == "fr":
            head = (
                f"Dans la couche « {m.layer} », le voisin le plus proche a un cosinus de {near}, le plus"
                f" lointain de {far}. Sur {m.n} {m.units.fr}, {plain} des {m.nearest} voisins seraient les"
                f" mêmes sans réseau (95 % : {between}), {random} dans un réseau au hasard, {chance} par"
                " chance."
            )
            if m.n < MINIMUM_UNITS:
                return f"{head} {TOO_FEW.fr}"
            return head + (
                " Les couches voisines disent de même."
                if m.stable
                else " Les couches voisines disent autre chose : ces voisinages ne tiennent pas."
            )
        head = (
            f"At the layer “{m.layer}”, the nearest neighbour has a cosine of {near}, the farthest of {far}."
            f" Over {m.n} {m.units.en}, {plain} of the {m.nearest} neighbours would be the same without a"
            f" network (95% CI: {between}), {random} in a random network, {chance} by chance."
        )
        if m.n < MINIMUM_UNITS:
            return f"{head} {TOO_FEW.en}"
        return head + (
            " Adjacent layers say the same."
            if m.stable
            else " Adjacent layers say otherwise: these neighbourhoods do not hold."
        )

    return in_both(say)


def result(m: Measured, agreement: float) -> dict[str, Scalar]:
    """The declared fields."""
    return {
        "n": m.n,
        "similarity": rounded(m.similarity),
        "farthest": rounded(m.farthest),
        "shared_with_random": rounded(m.random),
        "shared_with_stimulus": rounded(m.plain),
        "ci_low": rounded(m.interval.low),
        "ci_high": rounded(m.interval.high),
        "chance": rounded(m.chance),
        "layer": m.layer,
        "stability": rounded(agreement),
        "verdict": m.verdict,
    }


def values(m: Measured) -> list[Value]:
    """The share of neighbours that need no network."""
    return [
        Value(
            name="shared_with_stimulus",
            label=Words(
                fr="Voisins que le stimulus seul donne aussi", en="Neighbours that the stimulus gives"
            ),
            value=rounded(m.plain),
            unit="share",
            low=rounded(m.interval.low),
            high=rounded(m.interval.high),
            n=m.n,
        )
    ]


def nulls(m: Measured) -> list[Control]:
    """The neighbours of networks that learned nothing."""
    return [
        Control(
            name="random_network",
            kind="null",
            label=RANDOM,
            value=rounded(m.random),
            unit="share",
            n=m.networks,
            fails=m.random >= 0.5,
            says=in_both(
                lambda language: (
                    f"{m.networks} réseaux aux poids tirés au hasard donnent {percent(m.random, 'fr')} des"
                    f" mêmes voisins ; la chance, {percent(m.chance, 'fr')}."
                    if language == "fr"
                    else f"{m.networks} networks of random weights give {percent(m.random, 'en')} of the same"
                    f" neighbours; chance, {percent(m.chance, 'en')}."
                )
            ),
        )
    ]


def caveats(m: Measured) -> list[Words]:
    """What neighbours cannot show."""
    found = [
        Words(
            fr="Être voisins ne dit pas pourquoi : rien ici ne nomme ce que les voisins ont en commun.",
            en="To be neighbours does not say why: nothing here names what neighbours share.",
        )
    ]
    return [*found, TOO_FEW] if m.n < MINIMUM_UNITS else found


def figure(
    bench: Bench,
    shown: Sequence[Shown | Sentence],
    asked: int,
    rows: Sequence[tuple[str, list[int]]],
    own: NDArray[np.float64],
    plain: NDArray[np.float64],
) -> GalleryFigure | TableFigure:
    """The pictures with their cosines; of sentences, a table."""
    title = Words(fr="Ce que la couche trouve semblable", en="What the layer finds alike")

    def cosine(name: str, index: int) -> float:
        return rounded(float((plain if name == "plain" else own)[asked, index]))

    if isinstance(shown[asked], Sentence):
        return TableFigure(
            title=title,
            unit="correlation",
            row_label=both(_text(shown[asked])),
            columns=[_COSINE],
            rows=[
                (
                    in_both(
                        lambda language, name=name, index=index: (  # type: ignore[misc]
                            f"{_ROWS[name].in_(language)} : {_text(shown[index])}"
                            if language == "fr"
                            else f"{_ROWS[name].in_(language)}: {_text(shown[index])}"
                        )
                    ),
                    [TableCell(value=cosine(name, index))],
                )
                for name, places in rows
                for index in places
            ],
        )

    def thumbnail(index: int, value: float | None) -> Thumbnail:
        each = shown[index]
        assert isinstance(each, Shown)
        return Thumbnail(picture=bench.picture(each.recipe, each.alt, each.credit), value=value)

    first = GalleryRow(label=Words(fr="de celle-ci", en="of this one"), pictures=[thumbnail(asked, None)])
    return GalleryFigure(
        title=title,
        unit="correlation",
        value_label=_COSINE,
        rows=[
            first,
            *(
                GalleryRow(
                    label=_ROWS[name], pictures=[thumbnail(index, cosine(name, index)) for index in places]
                )
                for name, places in rows
            ),
        ],
    )


def _text(each: Shown | Sentence) -> str:
    return each.text if isinstance(each, Sentence) else ""
