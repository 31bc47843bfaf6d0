"""Texts of one's own as a case: ``text:<sha256>``, the hash of the list of the texts.

One text written on the command line, or the rows of a table. They are kept in the lab's home under their
hash, nowhere else, so that the same texts are the same case for every process and every later day.
"""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from tools.errors import MissingAsset, StimulusRefused
from tools.stimuli.cases import TEXT_PREFIX, Case
from tools.stimuli.files import keep, kept
from tools.wording import Language, Words

LONGEST_TEXT = 20_000  # characters
TABLES = frozenset({".csv", ".tsv", ".txt"})
"""What the name of a table of texts ends with."""

UNCONTROLLED = Words(
    fr="Rien n’est maîtrisé dans ces textes : ils diffèrent de bien des façons à la fois.",
    en="Nothing is controlled in these texts: they differ in many ways at once.",
)

# Words that one language has and the other has not: enough to tell French from English, and nothing more.
_TELLING: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        re.findall(
            r"\w+",
            """
            le la les un une des du de et est sont je tu il elle on nous vous ne pas que qui dans pour avec
            sur au aux ce cette mon ma mes son sa ses c j l d qu suis êtes être très
            """,
        )
    ),
    "en": frozenset(
        re.findall(
            r"\w+",
            """
            the a an and is are i you he she it we they not that who in for with on to of this my your his her
            be am was were very
            """,
        )
    ),
}
_WORD = re.compile(r"[^\W\d_]+")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class KeptText(_Part):
    """One text and the language that it was taken to be in."""

    text: str
    language: Language


class TextList(_Part):
    """What was kept; its JSON is what the case's hash is of."""

    texts: tuple[KeptText, ...]
    left_out: int = 0


def language_of_text(text: str) -> Language:
    """French where more of its small words are French than English; else English."""
    words = [word.lower() for word in _WORD.findall(text)]
    french, english = (sum(word in _TELLING[language] for word in words) for language in ("fr", "en"))
    return "fr" if french > english else "en"


def keep_texts(texts: list[str], left_out: int = 0) -> str:
    """Keep texts; the name of their case. The same text twice is kept once.

    Raises :class:`StimulusRefused`: ``empty_text``, ``text_too_long``.
    """
    given = list(dict.fromkeys(each.strip() for each in texts if each.strip()))
    if not given:
        raise StimulusRefused(
            "empty_text",
            Words(fr="Le texte est vide.", en="The text is empty."),
            Words(fr="Donnez un mot au moins.", en="Give one word at least."),
        )
    if (longest := max(len(each) for each in given)) > LONGEST_TEXT:
        raise StimulusRefused(
            "text_too_long",
            Words(
                fr=f"Le texte a {longest} signes ; au plus {LONGEST_TEXT} sont lus.",
                en=f"The text has {longest} characters; at most {LONGEST_TEXT} are read.",
            ),
            Words(fr="Coupez-le.", en="Cut it."),
        )
    listed = TextList(
        texts=tuple(KeptText(text=each, language=language_of_text(each)) for each in given),
        left_out=left_out,
    )
    return TEXT_PREFIX + keep(listed.model_dump_json().encode())


def keep_given(given: str) -> tuple[str, int]:
    """The case of what stands after ``text:``, and how many rows were left out.

    The path of a table (``.csv``, ``.tsv``, ``.txt``) that is there is read, ``FILE.csv#column`` by its
    column; anything else is the text itself. Raises as :func:`keep_texts` and
    :func:`tools.stimuli.text_table.read_texts`.
    """
    path, _, column = given.partition("#")
    if _is_table(given):
        path, column = given, ""
    if not _is_table(path):
        return keep_texts([given]), 0
    from tools.stimuli.text_table import read_texts

    read = read_texts(Path(path), column or None)
    return keep_texts([row.text for row in read.rows], len(read.refused)), len(read.refused)


def _is_table(given: str) -> bool:
    if len(given) > 1000 or "\n" in given or Path(given).suffix.lower() not in TABLES:
        return False
    return Path(given).is_file()


def texts_case(sha256: str) -> Case:
    """The case of texts that were kept. Raises :class:`MissingAsset` where they are not, or no longer."""
    from tools.stimuli.sentences.recipes import written

    try:
        listed = TextList.model_validate_json(kept(sha256))
    except (MissingAsset, ValidationError):
        raise MissingAsset(
            "text_not_kept",
            Words(
                fr="Ce texte n’est pas gardé sur cette machine.", en="This text is not kept on this machine."
            ),
            Words(fr='Donnez-le de nouveau : --text "…".', en='Give it again: --text "…".'),
        ) from None
    n = len(listed.texts)
    notes = [UNCONTROLLED]
    french = sum(each.language == "fr" for each in listed.texts)
    notes.append(
        Words(
            fr=f"Langue devinée à ses petits mots : {french} en français, {n - french} en anglais.",
            en=f"Language guessed from small words: {french} in French, {n - french} in English.",
        )
    )
    if listed.left_out:
        notes.append(
            Words(
                fr=f"{listed.left_out} lignes illisibles sont laissées de côté.",
                en=f"{listed.left_out} rows that could not be read are left out.",
            )
        )
    several = n > 1
    return Case(
        name=TEXT_PREFIX + sha256,
        title=Words(fr="Vos textes", en="Your texts") if several else Words(fr="Votre texte", en="Your text"),
        about=Words(fr=f"{n} textes apportés", en=f"{n} texts of one's own")
        if several
        else Words(fr="Un texte apporté", en="A text of one's own"),
        kind="texts",
        n=n,
        person="unknown",
        licence="not stated",
        credit="",
        texts=tuple(written(each.text, each.language) for each in listed.texts),
        unit=Words(fr="texte", en="text"),
        units=Words(fr="textes", en="texts"),
        notes=tuple(notes),
        caveats=(UNCONTROLLED,),
    )
