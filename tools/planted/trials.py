"""Every instrument tried on every planted network: whether it finds the shortcut, and acquits the clean twin.

No threshold is set here: an instrument finds what its own verdict says. Where it also says *where* (a region,
a word), it must say the right place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from tools.attribute.explainers.sliding import Slid
from tools.catalogue import tool
from tools.finding import Call, Finding
from tools.planted import comments, pictures
from tools.planted.bench import PlantedBench
from tools.planted.concepts import PairedPictures, PlantedDirection, PlantedWords
from tools.planted.stimuli import MARK_AT, SIDE
from tools.subjects.planted_comments.corpus import PLANTED
from tools.tool import Tool

Shortcut = Literal["mark", "brightness", "word"]
SHORTCUTS: tuple[Shortcut, ...] = ("mark", "brightness", "word")
SEEDS = 5
_CELLS = 8  # regions a side of a small picture's grid


class Trial(NamedTuple):
    """One instrument on one shortcut: the call, and what its finding says of the planted cause.

    ``blames`` tells whether a finding blames the cause by the instrument's own verdict; ``points`` whether it
    points at the cause, whatever its own checks say of it; ``size`` is the number that it gives.
    """

    name: str
    shortcut: Shortcut
    verb: str
    method: str
    case: str
    params: dict[str, Any]
    blames: Callable[[Finding], bool]
    points: Callable[[Finding], bool]
    size: Callable[[Finding], float]
    tool: Tool | None = None
    counts: bool = True  # whether it asks what the answer rests on, and so must find and acquit


class Tried(NamedTuple):
    """What one trial found on one network."""

    blames: bool
    points: bool
    size: float
    verdict: str


def network(shortcut: Shortcut, *, planted: bool, seed: int) -> Any:
    """One planted network, or its clean twin."""
    if shortcut == "word":
        return comments.trained(planted=planted, seed=seed)
    return pictures.trained(shortcut, planted=planted, seed=seed)


def attempt(trial: Trial, subject: Any) -> Tried:
    """Ask one instrument of one network. Raises what the instrument raises."""
    call = Call(
        verb=trial.verb, method=trial.method, subject=subject.card.name, case=trial.case, params=trial.params
    )
    asked = trial.tool or tool(trial.verb, trial.method)
    found = asked.run(call, PlantedBench(subject), lambda done, total: None)
    return Tried(trial.blames(found), trial.points(found), trial.size(found), found.verdict)


def _effect(found: Finding) -> bool:
    return found.verdict == "effect"


def _number(field: str) -> Callable[[Finding], float]:
    def size(found: Finding) -> float:
        value = found.result[field]
        assert isinstance(value, int | float)
        return float(value)

    return size


def _at_mark(found: Finding) -> bool:
    """Whether the region that carries most holds a part of the mark: regions are named by row and column."""
    row, _, column = str(found.result["top_region"]).removeprefix("r").partition("c")
    first = MARK_AT * _CELLS // SIDE
    return row.isdecimal() and column.isdecimal() and min(int(row), int(column)) >= first


def _is_planted_word(found: Finding) -> bool:
    words = PLANTED["en"]
    return str(found.result["term"]) in words


def _encoded(found: Finding) -> bool:
    return found.verdict == "encoded"


def _usable_at_mark(found: Finding) -> bool:
    return found.verdict == "usable" and _at_mark(found)


_WORD = "gay"
TRIALS: tuple[Trial, ...] = (
    Trial("reproduce score_difference", "mark", "reproduce", "score_difference", "planted_pairs_mark", {},
        _effect, _effect, _number("gap")),
    Trial("reproduce score_difference", "brightness", "reproduce", "score_difference",
        "planted_pairs_brightness", {}, _effect, _effect, _number("gap")),
    Trial("reproduce score_difference", "word", "reproduce", "score_difference", "identity_sentences_en",
        {"factor": "term", "levels": _WORD}, _effect, _effect, _number("gap")),
    Trial("reproduce rate_difference", "mark", "reproduce", "rate_difference", "planted_pairs_mark", {},
        _effect, _effect, _number("gap")),
    Trial("reproduce rate_difference", "brightness", "reproduce", "rate_difference",
        "planted_pairs_brightness", {}, _effect, _effect, _number("gap")),
    Trial("reproduce rate_difference", "word", "reproduce", "rate_difference", "identity_sentences_en",
        {"factor": "term", "levels": _WORD}, _effect, _effect, _number("gap")),
    Trial("perturb shift (the mark leaves)", "mark", "perturb", "shift", "planted_marked",
        {"levels": [3.0], "n": 40}, _effect, _effect, _number("max_delta")),
    Trial("perturb chroma (the mark turns grey)", "mark", "perturb", "chroma", "planted_marked",
        {"levels": [0.0], "n": 40}, _effect, _effect, _number("max_delta")),
    Trial("perturb brightness", "brightness", "perturb", "brightness", "planted_plain", {"n": 40},
        _effect, _effect, _number("max_delta")),
    Trial("perturb term", "word", "perturb", "term", "identity_sentences_en", {},
        lambda found: _effect(found) and _is_planted_word(found), _is_planted_word, _number("max_delta")),
    Trial("attribute integrated_gradients", "mark", "attribute", "integrated_gradients", "planted_marked",
        {"regions": "grid"}, _usable_at_mark, _at_mark, _number("top_share")),
    Trial("attribute occlusion", "mark", "attribute", "sliding", "planted_marked",
        {"regions": "grid"}, _usable_at_mark, _at_mark, _number("top_share"), Slid()),
    Trial("attribute feature_ablation", "mark", "attribute", "feature_ablation", "planted_marked",
        {"regions": "grid"}, _usable_at_mark, _at_mark, _number("top_share")),
    Trial("attribute word_removal", "word", "attribute", "word_removal", "identity_sentences_en",
        {"term": _WORD}, lambda found: found.result["term_verdict"] == "effect",
        lambda found: found.result["top_word"] == _WORD, _number("top_weight")),
    Trial("probe direction", "mark", "probe", "direction", "planted_pairs_mark", {},
        _effect, _effect, _number("slope"), PlantedDirection()),
    Trial("probe direction", "brightness", "probe", "direction", "planted_pairs_brightness", {},
        _effect, _effect, _number("slope"), PlantedDirection()),
    Trial("probe direction", "word", "probe", "direction", "identity_sentences_en", {},
        _effect, _effect, _number("slope"), PlantedDirection()),
    Trial("probe (linear)", "mark", "probe", "planted_pairs", "planted_pairs_mark", {},
        _encoded, _encoded, _number("accuracy"), PairedPictures(), counts=False),
    Trial("probe (linear)", "brightness", "probe", "planted_pairs", "planted_pairs_brightness", {},
        _encoded, _encoded, _number("accuracy"), PairedPictures(), counts=False),
    Trial("probe (linear)", "word", "probe", "planted_words", "identity_sentences_en", {},
        _encoded, _encoded, _number("accuracy"), PlantedWords(), counts=False),
)  # fmt: skip
