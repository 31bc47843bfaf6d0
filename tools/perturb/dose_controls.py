"""What a change is held against: a placebo, with how large a change it makes, and the same picture twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tools.answering.answer import AnswerCard
from tools.finding import Control
from tools.looking import Count
from tools.perturb import telling
from tools.perturb.dose_judging import mean
from tools.perturb.dose_reading import QUALITY
from tools.perturb.dose_words import Measured
from tools.statistics import rounded
from tools.stimuli.cases import Shown
from tools.stimulus import Picture, Recipe
from tools.wording import Language, Words, format_number, in_both

if TYPE_CHECKING:
    from tools.bench import Bench

TWICE = 8  # pictures shown a second time: a subject that answers by chance shows at once


def difference(bench: Bench, base: Sequence[Recipe], changed: Sequence[Recipe], count: Count) -> float:
    """How large a change is: mean absolute difference of a channel, in 8-bit levels, over the pictures."""
    import numpy as np

    sizes = []
    for old, new in zip(base, changed, strict=True):
        sizes.append(float(np.abs(bench.pixels(new).astype(np.float64) - bench.pixels(old)).mean()))
        count(0)  # still there, and still listening
    return mean(sizes)


def named(bench: Bench, pictures: Sequence[Shown], count: Count) -> list[Picture]:
    """The pictures by name, as a finding keeps them."""
    found = []
    for each in pictures:
        found.append(bench.picture(each.recipe, each.alt, each.credit))
        count(0)
    return found


def placebo(m: Measured) -> Control:
    """The shift by one cell, or by a few pixels with a re-encoding, and how large a change it makes."""
    label = (
        Words(fr="Placebo : décalage d’une case", en="Placebo: shift by one cell")
        if m.grid
        else Words(fr="Placebo : décalage et réencodage", en="Placebo: shift and re-encoding")
    )
    return Control(
        name="shift_by_one_cell" if m.grid else "shift_and_encode",
        kind="placebo",
        label=label,
        value=rounded(m.judged.placebo_median),
        unit="points" if m.answer.unit == "share" else m.answer.unit,
        low=0.0,
        high=rounded(m.judged.placebo_limit),
        n=m.n,
        size=rounded(m.placebo_levels),
        fails=m.judged.placebo_wins,
        says=in_both(lambda language: _placebo_says(m, language)),
    )


def _placebo_says(m: Measured, language: Language) -> str:
    fr = language == "fr"
    as_much = " C’est autant que le changement étudié." if fr else " That is as much as the change examined."
    return _made(m, language) + _did(m, language) + (as_much if m.judged.placebo_wins else "")


def _made(m: Measured, language: Language) -> str:
    pixels = format_number(abs(m.placebo_pixels), "number", language)
    levels = format_number(m.placebo_levels, "number1", language)
    if m.grid:
        if language == "fr":
            return (
                f"Une fois l’image décalée d’une case ({pixels} pixels, soit une différence moyenne de"
                f" {levels} niveaux), "
            )
        return (
            f"Once the picture is shifted by one cell ({pixels} pixels, a mean difference of {levels}"
            " levels), "
        )
    if language == "fr":
        return (
            f"Une fois l’image décalée de {pixels} pixels et réencodée (JPEG, qualité {QUALITY} ; une"
            f" différence moyenne de {levels} niveaux), "
        )
    return (
        f"Once the picture is shifted by {pixels} pixels and re-encoded (JPEG, quality {QUALITY}; a mean"
        f" difference of {levels} levels), "
    )


def _did(m: Measured, language: Language) -> str:
    fr = language == "fr"
    flips = format_number(m.placebo_flips, "percent", language)
    if m.yes_or_no:
        return f"{flips} des réponses se renversent." if fr else f"{flips} of the answers turn."
    median = telling.size(m.judged.placebo_median, m.answer.unit, language)
    limit = telling.size(m.judged.placebo_limit, m.answer.unit, language)
    if m.judged.placebo_limit == 0:
        said = "la réponse ne change pas" if fr else "the answer does not change"
    elif m.grid:
        said = (
            f"sa note change de {median} (médiane ; moins de {limit} dix-neuf fois sur vingt)"
            if fr
            else f"its score changes by {median} (median; less than {limit} nineteen times in twenty)"
        )
    else:
        said = (
            f"la réponse change de {median} (médiane ; au plus {limit} dix-neuf fois sur vingt)"
            if fr
            else f"the answer changes by {median} (median; at most {limit} nineteen times in twenty)"
        )
    if not m.grid:
        return said + "."
    return said + (
        f" et le point part dans {flips} des cas." if fr else f" and the point leaves in {flips} of cases."
    )


def identical(m: Measured) -> Control:
    """The same picture, shown twice: a subject that answers by chance shows here."""
    return identical_control(m.identical, min(m.n, TWICE), m.answer, m.judged.median)


def identical_control(largest: float, n: int, answer: AnswerCard, studied: float) -> Control:
    """``n`` pictures shown twice: by how much their answers differ at most, beside the change studied."""

    def say(language: Language) -> str:
        shown = format_number(n, "int", language)
        if largest == 0:
            if language == "fr":
                return f"Pour {shown} images montrées deux fois, la réponse est exactement la même."
            return f"For {shown} pictures shown twice, the answer is exactly the same."
        most = telling.size(largest, answer.unit, language)
        if language == "fr":
            return f"Pour {shown} images montrées deux fois, la réponse diffère de {most} au plus."
        return f"For {shown} pictures shown twice, the answer differs by {most} at most."

    return Control(
        name="identical",
        kind="null",
        label=Words(fr="Contrôle : la même image deux fois", en="Control: the same picture twice"),
        value=rounded(largest),
        unit="points" if answer.unit == "share" else answer.unit,
        n=n,
        size=0.0,
        fails=largest > 0 and largest >= studied,
        says=in_both(say),
    )
