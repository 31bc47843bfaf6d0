"""The reader of whole Keras models refuses everything that is not one."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable

import h5py
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tools.errors import AssetRefused
from tools.readers.hdf5 import read_keras_model


def small_model(change: Callable[[h5py.File], None] | None = None, **layer: object) -> bytes:
    """A model of one convolution, as Keras 2 writes it; ``change`` spoils it."""
    described = {
        "class_name": "Model",
        "config": {
            "layers": [
                {"name": "input_1", "class_name": "InputLayer", "config": {}, "inbound_nodes": []},
                {
                    "name": "conv",
                    "class_name": "Conv2D",
                    "config": {"filters": 2},
                    "inbound_nodes": [[["input_1", 0, 0, {}]]],
                }
                | layer,
            ]
        },
    }
    content = io.BytesIO()
    with h5py.File(content, "w") as file:
        file.attrs["model_config"] = json.dumps(described).encode()
        group = file.create_group("model_weights")
        group.create_group("input_1").attrs["weight_names"] = np.array([], dtype="S1")
        conv = group.create_group("conv")
        conv.attrs["weight_names"] = [b"conv_1/kernel:0"]
        conv["conv_1/kernel:0"] = np.ones((3, 3, 1, 2), np.float32)
        if change:
            change(file)
    return content.getvalue()


def test_layers_come_with_their_settings_and_arrays() -> None:
    layers = read_keras_model(small_model())
    assert list(layers) == ["input_1", "conv"]
    conv = layers["conv"]
    assert (conv.kind, conv.reads, conv.settings["filters"]) == ("Conv2D", ("input_1",), 2)
    assert conv.arrays["kernel"].shape == (3, 3, 1, 2)


@pytest.mark.parametrize(
    "content", [b"", b"not a model, a letter\n", b"\x89HDF\r\n\x1a\n", small_model()[:3000]]
)
def test_a_text_or_half_a_file_is_refused(content: bytes) -> None:
    with pytest.raises(AssetRefused) as refused:
        read_keras_model(content)
    assert refused.value.code == "asset_malformed"


def not_a_number(file: h5py.File) -> None:
    file["model_weights/conv/conv_1/kernel:0"][0, 0, 0, 0] = np.nan


def no_weights(file: h5py.File) -> None:
    del file["model_weights"]


def no_array(file: h5py.File) -> None:
    del file["model_weights/conv/conv_1/kernel:0"]


def whole_numbers(file: h5py.File) -> None:
    no_array(file)
    file["model_weights/conv/conv_1/kernel:0"] = np.ones((3, 3, 1, 2), np.int32)


def not_json(file: h5py.File) -> None:
    file.attrs["model_config"] = b"{"


def of_another_layer(file: h5py.File) -> None:
    file.move("model_weights/conv", "model_weights/other")


@pytest.mark.parametrize(
    "spoil", [not_a_number, no_weights, no_array, whole_numbers, not_json, of_another_layer]
)
def test_a_spoilt_model_is_refused(spoil: Callable[[h5py.File], None]) -> None:
    with pytest.raises(AssetRefused):
        read_keras_model(small_model(spoil))


def test_a_layer_that_reads_nobody_or_serves_twice_is_refused() -> None:
    for nodes in ([[["nobody", 0, 0, {}]]], [[["input_1", 0, 0, {}]], [["input_1", 0, 0, {}]]]):
        with pytest.raises(AssetRefused):
            read_keras_model(small_model(inbound_nodes=nodes))


@example(at=48, written=b"\x00")
@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
def test_bytes_changed_anywhere_give_a_model_or_a_refusal(at: int, written: bytes) -> None:
    content = bytearray(small_model())
    start = at % len(content)
    content[start : start + len(written)] = written
    with contextlib.suppress(AssetRefused):
        read_keras_model(bytes(content))
