"""The interface's words as gettext catalogues: ``locales/<language>/LC_MESSAGES/<domain>.po``.

A ``msgid`` is a key ("home.title") and a ``msgstr`` the words, with ``{places}``: French and English are both
originals, so neither can be the key of the other. Translators' own tools open these files as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from tools.wording import LANGUAGES, Language, Words

FOLDER = Path(__file__).resolve().parent / "locales"


class CatalogueFault(ValueError):
    """A key that one language has and the other has not, or that stands in two domains."""


def domains() -> list[str]:
    """The domains that there are, by name."""
    return sorted(file.stem for file in (FOLDER / "fr" / "LC_MESSAGES").glob("*.po"))


def read_domain(domain: str) -> dict[str, Words]:
    """The words of one domain by key. Raises :class:`CatalogueFault` where the languages differ in keys."""
    spoken = {language: dict(_messages(language, domain)) for language in LANGUAGES}
    apart = spoken["fr"].keys() ^ spoken["en"].keys()
    if apart:
        raise CatalogueFault(f"{domain}.po: in one language only: {', '.join(sorted(apart))}")
    return {key: Words(fr=said, en=spoken["en"][key]) for key, said in spoken["fr"].items()}


@lru_cache(maxsize=1)
def read_all(without: tuple[str, ...] = ()) -> dict[str, Words]:
    """The words of every domain by key. Raises :class:`CatalogueFault` for a key that stands twice."""
    found: dict[str, Words] = {}
    for domain in domains():
        if domain in without:
            continue
        words = read_domain(domain)
        twice = found.keys() & words.keys()
        if twice:
            raise CatalogueFault(f"{domain}.po: already in another domain: {', '.join(sorted(twice))}")
        found |= words
    return found


def _messages(language: Language, domain: str) -> Iterator[tuple[str, str]]:
    from babel.messages.pofile import read_po  # slow import

    with (FOLDER / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        for message in read_po(file, locale=language, domain=domain, abort_invalid=True):
            if message.id and message.string:
                yield str(message.id), str(message.string)
