"""Integrated gradients on the embedded words: what each word brings, from padding alone to the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from tools.attribute.word_asked import AskedText
from tools.attribute.word_checks import Explain
from tools.attribute.word_method import WordMethod, WordParams
from tools.tool import Params
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ROUGH = 16  # steps, where explanations are compared


class _WordGradientsParams(WordParams):
    steps: int = Field(50, ge=8, le=500, description="Points between padding and the text.")


class WordGradients(WordMethod):
    """Captum's ``LayerIntegratedGradients`` on the embedding, padding as baseline (arXiv 1703.01365)."""

    method: ClassVar[str] = "word_gradients"
    title: ClassVar[Words] = Words(
        fr="Gradients intégrés, mot à mot", en="Integrated gradients, word by word"
    )
    about: ClassVar[Words] = Words(
        fr="Ce que chaque mot apporte à la note, en suivant sa pente depuis un texte vide",
        en="What each word brings to the score, along its slope from an empty text",
    )
    params: ClassVar[type[Params]] = _WordGradientsParams
    needs_slopes: ClassVar[bool] = True
    complete: ClassVar[bool] = True

    def explain(
        self, texts: Sequence[AskedText], params: Any, seed: int, rough: bool, tick: Callable[[], None]
    ) -> list[NDArray[np.float64]]:
        """As the method says."""
        from tools.attribute.explainers.texts import integrated  # slow import

        return integrated(texts, min(_ROUGH, params.steps) if rough else params.steps, tick)

    def same_question(self, texts: Sequence[AskedText], tick: Callable[[], None]) -> list[Explain]:
        """Hiding one word at a time, and KernelSHAP."""
        from tools.attribute.explainers.texts import removed, shapley  # slow import

        return [lambda some, seed: removed(some, tick), lambda some, seed: shapley(some, 128, seed, tick)]
