"""What an occlusion map says to people, or what is said in its place when it fails its checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.attribute.checks import LARGEST_SANITY, SMALLEST_STABILITY, Checks
from tools.attribute.saliency_words import OUTPUT
from tools.finding import Control, Crop, MapFigure, Panel, Value
from tools.honesty import NO_PUBLISHED_FIGURE
from tools.looking import Seen
from tools.statistics import rounded
from tools.stimulus import Picture
from tools.wording import Language, Words, format_number, in_both

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UNIT = Words(fr="image", en="picture")
QUESTION = Words(
    fr="De quels endroits de l’image la note de la case choisie dépend-elle ?",
    en="Which places of the picture does the score of the chosen cell depend on?",
)
HELD = Words(fr="la case examinée et le reste de l’image", en="the cell examined and the rest of the picture")
VARIED = Words(
    fr="un carré de 32 pixels, couleur moyenne de l’image, déplacé de 16 en 16",
    en="a square of 32 pixels of the picture’s mean colour, moved by 16",
)


class Measured(NamedTuple):
    """What the sentences need."""

    score: float
    top_share: float
    checks: Checks
    other: str


def values(m: Measured) -> list[Value]:
    """Every seed and every neighbour, one by one: a mean would hide ±1."""
    rows: list[tuple[str, Words, float]] = []
    for name, words, rhos in (
        ("permuted", Words(fr="Accord, poids permutés", en="Agreement, permuted weights"), m.checks.permuted),
        (
            "redrawn",
            Words(fr="Accord, poids tirés à nouveau", en="Agreement, redrawn weights"),
            m.checks.redrawn,
        ),
        ("null", Words(fr="Accord, autre image", en="Agreement, another picture"), m.checks.null),
        (
            "neighbour",
            Words(fr="Accord, image décalée", en="Agreement, shifted picture"),
            m.checks.neighbours,
        ),
    ):
        for index, rho in enumerate(rhos, start=1):
            label = Words(fr=f"{words.fr} ({index})", en=f"{words.en} ({index})")
            rows.append((f"{name}_{index}", label, rho))
    left_in = Words(
        fr="Accord avec les réseaux brouillés, distance laissée",
        en="Agreement with scrambled networks, distance left in",
    )
    rows.append(("raw", left_in, m.checks.raw_rho))
    near = Words(fr="Accord avec la simple proximité", en="Agreement with mere nearness")
    rows.append(("nearness", near, m.checks.nearness))
    found = [
        Value(name=name, label=label, value=rounded(rho), unit="correlation") for name, label, rho in rows
    ]
    return [
        Value(
            name="score",
            label=Words(fr="Note de la case choisie", en="Score of the chosen cell"),
            value=rounded(m.score),
            unit="score",
            n=1,
        ),
        *found,
    ]


def null(m: Measured) -> Control:
    """What no agreement looks like: the scrambled networks' maps of another picture."""

    def say(language: Language) -> str:
        rho, own = (
            format_number(value, "number2", language) for value in (m.checks.null_rho, m.checks.sanity_rho)
        )
        if language == "fr":
            return (
                f"Avec les réseaux brouillés, la carte s’accorde à {own} (en valeur absolue, médiane) ;"
                f" avec leurs cartes d’une autre image, à {rho}."
            )
        return (
            f"With scrambled networks, the map agrees at {own} (absolute value, median);"
            f" with their maps of another picture, at {rho}."
        )

    return Control(
        name="other_picture",
        kind="null",
        label=Words(fr="Témoin : une autre image", en="Null: another picture"),
        value=rounded(m.checks.null_rho),
        unit="correlation",
        n=len(m.checks.null),
        fails=not m.checks.sane,
        says=in_both(say),
    )


def caveats(m: Measured) -> list[Words]:
    """What this map cannot show."""

    def bar(language: Language) -> str:
        sanity, stability = (
            format_number(value, "number1", language) for value in (LARGEST_SANITY, SMALLEST_STABILITY)
        )
        if language == "fr":
            return (
                f"Bon à montrer si l’accord avec les réseaux brouillés reste sous {sanity} et si l’accord"
                f" avec l’image décalée atteint {stability}, une fois ôté ce que la distance à la case"
                " explique : deux seuils fixés d’avance."
            )
        return (
            f"Fit to be shown if agreement with scrambled networks stays under {sanity} and agreement with"
            f" the shifted picture reaches {stability}, once what the distance to the cell explains is taken"
            " out: two bars set beforehand."
        )

    def near(language: Language) -> str:
        rho = format_number(m.checks.nearness, "number2", language)
        if language == "fr":
            return (
                "Une carte qui ne saurait rien, sinon la distance à la case, s’accorde avec celle-ci à"
                f" {rho} :"
                " « près de la case » n’est pas une découverte."
            )
        return (
            f"A map that knew nothing but the distance to the cell agrees with this one at {rho}:"
            " “near the cell” is no discovery."
        )

    return [
        Words(
            fr="Cacher un morceau fabrique une image que le réseau n’a jamais vue : la carte répond à cela"
            " aussi.",
            en="Hiding a piece makes a picture that the network never saw: the map answers to that too.",
        ),
        in_both(near),
        in_both(bar),
        NO_PUBLISHED_FIGURE,
        Words(
            fr="Une seule image : la carte ne vaut que pour elle.",
            en="One picture: the map holds for it only.",
        ),
    ]


def conclusion(m: Measured) -> Words:
    """Whether the map may be shown, and why."""

    def say(language: Language) -> str:
        sanity = format_number(m.checks.sanity_rho, "number2", language)
        stability = format_number(m.checks.stability, "number2", language)
        fr = language == "fr"
        if m.checks.usable:
            near = format_number(m.checks.nearness, "number2", language)
            more = m.checks.nearness > m.checks.stability
            return (
                "Distance à la case mise à part, la carte change quand on brouille les poids (accord"
                f" {sanity}) et tient quand l’image bouge à peine (accord {stability}). Mais la seule"
                f" distance à la case lui ressemble {'davantage encore' if more else 'déjà'} (accord"
                f" {near}) : elle peut illustrer, elle ne prouve rien seule."
                if fr
                else "Distance to the cell set aside, the map changes when the weights are scrambled"
                f" (agreement {sanity}) and holds when the picture hardly moves (agreement {stability}). But"
                f" distance to the cell alone resembles it {'even more' if more else 'already'} (agreement"
                f" {near}): it may illustrate, it proves nothing alone."
            )
        if not m.checks.sane:
            return (
                f"La carte ressemble trop à celle d’un réseau brouillé (accord {sanity}) : elle ne montre"
                " pas ce"
                " que le réseau a appris."
                if fr
                else f"The map looks too much like that of a scrambled network (agreement {sanity}): it does"
                " not"
                " show what the network learned."
            )
        return (
            f"La carte change dès que l’image bouge à peine (accord {stability}) : nous montrons sa"
            " dispersion, pas"
            " la carte."
            if fr
            else f"The map changes as soon as the picture hardly moves (agreement {stability}): we show its"
            " spread, not the map."
        )

    return in_both(say)


def map_figure(
    m: Measured,
    picture: Picture,
    seen: Seen,
    window: Crop,
    own: NDArray[np.float64],
    scrambled: NDArray[np.float64],
    spread: NDArray[np.float64],
) -> MapFigure:
    """The output, then the map beside a scrambled network's; in place of an unstable map, its spread."""
    output = Panel(
        caption=Words(fr="Les notes du réseau (sortie)", en="The network’s scores (output)"),
        picture=picture,
        grid=seen.rows,
        grid_label=OUTPUT,
        low=rounded(float(seen.grid.min())),
        high=rounded(seen.score),
        score=rounded(seen.score),
        point=seen.point,
        crops=[window],
    )
    lost = Words(fr="note perdue quand ce bloc est caché", en="score lost when this block is hidden")
    if m.checks.sane and not m.checks.usable:
        apart = Words(fr="écart entre cartes voisines", en="disagreement of neighbouring maps")
        panels = [
            output,
            _panel(picture, seen, spread, Words(fr="Dispersion de la carte", en="Spread of the map"), apart),
        ]
    else:
        name = (
            Words(fr="Ce que chaque bloc apporte", en="What each block brings")
            if m.checks.usable
            else Words(fr="Carte refusée : voir à côté", en="Map refused: see beside")
        )
        panels = [
            output,
            _panel(picture, seen, own, name, lost),
            _panel(
                picture,
                seen,
                scrambled,
                Words(fr="La même, poids brouillés", en="The same, scrambled weights"),
                lost,
            ),
        ]
    return MapFigure(
        title=Words(
            fr="La case choisie, et ce dont sa note dépend", en="The chosen cell, and what its score rests on"
        ),
        panels=panels,
    )


def _panel(picture: Picture, seen: Seen, grid: NDArray[np.float64], caption: Words, label: Words) -> Panel:
    # Each network has its own scale of scores: a common one would make the scrambled map invisible.
    top = max(float(abs(grid).max()), 1e-6)
    return Panel(
        caption=caption,
        picture=picture,
        grid=[[rounded(value) for value in row] for row in grid],
        grid_label=label,
        low=rounded(-top) if float(grid.min()) < 0 else 0.0,
        high=max(rounded(top), 1e-6),
        point=seen.point,
    )
