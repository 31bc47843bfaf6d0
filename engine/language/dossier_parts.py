"""What a dossier tells beside its measures: when, who, which harms, what was public, what cannot be shown.

Each statement names the sources that it rests on (``cites``); a figure in it is a fact of one of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field

from engine.language.declared import Header, known_names
from engine.language.reading import Reading
from engine.language.saying import words
from engine.language.schema import Text
from engine.language.tree import Fields, Items, Leaf, Tree
from tools.wording import LANGUAGES, Language, Words

MOMENT = ("date", "text", "cites")
ACTOR = ("name", "text", "cites")
STATEMENT = ("name", "text", "cites")
PUBLIC = ("given", "refused")
LINK = ("title", "url", "about")
REPLY = ("date", "who", "text", "in", "cites")
CORRECTION = ("date", "text", "cites")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_ADDRESS = re.compile(r"https?://[^\s<>\"']+")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Moment(_Part):
    """What happened, and when: a year, a month or a day (ISO 8601), or words where no day is known."""

    date: str | Text
    text: Text
    cites: list[str] = Field(default_factory=list)


class Actor(_Part):
    """Who took part, and how."""

    name: Text
    text: Text
    cites: list[str] = Field(default_factory=list)


class Statement(_Part):
    """A sentence and what it rests on: a harm, something made public, something refused."""

    name: Text | None = None
    text: Text
    cites: list[str] = Field(default_factory=list)


class Public(_Part):
    """What anyone may look at, and what was asked for and not given."""

    given: list[Statement] = Field(default_factory=list)
    refused: list[Statement] = Field(default_factory=list)


class Link(_Part):
    """Where to read on. Nothing is fetched."""

    title: Text
    url: str
    about: Text | None = None


class Reply(_Part):
    """What the organisation answered, dated and unedited. ``original``: the language that it was said in;
    the other one is a translation."""

    date: str
    who: Text
    text: Text
    original: Language
    cites: list[str] = Field(default_factory=list)


class Correction(_Part):
    """What this investigation once said otherwise, and since when it no longer does."""

    date: str
    text: Text
    cites: list[str] = Field(default_factory=list)


_T = TypeVar("_T")


class Parts:
    """Reads those parts; what cannot be read is reported and left out."""

    def __init__(self, reading: Reading, header: Header) -> None:
        self.reading = reading
        self.header = header

    def timeline(self, tree: Tree | None) -> list[Moment]:
        """The moments, in the file's order; S250 where a date comes before one above it."""
        found = self._each(tree, "timeline", self._moment)
        self._in_order(tree)
        return found

    def actors(self, tree: Tree | None) -> list[Actor]:
        """Those who took part."""
        return self._each(tree, "actors", self._actor)

    def statements(self, tree: Tree | None, name: str) -> list[Statement]:
        """A list of statements; ``name`` is where it stands (``harms``, ``public.given``…)."""
        return self._each(tree, name, self._statement)

    def public(self, tree: Tree | None) -> Public:
        """What was given and what was refused."""
        if tree is None:
            return Public()
        block = self.reading.fields(tree, words("« public »", "“public”"), PUBLIC)
        if block is None:
            return Public()
        return Public(
            given=self.statements(block.get("given"), "public.given"),
            refused=self.statements(block.get("refused"), "public.refused"),
        )

    def links(self, tree: Tree | None) -> list[Link]:
        """Where to read on."""
        return self._each(tree, "links", self._link)

    def replies(self, tree: Tree | None) -> list[Reply]:
        """What the organisation answered."""
        return self._each(tree, "replies", self._reply)

    def corrections(self, tree: Tree | None) -> list[Correction]:
        """What was put right."""
        return self._each(tree, "corrections", self._correction)

    def _each(self, tree: Tree | None, name: str, read: Callable[[Tree, str], _T | None]) -> list[_T]:
        if tree is None:
            return []
        if not isinstance(tree, Items):
            self.reading.wrong(name, tree, words("une liste", "a list"))
            return []
        made = [read(each, f"{name}.{at}") for at, each in enumerate(tree.items)]
        return [each for each in made if each is not None]

    def _block(
        self, tree: Tree, where: str, known: Sequence[str], required: Sequence[str]
    ) -> tuple[Fields, list[str]] | None:
        block = self.reading.fields(tree, Words(fr=f"« {where} »", en=f"“{where}”"), known, required)
        if block is None:
            return None
        if self.header.lacks_a_library:
            return block, [leaf.value for leaf in self.reading.names(block.get("cites"), "cites")]
        return block, known_names(self.reading, "R342", block.get("cites"), "cites", self.header.sources)

    def _text(self, block: Fields, where: str, field: str, cites: list[str]) -> Text | None:
        return self.reading.text(block.get(field), f"dossier.{where}.{field}", cites=cites)

    def _moment(self, tree: Tree, where: str) -> Moment | None:
        read = self._block(tree, where, MOMENT, ("date", "text"))
        if read is None:
            return None
        block, cites = read
        when = self._date(block.get("date"), where)
        text = self._text(block, where, "text", cites)
        return Moment(date=when, text=text, cites=cites) if when and text else None

    def _date(self, tree: Tree | None, where: str) -> str | Text | None:
        if isinstance(tree, Fields):
            return self.reading.text(tree, f"dossier.{where}.date", role="title")
        if tree is None:
            return None
        if isinstance(tree, Leaf) and is_date(tree.value.strip()):
            return tree.value.strip()
        expected = words(
            "une date (2021, 2021-05 ou 2021-05-19), ou des mots dans chaque langue",
            "a date (2021, 2021-05 or 2021-05-19), or words in each language",
        )
        self.reading.wrong("date", tree, expected)
        return None

    def _in_order(self, tree: Tree | None) -> None:
        before: list[str] = []
        for each in tree.items if isinstance(tree, Items) else ():
            leaf = each.get("date") if isinstance(each, Fields) else None
            if not isinstance(leaf, Leaf) or not is_date(leaf.value.strip()):
                continue
            day = leaf.value.strip()
            late = next((other for other in before if _after(other, day)), None)
            if late is not None:
                self.reading.report("S250", leaf, date=day, before=late)
            before.append(day)

    def _actor(self, tree: Tree, where: str) -> Actor | None:
        read = self._block(tree, where, ACTOR, ("name", "text"))
        if read is None:
            return None
        block, cites = read
        name, text = (self._text(block, where, field, cites) for field in ("name", "text"))
        return Actor(name=name, text=text, cites=cites) if name and text else None

    def _reply(self, tree: Tree, where: str) -> Reply | None:
        read = self._block(tree, where, REPLY, ("date", "who", "text", "in", "cites"))
        if read is None:
            return None
        block, cites = read
        when = self._day(block.get("date"))
        who, text = (self._text(block, where, field, cites) for field in ("who", "text"))
        said_in = self.reading.word(block.get("in"), "in")
        original = next((each for each in LANGUAGES if each == said_in), None)
        if said_in is not None and original is None:
            self.reading.wrong("in", block.get("in") or block, words("fr ou en", "fr or en"))
        if not (when and who and text and original):
            return None
        return Reply(date=when, who=who, text=text, original=original, cites=cites)

    def _correction(self, tree: Tree, where: str) -> Correction | None:
        read = self._block(tree, where, CORRECTION, ("date", "text"))
        if read is None:
            return None
        block, cites = read
        when = self._day(block.get("date"))
        text = self._text(block, where, "text", cites)
        return Correction(date=when, text=text, cites=cites) if when and text else None

    def _day(self, tree: Tree | None) -> str | None:
        if isinstance(tree, Leaf) and is_date(tree.value.strip()):
            return tree.value.strip()
        if tree is not None:
            expected = words("une date (2021, 2021-05 ou 2021-05-19)", "a date (2021, 2021-05 or 2021-05-19)")
            self.reading.wrong("date", tree, expected)
        return None

    def _statement(self, tree: Tree, where: str) -> Statement | None:
        read = self._block(tree, where, STATEMENT, ("text",))
        if read is None:
            return None
        block, cites = read
        name, text = (self._text(block, where, field, cites) for field in ("name", "text"))
        return Statement(name=name, text=text, cites=cites) if text else None

    def _link(self, tree: Tree, where: str) -> Link | None:
        read = self._block(tree, where, LINK, ("title", "url"))
        if read is None:
            return None
        block, _ = read
        title, about = (self._text(block, where, field, []) for field in ("title", "about"))
        url = self.reading.word(block.get("url"), "url")
        if url is not None and not _ADDRESS.fullmatch(url):
            at = block.get("url") or block
            self.reading.wrong("url", at, words("une adresse http ou https", "an http or https address"))
            return None
        return Link(title=title, url=url, about=about) if title and url else None


def is_date(text: str) -> bool:
    """Whether a text is a year, a month of a year, or a day that exists (ISO 8601)."""
    found = _DATE.fullmatch(text)
    if not found:
        return False
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _after(one: str, other: str) -> bool:
    """Whether a date is surely after another: a year says nothing of its months."""
    shared = min(len(one), len(other))
    return one[:shared] > other[:shared]
