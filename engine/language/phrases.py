"""How long a text may be on a phone, and phrases that a guide is both told to say and not to say."""

from __future__ import annotations

import re
import unicodedata
from math import ceil

from engine.language.prose import locate
from engine.language.reading import Prose, Reading
from engine.language.tree import Leaf

LONGEST_TEXT = 220  # words
WORDS_A_SCREEN = 90  # of a phone, at the size that pages are printed in


def check_phrases(reading: Reading) -> None:
    """P603 and P606."""
    required: dict[str, list[Prose]] = {}
    forbidden: dict[str, list[Prose]] = {}
    for prose in reading.prose:
        if prose.role in ("text", "also"):
            for leaf in prose.leaves.values():
                _length(reading, leaf)
        elif prose.role == "phrase":
            owner, _, field = prose.where.rpartition(".")[0].rpartition(".")
            (required if field == "must_say" else forbidden).setdefault(owner, []).append(prose)
    for owner, phrases in required.items():
        against = [*forbidden.get(owner, ()), *forbidden.get("guide", ())]
        for prose in phrases:
            _contradiction(reading, prose, against)


def _length(reading: Reading, leaf: Leaf) -> None:
    count = len(leaf.value.split())
    if count <= LONGEST_TEXT:
        return
    sentences = re.findall(r"\S[^.!?…]*[.!?…]*", leaf.value) or [leaf.value]
    said, middle = 0, sentences[0]
    for sentence in sentences:
        if said >= count / 2:
            middle = sentence
            break
        said += len(sentence.split())
    start = " ".join(middle.split()[:8])
    place = locate(reading, leaf, middle.split("\n")[0][:30])
    reading.report("P603", place, n=count, screens=ceil(count / WORDS_A_SCREEN), sentence=start)


def _contradiction(reading: Reading, prose: Prose, forbidden: list[Prose]) -> None:
    for language, leaf in prose.leaves.items():
        said = _plain(leaf.value)
        for other in forbidden:
            refused = other.leaves.get(language)
            if refused is not None and re.search(rf"\b{re.escape(_plain(refused.value))}\b", said):
                reading.report("P606", leaf, cause=str(leaf.place), phrase=refused.value.strip()[:60])


def _plain(text: str) -> str:
    """Without case nor accents, as the guide compares."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in bare if not unicodedata.combining(char)).strip()
