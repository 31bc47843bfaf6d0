"""Twins that know nothing: the same architecture, its weights permuted within each layer or drawn anew.

What an explanation shows of such a twin too, it does not owe to what the network learned (Adebayo and others,
2018, "Sanity Checks for Saliency Maps", arXiv 1810.03292). Permuted twins are nearly constant over pictures,
an easy opponent: a check needs both kinds, several seeds, and the map of another input as null.
"""

from __future__ import annotations

import copy
import math
from typing import TYPE_CHECKING, Any

from tools.errors import CallRefused
from tools.inside.opened import why_closed
from tools.wording import Words

if TYPE_CHECKING:
    from torch import Tensor, nn


def scrambled(subject: Any, seed: int) -> Any:
    """The subject with the weights and biases of each layer permuted. Raises ``CallRefused`` (no_layers)."""
    if hasattr(subject, "scrambled"):
        return subject.scrambled(seed)
    return _with(subject, seed, redraw=False)


def reinitialised(subject: Any, seed: int) -> Any:
    """The subject with weights drawn anew by He's rule (arXiv 1502.01852). Raises as :func:`scrambled`."""
    if hasattr(subject, "reinitialised"):
        return subject.reinitialised(seed)
    return _with(subject, seed, redraw=True)


def trained_twins(subject: Any) -> list[Any]:
    """The same recipe trained from other seeds, where we trained it: all but ``subject``; else none."""
    from tools.subjects.made_here.five_seeds import SEEDS, FiveSeeds

    if isinstance(subject, FiveSeeds):
        own = subject._seed
        return [subject.seed(number) for number in range(SEEDS) if number != own]
    if hasattr(subject, "of_seed"):
        return [subject.of_seed(number) for number in range(subject.seeds) if number != subject.seed]
    return []


def _with(subject: Any, seed: int, *, redraw: bool) -> Any:
    if (reason := why_closed(subject.card)) is not None:
        raise CallRefused("no_layers", reason)
    module = _forgotten(subject.module, seed, redraw=redraw)
    if hasattr(subject, "with_module"):
        return subject.with_module(module)
    if not isinstance(vars(type(subject)).get("module"), property) or "module" in vars(subject):
        other = copy.copy(subject)
        other.__dict__["module"] = module  # the place of a cached property
        return other
    raise CallRefused(
        "no_layers",
        Words(
            fr=f"Les poids de « {subject.card.title.fr} » ne se tirent pas à nouveau.",
            en=f"The weights of “{subject.card.title.en}” cannot be drawn anew.",
        ),
    )


def _forgotten(module: nn.Module, seed: int, *, redraw: bool) -> nn.Module:
    """A copy whose every parameter is permuted, or drawn anew; running statistics stay, as biases of none."""
    import torch  # slow import

    with torch.inference_mode(False):
        other = copy.deepcopy(module)
        draw = torch.Generator().manual_seed(seed)
        with torch.no_grad():
            for name, values in other.named_parameters():
                if values.device.type == "meta":
                    continue
                values.copy_(_drawn(name, values, draw) if redraw else _permuted(values, draw))
    return other.eval().requires_grad_(False)


def _permuted(values: Tensor, draw: Any) -> Tensor:
    import torch  # slow import

    flat: Tensor = values.flatten()[torch.randperm(values.numel(), generator=draw)]
    return flat.reshape(values.shape)


def _drawn(name: str, values: Tensor, draw: Any) -> Tensor:
    """Biases zero, gains of one dimension one, weights normal with a spread of √(2 / inputs)."""
    import torch  # slow import

    if values.dim() < 2:
        return torch.zeros_like(values) if "bias" in name else torch.ones_like(values)
    inputs = values[0].numel()
    return torch.randn(values.shape, generator=draw) * math.sqrt(2 / inputs)
