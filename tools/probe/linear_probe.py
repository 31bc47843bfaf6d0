"""What every concept shares: a linear reader of one layer, beside controls that know nothing.

The reader is trained on the activations of a layer to tell where a concept is present. Beside it, the same
reader learns labels drawn at random (the control task of Hewitt and Liang, 2019, "Designing and Interpreting
Probes with Control Tasks", arXiv 1909.03368): what it gains over that control is its selectivity. The same
reader is tried on networks of random weights, and on the stimulus itself without a network. No unit
(identity, template, photograph) is ever on both sides of a split.
"""

from __future__ import annotations

from abc import abstractmethod
from time import perf_counter
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from tools.finding import Call, Finding
from tools.inside.layers import layer_named
from tools.looking import Count, identity
from tools.printing import printed
from tools.probe import probe_words as words
from tools.probe.accepting import network_that_reads
from tools.probe.examples import Examples, at_hand_one_by_one
from tools.probe.measuring import accuracy, measure, steadiness, verdict
from tools.probe.probe_results import MINIMUM_SEEDS, RESULTS
from tools.statistics import rounded
from tools.subject import Modality, SubjectCard
from tools.tool import Control, Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words

if TYPE_CHECKING:
    from typing import Any

    from tools.bench import Bench
    from tools.stimuli.cases import Case

RANDOM_NETWORKS = 20  # honesty rule 5: the mean over twenty or more


class ProbeParams(Params):
    """What a probe may be told."""

    layer: str = Field(
        "", max_length=80, description="The layer to read; the last before the answer by default."
    )
    n: int | None = Field(
        None, ge=10, le=1000, description="Units (identities, templates, photographs); 30 for a verdict."
    )
    seeds: int = Field(
        MINIMUM_SEEDS, ge=MINIMUM_SEEDS, le=50, description="Times that reader and control are trained anew."
    )
    networks: int = Field(
        RANDOM_NETWORKS, ge=2, le=100, description="Networks of random weights; 20 or more for a verdict."
    )


class Concept(Tool):
    """Something that a stimulus has or has not, and that is looked for in layers."""

    verb: ClassVar[Verb] = "probe"
    modality: ClassVar[Modality] = "image"

    @abstractmethod
    def sought(self) -> Words:
        """What the reader must tell apart, for a sentence: "busts with glasses from the same without"."""

    @abstractmethod
    def examples(self, case: Case, n: int | None, subject: Any, bench: Bench, params: Params) -> Examples:
        """Labelled stimuli of ``n`` units. Raises :class:`~tools.errors.CallRefused` (``wrong_case``)."""


class LinearProbe(Concept):
    """A concept looked for in one layer by a linear reader."""

    params: ClassVar[type[Params]] = ProbeParams
    results: ClassVar[tuple[ResultField, ...]] = RESULTS
    default_case: ClassVar[str] = "portraits"
    controls: ClassVar[frozenset[Control]] = frozenset({"random_network"})

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Networks whose layers can be reached."""
        return network_that_reads(subject, self.modality)

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Read the layer on every stimulus, train and try the reader, then its controls."""
        from tools.inside.twins import reinitialised
        from tools.probe.reading import Reading, plain_features
        from tools.probe.ridge import ridge_scores

        started = perf_counter()
        params = self.params.model_validate(call.params)
        assert isinstance(params, ProbeParams)
        subject = bench.subject(call.subject)
        case = bench.case(call.case)
        layer = layer_named(subject, params.layer)
        examples = self.examples(case, params.n, subject, bench, params)
        many = len(examples.shown)
        count = Count(progress, many * (3 + params.networks))

        given = at_hand_one_by_one(bench, examples.shown, count)
        reading = Reading(subject, given, count)
        features = reading.read([layer], tick=count)[layer.name]
        found = measure(features, examples, ridge_scores, seeds=params.seeds, seed=call.seed)
        plain = measure(plain_features(given), examples, ridge_scores, seeds=params.seeds, seed=call.seed)
        blind = []
        for number in range(params.networks):
            twin = reinitialised(subject, call.seed + number)
            theirs = reading.read([layer], twin, count)[layer.name]
            blind.append(accuracy(theirs, examples, ridge_scores, call.seed + number))
        random_accuracy = sum(blind) / len(blind)
        holds = steadiness(features, examples, seeds=params.seeds, seed=call.seed)
        judged = verdict(found, random_accuracy, params.networks)
        measured = words.Measured(
            sought=self.sought(),
            subject=subject.card.title,
            layer=layer.name,
            found=found,
            plain=plain.accuracy,
            blind=blind,
            n=len(found.by_unit),
            stimuli=many,
            unit=examples.unit,
            seeds=params.seeds,
            stable=holds.stable,
            verdict=judged,
            text=self.modality == "text",
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
                result=words.result(measured, holds.agreement),
                values=words.values(measured),
                verdict=judged,
                nulls=words.nulls(measured),
                stability=holds,
                per_unit=[rounded(each) for each in found.by_unit],
                caveats=[*words.caveats(measured), *examples.caveats],
                conclusion=words.conclusion(measured),
                figures=[words.figure(measured)],
                seconds=round(perf_counter() - started, 3),
            )
        )
