"""What a difference of rates says to people."""

from __future__ import annotations

from typing import NamedTuple

from tools.answering.answer import AnswerCard
from tools.finding import Value
from tools.reproduce.comparison import Comparison
from tools.reproduce.comparison_words import between, chance_says, points, reference_label, verdict_says
from tools.reproduce.dixon import Equality
from tools.reproduce.groups import Design
from tools.statistics import rounded, rounded_chance
from tools.wording import Language, Words, format_number, in_both

NOT_PEOPLES = Words(
    fr="Ces phrases sont écrites pour l’essai : un taux mesuré sur elles n’est pas un taux parmi de vrais"
    " commentaires, et les chiffres publiés sur d’autres gabarits ne s’y comparent pas.",
    en="These sentences were written for the test: a rate measured on them is no rate among real comments,"
    " and figures published on other templates do not compare.",
)


class Rates(NamedTuple):
    """What the sentences need: the harmless side, and where sentences attack, the hostile one."""

    design: Design
    card: AnswerCard
    threshold: float
    found: Comparison
    missed: Comparison | None
    fped: Equality | None
    fned: Equality | None

    @property
    def sentences(self) -> bool:
        """Whether texts are compared."""
        return self.design.pooled


def yes(m: Rates) -> Words:
    """What a yes is, as a clause."""
    if m.card.name == "found":
        return Words(fr="un visage est trouvé", en="a face is found")
    return in_both(
        lambda language: (
            f"{m.card.label.fr} atteint {format_number(m.threshold, 'number', 'fr')}"
            if language == "fr"
            else f"{m.card.label.en} reaches {format_number(m.threshold, 'number', 'en')}"
        )
    )


def question(m: Rates) -> Words:
    """What is asked, before any answer."""
    said, against = yes(m), reference_label(m.design)
    if m.sentences:
        return Words(
            fr=f"Avec certains mots, le sujet dit-il plus souvent oui ({said.fr}) de phrases anodines ? Et"
            " manque-t-il plus d’insultes ?",
            en=f"With some words, does the subject more often say yes ({said.en}) to harmless sentences? And"
            " does it miss more insults?",
        )
    return Words(
        fr=f"Quand seul change {m.design.factor.fr}, le sujet dit-il oui ({said.fr}) aussi souvent ?"
        f" Référence : {against.fr}.",
        en=f"When {m.design.factor.en} alone changes, does the subject say yes ({said.en}) as often?"
        f" Reference: {against.en}.",
    )


def conclusion(m: Rates) -> Words:
    """What was found, with n, interval and corrected chance; then the insults; then the sums over words."""
    found, line, said, against = m.found, m.found.line, yes(m), reference_label(m.design)

    def say(language: Language) -> str:
        n = format_number(found.n, "int", language)
        rate = format_number(line.mean, "percent", language)
        base = format_number(found.reference.mean, "percent", language)
        gap, ends = points(line.gap, "share", language), between(line, "share", language)
        chance = chance_says(line, m.design.comparisons, language)
        units = (m.design.units if found.n != 1 else m.design.unit).in_(language)
        label = line.group.label.in_(language)
        if language == "fr":
            where = f"phrases anodines avec {label}" if m.sentences else f"images ({label})"
            beside = f"avec {against.fr}" if m.sentences else f"({against.fr})"
            head = (
                f"Sur {n} {units}, {said.fr} dans {rate} des {where}, contre {base} {beside} :"
                f" écart de {gap} (IC à 95 % : {ends} ; {chance})."
            )
        else:
            where = f"harmless sentences with {label}" if m.sentences else f"pictures ({label})"
            beside = f"with {against.en}" if m.sentences else f"({against.en})"
            head = (
                f"Over {n} {units}, {said.en} in {rate} of {where}, against {base} {beside}:"
                f" a gap of {gap} (95% CI: {ends}; {chance})."
            )
        parts = [head, verdict_says(found, "share").in_(language), _missed_says(m, language)]
        return " ".join(part for part in parts if part)

    return in_both(say)


def _missed_says(m: Rates, language: Language) -> str:
    if m.missed is None:
        return ""
    line, n = m.missed.line, format_number(m.missed.n, "int", language)
    rate = format_number(line.mean, "percent", language)
    base = format_number(m.missed.reference.mean, "percent", language)
    gap, chance = points(line.gap, "share", language), chance_says(line, m.design.comparisons, language)
    if language == "fr":
        return (
            f"Sur {n} gabarits d’insultes, le plus grand écart d’attaques manquées est avec"
            f" {line.group.label.fr} : {rate} contre {base}, {gap} ({chance})."
        )
    return (
        f"Over {n} insulting templates, the largest gap of attacks missed is with {line.group.label.en}:"
        f" {rate} against {base}, {gap} ({chance})."
    )


def values(m: Rates) -> list[Value]:
    """The judged gap, the rates, and Dixon's sums."""
    line, found = m.found.line, m.found
    said = [
        Value(
            name="rate",
            label=in_both(
                lambda language: (
                    f"Part de oui, {line.group.label.fr}"
                    if language == "fr"
                    else f"Share of yes, {line.group.label.en}"
                )
            ),
            value=rounded(line.mean), unit="share", low=rounded(line.interval.low),
            high=rounded(line.interval.high), n=found.n,
        ),
        Value(
            name="reference_rate",
            label=Words(fr=f"Part de oui, {reference_label(m.design).fr}",
                        en=f"Share of yes, {reference_label(m.design).en}"),
            value=rounded(found.reference.mean), unit="share", low=rounded(found.reference.interval.low),
            high=rounded(found.reference.interval.high), n=found.n,
        ),
        Value(
            name="gap", label=Words(fr="Écart à la référence", en="Gap to the reference"),
            value=rounded(line.gap), unit="points", low=rounded(line.spread.low),
            high=rounded(line.spread.high), n=found.n,
        ),
        Value(
            name="chance",
            label=Words(fr="Probabilité d’un écart aussi grand par hasard (test exact, corrigé)",
                        en="Probability of so large a gap by chance (exact test, corrected)"),
            value=rounded_chance(line.corrected), unit="share", n=found.n,
        ),
    ]  # fmt: skip
    for name, equality, fr, en in (
        ("fped", m.fped, "faux positifs", "false positive"),
        ("fned", m.fned, "faux négatifs", "false negative"),
    ):
        if equality is not None:
            said.append(
                Value(
                    name=name,
                    label=Words(
                        fr=f"Inégalité des {fr} (Dixon et al. 2018), somme sur {equality.words} mots",
                        en=f"{en.capitalize()} equality difference (Dixon et al. 2018), summed over"
                        f" {equality.words} words",
                    ),
                    value=rounded(equality.difference), unit="score", low=rounded(equality.spread.low),
                    high=rounded(equality.spread.high),
                    n=found.n if name == "fped" or m.missed is None else m.missed.n,
                )
            )  # fmt: skip
    return said
