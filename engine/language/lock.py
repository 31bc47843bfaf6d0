"""The lock file of translations, ``<id>.lock``: for each text, the source sentence that its translation was
accepted for (its hash), and when.

One line a text, sorted, so that two people's changes merge line by line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import yaml

from engine.language.diagnostics import Diagnostics, Place
from engine.language.prose import LANGUAGE_NAMES
from engine.language.reading import Reading
from engine.language.tree import Fields, Leaf, StoppedError, build, decode
from tools.wording import LANGUAGES, Language

_HEAD = """\
# autopsie i18n accept : la phrase d'origine pour laquelle chaque traduction a été acceptée, et quand.
# autopsie i18n accept: the source sentence that each translation was accepted for, and when.
format: lock/1
"""
_ENTRY = re.compile(r"([0-9a-f]{16}) (\d{4}-\d{2}-\d{2})")
_FORMAT = "lock/1"


class Accepted(NamedTuple):
    """What a translation was accepted for: the hash of the source sentence, and the day (ISO)."""

    digest: str
    on: str


Lock = dict[Language, dict[str, Accepted]]
"""By language, then by text (:func:`key_of`)."""


class BadLockError(Exception):
    """A lock file that is no such thing: edited by hand, or left in the middle of a merge."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(f"line {line}")


def key_of(path: str) -> str:
    """A text's name in the lock: its path, whether it is written in the short form or as ``text:``."""
    return path.removesuffix(".text")


def digest_of(sentence: str) -> str:
    """The hash of a sentence (64 bits of SHA-256, in hexadecimal)."""
    return hashlib.sha256(sentence.strip().encode("utf-8", "surrogatepass")).hexdigest()[:16]


def lock_file(folder: Path, scenario: str) -> Path:
    """Where a scenario's lock is: beside it, named for its id."""
    return folder / f"{scenario}.lock"


def read_lock(raw: bytes) -> Lock:
    """The lock that a file holds. Raises :class:`BadLockError`."""
    diagnostics = Diagnostics("lock")
    try:
        root = build(decode(raw, diagnostics), diagnostics)
    except StoppedError:
        raise BadLockError(diagnostics.found[0].line if diagnostics.found else 1) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise BadLockError(mark.line + 1 if mark else 1) from None
    if diagnostics.failed or not isinstance(root, Fields):
        raise BadLockError(diagnostics.found[0].line if diagnostics.found else 1)
    kind = root.get("format")
    if not isinstance(kind, Leaf) or kind.value != _FORMAT:
        raise BadLockError(1)
    lock: Lock = {}
    for language in LANGUAGES:
        texts = root.get(language)
        for name, (key, value) in texts.items.items() if isinstance(texts, Fields) else ():
            found = _ENTRY.fullmatch(value.value) if isinstance(value, Leaf) else None
            if found is None:
                raise BadLockError(key.place.line)
            lock.setdefault(language, {})[name] = Accepted(found[1], found[2])
    return lock


def written_lock(lock: Mapping[Language, Mapping[str, Accepted]]) -> str:
    """The lock as its file holds it."""
    lines = [_HEAD]
    for language in LANGUAGES:
        texts = lock.get(language)
        if texts:
            lines.append(f"{language}:\n")
            lines += [f"  {name}: {texts[name].digest} {texts[name].on}\n" for name in sorted(texts)]
    return "".join(lines)


def check_lock(reading: Reading, scenario: str, folder: Path | None) -> None:
    """L710: translations accepted for a sentence that has changed since. L711: a lock that cannot be read."""
    if folder is None or len(reading.languages) < 2:
        return
    try:
        lock = read_lock(lock_file(folder, scenario).read_bytes())
    except OSError:
        return  # nothing was ever accepted: nothing can be older than what it was accepted for
    except BadLockError as bad:
        reading.report("L711", Place(1, 1, 2), file=f"{scenario}.lock", line=bad.line, scenario=scenario)
        return
    source = reading.languages[0]
    for prose in reading.prose:
        if source not in prose.leaves:
            continue
        digest = None
        for language, leaf in prose.leaves.items():
            accepted = lock.get(language, {}).get(key_of(prose.where))
            if accepted is None or language == source:
                continue
            digest = digest or digest_of(prose.leaves[source].value)
            if accepted.digest != digest:
                reading.report(
                    "L710", leaf, where=prose.where, language=LANGUAGE_NAMES[language], date=accepted.on,
                    scenario=scenario,
                )  # fmt: skip
