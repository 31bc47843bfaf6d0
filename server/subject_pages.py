"""The pages of the models on the table: their list, and the data sheet of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date

from server.context import PageContext
from server.layout import written
from server.views.subject import SubjectView, caption_words, cell_words, differs_title, exact_number


def subjects_page(context: PageContext, views: Sequence[SubjectView]) -> str:
    """The models on the table."""
    return written("subjects/list.html", context, context.language, views=views)


def subject_page(context: PageContext, view: SubjectView) -> str:
    """The data sheet of one model."""
    language = context.language
    return written(
        "subjects/sheet.html",
        context,
        language,
        view=view,
        differs_title=differs_title(view.card, language),
        words=lambda cell, table: cell_words(cell, table, language),
        caption=lambda table: caption_words(table, language),
        exact=lambda value: exact_number(value, language),
        day=lambda made: format_date(date.fromisoformat(made), format="long", locale=language),
    )
