"""Real models of every kind, made here: ONNX graphs, TorchScript archives, Python files, a local server."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tools.bench import Bench
from tools.subjects.external.reference import parse

SALIENCY = "kind: saliency\ninput: {size: [64, 64]}\noutput: map\n"
LIMITS = "limits: {seconds: 8, start_seconds: 60, memory_mb: 1024}\n"

Loaded = Callable[..., Any]


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """96 × 48: dark, with a light square whose middle is (72, 12)."""
    pixels = np.full((48, 96, 3), 40, dtype=np.uint8)
    pixels[6:18, 66:78] = 230
    path = tmp_path / "picture.png"
    Image.fromarray(pixels).save(path)
    return path


@pytest.fixture
def load(tmp_path: Path) -> Generator[Loaded, None, None]:
    """``load(reference, description)``: the model on a bench, as the command line loads it."""
    bench = Bench()
    made: list[Any] = []

    def loaded(reference: str, description: str = SALIENCY + LIMITS, **options: Any) -> Any:
        file = tmp_path / f"description{len(made)}.yaml"
        file.write_text(description, encoding="utf-8")
        made.append(bench.subject(parse(reference, file, **options).spelling))
        return made[-1]

    yield loaded
    for each in made:
        each.close()


@pytest.fixture
def python_model(tmp_path: Path) -> Callable[[str], str]:
    """``python_model(source)``: the reference of its function ``answer``."""

    def write(source: str) -> str:
        path = tmp_path / "mine.py"
        path.write_text("import numpy as np\n" + source, encoding="utf-8")
        return f"python:{path}:answer"

    return write


@pytest.fixture
def onnx_model() -> Callable[..., str]:
    """``onnx_model(path, node, domain, fixed)``: a graph of one node, the mean of the channels by default."""
    return made_onnx


def made_onnx(path: Path, node: str = "ReduceMean", *, domain: str = "", fixed: bool = False) -> str:
    """A graph of one node, from (n, 3, h, w) to (n, 1, h, w): the mean of the channels by default."""
    import onnx
    from onnx import TensorProto, helper

    sides: list[Any] = [1, 3, 64, 64] if fixed else ["n", 3, "h", "w"]
    given = helper.make_tensor_value_info("picture", TensorProto.FLOAT, sides)
    taken = helper.make_tensor_value_info("map", TensorProto.FLOAT, ["n", 1, "h", "w"])
    settings = {"axes": [1], "keepdims": 1} if node == "ReduceMean" else {}
    made = helper.make_node(node, ["picture"], ["map"], domain=domain, **settings)
    graph = helper.make_graph([made], "graph", [given], [taken])
    opsets = [helper.make_opsetid("", 13), *([helper.make_opsetid(domain, 1)] if domain else [])]
    onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=8), str(path))
    return f"onnx:{path}"


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        said = self.server.said  # type: ignore[attr-defined]
        self.server.heard.append((self.headers.get("content-type"), body))  # type: ignore[attr-defined]
        status, headers, content, wait = said(body)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        for part in content if isinstance(content, list) else [content]:
            try:
                self.wfile.write(part)
                self.wfile.flush()
            except OSError:
                return
            time.sleep(wait)

    def log_message(self, *_: Any) -> None:
        """Silence."""


class Server:
    """A real server on this machine; ``says`` decides its answers, ``heard`` keeps what was sent."""

    def __init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
        self._server.daemon_threads = True
        self.heard: list[tuple[str, bytes]] = []
        self._server.heard = self.heard  # type: ignore[attr-defined]
        self.says(200, {"score": [0.5]})
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/predict"

    def says(
        self, status: int, content: Any, headers: dict[str, str] | None = None, wait: float = 0.0
    ) -> None:
        """Bytes (or a list of them, ``wait`` seconds apart) as they are; anything else as JSON."""
        raw = isinstance(content, bytes) or (
            isinstance(content, list) and content and isinstance(content[0], bytes)
        )
        body = content if raw else json.dumps(content).encode()
        self._server.said = lambda _: (status, headers or {}, body, wait)  # type: ignore[attr-defined]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server() -> Generator[Server, None, None]:
    """A server of this machine."""
    made = Server()
    yield made
    made.close()
