"""The labelled choices among authored pieces: sound as data, before anything chooses."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Literal

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from engine.language.reader import find_scenario, read_scenario
from engine.language.schema import AskNode, Scenario, Text, ToolNode
from tools.wording import Language

FILE = Path(__file__).parents[1] / "corpus" / "guide" / "selection.yaml"
KINDS = {
    "variant": re.compile(r"(node:\w+#(text|text_for\.\w+|also\.\d+)|glossary:\w+(#text_for\.\w+)?)"),
    "finding": re.compile(r"finding:\w+#(says|(caveat|control)\.\d+)"),
    "card": re.compile(r"exhibit:\w+"),
    "question": re.compile(r"question:(glossary-)?\w+"),
}
MOST_AT_ONE_POSITION = 0.45  # a rule that always takes one letter is not to look like a choice
# What a page puts in place of the author's marks: a figure, a linked word, nothing for a source.
MARKS = re.compile(r"\{\w+\.\w+:\w+\}|\s*\[@\w+\]")
LINKED = re.compile(r"\[\[([^\]|]+)(?:\|[^\]]*)?\]\]")


class Candidate(BaseModel):
    """One authored piece: where it stands, and its text in the situation's language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Literal["a", "b", "c", "d", "e", "f"]
    ref: str
    text: str = Field(min_length=1)

    @property
    def named(self) -> tuple[str, str, str]:
        """The kind of place, its id, and the part of it ("" for the whole)."""
        kind, _, rest = self.ref.partition(":")
        name, _, part = rest.partition("#")
        return kind, name, part


class Situation(BaseModel):
    """A reader at a step, the pieces that could be given, and the one that the author gives."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    language: Language
    kind: Literal["variant", "finding", "card", "question"]
    node: str
    profile: str
    asked: list[str] = Field(max_length=2)
    missed: str | None
    candidates: list[Candidate] = Field(min_length=3, max_length=6)
    key: str
    why: str = Field(min_length=1)

    @model_validator(mode="after")
    def _whole(self) -> Situation:
        letters = [each.id for each in self.candidates]
        if letters != sorted(set(letters)) or letters != list("abcdef"[: len(letters)]):
            raise ValueError(f"{self.id}: letters are not a, b, c… in order")
        if self.key not in letters:
            raise ValueError(f"{self.id}: the key is no candidate")
        if len({each.ref for each in self.candidates}) != len(letters):
            raise ValueError(f"{self.id}: a piece is offered twice")
        if len({each.text for each in self.candidates}) != len(letters):
            raise ValueError(f"{self.id}: two pieces say the same")
        if odd := [each.ref for each in self.candidates if not KINDS[self.kind].fullmatch(each.ref)]:
            raise ValueError(f"{self.id}: no {self.kind}: {odd}")
        return self


@pytest.fixture(scope="module")
def situations() -> list[Situation]:
    return TypeAdapter(list[Situation]).validate_python(yaml.safe_load(FILE.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def recadrage() -> Scenario:
    scenario, said = read_scenario(find_scenario("recadrage"))
    assert scenario is not None, [f"{each.line}: {each.message.en}" for each in said]
    return scenario


def authored(scenario: Scenario, piece: Candidate, language: Language) -> str | None:
    """The text that ``piece`` refers to, as its author left it; ``None``: there is no such piece."""
    kind, name, part = piece.named
    if kind == "finding":
        finding = scenario.fixtures.get(name) if name in scenario.measured else None
        if finding is None:
            return None
        if part == "says":
            return finding.sentence(language)
        which, _, at = part.partition(".")
        controls = [each.says for each in [*finding.placebo, *finding.nulls]]
        said = finding.caveats if which == "caveat" else controls
        return said[int(at)].in_(language) if int(at) < len(said) else None
    text = _text(scenario, kind, name, part)
    return None if text is None else text.by_language.get(language)


def _text(scenario: Scenario, kind: str, name: str, part: str) -> Text | None:
    if kind == "exhibit":
        exhibit = scenario.exhibits.get(name)
        return None if exhibit is None else exhibit.text
    if part.startswith("also."):
        at, node = int(part.removeprefix("also.")), scenario.nodes.get(name)
        return node.also[at].text if node is not None and at < len(node.also) else None
    holder = scenario.nodes.get(name) if kind == "node" else scenario.glossary.get(name)
    if holder is None:
        return None
    version = part.removeprefix("text_for.")
    return holder.text if version == part else holder.text_for.get(version)


def copied(written: str, shown: str) -> bool:
    """Whether ``shown`` is ``written`` with its figures filled, its links read out, its sources left out."""
    plain = re.sub(r"[ \n]+", " ", LINKED.sub(r"\1", written)).strip(" ")
    pattern = ""
    at = 0
    for mark in MARKS.finditer(plain):
        pattern += re.escape(plain[at : mark.start()]) + (r"[^{}\[\]]{1,12}" if "{" in mark.group() else "")
        at = mark.end()
    return re.fullmatch(pattern + re.escape(plain[at:]), shown) is not None


def test_there_are_sixty_none_twice_and_as_many_in_each_language(situations: list[Situation]) -> None:
    assert len(situations) == 60
    assert [each.id for each in situations] == [f"s{at:02d}" for at in range(1, 61)]
    assert Counter(each.language for each in situations) == {"fr": 30, "en": 30}
    seen = {
        (each.language, each.kind, each.node, each.profile, *each.asked, each.missed) for each in situations
    }
    assert len(seen) == 60


def test_there_are_fifteen_of_each_kind(situations: list[Situation]) -> None:
    assert Counter(each.kind for each in situations) == dict.fromkeys(KINDS, 15)


def test_no_letter_holds_most_of_the_keys(situations: list[Situation]) -> None:
    most = max(Counter(each.key for each in situations).values())
    assert most <= MOST_AT_ONE_POSITION * len(situations)


def test_the_profile_alone_does_not_give_the_variants(situations: list[Situation]) -> None:
    """Else there would be nothing to choose: half of the keys, or more, are another version."""
    other = 0
    variants = [each for each in situations if each.kind == "variant"]
    for each in variants:
        versions: dict[str, str] = {piece.id: piece.named[2] for piece in each.candidates}
        plain = next(part for part in versions.values() if not part.startswith("text_for."))
        own = f"text_for.{each.profile}"
        other += versions[each.key] != (own if own in versions.values() else plain)
    assert len(variants) / 2 <= other < len(variants)


def test_every_step_profile_and_lost_bet_is_in_the_scenario(
    situations: list[Situation], recadrage: Scenario
) -> None:
    profiles = {each.id for each in recadrage.audiences}
    bets = {each.seals for each in recadrage.nodes.values() if isinstance(each, AskNode) and each.seals}
    for each in situations:
        assert each.node in recadrage.nodes, each.id
        assert each.profile in profiles, each.id
        assert each.missed is None or each.missed in bets, each.id
        if each.kind == "finding":
            assert isinstance(recadrage.nodes[each.node], ToolNode), each.id
            assert {piece.named[1] for piece in each.candidates} == {each.node}, each.id


def test_variants_are_versions_of_one_text_that_the_reader_has_before_them(
    situations: list[Situation], recadrage: Scenario
) -> None:
    for each in situations:
        if each.kind != "variant":
            continue
        kind, name, _ = each.candidates[0].named
        assert {piece.named[:2] for piece in each.candidates} == {(kind, name)}, each.id
        step = recadrage.nodes[each.node]
        text = step.text_for.get(each.profile, step.text)
        assert text is not None
        linked = re.search(rf"\[\[({name}|[^\]|]*\|{name})\]\]", text.by_language[each.language])
        assert name == each.node if kind == "node" else linked, each.id


def test_every_piece_is_there_and_copied_to_the_letter(
    situations: list[Situation], recadrage: Scenario
) -> None:
    for each in situations:
        for piece in each.candidates:
            if each.kind == "question":
                continue
            written = authored(recadrage, piece, each.language)
            assert written is not None, (each.id, piece.ref)
            assert copied(written, piece.text), (each.id, piece.ref, written)


def test_every_question_names_what_answers_it_and_has_one_wording(
    situations: list[Situation], recadrage: Scenario
) -> None:
    worded: dict[tuple[Language, str], str] = {}
    for each in situations:
        for piece in each.candidates if each.kind == "question" else []:
            name = piece.named[1]
            term = name.removeprefix("glossary-")
            answering = recadrage.nodes if term == name else recadrage.glossary
            assert term in answering, (each.id, name)
            assert worded.setdefault((each.language, name), piece.text) == piece.text, (each.id, name)
            assert piece.text.endswith("?"), (each.id, name)


def test_a_copy_that_differs_by_a_word_is_seen() -> None:
    written = "Sur {place.n:int} paires, la [[note|saillance]] décide. [@yee2021]"
    assert copied(written, "Sur 42 paires, la note décide.")
    assert not copied(written, "Sur 42 paires, la note ne décide pas.")
    assert not copied(written, "Sur {place.n:int} paires, la note décide.")
