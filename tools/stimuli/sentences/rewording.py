"""Change one thing of a text, know exactly what: the same text, change, amount and seed give the same text.

What ``amount`` counts, by change:

- ``identity``: nothing; the text stays.
- ``swap``: words that give way to another of their set (a weekday for a weekday): the placebo.
- ``paraphrase``: phrases said in another way.
- ``misspelling``: words of four letters or more with one slip of the finger.
- ``order``: pairs of neighbouring words that change places.
- ``truncation``: words cut from the end; one at least stays.
- ``negation``: always 1.

``seed`` chooses among the places where the change can be made; ``negation`` takes the first.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tools.errors import CallRefused
from tools.stimuli.sentences.edits import WORD, Edit, apply, words_touched
from tools.stimuli.sentences.lists import interchangeable, paraphrases
from tools.stimuli.sentences.negation import negation
from tools.stimulus import TextChange
from tools.wording import Language, Words

_SHORTEST_SLIP = 4  # letters


@dataclass(frozen=True)
class Rewording:
    """A changed text and the edits that made it; ``undo`` of :mod:`edits` brings the text before back."""

    before: str
    text: str
    edits: tuple[Edit, ...]

    @property
    def words_touched(self) -> int:
        """How large the change is, in words (honesty rule 4: a placebo is not inert)."""
        return words_touched(self.before, self.edits)


def reworded(text: str, language: Language, change: TextChange, amount: float, seed: int) -> Rewording:
    """The text with exactly ``amount`` changes of one kind.

    Raises :class:`CallRefused`: ``amount_out_of_range`` (no whole number from 1), ``nothing_to_change`` (the
    text offers no place, or fewer than asked for).
    """
    if change == "identity":
        return Rewording(text, text, ())
    if amount != int(amount) or amount < 1 or (change == "negation" and amount != 1):
        raise _out_of_range(change)
    asked = int(amount)
    draw = random.Random(f"{seed}\n{change}\n{text}")
    if change == "truncation":
        places = _truncations(text)
        edits = tuple(places[asked - 1 : asked])
    elif change == "negation":
        found = negation(text, language)
        places = [found] if found else []
        edits = tuple(places)
    else:
        places = _PLACES[change](text, language, draw)
        edits = tuple(sorted(draw.sample(places, min(asked, len(places))), key=lambda edit: edit.at))
    if len(places) < asked:
        raise _too_few(change, len(places), asked)
    return Rewording(text, apply(text, edits), edits)


def _swaps(text: str, language: Language, draw: random.Random) -> list[Edit]:
    """Every word of an interchangeable set, with another of its set."""
    found: list[Edit] = []
    for words in interchangeable(language):
        for at, word in _occurrences(text, words, after_elision=True):
            other = draw.choice([each for each in words if each.casefold() != word.casefold()])
            found.append(Edit(at, word, _as_capital_as(word, other)))
    return _apart(found)


def _paraphrases(text: str, language: Language, draw: random.Random) -> list[Edit]:
    found: list[Edit] = []
    for pair in paraphrases(language):
        for at, phrase in _occurrences(text, pair):
            known = _plain(phrase).casefold() == _plain(pair[0]).casefold()
            found.append(Edit(at, phrase, _as_capital_as(phrase, pair[1] if known else pair[0])))
    return _apart(found)


def _misspellings(text: str, language: Language, draw: random.Random) -> list[Edit]:
    found = []
    for word in WORD.finditer(text):
        if len(word.group()) >= _SHORTEST_SLIP and (slip := _slip(word.group(), draw)):
            found.append(Edit(word.start(), word.group(), slip))
    return found


def _slip(word: str, draw: random.Random) -> str | None:
    """The word with two letters exchanged, one dropped or one doubled; never its first."""
    inner = [place for place in range(1, len(word)) if word[place].isalpha()]
    slips = [word[:place] + word[place + 1 :] for place in inner]
    slips += [word[:place] + word[place] + word[place:] for place in inner]
    slips += [
        word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        for place in inner[:-1]
        if place + 1 in inner and word[place] != word[place + 1]
    ]
    return draw.choice(slips) if slips else None


def _orders(text: str, language: Language, draw: random.Random) -> list[Edit]:
    """Pairs of neighbours a single space apart, each word in one pair at most."""
    words = list(WORD.finditer(text))
    start = draw.randrange(2)  # every pair may be drawn, whichever words come first
    found = []
    for first, second in zip(words[start::2], words[start + 1 :: 2], strict=False):
        between = text[first.end() : second.start()]
        if between == " " and first.group().casefold() != second.group().casefold():
            found.append(
                Edit(first.start(), text[first.start() : second.end()], f"{second.group()} {first.group()}")
            )
    return found


def _truncations(text: str) -> list[Edit]:
    """One edit for each number of words that can be cut from the end, from one upwards."""
    ends = [word.end() for word in WORD.finditer(text)][:-1]
    return [Edit(end, text[end:], "") for end in reversed(ends)]


_PLACES: dict[str, Callable[[str, Language, random.Random], list[Edit]]] = {
    "swap": _swaps,
    "paraphrase": _paraphrases,
    "misspelling": _misspellings,
    "order": _orders,
}


def _occurrences(text: str, phrases: Sequence[str], after_elision: bool = False) -> list[tuple[int, str]]:
    """Where a phrase stands as whole words, whatever its capitals and its apostrophes.

    ``after_elision``: also right after "l’" or "d’", where every phrase asks for the same elision.
    """
    longest_first = sorted(phrases, key=len, reverse=True)
    either = "|".join(re.escape(_plain(phrase)) for phrase in longest_first)
    before = r"(?<![\w-])(?:(?<!’)|(?<=\b[dlDL]’))" if after_elision else r"(?<![\w’-])"
    pattern = re.compile(rf"{before}(?:{either})(?![\w’-])", re.IGNORECASE)
    return [(found.start(), text[found.start() : found.end()]) for found in pattern.finditer(_plain(text))]


def _plain(text: str) -> str:
    return text.replace("'", "’")


def _as_capital_as(model: str, text: str) -> str:
    """The text with a capital where the model, a word that usually has none, has one."""
    if model[:1].isupper() and not text[:1].isupper():
        return text[:1].upper() + text[1:]
    if model[:1].islower() and text[:1].isupper() and text[:2] != "I ":
        return text[:1].lower() + text[1:]
    return text


def _apart(edits: list[Edit]) -> list[Edit]:
    """The edits without those that overlap an earlier, or a longer, one."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda each: (each.at, -len(each.before))):
        if not kept or edit.at >= kept[-1].at + len(kept[-1].before):
            kept.append(edit)
    return kept


def _out_of_range(change: TextChange) -> CallRefused:
    return CallRefused(
        "amount_out_of_range",
        Words(
            fr=f"« {change} » compte des changements entiers, un au moins.",
            en=f"“{change}” counts whole changes, one at least.",
        ),
        Words(fr="Donnez 1.", en="Give 1.")
        if change == "negation"
        else Words(fr="Donnez 1, 2, 3…", en="Give 1, 2, 3…"),
    )


def _too_few(change: TextChange, places: int, asked: int) -> CallRefused:
    return CallRefused(
        "nothing_to_change",
        Words(
            fr=f"Ce texte n’offre que {places} endroit(s) à « {change} » ; {asked} sont demandés.",
            en=f"This text offers {places} place(s) for “{change}”; {asked} are asked for.",
        ),
        Words(fr="Choisissez un autre changement, ou un autre texte.", en="Choose another change, or text."),
    )
