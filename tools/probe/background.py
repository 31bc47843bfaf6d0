"""Background: a bookshelf against a plain grey ground."""

from __future__ import annotations

from typing import Any, ClassVar

from tools.probe.studio_concept import StudioConcept
from tools.wording import Words


class BackgroundConcept(StudioConcept):
    """Background, on identities that the reader never met."""

    method: ClassVar[str] = "background"
    title: ClassVar[Words] = Words(fr="Le fond, à l’intérieur", en="The background, inside")
    about: ClassVar[Words] = Words(
        fr="Le réseau garde-t-il trace de ce qui est derrière un visage ?",
        en="Does the network keep track of what is behind a face?",
    )
    absent: ClassVar[dict[str, Any]] = {"background": "plain"}
    present: ClassVar[dict[str, Any]] = {"background": "bookshelf"}
    caveat: ClassVar[Words | None] = Words(
        fr="La bibliothèque change aussi le contraste et les détails de toute l’image.",
        en="The bookshelf changes contrast and detail of the whole picture as well.",
    )

    def sought(self) -> Words:
        """The two levels of the factor."""
        return Words(
            fr="les bustes devant une bibliothèque des mêmes devant un fond gris",
            en="busts before a bookshelf from the same before a grey ground",
        )
