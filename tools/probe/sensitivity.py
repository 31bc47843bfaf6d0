"""How an answer moves along a direction of a layer: its gradient there, one row a stimulus.

The gradient with respect to a layer's output is summed over places: it says how fast the answer changes when
the same small step is added everywhere in the layer (Kim and others, 2018, "Interpretability Beyond Feature
Attribution: Quantitative Testing with Concept Activation Vectors", arXiv 1711.11279).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.answering.given import Given
from tools.errors import CallRefused
from tools.inside.layers import Layer, layer_named, layers_of
from tools.inside.opened import open_up
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

_WORDS_FIRST = ("LSTM", "LlamaDecoderLayer")  # (n, places, channels)


class Slopes(NamedTuple):
    """``held`` is the layer's mean over places, ``slopes`` the answer's gradient summed over them; (stimuli,
    channels) both. ``answers`` are the numbers themselves."""

    held: NDArray[np.float64]
    slopes: NDArray[np.float64]
    answers: NDArray[np.float64]


def slopes_of(
    subject: Any, given: Sequence[Given], layer: Layer, answer: str, tick: Callable[[int], None]
) -> Slopes:
    """The layer and the answer's gradient in it, a stimulus at a time: each has its own answer (its cell).

    Raises :class:`~tools.errors.CallRefused` (``layer_aside``: nothing leads from it to this answer) and what
    :func:`open_up` raises.
    """
    import numpy as np
    import torch  # slow import

    held, slopes, answers = [], [], []
    for each in given:
        opened = open_up(subject, each, answer)
        kept: list[Tensor] = []
        module = opened.module.get_submodule(layer.path)

        def keep(_: Any, __: Any, out: Any, kept: list[Tensor] = kept) -> Any:
            # From here on, and not before, the computation is differentiated. A copy, because the activation
            # that follows may write in place.
            first = (out[0] if isinstance(out, tuple) else out).detach().requires_grad_(True)
            kept.append(first)
            return (first.clone(), *out[1:]) if isinstance(out, tuple) else first.clone()

        handle = module.register_forward_hook(keep)
        try:
            with torch.enable_grad():
                inputs = opened.inputs
                if layer.kind == "Embedding":
                    inputs = inputs.detach().clone().requires_grad_(True)
                    kept.append(inputs)
                number = opened.answer(inputs)[0]
                if not number.requires_grad:
                    raise _aside(layer)
                (gradient,) = torch.autograd.grad(number, kept[0])
        finally:
            handle.remove()
        places_first = layer.kind in (*_WORDS_FIRST, "Embedding")
        held.append(_over_places(kept[0].detach(), places_first, total=False))
        slopes.append(_over_places(gradient, places_first, total=True))
        answers.append(float(number.detach()))
        tick(1)
    return Slopes(np.stack(held), np.stack(slopes), np.array(answers))


def layer_leading_to(subject: Any, given: Given, answer: str) -> Layer:
    """The last layer but the answer's own from which something leads to the answer.

    Raises :class:`~tools.errors.CallRefused` as :func:`slopes_of`.
    """
    usual = layer_named(subject, "")
    known = layers_of(subject)
    before = known[: known.index(usual) + 1]
    for layer in reversed(before):
        try:
            slopes_of(subject, [given], layer, answer, lambda _: None)
        except CallRefused as refused:
            if refused.code != "layer_aside":
                raise
        else:
            return layer
    raise _aside(usual)


def _aside(layer: Layer) -> CallRefused:
    return CallRefused(
        "layer_aside",
        Words(
            fr=f"De la couche « {layer.name} », rien ne mène à cette réponse.",
            en=f"From the layer “{layer.name}”, nothing leads to this answer.",
        ),
        Words(fr="Prenez une couche plus proche de l’entrée.", en="Take a layer nearer to the input."),
    )


def _over_places(values: Tensor, places_first: bool, *, total: bool) -> NDArray[np.float64]:
    """(channels,) of (1, channels, places…), or of (1, places, channels)."""
    one = values[0].double()
    if one.ndim > 1:
        flat = one if places_first else one.flatten(1).T
        one = flat.sum(dim=0) if total else flat.mean(dim=0)
    found: NDArray[np.float64] = one.numpy()
    return found
