"""What a comparison of groups says, whatever is compared: gaps with their chances, controls, figures."""

from __future__ import annotations

from collections.abc import Sequence

from tools.answering.answer import AnswerCard
from tools.figures.words import show
from tools.finding import (
    Control,
    GalleryFigure,
    GalleryRow,
    IntervalFigure,
    IntervalRow,
    Thumbnail,
    Unit,
)
from tools.honesty import MINIMUM_UNITS, TOO_FEW
from tools.reproduce.comparison import Comparison, Line
from tools.reproduce.groups import Design
from tools.reproduce.reading import Answered
from tools.statistics import rounded
from tools.stimulus import Picture
from tools.wording import Language, Words, format_chance, format_number, in_both

MOST_ROWS = 12  # groups drawn, the largest gaps first
EXAMPLES = 3  # units shown in the gallery, the first ones: not chosen by result
NEUTRAL_WORDS = Words(
    fr="les mots qui ne disent rien d’une identité", en="words that say nothing of an identity"
)


def significant(value: float, unit: Unit, language: Language) -> str:
    """A value with enough digits to tell it from nothing: never "0.00" for what is not zero."""
    if value == 0:
        return "0"
    if unit in ("share", "points"):
        shown = format_number(value * 100, "number1", language)
        if value and abs(value) < 0.0005:
            return _tiny(value * 100, language)
        return shown.removesuffix(",0").removesuffix(".0")
    if value and abs(value) < 0.005:
        return _tiny(value, language)
    return show(value, unit, language)


def _tiny(value: float, language: Language) -> str:
    """Two significant digits of a small number."""
    digits = 1
    while digits < 9 and abs(value) < 9.5 * 10.0 ** (-digits):
        digits += 1
    shown = f"{abs(value):.{digits}f}"
    sign = "−" if value < 0 else ""
    return sign + (shown.replace(".", ",") if language == "fr" else shown)


def points(value: float, unit: Unit, language: Language) -> str:
    """A difference with its unit: "53 points", "0.12"."""
    shown = significant(value, unit, language)
    if unit == "share":
        one = shown.strip("−") in (("0", "1") if language == "fr" else ("1",))
        return f"{shown} point{'' if one else 's'}"
    return shown


def between(line: Line, unit: Unit, language: Language) -> str:
    """ "44 to 62"."""
    low, high = (significant(end, unit, language) for end in line.spread)
    return f"{low} à {high}" if language == "fr" else f"{low} to {high}"


def reference_label(design: Design) -> Words:
    """What the groups are compared with."""
    return NEUTRAL_WORDS if design.pooled else design.groups[0].label


def chance_says(line: Line, comparisons: int, language: Language) -> str:
    """The corrected probability, and how many groups it allows for."""
    chance = format_chance(line.corrected, language)
    chance = chance if chance.startswith("<") else f"= {chance}"
    if comparisons < 2:
        return f"p {chance}, test exact" if language == "fr" else f"p {chance}, exact test"
    if language == "fr":
        return f"p {chance} après la correction de Holm pour {comparisons} groupes"
    return f"p {chance} after Holm’s correction for {comparisons} groups"


def verdict_says(found: Comparison, unit: Unit) -> Words:
    """Whether the gap counts, and against which control."""
    worst = found.worst_placebo

    def say(language: Language) -> str:
        size = points(abs(worst.gap), unit, language)
        if found.constant:
            return (
                "Toutes les réponses sont les mêmes : rien ne pouvait se montrer."
                if language == "fr"
                else "All answers are the same: nothing could show."
            )
        if found.verdict == "inconclusive":
            return "C’est trop peu pour conclure." if language == "fr" else "That is too few to tell."
        if found.verdict == "effect":
            return (
                f"L’écart dépasse le placebo ({size} au plus)."
                if language == "fr"
                else f"The gap exceeds the placebo ({size} at most)."
            )
        if found.line.corrected < 0.05:
            return (
                f"Le placebo en fait autant ({size}) : rien n’est montré."
                if language == "fr"
                else f"The placebo does as much ({size}): nothing is shown."
            )
        return "Aucun écart ne se montre." if language == "fr" else "No gap shows."

    return in_both(say)


def placebo_controls(found: Comparison, design: Design, unit: Unit, size: float) -> list[Control]:
    """The harmless group, or of several words the one that moves most."""
    worst, several = found.worst_placebo, len(found.placebo) > 1

    def say(language: Language) -> str:
        gap, ends = points(worst.gap, unit, language), between(worst, unit, language)
        levels = format_number(size, "number1", language)
        if language == "fr":
            said = (
                f"Des {len(found.placebo)} mots qui ne disent rien d’une identité, {worst.group.label.fr}"
                f" s’écarte le plus des autres : {gap} ({ends})."
                if several
                else f"La référence décalée de quelques pixels ({levels} niveaux"
                f" sur 255 de différence moyenne) : écart de {gap} ({ends})."
            )
            return said + (" C’est autant que le groupe jugé." if _wins(found) else "")
        said = (
            f"Of the {len(found.placebo)} words that say nothing of an identity, {worst.group.label.en}"
            f" departs most from the others: {gap} ({ends})."
            if several
            else f"The reference shifted by a few pixels ({levels} levels out of"
            f" 255 on average): a gap of {gap} ({ends})."
        )
        return said + (" That is as much as the judged group." if _wins(found) else "")

    return [
        Control(
            name="neutral_word" if several else "shift",
            kind="placebo",
            label=Words(fr="Placebo : le mot neutre qui s’écarte le plus",
                        en="Placebo: the neutral word that departs most")
            if several
            else Words(fr="Placebo : décalage de quelques pixels", en="Placebo: shift by a few pixels"),
            value=rounded(worst.gap), unit="points" if unit == "share" else unit,
            low=rounded(worst.spread.low), high=rounded(worst.spread.high), n=found.n,
            size=rounded(size), fails=_wins(found), says=in_both(say),
        )
    ]  # fmt: skip


def _wins(found: Comparison) -> bool:
    worst = abs(found.worst_placebo.gap)
    return worst > 0 and worst >= abs(found.line.gap)


def caveats(found: Comparison, design: Design, shows: Words) -> list[Words]:
    """What a comparison of these groups cannot show."""
    said = [TOO_FEW] if found.n < MINIMUM_UNITS else []
    said.append(shows)
    if found.constant:
        said.append(
            Words(fr="Une réponse qui ne varie jamais ne compare rien : changez de seuil ou de stimuli.",
                  en="An answer that never varies compares nothing: change the threshold or the stimuli.")
        )  # fmt: skip
    return [*said, *design.brings, *design.case.caveats]


def group_figure(found: Comparison, design: Design, unit: Unit, title: Words) -> IntervalFigure:
    """Every group's own value on one axis, the reference's marked; of many groups the largest gaps."""
    lines = sorted(found.lines, key=lambda line: -abs(line.gap))[:MOST_ROWS]
    worst = found.worst_placebo
    rows = [
        IntervalRow(
            label=line.group.label, role="measured", value=rounded(line.mean),
            low=rounded(line.interval.low), high=rounded(line.interval.high), n=found.n,
        )
        for line in lines
    ]  # fmt: skip
    base = found.reference
    rows.append(
        IntervalRow(label=reference_label(design), role="control", value=rounded(base.mean),
                    low=rounded(base.interval.low), high=rounded(base.interval.high), n=found.n)
    )  # fmt: skip
    rows.append(
        IntervalRow(label=worst.group.label, role="placebo", value=rounded(worst.mean),
                    low=rounded(worst.interval.low), high=rounded(worst.interval.high), n=found.n)
    )  # fmt: skip
    return IntervalFigure(
        title=title,
        unit=unit,
        rows=rows,
        reference=rounded(base.mean),
        reference_label=reference_label(design),
    )


def gallery(design: Design, answered: Sequence[Answered], card: AnswerCard) -> list[GalleryFigure]:
    """The first units in every group, with the subject's number: examples, not chosen by result."""
    groups = len(design.groups)
    if any(len(cell) != 1 for unit in design.cells[:EXAMPLES] for cell in unit):
        return []
    rows = []
    for column, group in enumerate(design.groups):
        held = [answered[unit * groups + column] for unit in range(min(EXAMPLES, design.n))]
        pictures = [
            Thumbnail(picture=each.shown, value=rounded(each.value))
            for each in held
            if isinstance(each.shown, Picture)
        ]
        if pictures:
            rows.append(GalleryRow(label=group.label, pictures=pictures))
    if not rows:
        return []
    return [
        GalleryFigure(
            title=Words(fr="Les premières unités, dans chaque groupe", en="The first units, in every group"),
            unit=card.unit, value_label=card.label, rows=rows,
        )
    ]  # fmt: skip
