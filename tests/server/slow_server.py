"""A server whose measures take SLOW seconds and then fail: what a test kills in the middle of one."""

from __future__ import annotations

import os
import threading
import time
from typing import Any

from fastapi import FastAPI

from server.app import create_app
from server.laboratory import Laboratory
from server.run import serve
from server.settings import Settings
from tools.errors import ToolFailed
from tools.tool import Cancelled
from tools.wording import both


class SlowLaboratory(Laboratory):
    """Counts its steps, hears a cancellation, and never measures anything."""

    def runner(self, play: str, cancel: threading.Event, scenario: Any = None) -> Any:
        def run_tool(wait: Any, progress: Any) -> Any:
            end = time.monotonic() + float(os.environ.get("SLOW", "0.5"))
            done = 0
            while time.monotonic() < end:
                progress(done := done + 1, 100)
                if cancel.wait(0.05):
                    raise Cancelled
            raise ToolFailed("slow", both("slow"))

        return run_tool


def _make(settings: Settings) -> FastAPI:
    return create_app(settings, SlowLaboratory(settings))


if __name__ == "__main__":
    serve(port=0, make_app=_make)
