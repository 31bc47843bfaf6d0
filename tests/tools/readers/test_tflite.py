"""The reader of flatbuffer graphs: every operation as its slow twin, every departure refused."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import flatbuffers
import numpy as np
import pytest
import tflite
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tools.errors import AssetRefused
from tools.readers.graph_layers import Convolution
from tools.readers.tflite import before_last_sigmoid, read_tflite

SAME, VALID = tflite.Padding.SAME, tflite.Padding.VALID
draw = np.random.default_rng(0)
FRENCH_AND_ENGLISH = {"asset_malformed": "well-formed", "asset_unknown_operation": "does not know"}


class Small:
    """A graph of one input, built operation by operation."""

    def __init__(self, *shape: int) -> None:
        self.tensors: list[tuple[tuple[int, ...], int, bytes]] = [(shape, tflite.TensorType.FLOAT32, b"")]
        self.operations: list[tuple[str, tuple[int, ...], int, tuple[str, dict[str, Any]] | None, bytes]] = []
        self.outputs: tuple[int, ...] = ()

    def tensor(self, shape: tuple[int, ...], kind: int = tflite.TensorType.FLOAT32, data: bytes = b"") -> int:
        self.tensors.append((shape, kind, data))
        return len(self.tensors) - 1

    def constant(self, values: NDArray[Any]) -> int:
        kinds = {"<f4": 0, "<f2": 1, "<i4": 2}
        return self.tensor(values.shape, kinds[values.dtype.str], values.tobytes())

    def weights(self, values: NDArray[Any]) -> int:
        """As the published files have them: half precision, then an operation that widens them."""
        stored = self.constant(values.astype("<f2"))
        return self.then("DEQUANTIZE", (stored,), values.shape)

    def then(
        self,
        name: str,
        inputs: tuple[int, ...],
        shape: tuple[int, ...],
        options: tuple[str, dict[str, Any]] | None = None,
        custom: bytes = b"",
    ) -> int:
        output = self.tensor(shape)
        self.operations.append((name, inputs, output, options, custom))
        self.outputs = (output,)
        return output

    def content(self, identifier: bytes = b"TFL3", version: int = 3) -> bytes:
        builder = flatbuffers.Builder(1024)

        def vector(start: Any, offsets: list[int]) -> int:
            start(builder, len(offsets))
            for offset in reversed(offsets):
                builder.PrependUOffsetTRelative(offset)
            return int(builder.EndVector())

        def integers(values: tuple[int, ...]) -> int:
            return int(builder.CreateNumpyVector(np.array(values, dtype="<i4")))

        buffers, tensors, codes, operators = [], [], [], []
        tflite.BufferStart(builder)
        buffers.append(tflite.BufferEnd(builder))
        for shape, kind, data in self.tensors:
            number = 0
            if data:
                held = builder.CreateByteVector(data)
                tflite.BufferStart(builder)
                tflite.BufferAddData(builder, held)
                buffers.append(tflite.BufferEnd(builder))
                number = len(buffers) - 1
            sides = integers(shape)
            tflite.TensorStart(builder)
            tflite.TensorAddShape(builder, sides)
            tflite.TensorAddType(builder, kind)
            tflite.TensorAddBuffer(builder, number)
            tensors.append(tflite.TensorEnd(builder))
        for index, (name, inputs, output, options, custom) in enumerate(self.operations):
            known = getattr(tflite.BuiltinOperator, name, None)
            told = builder.CreateString(name) if known is None else 0
            tflite.OperatorCodeStart(builder)
            if known is None:
                tflite.OperatorCodeAddCustomCode(builder, told)
            tflite.OperatorCodeAddDeprecatedBuiltinCode(
                builder, tflite.BuiltinOperator.CUSTOM if known is None else known
            )
            codes.append(tflite.OperatorCodeEnd(builder))
            table = 0
            if options:
                kind_name, fields = options
                held_fields = {
                    key: integers(value) if isinstance(value, tuple) else value
                    for key, value in fields.items()
                }
                getattr(tflite, f"{kind_name}Start")(builder)
                for key, value in held_fields.items():
                    getattr(tflite, f"{kind_name}Add{key}")(builder, value)
                table = getattr(tflite, f"{kind_name}End")(builder)
            custom_at = builder.CreateByteVector(custom) if custom else 0
            read, written = integers(inputs), integers((output,))
            tflite.OperatorStart(builder)
            tflite.OperatorAddOpcodeIndex(builder, index)
            tflite.OperatorAddInputs(builder, read)
            tflite.OperatorAddOutputs(builder, written)
            if options:
                tflite.OperatorAddBuiltinOptions(builder, table)
                tflite.OperatorAddBuiltinOptionsType(builder, getattr(tflite.BuiltinOptions, options[0]))
            if custom:
                tflite.OperatorAddCustomOptions(builder, custom_at)
            operators.append(tflite.OperatorEnd(builder))
        parts = (
            vector(tflite.SubGraphStartTensorsVector, tensors),
            integers((0,)),
            integers(self.outputs),
            vector(tflite.SubGraphStartOperatorsVector, operators),
        )
        tflite.SubGraphStart(builder)
        tflite.SubGraphAddTensors(builder, parts[0])
        tflite.SubGraphAddInputs(builder, parts[1])
        tflite.SubGraphAddOutputs(builder, parts[2])
        tflite.SubGraphAddOperators(builder, parts[3])
        graphs = vector(tflite.ModelStartSubgraphsVector, [tflite.SubGraphEnd(builder)])
        code_vector = vector(tflite.ModelStartOperatorCodesVector, codes)
        buffer_vector = vector(tflite.ModelStartBuffersVector, buffers)
        tflite.ModelStart(builder)
        tflite.ModelAddVersion(builder, version)
        tflite.ModelAddOperatorCodes(builder, code_vector)
        tflite.ModelAddSubgraphs(builder, graphs)
        tflite.ModelAddBuffers(builder, buffer_vector)
        builder.Finish(tflite.ModelEnd(builder), file_identifier=identifier)
        return bytes(builder.Output())


def run(graph: Small, picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """What our network answers: (1, rows, columns, channels) in, the graph's own shape out."""
    import torch

    from tools.readers.tflite_network import GraphNetwork

    network = GraphNetwork(read_tflite(graph.content()))
    (found,) = network(torch.from_numpy(picture).permute(0, 3, 1, 2))
    found = found.permute(0, 2, 3, 1) if found.ndim == 4 else found
    return np.asarray(found.numpy())


def numbers(*shape: int) -> NDArray[np.float32]:
    # Exact in half precision, so that storing them so changes nothing.
    return (draw.integers(-64, 65, shape) / 32).astype(np.float32)


def windows(
    picture: NDArray[np.float32], size: int, stride: int, padding: int, beyond: float
) -> list[list[NDArray[np.float32]]]:
    """The window of every output pixel, as TensorFlow's documentation tells it."""
    rows, columns = picture.shape[1:3]
    if padding == SAME:
        missing = [max((-(-side // stride) - 1) * stride + size - side, 0) for side in (rows, columns)]
        around = [(0, 0), *((each // 2, each - each // 2) for each in missing), (0, 0)]
        picture = np.pad(picture, around, constant_values=beyond)
    return [
        [
            picture[0, top : top + size, left : left + size]
            for left in range(0, picture.shape[2] - size + 1, stride)
        ]
        for top in range(0, picture.shape[1] - size + 1, stride)
    ]


CONVOLUTIONS = [
    (side, size, stride, padding)
    for side in (8, 9)
    for size, stride in ((1, 1), (3, 1), (3, 2), (5, 2), (2, 2))
    for padding in (SAME, VALID)
]


@pytest.mark.parametrize(("side", "size", "stride", "padding"), CONVOLUTIONS)
@pytest.mark.parametrize("depthwise", [False, True])
def test_a_convolution_is_padded_as_tensorflow_does(
    side: int, size: int, stride: int, padding: int, depthwise: bool
) -> None:
    picture, bias = numbers(1, side, side + 1, 3), numbers(3 if depthwise else 4)
    weight = numbers(1, size, size, 3) if depthwise else numbers(4, size, size, 3)
    seen = windows(picture, size, stride, padding, 0.0)
    expected = np.array(
        [
            [
                (window * weight[0]).sum(axis=(0, 1)) + bias
                if depthwise
                else np.einsum("hwi,ohwi->o", window, weight) + bias
                for window in row
            ]
            for row in seen
        ]
    )[None]
    graph = Small(*picture.shape)
    kernel, shift = graph.weights(weight), graph.weights(bias)
    strides = {"Padding": padding, "StrideH": stride, "StrideW": stride}
    if depthwise:
        options = ("DepthwiseConv2DOptions", {**strides, "DepthMultiplier": 1})
        graph.then("DEPTHWISE_CONV_2D", (0, kernel, shift), expected.shape, options)
    else:
        graph.then("CONV_2D", (0, kernel, shift), expected.shape, ("Conv2DOptions", strides))
    np.testing.assert_allclose(run(graph, picture), expected, atol=1e-4)


@pytest.mark.parametrize(("side", "size", "stride", "padding"), CONVOLUTIONS)
def test_a_maximum_sees_nothing_beyond_the_edge(side: int, size: int, stride: int, padding: int) -> None:
    picture = numbers(1, side, side, 2) - 5  # all negative: a zero from outside would win
    seen = windows(picture, size, stride, padding, -np.inf)
    expected = np.array([[window.max(axis=(0, 1)) for window in row] for row in seen])[None]
    graph = Small(*picture.shape)
    options = {
        "Padding": padding,
        "StrideH": stride,
        "StrideW": stride,
        "FilterHeight": size,
        "FilterWidth": size,
    }
    graph.then("MAX_POOL_2D", (0,), expected.shape, ("Pool2DOptions", options))
    np.testing.assert_array_equal(run(graph, picture), expected)


def test_functions_of_each_number() -> None:
    picture = numbers(1, 4, 5, 3) * 3
    slopes = numbers(1, 1, 3)
    expected = {
        "RELU": np.maximum(picture, 0),
        "HARD_SWISH": picture * np.clip(picture + 3, 0, 6) / 6,
        "LOGISTIC": 1 / (1 + np.exp(-picture)),
        "PRELU": np.where(picture < 0, picture * slopes, picture),
    }
    for name, values in expected.items():
        graph = Small(*picture.shape)
        inputs = (0, graph.weights(slopes)) if name == "PRELU" else (0,)
        graph.then(name, inputs, picture.shape)
        np.testing.assert_allclose(run(graph, picture), values, atol=1e-5, err_msg=name)


def test_squeeze_and_excite_with_either_mean() -> None:
    picture = numbers(1, 4, 6, 3)
    expected = picture * picture.mean(axis=(1, 2), keepdims=True) + picture
    axes = np.array([1, 2], dtype="<i4")
    for name in ("AVERAGE_POOL_2D", "MEAN"):
        graph = Small(*picture.shape)
        if name == "MEAN":
            mean = graph.then(
                name, (0, graph.constant(axes)), (1, 1, 1, 3), ("ReducerOptions", {"KeepDims": True})
            )
        else:
            size = {"FilterHeight": 4, "FilterWidth": 6, "StrideH": 4, "StrideW": 6, "Padding": VALID}
            mean = graph.then(name, (0,), (1, 1, 1, 3), ("Pool2DOptions", size))
        times = graph.then("MUL", (0, mean), picture.shape, ("MulOptions", {}))
        graph.then("ADD", (times, 0), picture.shape, ("AddOptions", {}))
        np.testing.assert_allclose(run(graph, picture), expected, atol=1e-5)


def test_enlarging_between_pixel_centres() -> None:
    picture = numbers(1, 3, 4, 2)

    def along(values: NDArray[np.float32], axis: int) -> NDArray[np.float32]:
        side = values.shape[axis]
        at = np.clip((np.arange(2 * side) + 0.5) / 2 - 0.5, 0, side - 1)
        low = np.floor(at).astype(int)
        part = (at - low).reshape([-1 if each == axis else 1 for each in range(4)])
        high = np.minimum(low + 1, side - 1)
        return values.take(low, axis) * (1 - part) + values.take(high, axis) * part

    graph = Small(*picture.shape)
    size = graph.constant(np.array([6, 8], dtype="<i4"))
    graph.then(
        "RESIZE_BILINEAR", (0, size), (1, 6, 8, 2), ("ResizeBilinearOptions", {"HalfPixelCenters": True})
    )
    np.testing.assert_allclose(run(graph, picture), along(along(picture, 1), 2), atol=1e-6)


def test_padding_of_channels_and_of_sides() -> None:
    picture = numbers(1, 3, 4, 2)
    told = np.array([[0, 0], [1, 0], [0, 2], [0, 3]], dtype="<i4")
    graph = Small(*picture.shape)
    graph.then("PAD", (0, graph.constant(told)), (1, 4, 6, 5))
    np.testing.assert_array_equal(run(graph, picture), np.pad(picture, told))


def test_the_transposed_convolution_puts_a_block_for_each_pixel() -> None:
    picture, weight, bias = numbers(1, 3, 4, 5), numbers(1, 2, 2, 5), numbers(1)
    expected = np.zeros((1, 6, 8, 1), dtype=np.float32)
    for row in range(3):
        for column in range(4):
            block = np.einsum("i,ohwi->hwo", picture[0, row, column], weight) + bias
            expected[0, 2 * row : 2 * row + 2, 2 * column : 2 * column + 2] = block
    graph = Small(*picture.shape)
    inputs = (0, graph.weights(weight), graph.weights(bias))
    told = np.array([1, 2, 2], dtype="<i4").tobytes()
    graph.then("Convolution2DTransposeBias", inputs, expected.shape, custom=told)
    np.testing.assert_allclose(run(graph, picture), expected, atol=1e-5)


@pytest.mark.parametrize("told", ["options", "options with a free side", "tensor"])
def test_a_new_shape_keeps_the_order_of_the_file(told: str) -> None:
    picture = numbers(1, 2, 3, 4)
    graph = Small(*picture.shape)
    parts = []
    for _ in range(2):
        if told == "tensor":
            shape = graph.constant(np.array([1, 6, 4], dtype="<i4"))
            parts.append(graph.then("RESHAPE", (0, shape), (1, 6, 4)))
        else:
            new = (1, 6, 4) if told == "options" else (1, -1, 4)
            parts.append(graph.then("RESHAPE", (0,), (1, 6, 4), ("ReshapeOptions", {"NewShape": new})))
    graph.then("CONCATENATION", tuple(parts), (1, 12, 4), ("ConcatenationOptions", {"Axis": 1}))
    expected = np.concatenate([picture.reshape(1, 6, 4)] * 2, axis=1)
    np.testing.assert_array_equal(run(graph, picture), expected)


def sound(**changed: Any) -> Small:
    """A convolution and a sigmoid; ``changed`` are fields of the convolution's options."""
    graph = Small(1, 4, 4, 2)
    kernel, bias = graph.weights(numbers(3, 3, 3, 2)), graph.weights(numbers(3))
    fields = {"Padding": SAME, "StrideH": 1, "StrideW": 1, **changed}
    out = graph.then("CONV_2D", (0, kernel, bias), (1, 4, 4, 3), ("Conv2DOptions", fields))
    graph.then("LOGISTIC", (out,), (1, 4, 4, 3))
    return graph


def refusal(content: bytes) -> str:
    with pytest.raises(AssetRefused) as refused:
        read_tflite(content)
    told = FRENCH_AND_ENGLISH[refused.value.code]
    assert told in refused.value.sentence("en")
    assert refused.value.says.fr
    return refused.value.code


def test_the_tensor_before_the_last_sigmoid() -> None:
    graph = read_tflite(sound().content())
    assert isinstance(graph.layers[0], Convolution)
    assert before_last_sigmoid(graph) == graph.layers[0].output
    assert graph.shapes[0] == (1, 4, 4, 2)
    without = Small(1, 4, 4, 2)
    without.then("RELU", (0,), (1, 4, 4, 2))
    with pytest.raises(AssetRefused):
        before_last_sigmoid(read_tflite(without.content()))


def test_what_is_no_graph_is_refused() -> None:
    assert refusal(b"") == "asset_malformed"
    assert refusal(b"These are the weights.\n" * 100) == "asset_malformed"
    assert refusal(sound().content(identifier=b"TFL2")) == "asset_malformed"
    assert refusal(sound().content(version=2)) == "asset_malformed"


def test_an_operation_that_we_do_not_know_is_refused() -> None:
    for name in ("SOFTMAX", "TransformLandmarks"):
        graph = sound()
        graph.then(name, graph.outputs, (1, 4, 4, 3))
        assert refusal(graph.content()) == "asset_unknown_operation"
    fused = sound(FusedActivationFunction=tflite.ActivationFunctionType.RELU)
    assert refusal(fused.content()) == "asset_unknown_operation"
    assert refusal(sound(DilationHFactor=2).content()) == "asset_unknown_operation"


def test_a_file_that_contradicts_itself_is_refused() -> None:
    def told(change: Any) -> str:
        graph = sound()
        change(graph)
        return refusal(graph.content())

    def short_data(graph: Small) -> None:
        shape, kind, data = graph.tensors[1]
        graph.tensors[1] = (shape, kind, data[:-2])

    def infinite(graph: Small) -> None:
        shape, kind, data = graph.tensors[1]
        graph.tensors[1] = (shape, kind, np.float16(np.inf).tobytes() + data[2:])

    def other_size(graph: Small) -> None:
        graph.tensors[graph.outputs[0]] = ((1, 4, 5, 3), 0, b"")

    def other_channels(graph: Small) -> None:
        graph.tensors[0] = ((1, 4, 4, 3), 0, b"")

    def from_the_future(graph: Small) -> None:
        graph.operations.reverse()

    def twice(graph: Small) -> None:
        graph.operations.append(graph.operations[-1])

    def unmade_output(graph: Small) -> None:
        graph.outputs = (graph.tensor((1, 1, 1, 1)),)

    def no_such_tensor(graph: Small) -> None:
        graph.outputs = (99,)

    for change in (short_data, infinite, other_size, other_channels, from_the_future, twice, unmade_output):
        assert told(change) == "asset_malformed", change.__name__
    assert told(no_such_tensor) == "asset_malformed"


@given(st.data())
def test_no_damage_raises_anything_else(data: st.DataObject) -> None:
    whole = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    for content in (bytes(whole), bytes(whole[:cut]), WHOLE[:cut]):
        with contextlib.suppress(AssetRefused):
            read_tflite(content)


WHOLE = sound().content()

PUBLISHED = {
    "person_matte": ((256, 256), 106_401),
    "person_matte_landscape": ((144, 256), 106_401),
    "face_finder_recent": ((128, 128), 101_390),
}


@pytest.mark.weights
@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_the_published_files_are_as_their_data_sheet_says(assets: Path, name: str) -> None:
    from tools.assets import store

    content = store.read(name)
    graph = read_tflite(content)
    size, parameters = PUBLISHED[name]
    assert graph.shapes[graph.inputs[0]] == (1, *size, 3)
    weights = [layer for layer in graph.layers if hasattr(layer, "weight")]
    assert sum(layer.weight.size + layer.bias.size for layer in weights) == parameters
    for part in (0.1, 0.5, 0.9, 0.999):  # a download that broke off
        assert refusal(content[: int(len(content) * part)]) == "asset_malformed"


@pytest.mark.weights
def test_the_square_matte_has_the_operations_that_its_data_sheet_lists(assets: Path) -> None:
    from collections import Counter

    from tools.assets import store

    counted = Counter(
        getattr(layer, "function", type(layer).__name__)
        for layer in read_tflite(store.read("person_matte")).layers
    )
    assert counted == {
        "Convolution": 43 + 11,
        "relu": 22,
        "hard_swish": 11,
        "MeanOfPicture": 10,
        "sigmoid": 11,
        "Product": 10,
        "Sum": 14,
        "Resize": 3,
        "TransposedConvolution": 1,
    }
