"""Every scenario that is shipped, read once."""

from __future__ import annotations

import pytest

from engine.language.reader import find_scenario, list_scenarios, read_scenario
from engine.language.schema import Scenario


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes ``story`` runs once for each scenario of the folder."""
    if "story" in metafunc.fixturenames:
        metafunc.parametrize("story", [each.id for each in list_scenarios()], indirect=True, scope="session")


@pytest.fixture(scope="session")
def story(request: pytest.FixtureRequest) -> Scenario:
    scenario, said = read_scenario(find_scenario(request.param))
    assert scenario is not None, [f"{each.line}: {each.message.en}" for each in said]
    return scenario
