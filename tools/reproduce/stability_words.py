"""What a placebo stability says to people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tools.answering.answer import AnswerCard
from tools.finding import Control, IntervalFigure, IntervalRow, Value, Verdict
from tools.honesty import MINIMUM_UNITS, TOO_FEW
from tools.reproduce.comparison_words import points
from tools.reproduce.harmless import TEXT_CHANGES, Harmless
from tools.reproduce.preference_words import capital
from tools.statistics import Interval, rounded
from tools.wording import Language, Words, format_number, in_both


class Moved(NamedTuple):
    """What one harmless change does: sizes of moves, whatever their sign."""

    change: Harmless
    n: int
    median: float
    around: Interval  # of the median
    limit: float  # 95th percentile
    flips: float
    size: float  # how large the change is: 8-bit levels, or words


class Stabilities(NamedTuple):
    """What the sentences need."""

    card: AnswerCard
    n: int
    units: Words
    moved: Sequence[Moved]
    unrelated: float
    identical: float
    verdict: Verdict
    yes_or_no: bool  # answers lie in 0..1: crossing the threshold means something

    @property
    def worst(self) -> Moved:
        """The change that moves the answer farthest."""
        return max(self.moved, key=lambda moved: (moved.limit, moved.median))


def question(m: Stabilities) -> Words:
    """What is asked, before any answer."""
    return Words(
        fr=f"De combien des changements anodins déplacent-ils {m.card.label.fr} ?",
        en=f"By how much do harmless changes move {m.card.label.en}?",
    )


def conclusion(m: Stabilities) -> Words:
    """The limit that any effect must exceed, beside the gap of unrelated stimuli."""
    worst, unit = m.worst, m.card.unit

    def say(language: Language) -> str:
        n = format_number(worst.n, "int", language)
        median, limit, other = (
            points(each, unit, language) for each in (worst.median, worst.limit, m.unrelated)
        )
        if language == "fr":
            head = (
                f"Sur {n} {m.units.fr}, {worst.change.label.fr} déplace {m.card.label.fr} de {median} dans la"
                f" moitié des cas, de {limit} ou moins dans 95 % des cas : un effet doit dépasser cela."
                f" Entre deux stimuli sans rapport, l’écart médian est de {other}."
            )
        else:
            head = (
                f"Over {n} {m.units.en}, {worst.change.label.en} moves {m.card.label.en} by {median} in half"
                f" of the cases, by {limit} or less in 95% of them: an effect must exceed that. Between two"
                f" unrelated stimuli the median gap is {other}."
            )
        return f"{head} {_verdict(m).in_(language)}"

    return in_both(say)


def _verdict(m: Stabilities) -> Words:
    if m.verdict == "usable":
        return Words(
            fr="La réponse tient : rien d’anodin ne la déplace autant que de changer de stimulus.",
            en="The answer holds: nothing harmless moves it as far as another stimulus does.",
        )
    if m.verdict == "unusable":
        return Words(
            fr="La réponse ne tient pas : un changement anodin la déplace autant que de changer de stimulus.",
            en="The answer does not hold: a harmless change moves it as far as another stimulus does.",
        )
    if m.n >= MINIMUM_UNITS:
        return Words(
            fr="Toutes ces réponses sont les mêmes : ces stimuli ne disent pas si la réponse tient.",
            en="All these answers are the same: these stimuli do not tell whether the answer holds.",
        )
    return Words(fr="C’est trop peu pour conclure.", en="That is too few to tell.")


def values(m: Stabilities) -> list[Value]:
    """Every change's median move, then the limit and the gap of unrelated stimuli."""
    unit = "points" if m.card.unit == "share" else m.card.unit
    said = [
        Value(name=moved.change.name,
              label=Words(fr=f"Mouvement médian : {moved.change.label.fr}",
                          en=f"Median move: {moved.change.label.en}"),
              value=rounded(moved.median), unit=unit, low=rounded(moved.around.low),
              high=rounded(moved.around.high), n=moved.n)
        for moved in m.moved
    ]  # fmt: skip
    return [
        *said,
        Value(name="limit", label=Words(fr="Ce qu’un effet doit dépasser", en="What an effect must exceed"),
              value=rounded(m.worst.limit), unit=unit, n=m.worst.n),
    ]  # fmt: skip


def placebos(m: Stabilities) -> list[Control]:
    """Each harmless change is a placebo, with how large it is."""
    return [_placebo(m, moved) for moved in m.moved]


def _placebo(m: Stabilities, moved: Moved) -> Control:
    unit = m.card.unit
    words = moved.change.name in TEXT_CHANGES

    def say(language: Language) -> str:
        limit = points(moved.limit, unit, language)
        flips = format_number(moved.flips, "percent", language)
        size = format_number(moved.size, "number1", language)
        if language == "fr":
            large = "un mot" if words else f"{size} niveaux sur 255 de différence moyenne"
            return f"Changement : {large}. 95 % des réponses bougent de {limit} ou moins" + (
                f" ; {flips} passent le seuil." if m.yes_or_no else "."
            )
        large = "one word" if words else f"{size} levels out of 255 on average"
        return f"Change: {large}. 95% of answers move by {limit} or less" + (
            f"; {flips} cross the threshold." if m.yes_or_no else "."
        )

    return Control(
        name=moved.change.name, kind="placebo",
        label=capital(moved.change.label),
        value=rounded(moved.median), unit="points" if unit == "share" else unit,
        low=rounded(moved.around.low), high=rounded(moved.around.high), n=moved.n,
        size=rounded(moved.size), fails=m.unrelated > 0 and moved.limit >= m.unrelated, says=in_both(say),
    )  # fmt: skip


def nulls(m: Stabilities) -> list[Control]:
    """The same stimulus twice, and two unrelated stimuli."""
    unit = m.card.unit
    said = "points" if unit == "share" else unit
    return [
        Control(
            name="identical", kind="null",
            label=Words(fr="Deux lectures du même stimulus", en="Two readings of one stimulus"),
            value=rounded(m.identical), unit=said, n=m.n, fails=m.identical > 0,
            says=in_both(
                lambda language: (
                    f"Le même stimulus, lu deux fois : {points(m.identical, unit, 'fr')} d’écart au plus."
                    if language == "fr"
                    else f"The same stimulus, read twice: {points(m.identical, unit, 'en')} apart at most."
                )
            ),
        ),
        Control(
            name="unrelated", kind="null",
            label=Words(fr="Deux stimuli sans rapport", en="Two unrelated stimuli"),
            value=rounded(m.unrelated), unit=said, n=m.n,
            says=in_both(
                lambda language: (
                    f"D’un stimulus à un autre, l’écart médian est de {points(m.unrelated, unit, 'fr')}."
                    if language == "fr"
                    else f"From one stimulus to another the median gap is {points(m.unrelated, unit, 'en')}."
                )
            ),
        ),
    ]  # fmt: skip


def caveats(m: Stabilities) -> list[Words]:
    """What harmless means here."""
    said = [TOO_FEW] if m.n < MINIMUM_UNITS else []
    named = {moved.change.name for moved in m.moved}
    if "misspelling" in named:
        said.append(
            Words(fr="Une faute de frappe peut faire un autre mot : elle est anodine pour qui lit, pas"
                     " toujours pour une liste de mots.",
                  en="A slip of the finger can make another word: it is harmless to a reader, not always to"
                     " a list of words.")
        )  # fmt: skip
    if "flip" in named:
        said.append(
            Words(fr="Le miroir change aussi le côté de la lumière et la lecture des lettres.",
                  en="The mirror also changes the side of the light and the reading of letters.")
        )  # fmt: skip
    if len({moved.n for moved in m.moved}) > 1:
        said.append(
            Words(fr="Un texte qui n’offre pas de place à un changement est laissé de côté pour celui-ci.",
                  en="A text that offers no place to a change is left out for that change.")
        )  # fmt: skip
    return said


def figure(m: Stabilities) -> IntervalFigure:
    """The moves on one axis, with the gap of unrelated stimuli marked."""
    return IntervalFigure(
        title=Words(fr="Mouvement médian de la réponse", en="Median move of the answer"),
        unit="points" if m.card.unit == "share" else m.card.unit,
        rows=[
            IntervalRow(
                label=capital(moved.change.label),
                role="placebo", value=rounded(moved.median), low=rounded(moved.around.low),
                high=rounded(moved.around.high), n=moved.n,
            )
            for moved in m.moved
        ],
        reference=rounded(m.unrelated),
        reference_label=Words(fr="deux stimuli sans rapport", en="two unrelated stimuli"),
    )  # fmt: skip
