"""llama.cpp's own server of chat completions, from a package, in a process that a test ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_SERVE = """
import sys, xllamacpp
settings = xllamacpp.CommonParams()
settings.model.path, settings.n_ctx, settings.n_parallel = sys.argv[1], int(sys.argv[3]), 1
settings.cpuparams.n_threads, settings.verbosity, settings.cache_ram_mib = 1, -1, 0
settings.api_keys = [sys.argv[2]]
server = xllamacpp.Server(settings)
print(server.listening_address, flush=True)
sys.stdin.read()
"""


class LlamaServer:
    """Serves the GGUF file ``model`` to whoever has ``key``; ``context`` in pieces."""

    def __init__(self, model: Path, key: str, *, context: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _SERVE, str(model), key, str(context)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().strip() + "/v1"

    def stop(self) -> None:
        self._process.kill()
        self._process.communicate()
