"""Two branches of one investigation side by side: where they part, what each did, where each ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from engine.language.schema import Scenario
from engine.play.beliefs import board
from engine.play.events import Answered, Ended, Event, Found, Offered, ToolFinished
from engine.play.retelling import retold
from server.facts import named
from server.phrases import phrase
from server.templating import prose
from server.views.replies import answer_words
from tools.wording import Language


@dataclass(frozen=True)
class BranchView:
    """One branch after the parting: what was answered, measured, and where the hypotheses stand."""

    answers: list[str]
    measures: dict[str, str]  # by what identifies the call: its sentence
    words: dict[str, str]
    ending: str


@dataclass(frozen=True)
class Comparison:
    """``shared``: answers in common. ``same``: measures made in both, which give the same numbers."""

    shared: int
    first: BranchView
    second: BranchView
    same: list[str] = field(default_factory=list)
    only_first: list[str] = field(default_factory=list)
    only_second: list[str] = field(default_factory=list)
    hypotheses: list[tuple[Markup, str, str, bool]] = field(default_factory=list)


def compare(
    scenario: Scenario, first: Sequence[Event], second: Sequence[Event], language: Language
) -> Comparison:
    """Two plays of one reader, from where their answers are no longer the same."""
    logs = [retold(scenario, each) for each in (first, second)]
    given = [[(e.node, e.answer) for e in log if isinstance(e, Answered)] for log in logs]
    pairs = zip(*given, strict=False)
    shared = next((at for at, (one, other) in enumerate(pairs) if one != other), min(map(len, given)))
    one, other = (_branch(scenario, log, shared, language) for log in logs)
    both = [call for call in one.measures if call in other.measures]
    rows = []
    for name, hypothesis in scenario.hypotheses.items():
        text = prose(*named(hypothesis.text, language), sources=[], block=False)
        words = one.words[name], other.words[name]
        rows.append((text, *words, words[0] != words[1]))
    return Comparison(
        shared=shared,
        first=one,
        second=other,
        same=[one.measures[call] for call in both],
        only_first=[said for call, said in one.measures.items() if call not in both],
        only_second=[said for call, said in other.measures.items() if call not in both],
        hypotheses=rows,
    )


def _branch(scenario: Scenario, log: Sequence[Event], shared: int, language: Language) -> BranchView:
    offers = {each.ask_id: each for each in log if isinstance(each, Offered)}
    answers = [
        answer_words(offers.get(each.ask_id), each, language) for each in log if isinstance(each, Answered)
    ]
    measures = {
        each.finding.call.model_dump_json(): each.finding.sentence(language)
        for each in log
        if isinstance(each, ToolFinished)
    }
    found = [each.exhibit for each in log if isinstance(each, Found)]
    words = {each.hypothesis: phrase(f"word.{each.word}", language) for each in board(scenario, found)}
    ended = next((each for each in log if isinstance(each, Ended)), None)
    return BranchView(
        answers[shared:],
        measures,
        words,
        phrase(f"end.{ended.status}" if ended else "branches.open", language),
    )
