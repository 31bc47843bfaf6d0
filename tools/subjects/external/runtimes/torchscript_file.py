"""TorchScript archives, run by torch on the processor."""

from __future__ import annotations

import os
import warnings
from typing import Any

from tools.subjects.external.frames import Fault
from tools.subjects.external.runtimes.contract import Model, Request


def start() -> None:
    """Import torch."""
    warnings.simplefilter("ignore")
    import torch  # slow import

    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))


def load(job: dict[str, Any]) -> Model:
    """Raises :class:`Fault`: ``not_a_model``, ``unknown_operator``, ``no_method``."""
    import torch

    try:
        module = torch.jit.load(job["target"], map_location="cpu")  # type: ignore[no-untyped-call]
    except (RuntimeError, ValueError, OSError) as error:
        raise _refusal(str(error)) from None
    methods = sorted(module._c._method_names())
    if job["method"] not in methods:
        raise Fault("no_method", name=job["method"], known=methods)
    call = getattr(module.eval(), job["method"])

    def run(request: Request) -> Any:
        with torch.inference_mode():
            if request.texts is not None:
                return _chosen(call(request.texts), job["output"])
            return _chosen(call(torch.from_numpy(request.arrays[0].copy())), job["output"])

    return run


def _chosen(given: Any, name: str | None) -> Any:
    """One output of several: by name in a dictionary, by place in a tuple."""
    if isinstance(given, dict):
        known = [str(each) for each in given]
        if name is None and len(known) == 1:
            return given[known[0]]
        if name not in given:
            raise Fault("no_output", name=name, known=known)
        return given[name]
    if isinstance(given, tuple | list) and not all(isinstance(each, str | float | int) for each in given):
        place = int(name) if name is not None and name.isdigit() else 0
        if place >= len(given):
            raise Fault("no_output", name=name, known=[str(each) for each in range(len(given))])
        return given[place]
    return given


def _refusal(said: str) -> Fault:
    if "constants.pkl" in said:
        return Fault("not_torchscript")
    if "Unknown builtin op" in said:
        operator = said.partition("Unknown builtin op:")[2].split()
        return Fault("unknown_operator", operator=operator[0].rstrip(".") if operator else "?")
    return Fault("not_a_model", format="TorchScript", reason=" ".join(said.split())[:120])
