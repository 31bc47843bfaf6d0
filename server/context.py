"""What a page must know of the request, without knowing the web framework.

Routes make it; templates read it. It never holds a network address, a cookie or anything else that
names the visitor.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from tools.wording import Language, Words

Theme = Literal["auto", "light", "dark"]
TextSize = Literal["usual", "large", "larger"]


class Notice(BaseModel):
    """One sentence that the page shows first: why an answer was not taken, for example.

    ``typed`` is what the reader had put in the fields of the open question, by field name, to be shown again.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["info", "warning", "error"] = "info"
    code: str = ""
    says: Words
    cure: Words | None = None
    typed: dict[str, str] = Field(default_factory=dict)


class PageContext(BaseModel):
    """The reader's settings and where the page is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: Language = "en"
    theme: Theme = "auto"
    size: TextSize = "usual"
    profile: str | None = None  # audience of the play, or the one chosen on the start page
    path: str = "/"  # without the query
    query: dict[str, str] = Field(default_factory=dict)
    status: int = 200
    notice: Notice | None = None
    subject_notice: Words | None = None  # why the genuine model cannot run here, with the cure
    guide: Words | None = None  # who words the guide's sentences on this server
    static: dict[str, str] = Field(default_factory=dict)  # "css/page.css" → "/static/css/page.css?v=1a2b3c4d"

    def asset(self, name: str) -> str:
        """The address of a static file, with its content's hash so that it can be cached for ever."""
        return self.static.get(name, f"/static/{name}")

    def address(self, **changes: str) -> str:
        """This page's address with some of its query replaced (``lang="en"``)."""
        from urllib.parse import urlencode

        query = {**self.query, **changes}
        return self.path + ("?" + urlencode(query) if query else "")
