"""Sentences as the checker reads them: tokens with stems and figures, and a step's statements read once."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

import snowballstemmer

from tools.wording import Language

_STEMMERS = {"fr": snowballstemmer.stemmer("french"), "en": snowballstemmer.stemmer("english")}
_TOKEN = re.compile(
    r"(?P<num>(?<![\w.,])[−–-]?\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?"
    r"|(?<![\w.,])[−-]?\d+(?:[.,]\d+)*)(?P<unit>[ \u00a0\u202f]?%|[ \u00a0\u202f]points?\b)?"
    r"|(?P<word>[^\W\d_]+(?:[-‑][^\W\d_]+)*)|(?P<stop>[.!?…:;,()«»“”\"—–])"
)
_SPELT: dict[str, float] = {
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
    "vingt": 20, "trente": 30, "cinquante": 50, "cent": 100, "mille": 1000,
    "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twenty": 20,
    "thirty": 30, "fifty": 50, "hundred": 100, "thousand": 1000, "twice": 2, "thrice": 3,
}  # fmt: skip


def words_of(*lines: str) -> frozenset[str]:
    """The words of these lines."""
    return frozenset(" ".join(lines).split())


_EMPTY = words_of(
    "le la les l un une des du de d au aux a à et ou où que qu qui quoi dont ce cet cette ces c se s",
    "sa son ses leur leurs il elle ils elles on nous vous je tu me te m t lui en y ne n pas plus est",
    "sont etait etaient ete etre a ont avait avoir sera serait soit dans sur sous par pour vers avec",
    "sans comme si mais donc car alors ainsi aussi bien tres tout toute tous toutes meme memes autre",
    "autres ici la-bas celui celle ceux celles ca cela ceci chaque deja encore fait faire peut entre",
    "avant apres lors quand fois autrement dit clair the a an of to in on at by for from with",
    "without and or but so as is are was were be been being has have had it its this that these",
    "those there their they them he she his her we us you your our i not no do does did than then",
    "which who whom what when where while if into over under out up down all each every any both one",
    "ones same other others still yet also too only just will would can could may might must should",
    "short words namely indeed thus therefore however here now about between after before how why s",
    "t",
)


class Token(NamedTuple):
    """One word, figure or stop. ``key`` compares: a stem, "#" for a figure, the stop itself."""

    raw: str
    folded: str
    key: str
    number: float | None = None
    percent: bool = False
    spelt: bool = False
    opens: bool = False  # first of a sentence, of a quote, or after a colon

    @property
    def is_word(self) -> bool:
        """Neither a figure nor a stop."""
        return self.number is None and self.raw[:1].isalpha()

    @property
    def is_content(self) -> bool:
        """A word that says something of itself."""
        return self.is_word and self.folded not in _EMPTY and len(self.folded) > 1


class Read(NamedTuple):
    """A sentence read."""

    text: str
    tokens: tuple[Token, ...]
    stems: frozenset[str]  # of its content words

    @property
    def words(self) -> tuple[Token, ...]:
        """Its tokens without the stops."""
        return tuple(each for each in self.tokens if each.number is not None or each.is_word)

    @property
    def numbers(self) -> tuple[Token, ...]:
        """Its figures in digits."""
        return tuple(each for each in self.tokens if each.number is not None and not each.spelt)


@functools.lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Small letters without accents, every apostrophe and hyphen the plain one."""
    text = text.replace("’", "'").replace("‑", "-").replace("œ", "oe").replace("Œ", "Oe").casefold()
    return "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each))


@functools.lru_cache(maxsize=20_000)
def stem(word: str, language: Language) -> str:
    """The stem of one word, folded."""
    return fold(str(_STEMMERS[language].stemWord(word.casefold().replace("’", "'"))))


@functools.lru_cache(maxsize=4096)
def read(text: str, language: Language) -> Read:
    """``text`` read: references, markup and glosses are taken away first."""
    bare = re.sub(r"\[@[^\]]*\]", "", text)
    bare = re.sub(r"\[\[([^\]|]+)(?:\|[^\]]+)?\]\]", r"\1", bare).replace("*", "").replace("`", "")
    if language == "en":
        bare = re.sub(r"(?i)\b(can)not\b", r"\1 not", bare)
        bare = re.sub(r"(?i)\bcan['’]t\b", "can not", bare)
        bare = re.sub(r"(?i)n['’]t\b", " not", bare)
        bare = re.sub(r"['’]s\b", "", bare)
    tokens = tuple(_tokens(bare, language))
    return Read(text, tokens, frozenset(each.key for each in tokens if each.is_content))


def _tokens(text: str, language: Language) -> Iterable[Token]:
    opens = True
    for found in _TOKEN.finditer(text):
        raw = found[0]
        if found["num"]:
            percent = "%" in (found["unit"] or "")
            yield Token(raw.strip(), raw, "#", _number(found["num"], language), percent, opens=opens)
            opens = False
        elif found["word"]:
            folded = fold(raw)
            spelt = _SPELT.get(folded)
            key = "#" if spelt is not None else stem(raw, language)
            yield Token(raw, folded, key, spelt, spelt=spelt is not None, opens=opens)
            opens = False
        else:
            yield Token(raw, raw, raw)
            opens = raw in '.!?…:«“"'


def _number(shown: str, language: Language) -> float | None:
    plain = re.sub(r"[ \u00a0\u202f]", "", shown).replace("−", "-").replace("–", "")
    if language == "en":
        plain = re.sub(r",(?=\d{3}(?:\D|$))", "", plain)
    try:
        return float(plain.replace(",", "."))
    except ValueError:
        return float("nan")  # "1.2.3": equal to nothing, so never licensed


def clauses(tokens: Iterable[Token]) -> list[list[Token]]:
    """``tokens`` cut at stops, and at "and" before a new figure or group."""
    cut: list[list[Token]] = [[]]
    for token in tokens:
        joins = token.folded in {"et", "and", "mais", "but", "tandis", "whereas", "while", "alors"}
        if (not token.is_word and token.number is None) or joins:
            if cut[-1]:
                cut.append([])
        else:
            cut[-1].append(token)
    return [each for each in cut if each]


class Said(NamedTuple):
    """What a step says, read once."""

    statements: tuple[Read, ...]
    stems: frozenset[str]
    folded: frozenset[str]  # every word of it and of its names
    rarity: dict[str, float]  # how telling a stem is, from how few statements hold it


@functools.lru_cache(maxsize=256)
def said(shown: tuple[str, ...], text: str, names: frozenset[str], language: Language) -> Said:
    """The statements ``shown`` of a step, its whole text and its names, read."""
    statements = tuple(read(each, language) for each in shown)
    whole = read(text, language)
    stems = frozenset().union(whole.stems, *(each.stems for each in statements))
    folded = {token.folded for each in (*statements, whole) for token in each.tokens}
    for name in names:
        folded |= {fold(name), *re.split(r"['-]", fold(name))}
    rarity = {
        each: 1.0 / (1 + sum(each in one.stems for one in statements) / max(1, len(statements)) * 4)
        for each in stems
    }
    return Said(statements, stems, frozenset(folded), rarity)
