"""The dossier that stands beside a scenario of the catalogue, read once for each version of it."""

from __future__ import annotations

import functools

from engine.language.dossier import Dossier
from engine.language.schema import Scenario
from tools.errors import AutopsieError


def dossier_of_file(scenario: Scenario) -> Dossier | None:
    """The dossier that stands beside a scenario of the catalogue."""
    return _dossier(scenario.id, scenario.sha)


@functools.lru_cache(maxsize=64)
def _dossier(name: str, sha: str) -> Dossier | None:
    """What stands beside the scenario ``name``, read once: reading takes longer than answering."""
    from engine.language.reader import dossier_of, find_scenario

    try:
        return dossier_of(find_scenario(name))
    except AutopsieError:  # a scenario that is not of the catalogue
        return None
