"""What a paired preference says to people: its question, controls, caveats, figures and conclusion."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.finding import (
    Control,
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
from tools.wording import Language, Words, format_number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UNIT = Words(fr="paire d’extraits", en="pair of crops")
UNITS = Words(fr="paires", en="pairs")


WINNER: dict[Factor, Words] = {
    "place": Words(fr="l’image placée la première", en="the picture placed first"),
    "identical": Words(fr="la première des deux copies", en="the first of the two copies"),
    "contrast": Words(fr="l’image la plus contrastée", en="the more contrasted picture"),
    "brightness": Words(fr="l’image la plus claire", en="the lighter picture"),
    "size": Words(fr="la plus grande des deux images", en="the larger of the two pictures"),
}


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


class Sizes(NamedTuple):
    """How large the placebo's change is (it cannot be inert), beside the suspect's, in 8-bit levels."""

    pixels: float
    placebo: float
    suspect: float | None

    @classmethod
    def of(
        cls,
        members: Sequence[NDArray[np.uint8]],
        shift_of: Callable[[NDArray[np.uint8]], int],
        factor: Factor,
        strength: float,
    ) -> Sizes:
        """Mean absolute change of a channel over the members that the placebo shifts."""
        from tools.stimuli.changes import account

        def mean(values: list[float]) -> float:
            return sum(values) / len(values)

        suspect = None
        if factor in ("contrast", "brightness"):
            change = "contrast" if factor == "contrast" else "brightness"
            suspect = mean([account(pixels, change, strength).difference for pixels in members])  # type: ignore[arg-type]
        return cls(
            mean([float(shift_of(pixels)) for pixels in members]),
            mean([account(pixels, "shift", shift_of(pixels)).difference for pixels in members]),
            suspect,
        )


class Example(NamedTuple):
    """One montage shown as it is, with the network's answer."""

    picture: Picture
    seen: Seen
    window: Crop
    share: float
    first: bool


def _both(write: Callable[[Language], str]) -> Words:
    return Words(fr=write("fr"), en=write("en"))


def _percent(value: float, language: Language) -> str:
    return format_number(value, "percent", language)


def capital(words: Words) -> Words:
    """The same with a capital."""
    return Words(fr=words.fr[:1].upper() + words.fr[1:], en=words.en[:1].upper() + words.en[1:])


def _between(interval: Interval, language: Language) -> str:
    low, high = (_percent(end, language) for end in interval)
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
            _both(
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
            _both(
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
        _both(
            lambda language: (
                f"la taille : {_percent(large, 'fr')} du carré pour l’une, {_percent(small, 'fr')}"
                " pour l’autre, sur un fond de la couleur moyenne"
                if language == "fr"
                else f"size: {_percent(large, 'en')} of the square for one, {_percent(small, 'en')}"
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


def placebo(m: Measured, interval: Interval, size: Sizes) -> Control:
    """The same montages with a shift by one cell in the place of the factor."""
    fails = abs(m.placebo_rate - 0.5) >= abs(m.rate - 0.5)

    def say(language: Language) -> str:
        px, levels = (format_number(value, "number1", language) for value in (size.pixels, size.placebo))
        share = _percent(m.placebo_rate, language)
        if language == "fr":
            said = (
                f"Décalée d’une case ({px} pixels de l’extrait, soit {levels} niveaux de différence moyenne),"
                f" l’image gagne {share} des montages."
            )
            if size.suspect is not None:
                said += f" Le facteur, lui, change {format_number(size.suspect, 'number1', 'fr')} niveaux."
            return said + (" C’est autant que le facteur étudié." if fails else "")
        said = (
            f"Shifted by one cell ({px} pixels of the crop, {levels} levels of mean difference), a picture"
            f" wins {share} of the montages."
        )
        if size.suspect is not None:
            said += f" The factor changes {format_number(size.suspect, 'number1', 'en')} levels."
        return said + (" That is as much as the factor does." if fails else "")

    return Control(
        name="shift_by_one_cell",
        kind="placebo",
        label=Words(fr="Placebo : décalage d’une case", en="Placebo: shift by one cell"),
        value=rounded(m.placebo_rate),
        unit="share",
        low=rounded(interval.low),
        high=rounded(interval.high),
        n=m.n,
        size=rounded(size.placebo),
        fails=fails,
        says=_both(say),
    )


def identical(m: Measured, interval: Interval) -> Control:
    """What place alone does, with twice the same crop."""
    is_factor = m.factor in ("place", "identical")
    return Control(
        name="identical_pair",
        kind="null",
        label=Words(fr="Deux copies identiques", en="Two identical copies"),
        value=rounded(m.control_rate),
        unit="share",
        low=rounded(interval.low),
        high=rounded(interval.high),
        n=m.n,
        fails=not is_factor and abs(m.control_rate - 0.5) >= abs(m.rate - 0.5),
        says=_both(
            lambda language: (
                f"Deux fois la même image : la première place gagne {_percent(m.control_rate, 'fr')}"
                " des montages." + ("" if is_factor else " Une préférence ne compte qu’au-delà de cet écart.")
                if language == "fr"
                else f"Twice the same picture: the first place wins {_percent(m.control_rate, 'en')}"
                " of montages." + ("" if is_factor else " A preference counts only beyond that gap.")
            )
        ),
    )


def random_networks(rates: Sequence[float], interval: Interval, rate: float) -> Control:
    """The mean over networks that never learned; each of them may lean."""
    mean, low, high = sum(rates) / len(rates), min(rates), max(rates)
    fails = abs(mean - 0.5) >= abs(rate - 0.5)
    return Control(
        name="random_weights",
        kind="null",
        label=Words(fr="Réseaux aux poids tirés au hasard", en="Networks with random weights"),
        value=rounded(mean),
        unit="share",
        low=rounded(interval.low),
        high=rounded(interval.high),
        n=len(rates),
        fails=fails,
        says=_both(
            lambda language: (
                f"En moyenne sur {len(rates)} réseaux qui n’ont rien appris : {_percent(mean, 'fr')}"
                f" (chacun entre {_percent(low, 'fr')} et {_percent(high, 'fr')})."
                + (" Ne rien avoir appris suffit donc à pencher autant." if fails else "")
                if language == "fr"
                else f"On average over {len(rates)} networks that learned nothing: {_percent(mean, 'en')}"
                f" (each between {_percent(low, 'en')} and {_percent(high, 'en')})."
                + (" Having learned nothing is enough to lean as much." if fails else "")
            )
        ),
    )


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
        share, between = _percent(m.rate, language), _between(m.interval, language)
        n = format_number(m.n, "int", language)
        winner = WINNER[m.factor].in_(language)
        if language == "fr":
            head = (
                f"Sur {n} paires, {winner} garde le cadre dans {share} des montages (IC à 95 % : {between})"
            )
        else:
            head = f"Over {n} pairs, {winner} keeps the frame in {share} of montages (95% CI: {between})"
        return head + _verdict_says(m).in_(language)

    return _both(say)


def _verdict_says(m: Measured) -> Words:
    if m.target:
        published = _both(lambda language: _percent(m.target.value if m.target else 0, language))
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
