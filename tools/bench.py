"""The bench at which a tool works: the subject loaded, the pictures of the case at hand."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.catalogue import is_reference, subject_card
from tools.stimulus import Picture, Recipe
from tools.subject import SubjectIdentity
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.stimuli.cases import Case
    from tools.subjects.external.brought import Brought


class Bench:
    """What :meth:`tools.tool.Tool.run` receives.

    ``uploads`` is the folder of the pictures that the reader brought, if any; ``weights`` a path that comes
    before all other places where weights are looked for. A subject is loaded once, by whoever asks first.
    """

    def __init__(self, uploads: Path | None = None, weights: Path | None = None) -> None:
        self.uploads = uploads
        self.weights = weights
        self._subjects: dict[str, Any] = {}
        self._external: dict[str, Brought] = {}
        self._loading = threading.Lock()

    def with_uploads(self, uploads: Path | None) -> Bench:
        """The same bench, subjects loaded, for another reader's pictures."""
        other = Bench(uploads, self.weights)
        other._subjects, other._external, other._loading = self._subjects, self._external, self._loading
        return other

    def lend(self, subject: Any) -> None:
        """Put a loaded subject on the bench under its card's name: one that no file holds, just trained."""
        with self._loading:
            self._subjects[subject.card.name] = subject

    def subject(self, name: str) -> Any:
        """The subject, in either spelling, loaded; or a model of one's own, by its reference.

        Raises :class:`~tools.errors.CallRefused` for an unknown name, :class:`~tools.errors.MissingAsset`
        or :class:`~tools.errors.AssetRefused` for its weights, and what
        :func:`tools.subjects.external.card.load` raises.
        """
        if is_reference(name):
            return self._brought(name)
        with self._loading:
            if name in self._subjects:
                return self._subjects[name]
        card = subject_card(name, external=True)
        with self._loading:
            if card.name not in self._subjects:
                load: Callable[[Path | None], Any] = importlib.import_module(
                    f"tools.subjects.{card.name}"
                ).load
                self._subjects[card.name] = load(self.weights)
            return self._subjects[card.name]

    def identity(self, name: str) -> SubjectIdentity:
        """What a finding keeps of the subject."""
        card = subject_card(name, external=True)
        return SubjectIdentity(
            name=card.name, title=card.title, badge=card.badge, sha256=card.sha256, described=card.described
        )

    def _brought(self, name: str) -> Any:
        """A model of one's own: loaded again once its file or its description has changed."""
        from tools.subjects.external.card import load

        card = subject_card(name, external=True)
        hashes = (card.sha256, card.described)
        with self._loading:
            known = self._external.get(name)
            if known is None or (known.card.sha256, known.card.described) != hashes:
                if known is not None:
                    del self._external[name]
                    known.close()
                self._external[name] = load(name)
            return self._external[name]

    def case(self, name: str) -> Case:
        """A built-in case, ``upload:<sha256>``, the reader's picture, or ``file:<sha256>``, a story's.

        Raises :class:`~tools.errors.CallRefused` for an unknown case and
        :class:`~tools.errors.StimulusRefused` for an upload that is gone.
        """
        from tools.stimuli.cases import UPLOAD_PREFIX, case_named
        from tools.stimuli.uploads import upload_case

        case = case_named(name)
        if name.startswith(UPLOAD_PREFIX):
            return upload_case(name.removeprefix(UPLOAD_PREFIX), self.uploads)
        return case

    def pixels(self, recipe: Recipe) -> NDArray[np.uint8]:
        """The pixels of a recipe: (height, width, 3), RGB bytes, read-only."""
        from tools.stimuli.render import render

        return render(recipe, self.uploads)

    def picture(self, recipe: Recipe, alt: Words, credit: str = "") -> Picture:
        """The picture of a recipe, named by the hash of its pixels."""
        from tools.stimuli.render import picture

        return picture(recipe, alt, credit, self.uploads)
