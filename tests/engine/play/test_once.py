"""What is worked out once a scenario is kept with it, and goes with it."""

from __future__ import annotations

import gc
from concurrent.futures import ThreadPoolExecutor

from engine.language.schema import Scenario
from engine.play.once import once_a_scenario


def test_it_is_computed_once_for_each_scenario(scenario: Scenario) -> None:
    asked: list[str] = []

    @once_a_scenario
    def sha(story: Scenario) -> str:
        asked.append(story.sha)
        return story.sha

    other = scenario.model_copy(update={"sha": "f" * 12})
    assert [sha(scenario), sha(other), sha(scenario), sha(other)] == [scenario.sha, "f" * 12] * 2
    assert asked == [scenario.sha, "f" * 12]


def test_nothing_is_kept_of_a_scenario_that_is_gone(scenario: Scenario) -> None:
    @once_a_scenario
    def sha(story: Scenario) -> str:
        return story.sha

    for at in range(300):  # addresses come again: none may answer for the scenario that had it before
        copy = scenario.model_copy(update={"sha": f"{at:012d}"})
        assert sha(copy) == f"{at:012d}"
        del copy
    gc.collect()
    kept = next(cell.cell_contents for cell in sha.__closure__ or () if isinstance(cell.cell_contents, dict))
    assert kept == {}


def test_threads_may_ask_at_the_same_time(scenario: Scenario) -> None:
    @once_a_scenario
    def sha(story: Scenario) -> str:
        return story.sha

    def ask(at: int) -> bool:
        copy = scenario.model_copy(update={"sha": f"{at:012d}"})
        return all(sha(each) == each.sha for each in (copy, scenario, copy))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(2000)))
