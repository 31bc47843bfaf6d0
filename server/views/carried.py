"""The notice X803: what an edited scenario changed for this reader's play."""

from __future__ import annotations

from dataclasses import dataclass

from engine.language.schema import Scenario, ToolNode
from engine.nodes.tool import title_of
from engine.play.events import Migrated
from server.phrases import phrase
from tools.wording import Language, typeset

CODE = "X803"


@dataclass(frozen=True)
class CarriedView:
    """``says`` is the sentence; ``lines`` what it means for this play; ``names`` the ids, for authors."""

    code: str
    says: str
    lines: list[str]
    names: list[str]


def carried_view(scenario: Scenario, migrated: Migrated, language: Language) -> CarriedView:
    """The notice of one migration, in the language of the page."""
    key = "carried" if migrated.version == migrated.from_version else "carried.version"
    says = phrase(key, language, before=migrated.from_version, after=migrated.version)
    lines = [phrase("carried.place." + _place(migrated), language)]
    for name in migrated.dropped:
        node = scenario.nodes.get(name)
        title = title_of(node).in_(language) if isinstance(node, ToolNode) else name
        lines.append(phrase("carried.dropped", language, title=title))
    lines += [
        phrase("carried.withdrawn", language, text=typeset(text, language)) for text in migrated.withdrawn
    ]
    renamed = [
        phrase("carried.gone", language, name=old) if new is None else f"{old} → {new}"
        for old, new in migrated.names.nodes.items()
    ]
    return CarriedView(code=CODE, says=says, lines=lines, names=renamed)


def _place(migrated: Migrated) -> str:
    """What became of the place where the reader was."""
    if migrated.reopened is None:
        return "same"
    stood = migrated.moved_from or ""
    return "again" if migrated.names.nodes.get(stood, stood) == migrated.reopened else "moved"
