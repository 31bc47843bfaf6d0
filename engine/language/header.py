"""The fields above ``nodes``: who the scenario is for, what it weighs and what it rests on."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Literal

from engine.language.diagnostics import did_you_mean
from engine.language.reading import Reading
from engine.language.saying import listing, nearest, words
from engine.language.schema import Act, Audience, Exhibit, Hypothesis, Source, Text, Var
from engine.language.tree import Fields, Items, Leaf, Tree
from tools.names import plain_name
from tools.wording import LANGUAGES, Language, Words, both

FIELDS = (
    "format", "id", "title", "summary", "version", "language", "languages", "audiences", "duration", "uses",
    "subjects", "cases", "vars", "hypotheses", "exhibits", "board", "sources", "glossary", "guide",
    "facilitator", "start", "nodes", "plays", "changes", "fixtures", "acts", "facts_sheet",
)  # fmt: skip
WHERE = words("le scénario", "the scenario")

_AUDIENCES: dict[str, Words] = {
    "public": words("Grand public", "General public"),
    "curious": words("Grand public", "General public"),
    "pupil": words("Lycée", "School"),
    "press": words("Presse", "Press"),
    "engineer": words("Métiers de la donnée", "Data professions"),
}
WEIGHTS = {"strongly for": 9.0, "for": 3.0, "neutral": 1.0, "against": 1 / 3, "strongly against": 1 / 9}


@dataclass
class SubjectUse:
    """A subject as the scenario names it."""

    model: str
    default_case: str | None = None


@dataclass
class Header:
    """All that stands above the nodes."""

    id: str = "scenario"
    version: int = 1
    title: Text | None = None
    summary: Text | None = None
    audiences: list[Audience] = field(default_factory=list)
    duration_minutes: float | None = None
    subjects: dict[str, SubjectUse] = field(default_factory=dict)
    about_subjects: dict[str, Text] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    vars: dict[str, Var] = field(default_factory=dict)
    hypotheses: dict[str, Hypothesis] = field(default_factory=dict)
    exhibits: dict[str, Exhibit] = field(default_factory=dict)
    board: Literal["rivals", "separate"] = "rivals"
    sources: dict[str, Source] = field(default_factory=dict)
    glossary: dict[str, Text] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    facts: dict[str, Text] = field(default_factory=dict)
    must_not_say: list[Text] = field(default_factory=list)


def read_header(reading: Reading, root: Fields) -> Header:
    """Read every field above the nodes, in the order that lets the later ones name the earlier."""
    reading.fields(root, WHERE, FIELDS, ("format", "id", "title", "nodes"))
    header = Header()
    _read_format(reading, root)
    reading.languages = _read_languages(reading, root)
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
    board = reading.one_of(root.get("board"), "board", ("rivals", "separate"))
    header.board = "separate" if board == "separate" else "rivals"
    header.audiences = _read_audiences(reading, root.get("audiences"))
    _read_not_built(reading, root)
    _read_sources(reading, root, header)
    _read_vars(reading, root, header)
    for key, tree in reading.entries(root.get("glossary"), "glossary"):
        text = reading.text(tree, f"glossary.{key.value}", role="glossary")
        if text:
            header.glossary[key.value] = text
    for key, tree in reading.entries(root.get("acts"), "acts"):
        title = reading.text(tree, f"acts.{key.value}", role="title")
        if title:
            header.acts.append(Act(id=key.value, title=title))
    for key, tree in reading.entries(root.get("facts_sheet"), "facts_sheet"):
        text = reading.text(tree, f"facts_sheet.{key.value}", role="sheet")
        if text:
            header.facts[key.value] = text
    _read_subjects(reading, root, header)
    _read_board(reading, root, header)
    _read_guide(reading, root, header)
    reading.text(root.get("facilitator"), "facilitator", role="facilitator")
    return header


def _read_format(reading: Reading, root: Fields) -> None:
    tree = root.get("format")
    if tree is not None and not (isinstance(tree, Leaf) and tree.value == "incident/1"):
        shown = tree.value[:40] if isinstance(tree, Leaf) else "…"
        reading.report("S204", tree, format=shown)


def _read_languages(reading: Reading, root: Fields) -> list[Language]:
    name = "languages" if root.get("languages") is not None else "language"
    read: list[Language] = []
    for leaf in reading.names(root.get(name), name):
        if leaf.value in LANGUAGES and leaf.value not in read:
            read.append(leaf.value)
        elif leaf.value not in LANGUAGES:
            reading.wrong(name, leaf, words("fr ou en", "fr or en"), "[fr, en]")
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
                known = _AUDIENCES.get(leaf.value, both(leaf.value))
                text = Text(by_language={code: known.in_(code) for code in reading.languages})
                read[leaf.value] = Audience(id=leaf.value, title=text)
    if not read:
        text = Text(by_language={code: _AUDIENCES["public"].in_(code) for code in reading.languages})
        read["public"] = Audience(id="public", title=text)
    return list(read.values())


def _read_not_built(reading: Reading, root: Fields) -> None:
    uses = root.items.get("uses")
    if uses:
        instead = words(
            "Recopiez ici les sources et le glossaire.", "Copy the sources and the glossary here."
        )
        reading.report("S290", uses[0], construct="uses", instead=instead)
    fixtures = root.items.get("fixtures")
    if fixtures:
        instead = words(
            "Les relevés vivent dans findings/, à côté du scénario : autopsie record les écrit.",
            "Records live in findings/ beside the scenario: autopsie record writes them.",
        )
        reading.report("S290", fixtures[0], construct="fixtures", instead=instead)


def _read_sources(reading: Reading, root: Fields, header: Header) -> None:
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


def _read_vars(reading: Reading, root: Fields, header: Header) -> None:
    entries = reading.entries(root.get("vars"), "vars")
    for key, tree in entries[:64]:
        var = _read_var(reading, key.value, tree)
        if var:
            header.vars[key.value] = var


def _read_var(reading: Reading, name: str, tree: Tree) -> Var | None:
    low = high = None
    labels: dict[str, Text] = {}
    choices: list[str] = []
    if isinstance(tree, Fields):
        where = words(f"la variable « {name} »", f"var “{name}”")
        block = reading.fields(tree, where, ("start", "min", "max", "about", "labels", "choices"), ("start",))
        if block is None or (start := block.get("start")) is None:
            return None
        low, high = reading.number(block.get("min"), "min"), reading.number(block.get("max"), "max")
        reading.text(block.get("about"), f"vars.{name}.about", role="title")
        for key, label in reading.entries(block.get("labels"), "labels"):
            text = reading.text(label, f"vars.{name}.labels.{key.value}", role="label")
            if text:
                labels[key.value] = text
        choices = [leaf.value for leaf in reading.names(block.get("choices"), "choices")]
        tree = start
    if isinstance(tree, Items):
        choices = [leaf.value for leaf in reading.names(tree, name) if reading.identifier_or_none(leaf)]
        return (
            Var(id=name, kind="one-of", start=choices[0], choices=choices, labels=labels) if choices else None
        )
    if not isinstance(tree, Leaf):
        reading.wrong(name, tree, words("une valeur de départ", "a start value"), "0")
        return None
    if labels or choices:
        every = list(dict.fromkeys([tree.value, *choices, *labels]))
        return Var(id=name, kind="one-of", start=tree.value, choices=every, labels=labels)
    if tree.plain and tree.value in ("true", "false"):
        return Var(id=name, kind="flag", start=tree.value == "true")
    if tree.plain and (number := reading.as_number(tree)) is not None:
        bounds: dict[str, Any] = {"low": low, "high": high}
        return Var(id=name, kind="number", start=float(number), **bounds)
    if tree.plain and tree.value.lower() in ("yes", "no", "on", "off", "null", "~", "oui", "non"):
        reading.report("Y114", tree, value=tree.value)
    return Var(id=name, kind="text", start=tree.value)


def _read_subjects(reading: Reading, root: Fields, header: Header) -> None:
    from tools import catalogue

    models = catalogue.subjects()
    for key, tree in reading.entries(root.get("subjects"), "subjects"):
        where = words(f"le sujet « {key.value} »", f"subject “{key.value}”")
        block = reading.fields(tree, where, ("model", "about", "default_case"), ("model",))
        if block is None:
            continue
        text = reading.text(block.get("about"), f"subjects.{key.value}.about", role="title")
        if text:
            header.about_subjects[key.value] = text
        model = reading.name(block.get("model"), "model")
        default = reading.name(block.get("default_case"), "default_case")
        if model is None:
            continue
        name = plain_name(model.value)
        if name not in models:
            unknown(reading, "R312", model, models, kind=words("sujet", "subject"))
            continue
        header.subjects[key.value] = SubjectUse(name, default.value if default else None)
    if not header.subjects and "twitter_crop" in models:
        header.subjects["twitter_crop"] = SubjectUse("twitter_crop")
    built_in = catalogue.cases()
    for key, tree in reading.entries(root.get("cases"), "cases"):
        where = words(f"le cas « {key.value} »", f"case “{key.value}”")
        block = reading.fields(tree, where, ("about", "case"))
        if block is None:
            continue
        reading.text(block.get("about"), f"cases.{key.value}.about", role="title")
        case = reading.name(block.get("case"), "case")
        name = plain_name(case.value) if case else key.value
        if name not in built_in:
            unknown(reading, "R312", case or key, built_in, kind=words("cas", "case"))
        header.cases[key.value] = name if name in built_in else next(iter(built_in), name)


def _read_board(reading: Reading, root: Fields, header: Header) -> None:
    for key, tree in reading.entries(root.get("hypotheses"), "hypotheses"):
        where = words(f"l'hypothèse « {key.value} »", f"hypothesis “{key.value}”")
        block = tree if isinstance(tree, Fields) and tree.get("text") is not None else None
        prior, boring = None, False
        if block:
            reading.fields(block, where, ("text", "prior", "boring", "facilitator"))
            prior = reading.number(block.get("prior"), "prior", 0.001, 0.999)
            boring = reading.flag(block.get("boring"), "boring")
        said = block.get("text") if block else tree
        text = reading.text(said, f"hypotheses.{key.value}", role="hypothesis")
        if text:
            header.hypotheses[key.value] = Hypothesis(id=key.value, text=text, prior=prior, boring=boring)
    declared = reading.entries(root.get("hypotheses"), "hypotheses") if root.get("hypotheses") else []
    known = {key.value for key, _ in declared}
    fields = ("text", "evidence", "group", "cites", "decisive", "why", "facilitator")
    for key, tree in reading.entries(root.get("exhibits"), "exhibits"):
        where = words(f"la pièce « {key.value} »", f"exhibit “{key.value}”")
        block = reading.fields(tree, where, fields, ("text",))
        if block is None:
            continue
        text = reading.text(block.get("text"), f"exhibits.{key.value}", role="exhibit", key=key.value)
        evidence = {
            name.value: weight
            for name, value in reading.entries(block.get("evidence"), "evidence")
            if _known(reading, "R341", name, known) and (weight := _weight(reading, value)) is not None
        }
        why = {}
        for name, value in reading.entries(block.get("why"), "why"):
            if _known(reading, "R341", name, known):
                reason = reading.text(
                    value, f"exhibits.{key.value}.why.{name.value}", role="exhibit", key=key.value
                )
                if reason:
                    why[name.value] = reason
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
        _check_weights(reading, key, evidence, known)


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
        reading.text(block.get("voice"), "guide.voice", role="title")
        header.must_not_say = reading.texts(block.get("must_not_say"), "guide.must_not_say", role="phrase")


def known_names(
    reading: Reading, code: str, tree: Tree | None, field: str, known: Collection[str]
) -> list[str]:
    """The names of a list that are among ``known``; the others are reported with ``code``."""
    return [leaf.value for leaf in reading.names(tree, field) if _known(reading, code, leaf, known)]


def _known(reading: Reading, code: str, leaf: Leaf, known: Any) -> bool:
    if leaf.value in known:
        return True
    unknown(reading, code, leaf, known)
    return False


def unknown(reading: Reading, code: str, leaf: Leaf, known: Any, **fields: Any) -> None:
    """Report a name that is not among ``known``, with the nearest one."""
    names = sorted(known)
    near = did_you_mean(nearest(leaf.value, names))
    shown = leaf.value[:60]
    reading.report(code, leaf, cause=shown, id=shown, name=shown, near=near, list=listing(names), **fields)
