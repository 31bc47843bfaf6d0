"""What the pictures of a channel say to people: never what the channel "is"."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from tools.errors import CallRefused
from tools.finding import Control, Stability, Verdict
from tools.honesty import finite
from tools.tool import ResultField
from tools.wording import Language, Words, format_number, in_both

LARGEST = 1e9

RESULTS: tuple[ResultField, ...] = (
    ResultField(name="n", kind="number", low=1, high=400,
                about=Words(fr="images naturelles lues", en="natural pictures read")),
    ResultField(name="layer", kind="text", about=Words(fr="la couche", en="the layer")),
    ResultField(name="channel", kind="number", low=0, high=4095,
                about=Words(fr="le canal", en="the channel")),
    ResultField(name="channels", kind="number", low=1, high=4096,
                about=Words(fr="canaux de la couche", en="channels of the layer")),
    ResultField(name="field", kind="number", low=1, high=4096,
                about=Words(fr="côté de ce qu’une unité voit, en pixels",
                            en="side of what a unit sees, pixels")),
    ResultField(name="largest_natural", kind="number", low=-LARGEST, high=LARGEST,
                about=Words(fr="plus grande réponse à une image naturelle",
                            en="largest answer to a natural picture")),
    ResultField(name="computed", kind="number", low=-LARGEST, high=LARGEST,
                about=Words(fr="réponse médiane aux images calculées",
                            en="median answer to the computed pictures")),
    *(
        ResultField(name=name, kind="number", low=-LARGEST, high=LARGEST, about=about)
        for name, about in (
            ("times", Words(fr="fois la plus grande réponse naturelle (0 : sans objet)",
                            en="times the largest natural answer (0: not applicable)")),
            ("times_low", Words(fr="la moindre des graines", en="the least of the seeds")),
            ("times_high", Words(fr="la plus forte des graines", en="the largest of the seeds")),
            ("naive_times", Words(fr="la même, pixel par pixel", en="the same, pixel by pixel")),
        )
    ),
    ResultField(name="agreement", kind="number", low=-1, high=1,
                about=Words(fr="accord d’une graine à l’autre", en="agreement from seed to seed")),
    ResultField(name="null", kind="number", low=-1, high=1,
                about=Words(fr="accord entre deux canaux", en="agreement of two channels")),
    ResultField(name="verdict", kind="one-of", choices=("usable", "unusable"),
                about=Words(fr="utilisable si deux graines s’accordent (0,5 au moins, et plus que deux"
                            " canaux) et si l’image calculée dépasse toute image naturelle",
                            en="usable if two seeds agree (0.5 or more, and more than two channels do) and"
                            " the computed picture exceeds every natural one")),
)  # fmt: skip

CREDIT = "Autopsie (computed)"
PHOTOGRAPHS = Words(fr="Photographies, fragments les plus forts", en="Photographs, strongest patches")
BUSTS = Words(fr="Bustes, fragments les plus forts", en="Busts, strongest patches")
NATURAL_NOTE = Words(
    fr="Un fragment par image, grand comme ce qu’une unité voit.",
    en="One patch a picture, as large as what one unit sees.",
)
COMPUTED = Words(fr="Images calculées, une par graine", en="Computed pictures, one a seed")
APART = Words(fr="Images calculées, écartées l’une de l’autre", en="Computed pictures, pushed apart")
NAIVE = Words(fr="Recherche pixel par pixel", en="Search pixel by pixel")
NAIVE_NOTE = Words(
    fr="À ne pas croire : du bruit auquel le canal répond pourtant.",
    en="Not to be believed: noise, to which the channel answers all the same.",
)
COMPUTED_ALT = Words(fr="Image calculée par une recherche", en="Picture computed by a search")
NAIVE_ALT = Words(fr="Bruit coloré trouvé pixel par pixel", en="Coloured noise found pixel by pixel")
ACTIVATION = Words(fr="réponse du canal", en="the channel’s answer")
TIMES = Words(fr="Fois la plus grande réponse naturelle", en="Times the largest natural answer")
AGREEMENT = Words(fr="Accord de deux graines", en="Agreement of two seeds")
TWO_SOURCES = Words(
    fr="Bustes du studio et photographies de scikit-image, autant de chaque.",
    en="Busts of the studio and photographs of scikit-image, as many of each.",
)


class Pictured(NamedTuple):
    """What the sentences need. ``times`` is empty where no natural picture moves the channel above zero."""

    subject: Words
    layer: str
    channel: int
    n: int
    seeds: int
    largest: float
    values: Sequence[float]
    times: Sequence[float]
    naive_times: float
    held: Stability

    @property
    def times_median(self) -> float:
        """Over seeds; 0 where there is none."""
        return median(self.times) if self.times else 0.0

    @property
    def verdict(self) -> Verdict:
        """The stated rule: seeds agree beyond channels, and the search went beyond nature."""
        return "usable" if self.held.stable and min(self.values) > self.largest else "unusable"


def within(channel: int, channels: int, layer: str) -> None:
    """Raises :class:`CallRefused` (``unknown_channel``)."""
    if channel >= channels:
        raise CallRefused(
            "unknown_channel",
            Words(
                fr=f"La couche « {layer} » n’a pas de canal {channel}.",
                en=f"The layer “{layer}” has no channel {channel}.",
            ),
            Words(fr=f"Choisissez de 0 à {channels - 1}.", en=f"Choose from 0 to {channels - 1}."),
        )


def all_finite(values: Sequence[float]) -> None:
    """Raises :class:`~tools.errors.ToolFailed` (``not_finite``)."""
    for value in values:
        finite({"activation": float(value) if abs(value) <= LARGEST else math.inf})


def times_largest(value: float, largest: float) -> Words | None:
    """The caption beside a computed picture."""
    if largest <= 0:
        return None
    return in_both(
        lambda language: (
            f"{format_number(value / largest, 'number1', language)} fois la plus grande réponse naturelle"
            if language == "fr"
            else f"{format_number(value / largest, 'number1', language)} times the largest natural answer"
        )
    )


def times_note(m: Pictured) -> Words:
    """Beside the row of computed pictures."""
    if not m.times:
        return Words(
            fr="Aucune image naturelle n’active ce canal.", en="No natural picture moves this channel."
        )
    return in_both(
        lambda language: (
            f"{format_number(m.times_median, 'number1', language)} fois au-delà de la nature"
            if language == "fr"
            else f"{format_number(m.times_median, 'number1', language)} times beyond nature"
        )
    )


def question(m: Pictured) -> Words:
    """What is asked."""
    return Words(
        fr=f"À quelles images le canal {m.channel} de la couche « {m.layer} » répond-il le plus ?",
        en=f"Which pictures does channel {m.channel} of the layer “{m.layer}” answer to most?",
    )


def figure_title(m: Pictured) -> Words:
    """Over the gallery."""
    return Words(fr=f"Couche {m.layer}, canal {m.channel}", en=f"Layer {m.layer}, channel {m.channel}")


def conclusion(m: Pictured) -> Words:
    """What was found: numbers only. The exemplars speak for the channel; no sentence names it."""

    def say(language: Language) -> str:
        def number(value: float) -> str:
            return format_number(value, "number2", language)

        usable = m.verdict == "usable"
        times = format_number(m.times_median, "number1", language)
        if language == "fr":
            beyond = (
                f"répond {times} fois plus aux {m.seeds} images calculées qu’à la plus forte des {m.n}"
                " images naturelles"
                if m.times
                else f"ne répond au-dessus de zéro à aucune des {m.n} images naturelles"
            )
            tail = (
                "images utilisables, à lire à côté des fragments" if usable else "images à ne pas interpréter"
            )
            return (
                f"Le canal {m.channel} de « {m.layer} » {beyond} ; accord de deux graines"
                f" {number(m.held.agreement)}, de deux canaux {number(m.held.null)} : {tail}."
            )
        beyond = (
            f"answers {times} times as much to the {m.seeds} computed pictures as to the strongest of {m.n}"
            " natural ones"
            if m.times
            else f"answers above zero to none of {m.n} natural pictures"
        )
        tail = (
            "pictures usable, to be read beside the patches" if usable else "pictures not to be interpreted"
        )
        return (
            f"Channel {m.channel} of “{m.layer}” {beyond}; agreement of two seeds"
            f" {number(m.held.agreement)}, of two channels {number(m.held.null)}: {tail}."
        )

    return in_both(say)


def null_control(m: Pictured, others: int) -> Control:
    """What pictures of two different channels share."""
    return Control(
        name="other_channels", kind="null",
        label=Words(fr="Images de deux canaux différents", en="Pictures of two different channels"),
        value=m.held.null, unit="correlation", n=others, fails=m.held.null >= m.held.agreement,
        says=Words(
            fr="Deux canaux différents donnent des images dont la couche est un peu d’accord aussi.",
            en="Pictures of two different channels make the layer agree to some degree too.",
        ),
    )  # fmt: skip


def caveats(m: Pictured) -> list[Words]:
    """What these pictures cannot show."""
    return [
        Words(
            fr="Une image calculée est hors de tout ce que le réseau a vu : elle montre ce qui pousse un"
            " canal, pas ce à quoi il sert.",
            en="A computed picture lies outside all that the network has seen: it shows what drives a"
            " channel, not what it is for.",
        ),
        Words(
            fr="Aucun nom n’est donné au canal : ni les images calculées, ni les fragments ne le justifient.",
            en="The channel is given no name: neither the computed pictures nor the patches justify one.",
        ),
        Words(
            fr=f"{m.n} images naturelles ne sont pas la nature : d’autres pousseraient le canal plus fort.",
            en=f"{m.n} natural pictures are not nature: others would drive the channel harder.",
        ),
    ]
