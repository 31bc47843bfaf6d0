"""What a paired preference says to people: its question, controls, caveats, figures and conclusion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from tools.finding import Target, Value, Verdict
from tools.honesty import (
    MINIMUM_UNITS,
    NO_PUBLISHED_FIGURE,
    TOO_FEW,
)
from tools.reproduce.montages import CELL, LARGER, Factor
from tools.statistics import Interval, Split, rounded, rounded_chance, what_n_can_show
from tools.stimulus import Layout
from tools.wording import Language, Words, format_chance, format_number, in_both

UNITS = Words(fr="paires", en="pairs")


WINNER: dict[Factor, Words] = {
    "place": Words(fr="l’image placée la première", en="the picture placed first"),
    "identical": Words(fr="la première des deux copies", en="the first of the two copies"),
    "contrast": Words(fr="l’image la plus contrastée", en="the more contrasted picture"),
    "brightness": Words(fr="l’image la plus claire", en="the lighter picture"),
    "size": Words(fr="la plus grande des deux images", en="the larger of the two pictures"),
    "member": Words(fr="le membre nommé le premier", en="the member named first"),
}


NEAR = 0.75  # of the measured lean: a control that leans as much is told beside the verdict
TOO_FEW_TO_TELL = Words(fr="C’est trop peu pour conclure.", en="That is too few to tell.")


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
    interval: Interval  # Wilson, each pair for one
    spread: Interval  # bootstrap over pairs
    split: Split  # pairs in which the bearer won more than half of the montages, or less
    control_rate: float
    placebo_rate: float
    verdict: Verdict
    target: Target | None
    null: NullWord
    null_rate: float | None
    limits: tuple[Words, ...] = ()  # what these pictures cannot show
    winner: Words | None = None  # who bears the factor, where the pairs themselves say so
    mass: float = 0.5  # the bearer's part of all marks
    mass_spread: Interval = Interval(0.5, 0.5)  # bootstrap over pairs

    @property
    def amplified(self) -> float:
        """What giving everything to one cell adds to the bearer's part of the marks, from one half."""
        return abs(self.rate - 0.5) - abs(self.mass - 0.5)

    @property
    def bearer(self) -> Words:
        """Who bears the factor, and is counted."""
        return self.winner or WINNER[self.factor]


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
    winner, pronoun = m.bearer, "il" if m.factor == "member" else "elle"
    if m.factor == "identical":
        return Words(
            fr="Deux fois la même image dans un montage : la place suffit-elle à faire gagner ?",
            en="Twice the same picture in one montage: is place enough to win?",
        )
    return Words(
        fr=f"Dans un montage de deux images, {winner.fr} garde-t-{pronoun} le cadre plus souvent que"
        " l’autre ?",
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
    elif m.factor in ("place", "member"):
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
    if m.factor == "member":
        return []  # the case says in what the members of a pair differ
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


def values(m: Measured) -> list[Value]:
    """The share with both of its intervals, and the pairs behind it."""
    label = Words(fr=f"Part gagnée par {m.bearer.fr}", en=f"Share won by {m.bearer.en}")
    ups, downs = m.split
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
            unit="points",
            low=rounded(m.spread.low - 0.5),
            high=rounded(m.spread.high - 0.5),
            n=m.n,
        ),
        _count("pairs_up", "Paires qui penchent pour", "Pairs that lean for it", ups, m.n),
        _count("pairs_down", "Paires qui penchent contre", "Pairs that lean against it", downs, m.n),
        _count("pairs_still", "Paires qui ne penchent pas", "Pairs that do not lean", m.n - ups - downs, m.n),
        Value(
            name="sign_test",
            label=Words(
                fr="Probabilité d’un partage aussi inégal par hasard (test exact des signes)",
                en="Probability of so uneven a split by chance (exact sign test)",
            ),
            value=rounded_chance(m.split.p),
            unit="share",
            n=ups + downs,
        ),
    ]


def _count(name: str, fr: str, en: str, value: int, n: int) -> Value:
    return Value(name=name, label=Words(fr=fr, en=en), value=value, unit="count", n=n)


def caveats(m: Measured, nulls: bool) -> list[Words]:
    """What this measure cannot show."""
    said = [] if m.target else [NO_PUBLISHED_FIGURE]
    if m.n < MINIMUM_UNITS:
        said.append(TOO_FEW)
    said += [what_n_can_show(m.n, UNITS), *m.limits]
    said.append(
        Words(
            fr="L’unité est la paire, comptée pour la moyenne de ses montages. L’intervalle de Wilson compte"
            " chaque paire pour un oui ou un non : il est large. Le verdict vient du test des signes sur les"
            " paires, celles qui ne penchent pas mises à part.",
            en="The unit is the pair, counted as the mean of its montages. The Wilson interval takes each"
            " pair for one yes or no: it is wide. The verdict comes from the sign test over pairs, those that"
            " do not lean left out.",
        )
    )
    if (near := _nearest_control(m)) is not None:
        said.append(near)
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


def _nearest_control(m: Measured) -> Words | None:
    """Said of an effect that hardly exceeds what a control does."""
    controls = [m.placebo_rate] if m.factor in ("place", "identical") else [m.placebo_rate, m.control_rate]
    lean, own = max(abs(rate - 0.5) for rate in controls), abs(m.rate - 0.5)
    if m.verdict != "effect" or lean < NEAR * own:
        return None
    return in_both(
        lambda language: (
            f"L’effet dépasse de peu un témoin : {_tenths(own, 'fr')} points d’écart à la moitié, contre"
            f" {_tenths(lean, 'fr')} pour ce témoin."
            if language == "fr"
            else f"The effect hardly exceeds a control: {_tenths(own, 'en')} points from one half, against"
            f" {_tenths(lean, 'en')} for that control."
        )
    )


def _tenths(share: float, language: Language) -> str:
    return format_number(share * 100, "number1", language)


def conclusion(m: Measured) -> Words:
    """What was found, with its numbers and n: the share, the pairs behind it, the verdict."""

    def say(language: Language) -> str:
        share, between = percent(m.rate, language), _between(m.interval, language)
        n = format_number(m.n, "int", language)
        winner = m.bearer.in_(language)
        if language == "fr":
            head = (
                f"Sur {n} paires, {winner} garde le cadre dans {share} des montages (IC à 95 % : {between})."
            )
        else:
            head = f"Over {n} pairs, {winner} keeps the frame in {share} of montages (95% CI: {between})."
        said = [head, _pairs_say(m, language), _verdict_says(m).in_(language), _mass_says(m, language),
                _null_says(m, language)]  # fmt: skip
        return " ".join(part for part in said if part)

    return in_both(say)


def _pairs_say(m: Measured, language: Language) -> str:
    """How many pairs answered otherwise because of the factor: what the verdict rests on."""
    ups, downs = m.split
    still = m.n - ups - downs
    chance = format_chance(m.split.p, language)
    if language == "fr":
        lean = "paires penchent" if ups > 1 else "paire penche"
        said = f"{ups} {lean} pour, {downs} contre, {still} ne {'penchent' if still > 1 else 'penche'} pas."
        test = f" Probabilité d’un partage aussi inégal par hasard : {chance} (test des signes)."
    else:
        lean = "pair leans" if ups == 1 else "pairs lean"
        said = f"{ups} {lean} for it, {downs} against, {still} {'does' if still == 1 else 'do'} not lean."
        test = f" Probability of so uneven a split by chance: {chance} (sign test)."
    return said + test if ups + downs else said


def _mass_says(m: Measured, language: Language) -> str:
    """What one best cell makes of nearly equal marks: said where there is an effect for it to amplify."""
    if m.verdict != "effect" or m.factor in ("place", "identical"):
        return ""
    share = format_number(m.mass, "percent1", language)
    if language == "fr":
        return f"Un cadre tiré au sort d’après les notes lui reviendrait dans {share} des montages."
    return f"A frame drawn by lot from the marks would fall to it in {share} of montages."


def _null_says(m: Measured, language: Language) -> str:
    """Where the effect takes no learning, the conclusion itself says so."""
    if m.verdict != "effect" or m.null != "as_much" or m.null_rate is None:
        return ""
    share = percent(m.null_rate, language)
    if language == "fr":
        said = f"Des réseaux qui n’ont rien appris penchent autant, en moyenne ({share}) :"
        return f"{said} il n’est pas nécessaire d’apprendre pour pencher ainsi."
    said = f"Networks that learned nothing lean as much on average ({share}):"
    return f"{said} learning is not needed to lean so."


def _verdict_says(m: Measured) -> Words:
    if m.target:
        published = in_both(lambda language: percent(m.target.value if m.target else 0, language))
        return {
            "reproduced": Words(
                fr=f"Le chiffre publié, {published.fr}, est retrouvé.",
                en=f"The published figure, {published.en}, is reproduced.",
            ),
            "same_direction": Words(
                fr=f"Même sens que le chiffre publié, {published.fr}, mais pas la même taille.",
                en=f"Same direction as the published figure, {published.en}, not the same size.",
            ),
            "not_reproduced": Words(
                fr=f"Le chiffre publié, {published.fr}, n’est pas retrouvé.",
                en=f"The published figure, {published.en}, is not reproduced.",
            ),
        }.get(m.verdict, TOO_FEW_TO_TELL)
    if m.verdict == "effect":
        won, winner = m.rate > 0.5, m.bearer
        return Words(
            fr=f"Au-delà des témoins, {winner.fr} {'gagne' if won else 'perd'}.",
            en=f"Beyond the controls, {winner.en} {'wins' if won else 'loses'}.",
        )
    if m.verdict == "none_shown":
        if m.split.uneven:
            return Words(
                fr="Un témoin penche autant : rien n’est montré.",
                en="A control leans as much: nothing is shown.",
            )
        return Words(fr="Aucun effet ne se montre.", en="No effect shows.")
    return TOO_FEW_TO_TELL


def montage_alt(one: Words, other: Words, layout: Layout) -> Words:
    """What a montage shows, for those who do not see it."""
    if layout == "side-by-side":
        return Words(
            fr=f"Montage de deux images côte à côte, tirées de : {one.fr} ; {other.fr}",
            en=f"Montage of two pictures side by side, from: {one.en}; {other.en}",
        )
    return Words(
        fr=f"Montage de deux images l’une au-dessus de l’autre, tirées de : {one.fr} ; {other.fr}",
        en=f"Montage of two pictures one above the other, from: {one.en}; {other.en}",
    )
