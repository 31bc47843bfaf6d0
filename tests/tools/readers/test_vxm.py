"""The reader takes the one published file and refuses everything that departs from the format."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.errors import AssetRefused
from tools.readers.vxm import MAGIC, Convolution, Gaussian, Pooling, read_vxm


def integer(value: int) -> bytes:
    return struct.pack("<i", value)


def array(key: str, numbers: np.ndarray) -> dict[str, bytes]:
    return {
        key: numbers.astype("<f4").tobytes(),
        f"{key}.dtype": b"float32",
        f"{key}.ndims": integer(numbers.ndim),
        f"{key}.shape": struct.pack(f"<{numbers.ndim}i", *numbers.shape),
    }


def small() -> dict[str, bytes]:
    """A network of two convolutions and a pooling, one entry a key."""
    return {
        "layerCount": integer(3),
        "modelType": integer(2),
        "0Type": integer(0),
        "0Act": integer(1),
        **array("0w", np.arange(54.0).reshape(2, 3, 3, 3)),
        **array("0b", np.array([1.0, 2.0])),
        "1Type": integer(2),
        "1Pool": integer(2),
        "2Type": integer(0),
        "2Act": integer(4),
        **array("2alpha", np.array([0.25])),
        **array("2w", np.array([[[[3.0]], [[4.0]]]])),
        **array("2b", np.array([5.0])),
    }


def packed(entries: dict[str, bytes], count: int | None = None) -> bytes:
    content = MAGIC + struct.pack("<I", len(entries) if count is None else count)
    for key, value in entries.items():
        raw = key.encode() + b"\0"
        content += struct.pack("<I", len(raw)) + raw + struct.pack("<I", len(value)) + value
    return content


def test_layers_come_in_order_with_their_numbers() -> None:
    first, pool, last = read_vxm(packed(small()))
    assert isinstance(first, Convolution)
    assert first.slope == 0.0
    assert first.weight[1, 2, 2, 2] == 53.0
    assert first.bias.tolist() == [1.0, 2.0]
    assert pool == Pooling(2)
    assert isinstance(last, Convolution)
    assert last.slope == 0.25
    assert last.weight.shape == (1, 2, 1, 1)


WRONG: dict[str, Mapping[str, bytes | None]] = {
    "no layer count": {"layerCount": None},
    "too many layers": {"layerCount": integer(4)},
    "too few layers": {"layerCount": integer(2)},
    "negative layers": {"layerCount": integer(-1)},
    "other model": {"modelType": integer(1)},
    "unknown layer": {"1Type": integer(9)},
    "unknown activation": {"0Act": integer(2)},
    "absurd pool": {"1Pool": integer(0)},
    "long integer": {"1Pool": b"\2\0\0\0\0\0\0\0"},
    "entry nobody wants": {"0extra": b""},
    "no shape": {"0w.shape": None},
    "text for a shape": {"0w.shape": b"2,3,3,3"},
    "other shape": {"0w.shape": struct.pack("<4i", 2, 3, 3, 5)},
    "negative shape": {"0w.shape": struct.pack("<4i", -2, -3, 3, 3)},
    "other rank": {"0w.ndims": integer(3)},
    "other type": {"0w.dtype": b"float64"},
    "shape told twice differently": {"0w.shape[1]": integer(4)},
    "length told twice differently": {"0w.shape.listlength": integer(2)},
    "infinite weight": array("0b", np.array([1.0, np.inf])),
    "bias of another length": array("0b", np.array([1.0, 2.0, 3.0])),
    "layers that do not fit": array("2w", np.zeros((1, 3, 1, 1))),
    "oblong kernel": array("0w", np.zeros((2, 3, 3, 1))),
    "even kernel": array("0w", np.zeros((2, 3, 2, 2))),
    "two slopes": array("2alpha", np.array([0.25, 0.5])),
}


@pytest.mark.parametrize("wrong", sorted(WRONG))
def test_every_departure_is_refused(wrong: str) -> None:
    entries: dict[str, bytes | None] = {**small(), **WRONG[wrong]}
    content = packed({key: value for key, value in entries.items() if value is not None})
    with pytest.raises(AssetRefused) as refused:
        read_vxm(content)
    assert refused.value.code == "asset_malformed"
    assert "subjects" not in refused.value.says.en  # says what is wrong; the cure says what to do


def test_the_entries_end_where_the_file_ends() -> None:
    whole = packed(small())
    for content in (whole + b"\0", whole[:-1], packed(small(), len(small()) - 1), packed(small(), 10**9)):
        with pytest.raises(AssetRefused):
            read_vxm(content)


def test_keys_end_with_nul_are_plain_and_come_once() -> None:
    whole = packed(small())
    for content in (
        whole.replace(b"layerCount\0", b"layerCount!"),
        whole.replace(b"layerCount\0", b"layer\0ount\0"),
        whole.replace(b"layerCount\0", b"layerCoun\xe9\0"),
        whole.replace(b"1Pool\0", b"1Type\0"),
        b"PK\3\4" + whole[4:],
    ):
        with pytest.raises(AssetRefused):
            read_vxm(content)


@given(st.data())
def test_no_prefix_and_no_garbage_raises_anything_else(data: st.DataObject) -> None:
    whole = bytearray(packed(small()))
    cut = data.draw(st.integers(0, len(whole)))
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] = data.draw(st.integers(0, 255))
    try:
        read_vxm(bytes(whole[:cut]))
    except AssetRefused:
        pass
    else:
        assert cut == len(whole)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(AssetRefused):
        read_vxm(content)
    with pytest.raises(AssetRefused):
        read_vxm(MAGIC + content)


@pytest.mark.weights
def test_the_published_file_has_the_layers_that_its_data_sheet_states(weights_folder: Path) -> None:
    layers = read_vxm((weights_folder / "fastgaze.vxm").read_bytes())
    assert len(layers) == 19
    convolutions = [layer for layer in layers if isinstance(layer, Convolution)]
    assert [layer.weight.shape[0] for layer in convolutions] == [
        43, 44, 49, 56, 44, 38, 31, 20, 18, 10, 7, 7, 2, 1,
    ]  # fmt: skip
    assert sum(layer.weight.size + layer.bias.size for layer in convolutions) == 121_060
    assert [round(layer.slope, 4) for layer in convolutions[-4:]] == [0.2747, 0.2713, 0.3741, 0.3894]
    assert [index for index, layer in enumerate(layers) if layer == Pooling(2)] == [2, 5, 8, 11]
    assert layers[-1] == Gaussian(19, 3.0)
