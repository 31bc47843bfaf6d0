"""A bag of words, weighted and judged by five linear models whose calibrated answers are averaged.

The sums are scikit-learn's: TfidfVectorizer (lower case, words of two signs at least, counts times the
inverse document frequency, Euclidean norm 1), then CalibratedClassifierCV over LinearSVC with Platt's
sigmoid, ``1 / (1 + exp(slope × margin + offset))``.
"""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.errors import AssetRefused
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Bag:
    """The words of one text that the model weighs, each with its share of the vector (Euclidean norm 1)."""

    words: tuple[str, ...]
    shares: NDArray[np.float64]  # (words,)
    unknown: tuple[str, ...]  # words that it does not weigh, the common ones of English among them


class LinearFilter:
    """The vocabulary and the five models."""

    def __init__(self, content: bytes) -> None:
        """``content`` is the JSON of :mod:`tools.assets.conversions.linear_pipeline`.

        Raises :class:`AssetRefused` (``asset_malformed``).
        """
        import numpy as np

        try:
            described = json.loads(content)
            self._pattern = re.compile(described["pattern"])
            self._places = {word: place for place, word in enumerate(described["words"])}
            self._weights = np.array(described["idf"], dtype=np.float64)
            folds = described["folds"]
            self._coefficients = np.array([fold["coefficients"] for fold in folds], dtype=np.float64)
            self._intercepts, self._slopes, self._offsets = (
                np.array([fold[name] for fold in folds], dtype=np.float64)
                for name in ("intercept", "slope", "offset")
            )
            width = (len(self._places),)
            if self._weights.shape != width or self._coefficients.shape[1:] != width:
                raise ValueError
        except (ValueError, KeyError, TypeError, re.error) as broken:
            raise AssetRefused(
                "asset_malformed",
                Words(
                    fr="Le filtre linéaire n’est pas un fichier bien formé.",
                    en="The linear filter is not a well-formed file.",
                ),
            ) from broken

    def __len__(self) -> int:
        """How many words it weighs."""
        return len(self._places)

    def bag(self, text: str) -> Bag:
        """The words of a text as the model weighs them."""
        import numpy as np

        found = self._pattern.findall(text.lower())
        counts = Counter(word for word in found if word in self._places)
        words = tuple(sorted(counts, key=self._places.__getitem__))
        weighed = np.array([counts[word] * self._weights[self._places[word]] for word in words])
        norm = float(np.sqrt((weighed**2).sum()))
        unknown = tuple(dict.fromkeys(word for word in found if word not in self._places))
        return Bag(words, weighed / norm if norm else weighed, unknown)

    def probability(self, bag: Bag) -> float:
        """The mean, over the five models, of the calibrated probability that the text offends."""
        import numpy as np

        margins = self._coefficients[:, self._at(bag)] @ bag.shares + self._intercepts
        return float((1.0 / (1.0 + np.exp(self._slopes * margins + self._offsets))).mean())

    def parts(self, bag: Bag) -> dict[str, float]:
        """What each word adds to the margin, mean over the five models: exact, since the margin is a sum."""
        added = self._coefficients[:, self._at(bag)].mean(axis=0) * bag.shares
        return dict(zip(bag.words, added.tolist(), strict=True))

    def permuted(self, seed: int) -> LinearFilter:
        """The same vocabulary, each word with what another one weighs."""
        import numpy as np

        other = copy.copy(self)
        other._coefficients = self._coefficients[:, np.random.default_rng(seed).permutation(len(self))]
        return other

    def redrawn(self, seed: int) -> LinearFilter:
        """The same vocabulary, the weights drawn from a normal of the same spread."""
        import numpy as np

        other = copy.copy(self)
        draw: NDArray[np.float64] = np.random.default_rng(seed).normal(size=(1, len(self)))
        other._coefficients = draw * self._coefficients.std(axis=1, keepdims=True)
        return other

    def _at(self, bag: Bag) -> list[int]:
        return [self._places[word] for word in bag.words]
