"""Instruments to come: what they take and give is settled, so that stories can be written, checked, explored
and played on records; asked to measure, they say that they cannot yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from tools.errors import NotBuilt
from tools.finding import Call
from tools.tool import Progress, Tool
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench


class Unbuilt(Tool):
    """A tool that declares itself and does not measure."""

    def run(self, call: Call, bench: Bench, progress: Progress) -> NoReturn:
        """Raise :class:`NotBuilt`."""
        raise self.refusal()

    def refusal(self) -> NotBuilt:
        """What is said to whoever asks for a measure."""
        name = f"{self.verb} {self.method}"
        return NotBuilt(
            "not_built",
            Words(
                fr=f"L’instrument « {name} » n’est pas encore construit : il ne mesure rien.",
                en=f"The instrument “{name}” is not built yet: it measures nothing.",
            ),
            Words(
                fr="Une enquête qui l’emploie se vérifie et se joue sur des relevés.",
                en="An investigation that uses it can be checked, and played on records.",
            ),
        )
