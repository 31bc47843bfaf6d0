"""How well free questions are answered: whether a passage that answers is shown, and what is refused.

    python -m benchmarks.retrieval            tables of docs/guide/retrieval.md, tuned halves only
    python -m benchmarks.retrieval --kept-aside    all halves
    python -m benchmarks.retrieval --fit      the constants of engine/guide/retrieval/scope.py and offering.py
    python -m benchmarks.retrieval --weigh    what scoring.py's weights come from
    python -m benchmarks.retrieval --ablate   recall on the tuned halves without each likeness in turn
    python -m benchmarks.retrieval --misses   each question of the tuned halves that went wrong

The questions are tests/corpus/guide/questions.yaml and questions_fresh.yaml. Constants are fitted on the
halves that are not kept aside.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import yaml

os.environ.setdefault("OMP_NUM_THREADS", "1")

from engine.guide.retrieval.bm25 import SharedWords
from engine.guide.retrieval.embeddings import Vectors, vectors_by
from engine.guide.retrieval.index import Index, Likenesses
from engine.guide.retrieval.instruments import of_story
from engine.guide.retrieval.offering import ASKING, Asking, Proposed, asks_for_a_measure, proposed
from engine.guide.retrieval.passage import Passage
from engine.guide.retrieval.passages import passages_of
from engine.guide.retrieval.question import Question, question_of
from engine.guide.retrieval.retrieve import apart
from engine.guide.retrieval.scope import FORMULA, Formula, Signs, in_scope, signs_of
from engine.guide.retrieval.scoring import WEIGHTS, Weights, score
from engine.language.reader import dossier_of, read_scenario
from tools.encoders.process import EncoderProcess
from tools.wording import LANGUAGES, Language

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = {
    "first": ROOT / "tests/corpus/guide/questions.yaml",
    "fresh": ROOT / "tests/corpus/guide/questions_fresh.yaml",
}
"""The labelled sets, in the order that they were written in."""
SCENARIO = ROOT / "scenarios/recadrage/scenario.yaml"
FALSE_OFFERS = 0.10
"""The most questions without a measure that may be offered one, of that half."""
WRONG_REFUSALS = 0.08
"""The most questions in scope that may be refused, of the half that constants are fitted on."""
RIDGE = 5.0
"""The weight of the penalty of the logistic fit, on standardised signs. No chance is involved: no seed."""

Ranked = Callable[["Asked"], Any]
"""A question to the scores (passages,) of its file."""


class Asked(NamedTuple):
    """One labelled question, made ready."""

    id: str
    language: Language
    text: str
    within: bool
    answers: frozenset[str]
    measures: str | None
    kept_aside: bool
    question: Question
    written: str  # a key of :data:`QUESTIONS`


class File(NamedTuple):
    """The passages in one language, ready for each method."""

    passages: list[Passage]
    ready: Index
    words: SharedWords


def asked() -> list[Asked]:
    """The labelled sets, one after the other."""
    return [
        Asked(
            row["id"], row["language"], row["text"], row["scope"] == "in", frozenset(row["answers"]),
            row["measures"], row["kept_aside"], question_of(row["text"]), written,
        )
        for written, path in QUESTIONS.items()
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]  # fmt: skip


class Bench:
    """The file, the questions' likenesses (computed once) and what is measured with them."""

    def __init__(self, vectors: Vectors) -> None:
        scenario, faults = read_scenario(SCENARIO)
        if scenario is None:
            raise SystemExit(f"{SCENARIO}: {faults}")
        self.scenario, self.dossier = scenario, dossier_of(SCENARIO)
        self.files: dict[Language, File] = {}
        for language in LANGUAGES:
            passages = passages_of(scenario, language, "curious", dossier=self.dossier)
            self.files[language] = File(passages, Index(passages, vectors), SharedWords(passages))
        self._near: dict[str, Likenesses] = {}
        self.measures = of_story(scenario)
        self._measures = Index([each.searched for each in self.measures], vectors)

    def near(self, each: Asked) -> Likenesses:
        """The likenesses of a question to its file."""
        if each.id not in self._near:
            self._near[each.id] = self.files[each.language].ready.likenesses(each.question)
        return self._near[each.id]

    def by_meaning(self, weights: Weights = WEIGHTS) -> Ranked:
        """The scores of the method in use, with these weights."""

        def ranked(each: Asked) -> Any:
            index = self.files[each.language].ready
            return score(index, each.question, self.near(each), weights).total

        return ranked

    def by_words(self, each: Asked) -> Any:
        """BM25 alone."""
        return self.files[each.language].words.scores(each.question)

    def by_words_alone(self, each: Asked) -> float:
        """What :mod:`engine.guide.retrieval.retrieve` decides on where no encoder runs."""
        return float(max(self.by_words(each))) / max(sum(each.question.weights), 1.0)

    def signs(self, each: Asked) -> Signs:
        """What the scope of a question is decided on."""
        near = self.near(each)
        return signs_of(score(self.files[each.language].ready, each.question, near), near)

    def proposed(self, each: Asked) -> Proposed:
        """The measure of the story that comes nearest to a question."""
        return proposed(self._measures, each.question, self._measures.likenesses(each.question))

    def found(self, each: Asked, ranked: Ranked, most: int) -> bool:
        """Whether one of the ``most`` passages shown answers."""
        values = np.asarray(ranked(each))
        hits = apart(self.files[each.language].passages, values, most)
        return any(hit.passage.id in each.answers for hit in hits)


def recall(bench: Bench, questions: Sequence[Asked], ranked: Ranked, most: int) -> float:
    """The share of questions in scope of which one of the passages shown answers."""
    within = [each for each in questions if each.within]
    return sum(bench.found(each, ranked, most) for each in within) / max(len(within), 1)


def refusals(
    questions: Sequence[Asked], value: Callable[[Asked], float], at_least: float
) -> tuple[float, float]:
    """The share refused of what is out of scope, and of what is in scope (wrongly)."""
    outside = [value(each) < at_least for each in questions if not each.within]
    within = [value(each) < at_least for each in questions if each.within]
    return sum(outside) / max(len(outside), 1), sum(within) / max(len(within), 1)


def threshold(questions: Sequence[Asked], value: Callable[[Asked], float]) -> float:
    """The highest that refuses no more than :data:`WRONG_REFUSALS` of what is in scope: halfway down to what
    is refused next below it."""
    within = sorted(value(each) for each in questions if each.within)
    kept = within[int(WRONG_REFUSALS * len(within))]
    below = [value(each) for each in questions if value(each) < kept]
    return (kept + max(below)) / 2 if below else kept


def fit_scope(bench: Bench, questions: Sequence[Asked]) -> Formula:
    """A logistic formula on the signs, both classes of equal weight, on these questions.

    The threshold is chosen on what each question gets from a formula fitted on all others.
    """
    signs = np.array([bench.signs(each) for each in questions])
    weights, held_out = _fitted(signs, np.array([each.within for each in questions], dtype=float))
    found = dict(zip((each.id for each in questions), held_out, strict=True))
    at_least = threshold(questions, lambda each: float(found[each.id]))
    return Formula(*(round(float(each), 2) for each in (*weights, at_least)))


def fit_asking(bench: Bench, questions: Sequence[Asked]) -> Asking:
    """The same for whether a measure is asked for; at most :data:`FALSE_OFFERS` are offered one in vain."""
    found = [bench.proposed(each) for each in questions]
    signs = np.array([each[1:] for each in found])
    truth = np.array([each.measures is not None for each in questions], dtype=float)
    weights, held_out = _fitted(signs, truth)
    without = np.sort(held_out[truth == 0])[::-1]
    at_least = without[int(FALSE_OFFERS * len(without))] + 0.01
    return Asking(*(round(float(each), 2) for each in (*weights, at_least)))


def _fitted(signs: Any, truth: Any) -> tuple[Any, Any]:
    """Weights fitted on all rows, and the value of each row by weights fitted on all others."""
    held_out = np.zeros(len(truth))
    for at in range(len(truth)):
        others = np.arange(len(truth)) != at
        weights = logistic(signs[others], truth[others])
        held_out[at] = weights[0] + signs[at] @ weights[1:]
    return logistic(signs, truth), held_out


WEIGHED = ("view", "words", "sentence", "section", "topic")
BEFORE = (1.0, 1.0, 0.5, 1.1, 0.75)
"""The weights before: what the fit is held to."""
SCALE = 6.0
"""How much a score counts in the softmax over passages: some three passages stand out at that."""
HELD = 0.1
"""The weight of the penalty for leaving :data:`BEFORE`, on likenesses of unit spread."""


def weigh(bench: Bench, questions: Sequence[Asked]) -> dict[str, float]:
    """Weights of the likenesses under which a softmax over passages is likeliest to pick one that answers.

    Plain descent from, and held to, :data:`BEFORE`; divided by that of words. No chance is involved.
    """
    rows = []
    for each in (one for one in questions if one.within):
        file = bench.files[each.language]
        found = [score(file.ready, each.question, bench.near(each), only(name)).total for name in WEIGHED]
        rows.append((np.column_stack(found), np.array([p.id in each.answers for p in file.passages])))
    spread = np.concatenate([signs for signs, _ in rows]).std(axis=0)
    start = np.array(BEFORE) * SCALE * spread
    weights = start.copy()
    for _ in range(2000):
        slope = HELD * (weights - start)
        for signs, right in rows:
            value = signs / spread @ weights
            chance = np.exp(value - value.max())
            chance /= chance.sum()
            meant = np.where(right, chance, 0) / chance[right].sum()
            slope += (chance - meant) @ (signs / spread) / len(rows)
        weights = weights - slope
    plain = weights / spread
    return {name: round(float(each / plain[1]), 2) for name, each in zip(WEIGHED, plain, strict=True)}


def only(name: str) -> Weights:
    """One likeness alone, by itself."""
    return WEIGHTS._replace(**{each: float(each == name) for each in WEIGHED})


def logistic(signs: Any, truth: Any, ridge: float = RIDGE) -> Any:
    """Weights (1 + signs) of a ridge logistic regression, by Newton's method, for signs as they come."""
    mean, spread = signs.mean(0), signs.std(0) + 1e-9
    rows = np.column_stack([np.ones(len(signs)), (signs - mean) / spread])
    penalty = np.eye(rows.shape[1]) * ridge
    penalty[0, 0] = 1e-6
    balance = np.where(truth > 0, 0.5 / truth.mean(), 0.5 / (1 - truth.mean()))
    weights = np.zeros(rows.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (balance * (chance - truth)) + penalty @ weights
        curve = (rows * (balance * chance * (1 - chance))[:, None]).T @ rows + penalty
        weights = weights - np.linalg.solve(curve, slope)
    plain = weights[1:] / spread
    return np.array([weights[0] - plain @ mean, *plain])


def halves_of(every: Sequence[Asked], *, kept_aside: bool) -> dict[str, list[Asked]]:
    """By name: the tuned half of each labelled set, then the halves kept aside where they are asked for."""
    return {
        f"{written}, {'kept aside' if aside else 'tuned'}": [
            each for each in every if each.written == written and each.kept_aside == aside
        ]
        for aside in ((False, True) if kept_aside else (False,))
        for written in QUESTIONS
    }


def main() -> None:
    """Print what is asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kept-aside", action="store_true")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--weigh", action="store_true")
    parser.add_argument("--ablate", action="store_true")
    parser.add_argument("--misses", action="store_true")
    chosen = parser.parse_args()
    bench = Bench(vectors_by(EncoderProcess()))
    every = asked()
    tuned = [each for each in every if not each.kept_aside]
    if chosen.fit:
        print(fit_scope(bench, tuned))
        print(fit_asking(bench, tuned))
        print("BY_WORDS_ALONE", round(threshold(tuned, bench.by_words_alone), 2))
        return
    if chosen.weigh:
        print(weigh(bench, tuned))
        return
    if chosen.ablate:
        _ablate(bench, tuned)
        return
    if chosen.misses:
        _misses(bench, tuned)
        return
    halves = halves_of(every, kept_aside=chosen.kept_aside)
    _table(bench, tuned, halves)
    print()
    _offers(bench, halves)


def _table(bench: Bench, tuned: list[Asked], halves: dict[str, list[Asked]]) -> None:
    views = Weights(view=1, words=0, sentence=0, section=0, topic=0, common=0)
    cosine = {each.id: max(bench.by_meaning(views)(each)) for each in asked()}
    methods: dict[str, tuple[Ranked, Callable[[Asked], float], float]] = {
        "BM25 alone": (
            bench.by_words, bench.by_words_alone, threshold(tuned, bench.by_words_alone)
        ),
        "embeddings alone (sentences)": (
            bench.by_meaning(views), lambda each: cosine[each.id],
            threshold(tuned, lambda each: cosine[each.id]),
        ),
        "in use": (
            bench.by_meaning(), lambda each: float(in_scope(bench.signs(each), FORMULA)), 0.5
        ),
    }  # fmt: skip
    print("| method | half | language | n in | recall@1 | recall@3 | n out | refused | wrongly refused |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, (ranked, value, at_least) in methods.items():
        for half, questions in halves.items():
            for language in (*LANGUAGES, None):
                some = [each for each in questions if language in (None, each.language)]
                within = sum(each.within for each in some)
                refused, wrong = refusals(some, value, at_least)
                print(
                    f"| {name} | {half} | {language or 'both'} | {within} "
                    f"| {recall(bench, some, ranked, 1):.2f} | {recall(bench, some, ranked, 3):.2f} "
                    f"| {len(some) - within} | {refused:.2f} | {wrong:.2f} |"
                )


def _ablate(bench: Bench, tuned: list[Asked]) -> None:
    print("| without | recall@1 | recall@3 |")
    print("|---|---|---|")
    for name in ("", "view", "words", "sentence", "section", "topic", "common", "length"):
        ranked = bench.by_meaning(WEIGHTS._replace(**{name: 0.0}) if name else WEIGHTS)
        one, three = (recall(bench, tuned, ranked, most) for most in (1, 3))
        print(f"| {name or '(nothing)'} | {one:.2f} | {three:.2f} |")


def _offers(bench: Bench, halves: dict[str, list[Asked]]) -> None:
    print("| half | language | n with a measure | nearest is right | offered and right | offered another |"
          " n without | offered one |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|")
    for half, questions in halves.items():
        for language in (*LANGUAGES, None):
            some = [each for each in questions if language in (None, each.language)]
            found = {each.id: bench.proposed(each) for each in some}
            right = {each.id: bench.measures[found[each.id].at].node == each.measures for each in some}
            offered = {each.id: asks_for_a_measure(found[each.id], ASKING) for each in some}
            asking = [each.id for each in some if each.measures is not None]
            other = [each.id for each in some if each.measures is None]
            shares = (
                _share(right[each] for each in asking),
                _share(right[each] and offered[each] for each in asking),
                _share(offered[each] and not right[each] for each in asking),
            )
            shown = " | ".join(f"{share:.2f}" for share in shares)
            vain = _share(offered[each] for each in other)
            print(f"| {half} | {language or 'both'} | {len(asking)} | {shown} | {len(other)} | {vain:.2f} |")


def _share(truths: Iterable[bool]) -> float:
    counted = list(truths)
    return sum(counted) / max(len(counted), 1)


def _misses(bench: Bench, questions: list[Asked]) -> None:
    ranked = bench.by_meaning()
    for each in questions:
        measure = bench.proposed(each)
        offered = bench.measures[measure.at].node if asks_for_a_measure(measure) else None
        if offered != each.measures:
            print("offered ", each.id, each.text, "|", offered, "for", each.measures)
    for each in questions:
        answered = in_scope(bench.signs(each))
        if each.within and not bench.found(each, ranked, 3):
            hits = apart(bench.files[each.language].passages, np.asarray(ranked(each)), 4)
            print("missed  ", each.id, each.text, "|", *(hit.passage.id for hit in hits))
        if each.within != answered:
            print("refused " if each.within else "accepted", each.id, each.text, bench.signs(each))


if __name__ == "__main__":
    main()
