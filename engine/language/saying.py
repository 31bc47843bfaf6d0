"""Small words of diagnostics: names for sentences, the nearest name, hints."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from engine.language.expressions import plain_letter
from engine.language.tree import Fields, Items, Tree
from engine.language.verbatim import verbatim
from tools.names import nearest as nearest_name
from tools.wording import Words, both, in_both


def words(french: str, english: str) -> Words:
    """Both languages at once."""
    return Words(fr=french, en=english)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that looks most like ``name``, if one does."""
    return nearest_name(name, known, cutoff=0.6)


LEADS, SEALS, NAMES = words("mène à", "leads to"), words("scelle", "seals"), words("nomme", "names")
_YES, _NO = (
    frozenset(("yes", "on", "y", "oui", "vrai", "true")),
    frozenset(("no", "off", "n", "non", "faux", "false")),
)


def plain_value(value: str) -> Words:
    """What to write for a value that programs read differently (Y114)."""
    for written, spelled in (("true", _YES), ("false", _NO)):
        if value.lower() in spelled:
            return words(f"Écrivez {written}.", f"Write {written}.")
    return words(
        "Écrivez le nombre en chiffres simples, avec un point ; si c'est un texte, entre guillemets.",
        "Write the number in plain digits, with a point; if it is a text, between quotes.",
    )


HARD_SPACE = words(
    "Une espace insécable précède ses deux-points : effacez-la. ",
    "A no-break space stands before its colon: delete it. ",
)


def listing(names: Iterable[str], most: int = 14) -> str:
    """Names for a sentence, the long lists cut."""
    every = list(names)
    return (", ".join(every[:most]) + (", …" if len(every) > most else "")) or "–"


def describe(tree: Tree) -> Words:
    """What stands there, for a sentence."""
    if isinstance(tree, Fields):
        return words("une liste de champs", "a list of fields")
    if isinstance(tree, Items):
        return words("une liste", "a list")
    if not tree.value.strip():
        return words("rien", "nothing")
    shown = " ".join(tree.value.split())
    shown = shown if len(shown) <= 40 else shown[:39] + "…"
    shown = verbatim(shown)
    return words(f"« {shown} »", f"“{shown}”")


def instead_of(plain: str) -> Words:
    """What to write for an odd character."""
    if not plain:
        return words("Effacez-le.", "Delete it.")
    if plain == " ":
        return words(
            "C'est une espace insécable : mettez une espace ordinaire, ou aucune.",
            "It is a no-break space: put a plain space, or none.",
        )
    return words(f"Écrivez : {verbatim(plain)}", f"Write: {verbatim(plain)}")


def possible_name(name: str) -> str:
    """What ``name`` becomes as an id: small letters without accents, digits and underscores."""
    plain = "".join(char if char.isascii() else plain_letter(char) for char in name.lower())
    near = re.sub(r"[^a-z0-9_]+", "_", plain).strip("_")[:40]
    return near if re.match(r"[a-z]", near) else f"n_{near}".rstrip("_")


def nearest_possible(name: str, known: Iterable[str]) -> str | None:
    """The nearest known name, as it may be written: what is declared under a forbidden name is no advice."""
    near = nearest(name, known)
    return possible_name(near) if near and not re.fullmatch(r"[a-z][a-z0-9_.-]*", near) else near


def whole_word(word: str, known: Iterable[str]) -> str | None:
    """The nearest known word, else the only one that begins so: "none" for ``none_shown``."""
    known = list(known)
    begun = [each for each in known if each.startswith(f"{word}_")]
    return nearest(word, known) or (begun[0] if len(begun) == 1 else None)


def unreadable(part: str, hint: str, written: str = "") -> dict[str, Words]:
    """The fields of T403: where reading stopped, and what usually is meant."""
    shown = verbatim(part)
    after = words(f" après « {shown} »", f" after “{shown}”") if part else both("")
    advice = HINTS[hint]
    said = in_both(lambda language: advice.in_(language).format(written=verbatim(written)))
    return {"after": after, "hint": said}


_ALPHABETS = {
    "LATIN": "lettre accentuée ou composée", "CYRILLIC": "alphabet cyrillique", "GREEK": "alphabet grec",
    "FULLWIDTH": "pleine chasse", "MATHEMATICAL": "lettre mathématique", "NO-BREAK": "espace insécable",
    "NARROW": "espace fine insécable",
}  # fmt: skip


def odd_letter(name: str) -> Words:
    """Which letter of a name looks like another and is not."""
    for at, char in enumerate(name, 1):
        if not char.isascii():
            name = unicodedata.name(char, f"U+{ord(char):04X}")
            alphabet = _ALPHABETS.get(name.split()[0], f"U+{ord(char):04X}")
            shown = verbatim(char)
            return words(f" Lettre {at} : « {shown} » ({alphabet}).", f" Letter {at}: “{shown}” ({name}).")
    return both("")


HINTS: dict[str, Words] = {
    "": both(""),
    "empty": words("Écrivez une comparaison.", "Write a comparison."),
    "equal": words("Pour comparer, écrivez ==.", "To compare, write ==."),
    "and": words("Écrivez and, non &&.", "Write and, not &&."),
    "or": words("Écrivez or, non ||.", "Write or, not ||."),
    "not": words(f"Écrivez not, non {verbatim('!')}.", f"Write not, not {verbatim('!')}."),
    "words": words("Écrivez and ou or.", "Write and or or."),
    "close": words("Une parenthèse manque.", "A parenthesis is missing."),
    "quote": words("Un guillemet manque.", "A quote is missing."),
    "decimal": words("Un nombre s'écrit avec un point : {written}", "Write a number with a point: {written}"),
    "percent": words("Une part s'écrit de 0 à 1 : {written}", "A share is written from 0 to 1: {written}"),
    "number": words("Écrivez le nombre en chiffres simples.", "Write the number in plain digits."),
}
