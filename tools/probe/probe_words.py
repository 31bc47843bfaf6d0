"""What a linear probe says to people: question, controls, caveats, conclusion, figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.finding import Control, IntervalFigure, IntervalRow, Scalar, Value
from tools.honesty import MINIMUM_SEEDS, MINIMUM_UNITS, TOO_FEW
from tools.probe.examples import Examples
from tools.probe.measuring import DRAWS, Measure
from tools.statistics import quantile, rounded
from tools.stimulus import Sentence, StimulusSet
from tools.wording import Language, Words, format_number, in_both

if TYPE_CHECKING:
    from tools.bench import Bench
    from tools.stimuli.cases import Case

CONTROL = Words(fr="étiquettes tirées au hasard", en="labels drawn at random")
RANDOM = Words(fr="poids tirés au hasard", en="random weights")
PIXELS = Words(fr="les pixels, sans réseau", en="the pixels, no network")
BAG = Words(fr="les mots, sans réseau", en="the words, no network")
READ_NOT_USED = Words(
    fr="Ce qui se lit dans une couche ne sert pas forcément à la réponse : voir la direction du concept.",
    en="What can be read in a layer need not serve the answer: see the direction of the concept.",
)


class Measured(NamedTuple):
    """What the sentences need. ``blind`` are the accuracies in the networks of random weights."""

    sought: Words
    subject: Words
    layer: str
    found: Measure
    plain: float
    blind: list[float]
    n: int
    stimuli: int
    unit: Words
    seeds: int
    stable: bool
    verdict: str
    text: bool
    reader: Words = Words(fr="un lecteur linéaire", en="a linear reader")

    @property
    def random(self) -> float:
        """The mean over the networks of random weights."""
        return sum(self.blind) / len(self.blind)


def percent(value: float, language: Language) -> str:
    """A share as people read it."""
    return format_number(value, "percent", language)


def range_of(low: float, high: float, language: Language) -> str:
    """ "90 % à 100 %"."""
    return f"{percent(low, language)} {'à' if language == 'fr' else 'to'} {percent(high, language)}"


def question(m: Measured) -> Words:
    """What is asked, before any answer."""
    return Words(
        fr=f"La couche « {m.layer} » distingue-t-elle {m.sought.fr} ?",
        en=f"Does the layer “{m.layer}” tell {m.sought.en}?",
    )


def conclusion(m: Measured) -> Words:
    """The shares, their controls, n, and what follows."""
    return in_both(lambda language: f"{_measured(m, language)} {_verdict(m).in_(language)}")


def _measured(m: Measured, language: Language) -> str:
    share, control = percent(m.found.accuracy, language), percent(m.found.control, language)
    low_high = range_of(m.found.interval.low, m.found.interval.high, language)
    blind, plain = percent(m.random, language), percent(m.plain, language)
    n = format_number(m.n, "int", language)
    stimuli = format_number(m.stimuli, "int", language)
    if language == "fr":
        return (
            f"Dans la couche « {m.layer} », {m.reader.fr} distingue {m.sought.fr} dans {share} des cas"
            f" jamais vus (95 % : {low_high} ; n = {n}, {stimuli} stimuli), contre {control} avec des"
            f" étiquettes tirées au hasard, {blind} dans des réseaux aux poids tirés au hasard et {plain} sur"
            f" {'les mots' if m.text else 'les pixels'}, sans réseau."
        )
    return (
        f"At the layer “{m.layer}”, {m.reader.en} tells {m.sought.en} in {share} of cases never seen (95%"
        f" CI: {low_high}; n = {n}, {stimuli} stimuli), against {control} with labels drawn at random,"
        f" {blind} in networks of random weights and {plain} on the {'words' if m.text else 'pixels'},"
        " without a network."
    )


def _verdict(m: Measured) -> Words:
    if m.verdict == "encoded":
        return Words(
            fr="La couche le garde, au-delà de ce que donne un réseau qui n’a rien appris.",
            en="The layer keeps it, beyond what a network that learned nothing gives.",
        )
    if m.n < MINIMUM_UNITS:
        return TOO_FEW
    if len(m.blind) < MINIMUM_SEEDS:
        return Words(
            fr=f"Moins de {MINIMUM_SEEDS} réseaux au hasard : rien n’est conclu.",
            en=f"Fewer than {MINIMUM_SEEDS} random networks: nothing is concluded.",
        )
    if m.found.interval.low <= m.found.control_limit:
        return Words(fr="Rien ne se lit ici au-delà du hasard.", en="Nothing is read here beyond chance.")
    if m.verdict == "inconclusive":
        return Words(
            fr="Cela se lit, mais peut-être pas mieux que dans un réseau qui n’a rien appris : n ne"
            " suffit pas à le dire.",
            en="It can be read, but perhaps no better than in a network that learned nothing: n is too small"
            " to tell.",
        )
    return Words(
        fr="Cela se lit aussi bien dans un réseau qui n’a rien appris : c’est l’image, ou le texte, qui le"
        " porte, et non l’apprentissage.",
        en="It is read as well in a network that learned nothing: the stimulus carries it, not the training.",
    )


def result(m: Measured, agreement: float) -> dict[str, Scalar]:
    """The declared fields."""
    return {
        "n": m.n,
        "accuracy": rounded(m.found.accuracy),
        "ci_low": rounded(m.found.interval.low),
        "ci_high": rounded(m.found.interval.high),
        "control_accuracy": rounded(m.found.control),
        "selectivity": rounded(m.found.selectivity),
        "random_accuracy": rounded(m.random),
        "seeds": m.seeds,
        "layer": m.layer,
        "verdict": m.verdict,
        "baseline_accuracy": rounded(m.plain),
        "control_limit": rounded(m.found.control_limit),
        "stability": rounded(agreement),
    }


def values(m: Measured) -> list[Value]:
    """The accuracy, and what it gains."""
    return [
        Value(
            name="accuracy",
            label=Words(fr="Bonnes réponses du lecteur", en="Right answers of the reader"),
            value=rounded(m.found.accuracy),
            unit="share",
            low=rounded(m.found.interval.low),
            high=rounded(m.found.interval.high),
            n=m.n,
        ),
        Value(
            name="selectivity",
            label=Words(fr="Ce qu’il gagne sur son contrôle", en="What it gains over its control"),
            value=rounded(m.found.selectivity),
            unit="points",
            n=m.n,
        ),
        Value(
            name="baseline_accuracy",
            label=Words(fr="Bonnes réponses sans réseau", en="Right answers without a network"),
            value=rounded(m.plain),
            unit="share",
            n=m.n,
        ),
    ]


def nulls(m: Measured) -> list[Control]:
    """Labels of chance, networks of chance."""
    return [
        Control(
            name="control_task",
            kind="null",
            label=CONTROL,
            value=rounded(m.found.control),
            unit="share",
            high=rounded(m.found.control_limit),
            n=DRAWS,
            fails=m.found.interval.low <= m.found.control_limit,
            says=in_both(lambda language: _control(m, language)),
        ),
        Control(
            name="random_network",
            kind="null",
            label=RANDOM,
            value=rounded(m.random),
            unit="share",
            low=rounded(quantile(m.blind, 0.025)),
            high=rounded(quantile(m.blind, 0.975)),
            n=len(m.blind),
            fails=m.found.interval.low <= m.random,
            says=in_both(lambda language: _random(m, language)),
        ),
    ]


def _control(m: Measured, language: Language) -> str:
    share, limit = percent(m.found.control, language), percent(m.found.control_limit, language)
    if language == "fr":
        return (
            f"Le même lecteur, à qui l’on apprend des étiquettes tirées au hasard, a raison dans {share} des"
            f" cas ({DRAWS} tirages ; un sur quarante dépasse {limit})."
        )
    return (
        f"The same reader, taught labels drawn at random, is right in {share} of cases ({DRAWS} draws; one in"
        f" forty exceeds {limit})."
    )


def _random(m: Measured, language: Language) -> str:
    share, n = percent(m.random, language), format_number(len(m.blind), "int", language)
    if language == "fr":
        return f"Dans {n} réseaux de la même forme, aux poids tirés au hasard : {share} en moyenne."
    return f"In {n} networks of the same shape with random weights: {share} on average."


def caveats(m: Measured) -> list[Words]:
    """What a probe cannot show."""
    found = [READ_NOT_USED]
    if m.n < MINIMUM_UNITS:
        found.append(TOO_FEW)
    if m.plain >= m.found.accuracy:
        found.append(
            Words(
                fr="Le stimulus seul, sans réseau, se lit au moins aussi bien : la couche n’y ajoute rien.",
                en="The stimulus alone, without a network, is read at least as well: the layer adds nothing.",
            )
        )
    if not m.stable:
        found.append(
            Words(
                fr="Deux lecteurs sans unité commune ne s’accordent pas : leur direction ne se montre pas.",
                en="Two readers that share no unit do not agree: their direction is not to be shown.",
            )
        )
    return found


def figure(m: Measured) -> IntervalFigure:
    """The reader beside all that knows nothing."""
    return IntervalFigure(
        title=Words(
            fr=f"Ce qu’un lecteur trouve dans « {m.layer} »", en=f"What a reader finds in “{m.layer}”"
        ),
        unit="share",
        rows=[
            IntervalRow(
                label=Words(fr=f"couche {m.layer}", en=f"layer {m.layer}"),
                role="measured",
                value=rounded(m.found.accuracy),
                low=rounded(m.found.interval.low),
                high=rounded(m.found.interval.high),
                n=m.n,
            ),
            IntervalRow(
                label=CONTROL, role="control", value=rounded(m.found.control),
                high=rounded(max(m.found.control, m.found.control_limit)),
                low=rounded(m.found.control), n=DRAWS,
            ),
            IntervalRow(
                label=RANDOM, role="control", value=rounded(m.random),
                low=rounded(min(m.random, quantile(m.blind, 0.025))),
                high=rounded(max(m.random, quantile(m.blind, 0.975))), n=len(m.blind),
            ),
            IntervalRow(label=BAG if m.text else PIXELS, role="control", value=rounded(m.plain), n=m.n),
        ],
        reference=0.5,
        reference_label=Words(fr="hasard", en="chance"),
    )  # fmt: skip


def stimuli(case: Case, examples: Examples, bench: Bench) -> StimulusSet:
    """What was shown, with what was held and varied."""
    shown = [
        each if isinstance(each, Sentence) else bench.picture(each.recipe, each.alt, each.credit)
        for each in examples.shown
    ]
    return case.stimuli(
        shown, held=examples.held, varied=examples.varied, notes=examples.notes, used=examples.n
    )
