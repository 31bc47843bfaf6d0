"""The pages about the place itself: prose in ``web/templates/about``, one file a page and language.

What they state of the server (how long a picture stays) is read from its settings, and the credits from the
manifests of the assets, so that neither can say what is not so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from server.cases_kept import kept_words
from server.context import PageContext
from server.credits import credited, origin_of, users_of
from server.layout import written
from server.settings import Settings
from server.templating import environment
from tools.assets.manifest import Committed, Manifest
from tools.wording import Language, format_number, typeset

_TAGS_AND_CODE = re.compile(r"(<code>.*?</code>|<[^>]*>)")
PAGES = ("method", "honesty", "accessibility", "kept", "credits")


@dataclass(frozen=True)
class CreditView:
    """One thing that others made, or that we trained, and who uses it."""

    name: str
    source: str
    credit: str
    licence: str
    origin: str
    used_by: Sequence[str]


def about_page(context: PageContext, name: str, settings: Settings) -> str:
    """The page ``name`` of :data:`PAGES` in the reader's language."""
    language = context.language
    minutes = format_number(settings.upload_seconds / 60, "int", language)
    cases = [each.in_(language) for each in kept_words()]
    text = environment().get_template(f"about/{name}.{language}.html").render(minutes=minutes, cases=cases)
    own: list[CreditView] = []
    others: list[CreditView] = []
    if name == "credits":
        for each in credited():
            (own if isinstance(each.origin, Committed) else others).append(_credit(each))
    return written(
        "about/page.html",
        context,
        language,
        name=name,
        pages=PAGES,
        text=Markup(_typeset(text, language)),
        own=own,
        others=others,
    )


def _credit(pinned: Manifest) -> CreditView:
    slug = pinned.name.replace("_", "-")
    return CreditView(slug, pinned.source, pinned.credit, pinned.licence, origin_of(pinned), users_of(pinned))


def _typeset(html: str, language: Language) -> str:
    """Our own prose with the spaces of its language, in its text and nowhere else."""
    parts = _TAGS_AND_CODE.split(html)
    return "".join(part if place % 2 else typeset(part, language) for place, part in enumerate(parts))
