"""What a change at several doses says to people: question, values, caveats, conclusion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tools.answering.answer import AnswerCard
from tools.finding import Unit, Value
from tools.honesty import MINIMUM_UNITS, NO_PUBLISHED_FIGURE, TOO_FEW
from tools.perturb import telling
from tools.perturb.dose_judging import Judged
from tools.statistics import Interval, rounded
from tools.wording import Language, Words, format_number, in_both

SHIFTING = Words(fr="le décalage", en="shifting")
HELD = Words(fr="l’image : chacune est comparée à elle-même", en="the picture: each is compared with itself")


class Measured(NamedTuple):
    """What the sentences need. ``interval`` is that of the mean change at the strongest dose."""

    name: Words
    unit: Words
    levels: Sequence[float]
    nothing: float | None
    strongest: float
    said: Words  # the strongest dose, as it follows "with"
    n: int
    baseline: float
    after: float  # the mean answer at the strongest dose
    max_delta: float
    interval: Interval
    judged: Judged
    flips: float
    placebo_flips: float
    distance: float
    placebo_pixels: float
    placebo_levels: float
    identical: float
    direction: str
    of_one: Words  # what one unit of n is, and several
    of_many: Words
    limits: tuple[Words, ...]  # what these pictures cannot show
    grid: bool  # a cropping subject, which names a point
    answer: AnswerCard
    threshold: float

    @property
    def yes_or_no(self) -> bool:
        """Whether the answer is a face found or not."""
        return self.answer.name == "found"

    @property
    def told(self) -> Words:
        """The answer as the subject of a sentence."""
        return answer_said(self.answer, grid=self.grid)


def answer_said(answer: AnswerCard, *, grid: bool) -> Words:
    """An answer as the subject of a sentence: "la note", "the share of pictures with a face found"."""
    if grid:
        return Words(fr="la note", en="the score")
    if answer.name == "found":
        return Words(
            fr="la part des images où un visage est trouvé", en="the share of pictures with a face found"
        )
    if answer.label.en.startswith("the "):
        return answer.label
    return Words(fr=answer.label.fr, en=f"the number of {answer.label.en}")


def question(m: Measured) -> Words:
    """What is asked, before any answer."""
    if m.name == SHIFTING and m.grid:
        return Words(
            fr="Décaler l’image d’une case change-t-il la réponse ?",
            en="Does moving the picture by one cell change the answer?",
        )
    if not m.grid:
        step = format_number(abs(m.placebo_pixels), "number", "en")
        return Words(
            fr=f"Changer {m.name.fr} change-t-il {m.told.fr}, plus qu’un décalage de {step} pixels ?",
            en=f"Does changing {m.name.en} change {m.told.en}, more than a shift by {step} pixels does?",
        )
    return Words(
        fr=f"Changer {m.name.fr} déplace-t-il la réponse, plus qu’un décalage d’une case ?",
        en=f"Does changing {m.name.en} move the answer, more than a shift by one cell does?",
    )


def varied(m: Measured) -> Words:
    """The one factor and its doses."""
    return in_both(
        lambda language: (
            f"{m.name.in_(language)} ({m.unit.in_(language)}"
            + (" : " if language == "fr" else ": ")
            + ("; " if language == "en" else " ; ").join(
                format_number(level, "number", language) for level in m.levels
            )
            + ")"
        )
    )


def values(m: Measured) -> list[Value]:
    """The answer before, its change at the strongest dose, points that left or answers that turned."""
    unit: Unit = m.answer.unit
    found = [
        Value(
            name="baseline",
            label=Words(fr="Note moyenne avant", en="Mean score before")
            if m.grid
            else Words(fr=f"Avant : {m.told.fr}", en=f"Before: {m.told.en}"),
            value=rounded(m.baseline),
            unit=unit,
            n=m.n,
        ),
        Value(
            name="max_delta",
            label=Words(
                fr=f"Changement moyen {'de la note' if m.grid else ''}, avec {m.said.fr}".replace(" ,", ","),
                en=f"Mean change {'of the score' if m.grid else ''}, with {m.said.en}".replace(" ,", ","),
            ),
            value=rounded(m.max_delta),
            unit=_unit_of_change(unit),
            low=rounded(m.interval.low),
            high=rounded(m.interval.high),
            n=m.n,
        ),
    ]
    if not m.yes_or_no:
        found.append(
            Value(
                name="median_shift",
                label=Words(fr="Déplacement médian de la note", en="Median shift of the score")
                if m.grid
                else Words(fr="Changement médian, sans le signe", en="Median change, sign left out"),
                value=rounded(m.judged.median),
                unit=_unit_of_change(unit),
                n=m.n,
            )
        )
    found.append(
        Value(
            name="flips",
            label=Words(fr="Points partis de plus d’une case", en="Points gone by more than one cell")
            if m.grid
            else _turned(m),
            value=rounded(m.flips),
            unit="share",
            n=m.n,
        )
    )
    if m.grid:
        found.append(
            Value(
                name="distance",
                label=Words(fr="Trajet médian du point", en="Median travel of the point"),
                value=rounded(m.distance),
                unit="pixels",
                n=m.n,
            )
        )
    return found


def _unit_of_change(unit: Unit) -> Unit:
    return "points" if unit == "share" else unit


def _turned(m: Measured) -> Words:
    if m.yes_or_no:
        return Words(fr="Réponses renversées", en="Answers turned")
    return in_both(
        lambda language: (
            ("Réponses qui franchissent " if language == "fr" else "Answers that cross ")
            + format_number(m.threshold, "number", language)
        )
    )


_RULE = Words(
    fr="Le verdict porte sur la dose la plus forte, choisie d’avance : son déplacement médian doit"
    " dépasser 95 % de ceux du placebo.",
    en="The verdict rests on the strongest dose, chosen beforehand: its median shift must exceed 95% of"
    " the placebo’s.",
)
_YES_RULE = Words(
    fr="Le verdict porte sur la dose la plus forte, choisie d’avance : les réponses qu’elle renverse doivent"
    " l’être plus que par hasard (test exact des signes) et plus que par le placebo.",
    en="The verdict rests on the strongest dose, chosen beforehand: the answers that it turns must be turned"
    " beyond chance (exact sign test) and more than by the placebo.",
)
_CONSTANT = Words(
    fr="Le sujet répond la même chose à chaque image et à chaque dose : rien ne pouvait se montrer.",
    en="The subject answers the same to every picture and at every dose: nothing could show.",
)


def caveats(m: Measured) -> list[Words]:
    """What this measure cannot show."""
    said = [NO_PUBLISHED_FIGURE]
    if m.n < MINIMUM_UNITS:
        said.append(TOO_FEW)
    if m.judged.constant:
        said.append(_CONSTANT)
    return [*said, _YES_RULE if m.yes_or_no else _RULE, *m.limits]


def conclusion(m: Measured) -> Words:
    """What was found, with its numbers and n."""
    return in_both(lambda language: _head(m, language) + _verdict_says(m).in_(language))


def _head(m: Measured, language: Language) -> str:
    n = format_number(m.n, "int", language)
    of = (m.of_many if m.n > 1 else m.of_one).in_(language)
    flips = format_number(m.flips, "percent", language)
    if m.grid:
        change = format_number(m.max_delta, "signed", language)
        low, high = (format_number(end, "signed", language) for end in m.interval)
    else:
        change = telling.change(m.max_delta, m.answer.unit, language)
        low, high = (telling.bare(end, m.answer.unit, language) for end in m.interval)
    if language == "fr":
        ends = "en moyenne " if not m.yes_or_no else ""
        head = (
            f"Sur {n} {of}, avec {m.said.fr}, {m.told.fr} change de {change} {ends}(IC à 95 % : de {low} à"
            f" {high})"
        )
        if m.grid:
            return f"{head} et le point part dans {flips} des cas"
        return head + (_from_to(m, language) if m.yes_or_no else "")
    ends = "on average " if not m.yes_or_no else ""
    head = f"Over {n} {of}, with {m.said.en}, {m.told.en} changes by {change} {ends}(95% CI: {low} to {high})"
    if m.grid:
        return f"{head} and the point leaves in {flips} of cases"
    return head + (_from_to(m, language) if m.yes_or_no else "")


def _from_to(m: Measured, language: Language) -> str:
    before, after = (format_number(each, "percent", language) for each in (m.baseline, m.after))
    return f", de {before} à {after}" if language == "fr" else f", from {before} to {after}"


def _verdict_says(m: Measured) -> Words:
    if m.judged.constant:
        return Words(
            fr=" : le sujet répond partout la même chose.", en=": the subject answers the same everywhere."
        )
    if m.judged.verdict == "effect":
        return Words(fr=" : plus que le placebo.", en=": more than the placebo.")
    if m.judged.verdict == "none_shown":
        if m.judged.placebo_wins:
            return Words(fr=" : le placebo en fait autant.", en=": the placebo does as much.")
        if m.yes_or_no:
            return Words(fr=" : rien n’est montré.", en=": nothing is shown.")
        return Words(
            fr=" : le placebo en fait parfois autant, rien n’est montré.",
            en=": the placebo sometimes does as much, nothing is shown.",
        )
    return Words(fr=" : une image, pas un verdict.", en=": a picture, not a verdict.")
