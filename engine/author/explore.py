"""Many plays of a scenario with nobody at the table: what can be reached, what cannot, what it takes to read.

One play in two follows chance; the other takes the options behind which something was never reached, and of
those the one tried least. Instruments find and readers answer what lies at and around every constant that the
story compares with. Nothing is measured, nothing told: the core's own turns are played, so what is found here
happens to readers too. The same seed gives the same plays.
"""

from __future__ import annotations

import random
import statistics
import time
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from engine.author.ahead import Ahead
from engine.author.chance import Bench, Reader, benches, readers
from engine.author.constants import constants
from engine.author.coverage import Coverage, Key
from engine.author.reading_time import SECONDS_A_FIGURE, SECONDS_AN_ANSWER, minutes, words_in
from engine.language.schema import ActivityNode, ChoiceNode, EndingNode, Node, Scenario
from engine.nodes import question_of
from engine.nodes.choice import Choice, shown_options
from engine.nodes.tool import Measure
from engine.play.events import Opened
from engine.play.records import Filing, Telling
from engine.play.turn import Turn
from engine.play.walk import Halt, wait_at, walk
from tools.wording import Language, Words

MOST_PLAYS = 20_000
RARE = 0.03  # of the plays by chance: an ending that nearly nobody will read
_LEAST_PLAYS = 500
_PATIENCE = 3  # times as many plays as the last discovery took, before nothing more is expected
_MOST_TURNS = 500
_PATIENT_TURNS = 150  # of a play that looks for something: then it follows chance to an ending
_BROKEN = Words(fr="Panne tirée au sort.", en="A failure drawn by chance.")


class Spread(NamedTuple):
    """Of the plays that came to an ending: the least, the middle, the mean, the most."""

    least: float
    median: float
    mean: float
    most: float


@dataclass(frozen=True)
class Exploration:
    """What the plays came to. Counts are of plays, but for ``lines`` and ``coverage``: times."""

    plays: int
    seconds: float
    seed: int
    coverage: Coverage
    endings: dict[str, int]  # every ending of the file
    by_chance: dict[str, int]  # of these, in the plays where nothing was looked for
    verdicts: dict[str, int]
    dead_ends: dict[str, int]  # nodes where a reader could not go on
    loops: dict[str, int]  # nodes where a play was walking for ever
    words: Spread
    minutes: Spread
    lines: dict[str, int]  # "nodes.debut.text", "exhibits.ecart.text" → times told
    found_last: int  # the play that reached something for the last time
    stalled: bool  # it stopped because nothing new came

    @property
    def shares(self) -> dict[str, float]:
        """Of the plays by chance alone that ended, the share that came to each ending; none if none did."""
        total = sum(self.by_chance.values())
        return {name: plays / total for name, plays in self.by_chance.items()} if total else {}

    @property
    def rare(self) -> list[str]:
        """The endings that fewer than :data:`RARE` of the plays by chance came to."""
        return [name for name, share in self.shares.items() if share < RARE]


def explore(
    scenario: Scenario, plays: int | None = None, seed: int = 0, language: Language | None = None
) -> Exploration:
    """Play ``plays`` times, or until nothing new is reached any more.

    ``language`` is the one whose words are counted; the source language where it is not given. Profiles take
    turns, and rooms with single readers where the scenario has something for rooms.
    """
    begun = time.perf_counter()
    explorer = _Explorer(scenario, seed, language or scenario.languages[0])
    number = found_last = reached = 0
    limit = MOST_PLAYS if plays is None else plays
    while number < limit:
        if plays is None and number >= _LEAST_PLAYS + found_last * (1 if explorer.is_done else _PATIENCE):
            break
        number += 1
        explorer.play(number)
        now = explorer.reached
        if now > reached:
            found_last, reached = number, now
    return Exploration(
        plays=number,
        seconds=time.perf_counter() - begun,
        seed=seed,
        coverage=explorer.coverage,
        endings=dict(explorer.endings),
        by_chance=dict(explorer.by_chance),
        verdicts=dict(explorer.verdicts),
        dead_ends=dict(explorer.dead_ends),
        loops=dict(explorer.loops),
        words=_spread(explorer.words),
        minutes=_spread(explorer.minutes),
        lines=explorer.lines(),
        found_last=found_last,
        stalled=plays is None and number < MOST_PLAYS,
    )


class _Explorer:
    """Plays, and counts."""

    def __init__(self, scenario: Scenario, seed: int, language: Language) -> None:
        self._scenario, self._language = scenario, language
        self._random = random.Random(seed)
        self._benches: dict[str, Bench] = benches(scenario)
        self._readers: dict[str, Reader] = readers(scenario)
        self._settings = _settings(scenario, language)
        self._words = _Words(scenario, language)
        self._figures = {name: len(each.figures) for name, each in scenario.fixtures.items()}
        self._tried: dict[str, dict[str, int]] = {
            name: {option.id: 0 for option in node.options}
            for name, node in scenario.nodes.items()
            if isinstance(node, ChoiceNode)
        }
        self._ahead = Ahead(scenario)
        self._leads = {
            name: self._ahead.options(node)
            for name, node in scenario.nodes.items()
            if isinstance(node, ChoiceNode)
        }
        self._shown = 0  # words of options, in the play under way
        self._chose: list[Key] = []  # options taken in it
        self._by_chance = False
        self._unmeasured = {name: bench.ways for name, bench in self._benches.items()}
        self._told: Counter[tuple[str, str]] = Counter()
        self.coverage = Coverage(scenario)
        self._seen: set[str | tuple[str, str]] = set()
        self.endings = Counter(
            {name: 0 for name, node in scenario.nodes.items() if isinstance(node, EndingNode)}
        )
        self.by_chance: Counter[str] = Counter(dict.fromkeys(self.endings, 0))
        self.verdicts: Counter[str] = Counter()
        self.dead_ends: Counter[str] = Counter()
        self.loops: Counter[str] = Counter()
        self.words: list[int] = []
        self.minutes: list[float] = []

    @property
    def reached(self) -> int:
        """How many different things were reached so far."""
        return len(self._seen)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to reach."""
        return not self._ahead.missing

    def play(self, number: int) -> None:
        """One play, from the first node to wherever it ends."""
        scenario = self._scenario
        setting = self._settings[number % len(self._settings)]
        opened = Opened(
            seq=1, play="", scenario=scenario.id, version=scenario.version, sha=scenario.sha,
            audience=setting.audience, language=setting.language, seed=number, group=setting.group,
        )  # fmt: skip
        turn = Turn.opening(scenario, opened)
        self._shown = 0
        self._chose = []
        self._by_chance = number % 2 == 0
        halt = walk(turn, scenario.start)
        seconds = 0.0
        for _ in range(_MOST_TURNS):
            if halt != "waits" or turn.state.ended is not None:
                break
            node = scenario.nodes[turn.state.cursor]
            if node.kind == "tool":
                seconds += self._benches[node.id].wait + SECONDS_A_FIGURE * self._figures.get(node.id, 0)
            else:
                seconds += SECONDS_AN_ANSWER
            after = self._moved(turn, node)
            if after is None:
                break
            halt = after
        self._count(turn, halt, seconds)

    def _moved(self, turn: Turn, node: Node) -> Halt | None:
        """Answer what is awaited at ``node`` and go on; ``None`` where nothing can be answered."""
        if node.kind == "choice":
            return self._chosen(turn, node)
        if node.kind == "tool":
            drawn = self._benches[node.id].draw(self._random, self._sought(node.id))
            if drawn is None:
                return walk(turn, _MEASURE.failed(turn, node, "explored", _BROKEN, "if_fails", None))
            return walk(turn, _MEASURE.finished(turn, node, drawn))
        kind = question_of(node)
        if kind is None:
            return None
        answer = self._readers[node.id].draw(turn.state, self._random)
        turn.answer(node, answer, "")
        following = kind.answered(turn, node, answer)
        if kind.stays(turn.state, node):
            return wait_at(turn, node)
        return walk(turn, following)

    def _sought(self, node: str) -> str | None:
        """One time in two where a play looks for something: a way out of the tool that was never taken."""
        never = self._unmeasured.get(node)
        if self._by_chance or not never or self._random.random() < 0.5:
            return None
        return never[0]

    def _chosen(self, turn: Turn, node: ChoiceNode) -> Halt | None:
        words = self._words.options[node.id]
        open_ones = []
        for option, is_open in shown_options(node, turn.state.taken, turn.environment()):
            self._shown += words[option.id]
            if is_open:
                open_ones.append(option.id)
        if not open_ones:
            return None
        tried = self._tried[node.id]
        if not self._by_chance:
            missing = self._ahead.missing
            if missing and turn.state.turn < _PATIENT_TURNS:
                leads = self._leads[node.id]
                open_ones = [name for name in open_ones if leads[name] & missing] or open_ones
            least = min(tried[name] for name in open_ones)
            open_ones = [name for name in open_ones if tried[name] == least]
        chosen = open_ones[int(self._random.random() * len(open_ones))]
        tried[chosen] += 1
        self._chose.append((node.id, chosen))
        self.coverage.options[node.id, chosen] += 1
        answer = {"option": chosen}
        turn.answer(node, answer, "")
        return walk(turn, _CHOICE.answered(turn, node, answer))

    def _count(self, turn: Turn, halt: Halt, seconds: float) -> None:
        """Add a play that came to its end to what was counted."""
        state, coverage, told = turn.state, self.coverage, self._told
        for name, visits in state.count.items():
            coverage.nodes[name, ""] += visits
        for outcome in turn.outcomes:
            coverage.outcomes[outcome] += 1
        words = self._shown
        lengths = self._words.told
        for record in turn.records:
            if type(record) is Telling:
                line, text = (record.node, record.key), record.text
            elif type(record) is Filing:
                line, text = ("", record.exhibit.id), record.exhibit.text
            else:
                continue
            told[line] += 1
            length = lengths.get(line)
            if length is None:
                length = lengths[line] = words_in(text, self._language)
            words += length
        before = len(self._seen)
        self._seen.update(state.count)
        self._seen.update(turn.outcomes)
        self._seen.update(self._chose)
        if len(self._seen) > before:
            for node, way in turn.outcomes:
                if way in self._unmeasured.get(node, ()):
                    self._unmeasured[node].remove(way)
            self._ahead.reached(key if isinstance(key, tuple) else (key, "") for key in self._seen)
        if halt == "too_long":
            self.loops[state.cursor] += 1
        elif halt == "nowhere" or state.ended is None:
            self.dead_ends[state.cursor] += 1
        else:
            self.endings[state.cursor] += 1
            self.by_chance[state.cursor] += self._by_chance
            self.verdicts[state.ended] += 1
            words += self._words.endings.get(state.cursor, 0)
            self.words.append(words)
            self.minutes.append(minutes(words, self._language, seconds))

    def lines(self) -> dict[str, int]:
        """How often each text of the file was told, in the file's order."""
        counted = {}
        for name, node in self._scenario.nodes.items():
            keys = [f"text_for.{audience}" for audience in node.text_for]
            keys += [f"also.{at}" for at, _ in enumerate(node.also)]
            for key in (["text"] if node.text is not None else []) + keys:
                counted[f"nodes.{name}.{key}"] = self._told[name, key]
            if isinstance(node, ActivityNode):
                for at, phase in enumerate(node.phases):
                    if phase.text is not None:
                        counted[f"nodes.{name}.activity.{at}"] = self._told[name, f"phases.{at}"]
            if isinstance(node, ChoiceNode):
                for option in node.options:
                    taken = self.coverage.options[name, option.id]
                    counted[f"nodes.{name}.options.{option.id}"] = taken
        for name in self._scenario.exhibits:
            counted[f"exhibits.{name}.text"] = self._told["", name]
        return counted


_CHOICE, _MEASURE = Choice(), Measure()


class _Words:
    """The length of what readers read, in one language; texts are counted when first told."""

    def __init__(self, scenario: Scenario, language: Language) -> None:
        self.told: dict[tuple[str, str], int] = {}
        self.options: dict[str, dict[str, int]] = {}
        self.endings: dict[str, int] = {}
        for name, node in scenario.nodes.items():
            if isinstance(node, ChoiceNode):
                self.options[name] = {each.id: words_in(each.text, language) for each in node.options}
            elif isinstance(node, EndingNode):
                closing = [*node.remember, *node.next_steps, *node.reopens]
                self.endings[name] = sum(words_in(text, language) for text in closing)


class _Setting(NamedTuple):
    audience: str
    language: Language
    group: bool


def _settings(scenario: Scenario, language: Language) -> list[_Setting]:
    """Every profile; every language where a condition reads it; rooms where there is something for them."""
    read = constants(scenario)
    for_rooms = "group" in read or any(isinstance(node, ActivityNode) for node in scenario.nodes.values())
    languages = list(scenario.languages) if "language" in read else [language]
    return [
        _Setting(audience.id, spoken, group)
        for spoken in languages
        for group in ((False, True) if for_rooms else (False,))
        for audience in scenario.audiences
    ]


def _spread(values: list[int] | list[float]) -> Spread:
    if not values:
        return Spread(0, 0, 0, 0)
    return Spread(
        *(
            round(figure, 3)
            for figure in (min(values), statistics.median(values), statistics.fmean(values), max(values))
        )
    )
