"""Reader of ``.tflite`` graphs: a flatbuffer of operations, taken into plain layers of numpy arrays.

TensorFlow is not needed. Only what the published graphs of our subjects use is known; everything else is
refused rather than guessed. On the way the format's own conventions are put into plain terms: weights stored
in half precision are widened, ``SAME`` padding becomes numbers of pixels (an odd one goes to the bottom and
to the right), arrays come in torch's order (channels before rows). The format is
``schema.fbs`` of TensorFlow Lite, version 3.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NoReturn

from tools.errors import AssetRefused
from tools.readers.graph_layers import (
    Activation,
    Concatenation,
    Convolution,
    Function,
    Graph,
    Layer,
    MaximumPool,
    MeanOfPicture,
    Pad,
    Product,
    Reshape,
    Resize,
    Shape,
    Slope,
    Sum,
    TransposedConvolution,
)
from tools.wording import Words

if TYPE_CHECKING:
    from numpy.typing import NDArray

IDENTIFIER = b"TFL3"
_MOST = 10_000  # tensors, operations, buffers of one graph
_LARGEST = 1 << 28  # numbers in one tensor


def read_tflite(content: bytes) -> Graph:
    """The graph stored in ``content``.

    Raises :class:`AssetRefused`: ``asset_malformed`` where the bytes are not such a file, are cut short or
    contradict themselves, ``asset_unknown_operation`` where the file is sound but asks for something that
    our subjects' graphs do not.
    """
    if content[4:8] != IDENTIFIER:
        _refuse(f"{content[4:8].hex() or '–'} ≠ {IDENTIFIER.hex()}")
    try:
        return _Reading(content).graph()
    except AssetRefused:
        raise
    except Exception as damage:  # flatbuffers checks nothing: a damaged offset may end in any exception
        _refuse(type(damage).__name__, damage)


def before_last_sigmoid(graph: Graph) -> int:
    """The tensor that a final sigmoid turns into the graph's only output.

    Its gradient is alive where the sigmoid's is exactly zero. Raises :class:`AssetRefused`.
    """
    last = graph.layers[-1]
    if graph.outputs != (last.output,) or not isinstance(last, Activation) or last.function != "sigmoid":
        _refuse(f"{type(last).__name__} ≠ sigmoid")
    return last.inputs[0]


class _Reading:
    def __init__(self, content: bytes) -> None:
        from tflite.Model import Model  # slow import

        self._model: Any = Model.GetRootAs(content, 0)
        if self._model.Version() != 3 or self._model.SubgraphsLength() != 1:
            _refuse(f"version {self._model.Version()}, {self._model.SubgraphsLength()} graphs")
        self._graph: Any = self._model.Subgraphs(0)
        self._constants: dict[int, NDArray[Any]] = {}
        self._written: set[int] = set()
        self._shapes: dict[int, Shape] = {}

    def graph(self) -> Graph:
        """Everything, checked."""
        self._all_buffers()
        for number in range(_count(self._graph.TensorsLength())):
            self._tensor(number)
        inputs = self._numbers(self._graph.InputsAsNumpy())
        outputs = self._numbers(self._graph.OutputsAsNumpy())
        self._written.update(inputs)
        layers = tuple(self._layers())
        if not layers or not inputs or not outputs or not self._written.issuperset(outputs):
            _refuse("outputs")
        wanted = {tensor for layer in layers for tensor in (*layer.inputs, layer.output)} | set(inputs)
        return Graph(layers, inputs, outputs, {number: self._shapes[number] for number in sorted(wanted)})

    def _all_buffers(self) -> None:
        # All are touched, those that nobody wants too: a file cut short is noticed whatever was lost.
        for number in range(_count(self._model.BuffersLength())):
            buffer = self._model.Buffers(number)
            if length := buffer.DataLength():
                assert len(buffer.DataAsNumpy()) == length

    def _tensor(self, number: int) -> None:
        import numpy as np
        from tflite.TensorType import TensorType  # slow import

        tensor = self._graph.Tensors(number)
        shape = tuple(int(size) for size in tensor.ShapeAsNumpy()) if tensor.ShapeLength() else ()
        if len(shape) > 4 or any(size < 1 for size in shape) or math.prod(shape) > _LARGEST:
            _refuse(f"{number}: {shape}")
        self._shapes[number] = shape
        kinds = {TensorType.FLOAT32: "<f4", TensorType.FLOAT16: "<f2", TensorType.INT32: "<i4"}
        if tensor.Type() not in kinds:
            _unknown(f"tensor type {tensor.Type()}")
        if tensor.Buffer() >= self._model.BuffersLength():
            _refuse(f"{number}: buffer {tensor.Buffer()}")
        buffer = self._model.Buffers(tensor.Buffer())
        if not buffer.DataLength():
            return
        data = buffer.DataAsNumpy().tobytes()
        kind = np.dtype(kinds[tensor.Type()])
        if len(data) != kind.itemsize * math.prod(shape):
            _refuse(f"{number}: {len(data)} ≠ {kind.itemsize} × {math.prod(shape)}")
        values = np.frombuffer(data, dtype=kind).reshape(shape)
        if kind.kind == "f" and not np.isfinite(values).all():
            _refuse(f"{number}: NaN, ∞")
        self._constants[number] = values

    def _layers(self) -> Iterator[Layer]:
        from tflite.BuiltinOperator import BuiltinOperator  # slow import

        names = {value: name for name, value in vars(BuiltinOperator).items() if isinstance(value, int)}
        for index in range(_count(self._graph.OperatorsLength())):
            operator = self._graph.Operators(index)
            if operator.OpcodeIndex() >= self._model.OperatorCodesLength():
                _refuse(f"operation {index}")
            code = self._model.OperatorCodes(operator.OpcodeIndex())
            name = names.get(code.BuiltinCode(), "?")
            if name == "CUSTOM":
                name = (code.CustomCode() or b"").decode("ascii", "replace")
            inputs = self._numbers(operator.InputsAsNumpy())
            outputs = self._numbers(operator.OutputsAsNumpy())
            if len(outputs) != 1 or outputs[0] in self._written | self._constants.keys():
                _refuse(f"{name} {index}")
            if name == "DEQUANTIZE":
                self._constants[outputs[0]] = self._constant(inputs[0]).astype("<f4")
                continue
            if name in _FUNCTIONS:
                layer = self.activation(_FUNCTIONS[name], inputs, outputs[0])
            elif name in _KNOWN:
                layer = _KNOWN[name](self, operator, inputs, outputs[0])
            else:
                _unknown(name)
            if not self._written.issuperset(layer.inputs):
                _refuse(f"{name} {index}: {layer.inputs}")
            self._written.add(layer.output)
            yield layer

    def _numbers(self, found: Any) -> tuple[int, ...]:
        numbers = tuple(int(number) for number in found)
        if not all(0 <= number < self._graph.TensorsLength() for number in numbers):
            _refuse(f"{numbers}")
        return numbers

    def _constant(self, number: int) -> NDArray[Any]:
        if number not in self._constants:
            _refuse(f"{number}?")
        return self._constants[number]

    def _picture(self, number: int) -> tuple[int, int, int]:
        shape = self._shapes[number]
        if len(shape) != 4 or shape[0] != 1:
            _refuse(f"{number}: {shape}")
        return shape[1], shape[2], shape[3]

    def _expect(self, number: int, *shape: int) -> None:
        if self._picture(number) != shape:
            _refuse(f"{number}: {self._shapes[number]} ≠ {shape}")

    def _same_shape(self, inputs: tuple[int, ...], output: int) -> None:
        if any(self._shapes[number] != self._shapes[output] for number in inputs):
            _refuse(f"{[self._shapes[number] for number in (*inputs, output)]}")

    # What follows reads one kind of operation each; ``operator`` is the flatbuffer's.

    def convolution(self, operator: Any, inputs: tuple[int, ...], output: int) -> Layer:
        """CONV_2D: kernels stored as (out, height, width, in)."""
        from tflite.Conv2DOptions import Conv2DOptions  # slow import

        stored = self._constant(inputs[1])
        return self._convolution(_options(operator, Conv2DOptions()), inputs, output, stored, groups=1)

    def depthwise(self, operator: Any, inputs: tuple[int, ...], output: int) -> Layer:
        """DEPTHWISE_CONV_2D: kernels stored as (1, height, width, channels)."""
        from tflite.DepthwiseConv2DOptions import DepthwiseConv2DOptions  # slow import

        options = _options(operator, DepthwiseConv2DOptions())
        stored = self._constant(inputs[1])
        if options.DepthMultiplier() != 1 or stored.ndim != 4 or stored.shape[0] != 1:
            _unknown(f"DEPTHWISE_CONV_2D {stored.shape} × {options.DepthMultiplier()}")
        return self._convolution(
            options, inputs, output, stored.transpose(3, 1, 2, 0), groups=stored.shape[3]
        )

    def _convolution(
        self, options: Any, inputs: tuple[int, ...], output: int, stored: NDArray[Any], *, groups: int
    ) -> Convolution:
        """``stored`` is (out, height, width, in / groups)."""
        import numpy as np

        if (options.DilationHFactor(), options.DilationWFactor()) != (1, 1):
            _unknown("dilation")
        bias = self._constant(inputs[2])
        rows, columns, channels = self._picture(inputs[0])
        if stored.ndim != 4 or stored.shape[3] * groups != channels or bias.shape != stored.shape[:1]:
            _refuse(f"{stored.shape}, {bias.shape}, {channels}")
        size, stride = (stored.shape[1], stored.shape[2]), (options.StrideH(), options.StrideW())
        padding, wide = _padding(options.Padding(), (rows, columns), size, stride)
        self._expect(output, *wide, stored.shape[0])
        weight = np.ascontiguousarray(stored.transpose(0, 3, 1, 2), dtype=np.float32)
        return Convolution(inputs[:1], output, weight, bias.astype(np.float32), stride, padding, groups)

    def transposed(self, operator: Any, inputs: tuple[int, ...], output: int) -> Layer:
        """Convolution2DTransposeBias, MediaPipe's own: padding kind and strides as three ``int32``."""
        import numpy as np

        told = np.frombuffer(operator.CustomOptionsAsNumpy().tobytes(), dtype="<i4").tolist()
        stored, bias = self._constant(inputs[1]), self._constant(inputs[2])
        rows, columns, channels = self._picture(inputs[0])
        if stored.ndim != 4 or stored.shape[3] != channels or bias.shape != stored.shape[:1]:
            _refuse(f"{stored.shape}, {bias.shape}, {channels}")
        out, height, width, _ = stored.shape
        if len(told) != 3 or (height, width) != (told[1], told[2]):
            _unknown(f"Convolution2DTransposeBias {told}, {stored.shape}")  # windows that overlap
        self._expect(output, rows * height, columns * width, out)
        weight = np.ascontiguousarray(stored.transpose(3, 0, 1, 2), dtype=np.float32)
        return TransposedConvolution(inputs[:1], output, weight, bias.astype(np.float32), (height, width))

    def activation(self, function: Function, inputs: tuple[int, ...], output: int) -> Layer:
        """RELU, HARD_SWISH, LOGISTIC."""
        self._same_shape(inputs, output)
        return Activation(inputs, output, function)

    def prelu(self, operator: Any, inputs: tuple[int, ...], output: int) -> Layer:
        """PRELU: slopes stored as (1, 1, channels)."""
        import numpy as np

        slope = self._constant(inputs[1])
        self._same_shape(inputs[:1], output)
        if slope.size != self._picture(output)[2] or slope.size != slope.shape[-1]:
            _unknown(f"PRELU {slope.shape}")
        return Slope(inputs[:1], output, slope.reshape(-1).astype(np.float32))

    def add(self, operator: Any, inputs: tuple[int, ...], output: int) -> Layer:
        """ADD."""
        from tflite.AddOptions import AddOptions  # slow import

        _options(operator, AddOptions())
        self._same_shape(inputs, output)
        return Sum(_two(inputs), output)

    def multiply(self, operator: Any, inputs: tuple[int, ...], output: int) -> Layer:
        """MUL, of a picture by one number a channel too."""
        from tflite.MulOptions import MulOptions  # slow import

        _options(operator, MulOptions())
        rows, columns, channels = self._picture(output)
        for number in _two(inputs):
            if self._picture(number) not in ((rows, columns, channels), (1, 1, channels)):
                _refuse(f"{self._shapes[number]}, {self._shapes[output]}")
        return Product(inputs, output)

    def maximum_pool(self, operator: Any, inputs: tuple[int, ...], output: int) -> Layer:
        """MAX_POOL_2D."""
        from tflite.Pool2DOptions import Pool2DOptions  # slow import

        options = _options(operator, Pool2DOptions())
        rows, columns, channels = self._picture(inputs[0])
        size = (options.FilterHeight(), options.FilterWidth())
        stride = (options.StrideH(), options.StrideW())
        padding, wide = _padding(options.Padding(), (rows, columns), size, stride)
        self._expect(output, *wide, channels)
        return MaximumPool(inputs, output, size, stride, padding)

    def average_pool(self, operator: Any, inputs: tuple[int, ...], output: int) -> Layer:
        """AVERAGE_POOL_2D, of the whole picture only."""
        from tflite.Pool2DOptions import Pool2DOptions  # slow import

        options = _options(operator, Pool2DOptions())
        rows, columns, channels = self._picture(inputs[0])
        if (options.FilterHeight(), options.FilterWidth()) != (rows, columns):
            _unknown(f"AVERAGE_POOL_2D {options.FilterHeight()} × {options.FilterWidth()}")
        self._expect(output, 1, 1, channels)
        return MeanOfPicture(inputs, output)

    def mean(self, operator: Any, inputs: tuple[int, ...], output: int) -> Layer:
        """MEAN, over rows and columns only."""
        if sorted(self._constant(inputs[1]).reshape(-1).tolist()) != [1, 2]:
            _unknown(f"MEAN {self._constant(inputs[1]).tolist()}")
        self._expect(output, 1, 1, self._picture(inputs[0])[2])
        return MeanOfPicture(inputs[:1], output)

    def resize(self, operator: Any, inputs: tuple[int, ...], output: int) -> Layer:
        """RESIZE_BILINEAR with pixel centres at halves."""
        from tflite.ResizeBilinearOptions import ResizeBilinearOptions  # slow import

        options = _options(operator, ResizeBilinearOptions())
        rows, columns, channels = self._picture(inputs[0])
        high, wide = (int(side) for side in self._constant(inputs[1]).reshape(-1))
        # Towards less, torch would need the same filter: only enlarging was compared.
        if options.AlignCorners() or not options.HalfPixelCenters() or high < rows or wide < columns:
            _unknown("RESIZE_BILINEAR")
        self._expect(output, high, wide, channels)
        return Resize(inputs[:1], output, (high, wide))

    def pad(self, operator: Any, inputs: tuple[int, ...], output: int) -> Layer:
        """PAD."""
        told = self._constant(inputs[1])
        if told.shape != (4, 2) or told.min() < 0 or told[0].any():
            _unknown(f"PAD {told.tolist()}")
        sides = self._picture(inputs[0])
        rows, columns, channels = ((int(before), int(after)) for before, after in told[1:])
        grown = (side + sum(pair) for side, pair in zip(sides, (rows, columns, channels), strict=True))
        self._expect(output, *grown)
        return Pad(inputs[:1], output, (channels, rows, columns))

    def reshape(self, operator: Any, inputs: tuple[int, ...], output: int) -> Layer:
        """RESHAPE: the new shape stands in a second tensor, or among the options."""
        from tflite.ReshapeOptions import ReshapeOptions  # slow import

        if len(inputs) > 1:
            told = self._constant(inputs[1]).reshape(-1)
        else:
            told = _options(operator, ReshapeOptions()).NewShapeAsNumpy()
        before, after = self._shapes[inputs[0]], self._shapes[output]
        fits = len(told) == len(after)
        fits = fits and all(size in (-1, side) for size, side in zip(told, after, strict=True))
        if not fits or math.prod(after) != math.prod(before) or (before[0], after[0]) != (1, 1):
            _refuse(f"{before}, {told}, {after}")
        return Reshape(inputs[:1], output, after[1:])

    def concatenation(self, operator: Any, inputs: tuple[int, ...], output: int) -> Layer:
        """CONCATENATION of tensors that are no pictures."""
        from tflite.ConcatenationOptions import ConcatenationOptions  # slow import

        axis = _options(operator, ConcatenationOptions()).Axis()
        shapes = [self._shapes[number] for number in inputs]
        if len(shapes[0]) == 4 or not 1 <= axis < len(shapes[0]):
            _unknown(f"CONCATENATION {axis}, {shapes}")
        joined = list(shapes[0])
        joined[axis] = sum(shape[axis] for shape in shapes)
        rests = {shape[:axis] + shape[axis + 1 :] for shape in shapes}
        if len(rests) != 1 or tuple(joined) != self._shapes[output]:
            _refuse(f"{shapes}, {self._shapes[output]}")
        return Concatenation(inputs, output, axis)


_FUNCTIONS: dict[str, Function] = {"RELU": "relu", "HARD_SWISH": "hard_swish", "LOGISTIC": "sigmoid"}
_KNOWN: dict[str, Callable[[_Reading, Any, tuple[int, ...], int], Layer]] = {
    "CONV_2D": _Reading.convolution,
    "DEPTHWISE_CONV_2D": _Reading.depthwise,
    "Convolution2DTransposeBias": _Reading.transposed,
    "PRELU": _Reading.prelu,
    "ADD": _Reading.add,
    "MUL": _Reading.multiply,
    "MAX_POOL_2D": _Reading.maximum_pool,
    "AVERAGE_POOL_2D": _Reading.average_pool,
    "MEAN": _Reading.mean,
    "RESIZE_BILINEAR": _Reading.resize,
    "PAD": _Reading.pad,
    "RESHAPE": _Reading.reshape,
    "CONCATENATION": _Reading.concatenation,
}


def _options(operator: Any, options: Any) -> Any:
    """The options of an operation; a function fused into it is refused."""
    table = operator.BuiltinOptions()
    if table is None:
        _refuse(type(options).__name__)
    options.Init(table.Bytes, table.Pos)
    fused = getattr(options, "FusedActivationFunction", lambda: 0)()
    if fused:
        _unknown(f"{type(options).__name__} + {fused}")
    return options


def _padding(
    kind: int, sides: tuple[int, int], size: tuple[int, int], stride: tuple[int, int]
) -> tuple[tuple[int, int, int, int], tuple[int, int]]:
    """Zeros to add at (left, right, top, bottom), and the rows and columns that come out."""
    from tflite.Padding import Padding  # slow import

    if kind not in (Padding.SAME, Padding.VALID) or min(*size, *stride) < 1:
        _refuse(f"padding {kind}, {size}, {stride}")
    pairs, out = [], []
    for side, window, step in zip(sides, size, stride, strict=True):
        if kind == Padding.VALID:
            pairs.append((0, 0))
            out.append((side - window) // step + 1)
        else:
            count = -(-side // step)
            missing = max((count - 1) * step + window - side, 0)
            pairs.append((missing // 2, missing - missing // 2))
            out.append(count)
    (top, bottom), (left, right) = pairs
    return (left, right, top, bottom), (out[0], out[1])


def _two(inputs: tuple[int, ...]) -> tuple[int, ...]:
    if len(inputs) != 2:
        _refuse(f"{inputs}")
    return inputs


def _count(number: int) -> int:
    if not 0 < number <= _MOST:
        _refuse(f"{number}")
    return number


def _refuse(where: str, cause: Exception | None = None) -> NoReturn:
    raise AssetRefused(
        "asset_malformed",
        Words(
            fr=f"Le fichier de poids n’est pas un graphe «\u202f.tflite\u202f» bien formé ({where}).",
            en=f"The weight file is not a well-formed “.tflite” graph ({where}).",
        ),
        Words(fr="Effacez-le et récupérez-le à nouveau.", en="Delete it and fetch it again."),
    ) from cause


def _unknown(what: str) -> NoReturn:
    raise AssetRefused(
        "asset_unknown_operation",
        Words(
            fr=f"Ce graphe «\u202f.tflite\u202f» demande une opération qu’Autopsie ne connaît pas ({what}).",
            en=f"This “.tflite” graph asks for an operation that Autopsie does not know ({what}).",
        ),
        Words(
            fr="Convertissez le modèle en ONNX et donnez-le par onnx:FICHIER.",
            en="Convert the model to ONNX and give it as onnx:FILE.",
        ),
    )
