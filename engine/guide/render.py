"""An author's text with its figures filled in: what may be said, and what each figure rests on.

Nothing is escaped here: the text is Markdown and whoever shows it makes it safe. Cites and glossary marks
stay in the text, for the page to turn into links.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal, NamedTuple, cast

from pydantic import BaseModel, ConfigDict

from engine.guide.words import NOTICES, word_for
from engine.language.placeholders import NUMBER_FORMATS, Part, parts_of
from engine.language.schema import AskNode, Scenario, Text, ToolNode
from engine.play.events import Binding
from tools.wording import Language, NumberFormat, Words, enumeration, format_number, typeset


class Rendered(BaseModel):
    """A text ready to be shown. ``language_shown`` differs from what was asked where a translation lacks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    values: dict[str, Any]
    bindings: list[Binding]
    cites: list[str]
    language_shown: Language

    @property
    def sha(self) -> str:
        """SHA-256 of the text, 16 hex digits."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


def render(
    scenario: Scenario, node: str, key: str, language: Language, values: Mapping[str, Any]
) -> Rendered:
    """The text of ``node`` that ``key`` names ("text", "text_for.pupil", "also.0", "remember.1", …).

    ``values`` is what :class:`~engine.play.environment.Values` gives, or those that a ``narrated`` event
    kept. Raises :class:`KeyError` for a key that the node does not have.
    """
    return render_text(scenario, text_at(scenario, node, key), language, values)


def text_at(scenario: Scenario, node: str, key: str) -> Text:
    """The author's text at ``key`` of ``node``. Raises :class:`KeyError` where there is none."""
    if key in NOTICES:
        return text_of_words(NOTICES[key])
    part = scenario.nodes[node]
    field, _, which = key.partition(".")
    if key == "target" and isinstance(part, ToolNode) and part.target is not None:
        return _target_text(scenario, part.target)
    if field == "text" and part.text is not None:
        return part.text
    if field == "text_for":
        return part.text_for[which]
    try:
        if field == "also":
            return part.also[int(which)].text
        found: Any = getattr(part, field)[int(which)]
        text: Text = found.text if field == "phases" else found
    except (AttributeError, IndexError, ValueError, TypeError):
        raise KeyError(f"{node} has no text {key}") from None
    return text


def _target_text(scenario: Scenario, fact: str) -> Text:
    """The published figure, as it is stated before the measure that is set against it (honesty rule 2)."""
    source, _, name = fact.partition(".")
    style = "percent1" if 0 < abs(scenario.sources[source].facts[name]) < 1 else "number"
    figure = f"{{{fact}:{style}}} [@{source}]"
    return text_of_words(
        Words(
            fr=f"Avant la mesure, le chiffre publié : {figure}.",
            en=f"Before the measure, the published figure: {figure}.",
        )
    )


def text_of_words(words: Words) -> Text:
    """Words as a text of a scenario."""
    return Text(by_language={"fr": words.fr, "en": words.en})


def render_text(scenario: Scenario, text: Text, language: Language, values: Mapping[str, Any]) -> Rendered:
    """``text`` in ``language``, or in the scenario's own where that is missing, its placeholders filled."""
    source, shown_in = text.in_(language)
    plan = plan_of(source, shown_in)
    if plan.fixed is not None:
        return Rendered(
            text=plan.fixed, values={}, bindings=[], cites=list(plan.cites), language_shown=shown_in
        )
    pieces: list[str] = []
    kept: dict[str, Any] = {}
    bindings: list[Binding] = []
    for part in plan.pieces:
        if part.kind != "placeholder":
            pieces.append(part.shown)
            continue
        name = value_name(part)
        value = _lookup(values, name)
        shown = _show(scenario, part, value, shown_in)
        pieces.append(shown)
        if value is not None:
            kept[name] = value
            rests_on, base = basis_of(scenario, part.name)
            mark = source[part.start : part.end]
            bindings.append(Binding(placeholder=mark, shown=shown, value=value, rests_on=rests_on, name=base))
    return Rendered(
        text="".join(pieces).strip(), values=kept, bindings=bindings, cites=list(plan.cites),
        language_shown=shown_in,
    )  # fmt: skip


class Plan(NamedTuple):
    """A text cut at its marks, its prose set as French is printed.

    ``names`` are those of the values that it reads, each once; ``fixed`` is the text where it reads none.
    """

    pieces: tuple[Part, ...]
    names: tuple[str, ...]
    cites: tuple[str, ...]
    fixed: str | None


@functools.lru_cache(maxsize=8192)
def plan_of(source: str, language: Language) -> Plan:
    """How ``source`` is told in ``language``; kept, because the same few texts are told again.

    Cites and glossary marks show as they were written.
    """
    pieces, names, cites = [], {}, {}
    for part in parts_of(source):
        if part.kind in ("cite", "gloss"):
            part = replace(part, shown=source[part.start : part.end])
        elif part.kind == "words":
            part = replace(part, shown=typeset(part.shown, language))
        if part.kind == "placeholder":
            names[value_name(part)] = True
        elif part.kind == "cite":
            cites[part.name] = True
        pieces.append(part)
    fixed = None if names else "".join(part.shown for part in pieces).strip()
    return Plan(tuple(pieces), tuple(names), tuple(cites), fixed)


def value_name(part: Part) -> str:
    """The name under which a placeholder's value is kept. A standing has a number and a word, and a text may
    show both."""
    as_word = part.format == "words" and part.name.startswith("belief.")
    return f"{part.name}:words" if as_word else part.name


class Filled(NamedTuple):
    """One placeholder of a text, filled. ``value`` is ``None`` where nothing is known: "—" is shown."""

    part: Part
    mark: str  # "{place.n:int}", as its author wrote it
    value: Any
    shown: str


def cut(scenario: Scenario, source: str, language: Language, values: Mapping[str, Any]) -> list[str | Filled]:
    """``source`` as :func:`render_text` shows it, its figures kept apart from its words."""
    found: list[str | Filled] = []
    for part in plan_of(source, language).pieces:
        if part.kind != "placeholder":
            found.append(part.shown)
            continue
        value = _lookup(values, value_name(part))
        shown = _show(scenario, part, value, language)
        found.append(Filled(part, source[part.start : part.end], value, shown))
    return found


def words_of(scenario: Scenario, text: Text, values: Mapping[str, Any]) -> Words:
    """``text`` rendered in both languages, for what a client shows without asking again."""
    french, english = text.in_("fr"), text.in_("en")
    fixed = _fixed_words(french, english)
    if fixed is not None:
        return fixed
    return Words(fr=_filled(scenario, french, values), en=_filled(scenario, english, values))


def _filled(scenario: Scenario, source: tuple[str, Language], values: Mapping[str, Any]) -> str:
    """The text alone: where nobody asks what its figures rest on, its bindings are not drawn up."""
    shown = [
        _show(scenario, part, _lookup(values, value_name(part)), source[1])
        if part.kind == "placeholder"
        else part.shown
        for part in plan_of(*source).pieces
    ]
    return "".join(shown).strip()


@functools.lru_cache(maxsize=8192)
def _fixed_words(french: tuple[str, Language], english: tuple[str, Language]) -> Words | None:
    fr, en = plan_of(*french).fixed, plan_of(*english).fixed
    return None if fr is None or en is None else Words(fr=fr, en=en)


def _lookup(values: Mapping[str, Any], name: str) -> Any:
    try:
        return values[name]
    except KeyError:
        return None


def basis_of(scenario: Scenario, name: str) -> tuple[Literal["finding", "source", "reader", "board"], str]:
    """What a placeholder rests on: the kind, and the tool node, source, variable or hypothesis."""
    base, _, field = name.partition(".")
    if isinstance(scenario.nodes.get(base), ToolNode) and field:
        return "finding", base
    if base in scenario.sources and field:
        return "source", base
    if base in scenario.vars or (field and isinstance(scenario.nodes.get(base), AskNode)):
        return "reader", base
    return "board", field or base


def _show(scenario: Scenario, part: Part, value: Any, language: Language) -> str:
    if value is None:
        return "—"
    if isinstance(value, Mapping):
        return _table(value, language)
    if isinstance(value, list | tuple):
        return enumeration([_plain(scenario, part.name, each, language) for each in value], language)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return format_number(value, _style(part.format, value), language)
    return _plain(scenario, part.name, value, language)


def _style(style: str, value: float) -> NumberFormat:
    if style in NUMBER_FORMATS:
        return cast(NumberFormat, style)
    return "int" if float(value).is_integer() else "number"


def _plain(scenario: Scenario, name: str, value: Any, language: Language) -> str:
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, int | float):
        return format_number(value, _style("", value), language)
    text = str(value)
    var = scenario.vars.get(name)
    if var is not None and var.kind == "text":
        return text  # what the reader wrote stays as written
    if var is not None and text in var.labels:
        return var.labels[text].in_(language)[0]
    words = word_for(text)
    if words is None:
        return text
    return typeset(words.in_(language), language)


def _table(table: Mapping[str, float], language: Language) -> str:
    """``0.5: −0.12; 2: 0.03``: levels and what was measured there, in one line."""
    colon, stop = ("\u00a0: ", "\u202f; ") if language == "fr" else (": ", "; ")
    return stop.join(
        f"{_level(level, language)}{colon}{format_number(value, 'number', language)}"
        for level, value in table.items()
    )


def _level(level: str, language: Language) -> str:
    try:
        return format_number(float(level), "number", language)
    except ValueError:
        return level
