"""Twitter's saliency network as a torch module. Importing this file imports torch (slow import)."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from tools.readers.vxm import Convolution, Gaussian, Layer, Pooling

# The BGR means of a well-known network, applied in RGB order: the genuine program's own quirk.
CHANNEL_MEANS = (103.939, 116.779, 123.68)


class SaliencyNetwork(nn.Module):
    """3×3 convolutions and poolings, then 1×1 convolutions, to one score a cell of 16×16 pixels.

    Input ``(n, 3, height, width)``, RGB in 0..255 as floats; output ``(n, 1, ⌈height/16⌉, ⌈width/16⌉)``.
    The means are subtracted inside, so that gradients are those of the picture. The Gaussian layer that the
    file stores is not applied, as in the genuine program.
    """

    means: Tensor

    def __init__(self, layers: Sequence[Layer]) -> None:
        super().__init__()
        self.register_buffer("means", torch.tensor(CHANNEL_MEANS).view(1, 3, 1, 1), persistent=False)
        modules: list[nn.Module] = []
        for layer in layers:
            if isinstance(layer, Convolution):
                modules += [_convolution(layer), _activation(layer)]
            elif isinstance(layer, Pooling):
                modules.append(nn.MaxPool2d(layer.size, ceil_mode=True))
            else:
                assert isinstance(layer, Gaussian)
        self.layers = nn.Sequential(*modules)
        self.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # missing in torch's stubs

    def forward(self, pictures: Tensor) -> Tensor:
        """Score of every cell."""
        scores: Tensor = self.layers(pictures - self.means)
        return scores


def _convolution(layer: Convolution) -> nn.Conv2d:
    out, into, side, _ = layer.weight.shape
    made = nn.Conv2d(into, out, side, padding=side // 2)
    made.weight.data = torch.from_numpy(layer.weight.copy())
    made.bias.data = torch.from_numpy(layer.bias.copy())  # type: ignore[union-attr]
    return made


def _activation(layer: Convolution) -> nn.Module:
    # In place where no gradient needs the value before: ReLU's own gradient reads its output.
    return nn.ReLU(inplace=True) if layer.slope == 0.0 else nn.LeakyReLU(layer.slope, inplace=True)
