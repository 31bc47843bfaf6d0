"""A reader's picture is decoded in a process apart: little memory, little time, nothing else to lose.

``python -m server.intake PLAY`` reads the file on its standard input and answers in JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from tools.errors import AutopsieError, StimulusRefused
from tools.wording import Words

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 20.0
MEMORY = 1_500_000_000  # bytes of address space; numpy's libraries alone reserve a good part of it
_AT_ONCE = threading.BoundedSemaphore(2)


def take_in(content: bytes, play: str) -> str:
    """Check, decode and keep a picture for ``play``; its SHA-256.

    Raises :class:`~tools.errors.StimulusRefused` with a sentence for the reader.
    """
    with _AT_ONCE:
        try:
            done = subprocess.run(
                [sys.executable, "-m", "server.intake", play],
                cwd=ROOT,  # where the package is, installed or not
                input=content,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
            told: dict[str, Any] = json.loads(done.stdout)
        except (subprocess.TimeoutExpired, ValueError):
            raise _undecodable() from None
    if "refused" in told:
        refused = told["refused"]
        cure = Words(**refused["cure"]) if refused["cure"] else None
        raise StimulusRefused(refused["code"], Words(**refused["says"]), cure)
    return str(told["sha256"])


def _undecodable() -> StimulusRefused:
    return StimulusRefused(
        "H415",
        Words(
            fr="Cette image n'a pas pu être lue en peu de temps et de mémoire.",
            en="This picture could not be read in little time and memory.",
        ),
        Words(fr="Donnez une copie plus petite, en JPEG ou PNG.", en="Give a smaller copy, as JPEG or PNG."),
    )


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not a Unix: the time limit remains
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(SECONDS), int(SECONDS)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main() -> None:
    import os

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # each thread reserves address space
    _limit()
    from tools.stimuli.uploads import accept  # slow import

    try:
        told: dict[str, Any] = {"sha256": accept(sys.stdin.buffer.read(), sys.argv[1]).sha256}
    except AutopsieError as refused:
        cure = refused.cure.model_dump() if refused.cure else None
        told = {"refused": {"code": refused.code, "says": refused.says.model_dump(), "cure": cure}}
    print(json.dumps(told))


if __name__ == "__main__":
    _main()
