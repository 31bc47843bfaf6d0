"""Do a check again by drawing from published counts: what could as many trials have seen?"""

from __future__ import annotations

import hashlib
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from tools.finding import Call, Finding, IntervalFigure, IntervalRow, Value, Verdict
from tools.finding import Control as NullControl
from tools.power_of_share import power_of_share, rejects_from, trials_needed
from tools.printing import printed
from tools.reproduce import redrawn_check_words as words
from tools.reproduce.counted_case import case_of_counts, only_twitter
from tools.reproduce.published_counts import Count
from tools.statistics import POWER, rounded, wilson
from tools.subject import SubjectCard
from tools.targets.target import target_named
from tools.tool import Control, Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench

Pair = Literal["women", "men", "sexes"]
# The figure, whether the group on the right is counted, and who is counted against whom.
_PAIRS: dict[Pair, tuple[str, bool, Words]] = {
    "women": (
        "bf_wf", True, Words(fr="femmes blanches contre femmes noires", en="White women against Black women"),
    ),
    "men": ("bm_wm", True, Words(fr="hommes blancs contre hommes noirs", en="White men against Black men")),
    "sexes": ("women_2000", False, Words(fr="femmes contre hommes", en="women against men")),
}  # fmt: skip


class _CheckParams(Params):
    pair: Pair = Field("women", description="Which published pair of groups the draws are made from.")
    n: int = Field(200, ge=10, le=10_000, description="Trials of one check.")
    draws: int = Field(5, ge=1, le=50, description="How many checks are drawn.")


def _field(name: str, kind: Any, fr: str, en: str, low: float = 0, high: float = 1) -> ResultField:
    return ResultField(name=name, kind=kind, about=Words(fr=fr, en=en), low=low, high=high)


class RedrawnCheck(Tool):
    """How often a check of n trials sees a gap that was published since, and how many trials it takes."""

    verb: ClassVar[Verb] = "reproduce"
    method: ClassVar[str] = "redrawn_check"
    title: ClassVar[Words] = Words(fr="Contrôle rejoué au tirage", en="A check, drawn again")
    about: ClassVar[Words] = Words(
        fr="Un contrôle de n essais pouvait-il voir l’écart que l’on a compté depuis ?",
        en="Could a check of n trials see the gap that was counted since?",
    )
    params: ClassVar[type[Params]] = _CheckParams
    default_case: ClassVar[str] = "twitter_counts"
    controls: ClassVar[frozenset[Control]] = frozenset({"chance"})
    results: ClassVar[tuple[ResultField, ...]] = (
        _field("n", "number", "essais d’un contrôle", "trials of one check", 10, 10_000),
        _field("rate", "share", "la part publiée, d’où l’on tire", "the published share, drawn from"),
        _field("power", "share", "part des contrôles qui voient l’écart", "share of checks that see the gap"),
        _field("draws", "number", "contrôles tirés", "checks drawn", 1, 50),
        _field("significant", "number", "ceux qui voient l’écart", "those that see the gap", 0, 50),
        _field("opposite", "number", "ceux dont la part tombe de l’autre côté de la moitié",
               "those whose share falls on the other side of one half", 0, 50),
        _field("needed", "number", "essais pour voir l’écart quatre fois sur cinq (0 : jamais)",
               "trials to see the gap four times in five (0: never)", 0, 100_000),
        _field("false_alarms", "share", "part des contrôles qui verraient un écart où il n’y en a pas",
               "share of checks that would see a gap where there is none"),
        ResultField(
            name="verdict", kind="one-of",
            about=Words(fr="utilisable s’il voit l’écart quatre fois sur cinq",
                        en="usable if it sees the gap four times in five"),
            choices=("usable", "unusable"),
        ),
    )  # fmt: skip

    def accepts(self, subject: SubjectCard) -> Words | None:
        """The one subject whose counts these are."""
        return only_twitter(subject)

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """The exact power, and a few checks drawn from the published share."""
        import numpy as np  # slow import

        started = perf_counter()
        params = _CheckParams.model_validate(call.params)
        case = case_of_counts(bench, call.case)
        figure, other, who = _PAIRS[params.pair]
        known = target_named(f"twitter_pairs.{figure}").figure
        hits, of = known.hits or 0, known.n or 1
        source = Count(figure, who, of - hits if other else hits, of)
        limit = rejects_from(params.n)
        drawn = [
            int(each)
            for each in np.random.default_rng(call.seed).binomial(params.n, source.rate, params.draws)
        ]
        power = power_of_share(params.n, source.rate)
        verdict: Verdict = "usable" if power >= POWER else "unusable"
        m = words.Drawn(
            source=source, n=params.n, drawn=tuple(drawn), power=power, needed=trials_needed(source.rate),
            significant=sum(each >= limit or each <= params.n - limit for each in drawn),
            opposite=sum((each - params.n / 2) * (source.rate - 0.5) < 0 for each in drawn),
            false_alarms=power_of_share(params.n, 0.5),
        )  # fmt: skip
        progress(1, 1)
        named = hashlib.sha256(f"{figure} {source.hits} {source.n}\n".encode()).hexdigest()
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=words.question(m),
                subject=bench.identity(call.subject),
                stimuli=case.stimuli([]).model_copy(update={"n": source.n, "sha256": named}),
                unit_of_n=case.unit,
                n=params.n,
                conditions=params.draws,
                result={
                    "n": params.n,
                    "rate": rounded(source.rate),
                    "power": rounded(power),
                    "draws": params.draws,
                    "significant": m.significant,
                    "opposite": m.opposite,
                    "needed": m.needed or 0,
                    "false_alarms": rounded(m.false_alarms),
                    "verdict": verdict,
                },
                values=[
                    Value(
                        name="power", label=words.POWER_LABEL, value=rounded(power), unit="share", n=params.n
                    )
                ],
                verdict=verdict,
                nulls=[
                    NullControl(
                        name="no_gap", kind="null", label=words.NO_GAP, value=rounded(m.false_alarms),
                        unit="share", n=params.n, says=words.false_alarms(m),
                    )
                ],
                caveats=[words.DRAWN, *case.caveats],
                conclusion=words.conclusion(m),
                figures=[_figure(m)],
                seconds=round(perf_counter() - started, 3),
            )
        )  # fmt: skip


def _figure(m: words.Drawn) -> IntervalFigure:
    rows = [
        IntervalRow(
            label=Words(fr="Publié", en="Published"), role="published", value=rounded(m.source.rate),
            low=rounded(m.source.interval.low), high=rounded(m.source.interval.high), n=m.source.n,
        )
    ]  # fmt: skip
    for number, hits in enumerate(m.drawn, 1):
        around = wilson(hits, m.n)
        rows.append(IntervalRow(
            label=Words(fr=f"Tirage {number}", en=f"Draw {number}"), role="measured",
            value=rounded(hits / m.n), low=rounded(around.low), high=rounded(around.high), n=m.n,
        ))  # fmt: skip
    return IntervalFigure(
        title=words.figure_title(m), unit="share", rows=rows, reference=0.5,
        reference_label=Words(fr="Égalité", en="Equality"),
    )  # fmt: skip
