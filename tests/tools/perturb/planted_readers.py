"""Planted subjects of every kind but maps: what each answers to is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tools.examination import Box
from tools.subject import Answers, SubjectCard
from tools.wording import both

Rule = Callable[[np.ndarray], float]


def card(answers: Answers, **more: Any) -> SubjectCard:
    return SubjectCard(
        name="planted_reader", title=both("Planted"), about=both("Its reason is known"), badge="made-here",
        modality="image", sha256="0" * 64, licence="Apache-2.0", credit="Autopsie", source="tests",
        answers=answers, assets=(), **more,
    )  # fmt: skip


class Scorer:
    """One score a picture."""

    labels = ("light",)

    def __init__(self, rule: Rule) -> None:
        self.card, self._rule = card("scores"), rule

    def scores(self, pictures: Sequence[np.ndarray]) -> np.ndarray:
        return np.array([[self._rule(each.astype(float))] for each in pictures])


class Finder:
    """A box over the whole picture where the rule is above zero."""

    def __init__(self, rule: Rule) -> None:
        self.card, self._rule = card("boxes"), rule

    def boxes(self, pictures: Sequence[np.ndarray]) -> list[tuple[Box, ...]]:
        return [
            (Box(left=0, top=0, width=9, height=9, score=1.0),) if self._rule(each.astype(float)) > 0 else ()
            for each in pictures
        ]


class Matter:
    """The person is what is not the ground's grey."""

    def __init__(self) -> None:
        self.card = card("mask")

    def masks(self, pictures: Sequence[np.ndarray]) -> list[np.ndarray]:
        return [
            (np.abs(each.astype(float) - each[0, 0].astype(float)).max(axis=2) > 30).astype(np.float32)
            for each in pictures
        ]
