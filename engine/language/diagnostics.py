"""A fault in a scenario file, told to its author: code, place, sentence, cure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from engine.language.messages import Severity, catalogue
from engine.language.verbatim import plain, printed, stopped_once, verbatim
from tools.wording import Language, Words, both, in_both

MOST_PER_CAUSE = 3
_WIDTH = 78


class Place(NamedTuple):
    """Where something stands: line and column from 1; ``end`` is the column after its last character."""

    line: int
    column: int
    end: int


class Diagnostic(BaseModel):
    """One fault. ``line`` and ``column`` count from 1; ``end`` is the column after the guilty part."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    severity: Severity
    file: str
    line: int
    column: int
    end: int
    message: Words
    fix: Words | None = None
    marked: tuple[Words, Words | None] | None = Field(default=None, exclude=True, repr=False)
    """The same two texts, the author's own characters marked: typography leaves those alone."""

    def said(self, language: Language) -> str:
        """The sentence as it is printed for people, what it quotes left as typed."""
        return printed((self.marked[0] if self.marked else self.message).in_(language), language)

    def advice(self, language: Language) -> str:
        """The cure as it is printed for people, or nothing; what can be pasted stays as typed."""
        fix = self.marked[1] if self.marked else self.fix
        return printed(fix.in_(language), language).strip(" ") if fix else ""

    @property
    def forbids_publication(self) -> bool:
        """Whether ``check --strict`` and ``pack`` take it as an error, whatever a draft may do."""
        return self.severity == "error" or catalogue()[self.code].forbids_publication

    def as_json(self, language: Language) -> dict[str, str | int | None]:
        """The form of ``check --format json``, in one language."""
        return {
            "code": self.code,
            "severity": self.severity,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "end": self.end,
            "message": self.message.in_(language),
            "fix": self.fix.in_(language) if self.fix else None,
        }


def publishable(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether a scenario may leave its author's hands: no error, and nothing that only a draft may lack.

    A subject without badge, a path without placebo and an invented record are warnings in a draft.
    """
    return not any(found.forbids_publication for found in diagnostics)


def strictly(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The same faults as ``check --strict`` and ``pack`` tell them: what forbids publication is an error."""
    return [
        found.model_copy(update={"severity": "error"}) if found.forbids_publication else found
        for found in diagnostics
    ]


RECORD_FAULTS = frozenset({"F901", "T423"})  # a record refused, or incomplete


class Diagnostics:
    """Collects the faults of one file, at most three for one cause.

    ``beside``: the file stands beside the story, and no play goes through it.
    """

    def __init__(self, file: str, *, beside: bool = False) -> None:
        self.file = file
        self.beside = beside
        self.found: list[Diagnostic] = []
        self.libraries: list[Diagnostics] = []  # of the files that this one leans on
        self._causes: dict[tuple[str, str], int] = {}

    def report(
        self,
        code: str,
        place: Place,
        *,
        cause: str | None = None,
        severity: Severity | None = None,
        **fields: str | int | float | Words,
    ) -> None:
        """Add one fault. Faults with the same ``cause`` and code are cut after three."""
        if cause is not None:
            seen = self._causes.get((code, cause), 0)
            self._causes[code, cause] = seen + 1
            if seen >= MOST_PER_CAUSE:
                return
        entry = catalogue()[code]
        message = _fill(entry.says, fields)
        fix = _fill(entry.cure, fields) if entry.cure else None
        if fix is not None and not (fix.fr.strip() or fix.en.strip()):
            fix = None
        self.found.append(
            Diagnostic(
                code=code,
                severity=severity or entry.severity,
                file=self.file,
                line=max(1, place.line),
                column=max(1, place.column),
                end=max(place.column + 1, place.end),
                message=_unmarked(message),
                fix=_unmarked(fix) if fix else None,
                marked=(message, fix),
            )
        )

    @property
    def failed(self) -> bool:
        """Whether anything found forbids playing."""
        return any(found.severity == "error" for found in self._every())

    @property
    def failed_beyond_records(self) -> bool:
        """Whether the story itself is at fault, and not only findings recorded for it or files beside it."""
        played = [*self.found, *(found for each in self.libraries if not each.beside for found in each.found)]
        return any(found.severity == "error" and found.code not in RECORD_FAULTS for found in played)

    def _every(self) -> list[Diagnostic]:
        return [*self.found, *(found for library in self.libraries for found in library.found)]

    def in_order(self) -> list[Diagnostic]:
        """The faults in the order of the file, without repetition; then those of its libraries."""
        unique = {(d.code, d.line, d.column, d.message.en): d for d in self.found}
        own = sorted(unique.values(), key=lambda d: (d.line, d.column, d.code))
        return own + [found for library in self.libraries for found in library.in_order()]


def _fill(words: Words, fields: dict[str, str | int | float | Words]) -> Words:
    def in_(language: Language) -> str:
        # Only our own templates are formatted: an author's braces arrive as values and stay as they are.
        shown = {
            name: value.in_(language) if isinstance(value, Words) else verbatim(str(value))
            for name, value in fields.items()
        }
        said = words.in_(language).format(**shown)
        return stopped_once(said)

    return in_both(in_)


def _unmarked(words: Words) -> Words:
    return Words(fr=plain(words.fr), en=plain(words.en))


def did_you_mean(near: str | None) -> Words:
    """ "Did you mean “x”? ", or nothing."""
    if not near:
        return both("")
    return Words(fr=f"Vouliez-vous dire « {near} » ? ", en=f"Did you mean “{near}”? ")


SEVERITIES: dict[Severity, Words] = {
    "error": Words(fr="Erreur", en="Error"),
    "warning": Words(fr="Avertissement", en="Warning"),
    "info": Words(fr="Conseil", en="Hint"),
}


def format_text(diagnostic: Diagnostic, source: str, language: Language) -> str:
    """The fault as a terminal shows it: how grave and which, guilty line, caret under the guilty part,
    sentence, cure."""
    title = printed(catalogue()[diagnostic.code].title.in_(language), language)
    head = f"── {SEVERITIES[diagnostic.severity].in_(language)} {diagnostic.code} ─ {title} "
    tail = f" {diagnostic.file}:{diagnostic.line}"
    lines = source.replace("\r\n", "\n").split("\n")
    said = [head + "─" * max(2, _WIDTH - len(head) - len(tail)) + tail]
    if 1 <= diagnostic.line <= len(lines) and lines[diagnostic.line - 1].strip():
        number = f"{diagnostic.line} | "
        line, column, end = _window(lines[diagnostic.line - 1], diagnostic.column, diagnostic.end)
        said += [
            number + line,
            " " * (len(number) - 2) + "| " + " " * (column - 1) + "^" * max(1, end - column),
        ]
    said.append(diagnostic.said(language))
    if diagnostic.fix:
        said.append("→ " + diagnostic.advice(language))
    return "\n".join(said)


def _window(line: str, column: int, end: int) -> tuple[str, int, int]:
    """Cut a long line around the guilty part, so that the caret stays under it."""
    line = line.replace("\t", " ")
    line = "".join(char if char.isprintable() else "·" for char in line)
    end = min(max(end, column + 1), len(line) + 1)
    if len(line) <= 120:
        return line, column, end
    cut = max(0, column - 50)
    shown = ("…" if cut else "") + line[cut : cut + 110] + ("…" if cut + 110 < len(line) else "")
    shift = cut - (1 if cut else 0)
    return shown, column - shift, min(end - shift, len(shown) + 1)
