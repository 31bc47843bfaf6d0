"""The labelled paraphrases of the first investigation: sound as data, before any gate is judged on them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, get_args

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from engine.language.placeholders import parts_of
from engine.language.reader import find_scenario, read_scenario
from engine.language.schema import EndingNode, Exhibit, Scenario, Text

FILE = Path(__file__).parents[1] / "corpus" / "guide" / "paraphrases.yaml"
ENDING_LISTS = ("remember", "next_steps", "reopens")

Kind = Literal[
    "swapped_group",
    "reversed_sign",
    "over_claimed_cause",
    "dropped_not",
    "wrong_unit",
    "wrong_subject",
    "over_generalised",
    "dropped_hedge",
    "invented_detail",
    "wrong_badge",
]
Profile = Literal["pupil", "press", "engineer", "curious"]


class Paraphrase(BaseModel):
    """What a model might write for a reader in place of one of the author's texts, and whether it is true."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    language: Literal["fr", "en"]
    node: str | None = None
    exhibit: str | None = None
    key: str
    profile: Profile
    text: str
    holds: bool = Field(alias="true", strict=True)
    kind: Kind | None = None  # of a false one, how it departs from the author's text

    @model_validator(mode="after")
    def _whole(self) -> Paraphrase:
        if not re.fullmatch(r"p\d{3}" if self.holds else r"f\d{3}", self.id):
            raise ValueError(f"{self.id}: not an id of its label")
        if (self.node is None) == (self.exhibit is None):
            raise ValueError(f"{self.id}: a node or an exhibit, and one of them only")
        if self.holds != (self.kind is None):
            raise ValueError(f"{self.id}: a kind goes with a false one")
        if self.key.startswith("text_for.") and self.key != f"text_for.{self.profile}":
            raise ValueError(f"{self.id}: written for another profile than the author's text")
        if not 1 <= len(re.findall(r"[.!?](?=\s|$)", self.text)) <= 2:
            raise ValueError(f"{self.id}: one sentence, or two")
        return self


@pytest.fixture(scope="module")
def paraphrases() -> list[Paraphrase]:
    return TypeAdapter(list[Paraphrase]).validate_python(yaml.safe_load(FILE.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def recadrage() -> Scenario:
    scenario, said = read_scenario(find_scenario("recadrage"))
    assert scenario is not None, [f"{each.line}: {each.message.en}" for each in said]
    return scenario


def author_text(each: Paraphrase, scenario: Scenario) -> str:
    """The author's text that is rephrased, in its language. A KeyError or an IndexError: there is none."""
    found = _in_exhibit(each, scenario) if each.exhibit is not None else _in_node(each, scenario)
    assert found is not None, (each.id, each.key)
    return found.by_language[each.language]


def _in_exhibit(each: Paraphrase, scenario: Scenario) -> Text | None:
    exhibit: Exhibit = scenario.exhibits[str(each.exhibit)]
    part, _, of = each.key.partition(".")
    if part == "why":
        return exhibit.why[of]
    return exhibit.text if each.key == "text" else None


def _in_node(each: Paraphrase, scenario: Scenario) -> Text | None:
    node = scenario.nodes[str(each.node)]
    part, _, of = each.key.partition(".")
    if part == "text_for":
        return node.text_for[of]
    if part == "also":
        return node.also[int(of)].text
    if isinstance(node, EndingNode) and part in ENDING_LISTS:
        lists: dict[str, Sequence[Text]] = {
            "remember": node.remember,
            "next_steps": node.next_steps,
            "reopens": node.reopens,
        }
        return lists[part][int(of)]
    return node.text if each.key == "text" else None


def placeholders(text: str) -> set[str]:
    return {f"{part.name}:{part.format}" for part in parts_of(text) if part.kind == "placeholder"}


def bare(text: str) -> str:
    """The words alone: a placeholder is a blank, a glossary mark is what it shows, a cite is nothing."""
    return "".join(
        part.shown if part.kind in ("words", "gloss") else " " if part.kind == "cite" else " · "
        for part in parts_of(text)
    )


def trigrams(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+|·", bare(text).casefold())
    return Counter(zip(words, words[1:], words[2:], strict=False))


def shared(paraphrase: str, author: str) -> float:
    """The share of a paraphrase's word trigrams that stand in the author's text, 0 to 1."""
    own, theirs = trigrams(paraphrase), trigrams(author)
    return sum((own & theirs).values()) / max(1, sum(own.values()))


def test_there_are_as_many_as_announced_in_each_language(paraphrases: list[Paraphrase]) -> None:
    count = Counter((each.holds, each.language) for each in paraphrases)
    assert count == {(True, "fr"): 100, (True, "en"): 100, (False, "fr"): 30, (False, "en"): 30}
    assert len({each.id for each in paraphrases}) == len(paraphrases)
    assert len({each.text.casefold() for each in paraphrases}) == len(paraphrases)


def test_the_true_ones_are_spread_over_steps_and_readers(paraphrases: list[Paraphrase]) -> None:
    true = [each for each in paraphrases if each.holds]
    assert len({(each.node, each.exhibit) for each in true}) >= 60
    assert sum(each.exhibit is not None for each in true) >= 20
    with_figures = sum(bool(placeholders(each.text)) for each in true)
    assert 0.4 <= with_figures / len(true) <= 0.6
    for language in ("fr", "en"):
        readers = Counter(each.profile for each in true if each.language == language)
        assert set(readers) == set(get_args(Profile))
        assert min(readers.values()) >= 15, readers


def test_every_kind_of_falsehood_stands_in_both_languages(paraphrases: list[Paraphrase]) -> None:
    kinds = Counter((each.kind, each.language) for each in paraphrases if not each.holds)
    expected: dict[tuple[str, str], int] = {(kind, of): 3 for kind in get_args(Kind) for of in ("fr", "en")}
    assert kinds == expected


def test_every_one_rephrases_a_text_that_its_reader_would_get(
    paraphrases: list[Paraphrase], recadrage: Scenario
) -> None:
    for each in paraphrases:
        assert author_text(each, recadrage).strip(), each.id
        if each.node is not None:
            node = recadrage.nodes[each.node]
            assert each.key != "text" or each.profile not in node.text_for, each.id
            assert node.guide.adapt != "none", each.id  # no model may rephrase that one


def test_every_figure_is_the_authors_own(paraphrases: list[Paraphrase], recadrage: Scenario) -> None:
    broken = [each.id for each in paraphrases if any(part.kind == "broken" for part in parts_of(each.text))]
    assert not broken
    for each in paraphrases:
        author = author_text(each, recadrage)
        assert placeholders(each.text) <= placeholders(author), each.id
        typed = set(re.findall(r"\d+", bare(each.text)))
        years = set(re.findall(r"\b(?:19|20)\d\d\b", bare(author)))
        assert typed <= years, each.id


def test_every_glossary_mark_is_the_authors_own(paraphrases: list[Paraphrase], recadrage: Scenario) -> None:
    for each in paraphrases:
        marked = {part.name for part in parts_of(each.text) if part.kind == "gloss"}
        known = {part.name for part in parts_of(author_text(each, recadrage)) if part.kind == "gloss"}
        assert marked <= known, each.id


def test_no_true_one_is_a_copy(paraphrases: list[Paraphrase], recadrage: Scenario) -> None:
    copied = {
        each.id: round(share, 2)
        for each in paraphrases
        if each.holds and (share := shared(each.text, author_text(each, recadrage))) > 0.6
    }
    assert not copied


def test_no_false_one_is_the_authors_own_sentence(paraphrases: list[Paraphrase], recadrage: Scenario) -> None:
    for each in paraphrases:
        assert each.holds or shared(each.text, author_text(each, recadrage)) < 1, each.id
