"""Reading a scenario's source as text: its tree, where its scalars end, and what keeps it from being read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import yaml

from engine.author.constructs import Sentence
from engine.author.history import History, Why, replace_file
from engine.language.diagnostics import Diagnostic, Diagnostics, Place
from engine.language.tree import Fields, Leaf, StoppedError, build, decode
from tools.errors import AutopsieError
from tools.wording import Words


class SourceRefused(AutopsieError):
    """What cannot be done to a source; it is untouched. ``diagnostics`` says what to mend first.

    Codes: E101 no such text, E102 no such language, E103 not a sentence, E104 the source cannot be read as it
    is, E105 the result would not read back, E106 somebody else wrote to the file meanwhile,
    E107 a PO file of another scenario.
    """

    def __init__(
        self, code: str, says: Words, cure: Words | None = None, diagnostics: Sequence[Diagnostic] = ()
    ) -> None:
        super().__init__(code, says, cure)
        self.diagnostics = list(diagnostics)


def decoded(raw: bytes) -> str:
    """The text of a file's bytes. Raises :class:`SourceRefused` (E104) for what is not UTF-8 (Y102)."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        faults = Diagnostics("scenario.yaml")
        line = raw.count(b"\n", 0, error.start) + 1
        faults.report("Y102", Place(line, 1, 2), line=line)
        raise unreadable(faults.in_order()) from None


def any_tree(text: str) -> Fields:
    """The tree of a source as it came, with a mark of byte order or line ends of another system."""
    return read_tree(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))


def read_tree(text: str) -> Fields:
    """The tree of a source whose line ends are ``\\n``. Raises :class:`SourceRefused` (E104)."""
    diagnostics = Diagnostics("scenario.yaml")
    try:
        decode(text.encode("utf-8", "surrogatepass"), diagnostics)
        root = build(text, diagnostics)
    except (StoppedError, yaml.YAMLError):
        root = None
    if isinstance(root, Fields) and not diagnostics.failed:
        return root
    raise unreadable(faults_of(text) or diagnostics.in_order())


def faults_of(text: str) -> list[Diagnostic]:
    """The errors of a source, as ``check`` tells them."""
    from engine.language.reader import read_source

    _, faults = read_source(text.encode("utf-8", "replace"), "scenario.yaml")
    errors = [fault for fault in faults if fault.severity == "error"]
    # What YAML stumbles over comes first: the rest may only follow from it.
    return [fault for fault in errors if fault.code.startswith("Y")] or errors


def unreadable(faults: Sequence[Diagnostic]) -> SourceRefused:
    """E104: the source must be mended before anything is written into it."""
    first = f" ({faults[0].code}, l. {faults[0].line})" if faults else ""
    return SourceRefused(
        "E104",
        Words(
            fr=f"Ce fichier ne se lit pas comme il est écrit{first} ; je n'y touche pas.",
            en=f"This file does not read as it is written{first}; I leave it alone.",
        ),
        Words(
            fr="autopsie check dit pourquoi ; autopsie fmt --repair corrige guillemets, tabulations et "
            "caractères cachés.",
            en="autopsie check says why; autopsie fmt --repair corrects quotes, tabs and hidden characters.",
        ),
        faults,
    )


def cut_short(sentence: Sentence, lines: Sequence[str]) -> list[tuple[str, Place, str]]:
    """Where YAML silently keeps only the start of a sentence: code (Y115–Y117), place, what was kept."""
    found = []
    leaves = list(sentence.tree.items.values()) if isinstance(sentence.tree, Fields) else []
    if isinstance(sentence.tree, Fields) and sentence.tree.bare:
        key, _ = next(pair for name, pair in sentence.tree.items.items() if name in sentence.tree.bare)
        found.append(("Y116", key.place, next(iter(sentence.tree.items))))
    if isinstance(sentence.parent, Fields) and sentence.parent.bare:
        key, _ = next(pair for name, pair in sentence.parent.items.items() if name in sentence.parent.bare)
        found.append(("Y116", key.place, sentence.tree.value if isinstance(sentence.tree, Leaf) else ""))
    for leaf in [sentence.tree] if isinstance(sentence.tree, Leaf) else [value for _, value in leaves]:
        if not isinstance(leaf, Leaf) or not leaf.plain or leaf.last_line > len(lines):
            continue
        line = lines[leaf.last_line - 1]
        rest = line[leaf.last_column - 1 :]
        if leaf.value and re.match(r"\s+#", rest):
            at = leaf.last_column + len(rest) - len(rest.lstrip())
            found.append(("Y117", Place(leaf.last_line, at, len(line) + 1), leaf.value))
    return found


def last_of(leaf: Leaf, lines: Sequence[str]) -> tuple[int, int]:
    """Just after the last character of a scalar, counted from 0; a block's trailing blank lines stay out."""
    line, column = leaf.last_line - 1, leaf.last_column - 1
    if leaf.style not in ("|", ">"):
        return line, column
    if column == 0 or line >= len(lines):
        line -= 1
    while line > leaf.place.line - 1 and not lines[line].strip():
        line -= 1
    return line, len(lines[line])


def replace_scenario(path: Path, text: str, before: bytes, why: Why) -> None:
    """Write a scenario's new text; its history keeps what it held, and ``why`` it changed.

    Raises as :func:`replace_unchanged`.
    """
    history = History(path.resolve())
    with suppress(OSError):  # a folder that takes no history may still take the file
        history.keep(before)
    replace_unchanged(path, text, before)
    with suppress(OSError):
        history.keep(text.encode("utf-8"), why=why)


def replace_unchanged(path: Path, text: str, before: bytes) -> None:
    """Write a file whole or not at all; a link stays a link.

    ``before`` is what was read from it. Raises :class:`SourceRefused` (E106) when the file holds something
    else by now, ``OSError`` when the disk refuses; the file is then as it was.
    """
    if path.read_bytes() != before:
        raise SourceRefused(
            "E106",
            Words(
                fr=f"{path.name} a changé pendant que j'y travaillais ; je n'y touche pas.",
                en=f"{path.name} changed while I worked on it; I leave it alone.",
            ),
            Words(fr="Recommencez.", en="Try again."),
        )
    replace_file(path.resolve(), text.encode("utf-8"))
