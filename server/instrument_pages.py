"""The pages of the instruments: their list, and what one asks, needs and leaves unsaid."""

from __future__ import annotations

from dataclasses import dataclass

from babel.dates import format_date

from server.context import PageContext
from server.facts import badge_of
from server.layout import written
from server.phrases import listed, phrase
from server.table_command import command_of
from server.table_params import params_of
from server.table_references import reference_of, reference_table
from server.table_state import accepting, spelled, table_of
from server.views.plate import BadgeView, badge_view
from tools.catalogue import tools_of
from tools.figures.words import show, show_interval
from tools.finding import Finding, Value
from tools.stimuli.cases import case_named
from tools.tool import Tool
from tools.verbs import VERBS
from tools.wording import Language


@dataclass(frozen=True)
class InstrumentLine:
    """One instrument of the list."""

    name: str
    tool: Tool


def instruments_page(context: PageContext) -> str:
    """Every instrument, by what it does to a subject."""
    verbs = [
        (verb, [InstrumentLine(spelled(verb, each.method), each) for each in tools_of(verb).values()])
        for verb in VERBS
    ]
    return written("instruments/list.html", context, context.language, verbs=verbs)


def instrument_page(context: PageContext, instrument: Tool) -> str:
    """One instrument: its question, what it needs, its limits, a reference output, how to run it."""
    language = context.language
    takes = [
        (card, badge_of(card.name), table_of(instrument, card.slug).address) for card in accepting(instrument)
    ]
    reference = reference_of(instrument.verb, instrument.method)
    table = reference_table(instrument)
    limit = f"instruments.limit.{instrument.verb}"
    return written(
        "instruments/page.html",
        context,
        language,
        tool=instrument,
        name=spelled(instrument.verb, instrument.method),
        verb=phrase(f"verb.{instrument.verb}", language),
        limit=phrase(limit, language) if listed(limit) else "",
        controls=[phrase(f"instruments.control.{each}", language) for each in sorted(instrument.controls)],
        params=params_of(instrument, language),
        takes=takes,
        case=case_named(instrument.default_case),
        reference=reference,
        reference_badge=_badge(reference) if reference else None,
        values=[(each, *_shown(each, language)) for each in reference.values] if reference else [],
        made=_day(reference, language),
        table=table,
        command=command_of(table, 0) if table else "",
    )


def _badge(reference: Finding) -> BadgeView:
    identity = reference.subject
    return badge_view(identity.badge, identity.title, identity.sha256, identity.name)


def _shown(value: Value, language: Language) -> tuple[str, str]:
    between = "–"
    if value.low is not None and value.high is not None:
        between = show_interval(value.low, value.high, value.unit, language)
    return show(value.value, value.unit, language), between


def _day(reference: Finding | None, language: Language) -> str:
    if reference is None or reference.recorded is None:
        return ""
    from datetime import datetime

    made = datetime.fromisoformat(reference.recorded.at.replace("Z", "+00:00"))
    return format_date(made, "long", locale=language)
