"""The author's text, word for word: the offline mode, and the ground that every other backend stands on."""

from __future__ import annotations

from collections.abc import Iterator

from engine.guide.guide import Brief


class Backend:
    """Says what the author wrote for this profile and language."""

    name = "authored"
    verbatim = True

    def word(self, brief: Brief) -> Iterator[str]:
        """The text as it is."""
        yield brief.text
