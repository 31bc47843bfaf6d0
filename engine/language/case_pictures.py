"""``cases``: the author's names for what the lab can show, and the pictures that the author brings.

The lab knows a brought picture by its hash alone. What it shows, whose it is and whether somebody is seen in
it are the author's word: :func:`described` writes them into findings, so that rewording a description makes
no measure stale.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.language.assets import NOT_READ, read_asset
from engine.language.declared import Header, unknown
from engine.language.reading import Reading
from engine.language.saying import words
from engine.language.schema import CasePicture, Text
from engine.language.tree import Fields, Leaf
from tools.finding import Finding, MapFigure
from tools.names import plain_name
from tools.stimulus import Person
from tools.wording import Words, typeset

FIELDS = ("about", "case", "file", "sha256", "person", "licence", "credit")
PERSON: dict[str, Person] = {"none": "none", "real": "real", "drawn": "synthetic", "synthetic": "synthetic"}
"""The author's words for who is seen in a picture, and the lab's."""

_OF_A_FILE = ("sha256", "person", "licence", "credit")
_AUTHORS_WORD = words(
    "Ce que montre cette image, et à qui elle est, sont dits par l’auteur de l’enquête.",
    "What this picture shows, and whose it is, are the word of the investigation's author.",
)


def read_cases(reading: Reading, root: Fields, header: Header, folder: Path | None) -> None:
    """The author's own names for what the lab can show, and pictures of ``assets/``."""
    from tools import catalogue

    entries = reading.entries(root.get("cases"), "cases")
    built_in = catalogue.cases() if entries else {}  # a tenth of the time of a small check
    for key, tree in entries:
        where = words(f"le cas « {key.value} »", f"case “{key.value}”")
        block = reading.fields(tree, where, FIELDS)
        if block is None:
            continue
        about = reading.text(block.get("about"), f"cases.{key.value}.about", role="title")
        if about:
            header.about_cases[key.value] = about
        if block.get("file") is not None:
            _read_picture(reading, header, key, block, about, folder)
            continue
        for field in _OF_A_FILE:
            if field in block.items:
                line = block.items[field][0].place.line
                reading.report("S201", block.items[field][0], field="file", where=where, line=line)
        case = reading.name(block.get("case"), "case")
        name = plain_name(case.value) if case else key.value
        if name not in built_in:
            unknown(reading, "R312", case or key, built_in, kind=words("cas", "case"))
        header.cases[key.value] = name if name in built_in else next(iter(built_in), name)


def _read_picture(
    reading: Reading, header: Header, key: Leaf, block: Fields, about: Text | None, folder: Path | None
) -> None:
    from tools.stimuli.cases import FILE_PREFIX

    where = words(f"le cas « {key.value} »", f"case “{key.value}”")
    header.cases[key.value] = f"{FILE_PREFIX}{NOT_READ}"  # known, even where its file is at fault
    if "case" in block.items:
        expected = words("un cas du laboratoire ou un fichier, pas les deux", "a case or a file, not both")
        reading.wrong("case", block.items["case"][1], expected)
    if about is None:
        reading.report("S201", key, field="about", where=where, line=block.place.line)
    person = reading.one_of(block.get("person"), "person", tuple(PERSON))
    licence, credit = (reading.word(block.get(name), name) or "" for name in ("licence", "credit"))
    leaf = reading.name(block.get("file"), "file")
    sha256 = read_asset(reading, leaf, folder) if leaf else None
    if leaf is None or sha256 is None:
        return
    lacking = [
        name for name, given in (("person", person), ("licence", licence), ("credit", credit)) if not given
    ]
    if lacking:
        reading.report("S235", leaf, path=leaf.value[:80], list=", ".join(lacking))
    if not _is_the_one(reading, block, leaf, sha256, read=folder is not None):
        return
    same = next((each for each in header.case_pictures.values() if each.sha256 == sha256), None)
    if same is not None and folder is not None:
        expected = words(
            f"une image qu'aucun autre cas ne montre (« {same.id} » montre celle-ci)",
            f"a picture that no other case shows (“{same.id}” shows this one)",
        )
        reading.wrong("file", leaf, expected)
        return
    header.cases[key.value] = f"{FILE_PREFIX}{sha256}"
    if about is not None:
        header.case_pictures[key.value] = CasePicture(
            id=key.value,
            file=leaf.value,
            sha256=sha256,
            about=about,
            person=PERSON.get(person or "", "unknown"),
            licence=licence,
            credit=credit,
        )


def _is_the_one(reading: Reading, block: Fields, file: Leaf, sha256: str, *, read: bool) -> bool:
    """Whether the file is the one that the author meant: S233, and S234 where nothing is stated."""
    stated = reading.name(block.get("sha256"), "sha256")
    if stated is None:
        if read and "sha256" not in block.items:
            reading.report("S234", file, path=file.value[:80], sha=sha256)
        return True
    if not re.fullmatch(r"[0-9a-f]{64}", stated.value):
        expected = words("64 chiffres hexadécimaux, en minuscules", "64 hexadecimal digits, lower case")
        reading.wrong("sha256", stated, expected)
        return False
    if read and stated.value != sha256:
        reading.report("S233", stated, path=file.value[:80], stated=stated.value[:12], sha=sha256)
        return False
    return True


def described(pictures: Mapping[str, CasePicture], finding: Finding) -> Finding:
    """The finding with what the author says of the picture that it is about; as it is for any other, and
    where nothing was shown (a result made up)."""
    shown = next((each for each in pictures.values() if each.case == finding.call.case), None)
    if shown is None or finding.stimuli.n == 0:
        return finding
    before = finding.stimuli.about
    about = Words(fr=typeset(shown.about.in_("fr")[0], "fr"), en=shown.about.in_("en")[0])
    notes = [note for note in finding.stimuli.notes if note != _AUTHORS_WORD]
    stimuli = finding.stimuli.model_copy(
        update={
            "about": about,
            "person": shown.person,
            "licence": shown.licence,
            "credit": shown.credit,
            "notes": [*notes, _AUTHORS_WORD],
        }
    )

    def panel(each: Any) -> Any:
        alt = Words(
            fr=each.picture.alt.fr.replace(before.fr, about.fr),
            en=each.picture.alt.en.replace(before.en, about.en),
        )
        picture = each.picture.model_copy(update={"alt": alt, "credit": shown.credit})
        return each.model_copy(update={"picture": picture})

    figures = [
        figure.model_copy(update={"panels": [panel(each) for each in figure.panels]})
        if isinstance(figure, MapFigure)
        else figure
        for figure in finding.figures
    ]
    return finding.model_copy(update={"stimuli": stimuli, "figures": figures})
