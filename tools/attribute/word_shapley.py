"""Shapley values of words: what each brings on average over all the ways to show the other ones."""

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

_ROUGH = 128  # samples, where explanations are compared


class _WordShapleyParams(WordParams):
    samples: int = Field(512, ge=64, le=20_000, description="Coalitions drawn, above 10 words (exact below).")


class WordShapley(WordMethod):
    """Exact up to ten words; beyond, KernelSHAP with captum's draws (arXiv 1705.07874)."""

    method: ClassVar[str] = "word_shapley"
    title: ClassVar[Words] = Words(fr="Valeurs de Shapley des mots", en="Shapley values of words")
    about: ClassVar[Words] = Words(
        fr="Ce que chaque mot apporte en moyenne, quels que soient les autres mots montrés",
        en="What each word brings on average, whichever other words are shown",
    )
    params: ClassVar[type[Params]] = _WordShapleyParams
    complete: ClassVar[bool] = True
    chance: ClassVar[bool] = True

    def explain(
        self, texts: Sequence[AskedText], params: Any, seed: int, rough: bool, tick: Callable[[], None]
    ) -> list[NDArray[np.float64]]:
        """As the method says."""
        from tools.attribute.explainers.texts import shapley  # slow import

        return shapley(texts, min(_ROUGH, params.samples) if rough else params.samples, seed, tick)

    def same_question(self, texts: Sequence[AskedText], tick: Callable[[], None]) -> list[Explain]:
        """Hiding one word at a time, and integrated gradients where there are slopes."""
        from tools.attribute.explainers.texts import integrated, removed  # slow import

        found: list[Explain] = [lambda some, seed: removed(some, tick)]
        if texts[0].opened is not None:
            found.append(lambda some, seed: integrated(some, 16, tick))
        return found
