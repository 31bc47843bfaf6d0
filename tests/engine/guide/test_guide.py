"""The guide: what a backend writes is shown where the step licenses it, else the author's words are."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Sequence

import pytest

from engine.guide.audience import profile_of
from engine.guide.audit.steps import Step, steps_of
from engine.guide.backend import BackendFailed, Prompt, Readiness, backend_named, backend_names
from engine.guide.guide import Guide
from engine.guide.prompting import version_of
from engine.guide.settings import GuideSettings
from engine.language.schema import Scenario
from engine.play.asides import Said, Worded
from server.app import read_scenarios
from tools.errors import CallRefused
from tools.wording import Words


class Scripted:
    """A backend that writes what it is told to, and keeps what it was asked."""

    name = "scripted"
    verbatim = False

    def __init__(self, *lines: str | Exception, pause: float = 0.0) -> None:
        self.lines, self.pause = lines, pause
        self.asked: list[Prompt] = []

    def readiness(self) -> Readiness:
        return Readiness(True, Words(fr="x", en="x"), model="tiny", degrees=("select", "rephrase"))

    def write(self, prompt: Prompt) -> Iterator[str]:
        self.asked.append(prompt)
        for line in self.lines:
            time.sleep(self.pause)
            if isinstance(line, Exception):
                raise line
            yield line + "\n"

    def choose(self, prompt: Prompt, options: Sequence[str]) -> str:
        return options[0]

    def close(self) -> None: ...


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenarios()["recadrage"]


def step_of(scenario: Scenario, node: str, audience: str = "engineer", key: str = "text") -> Step:
    return next(
        each
        for each in steps_of(scenario, "en", audience)
        if (each.narrated.node, each.narrated.key) == (node, key)
    )


def tell(scenario: Scenario, backend: Scripted, node: str, **settings: float) -> Worded:
    step = step_of(scenario, node)
    guide = Guide(backend, GuideSettings(**settings))  # type: ignore[arg-type]
    worded = guide.tell(scenario, step.narrated, step.events, language="en", profile=profile_of("engineer"))
    assert worded is not None
    return worded


def test_the_author_is_said_word_for_word_without_a_model(scenario: Scenario) -> None:
    step = step_of(scenario, "accroche")
    guide = Guide()
    assert guide.backend.name == "authored"
    assert guide.tell(
        scenario, step.narrated, step.events, language="en", profile=profile_of("engineer")
    ) is None  # fmt: skip


def test_what_is_licensed_is_shown_with_its_figures_and_what_it_rests_on(scenario: Scenario) -> None:
    worded = tell(
        scenario,
        Scripted("Live, the first posted {n1} montages, each made of two portraits."),
        "accroche",
    )
    assert worded.accepted
    first = next(each for each in worded.said if each.by == "backend")
    assert first.text == "Live, the first posted 92 montages, each made of two portraits."
    assert [(each.kind, each.name) for each in first.rests_on] == [("source", "prabhu2020")]
    assert "[@prabhu2020]" in worded.text
    assert worded.prompt == f"rephrase {version_of('rephrase')}"
    assert worded.model == "tiny"


def test_nothing_that_the_author_said_is_lost(scenario: Scenario) -> None:
    step = step_of(scenario, "accroche")
    worded = tell(
        scenario, Scripted("The first posted {n1} montages live, with two portraits in each."), "accroche"
    )
    for each in step.narrated.bindings:
        assert each.shown in worded.text
    assert "perceived as" in worded.text  # it must be said
    assert "had found nothing" in worded.text
    assert [each.by for each in worded.said].count("backend") == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("The first posted 95 montages live.", "number"),
        ("The face perceived as white was kept {n2} times, the one perceived as Black {n3}.", "owner"),
        ("The second, the company, says that it had checked and had found something.", "negation"),
        ("According to Stanford, the first posted {n1} montages live.", "name"),
        ("The machine kept the Black face {n2} times and the white one {n3}.", "hedge"),
        ("The machine on the table is guilty.", "ending"),
        ("The stand-in kept the face perceived as Black {n2} times.", "badge"),
        ("The first posted {n9} montages live.", "format"),
        ("Le premier a publié des montages dans lesquels il y a des portraits.", "language"),
        ("<b>The first</b> posted {n1} montages live.", "format"),
        ("The face perceived as Black stayed because the machine prefers it.", "cause"),
    ],
)
def test_what_is_not_licensed_gives_way_to_the_author(scenario: Scenario, line: str, reason: str) -> None:
    worded = tell(scenario, Scripted(line, "You come third."), "accroche")
    assert reason in {why.partition(":")[0] for each in worded.refused for why in each.reasons}
    assert line not in worded.text
    assert "{n" not in worded.text
    author = step_of(scenario, "accroche").narrated.text
    assert all(figure in worded.text for figure in ("92", "52", "40") if figure in author)


def test_what_must_not_be_said_takes_the_whole_text_back(scenario: Scenario) -> None:
    worded = tell(
        scenario, Scripted("The first posted {n1} montages live.", "The network is racist."), "accroche"
    )
    assert not worded.accepted
    assert worded.text == step_of(scenario, "accroche").narrated.text
    assert worded.said == []


def test_a_backend_that_fails_leaves_what_was_said_and_the_author_goes_on(
    scenario: Scenario, caplog: pytest.LogCaptureFixture
) -> None:
    failed = BackendFailed("guide_server_error", Words(fr="non", en="no"), detail="500 from the server")
    with caplog.at_level(logging.WARNING):
        worded = tell(scenario, Scripted("The first posted {n1} montages live.", failed), "accroche")
    assert worded.accepted
    assert worded.code == "guide_server_error"
    assert worded.failed == Words(fr="non", en="no")
    assert "had found nothing" in worded.text
    assert "500 from the server" in caplog.text


def test_one_that_hangs_is_given_up_in_time_and_then_left_alone(scenario: Scenario) -> None:
    step = step_of(scenario, "accroche")
    backend = Scripted("Too late.", pause=3.0)
    guide = Guide(backend, GuideSettings(first_sentence_seconds=0.3))
    began = time.monotonic()
    told = [
        guide.tell(scenario, step.narrated, step.events, language="en", profile=profile_of("engineer"))
        for _ in range(3)
    ]
    assert time.monotonic() - began < 2.0
    assert [each.code for each in told if each] == ["guide_slow"] * 3
    assert len(backend.asked) == 1
    assert all(each and each.text == step.narrated.text and not each.accepted for each in told)


def test_sentences_come_as_they_are_released(scenario: Scenario) -> None:
    step = step_of(scenario, "accroche")
    heard: list[tuple[Said, float]] = []
    began = time.monotonic()
    guide = Guide(Scripted("The first posted {n1} montages live.", "Each held two portraits.", pause=0.3))
    guide.tell(
        scenario,
        step.narrated,
        step.events,
        language="en",
        profile=profile_of("engineer"),
        on_said=lambda said: heard.append((said, time.monotonic() - began)),
    )
    assert heard[0][0].by == "backend"
    assert heard[0][1] < 0.6 < heard[-1][1] + 0.4


def test_a_model_that_repeats_itself_is_stopped(scenario: Scenario) -> None:
    worded = tell(scenario, Scripted(*["The first posted {n1} montages live."] * 500), "accroche")
    assert 0 < len(worded.refused) < 10
    assert worded.text.count("92") == 1
    invented = tell(scenario, Scripted(*["The whole thing was a plot."] * 500), "accroche")
    assert 0 < len(invented.refused) < 40


def test_an_authors_text_for_this_profile_an_ending_and_a_verbatim_one_are_never_worded(
    scenario: Scenario,
) -> None:
    guide = Guide(Scripted("x"))
    pupil = step_of(scenario, "accroche", "pupil", "text_for.pupil")
    assert not guide.would_word(scenario, pupil.narrated, "en")
    for node in scenario.nodes.values():
        if node.kind == "ending" or node.guide.adapt == "none":
            for step in steps_of(scenario, "en", "engineer"):
                if step.narrated.node == node.id:
                    assert not guide.would_word(scenario, step.narrated, "en")
    assert guide.would_word(scenario, step_of(scenario, "accroche").narrated, "en")


def test_a_language_that_the_model_cannot_write_is_left_to_the_author(scenario: Scenario) -> None:
    class English(Scripted):
        def readiness(self) -> Readiness:
            return super().readiness()._replace(languages=("en",))

    guide = Guide(English("x"))
    narrated = step_of(scenario, "accroche").narrated
    assert guide.would_word(scenario, narrated, "en")
    assert not guide.would_word(scenario, narrated, "fr")


def test_a_play_that_has_cost_enough_costs_no_more(scenario: Scenario) -> None:
    step = step_of(scenario, "accroche")
    backend = Scripted("The first posted {n1} montages live.")
    guide = Guide(backend, GuideSettings(tokens_per_play=100))
    told = guide.tell(
        scenario, step.narrated, step.events, language="en", profile=profile_of("engineer"), spent=100
    )
    assert told is None
    assert backend.asked == []


def test_a_reader_who_leaves_stops_the_writing(scenario: Scenario) -> None:
    step = step_of(scenario, "accroche")
    stop = threading.Event()
    stop.set()
    guide = Guide(Scripted("The first posted {n1} montages live.", pause=0.5))
    told = guide.tell(
        scenario, step.narrated, step.events, language="en", profile=profile_of("engineer"), stop=stop
    )
    assert told is not None
    assert told.text == step.narrated.text


def test_what_is_asked_holds_marks_for_figures_and_nothing_of_the_facilitator(scenario: Scenario) -> None:
    backend = Scripted("Each held two portraits.")
    tell(scenario, backend, "accroche")
    asked = backend.asked[0]
    assert "{n1}" in asked.user
    assert "92" not in asked.user
    assert scenario.facilitator is not None
    for secret in scenario.facilitator.by_language.values():
        assert secret.split("\n")[0][:40] not in asked.system + asked.user


def test_every_backend_has_its_file_and_another_is_refused_in_words() -> None:
    assert backend_names()[0] == "authored"
    assert {"local", "openai_compatible"} <= set(backend_names())
    assert backend_named("openai-compatible").name.replace("-", "_") == "openai_compatible"
    for name in ("oracle", "../guide", "__init__"):
        with pytest.raises(CallRefused) as refused:
            backend_named(name)
        assert refused.value.code == "unknown_backend"
