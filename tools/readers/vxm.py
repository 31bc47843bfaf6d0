"""Reader of the ``.vxm`` format: a flat list of named values that holds a small convolutional network.

Little-endian: 4 magic bytes, a ``u32`` count, then as many entries, each a ``u32`` key length, a key that
ends with NUL (counted), a ``u32`` value length and the value. Read from the one file that is known to be
in this format, so everything unexpected is refused rather than guessed.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from tools.errors import AssetRefused
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAGIC = bytes.fromhex("0174504d")
_MOST_ENTRIES = 10_000
_MOST_LAYERS = 500
_CONVOLUTION, _POOLING, _GAUSSIAN = 0, 2, 3
_RELU, _LEAKY_RELU = 1, 4


@dataclass(frozen=True)
class Convolution:
    """One convolution of stride 1 with zero padding that keeps the size, and its activation."""

    weight: NDArray[np.float32]  # (out, in, height, width)
    bias: NDArray[np.float32]  # (out,)
    slope: float  # of negative values: 0 is ReLU, anything else leaky ReLU


@dataclass(frozen=True)
class Pooling:
    """A maximum over ``size`` × ``size`` windows that do not overlap; a partial window counts."""

    size: int


@dataclass(frozen=True)
class Gaussian:
    """The parameters of a blur that the file stores; whether to apply it is the subject's business."""

    kernel_size: int
    deviation: float


Layer = Convolution | Pooling | Gaussian


def read_vxm(content: bytes) -> list[Layer]:
    """The layers of the network stored in ``content``, in order.

    Raises :class:`AssetRefused` (``asset_malformed``) where the content departs from the format in any way:
    a truncated or trailing byte, an unknown or repeated entry, a shape that does not match its data or the
    layer before, a number that is not finite.
    """
    entries = _Entries(content)
    count = entries.integer("layerCount")
    if not 1 <= count <= _MOST_LAYERS:
        _refuse(f"layerCount = {count}")
    if (kind := entries.integer("modelType")) != 2:
        _refuse(f"modelType = {kind}")
    layers: list[Layer] = []
    channels: int | None = None
    for index in range(count):
        layer = _layer(entries, index)
        if isinstance(layer, Convolution):
            out, expected = layer.weight.shape[:2]
            if channels not in (None, expected):
                _refuse(f"{index}w: {expected} ≠ {channels}")
            channels = out
        layers.append(layer)
    if left := entries.unread():
        _refuse(", ".join(left[:3]))
    return layers


def _layer(entries: _Entries, index: int) -> Layer:
    kind = entries.integer(f"{index}Type")
    if kind == _CONVOLUTION:
        return _convolution(entries, index)
    if kind == _POOLING:
        size = entries.integer(f"{index}Pool")
        if not 1 <= size <= 16:
            _refuse(f"{index}Pool = {size}")
        return Pooling(size)
    if kind == _GAUSSIAN:
        return Gaussian(entries.integer(f"{index}KernelSize"), float(entries.integer(f"{index}Std")))
    _refuse(f"{index}Type = {kind}")


def _convolution(entries: _Entries, index: int) -> Convolution:
    weight = entries.array(f"{index}w")
    bias = entries.array(f"{index}b")
    if weight.ndim != 4 or weight.shape[2] != weight.shape[3] or weight.shape[2] % 2 == 0:
        _refuse(f"{index}w.shape = {weight.shape}")
    if bias.shape != weight.shape[:1]:
        _refuse(f"{index}b.shape = {bias.shape}")
    activation = entries.integer(f"{index}Act")
    if activation == _RELU:
        return Convolution(weight, bias, 0.0)
    if activation == _LEAKY_RELU:
        alpha = entries.array(f"{index}alpha")
        if alpha.shape != (1,):
            _refuse(f"{index}alpha.shape = {alpha.shape}")
        return Convolution(weight, bias, float(alpha[0]))
    _refuse(f"{index}Act = {activation}")


class _Entries:
    """The entries by key; remembers which were read, so that one that nobody wants is noticed."""

    def __init__(self, content: bytes) -> None:
        self._values = dict(_split(content))
        self._read: set[str] = set()

    def integer(self, key: str) -> int:
        """A value of one ``int32``."""
        value = self._value(key)
        if len(value) != 4:
            _refuse(key)
        return int(struct.unpack("<i", value)[0])

    def array(self, key: str) -> NDArray[np.float32]:
        """An array of ``float32`` with the shape that its companion entries state."""
        import numpy as np

        if self._value(f"{key}.dtype").rstrip(b"\0") != b"float32":
            _refuse(f"{key}.dtype")
        shape = self._shape(key)
        data = self._value(key)
        if len(data) != 4 * math.prod(shape):
            _refuse(f"{key}: {len(data)} ≠ 4 × {math.prod(shape)}")
        numbers = np.frombuffer(data, dtype="<f4").astype(np.float32).reshape(shape)
        if not np.isfinite(numbers).all():
            _refuse(f"{key}: NaN, ∞")
        return numbers

    def unread(self) -> list[str]:
        """Keys that no layer asked for."""
        return sorted(self._values.keys() - self._read)

    def _shape(self, key: str) -> tuple[int, ...]:
        packed = self._value(f"{key}.shape")  # int32 numbers, though some bytes look like digits
        if len(packed) % 4 or not 4 <= len(packed) <= 16:
            _refuse(f"{key}.shape")
        shape: tuple[int, ...] = struct.unpack(f"<{len(packed) // 4}i", packed)
        if min(shape) < 1 or self.integer(f"{key}.ndims") != len(shape):
            _refuse(f"{key}.shape = {shape}")
        # The shape stands twice in the file for arrays of more than one dimension: both must agree.
        length = f"{key}.shape.listlength"
        if length in self._values and self.integer(length) != len(shape):
            _refuse(length)
        for axis, size in enumerate(shape):
            again = f"{key}.shape[{axis}]"
            if again in self._values and self.integer(again) != size:
                _refuse(again)
        return shape

    def _value(self, key: str) -> bytes:
        try:
            value = self._values[key]
        except KeyError:
            _refuse(f"{key}?")
        self._read.add(key)
        return value


def _split(content: bytes) -> Iterator[tuple[str, bytes]]:
    if content[:4] != MAGIC:
        _refuse(f"magic {content[:4].hex() or '–'} ≠ {MAGIC.hex()}")
    count, at = _length(content, 4)
    if count > _MOST_ENTRIES:
        _refuse(f"{count} > {_MOST_ENTRIES}")
    seen: set[str] = set()
    for _ in range(count):
        raw, at = _counted(content, at)
        if not raw.endswith(b"\0") or not raw[:-1].isascii() or b"\0" in raw[:-1]:
            _refuse(f"@{at}")
        key = raw[:-1].decode("ascii")
        if key in seen:
            _refuse(f"2 × {key}")
        seen.add(key)
        value, at = _counted(content, at)
        yield key, value
    if at != len(content):
        _refuse(f"+{len(content) - at}")


def _counted(content: bytes, at: int) -> tuple[bytes, int]:
    size, at = _length(content, at)
    if at + size > len(content):
        _refuse(f"@{at}: {size} > {len(content) - at}")
    return content[at : at + size], at + size


def _length(content: bytes, at: int) -> tuple[int, int]:
    if at + 4 > len(content):
        _refuse(f"@{at}: {len(content)}")
    return int.from_bytes(content[at : at + 4], "little"), at + 4


def _refuse(where: str) -> NoReturn:
    raise AssetRefused(
        "asset_malformed",
        Words(
            fr=f"Le fichier de poids n’est pas un fichier «\u202f.vxm\u202f» bien formé ({where}).",
            en=f"The weight file is not a well-formed “.vxm” file ({where}).",
        ),
        Words(
            fr="Effacez-le et récupérez-le à nouveau.",
            en="Delete it and fetch it again.",
        ),
    )
