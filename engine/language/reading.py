"""Taking fields out of the tree, each with the type that its field wants, and saying what does not fit.

Nothing raises here: what cannot be read is reported and comes back as ``None``, so that the rest of the
file is still examined.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from engine.language.diagnostics import Diagnostics, Place, did_you_mean
from engine.language.expressions import (
    FAMILIES,
    FUNCTIONS,
    MAX_NUMBER,
    Expression,
    ExpressionError,
    parse_expression,
)
from engine.language.quoting import quote_line
from engine.language.saying import (
    HARD_SPACE,
    describe,
    instead_of,
    listing,
    nearest,
    odd_letter,
    plain_value,
    possible_name,
    unreadable,
    words,
)
from engine.language.schema import Text
from engine.language.tree import Fields, Items, Leaf, Tree
from engine.language.verbatim import verbatim
from tools.wording import Language, Words, both

RESERVED = frozenset((*FAMILIES, *FUNCTIONS, "group", "audience", "language", "true", "false", "none"))
_ALIASES = {
    "go": "to", "goto": "to", "next": "to", "vers": "to", "suite": "to", "texte": "text", "choix": "options",
    "choices": "options", "option": "options", "si": "when", "if": "when", "condition": "when",
    "quand": "when", "titre": "title", "langue": "language", "langues": "languages", "noeuds": "nodes",
    "outil": "tool", "fin": "ending", "end": "ending", "trouve": "found", "finds": "found", "demande": "ask",
    "publics": "audiences", "audience": "audiences", "hypotheses_": "hypotheses", "pieces": "exhibits",
    "sinon": "else", "otherwise": "else", "fails": "if_fails", "on_error": "if_fails", "acte": "act",
    "pourquoi": "why", "image": "figure", "resume": "summary", "ennuyeuse": "boring", "banale": "boring",
    "ordinaire": "boring", "pour": "evidence", "contre": "evidence", "preuve": "evidence",
    "unite": "unit", "sujet": "subject", "etiquettes": "labels", "debut": "start", "garde": "save",
    "args": "with", "params": "with",
}  # fmt: skip
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")
_LOOKS_LIKE_NUMBER = re.compile(
    r"[-+]?(?:[\d_.:]+|\.\d+|0[xob][\da-f_]+|[\d_.]+e[-+]?\d+|\.(?:inf|nan))", re.I
)
_YES_NO = frozenset(("yes", "no", "on", "off", "y", "n", "oui", "non", "vrai", "faux"))


@dataclass(slots=True)
class Prose:
    """A text where it stands: whose it is, and under which guard it is shown."""

    where: str
    leaves: dict[Language, Leaf]
    owner: str | None = None  # the node that shows it
    role: str = "text"  # text | also | option | exhibit | sheet | label | instruction
    guard: Expression | None = None
    key: str = ""  # the exhibit's id
    cites: Collection[str] = ()  # sources that the whole text rests on, named beside it


@dataclass(slots=True)
class Use:
    """An expression where it stands. ``role`` is ``when``, ``set`` or ``check``."""

    expression: Expression
    leaf: Leaf
    owner: str | None
    role: str
    target: str = ""  # the variable that is set
    guard: Expression | None = None  # what is sure to be true by then


@dataclass
class Reading:
    """What is being read: its lines, its faults, and every text, expression and place met so far."""

    diagnostics: Diagnostics
    lines: Sequence[str]
    languages: list[Language] = field(default_factory=lambda: cast(list[Language], ["fr"]))
    prose: list[Prose] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    places: dict[tuple[str, ...], Place] = field(default_factory=dict)

    def report(
        self,
        code: str,
        at: Tree | Place,
        *,
        cause: str | None = None,
        **fields: Any,
    ) -> None:
        """Report a fault at a value or a place."""
        place = at if isinstance(at, Place) else at.place
        self.diagnostics.report(code, place, cause=cause, **fields)

    def wrong(self, field: str, at: Tree, expected: Words, example: str | Words = "") -> None:
        """S203: the value is not what its field wants."""
        shown = both(verbatim(f"{field}: {example}")) if isinstance(example, str) and example else example
        shown = shown or both("")
        self.report("S203", at, field=field, expected=expected, found=describe(at), example=shown)

    # -- maps and names ----------------------------------------------------------------------------------

    def fields(
        self, tree: Tree, where: Words, known: Collection[str], required: Sequence[str] = ()
    ) -> Fields | None:
        """A map whose fields are all known. Unknown ones are reported and skipped."""
        if not isinstance(tree, Fields):
            expected = words("une liste de champs nommés", "a list of named fields")
            self.wrong(where.en, tree, expected)
            return None
        for name, (leaf, _) in tree.items.items():
            if name in known:
                continue
            if name in tree.bare:
                self.cut_by_comma(tree, leaf)
                continue
            if name == "include":
                self.report("S240", leaf)
                continue
            near = _ALIASES.get(possible_name(name))
            if near not in known:
                near = nearest(name, known)
            hard = name.strip() != name  # a space that cannot be seen
            said = HARD_SPACE if hard else did_you_mean(near)
            self.report(
                "S202", leaf, field=name.strip(), where=where, near=said, list=listing(sorted(known), 40)
            )
        for name in required:
            if name not in tree.items:
                self.report("S201", tree, field=name, where=where, line=tree.place.line)
        return tree

    def cut_by_comma(self, tree: Fields, leaf: Leaf) -> None:
        """Y116: a word without a value inside braces is the rest of a sentence cut at its comma."""
        before = ""
        for name, (_, value) in tree.items.items():
            if name == leaf.value:
                break
            if name not in tree.bare and isinstance(value, Leaf):
                before = value.value
        line = self.lines[leaf.place.line - 1]
        fixed = quote_line(line)
        corrected = (fixed.line if fixed else line).rstrip()
        self.report("Y116", leaf, cause=str(leaf.place.line), kept=before, corrected=corrected)

    def entries(self, tree: Tree | None, name: str) -> list[tuple[Leaf, Tree]]:
        """The entries of a map id → something, ids checked; empty when there is none."""
        if tree is None:
            return []
        if not isinstance(tree, Fields):
            self.wrong(
                name,
                tree,
                words("une liste de noms suivis de leur contenu", "a list of names, each with its content"),
            )
            return []
        for key, _ in tree.items.values():
            self.identifier(key)
        return list(tree.items.values())

    def identifier(self, leaf: Leaf) -> bool:
        """Whether a leaf can be a name; reports S210 or S211 when not."""
        name = leaf.value
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name):
            self.report("S210", leaf, id=name[:60], suggestion=possible_name(name), letter=odd_letter(name))
            return False
        if name in RESERVED or keyword.iskeyword(name):
            self.report("S211", leaf, id=name)
            return False
        return True

    def identifier_or_none(self, leaf: Leaf) -> bool:
        """As :meth:`identifier`, but ``none`` is allowed: a one-of may start empty."""
        return leaf.value == "none" or self.identifier(leaf)

    def name(self, tree: Tree | None, field: str) -> Leaf | None:
        """A leaf that names something declared elsewhere."""
        if tree is None:
            return None
        if not isinstance(tree, Leaf) or not tree.value.strip():
            self.wrong(field, tree, words("un nom", "a name"))
            return None
        return tree

    def names(self, tree: Tree | None, field: str) -> list[Leaf]:
        """One name or a list of names."""
        if tree is None:
            return []
        if isinstance(tree, Items):
            return [leaf for each in tree.items if (leaf := self.name(each, field))]
        leaf = self.name(tree, field)
        return [leaf] if leaf else []

    # -- scalars -----------------------------------------------------------------------------------------

    def word(self, tree: Tree | None, field: str) -> str | None:
        """A short text in no language: a title of a source, an address."""
        leaf = self.name(tree, field)
        return leaf.value.strip() if leaf else None

    def one_of(self, tree: Tree | None, field: str, allowed: Sequence[str]) -> str | None:
        """One of a few words."""
        if tree is None:
            return None
        if isinstance(tree, Leaf) and tree.value in allowed:
            return tree.value
        self.wrong(
            field,
            tree,
            words("l'un de : " + ", ".join(allowed), "one of: " + ", ".join(allowed)),
            nearest(tree.value, allowed) or allowed[0] if isinstance(tree, Leaf) else allowed[0],
        )
        return None

    def flag(self, tree: Tree | None, field: str) -> bool:
        """``true`` or ``false``; absent is false."""
        if tree is None:
            return False
        if isinstance(tree, Leaf) and tree.plain and tree.value in ("true", "false"):
            return tree.value == "true"
        if isinstance(tree, Leaf) and tree.value.lower() in _YES_NO | {"true", "false"}:
            self.ambiguous(tree)
        else:
            self.wrong(field, tree, words("true ou false", "true or false"), "true")
        return False

    def ambiguous(self, leaf: Leaf) -> None:
        """Y114, where the field decides: an error."""
        value = leaf.value.strip()[:40]
        self.diagnostics.report("Y114", leaf.place, severity="error", value=value, instead=plain_value(value))

    def number(
        self, tree: Tree | None, field: str, low: float = -MAX_NUMBER, high: float = MAX_NUMBER
    ) -> float | None:
        """A plain decimal number within bounds; whole numbers come back as ``int``."""
        if tree is None:
            return None
        if not isinstance(tree, Leaf):
            self.wrong(field, tree, words("un nombre", "a number"))
            return None
        value = self.as_number(tree)
        if value is None:
            if not _LOOKS_LIKE_NUMBER.fullmatch(tree.value):
                pointed = re.sub(r"\.0+$", "", tree.value.strip().replace(",", "."))
                self.wrong(
                    field, tree, words("un nombre", "a number"), pointed if _NUMBER.fullmatch(pointed) else ""
                )
            return None
        if not low <= value <= high:
            self.wrong(
                field, tree, words(f"un nombre de {low:g} à {high:g}", f"a number from {low:g} to {high:g}")
            )
            return None
        return value

    def as_number(self, leaf: Leaf) -> float | None:
        """The number a leaf holds. What only looks like one is reported (Y112, Y114)."""
        text = leaf.value.strip()
        if _NUMBER.fullmatch(text) and not re.match(r"-?0\d", text):
            value = float(text) if "." in text else int(text)
            if abs(value) <= MAX_NUMBER:
                return value
        if re.fullmatch(r"-?\d{12,}(?:\.\d*)?|-?[\d.]+e\+?\d+", text, re.I) and not re.match(r"-?0\d", text):
            self.report("Y112", leaf, value=text[:20] + ("…" if len(text) > 20 else ""))
        elif _LOOKS_LIKE_NUMBER.fullmatch(text):
            self.ambiguous(leaf)
        return None

    def integer(self, tree: Tree | None, field: str, low: int = 0, high: int = 10**12) -> int | None:
        """A whole number within bounds."""
        value = self.number(tree, field, low, high)
        if value is not None and tree is not None and not isinstance(value, int):
            self.wrong(field, tree, words("un nombre entier", "a whole number"), f"{value:.0f}")
            return None
        return cast(int | None, value)

    def duration(self, tree: Tree | None, field: str) -> float | None:
        """``90 s``, ``4 min``, ``1 h``: in seconds."""
        if tree is None:
            return None
        found = (
            re.fullmatch(r"(\d{1,5}(?:\.\d{1,3})?) ?(s|min|h)", tree.value.strip())
            if isinstance(tree, Leaf)
            else None
        )
        if not found:
            self.wrong(field, tree, words("une durée", "a duration"), "45 min")
            return None
        return float(found[1]) * {"s": 1, "min": 60, "h": 3600}[found[2]]

    def span(self, tree: Tree | None, field: str) -> tuple[float, float] | None:
        """``0..100``: both bounds."""
        if tree is None:
            return None
        found = (
            re.fullmatch(r"(-?[\d.]+?)\.\.(-?[\d.]+)", tree.value.strip()) if isinstance(tree, Leaf) else None
        )
        bounds = [float(part) for part in found.groups() if _NUMBER.fullmatch(part)] if found else []
        if len(bounds) != 2:
            self.wrong(field, tree, words("un intervalle", "a range"), "0..100")
            return None
        if bounds[0] >= bounds[1] and not (field == "expect" and bounds[0] == bounds[1]):
            backwards = words("est à l'envers", "runs backwards")
            self.report("T421", tree, low=f"{bounds[0]:g}", high=f"{bounds[1]:g}", problem=backwards)
            return None
        return bounds[0], bounds[1]

    # -- prose and expressions ---------------------------------------------------------------------------

    def text(
        self,
        tree: Tree | None,
        where: str,
        *,
        owner: str | None = None,
        role: str = "text",
        guard: Expression | None = None,
        key: str = "",
        cites: Collection[str] = (),
    ) -> Text | None:
        """A sentence, in the source language or one per language."""
        if tree is None:
            return None
        leaves: dict[Language, Leaf] = {}
        if isinstance(tree, Leaf):
            leaves[self.languages[0]] = tree
        elif isinstance(tree, Fields) and not self._placeholder_as_map(tree):
            for code, (leaf, value) in tree.items.items():
                if code in tree.bare:
                    self.cut_by_comma(tree, leaf)
                elif code not in self.languages:
                    near = did_you_mean(nearest(code, self.languages))
                    self.report("L702", leaf, language=code[:40], near=near, list=listing(self.languages))
                elif isinstance(value, Leaf):
                    leaves[code] = value
                else:
                    self._not_a_sentence(where, value)
        else:
            self._not_a_sentence(where, tree)
            return None
        for code_, leaf in list(leaves.items()):
            self._lost_comment(leaf)
            if not leaf.value.strip():
                self.wrong(where, leaf, words("une phrase", "a sentence"))
                del leaves[code_]
        if not leaves:
            return None
        self.prose.append(Prose(where, leaves, owner, role, guard, key, cites))
        ordered = {code: leaves[code].value.strip() for code in self.languages if code in leaves}
        return Text(by_language=ordered)

    def texts(
        self, tree: Tree | None, where: str, *, owner: str | None = None, role: str = "text"
    ) -> list[Text]:
        """One text or a list of them."""
        if tree is None:
            return []
        every = tree.items if isinstance(tree, Items) else [tree]
        read = [self.text(each, f"{where}.{at}", owner=owner, role=role) for at, each in enumerate(every)]
        return [text for text in read if text]

    def _placeholder_as_map(self, tree: Fields) -> bool:
        return tree.flow and bool(tree.bare) and len(tree.items) == len(tree.bare)

    def _not_a_sentence(self, where: str, tree: Tree) -> None:
        line = self.lines[tree.place.line - 1]
        flow = isinstance(tree, Items | Fields) and tree.flow
        fixed = quote_line(line) if flow else None
        if fixed:
            at = Place(tree.place.line, fixed.column, fixed.column + 1)
            self.report("Y115", at, char=fixed.char, corrected=fixed.line.rstrip())
        else:
            self.wrong(where, tree, words("une phrase", "a sentence"))

    def _lost_comment(self, leaf: Leaf) -> None:
        """Y117: a sentence without quotes, cut by a hash sign."""
        if not leaf.plain or leaf.last_line > len(self.lines):
            return
        line = self.lines[leaf.last_line - 1]
        rest = line[leaf.last_column - 1 :]
        if re.match(r"\s+#", rest):
            fixed = quote_line(line)
            at = leaf.last_column + len(rest) - len(rest.lstrip())
            place = Place(leaf.last_line, at, len(line) + 1)
            corrected = (fixed.line if fixed else line).rstrip()
            self.report("Y117", place, kept=leaf.value[-60:], corrected=corrected)

    def expression(
        self,
        tree: Tree | None,
        field: str,
        *,
        owner: str | None,
        role: str = "when",
        target: str = "",
        guard: Expression | None = None,
    ) -> Expression | None:
        """A condition or an assignment."""
        if tree is None:
            return None
        if not isinstance(tree, Leaf) or not tree.value.strip():
            self.wrong(field, tree, words("une condition", "a condition"), "seen.node")
            return None
        try:
            expression = parse_expression(tree.value)
        except ExpressionError as error:
            fields: dict[str, Any] = dict(error.fields)
            if error.code == "T402":
                fields["instead"] = instead_of(error.fields["plain"])
            if error.code == "T403":
                fields |= unreadable(**error.fields)
            self.report(error.code, self.part(tree, error.start, error.end), **fields)
            return None
        self.uses.append(Use(expression, tree, owner, role, target, guard))
        return expression

    def part(self, leaf: Leaf, start: int, end: int) -> Place:
        """The place of some characters of a leaf (exact on one line, the leaf's first line otherwise)."""
        if leaf.place.line != leaf.last_line or leaf.style in ("|", ">"):
            return leaf.place
        first = leaf.place.column + (0 if leaf.plain else 1)
        return Place(leaf.place.line, first + start, first + max(end, start + 1))
