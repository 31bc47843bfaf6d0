"""What the quality of a matte says to people."""

from __future__ import annotations

from typing import Literal, NamedTuple

from tools.finding import Unit, Value
from tools.reproduce.comparison import Comparison
from tools.reproduce.comparison_words import between, chance_says, points, significant, verdict_says
from tools.statistics import Interval, rounded, rounded_chance
from tools.wording import Language, Words, format_number, in_both

Quality = Literal["overlap", "boundary", "boundary_f"]

NAMES: dict[Quality, Words] = {
    "overlap": Words(fr="la part commune avec la vraie silhouette (IoU)",
                     en="the overlap with the true matte (IoU)"),
    "boundary": Words(fr="l’écart moyen des contours", en="the mean distance of the outlines"),
    "boundary_f": Words(fr="la part des contours qui se rejoignent (F)",
                        en="the share of the outlines that meet (F)"),
}  # fmt: skip
UNIT: dict[Quality, Unit] = {"overlap": "share", "boundary": "score", "boundary_f": "share"}
TITLES: dict[Quality, Words] = {
    "overlap": Words(fr="Part commune avec la vraie silhouette (IoU)",
                     en="Overlap with the true matte (IoU)"),
    "boundary": Words(fr="Écart moyen des contours, en pixels", en="Mean distance of the outlines, pixels"),
    "boundary_f": Words(fr="Part des contours qui se rejoignent (F)",
                        en="Share of the outlines that meet (F)"),
}  # fmt: skip


class Mattes(NamedTuple):
    """What the sentences need."""

    quality: Quality
    factor: Words
    units: Words
    found: Comparison
    worst: Words
    worst_value: float
    worst_interval: Interval
    reference: Words  # of the judged group
    reference_value: float
    tolerance: float


def question(m: Mattes) -> Words:
    """What is asked, before any answer."""
    return Words(
        fr=f"Quand seul change {m.factor.fr}, la silhouette est-elle aussi bien détourée ?"
        f" Mesure : {NAMES[m.quality].fr}.",
        en=f"When {m.factor.en} alone changes, is the person cut out as well?"
        f" Measure: {NAMES[m.quality].en}.",
    )


def shown(value: float, quality: Quality, language: Language) -> str:
    """A value with its unit."""
    number = significant(value, UNIT[quality], language)
    if quality == "boundary":
        return f"{number} px"
    return f"{number} %" if language == "fr" else f"{number}%"


def conclusion(m: Mattes) -> Words:
    """The worst group with its interval; the judged gap with its own; the verdict."""
    line, unit = m.found.line, UNIT[m.quality]

    def say(language: Language) -> str:
        n = format_number(m.found.n, "int", language)
        worst = shown(m.worst_value, m.quality, language)
        low, high = (significant(end, unit, language) for end in m.worst_interval)
        gap, ends = points(line.gap, unit, language), between(line, unit, language)
        pixels = " px" if m.quality == "boundary" else ""
        chance = chance_says(line, len(m.found.lines), language)
        here, there = (shown(each, m.quality, language) for each in (line.mean, m.reference_value))
        if language == "fr":
            head = (
                f"Sur {n} {m.units.fr}, le groupe le moins bien détouré est « {m.worst.fr} » :"
                f" {NAMES[m.quality].fr} y vaut {worst} (IC à 95 % : {low} à {high})."
                f" Le plus grand écart à la référence : {here} ({line.group.label.fr}) contre {there}"
                f" ({m.reference.fr}), {gap}{pixels} (IC à 95 % : {ends} ; {chance})."
            )
        else:
            head = (
                f"Over {n} {m.units.en}, the group cut out worst is “{m.worst.en}”: there"
                f" {NAMES[m.quality].en} is {worst} (95% CI: {low} to {high})."
                f" The largest gap to the reference: {here} ({line.group.label.en}) against {there}"
                f" ({m.reference.en}), {gap}{pixels} (95% CI: {ends}; {chance})."
            )
        return " ".join((head, verdict_says(m.found, unit).in_(language)))

    return in_both(say)


def values(m: Mattes) -> list[Value]:
    """The worst group and the judged gap."""
    line, unit = m.found.line, UNIT[m.quality]
    return [
        Value(name="worst", label=Words(fr=f"Le moins bien détouré : {m.worst.fr}",
                                        en=f"Cut out worst: {m.worst.en}"),
              value=rounded(m.worst_value), unit=unit, low=rounded(m.worst_interval.low),
              high=rounded(m.worst_interval.high), n=m.found.n),
        Value(name="gap", label=Words(fr=f"Écart à la référence, {line.group.label.fr}",
                                      en=f"Gap to the reference, {line.group.label.en}"),
              value=rounded(line.gap), unit="points" if unit == "share" else unit,
              low=rounded(line.spread.low), high=rounded(line.spread.high), n=m.found.n),
        Value(name="chance",
              label=Words(fr="Probabilité d’un écart aussi grand par hasard (test exact, corrigé)",
                          en="Probability of so large a gap by chance (exact test, corrected)"),
              value=rounded_chance(line.corrected), unit="share", n=m.found.n),
    ]  # fmt: skip


def caveats(m: Mattes) -> list[Words]:
    """What the measure is, and what the choice of a worst group brings."""
    tolerance = in_both(lambda language: format_number(m.tolerance, "number", language))
    said = [
        Words(
            fr="Le groupe le moins bien détouré est choisi après la mesure : même entre groupes égaux, l’un"
            " d’eux est toujours le dernier. Seul l’écart à la référence est testé.",
            en="The group cut out worst is chosen after the measure: even among equal groups, one of them is"
            " always last. Only the gap to the reference is tested.",
        )
    ]
    if m.quality == "boundary_f":
        said.append(
            Words(fr=f"Deux contours se rejoignent à {tolerance.fr} pixels près.",
                  en=f"Two outlines meet within {tolerance.en} pixels.")
        )  # fmt: skip
    return said
