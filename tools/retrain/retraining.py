"""What every cause shares: a model made here, trained again several times with the cause and without it.

Only a model made here can be trained again: its data and its recipe are ours. The cause is planted in a sound
model or removed from a faulty one, everything else held fixed, and the answer is compared over the seeds.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from tools.errors import CallRefused, ToolFailed
from tools.finding import Call, Finding
from tools.honesty import finite
from tools.looking import identity
from tools.printing import printed
from tools.retrain import retrain_words as words
from tools.retrain.judging import MINIMUM_SEEDS, Judged, judge
from tools.retrain.recipes.crew import train_all
from tools.retrain.recipes.job import VARIANTS, Cause, Job, Trained, Variant
from tools.retrain.recipes.known import recipe_of, why_not
from tools.retrain.recipes.recipe import Trial
from tools.retrain.retrain_results import RESULTS
from tools.statistics import rounded
from tools.subject import SubjectCard
from tools.tool import Control, Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench


class RetrainParams(Params):
    """What a training may be told."""

    action: Literal["plant", "remove"] = Field("plant", description="Put the cause in, or take it out.")
    amount: float = Field(
        0.5, gt=0, le=1, description="Share that it touches of the training examples that it can touch."
    )
    seeds: int = Field(
        MINIMUM_SEEDS, ge=MINIMUM_SEEDS, le=20, description="Trainings each way, five at least."
    )
    seconds: float = Field(60.0, ge=1, le=600, description="The longest that all of them may take.")


class Retraining(Tool):
    """A cause planted in a model, or taken out of it: the one instrument that can establish a cause."""

    verb: ClassVar[Verb] = "retrain"
    params: ClassVar[type[Params]] = RetrainParams
    results: ClassVar[tuple[ResultField, ...]] = RESULTS
    default_case: ClassVar[str] = "identity_sentences_en"
    controls: ClassVar[frozenset[Control]] = frozenset({"placebo"})
    cause: ClassVar[Cause]

    @abstractmethod
    def suspected(self) -> Words:
        """The cause, for a sentence."""

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Models made here whose training fits in a minute: nobody else's can be repeated."""
        return why_not(subject)

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Train every seed four ways, in processes of their own; compare what they answer.

        Raises :class:`CallRefused` (``no_recipe``, ``no_such_cause``, ``wrong_case``) and
        :class:`ToolFailed` (``too_slow`` where fewer than five seeds fit in the time).
        """
        started = perf_counter()
        params = self.params.model_validate(call.params)
        assert isinstance(params, RetrainParams)
        card: SubjectCard = bench.subject(call.subject).card
        recipe = recipe_of(card.name)
        if recipe is None:
            raise CallRefused(
                "no_recipe",
                why_not(card)
                or Words(
                    fr=f"Aucune recette ne refait « {card.title.fr} ».",
                    en=f"No recipe makes “{card.title.en}” again.",
                ),
            )
        if (reason := recipe.refuses(card.name, self.cause, params.action)) is not None:
            raise CallRefused("no_such_cause", reason)
        case = bench.case(call.case)
        trial = recipe.trial(case, card.name, self.cause, params.action)
        by_variant = self._train(call, params, card.name, trial, recipe.passes, progress)
        seeds = len(by_variant["untouched"])
        judged = judge(*(by_variant[variant] for variant in VARIANTS), seed=call.seed)
        m = words.Measured(
            suspected=self.suspected(),
            action=params.action,
            amount=params.amount,
            trial=trial,
            judged=judged,
            n=len(judged.by_unit),
            seeds=seeds,
            asked_seeds=params.seeds,
            seconds=params.seconds,
            unmarked_before=_unmarked(by_variant["untouched"]),
            unmarked_after=_unmarked(by_variant["changed"]),
            accuracy=_accuracy(by_variant["untouched"]),
            shuffled_accuracy=_accuracy(by_variant["shuffled"]),
            touched=by_variant["changed"][0].touched,
            examples=by_variant["changed"][0].examples,
            small=recipe.small,
            limits=case.caveats,
        )
        result = _result(m, judged)
        finite({"gap": judged.gap, "placebo_gap": judged.placebo_gap, "shuffled_gap": judged.shuffled_gap})
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=words.question(m),
                subject=identity(card),
                stimuli=case.stimuli(trial.shown, held=[words.HELD], varied=[trial.planted]),
                unit_of_n=trial.unit,
                n=m.n,
                conditions=2 * len(VARIANTS) * seeds,
                result=result,
                values=words.values(m),
                verdict=judged.verdict,
                placebo=[words.placebo(m)],
                nulls=[words.shuffled(m)],
                per_unit=[rounded(each) for each in judged.by_unit],
                caveats=words.caveats(m),
                conclusion=words.conclusion(m),
                figures=[words.interval_figure(m), words.seeds_figure(m)],
                seconds=round(perf_counter() - started, 3),
            )
        )

    def _train(
        self,
        call: Call,
        params: RetrainParams,
        subject: str,
        trial: Trial,
        passes: int,
        progress: Progress,
    ) -> dict[Variant, list[Trained]]:
        """Every variant of every seed that the time let finish, the same seeds in each."""
        seeds = [100 * call.seed + number for number in range(params.seeds)]
        # A seed's four trainings come together: what the time cuts off is whole seeds, the last.
        jobs = [
            Job(
                subject=subject, cause=self.cause, action=params.action, amount=params.amount,
                variant=variant, seed=seed, asked=trial.asked,
            )
            for seed in seeds
            for variant in VARIANTS
        ]  # fmt: skip
        trained = train_all(jobs, passes=passes, seconds=params.seconds, progress=progress)
        found: dict[Variant, list[Trained]] = {variant: [] for variant in VARIANTS}
        ways = len(VARIANTS)
        for first in range(0, len(trained), ways):
            one = trained[first : first + ways]
            whole = [each for each in one if each is not None]
            if len(whole) == ways:
                for variant, each in zip(VARIANTS, whole, strict=True):
                    found[variant].append(each)
        if (done := len(found["untouched"])) < MINIMUM_SEEDS:
            raise _too_slow(done, params.seconds)
        return found


def _result(m: words.Measured, judged: Judged) -> dict[str, bool | int | float | str | dict[str, float]]:
    return {
        "n": m.n,
        "seeds": m.seeds,
        "baseline": rounded(judged.baseline),
        "rate": rounded(judged.rate),
        "gap": rounded(judged.gap),
        "ci_low": rounded(judged.interval.low),
        "ci_high": rounded(judged.interval.high),
        "placebo_gap": rounded(judged.placebo_gap),
        "seeds_moved": judged.seeds_moved,
        "gaps": {str(number + 1): rounded(each) for number, each in enumerate(judged.by_seed)},
        "verdict": judged.verdict,
        "shuffled_gap": rounded(judged.shuffled_gap),
        "unmarked_rate": rounded(m.unmarked_after),
        "accuracy": rounded(m.accuracy),
        "shuffled_accuracy": rounded(m.shuffled_accuracy),
        "touched": rounded(m.touched / m.examples),
    }


def _unmarked(trained: Sequence[Trained]) -> float:
    values = [value for each in trained for value in each.unmarked]
    return sum(values) / len(values)


def _accuracy(trained: Sequence[Trained]) -> float:
    return sum(each.accuracy for each in trained) / len(trained)


def _too_slow(done: int, seconds: float) -> ToolFailed:
    return ToolFailed(
        "too_slow",
        Words(
            fr=f"En {seconds:g} secondes, {done} graine(s) sur {MINIMUM_SEEDS} au moins : trop peu,"
            " rien n’est gardé.",
            en=f"In {seconds:g} seconds, {done} seed(s) of {MINIMUM_SEEDS} at least: too few, nothing"
            " is kept.",
        ),
        Words(fr="Donnez plus de temps (« seconds »).", en="Give it more time (“seconds”)."),
    )
