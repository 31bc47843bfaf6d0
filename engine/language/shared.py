"""Reading what a scenario and its libraries both hold: sources, glossary, subjects."""

from __future__ import annotations

import re
from collections.abc import Collection

from engine.language.declared import Header, SubjectUse, known, unknown
from engine.language.reading import Reading
from engine.language.saying import words
from engine.language.schema import Source, Term, Text
from engine.language.tree import Fields, Leaf, Tree
from tools.names import plain_name
from tools.wording import Words

TERM = ("title", "text", "text_for")
USUAL_AUDIENCES: dict[str, Words] = {
    "public": words("Grand public", "General public"),
    "curious": words("Grand public", "General public"),
    "pupil": words("Lycée", "School"),
    "press": words("Presse", "Press"),
    "engineer": words("Métiers de la donnée", "Data professions"),
}
"""The profiles whose names are known without being given."""


def read_sources(reading: Reading, root: Fields, header: Header) -> None:
    """Publications, and the figures that may be quoted from them."""
    known = ("title", "authors", "year", "url", "licence", "facts")
    for key, tree in reading.entries(root.get("sources"), "sources"):
        where = words(f"la source « {key.value} »", f"source “{key.value}”")
        block = reading.fields(tree, where, known, ("title",))
        reading.places["sources", key.value] = key.place
        if block is None:
            continue
        facts: dict[str, float] = {}
        for name, value in reading.entries(block.get("facts"), "facts"):
            number = reading.number(value, name.value)
            if number is not None:
                facts[name.value] = number
        url = block.get("url")
        address = reading.word(url, "url")
        if url is not None and address is not None and not re.fullmatch(r"https?://[^\s<>\"']+", address):
            reading.wrong("url", url, words("une adresse http ou https", "an http or https address"))
            address = None
        year = block.get("year")
        header.sources[key.value] = Source(
            id=key.value,
            title=reading.word(block.get("title"), "title") or key.value,
            authors=reading.word(block.get("authors"), "authors") or "",
            year=reading.integer(year, "year", 1000, 2999) if year is not None else None,
            url=address,
            licence=reading.word(block.get("licence"), "licence") or "",
            facts=facts,
        )


def read_glossary(reading: Reading, root: Fields, header: Header, audiences: Collection[str]) -> None:
    """Words and what they mean: a definition alone, or one with others for some of ``audiences``."""
    for key, tree in reading.entries(root.get("glossary"), "glossary"):
        term = _read_term(reading, key.value, tree, audiences)
        if term:
            header.glossary[key.value] = term


def _read_term(reading: Reading, name: str, tree: Tree, audiences: Collection[str]) -> Term | None:
    path = f"glossary.{name}"
    if not (isinstance(tree, Fields) and any(field in tree.items for field in TERM)):
        text = reading.text(tree, path, role="glossary")
        return Term(text=text) if text else None
    where = words(f"le mot « {name} » du glossaire", f"glossary word “{name}”")
    block = reading.fields(tree, where, TERM, ("text",))
    if block is None:
        return None
    text_for: dict[str, Text] = {}
    for key, value in reading.entries(block.get("text_for"), "text_for"):
        if known(reading, "R330", key, audiences):
            said = reading.text(value, f"{path}.text_for.{key.value}", role="glossary")
            if said:
                text_for[key.value] = said
    text = reading.text(block.get("text"), f"{path}.text", role="glossary")
    title = reading.text(block.get("title"), f"{path}.title", role="title")
    return Term(text=text, text_for=text_for, title=title) if text else None


def read_subjects(reading: Reading, root: Fields, header: Header) -> None:
    """The models on the table. One without ``model`` is a draft: it has no badge, and plays on records."""
    from tools import catalogue

    models = catalogue.subject_names()
    for key, tree in reading.entries(root.get("subjects"), "subjects"):
        where = words(f"le sujet « {key.value} »", f"subject “{key.value}”")
        block = reading.fields(tree, where, ("model", "about", "default_case"))
        if block is None:
            continue
        text = reading.text(block.get("about"), f"subjects.{key.value}.about", role="title")
        if text:
            header.about_subjects[key.value] = text
        model = reading.name(block.get("model"), "model")
        default = reading.name(block.get("default_case"), "default_case")
        if block.get("model") is None:
            header.subjects[key.value] = _drafted(reading, key, block, models, default)
            continue
        if model is None:
            continue
        name = plain_name(model.value)
        if name not in models:
            unknown(reading, "R312", model, models, kind=words("sujet", "subject"))
            continue
        header.subjects[key.value] = SubjectUse(name, default.value if default else None)


def _drafted(
    reading: Reading, key: Leaf, block: Fields, models: Collection[str], default: Leaf | None
) -> SubjectUse:
    if plain_name(key.value) in models:
        # Its name alone would lend it the badge of the lab's own.
        where = words(f"le sujet « {key.value} »", f"subject “{key.value}”")
        reading.report("S201", key, field="model", where=where, line=block.place.line)
    return SubjectUse(key.value, default.value if default else None, drafted=True)


def use_default_subject(header: Header) -> None:
    """Where no subject is declared, the lab's own is meant."""
    from tools import catalogue

    if not header.subjects and "twitter_crop" in catalogue.subject_names():
        header.subjects["twitter_crop"] = SubjectUse("twitter_crop")
