"""GradCAM at one layer. Importing this file imports torch (slow import)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from tools.attribute.explainers.gradients import flat
from tools.errors import CallRefused
from tools.inside.opened import Opened
from tools.wording import Words

Tick = Callable[[], None]


def usual_layer(opened: Opened) -> str:
    """The last layer that reads neighbours, still has places, and that the answer comes from.

    Raises :class:`CallRefused` (``no_layers``) for a network without one.
    """
    seen: list[tuple[str, Tensor]] = []

    def keep(path: str) -> Callable[..., Tensor | None]:
        def note(_module: nn.Module, _given: Any, out: Any) -> Tensor | None:
            if not isinstance(out, Tensor) or out.dim() != 4 or min(out.shape[-2:]) < 2:
                return None
            seen.append((path, out))
            return out.clone()  # what follows may work in place

        return note

    handles = [
        module.register_forward_hook(keep(path))
        for path, module in opened.module.named_modules()
        if _reads_neighbours(module)
    ]
    try:
        with torch.inference_mode(False), torch.enable_grad():
            number = opened.answer(opened.inputs.detach().clone().requires_grad_()).sum()
            slopes = torch.autograd.grad(number, [out for _, out in seen], allow_unused=True) if seen else ()
    finally:
        for handle in handles:
            handle.remove()
    held = [
        path for (path, _), slope in zip(seen, slopes, strict=True) if slope is not None and bool(slope.any())
    ]
    if not held:
        raise CallRefused(
            "no_layers",
            Words(
                fr="Ce réseau n’a pas de couche à laquelle GradCAM s’applique.",
                en="This network has no layer that GradCAM applies to.",
            ),
            Words(fr="Choisissez une autre méthode.", en="Choose another method."),
        )
    return held[-1]


def _reads_neighbours(module: nn.Module) -> bool:
    weight = getattr(module, "weight", None)
    return isinstance(weight, Tensor) and weight.dim() == 4 and max(weight.shape[-2:]) > 1


def layer_cam(opened: Opened, path: str, tick: Tick | None = None) -> NDArray[np.float64]:
    """GradCAM at one layer (Selvaraju and others, 2016, arXiv 1610.02391), signed, at the input's size.

    Channels are weighed by their mean slope and summed; captum's ``LayerGradCam`` without the last rectifier.
    Each pixel takes the nearest place of the layer, and its share of that place's weight.
    """
    held: list[Tensor] = []

    def keep(_module: nn.Module, _given: Any, out: Tensor) -> Tensor:
        held.append(out)
        return out.clone()  # what follows may work in place

    layer = opened.module.get_submodule(path)
    handle = layer.register_forward_hook(keep)
    try:
        with torch.inference_mode(False), torch.enable_grad():
            asked = opened.inputs.detach().clone().requires_grad_()
            number = opened.answer(asked).sum()
            (slope,) = torch.autograd.grad(number, held[0])
    finally:
        handle.remove()
    if tick:
        tick()
    weights = slope.mean(dim=(2, 3), keepdim=True)
    cam = (weights * held[0].detach()).sum(dim=1, keepdim=True)
    rows, columns = opened.inputs.shape[-2:]
    wide = nn.functional.interpolate(cam, size=(rows, columns), mode="nearest")
    return np.asarray(flat(wide) * (cam.shape[-2] * cam.shape[-1] / (rows * columns)))
