"""The questions offered beside the box, on the page and in its stream; chosen by a model where asked for."""

from __future__ import annotations

import html
import threading
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from engine.guide.backend import BackendFailed, Prompt, Readiness
from engine.guide.guide import Guide
from engine.guide.settings import GuideSettings
from engine.language.schema import Scenario
from engine.play.asides import Questioned, Selected
from engine.play.attend import attend
from engine.play.events import Entered, Event, Offered
from server.app import read_scenarios
from server.context import PageContext
from server.narration import Narration
from server.page import event_fragments, play_page
from server.stream import Progress, Wordings
from server.views.enquiry import Beside, box_view, suggestions_of
from tools.wording import Words

STORY = read_scenarios()["recadrage"]
OFFERED = "Que ne montre pas la mesure"


class Chooser:
    """Chooses the last option, or fails."""

    name = "chooser"
    verbatim = False

    def __init__(self, *, fails: bool = False) -> None:
        self.fails = fails

    def readiness(self) -> Readiness:
        return Readiness(True, Words(fr="x", en="x"), model="tiny", degrees=("select",))

    def write(self, prompt: Prompt) -> Iterator[str]:
        raise AssertionError("nothing is to be written")

    def choose(self, prompt: Prompt, options: Sequence[str]) -> str:
        if self.fails:
            raise BackendFailed("guide_server_error", Words(fr="non", en="no"))
        return options[-1]

    def close(self) -> None: ...


@pytest.fixture
def measured(server: Any) -> tuple[Scenario, Any, list[Event], str]:
    """A play in which a measure was made and the next question is open: its story, row, log and page."""
    visitor = server.visitor()
    play = visitor.begin(scenario="activites", audience="public")
    visitor.answer(play, option="tout")
    drawn = {"curve.1": "-2", "curve.2": "0", "curve.3": "1"}
    visitor.answer(play, ask_id=visitor.asked(play, "courbe"), **drawn)
    visitor.asked(play, "curseur")
    row = server.place.store.play(play.rsplit("/", 1)[1])
    log = server.place.turns.logs.events(row.id)
    return server.place.scenarios["activites"], row, log, visitor.get(play).text


def test_a_measure_that_was_made_can_be_asked_about(measured: tuple[Any, ...]) -> None:
    scenario, row, log, page = measured
    assert OFFERED not in page  # this server's file answers no questions
    box = box_view(row.id, suggestions=suggestions_of(scenario, log))
    drawn = play_page(PageContext(language="fr"), scenario, row, log, beside=Beside(box))
    assert OFFERED in html.unescape(drawn)
    before = [each for each in log if each.seq <= next(e.seq for e in log if isinstance(e, Offered))]
    assert not any(OFFERED in each for each in suggestions_of(scenario, before))


def test_followed_live_it_comes_with_the_question_and_goes_once_asked(measured: tuple[Any, ...]) -> None:
    scenario, row, log, _ = measured
    opened = next(each for each in reversed(log) if isinstance(each, Offered))
    data = event_fragments(scenario, row, log, opened)
    assert OFFERED in html.unescape(data["suggested"])
    text = next(each for each in suggestions_of(scenario, log) if OFFERED in each)
    asked = Questioned(seq=log[-1].seq + 1, text=text)
    assert OFFERED not in html.unescape(event_fragments(scenario, row, [*log, asked], asked)["suggested"])
    entered = next(each for each in log if isinstance(each, Entered))
    assert event_fragments(scenario, row, log, entered)["suggested"] is None


class _Logs:
    def __init__(self, events: list[Event]) -> None:
        self._events = events

    def events(self, play: str) -> list[Event]:
        return self._events


def chosen_by(backend: Chooser, scenario: Scenario, log: list[Event], select: str) -> list[Event]:
    """What the guide logs beside the question that is open."""
    added: list[Event] = []
    done = threading.Event()

    def append(play: str, make: Any) -> list[Event]:
        added.extend(make(log))
        done.set()
        return added

    narration = Narration(
        Guide(backend, GuideSettings.model_validate({"select": select})),
        wordings=Wordings(),
        progress=Progress(),
        append=append,
        ring=lambda play: None,
    )
    narration.hear(scenario, "p", [log[-1]], _Logs(log))  # type: ignore[arg-type]
    narration._pool.shutdown(wait=True)
    narration.close()
    return added


def test_a_model_chooses_where_the_operator_asks_for_it() -> None:
    script = STORY.plays["essentiel"]
    told = attend(STORY, lambda wait: STORY.fixtures[wait.node], answers=script).events
    last = max(each.seq for each in told if isinstance(each, Offered))
    opened = [each for each in told if each.seq <= last]
    added = chosen_by(Chooser(), STORY, opened, "model")
    assert [(each.type, each.of, each.by_model) for each in added if isinstance(each, Selected)] == [
        ("selected", last, "chooser")
    ]
    assert chosen_by(Chooser(), STORY, opened, "rule") == []
    assert chosen_by(Chooser(fails=True), STORY, opened, "model") == []  # the rule has chosen already
