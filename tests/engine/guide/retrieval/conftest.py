"""The first investigation, its dossier, plays of it cut at a moment, and an encoder that is loaded once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from engine.guide.retrieval.answer import Answering
from engine.guide.retrieval.embeddings import Vectors, vectors_by
from engine.language.dossier import Dossier
from engine.language.reader import dossier_of, find_scenario, read_scenario
from engine.language.schema import Scenario
from engine.play.attend import attend
from engine.play.events import Event, Offered
from engine.play.playthrough import ToolWait
from tools.encoders.process import EncoderProcess
from tools.finding import Finding

PlayedUntil = Callable[..., list[Event]]


@pytest.fixture(scope="session")
def recadrage() -> Scenario:
    scenario, said = read_scenario(find_scenario("recadrage"))
    assert scenario is not None, [f"{each.line}: {each.message.en}" for each in said]
    return scenario


@pytest.fixture(scope="session")
def dossier() -> Dossier:
    found = dossier_of(find_scenario("recadrage"))
    assert found is not None
    return found


@pytest.fixture(scope="session")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vectors]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOPSIE_HOME", str(tmp_path_factory.mktemp("encodings")))
        process = EncoderProcess()
        yield vectors_by(process)
        process.close()


@pytest.fixture(scope="session")
def answering(vectors: Vectors, dossier: Dossier) -> Answering:
    return Answering(vectors, lambda _: dossier)


@pytest.fixture(scope="session")
def played_until(recadrage: Scenario) -> PlayedUntil:
    """The log of the inquiry with recorded findings, up to the question of a node; whole without one."""
    logs: dict[str, list[Event]] = {}

    def record(wait: ToolWait) -> Finding:
        return recadrage.fixtures[wait.node]

    def until(node: str | None = None, *, play: str = "enquete_entiere") -> list[Event]:
        if play not in logs:
            logs[play] = attend(recadrage, record, answers=recadrage.plays[play]).events
        events = logs[play]
        if node is None:
            return events
        at = next(at for at, each in enumerate(events) if isinstance(each, Offered) and each.node == node)
        return events[: at + 1]

    return until
