"""The same network on OpenVINO, for its answer only: compiled once for each shape of a batch, in f32.

The graph is built here, operation by operation: OpenVINO's own converter of torch modules traces the module
and reports its use to its makers. Importing this file imports torch and OpenVINO (slow import).
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import numpy as np
import openvino
import torch
from openvino import opset13 as operations
from torch import Tensor, nn

from tools.subjects.cropping.network import SaliencyNetwork

MOST_COMPILED = 8  # shapes kept: two sizes of batch of a few sizes of picture

_Shape = tuple[int, ...]


class OpenvinoForward:
    """Gives what :class:`~tools.subjects.cropping.fast_forward.FastForward` gives, but for the last digits.

    Weights are copied when a shape is compiled: a module that changes afterwards is not followed.
    """

    def __init__(self, network: SaliencyNetwork) -> None:
        self._network = network
        self._core = openvino.Core()
        self._compiled: OrderedDict[tuple[_Shape, int], Any] = OrderedDict()

    def __call__(self, pictures: Tensor) -> Tensor:
        """Scores ``(n, rows, columns)`` of ``pictures`` ``(n, height, width, 3)``, RGB bytes."""
        asked = self._request(tuple(pictures.shape))
        found = asked.infer([pictures.contiguous().numpy()], share_inputs=True, share_outputs=False)[0]
        return torch.from_numpy(found[:, 0])

    @property
    def compiled(self) -> list[_Shape]:
        """The shapes that are compiled, the least recently used first."""
        return [shape for shape, _ in self._compiled]

    def precision(self, shape: _Shape) -> str:
        """What OpenVINO computes in for that shape of a batch."""
        hint = self._request(shape).get_compiled_model().get_property("INFERENCE_PRECISION_HINT")
        return str(hint.get_type_name())

    def _request(self, shape: _Shape) -> Any:
        key = (shape, torch.get_num_threads())
        if key not in self._compiled:
            if len(self._compiled) >= MOST_COMPILED:
                self._compiled.popitem(last=False)
            self._compiled[key] = self._compile(*key)
        self._compiled.move_to_end(key)
        return self._compiled[key]

    def _compile(self, shape: _Shape, threads: int) -> Any:
        settings = {
            # Where the processor can, the default would be bfloat16, which moves points.
            "INFERENCE_PRECISION_HINT": "f32",
            "INFERENCE_NUM_THREADS": threads,
            "NUM_STREAMS": 1,
            "PERFORMANCE_HINT": "LATENCY",
            # Two processes that both pin their threads would share one core and leave another idle.
            "ENABLE_CPU_PINNING": False,
        }
        return self._core.compile_model(_graph(self._network, shape), "CPU", settings).create_infer_request()


def _graph(network: SaliencyNetwork, shape: _Shape) -> Any:
    pictures = operations.parameter(list(shape), np.uint8)
    means = operations.constant(network.means.numpy())
    floats = operations.convert(operations.transpose(pictures, [0, 3, 1, 2]), "f32")
    values = operations.subtract(floats, means)
    for layer in network.layers:
        values = _step(layer, values)
    return openvino.Model([values], [pictures])


def _step(layer: nn.Module, values: Any) -> Any:
    if isinstance(layer, nn.Conv2d):
        assert layer.bias is not None
        padding = [int(side) for side in layer.padding]
        weight = np.ascontiguousarray(layer.weight.detach().numpy())
        made = operations.convolution(values, weight, [1, 1], padding, padding, [1, 1])
        return operations.add(made, layer.bias.detach().numpy().reshape(1, -1, 1, 1))
    if isinstance(layer, nn.MaxPool2d):
        side = int(layer.kernel_size)  # type: ignore[arg-type]  # one number: see SaliencyNetwork
        # A partial window at an odd edge counts. OpenVINO's own rounding refuses pictures of one row, its
        # padding never wins a maximum.
        short = [-int(length) % side for length in list(values.shape)[2:]]
        pooled = operations.max_pool(values, [side] * 2, [1, 1], [0, 0], short, [side] * 2)
        return pooled.output(0)
    if isinstance(layer, nn.LeakyReLU):
        return operations.prelu(values, np.array([layer.negative_slope], np.float32))
    assert isinstance(layer, nn.ReLU)
    return operations.relu(values)
