"""What an investigation cannot show, as Markdown: a section of the page of its experiments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tools.wording import Language, Words, typeset

if TYPE_CHECKING:
    from engine.language.schema import Scenario, Text

HEADING = Words(fr="Ce que cette enquête ne peut pas montrer", en="What this investigation cannot show")


def limits_section(story: Scenario, limits: Sequence[Text], language: Language) -> str:
    """The section, heading included; nothing where no limit is stated."""
    if not limits:
        return ""
    listed = "\n".join(f"- {_markdown(story, each, language)}" for each in limits)
    return f"## {typeset(HEADING.in_(language), language)}\n\n{listed}"


def _markdown(story: Scenario, text: Text, language: Language) -> str:
    """One limit on one line: its figures filled, its sources linked, its glossary words plain."""
    from engine.guide.standing import standing
    from engine.language.placeholders import parts_of

    said = standing(story, text, language).text.replace("\n", " ")
    shown = []
    for part in parts_of(said):
        if part.kind == "cite":
            shown.append(_source(story, part.name, part.shown))
        else:
            shown.append(part.shown or said[part.start : part.end])
    return "".join(shown)


def _source(story: Scenario, name: str, where: str) -> str:
    """``([J. Doe, 2021](https://…), p. 4)``; a source without address is named alone."""
    source = story.sources.get(name)
    if source is None:
        return ""
    named = ", ".join(str(part) for part in (source.authors or source.title, source.year) if part)
    linked = f"[{named}]({source.url})" if source.url else named
    return f"({linked}, {where})" if where else f"({linked})"
