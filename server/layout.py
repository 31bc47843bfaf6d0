"""What every page is made with: its style sheets, and its template with what all templates need."""

from __future__ import annotations

from typing import Any

from server.context import PageContext
from server.templating import write
from tools.wording import Language, Words

STYLES = (
    *("tokens", "layout", "report", "charts", "forms", "questions", "enquiry"),
    *("licence", "terms", "notebook", "screens", "sheets"),
)
REFRESH = 3  # seconds between two looks of a page without script while something runs


def written(template: str, context: PageContext, language: Language, **values: Any) -> str:
    """A page from its template, with what every page needs."""
    return write(template, language, context=context, styles=STYLES, refresh=REFRESH, **values)


def message_page(context: PageContext, status: int, code: str, says: Words, cure: Words | None = None) -> str:
    """One clear sentence and what to do: an error, or a page that is not there."""
    return written("message.html", context, context.language, status=status, code=code, says=says, cure=cure)
