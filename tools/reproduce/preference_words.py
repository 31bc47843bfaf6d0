"""What a paired preference says to people: its question, controls, caveats, figures and conclusion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from tools.finding import (
    Crop,
    Target,
    Value,
    Verdict,
)
from tools.honesty import NO_GROUPS, NO_PUBLISHED_FIGURE, NOT_A_SAMPLE, PHOTOGRAPHS_VARY, TOO_FEW
from tools.looking import Seen
from tools.reproduce.montages import CELL, LARGER, Factor
from tools.statistics import Interval, rounded, sign_test, what_n_can_show
from tools.stimulus import Layout, Picture
from tools.wording import Language, Words, format_number, in_both

if TYPE_CHECKING:
    pass

UNIT = Words(fr="paire d’extraits", en="pair of crops")
UNITS = Words(fr="paires", en="pairs")


WINNER: dict[Factor, Words] = {
    "place": Words(fr="l’image placée la première", en="the picture placed first"),
    "identical": Words(fr="la première des deux copies", en="the first of the two copies"),
    "contrast": Words(fr="l’image la plus contrastée", en="the more contrasted picture"),
    "brightness": Words(fr="l’image la plus claire", en="the lighter picture"),
    "size": Words(fr="la plus grande des deux images", en="the larger of the two pictures"),
}


NullWord = Literal["not_asked", "as_much", "unclear", "less"]


def null_word(rate: float, null_rates: Sequence[float], interval: Interval) -> NullWord:
    """Whether networks that never learned lean as much, on average: then leaning takes no learning.

    ``interval`` is over the networks. *unclear*: it holds both no lean and the measured one.
    """
    if not null_rates:
        return "not_asked"
    lean = sum(null_rates) / len(null_rates) - 0.5
    same_side = lean * (rate - 0.5) > 0
    if same_side and not interval.contains(0.5) and (abs(lean) >= abs(rate - 0.5) or interval.contains(rate)):
        return "as_much"
    return "unclear" if interval.contains(rate) else "less"


class Measured(NamedTuple):
    """What the sentences need."""

    factor: Factor
    strength: float
    layouts: Sequence[Layout]
    n: int
    conditions: int
    rate: float
    interval: Interval
    effective: float
    ups: int  # pairs in which the bearer won more than half of the montages
    downs: int
    control_rate: float
    placebo_rate: float
    verdict: Verdict
    target: Target | None
    null: NullWord
    null_rate: float | None


class Example(NamedTuple):
    """One montage shown as it is, with the network's answer."""

    picture: Picture
    seen: Seen
    window: Crop
    share: float
    first: bool


def percent(value: float, language: Language) -> str:
    """A share out of a hundred, as the language writes it."""
    return format_number(value, "percent", language)


def capital(words: Words) -> Words:
    """The same with a capital."""
    return Words(fr=words.fr[:1].upper() + words.fr[1:], en=words.en[:1].upper() + words.en[1:])


def _between(interval: Interval, language: Language) -> str:
    low, high = (percent(end, language) for end in interval)
    return f"de {low} à {high}" if language == "fr" else f"{low} to {high}"


def question(m: Measured) -> Words:
    """What is asked, before any answer."""
    winner = WINNER[m.factor]
    if m.factor == "identical":
        return Words(
            fr="Deux fois la même image dans un montage : la place suffit-elle à faire gagner ?",
            en="Twice the same picture in one montage: is place enough to win?",
        )
    return Words(
        fr=f"Dans un montage de deux images, {winner.fr} garde-t-elle le cadre plus souvent que l’autre ?",
        en=f"In a montage of two pictures, does {winner.en} keep the frame more often than the other?",
    )


def held(m: Measured) -> list[Words]:
    """What the design keeps equal between the two members."""
    said = [
        Words(
            fr=f"la place de chaque membre dans le montage (carrés de {CELL} pixels)",
            en=f"the slot of each member in the montage (squares of {CELL} pixels)",
        )
    ]
    if m.factor == "identical":
        said.append(
            Words(fr="l’image elle-même : deux copies exactes", en="the picture itself: exact copies")
        )
    elif m.factor == "place":
        said.append(
            Words(fr="les deux images, montrées dans les deux ordres", en="both pictures, in both orders")
        )
    else:
        said.append(
            Words(
                fr="la place et le sujet : chaque image porte le facteur à son tour, dans les deux ordres",
                en="place and content: each picture bears the factor in turn, in both orders",
            )
        )
    return said


def varied(m: Measured) -> list[Words]:
    """The one factor, and how far it is driven."""
    strength = m.strength
    if m.factor in ("place", "identical"):
        return [Words(fr="la place : première ou seconde", en="place: first or second")]
    if m.factor == "contrast":
        return [
            in_both(
                lambda language: (
                    f"le contraste : multiplié par {format_number(strength, 'number', 'fr')} chez l’une,"
                    " divisé d’autant chez l’autre"
                    if language == "fr"
                    else f"contrast: multiplied by {format_number(strength, 'number', 'en')} in one,"
                    " divided as much in the other"
                )
            )
        ]
    if m.factor == "brightness":
        return [
            in_both(
                lambda language: (
                    f"la lumière de l’image entière : {format_number(strength, 'number', 'fr')} niveaux"
                    " sur 255 ajoutés à l’une, retirés à l’autre"
                    if language == "fr"
                    else f"the light of the whole picture: {format_number(strength, 'number', 'en')} levels"
                    " out of 255 added to one, taken from the other"
                )
            )
        ]
    large, small = LARGER, LARGER * strength
    return [
        in_both(
            lambda language: (
                f"la taille : {percent(large, 'fr')} du carré pour l’une, {percent(small, 'fr')}"
                " pour l’autre, sur un fond de la couleur moyenne"
                if language == "fr"
                else f"size: {percent(large, 'en')} of the square for one, {percent(small, 'en')}"
                " for the other, on a ground of its mean colour"
            )
        )
    ]


def values(m: Measured, spread: Interval) -> list[Value]:
    """The share with both of its intervals, and the gap."""
    label = Words(fr=f"Part gagnée par {WINNER[m.factor].fr}", en=f"Share won by {WINNER[m.factor].en}")
    return [
        Value(
            name="rate",
            label=label,
            value=rounded(m.rate),
            unit="share",
            low=rounded(m.interval.low),
            high=rounded(m.interval.high),
            n=m.n,
        ),
        Value(
            name="gap",
            label=Words(
                fr="Écart à la moitié (intervalle par tirage des paires)",
                en="Gap to one half (interval by resampling pairs)",
            ),
            value=rounded(m.rate - 0.5),
            unit="share",
            low=rounded(spread.low - 0.5),
            high=rounded(spread.high - 0.5),
            n=m.n,
        ),
        Value(
            name="pairs_up",
            label=Words(
                fr="Paires où elle gagne plus de la moitié des montages",
                en="Pairs in which it wins more than half of the montages",
            ),
            value=m.ups,
            unit="count",
            n=m.n,
        ),
        Value(
            name="pairs_down",
            label=Words(
                fr="Paires où elle en gagne moins de la moitié", en="Pairs in which it wins less than half"
            ),
            value=m.downs,
            unit="count",
            n=m.n,
        ),
        Value(
            name="sign_test",
            label=Words(
                fr="Probabilité d’un partage aussi inégal par hasard (test exact des signes)",
                en="Probability of so uneven a split by chance (exact sign test)",
            ),
            value=rounded(sign_test(m.ups, m.downs)),
            unit="share",
            n=m.ups + m.downs,
        ),
    ]


def caveats(m: Measured, nulls: bool) -> list[Words]:
    """What this measure cannot show."""
    said = [] if m.target else [NO_PUBLISHED_FIGURE]
    if m.verdict == "inconclusive" and m.n < 30:
        said.append(TOO_FEW)
    said += [what_n_can_show(m.n, UNITS, m.effective), NOT_A_SAMPLE, PHOTOGRAPHS_VARY, NO_GROUPS]
    said.append(
        Words(
            fr="L’unité est la paire, comptée pour la moyenne de ses montages ; l’intervalle de Wilson"
            " prend la variance observée entre les paires.",
            en="The unit is the pair, counted as the mean of its montages; the Wilson interval takes the"
            " variance observed between pairs.",
        )
    )
    if m.factor == "brightness":
        said.append(
            Words(
                fr="Éclaircir ou assombrir écrase les extrêmes, donc un peu de contraste.",
                en="Lightening or darkening flattens the extremes, hence some contrast.",
            )
        )
    if not nulls:
        said.append(
            Words(
                fr="Les réseaux aux poids tirés au hasard n’ont pas été interrogés cette fois.",
                en="Networks with random weights were not asked this time.",
            )
        )
    return said


def conclusion(m: Measured) -> Words:
    """What was found, with its numbers and n."""

    def say(language: Language) -> str:
        share, between = percent(m.rate, language), _between(m.interval, language)
        n = format_number(m.n, "int", language)
        winner = WINNER[m.factor].in_(language)
        if language == "fr":
            head = (
                f"Sur {n} paires, {winner} garde le cadre dans {share} des montages (IC à 95 % : {between})"
            )
        else:
            head = f"Over {n} pairs, {winner} keeps the frame in {share} of montages (95% CI: {between})"
        said = head + _verdict_says(m).in_(language)
        return said + _pairs_say(m, language) + _null_says(m, language)

    return in_both(say)


def _pairs_say(m: Measured, language: Language) -> str:
    """How many pairs answered otherwise because of the factor: the evidence under the share."""
    ups, downs, still = (
        format_number(count, "int", language) for count in (m.ups, m.downs, m.n - m.ups - m.downs)
    )
    if language == "fr":
        return f" {ups} paires penchent pour, {downs} contre, {still} ne penchent pas."
    return f" {ups} pairs lean for it, {downs} against, {still} do not lean."


def _null_says(m: Measured, language: Language) -> str:
    """Where the effect takes no learning, the conclusion itself says so."""
    if m.verdict != "effect" or m.null != "as_much" or m.null_rate is None:
        return ""
    share = percent(m.null_rate, language)
    if language == "fr":
        said = f" Des réseaux qui n’ont rien appris penchent autant, en moyenne ({share}) :"
        return f"{said} il n’est pas nécessaire d’apprendre pour pencher ainsi."
    said = f" Networks that learned nothing lean as much on average ({share}):"
    return f"{said} learning is not needed to lean so."


def _verdict_says(m: Measured) -> Words:
    if m.target:
        published = in_both(lambda language: percent(m.target.value if m.target else 0, language))
        return {
            "reproduced": Words(
                fr=f" : le chiffre publié, {published.fr}, est retrouvé.",
                en=f": the published figure, {published.en}, is reproduced.",
            ),
            "same_direction": Words(
                fr=f" : même sens que le chiffre publié, {published.fr}, mais pas la même taille.",
                en=f": same direction as the published figure, {published.en}, not the same size.",
            ),
            "not_reproduced": Words(
                fr=f" : le chiffre publié, {published.fr}, n’est pas retrouvé.",
                en=f": the published figure, {published.en}, is not reproduced.",
            ),
        }.get(m.verdict, Words(fr=" : trop peu pour conclure.", en=": too few to tell."))
    if m.verdict == "effect":
        return Words(
            fr=" : plus que les témoins." if m.rate > 0.5 else " : moins que l’autre, au-delà des témoins.",
            en=": more than the controls." if m.rate > 0.5 else ": less than its rival, beyond the controls.",
        )
    if m.verdict == "none_shown":
        if not m.interval.contains(0.5):
            return Words(
                fr=" : un témoin penche autant, rien n’est montré.",
                en=": a control leans as much, nothing is shown.",
            )
        return Words(
            fr=" : rien de plus que les témoins ne se montre.", en=": nothing beyond the controls is shown."
        )
    return Words(fr=" : trop peu pour conclure.", en=": too few to tell.")


def montage_alt(one: Words, other: Words, layout: Layout) -> Words:
    """What a montage shows, for those who do not see it."""
    if layout == "side-by-side":
        return Words(
            fr=f"Montage de deux extraits côte à côte, tirés de : {one.fr} ; {other.fr}",
            en=f"Montage of two crops side by side, from: {one.en}; {other.en}",
        )
    return Words(
        fr=f"Montage de deux extraits l’un au-dessus de l’autre, tirés de : {one.fr} ; {other.fr}",
        en=f"Montage of two crops one above the other, from: {one.en}; {other.en}",
    )
