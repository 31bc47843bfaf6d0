"""The counts that Twitter published with its audit, as its own analysis pairs and averages them.

Source: twitter-research/image-crop-analysis, data/results.txt and notebooks/Demographic Bias Plots.ipynb
(functions ``prepare_plot_vars`` and ``plot_pairwise_stats_new_split``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from tools.statistics import Interval, wilson
from tools.targets.target import target_named
from tools.wording import Words

Question = Literal["women", "white", "log", "slices"]
PER_PAIR = 10_000


class Count(NamedTuple):
    """How many montages the counted group won, out of how many."""

    name: str
    label: Words
    hits: int
    n: int

    @property
    def rate(self) -> float:
        """The counted group's share."""
        return self.hits / self.n

    @property
    def interval(self) -> Interval:
        """Its binomial interval (Wilson)."""
        return wilson(self.hits, self.n)


def _count(figure: str, fr: str, en: str, *, other: bool = False) -> Count:
    """A published count; with ``other``, the wins of the group on the right."""
    found = target_named(f"twitter_pairs.{figure}").figure
    hits, n = found.hits or 0, found.n or 1
    return Count(figure, Words(fr=fr, en=en), n - hits if other else hits, n)


def women_over_men() -> tuple[Count, ...]:
    """The four mixed pairs, counted for women. The last one is stored under the other order: their table,
    which looks a pair up woman first, does not find it."""
    return (
        _count("bf_bm", "Femmes noires, hommes noirs", "Black women, Black men"),
        _count("wf_wm", "Femmes blanches, hommes blancs", "White women, White men"),
        _count("bf_wm", "Femmes noires, hommes blancs", "Black women, White men"),
        _count("bm_wf", "Femmes blanches, hommes noirs", "White women, Black men", other=True),
    )


def white_over_black() -> tuple[Count, ...]:
    """The four pairs that oppose the two, counted for White."""
    return (
        _count("bf_wf", "Femmes blanches, femmes noires", "White women, Black women", other=True),
        _count("bm_wm", "Hommes blancs, hommes noirs", "White men, Black men", other=True),
        _count("bf_wm", "Hommes blancs, femmes noires", "White men, Black women", other=True),
        _count("bm_wf", "Femmes blanches, hommes noirs", "White women, Black men", other=True),
    )


def log_by_n() -> tuple[Count, ...]:
    """White against Black in the one log, by how many montages were tried."""
    return (
        _count("white_200", "200 essais", "200 trials"),
        _count("white_500", "500 essais", "500 trials"),
        _count("white_500_fixed_height", "500 essais, hauteurs égales", "500 trials, equal heights"),
        _count("white_10000", "10\u202f000 essais", "10,000 trials"),
    )


def pooled(counts: Sequence[Count]) -> Count:
    """All montages together: the pairs are equal in size, so this is their mean."""
    return Count(
        "all", Words(fr="Ensemble", en="Together"), sum(c.hits for c in counts), sum(c.n for c in counts)
    )


class Panel(NamedTuple):
    """One figure by theme: the pairs that belong to its title, and those that it shows."""

    title: Words
    meant: tuple[str, ...]
    shown: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether it shows nothing but what its title says."""
        return set(self.shown) <= set(self.meant)


_ORDER = ("BF–WF", "BM–WM", "BF–BM", "WF–WM", "BF–WM", "BM–WF", "B–W", "F–M")
_THEMES = (
    Words(fr="Origine", en="Race"),
    Words(fr="Genre", en="Gender"),
    Words(fr="Croisées", en="Cross"),
    Words(fr="Ensemble", en="Aggregate"),
)


def panels() -> tuple[Panel, ...]:
    """The four figures by theme. Each is cut out of the list of pairs at ``[i:i+2]`` where the list goes two
    by two (``[2i:2i+2]``)."""
    return tuple(
        Panel(title, _ORDER[2 * i : 2 * i + 2], _ORDER[i : i + 2]) for i, title in enumerate(_THEMES)
    )
