"""Questions offered beside the box: authored, about what was met, never twice; by rule or by a model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from engine.guide.audience import profile_of
from engine.guide.backend import BackendFailed, Prompt, Readiness
from engine.guide.suggestions import SHOWN, select, situation_in, suggested
from engine.language.dossier import Dossier
from engine.language.reader import dossier_of, find_scenario
from engine.language.schema import Scenario
from engine.play.asides import Profiled, Questioned
from engine.play.attend import attend
from engine.play.events import Event, Offered, ToolFinished
from server.app import read_scenarios
from tools.finding import IntervalFigure
from tools.wording import LANGUAGES, Language, Words

DOSSIER = dossier_of(find_scenario("recadrage"))


class Last:
    """A backend that always chooses the last option."""

    name = "last"
    verbatim = False

    def __init__(self) -> None:
        self.asked: list[Prompt] = []

    def readiness(self) -> Readiness:
        return Readiness(True, Words(fr="x", en="x"), model="tiny", degrees=("select",))

    def write(self, prompt: Prompt) -> Iterator[str]:
        raise AssertionError("nothing is to be written")

    def choose(self, prompt: Prompt, options: Sequence[str]) -> str:
        self.asked.append(prompt)
        return options[-1]

    def close(self) -> None: ...


class Broken(Last):
    def choose(self, prompt: Prompt, options: Sequence[str]) -> str:
        raise BackendFailed("guide_server_error", Words(fr="non", en="no"))


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenarios()["recadrage"]


def played(scenario: Scenario, language: Language = "fr", audience: str = "pupil") -> list[Event]:
    """A short path through the story, its measures from their records."""
    script = scenario.plays["essentiel"]
    attended = attend(
        scenario,
        lambda wait: scenario.fixtures[wait.node],
        answers=script,
        language=language,
        audience=audience,
    )
    assert attended.ending is not None
    return attended.events


def first_question(events: list[Event]) -> list[Event]:
    end = next(each.seq for each in events if isinstance(each, Offered))
    return [each for each in events if each.seq <= end]


def terms_in(scenario: Scenario, events: list[Event]) -> list[str]:
    situation = situation_in(scenario, events, dossier=None)
    found = situation.candidates if situation is not None else []
    return [each.ref.partition(":")[2] for each in found if each.kind == "glossary"]


def after_a_measure(events: list[Event]) -> list[Event]:
    first = next(each.seq for each in events if isinstance(each, ToolFinished))
    end = next(each.seq for each in events if isinstance(each, Offered) and each.seq > first)
    return [each for each in events if each.seq <= end]


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_the_start_the_words_just_read_are_offered_in_the_readers_language(
    scenario: Scenario, language: Language
) -> None:
    offered = suggested(scenario, first_question(played(scenario, language)), dossier=DOSSIER)
    assert len(offered) == SHOWN
    assert any(each.startswith({"fr": "Que veut dire « ", "en": "What does “"}[language]) for each in offered)


def test_the_words_that_a_profile_wants_defined_come_first(scenario: Scenario) -> None:
    whole = played(scenario)
    logs = [[one for one in whole if one.seq <= each.seq] for each in whole if isinstance(each, Offered)]
    events = next(each for each in logs if len(terms_in(scenario, each)) > 1)
    kept = terms_in(scenario, events)
    own = profile_of("pupil").model_copy(update={"id": "own", "like": "pupil", "define": [kept[-1]]})
    described = Profiled(seq=events[-1].seq + 1, profile=own)
    assert terms_in(scenario, [*events, described])[0] == kept[-1]


def test_a_question_that_was_asked_is_not_offered_again(scenario: Scenario) -> None:
    events = first_question(played(scenario))
    first = suggested(scenario, events, dossier=DOSSIER)[0]
    asked = Questioned(seq=events[-1].seq + 1, text=first.upper())
    assert first not in suggested(scenario, [*events, asked], dossier=DOSSIER)


def test_nothing_is_offered_about_a_measure_that_was_not_made(scenario: Scenario) -> None:
    events = played(scenario)
    before = situation_in(scenario, first_question(events), dossier=DOSSIER)
    after = situation_in(scenario, after_a_measure(events), dossier=DOSSIER)
    assert before is not None
    assert after is not None
    assert not any(each.kind == "finding" for each in before.candidates)
    made = next(each.node for each in events if isinstance(each, ToolFinished))
    assert [each.ref for each in after.candidates if each.kind == "finding"] == [f"finding:{made}#caveat"]


def test_a_file_is_asked_about_the_parts_that_it_has(scenario: Scenario) -> None:
    events = first_question(played(scenario))

    def parts(dossier: Dossier | None) -> list[str]:
        situation = situation_in(scenario, events, dossier=dossier)
        found = situation.candidates if situation is not None else []
        return [each.ref for each in found if each.kind == "dossier"]

    assert DOSSIER is not None
    every = ["dossier:limits", "dossier:harms", "dossier:timeline", "dossier:public.given"]
    assert parts(DOSSIER) == every
    assert parts(None) == []
    assert parts(DOSSIER.model_copy(update={"harms": [], "timeline": []})) == [every[0], every[3]]


def test_who_bet_wrongly_is_offered_what_that_measure_does_not_show(scenario: Scenario) -> None:
    whole = played(scenario)
    bet = next(each for each in whole if isinstance(each, ToolFinished) and each.predicted is not None)
    end = next(each.seq for each in whole if isinstance(each, Offered) and each.seq > bet.seq)

    def with_bet(predicted: float | None) -> list[Event]:
        changed = bet.model_copy(update={"predicted": predicted})
        return [changed if each.seq == bet.seq else each for each in whole if each.seq <= end]

    def missed(predicted: float | None) -> str | None:
        situation = situation_in(scenario, with_bet(predicted), dossier=DOSSIER)
        assert situation is not None
        return situation.missed

    figure = next(each for each in bet.finding.figures if isinstance(each, IntervalFigure))
    measured = next(each.value for each in figure.rows if each.role == "measured")
    assert missed(None) is None
    assert missed(measured) is None
    assert missed(-1e6) == bet.node
    assert suggested(scenario, with_bet(-1e6), dossier=DOSSIER)[0].startswith("Que ne montre pas la mesure")


def test_a_model_chooses_among_authored_questions_and_its_choice_comes_first(scenario: Scenario) -> None:
    events = first_question(played(scenario))
    backend = Last()
    chosen = select(scenario, events, backend, dossier=DOSSIER)
    situation = situation_in(scenario, events, dossier=DOSSIER)
    assert chosen is not None
    assert situation is not None
    last = situation.candidates[-1]
    assert (chosen.of, chosen.by_model, chosen.chosen) == (events[-1].seq, "last", [last.ref])
    assert chosen.prompt.startswith("select ")
    logged = chosen.model_copy(update={"seq": events[-1].seq + 1})
    assert suggested(scenario, [*events, logged], dossier=DOSSIER)[0] == last.text
    assert suggested(scenario, events, dossier=DOSSIER)[0] != last.text
    # A choice that was made beside an earlier question holds no longer.
    later = events[-1].model_copy(update={"seq": logged.seq + 1})
    assert suggested(scenario, [*events, logged, later], dossier=DOSSIER)[0] != last.text


def test_a_model_that_fails_says_so_to_its_caller(scenario: Scenario) -> None:
    with pytest.raises(BackendFailed):
        select(scenario, first_question(played(scenario)), Broken(), dossier=DOSSIER)
