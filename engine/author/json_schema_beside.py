"""The shapes of ``dossier.yaml`` and ``workshop.yaml`` as JSON Schema, for editors that complete.

As for the scenario, whether names exist and minutes add up is ``autopsie check``'s to say.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.author.json_schema import DRAFT, Schema, definitions
from engine.language import classification, dossier, dossier_parts, workshop_plan
from tools.verbs import VERBS
from tools.wording import Language, Words, typeset

_TEXT: Schema = {"$ref": "#/$defs/text"}
_ID: Schema = {"$ref": "#/$defs/id"}
_NAMES: Schema = {"anyOf": [_ID, {"type": "array", "items": _ID}]}
_TEXTS: Schema = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_RANGE: Schema = {"type": "string", "pattern": "^[0-9]+\\.\\.[0-9]+$"}


def dossier_schema(language: Language) -> Schema:
    """The schema of ``dossier.yaml``, its descriptions in ``language``."""
    date = {
        "anyOf": [
            {"type": "integer", "minimum": 1000, "maximum": 9999},
            {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"},
            # Words where no day is known: one text a language, never a bare sentence.
            {"allOf": [_TEXT, {"type": "object"}]},
        ]
    }
    parts: Schema = {"date": date, "name": _TEXT, "text": _TEXT, "cites": _NAMES}
    statements = _items({name: parts[name] for name in dossier_parts.STATEMENT}, ["text"])
    run: Schema = {
        "id": _ID,
        "tool": {"enum": list(VERBS)},
        "with": {"type": "object"},
        "seed": {"type": "integer", "minimum": 0},
        "about": _TEXT,
    }
    link: Schema = {"title": _TEXT, "url": {"type": "string", "pattern": "^https?://"}, "about": _TEXT}
    spoken: Schema = {
        "date": date,
        "who": _TEXT,
        "text": _TEXT,
        "in": {"enum": ["fr", "en"]},
        "cites": _NAMES,
    }
    filed: Schema = {
        "year": {"type": "integer", "minimum": 1950, "maximum": 2100},
        "system": _terms(classification.SYSTEMS),
        "harm": _terms(classification.HARMS),
        "sector": {"enum": list(classification.SECTORS)},
        "aiid": {"type": "integer", "minimum": 1},
    }
    known: Schema = {
        "timeline": _items({name: parts[name] for name in dossier_parts.MOMENT}, ["date", "text"]),
        "actors": _items({name: parts[name] for name in dossier_parts.ACTOR}, ["name", "text"]),
        "harms": statements,
        "public": _closed(dict.fromkeys(dossier_parts.PUBLIC, statements), []),
        "limits": _TEXTS,
        "runs": _items({name: run[name] for name in dossier.RUN}, ["id", "tool", "about"]),
        "links": _items({name: link[name] for name in dossier_parts.LINK}, ["title", "url"]),
        "cite": _TEXT,
        "replies": _items(spoken, list(dossier_parts.REPLY)),
        "classification": _closed(filed, []),
        "corrections": _items({name: parts[name] for name in dossier_parts.CORRECTION}, ["date", "text"]),
    }
    title = Words(fr="Le dossier d'une enquête", en="The dossier of an investigation")
    return _document(title, language, _closed({name: known[name] for name in dossier.FIELDS}, []))


def workshop_schema(language: Language) -> Schema:
    """The schema of ``workshop.yaml``, its descriptions in ``language``."""
    minutes: Schema = {"type": "number", "minimum": 0.5, "maximum": workshop_plan.LONGEST}
    phase: Schema = {
        "minutes": minutes, "title": _TEXT, "text": _TEXT, "facilitator": _TEXT, "node": _ID, "act": _ID,
        "inject": _TEXT,
    }  # fmt: skip
    groups: Schema = {"people": _RANGE, "size": _RANGE, "text": _TEXT}
    phases = _items({name: phase[name] for name in workshop_plan.PHASE}, ["minutes", "title"])
    known: Schema = {
        "minutes": {**minutes, "minimum": 1},
        "groups": _closed({name: groups[name] for name in workshop_plan.GROUPS}, []),
        "materials": _TEXTS,
        "before": _TEXTS,
        "phases": {**phases, "minItems": 1},
        "debrief": _TEXTS,
        "after": _TEXTS,
    }
    title = Words(fr="L'atelier d'une enquête", en="The workshop of an investigation")
    shape = _closed({name: known[name] for name in workshop_plan.FIELDS}, ["minutes", "phases"])
    return _document(title, language, shape)


def _document(title: Words, language: Language, shape: Schema) -> Schema:
    return {
        "$schema": DRAFT,
        "title": typeset(title.in_(language), language),
        **shape,
        "$defs": definitions(language),
    }


def _terms(known: Mapping[str, Words]) -> Schema:
    term = {"enum": list(known)}
    return {"anyOf": [term, {"type": "array", "items": term}]}


def _items(fields: Schema, required: list[str]) -> Schema:
    return {"type": "array", "items": _closed(fields, required)}


def _closed(fields: Schema, required: list[str]) -> Schema:
    part: Schema = {"type": "object", "properties": fields, "additionalProperties": False}
    return {**part, "required": required} if required else part
