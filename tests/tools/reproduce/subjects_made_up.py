"""Tiny subjects whose one reason is known, and a bench that draws a bust as a flat colour at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tools.bench import Bench
from tools.finding import Call, Finding
from tools.stimulus import Edited, Portrait, Recipe
from tools.subject import SubjectCard
from tools.tool import Tool
from tools.wording import both


def card(modality: str, answers: str = "scores", badge: str = "made-here") -> SubjectCard:
    return SubjectCard.model_validate(
        {
            "name": "made_up", "title": both("Made up"), "about": both("Its reason is known"),
            "badge": badge, "modality": modality, "sha256": "0" * 64, "licence": "Apache-2.0",
            "credit": "Autopsie", "source": "tests", "answers": answers, "assets": (),
        }
    )  # fmt: skip


class Reads:
    """Scores each text, or each picture, by one rule."""

    labels = ("toxic",)

    def __init__(self, modality: str, rule: Callable[[Any], float]) -> None:
        self.card = card(modality)
        self.rule = rule

    def scores(self, given: Sequence[Any]) -> np.ndarray:
        return np.array([[self.rule(each)] for each in given], dtype=np.float64)


class FlatBench(Bench):
    """A bust is a flat grey by its tone, a little by its identity; a shift adds a byte."""

    def __init__(self, subject: Any) -> None:
        super().__init__()
        self.lend(subject)

    def pixels(self, recipe: Recipe) -> np.ndarray:
        if isinstance(recipe, Edited):
            moved = self.pixels(recipe.of).copy()
            return moved + np.uint8(1)
        assert isinstance(recipe, Portrait)
        level = 200 - 10 * recipe.tone + recipe.identity % 7 + (5 if recipe.glasses else 0)
        return np.full((8, 8, 3), level, dtype=np.uint8)


def ask(
    tool: Tool, bench: Bench, case: str, progress: Any = lambda done, total: None, **params: Any
) -> Finding:
    call = Call(
        verb="reproduce", method=tool.method, subject="made_up", case=case, params=params, seed=5
    )  # fmt: skip
    found = tool.run(call, bench, progress)
    from tools.execution import check_finding

    check_finding(found, tool)
    return found
