"""YAML as this language takes it: words, lists and named fields, each with its place, and nothing else.

Parsing events are counted before anything is built, so that no file can exhaust memory or the stack;
anchors, aliases, tags and directives are refused, and no scalar is given a type: the field decides.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

import yaml

from engine.language.diagnostics import Diagnostics, Place

MAX_BYTES = 1 << 20
MAX_SCALARS = 60_000
MAX_CHARACTERS = 20_000
MAX_DEPTH = 12

_ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Leaf:
    """A scalar, as text. ``style`` is YAML's: ``None`` for a plain one."""

    value: str
    style: str | None
    place: Place
    last_line: int
    last_column: int

    @property
    def plain(self) -> bool:
        """Written without quotes."""
        return self.style is None


@dataclass(slots=True)
class Fields:
    """A map, in the file's order."""

    place: Place
    items: dict[str, tuple[Leaf, Tree]] = field(default_factory=dict)
    bare: set[str] = field(default_factory=set)  # keys written without a colon, inside braces
    flow: bool = False

    def get(self, key: str) -> Tree | None:
        """The value of a field."""
        found = self.items.get(key)
        return found[1] if found else None


@dataclass(slots=True)
class Items:
    """A list."""

    place: Place
    items: list[Tree] = field(default_factory=list)
    flow: bool = False


Tree = Leaf | Fields | Items


class StoppedError(Exception):
    """The file cannot be read any further; the reason is among the diagnostics."""


def decode(raw: bytes, diagnostics: Diagnostics) -> str:
    """The text of a file, line ends as ``\\n``.

    Raises :class:`StoppedError` for what is no text (Y101–Y104, Y108).
    """
    if len(raw) > MAX_BYTES:
        diagnostics.report("Y101", Place(1, 1, 2), size=f"{len(raw)} bytes")
        raise StoppedError
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        diagnostics.report("Y102", Place(line, 1, 2), line=line)
        raise StoppedError from None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    _refuse_characters(text, diagnostics)
    if diagnostics.failed:
        raise StoppedError
    return text


def _refuse_characters(text: str, diagnostics: Diagnostics) -> None:
    for found in _ODD.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        name = unicodedata.name(found[0], "control character")
        number = f"U+{ord(found[0]):04X}"
        place = Place(line, column, column + 1)
        diagnostics.report("Y104", place, cause="", line=line, number=number, name=name)
    for found in re.finditer(r"^ *\t[ \t]*(?=\S)", text, re.MULTILINE):
        line = text.count("\n", 0, found.start()) + 1
        width = found.end() - found.start()
        spaces = len(found[0].expandtabs(2))
        diagnostics.report("Y103", Place(line, 1, width + 1), cause="", line=line, n=spaces)
    for found in re.finditer(r"^%(\w+)", text, re.MULTILINE):
        line = text.count("\n", 0, found.start()) + 1
        place = Place(line, 1, len(found[0]) + 1)
        diagnostics.report("Y108", place, cause="", directive=found[1], line=line)


def build(text: str, diagnostics: Diagnostics) -> Tree | None:
    """The tree of a file; ``None`` for an empty one.

    Raises ``yaml.MarkedYAMLError`` for what YAML cannot read, :class:`StoppedError` for what we refuse.
    """
    return _Builder(text, diagnostics).run()


class _Builder:
    def __init__(self, text: str, diagnostics: Diagnostics) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.diagnostics = diagnostics
        self.stack: list[Fields | Items] = []
        self.keys: list[Leaf | None] = []
        self.root: Tree | None = None
        self.refused = False

    def run(self) -> Tree | None:
        loader = _Loader(self.text)
        documents = scalars = 0
        try:
            while loader.check_event():
                event = loader.get_event()
                kind = type(event)
                if kind is yaml.ScalarEvent:
                    scalars += 1
                    if scalars > MAX_SCALARS:
                        self.stop("Y101", event, size=f"> {MAX_SCALARS} values")
                    self.scalar(event)
                elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                    self.open(event)
                elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                    self.stack.pop()
                    self.keys.pop()
                elif kind is yaml.AliasEvent:
                    self.stop("Y105", event, what=f"*{event.anchor}")
                elif kind is yaml.DocumentStartEvent:
                    documents += 1
                    if documents > 1:
                        self.stop("Y109", event, line=event.start_mark.line + 1)
        finally:
            loader.dispose()
        if self.refused:
            raise StoppedError
        return self.root

    def stop(self, code: str, event: Any, **fields: Any) -> None:
        self.diagnostics.report(code, self.place(event), **fields)
        raise StoppedError

    def place(self, event: Any) -> Place:
        start, end = event.start_mark, event.end_mark
        if end.line == start.line and end.column > start.column:
            last = end.column
        else:
            last = max(start.column + 1, len(self.lines[start.line]) if start.line < len(self.lines) else 0)
        return Place(start.line + 1, start.column + 1, last + 1)

    def check(self, event: Any) -> None:
        if event.anchor is not None:
            self.stop("Y105", event, what=f"&{event.anchor}")
        if event.tag is not None:
            self.stop("Y106", event, tag=event.tag)

    def scalar(self, event: Any) -> None:
        self.check(event)
        place = self.place(event)
        if len(event.value) > MAX_CHARACTERS:
            self.diagnostics.report("Y111", place, n=len(event.value))
            self.refused = True
        style = event.style or None
        end = event.end_mark
        self.add(Leaf(event.value, style if style != "" else None, place, end.line + 1, end.column + 1))

    def open(self, event: Any) -> None:
        self.check(event)
        place = self.place(event)
        if len(self.stack) >= MAX_DEPTH:
            self.stop("Y107", event, line=place.line, depth=MAX_DEPTH)
        opened: Fields | Items
        if isinstance(event, yaml.MappingStartEvent):
            opened = Fields(Place(place.line, place.column, place.column + 1), flow=bool(event.flow_style))
        else:
            opened = Items(Place(place.line, place.column, place.column + 1), flow=bool(event.flow_style))
        self.add(opened)
        self.stack.append(opened)
        self.keys.append(None)

    def add(self, tree: Tree) -> None:
        if not self.stack:
            self.root = tree
            return
        parent = self.stack[-1]
        if isinstance(parent, Items):
            parent.items.append(tree)
            return
        key = self.keys[-1]
        if key is None:
            if not isinstance(tree, Leaf):
                self.refuse_key(tree.place, "[…]" if isinstance(tree, Items) else "{…}")
                tree = Leaf("", "'", tree.place, tree.place.line, tree.place.end)
            elif not tree.value and tree.plain:
                self.refuse_key(tree.place, "“”")
            elif tree.value == "<<" and tree.plain:
                self.diagnostics.report("Y105", tree.place, what="<<")
                raise StoppedError
            self.keys[-1] = tree
            return
        self.keys[-1] = None
        if isinstance(tree, Leaf) and parent.flow and not tree.value and tree.plain and not self.colon(key):
            parent.bare.add(key.value)
        before = parent.items.get(key.value)
        if before:
            first, line = before[0].place.line, key.place.line
            self.diagnostics.report("Y110", key.place, key=key.value, first=first, line=line)
            return
        parent.items[key.value] = (key, tree)

    def refuse_key(self, place: Place, what: str) -> None:
        self.diagnostics.report("Y113", place, what=what)
        raise StoppedError

    def colon(self, key: Leaf) -> bool:
        return self.lines[key.last_line - 1][key.last_column - 1 :].lstrip().startswith(":")
