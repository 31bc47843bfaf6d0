"""Hide one word at a time: what the answer loses. Any subject will do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from tools.attribute.word_asked import AskedText
from tools.attribute.word_checks import Explain
from tools.attribute.word_method import WordMethod
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class WordRemoval(WordMethod):
    """Captum's ``FeatureAblation`` (occlusion): padding in the word's place, or the text without it."""

    method: ClassVar[str] = "word_removal"
    title: ClassVar[Words] = Words(fr="Cacher, mot à mot", en="Hiding, word by word")
    about: ClassVar[Words] = Words(
        fr="Ce que perd la note quand un mot est caché", en="What the score loses when one word is hidden"
    )

    def explain(
        self, texts: Sequence[AskedText], params: Any, seed: int, rough: bool, tick: Callable[[], None]
    ) -> list[NDArray[np.float64]]:
        """As the method says."""
        from tools.attribute.explainers.texts import removed  # slow import

        return removed(texts, tick)

    def same_question(self, texts: Sequence[AskedText], tick: Callable[[], None]) -> list[Explain]:
        """KernelSHAP, and integrated gradients where there are slopes."""
        from tools.attribute.explainers.texts import integrated, shapley  # slow import

        found: list[Explain] = [lambda some, seed: shapley(some, 128, seed, tick)]
        if texts[0].opened is not None:
            found.append(lambda some, seed: integrated(some, 16, tick))
        return found
