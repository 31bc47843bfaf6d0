"""Replacing sentences in a scenario's source, everything else staying byte for byte as it was.

The file is cut only where the sentence stands; comments, order, indentation and line ends are the author's.
Whatever is about to be returned is read back first: a source that would not give exactly the new sentences,
and the same everywhere else, is refused rather than returned.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from engine.author import scalars
from engine.author.constructs import Sentence, is_twins, languages_of, sentences
from engine.author.meaning import Flat, flattened
from engine.author.source import SourceRefused, cut_short, last_of, read_tree, unreadable
from engine.language.diagnostics import Diagnostic, Diagnostics
from engine.language.saying import nearest
from engine.language.tree import MAX_CHARACTERS, Fields, Items, Leaf
from tools.wording import LANGUAGES, Language, Words

# Zero-width joiners stay: emoji are made with them, and they are spelled out between quotes.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


class Change(NamedTuple):
    """One sentence to write: where, in which language, what."""

    path: str
    language: str
    value: str


class _Cut(NamedTuple):
    """Characters to replace, places counted from 0."""

    start: tuple[int, int]
    end: tuple[int, int]
    text: str  # lines end with "\n"


def set_text(source: str, path: str, language: str, value: str) -> str:
    """The source with one sentence replaced.

    ``path`` names the sentence as ``nodes.debut.text``, ``nodes.hub.options.clore.text`` or ``title`` do. A
    language that is missing is added beside the other; a text that is missing cannot be.
    Raises :class:`SourceRefused`.
    """
    return set_texts(source, [Change(path, language, value)])


def set_texts(source: str, changes: Sequence[Change]) -> str:
    """As :func:`set_text`, for several sentences at once."""
    mark, body = ("\ufeff", source[1:]) if source.startswith("\ufeff") else ("", source)
    text = body.replace("\r\n", "\n").replace("\r", "\n")
    root = read_tree(text)
    expected = flattened(root)
    found = {sentence.name: sentence for sentence in sentences(root)}
    languages = languages_of(root)
    cuts: list[_Cut] = []
    grouped: dict[str, dict[Language, str]] = {}
    for change in changes:
        sentence = _find(found, change.path)
        grouped.setdefault(sentence.name, {})[_language(change.language, languages)] = _sentence(change.value)
    editor = _Editor(text, root)
    for name, wanted in grouped.items():
        sentence = found[name]
        _refuse_what_is_cut(sentence, editor.lines)
        have = sentence.leaves(languages[0])
        new = {code: value for code, value in wanted.items() if not _same(have.get(code), value)}
        if new:
            cuts += editor.cuts(sentence, new, languages[0])
            expected |= {(*sentence.path, code): (value, "text") for code, value in new.items()}
    if not cuts:
        return source
    result = _put_back(body, text, cuts)
    _prove(result, expected, grouped)
    return mark + result


def _find(found: dict[str, Sentence], path: str) -> Sentence:
    bare = path.removesuffix(".text")
    for name in (path, f"{bare}.text", bare, f"{path}.0"):
        if name in found:
            return found[name]
    near = nearest(path, list(found))
    raise SourceRefused(
        "E101",
        Words(fr=f"Aucun texte n'est à « {path[:120]} ».", en=f"No text stands at “{path[:120]}”."),
        Words(fr=f"Vouliez-vous dire « {near} » ?", en=f"Did you mean “{near}”?")
        if near
        else Words(fr="Ajoutez d'abord le champ dans le fichier.", en="Add the field to the file first."),
    )


def _language(code: str, declared: Sequence[Language]) -> Language:
    for language in LANGUAGES:
        if language == code and language in declared:
            return language
    raise SourceRefused(
        "E102",
        Words(
            fr=f"« {code[:40]} » n'est pas parmi les langues de ce scénario.",
            en=f"“{code[:40]}” is not among this scenario's languages.",
        ),
        Words(
            fr=f"Langues : {', '.join(declared)}. Ajoutez-la à « languages: ».",
            en=f"Languages: {', '.join(declared)}. Add it to “languages:”.",
        ),
    )


def _sentence(value: str) -> str:
    value = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not value:
        raise SourceRefused("E103", Words(fr="Ce texte est vide.", en="This text is empty."))
    if len(value) > MAX_CHARACTERS:
        raise SourceRefused(
            "E103",
            Words(
                fr=f"Ce texte compte {len(value)} caractères ; {MAX_CHARACTERS} est la limite.",
                en=f"This text has {len(value)} characters; {MAX_CHARACTERS} is the most.",
            ),
        )
    odd = _HIDDEN.search(value)
    if odd:
        raise SourceRefused(
            "E103",
            Words(
                fr=f"Ce texte cache un caractère invisible (U+{ord(odd[0]):04X}).",
                en=f"This text hides an invisible character (U+{ord(odd[0]):04X}).",
            ),
            Words(fr="Effacez-le.", en="Delete it."),
        )
    return value


def _same(leaf: Leaf | None, value: str) -> bool:
    return leaf is not None and leaf.value.strip() == value


def _refuse_what_is_cut(sentence: Sentence, lines: Sequence[str]) -> None:
    faults = Diagnostics("scenario.yaml")
    for code, place, kept in cut_short(sentence, lines):
        corrected = lines[place.line - 1].strip()
        faults.report(code, place, kept=kept[-60:], corrected=corrected)
    if faults.found:
        raise unreadable(faults.in_order())


class _Editor:
    """Says where to cut, and what to put there."""

    def __init__(self, text: str, root: Fields) -> None:
        self.lines = text.split("\n")
        nested = (
            value.place.column - 1
            for _, value in root.items.values()
            if isinstance(value, Fields) and not value.flow and value.place.line > 1
        )
        self.step = next((width for width in nested if width > 0), 2)

    def cuts(self, sentence: Sentence, new: dict[Language, str], source: Language) -> list[_Cut]:
        tree = sentence.tree
        if is_twins(tree) and isinstance(tree, Fields):
            return self.twins(sentence, tree, new)
        if not isinstance(tree, Leaf) or (tree.plain and not tree.value):
            raise SourceRefused(
                "E101",
                Words(
                    fr=f"Il n'y a pas encore de texte à « {sentence.name} ».",
                    en=f"There is no text at “{sentence.name}” yet.",
                ),
                Words(
                    fr="Écrivez d'abord une phrase dans le fichier.", en="Write a sentence in the file first."
                ),
            )
        if set(new) == {source}:
            return [self.replace(tree, new[source], self.indent(sentence), flow=sentence.flow)]
        return [self.open_twins(sentence, tree, {source: tree.value.strip(), **new}, source, new)]

    def twins(self, sentence: Sentence, tree: Fields, new: dict[Language, str]) -> list[_Cut]:
        flow = sentence.flow or tree.flow
        cuts, added = [], ""
        margin = tree.place.column - 1
        last = list(tree.items.values())[-1][1]
        if not isinstance(last, Leaf):
            raise unreadable([])
        for code, value in new.items():
            pair = tree.items.get(code)
            if pair is not None and isinstance(pair[1], Leaf):
                if pair[1].plain and not pair[1].value:  # "en:" and nothing: a place kept for the sentence
                    place = pair[0].last_line - 1, pair[0].last_column - 1
                    colon = self.lines[place[0]].index(":", place[1]) + 1
                    rest = self.lines[place[0]][colon:]
                    if rest.strip() and not flow:
                        raise unreadable([])
                    cuts.append(
                        _Cut((place[0], colon), (place[0], colon), " " + scalars.inline(value, flow=flow))
                    )
                    continue
                cuts.append(self.replace(pair[1], value, margin + self.step, flow=flow))
            elif flow:
                added += f", {code}: {scalars.inline(value, flow=True)}"
            else:
                token = self.token(value, margin + self.step, last.style, remark=False)
                added += f"\n{' ' * margin}{code}: {token}"
        if added:
            line, column = self.end(last)
            if not flow:
                column = len(self.lines[line])
            cuts.append(_Cut((line, column), (line, column), added))
        return _merged(cuts)

    def open_twins(
        self, sentence: Sentence, leaf: Leaf, every: dict[Language, str], source: Language,
        new: dict[Language, str],
    ) -> _Cut:  # fmt: skip
        """A bare sentence becomes a map of languages: braces inside braces, else one line a language."""
        start, end = (leaf.place.line - 1, leaf.place.column - 1), self.end(leaf)
        if sentence.flow:
            pairs = ", ".join(f"{code}: {scalars.inline(value, flow=True)}" for code, value in every.items())
            return _Cut(start, end, "{" + pairs + "}")
        key = sentence.key
        own_line = not self.lines[start[0]][: start[1]].strip()
        listed = isinstance(sentence.parent, Items)
        margin = start[1] if own_line or listed else self.indent(sentence)
        header, rest = self.header(leaf)
        whole = _Cut(start, (end[0], len(self.lines[end[0]])), "")
        kept = self.lines[start[0]][start[1] : end[1]] if start[0] == end[0] and source not in new else None
        if not header:
            rest = self.lines[end[0]][end[1] :]
        written = []
        for code, value in every.items():
            remark = rest if code == source else ""
            token = kept if code == source and kept else None
            if token is None:
                token = self.token(value, margin + self.step, leaf.style, remark=bool(remark.strip()))
            first, mark, more = token.partition("\n")
            written.append(f"{code}: {first}{remark}{mark}{more}")
        lead = "" if own_line or listed or key is None else "\n" + " " * margin
        text = lead + ("\n" + " " * margin).join(written)
        if lead:  # the space after the colon goes
            before = self.lines[start[0]][: start[1]]
            whole = whole._replace(start=(start[0], len(before.rstrip(" "))))
        return whole._replace(text=text)

    def replace(self, leaf: Leaf, value: str, indent: int, *, flow: bool) -> _Cut:
        """The sentence in place of another, comments after it kept."""
        start, end = (leaf.place.line - 1, leaf.place.column - 1), self.end(leaf)
        if flow:
            return _Cut(start, end, scalars.inline(value, flow=True))
        header, rest = self.header(leaf)
        if header:
            for line in self.lines[start[0] + 1 : end[0] + 1]:
                if line.strip():
                    if not re.search(r"\d", header):
                        indent = len(line) - len(line.lstrip(" "))
                    break
            end = (end[0], len(self.lines[end[0]]))
        else:
            rest = self.lines[end[0]][end[1] :]
        token = self.token(value, indent, leaf.style, remark=bool(rest.strip()))
        first, mark, more = token.partition("\n")
        if not header and not mark:
            return _Cut(start, end, first)
        if header and not mark:
            rest = rest if rest.strip() else ""
        return _Cut(start, (end[0], len(self.lines[end[0]])), first + rest + mark + more)

    def token(self, value: str, indent: int, style: str | None, *, remark: bool) -> str:
        """The sentence in a block place: in the shape it had where that can hold it."""
        block: list[str] | None
        if style == ">" and "\n" not in value and (block := scalars.folded(value, indent)):
            return "\n".join([">", *block])
        if ("\n" in value or style == "|") and (block := scalars.literal(value, indent)):
            return "\n".join(["|", *block])
        # A remark after a sentence without quotes would be taken for the end of the sentence (Y117).
        return scalars.quoted(value) if remark else scalars.inline(value, flow=False)

    def indent(self, sentence: Sentence) -> int:
        """How far the content of a block under this key stands."""
        parent = sentence.parent
        return (parent.place.column - 1 if parent is not None else 0) + self.step

    def header(self, leaf: Leaf) -> tuple[str, str]:
        """A block's indicator (``|``, ``>-``…) and what follows it on its line; nothing for other styles."""
        if leaf.style not in ("|", ">"):
            return "", ""
        line = self.lines[leaf.place.line - 1][leaf.place.column - 1 :]
        found = re.match(r"[|>][-+\d]*", line)
        header = found[0] if found else line[:1]
        return header, line[len(header) :]

    def end(self, leaf: Leaf) -> tuple[int, int]:
        """Just after the last character of a scalar."""
        return last_of(leaf, self.lines)


def _merged(cuts: list[_Cut]) -> list[_Cut]:
    """Two cuts that touch the same end become one."""
    cuts.sort(key=lambda cut: (cut.start, cut.end))
    merged: list[_Cut] = []
    for cut in cuts:
        if merged and cut.start == cut.end and merged[-1].end == cut.start and merged[-1] is not cut:
            merged[-1] = merged[-1]._replace(text=merged[-1].text + cut.text)
        else:
            merged.append(cut)
    return merged


def _put_back(body: str, text: str, cuts: Sequence[_Cut]) -> str:
    """Apply the cuts, the file's own line ends kept."""
    ends = re.findall(r"\r\n|\r|\n", body)
    common = max(set(ends), key=ends.count) if ends else "\n"
    pieces = re.split(r"(\r\n|\r|\n)", body)
    starts = [0]
    for line, end in zip(pieces[0::2], [*pieces[1::2], ""], strict=True):
        starts.append(starts[-1] + len(line) + len(end))

    def offset(place: tuple[int, int]) -> int:
        return starts[place[0]] + place[1]

    for cut in sorted(cuts, key=lambda cut: cut.start, reverse=True):
        body = body[: offset(cut.start)] + cut.text.replace("\n", common) + body[offset(cut.end) :]
    return body


def _prove(result: str, expected: Flat, names: Collection[str]) -> None:
    normal = result.replace("\r\n", "\n").replace("\r", "\n")
    try:
        root = read_tree(normal)
    except SourceRefused as refused:
        raise _would_not_read(refused.diagnostics) from None
    lines = normal.split("\n")
    if flattened(root) != expected or any(
        sentence.name in names and cut_short(sentence, lines) for sentence in sentences(root)
    ):
        raise _would_not_read(())


def _would_not_read(faults: Sequence[Diagnostic]) -> SourceRefused:
    return SourceRefused(
        "E105",
        Words(
            fr="Ce texte ne se relirait pas tel quel à cet endroit du fichier ; rien n'est changé.",
            en="This text would not read back as it is at that place of the file; nothing is changed.",
        ),
        Words(
            fr="Écrivez-le dans le fichier, en style bloc.", en="Write it in the file itself, in block style."
        ),
        faults,
    )
