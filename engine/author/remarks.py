"""Whose a comment is: gathers the comments of a file and says to which field or block each belongs.

Comments stand only between scalars, and every scalar's place is known: none can be missed, and no ``#`` of
a sentence can be taken for one. A comment on a line of its own goes with what follows it, unless its
indentation says that it closes the block before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from engine.author.source import last_of
from engine.language.tree import Fields, Items, Leaf, Tree

_COMMENT = re.compile(r"(?<!\S)#.*")


class Remark(NamedTuple):
    """A comment, and the column (from 0) where it starts."""

    text: str
    column: int


class Entry(NamedTuple):
    """A field of a map or a member of a list, as the file has it."""

    key: Leaf | None
    value: Tree

    @property
    def owner(self) -> Leaf | Tree:
        """What stands for the entry itself."""
        return self.key if self.key is not None else self.value

    @property
    def line(self) -> int:
        """Its first line, from 0."""
        return self.owner.place.line - 1


def entries_of(tree: Fields | Items) -> list[Entry]:
    """The entries of a map or a list, in the file's order."""
    if isinstance(tree, Items):
        return [Entry(None, each) for each in tree.items]
    return [Entry(key, value) for key, value in tree.items.values()]


class Remarks:
    """The comments of a file: ``before`` an entry (with "" for a blank line), ``beside`` it, and those that
    ``close`` a block. Keys are the identities of tree parts."""

    def __init__(self, root: Fields, lines: Sequence[str]) -> None:
        self.lines = lines
        self.before: dict[int, list[str]] = {}
        self.beside: dict[int, Remark] = {}
        self.close: dict[int, list[str]] = {}
        self._ends: dict[int, int] = {}
        self._starts: dict[int, int] = {}
        self._own: dict[int, Remark] = {}
        self._aside: dict[int, Remark] = {}
        self._claims: dict[int, int] = {}
        self._gather(root)
        self._attach(root, 0)
        self._share(root, None, self._end(root) + 1, len(lines))
        self._settle()

    @property
    def texts(self) -> list[str]:
        """Every comment, sorted."""
        return sorted(each.text for each in (*self._own.values(), *self._aside.values()))

    def inside(self, tree: Fields | Items) -> bool:
        """Whether a comment stands between the members of braces or brackets."""
        first, last = tree.place.line - 1, self._end(tree)
        return any(line in self._own or line in self._aside for line in range(first, last))

    # -- where comments are ------------------------------------------------------------------------------

    def _gather(self, root: Fields) -> None:
        after = [0] * (len(self.lines) + 1)
        for leaf in (*keys_of(root), *scalars_of(root)):
            first = leaf.place.line - 1
            last, column = last_of(leaf, self.lines)
            if leaf.style in ("|", ">"):
                header = re.match(r"[|>][-+\d]*", self.lines[first][leaf.place.column - 1 :])
                after[first] = leaf.place.column - 1 + (len(header[0]) if header else 1)
                first += 1
            for line in range(first, last):
                after[line] = len(self.lines[line])
            if last >= first:
                after[last] = max(after[last], column)
        for number, typed in enumerate(self.lines):
            if "#" not in typed:
                continue
            found = _COMMENT.search(typed, after[number])
            if found:
                remark = Remark(found[0].rstrip(), found.start())
                alone = not typed[: found.start()].strip()
                (self._own if alone else self._aside)[number] = remark

    # -- whose they are ----------------------------------------------------------------------------------

    def _attach(self, tree: Fields | Items, start: int) -> None:
        previous: Entry | None = None
        for entry in entries_of(tree):
            self._share(tree, previous, start, entry.line, entry)
            value, first, end = entry.value, entry.line, self._end(entry.value)
            if isinstance(value, Leaf) or (value.flow and not self.inside(value)):
                self._beside(entry, first, end)
            else:
                if entry.key is not None and self._start(value) > first:
                    self._beside(entry, first, first)
                self._attach(value, first + 1)
            start, previous = max(start, first + 1, end + 1), entry

    def _beside(self, entry: Entry, first: int, last: int) -> None:
        """Claim the comments of some lines; what a later entry of the same line claims is the later one's."""
        for line in range(first, last + 1):
            if line in self._aside or (line > first and line in self._own):
                self._claims[line] = id(entry.owner)

    def _settle(self) -> None:
        for line, owner in sorted(self._claims.items()):
            remark = self._aside.get(line) or self._own[line]
            if owner in self.beside:
                self.before.setdefault(owner, []).append(remark.text)
            else:
                self.beside[owner] = remark

    def _share(
        self, tree: Fields | Items, previous: Entry | None, start: int, end: int, entry: Entry | None = None
    ) -> None:
        """Give the comments of some lines to the entry that follows them, or to the block they close."""
        blank = False
        for line in range(start, end):
            remark = self._own.get(line)
            if remark is None:
                blank = blank or not self.lines[line].strip()
                remark = self._aside.get(line)  # after a closing bracket
                if remark is None or line in self._claims:
                    continue
            block: Fields | Items | None
            if entry is None:
                block = self._closed(tree, remark.column) or tree
            else:
                block = self._closed(previous.value, remark.column, tree) if previous else None
            if block is not None:
                where = self.close.setdefault(id(block), [])
            else:
                assert entry is not None
                where = self.before.setdefault(id(entry.owner), [])
            where += ["", remark.text] if blank else [remark.text]
            blank = False
        if blank and entry is not None:
            self.before.setdefault(id(entry.owner), []).append("")

    def _closed(self, tree: Tree, column: int, within: Fields | Items | None = None) -> Fields | Items | None:
        """The deepest open block that a comment of this column can close."""
        if isinstance(tree, Leaf) or tree.flow or not tree.items:
            return None
        here = tree.place.column - 1
        if column < here or (within is not None and here <= within.place.column - 1):
            return None
        return self._closed(entries_of(tree)[-1].value, column, tree) or tree

    def _end(self, tree: Tree) -> int:
        """The last line of a value, from 0."""
        if isinstance(tree, Leaf):
            return last_of(tree, self.lines)[0]
        found = self._ends.get(id(tree))
        if found is None:
            ends = [self._end(entry.value) for entry in entries_of(tree)]
            keys = [entry.line for entry in entries_of(tree)]
            found = self._ends[id(tree)] = max([tree.place.line - 1, *keys, *ends])
        return found

    def _start(self, tree: Fields | Items) -> int:
        return tree.place.line - 1


def keys_of(tree: Tree) -> Iterator[Leaf]:
    """Every name of a field, in the file's order."""
    if not isinstance(tree, Leaf):
        for entry in entries_of(tree):
            if entry.key is not None:
                yield entry.key
            yield from keys_of(entry.value)


def scalars_of(tree: Tree) -> Iterator[Leaf]:
    """Every value that is neither map nor list."""
    if isinstance(tree, Leaf):
        yield tree
        return
    for entry in entries_of(tree):
        yield from scalars_of(entry.value)
