"""The shape of a scenario as JSON Schema, for editors that complete and underline as one types.

It says what may stand where; whether names exist, types agree and paths end is ``autopsie check``'s to say.
The tools' names, arguments and results come from their own contracts, so a new tool appears by itself.
"""

from __future__ import annotations

from typing import Any, get_args

from engine.language import case_pictures, header, nodes, plays
from engine.language.schema import AskKind
from tools import catalogue
from tools.tool import Tool
from tools.verbs import VERBS
from tools.wording import LANGUAGES, Language, Words, typeset

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]
_ID = "^[a-z][a-z0-9_]{0,39}$"


def json_schema(language: Language) -> Schema:
    """The schema, its descriptions in ``language``."""
    return _Builder(language).build()


def definitions(language: Language) -> Schema:
    """What a name and a text are, for the ``$defs`` of the files beside a scenario."""
    return {"id": {"type": "string", "pattern": _ID}, "text": _Builder(language).text()}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _map(of: Schema) -> Schema:
    return {"type": "object", "propertyNames": {"pattern": _ID}, "additionalProperties": of}


def _list(of: Schema) -> Schema:
    """A list, or its only element bare."""
    return {"anyOf": [of, {"type": "array", "items": of}]}


class _Builder:
    def __init__(self, language: Language) -> None:
        self.language = language

    def say(self, fr: str, en: str) -> str:
        return typeset(Words(fr=fr, en=en).in_(self.language), self.language)

    def build(self) -> Schema:
        title = self.say("Un scénario d'Autopsie", "A scenario of Autopsie")
        return {
            "$schema": DRAFT,
            "title": title,
            **self.document(),
            "$defs": {
                "id": {"type": "string", "pattern": _ID},
                "text": self.text(),
                "condition": {
                    "type": ["string", "boolean"],
                    "description": self.say(
                        "Une condition : vars, nœud.champ, seen.nœud, and, or, not, ==, <…",
                        "A condition: vars, node.field, seen.node, and, or, not, ==, <…",
                    ),
                },
                "duration": {"type": "string", "pattern": "^[0-9]+ ?(s|min|h)$"},
                "node": self.node(),
                "option": self.option(),
                "phase": self.phase(),
                "play": self.play(),
            },
        }

    def text(self) -> Schema:
        words = {
            "type": ["string", "number", "boolean", "null"],
            "description": self.say(
                "Une phrase. Un chiffre mesuré s'écrit {nœud.champ:format}.",
                "A sentence. A measured figure is written {node.field:format}.",
            ),
        }
        twins = {
            "type": "object",
            "properties": dict.fromkeys(LANGUAGES, words),
            "additionalProperties": False,
            "minProperties": 1,
        }
        return {"anyOf": [words, twins]}

    def document(self) -> Schema:
        text, number = _ref("text"), {"type": "number"}
        known: Schema = {
            "format": {"const": "incident/1"},
            "id": {"type": "string", "pattern": "^[a-z][a-z0-9-]{0,59}$"},
            "title": text,
            "summary": text,
            "version": {"type": "integer", "minimum": 1},
            "language": {"enum": list(LANGUAGES)},
            "languages": {"type": "array", "items": {"enum": list(LANGUAGES)}, "minItems": 1},
            "audiences": {"anyOf": [_list(_ref("id")), _map(text)]},
            "duration": _ref("duration"),
            "short": _ref("duration"),
            "uses": _list({"type": "string"}),
            "subjects": _map(self.subject()),
            "cases": _map(self.case()),
            "vars": _map({"anyOf": [{"type": ["boolean", "number", "string", "array"]}, {"type": "object"}]}),
            "hypotheses": _map(
                {
                    "anyOf": [
                        text,
                        self.closed(
                            {
                                "text": text,
                                "prior": number,
                                "boring": {"type": "boolean"},
                            },
                            ["text"],
                        ),
                    ]
                }
            ),
            "exhibits": _map(self.exhibit()),
            "board": {"enum": ["rivals", "separate"]},
            "sources": _map(
                self.closed(
                    {
                        "title": {"type": "string"},
                        "authors": {"type": "string"},
                        "year": {"type": "integer"},
                        "url": {"type": "string", "pattern": "^https?://"},
                        "licence": {"type": "string"},
                        "facts": _map(number),
                    },
                    ["title"],
                )
            ),
            "glossary": _map(
                {
                    "anyOf": [
                        text,
                        self.closed({"title": text, "text": text, "text_for": _map(text)}, ["text"]),
                    ]
                }
            ),
            "guide": {"type": "object", "properties": {"voice": text, "must_not_say": _list(text)}},
            "facilitator": text,
            "start": _ref("id"),
            "nodes": {**_map(_ref("node")), "minProperties": 1},
            "plays": _map(_ref("play")),
            "changes": {"type": "object"},
            "fixtures": _map({"type": "object"}),
            "acts": _map(text),
            "facts_sheet": _map(text),
        }
        return self.closed({name: known[name] for name in header.FIELDS}, ["format", "id", "title", "nodes"])

    def subject(self) -> Schema:
        models = sorted({name for card in catalogue.subjects().values() for name in (card.slug, card.name)})
        return {
            "type": "object",
            "properties": {
                "model": {"enum": models},
                "about": _ref("text"),
                "default_case": {"type": "string"},
            },
        }

    def case(self) -> Schema:
        word = {"type": "string"}
        known: Schema = {
            "about": _ref("text"),
            "case": {"enum": sorted(catalogue.cases())},
            "file": {"type": "string", "pattern": "^assets/"},
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "person": {
                "enum": list(case_pictures.PERSON),
                "description": self.say("Qui l'on voit dans l'image.", "Who is seen in the picture."),
            },
            "licence": word,
            "credit": word,
        }
        return self.closed({name: known[name] for name in case_pictures.FIELDS}, [])

    def exhibit(self) -> Schema:
        weight = {
            "anyOf": [{"enum": list(header.WEIGHTS)}, {"type": "number", "minimum": 0.01, "maximum": 100}]
        }
        fields = {
            "text": _ref("text"),
            "evidence": _map(weight),
            "group": {"type": "string"},
            "cites": _list({"type": "string"}),
            "decisive": {"type": "boolean"},
            "why": _map(_ref("text")),
        }
        return self.closed(fields, ["text"])

    def node(self) -> Schema:
        """Any node: its distinguishing key says which kind it is, and so which fields it has."""
        kinds = []
        for kind, own in nodes.OWN.items():
            fields = [*(name for name in nodes.COMMON if kind not in ("branch",) or name != "text"), *own]
            part = self.closed({name: self.field(name) for name in fields}, list(own[:1]))
            part["title"] = kind
            kinds.append(part)
        tools = [self.tool(verb) for verb in VERBS]
        return {"anyOf": kinds, "allOf": tools}

    def field(self, name: str) -> Schema:
        text, target, names = _ref("text"), _ref("id"), _list(_ref("id"))
        known: Schema = {
            "text": text, "facilitator": text, "unit": text, "to": target, "else": target, "if_fails": target,
            "solo": target, "seals": target, "found": names, "rests_on": names, "act": target, "save": target,
            "text_for": _map(text), "roles": _map(text),
            "set": _map({"type": ["string", "number", "boolean"]}),
            "also": {
                "type": "array",
                "items": self.closed({"when": _ref("condition"), "text": text}, ["when", "text"]),
            },
            "figure": self.closed({"file": {"type": "string"}, "alt": text, "credit": text}, ["file", "alt"]),
            "guide": {
                "type": "object",
                "properties": {
                    "adapt": {"enum": ["none", "light", "free"]},
                    "must_say": _list(text), "must_not_say": _list(text),
                },
            },
            "options": {**_map(_ref("option")), "minProperties": 1, "maxProperties": 9},
            "tool": {"enum": list(VERBS)},
            "with": {"type": "object"},
            "seed": {"type": "integer", "minimum": 0},
            "timeout": _ref("duration"),
            "expect": {"type": "object"},
            "live": {"type": "object", "minProperties": 1},
            "ask": {"enum": list(get_args(AskKind))},
            "range": {"type": "string", "pattern": "\\.\\."},
            "step": {"type": "number", "exclusiveMinimum": 0},
            "total": {"type": "integer", "minimum": 1},
            "items": {}, "into": _map(text), "points": {"type": "array"},
            "optional": {"type": "boolean"},
            "branch": {
                "type": "array", "minItems": 1,
                "items": self.closed({"when": _ref("condition"), "to": target}, ["to"]),
            },
            "activity": {"type": "array", "minItems": 1, "items": _ref("phase")},
            "ending": {"enum": list(nodes.ENDINGS)},
            "remember": _list(text), "next_steps": _list(text), "reopens": _list(text),
            "shows": {"type": "string"}, "of": {"type": "string"}, "target": {"type": "string"},
            "default": {"type": "string"},
        }  # fmt: skip
        return dict(known.get(name, {}))

    def option(self) -> Schema:
        known: Schema = {
            "text": _ref("text"),
            "to": _ref("id"),
            "when": _ref("condition"),
            "locked": _ref("text"),
            "once": {"type": "boolean"},
            "set": self.field("set"),
            "found": self.field("found"),
            "facilitator": _ref("text"),
        }
        return {
            "anyOf": [{"type": "string"}, self.closed({name: known[name] for name in nodes.OPTION}, ["text"])]
        }

    def phase(self) -> Schema:
        return {
            "type": "object",
            "required": ["do"],
            "properties": {
                "do": {"enum": ["read", "talk", "write", "share", "vote", "rank", "hypothesis"]},
                "time": _ref("duration"),
                "text": _ref("text"),
            },
        }

    def play(self) -> Schema:
        known: Schema = {
            "audience": _ref("id"),
            "language": {"enum": list(LANGUAGES)},
            "seed": {"type": "integer"},
            "group": {"type": "boolean"},
            "minutes": {"type": "number", "minimum": 0.1, "maximum": 600},
            "about": _ref("text"),
            "answers": {"type": "object"},
            "results": _map({"type": "object"}),
            "fails": _map({"enum": ["error", "timeout"]}),
            "expect": {
                "type": "object",
                "properties": {
                    "ending": _ref("id"),
                    "visits": _list(_ref("id")),
                    "never": _list(_ref("id")),
                    "check": _list(_ref("condition")),
                },
                "additionalProperties": False,
            },
        }
        return self.closed({name: known[name] for name in plays.FIELDS}, [])

    def tool(self, verb: str) -> Schema:
        """What ``with`` and ``expect`` may hold for a verb: the way, and each way's own arguments."""
        ways = catalogue.tools_of(verb)
        card = VERBS[verb]
        arguments: Schema = {
            card.way: {
                "enum": sorted({spelled for name in ways for spelled in (name, name.replace("_", "-"))}),
                "description": "\n".join(f"{name}: {self.words(tool.about)}" for name, tool in ways.items()),
            },
            "subject": _ref("id"),
            "case": {"type": "string"},
        }
        results: Schema = {}
        for tool in ways.values():
            for name in tool.params.model_fields:
                arguments.setdefault(name, self.parameter(tool, name))
            for field in tool.results:
                known = results.setdefault(field.name, {"description": self.words(field.about)})
                if field.choices:  # another way may give other words under the same name
                    known["enum"] = list(dict.fromkeys([*known.get("enum", []), *field.choices]))
        inner = {"with": self.closed(arguments, []), "expect": self.closed(results, [])}
        return {
            "if": {"properties": {"tool": {"const": verb}}, "required": ["tool"]},
            "then": {"properties": inner},
        }

    def parameter(self, tool: Tool, name: str) -> Schema:
        about = tool.params.model_fields[name].description
        return {"description": about} if about else {}

    def words(self, words: Words) -> str:
        return typeset(words.in_(self.language), self.language)

    def closed(self, fields: Schema, required: list[str]) -> Schema:
        part: Schema = {"type": "object", "properties": fields, "additionalProperties": False}
        return {**part, "required": required} if required else part
