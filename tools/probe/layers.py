"""One concept, layer by layer: where a network comes to hold it, and where it lets it go."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from tools.finding import Call, Control, Finding
from tools.inside.layers import Layer, layers_of
from tools.looking import Count, identity
from tools.printing import printed
from tools.probe import layer_curve_words as words
from tools.probe.accepting import network_that_reads
from tools.probe.concepts import concept_for
from tools.probe.examples import at_hand_one_by_one
from tools.probe.linear_probe import RANDOM_NETWORKS
from tools.probe.measuring import accuracy, measure, steadiness, verdict
from tools.probe.probe_results import MINIMUM_SEEDS, RESULTS, field
from tools.probe.probe_words import RANDOM, READ_NOT_USED, percent, stimuli
from tools.statistics import rounded
from tools.subject import SubjectCard
from tools.tool import Control as ControlName
from tools.tool import Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words, in_both

if TYPE_CHECKING:
    from tools.bench import Bench


class _LayersParams(Params):
    of: str = Field(
        "", max_length=40, description="The concept: any other way of this verb; tone, or identity of texts."
    )
    most: int = Field(12, ge=2, le=64, description="Layers read, evenly spread from first to last.")
    n: int | None = Field(
        None, ge=10, le=1000, description="Units (identities, templates, photographs); 30 for a verdict."
    )
    seeds: int = Field(
        MINIMUM_SEEDS, ge=MINIMUM_SEEDS, le=50, description="Times that reader and control are trained anew."
    )
    networks: int = Field(
        RANDOM_NETWORKS, ge=2, le=100, description="Networks of random weights; 20 or more for a verdict."
    )


class LayerCurve(Tool):
    """A linear reader at every layer, beside its control task and networks of random weights."""

    verb: ClassVar[Verb] = "probe"
    method: ClassVar[str] = "layers"
    title: ClassVar[Words] = Words(fr="Un concept, couche par couche", en="One concept, layer by layer")
    about: ClassVar[Words] = Words(
        fr="À quelle profondeur un réseau distingue-t-il un concept ?",
        en="How deep in a network is a concept told apart?",
    )
    params: ClassVar[type[Params]] = _LayersParams
    results: ClassVar[tuple[ResultField, ...]] = (
        *RESULTS,
        field("layers_encoded", "number", "couches où il se lit au-delà des contrôles",
            "layers at which it is read beyond the controls", 0, 64),
        field("first", "text", "la première de ces couches, ou rien", "the first such layer, or nothing"),
        field("accuracies", "table", "bonnes réponses par couche", "right answers by layer", 0, 1),
    )  # fmt: skip
    default_case: ClassVar[str] = "portraits"
    controls: ClassVar[frozenset[ControlName]] = frozenset({"random_network"})

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Networks whose layers can be reached."""
        return network_that_reads(subject)

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Read all layers in one pass, of the network and of each random one; the best layer is reported."""
        from tools.inside.twins import reinitialised
        from tools.probe.reading import Reading, plain_features
        from tools.probe.ridge import ridge_scores

        started = perf_counter()
        params = _LayersParams.model_validate(call.params)
        subject = bench.subject(call.subject)
        case = bench.case(call.case)
        concept = concept_for(subject, params.of)
        chosen = _spread(layers_of(subject), params.most)
        examples = concept.examples(case, params.n, subject, bench, concept.params())
        many = len(examples.shown)
        count = Count(progress, many * (3 + params.networks) + len(chosen))

        given = at_hand_one_by_one(bench, examples.shown, count)
        reading = Reading(subject, given, count)
        features = reading.read(chosen, tick=count)
        blind: dict[str, list[float]] = {layer.name: [] for layer in chosen}
        for number in range(params.networks):
            theirs = reading.read(chosen, reinitialised(subject, call.seed + number), count)
            for name, rows in theirs.items():
                blind[name].append(accuracy(rows, examples, ridge_scores, call.seed + number))
        curve = []
        for layer in chosen:
            found = measure(features[layer.name], examples, ridge_scores, seeds=params.seeds, seed=call.seed)
            random = sum(blind[layer.name]) / params.networks
            curve.append(words.AtLayer(layer.name, found, random, verdict(found, random, params.networks)))
            count(1)
        plain = measure(
            plain_features(given), examples, ridge_scores, seeds=params.seeds, seed=call.seed
        ).accuracy
        best = max(curve, key=lambda each: each.found.accuracy - each.random)
        holds = steadiness(features[best.name], examples, seeds=params.seeds, seed=call.seed)
        encoded = [each.name for each in curve if each.verdict == "encoded"]
        n = len(best.found.by_unit)
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=words.question(concept.sought()),
                subject=identity(subject.card),
                stimuli=stimuli(case, examples, bench),
                unit_of_n=examples.unit,
                n=n,
                conditions=max(1, many // n),
                result={
                    "n": n,
                    "accuracy": rounded(best.found.accuracy),
                    "ci_low": rounded(best.found.interval.low),
                    "ci_high": rounded(best.found.interval.high),
                    "control_accuracy": rounded(best.found.control),
                    "selectivity": rounded(best.found.selectivity),
                    "random_accuracy": rounded(best.random),
                    "seeds": params.seeds,
                    "layer": best.name,
                    "verdict": best.verdict,
                    "baseline_accuracy": rounded(plain),
                    "control_limit": rounded(best.found.control_limit),
                    "stability": rounded(holds.agreement),
                    "layers_encoded": len(encoded),
                    "first": encoded[0] if encoded else "",
                    "accuracies": {each.name: rounded(each.found.accuracy) for each in curve},
                },
                values=[],
                verdict=best.verdict,
                nulls=[_null(best, params.networks)],
                stability=holds,
                per_unit=[rounded(each) for each in best.found.by_unit],
                caveats=[READ_NOT_USED, *examples.caveats],
                conclusion=words.conclusion(curve, best, concept.sought(), n, plain),
                figures=[words.figure(curve, n), words.table(curve, n)],
                seconds=round(perf_counter() - started, 3),
            )
        )


def _spread(layers: tuple[Layer, ...], most: int) -> list[Layer]:
    """At most ``most`` layers, first and last among them; the last gives the answer itself."""
    if len(layers) <= most:
        return list(layers)
    return [layers[round(place * (len(layers) - 1) / (most - 1))] for place in range(most)]


def _null(best: words.AtLayer, networks: int) -> Control:
    share = best.random
    return Control(
        name="random_network",
        kind="null",
        label=RANDOM,
        value=rounded(share),
        unit="share",
        n=networks,
        fails=best.found.interval.low <= share,
        says=in_both(
            lambda language: (
                f"Dans {networks} réseaux aux poids tirés au hasard, à la même couche :"
                f" {percent(share, 'fr')} en moyenne."
                if language == "fr"
                else f"In {networks} networks of random weights, at the same layer:"
                f" {percent(share, 'en')} on average."
            )
        ),
    )
