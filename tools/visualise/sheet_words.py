"""What the sheet of a layer says to people."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from tools.finding import Control, Stability, Verdict
from tools.statistics import Interval, wilson
from tools.tool import ResultField
from tools.visualise.channel_words import LARGEST
from tools.wording import Language, Words, format_number, in_both

RESULTS: tuple[ResultField, ...] = (
    ResultField(name="n", kind="number", low=1, high=16,
                about=Words(fr="canaux de la planche", en="channels on the sheet")),
    ResultField(name="layer", kind="text", about=Words(fr="la couche", en="the layer")),
    ResultField(name="channels", kind="number", low=1, high=4096,
                about=Words(fr="canaux de la couche", en="channels of the layer")),
    ResultField(name="natural", kind="number", low=1, high=400,
                about=Words(fr="images naturelles lues", en="natural pictures read")),
    ResultField(name="usable", kind="number", low=0, high=16,
                about=Words(fr="canaux dont l’image est utilisable", en="channels whose picture is usable")),
    ResultField(name="usable_share", kind="share", low=0, high=1,
                about=Words(fr="leur part", en="their share")),
    ResultField(name="times", kind="number", low=-LARGEST, high=LARGEST,
                about=Words(fr="fois la plus grande réponse naturelle (médiane ; 0 : sans objet)",
                            en="times the largest natural answer (median; 0: not applicable)")),
    ResultField(name="agreement", kind="number", low=-1, high=1,
                about=Words(fr="accord de deux graines (médiane)", en="agreement of two seeds (median)")),
    ResultField(name="null", kind="number", low=-1, high=1,
                about=Words(fr="accord de deux canaux (médiane)", en="agreement of two channels (median)")),
    ResultField(name="verdict", kind="one-of", choices=("usable", "unusable"),
                about=Words(fr="utilisable si la moitié des canaux le sont, et si l’accord des graines tient",
                            en="usable if half the channels are, and seeds agree")),
)  # fmt: skip

TIMES = Words(
    fr="Fois la plus grande réponse naturelle (médiane)", en="Times the largest natural answer (median)"
)
USABLE = Words(fr="Part des canaux utilisables", en="Share of usable channels")
CAVEATS = [
    Words(
        fr="Aucun canal n’est nommé : une image calculée et trois fragments ne le justifient pas.",
        en="No channel is named: one computed picture and three patches do not justify it.",
    ),
    Words(
        fr="Recherches courtes : pour un canal, « channel » cherche plus longtemps et montre les contrôles.",
        en="Short searches: for one channel, “channel” searches longer and shows the controls.",
    ),
]


class Sheet(NamedTuple):
    """What the sentences need."""

    subject: Words
    layer: str
    channels: int
    shown: Sequence[int]
    times: Sequence[float]
    usable: Sequence[bool]
    natural: int
    held: Stability

    @property
    def verdict(self) -> Verdict:
        """The stated rule."""
        return "usable" if self.held.stable and 2 * sum(self.usable) >= len(self.usable) else "unusable"

    @property
    def interval(self) -> Interval:
        """Of the share of usable channels (Wilson)."""
        return wilson(sum(self.usable), len(self.usable))


def row_note(agreed: float, usable: bool) -> Words:
    """Beside a channel."""
    return in_both(
        lambda language: (
            f"accord de deux graines {format_number(agreed, 'number2', language)}"
            + ("" if usable else " : image à ne pas interpréter")
            if language == "fr"
            else f"agreement of two seeds {format_number(agreed, 'number2', language)}"
            + ("" if usable else ": not to be interpreted")
        )
    )


def question(m: Sheet) -> Words:
    """What is asked."""
    return Words(
        fr=f"À quoi répondent les canaux {m.shown[0]} à {m.shown[-1]} de la couche « {m.layer} » ?",
        en=f"What do channels {m.shown[0]} to {m.shown[-1]} of the layer “{m.layer}” answer to?",
    )


def figure_title(m: Sheet) -> Words:
    """Over the gallery."""
    return Words(
        fr=f"Couche {m.layer} : image calculée d’abord, fragments naturels ensuite",
        en=f"Layer {m.layer}: computed picture first, natural patches next",
    )


def conclusion(m: Sheet) -> Words:
    """Numbers only."""

    def say(language: Language) -> str:
        def number(value: float) -> str:
            return format_number(value, "number2", language)

        times = format_number(median(m.times), "number1", language)
        low, high = (format_number(end, "percent", language) for end in m.interval)
        if language == "fr":
            return (
                f"{sum(m.usable)} des {len(m.shown)} canaux montrés de « {m.layer} » ont une image utilisable"
                f" (IC à 95 % : {low} à {high}) ; réponse médiane {times} fois la plus forte de {m.natural}"
                f" images naturelles ; accord de deux graines {number(m.held.agreement)}, de deux canaux"
                f" {number(m.held.null)}."
            )
        return (
            f"{sum(m.usable)} of {len(m.shown)} channels shown of “{m.layer}” have a usable picture (95% CI:"
            f" {low} to {high}); median answer {times} times the strongest of {m.natural} natural pictures;"
            f" agreement of two seeds {number(m.held.agreement)}, of two channels {number(m.held.null)}."
        )

    return in_both(say)


def null_control(m: Sheet, pairs: int) -> Control:
    """What pictures of two different channels share."""
    return Control(
        name="other_channels", kind="null",
        label=Words(fr="Images de deux canaux différents", en="Pictures of two different channels"),
        value=m.held.null, unit="correlation", n=pairs, fails=m.held.null >= m.held.agreement,
        says=Words(fr="Ce que partagent les images de deux canaux différents de la planche.",
                   en="What pictures of two different channels on the sheet share."),
    )  # fmt: skip


def times_of(channel: int) -> Words:
    """The label of one channel's answer to its computed picture."""
    return Words(
        fr=f"Canal {channel} : fois sa plus grande réponse naturelle",
        en=f"Channel {channel}: times its largest natural answer",
    )
