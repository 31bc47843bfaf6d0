"""What the files beside a scenario are made of, field by field, as ``constructs`` says it of the scenario.

Their texts are named for their file: ``dossier.limits.0``, ``workshop.phases.2.title``.
"""

from __future__ import annotations

from engine.author.constructs import Construct, ListOf, Shape
from engine.language.classification import CLASSIFICATION

_MOMENT: Shape = Construct({"date": "twins", "text": "text", "cites": "other"})
_STATEMENT: Shape = Construct({"name": "text", "text": "text", "cites": "other"})
_RUN: Shape = Construct({"id": "other", "tool": "other", "with": "other", "seed": "other", "about": "text"})
_LINK: Shape = Construct({"title": "text", "url": "other", "about": "text"})
_REPLY: Shape = Construct({"date": "other", "who": "text", "text": "text", "in": "other", "cites": "other"})
_CORRECTION: Shape = Construct({"date": "other", "text": "text", "cites": "other"})
DOSSIER: Shape = Construct(
    {
        "timeline": ListOf(_MOMENT), "actors": ListOf(_STATEMENT), "harms": ListOf(_STATEMENT),
        "public": Construct({"given": ListOf(_STATEMENT), "refused": ListOf(_STATEMENT)}),
        "limits": ListOf("text"), "runs": ListOf(_RUN), "links": ListOf(_LINK), "cite": "text",
        "replies": ListOf(_REPLY), "corrections": ListOf(_CORRECTION),
        "classification": Construct(dict.fromkeys(CLASSIFICATION, "other")),
    }
)  # fmt: skip
_PHASE: Shape = Construct(
    {
        "minutes": "other", "title": "text", "text": "text", "facilitator": "text", "node": "other",
        "act": "other", "inject": "text",
    }
)  # fmt: skip
WORKSHOP: Shape = Construct(
    {
        "minutes": "other", "groups": Construct({"people": "other", "size": "other", "text": "text"}),
        "materials": ListOf("text"), "before": ListOf("text"), "phases": ListOf(_PHASE),
        "debrief": ListOf("text"), "after": ListOf("text"),
    }
)  # fmt: skip
BESIDE: dict[str, Shape] = {"dossier": DOSSIER, "workshop": WORKSHOP}
"""By the name of the file, without ``.yaml``. Both are led in each language: facilitators' words too."""
