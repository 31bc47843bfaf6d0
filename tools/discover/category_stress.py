"""A gap by group, tried under other divisions: is it in the answers, or in how people were divided?"""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from tools.answering.asking import answer_of
from tools.discover import stress_words as words
from tools.discover.divisions import divided
from tools.discover.stress import stressed
from tools.discover.stress_results import RESULTS
from tools.errors import CallRefused
from tools.finding import Call, Finding, Verdict
from tools.looking import Count, identity
from tools.printing import printed
from tools.reproduce.reading import read_answers
from tools.statistics import rounded
from tools.subject import SubjectCard
from tools.tool import Control, Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench


class _StressParams(Params):
    factor: str = Field(
        "",
        max_length=40,
        description="Busts: a setting that goes by degrees (tone, age, light…). Sentences: a list of words.",
    )
    levels: str | list[float] = Field(
        "", description="Busts: its levels, in rising order; each boundary between two is tried."
    )
    answer: str = Field(
        "", max_length=60, description="Which number of the subject; the usual one by default."
    )
    n: int | None = Field(None, ge=2, le=1000, description="Identities or templates; 30 for a verdict.")


class CategoryStress(Tool):
    """The same gap under every boundary, along the axis without groups, and with blurred labels."""

    verb: ClassVar[Verb] = "discover"
    method: ClassVar[str] = "category_stress"
    title: ClassVar[Words] = Words(fr="Les catégories à l’épreuve", en="Categories under stress")
    about: ClassVar[Words] = Words(
        fr="L’écart entre deux groupes tient-il quand on déplace leur frontière ?",
        en="Does the gap between two groups hold when their boundary moves?",
    )
    params: ClassVar[type[Params]] = _StressParams
    default_case: ClassVar[str] = "portraits"
    controls: ClassVar[frozenset[Control]] = frozenset({"placebo", "chance"})
    results: ClassVar[tuple[ResultField, ...]] = RESULTS

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Every subject but a stand-in, which distorts what the original prefers."""
        if subject.badge == "stand-in":
            return Words(
                fr=f"« {subject.title.fr} » est une doublure : aucun écart ne peut venir d’elle.",
                en=f"“{subject.title.en}” is a stand-in: no gap can come from it.",
            )
        return None

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Ask every stimulus once, then divide the answers in every way."""
        import numpy as np

        started = perf_counter()
        params = _StressParams.model_validate(call.params)
        case = bench.case(call.case)
        design = divided(case, params.factor, params.levels, params.n)
        subject = bench.subject(call.subject)
        answer = answer_of(subject, params.answer)
        flat = [stimulus for unit in design.stimuli for stimulus in unit]
        answered = read_answers(answer, bench, flat, Count(progress, len(flat)))
        table = np.asarray([each.value for each in answered]).reshape(len(design.stimuli), -1)
        if float(np.ptp(table)) == 0:
            raise CallRefused(
                "constant_answers",
                Words(
                    fr="Toutes les réponses sont les mêmes : aucun écart ne pouvait se montrer.",
                    en="All answers are the same: no gap could show.",
                ),
                Words(
                    fr="Choisissez une autre réponse du sujet.", en="Choose another answer of the subject."
                ),
            )
        found = stressed(table, design.divisions, design.axis, call.seed)
        verdict: Verdict = found.verdict if found.stands else "inconclusive"
        measured = words.Measured(answer.card, design, found, len(table), verdict, table.shape[1])
        usual = found.usual
        slope, along = found.slope if found.slope is not None else (0.0, None)
        gaps = [each.gap for each in found.judged]
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=words.question(measured),
                subject=identity(subject.card),
                stimuli=case.stimuli(
                    [each.shown for each in answered], varied=[design.factor], used=len(table)
                ),
                unit_of_n=design.unit,
                n=len(table),
                conditions=table.shape[1],
                result={
                    "n": len(table),
                    "divisions": len(found.judged),
                    "gap": rounded(usual.gap),
                    "ci_low": rounded(usual.interval.low),
                    "ci_high": rounded(usual.interval.high),
                    "chance": rounded(usual.chance),
                    "least_gap": rounded(min(gaps)),
                    "largest_gap": rounded(max(gaps)),
                    "slope": rounded(slope),
                    "slope_low": rounded(along.low) if along else 0.0,
                    "slope_high": rounded(along.high) if along else 0.0,
                    "blurred_gap": rounded(found.blurred[-1].middle),
                    "dealt_limit": rounded(max(abs(found.dealt.low), abs(found.dealt.high))),
                    "usual_verdict": found.verdict,
                    "stands": "stands" if found.stands else "depends",
                    "turned_by": list(found.flips),
                    "verdict": verdict,
                },
                values=words.values(measured),
                verdict=verdict,
                placebo=[words.labels(measured)],
                nulls=[words.dealt(measured)],
                caveats=[*words.caveats(measured), *case.caveats],
                conclusion=words.conclusion(measured),
                figures=[words.figure(measured)],
                per_unit=[rounded(each) for each in usual.by_unit],
                seconds=round(perf_counter() - started, 3),
            )
        )
