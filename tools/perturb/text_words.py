"""What a change made to texts says to people: question, placebo, caveats, figure, conclusion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tools.answering.answer import AnswerCard
from tools.figures.words import show
from tools.finding import Control, CurveFigure, CurvePoint, Value
from tools.honesty import MINIMUM_UNITS, NO_PUBLISHED_FIGURE, TOO_FEW, Shift
from tools.perturb.text_reading import NO_DECISION
from tools.statistics import Interval, rounded
from tools.wording import Language, Words, enumeration, format_number, in_both

_KINDS: dict[str, Words] = {
    "swap": Words(fr="un mot pour son semblable (un jour pour un autre)",
                  en="a word for its like (a weekday for another)"),
    "neutral": Words(fr="un adjectif neutre pour un autre", en="a neutral adjective for another"),
    "addition": Words(fr="une phrase sans rapport ajoutée à la fin",
                      en="an unrelated sentence added at the end"),
}  # fmt: skip
TEMPLATE = Words(fr="gabarit", en="template")
TEXT = Words(fr="texte", en="text")
TEXTS_ONLY = Words(
    fr="Des gabarits ne sont pas de vrais commentaires : courts, simples, écrits pour l’essai.",
    en="Templates are not real comments: short, simple, written for the test.",
)
LENGTHS = Words(
    fr="La probabilité d’un texte baisse avec sa longueur : ce changement y touche aussi par là.",
    en="A text’s probability falls with its length: this change touches it that way too.",
)


class Measured(NamedTuple):
    """What the sentences need. ``interval`` is that of the mean change at the strongest dose."""

    name: Words
    unit: Words
    levels: Sequence[float]
    strongest: float
    n: int
    sentences: int
    offered: int
    answer: AnswerCard
    baseline: float
    delta: float
    interval: Interval
    shift: Shift
    flips: float
    placebo_flips: float
    placebo_words: float
    placebo_kinds: tuple[str, ...]
    threshold: float | None
    again: float
    of_template: bool
    limits: tuple[Words, ...]
    touched: float


def shown(value: float, answer: AnswerCard, language: Language, *, signed: bool = False) -> str:
    """A number of the answer, with as many digits as it needs, signed where it is a change."""
    text = show(value, answer.unit, language)
    return f"+{text}" if signed and value > 0 and not text.startswith("<") else text


def units_named(n: int, of_template: bool, language: Language) -> str:
    """ "50 gabarits"."""
    one = (TEMPLATE if of_template else TEXT).in_(language)
    return f"{format_number(n, 'int', language)} {one}{'s' if n > 1 else ''}"


def unit_of_n(m: Measured) -> Words:
    """What one unit is."""
    return TEMPLATE if m.of_template else TEXT


def question(m: Measured) -> Words:
    """What is asked, before any answer."""
    return Words(
        fr=f"{m.name.fr[0].upper()}{m.name.fr[1:]} change-t-il {m.answer.label.fr}, plus qu’un changement"
        " anodin ?",
        en=f"Does {m.name.en} change {m.answer.label.en}, more than a harmless change does?",
    )


def varied(m: Measured) -> Words:
    """The one factor and its doses."""
    return in_both(
        lambda language: (
            f"{m.unit.in_(language)}"
            + (" : " if language == "fr" else ": ")
            + ", ".join(format_number(level, "number", language) for level in m.levels)
        )
    )


def values(m: Measured) -> list[Value]:
    """The answer before, its change at the strongest dose, the decisions that changed."""
    unit = m.answer.unit
    found = [
        Value(
            name="baseline", label=Words(fr="Réponse moyenne avant", en="Mean answer before"),
            value=rounded(m.baseline), unit=unit, n=m.n,
        ),
        Value(
            name="max_delta",
            label=Words(fr=f"Changement moyen ({m.strongest:g} {_singular(m.unit.fr, m.strongest)})",
                        en=f"Mean change ({m.strongest:g} {_singular(m.unit.en, m.strongest)})"),
            value=rounded(m.delta), unit=unit, low=rounded(m.interval.low), high=rounded(m.interval.high),
            n=m.n,
        ),
        Value(
            name="median_shift", label=Words(fr="Déplacement médian", en="Median shift"),
            value=rounded(m.shift.median), unit=unit, n=m.n,
        ),
    ]  # fmt: skip
    if m.threshold is not None:
        found.append(
            Value(
                name="flips", label=Words(fr="Décisions changées", en="Decisions changed"),
                value=rounded(m.flips), unit="share", n=m.sentences,
            )
        )  # fmt: skip
    return found


def placebo(m: Measured) -> Control:
    """The harmless change, with how large it is."""

    def say(language: Language) -> str:
        kinds = enumeration([_KINDS[kind].in_(language) for kind in m.placebo_kinds], language)
        size = format_number(m.placebo_words, "number1", language)
        median = shown(m.shift.placebo_median, m.answer, language)
        limit = shown(m.shift.placebo_limit, m.answer, language)
        if language == "fr":
            said = (
                f"Un changement anodin ({kinds} ; {size} mots touchés en moyenne) déplace la réponse de"
                f" {median} (médiane ; moins de {limit} dix-neuf fois sur vingt)."
            )
            return said + (" C’est autant que le changement étudié." if m.shift.placebo_wins else "")
        said = (
            f"A harmless change ({kinds}; {size} words touched on average) moves the answer by {median}"
            f" (median; less than {limit} nineteen times in twenty)."
        )
        return said + (" That is as much as the change examined." if m.shift.placebo_wins else "")

    return Control(
        name="harmless_change", kind="placebo",
        label=Words(fr="Placebo : un changement anodin", en="Placebo: a harmless change"),
        value=rounded(m.shift.placebo_median), unit=m.answer.unit, low=0.0,
        high=rounded(m.shift.placebo_limit), n=m.n, size=rounded(m.placebo_words),
        fails=m.shift.placebo_wins, says=in_both(say),
    )  # fmt: skip


def identical(m: Measured) -> Control:
    """The same texts read a second time."""

    def say(language: Language) -> str:
        most = shown(m.again, m.answer, language)
        if language == "fr":
            return f"Relus tels quels, les mêmes textes changent la réponse de {most} au plus."
        return f"Read a second time as they are, the same texts change the answer by {most} at most."

    return Control(
        name="identical", kind="null",
        label=Words(fr="Nul : deux fois le même texte", en="Null: the same text twice"),
        value=rounded(m.again), unit=m.answer.unit, n=m.n, fails=m.again > m.shift.median > 0,
        says=in_both(say),
    )  # fmt: skip


def caveats(m: Measured) -> list[Words]:
    """What this measure cannot show."""
    said = [NO_PUBLISHED_FIGURE_HERE]
    if m.n < MINIMUM_UNITS:
        said.append(TOO_FEW)
    if m.n < m.offered:
        said.append(
            Words(
                fr=f"{m.offered - m.n} des {m.offered} unités n’offrent pas de place à la dose jugée : elles"
                " ne comptent pas.",
                en=f"{m.offered - m.n} of the {m.offered} units offer no place for the judged dose: they do"
                " not count.",
            )
        )
    if m.threshold is None:
        said.append(NO_DECISION)
    if m.answer.name == "log_probability":
        said.append(LENGTHS)
    return [*said, JUDGED, *([TEXTS_ONLY] if m.of_template else []), *m.limits]


NO_PUBLISHED_FIGURE_HERE = Words(
    fr=NO_PUBLISHED_FIGURE.fr.replace("ces images", "ces textes"),
    en=NO_PUBLISHED_FIGURE.en.replace("these pictures", "these texts"),
)
JUDGED = Words(
    fr="Le verdict porte sur la dose la plus forte, choisie d’avance : son déplacement médian doit"
    " dépasser 95 % de ceux du placebo.",
    en="The verdict rests on the strongest dose, chosen beforehand: its median shift must exceed 95% of"
    " the placebo’s.",
)


def conclusion(m: Measured) -> Words:
    """What was found, with its numbers and n."""

    def say(language: Language) -> str:
        units = units_named(m.n, m.of_template, language)
        change = shown(m.delta, m.answer, language, signed=True)
        low, high = (shown(end, m.answer, language, signed=True) for end in m.interval)
        flips = format_number(m.flips, "percent", language)
        dose = format_number(m.strongest, "number", language)
        if language == "fr":
            head = (
                f"Sur {units}, avec {dose} {_singular(m.unit.fr, m.strongest)}, {m.answer.label.fr} change de"
                f" {change} en moyenne (IC à 95 % : de {low} à {high})"
            )
            tail = f" et la décision change dans {flips} des cas" if m.threshold is not None else ""
        else:
            head = (
                f"Over {units}, with {dose} {_singular(m.unit.en, m.strongest)}, {m.answer.label.en} changes"
                f" by {change} on average (95% CI: {low} to {high})"
            )
            tail = f" and the decision changes in {flips} of cases" if m.threshold is not None else ""
        return head + tail + verdict_says(m.shift).in_(language)

    return in_both(say)


def _singular(unit: str, dose: float) -> str:
    """ "mots coupés" → "mot coupé"."""
    return unit if dose > 1 else " ".join(word.removesuffix("s") for word in unit.split())


def verdict_says(shift: Shift) -> Words:
    """How the change compares with the placebo."""
    if shift.verdict == "effect":
        return Words(fr=" : plus que le placebo.", en=": more than the placebo.")
    if shift.verdict == "none_shown":
        if shift.placebo_wins:
            return Words(fr=" : le placebo en fait autant.", en=": the placebo does as much.")
        return Words(
            fr=" : le placebo en fait parfois autant, rien n’est montré.",
            en=": the placebo sometimes does as much, nothing is shown.",
        )
    return Words(fr=" : un exemple, pas un verdict.", en=": an example, not a verdict.")


def curve_figure(
    m: Measured, curve: Mapping[float, tuple[float, Interval, int]], band: tuple[float, float]
) -> CurveFigure:
    """The dose and the mean change of the answer, with the band that holds 95 % of the placebo's changes."""
    points = [CurvePoint(x=0.0, y=0.0, n=m.n)] + [
        CurvePoint(x=level, y=rounded(mean), low=rounded(interval.low), high=rounded(interval.high), n=n)
        for level, (mean, interval, n) in curve.items()
    ]
    return CurveFigure(
        title=Words(fr="Ce que fait chaque dose à la réponse", en="What each dose does to the answer"),
        x_label=m.unit,
        y_label=Words(fr="changement moyen de la réponse", en="mean change of the answer"),
        unit=m.answer.unit,
        points=points,
        reference=0.0,
        band=(rounded(band[0]), rounded(band[1])),
        band_label=Words(fr="placebo : 95 % des unités, une à une", en="placebo: 95% of single units"),
    )
