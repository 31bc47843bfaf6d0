"""One layout for all scenario files: fields in the order of the docs, two spaces a level, a blank line
between nodes, long sentences in blocks. Every comment stays, and the file means what it meant.

The file is printed anew from its own tree; what is not a sentence is printed as it was typed. Nothing is
returned that would not read back the same, comments included.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.author import scalars
from engine.author.constructs import (
    SCENARIO,
    Construct,
    ListOf,
    Shape,
    is_twins,
    languages_of,
    sentences,
    shape_of,
)
from engine.author.meaning import flattened
from engine.author.remarks import Entry, Remarks, entries_of, keys_of, scalars_of
from engine.author.source import SourceRefused, cut_short, faults_of, last_of, read_tree, unreadable
from engine.language.diagnostics import Diagnostics
from engine.language.tree import Fields, Items, Leaf, Tree
from tools.wording import Words

WIDTH = scalars.WIDTH
_STEP = 2
_SENTENCES = ("text", "phrase", "note")


def format_source(source: str) -> str:
    """The source in the one layout.

    Raises :class:`SourceRefused`: E104 for a source that cannot be read as it is, E105 when the result would
    not read back the same.
    """
    text = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    root = read_tree(text)
    lines = text.split("\n")
    _refuse_what_is_cut(root, lines)
    printer = _Printer(root, lines)
    result = "\n".join(printer.document()) + "\n"
    again = read_tree(result)
    if (
        flattened(again) != flattened(root)
        or Remarks(again, result.split("\n")).texts != printer.remarks.texts
    ):
        raise SourceRefused(
            "E105",
            Words(
                fr="Mis en forme, ce fichier ne se relirait pas à l'identique ; je n'y touche pas.",
                en="Once formatted, this file would not read back the same; I leave it alone.",
            ),
            Words(
                fr="Signalez-le avec le fichier : c'est un défaut de l'outil.",
                en="Report it with the file: it is a fault of the tool.",
            ),
        )
    return result


def _refuse_what_is_cut(root: Fields, lines: Sequence[str]) -> None:
    if any(key.place.line != key.last_line for key in keys_of(root)):
        raise unreadable(faults_of("\n".join(lines)))  # a bracket left open, most likely
    faults = Diagnostics("scenario.yaml")
    for sentence in sentences(root):
        if not isinstance(sentence.tree, Leaf) and not is_twins(sentence.tree):
            # Something else stands where a sentence should: perhaps one that YAML took apart.
            raise unreadable(faults_of("\n".join(lines)))
        for code, place, kept in cut_short(sentence, lines):
            faults.report(code, place, kept=kept[-60:], corrected=lines[place.line - 1].strip())
    if faults.found:
        raise unreadable(faults.in_order())


class _Printer:
    def __init__(self, root: Fields, lines: Sequence[str]) -> None:
        self.root = root
        self.lines = lines
        self.remarks = Remarks(root, lines)
        self.languages = languages_of(root)

    def document(self) -> list[str]:
        """The lines of the whole file."""
        entries = entries_of(self.root)
        head: list[str] = []
        if entries:  # what stands at the top stays at the top, whichever field comes first
            head = self.remarks.before.pop(id(entries[0].owner), [])
        body = self.fields(self.root, 0, SCENARIO)
        return _without_edges([*head, *body])

    # -- blocks ------------------------------------------------------------------------------------------

    def fields(self, tree: Fields, indent: int, shape: Shape) -> list[str]:
        """A map in block style."""
        blocks = [(self.lead(entry), self.field(entry, indent, shape)) for entry in self.order(tree, shape)]
        return self.stack(tree, blocks, indent, shape)

    def items(self, tree: Items, indent: int, shape: Shape) -> list[str]:
        """A list in block style."""
        each = shape.each if isinstance(shape, ListOf) else "other"
        blocks = []
        for entry in entries_of(tree):
            lead, lines = self.item(entry, indent, each)
            blocks.append(([*self.lead(entry), *lead], lines))
        return self.stack(tree, blocks, indent, shape)

    def stack(
        self, tree: Fields | Items, blocks: list[tuple[list[str], list[str]]], indent: int, shape: Shape
    ) -> list[str]:
        """The entries one under the other, each under its comments, with the blank lines of the layout."""
        margin = " " * indent
        written: list[str] = []
        before: list[str] = []
        for given, lines in blocks:
            lead = given if written else _from_first(given)
            if before and lead[:1] != [""] and (shape is _NODES or (shape is SCENARIO and len(before) > 1)):
                lead = ["", *lead]
            written += [margin + line if line else "" for line in lead]
            written += lines
            before = lines
        written += [margin + line if line else "" for line in self.remarks.close.get(id(tree), [])]
        return written

    def lead(self, entry: Entry) -> list[str]:
        return self.remarks.before.get(id(entry.owner), [])

    def order(self, tree: Fields, shape: Shape) -> list[Entry]:
        """Known fields in the order of the docs, unknown ones after them; an author's names as they are."""
        entries = entries_of(tree)
        known: list[str] = []
        if isinstance(shape, Construct):
            known = list(shape.fields)
        elif shape in _SENTENCES and is_twins(tree):
            known = list(self.languages)
        if not known:
            return entries
        rank = {name: at for at, name in enumerate(known)}
        return sorted(entries, key=lambda entry: rank.get(entry.key.value if entry.key else "", len(rank)))

    # -- entries -----------------------------------------------------------------------------------------

    def field(self, entry: Entry, indent: int, shape: Shape) -> list[str]:
        assert entry.key is not None
        inner = _brief(shape_of(shape, entry.key.value), entry.value)
        prefix = " " * indent + self.raw(entry.key) + ":"
        return self.value(entry, prefix, indent + _STEP, inner)

    def item(self, entry: Entry, indent: int, shape: Shape) -> tuple[list[str], list[str]]:
        """A member of a list, and the comments that must climb above its dash."""
        value, dash = entry.value, " " * indent + "-"
        inner = _brief(shape, value)
        if isinstance(value, Leaf) or (value.flow and self.fits(value, len(dash) + 1, inner)):
            return [], self.value(entry, dash, indent + _STEP, inner)
        nested = (
            self.fields(value, indent + _STEP, inner)
            if isinstance(value, Fields)
            else self.items(value, indent + _STEP, inner)
        )
        first = next(
            at for at, line in enumerate(nested) if line.strip() and not line.lstrip().startswith("#")
        )
        climbing = [line.strip() for line in nested[:first]]
        beside = self.remarks.beside.get(id(entry.owner))
        if beside is not None:  # what stood after braces that are now several lines
            climbing.insert(0, beside.text)
        return climbing, [dash + nested[first][indent + 1 :], *nested[first + 1 :]]

    def value(self, entry: Entry, prefix: str, indent: int, shape: Shape) -> list[str]:
        """What follows a colon or a dash."""
        value = entry.value
        beside = self.remarks.beside.get(id(entry.owner))

        def remarked(line: str) -> str:
            if beside is None:
                return line
            return line + " " * max(2, beside.column - len(line)) + beside.text

        if isinstance(value, Leaf):
            first, rest = self.leaf(value, len(prefix) + 1, indent, shape, alone=beside is None)
            return [remarked(f"{prefix} {first}" if first else prefix), *rest]
        if value.flow and self.fits(value, len(prefix) + 1, shape):
            return [remarked(f"{prefix} {self.flow(value, shape)}")]
        if isinstance(value, Items) and value.flow and self.can_fill(value, shape):
            first, *rest = self.filled(value, prefix, indent)
            return [remarked(first), *rest] if not rest else [first, *rest[:-1], remarked(rest[-1])]
        if isinstance(value, Items):
            return [remarked(prefix), *self.items(value, indent, shape)]
        if shape in _SENTENCES and is_twins(value):
            return [remarked(prefix), *self.twins(value, indent)]
        return [remarked(prefix), *self.fields(value, indent, shape)]

    def twins(self, tree: Fields, indent: int) -> list[str]:
        """A sentence in several languages, one under the other, in the same style."""
        entries = self.order(tree, "text")
        leaves = [entry.value for entry in entries if isinstance(entry.value, Leaf)]
        styles = {self.style(leaf, indent + len("fr: ")) for leaf in leaves}
        style = "|" if "|" in styles else ">" if ">" in styles else ""
        blocks = []
        for entry in entries:
            assert entry.key is not None
            prefix = " " * indent + self.raw(entry.key) + ":"
            beside = self.remarks.beside.get(id(entry.owner))
            if isinstance(entry.value, Leaf):
                first, rest = self.leaf(
                    entry.value, len(prefix) + 1, indent + _STEP, "text", style=style, alone=beside is None
                )
                lines = [f"{prefix} {first}" if first else prefix, *rest]
                if beside is not None:
                    lines[0] += " " * max(2, beside.column - len(lines[0])) + beside.text
            else:
                lines = self.value(entry, prefix, indent + _STEP, "other")
            blocks.append((self.lead(entry), lines))
        return self.stack(tree, blocks, indent, "text")

    # -- scalars -----------------------------------------------------------------------------------------

    def raw(self, leaf: Leaf) -> str:
        """A scalar of one line as it was typed."""
        line = self.lines[leaf.place.line - 1]
        return line[leaf.place.column - 1 : leaf.last_column - 1]

    def one_line(self, leaf: Leaf) -> str | None:
        """The scalar as typed, where that is one line."""
        if leaf.style in ("|", ">") or leaf.place.line != leaf.last_line:
            return None
        return self.raw(leaf)

    def style(self, leaf: Leaf, column: int) -> str:
        """How a sentence wants to be written from this column on: on the line, ``>`` or ``|``."""
        if leaf.style == "|":
            return "|"
        raw = self.one_line(leaf)
        if raw is not None and column + len(raw) <= WIDTH:
            return ""
        value = leaf.value.strip()
        if not value:
            return ""
        return "|" if "\n" in value and leaf.style != ">" else ">"

    def leaf(
        self, leaf: Leaf, column: int, indent: int, shape: Shape, *, style: str | None = None, alone: bool
    ) -> tuple[str, list[str]]:
        """What stands after the colon, and the lines under it."""
        raw = self.one_line(leaf)
        if shape not in _SENTENCES:
            return (raw, []) if raw is not None else self.as_typed(leaf, indent)
        style = self.style(leaf, column) if style is None else style
        value = leaf.value.strip()
        block = None
        if style and value:
            write = scalars.literal if style == "|" else scalars.folded
            block = write(value, indent)
        if block is not None:
            return style, block
        if value and leaf.plain and not alone:  # a comment after it would be read as its end (Y117)
            return scalars.quoted(value), []
        return (raw if raw is not None else scalars.inline(value, flow=False)), []

    def as_typed(self, leaf: Leaf, indent: int) -> tuple[str, list[str]]:
        """A value of several lines that is no sentence: moved as a whole, or put on one line."""
        if not leaf.plain and leaf.style not in ("|", ">"):
            return scalars.quoted(leaf.value), []
        if leaf.plain:
            head, *more = leaf.value.split("\n")
            return head, [line for each in more for line in ("", " " * indent + each)]
        first, last = leaf.place.line, last_of(leaf, self.lines)[0]
        found = re.match(r"[|>][-+\d]*", self.lines[first - 1][leaf.place.column - 1 :])
        content = list(self.lines[first : last + 1])
        width = min((len(line) - len(line.lstrip(" ")) for line in content if line.strip()), default=0)
        moved = [" " * indent + line[width:] if line.strip() else "" for line in content]
        return (found[0] if found else "|"), moved

    # -- braces and brackets -----------------------------------------------------------------------------

    def fits(self, tree: Fields | Items, column: int, shape: Shape) -> bool:
        if self.remarks.inside(tree):
            return False
        if isinstance(tree, Fields) and tree.bare:
            return True  # a word without its colon means something only inside braces
        if any(leaf.plain and "\n" in leaf.value for leaf in scalars_of(tree)):
            return False
        text = self.flow(tree, shape)
        return column + len(text) <= WIDTH or not tree.items

    def can_fill(self, tree: Items, shape: Shape) -> bool:
        plain = all(isinstance(each, Leaf) for each in tree.items)
        sentence = isinstance(shape, ListOf) and shape.each in _SENTENCES
        broken = any(isinstance(each, Leaf) and "\n" in each.value for each in tree.items)
        return plain and not broken and not sentence and not self.remarks.inside(tree)

    def flow(self, tree: Tree, shape: Shape) -> str:
        """A value on one line, inside braces or brackets."""
        shape = _brief(shape, tree)
        if isinstance(tree, Leaf):
            raw = self.one_line(tree)
            if raw is not None:
                return raw
            if shape in _SENTENCES:
                return scalars.inline(tree.value.strip(), flow=True)
            return tree.value if tree.plain else scalars.quoted(tree.value)
        if isinstance(tree, Items):
            each = shape.each if isinstance(shape, ListOf) else "other"
            return "[" + ", ".join(self.flow(value, each) for value in tree.items) + "]"
        written = []
        for entry in self.order(tree, shape):
            assert entry.key is not None
            name = entry.key.value
            if name in tree.bare:
                written.append(self.raw(entry.key))
                continue
            inner = shape if shape in _SENTENCES else shape_of(shape, name)
            shown = self.flow(entry.value, inner)
            written.append(f"{self.raw(entry.key)}: {shown}" if shown else f"{self.raw(entry.key)}:")
        return "{" + ", ".join(written) + "}"

    def filled(self, tree: Items, prefix: str, indent: int) -> list[str]:
        """A long list of words, wrapped."""
        written, line = [], f"{prefix} ["
        for at, each in enumerate(tree.items):
            piece = self.flow(each, "other") + ("]" if at == len(tree.items) - 1 else ",")
            space = "" if line.endswith("[") else " "
            if len(line) + len(space) + len(piece) > WIDTH and line.strip():
                written.append(line)
                line, space = " " * indent, ""
            line += space + piece
        return [*written, line]


_NODES = SCENARIO.fields["nodes"] if isinstance(SCENARIO, Construct) else None


def _brief(shape: Shape, tree: Tree) -> Shape:
    """The shape a value really has: a bare sentence in place of a construct, one thing in place of a list."""
    if isinstance(shape, ListOf) and not isinstance(tree, Items):
        shape = shape.each
    if isinstance(shape, Construct) and shape.brief and (isinstance(tree, Leaf) or is_twins(tree)):
        return "text"
    return shape


def _from_first(lead: list[str]) -> list[str]:
    """No blank line above the first entry of a block."""
    return lead[1:] if lead[:1] == [""] else lead


def _without_edges(lines: list[str]) -> list[str]:
    """No blank line at either end of the file."""
    while lines and not lines[-1]:
        lines.pop()
    return _from_first(lines)
