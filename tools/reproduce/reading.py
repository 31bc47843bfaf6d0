"""Read a subject's answers on many stimuli: drawn ahead, a few at a time, and named as they pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from tools.answering.answer import Answer
from tools.answering.given import Given, at_hand
from tools.honesty import finite
from tools.looking import Count
from tools.reading_ahead import read_ahead
from tools.stimuli.cases import Shown
from tools.stimulus import Picture, Sentence

if TYPE_CHECKING:
    from tools.bench import Bench

Stimulus: TypeAlias = Shown | Sentence

# So that a cancelled call is heard within a fifth of a second, and never another size for the same call.
PICTURES_TOGETHER, TEXTS_TOGETHER = 4, 16


class Answered(NamedTuple):
    """One stimulus with its number; a text is its own name, a picture is named by its pixels."""

    value: float
    shown: Picture | Sentence


def read_answers(answer: Answer, bench: Bench, stimuli: Sequence[Stimulus], count: Count) -> list[Answered]:
    """The subject's number on each stimulus, in order.

    Raises :class:`~tools.errors.ToolFailed` (``no_answer``, ``not_finite``) where there is none.
    """
    found: list[Answered] = []
    coming = hands(bench, stimuli)
    together = TEXTS_TOGETHER if stimuli and isinstance(stimuli[0], Sentence) else PICTURES_TOGETHER
    while batch := list(islice(coming, together)):
        values = answer.numbers([given for _, given in batch])
        for value in values:
            finite({answer.card.name: value})
        found += [
            Answered(float(value), named(stimulus, given))
            for value, (stimulus, given) in zip(values, batch, strict=True)
        ]
        count(len(batch))
    return found


def hands(bench: Bench, stimuli: Sequence[Stimulus]) -> Iterator[tuple[Stimulus, Given]]:
    """Each stimulus ready to be shown; pictures are drawn while the subject looks at the ones before."""
    return read_ahead(stimuli, lambda each: at_hand(bench, [each])[0], ahead=3 * PICTURES_TOGETHER)


def named(stimulus: Stimulus, given: Given) -> Picture | Sentence:
    """The picture by the hash of the pixels that were shown, not drawn a second time."""
    if isinstance(stimulus, Sentence):
        return stimulus
    from tools.stimuli.render import pixels_sha256

    assert given.pixels is not None
    height, width = given.pixels.shape[:2]
    return Picture(
        sha256=pixels_sha256(given.pixels), width=width, height=height,
        recipe=stimulus.recipe, alt=stimulus.alt, credit=stimulus.credit,
    )  # fmt: skip
