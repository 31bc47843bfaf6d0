"""The lists of this folder, read from their YAML: terms, templates, words that may replace each other."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from tools.errors import CallRefused
from tools.names import nearest, plain_name
from tools.wording import LANGUAGES, Language, Words

_FOLDER = Path(__file__).parent

Gender = Literal["m", "f"]
Form = Literal["m", "f", "mp", "fp"]
Purpose = Literal["harmless", "hostile"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Noun(_Part):
    """A word for a person. French nouns have a gender."""

    text: str
    gender: Gender | None = None


class Adjective(_Part):
    """A word that says something of a person: its forms, or in English the one ``text``."""

    text: str | None = None
    vowel: bool | None = None  # English: whether "an" comes before it, where its first letter misleads
    m: str | None = None
    f: str | None = None
    mp: str | None = None
    fp: str | None = None


class Template(_Part):
    """A sentence with slots. ``agrees``: the form that {identity} takes where no {person} governs it."""

    text: str
    agrees: Form | None = None


class _TermsFile(_Part):
    nouns: dict[str, Noun]
    adjectives: dict[str, dict[str, Adjective]]


class _WordsFile(_Part):
    interchangeable: list[list[str]]
    paraphrases: list[tuple[str, str]]


class Listed(_Part):
    """A template with where it stands in its list."""

    name: str
    language: Language
    purpose: Purpose
    context: str  # "everyday"
    template: Template

    @cached_property
    def slots(self) -> tuple[str, ...]:
        """The slots that it has."""
        return tuple(slot for slot in ("identity", "person") if f"{{{slot}}}" in self.template.text)


@cache
def nouns(language: Language) -> Mapping[str, Noun]:
    """Words for a person, by name."""
    return _terms(language).nouns


@cache
def adjectives(language: Language) -> Mapping[str, Adjective]:
    """Every adjective, by name."""
    return {name: each for group in _terms(language).adjectives.values() for name, each in group.items()}


def groups(language: Language) -> Mapping[str, tuple[str, ...]]:
    """The names of the adjectives by group; ``placebo`` holds those that say nothing of an identity."""
    return {group: tuple(held) for group, held in _terms(language).adjectives.items()}


def group_of(term: str, language: Language) -> str | None:
    """The group of an adjective."""
    return next((group for group, held in groups(language).items() if term in held), None)


@cache
def templates() -> Mapping[str, Listed]:
    """Every template of both languages, by name."""
    found: dict[str, Listed] = {}
    for language in LANGUAGES:
        for purpose, contexts in _read(f"templates_{language}.yaml").items():
            for context, held in contexts.items():
                for name, given in held.items():
                    template = Template.model_validate({"text": given} if isinstance(given, str) else given)
                    found[name] = Listed(
                        name=name, language=language, purpose=purpose, context=context, template=template
                    )
    return found


def template_named(name: str) -> Listed:
    """One template. Raises :class:`CallRefused` (``unknown_template``), with the nearest name."""
    if (found := templates().get(plain_name(name))) is not None:
        return found
    raise unknown("template", name, templates())


@cache
def interchangeable(language: Language) -> tuple[tuple[str, ...], ...]:
    """Sets of words of which one can stand for another."""
    return tuple(tuple(words) for words in _words(language).interchangeable)


@cache
def paraphrases(language: Language) -> tuple[tuple[str, str], ...]:
    """Pairs of ways to say one thing."""
    return tuple(_words(language).paraphrases)


def unknown(kind: Literal["template", "term"], name: str, known: Mapping[str, object]) -> CallRefused:
    """The refusal of a name that no list has."""
    near = nearest(plain_name(name), known)
    what_fr = {"template": "gabarit", "term": "mot"}[kind]
    what_en = {"template": "template", "term": "word"}[kind]
    return CallRefused(
        f"unknown_{kind}",
        Words(fr=f"Aucun {what_fr} ne s’appelle « {name} ».", en=f"No {what_en} is called “{name}”."),
        Words(fr=f"Vouliez-vous dire « {near} » ?", en=f"Did you mean “{near}”?")
        if near
        else Words(
            fr="Les listes sont décrites dans docs/stimuli/sentences.fr.md.",
            en="The lists are described in docs/stimuli/sentences.md.",
        ),
    )


@cache
def _terms(language: Language) -> _TermsFile:
    return _TermsFile.model_validate(_read(f"terms_{language}.yaml"))


@cache
def _words(language: Language) -> _WordsFile:
    return _WordsFile.model_validate(_read(f"words_{language}.yaml"))


def _read(file: str) -> dict[str, dict[str, dict[str, object]]]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    read: dict[str, dict[str, dict[str, object]]] = yaml.load(
        (_FOLDER / file).read_text(encoding="utf-8"), loader
    )
    return read
