"""A process apart that does, at each request, what the job says: dies, babbles, hangs, shouts."""

from __future__ import annotations

import os
import sys
import time
from typing import Any

from tools.hosted.serving import Answer, Answering, Say, serve


def load(job: dict[str, Any]) -> Answering:
    how = job["how"]
    if how == "out of memory":
        raise MemoryError

    def answer(request: dict[str, Any], say: Say, over: object) -> Answer:
        say({"text": "first"}) if how != "dies at once" else None
        if how.startswith("dies"):
            print("these are my last words", flush=True)
            os._exit(3)
        if how == "babbles":
            os.write(int(sys.argv[1]), b"this is no frame" * 10)
        if how == "misnumbers":
            say({"id": 99, "text": "an answer to another question"})
        if how == "hangs":
            time.sleep(60)
        if how == "raises":
            raise RuntimeError("out of ideas")
        if how == "shouts":
            for _ in range(200):
                print("x" * 10_000, file=sys.stderr)
        return {"asked": 2, "written": 3}, ()

    return answer


if __name__ == "__main__":
    serve(load)
