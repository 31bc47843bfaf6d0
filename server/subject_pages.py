"""The pages of the models on the table: their list, and the data sheet of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from babel.dates import format_date

from engine.language.schema import Scenario
from server.context import PageContext
from server.facts import text_of
from server.laboratory import subjects_of
from server.layout import written
from server.phrases import phrase
from server.table_state import spelled, table_of, taken_by
from server.views.subject import SubjectView, caption_words, cell_words, differs_title, exact_number
from tools.subject import SubjectCard
from tools.wording import Language


def subjects_page(context: PageContext, views: Sequence[SubjectView]) -> str:
    """The models on the table."""
    return written("subjects/list.html", context, context.language, views=views)


def subject_page(context: PageContext, view: SubjectView, scenarios: Iterable[Scenario] = ()) -> str:
    """The data sheet of one model, with the instruments that examine it and the dossiers that it lies in."""
    language = context.language
    card = view.card
    instruments = [
        (each, spelled(each.verb, each.method), table_of(each, card.slug).address) for each in taken_by(card)
    ]
    return written(
        "subjects/sheet.html",
        context,
        language,
        view=view,
        differs_title=differs_title(view.card, language),
        words=lambda cell, table: cell_words(cell, table, language),
        caption=lambda table: caption_words(table, language),
        exact=lambda value: exact_number(value, language),
        instruments=instruments,
        dossiers=[
            (each.id, text_of(each.title, language)) for each in scenarios if card.name in subjects_of(each)
        ],
        command=_command(card, language),
        day=lambda made: format_date(date.fromisoformat(made), format="long", locale=language),
    )


def _command(card: SubjectCard, language: Language) -> str:
    """How to fetch a model and show it something of one's own."""
    fetch = [f"autopsie subjects fetch {card.slug}"] if card.badge in ("original", "proxy") else []
    given = (
        f'--text "{phrase("instruments.sheet.text", language)}"'
        if card.modality == "text"
        else phrase("instruments.sheet.file", language)
    )
    return "\n".join([*fetch, f"autopsie examine {card.slug} {given}"])
