"""What the controls of a paired preference say: the placebo, identical copies, random networks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.finding import Control
from tools.reproduce.montages import Factor
from tools.reproduce.preference_words import Measured, percent
from tools.statistics import Interval, rounded
from tools.wording import Language, Words, format_number, in_both

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


CANNOT_FORGET = Words(
    fr="Le témoin aux poids tirés au hasard manque : les poids de ce modèle, que l’on apporte, sont hors"
    " d’atteinte. On ne sait donc pas si pencher ainsi demande d’avoir appris.",
    en="The control of random weights is missing: the weights of this model, which was brought, are out of"
    " reach. So it is not known whether leaning so takes learning.",
)
"""Said of a model whose weights cannot be drawn anew, whether or not the control was asked for."""


def can_forget(subject: object) -> bool:
    """Whether networks like this one, that never learned, can be made of it."""
    return hasattr(subject, "reinitialised")


class Sizes(NamedTuple):
    """How large the placebo's change is (it cannot be inert), beside the suspect's, in 8-bit levels."""

    pixels: float
    placebo: float
    suspect: float | None

    @classmethod
    def of(
        cls,
        members: Sequence[NDArray[np.uint8]],
        shift_of: Callable[[NDArray[np.uint8]], int],
        factor: Factor,
        strength: float,
    ) -> Sizes:
        """Mean absolute change of a channel over the members that the placebo shifts."""
        from tools.stimuli.changes import difference

        def mean(values: list[float]) -> float:
            return sum(values) / len(values)

        suspect = None
        if factor in ("contrast", "brightness"):
            change = "contrast" if factor == "contrast" else "brightness"
            suspect = mean([difference(pixels, change, strength) for pixels in members])  # type: ignore[arg-type]
        return cls(
            mean([float(shift_of(pixels)) for pixels in members]),
            mean([difference(pixels, "shift", shift_of(pixels)) for pixels in members]),
            suspect,
        )


def placebo(m: Measured, interval: Interval, size: Sizes) -> Control:
    """The same montages with a shift by one cell in the place of the factor."""
    fails = abs(m.placebo_rate - 0.5) >= abs(m.rate - 0.5)

    def say(language: Language) -> str:
        px, levels = (
            format_number(size.pixels, "number", language),
            format_number(size.placebo, "number1", language),
        )
        share = percent(m.placebo_rate, language)
        if language == "fr":
            said = (
                f"L’une des deux images est décalée d’une case ({px} pixels de l’extrait, soit une différence"
                f" moyenne de {levels} niveaux) : elle gagne {share} des montages."
            )
            if size.suspect is not None:
                said += (
                    f" Le facteur étudié fait, lui, {format_number(size.suspect, 'number1', 'fr')} niveaux de"
                    " différence."
                )
            return said + (" C’est autant que le facteur étudié." if fails else "")
        said = (
            f"One of the two pictures is shifted by one cell ({px} pixels of the crop, a mean difference of"
            f" {levels} levels): it wins {share} of montages."
        )
        if size.suspect is not None:
            said += f" The factor makes {format_number(size.suspect, 'number1', 'en')} levels of difference."
        return said + (" That is as much as the factor does." if fails else "")

    return Control(
        name="shift_by_one_cell",
        kind="placebo",
        label=Words(fr="Placebo : décalage d’une case", en="Placebo: shift by one cell"),
        value=rounded(m.placebo_rate),
        unit="share",
        low=rounded(interval.low),
        high=rounded(interval.high),
        n=m.n,
        size=rounded(size.placebo),
        fails=fails,
        says=in_both(say),
    )


def identical(m: Measured, interval: Interval) -> Control:
    """What place alone does, with twice the same crop."""
    is_factor = m.factor in ("place", "identical")
    return Control(
        name="identical_pair",
        kind="null",
        label=Words(fr="Deux copies identiques", en="Two identical copies"),
        value=rounded(m.control_rate),
        unit="share",
        low=rounded(interval.low),
        high=rounded(interval.high),
        n=m.n,
        fails=not is_factor and abs(m.control_rate - 0.5) >= abs(m.rate - 0.5),
        says=in_both(
            lambda language: (
                f"Deux fois la même image : la première place gagne {percent(m.control_rate, 'fr')}"
                " des montages." + ("" if is_factor else " Une préférence ne compte qu’au-delà de cet écart.")
                if language == "fr"
                else f"Twice the same picture: the first place wins {percent(m.control_rate, 'en')}"
                " of montages." + ("" if is_factor else " A preference counts only beyond that gap.")
            )
        ),
    )


def random_networks(rates: Sequence[float], interval: Interval, fails: bool) -> Control:
    """The mean over networks that never learned; each of them may lean."""
    mean, low, high = sum(rates) / len(rates), min(rates), max(rates)
    return Control(
        name="random_weights",
        kind="null",
        label=Words(fr="Réseaux aux poids tirés au hasard", en="Networks with random weights"),
        value=rounded(mean),
        unit="share",
        low=rounded(interval.low),
        high=rounded(interval.high),
        n=len(rates),
        fails=fails,
        says=in_both(
            lambda language: (
                f"En moyenne sur {len(rates)} réseaux qui n’ont rien appris : {percent(mean, 'fr')}"
                f" (chacun entre {percent(low, 'fr')} et {percent(high, 'fr')})."
                + (" Ne rien avoir appris suffit donc à pencher autant." if fails else "")
                if language == "fr"
                else f"On average over {len(rates)} networks that learned nothing: {percent(mean, 'en')}"
                f" (each between {percent(low, 'en')} and {percent(high, 'en')})."
                + (" Having learned nothing is enough to lean as much." if fails else "")
            )
        ),
    )
