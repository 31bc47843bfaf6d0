"""What the form of a case sends, as a case, or as the faults of its fields with what was typed kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from server.case_shapes import AFFECTED, EXPECTS, KINDS, Kind, Told

LONGEST: dict[str, int] = {
    "what": 10_000, "when": 200, "system": 200, "author": 200, "contact": 300, "piece": 200,
}  # fmt: skip
LONGEST_WORD = 4_000
REQUIRED: dict[Kind, tuple[str, ...]] = {
    "incident": ("what",),
    "appeal": ("incident", "piece", "what"),
    "reply": ("incident", "author", "contact", "what"),
}
_SPACES = re.compile(r"[^\S\n]+")
_UNSEEN = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")  # they turn text around


@dataclass(frozen=True)
class Sent:
    """A form as it came, put right: ``faults`` names the fields to look at again, each with its phrase."""

    kind: Kind
    typed: dict[str, str]
    expects: tuple[str, ...]
    wants_public: bool
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def told(self) -> Told:
        """The words of the case. Only where there is no fault."""
        words = {
            name: self.typed[name] for name in ("what", "when", "system", "affected", "author", "contact")
        }
        return Told.model_validate({**words, "expects": self.expects})


def read(form: Mapping[str, Sequence[str]], incidents: Container[str]) -> Sent:
    """The fields of a form, by name; ``incidents`` are the ids of the dossiers that there are."""

    def one(name: str) -> str:
        return next(iter(form.get(name, ())), "")

    kind = kind_of(one("kind"))
    typed = {name: clean(one(name), lines=name == "what") for name in LONGEST}
    typed["affected"] = one("affected") if one("affected") in AFFECTED else ""
    typed["incident"] = one("incident") if one("incident") in incidents else ""
    faults = {
        name: "saisir.fault.required" for name in REQUIRED[kind] if not typed[name]
    } | {name: "saisir.fault.long" for name, most in LONGEST.items() if len(typed[name]) > most}  # fmt: skip
    if one("incident") and not typed["incident"]:
        faults["incident"] = "saisir.fault.incident"
    expects = tuple(each for each in EXPECTS if each in form.get("expects", ()))
    return Sent(kind, typed, expects, one("visibility") == "public", faults)


def blank(kind: Kind, incident: str = "", piece: str = "") -> Sent:
    """A form that nobody has filled yet."""
    typed = dict.fromkeys((*LONGEST, "affected"), "") | {"incident": incident, "piece": clean(piece)[:200]}
    return Sent(kind, typed, (), wants_public=False)


def kind_of(name: str | None) -> Kind:
    """The kind of that name, an incident where it is none."""
    return next((each for each in KINDS if each == name), "incident")


def clean(text: str, *, lines: bool = False) -> str:
    """``text`` without control characters and what turns its order around; on one line unless ``lines``."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(
        each
        for each in text
        if each == "\n" or (unicodedata.category(each) not in _HIDDEN and each not in _UNSEEN)
    )
    return kept.strip() if lines else _SPACES.sub(" ", kept.replace("\n", " ")).strip()


_HIDDEN = ("Cc", "Cs")  # control, surrogate
