"""By how much one factor moves a subject's answer, all else held: the same units, compared in pairs."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from tools.answering.asking import answer_of
from tools.finding import Call, Finding
from tools.honesty import direction
from tools.looking import Count, identity
from tools.power import what_n_can_show_of_a_mean
from tools.printing import printed
from tools.reproduce import comparison_words as shared
from tools.reproduce import score_words as words
from tools.reproduce.comparison import compare, measure, stimuli_of
from tools.reproduce.groups import design_of, planned
from tools.reproduce.placebo_size import size_of_placebo
from tools.reproduce.reading import read_answers
from tools.reproduce.score_results import RESULTS
from tools.statistics import rounded, rounded_chance
from tools.subject import SubjectCard
from tools.tool import Control, Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words, both

if TYPE_CHECKING:
    from tools.bench import Bench

TWICE = 8  # stimuli read a second time


class _ScoreParams(Params):
    factor: str = Field(
        "",
        description="What varies. Busts: a setting of the studio (tone, age, glasses…). Sentences: group"
        " (lists of words) or term (word by word).",
    )
    levels: str | list[float] = Field(
        "", description="Its levels, the reference first (“2, 9”); or the words to compare. The usual ones."
    )
    held: str = Field(
        "", description="Other settings of the studio, the same in every group: “light=0.3, zoom=0.8”."
    )
    answer: str = Field("", description="Which number of the subject; the usual one by default.")
    n: int | None = Field(
        None, ge=2, le=1000, description="Identities or templates; 30 or more for a verdict."
    )


class ScoreDifference(Tool):
    """The mean paired difference of an answer under one factor, with an exact test and its placebo."""

    verb: ClassVar[Verb] = "reproduce"
    method: ClassVar[str] = "score_difference"
    title: ClassVar[Words] = Words(fr="Différence de note", en="Score difference")
    about: ClassVar[Words] = Words(
        fr="De combien un seul facteur déplace-t-il la réponse, tout le reste tenu ?",
        en="By how much does one factor move the answer, all else held?",
    )
    params: ClassVar[type[Params]] = _ScoreParams
    default_case: ClassVar[str] = "portraits_by_tone"
    controls: ClassVar[frozenset[Control]] = frozenset({"placebo", "identical"})
    results: ClassVar[tuple[ResultField, ...]] = RESULTS

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Every subject but a stand-in, which distorts what the original prefers."""
        if subject.badge == "stand-in":
            return Words(
                fr=f"« {subject.title.fr} » est une doublure : aucun écart ne peut venir d’elle.",
                en=f"“{subject.title.en}” is a stand-in: no gap can come from it.",
            )
        return None

    def what_it_can_show(self, call: Call) -> Words | None:
        """The difference that as many units as are asked for would mostly miss."""
        params = _ScoreParams.model_validate(call.params)
        plan = planned(call.case, params.factor, params.levels, params.n)
        return what_n_can_show_of_a_mean(plan.n, plan.units, plan.comparisons) if plan else None

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Read every stimulus, take differences unit by unit, and judge them beyond the placebo."""
        started = perf_counter()
        params = _ScoreParams.model_validate(call.params)
        subject = bench.subject(call.subject)
        answer = answer_of(subject, params.answer)
        design = design_of(
            bench, subject.card, call.case, params.factor, params.levels, params.n, params.held
        )
        flat = stimuli_of(design)
        again = flat[:TWICE]
        count = Count(progress, len(flat) + len(again))

        measures = measure(design, answer, bench, count)
        twice = read_answers(answer, bench, again, count)
        found = compare(design, measures, call.seed)
        identical = max(
            abs(one.value - two.value) for one, two in zip(measures.answered, twice, strict=False)
        )
        m = words.Scores(design, answer.card, found, identical)
        line, unit = found.line, answer.card.unit
        title = Words(fr=f"Moyenne : {answer.card.label.fr}", en=f"Mean: {answer.card.label.en}")
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=words.question(m),
                subject=identity(subject.card),
                stimuli=design.case.stimuli(
                    [each.shown for each in measures.answered],
                    held=[both(params.held)] if params.held else [],
                    varied=[] if design.factor in design.case.varied else [design.factor],
                ),
                unit_of_n=design.unit,
                n=found.n,
                conditions=max(1, len(flat) // found.n),
                result={
                    "n": found.n,
                    "groups": design.comparisons,
                    "reference": rounded(found.reference.mean),
                    "means": {each.group.name: rounded(each.mean) for each in found.lines},
                    "gaps": {each.group.name: rounded(each.gap) for each in found.lines},
                    "chances": {each.group.name: rounded_chance(each.corrected) for each in found.lines},
                    "judged": line.group.name,
                    "gap": rounded(line.gap),
                    "gap_low": rounded(line.spread.low),
                    "gap_high": rounded(line.spread.high),
                    "chance": rounded_chance(line.corrected),
                    "median_size": rounded(line.size),
                    "placebo_gap": rounded(found.worst_placebo.gap),
                    "placebo_size": rounded(found.worst_placebo.size),
                    "identical_gap": rounded(identical),
                    "direction": direction(line.spread),
                    "verdict": found.verdict,
                },
                values=words.values(m),
                verdict=found.verdict,
                placebo=shared.placebo_controls(found, design, unit, size_of_placebo(bench, design)),
                nulls=[words.identical_control(m)],
                per_unit=found.per_unit,
                caveats=[
                    *words.caveats(m),
                    *shared.caveats(
                        found, design,
                        what_n_can_show_of_a_mean(found.n, design.units, design.comparisons),
                    ),
                ],
                conclusion=words.conclusion(m),
                figures=[
                    shared.group_figure(found, design, unit, title),
                    *shared.gallery(design, measures.answered, answer.card),
                ],
                seconds=round(perf_counter() - started, 3),
            )
        )  # fmt: skip
