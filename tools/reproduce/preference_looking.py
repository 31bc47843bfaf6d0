"""Show the montages of a paired preference: drawn ahead, a batch at a time, named as they pass.

A thousand pairs are ten thousand montages: they are never all in memory, none is drawn twice, and the network
does not wait for the next ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.looking import BATCH_PIXELS, Count, look_at
from tools.reading_ahead import read_ahead
from tools.reproduce.montages import CELL, Pair, Trial, in_order, mass_of, share_of
from tools.reproduce.preference_words import montage_alt
from tools.stimulus import Picture

if TYPE_CHECKING:
    from tools.bench import Bench

# Montages in one forward pass, exactly as many as look_at puts together: one batch at a time loses nothing.
TOGETHER = max(1, BATCH_PIXELS // (2 * CELL * CELL))


class Won(NamedTuple):
    """What the counted member wins in each montage, its part of all marks there, and the montages by name
    where they were asked for."""

    shares: list[float]
    masses: list[float]
    pictures: list[Picture]


def montages_won(
    subject: Any, bench: Bench, trials: Sequence[Trial], count: Count, pairs: Sequence[Pair] = ()
) -> Won:
    """Look at every montage; with ``pairs``, also name it by its pixels.

    Raises :class:`~tools.errors.ToolFailed` where a map holds a value that is not a number.
    """
    from tools.stimuli.render import pixels_sha256

    def drawn(trial: Trial) -> tuple[Any, str]:
        pixels = bench.pixels(trial.montage)
        return pixels, pixels_sha256(pixels) if pairs else ""

    found = Won([], [], [])
    coming = read_ahead(trials, drawn, ahead=2 * TOGETHER)
    while batch := list(islice(coming, TOGETHER)):
        seen = look_at(subject, [pixels for _, (pixels, _) in batch], count)
        for (trial, (pixels, sha256)), answer in zip(batch, seen, strict=True):
            found.shares.append(share_of(answer.grid, trial))
            found.masses.append(mass_of(answer.grid, trial))
            if pairs:
                found.pictures.append(_named(pixels, sha256, pairs[trial.unit], trial))
    return found


def _named(pixels: Any, sha256: str, pair: Pair, trial: Trial) -> Picture:
    one, other = in_order(pair, trial)
    return Picture(
        sha256=sha256, width=pixels.shape[1], height=pixels.shape[0], recipe=trial.montage,
        alt=montage_alt(one.alt, other.alt, trial.montage.layout),
        credit="; ".join(dict.fromkeys((one.credit, other.credit))),
    )  # fmt: skip
