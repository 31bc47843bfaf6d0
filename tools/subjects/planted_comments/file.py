"""The file of a filter made here: the networks of all seeds and their common vocabulary, in safetensors.

Every array is stacked over the seeds, in half precision; the vocabulary is its words' bytes, one a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tools.errors import AssetRefused
from tools.subjects.planted_comments.words import WordNumbers
from tools.wording import Words

if TYPE_CHECKING:
    from tools.subjects.planted_comments.network import WordNetwork

_WORDS = "words"


def write(words: WordNumbers, networks: Sequence[WordNetwork]) -> bytes:
    """The bytes of the file: equal networks give equal bytes."""
    import numpy as np
    from safetensors.numpy import save

    states = [network.state_dict() for network in networks]
    arrays = {
        name: np.stack([state[name].numpy() for state in states]).astype(np.float16) for name in states[0]
    }
    arrays[_WORDS] = np.frombuffer("\n".join(words.words).encode(), dtype=np.uint8)
    return save(arrays)


def read(content: bytes) -> tuple[WordNumbers, list[WordNetwork]]:
    """The vocabulary and one network a seed, for use: no gradients on their weights.

    Raises :class:`AssetRefused` (``asset_malformed``).
    """
    import torch  # slow import
    from safetensors import SafetensorError
    from safetensors.numpy import load

    from tools.subjects.planted_comments.network import WordNetwork

    try:
        arrays = load(content)
        words = WordNumbers(arrays.pop(_WORDS).tobytes().decode().split("\n"))
        networks = []
        # Whoever asks first may not want gradients; whoever asks next may.
        with torch.inference_mode(False):
            for seed in range(len(arrays["output.bias"])):
                network = WordNetwork(len(words))
                network.load_state_dict(
                    {name: torch.from_numpy(array[seed]).float() for name, array in arrays.items()}
                )
                networks.append(network.eval().requires_grad_(False))
    except (SafetensorError, KeyError, RuntimeError, ValueError) as broken:
        raise AssetRefused(
            "asset_malformed",
            Words(
                fr="Le fichier du filtre fait ici n’est pas bien formé.",
                en="The file of the filter made here is not well-formed.",
            ),
        ) from broken
    return words, networks
