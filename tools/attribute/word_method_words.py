"""What an explanation of texts says to people: question, controls, caveats, figure, conclusion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.answering.answer import AnswerCard
from tools.attribute.word_asked import AskedText
from tools.attribute.word_checks import WordTrial
from tools.finding import Control, Value, Verdict, Word, WordsFigure, WordsRow
from tools.perturb.text_words import TEMPLATE, TEXT, TEXTS_ONLY, shown, units_named
from tools.statistics import Interval, rounded
from tools.wording import Language, Words, format_number, in_both

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class TermTold:
    """A word held against neutral ones in its place."""

    word: str
    per_unit: Sequence[float]
    median: float
    limit: float
    verdict: Verdict
    neutral: int  # how many neutral words were weighed


@dataclass(frozen=True, eq=False)
class Told:
    """What the sentences need."""

    title: Words
    answer: AnswerCard
    n: int
    trial: WordTrial
    top: str
    weight: float
    range_: Interval
    held: int  # how many times the word was weighed: of one alone there is no interval over units
    weights: Mapping[str, float]
    gap: float
    complete: bool
    deletion: float
    deletion_position: float
    term: TermTold | None
    phrases: bool
    open: bool
    of_template: bool
    moves: bool
    limits: tuple[Words, ...]

    @property
    def verdict(self) -> Verdict:
        """Fit to be shown only once it was checked, and holds."""
        if not self.moves:
            return "inconclusive"
        if self.trial.sanity == "fail" or not self.trial.holds.stable:
            return "unusable"
        return "inconclusive" if self.trial.sanity == "unchecked" else "usable"


def question(t: Told) -> Words:
    """What is asked, before any answer."""
    return Words(
        fr=f"Quels mots portent {t.answer.label.fr}, et l’explication tient-elle ?",
        en=f"Which words carry {t.answer.label.en}, and does the explanation hold?",
    )


def varied(t: Told) -> Words:
    """What is asked again and again."""
    return Words(fr=f"les mots montrés ({t.title.fr})", en=f"the words shown ({t.title.en})")


def unit_of_n(t: Told) -> Words:
    """What one unit is."""
    return TEMPLATE if t.of_template else TEXT


def values(t: Told) -> list[Value]:
    """What the strongest word brings; what the asked one does; the two areas of deletion."""
    unit = t.answer.unit
    found = [
        Value(name="top_weight",
              label=Words(fr=f"Ce qu’apporte « {t.top} »", en=f"What “{t.top}” brings"),
              value=rounded(t.weight), unit=unit, low=rounded(t.range_.low), high=rounded(t.range_.high),
              n=t.n),
    ]  # fmt: skip
    if t.term is not None:
        found.append(
            Value(name="term_weight",
                  label=Words(fr=f"Ce qu’apporte « {t.term.word} » (médiane)",
                              en=f"What “{t.term.word}” brings (median)"),
                  value=rounded(t.term.median), unit=unit, n=len(t.term.per_unit))
        )  # fmt: skip
    return [
        *found,
        Value(name="deletion",
              label=Words(fr="Effacement, dans son ordre (aire)", en="Deletion, in its order (area)"),
              value=rounded(t.deletion), unit="score", n=t.n),
        Value(name="deletion_position",
              label=Words(fr="Effacement, dans l’ordre de la phrase",
                          en="Deletion, in the order of the sentence"),
              value=rounded(t.deletion_position), unit="score", n=t.n),
    ]  # fmt: skip


def nulls(t: Told) -> list[Control]:
    """What knows nothing: scrambled networks, the order of the sentence, neutral words."""
    found: list[Control] = []
    trial = t.trial
    if trial.permuted:

        def said(language: Language) -> str:
            own, other = (
                format_number(each, "number2", language) for each in (trial.sanity_rho, trial.null_rho)
            )
            seeds = len(trial.permuted)
            if language == "fr":
                return (
                    f"Avec {2 * seeds} réseaux brouillés ({seeds} permutés, {seeds} retirés au sort),"
                    f" l’explication s’accorde à {own} (en valeur absolue, médiane, sur {trial.texts}"
                    f" textes) ; avec leurs explications d’un autre texte, à {other}."
                )
            return (
                f"With {2 * seeds} scrambled networks ({seeds} permuted, {seeds} drawn anew), the"
                f" explanation agrees at {own} (absolute value, median, over {trial.texts} texts); with their"
                f" explanations of another text, at {other}."
            )

        found.append(
            Control(name="scrambled", kind="null",
                    label=Words(fr="Nul : des réseaux qui ne savent rien",
                                en="Null: networks that know nothing"),
                    value=rounded(trial.sanity_rho), unit="correlation",
                    n=2 * len(trial.permuted), fails=trial.sanity == "fail", says=in_both(said))
        )  # fmt: skip

    def order(language: Language) -> str:
        own, position = (
            format_number(each, "number2", language) for each in (t.deletion, t.deletion_position)
        )
        if language == "fr":
            return (
                f"Effacés du plus au moins important, les mots laissent une aire de {own} ; effacés dans"
                f" l’ordre de la phrase, qui ne sait rien, de {position} (plus bas, mieux)."
            )
        return (
            f"Deleted from the most important on, the words leave an area of {own}; deleted in the order of"
            f" the sentence, which knows nothing, {position} (lower is better)."
        )

    found.append(
        Control(name="position", kind="null",
                label=Words(fr="Nul : l’ordre de la phrase", en="Null: the order of the sentence"),
                value=rounded(t.deletion_position), unit="score", n=t.n,
                fails=t.deletion_position <= t.deletion, says=in_both(order))
    )  # fmt: skip
    if (term := t.term) is not None:

        def neutral(language: Language) -> str:
            limit = shown(term.limit, t.answer, language)
            if language == "fr":
                return f"À la même place, un mot neutre apporte moins de {limit}, dix-neuf fois sur vingt."
            return f"In the same place, a neutral word brings less than {limit}, nineteen times in twenty."

        found.append(
            Control(name="neutral_words", kind="placebo",
                    label=Words(fr="Placebo : des mots neutres", en="Placebo: neutral words"),
                    value=rounded(term.limit), unit=t.answer.unit, n=term.neutral, size=1.0,
                    fails=abs(term.median) <= term.limit, says=in_both(neutral))
        )  # fmt: skip
    return found


def caveats(t: Told) -> list[Words]:
    """What this measure cannot show."""
    said = []
    if t.open:
        said.append(
            Words(
                fr="Un mot caché cède la place à du remplissage, que le réseau lit aussi.",
                en="A hidden word gives way to padding, which the network reads too.",
            )
        )
    else:
        said.append(
            Words(
                fr="Un mot caché est retiré du texte : la référence est le texte vide.",
                en="A hidden word is taken out of the text: the baseline is the empty text.",
            )
        )
    if t.complete:
        said.append(
            in_both(
                lambda language: (
                    ("Écart à leur somme : " if language == "fr" else "From the parts to their sum: ")
                    + format_number(t.gap, "percent1", language)
                    + (" (médiane)." if language == "fr" else " (median).")
                )
            )
        )
    if t.trial.sanity == "unchecked":
        said.append(
            Words(
                fr="Les poids de ce sujet ne se brouillent pas : l’explication n’est pas vérifiée.",
                en="The weights of this subject cannot be scrambled: the explanation is unchecked.",
            )
        )
    said.append(t.trial.holds.says)
    return [*said, *([TEXTS_ONLY] if t.of_template else []), *t.limits]


def conclusion(t: Told) -> Words:
    """What was found, with its numbers and n."""

    def say(language: Language) -> str:
        units = units_named(t.n, t.of_template, language)
        weight = shown(t.weight, t.answer, language, signed=True)
        low, high = (shown(end, t.answer, language, signed=True) for end in t.range_)
        one = t.held == 1  # the spread over what the explanation was tried against
        if not t.moves:
            return (
                f"Sur {units}, aucun mot ne change {t.answer.label.fr}."
                if language == "fr"
                else f"Over {units}, no word changes {t.answer.label.en}."
            )
        if language == "fr":
            spread = f"de {low} à {high} d’un essai à l’autre" if one else f"IC à 95 % : de {low} à {high}"
            there = "" if t.n == 1 else f" (présent dans {t.held} sur {t.n})"
            head = f"Sur {units}, « {t.top} »{there} apporte le plus à {t.answer.label.fr}"
            head += f" : {weight} ({spread})."
        else:
            spread = f"{low} to {high} from one try to another" if one else f"95% CI: {low} to {high}"
            there = "" if t.n == 1 else f" (in {t.held} of {t.n})"
            head = f"Over {units}, “{t.top}”{there} brings most to {t.answer.label.en}: {weight} ({spread})."
        return " ".join(part for part in (head, _term(t, language), _verdict(t, language)) if part)

    return in_both(say)


def _term(t: Told, language: Language) -> str:
    term = t.term
    if term is None:
        return ""
    median, limit = (shown(each, t.answer, language) for each in (term.median, term.limit))
    many = len(term.per_unit)
    more = term.verdict == "effect"
    if language == "fr":
        tail = {
            "effect": "plus qu’un mot neutre", "none_shown": "pas plus qu’un mot neutre",
        }.get(term.verdict, "trop peu de textes pour un verdict")  # fmt: skip
        return (
            f"« {term.word} » apporte {median} (médiane de {many} ; mots neutres : moins de {limit}), {tail}."
        )
    tail = "more than a neutral word" if more else (
        "no more than a neutral word" if term.verdict == "none_shown" else "too few texts for a verdict"
    )  # fmt: skip
    return f"“{term.word}” brings {median} (median of {many}; neutral words: less than {limit}), {tail}."


def _verdict(t: Told, language: Language) -> str:
    french = language == "fr"
    if t.trial.sanity == "fail":
        return (
            "L’explication reste la même sans ce que le réseau a appris : elle échoue."
            if french
            else "The explanation stays the same without what the network learned: it fails."
        )
    if not t.trial.holds.stable:
        return (
            "Explication instable : la figure montre son étendue."
            if french
            else "Unstable explanation: the figure shows its spread."
        )
    if t.trial.sanity == "unchecked":
        return "Elle n’est pas vérifiée." if french else "It is unchecked."
    if french:
        return "L’explication suit les poids et tient."
    return "The explanation follows the weights and holds."


def figure(
    t: Told,
    texts: Sequence[AskedText],
    own: Sequence[Floats],
    around: Sequence[Floats],
    answers: Sequence[float],
) -> WordsFigure:
    """The words with what they bring; of an unstable explanation, how far that goes from try to try."""
    stable = t.trial.holds.stable and t.trial.sanity != "fail"
    title = Words(fr="Ce que chaque mot apporte", en="What each word brings")
    if t.trial.sanity == "fail":
        title = Words(fr="Explication qui échoue : son étendue", en="An explanation that fails: its spread")
    elif not stable:
        title = Words(fr="Explication instable : l’étendue de chaque mot, d’un essai à l’autre",
                      en="Unstable explanation: the spread of each word, from try to try")  # fmt: skip
    rows = []
    for number, (text, values, variants, answer) in enumerate(
        zip(texts, own, around, answers, strict=False), start=1
    ):
        spread = variants.std(axis=0)
        lows, highs = variants.min(axis=0), variants.max(axis=0)
        rows.append(
            WordsRow(
                label=Words(fr=f"Texte {number}", en=f"Text {number}"),
                words=[
                    Word(
                        text=name, weight=rounded(values[at] if stable else spread[at]),
                        low=rounded(lows[at]) if stable else None,
                        high=rounded(highs[at]) if stable else None,
                    )
                    for at, name in enumerate(text.names)
                ],
                answer=rounded(answer),
            )
        )  # fmt: skip
    return WordsFigure(title=title, unit=t.answer.unit, rows=rows)
