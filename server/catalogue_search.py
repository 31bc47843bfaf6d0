"""Finding a dossier by words or by term, forgiving of spelling.

A few dozen dossiers need no index: each is read whole. A word matches by its stem (Snowball, both
languages), by its beginning, or with one slip (two in a long word); accents and case never count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import snowballstemmer

from engine.language.classification import HARMS, SECTORS, SYSTEMS, Classification
from engine.language.dossier import Dossier
from engine.language.schema import Scenario, Text
from server.facts import badges_of
from tools.subject import BADGE_WORDS
from tools.wording import LANGUAGES, Words

FACETS = ("system", "harm", "sector", "year", "badge", "time")
TIMES: Mapping[str, tuple[float, float, Words]] = {
    "short": (0, 15, Words(fr="15 minutes ou moins", en="15 minutes or less")),
    "half": (15, 45, Words(fr="15 à 45 minutes", en="15 to 45 minutes")),
    "long": (45, 10**6, Words(fr="Plus de 45 minutes", en="More than 45 minutes")),
}
_WORD = re.compile(r"[^\W_]+")
_LEAST_SLIP, _TWO_SLIPS = 4, 8  # letters
_STEMMERS = {"fr": snowballstemmer.stemmer("french"), "en": snowballstemmer.stemmer("english")}


@dataclass(frozen=True)
class Filed:
    """One dossier as it can be found: its words in both languages, and its terms by facet."""

    id: str
    title: frozenset[str]
    words: frozenset[str]
    terms: Mapping[str, frozenset[str]] = field(default_factory=dict)


def filed(scenario: Scenario, dossier: Dossier | None) -> Filed:
    """What ``scenario`` can be found by."""
    under = (dossier.classification if dossier else None) or Classification()
    named = [SYSTEMS[each] for each in under.system] + [HARMS[each] for each in under.harm]
    named += [SECTORS[under.sector]] if under.sector else []
    badges = badges_of(scenario)
    texts = [*_texts(scenario.title), *_texts(scenario.summary)]
    texts += [text for fact in scenario.facts.values() for text in _texts(fact)]
    texts += [text for each in scenario.hypotheses.values() for text in _texts(each.text)]
    texts += [text for actor in (dossier.actors if dossier else []) for text in _texts(actor.name)]
    texts += [text for actor in (dossier.actors if dossier else []) for text in _texts(actor.text)]
    texts += [each.in_(language) for each in named for language in LANGUAGES]
    texts += [each.title.in_(language) for each in badges for language in LANGUAGES]
    texts += [f"{source.title} {source.authors or ''}" for source in scenario.sources.values()]
    texts += [str(under.year or "")]
    minutes = {each for each in (scenario.duration_minutes, scenario.short_minutes) if each}
    times = {name for name, (low, high, _) in TIMES.items() if any(low < each <= high for each in minutes)}
    return Filed(
        id=scenario.id,
        title=frozenset(folded(" ".join(_texts(scenario.title)))),
        words=frozenset(word for text in texts for word in folded(text)),
        terms={
            "system": frozenset(under.system),
            "harm": frozenset(under.harm),
            "sector": frozenset([under.sector] if under.sector else []),
            "year": frozenset([str(under.year)] if under.year else []),
            "badge": frozenset(each.badge for each in badges),
            "time": frozenset(times),
        },
    )


def label(facet: str, term: str) -> Words:
    """A term as readers are told it."""
    known: Mapping[str, Mapping[str, Words]] = {"system": SYSTEMS, "harm": HARMS, "sector": SECTORS}
    if facet in known:
        return known[facet][term]
    if facet == "badge":
        return next((said for badge, said in BADGE_WORDS.items() if badge == term), Words(fr=term, en=term))
    return TIMES[term][2] if facet == "time" else Words(fr=term, en=term)


def search(shelf: Sequence[Filed], query: str, chosen: Mapping[str, str]) -> list[str]:
    """The ids that hold every word of ``query`` and every term chosen; the best first, else in order."""
    asked = folded(query)
    found: list[tuple[int, int, str]] = []
    for rank, each in enumerate(shelf):
        if any(term not in each.terms.get(facet, ()) for facet, term in chosen.items()):
            continue
        if all(any(alike(word, known) for known in each.words) for word in asked):
            in_title = sum(any(alike(word, known) for known in each.title) for word in asked)
            found.append((-in_title, rank, each.id))
    return [name for _, _, name in sorted(found)]


def counts(shelf: Sequence[Filed], query: str, chosen: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """For each facet, how many dossiers each of its terms would leave, the other choices kept."""
    made: dict[str, dict[str, int]] = {}
    for facet in FACETS:
        others = {name: term for name, term in chosen.items() if name != facet}
        left = set(search(shelf, query, others))
        terms = sorted({term for each in shelf for term in each.terms.get(facet, ())})
        made[facet] = {
            term: sum(each.id in left and term in each.terms[facet] for each in shelf) for term in terms
        }
    return made


def folded(text: str) -> list[str]:
    """The words of a text without case or accents."""
    flat = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(each for each in flat if not unicodedata.combining(each)))


def alike(asked: str, known: str) -> bool:
    """Whether a word asked for is this one: the same, its beginning, the same stem, or a slip away."""
    if asked == known or (len(asked) >= 3 and known.startswith(asked)):
        return True
    if _stems(asked) & _stems(known):
        return True
    if len(asked) < _LEAST_SLIP or asked.isdigit():
        return False
    slips = 2 if len(asked) >= _TWO_SLIPS else 1
    return abs(len(asked) - len(known)) <= slips and _distance(asked, known, slips) <= slips


@lru_cache(maxsize=20_000)
def _stems(word: str) -> frozenset[str]:
    return frozenset(stemmer.stemWord(word) for stemmer in _STEMMERS.values())


def _distance(one: str, other: str, most: int) -> int:
    """Letters put in, left out, changed or exchanged with the next (Damerau 1964); stops above ``most``."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        now = [i]
        for j, facing in enumerate(other, 1):
            cost = min(row[j] + 1, now[j - 1] + 1, row[j - 1] + (letter != facing))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == facing:
                cost = min(cost, before[j - 2] + 1)
            now.append(cost)
        if min(now) > most:
            return most + 1
        before, row = row, now
    return row[-1]


def _texts(text: Text | None) -> Iterable[str]:
    return text.by_language.values() if text is not None else ()
