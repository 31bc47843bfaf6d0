"""The fields of an explanation that a scenario may read, the same for every method that maps a picture."""

from __future__ import annotations

from tools.tool import ResultField
from tools.wording import Words

SANITY = ("pass", "fail", "unchecked")

RESULTS: tuple[ResultField, ...] = (
    ResultField(name="n", kind="number", about=Words(fr="images", en="pictures"), low=1, high=1000),
    ResultField(
        name="top_region", kind="text",
        about=Words(fr="la région qui porte le plus", en="the region that carries most"),
    ),
    ResultField(
        name="top_share", kind="share", low=0, high=1,
        about=Words(fr="sa part de ce que portent les régions", en="its part of what the regions carry"),
    ),
    ResultField(
        name="top_low", kind="share", low=0, high=1,
        about=Words(fr="le bas de son étendue", en="the low end of its range"),
    ),
    ResultField(
        name="top_high", kind="share", low=0, high=1,
        about=Words(fr="le haut de son étendue", en="the high end of its range"),
    ),
    ResultField(
        name="top_area", kind="share", low=0, high=1,
        about=Words(fr="sa part de la surface", en="its part of the area"),
    ),
    ResultField(
        name="shares", kind="table", low=0, high=1,
        about=Words(fr="la part de chaque région", en="each region's part"),
    ),
    ResultField(
        name="sanity", kind="one-of", choices=SANITY,
        about=Words(fr="dépend-elle des poids du réseau ?", en="does it depend on the weights?"),
    ),
    ResultField(
        name="sanity_rho", kind="share", low=0, high=1,
        about=Words(fr="accord médian, réseaux brouillés", en="median agreement, scrambled networks"),
    ),
    ResultField(
        name="raw_rho", kind="share", low=0, high=1,
        about=Words(fr="le même, distance laissée", en="the same, distance left in"),
    ),
    ResultField(
        name="null_rho", kind="share", low=0, high=1,
        about=Words(fr="le même, sur une autre image", en="the same, on another picture"),
    ),
    ResultField(
        name="nearness", kind="number", low=-1, high=1,
        about=Words(fr="accord avec la simple proximité", en="agreement with mere nearness"),
    ),
    ResultField(
        name="gap", kind="number", low=0, high=1000,
        about=Words(
            fr="écart entre la somme des parts et ce qu'elles devaient expliquer",
            en="how far the parts are from adding up to what they owed",
        ),
    ),
    ResultField(
        name="infidelity", kind="share", low=0, high=1,
        about=Words(
            fr="infidélité : 0, l'explication prédit ce que perdent des trous ; 1, elle n'en dit rien",
            en="infidelity: 0, it foretells what holes lose; 1, it says nothing of it",
        ),
    ),
    ResultField(
        name="deletion", kind="number", low=-2, high=2,
        about=Words(fr="aire de l'effacement, dans son ordre", en="area under deletion, in its order"),
    ),
    ResultField(
        name="insertion", kind="number", low=-2, high=2,
        about=Words(fr="aire de l'ajout, dans son ordre", en="area under insertion, in its order"),
    ),
    ResultField(
        name="order_knowing_nothing", kind="number", low=-2, high=2,
        about=Words(
            fr="ajout moins effacement, dans l'ordre de la seule distance",
            en="insertion minus deletion, in the order of distance alone",
        ),
    ),
    ResultField(
        name="stability", kind="number", low=-1, high=1,
        about=Words(fr="le plus bas des accords essayés", en="the lowest agreement of those tried"),
    ),
    ResultField(name="stable", kind="flag", about=Words(fr="l'explication tient-elle ?", en="does it hold?")),
    ResultField(
        name="verdict", kind="one-of", choices=("usable", "unusable", "inconclusive"),
        about=Words(fr="le verdict", en="the verdict"),
    ),
)  # fmt: skip
