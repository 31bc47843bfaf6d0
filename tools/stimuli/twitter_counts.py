"""The case ``twitter_counts``: what Twitter counted over photographs that nobody else has."""

from __future__ import annotations

from collections.abc import Callable

from tools.stimuli.cases import Case
from tools.wording import Words

COUNT = 6  # pairs of groups, at 10,000 montages each


def _counts() -> Case:
    return Case(
        name="twitter_counts",
        title=Words(fr="Les comptes publiés par Twitter", en="The counts published by Twitter"),
        about=Words(
            fr=f"{COUNT} paires de groupes, 10\u202f000 montages chacune : des photographies de célébrités "
            "que l’entreprise n’a pas données, comptées par elle en 2021",
            en=f"{COUNT} pairs of groups, 10,000 montages each: photographs of celebrities that the company "
            "did not give, counted by it in 2021",
        ),
        kind="counts",
        n=COUNT,
        person="real",
        licence="Apache-2.0",
        credit="Twitter, data/results.txt of image-crop-analysis, 2021",
        notes=(
            Words(
                fr="Personne n’est montré ici, et rien n’est rejoué : seuls les comptes sont repris.",
                en="Nobody is shown here, and nothing is played again: the counts alone are taken up.",
            ),
        ),
        unit=Words(fr="montage", en="montage"),
        units=Words(fr="montages", en="montages"),
        caveats=(
            Words(
                fr="Les groupes sont ceux que Wikidata attribue à des célébrités ; ils ne disent pas qui "
                "l’on est.",
                en="The groups are those that Wikidata assigns to celebrities; they do not say who "
                "anyone is.",
            ),
            Words(
                fr="Les photographies resservent d’un montage à l’autre, et le premier groupe est toujours à "
                "gauche : l’intervalle, qui compte chaque montage pour un essai neuf, est trop étroit.",
                en="Photographs serve in several montages, and the first group always stands on the left: "
                "the interval, which takes each montage for a fresh trial, is too narrow.",
            ),
        ),
    )


CASES: dict[str, Callable[[], Case]] = {"twitter_counts": _counts}
