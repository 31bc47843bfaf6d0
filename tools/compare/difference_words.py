"""What a comparison says, in both languages."""

from __future__ import annotations

import math
from typing import NamedTuple

from tools.finding import (
    Control,
    Finding,
    IntervalFigure,
    IntervalRow,
    Unit,
    Value,
    Verdict,
)
from tools.honesty import MINIMUM_UNITS, TOO_FEW
from tools.statistics import Interval, bootstrap, rounded
from tools.subject import BADGE_WORDS, SubjectCard
from tools.tool import Tool
from tools.wording import MINUS, Language, Words, format_chance, in_both


class Measured(NamedTuple):
    """Everything the sentences are made of."""

    first: SubjectCard
    second: SubjectCard
    tool: Tool
    one: Finding
    other: Finding
    n: int
    means: tuple[float, float]
    difference: float
    interval: Interval
    chance: float
    null: Interval
    direction: str
    verdict: Verdict


def named(card: SubjectCard, language: Language) -> str:
    """A subject with its badge: whose answer it is must be told wherever it appears."""
    title, badge = card.title.in_(language), BADGE_WORDS[card.badge].in_(language).lower()
    return f"« {title} » ({badge})" if language == "fr" else f"“{title}” ({badge})"


def _digits(m: Measured) -> int:
    """Decimals that tell the two ends of the difference's interval apart: two at least, six at most."""
    wide = m.interval.high - m.interval.low
    return 2 if wide <= 0 else min(6, max(2, 1 - math.floor(math.log10(wide))))


def _number(value: float, m: Measured, language: Language) -> str:
    shown = f"{abs(value):.{_digits(m)}f}"
    sign = MINUS if value < 0 and float(shown) != 0 else ""
    return sign + (shown.replace(".", ",") if language == "fr" else shown)


def question(m: Measured) -> Words:
    """What was asked."""
    return Words(
        fr=f"« {m.tool.title.fr} » : {named(m.first, 'fr')} et {named(m.second, 'fr')} diffèrent-ils ?",
        en=f"“{m.tool.title.en}”: do {named(m.first, 'en')} and {named(m.second, 'en')} differ?",
    )


def conclusion(m: Measured) -> Words:
    """Both means, their difference with its interval, and what may be said of it."""

    def say(language: Language) -> str:
        one, other, gap = (_number(each, m, language) for each in (*m.means, m.difference))
        low, high = _number(m.interval.low, m, language), _number(m.interval.high, m, language)
        chance = format_chance(m.chance, language)
        chance = chance if chance.startswith("<") else f"= {chance}"
        first, second = named(m.first, language), named(m.second, language)
        unit = m.one.unit_of_n.in_(language)
        if language == "fr":
            head = (
                f"En moyenne, sur les mêmes stimuli ({m.n} × {unit}), {one} pour {first} et {other} pour "
                f"{second} : une différence de {gap} (IC à 95 % : {low} à {high} ; p {chance})"
            )
            tail = {
                "effect": ". Elle dépasse ce que donnerait un tirage au sort des deux noms.",
                "none_shown": ". Aucune différence n’est montrée.",
                "inconclusive": f". Trop peu d’unités pour conclure (moins de {MINIMUM_UNITS}).",
            }
        else:
            head = (
                f"On average, on the same stimuli ({m.n} × {unit}), {one} for {first} and {other} for "
                f"{second}: a difference of {gap} (95% CI: {low} to {high}; p {chance})"
            )
            tail = {
                "effect": ". It exceeds what dealing the two names at random would give.",
                "none_shown": ". No difference is shown.",
                "inconclusive": f". Too few units to conclude (under {MINIMUM_UNITS}).",
            }
        return head + tail[m.verdict]

    return in_both(say)


def values(m: Measured) -> list[Value]:
    """The two means and their difference."""
    return [
        Value(
            name="first", label=m.first.title, value=rounded(m.means[0]), unit="score",
            **_ends(m.one), n=m.n,
        ),
        Value(
            name="second", label=m.second.title, value=rounded(m.means[1]), unit="score",
            **_ends(m.other), n=m.n,
        ),
        Value(
            name="difference",
            label=Words(fr="leur différence", en="their difference"),
            value=rounded(m.difference),
            unit="score",
            low=rounded(m.interval.low),
            high=rounded(m.interval.high),
            n=m.n,
        ),
    ]  # fmt: skip


def _ends(finding: Finding) -> dict[str, float]:
    interval = bootstrap(finding.per_unit, seed=finding.call.seed)
    return {"low": rounded(interval.low), "high": rounded(interval.high)}


def placebos(m: Measured) -> list[Control]:
    """Each subject's own placebo, by its name."""
    found = []
    for card, finding in ((m.first, m.one), (m.second, m.other)):
        for control in finding.placebo:
            label = Words(
                fr=f"{card.title.fr} : {control.label.fr}", en=f"{card.title.en}: {control.label.en}"
            )
            found.append(control.model_copy(update={"name": f"{card.name}_{control.name}", "label": label}))
    return found


def null(m: Measured) -> Control:
    """Names dealt at random: what a difference of nothing looks like here."""

    def say(language: Language) -> str:
        low, high = _number(m.null.low, m, language), _number(m.null.high, m, language)
        if language == "fr":
            return f"Les deux noms tirés au sort pour chaque unité, la différence va de {low} à {high}."
        return f"With the two names dealt at random for every unit, the difference goes from {low} to {high}."

    return Control(
        name="dealt", kind="null", label=Words(fr="noms tirés au sort", en="names dealt at random"),
        value=0.0, unit="score", low=rounded(m.null.low), high=rounded(m.null.high), n=m.n,
        fails=m.null.contains(m.difference), says=in_both(say),
    )  # fmt: skip


def caveats(m: Measured) -> list[Words]:
    """What the comparison cannot show."""
    found = [
        Words(
            fr="La différence est celle des deux sujets entiers : rien ne dit laquelle de leurs différences "
            "(données, taille, entraînement) la fait.",
            en="The difference is that of two whole subjects: nothing says which of their differences (data, "
            "size, training) makes it.",
        )
    ]
    if m.n < MINIMUM_UNITS:
        found.append(TOO_FEW)
    if "stand-in" in (m.first.badge, m.second.badge):
        found.append(
            Words(
                fr="L’un des deux est une doublure : elle imite, elle ne prouve rien de l’original.",
                en="One of the two is a stand-in: it imitates, and proves nothing of the original.",
            )
        )
    for control in placebos(m):
        if control.fails:
            found.append(
                Words(
                    fr=f"Un placebo échoue ({control.label.fr}) : la mesure de ce sujet ne tient pas seule.",
                    en=f"A placebo fails ({control.label.en}): this subject’s measure does not hold alone.",
                )
            )
    seen = {caveat.en for caveat in found}
    for caveat in m.one.caveats:
        if caveat.en not in seen:
            found.append(caveat)
            seen.add(caveat.en)
    return found


def figure(m: Measured) -> IntervalFigure:
    """Both means, their difference, and the band of names dealt at random."""
    unit: Unit = "score"
    rows = [
        IntervalRow(
            label=value.label, role="measured", value=value.value, low=value.low, high=value.high, n=m.n
        )
        for value in values(m)
    ]
    rows.append(
        IntervalRow(
            label=Words(fr="noms tirés au sort", en="names dealt at random"), role="control", value=0.0,
            low=rounded(m.null.low), high=rounded(m.null.high), n=m.n,
        )
    )  # fmt: skip
    return IntervalFigure(
        title=Words(
            fr=f"{m.tool.title.fr} : deux sujets, mêmes stimuli",
            en=f"{m.tool.title.en}: two subjects, same stimuli",
        ),
        unit=unit,
        rows=rows,
        reference=0.0,
        reference_label=Words(fr="aucune différence", en="no difference"),
    )
