"""The labelled questions about the first investigation: sound as data, before anything answers them."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, model_validator

from engine.language.dossier import Dossier
from engine.language.reader import dossier_of, find_scenario, read_scenario
from engine.language.schema import EndingNode, Scenario, ToolNode

FILE = Path(__file__).parents[1] / "corpus" / "guide" / "questions.yaml"
SEED = 20201001  # as the header of the file says
GROUPS = [("fr", "in"), ("fr", "out"), ("en", "in"), ("en", "out")]


class Question(BaseModel):
    """One question of a reader, and the passages of the file that would answer it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    language: Literal["fr", "en"]
    text: str
    scope: Literal["in", "out"]
    near: bool | None = None  # only of a question out of scope
    answers: list[str]
    kept_aside: bool
    measures: str | None

    @model_validator(mode="after")
    def _whole(self) -> Question:
        if not re.fullmatch(rf"{self.language}\d\d", self.id):
            raise ValueError(f"{self.id}: not an id of that language")
        if not self.text.strip():
            raise ValueError(f"{self.id}: no question")
        if (self.scope == "in") != bool(self.answers):
            raise ValueError(f"{self.id}: answers go with the scope")
        if (self.scope == "out") != (self.near is not None):
            raise ValueError(f"{self.id}: near goes with out of scope")
        if self.scope == "out" and self.measures:
            raise ValueError(f"{self.id}: out of scope, and yet measured")
        if len(set(self.answers)) != len(self.answers):
            raise ValueError(f"{self.id}: a passage is listed twice")
        return self


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    return TypeAdapter(list[Question]).validate_python(yaml.safe_load(FILE.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def recadrage() -> Scenario:
    scenario, said = read_scenario(find_scenario("recadrage"))
    assert scenario is not None, [f"{each.line}: {each.message.en}" for each in said]
    return scenario


@pytest.fixture(scope="module")
def passages(recadrage: Scenario) -> set[str]:
    """Every passage that a label may name."""
    dossier = dossier_of(find_scenario("recadrage"))
    assert dossier is not None
    kinds = {
        # A branch says nothing, and a measure without a record has said nothing yet.
        "node": [name for name, node in recadrage.nodes.items() if node.kind != "branch"],
        "finding": recadrage.measured,
        "exhibit": recadrage.exhibits,
        "hypothesis": recadrage.hypotheses,
        "source": recadrage.sources,
        "glossary": recadrage.glossary,
        "subject": recadrage.about_subjects,
        "dossier": _of_the_dossier(dossier),
    }
    return {f"{kind}:{name}" for kind, names in kinds.items() for name in names}


def _of_the_dossier(dossier: Dossier) -> list[str]:
    lists: dict[str, Sequence[object]] = {
        "timeline": dossier.timeline,
        "actors": dossier.actors,
        "harms": dossier.harms,
        "public.given": dossier.public.given,
        "public.refused": dossier.public.refused,
        "limits": dossier.limits,
        "links": dossier.links,
    }
    return [f"{name}.{at}" for name, parts in lists.items() for at in range(len(parts))]


def group(questions: list[Question], language: str, scope: str) -> list[Question]:
    return [each for each in questions if (each.language, each.scope) == (language, scope)]


def test_there_are_enough_and_none_twice(questions: list[Question]) -> None:
    assert len(questions) >= 120
    assert len({each.id for each in questions}) == len(questions)
    assert len({each.text.casefold().strip(" ?!.") for each in questions}) == len(questions)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_third_is_out_of_scope_and_half_of_it_nearly_in(questions: list[Question], language: str) -> None:
    inside, outside = group(questions, language, "in"), group(questions, language, "out")
    assert 0.3 <= len(outside) / (len(inside) + len(outside)) <= 0.4
    assert abs(2 * sum(bool(each.near) for each in outside) - len(outside)) <= 1


@pytest.mark.parametrize("language", ["fr", "en"])
def test_enough_of_them_could_be_measured(questions: list[Question], language: str) -> None:
    assert sum(each.measures is not None for each in group(questions, language, "in")) >= 12


def test_half_of_each_group_is_kept_aside_by_the_rule_announced(questions: list[Question]) -> None:
    """Drawn again, so that no hand moved a question from one half to the other."""
    draw = random.Random(SEED)
    for language, scope in GROUPS:
        ids = [each.id for each in group(questions, language, scope)]
        draw.shuffle(ids)
        aside = {each.id for each in group(questions, language, scope) if each.kept_aside}
        assert aside == set(ids[: len(ids) // 2]), (language, scope)


def test_every_label_names_a_passage(questions: list[Question], passages: set[str]) -> None:
    unknown = {each.id: gone for each in questions if (gone := set(each.answers) - passages)}
    assert not unknown


def test_no_ending_is_the_only_answer(questions: list[Question], recadrage: Scenario) -> None:
    endings = {f"node:{name}" for name, node in recadrage.nodes.items() if isinstance(node, EndingNode)}
    alone = [each.id for each in questions if each.answers and set(each.answers) <= endings]
    assert endings
    assert not alone


def test_what_could_be_measured_names_an_instrument(questions: list[Question], recadrage: Scenario) -> None:
    for each in questions:
        if each.measures is not None:
            assert isinstance(recadrage.nodes.get(each.measures), ToolNode), each.id
            assert f"finding:{each.measures}" in each.answers, each.id
