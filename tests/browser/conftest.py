"""A real server and a real browser: Debian's chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = [
    "--no-sandbox",  # CI is root in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Served:
    """One server on its own home, which can be killed and started again on the same address."""

    def __init__(self, home: Path, assets: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = home.parent / "server.log"
        self._environment = {
            **os.environ,
            "AUTOPSIE_HOME": str(home),
            "AUTOPSIE_ASSETS": str(assets),
            # No reader answers as fast as a test, and what the page sends counts as an upload.
            "AUTOPSIE_UPLOADS_PER_MINUTE": "600",
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until a page is served."""
        start = "from server.cli import main; main()"
        command = [sys.executable, "-c", start, "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=1):
                    return
            except OSError:
                time.sleep(0.05)
        pytest.fail(f"the server did not start:\n{self.log.read_text()}")

    def kill(self) -> None:
        """As a power cut would: no time for good-byes, workers included."""
        if self._process and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=10)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[Path | None], Served]]:
    """Start a server; without a folder of weights there are none: the play runs on recorded findings."""
    started: list[Served] = []

    def start(assets: Path | None = None) -> Served:
        nothing = tmp_path / "no-weights"
        nothing.mkdir(exist_ok=True)
        server = Served(tmp_path / f"home{len(started)}", assets or nothing)
        started.append(server)
        server.start()
        return server

    yield start
    for server in started:
        server.kill()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, or a skip that says what to install.

    Closed with each file: while it is open its event loop runs, and no other test could run one of its own.
    """
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no chromium: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def page_of(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page of a given width, with or without JavaScript, in a given language and theme."""
    contexts = []

    def new(*, width: int = 390, script: bool = True, locale: str = "fr-FR", dark: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 844 if width < 640 else 900},
            java_script_enabled=script,
            locale=locale,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(60_000)
        contexts.append(context)
        return context.new_page()

    yield new
    for context in contexts:
        context.close()
