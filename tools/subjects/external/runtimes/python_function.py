"""Functions of a Python module: they take the batch, an array or texts, and give one answer each."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path
from typing import Any

from tools.subjects.external.frames import Fault
from tools.subjects.external.runtimes.contract import Model, Request


def start() -> None:
    """Import what the calls need: our own modules are out of sight once the model's are in."""
    import numpy  # noqa: F401


def load(job: dict[str, Any]) -> Model:
    """Raises :class:`Fault` (``no_function``, ``not_callable``), or what the module raises."""
    module = _module(job["target"])
    found: Any = module
    for part in job["member"].split("."):
        if not hasattr(found, part):
            known = sorted(name for name, value in vars(module).items() if callable(value) and name[0] != "_")
            raise Fault("no_function", name=job["member"], known=known[:40])
        found = getattr(found, part)
    if not callable(found):
        raise Fault("not_callable", name=job["member"])

    def run(request: Request) -> Any:
        if request.texts is not None:
            return found(request.texts)
        return found(request.arrays[0].copy())  # its own: what comes over the socket is read-only

    return run


def _module(target: str) -> Any:
    if not target.endswith(".py"):
        return importlib.import_module(target)
    path = Path(target)
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise Fault("not_a_model", format="Python", reason=path.name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module
