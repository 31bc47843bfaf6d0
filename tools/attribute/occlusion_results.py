"""The fields of an occlusion map that a scenario may read."""

from __future__ import annotations

from tools.tool import ResultField
from tools.wording import Words

RESULTS: tuple[ResultField, ...] = (
    ResultField(name="n", kind="number", about=Words(fr="images", en="pictures"), low=1, high=1),
    ResultField(
        name="sanity",
        kind="one-of",
        about=Words(
            fr="la carte dépend-elle des poids du réseau ?", en="does the map depend on the weights?"
        ),
        choices=("pass", "fail"),
    ),
    ResultField(
        name="sanity_rho",
        kind="share",
        about=Words(
            fr="accord médian avec les cartes de réseaux brouillés",
            en="median agreement with scrambled networks",
        ),
        low=0,
        high=1,
    ),
    ResultField(
        name="raw_rho",
        kind="share",
        about=Words(fr="le même, distance laissée", en="the same, distance left in"),
        low=0,
        high=1,
    ),
    ResultField(
        name="null_rho",
        kind="share",
        about=Words(
            fr="accord médian avec leurs cartes d’une autre image",
            en="the same with their maps of another picture",
        ),
        low=0,
        high=1,
    ),
    ResultField(
        name="nearness",
        kind="number",
        about=Words(
            fr="accord avec la simple proximité de la case", en="agreement with mere nearness to the cell"
        ),
        low=-1,
        high=1,
    ),
    ResultField(
        name="stability",
        kind="number",
        about=Words(
            fr="accord médian avec les cartes de l’image à peine décalée",
            en="median agreement with maps of the picture moved a little",
        ),
        low=-1,
        high=1,
    ),
    ResultField(
        name="top_share",
        kind="share",
        about=Words(fr="part du gain dans un dixième des blocs", en="share of the gain in a tenth of blocks"),
        low=0,
        high=1,
    ),
    ResultField(
        name="verdict",
        kind="one-of",
        about=Words(fr="le verdict", en="the verdict"),
        choices=("usable", "unusable", "inconclusive"),
    ),
)
