"""The layers of a subject by name, and what they hold of a stimulus."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.answering.given import Given
from tools.errors import CallRefused
from tools.inside.opened import Opened, open_up, why_closed
from tools.names import nearest
from tools.wording import Words

if TYPE_CHECKING:
    from torch import Tensor, nn

_GRAPH_KINDS = ("GraphConvolution", "GraphTransposed")  # of a graph that was read from a file
_KINDS = ("Conv2d", "Conv1d", "Linear", "LSTM", "Embedding", "LlamaDecoderLayer", *_GRAPH_KINDS)
AT_ONCE = 16  # stimuli through a network to read a layer


class Layer(NamedTuple):
    """One layer that can be read: ``name`` as people type it, counted from the input."""

    name: str
    path: str  # of the torch module
    kind: str


def layers_of(subject: Any) -> tuple[Layer, ...]:
    """Every layer that has weights, from the input to the answer.

    Names are the torch module's own paths ("layers.4", "features.6"). Raises ``CallRefused`` (no_layers).
    """
    if (reason := why_closed(subject.card)) is not None:
        raise CallRefused("no_layers", reason)
    found = [
        Layer(path, path, type(module).__name__)
        for path, module in subject.module.named_modules()
        if type(module).__name__ in _KINDS and not _inside_another(path, subject.module)
    ]
    if any(layer.kind in _GRAPH_KINDS for layer in found):  # "convolution.12": by place among the steps
        found.sort(key=lambda layer: int(layer.path.rpartition(".")[2]))
    return tuple(found)


def layer_named(subject: Any, name: str) -> Layer:
    """One layer; the last but one by default (``""``), the last is the answer.

    Raises :class:`CallRefused` (``unknown_layer``) with the nearest name.
    """
    known = layers_of(subject)
    if not known:
        raise CallRefused(
            "no_layers",
            Words(
                fr=f"Les couches de « {subject.card.title.fr} » n’ont pas de nom : on ne peut pas les lire.",
                en=f"The layers of “{subject.card.title.en}” have no names: they cannot be read.",
            ),
        )
    if not name:
        return known[max(0, len(known) - 2)]
    for layer in known:
        if layer.name == name:
            return layer
    names = [layer.name for layer in known]
    near = nearest(name, names)
    raise CallRefused(
        "unknown_layer",
        Words(
            fr=f"« {subject.card.title.fr} » n’a pas de couche « {name} ».",
            en=f"“{subject.card.title.en}” has no layer “{name}”.",
        ),
        Words(fr=f"Vouliez-vous dire « {near} » ?", en=f"Did you mean “{near}”?")
        if near
        else Words(fr=f"Couches : {', '.join(names)}.", en=f"Layers: {', '.join(names)}."),
    )


def activations(
    subject: Any, given: Sequence[Given], layer: Layer, opened: Sequence[Opened] | None = None
) -> list[Tensor]:
    """What the layer gives for each stimulus: (channels, rows, columns), (channels, places) or (channels,).

    After the layer's own arithmetic, before the activation that follows. Stimuli of equal size go together.
    """
    import torch  # slow import

    inner = list(opened) if opened is not None else [open_up(subject, each) for each in given]
    by_size: dict[tuple[int, ...], list[int]] = {}
    for index, each in enumerate(inner):
        by_size.setdefault(tuple(each.inputs.shape), []).append(index)
    found: dict[int, Tensor] = {}
    module = subject.module.get_submodule(layer.path)
    held: list[Tensor] = []
    handle = module.register_forward_hook(lambda _, __, out: held.append(_tensor(out).detach().clone()))
    try:
        with torch.no_grad():
            for indices in by_size.values():
                for start in range(0, len(indices), AT_ONCE):
                    batch = indices[start : start + AT_ONCE]
                    held.clear()
                    inner[batch[0]].answer(torch.cat([inner[index].inputs for index in batch]))
                    found.update(zip(batch, held[0], strict=True))
    finally:
        handle.remove()
    return [found[index] for index in range(len(inner))]


def _tensor(out: Any) -> Tensor:
    first: Tensor = out[0] if isinstance(out, tuple) else out
    return first


def _inside_another(path: str, module: nn.Module) -> bool:
    """Whether a layer is a part of one that is read as a whole (a block of a language model)."""
    parts = path.split(".")
    above = [".".join(parts[:depth]) for depth in range(1, len(parts))]
    return any(type(module.get_submodule(each)).__name__ in _KINDS for each in above)
