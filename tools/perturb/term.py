"""One word of a sentence gives way to each word of a list: which of them moves the answer, and how far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from tools.answering.asking import answer_of
from tools.finding import Call, Finding, Verdict
from tools.honesty import MINIMUM_UNITS, PLACEBO_QUANTILE, Shift, direction
from tools.looking import Count, identity
from tools.perturb import term_words as words
from tools.perturb.term_frames import (
    asked_words,
    frames_of,
    language_of_frames,
    neutral_words,
    spelled,
)
from tools.perturb.text_reading import TextReader, before_and_after, decided, only_texts, threshold_of
from tools.perturb.text_response import TextParams
from tools.perturb.text_results import TERMS
from tools.perturb.text_sample import harmless, made_from_templates
from tools.printing import printed
from tools.statistics import Interval, bootstrap, quantile, rounded
from tools.stimuli.sentences.recipes import written
from tools.stimulus import Filled
from tools.subject import SubjectCard
from tools.tool import Control, Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench

SLOW_N = 30


class _TermParams(TextParams):
    each: int = Field(1, ge=1, le=1, description="Always 1: the words are the repeats.")
    word: str = Field("", description="The word of a text of one’s own that gives way.")
    words: str = Field("", description="The words that take its place, by commas; the lists by default.")


class Term(Tool):
    """Each word against the mean of neutral words in the same sentence; the limit is what neutral words do
    against each other, corrected for as many words as are tried."""

    verb: ClassVar[Verb] = "perturb"
    method: ClassVar[str] = "term"
    title: ClassVar[Words] = Words(fr="Un mot pour un autre", en="One word for another")
    about: ClassVar[Words] = Words(
        fr="La même phrase, un mot remplacé tour à tour", en="The same sentence, one word given way in turn"
    )
    params: ClassVar[type[Params]] = _TermParams
    default_case: ClassVar[str] = "identity_sentences_en"
    controls: ClassVar[frozenset[Control]] = frozenset({"placebo", "identical"})
    results: ClassVar[tuple[ResultField, ...]] = TERMS

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Subjects that read texts."""
        return only_texts(subject)

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Read every sentence with every word; judge the word that moves most, by the corrected limit."""
        started = perf_counter()
        params = _TermParams.model_validate(call.params)
        case = bench.case(call.case)
        subject = bench.subject(call.subject)
        answer = answer_of(subject, params.answer)
        few = subject.card.answers == "words"
        frames = frames_of(case, params.n, params.word.strip())
        if few and params.n is None and len(frames) > SLOW_N:
            frames = frames_of(case, SLOW_N, params.word.strip())
        language = language_of_frames(frames)
        own = not isinstance(frames[0].sentence.recipe, Filled)
        neutral = neutral_words(language, few=few)
        tried = asked_words(params.words, language, few=few, literal=own)
        count = Count(progress, len(frames) * (len(tried) + len(neutral) + 3))
        reader, threshold = TextReader(answer, count), threshold_of(answer, params.threshold)

        def answers(terms: Sequence[str]) -> dict[str, list[float]]:
            return {term: reader.read([frame.with_word(term) for frame in frames]) for term in terms}

        calm, found = answers(neutral), answers(tried)
        base = [sum(each) / len(neutral) for each in zip(*calm.values(), strict=True)]
        deltas = {term: [b - a for a, b in zip(base, read, strict=True)] for term, read in found.items()}
        placebo = _against_the_others(calm)
        correction = 1 - (1 - PLACEBO_QUANTILE) / len(tried)
        sizes = [abs(each) for each in placebo]
        limit = quantile(sizes, correction)
        medians = {term: quantile([abs(each) for each in held], 0.5) for term, held in deltas.items()}
        judged = max(medians, key=lambda term: medians[term])
        verdict: Verdict = "inconclusive"
        if len(frames) >= MINIMUM_UNITS:
            verdict = "effect" if medians[judged] > limit else "none_shown"
        shift = Shift(medians[judged], quantile(sizes, 0.5), limit, verdict)
        convicted = sorted(
            (term for term in medians if verdict == "effect" and medians[term] > limit),
            key=lambda term: -medians[term],
        )
        intervals = {term: bootstrap(held, seed=call.seed) for term, held in deltas.items()}
        first_neutral = [frame.with_word(neutral[0]) for frame in frames]
        swapped = [harmless(written(text, language), call.seed) for text in first_neutral]
        swaps = [
            abs(b - a)
            for a, b in zip(calm[neutral[0]], reader.read([each.text for each in swapped]), strict=True)
        ]
        again = reader.read_again(first_neutral)
        measured = words.Measured(
            n=len(frames), offered=len({s.sha256 for s in case.texts}) if own else len(frames),
            answer=answer.card, tried=len(tried), neutral=len(neutral), term=spelled(judged, language),
            baseline=sum(base) / len(base), delta=_mean(deltas[judged]), interval=intervals[judged],
            shift=shift, flips=_flips(base, found[judged], threshold),
            placebo_flips=_mean([_flips(base, read, threshold) for read in calm.values()]),
            swap_median=quantile(swaps, 0.5), swap_limit=quantile(swaps, PLACEBO_QUANTILE),
            swap_words=_mean([each.words for each in swapped]),
            again=max(abs(b - a) for a, b in zip(calm[neutral[0]], again, strict=True)),
            convicted=[spelled(term, language) for term in convicted], threshold=threshold,
            of_template=made_from_templates(case), limits=case.caveats,
        )  # fmt: skip
        worst = max(range(len(frames)), key=lambda at: abs(deltas[judged][at])) if own else 0
        example = [
            (Words(fr=f"« {spelled(neutral[0], language)} »", en=f"“{spelled(neutral[0], language)}”"),
             first_neutral[worst], calm[neutral[0]][worst]),
            (Words(fr=f"« {measured.term} »", en=f"“{measured.term}”"),
             frames[worst].with_word(judged), found[judged][worst]),
        ]  # fmt: skip
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=words.question(measured),
                subject=identity(subject.card),
                stimuli=case.stimuli(
                    [frame.sentence for frame in frames], varied=[words.varied(measured)], used=None
                ),
                unit_of_n=words.unit_of_n(measured),
                n=len(frames),
                conditions=len(tried) + len(neutral),
                result=_result(measured, deltas, convicted, judged),
                values=words.values(measured),
                verdict=verdict,
                placebo=[words.placebo(measured), words.swap(measured)],
                nulls=[words.identical(measured)],
                per_unit=[rounded(each) for each in deltas[judged]],
                caveats=words.caveats(measured),
                conclusion=words.conclusion(measured),
                figures=[
                    words.interval_figure(
                        measured,
                        {spelled(term, language): (_mean(deltas[term]), intervals[term]) for term in medians},
                        _band(placebo, correction),
                    ),
                    before_and_after(example, answer),
                ],
                seconds=round(perf_counter() - started, 3),
            )
        )


def _result(
    m: words.Measured, deltas: Mapping[str, Sequence[float]], convicted: list[str], judged: str
) -> dict[str, bool | int | float | str | list[str] | dict[str, float]]:
    return {
        "n": m.n,
        "sentences": m.n * (m.tried + m.neutral),
        "baseline": rounded(m.baseline),
        "deltas": {term: rounded(_mean(held)) for term, held in deltas.items()},
        "max_delta": rounded(m.delta),
        "ci_low": rounded(m.interval.low),
        "ci_high": rounded(m.interval.high),
        "median_shift": rounded(m.shift.median),
        "placebo_delta": rounded(m.shift.placebo_median),
        "placebo_limit": rounded(m.shift.placebo_limit),
        "flips": rounded(m.flips),
        "placebo_flips": rounded(m.placebo_flips),
        "decides": m.threshold is not None,
        "direction": direction(m.interval),
        "verdict": m.shift.verdict,
        "term": judged,
        "convicted": ", ".join(convicted),
    }


def _against_the_others(calm: Mapping[str, Sequence[float]]) -> list[float]:
    """Each neutral word against the mean of the other ones, in every sentence."""
    found = []
    for row in zip(*calm.values(), strict=True):
        total = sum(row)
        found += [value - (total - value) / (len(row) - 1) for value in row]
    return found


def _flips(before: Sequence[float], after: Sequence[float], threshold: float | None) -> float:
    changed = [decided(a, threshold) != decided(b, threshold) for a, b in zip(before, after, strict=True)]
    return sum(changed) / len(changed)


def _band(placebo: Sequence[float], correction: float) -> Interval:
    tail = (1 - correction) / 2
    return Interval(quantile(placebo, tail), quantile(placebo, 1 - tail))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
