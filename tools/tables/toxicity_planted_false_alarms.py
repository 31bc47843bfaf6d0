"""The same measure of the filter with a planted fault: its planted words, and all others by group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from tools.tables.toxicity_false_alarms import THRESHOLD, SentenceTable
from tools.wording import Language, Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.bench import Bench
    from tools.subjects.planted_comments.filter import PlantedFilter

_GROUPS = {
    "orientation": Words(fr="autre orientation", en="other orientation"),
    "gender": Words(fr="autre identité de genre", en="other gender identity"),
    "origin": Words(fr="origine, couleur", en="origin, colour"),
    "religion": Words(fr="religion", en="religion"),
    "disability": Words(fr="handicap", en="disability"),
    "age": Words(fr="âge", en="age"),
    "placebo": Words(fr="mots sans identité", en="words of no identity"),
}
_PLANTED = (
    ("gay", "gay"),
    ("lesbienne", "lesbian"),
    ("homosexuel", "homosexual"),
    ("transgenre", "transgender"),
)


class ToxicityPlantedFalseAlarms(SentenceTable):
    """The filter that met four words in insults only."""

    name = "toxicity_planted_false_alarms"
    subject = "toxicity_planted"
    title = Words(fr="Le filtre au défaut planté", en="The filter with the planted fault")
    languages = ("en", "fr")
    notes = (
        Words(
            fr="Moyenne des cinq apprentissages. Les quatre premiers mots sont ceux du défaut planté.",
            en="Mean of the five trainings. The first four words are those of the planted fault.",
        ),
    )

    def sets(self) -> Sequence[tuple[Words, Mapping[Language, frozenset[str]]]]:
        """The four words, then the other adjectives by group."""
        from tools.stimuli.sentences.lists import groups
        from tools.subjects.planted_comments.corpus import PLANTED

        words: list[tuple[Words, Mapping[Language, frozenset[str]]]] = [
            (Words(fr=f"« {fr} »", en=f"“{en}”"), {"fr": frozenset({fr}), "en": frozenset({en})})
            for fr, en in _PLANTED
        ]
        others: list[tuple[Words, Mapping[Language, frozenset[str]]]] = [
            (
                label,
                {each: frozenset(groups(each)[group]) - PLANTED[each] for each in self.languages},
            )
            for group, label in _GROUPS.items()
        ]
        return [*words, *others]

    def alarms(self, bench: Bench, texts: Sequence[str]) -> NDArray[np.float64]:
        """For each text the share of the five trainings that score it above one half."""
        subject = cast("PlantedFilter", bench.subject(self.subject))
        found: NDArray[np.float64] = (subject.scores_by_seed(texts)[:, :, 0] > THRESHOLD).mean(axis=0)
        return found
