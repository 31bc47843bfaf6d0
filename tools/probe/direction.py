"""Whether an answer moves along a concept's direction in a layer: testing with concept activation vectors.

Kim and others, 2018 (arXiv 1711.11279), with two changes. The direction is the difference of the means with
and without the concept, not the normal of a classifier, which turns away from whatever varies beside the
concept (Haufe and others, 2014; Pahde and others, 2022, arXiv 2202.03482) and convicted two of five clean
networks made here. The verdict rests on how fast the answer moves, ranked among random directions, not on the
share of stimuli on which it moves up: near the answer most directions have a share of 0 or 1.

Random directions are learned from the same stimuli with labels drawn at random, half of the units turned
over, so that none leans on the concept.
"""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from tools.answering.asking import answer_of
from tools.finding import Call, Finding
from tools.honesty import finite
from tools.inside.layers import layer_named
from tools.looking import Count, identity
from tools.printing import printed
from tools.probe import direction_words as words
from tools.probe.accepting import network_that_reads
from tools.probe.concepts import concept_for
from tools.probe.direction_results import RESULTS
from tools.probe.examples import at_hand_one_by_one
from tools.probe.probe_results import MINIMUM_SEEDS
from tools.probe.probe_words import stimuli
from tools.statistics import bootstrap, rounded
from tools.subject import SubjectCard
from tools.tool import Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench
    from tools.probe.linear_probe import LinearProbe

RANDOM_DIRECTIONS = 100


class _DirectionParams(Params):
    of: str = Field(
        "", max_length=40, description="The concept: any other way of this verb; tone, or identity of texts."
    )
    answer: str = Field("", max_length=60, description="The number asked of the subject; its usual one.")
    layer: str = Field(
        "", max_length=80, description="The layer of the direction; the last before the answer by default."
    )
    n: int | None = Field(
        None, ge=10, le=1000, description="Units (identities, templates, photographs); 30 for a verdict."
    )
    directions: int = Field(RANDOM_DIRECTIONS, ge=20, le=1000, description="Random directions beside it.")
    seeds: int = Field(MINIMUM_SEEDS, ge=MINIMUM_SEEDS, le=50, description="Times the units are halved.")


class Direction(Tool):
    """The answer's slope along a concept, ranked among random directions."""

    verb: ClassVar[Verb] = "probe"
    method: ClassVar[str] = "direction"
    title: ClassVar[Words] = Words(fr="La direction d’un concept", en="The direction of a concept")
    about: ClassVar[Words] = Words(
        fr="La réponse bouge-t-elle quand on pousse une couche dans la direction d’un concept ?",
        en="Does the answer move when a layer is pushed in the direction of a concept?",
    )
    params: ClassVar[type[Params]] = _DirectionParams
    results: ClassVar[tuple[ResultField, ...]] = RESULTS
    default_case: ClassVar[str] = "portraits"

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Networks whose layers can be reached."""
        return network_that_reads(subject)

    def concept(self, subject: Any, name: str) -> LinearProbe:
        """The concept of that name, one of this verb."""
        return concept_for(subject, name)

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Learn the direction and the random ones; take the answer's slope along each."""
        from tools.probe.concept_directions import along, rank_p, sides, steadiness
        from tools.probe.sensitivity import layer_leading_to, slopes_of

        started = perf_counter()
        params = _DirectionParams.model_validate(call.params)
        subject = bench.subject(call.subject)
        case = bench.case(call.case)
        concept = self.concept(subject, params.of)
        if params.layer:
            layer_named(subject, params.layer)  # so is a layer that is not there
        answer_of(subject, params.answer)  # a name that no answer has is told before anything is drawn
        examples = concept.examples(case, params.n, subject, bench, concept.params())
        many = len(examples.shown)
        count = Count(progress, 2 * many)
        given = at_hand_one_by_one(bench, examples.shown, count)
        layer = (
            layer_named(subject, params.layer)
            if params.layer
            else layer_leading_to(subject, given[0], params.answer)
        )
        read = slopes_of(subject, given, layer, params.answer, count)
        finite({"gradient": float(abs(read.slopes).sum()), "layer": float(abs(read.held).sum())})

        found = along(read, examples, params.directions, call.seed)
        split = sides(read, examples, params.seeds, call.seed)
        p = rank_p(found.slope, found.random)
        interval = bootstrap(found.by_unit, seed=call.seed)
        holds = steadiness(read, examples, params.seeds, call.seed)
        measured = words.Measured(
            sought=concept.sought(),
            layer=layer.name,
            answer=words.label_of(subject, given[0], params.answer),
            n=len(found.by_unit),
            stimuli=many,
            slope=found.slope,
            interval=interval,
            random=found.random,
            share=found.share,
            shares=split,
            p=p,
            verdict=words.verdict(len(found.by_unit), p, interval, flat=found.flat),
            stable=holds.stable,
            flat=found.flat,
        )
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=words.question(measured),
                subject=identity(subject.card),
                stimuli=stimuli(case, examples, bench),
                unit_of_n=examples.unit,
                n=measured.n,
                conditions=max(1, many // measured.n),
                result=words.result(measured, holds.agreement),
                values=words.values(measured),
                verdict=measured.verdict,
                nulls=[words.null(measured)],
                stability=holds,
                per_unit=[rounded(each) for each in found.by_unit],
                caveats=[*words.caveats(measured), *examples.caveats],
                conclusion=words.conclusion(measured),
                figures=[words.figure(measured)],
                seconds=round(perf_counter() - started, 3),
            )
        )
