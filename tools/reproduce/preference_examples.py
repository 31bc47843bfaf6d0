"""Which montages a paired preference shows: a couple that flips with the factor, then one that does not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from tools.finding import Crop
from tools.looking import Seen, look_at
from tools.reproduce.montages import Factor, Pair, Trial, couples, in_order
from tools.reproduce.preference_words import montage_alt
from tools.stimulus import Layout, Picture

if TYPE_CHECKING:
    from tools.bench import Bench


class Example(NamedTuple):
    """One montage shown as it is, with the network's answer."""

    picture: Picture
    seen: Seen
    window: Crop
    share: float  # 1 where the counted member wins
    first: bool  # whether the counted member stands first
    layout: Layout


class Examples(NamedTuple):
    """Montages shown together: the same two crops at the same places, with the bearer exchanged.

    *leaning*: the frame followed the factor; *still*: it did not; *first*: the first montages of all.
    """

    shown: list[Example]
    chosen_for: Literal["leaning", "still", "first"]


class Chosen(NamedTuple):
    """Indices of montages."""

    leaning: tuple[int, ...]
    still: tuple[int, ...]


def choose(
    trials: Sequence[Trial], factor: Factor, shares: Sequence[float], rates: Sequence[float]
) -> Chosen:
    """The first couple whose frame follows the factor, as it does overall, and the first whose frame stays.

    ``shares`` are the wins montage by montage, ``rates`` pair by pair.
    """
    lean = sum(rates) / len(rates) - 0.5
    wanted = (1.0,) if lean > 0 else (0.0,) if lean < 0 else (0.0, 1.0)
    found = couples(trials, factor)
    leaning = next(
        (each for each in found if shares[each[0]] == shares[each[1]] and shares[each[0]] in wanted), ()
    )
    still = next(
        (
            (one, other)
            for one, other in found
            if rates[trials[one].unit] == 0.5 and shares[one] != 0.5 and shares[one] + shares[other] == 1
        ),
        (),
    )
    return Chosen(leaning, still)


def examples(
    subject: Any,
    bench: Bench,
    pairs: Sequence[Pair],
    trials: Sequence[Trial],
    shares: Sequence[float],
    chosen: Chosen,
) -> list[Examples]:
    """The chosen montages with the network's answers; the first two of all where none was chosen."""
    found: list[Examples] = []
    if chosen.leaning:
        found.append(Examples(_shown(subject, bench, pairs, trials, shares, chosen.leaning), "leaning"))
    if chosen.still:
        found.append(Examples(_shown(subject, bench, pairs, trials, shares, chosen.still), "still"))
    return found or [Examples(_shown(subject, bench, pairs, trials, shares, (0, 1)), "first")]


def _shown(
    subject: Any,
    bench: Bench,
    pairs: Sequence[Pair],
    trials: Sequence[Trial],
    shares: Sequence[float],
    indices: tuple[int, ...],
) -> list[Example]:
    picked = [trials[index] for index in indices]
    seen = look_at(subject, [bench.pixels(trial.montage) for trial in picked])
    shown = []
    for index, trial, answer in zip(indices, picked, seen, strict=True):
        picture = montage_picture(bench, pairs[trial.unit], trial)
        window = subject.crop(answer.point, (picture.width, picture.height), 1.0)
        shown.append(Example(picture, answer, window, shares[index], trial.first, trial.montage.layout))
    return shown


def montage_picture(bench: Bench, pair: Pair, trial: Trial) -> Picture:
    """One montage, its two crops named in the order in which they stand."""
    one, other = in_order(pair, trial)
    credit = "; ".join(dict.fromkeys((one.credit, other.credit)))
    return bench.picture(trial.montage, montage_alt(one.alt, other.alt, trial.montage.layout), credit)
