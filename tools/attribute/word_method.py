"""The base of every method that explains an answer on texts: asked, tried, told.

Not a tool by itself: each method of this folder is one, and states its arithmetic.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from tools.answering.asking import answer_of
from tools.attribute import word_method_words as words
from tools.attribute.faithfulness import completeness_gap
from tools.attribute.map_method import Beat
from tools.attribute.word_asked import AskedText, ask_text
from tools.attribute.word_checks import Explain, tried
from tools.attribute.word_results import RESULTS
from tools.attribute.word_sample import Explained, bank_of, explained_of, neutral_twins
from tools.errors import CallRefused
from tools.finding import Call, Finding, Verdict
from tools.honesty import finite, shift_verdict
from tools.inside.opened import why_closed
from tools.looking import identity
from tools.perturb.text_reading import only_texts
from tools.perturb.text_sample import harmless, made_from_templates
from tools.printing import printed
from tools.statistics import Interval, bootstrap, quantile, rounded
from tools.subject import SubjectCard
from tools.tool import Control, Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.bench import Bench

    Floats = NDArray[np.float64]

NEIGHBOURS = 2  # harmless changes of each text
_FEW = 4  # texts that the figure shows


class WordParams(Params):
    """What every method takes."""

    answer: str = Field("", description="Which number of the subject (a label).")
    regions: Literal["words", "phrases"] = Field("words", description="words, or phrases (runs of words).")
    term: str = Field("", description="Only the sentences that hold this word, held against neutral words.")
    n: int | None = Field(None, ge=1, le=200, description="Units: 8 by default, 30 where a term is asked.")
    seeds: int = Field(3, ge=3, le=20, description="Networks with permuted weights, and as many drawn anew.")


class WordMethod(Tool):
    """One signed number a word; and everything tried against it."""

    verb: ClassVar[Verb] = "attribute"
    params: ClassVar[type[Params]] = WordParams
    default_case: ClassVar[str] = "identity_sentences_en"
    controls: ClassVar[frozenset[Control]] = frozenset({"random_network"})
    results: ClassVar[tuple[ResultField, ...]] = RESULTS
    needs_slopes: ClassVar[bool] = False
    complete: ClassVar[bool] = False  # the parts owe a sum
    chance: ClassVar[bool] = False  # has seeds of its own

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Subjects that score texts, whose layers are reached where slopes are needed."""
        if subject.modality != "text":
            return only_texts(subject)
        if subject.answers == "words":
            return Words(
                fr=f"« {subject.title.fr} » est trop gros pour être brouillé douze fois : une explication"
                " mot à mot n’y serait pas vérifiée, elle n’est donc pas faite. Reste : perturber (term).",
                en=f"“{subject.title.en}” is too large to be scrambled a dozen times: an explanation word by"
                " word could not be checked on it, so it is not made. What remains: perturb (term).",
            )
        return why_closed(subject) if self.needs_slopes else None

    @abstractmethod
    def explain(
        self, texts: Sequence[AskedText], params: Any, seed: int, rough: bool, tick: Callable[[], None]
    ) -> list[Floats]:
        """(groups,) a text, signed. ``rough``: fewer steps or samples will do, for a comparison."""

    @abstractmethod
    def same_question(self, texts: Sequence[AskedText], tick: Callable[[], None]) -> list[Explain]:
        """Other methods that answer the same question, cheap."""

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Explain the texts, then try to take the explanations back."""
        from tools.attribute.explainers import texts as explainers  # slow import

        started = perf_counter()
        params = self.params.model_validate(call.params)
        assert isinstance(params, WordParams)
        case = bench.case(call.case)
        subject = bench.subject(call.subject)
        answer = answer_of(subject, params.answer)
        chosen = explained_of(case, params.n, params.term)
        beat = Beat(progress, 5 + 2 * params.seeds + NEIGHBOURS)

        def asked(texts: Sequence[str]) -> list[AskedText]:
            return [
                ask_text(subject, text, params.answer, phrases=params.regions == "phrases",
                         slopes=self.needs_slopes)
                for text in texts
            ]  # fmt: skip

        shown = asked([each.sentence.text for each in chosen])
        beat.step()
        own = self.explain(shown, params, call.seed, False, beat.still)
        owed = explainers.ends(shown, beat.still)
        for values, (whole, nothing) in zip(own, owed, strict=True):
            finite({"weights": float(values.sum()), "answer": whole, "hidden": nothing})
        beat.step()
        others = asked(bank_of(bench, [each.sentence for each in chosen]))
        trial = tried(
            shown,
            [*shown, *others],
            own,
            lambda texts, seed: self.explain(texts, params, seed, True, beat.still),
            neighbours=[
                asked([harmless(each.sentence, call.seed + at).text for each in chosen])
                for at in range(NEIGHBOURS)
            ],
            methods=self.same_question(shown, beat.still),
            chance=self.chance and max(each.count for each in shown) > explainers.MOST_EXACT,
            seeds=params.seeds,
            seed=call.seed,
            tick=beat.step,
        )
        term = self._term(chosen, shown, own, params, asked, call.seed, beat)
        deletion = explainers.deletion(
            shown, [(-values).argsort(kind="stable") for values in own], beat.still
        )
        by_position = explainers.deletion(shown, [_in_order(each.count) for each in shown], beat.still)
        beat.step()
        weights = _by_word(shown, own)
        # A word of one sentence does not outweigh one that stands in all.
        top = max(weights, key=lambda name: abs(sum(weights[name])))
        told = words.Told(
            title=self.title, answer=answer.card, n=len(chosen), trial=trial, top=top,
            weight=_mean(weights[top]), range_=_range(top, weights[top], shown, trial.around, call.seed),
            held=len(weights[top]),
            weights={name: _mean(values) for name, values in weights.items()},
            gap=quantile([completeness_gap(float(values.sum()), *ends)
                          for values, ends in zip(own, owed, strict=True)], 0.5),
            complete=self.complete, deletion=_mean(deletion), deletion_position=_mean(by_position),
            term=term, phrases=params.regions == "phrases", open=shown[0].opened is not None,
            of_template=made_from_templates(case), limits=case.caveats,
            moves=max(float(abs(values).sum()) for values in own) > 1e-9,
        )  # fmt: skip
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=words.question(told),
                subject=identity(subject.card),
                stimuli=case.stimuli(
                    [each.sentence for each in chosen], varied=[words.varied(told)], used=len(chosen)
                ),
                unit_of_n=words.unit_of_n(told),
                n=len(chosen),
                result=_result(told),
                values=words.values(told),
                verdict=told.verdict,
                nulls=words.nulls(told),
                stability=trial.holds,
                per_unit=[rounded(each) for each in (term.per_unit if term else _largest(own))],
                caveats=words.caveats(told),
                conclusion=words.conclusion(told),
                figures=[words.figure(told, shown[:_FEW], own, trial.around, [whole for whole, _ in owed])],
                seconds=round(perf_counter() - started, 3),
            )
        )

    def _term(
        self,
        chosen: Sequence[Explained],
        shown: Sequence[AskedText],
        own: Sequence[Floats],
        params: WordParams,
        asked: Callable[[Sequence[str]], list[AskedText]],
        seed: int,
        beat: Beat,
    ) -> words.TermTold | None:
        """What the asked word brings, beside what neutral words bring in its place."""
        if not params.term:
            return None
        mine = [
            _weight_of(each, values, one.word) for each, values, one in zip(shown, own, chosen, strict=True)
        ]
        if not any(each is not None for each in mine):
            raise CallRefused(
                "term_not_read",
                Words(
                    fr=f"Le sujet ne lit « {params.term} » dans aucun de ces textes.",
                    en=f"The subject reads “{params.term}” in none of these texts.",
                ),
            )
        calm: list[float] = []
        for twin in neutral_twins(chosen):
            texts = asked([text for text, _ in twin])
            found = self.explain(texts, params, seed, True, beat.still)
            calm += [
                weight
                for text, values, (_, word) in zip(texts, found, twin, strict=True)
                if (weight := _weight_of(text, values, word)) is not None
            ]
        held = [each for each in mine if each is not None]
        shift = shift_verdict(held, calm) if calm else None
        verdict: Verdict = shift.verdict if shift else "inconclusive"
        return words.TermTold(
            word=chosen[0].word, per_unit=held, median=quantile(held, 0.5),
            limit=shift.placebo_limit if shift else 0.0, verdict=verdict, neutral=len(calm),
        )  # fmt: skip


def _weight_of(text: AskedText, values: Floats, word: str) -> float | None:
    """What the group that holds a word brings; of several words of one term, together. ``None``: not read."""
    wanted = {part.casefold() for part in word.replace("-", " ").replace("’", " ").split()}
    places = {at for each, at in zip(text.words, text.groups, strict=True)
              if each.casefold() in wanted or each.casefold() == word.casefold()}  # fmt: skip
    return float(sum(values[at] for at in places)) if places else None


def _by_word(shown: Sequence[AskedText], own: Sequence[Floats]) -> dict[str, list[float]]:
    """The weights of each word over the texts where it stands, one number a text."""
    found: dict[str, list[float]] = {}
    for text, values in zip(shown, own, strict=True):
        here: dict[str, float] = {}
        for name, value in zip(text.names, values, strict=True):
            here[name.casefold()] = here.get(name.casefold(), 0.0) + float(value)
        for name, value in here.items():
            found.setdefault(name, []).append(value)
    return found


def _range(
    top: str, held: Sequence[float], shown: Sequence[AskedText], around: Sequence[Floats], seed: int
) -> Interval:
    """Over the texts that hold the word; of one text, over the explanation and what it was tried against."""
    if len(held) > 1:
        return bootstrap(held, seed=seed)
    for text, variants in zip(shown, around, strict=True):
        names = [name.casefold() for name in text.names]
        if top in names:
            column = variants[:, names.index(top)]
            return Interval(float(column.min()), float(column.max()))
    return Interval(held[0], held[0])


def _in_order(count: int) -> NDArray[np.int64]:
    import numpy as np

    return np.arange(count)


def _largest(own: Sequence[Floats]) -> list[float]:
    """Of each text, the weight of its strongest word."""
    return [float(values[abs(values).argmax()]) for values in own]


def _mean(values: Sequence[float] | Floats) -> float:
    return float(sum(values) / len(values))


def _result(told: words.Told) -> dict[str, Any]:
    term = told.term
    return {
        "n": told.n,
        "top_word": told.top,
        "top_weight": rounded(told.weight),
        "top_low": rounded(told.range_.low),
        "top_high": rounded(told.range_.high),
        "weights": {name: rounded(value) for name, value in told.weights.items()},
        "sanity": told.trial.sanity,
        "sanity_rho": rounded(told.trial.sanity_rho),
        "null_rho": rounded(told.trial.null_rho),
        "gap": rounded(told.gap),
        "deletion": rounded(told.deletion),
        "deletion_position": rounded(told.deletion_position),
        "stability": rounded(told.trial.holds.agreement),
        "stable": told.trial.holds.stable,
        "term_weight": rounded(term.median) if term else 0.0,
        "neutral_limit": rounded(term.limit) if term else 0.0,
        "term_verdict": term.verdict if term else "not_asked",
        "verdict": told.verdict,
    }
