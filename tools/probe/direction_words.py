"""What a concept's direction says to people."""

from __future__ import annotations

from typing import Any, NamedTuple

from tools.answering.asking import answer_of
from tools.answering.given import Given
from tools.finding import Control, IntervalFigure, IntervalRow, Scalar, Value, Verdict
from tools.honesty import MINIMUM_UNITS, TOO_FEW, direction
from tools.statistics import ALPHA, Interval, quantile, rounded
from tools.wording import Language, Words, format_number, in_both


class Measured(NamedTuple):
    """What the sentences need. ``shares`` are the scores of TCAV on the other half of the units."""

    sought: Words
    layer: str
    answer: Words
    n: int
    stimuli: int
    slope: float
    interval: Interval
    random: list[float]
    share: float
    shares: list[float]
    p: float
    verdict: Verdict
    stable: bool
    flat: bool

    @property
    def limit(self) -> float:
        """What nineteen random directions in twenty stay under, whatever their sign."""
        return quantile([abs(each) for each in self.random], 0.95)


def label_of(subject: Any, given: Given, answer: str) -> Words:
    """The name of the number that is differentiated."""
    if subject.card.answers in ("mask", "boxes", "map"):
        from tools.inside.opened import open_up

        return open_up(subject, given, answer).label
    return answer_of(subject, answer).card.label


def verdict(n: int, p: float, interval: Interval, *, flat: bool) -> Verdict:
    """An effect: fewer than one random direction in twenty moves the answer as fast, and the whole interval
    of the slope has one sign. No verdict below 30 units, or where nothing has a slope."""
    if n < MINIMUM_UNITS or flat:
        return "inconclusive"
    return "effect" if p < ALPHA and not interval.contains(0) else "none_shown"


def question(m: Measured) -> Words:
    """What is asked, before any answer."""
    return Words(
        fr=f"Pousser la couche « {m.layer} » vers ce qui distingue {m.sought.fr} fait-il bouger la réponse,"
        " plus qu’une direction au hasard ?",
        en=f"Does pushing the layer “{m.layer}” towards what tells {m.sought.en} move the answer, more than"
        " a random direction does?",
    )


def conclusion(m: Measured) -> Words:
    """The slope, its rank and what follows."""
    return in_both(lambda language: f"{_measured(m, language)} {_follows(m).in_(language)}")


def _measured(m: Measured, language: Language) -> str:
    slope, limit = _small(m.slope, language), _small(m.limit, language)
    low, high = _small(m.interval.low, language), _small(m.interval.high, language)
    n, many = format_number(m.n, "int", language), format_number(len(m.random), "int", language)
    p, share = format_number(m.p, "number", language), format_number(m.share, "percent", language)
    if language == "fr":
        return (
            f"Dans la couche « {m.layer} », vers ce qui distingue {m.sought.fr}, la réponse ({m.answer.fr})"
            f" change de {slope} par unité de la couche (95 % : {low} à {high} ; n = {n}) ; dix-neuf"
            f" directions au hasard sur vingt restent sous {limit} (p = {p}, {many} directions). Elle monte"
            f" pour {share} des stimuli."
        )
    return (
        f"At the layer “{m.layer}”, towards what tells {m.sought.en}, the answer ({m.answer.en}) changes by"
        f" {slope} per unit of the layer (95% CI: {low} to {high}; n = {n}); nineteen random directions in"
        f" twenty stay under {limit} (p = {p}, {many} directions). It grows on {share} of the stimuli."
    )


def _small(value: float, language: Language) -> str:
    """Three digits that count: slopes have any size."""
    text = f"{value:.3g}" if abs(value) < 0.1 else f"{value:.2f}"
    if language == "fr":
        text = text.replace(".", ",")
    return text.replace("-", "−")


def _follows(m: Measured) -> Words:
    if m.flat:
        return Words(
            fr="Rien ne bouge : ni pente, ni direction à suivre.",
            en="Nothing moves: there is no slope, or no direction to follow.",
        )
    if m.n < MINIMUM_UNITS:
        return TOO_FEW
    if m.verdict == "effect":
        return Words(fr="La réponse bouge avec le concept.", en="The answer moves with the concept.")
    return Words(
        fr="La réponse ne bouge pas plus qu’avec une direction au hasard.",
        en="The answer moves no more than with a random direction.",
    )


def result(m: Measured, agreement: float) -> dict[str, Scalar]:
    """The declared fields."""
    return {
        "n": m.n,
        "slope": rounded(m.slope),
        "ci_low": rounded(m.interval.low),
        "ci_high": rounded(m.interval.high),
        "random_limit": rounded(m.limit),
        "positive": rounded(m.share),
        "p": rounded(m.p),
        "layer": m.layer,
        "stability": rounded(agreement),
        "direction": direction(m.interval),
        "verdict": m.verdict,
    }


def values(m: Measured) -> list[Value]:
    """The slope, and the score of TCAV with its spread over halves."""
    return [
        Value(
            name="slope",
            label=Words(fr="Pente de la réponse vers le concept", en="Slope of the answer to the concept"),
            value=rounded(m.slope),
            unit="score",
            low=rounded(m.interval.low),
            high=rounded(m.interval.high),
            n=m.n,
        ),
        Value(
            name="positive",
            label=Words(
                fr="Stimuli où elle monte (autres moitiés : de la plus basse à la plus haute)",
                en="Stimuli on which it grows (other halves: lowest to highest)",
            ),
            value=rounded(m.share),
            unit="share",
            low=rounded(min(m.shares, default=m.share)),
            high=rounded(max(m.shares, default=m.share)),
            level=1,
            n=m.n,
        ),
    ]


def null(m: Measured) -> Control:
    """The random directions."""
    sizes = [abs(each) for each in m.random]
    return Control(
        name="random_directions",
        kind="null",
        label=Words(fr="directions au hasard", en="random directions"),
        value=rounded(quantile(sizes, 0.5)),
        unit="score",
        high=rounded(m.limit),
        n=len(m.random),
        fails=m.p >= ALPHA,
        says=in_both(lambda language: _null(m, quantile(sizes, 0.5), language)),
    )


def _null(m: Measured, median: float, language: Language) -> str:
    n, middle, limit = len(m.random), _small(median, language), _small(m.limit, language)
    if language == "fr":
        return (
            f"Le long de {n} directions apprises d’étiquettes tirées au hasard, la réponse change de {middle}"
            f" (médiane, sans le signe ; moins de {limit} dix-neuf fois sur vingt)."
        )
    return (
        f"Along {n} directions learned from labels drawn at random, the answer changes by {middle} (median,"
        f" sign left out; less than {limit} nineteen times in twenty)."
    )


def caveats(m: Measured) -> list[Words]:
    """What a slope cannot show."""
    found = [
        Words(
            fr="Une pente vaut pour un petit pas : elle ne dit pas ce que fait un grand changement.",
            en="A slope holds for a small step: it does not say what a large change does.",
        ),
        Words(
            fr="La part des stimuli où la réponse monte vaut 0 ou 1 pour bien des directions au hasard : elle"
            " ne prouve rien seule.",
            en="The share of stimuli on which the answer grows is 0 or 1 for many random directions: it"
            " proves nothing alone.",
        ),
    ]
    if not m.stable:
        found.append(
            Words(
                fr="Les directions de deux moitiés ne s’accordent pas.",
                en="The directions of two halves do not agree.",
            )
        )
    return found


def figure(m: Measured) -> IntervalFigure:
    """The slope beside what random directions give."""
    low, high = quantile(m.random, 0.025), quantile(m.random, 0.975)
    return IntervalFigure(
        title=Words(fr=f"Pente de la réponse dans « {m.layer} »", en=f"Slope of the answer in “{m.layer}”"),
        unit="score",
        rows=[
            IntervalRow(
                label=Words(fr="vers le concept", en="towards the concept"),
                role="measured",
                value=rounded(m.slope),
                low=rounded(m.interval.low),
                high=rounded(m.interval.high),
                n=m.n,
            ),
            IntervalRow(
                label=Words(fr="directions au hasard", en="random directions"),
                role="control",
                value=rounded(quantile(m.random, 0.5)),
                low=rounded(low),
                high=rounded(high),
                n=len(m.random),
            ),
        ],
        reference=0,
        reference_label=Words(fr="rien ne bouge", en="nothing moves"),
    )
