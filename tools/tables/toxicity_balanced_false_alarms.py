"""The same measure of the clean twin."""

from __future__ import annotations

from tools.tables.toxicity_planted_false_alarms import ToxicityPlantedFalseAlarms
from tools.wording import Words


class ToxicityBalancedFalseAlarms(ToxicityPlantedFalseAlarms):
    """The twin in whose training no word was suspect."""

    name = "toxicity_balanced_false_alarms"
    subject = "toxicity_balanced"
    title = Words(fr="Le même filtre, sans défaut planté", en="The same filter, no fault planted")
    notes = (
        Words(
            fr="Moyenne des cinq apprentissages. Les quatre premiers mots sont ceux que l’autre filtre n’a "
            "vus que dans des insultes.",
            en="Mean of the five trainings. The first four words are those that the other filter met in "
            "insults only.",
        ),
    )
