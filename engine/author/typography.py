"""What is not set as French or English is printed, in a text as a page shows it.

French: Imprimerie nationale, « Lexique des règles typographiques en usage » (2002): a narrow no-break
space before ; ! ? and inside guillemets, a no-break space before a colon, ’ and … as single signs.
English: curly quotes, no space before a stop. What :func:`tools.wording.typeset` puts right by itself is
not a fault; what it leaves is.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from engine.guide.render import plan_of
from tools.wording import NARROW_SPACE, NO_BREAK_SPACE, Language, typeset


class Misprint(NamedTuple):
    """One fault: what it is called, and the text around it."""

    rule: str
    around: str


_ANY = {
    "two spaces": r"(?<=\S)[ \u00a0\u202f]{2,}(?=\S)",
    "three points for …": r"\.\.\.",
    "a straight double quote": r'"',
    "a space before a comma or a full stop": r"[ \u00a0\u202f](?:,|\.(?!\d))",
    "a hyphen for a dash": r"(?<=\S) -{1,2} (?=\S)",
    "no space after a comma": r",(?=[^\W\d_])",
}
_RULES: dict[Language, dict[str, re.Pattern[str]]] = {
    "fr": {
        name: re.compile(rule, re.MULTILINE)
        for name, rule in {
            **_ANY,
            "a straight apostrophe": r"'",
            "no narrow space before ; ! ?": rf"(?<=[^{NARROW_SPACE}!?])[;!?]",
            "no narrow space before %": rf"(?<=[^{NARROW_SPACE}])%",
            "no no-break space before a colon": rf"(?<=[^{NO_BREAK_SPACE}\d]):(?=[\s*]|$)",
            "no narrow space after «": rf"«(?!{NARROW_SPACE})",
            "no narrow space before »": rf"(?<!{NARROW_SPACE})»",
            "oe for œ": r"\b(?:c|s|b|n|ch)oe(?:u|r)|\boe(?:uv|il|u)|\bnoeud",
            "A for À": r"(?:^|[.!?…]\s)A (?=[a-zéè])",
            "an English quote": r"^[^«]*“[^»]*$",
        }.items()
    },
    "en": {
        name: re.compile(rule, re.MULTILINE)
        for name, rule in {
            **_ANY,
            "a straight quote": r"(?<!\w)'(?=\w)",
            "a space before ; : ! ?": r"[ \u00a0\u202f][;:!?](?=\s|$)",
            "a French quote": r"[«»]",
        }.items()
    },
}
_PAIRS: dict[Language, tuple[tuple[str, str], ...]] = {
    "fr": (("«", "»"), ("(", ")")),
    "en": (("“", "”"), ("(", ")")),
}


def misprints(source: str, language: Language) -> list[Misprint]:
    """The faults of an author's text as it is printed; its figures stand as "0", its cites as themselves."""
    return misprints_of_printed(printed_text(source, language), language)


def printed_text(source: str, language: Language) -> str:
    """The text as a page prints it: glossary words shown, cites left out with the space before them."""
    shown = []
    for part in plan_of(source, language).pieces:
        if part.kind == "gloss":
            shown.append(typeset(source[part.start + 2 : part.end - 2].partition("|")[0], language))
        elif part.kind == "cite":
            shown.append("\ue000")
        else:
            shown.append("0" if part.kind == "placeholder" else part.shown)
    return re.sub(r"[ \u00a0\u202f\n]*\ue000", "", "".join(shown)).strip()


def misprints_of_printed(shown: str, language: Language) -> list[Misprint]:
    """The faults of a text that is printed already."""
    text = re.sub(r"^[ \t]*(?:[-*>]|\d{1,2}[.)]) +", "", shown, flags=re.MULTILINE)
    found = [
        Misprint(name, text[max(0, hit.start() - 25) : hit.end() + 25].replace("\n", " "))
        for name, rule in _RULES[language].items()
        for hit in rule.finditer(text)
    ]
    for opening, closing in _PAIRS[language]:
        if text.count(opening) != text.count(closing):
            found.append(Misprint(f"{opening} and {closing} not in pairs", text[:50]))
    return found
