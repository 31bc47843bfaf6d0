"""The fields above ``nodes``: who the scenario is for, what it weighs and what it rests on."""

from __future__ import annotations

import re
from pathlib import Path

from engine.language.case_pictures import read_cases
from engine.language.declared import Header, known, known_names, unknown
from engine.language.diagnostics import did_you_mean
from engine.language.libraries import read_libraries
from engine.language.reading import Reading
from engine.language.saying import nearest, words
from engine.language.schema import Act, Audience, Exhibit, Hypothesis, Text
from engine.language.shared import (
    USUAL_AUDIENCES,
    read_glossary,
    read_sources,
    read_subjects,
    use_default_subject,
)
from engine.language.tree import Fields, Leaf, Tree
from engine.language.variables import read_vars
from tools.wording import LANGUAGES, Language, both

__all__ = ("FIELDS", "Header", "known_names", "read_header", "read_languages", "unknown")

FIELDS = (
    "format", "id", "title", "summary", "version", "language", "languages", "audiences", "duration", "short",
    "uses", "subjects", "cases", "vars", "hypotheses", "exhibits", "board", "sources", "glossary", "guide",
    "facilitator", "start", "nodes", "plays", "changes", "fixtures", "acts", "facts_sheet",
)  # fmt: skip
WHERE = words("le scénario", "the scenario")
MOST_HYPOTHESES = 8
MOST_EXHIBITS = 40

WEIGHTS = {"strongly for": 9.0, "for": 3.0, "neutral": 1.0, "against": 1 / 3, "strongly against": 1 / 9}


def read_header(reading: Reading, root: Fields, folder: Path | None = None) -> Header:
    """Read every field above the nodes, in the order that lets the later ones name the earlier. ``folder`` is
    the scenario's: libraries are looked for beside it."""
    reading.fields(root, WHERE, FIELDS, ("format", "id", "title", "nodes"))
    header = Header()
    _read_format(reading, root)
    reading.languages = read_languages(reading, root)
    identity = root.get("id")
    if isinstance(identity, Leaf) and re.fullmatch(r"[a-z][a-z0-9-]{0,59}", identity.value):
        header.id = identity.value
    elif identity is not None:
        expected = words(
            "un nom de lettres a–z, chiffres et tirets", "a name of letters a–z, digits and dashes"
        )
        reading.wrong("id", identity, expected, "my-investigation")
    header.title = reading.text(root.get("title"), "title", role="title")
    header.summary = reading.text(root.get("summary"), "summary", role="title")
    header.version = reading.integer(root.get("version"), "version", 1, 100_000) or 1
    seconds = reading.duration(root.get("duration"), "duration")
    header.duration_minutes = seconds / 60 if seconds is not None else None
    seconds = reading.duration(root.get("short"), "short")
    header.short_minutes = seconds / 60 if seconds is not None else None
    board = reading.one_of(root.get("board"), "board", ("rivals", "separate"))
    header.board = "separate" if board == "separate" else "rivals"
    header.audiences = _read_audiences(reading, root.get("audiences"))
    read_sources(reading, root, header)
    read_glossary(reading, root, header, [audience.id for audience in header.audiences])
    read_subjects(reading, root, header)
    read_cases(reading, root, header, folder)
    header.vars = read_vars(reading, root)
    read_libraries(reading, root, header, folder)
    use_default_subject(header)
    for key, tree in reading.entries(root.get("acts"), "acts"):
        title = reading.text(tree, f"acts.{key.value}", role="title")
        if title:
            header.acts.append(Act(id=key.value, title=title))
    for key, tree in reading.entries(root.get("facts_sheet"), "facts_sheet"):
        text = reading.text(tree, f"facts_sheet.{key.value}", role="sheet")
        if text:
            header.facts[key.value] = text
    _read_board(reading, root, header)
    _read_guide(reading, root, header)
    header.facilitator = reading.text(root.get("facilitator"), "facilitator", role="facilitator")
    return header


def _read_format(reading: Reading, root: Fields) -> None:
    tree = root.get("format")
    if tree is not None and not (isinstance(tree, Leaf) and tree.value == "incident/1"):
        shown = tree.value[:40] if isinstance(tree, Leaf) else "…"
        reading.report("S204", tree, format=shown)


def read_languages(reading: Reading, root: Fields) -> list[Language]:
    """The languages of the file, the source language first; French where none is named."""
    name = "languages" if root.get("languages") is not None else "language"
    read: list[Language] = []
    for leaf in reading.names(root.get(name), name):
        if leaf.value in LANGUAGES and leaf.value not in read:
            read.append(leaf.value)
        elif leaf.value not in LANGUAGES:
            meant = leaf.value[:2].lower()
            example = meant if meant in LANGUAGES else "[fr, en]" if name == "languages" else "fr"
            reading.wrong(name, leaf, words("fr ou en", "fr or en"), example)
    return read or ["fr"]


def _read_audiences(reading: Reading, tree: Tree | None) -> list[Audience]:
    read: dict[str, Audience] = {}
    if isinstance(tree, Fields):
        for key, title in reading.entries(tree, "audiences"):
            text = reading.text(title, f"audiences.{key.value}", role="title")
            if text:
                read[key.value] = Audience(id=key.value, title=text)
    else:
        for leaf in reading.names(tree, "audiences"):
            if reading.identifier(leaf):
                known = USUAL_AUDIENCES.get(leaf.value, both(leaf.value))
                text = Text(by_language={code: known.in_(code) for code in reading.languages})
                read[leaf.value] = Audience(id=leaf.value, title=text)
    if not read:
        text = Text(by_language={code: USUAL_AUDIENCES["public"].in_(code) for code in reading.languages})
        read["public"] = Audience(id="public", title=text)
    return list(read.values())


def _check_counts(reading: Reading, root: Fields) -> None:
    """S225: more than a reader can hold in mind."""
    for field, most in (("hypotheses", MOST_HYPOTHESES), ("exhibits", MOST_EXHIBITS)):
        tree = root.get(field)
        if isinstance(tree, Fields) and len(tree.items) > most:
            first = list(tree.items.values())[most][0]
            where = words(f"« {field} »", f"“{field}”")
            reading.report("S225", first, where=where, n=len(tree.items), low=0, high=most)


def _read_board(reading: Reading, root: Fields, header: Header) -> None:
    _check_counts(reading, root)
    for key, tree in reading.entries(root.get("hypotheses"), "hypotheses"):
        where = words(f"l'hypothèse « {key.value} »", f"hypothesis “{key.value}”")
        block = tree if isinstance(tree, Fields) and tree.get("text") is not None else None
        prior, boring = None, False
        if block:
            reading.fields(block, where, ("text", "prior", "boring"))
            prior = reading.number(block.get("prior"), "prior", 0.001, 0.999)
            boring = reading.flag(block.get("boring"), "boring")
        said = block.get("text") if block else tree
        text = reading.text(said, f"hypotheses.{key.value}", role="hypothesis")
        if text:
            header.hypotheses[key.value] = Hypothesis(id=key.value, text=text, prior=prior, boring=boring)
    declared = reading.entries(root.get("hypotheses"), "hypotheses") if root.get("hypotheses") else []
    hypotheses = {key.value for key, _ in declared}
    fields = ("text", "evidence", "group", "cites", "decisive", "why")
    for key, tree in reading.entries(root.get("exhibits"), "exhibits"):
        where = words(f"la pièce « {key.value} »", f"exhibit “{key.value}”")
        block = reading.fields(tree, where, fields, ("text",))
        if block is None:
            continue
        text = reading.text(block.get("text"), f"exhibits.{key.value}", role="exhibit", key=key.value)
        evidence = {
            name.value: weight
            for name, value in reading.entries(block.get("evidence"), "evidence")
            if known(reading, "R341", name, hypotheses) and (weight := _weight(reading, value)) is not None
        }
        why = {}
        for name, value in reading.entries(block.get("why"), "why"):
            if known(reading, "R341", name, hypotheses):
                reason = reading.text(
                    value, f"exhibits.{key.value}.why.{name.value}", role="exhibit", key=key.value
                )
                if reason:
                    why[name.value] = reason
        cites = []
        if not header.lacks_a_library:
            cites = known_names(reading, "R342", block.get("cites"), "cites", header.sources)
        if text:
            header.exhibits[key.value] = Exhibit(
                id=key.value,
                text=text,
                evidence=evidence,
                group=reading.word(block.get("group"), "group"),
                cites=cites,
                decisive=reading.flag(block.get("decisive"), "decisive"),
                why=why,
            )
        reading.places["exhibits", key.value] = key.place
        if _all_read(block.get("evidence"), evidence):
            _check_weights(reading, key, evidence, hypotheses)


def _all_read(written: Tree | None, evidence: dict[str, float]) -> bool:
    """Whether every weight could be read: what is missing is told already, and decides of the others."""
    return not isinstance(written, Fields) or len(written.items) == len(evidence)


def _check_weights(reading: Reading, key: Leaf, evidence: dict[str, float], known: set[str]) -> None:
    weighed = [evidence.get(name, 1.0) for name in known]
    if len(known) >= 2 and len(set(weighed)) == 1:
        reading.report("P611", key, id=key.value)


def _weight(reading: Reading, tree: Tree) -> float | None:
    if isinstance(tree, Leaf):
        if tree.value in WEIGHTS:
            return WEIGHTS[tree.value]
        if re.fullmatch(r"[\d.]+", tree.value):
            number = reading.as_number(tree)
            if number is not None and 0.01 <= number <= 100:
                return float(number)
    shown = tree.value[:40] if isinstance(tree, Leaf) else "…"
    reading.report("T424", tree, word=shown, near=did_you_mean(nearest(shown, WEIGHTS)))
    return None


def _read_guide(reading: Reading, root: Fields, header: Header) -> None:
    tree = root.get("guide")
    if tree is None:
        return
    block = reading.fields(tree, words("le guide", "the guide"), ("voice", "must_not_say"))
    if block:
        header.voice = reading.text(block.get("voice"), "guide.voice", role="title")
        header.must_not_say = reading.texts(block.get("must_not_say"), "guide.must_not_say", role="phrase")
