"""The words of the author's home, in both languages."""

from __future__ import annotations

from functools import lru_cache

from server.catalogues import read_domain
from server.phrases import AUTHORS
from tools.wording import Language, Words, format_number, typeset


def word(key: str, language: Language, **values: object) -> str:
    """The phrase ``key`` with its ``{places}`` filled. Raises :class:`KeyError` for one not listed."""
    said = _words()[key].in_(language)
    return typeset(said.format(**values) if values else said, language)


def counted(key: str, n: int, language: Language) -> str:
    """The phrase ``key`` for ``n`` things, or ``key.one`` where there is just one (French: none too)."""
    single = n == 1 or (n == 0 and language == "fr")
    return word(f"{key}.one" if single else key, language, n=format_number(n, "int", language))


@lru_cache(maxsize=1)
def _words() -> dict[str, Words]:
    return read_domain(AUTHORS)
