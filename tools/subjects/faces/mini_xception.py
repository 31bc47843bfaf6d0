"""The mini-Xception as a torch module, from the layers of its Keras file.

Architecture: Arriaga, Plöger and Valdenegro-Toro, 2017, arXiv 1710.07557.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import max_pool2d, pad

from tools.errors import AssetRefused
from tools.readers.hdf5 import KerasLayer
from tools.wording import Words

SIDE = 64
CLASSES = 7
_BLOCKS = (16, 32, 64, 128)


class MiniXception(nn.Module):
    """Logits (n, 7) of grey faces (n, 1, 64, 64) in −1..1; differentiable.

    Raises :class:`AssetRefused` (``asset_malformed``) where the file describes another network.
    """

    def __init__(self, layers: Mapping[str, KerasLayer]) -> None:
        super().__init__()
        file = _File(layers)
        self.stem = nn.Sequential(
            file.convolution("conv2d_1", 1, 8, 3, padding="valid"),
            file.normalisation("batch_normalization_1", 8),
            nn.ReLU(),
            file.convolution("conv2d_2", 8, 8, 3, padding="valid"),
            file.normalisation("batch_normalization_2", 8),
            nn.ReLU(),
        )
        self.blocks = nn.ModuleList(
            _Block(file, number, into, out)
            for number, (into, out) in enumerate(zip((8, *_BLOCKS), _BLOCKS, strict=False), 1)
        )
        self.last = file.convolution("conv2d_7", _BLOCKS[-1], CLASSES, 3, bias=True)
        file.finish()

    def forward(self, faces: Tensor) -> Tensor:
        """Logits, before the softmax."""
        seen: Tensor = self.stem(faces)
        for block in self.blocks:
            seen = block(seen)
        logits: Tensor = self.last(seen).mean(dim=(2, 3))
        return logits


class _Block(nn.Module):
    """Two separable convolutions and a pool, beside a shortcut of half the size."""

    def __init__(self, file: _File, number: int, into: int, out: int) -> None:
        super().__init__()
        self.shortcut = nn.Sequential(
            file.convolution(f"conv2d_{number + 2}", into, out, 1, stride=2),
            file.normalisation(f"batch_normalization_{3 * number}", out),
        )
        self.main = nn.Sequential(
            file.separable(f"separable_conv2d_{2 * number - 1}", into, out),
            file.normalisation(f"batch_normalization_{3 * number + 1}", out),
            nn.ReLU(),
            file.separable(f"separable_conv2d_{2 * number}", out, out),
            file.normalisation(f"batch_normalization_{3 * number + 2}", out),
        )
        file.pool(f"max_pooling2d_{number}")

    def forward(self, seen: Tensor) -> Tensor:
        pooled: Tensor = _same_pool(self.main(seen))
        beside: Tensor = self.shortcut(seen)
        return pooled + beside


def _same_pool(seen: Tensor) -> Tensor:
    """Maximum over 3×3 at stride 2, TensorFlow's "same": what is odd of the border goes bottom and right."""
    borders: list[int] = []
    for length in (seen.shape[3], seen.shape[2]):
        total = max(0, (-(-length // 2) - 1) * 2 + 3 - length)
        borders += [total // 2, total - total // 2]
    return max_pool2d(pad(seen, borders, value=float("-inf")), 3, stride=2)


class _File:
    """The layers of the file, each read once and checked against what we are about to build."""

    def __init__(self, layers: Mapping[str, KerasLayer]) -> None:
        self._layers = layers
        self._read: set[str] = set()

    def convolution(
        self,
        name: str,
        into: int,
        out: int,
        size: int,
        *,
        stride: int = 1,
        padding: str = "same",
        bias: bool = False,
    ) -> nn.Conv2d:
        arrays = self._layer(
            name,
            "Conv2D",
            kernel_size=[size, size],
            strides=[stride, stride],
            padding=padding,
            use_bias=bias,
            activation="linear",
            data_format="channels_last",
        )
        shapes = {"kernel": (size, size, into, out)} | ({"bias": (out,)} if bias else {})
        self._shapes(name, arrays, shapes)
        border = size // 2 if padding == "same" else 0
        made = nn.Conv2d(into, out, size, stride=stride, padding=border, bias=bias)
        _fill(made.weight, arrays["kernel"].transpose(3, 2, 0, 1))
        if made.bias is not None:
            _fill(made.bias, arrays["bias"])
        return made

    def separable(self, name: str, into: int, out: int) -> nn.Sequential:
        arrays = self._layer(
            name,
            "SeparableConv2D",
            kernel_size=[3, 3],
            strides=[1, 1],
            padding="same",
            use_bias=False,
            activation="linear",
            data_format="channels_last",
            depth_multiplier=1,
        )
        self._shapes(
            name, arrays, {"depthwise_kernel": (3, 3, into, 1), "pointwise_kernel": (1, 1, into, out)}
        )
        depthwise = nn.Conv2d(into, into, 3, padding=1, groups=into, bias=False)
        pointwise = nn.Conv2d(into, out, 1, bias=False)
        _fill(depthwise.weight, arrays["depthwise_kernel"].transpose(2, 3, 0, 1))
        _fill(pointwise.weight, arrays["pointwise_kernel"].transpose(3, 2, 0, 1))
        return nn.Sequential(depthwise, pointwise)

    def normalisation(self, name: str, channels: int) -> nn.BatchNorm2d:
        arrays = self._layer(name, "BatchNormalization", axis=-1, center=True, scale=True)
        parts = ("gamma", "beta", "moving_mean", "moving_variance")
        self._shapes(name, arrays, dict.fromkeys(parts, (channels,)))
        epsilon = self._layers[name].settings.get("epsilon")
        if not isinstance(epsilon, float) or not 0 < epsilon < 1 or (arrays["moving_variance"] < 0).any():
            _refuse(name)
        made = nn.BatchNorm2d(channels, eps=epsilon)
        assert made.running_mean is not None
        assert made.running_var is not None
        targets = (made.weight, made.bias, made.running_mean, made.running_var)
        for target, part in zip(targets, parts, strict=True):
            _fill(target, arrays[part])
        return made

    def pool(self, name: str) -> None:
        self._layer(name, "MaxPooling2D", pool_size=[3, 3], strides=[2, 2], padding="same")

    def finish(self) -> None:
        """Refuse a file with arrays that nobody read."""
        if left := [name for name, each in self._layers.items() if each.arrays and name not in self._read]:
            _refuse(f"{left[0]}?")

    def _layer(self, name: str, kind: str, **settings: object) -> Mapping[str, np.ndarray]:
        layer = self._layers.get(name)
        if layer is None or layer.kind != kind:
            _refuse(f"{name}?")
        for key, wanted in settings.items():
            if layer.settings.get(key) != wanted:
                _refuse(f"{name}: {key}")
        self._read.add(name)
        return layer.arrays

    def _shapes(
        self, name: str, arrays: Mapping[str, np.ndarray], shapes: Mapping[str, tuple[int, ...]]
    ) -> None:
        if {part: array.shape for part, array in arrays.items()} != dict(shapes):
            _refuse(name)


def _fill(target: Tensor, values: np.ndarray) -> None:
    with torch.no_grad():
        target.copy_(torch.from_numpy(np.ascontiguousarray(values)))


def _refuse(where: str) -> NoReturn:
    raise AssetRefused(
        "asset_malformed",
        Words(
            fr=f"Le fichier n’est pas celui du réseau d’expressions attendu ({where}).",
            en=f"The file is not that of the expected expression network ({where}).",
        ),
        Words(
            fr="Récupérez-le de nouveau par autopsie subjects fetch.",
            en="Fetch it again with autopsie subjects fetch.",
        ),
    )
