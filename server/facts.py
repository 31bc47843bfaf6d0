"""What a scenario says of itself before it is played: facts, profiles, badges."""

from __future__ import annotations

from engine.language.schema import Scenario, Text, ToolNode
from server.phrases import listed, phrase
from server.views.plate import BadgeView, badge_view
from tools.catalogue import subject_card
from tools.errors import AutopsieError
from tools.wording import Language, typeset


def facts_of(scenario: Scenario, language: Language) -> list[tuple[str, str]]:
    """The fact sheet, label and text."""
    return [(_label(name, language), text_of(fact, language)) for name, fact in scenario.facts.items()]


def audiences_of(scenario: Scenario, language: Language) -> list[tuple[str, str, str]]:
    """Id, name and help of each profile."""
    return [
        (each.id, text_of(each.title, language), _usual("audience.help", each.id, language))
        for each in scenario.audiences
    ]


def badges_of(scenario: Scenario) -> list[BadgeView]:
    """The badge of each subject that the scenario puts on the table."""
    names = dict.fromkeys(node.subject for node in scenario.nodes.values() if isinstance(node, ToolNode))
    return [badge for badge in map(badge_of, names) if badge]


def badge_of(subject: str) -> BadgeView | None:
    """The badge of a subject; ``None`` for one that the catalogue does not list."""
    try:
        card = subject_card(subject)
    except AutopsieError:
        return None
    return badge_view(card.badge, card.title, card.sha256, card.name)


def _label(name: str, language: Language) -> str:
    """The usual label of a fact, else the author's own name for it."""
    return _usual("fact", name, language) or name.replace("_", " ").capitalize()


def _usual(family: str, name: str, language: Language) -> str:
    """The phrase of a name that authors may give as they like; nothing for one that we do not know."""
    key = f"{family}.{name}"
    return phrase(key, language) if listed(key) else ""


def text_of(text: Text | None, language: Language) -> str:
    """A text of a scenario, typeset."""
    if text is None:
        return ""
    shown, shown_in = text.in_(language)
    return typeset(shown, shown_in)


def named(text: Text, language: Language) -> tuple[str, Language]:
    """A text of a scenario and the language that it is in, where it lacks the one asked for."""
    return text.in_(language)
