"""The same measure of the linear filter."""

from __future__ import annotations

from tools.tables.toxicity_false_alarms import ToxicityFalseAlarms
from tools.wording import Words


class ToxicityLinearFalseAlarms(ToxicityFalseAlarms):
    """The linear filter."""

    name = "toxicity_linear_false_alarms"
    subject = "toxicity_linear"
    title = Words(fr="Le filtre linéaire, mot par mot", en="The linear filter, word by word")
    notes = ()

    def published(self, row: int, column: int) -> float | None:
        """The data sheet says nothing of this filter on sentences."""
        return None
