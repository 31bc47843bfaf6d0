"""Two subjects, one question, the same stimuli: does what is measured differ, unit by unit?"""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from tools.catalogue import tool
from tools.compare import difference_words as words
from tools.compare.difference_results import RESULTS
from tools.compare.settings import read_settings
from tools.errors import CallRefused
from tools.exact_tests import sign_flip
from tools.finding import Call, Finding, Verdict
from tools.honesty import MINIMUM_UNITS, direction
from tools.looking import identity
from tools.parameters import checked_params
from tools.printing import printed
from tools.statistics import ALPHA, Interval, bootstrap, rounded
from tools.tool import Control, Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.bench import Bench
    from tools.subject import SubjectCard

FLIPS = 2000  # assignments of the two names, for the band of the null


class _DifferenceParams(Params):
    against: str = Field(
        "", max_length=500, description="The other subject: balanced for skewed, before for after."
    )
    instrument: str = Field(
        "perturb contrast", max_length=80, description="The instrument that both meet: a verb and a way."
    )
    settings: str = Field(
        "", max_length=500, description="Its settings, as in “levels=0.4,0.7; n=36”; else its own defaults."
    )


class Difference(Tool):
    """What one instrument measures of a subject, less what it measures of another, on the same units."""

    verb: ClassVar[Verb] = "compare"
    method: ClassVar[str] = "difference"
    title: ClassVar[Words] = Words(fr="Deux sujets, une question", en="Two subjects, one question")
    about: ClassVar[Words] = Words(
        fr="La même mesure sur deux sujets, et l’intervalle de leur différence",
        en="The same measure of two subjects, and the interval of their difference",
    )
    params: ClassVar[type[Params]] = _DifferenceParams
    default_case: ClassVar[str] = "photographs"
    controls: ClassVar[frozenset[Control]] = frozenset({"placebo", "chance"})
    results: ClassVar[tuple[ResultField, ...]] = RESULTS

    def others(self, params: Params) -> tuple[str, ...]:
        """The other subject."""
        assert isinstance(params, _DifferenceParams)
        return (params.against,) if params.against else ()

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Ask both, then compare unit by unit."""
        started = perf_counter()
        params = _DifferenceParams.model_validate(call.params)
        inner = _instrument(params.instrument)
        if not params.against:
            raise CallRefused(
                "missing_param",
                Words(
                    fr="À qui comparer ? Il manque « against ».", en="Compared to whom? “against” is missing."
                ),
                Words(fr="Nommez un autre sujet.", en="Name another subject."),
            )
        first, second = bench.subject(call.subject), bench.subject(params.against)
        settings = read_settings(inner, params.settings)
        checked_params(inner, settings)
        for subject in (first, second):
            if (reason := _refusal(inner, subject.card)) is not None:
                raise CallRefused("not_accepted", reason)
        asked = Call(
            verb=inner.verb, method=inner.method, subject=call.subject, case=call.case, params=settings,
            seed=call.seed,
        )  # fmt: skip
        one = inner.run(asked, bench, _half(progress, 0))
        other = inner.run(asked.model_copy(update={"subject": params.against}), bench, _half(progress, 1))
        _comparable(one, other, inner)
        gaps = [a - b for a, b in zip(one.per_unit, other.per_unit, strict=True)]
        n = len(gaps)
        interval = bootstrap(gaps, seed=call.seed)
        chance = sign_flip(gaps, seed=call.seed)
        null = _null(gaps, call.seed)
        mean = sum(gaps) / n
        measured = words.Measured(
            first=first.card,
            second=second.card,
            tool=inner,
            one=one,
            other=other,
            n=n,
            means=(sum(one.per_unit) / n, sum(other.per_unit) / n),
            difference=mean,
            interval=interval,
            chance=chance,
            null=null,
            direction=direction(interval),
            verdict=_verdict(n, interval, chance),
        )
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=words.question(measured),
                subject=identity(first.card),
                stimuli=one.stimuli,
                unit_of_n=one.unit_of_n,
                n=n,
                conditions=2,
                result={
                    "n": n,
                    "first": rounded(measured.means[0]),
                    "second": rounded(measured.means[1]),
                    "difference": rounded(mean),
                    "ci_low": rounded(interval.low),
                    "ci_high": rounded(interval.high),
                    "chance": rounded(chance),
                    "null_limit": rounded(max(abs(null.low), abs(null.high))),
                    "first_verdict": one.verdict,
                    "second_verdict": other.verdict,
                    "direction": measured.direction,
                    "verdict": measured.verdict,
                },
                values=words.values(measured),
                verdict=measured.verdict,
                placebo=words.placebos(measured),
                nulls=[words.null(measured)],
                caveats=words.caveats(measured),
                conclusion=words.conclusion(measured),
                figures=[words.figure(measured)],
                per_unit=[rounded(gap) for gap in gaps],
                seconds=round(perf_counter() - started, 3),
            )
        )


def _instrument(name: str) -> Tool:
    """The tool of "perturb contrast", "perturb/contrast" or "perturb.contrast".

    Raises :class:`CallRefused` (``unknown_tool``) with the nearest name, or for a comparison of comparisons.
    """
    verb, _, method = name.strip().replace("/", " ").replace(".", " ").partition(" ")
    if verb == "compare" or not method.strip():
        raise CallRefused(
            "unknown_tool",
            Words(
                fr=f"« {name} » ne nomme pas un instrument à comparer.",
                en=f"“{name}” names no instrument to compare.",
            ),
            Words(
                fr="Écrivez un verbe et une manière : « perturb contrast ».",
                en="Write a verb and a way: “perturb contrast”.",
            ),
        )
    return tool(verb, method.strip())


def _refusal(inner: Tool, card: SubjectCard) -> Words | None:
    """Why the instrument cannot examine a subject. A stand-in, whom no rate may come from, may be compared:
    how far it is from its original is the question."""
    if card.badge == "stand-in":
        card = card.model_copy(update={"badge": "made-here"})
    return inner.accepts(card)


def _half(progress: Progress, which: int) -> Progress:
    """Progress of one subject as half of the whole."""

    def told(done: int, total: int) -> None:
        progress(which * total + done, 2 * total)

    return told


def _comparable(one: Finding, other: Finding, inner: Tool) -> None:
    """Raises :class:`CallRefused` (``not_comparable``) where no number a unit was measured, or not alike."""
    name = f"{inner.verb} {inner.method}"
    if not one.per_unit or not other.per_unit:
        raise CallRefused(
            "not_comparable",
            Words(
                fr=f"« {name} » ne donne pas un nombre par unité : rien à soustraire.",
                en=f"“{name}” gives no number a unit: there is nothing to subtract.",
            ),
            Words(
                fr="Comparez une mesure sur plusieurs unités : perturber, ou reproduire.",
                en="Compare a measure over several units: perturb, or reproduce.",
            ),
        )
    if len(one.per_unit) != len(other.per_unit) or one.stimuli.sha256 != other.stimuli.sha256:
        raise CallRefused(
            "not_comparable",
            Words(
                fr="Les deux sujets n’ont pas répondu sur les mêmes unités : rien à comparer.",
                en="The two subjects did not answer on the same units: nothing compares.",
            ),
        )
    judged, rival = one.result.get("judged"), other.result.get("judged")
    if judged != rival:
        raise CallRefused(
            "not_comparable",
            Words(
                fr=f"Deux groupes différents sont jugés : « {judged} » chez l’un, « {rival} » chez l’autre.",
                en=f"The instrument judged two different groups: “{judged}” of one, “{rival}” of the other.",
            ),
            Words(
                fr="Ne laissez qu’un groupe à comparer, par exemple avec « levels » dans « settings ».",
                en="Leave one group to compare, for instance by “levels” in “settings”.",
            ),
        )


def _verdict(n: int, interval: Interval, chance: float) -> Verdict:
    """An effect where the exact test and the interval agree; none below 30 units."""
    if n < MINIMUM_UNITS:
        return "inconclusive"
    return "effect" if chance < ALPHA and not interval.contains(0.0) else "none_shown"


def _null(gaps: Sequence[float], seed: int) -> Interval:
    """Where the mean difference lies, 95 times in a hundred, when the two names are dealt at random."""
    import numpy as np

    values: Any = np.asarray(gaps, dtype=np.float64)
    signs = np.random.default_rng(seed).integers(0, 2, size=(FLIPS, values.size)) * 2.0 - 1.0
    low, high = np.percentile((signs * values).mean(axis=1), [2.5, 97.5])
    return Interval(float(low), float(high))
