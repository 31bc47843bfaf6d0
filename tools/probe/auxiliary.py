"""An auxiliary classifier of a layer: a small network, beside the linear reader, with the same controls.

What it finds beyond the linear reader is in the layer, but not along a straight line. It can learn more by
heart, so its control task matters more.
"""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from tools.finding import Call, Finding, IntervalRow
from tools.inside.layers import layer_named
from tools.looking import Count, identity
from tools.printing import printed
from tools.probe import probe_words as words
from tools.probe.accepting import network_that_reads
from tools.probe.concepts import concept_for
from tools.probe.examples import at_hand_one_by_one
from tools.probe.linear_probe import RANDOM_NETWORKS
from tools.probe.measuring import accuracy, measure, steadiness, verdict
from tools.probe.probe_results import MINIMUM_SEEDS, RESULTS, field
from tools.statistics import bootstrap, rounded
from tools.subject import SubjectCard
from tools.tool import Control, Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words, format_number, in_both

if TYPE_CHECKING:
    from tools.bench import Bench


class _AuxiliaryParams(Params):
    of: str = Field(
        "", max_length=40, description="The concept: any other way of this verb; tone, or identity of texts."
    )
    layer: str = Field(
        "", max_length=80, description="The layer to read; the last before the answer by default."
    )
    n: int | None = Field(
        None, ge=10, le=1000, description="Units (identities, templates, photographs); 30 for a verdict."
    )
    hidden: int = Field(16, ge=2, le=256, description="Units of its one hidden layer.")
    seeds: int = Field(
        MINIMUM_SEEDS, ge=MINIMUM_SEEDS, le=50, description="Times that reader and control are trained anew."
    )
    networks: int = Field(
        RANDOM_NETWORKS, ge=2, le=100, description="Networks of random weights; 20 or more for a verdict."
    )


class Auxiliary(Tool):
    """A classifier with one hidden layer, its control task, random networks, and the linear reader."""

    verb: ClassVar[Verb] = "probe"
    method: ClassVar[str] = "auxiliary"
    title: ClassVar[Words] = Words(fr="Un classifieur auxiliaire", en="An auxiliary classifier")
    about: ClassVar[Words] = Words(
        fr="Un petit réseau trouve-t-il dans une couche ce qu’un lecteur linéaire n’y trouve pas ?",
        en="Does a small network find in a layer what a linear reader does not?",
    )
    params: ClassVar[type[Params]] = _AuxiliaryParams
    results: ClassVar[tuple[ResultField, ...]] = (
        *RESULTS,
        field("linear_accuracy", "share", "bonnes réponses du lecteur linéaire",
            "right answers of the linear reader", 0, 1),
        field("gain", "number", "ce que le classifieur gagne sur lui", "what the classifier gains over it",
            -1, 1),
        field("gain_low", "number", "bas de son intervalle à 95 %", "low end of its 95% interval", -1, 1),
        field("gain_high", "number", "haut de son intervalle à 95 %", "high end of its 95% interval", -1, 1),
    )  # fmt: skip
    default_case: ClassVar[str] = "portraits"
    controls: ClassVar[frozenset[Control]] = frozenset({"random_network"})

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Networks whose layers can be reached."""
        return network_that_reads(subject)

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Train the classifier and the linear reader on the same splits, then all controls."""
        from tools.inside.twins import reinitialised
        from tools.probe.hidden_layer import hidden_layer
        from tools.probe.reading import Reading, plain_features
        from tools.probe.ridge import ridge_scores

        started = perf_counter()
        params = _AuxiliaryParams.model_validate(call.params)
        subject = bench.subject(call.subject)
        case = bench.case(call.case)
        concept = concept_for(subject, params.of)
        layer = layer_named(subject, params.layer)
        examples = concept.examples(case, params.n, subject, bench, concept.params())
        many = len(examples.shown)
        count = Count(progress, many * (3 + params.networks) + params.seeds)

        given = at_hand_one_by_one(bench, examples.shown, count)
        reading = Reading(subject, given, count)
        features = reading.read([layer], tick=count)[layer.name]
        small = hidden_layer(params.hidden, call.seed)
        found = measure(features, examples, small, seeds=params.seeds, seed=call.seed, tick=count)
        plain = accuracy(plain_features(given), examples, small, call.seed)
        linear = measure(features, examples, ridge_scores, seeds=params.seeds, seed=call.seed)
        blind = []
        for number in range(params.networks):
            theirs = reading.read([layer], reinitialised(subject, call.seed + number), count)[layer.name]
            blind.append(accuracy(theirs, examples, small, call.seed + number))
        holds = steadiness(features, examples, seeds=params.seeds, seed=call.seed, learner=small)
        judged = verdict(found, sum(blind) / len(blind), params.networks)
        gains = [ours - theirs for ours, theirs in zip(found.by_unit, linear.by_unit, strict=True)]
        gain, between = sum(gains) / len(gains), bootstrap(gains, seed=call.seed)
        measured = words.Measured(
            sought=concept.sought(),
            subject=subject.card.title,
            layer=layer.name,
            found=found,
            plain=plain,
            blind=blind,
            n=len(found.by_unit),
            stimuli=many,
            unit=examples.unit,
            seeds=params.seeds,
            stable=holds.stable,
            verdict=judged,
            text=concept.modality == "text",
            reader=Words(fr="un petit réseau", en="a small network"),
        )
        figure = words.figure(measured)
        row = IntervalRow(
            label=Words(fr="lecteur linéaire, même couche", en="linear reader, same layer"),
            role="measured",
            value=rounded(linear.accuracy),
            low=rounded(linear.interval.low),
            high=rounded(linear.interval.high),
            n=measured.n,
        )
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=words.question(measured),
                subject=identity(subject.card),
                stimuli=words.stimuli(case, examples, bench),
                unit_of_n=examples.unit,
                n=measured.n,
                conditions=max(1, many // measured.n),
                result={
                    **words.result(measured, holds.agreement),
                    "linear_accuracy": rounded(linear.accuracy),
                    "gain": rounded(gain),
                    "gain_low": rounded(between.low),
                    "gain_high": rounded(between.high),
                },
                values=words.values(measured),
                verdict=judged,
                nulls=words.nulls(measured),
                stability=holds,
                per_unit=[rounded(each) for each in found.by_unit],
                caveats=[*words.caveats(measured), *examples.caveats],
                conclusion=_conclusion(measured, linear.accuracy, gain, between.low, between.high),
                figures=[figure.model_copy(update={"rows": [figure.rows[0], row, *figure.rows[1:]]})],
                seconds=round(perf_counter() - started, 3),
            )
        )


def _conclusion(m: words.Measured, linear: float, gain: float, low: float, high: float) -> Words:
    first = words.conclusion(m)

    def number(value: float, language: str) -> str:
        return format_number(100 * value, "int", "fr" if language == "fr" else "en")

    return in_both(
        lambda language: (
            first.in_(language)
            + (
                f" Le lecteur linéaire en trouve {words.percent(linear, 'fr')} : {number(gain, 'fr')} points"
                f" de plus pour le petit réseau (95 % : {number(low, 'fr')} à {number(high, 'fr')})"
                + (", que nulle ligne droite ne trouve." if low > 0 else ", ce qui ne dit rien de plus.")
                if language == "fr"
                else f" The linear reader finds {words.percent(linear, 'en')}: {number(gain, 'en')} points"
                f" more for the small network (95% CI: {number(low, 'en')} to {number(high, 'en')})"
                + (", which no straight line finds." if low > 0 else ", which adds nothing.")
            )
        )
    )
