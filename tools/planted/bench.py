"""A bench on which the planted networks and their pictures lie beside everything else."""

from __future__ import annotations

from typing import Any

from tools.bench import Bench
from tools.planted.cases import planted_cases
from tools.stimuli.cases import Case


class PlantedBench(Bench):
    """The bench of one planted network: any instrument finds it, and its pictures, by name."""

    def __init__(self, subject: Any) -> None:
        super().__init__()
        self.lend(subject)

    def case(self, name: str) -> Case:
        """A case of the planted pictures, or a built-in one."""
        known = planted_cases()
        return known[name] if name in known else super().case(name)
