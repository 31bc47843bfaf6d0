"""Manifests of the tests' own, wheels made on the spot, and a package index on this machine."""

from __future__ import annotations

import hashlib
import os
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from tools.assets import manifest as manifests_of


@dataclass
class Shelf:
    """A folder of manifests that stands for ours."""

    folder: Path

    def pin(self, name: str, content: bytes, **origin: Any) -> Path:
        """Write the manifest of an asset whose one file holds ``content``. Returns the manifest's path."""
        described = {
            "name": name,
            "kind": "weights",
            "file": f"{name}.bin",
            "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "licence": "MIT",
            "credit": "Somebody",
            "source": "https://example.invalid",
            "origin": origin,
        }
        path = self.folder / f"{name}.yaml"
        path.write_text(yaml.safe_dump(described), encoding="utf-8")
        return path

    def pin_package(self, name: str, content: bytes, *members: str, **more: Any) -> Path:
        """The same, from the package ``luggage`` 1.0."""
        origin = {"kind": "packaged", "package": "luggage", "version": "1.0", "members": list(members)}
        return self.pin(name, content, **(origin | more))


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """An empty folder of manifests; nothing is named by the environment."""
    folder = tmp_path / "manifests"
    folder.mkdir()
    monkeypatch.setattr(manifests_of, "_FOLDER", folder)
    monkeypatch.delenv("AUTOPSIE_ASSETS", raising=False)
    monkeypatch.delenv("AUTOPSIE_OFFLINE", raising=False)
    return Shelf(folder)


@dataclass
class Index:
    """A package index: what it offers, what it was asked for, and how it misbehaves."""

    folder: Path
    asked: list[str] = field(default_factory=list)
    cut_after: int | None = None  # bytes of a wheel sent before the line breaks
    stall: threading.Event | None = None
    with_hashes: bool = False
    lost: bool = False  # a wheel is listed, and answers 404
    url: str = ""

    def offer(
        self,
        members: dict[str, bytes],
        *,
        package: str = "luggage",
        version: str = "1.0",
        tag: str = "py3-none-any",
    ) -> Path:
        """Put a real wheel on the index."""
        about = f"{package}-{version}.dist-info"
        path = self.folder / f"{package}-{version}-{tag}.whl"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
            for name, content in members.items():
                wheel.writestr(name, content)
            wheel.writestr(
                f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n"
            )
            wheel.writestr(f"{about}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n")
            wheel.writestr(f"{about}/RECORD", "")
        return path

    def downloads(self) -> int:
        """How many times a wheel was sent."""
        return sum(path.startswith("/files/") for path in self.asked)


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    """An index of one's own, which pip is told of as users tell it: by its environment."""
    served = Index(tmp_path / "wheels")
    served.folder.mkdir()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            served.asked.append(path)
            parts = path.strip("/").split("/")
            if parts[0] == "simple" and len(parts) == 2:
                wheels = sorted(served.folder.glob(f"{parts[1].replace('-', '_')}-*.whl"))
                links = "".join(self._link(wheel) for wheel in wheels)
                self._answer(f"<!DOCTYPE html><html><body>{links}</body></html>".encode(), "text/html")
            elif parts[0] == "files" and not served.lost and (served.folder / parts[1]).is_file():
                self._answer((served.folder / parts[1]).read_bytes(), "application/octet-stream")
            else:
                self.send_error(404)

        def _link(self, wheel: Path) -> str:
            hashed = hashlib.sha256(wheel.read_bytes()).hexdigest()
            fragment = f"#sha256={hashed}" if served.with_hashes else ""
            return f'<a href="/files/{wheel.name}{fragment}">{wheel.name}</a>'

        def _answer(self, body: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if kind != "text/html" and served.stall is not None:
                self.wfile.write(body[:200_000])
                self.wfile.flush()
                served.stall.wait(20)
                return
            cut = served.cut_after if kind != "text/html" else None
            self.wfile.write(body if cut is None else body[:cut])

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    served.url = f"http://127.0.0.1:{server.server_address[1]}/simple"
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    monkeypatch.setenv("PIP_RETRIES", "0")
    monkeypatch.setenv("PIP_INDEX_URL", served.url)
    yield served
    if served.stall is not None:
        served.stall.set()
    server.shutdown()
    server.server_close()
