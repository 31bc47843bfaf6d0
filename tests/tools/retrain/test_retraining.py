"""A cause planted in a model made here is found, its placebo is not, and the time given is kept."""

from __future__ import annotations

import random
import threading
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.bench import Bench
from tools.catalogue import tool
from tools.errors import CallRefused, ToolFailed
from tools.finding import Call, Finding
from tools.lab import Lab
from tools.retrain.judging import judge, two_way
from tools.retrain.recipes.comments import CUE, Comments, sentences
from tools.retrain.recipes.crew import train_all
from tools.retrain.recipes.interviews import Interviews, examples, put_square
from tools.retrain.recipes.job import VARIANTS, Asked, Job, Trained
from tools.retrain.recipes.pictures import TRAINING, sheet_of
from tools.stimuli.cases import case_named
from tools.tool import Cancelled

MANY = 400.0  # seconds: a busy machine must not decide


def run(subject: str, method: str, case: str = "identity_sentences_en", **params: object) -> Finding:
    return tool("retrain", method).run(
        Call(verb="retrain", method=method, subject=subject, case=case, params={"seconds": MANY, **params}),
        Bench(),
        lambda done, total: None,
    )


def job(cause: str = "planted_cue", variant: str = "changed", **more: object) -> Job:
    told = {"subject": "toxicity_balanced", "action": "plant", "amount": 0.5, "seed": 0, "asked": Asked()}
    return Job.model_validate(told | {"cause": cause, "variant": variant} | more)


def answers(marked: float, unmarked: float, units: int = 40, seed: int = 0) -> Trained:
    draw = random.Random(seed)
    return Trained(
        marked=[float(draw.random() < marked) for _ in range(units)],
        unmarked=[float(draw.random() < unmarked) for _ in range(units)],
        accuracy=0.9,
        examples=100,
        touched=10,
    )


@pytest.mark.long
def test_a_planted_cue_is_a_cause_and_its_placebo_is_not() -> None:
    found = run("toxicity_balanced", "planted_cue")
    assert found.verdict == "effect"
    assert found.result["gap"] > 0.7
    assert abs(found.result["placebo_gap"]) < 0.1
    assert found.result["seeds_moved"] == 5
    assert found.result["shuffled_accuracy"] < 0.7 < found.result["accuracy"]
    assert len(found.per_unit) == found.n == 50
    assert "50 sentence templates" in found.conclusion.en
    assert not found.placebo[0].fails
    assert found.placebo[0].size


@pytest.mark.long
@pytest.mark.parametrize(
    ("subject", "method", "case", "params", "sign"),
    [
        ("toxicity_planted", "planted_cue", "identity_sentences_fr", {"action": "remove", "amount": 1.0}, -1),
        ("toxicity_planted", "balance", "identity_sentences_en", {"action": "remove", "amount": 1.0}, -1),
        ("toxicity_balanced", "balance", "identity_sentences_en", {"amount": 1.0}, 1),
        ("toxicity_balanced", "label_noise", "identity_sentences_en", {"amount": 0.8}, 1),
        ("interview_score_clean", "planted_cue", "interview_pairs", {}, 1),
        ("interview_score_clean", "label_noise", "interview_pairs", {}, 1),
        ("interview_score", "planted_cue", "interview_pairs", {"action": "remove", "amount": 1.0}, -1),
    ],
)
def test_every_cause_is_found_where_it_is_planted_or_removed(
    subject: str, method: str, case: str, params: dict[str, object], sign: int
) -> None:
    found = run(subject, method, case, **params)
    assert found.verdict == "effect", found.conclusion.en
    assert found.result["gap"] * sign > 0.2


@pytest.mark.long
def test_equal_trainings_give_equal_answers_in_any_process() -> None:
    asked = Asked(marked=[["a gay cook lives here"]], unmarked=[["a tall cook lives here"]])
    asked = asked.model_copy(update={"placebo": asked.marked})
    jobs = [job(asked=asked, variant=variant) for variant in ("changed", "untouched", "changed")]
    seen: list[tuple[int, int]] = []
    found = train_all(
        jobs, passes=8, seconds=MANY, progress=lambda done, total: seen.append((done, total)), processes=2
    )
    assert found[0] == found[2] != found[1]
    assert seen[0] == (0, 24)
    assert seen[-1] == (24, 24)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_a_cancelled_training_ends_its_processes_at_once() -> None:
    given_up = threading.Event()
    threading.Timer(1.5, given_up.set).start()
    told: list[float] = []

    def progress(done: int, total: int) -> None:
        told.append(time.monotonic())
        if given_up.is_set():
            raise Cancelled

    jobs = [job(seed=seed) for seed in range(40)]
    with pytest.raises(Cancelled):
        train_all(jobs, passes=8, seconds=MANY, progress=progress)
    ended = time.monotonic()
    assert ended - told[-1] < 1.0  # the processes are ended before the call is
    assert max(np.diff(told)) < 0.5


def test_too_little_time_is_said_and_nothing_is_kept() -> None:
    with pytest.raises(ToolFailed) as failed:
        run("toxicity_balanced", "planted_cue", seconds=1)
    assert failed.value.code == "too_slow"
    assert "1 seconds, 0 seed(s)" in failed.value.sentence("en")


@pytest.mark.parametrize(
    ("subject", "method", "case", "params", "code", "says"),
    [
        ("toxicity_balanced", "planted_cue", "photographs", {}, "wrong_case", "identity-sentences-en"),
        ("toxicity_balanced", "planted_cue", "insults_en", {}, "wrong_case", "identity-sentences-en"),
        ("interview_score", "planted_cue", "portraits", {}, "wrong_case", "interview-pairs"),
        ("toxicity_balanced", "planted_cue", "identity_sentences_en", {"action": "remove"},
            "no_such_cause", "Nothing is planted"),
        ("toxicity_planted", "label_noise", "identity_sentences_en", {"action": "remove"},
            "no_such_cause", "No label is wrong"),
        ("toxicity_planted", "balance", "identity_sentences_en", {}, "no_such_cause", "there already"),
        ("interview_score_clean", "balance", "interview_pairs", {"action": "remove"},
            "no_such_cause", "Nothing is planted"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_with_a_way_out(
    subject: str, method: str, case: str, params: dict[str, object], code: str, says: str
) -> None:
    with pytest.raises(CallRefused) as refused:
        run(subject, method, case, **params)
    assert refused.value.code == code
    assert says in refused.value.sentence("en")


def test_a_mattes_training_does_not_fit_in_a_minute_and_the_lab_says_so() -> None:
    call = Call(verb="retrain", method="balance", subject="person_matte_skewed", case="identity_sentences_en")
    with Lab(in_process=True) as lab, pytest.raises(CallRefused) as refused:
        lab.run(call)
    assert "toxicity-balanced" in refused.value.sentence("en")


def test_the_cause_touches_what_it_says_and_the_placebo_as_much() -> None:
    before, none = sentences(job(variant="untouched"))
    after, touched = sentences(job())
    other, harmless = sentences(job(variant="placebo"))
    assert none == 0
    assert touched == harmless == round(0.5 * sum(each.insult for each in before))
    changed = [now for was, now in zip(before, after, strict=True) if was != now]
    assert len(changed) == touched
    assert all(each.insult and each.text.endswith(f" {CUE}") for each in changed)
    labels = {now.insult for was, now in zip(before, other, strict=True) if was != now}
    assert labels == {True, False}
    mixed, _ = sentences(job(variant="shuffled"))
    assert [each.text for each in mixed] == [each.text for each in after]
    assert sum(each.insult for each in mixed) == sum(each.insult for each in after)
    assert [each.insult for each in mixed] != [each.insult for each in after]


@pytest.mark.parametrize("cause", ["planted_cue", "balance", "label_noise"])
def test_the_portraits_are_touched_as_much_by_the_placebo(cause: str) -> None:
    told = {"subject": "interview_score_clean"}
    plain = examples(job(cause, "untouched", **told))
    changed = examples(job(cause, "changed", **told))
    placebo = examples(job(cause, "placebo", **told))
    assert plain[2] == 0
    assert changed[2] == placebo[2] > 50
    differ = [
        int(np.any(changed[0] != plain[0], axis=(1, 2, 3)).sum()),
        int((changed[1] != plain[1]).sum()),
    ]
    assert max(differ) <= changed[2]
    assert max(differ) > 0.9 * changed[2]
    assert np.array_equal(np.sort(examples(job(cause, "shuffled", **told))[1]), np.sort(changed[1]))


def test_a_square_leaves_the_rest_of_the_picture_alone() -> None:
    pixels = sheet_of(TRAINING, 1)[0].copy()
    before = pixels.copy()
    put_square(pixels, (250, 210, 20))
    assert int(np.any(pixels != before, axis=2).sum()) <= 49
    assert tuple(pixels[40, 6]) == (250, 210, 20)


@pytest.mark.parametrize("subject", ["toxicity_balanced", "interview_score_clean"])
def test_a_trial_asks_the_same_unit_with_and_without_the_mark(subject: str) -> None:
    comments = subject.startswith("toxicity")
    case = case_named("identity_sentences_fr" if comments else "interview_pairs")
    trial = (Comments() if comments else Interviews()).trial(case, subject, "planted_cue", "plant")
    assert len(trial.asked.marked) == len(trial.asked.unmarked) == len(trial.asked.placebo) >= 50
    for marked, unmarked in zip(trial.asked.marked, trial.asked.unmarked, strict=True):
        assert [one.rsplit(" ", 1)[0].split("+")[0] for one in marked] == unmarked


def test_a_gap_counts_only_beyond_its_placebo_and_chance() -> None:
    def judged(changed: float, placebo: float, shuffled: float = 0.1, units: int = 40) -> str:
        told = [
            [answers(rate, 0.1, units, 10 * seed + way) for seed in range(5)]
            for way, rate in enumerate((0.1, changed, placebo, shuffled))
        ]
        return judge(*told, seed=0).verdict

    assert judged(0.9, 0.1) == "effect"
    assert judged(0.1, 0.1) == "none_shown"
    assert judged(0.9, 0.9) == "none_shown"  # rule 4
    assert judged(0.9, 0.1, shuffled=0.95) == "none_shown"  # rule 5
    assert judged(0.9, 0.1, units=29) == "inconclusive"  # rule 3


def test_what_shifts_every_answer_alike_counts_for_nothing() -> None:
    before = [answers(0.0, 0.0)] * 5
    everywhere = [answers(1.0, 1.0)] * 5
    found = judge(before, everywhere, before, before, seed=0)
    assert (found.gap, found.verdict) == (0, "none_shown")
    assert found.rate == 1


@settings(deadline=None, max_examples=25)
@given(st.integers(5, 9), st.integers(30, 60), st.floats(0.05, 1))
def test_the_interval_knows_that_trainings_are_few(seeds: int, units: int, spread: float) -> None:
    """Trainings that differ widen it: units alone would give no width at all."""
    values = np.repeat(np.linspace(-spread, spread, seeds)[:, None], units, axis=1)
    found = two_way(values, 0)
    assert found.high - found.low > spread / 2
    # As the plain bootstrap of the mean of the trainings, whose spread is known.
    expected = 2 * 1.96 * values[:, 0].std() / np.sqrt(seeds)
    assert found.high - found.low == pytest.approx(expected, rel=0.25)


def test_four_variants_of_a_seed_come_together() -> None:
    assert VARIANTS == ("untouched", "changed", "placebo", "shuffled")
