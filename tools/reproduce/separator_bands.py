"""The bands that are put between the same two pictures, and how a pair's winner is counted under each.

A band makes the montage longer, so the network sees its members a little smaller: montages with a band are
compared with each other, two greys that hardly differ are the placebo, and the montage without a band stands
beside them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from tools.multiple_comparisons import holm
from tools.reproduce.montages import Trial
from tools.statistics import Split, sign_test
from tools.wording import Words

Band = Literal["none", "white", "grey", "black", "near_grey"]
BANDS: tuple[Band, ...] = ("none", "white", "grey", "black", "near_grey")
SEEN: tuple[Band, ...] = ("white", "grey", "black")  # those whose colours are compared
LEVELS: dict[Band, float | None] = {"none": None, "white": 1.0, "grey": 0.5, "black": 0.0, "near_grey": 0.53}
Couple = tuple[Band, Band]
COUPLES: tuple[Couple, ...] = (("white", "grey"), ("grey", "black"), ("white", "black"))
PLACEBO: Couple = ("grey", "near_grey")
ANY: Couple = ("none", "grey")  # a band or none: another geometry too, so no part of the verdict
LABELS: dict[Band, Words] = {
    "none": Words(fr="Sans bande", en="No band"),
    "white": Words(fr="Bande blanche", en="White band"),
    "grey": Words(fr="Bande grise", en="Grey band"),
    "black": Words(fr="Bande noire", en="Black band"),
    "near_grey": Words(fr="Placebo : bande d’un gris voisin", en="Placebo: band of a neighbouring grey"),
}
COUPLE_LABELS: dict[Couple, Words] = {
    ("white", "grey"): Words(fr="Du blanc au gris", en="White to grey"),
    ("grey", "black"): Words(fr="Du gris au noir", en="Grey to black"),
    ("white", "black"): Words(fr="Du blanc au noir", en="White to black"),
    ANY: Words(fr="D’aucune bande à la grise", en="No band to grey"),
    PLACEBO: Words(fr="Placebo : entre deux gris voisins", en="Placebo: between two neighbouring greys"),
}


def between(trial: Trial, band: Band, width: int) -> Trial:
    """The same montage with a band of ``width`` pixels of the montage between its members."""
    if (grey := LEVELS[band]) is None:
        return trial
    montage = trial.montage.model_copy(update={"separator": grey, "separator_width": width})
    return trial._replace(montage=montage)


def winner(share: float) -> int:
    """Who wins a pair: 1 the first member, −1 the second, 0 neither.

    ``share`` is the first member's over the pair's montages, both orders in each. Who keeps the frame in both
    orders wins; where each order gives it to the same place, or where two ties, neither does.
    """
    return (share > 0.5) - (share < 0.5)


def changed(rates: Mapping[Band, Sequence[float]], bands: Sequence[Band]) -> list[bool]:
    """For each pair, whether its winner is not the same under all of these bands."""
    return [
        len({winner(share) for share in shares}) > 1
        for shares in zip(*(rates[b] for b in bands), strict=True)
    ]


class Change(NamedTuple):
    """How many pairs change winner between two bands, and how sure it is that the placebo changes fewer."""

    couple: Couple
    rate: float
    p: float  # McNemar's exact test against the placebo, over the same pairs, corrected for three couples


class Gap(NamedTuple):
    """How far two rates lie apart, with the exact sign test over pairs, corrected for three comparisons."""

    couple: Couple
    size: float
    p: float


def changes(rates: Mapping[Band, Sequence[float]]) -> list[Change]:
    """What each two of the three bands change, against the placebo: two bands against two bands.

    McNemar 1947 (doi 10.1007/BF02295996), exact: pairs that change under one of the two alone, by the sign
    test. Corrected over the three couples (Holm).
    """
    harmless = changed(rates, PLACEBO)
    found = [changed(rates, couple) for couple in COUPLES]
    chances = holm([_mcnemar(one, harmless) for one in found])
    return [
        Change(couple, sum(one) / len(one), p) for couple, one, p in zip(COUPLES, found, chances, strict=True)
    ]


def _mcnemar(one: Sequence[bool], other: Sequence[bool]) -> float:
    alone = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return sign_test(sum(a for a, _ in alone), sum(b for _, b in alone))


def gaps(rates: Mapping[Band, Sequence[float]]) -> list[Gap]:
    """How far the rates of each two of the three bands lie apart."""
    apart = [[a - b for a, b in zip(rates[one], rates[other], strict=True)] for one, other in COUPLES]
    chances = holm([Split(sum(d > 0 for d in each), sum(d < 0 for d in each)).p for each in apart])
    return [
        Gap(couple, abs(sum(each)) / len(each), p)
        for couple, each, p in zip(COUPLES, apart, chances, strict=True)
    ]
