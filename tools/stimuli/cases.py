"""A case: the pictures of one experiment, what they hold fixed, and what may be said of them.

A module of this package that defines ``CASES`` adds its cases: nothing is registered.
"""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from tools.errors import CallRefused
from tools.names import nearest, plain_name
from tools.stimulus import File, Person, Picture, Recipe, Sentence, StimulusSet, Upload
from tools.wording import Words

UPLOAD_PREFIX = "upload:"
FILE_PREFIX = "file:"
FOLDER_PREFIX = "folder:"
TEXT_PREFIX = "text:"
UNDESCRIBED = Words(fr="L’image de l’enquête", en="The picture of the investigation")
"""What the lab calls a story's picture. It knows nothing else of it: the story says what it shows."""
_SHA256 = re.compile(r"[0-9a-f]{64}")

CaseKind = Literal["picture", "pictures", "pairs", "texts", "counts"]
"""``counts``: what others counted over pictures that nobody else has; there is nothing to show."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Shown(_Part):
    """One picture of a case: how it is made, what it shows, whose it is."""

    recipe: Recipe
    alt: Words
    credit: str = ""


class CaseCard(_Part):
    """What a catalogue says of a case: ``n`` counts its pictures, its pairs, its texts or its counts."""

    name: str
    title: Words
    about: Words
    kind: CaseKind
    n: int
    person: Person
    licence: str
    credit: str


class Case(CaseCard):
    """The pictures, the pairs or the texts that a tool works on. Exactly one of the three is filled, none
    for published counts."""

    texts: tuple[Sentence, ...] = ()
    pictures: tuple[Shown, ...] = ()
    pairs: tuple[tuple[Shown, Shown], ...] = ()
    first: Words | None = None  # who the first member of every pair is, where that names somebody
    held: tuple[Words, ...] = ()
    varied: tuple[Words, ...] = ()
    notes: tuple[Words, ...] = Field(default=())
    unit: Words = Words(fr="image", en="picture")  # what n counts, one and several
    units: Words = Words(fr="images", en="pictures")
    caveats: tuple[Words, ...] = ()  # what no measure on these pictures can show

    @property
    def card(self) -> CaseCard:
        """The case without its pictures."""
        return CaseCard(**{name: getattr(self, name) for name in CaseCard.model_fields})

    def stimuli(
        self,
        shown: Iterable[Picture | Sentence],
        *,
        held: Iterable[Words] = (),
        varied: Iterable[Words] = (),
        notes: Iterable[Words] = (),
        used: int | None = None,
    ) -> StimulusSet:
        """What a finding keeps of the pictures or texts that it showed; ``held`` and ``varied`` add to the
        case's own.

        What is shown twice counts once. ``used`` says how many of the case's pictures, pairs or texts served.
        """
        hashes = sorted({each.sha256 for each in shown})
        return StimulusSet(
            case=self.name,
            about=self._about(used),
            n=len(hashes),
            sha256=hashlib.sha256("".join(f"{sha}\n" for sha in hashes).encode()).hexdigest(),
            person=self.person,
            licence=self.licence,
            credit=self.credit,
            held=[*self.held, *held],
            varied=[*self.varied, *varied],
            notes=[*self.notes, *notes],
        )

    def _about(self, used: int | None) -> Words:
        """What the case is; where only part of it served, "36 of the 84 squares…"."""
        whole = f"{self.n} "
        if used is None or used == self.n or not self.about.fr.startswith(whole):
            return self.about
        fr, en = self.about.fr.removeprefix(whole), self.about.en.removeprefix(whole)
        return Words(fr=f"{used} des {whole}{fr}", en=f"{used} of the {whole}{en}")


class CaseRegister(Mapping[str, Case]):
    """The built-in cases by name. Names are cheap; a case of many parts is made when asked for."""

    def __init__(self, makers: Mapping[str, Callable[[], Case]]) -> None:
        self._makers = dict(sorted(makers.items()))
        self._made: dict[str, Case] = {}

    def __getitem__(self, name: str) -> Case:
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


@cache
def built_in_cases() -> CaseRegister:
    """Every case that ships with Autopsie, by name, in the order of names.

    A module's ``CASES`` holds cases, or functions that make them by name.
    """
    makers: dict[str, Callable[[], Case]] = {}
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if module.name.startswith("_") or f"{__package__}.{module.name}" == __name__:
            continue
        cases = getattr(importlib.import_module(f"{__package__}.{module.name}"), "CASES", ())
        if not isinstance(cases, Mapping):
            cases = {case.name: partial(_itself, case) for case in cases}
        if twice := makers.keys() & cases.keys():
            raise RuntimeError(f"two cases are called {sorted(twice)}")
        makers |= cases
    return CaseRegister(makers)


def _itself(case: Case) -> Case:
    return case


def case_named(name: str) -> Case:
    """A built-in case, the reader's picture for ``upload:<sha256>``, a story's for ``file:<sha256>``, a
    user's pictures for ``folder:<sha256>``, their texts for ``text:<sha256>``.

    An upload's notes and size stand beside its file: see :func:`tools.stimuli.uploads.upload_case`.
    Raises :class:`CallRefused` (``unknown_case``), with the nearest name, when there is none.
    """
    if name.startswith(UPLOAD_PREFIX):
        sha256 = name.removeprefix(UPLOAD_PREFIX)
        if is_sha256(sha256):
            return _upload(sha256)
    if name.startswith(FILE_PREFIX) and is_sha256(name.removeprefix(FILE_PREFIX)):
        return _file(name.removeprefix(FILE_PREFIX))
    if name.startswith(FOLDER_PREFIX) and is_sha256(name.removeprefix(FOLDER_PREFIX)):
        from tools.stimuli.picture_folder import folder_case

        return folder_case(name.removeprefix(FOLDER_PREFIX))
    if name.startswith(TEXT_PREFIX) and is_sha256(name.removeprefix(TEXT_PREFIX)):
        from tools.stimuli.own_texts import texts_case

        return texts_case(name.removeprefix(TEXT_PREFIX))
    known = built_in_cases()
    plain = plain_name(name)
    if plain in known:
        return known[plain]
    near = nearest(plain, known)
    raise CallRefused(
        "unknown_case",
        Words(fr=f"Aucun cas ne s’appelle « {name} ».", en=f"No case is called “{name}”."),
        Words(fr=f"Vouliez-vous dire « {near} » ?", en=f"Did you mean “{near}”?")
        if near
        else Words(
            fr=f"Cas connus\u00a0: {', '.join(known)}.",
            en=f"Known cases: {', '.join(known)}.",
        ),
    )


def is_sha256(text: str) -> bool:
    """Whether ``text`` is 64 lower-case hexadecimal digits: what may become a file name."""
    return _SHA256.fullmatch(text) is not None


def _upload(sha256: str) -> Case:
    shown = Shown(
        recipe=Upload(sha256=sha256),
        alt=Words(fr="L’image que vous avez apportée", en="The picture that you brought"),
    )
    return Case(
        name=f"{UPLOAD_PREFIX}{sha256}",
        title=Words(fr="Votre image", en="Your picture"),
        about=Words(
            fr="Une image apportée pendant l’enquête", en="A picture brought during the investigation"
        ),
        kind="picture",
        n=1,
        person="unknown",
        licence="not stated",
        credit="",
        pictures=(shown,),
        notes=(_ALONE,),
    )


def _file(sha256: str) -> Case:
    return Case(
        name=f"{FILE_PREFIX}{sha256}",
        title=UNDESCRIBED,
        about=UNDESCRIBED,
        kind="picture",
        n=1,
        person="unknown",
        licence="",
        credit="",
        pictures=(Shown(recipe=File(sha256=sha256), alt=UNDESCRIBED),),
        notes=(_ALONE,),
    )


_ALONE = Words(
    fr="Rien n’est maîtrisé dans cette image : elle ne vaut que pour elle-même.",
    en="Nothing is controlled in this picture: it speaks for itself only.",
)
