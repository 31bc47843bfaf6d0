"""Recompute published statistics from the counts that were published with them: nothing runs on a network."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from tools.finding import (
    Call,
    Finding,
    IntervalFigure,
    IntervalRow,
    TableFigure,
    Target,
    Value,
    Verdict,
)
from tools.honesty import reproduction_verdict
from tools.printing import printed
from tools.reproduce import recorded_counts_words as words
from tools.reproduce.counted_case import case_of_counts, fair_coin, only_twitter
from tools.reproduce.published_counts import (
    Count,
    Question,
    log_by_n,
    panels,
    pooled,
    white_over_black,
    women_over_men,
)
from tools.statistics import Interval, rounded
from tools.subject import SubjectCard
from tools.targets.target import target_named
from tools.tool import Control, Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench

# A figure printed in whole points: what rounding alone may hide.
ROUNDING = 0.005
_PUBLISHED: dict[Question, str] = {"women": "female_published", "white": "white_published"}


class _CountsParams(Params):
    question: Question = Field(
        "women",
        description="women: women over men, four pairs. white: White over Black, four pairs. log: the same"
        " question by number of trials. slices: what the figures by theme show.",
    )


def _field(
    name: str, kind: Any, fr: str, en: str, low: float | None = 0, high: float | None = 1
) -> ResultField:
    return ResultField(
        name=name, kind=kind, about=Words(fr=fr, en=en),
        low=low if kind in ("number", "share") else None, high=high if kind in ("number", "share") else None,
    )  # fmt: skip


class RecordedCounts(Tool):
    """A published share, computed again from its own counts, with the verdict of honesty rule 2."""

    verb: ClassVar[Verb] = "reproduce"
    method: ClassVar[str] = "recorded_counts"
    title: ClassVar[Words] = Words(fr="Comptes publiés, refaits", en="Published counts, done again")
    about: ClassVar[Words] = Words(
        fr="Les comptes qu’une étude a publiés mènent-ils au chiffre qu’elle a imprimé ?",
        en="Do the counts that a study published lead to the figure that it printed?",
    )
    params: ClassVar[type[Params]] = _CountsParams
    default_case: ClassVar[str] = "twitter_counts"
    controls: ClassVar[frozenset[Control]] = frozenset({"chance"})
    results: ClassVar[tuple[ResultField, ...]] = (
        _field("n", "number", "montages comptés", "montages counted", 1, 1_000_000),
        _field("hits", "number", "gagnés par le groupe compté", "won by the counted group", 0, 1_000_000),
        _field("rate", "share", "sa part, recalculée", "its share, computed again"),
        _field("ci_low", "share", "bas de son intervalle", "low end of its interval"),
        _field("ci_high", "share", "haut de son intervalle", "high end of its interval"),
        _field("published", "share", "la part imprimée", "the share that was printed"),
        _field("published_low", "share", "bas de ce que l’imprimé peut dire", "low end of what it may mean"),
        _field("published_high", "share", "haut de ce que l’imprimé peut dire", "its high end"),
        _field("gap", "number", "recalculé moins imprimé", "computed again minus printed", -1, 1),
        _field("as_printed", "share", "ce que donne leur propre tableau", "what their own table gives"),
        _field("pairs", "number", "paires de groupes comptées", "pairs of groups counted", 0, 10),
        _field("runs", "number", "relevés de la même question", "runs of the same question", 0, 10),
        _field("beyond", "number", "relevés dont l’intervalle exclut la moitié",
               "runs whose interval leaves one half out", 0, 10),
        _field("panels", "number", "figures par thème", "figures by theme", 0, 10),
        _field("wrong", "number", "celles qui montrent d’autres paires que leur titre",
               "those that show other pairs than their title says", 0, 10),
        ResultField(
            name="verdict", kind="one-of",
            about=Words(fr="les mots de la règle deux", en="the words of rule two"),
            choices=(
                "reproduced", "same_direction", "not_reproduced", "inconclusive", "effect", "none_shown",
            ),
        ),
    )  # fmt: skip

    def accepts(self, subject: SubjectCard) -> Words | None:
        """The one subject whose counts these are."""
        return only_twitter(subject)

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Add the published counts up, and hold the sum against the printed figure."""
        started = perf_counter()
        question = _CountsParams.model_validate(call.params).question
        case = case_of_counts(bench, call.case)
        counts = _counts_of(question)
        total = counts[-1] if question == "log" else pooled(counts)
        themes = panels()
        right = sum(each.right for each in themes)
        target = _target(question, case.about)
        printed_by_them = _as_printed(question, counts)
        verdict: Verdict
        if question == "slices":
            verdict = "reproduced" if right == len(themes) else "not_reproduced"
        elif target:
            verdict = reproduction_verdict(total.n, total.interval, _around(target))
        else:
            verdict = "none_shown" if total.interval.contains(0.5) else "effect"
        beyond = sum(not each.interval.contains(0.5) for each in counts)
        m = words.Counted(question, counts, total, target, printed_by_them, beyond, themes, verdict)
        share = target if question in _PUBLISHED else None  # the figures by theme are counted, not shared
        around = _around(share) if share else total.interval
        published = share.value if share else total.rate
        progress(1, 1)
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=words.question(m),
                subject=bench.identity(call.subject),
                stimuli=case.stimuli([]).model_copy(update={"n": total.n, "sha256": _named(counts)}),
                unit_of_n=words.FIGURE if question == "slices" else case.unit,
                n=len(themes) if question == "slices" else total.n,
                result={
                    "n": total.n,
                    "hits": total.hits,
                    "rate": rounded(total.rate),
                    "ci_low": rounded(total.interval.low),
                    "ci_high": rounded(total.interval.high),
                    "published": rounded(published),
                    "published_low": rounded(around.low),
                    "published_high": rounded(around.high),
                    "gap": rounded(total.rate - published),
                    "as_printed": rounded(printed_by_them),
                    "pairs": 0 if question == "log" else len(counts),
                    "runs": len(counts) if question == "log" else 0,
                    "beyond": beyond,
                    "panels": len(themes),
                    "wrong": len(themes) - right,
                    "verdict": verdict,
                },
                values=[_value(m)],
                verdict=verdict,
                target=target,
                nulls=[] if question == "slices" else [fair_coin(total.n)],
                caveats=[words.NOTHING_RUNS, *(words.of_slices(m) if question == "slices" else case.caveats)],
                conclusion=words.conclusion(m),
                figures=[_figure(m)],
                seconds=round(perf_counter() - started, 3),
            )
        )  # fmt: skip


def _counts_of(question: Question) -> tuple[Count, ...]:
    if question == "log":
        return log_by_n()
    return white_over_black() if question == "white" else women_over_men()


def _as_printed(question: Question, counts: Sequence[Count]) -> float:
    """What their table gives: for women, the pair that it does not find is left out."""
    if question in ("women", "slices"):
        return pooled([each for each in counts if each.name != "bm_wf"]).rate
    return counts[-1].rate if question == "log" else pooled(counts).rate


def _target(question: Question, population: Words) -> Target | None:
    """The printed figure, with what rounding to whole points may hide; ``None`` where none was printed.

    For the figures by theme: all of them, since each was published under its title.
    """
    if question == "slices":
        count = float(len(panels()))
        return Target(
            value=count, unit="count", n=len(panels()), low=count, high=count, source=words.PLOTS,
            population=population,
        )  # fmt: skip
    if question not in _PUBLISHED:
        return None
    known = target_named(f"twitter_pairs.{_PUBLISHED[question]}")
    return Target(
        value=known.figure.value, unit="share", n=known.figure.n, low=known.figure.value - ROUNDING,
        high=known.figure.value + ROUNDING, source=known.source, population=population,
    )  # fmt: skip


def _around(target: Target) -> Interval:
    """What the printed figure may stand for."""
    return Interval(target.low or 0.0, 1.0 if target.high is None else target.high)


def _value(m: words.Counted) -> Value:
    if m.question == "slices":
        right = sum(each.right for each in m.panels)
        return Value(name="right", label=words.RIGHT, value=right, unit="count", n=len(m.panels))
    return Value(
        name="rate", label=words.label(m), value=rounded(m.total.rate), unit="share",
        low=rounded(m.total.interval.low), high=rounded(m.total.interval.high), n=m.total.n,
    )  # fmt: skip


def _named(counts: Sequence[Count]) -> str:
    """The hash of what was counted, a line a count."""
    return hashlib.sha256("".join(f"{c.name} {c.hits} {c.n}\n" for c in counts).encode()).hexdigest()


def _figure(m: words.Counted) -> IntervalFigure | TableFigure:
    if m.question == "slices":
        return words.themes_table(m)
    rows = [
        IntervalRow(
            label=each.label, role="measured", value=rounded(each.rate), low=rounded(each.interval.low),
            high=rounded(each.interval.high), n=each.n,
        )
        for each in (*m.counts, *(() if m.question == "log" else (m.total,)))
    ]  # fmt: skip
    if m.target:
        rows.insert(0, IntervalRow(
            label=Words(fr="Imprimé", en="As printed"), role="published", value=m.target.value,
            low=m.target.low, high=m.target.high, n=m.target.n,
        ))  # fmt: skip
    return IntervalFigure(
        title=words.label(m), unit="share", rows=rows, reference=0.5,
        reference_label=Words(fr="Égalité", en="Equality"),
    )  # fmt: skip
