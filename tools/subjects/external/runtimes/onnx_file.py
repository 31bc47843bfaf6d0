"""ONNX files, run by onnxruntime on the processor."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from tools.subjects.external.frames import Fault
from tools.subjects.external.runtimes.contract import Model, Request

_TYPES = {
    "tensor(float)": "float32",
    "tensor(float16)": "float16",
    "tensor(double)": "float64",
    "tensor(uint8)": "uint8",
    "tensor(string)": "text",
}


def start() -> None:
    """Import the runtime. Raises :class:`Fault` (``no_runtime``)."""
    try:
        import onnxruntime
    except ImportError:
        raise Fault("no_runtime", package="onnxruntime", extra="onnx") from None
    onnxruntime.set_default_logger_severity(4)


def load(job: dict[str, Any]) -> Model:
    """Raises :class:`Fault`: ``not_a_model``, ``unknown_operator``, ``too_new``, ``missing_data``,
    ``no_input``, ``no_output``, ``wrong_input``."""
    import numpy as np
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = int(os.environ.get("OMP_NUM_THREADS", "1"))
    options.log_severity_level = 4
    try:
        session = onnxruntime.InferenceSession(job["target"], options, providers=["CPUExecutionProvider"])
    except Exception as error:  # each kind of damage has its own class, none of them public
        raise _refusal(str(error)) from None
    inputs = {each.name: each for each in session.get_inputs()}
    outputs = [each.name for each in session.get_outputs()]
    name = _chosen(job["input"], list(inputs), "no_input")
    output = job["output"] or outputs[0]
    if output not in outputs:
        raise Fault("no_output", name=output, known=outputs)
    wanted = inputs[name]
    takes, gives = _TYPES.get(wanted.type, wanted.type), job["dtype"]
    if takes != gives:
        raise Fault("wrong_type", takes=takes, gives=gives)

    def run(request: Request) -> Any:
        if request.texts is not None:
            given = np.array(request.texts, dtype=object)
            if len(wanted.shape) == 2:
                given = given[:, None]
        else:
            given = request.arrays[0]
        _check_shape(wanted.shape, given.shape)
        return session.run([output], {name: given})[0]

    return run


def _chosen(named: str | None, known: list[str], code: str) -> str:
    if named is None and len(known) == 1:
        return known[0]
    if named not in known or len(known) > 1:
        # A second input would be left empty: such a model cannot be fed with one picture.
        raise Fault(code, name=named, known=known)
    return named


def _check_shape(wanted: list[Any], given: tuple[int, ...]) -> None:
    fits = len(wanted) == len(given) and all(
        not isinstance(side, int) or side <= 0 or side == has for side, has in zip(wanted, given, strict=True)
    )
    if wanted and not fits:
        shown = [str(side) if isinstance(side, int) else "?" for side in wanted]
        raise Fault("wrong_input", takes=" × ".join(shown), gives=" × ".join(map(str, given)))


def _refusal(said: str) -> Fault:
    for pattern in (r"No Op registered for (\S+)", r"Fatal error: (\S+?)\(-?\d+\) is not a registered",
                    r"Could not find an implementation for ([^ (]+)"):  # fmt: skip
        if met := re.search(pattern, said):
            return Fault("unknown_operator", operator=met[1].lstrip(":"))
    if "Unsupported model IR version" in said or "ONNX Runtime only *guarantees* support" in said:
        return Fault("too_new")
    if "External data path" in said or "external data" in said.lower():
        path = re.search(r'"([^"]+)"', said)
        return Fault("missing_data", file=Path(path[1]).name if path else "?")
    if "bad_alloc" in said or "Failed to allocate memory" in said:
        return Fault("out_of_memory")
    reason = said.partition("failed:")[2] or said.rpartition(" : ")[2]
    return Fault("not_a_model", format="ONNX", reason=" ".join(reason.split())[:200])
