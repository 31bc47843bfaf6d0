"""How far harmless changes move a subject's answer: what any effect must exceed, measured first."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from tools.answering.asking import answer_of
from tools.finding import Call, Finding, Verdict
from tools.honesty import MINIMUM_UNITS, PLACEBO_QUANTILE
from tools.looking import Count, identity
from tools.printing import printed
from tools.reproduce import stability_words as words
from tools.reproduce.harmless import DEFAULT_N, Harmless, Neighbours, neighbours_of
from tools.reproduce.reading import Answered, Stimulus, read_answers
from tools.reproduce.stability_results import RESULTS
from tools.reproduce.studio_factors import listed
from tools.statistics import bootstrap, quantile, rounded
from tools.stimuli.cases import Shown
from tools.stimulus import Edited
from tools.subject import SubjectCard
from tools.tool import Control, Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words, format_number, in_both

if TYPE_CHECKING:
    from tools.bench import Bench

TWICE = 8  # stimuli read a second time
SIZED = 4  # pictures on which the size of a change is taken


class _StabilityParams(Params):
    changes: str = Field(
        "", description="Which harmless changes. Pictures: shift, jpeg, flip. Texts: swap, paraphrase,"
        " misspelling. All of them by default.",
    )  # fmt: skip
    answer: str = Field("", description="Which number of the subject; the usual one by default.")
    threshold: float = Field(0.5, description="Answers that cross it are counted.")
    n: int | None = Field(None, ge=2, le=1000, description="Units; 30 or more for a verdict.")


class PlaceboStability(Tool):
    """Moves of the answer under harmless changes, beside the gap between unrelated stimuli."""

    verb: ClassVar[Verb] = "reproduce"
    method: ClassVar[str] = "placebo_stability"
    title: ClassVar[Words] = Words(fr="Tenue au placebo", en="Placebo stability")
    about: ClassVar[Words] = Words(
        fr="De combien la réponse bouge-t-elle quand rien d’important ne change ?",
        en="How much does the answer move when nothing that matters changes?",
    )
    params: ClassVar[type[Params]] = _StabilityParams
    default_case: ClassVar[str] = "portraits"
    controls: ClassVar[frozenset[Control]] = frozenset({"placebo", "identical"})
    results: ClassVar[tuple[ResultField, ...]] = RESULTS

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Every subject but a stand-in: no effect comes from one, so none has to exceed anything."""
        if subject.badge == "stand-in":
            return Words(
                fr=f"« {subject.title.fr} » est une doublure : ce qu’un effet doit dépasser se mesure sur"
                " l’original.",
                en=f"“{subject.title.en}” is a stand-in: what an effect must exceed is measured on the"
                " original.",
            )
        return None

    def what_it_can_show(self, call: Call) -> Words | None:
        """How many answers the limit rests on: its 95th percentile leaves one unit in twenty beyond."""
        params = _StabilityParams.model_validate(call.params)
        n = params.n or DEFAULT_N
        beyond = max(1, n // 20)
        said = in_both(lambda language: format_number(n, "int", language))
        return Words(
            fr=f"Avec {said.fr} unités, le 95e centile ne laisse que {beyond} au-delà : il est approximatif.",
            en=f"With {said.en} units, the 95th percentile leaves only {beyond} beyond: it is rough.",
        )

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Read every stimulus and its harmless neighbours, and tell how far the answer moves."""
        started = perf_counter()
        params = _StabilityParams.model_validate(call.params)
        subject = bench.subject(call.subject)
        answer = answer_of(subject, params.answer)
        near = neighbours_of(bench, subject.card, call.case, listed(params.changes), params.n, call.seed)
        before: list[Stimulus] = [trial.before for trial in near.trials]
        after = [
            [
                (unit, found)
                for unit, trial in enumerate(near.trials)
                if (found := trial.after[place]) is not None
            ]
            for place in range(len(near.changes))
        ]
        count = Count(progress, len(before) + min(TWICE, len(before)) + sum(map(len, after)))

        plain = read_answers(answer, bench, before, count)
        again = read_answers(answer, bench, before[:TWICE], count)
        moved: list[words.Moved] = []
        shown: list[Answered] = list(plain)
        sizes: list[list[float]] = [[] for _ in before]
        for change, held in zip(near.changes, after, strict=True):
            read = read_answers(answer, bench, [stimulus for _, stimulus in held], count)
            shown += read
            pairs = [(plain[unit].value, found.value) for (unit, _), found in zip(held, read, strict=True)]
            for (unit, _), (old, new) in zip(held, pairs, strict=True):
                sizes[unit].append(abs(new - old))
            moved.append(_moved(bench, near, change, pairs, params.threshold, call.seed))
        identical = max(abs(one.value - two.value) for one, two in zip(plain, again, strict=False))
        unrelated = _unrelated(plain)
        worst = max(moved, key=lambda each: (each.limit, each.median))
        m = words.Stabilities(
            answer.card, len(before), near.units, moved, unrelated, identical,
            _verdict(len(before), worst.limit, unrelated), all(0 <= each.value <= 1 for each in shown),
        )  # fmt: skip
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=words.question(m),
                subject=identity(subject.card),
                stimuli=near.case.stimuli(
                    [each.shown for each in shown], varied=[change.label for change in near.changes]
                ),
                unit_of_n=near.unit,
                n=m.n,
                conditions=1 + len(near.changes),
                result={
                    "n": m.n,
                    "counts": {each.change.name: each.n for each in moved},
                    "medians": {each.change.name: rounded(each.median) for each in moved},
                    "limits": {each.change.name: rounded(each.limit) for each in moved},
                    "flips": {each.change.name: rounded(each.flips) for each in moved},
                    "worst": worst.change.name,
                    "median": rounded(worst.median),
                    "limit": rounded(worst.limit),
                    "unrelated": rounded(unrelated),
                    "identical": rounded(identical),
                    "verdict": m.verdict,
                },
                values=words.values(m),
                verdict=m.verdict,
                placebo=words.placebos(m),
                nulls=words.nulls(m),
                per_unit=[rounded(sum(each) / len(each)) for each in sizes],
                caveats=[*words.caveats(m), *near.case.caveats],
                conclusion=words.conclusion(m),
                figures=[words.figure(m)],
                seconds=round(perf_counter() - started, 3),
            )
        )


def _moved(
    bench: Bench, near: Neighbours, change: Harmless, pairs: Sequence[tuple[float, float]],
    threshold: float, seed: int,
) -> words.Moved:  # fmt: skip
    import numpy as np

    sizes = [abs(new - old) for old, new in pairs]
    crossed = [(old >= threshold) != (new >= threshold) for old, new in pairs]
    return words.Moved(
        change, len(sizes), quantile(sizes, 0.5),
        bootstrap(sizes, lambda rows: np.asarray(np.median(rows, axis=-1)), seed=seed),
        quantile(sizes, PLACEBO_QUANTILE), sum(crossed) / len(crossed), _size(bench, near, change),
    )  # fmt: skip


def _size(bench: Bench, near: Neighbours, change: Harmless) -> float:
    """How large a change is: mean absolute difference of a channel in 8-bit levels; of texts, one word."""
    from tools.stimuli.changes import difference

    pictures = [trial.before for trial in near.trials[:SIZED] if isinstance(trial.before, Shown)]
    if not pictures:
        return 1.0
    place = near.changes.index(change)
    edited = near.trials[0].after[place]
    assert isinstance(edited, Shown)
    assert isinstance(edited.recipe, Edited)
    name = edited.recipe.change
    return sum(difference(bench.pixels(each.recipe), name, change.amount) for each in pictures) / len(
        pictures
    )


def _unrelated(plain: Sequence[Answered]) -> float:
    """The median gap between two different units: every pair of them."""
    import numpy as np

    values = np.array([each.value for each in plain])
    if len(values) < 2:
        return 0.0
    one, other = np.triu_indices(len(values), k=1)
    return float(np.median(np.abs(values[one] - values[other])))


def _verdict(n: int, limit: float, unrelated: float) -> Verdict:
    """Usable where 95 harmless changes in a hundred move the answer less than another stimulus does."""
    if n < MINIMUM_UNITS or (limit == 0 and unrelated == 0):
        return "inconclusive"
    return "usable" if limit < unrelated else "unusable"
