"""What lies on the free table, as its address says it: an instrument, subjects, what they are shown.

``instrument=perturb.contrast&subject=twitter-crop&case=photographs&p.n=36&subject2=…``: the parts come in one
order, defaults are left out, so that equal tables have equal addresses.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cached_property
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

from server import table_refusals as refusals
from server.table_params import as_text, is_optional, usual_of
from tools.cache import code_version, key_of
from tools.catalogue import subject_card, subjects, tool, tools_of
from tools.errors import AutopsieError
from tools.finding import Call
from tools.names import plain_name
from tools.parameters import checked_params, read_params
from tools.stimuli.cases import TEXT_PREFIX, UPLOAD_PREFIX, case_named, is_sha256
from tools.subject import SubjectCard
from tools.tool import Tool
from tools.verbs import VERBS

FIRST = "perturb.contrast"
MOST_UNITS = 120
USUAL_UNITS = 36
LONGEST_TEXT = 1000
LONGEST_PART = 600
MOST_SEED = 999_999
_STIMULI = ("case", "text", "picture")
_OURS = frozenset({"lang", "for"})  # the language switch; which instrument a form's settings are of


class Stimulus(BaseModel):
    """What a subject is shown: one of the three is filled."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case: str = ""
    text: str = ""
    picture: str = ""  # the SHA-256 of a visitor's own picture

    @property
    def name(self) -> str:
        """The name by which it is asked; of a text, by its own hash, wherever it may be kept."""
        if self.picture:
            return UPLOAD_PREFIX + self.picture
        if self.text:
            return TEXT_PREFIX + hashlib.sha256(self.text.encode()).hexdigest()
        return self.case

    @property
    def own(self) -> bool:
        """Whether a visitor brought it."""
        return bool(self.text or self.picture)


class Side(BaseModel):
    """One subject and what it is shown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: str
    stimulus: Stimulus

    @property
    def card(self) -> SubjectCard:
        """The subject's card."""
        return subject_card(self.subject)


class TableState(BaseModel):
    """Everything that a link to the table says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    verb: str
    method: str
    sides: tuple[Side, ...] = Field(min_length=1, max_length=2)
    params: dict[str, bool | int | float | str | list[float]] = Field(default_factory=dict)
    seed: int = 0

    @cached_property
    def tool(self) -> Tool:
        """The instrument."""
        return tool(self.verb, self.method)

    @property
    def instrument(self) -> str:
        """Its name in addresses."""
        return spelled(self.verb, self.method)

    @property
    def query(self) -> str:
        """The canonical query: the same parts in the same order for the same table."""
        first = self.sides[0]
        parts = [("instrument", self.instrument), ("subject", _slug(first.subject)), *_shown(first.stimulus)]
        parts += [(f"p.{name}", as_text(self.params[name])) for name in sorted(self.params)]
        if self.seed:
            parts.append(("seed", str(self.seed)))
        if len(self.sides) == 2:
            second = self.sides[1]
            if second.subject != first.subject:
                parts.append(("subject2", _slug(second.subject)))
            if second.stimulus != first.stimulus:
                parts += [(f"{name}2", value) for name, value in _shown(second.stimulus)]
        return urlencode(parts)

    @property
    def address(self) -> str:
        """The path that shows this table to anybody."""
        return f"/table?{self.query}"

    def calls(self) -> list[Call]:
        """One call a side. A text's case is named by the text's hash: whoever runs it keeps it first."""
        return [
            Call(
                verb=self.verb,
                method=self.method,
                subject=side.subject,
                case=side.stimulus.name,
                params=self.params,
                seed=self.seed,
            )
            for side in self.sides
        ]

    def keys(self) -> list[str]:
        """The name of each side's answer: it changes when the weights or the instruments do."""
        others = [
            subject_card(each).sha256 for each in self.tool.others(checked_params(self.tool, self.params))
        ]
        return [
            key_of(
                {
                    "format": "table/1",
                    "call": call.model_dump(mode="json"),
                    "subject": side.card.sha256,
                    "others": others,
                    "code": code_version(),
                }
            )
            for call, side in zip(self.calls(), self.sides, strict=True)
        ]


def spelled(verb: str, method: str) -> str:
    """An instrument as addresses write it: ``reproduce.paired-preference``."""
    return f"{verb}.{method.replace('_', '-')}"


def instrument_named(name: str) -> Tool:
    """The tool of ``verb.method``, in either spelling. Raises :class:`CallRefused` with the nearest name."""
    verb, _, method = name.replace("/", ".").partition(".")
    return tool(plain_name(verb), method or VERBS[verb].usual if verb in VERBS else method)


def first_table() -> TableState:
    """The table before anything is chosen."""
    return read_state([("instrument", FIRST)])


def table_of(instrument: Tool, subject: str, case: str = "") -> TableState:
    """The table with an instrument before a subject, all else as usual."""
    given = [("instrument", spelled(instrument.verb, instrument.method)), ("subject", subject)]
    return read_state([*given, ("case", case)])


def accepting(instrument: Tool) -> list[SubjectCard]:
    """The subjects that an instrument takes."""
    return [card for card in subjects().values() if instrument.accepts(card) is None]


def taken_by(card: SubjectCard) -> list[Tool]:
    """The instruments that a subject takes."""
    return [each for verb in VERBS for each in tools_of(verb).values() if each.accepts(card) is None]


def read_state(query: Iterable[tuple[str, str]]) -> TableState:
    """The table that an address says.

    Raises an :class:`~tools.errors.AutopsieError` with a sentence for whatever makes no sense in it.
    """
    given = _parts(query)
    instrument = instrument_named(given.get("instrument") or FIRST)
    wanted = given.get("for", "")
    fresh = bool(wanted) and wanted != spelled(instrument.verb, instrument.method)
    # A form sends the settings of the instrument that it was drawn for: another's are not kept.
    written = [
        (name.removeprefix("p."), text) for name, text in given.items() if name.startswith("p.") and not fresh
    ]
    params = _chosen(instrument, read_params(instrument, written))
    first = _side(given, "", instrument, None)
    sides = [first]
    if any(given.get(f"{name}2") for name in ("subject", *_STIMULI)):
        second = _side(given, "2", instrument, first)
        if second != first:
            sides.append(second)
    params = _with_units(instrument, params, sides)
    return TableState(
        verb=instrument.verb,
        method=instrument.method,
        sides=tuple(sides),
        params=params,
        seed=_seed(given.get("seed", "")),
    )


def refusal_of(state: TableState) -> AutopsieError | None:
    """Why this table cannot be measured, before anything runs; ``None`` where it can be tried."""
    for side in state.sides:
        reason = state.tool.accepts(side.card)
        if reason is not None:
            return refusals.not_accepted(reason, [card.slug for card in accepting(state.tool)])
        reads_text = side.card.modality == "text"
        if (side.stimulus.picture and reads_text) or (side.stimulus.text and not reads_text):
            return refusals.wrong_modality(reads_text)
        case = side.stimulus.case
        if case and not _readable(case_named(case).kind, side.subject):
            return refusals.wrong_modality(reads_text)
    return None


def _parts(query: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    known = {"instrument", "subject", "seed", "subject2", *_STIMULI, *(f"{each}2" for each in _STIMULI)}
    for name, value in query:
        if name not in known and not name.startswith("p.") and name not in _OURS:
            raise refusals.unknown_part(name)
        value = value.strip().replace("\x00", "")
        most = LONGEST_TEXT if name in ("text", "text2") else LONGEST_PART
        if len(value) > most:
            raise refusals.too_long(name[:60], most)
        if value:
            found[name] = value
    return found


def _side(given: Mapping[str, str], suffix: str, instrument: Tool, first: Side | None) -> Side:
    named = given.get(f"subject{suffix}")
    if named:
        subject = subject_card(named).name
    elif first is not None:
        subject = first.subject
    else:
        subject = next((each.name for each in _originals_first(accepting(instrument))), "twitter_crop")
    shown = {name: given[f"{name}{suffix}"] for name in _STIMULI if f"{name}{suffix}" in given}
    if len(shown) > 1 and "case" in shown:  # a form sends its list along with what was typed or brought
        del shown["case"]
    if len(shown) > 1:
        raise refusals.two_stimuli()
    if not shown and first is not None:
        return Side(subject=subject, stimulus=first.stimulus)
    if "picture" in shown and not is_sha256(shown["picture"]):
        raise refusals.bad_picture()
    if "case" in shown:
        # Nothing of a visitor's, and no file of a story's, is reached by the name of a case.
        name = "" if ":" in shown["case"] else shown["case"]
        case = case_named(name or shown["case"].replace(":", " "))
        shown["case"] = case.name
        if given.get("for") and not _readable(case.kind, subject):
            del shown["case"]  # the list still shows what the model before it read
    return Side(subject=subject, stimulus=Stimulus(**shown) if shown else _usual(instrument, subject))


def _usual(instrument: Tool, subject: str) -> Stimulus:
    """The instrument's own case where the subject reads its kind, else one that the subject reads."""
    case = case_named(instrument.default_case)
    if _readable(case.kind, subject):
        return Stimulus(case=case.name)
    reads_text = subject_card(subject).modality == "text"
    return Stimulus(case="identity_sentences_en" if reads_text else "photographs")


def _readable(kind: str, subject: str) -> bool:
    """Whether a subject reads a case of this kind; published counts are nobody's input."""
    return kind == "counts" or (kind == "texts") == (subject_card(subject).modality == "text")


def _chosen(instrument: Tool, params: Mapping[str, object]) -> dict[str, object]:
    """Only what differs from the defaults."""
    fields = instrument.params.model_fields
    return {
        name: value for name, value in params.items() if as_text(value) != as_text(usual_of(fields[name]))
    }


def _with_units(instrument: Tool, params: dict[str, object], sides: list[Side]) -> dict[str, object]:
    """Say n where the instrument would take everything there is. Raises for more than the table measures."""
    field = instrument.params.model_fields.get("n")
    if field is None or not is_optional(field):
        return params
    asked = params.get("n")
    if isinstance(asked, int) and asked > MOST_UNITS:
        raise refusals.too_many_units(MOST_UNITS)
    large = any(s.stimulus.case and case_named(s.stimulus.case).n > USUAL_UNITS for s in sides)
    return {**params, "n": USUAL_UNITS} if asked is None and large else params


def _seed(written: str) -> int:
    if not written:
        return 0
    if not written.isascii() or not written.isdigit() or int(written[:12]) > MOST_SEED:
        raise refusals.bad_seed(written)
    return int(written)


def _originals_first(cards: list[SubjectCard]) -> list[SubjectCard]:
    order = ("original", "proxy", "made-here")
    return sorted(cards, key=lambda card: order.index(card.badge) if card.badge in order else len(order))


def _slug(subject: str) -> str:
    return subject.replace("_", "-")


def _shown(stimulus: Stimulus) -> list[tuple[str, str]]:
    return [(name, value) for name in _STIMULI if (value := getattr(stimulus, name))]
