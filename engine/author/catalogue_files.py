"""Translations in PO files, which every tool of translators reads, and back into the scenario.

A text's path is the entry's context, its source sentence the message. Nothing comes back into the scenario
for a sentence that has changed since, and no translation that was mended in the scenario meanwhile is lost.
"""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any, NamedTuple

from engine.author.constructs import languages_of
from engine.author.edit import Change, set_texts
from engine.author.source import SourceRefused, read_tree
from engine.author.translate import Pair, odd_marks, pairs_of, state_of
from engine.language.lock import Accepted, Lock, digest_of, key_of
from engine.language.tree import Fields, Leaf
from tools.wording import Language, Words

_MOST_BYTES = 8 << 20
_HELD = "autopsie:"  # in a comment: the hash of the translation as it was exported, "-" for none


class Exported(NamedTuple):
    """A PO file, and how much of it wants work."""

    content: bytes
    entries: int
    missing: int
    stale: int


class Imported(NamedTuple):
    """A scenario with its new translations. ``refused``: text → why; nothing of it was written."""

    source: str
    lock: Lock
    written: list[str]
    unchanged: int
    skipped: int
    refused: dict[str, Words]


def export_po(source: str, lock: Lock, language: str, file: str, at: datetime) -> Exported:
    """The texts of a scenario as a PO file for one language; stale and ill-matched ones are marked fuzzy.

    ``file`` is named in it as where the texts are. Raises :class:`SourceRefused` (E102, E104).
    """
    from babel.messages.catalog import Catalog  # slow import
    from babel.messages.pofile import write_po  # slow import

    root = _root(source)
    target = _target(root, language)
    identity, version = _identity(root)
    catalog = Catalog(
        locale=target, project=identity, version=version, charset="utf-8", fuzzy=False, creation_date=at,
        revision_date=at, header_comment=f"# {identity}", last_translator="", language_team="",
    )  # fmt: skip
    missing = stale = 0
    for pair in pairs_of(root, target):
        state, detail = state_of(pair, lock)
        missing += state == "missing"
        stale += state == "stale"
        translation = pair.translation.value.strip() if pair.translation else ""
        remarks = [f"{_HELD} {digest_of(translation) if translation else '-'}"]
        if detail:
            remarks.append(f"≠ {detail}")
        path = pair.sentence.name
        catalog.add(
            pair.source.value.strip(), translation, context=path, auto_comments=remarks,
            locations=[(file, pair.source.place.line)],
        )  # fmt: skip
        message: Any = catalog.get(pair.source.value.strip(), path)
        # "58 % des" is no "% d" of a programmer's.
        message.flags.difference_update({"python-format", "python-brace-format"})
        if state in ("stale", "mismatch"):
            message.flags.add("fuzzy")
    written = io.BytesIO()
    write_po(written, catalog, width=0)
    return Exported(written.getvalue(), len(catalog), missing, stale)


def import_po(source: str, lock: Lock, content: bytes, on: str) -> tuple[Language, Imported]:
    """The scenario with the translations of a PO file, and the lock that accepts them.

    Entries without translation, or marked fuzzy, are left out. Raises :class:`SourceRefused`: E104 for the
    scenario, E107 for a PO file that cannot be read or belongs elsewhere, E102 for its language.
    """
    root = _root(source)
    catalog = _read(content)
    identity, _ = _identity(root)
    if str(catalog.project) != identity:
        raise _not_this(
            f"il appartient à « {catalog.project} »".replace("\n", " ")[:120],
            f"it belongs to “{catalog.project}”".replace("\n", " ")[:120],
        )
    target = _target(root, str(catalog.locale_identifier or "").split("_")[0])
    pairs = {pair.sentence.name: pair for pair in pairs_of(root, target)}
    changes: dict[str, Change] = {}
    reviewed: list[Pair] = []
    refused: dict[str, Words] = {}
    unchanged = skipped = 0
    for message in catalog:
        if not message.id:
            continue
        path = str(message.context or "")
        said = message.string
        if not said or message.fuzzy:
            skipped += 1
            continue
        pair = pairs.get(path) or pairs.get(f"{key_of(path)}.text") or pairs.get(key_of(path))
        why = _refusal(message, pair)
        if why is not None or pair is None:
            refused[path or str(message.id)[:60]] = why or _GONE
            continue
        if pair.translation is not None and pair.translation.value.strip() == said.strip():
            unchanged += 1
        else:
            changes[pair.sentence.name] = Change(pair.sentence.name, target, said)
        reviewed.append(pair)
    result = _write(source, changes, refused)
    accepted: Lock = {code: dict(texts) for code, texts in lock.items()}
    for pair in reviewed:
        if pair.sentence.name not in refused and re.fullmatch(r"[\w.-]+", pair.key):
            digest = digest_of(pair.source.value)
            before = lock.get(target, {}).get(pair.key)
            if before is None or before.digest != digest or pair.sentence.name in changes:
                accepted.setdefault(target, {})[pair.key] = Accepted(digest, on)
    return target, Imported(result, accepted, list(changes), unchanged, skipped, refused)


_GONE = Words(fr="ce texte n'est plus dans le scénario", en="this text is no longer in the scenario")


def _refusal(message: Any, pair: Pair | None) -> Words | None:
    """Why an entry cannot be written; ``None`` when it can."""
    if pair is None:
        return _GONE
    if not isinstance(message.id, str) or not isinstance(message.string, str):
        return Words(fr="un texte n'a pas de pluriel ici", en="a text has no plural here")
    if message.id.strip() != pair.source.value.strip():
        return Words(
            fr="la phrase d'origine a changé depuis l'export", en="the source has changed since the export"
        )
    odd = odd_marks(message.id, message.string)
    if odd:
        listed = ", ".join(odd)
        return Words(
            fr=f"elle ne porte pas les mêmes marques que sa source : {listed}",
            en=f"it does not carry the same marks as its source: {listed}",
        )
    held = [each.removeprefix(_HELD).strip() for each in message.auto_comments if each.startswith(_HELD)]
    now = pair.translation.value.strip() if pair.translation else None
    if now is not None and held and digest_of(now) not in (*held, digest_of(message.string)):
        return Words(
            fr="la traduction a changé dans le scénario depuis l'export",
            en="the translation has changed in the scenario since the export",
        )
    return None


def _write(source: str, changes: dict[str, Change], refused: dict[str, Words]) -> str:
    """All at once; one by one where one of them cannot be written, so that the others are."""
    try:
        return set_texts(source, list(changes.values()))
    except SourceRefused:
        result = source
        for name, change in list(changes.items()):
            try:
                result = set_texts(result, [change])
            except SourceRefused as error:
                refused[name] = error.says
                del changes[name]
        return result


def _read(content: bytes) -> Any:
    from babel.core import UnknownLocaleError  # slow import
    from babel.messages.pofile import PoFileError, read_po  # slow import

    if len(content) > _MOST_BYTES:
        raise _not_this("il dépasse 8 Mio", "it is larger than 8 MiB")
    try:
        return read_po(io.BytesIO(content), abort_invalid=True)
    except PoFileError as error:
        raise _not_this(f"ligne {error.lineno}", f"line {error.lineno}") from None
    except (UnknownLocaleError, UnicodeError, ValueError, LookupError, AttributeError, TypeError):
        # babel lets what its own parsing raises through
        raise _not_this("ce n'est pas un fichier PO", "it is no PO file") from None


def _not_this(fr: str, en: str) -> SourceRefused:
    return SourceRefused(
        "E107",
        Words(
            fr=f"Ce fichier PO n'est pas celui de ce scénario : {fr}.",
            en=f"This PO file is not one of this scenario: {en}.",
        ),
        Words(
            fr="Refaites-en un : autopsie i18n export SCÉNARIO --to en FICHIER.po",
            en="Make one again: autopsie i18n export SCENARIO --to en FILE.po",
        ),
    )


def _root(source: str) -> Fields:
    return read_tree(source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))


def _identity(root: Fields) -> tuple[str, str]:
    name, version = root.get("id"), root.get("version")
    return (
        name.value if isinstance(name, Leaf) else "scenario",
        version.value if isinstance(version, Leaf) else "1",
    )


def _target(root: Fields, language: str) -> Language:
    first, *others = languages_of(root)
    for other in others:
        if other == language:
            return other
    listed = ", ".join(others) or "–"
    raise SourceRefused(
        "E102",
        Words(
            fr=f"« {language[:40]} » n'est pas une langue de traduction de ce scénario.",
            en=f"“{language[:40]}” is not a language that this scenario is translated into.",
        ),
        Words(
            fr=f"Il est écrit en {first} et traduit en : {listed}. Complétez « languages: ».",
            en=f"It is written in {first} and translated into: {listed}. Complete “languages:”.",
        ),
    )
