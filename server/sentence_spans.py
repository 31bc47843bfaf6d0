"""Sentences put in elements of their own, in a text that was already read as Markdown.

A sentence and a text are matched by their letters and figures alone, so that emphasis, quotation marks, cites
and typography never come in the way. The elements are put in between tokens, closed and opened again where
markup begins in one sentence and ends in another: what comes out is always well nested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from markdown_it.token import Token

HELD = re.compile("\ue000(\\d+)\ue001")
"""What stands for a cite or a glossary word while Markdown is read: private-use characters that it leaves."""

_RUNS = re.compile(r"[ \t\n]+|[^ \t\n]+")
_OPENERS = "«“‘\"'([—–-"
_SHORT = 12  # letters under which a sentence is not looked for further on: "Oui." stands everywhere


class Span(NamedTuple):
    """One sentence. ``opening`` and ``again`` are start tags: of its first run, and of those that follow
    where markup cuts it. ``note`` is HTML for the end of its paragraph."""

    text: str
    opening: str
    again: str
    note: str = ""


class _Piece(NamedTuple):
    token: Token
    kind: Literal["word", "space", "open", "close"]
    start: int  # place among the letters of the whole text
    end: int


def letters_of(tokens: Sequence[Token], shown: Sequence[str]) -> str:
    """The letters and figures of a text; ``shown`` are the words that held marks stand for, "" for a cite."""
    found = []
    for token in tokens:
        if token.children:
            found.append(letters_of(token.children, shown))
        elif token.type in ("text", "code_inline"):
            found.append(_letters(token.content, shown))
    return "".join(found)


def put_in_spans(tokens: Sequence[Token], spans: Sequence[tuple[Span, str]], shown: Sequence[str]) -> None:
    """Wrap each sentence that stands in ``tokens``; each comes with its letters. One that is not there, or
    not in its turn, is left out: better no mark than a wrong one."""
    blocks, at = [], 0
    for token in tokens:
        if token.type == "inline":
            pieces = list(_pieces(token.children or [], shown, at))
            blocks.append((token, pieces))
            at = pieces[-1].end if pieces else at
    placed = list(_placed(letters_of(tokens, shown), spans))
    begun: set[int] = set()
    for token, pieces in blocks:
        token.children = _wrapped(pieces, placed, begun)


def _placed(whole: str, spans: Sequence[tuple[Span, str]]) -> Iterator[tuple[Span, int, int]]:
    at = 0
    for span, letters in spans:
        if not letters:
            continue
        found = whole.find(letters, at)
        if found < 0 or (found > at and len(letters) < _SHORT):
            continue
        at = found + len(letters)
        yield span, found, at


def _letters(text: str, shown: Sequence[str]) -> str:
    told = HELD.sub(lambda mark: shown[int(mark[1])], text) if "\ue000" in text else text
    return "".join(filter(str.isalnum, told))


def _pieces(children: Sequence[Token], shown: Sequence[str], at: int) -> Iterator[_Piece]:
    """The words and spaces of one block, between the tokens that open and close its markup."""
    for token in children:
        if token.type == "text":
            for run in _RUNS.findall(token.content):
                cut = Token("text", "", 0, content=run, level=token.level)
                end = at + len(_letters(run, shown))
                yield _Piece(cut, "space" if run.isspace() else "word", at, end)
                at = end
            continue
        end = at + (len(_letters(token.content, shown)) if token.type == "code_inline" else 0)
        kind: Literal["word", "space", "open", "close"] = "word"
        if token.type in ("softbreak", "hardbreak"):
            kind = "space"
        elif token.nesting:
            kind = "open" if token.nesting > 0 else "close"
        yield _Piece(token, kind, at, end)
        at = end


def _wrapped(pieces: list[_Piece], placed: Sequence[tuple[Span, int, int]], begun: set[int]) -> list[Token]:
    out: list[Token] = []
    notes: list[str] = []
    done = 0
    for number, (span, start, end) in enumerate(placed):
        first, last = _range(pieces, start, end, done)
        if first >= last:
            continue
        out += [piece.token for piece in pieces[done:first]]
        for low, high, is_run in _runs(pieces, first, last):
            inside = [piece.token for piece in pieces[low:high]]
            if is_run:
                out += [_html(span.again if number in begun else span.opening), *inside, _html("</span>")]
                begun.add(number)
            else:
                out += inside
        done = last
        if span.note and pieces[last - 1].end >= end:  # not where the sentence goes on in another block
            notes.append(span.note)
    out += [piece.token for piece in pieces[done:]]
    return out + [_html(note) for note in notes]


def _range(pieces: list[_Piece], start: int, end: int, done: int) -> tuple[int, int]:
    """The pieces that begin within a sentence, with what opens it, closes it and refers behind it."""
    own = [
        at
        for at, piece in enumerate(pieces)
        if at >= done and piece.start < piece.end and start <= piece.start < end
    ]
    if not own:
        return done, done
    first, last = own[0], own[-1] + 1
    while first > done and _opens(pieces[first - 1]):
        first -= 1
    after = last
    while after < len(pieces) and (pieces[after].start == pieces[after].end) and not _opens(pieces[after]):
        after += 1
        if pieces[after - 1].kind != "space":
            last = after
    return first, last


def _opens(piece: _Piece) -> bool:
    if piece.kind == "open":
        return True
    return piece.kind == "word" and piece.start == piece.end and piece.token.content[:1] in _OPENERS


def _runs(pieces: list[_Piece], first: int, last: int) -> Iterator[tuple[int, int, bool]]:
    """``first:last`` cut where a tag opens or closes whose other half stands outside."""
    opened: list[int] = []
    loose: list[int] = []
    for at in range(first, last):
        if pieces[at].kind == "open":
            opened.append(at)
        elif pieces[at].kind == "close":
            if opened:
                opened.pop()
            else:
                loose.append(at)
    low = first
    for cut in sorted([*loose, *opened]):
        if low < cut:
            yield low, cut, _has_words(pieces[low:cut])
        yield cut, cut + 1, False
        low = cut + 1
    if low < last:
        yield low, last, _has_words(pieces[low:last])


def _has_words(pieces: Sequence[_Piece]) -> bool:
    return any(piece.kind == "word" for piece in pieces)


def _html(content: str) -> Token:
    return Token("html_inline", "", 0, content=content)
