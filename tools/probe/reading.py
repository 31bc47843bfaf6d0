"""What the layers of a network hold of each stimulus, as one row of numbers a stimulus.

Of places (rows and columns, words) the mean and the maximum of each channel are kept; padding is no place. Of
a map, the layer is read where the chosen cell looks: the part of the picture that this cell can see. A twin
of random weights is read at the same cells.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tools.answering.given import Given
from tools.inside.layers import AT_ONCE, Layer
from tools.inside.opened import Opened, open_up

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

Tick = Callable[[int], None]
_WORDS_FIRST = ("LSTM", "Embedding", "LlamaDecoderLayer")  # (n, places, channels)


class _Enough(Exception):
    """Every wanted layer was read: the rest of the network need not run."""


class Reading:
    """Stimuli made ready once, to be read in a subject and in its twins."""

    def __init__(self, subject: Any, given: Sequence[Given], tick: Tick | None = None) -> None:
        self._subject, self._given = subject, list(given)
        self._opened: list[Opened] = []
        for each in self._given:
            self._opened.append(_opened(subject, each))
            if tick:
                tick(1)

    def read(
        self, layers: Sequence[Layer], twin: Any = None, tick: Tick | None = None
    ) -> dict[str, NDArray[np.float64]]:
        """(stimuli, numbers) by the layer's name, of the subject or of a twin.

        Raises :class:`~tools.errors.ToolFailed` (``not_finite``).
        """
        import numpy as np
        import torch  # slow import

        from tools.honesty import finite

        inner, answer = self._for(twin)
        module = (twin or self._subject).module
        rows: dict[str, dict[int, Tensor]] = {layer.name: {} for layer in layers}
        with torch.no_grad():
            for batch in _batches(inner):
                inputs = torch.cat([inner[index].inputs for index in batch])
                there = _places(inner, batch)
                held = _through(module, layers, answer or inner[batch[0]].answer, inputs, there)
                for name, pooled in held.items():
                    rows[name].update(zip(batch, pooled, strict=True))
                if tick:
                    tick(len(batch))
        found = {
            name: torch.stack([each[index] for index in range(len(inner))]).double().numpy()
            for name, each in rows.items()
        }
        finite({name: float(np.abs(values).sum()) for name, values in found.items()})
        return found

    def _for(self, twin: Any) -> tuple[list[Opened], Callable[[Tensor], Tensor] | None]:
        """The stimuli as a twin is given them, and how its network is run."""
        if self._subject.card.answers == "map":
            return self._opened, (twin or self._subject).module
        if twin is None:
            return self._opened, None
        if self._subject.card.modality == "text":  # its own embedding
            return [_opened(twin, each) for each in self._given], None
        return self._opened, _opened(twin, self._given[0]).answer


def _opened(subject: Any, given: Given) -> Opened:
    # Of a language model any next word will do: its layers are read, not its answer.
    opened = open_up(subject, given, "next:the" if subject.card.answers == "words" else "")
    if subject.card.answers != "map":
        return opened
    from tools.inside.receptive_field import seen_by_cell

    cropped = seen_by_cell(opened).opened
    return replace(cropped, inputs=cropped.inputs.contiguous())


def _batches(inner: Sequence[Opened]) -> list[list[int]]:
    by_size: dict[tuple[int, ...], list[int]] = {}
    for index, each in enumerate(inner):
        by_size.setdefault(tuple(each.inputs.shape), []).append(index)
    return [
        indices[start : start + AT_ONCE]
        for indices in by_size.values()
        for start in range(0, len(indices), AT_ONCE)
    ]


def _places(inner: Sequence[Opened], batch: Sequence[int]) -> Tensor | None:
    """(n, places), where a word stands; ``None`` of pictures."""
    import torch  # slow import

    if not inner[batch[0]].words:
        return None
    there = torch.tensor([[bool(word) for word in inner[index].words] for index in batch])
    return there | ~there.any(dim=1, keepdim=True)  # a text without words is all padding


def _through(
    module: Any,
    layers: Sequence[Layer],
    answer: Callable[[Tensor], Tensor],
    inputs: Tensor,
    there: Tensor | None,
) -> dict[str, Tensor]:
    held: dict[str, Tensor] = {}
    wanted = {layer.name for layer in layers}

    def hook(layer: Layer) -> Callable[[Any, Any, Any], None]:
        def keep(_: Any, __: Any, out: Any) -> None:
            first = out[0] if isinstance(out, tuple) else out
            held[layer.name] = pooled(first.detach(), layer.kind, there)
            if held.keys() >= wanted:
                raise _Enough

        return keep

    handles = [module.get_submodule(layer.path).register_forward_hook(hook(layer)) for layer in layers]
    try:
        # What is embedded already does not pass the embedding again.
        for layer in layers:
            if layer.kind == "Embedding":
                held[layer.name] = pooled(inputs.detach(), layer.kind, there)
        if held.keys() < wanted:
            answer(inputs)
    except _Enough:
        pass
    finally:
        for handle in handles:
            handle.remove()
    return held


def pooled(values: Tensor, kind: str, there: Tensor | None = None) -> Tensor:
    """(n, numbers): mean and maximum over places; a layer without places stays as it is."""
    import torch  # slow import

    if values.ndim == 2:
        return values
    flat = values.transpose(1, 2) if kind in _WORDS_FIRST else values.flatten(2)
    if values.ndim == 3 and kind == "Linear":  # over words
        flat = values.transpose(1, 2)
    if flat.shape[2] == 1:
        return flat[:, :, 0]
    if there is None or there.shape[1] != flat.shape[2]:
        return torch.cat([flat.mean(dim=2), flat.amax(dim=2)], dim=1)
    mask = there[:, None, :]
    mean = (flat * mask).sum(dim=2) / mask.sum(dim=2)
    return torch.cat([mean, flat.masked_fill(~mask, -torch.inf).amax(dim=2)], dim=1)


def plain_features(given: Sequence[Given], side: int = 32) -> NDArray[np.float64]:
    """(stimuli, numbers) seen without a network: pixels in 32 × 32, or which words are there."""
    import re

    import numpy as np

    if given[0].pixels is None:
        words = [re.findall(r"\w+", each.text.lower()) for each in given]
        names = sorted({word for text in words for word in text})
        place = {name: index for index, name in enumerate(names)}
        bag = np.zeros((len(given), len(names)))
        for row, text in zip(bag, words, strict=True):
            for word in text:
                row[place[word]] += 1
        return bag
    import cv2  # slow import

    small = [
        cv2.resize(each.pixels, (side, side), interpolation=cv2.INTER_AREA).astype(np.float64).ravel()
        for each in given
        if each.pixels is not None
    ]
    return np.stack(small)
