"""Two branches of one investigation side by side: where they part, what each did, where each ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from engine.language.schema import Scenario
from engine.play.asides import Measured
from engine.play.beliefs import board
from engine.play.events import Answered, Ended, Event, Found, Moved, Offered, ToolFinished
from engine.play.retelling import retold
from server.facts import named
from server.phrases import phrase
from server.templating import prose
from server.views.board import reason_of
from server.views.replies import answer_words
from tools.finding import Finding
from tools.wording import Language

Stand = tuple[str, Markup]  # where a hypothesis stands, in a word, and why


@dataclass(frozen=True)
class BranchView:
    """One branch after the parting: what was answered, measured, and where the hypotheses stand."""

    answers: list[str]
    measures: dict[str, Finding]  # by what identifies the call
    words: dict[str, Stand]  # where each hypothesis stands, and the reason of its last move
    ending: str


@dataclass(frozen=True)
class Comparison:
    """``shared``: answers in common. ``same``: measures made in both with the same call and the same numbers;
    ``apart``: with the same call and other numbers, as the first and as the second has them.
    """

    shared: int
    first: BranchView
    second: BranchView
    same: list[str] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)
    only_first: list[str] = field(default_factory=list)
    only_second: list[str] = field(default_factory=list)
    hypotheses: list[tuple[Markup, Stand, Stand, bool]] = field(default_factory=list)


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
    alike = [call for call in both if _numbers(one.measures[call]) == _numbers(other.measures[call])]
    apart = [call for call in both if call not in alike]
    rows = []
    for name, hypothesis in scenario.hypotheses.items():
        text = prose(*named(hypothesis.text, language), sources=[], block=False)
        words = one.words[name], other.words[name]
        rows.append((text, *words, words[0][0] != words[1][0]))
    return Comparison(
        shared=shared,
        first=one,
        second=other,
        same=[one.measures[call].sentence(language) for call in alike],
        apart=[each.measures[call].sentence(language) for call in apart for each in (one, other)],
        only_first=[made.sentence(language) for call, made in one.measures.items() if call not in both],
        only_second=[made.sentence(language) for call, made in other.measures.items() if call not in both],
        hypotheses=rows,
    )


def _branch(scenario: Scenario, log: Sequence[Event], shared: int, language: Language) -> BranchView:
    offers = {each.ask_id: each for each in log if isinstance(each, Offered)}
    answers = [
        answer_words(offers.get(each.ask_id), each, language) for each in log if isinstance(each, Answered)
    ]
    measures = {
        each.finding.call.model_dump_json(): each.finding
        for each in log
        if isinstance(each, ToolFinished | Measured) and each.finding is not None
    }
    found = [each.exhibit for each in log if isinstance(each, Found)]
    moves = {move.hypothesis: move for each in log if isinstance(each, Moved) for move in each.moves}
    words = {}
    for standing in board(scenario, found):
        move = moves.get(standing.hypothesis)
        reason = reason_of(scenario, move, language, []) if move else Markup("")
        words[standing.hypothesis] = phrase(f"word.{standing.word}", language), reason
    ended = next((each for each in log if isinstance(each, Ended)), None)
    return BranchView(
        answers[shared:],
        measures,
        words,
        phrase(f"end.{ended.status}" if ended else "branches.open", language),
    )


def _numbers(finding: Finding) -> str:
    """What a measure gave, without when and how fast."""
    return finding.model_dump_json(include={"result", "values", "conclusion", "verdict"})
