"""A server of completions that misbehaves as it is told, and keeps what it was asked."""

from __future__ import annotations

import json
import socketserver
import time
from collections.abc import Callable
from typing import Any

KEY = "sk-genuine-key-of-the-operator-0123456789"
Behave = Callable[[Any, int], None]
"""Writes an answer into a connection; the number counts the requests, from 0."""


class Misbehaving(socketserver.ThreadingTCPServer):
    """A server that answers each request as :attr:`behave` says, and keeps what it was asked."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.behave: Behave = lambda write, number: None
        self.asked: list[dict[str, Any]] = []
        self.headers: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Connection(socketserver.StreamRequestHandler):
    server: Misbehaving

    def handle(self) -> None:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = self.rfile.readline()
            if not line:
                return
            head += line
        length = next(
            int(row.split(b":")[1]) for row in head.lower().split(b"\r\n") if b"content-length" in row
        )
        number = len(self.server.asked)
        self.server.asked.append(json.loads(self.rfile.read(length)))
        self.server.headers.append(head.decode())

        def write(data: bytes) -> None:
            self.wfile.write(data)
            self.wfile.flush()

        try:
            self.server.behave(write, number)
        except OSError:  # nobody listens any more
            return


def head(status: str = "200 OK", kind: str = "text/event-stream", more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nConnection: close\r\n{more}\r\n".encode()


def said(text: str, finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
    return b"data: " + json.dumps({"choices": [choice]}).encode() + b"\n\n"


DONE = b"data: [DONE]\n\n"


def nap(seconds: float) -> None:
    time.sleep(seconds)
