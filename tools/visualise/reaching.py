"""One convolution layer of a subject: read on any input, with its gradient, stopping where the layer ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.errors import CallRefused
from tools.inside.layers import Layer, layer_named, layers_of
from tools.inside.opened import Opened, why_closed
from tools.subject import SubjectCard
from tools.wording import Words

if TYPE_CHECKING:
    from torch import Tensor

CONVOLUTIONS = ("Conv2d", "GraphConvolution", "GraphTransposed")
LEAST_CHANNELS = 4  # below, two different channels cannot be told from two seeds
_USUAL_CHANNELS, _USUAL_PLACES = 16, 4


class Reached(NamedTuple):
    """A layer that can be read. ``field`` is the side of what one of its units sees, in pixels of the input;
    ``size`` is the rows and columns of the input that its pictures are computed at; ``low`` to ``high`` the
    input's range."""

    layer: Layer
    read: Callable[[Tensor], Tensor]  # (n, colours, side, side) → (n, channels, rows, columns)
    channels: int
    field: int
    size: tuple[int, int]
    colours: int
    low: float
    high: float


class _Enough(Exception):
    """The layer was read: what follows it need not run."""


def cannot_be_pictured(card: SubjectCard) -> Words | None:
    """Why no channel of a subject can be pictured; ``None`` when one can. Cheap."""
    if card.modality != "image":
        return Words(
            fr=f"« {card.title.fr} » lit des textes : ses canaux se montrent par des mots (« words »).",
            en=f"“{card.title.en}” reads texts: its channels are shown by words (“words”).",
        )
    if card.badge == "stand-in":
        return Words(
            fr=f"« {card.title.fr} » est une doublure : ses canaux ne sont pas ceux de l’original.",
            en=f"“{card.title.en}” is a stand-in: its channels are not those of the original.",
        )
    return why_closed(card)


def range_of(card: SubjectCard) -> tuple[float, float]:
    """What the network's input goes from and to."""
    return {"map": (0.0, 255.0), "faces": (-1.0, 1.0)}.get(card.answers, (0.0, 1.0))


def reach(subject: Any, opened: Opened, name: str) -> Reached:
    """The layer called ``name``, or the last one of 16 channels and 4 × 4 places or more.

    Raises :class:`CallRefused`: ``unknown_layer`` with the nearest name, ``no_channels`` for a layer that is
    not a convolution or has under four channels.
    """
    import torch  # slow import

    known = [each for each in layers_of(subject) if each.kind in CONVOLUTIONS]
    layer = layer_named(subject, name) if name else _usual(subject, opened, known)
    if layer is None or layer.kind not in CONVOLUTIONS:
        raise _no_channels(layer, known)
    read = reader(subject, opened, layer)
    with torch.no_grad():
        channels = read(opened.inputs).shape[1]
    if channels < LEAST_CHANNELS:
        raise _no_channels(layer, known)
    field = field_of(read, opened)
    colours, whole = opened.inputs.shape[1], max(opened.inputs.shape[2:])
    low, high = range_of(subject.card)
    # As the subject takes it: some networks know one size only, which need not be square.
    size = (int(opened.inputs.shape[2]), int(opened.inputs.shape[3]))
    if field <= 80 and whole > 64 and _reads(read, colours, 64):
        size = (64, 64)
    elif _reads(read, colours, whole):
        size = (whole, whole)
    return Reached(layer, read, channels, field, size, colours, low, high)


def reader(subject: Any, opened: Opened, layer: Layer) -> Callable[[Tensor], Tensor]:
    """What gives the layer's maps; nothing behind the layer is computed."""
    module = subject.module.get_submodule(layer.path)

    def read(inputs: Tensor) -> Tensor:
        held: list[Tensor] = []

        def keep(_: Any, __: Any, out: Any) -> None:
            held.append(out[0] if isinstance(out, tuple) else out)
            raise _Enough

        handle = module.register_forward_hook(keep)
        try:
            opened.answer(inputs)
        except _Enough:
            pass
        finally:
            handle.remove()
        return held[0]

    return read


def field_of(read: Callable[[Tensor], Tensor], opened: Opened) -> int:
    """Side in pixels of what the middle unit sees: where its gradient is not zero."""
    import torch  # slow import

    inputs = opened.inputs.clone().requires_grad_(True)
    maps = read(inputs)
    (gradient,) = torch.autograd.grad(maps[0, :, maps.shape[2] // 2, maps.shape[3] // 2].abs().sum(), inputs)
    where = gradient[0].abs().sum(dim=0).nonzero()
    if not len(where):
        return int(max(inputs.shape[2:]))
    spans = where.max(dim=0).values - where.min(dim=0).values + 1
    return int(spans.max())


def _reads(read: Callable[[Tensor], Tensor], colours: int, side: int) -> bool:
    """Whether a network takes an input of that size: some know one size only."""
    import torch  # slow import

    try:
        with torch.no_grad():
            maps = read(torch.zeros(1, colours, side, side))
    except (RuntimeError, ValueError, IndexError):
        return False
    return min(maps.shape[2:]) >= 3


def _usual(subject: Any, opened: Opened, known: list[Layer]) -> Layer | None:
    import torch  # slow import

    shapes: dict[str, tuple[int, ...]] = {}

    def hook(path: str) -> Callable[[Any, Any, Any], None]:
        return lambda _, __, out: shapes.update({path: tuple(out.shape)})

    handles = [
        subject.module.get_submodule(each.path).register_forward_hook(hook(each.path)) for each in known
    ]
    try:
        with torch.no_grad():
            opened.answer(opened.inputs)
    finally:
        for handle in handles:
            handle.remove()
    wide = [each for each in known if len(shapes.get(each.path, ())) == 4
            and shapes[each.path][1] >= _USUAL_CHANNELS
            and min(shapes[each.path][2:]) >= _USUAL_PLACES]  # fmt: skip
    return wide[-1] if wide else (known[-1] if known else None)


def _no_channels(layer: Layer | None, known: list[Layer]) -> CallRefused:
    name = layer.name if layer is not None else "?"
    return CallRefused(
        "no_channels",
        Words(
            fr=f"La couche « {name} » n’est pas une convolution d’au moins {LEAST_CHANNELS} canaux :"
            " il n’y a rien à mettre en image.",
            en=f"The layer “{name}” is not a convolution of {LEAST_CHANNELS} channels or more:"
            " there is nothing to picture.",
        ),
        Words(
            fr=f"Convolutions : {', '.join(each.name for each in known)}.",
            en=f"Convolutions: {', '.join(each.name for each in known)}.",
        ),
    )
