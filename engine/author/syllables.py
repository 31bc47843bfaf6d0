"""Syllables of a word, counted by rule from its spelling, in French and in English.

French: a run of vowel letters is a syllable, split where two vowels are heard (« théâtre », « chaos », «
cli-ent » after a consonant and l or r), and a final mute e, es or a verb's ent is none, as in running
speech. English: runs of vowel letters, less the silent e's. Rules are wrong about some words; they are
wrong alike for every profile, and the words that the tests hold them to were chosen for being awkward.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from tools.wording import Language

_ABBREVIATIONS = re.compile(r"[A-ZÀ-Ý]{2,}")

# -- French -----------------------------------------
_MUTE_VERB = re.compile(
    r"(?<=[^aeiouyàâéèêëîïôùûœ])ent$"
)  # third person plural: « parlent »; nouns in -ment keep theirs
_NOUN_ENT = re.compile(
    r"(?:m|[^aeiou]ci|[aeiouéè]|ta[lr]|érg|[ae]rg|gré|d?acc|ab?s|prés|évid|accid|incid|préced|précéd|"
    r"différ|réc|excell|consci|pati|fréqu|cli|sci|v|d|urg|intellig|suffis|innoc)ent$"
)
_SPLIT_FR = re.compile(
    r"[éè](?=[aâoôuûiîeéè])|a(?=[oéï])|[oôu](?=[éèï])|(?<=[bcdfgptv][lr])i(?=[aeéèoâô])|i(?=é(?!s?$))"
    r"|[ïü](?=[aeo])|(?<=[^qg])u(?=[aâoôé])|o(?=[aé]l)|(?<=[aeéou])(?=y[aâoôéèei])"
)
_VOWELS_FR = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+")


def _french(word: str) -> int:
    shown = word.lower().replace("’", "'")
    shown = re.sub(r"qu(?=[aeiouyàâéèêîïôœ'])", "q", shown)
    shown = re.sub(r"gu(?=[eiyéèêîœ])", "g", shown)
    shown = re.sub(r"ge(?=[aoâô])", "g", shown)
    shown = shown.replace("'", "")
    if _MUTE_VERB.search(shown) and not _NOUN_ENT.search(shown) and len(shown) > 4:
        shown = shown[:-3] + "e"
    shown = re.sub(r"(?<=[aou])ient$", "it", shown) if len(shown) > 5 else shown
    stem = re.sub(r"(?<=[^aeiouyàâäéèêëîïôöùûüœæ])es?$", "", shown)
    stem = re.sub(r"(?<=[iuéyû])es?$", "", stem) if len(stem) > 3 else stem
    if not _VOWELS_FR.search(stem):
        return 1 if _VOWELS_FR.search(shown) or stem else 0
    return len(_VOWELS_FR.findall(_SPLIT_FR.sub(lambda found: found[0] + "-", stem)))


# -- English ----------------------------------------
_VOWELS_EN = re.compile(r"[aeiouy]+")
_ODD_EN = {
    "people": 2, "every": 2, "everybody": 4, "everything": 3, "someone": 2, "something": 2, "somebody": 3,
    "business": 2, "somewhere": 2, "sometimes": 2, "safety": 2, "whole": 1, "area": 3, "areas": 3, "one": 1,
}  # fmt: skip
_ONE_SOUND_EN = re.compile(r"(?:[tsgx]|(?<!^s)c)i(?=on|al|an|ous|en[ct])|(?<=l)li(?=on)")
_SPLIT_EN = re.compile(
    r"i(?=a|o(?!u)|um|et)|y(?=i)|e(?=o(?!u)|i(?:ty|ng))|u(?=al|at|ou|ity)|(?<=cr)e(?=a)|(?<=^r)e(?=a(?:ct|li))"
    r"|(?<=[^aeiouqg])u(?=[ao])|o(?=ing|e[tm])|a(?=ing|o)|(?<=[slc])i(?=en[ct])|(?<=^id)e(?=a)"
)
_SILENT_ED = re.compile(r"(?<=[^aeiouytd])ed$")
_SILENT_ES = re.compile(r"(?<=[^aeiouyscxzg])(?<![sc]h)es$")
_SILENT_E = re.compile(r"(?<=[^aeiouy])e$|(?<=[^aeiouy])e(?=(?:ly|ments?|ful|less|ness)$)")


def _english(word: str) -> int:
    shown = unicodedata.normalize("NFD", word.lower().replace("’", "'"))
    shown = "".join(each for each in shown if not unicodedata.combining(each))
    shown = re.sub(r"'(?:s|d|ll|re|ve|m)?$", "", shown).replace("n't", "nt").replace("'", "")
    if shown in _ODD_EN:
        return _ODD_EN[shown]
    said = _ONE_SOUND_EN.sub("s", shown)
    said = re.sub(r"(?<=[^aeiouyrl])les?$", "ol", said)  # ta-ble
    if len(_VOWELS_EN.findall(said)) > 1:
        said = _SILENT_ES.sub("s", _SILENT_ED.sub("d", said))
        said = _SILENT_E.sub("", said)
    return len(_VOWELS_EN.findall(_SPLIT_EN.sub(lambda found: found[0] + "-", said)))


@functools.lru_cache(maxsize=65536)
def syllables(word: str, language: Language) -> int:
    """How many syllables a word of letters has; at least one. An abbreviation in capitals is spelt out."""
    if _ABBREVIATIONS.fullmatch(word) and len(word) <= 4:
        return len(word)
    return max(1, _french(word) if language == "fr" else _english(word))
