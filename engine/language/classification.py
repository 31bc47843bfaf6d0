"""Where a dossier is filed: year, kind of system, kind of harm, sector, number in the AI Incident Database.

Terms are others' own, so that a dossier can be found beside theirs. Kinds of system: the "AI system tasks" of
the OECD Framework for the Classification of AI Systems (OECD Digital Economy Papers 323, 2022). Kinds of
harm: those of the OECD's "Defining AI incidents and related terms" (OECD AI Papers 16, 2024).
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from engine.language.reading import Reading
from engine.language.saying import words
from engine.language.tree import Tree
from tools.wording import Words

CLASSIFICATION = ("year", "system", "harm", "sector", "aiid")

SYSTEMS: Mapping[str, Words] = {
    "recognition": Words(fr="Reconnaissance", en="Recognition"),
    "event-detection": Words(fr="Détection d'événements", en="Event detection"),
    "forecasting": Words(fr="Prévision", en="Forecasting"),
    "personalisation": Words(fr="Personnalisation", en="Personalisation"),
    "interaction-support": Words(fr="Aide à l'échange", en="Interaction support"),
    "goal-driven-optimisation": Words(fr="Optimisation selon un but", en="Goal-driven optimisation"),
    "reasoning": Words(fr="Raisonnement sur des connaissances", en="Reasoning with knowledge structures"),
}
HARMS: Mapping[str, Words] = {
    "physical": Words(fr="Corps", en="Physical"),
    "psychological": Words(fr="Esprit", en="Psychological"),
    "economic": Words(fr="Argent ou biens", en="Economic or property"),
    "reputational": Words(fr="Réputation", en="Reputational"),
    "public-interest": Words(fr="Intérêt public", en="Public interest"),
    "human-rights": Words(fr="Droits fondamentaux", en="Human or fundamental rights"),
    "environmental": Words(fr="Environnement", en="Environmental"),
}
SECTORS: Mapping[str, Words] = {
    "media": Words(fr="Médias et réseaux sociaux", en="Media and social platforms"),
    "work": Words(fr="Travail et embauche", en="Work and hiring"),
    "health": Words(fr="Santé", en="Health"),
    "justice": Words(fr="Justice et police", en="Justice and police"),
    "education": Words(fr="Éducation", en="Education"),
    "finance": Words(fr="Banque et assurance", en="Finance and insurance"),
    "public-services": Words(fr="Services publics", en="Public services"),
    "consumer": Words(fr="Produits grand public", en="Consumer products"),
    "other": Words(fr="Autre", en="Other"),
}


class Classification(BaseModel):
    """The terms that a dossier is filed under."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    year: int | None = None
    system: list[str] = Field(default_factory=list)
    harm: list[str] = Field(default_factory=list)
    sector: str | None = None
    aiid: int | None = None  # incidentdatabase.ai/cite/<number>/


def read_classification(reading: Reading, tree: Tree | None) -> Classification | None:
    """The block ``classification`` of a dossier; a term that is none is reported with the nearest that is."""
    if tree is None:
        return None
    block = reading.fields(tree, words("« classification »", "“classification”"), CLASSIFICATION)
    if block is None:
        return None
    sectors = _terms(reading, block.get("sector"), "sector", SECTORS)
    return Classification(
        year=reading.integer(block.get("year"), "year", 1950, 2100),
        system=_terms(reading, block.get("system"), "system", SYSTEMS),
        harm=_terms(reading, block.get("harm"), "harm", HARMS),
        sector=sectors[0] if sectors else None,
        aiid=reading.integer(block.get("aiid"), "aiid", 1, 10**6),
    )


def _terms(reading: Reading, tree: Tree | None, field: str, known: Mapping[str, Words]) -> list[str]:
    found = []
    for leaf in reading.names(tree, field):
        if leaf.value in known:
            found.append(leaf.value)
            continue
        near = difflib.get_close_matches(leaf.value, known, n=1, cutoff=0.5)
        listed = ", ".join(near or known)
        reading.wrong(field, leaf, words(f"l'un des termes : {listed}", f"one of the terms: {listed}"))
    return found
