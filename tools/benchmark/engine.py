"""One engine's process: it loads, chooses its batch, and runs when it is told to. Lines of JSON both ways.

``python -m tools.benchmark.engine CONTEST naive|ours THREADS FOLDER``. The last answer is kept in the folder,
so that the other process's can be compared with it.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
import time
import warnings
from pathlib import Path


def main() -> None:
    """Serve until the input ends. Standard output carries messages only: what libraries print goes aside."""
    contest, engine, threads, folder = sys.argv[1:5]
    tell = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    warnings.simplefilter("ignore")
    import numpy as np
    import torch  # slow import

    from tools.benchmark.contests import entry, ground, operations

    torch.set_num_threads(int(threads))
    on = ground()
    one = entry(contest, engine, on)
    ready = {
        "say": "ready",
        "batch": one.batch,
        "weights": on.weights,
        "operations": operations(on.subject, *on.prepared.shape[:2]),
    }
    print(json.dumps(ready), file=tell)
    kept = Path(folder) / f"{contest}-{engine}.npy"
    for _ in sys.stdin:
        start = time.perf_counter()
        answer = one.run()
        taken = time.perf_counter() - start
        np.save(kept, answer)
        peak = _peak()
        print(json.dumps({"say": "done", "seconds": taken, "peak_bytes": peak}), file=tell)


def _peak() -> int:
    """The most memory that this process held, in bytes.

    On Linux from its own status: what getrusage tells of a process begins with the memory of whoever
    started it.
    """
    with contextlib.suppress(OSError, StopIteration):
        lines = Path("/proc/self/status").read_text("ascii", "replace").splitlines()
        return 1024 * int(next(line for line in lines if line.startswith("VmHWM:")).split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    try:
        main()
    except Exception as error:  # the parent says in words that it stopped
        sys.exit(f"{type(error).__name__}: {error}")
