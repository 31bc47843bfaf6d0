"""A small language model that continues sentences in English: an illustration, not a finding.

Torch and transformers are imported when the model is loaded, not before.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tools.assets.manifest import manifest
from tools.errors import StimulusRefused
from tools.examination import Examination, WordsResult
from tools.subject import SubjectCard
from tools.subjects.comments.answers import checked_text
from tools.wording import Words

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from torch import Tensor
    from transformers import LlamaForCausalLM

_PINNED = manifest("language_model")

CARD = SubjectCard(
    name="language_model",
    title=Words(fr="Un petit modèle de langue", en="A small language model"),
    about=Words(
        fr="Il donne le mot qui suit le plus probablement, en anglais. Une illustration de ce qu’apprend un "
        "modèle de langue, non un résultat : deux phrases ne prouvent rien.",
        en="It gives the word that most likely comes next, in English. An illustration of what a language "
        "model learns, not a finding: two sentences prove nothing.",
    ),
    badge="proxy",
    modality="text",
    sha256=_PINNED.sha256,
    licence=_PINNED.licence,
    credit=_PINNED.credit,
    source=f"{_PINNED.source} (0.1.2)",
    answers="words",
    assets=("language_model",),
    differs=Words(
        fr="Ce n’est le modèle d’aucun incident : SmolLM2, 135 millions de paramètres, quantifié sur quatre "
        "bits, des centaines de fois plus petit que ceux dont parle la presse. Le français lui échappe.",
        en="It is the model of no incident: SmolLM2, 135 million parameters, quantised to four bits, "
        "hundreds of times smaller than those in the news. French is beyond it.",
    ),
)

_LISTED = 10  # next words in an examination
_LONGEST = 512  # pieces of words that it is given


class LanguageModel:
    """The model with its tokenizer."""

    card = CARD

    def __init__(self, folder: Path) -> None:
        """``folder`` is what :mod:`tools.subjects.language.conversion` keeps."""
        self._folder = folder

    @classmethod
    def load(cls, weights: Path | None = None) -> LanguageModel:
        """Find, convert where it was not yet, and load.

        Raises :class:`~tools.errors.MissingAsset` (``asset_missing``, ``extra_missing``),
        :class:`~tools.errors.AssetRefused` or :class:`~tools.errors.ToolFailed`.
        """
        from tools.assets import store
        from tools.subjects.language.conversion import converted, require_packages

        require_packages()
        loaded = cls(converted(store.locate(CARD.name, weights).path, CARD.sha256))
        assert loaded.module
        return loaded

    @cached_property
    def module(self) -> LlamaForCausalLM:
        """The transformers module, in evaluation mode, its weights mapped from the file."""
        import torch  # slow import
        from safetensors.torch import load_file
        from transformers import LlamaConfig, LlamaForCausalLM  # slow import

        from tools.subjects.language.conversion import CONFIGURATION, WEIGHTS

        described = json.loads((self._folder / CONFIGURATION).read_text(encoding="utf-8"))
        described.pop("quantization_config", None)
        with torch.device("meta"):
            model = LlamaForCausalLM(LlamaConfig(**described))
        state = load_file(self._folder / WEIGHTS)
        state["lm_head.weight"] = state["model.embed_tokens.weight"]
        model.load_state_dict(state, assign=True)
        # Buffers that no file holds were not made on the empty device: make them again.
        model.model.rotary_emb = type(model.model.rotary_emb)(config=model.config)
        model.train(False)
        model.requires_grad_(False)
        return model

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """The tokenizer: pieces of words, a space before a word being part of its first piece."""
        from tokenizers import Tokenizer

        from tools.subjects.language.conversion import TOKENIZER

        return Tokenizer.from_file(str(self._folder / TOKENIZER))

    def next_words(self, text: str, count: int = _LISTED) -> tuple[tuple[str, float], ...]:
        """The likeliest whole next words, best first: pieces that begin a word and are made of letters.

        The probability is that of the piece; a longer word may begin with it too.
        """
        shares = self._log_shares(self._pieces(text))[-1].exp()
        found: list[tuple[str, float]] = []
        for piece in shares.argsort(descending=True)[:500].tolist():
            word = self.tokenizer.decode([piece])
            if word.startswith(" ") and word[1:].isalpha():
                found.append((word[1:], round(float(shares[piece]), 6)))
            if len(found) == count:
                break
        return tuple(found)

    def continuation(self, text: str, words: Sequence[str]) -> list[float]:
        """The probability that the text goes on with each of ``words``, all their pieces together."""
        found = []
        for word in words:
            before, whole = self._pieces(text), self._pieces(f"{text} {word}")
            shares = self._log_shares(whole)
            logs = [float(shares[place - 1, whole[place]]) for place in range(len(before), len(whole))]
            found.append(math.exp(math.fsum(logs)))
        return found

    def log_probability(self, text: str) -> float:
        """The natural logarithm of the probability of the text's pieces, each given all before it.

        The first piece counts for nothing: it is given. Texts of different lengths do not compare.
        """
        pieces = self._pieces(text)
        shares = self._log_shares(pieces)
        return math.fsum(float(shares[place - 1, pieces[place]]) for place in range(1, len(pieces)))

    def examine(self, given: Path | str) -> Examination:
        """The next words of a text. Raises :class:`~tools.errors.StimulusRefused`."""
        text = checked_text(given)
        return Examination(
            result=WordsResult(next=self.next_words(text.rstrip())),
            sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
            notes=(
                Words(
                    fr="Une illustration, non un résultat : une phrase ne dit rien d’un modèle.",
                    en="An illustration, not a finding: one sentence says nothing of a model.",
                ),
            ),
        )

    def _pieces(self, text: str) -> list[int]:
        """The pieces of a text. Raises :class:`StimulusRefused` (``text_too_long``)."""
        pieces: list[int] = self.tokenizer.encode(text).ids
        if len(pieces) > _LONGEST:
            raise StimulusRefused(
                "text_too_long",
                Words(
                    fr=f"Le texte a {len(pieces)} morceaux de mots ; au plus {_LONGEST} sont lus.",
                    en=f"The text has {len(pieces)} pieces of words; at most {_LONGEST} are read.",
                ),
                Words(fr="Coupez-le.", en="Cut it."),
            )
        return pieces

    def _log_shares(self, pieces: Sequence[int]) -> Tensor:
        """The logarithm of every next piece's probability after each piece: (pieces, vocabulary)."""
        import torch  # slow import

        with torch.inference_mode():
            logits: Tensor = self.module(torch.tensor([list(pieces)])).logits[0]
        return logits.log_softmax(dim=-1)


def load(weights: Path | None = None) -> LanguageModel:
    """The subject, loaded: what the bench calls of every subject's file."""
    return LanguageModel.load(weights)
