"""One change made to texts at several doses: what happens to the answer, beside a harmless change.

Not a tool by itself: each family of this folder (negation, misspelling…) is one, and states its doses.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from time import perf_counter
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from pydantic import Field, create_model

from tools.answering.asking import answer_of
from tools.errors import CallRefused
from tools.finding import Call, Finding
from tools.honesty import direction, shift_verdict
from tools.looking import Count, identity
from tools.perturb import text_words as words
from tools.perturb.text_reading import TextReader, before_and_after, decided, only_texts, threshold_of
from tools.perturb.text_results import DOSES
from tools.perturb.text_sample import harmless, made_from_templates, means, units_of
from tools.printing import printed
from tools.statistics import bootstrap, quantile, rounded
from tools.stimuli.sentences.recipes import reword, rewording_of
from tools.stimulus import Reworded, Sentence, TextChange
from tools.subject import SubjectCard
from tools.tool import Control, Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench

DEFAULT_N, DEFAULT_N_SLOW = 50, 30  # units; a language model reads one text at a time


class TextParams(Params):
    """What every change of texts takes."""

    n: int | None = Field(None, ge=1, le=1000, description="Units (templates, or texts); 30 for a verdict.")
    each: int = Field(1, ge=1, le=50, description="Sentences of one template: repeats, never units.")
    answer: str = Field("", description="Which number of the subject (a label, next:WORD…).")
    threshold: float | None = Field(None, description="Where the decision changes; 0.5 of a score.")


class DoseTextParams(TextParams):
    """And its doses."""

    levels: list[float] = Field(min_length=1, max_length=12)


def text_params(change: str, levels: Sequence[float], about: str) -> type[Params]:
    """The parameters of one family, with its own default doses."""
    made: type[Params] = create_model(
        f"{change.capitalize()}Params",
        __base__=DoseTextParams,
        levels=(
            list[float],
            Field(default_factory=lambda: list(levels), min_length=1, max_length=12, description=about),
        ),
    )
    return made


class TextResponse(Tool):
    """Base of the families: the same texts, one change, several doses, a harmless change as placebo."""

    verb: ClassVar[Verb] = "perturb"
    default_case: ClassVar[str] = "identity_sentences_en"
    controls: ClassVar[frozenset[Control]] = frozenset({"placebo", "identical"})
    results: ClassVar[tuple[ResultField, ...]] = DOSES
    change: ClassVar[TextChange]
    name: ClassVar[Words]  # "nier la phrase"
    unit: ClassVar[Words]  # of the dose: "mots changés"

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Subjects that read texts."""
        return only_texts(subject)

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Read every text as it is, twice, after a harmless change, and at every dose."""
        started = perf_counter()
        params = self.params.model_validate(call.params)
        assert isinstance(params, DoseTextParams)
        levels = sorted(set(params.levels))
        case = bench.case(call.case)
        subject = bench.subject(call.subject)
        answer = answer_of(subject, params.answer)
        units = units_of(case, params.n, params.each)
        if params.n is None:
            most = DEFAULT_N_SLOW if subject.card.answers == "words" else DEFAULT_N
            units = units_of(case, min(len(units), most), params.each)
        changed = {
            level: [
                [each for sentence in unit.sentences if (each := self._changed(sentence, level, call.seed))]
                for unit in units
            ]
            for level in levels
        }
        strongest = levels[-1]
        kept = [at for at, found in enumerate(changed[strongest]) if found]
        if not kept:
            raise _nothing(self.name, strongest, len(units))
        judged = [changed[strongest][at] for at in kept]
        total = sum(len(unit) for found in changed.values() for unit in found)
        count = Count(progress, 2 * total + 2 * sum(map(len, judged)))
        reader, threshold = TextReader(answer, count), threshold_of(answer, params.threshold)

        doses = {level: self._dose(reader, found, threshold) for level, found in changed.items()}
        calm = [harmless(each.before, call.seed) for unit in judged for each in unit]
        lengths = [len(unit) for unit in judged]
        originals = [each.before.text for unit in judged for each in unit]
        before = reader.read(originals)
        after = reader.read([each.text for each in calm])
        again = reader.read_again(originals)
        placebo = means([b - a for a, b in zip(before, after, strict=True)], lengths)
        placebo_flips = _share(before, after, threshold)
        dose = doses[strongest]
        shift = shift_verdict(dose.deltas, placebo)
        interval = bootstrap(dose.deltas, seed=call.seed)
        curve = {
            level: (_mean(found.deltas), bootstrap(found.deltas, seed=call.seed), len(found.deltas))
            for level, found in doses.items()
            if found.deltas
        }
        base = means(before, lengths)
        measured = words.Measured(
            name=self.name, unit=self.unit, levels=levels, strongest=strongest, n=len(kept),
            sentences=len(originals), offered=len(units), answer=answer.card, baseline=_mean(base),
            delta=_mean(dose.deltas), interval=interval, shift=shift, flips=dose.flips,
            placebo_flips=placebo_flips, placebo_words=_mean([each.words for each in calm]),
            placebo_kinds=tuple(sorted({each.kind for each in calm})), threshold=threshold,
            again=max(abs(b - a) for a, b in zip(before, again, strict=True)),
            of_template=made_from_templates(case), limits=case.caveats,
            touched=_mean([each.touched for unit in judged for each in unit]),
        )  # fmt: skip
        first = judged[0][0]
        example = [
            (Words(fr="Avant", en="Before"), first.before.text, before[0]),
            (Words(fr="Après", en="After"), first.after.text, reader.read([first.after.text])[0]),
            (Words(fr="Placebo", en="Placebo"), calm[0].text, after[0]),
        ]
        band = (quantile(placebo, 0.025), quantile(placebo, 0.975))
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=words.question(measured),
                subject=identity(subject.card),
                stimuli=case.stimuli(
                    [each.before for unit in judged for each in unit],
                    varied=[words.varied(measured)],
                    used=len(originals),
                ),
                unit_of_n=words.unit_of_n(measured),
                n=len(kept),
                conditions=len(levels),
                result={
                    "n": len(kept),
                    "sentences": len(originals),
                    "baseline": rounded(measured.baseline),
                    "deltas": {f"{level:g}": rounded(found[0]) for level, found in curve.items()},
                    "strongest": strongest,
                    "max_delta": rounded(measured.delta),
                    "ci_low": rounded(interval.low),
                    "ci_high": rounded(interval.high),
                    "median_shift": rounded(shift.median),
                    "placebo_delta": rounded(shift.placebo_median),
                    "placebo_limit": rounded(shift.placebo_limit),
                    "flips": rounded(dose.flips),
                    "placebo_flips": rounded(placebo_flips),
                    "decides": threshold is not None,
                    "direction": direction(interval),
                    "monotonic": _monotonic([0.0, *(found[0] for found in curve.values())]),
                    "verdict": shift.verdict,
                },
                values=words.values(measured),
                verdict=shift.verdict,
                placebo=[words.placebo(measured)],
                nulls=[words.identical(measured)],
                per_unit=[rounded(each) for each in dose.deltas],
                caveats=words.caveats(measured),
                conclusion=words.conclusion(measured),
                figures=[words.curve_figure(measured, curve, band), before_and_after(example, answer)],
                seconds=round(perf_counter() - started, 3),
            )
        )

    def _changed(self, sentence: Sentence, level: float, seed: int) -> _Changed | None:
        """The sentence at one dose; ``None`` where it offers too few places."""
        try:
            after = reword(sentence, self.change, level, seed)
        except CallRefused as refused:
            if refused.code == "nothing_to_change":
                return None
            raise
        assert isinstance(after.recipe, Reworded)
        return _Changed(sentence, after, rewording_of(after.recipe).words_touched)

    def _dose(
        self, reader: TextReader, found: Sequence[Sequence[_Changed]], threshold: float | None
    ) -> _Dose:
        flat = [each for unit in found for each in unit]
        before = reader.read([each.before.text for each in flat])
        after = reader.read([each.after.text for each in flat])
        lengths = [len(unit) for unit in found if unit]
        deltas = means([b - a for a, b in zip(before, after, strict=True)], lengths)
        return _Dose(deltas, _share(before, after, threshold))


class _Changed(NamedTuple):
    before: Sentence
    after: Sentence
    touched: int  # words


class _Dose(NamedTuple):
    deltas: list[float]  # answer after minus before, a unit
    flips: float


def _share(before: Sequence[float], after: Sequence[float], threshold: float | None) -> float:
    """The share of texts whose decision changes."""
    if not before:
        return 0.0
    changed = [decided(a, threshold) != decided(b, threshold) for a, b in zip(before, after, strict=True)]
    return sum(changed) / len(changed)


def _monotonic(curve: Sequence[float]) -> bool:
    steps = [after - before for before, after in pairwise(curve)]
    return all(step >= 0 for step in steps) or all(step <= 0 for step in steps)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _nothing(name: Words, level: float, units: int) -> CallRefused:
    return CallRefused(
        "nothing_to_change",
        Words(
            fr=f"Aucun des {units} textes n’offre {level:g} endroit(s) où {name.fr}.",
            en=f"None of the {units} texts offers {level:g} place(s) for {name.en}.",
        ),
        Words(fr="Donnez une dose plus faible, ou d’autres textes.", en="Give a lower dose, or other texts."),
    )
