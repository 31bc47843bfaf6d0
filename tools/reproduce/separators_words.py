"""What is said of the same pairs with another band between their two pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tools.finding import Control, Verdict
from tools.honesty import MINIMUM_UNITS, NO_PUBLISHED_FIGURE, TOO_FEW
from tools.reproduce.montages import CELL, cells_of_each
from tools.reproduce.separator_bands import COUPLE_LABELS, SEEN, Band, Change, Gap
from tools.statistics import Interval, rounded, what_n_can_show, wilson
from tools.stimulus import Montage
from tools.wording import Language, Words, format_chance, format_number, in_both

UNITS = Words(fr="paires", en="pairs")
QUESTION = Words(
    fr="Les mêmes paires, une autre bande entre les deux images : le gagnant change-t-il ?",
    en="The same pairs, another band between the two pictures: does the winner change?",
)
HELD = Words(
    fr=f"les deux images, chacune en carré de {CELL} pixels, montrées dans les deux ordres ; la largeur de la"
    " bande",
    en=f"both pictures, each a square of {CELL} pixels, in both orders; the width of the band",
)
CHANGED_FIGURE = Words(
    fr="Part des paires dont le gagnant change d’une bande à l’autre",
    en="Share of pairs whose winner changes from one band to the other",
)
_WINNER = Words(
    fr="L’unité est la paire. Son gagnant est l’image qui garde le cadre dans la plupart de ses montages, les"
    " deux ordres également montrés ; là où chaque ordre donne le cadre à la même place, personne ne gagne,"
    " et passer d’un gagnant à personne compte pour un changement.",
    en="The unit is the pair. Its winner is the picture that keeps the frame in most of its montages, both"
    " orders shown alike; where each order gives the frame to the same place, nobody wins, and going from a"
    " winner to nobody counts as a change.",
)
_TWO_BY_TWO = Words(
    fr="Trois bandes ont plus d’occasions de changer un gagnant que les deux gris du placebo. Le verdict"
    " compare donc les bandes deux à deux avec lui (test de McNemar exact, corrigé pour trois comparaisons).",
    en="Three bands have more occasions to change a winner than the two greys of the placebo. So the verdict"
    " compares bands two by two with it (exact McNemar test, corrected for three comparisons).",
)


class Parted(NamedTuple):
    """All that the sentences need."""

    n: int
    width: int
    first: Words  # whose wins are counted
    rates: Mapping[Band, Sequence[float]]  # the first member's share in each pair
    changed: float  # under the three bands
    placebo: float
    any_band: float  # from no band to a grey one
    most: Change  # the two bands that change most winners
    gap: Gap
    verdict: Verdict

    def rate(self, band: Band) -> float:
        """The first member's share of montages."""
        return sum(self.rates[band]) / self.n

    def around(self, band: Band) -> Interval:
        """Its interval (Wilson), each pair for one."""
        return wilson(sum(self.rates[band]), self.n)

    @property
    def interval(self) -> Interval:
        """That of the share of pairs that change."""
        return wilson(round(self.changed * self.n), self.n)


def varied(width: int) -> Words:
    """What differs between two montages of a pair."""
    return in_both(
        lambda language: (
            f"la bande de {_int(width, language)} pixels entre les deux images : aucune, blanche, grise,"
            " noire"
            if language == "fr"
            else f"the band of {_int(width, language)} pixels between the two pictures: none, white, grey,"
            " black"
        )
    )


def rates_figure(m: Parted) -> Words:
    """What the shares of the first figure are shares of."""
    return Words(fr=f"Part des montages où {m.first.fr} garde le cadre",
                 en=f"Share of montages in which {m.first.en} keeps the frame")  # fmt: skip


def placebo(m: Parted, levels: float, on_band: float) -> Control:
    """Two greys that hardly differ: the same bands but for their colour. ``levels`` is the mean change of a
    channel over the montage, ``on_band`` over the band, both in 8-bit levels."""
    fails = m.placebo > 0 and m.placebo >= m.most.rate
    around = wilson(round(m.placebo * m.n), m.n)

    def say(language: Language) -> str:
        share, size, band = (
            format_number(m.placebo, "percent1", language), format_number(levels, "number2", language),
            format_number(on_band, "number1", language),
        )  # fmt: skip
        if language == "fr":
            return (
                f"Entre deux gris voisins ({band} niveaux d’écart sur la bande, soit {size} en moyenne sur le"
                f" montage), le gagnant change dans {share} des paires."
                + (" C’est autant que les bandes étudiées." if fails else "")
            )
        return (
            f"Between two neighbouring greys ({band} levels apart on the band, {size} on average over the"
            f" montage) the winner changes in {share} of pairs."
            + (" That is as much as the bands studied." if fails else "")
        )

    return Control(
        name="neighbouring_greys", kind="placebo", label=COUPLE_LABELS["grey", "near_grey"],
        value=rounded(m.placebo), unit="share", low=rounded(around.low), high=rounded(around.high), n=m.n,
        size=rounded(levels), fails=fails, says=in_both(say),
    )  # fmt: skip


MEMBER_BARE = Words(fr="Un membre vu sans bande", en="A member seen with no band")
MEMBER_WITH_BAND = Words(fr="Un membre vu avec une bande", en="A member seen with a band")


def seen_at(width: int) -> int:
    """The pixels of a member once the montage, longer by a band, is brought to its old length."""
    return round(CELL * 2 * CELL / (2 * CELL + width))


def caveats(m: Parted, montage: Montage, limits: Sequence[Words]) -> list[Words]:
    """What this measure cannot show; ``montage`` is any of those with a band."""
    said = [NO_PUBLISHED_FIGURE]
    if m.n < MINIMUM_UNITS:
        said.append(TOO_FEW)
    said += [what_n_can_show(m.n, UNITS), *limits, _WINNER, _TWO_BY_TWO]
    seen = seen_at(m.width)
    said.append(
        in_both(
            lambda language: (
                "Une bande allonge le montage : un réseau qui ramène toute image à une même longueur voit"
                f" alors chaque membre sur {seen} pixels au lieu de {CELL}, et ses cases tombent ailleurs sur"
                " l’un et sur l’autre. L’écart entre « sans bande » et « avec » n’est donc pas celui de la"
                " couleur, et ne compte pas dans le verdict."
                if language == "fr"
                else "A band makes the montage longer: a network that brings every picture to one length"
                f" then sees each member at {seen} pixels instead of {CELL}, and its cells fall"
                " elsewhere on the one and on the other. So the difference between “no band” and “a band” is"
                " not that of colour, and is no part of the verdict."
            )
        )
    )
    if cells_of_each(2 * CELL // 16, montage) < CELL // 16:
        said.append(
            Words(
                fr="La bande est assez large pour qu’une case ait son centre sur elle : cette case n’est à"
                " personne, et le cadre va à la mieux notée des autres.",
                en="The band is wide enough for a cell to have its centre on it: that cell is nobody’s, and"
                " the frame goes to the best of the others.",
            )
        )
    return said


def conclusion(m: Parted) -> Words:
    """What was found, with its numbers."""
    return in_both(lambda language: _said(m, language))


def _said(m: Parted, language: Language) -> str:
    none, white, grey, black = (_percent(m.rate(band), language) for band in ("none", *SEEN))
    n, moved = _int(m.n, language), _percent(m.changed, language)
    low, high = (_percent(end, language) for end in m.interval)
    if language == "fr":
        head = (
            f"Sur {n} {'paires' if m.n > 1 else 'paire'}, {m.first.fr} garde le cadre dans {white} des"
            f" montages à bande blanche, {grey} à bande grise, {black} à bande noire ({none} sans bande). Le"
            f" gagnant n’est pas le même sous les trois bandes dans {moved} des paires (IC à 95 % : de {low}"
            f" à {high})."
        )
    else:
        head = (
            f"Over {n} {'pairs' if m.n > 1 else 'pair'}, {m.first.en} keeps the frame in {white} of montages"
            f" with a white band, {grey} with a grey one, {black} with a black one ({none} with none). The"
            f" winner is not the same under the three bands in {moved} of pairs (95% CI: {low} to {high})."
        )
    said = (head, _two_by_two(m, language), _verdict(m).in_(language), _any_band(m, language))
    return " ".join(part for part in said if part)


def _any_band(m: Parted, language: Language) -> str:
    """That putting a band in at all changes winners, where it does: by its room, whatever its colour."""
    if not m.any_band:
        return ""
    share = _percent(m.any_band, language)
    if language == "fr":
        return (
            f"Mettre une bande grise là où il n’y en a pas change le gagnant de {share} des paires ; mais le"
            " montage s’allonge aussi : ce n’est pas la couleur seule."
        )
    return (
        f"Putting a grey band where there was none changes the winner of {share} of pairs; but the montage"
        " grows longer too: that is not colour alone."
    )


def _two_by_two(m: Parted, language: Language) -> str:
    """What the verdict rests on: the two bands that change most winners, and the placebo's two."""
    couple = _lower(COUPLE_LABELS[m.most.couple].in_(language))
    most, harmless = _percent(m.most.rate, language), _percent(m.placebo, language)
    chance = format_chance(m.most.p, language)
    if language == "fr":
        said = f"Au plus, {couple}, {most} des paires changent" if m.most.rate else "Aucune paire ne change"
        by_chance = f" (probabilité d’un tel écart par hasard : {chance})" if m.most.p < 1 else ""
        return f"{said} ; entre deux gris voisins, {harmless}{by_chance}."
    said = f"At most, {couple}, {most} of pairs change" if m.most.rate else "No pair changes"
    by_chance = f" (probability of such a difference by chance: {chance})" if m.most.p < 1 else ""
    return f"{said}; between two neighbouring greys, {harmless}{by_chance}."


def _verdict(m: Parted) -> Words:
    if m.verdict == "effect":
        return Words(
            fr="La couleur de la bande change des gagnants, plus que ne le font deux gris voisins.",
            en="The band’s colour changes winners, more than two neighbouring greys do.",
        )
    if m.verdict == "none_shown":
        return Words(
            fr="Rien ne montre que la couleur de la bande change plus de gagnants que deux gris voisins.",
            en="Nothing shows that the band’s colour changes more winners than two neighbouring greys do.",
        )
    return Words(fr="C’est trop peu pour conclure.", en="That is too few to tell.")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _percent(value: float, language: Language) -> str:
    return format_number(value, "percent1", language)


def _int(value: int, language: Language) -> str:
    return format_number(value, "int", language)
