"""Serve until stopped: check the port, say the address once a page can be had, stop gently."""

from __future__ import annotations

import contextlib
import datetime
import errno
import json
import logging
import os
import socket
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from server.app import create_app
from server.errors import PortTaken
from server.settings import Settings, read_settings
from tools.wording import Words

GRACE_SECONDS = 10
_STANDARD = frozenset(vars(logging.LogRecord("", 0, "", 0, "", (), None))) | {
    "message",
    "asctime",
    "taskName",
}


class JsonLines(logging.Formatter):
    """One JSON object a line. No address, cookie or answer is ever given to a logger."""

    def format(self, record: logging.LogRecord) -> str:
        """The record with its extra fields."""
        at = datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {
            "at": at,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in _STANDARD}
        line.pop("color_message", None)
        if record.exc_info:
            line |= _told(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def _told(error: BaseException | None) -> dict[str, object]:
    """Where it broke. An error's own text may quote what a reader typed, so only the system's is kept."""
    kinds: list[str] = []
    frames: list[str] = []
    while error is not None:
        said = f": {error.strerror}" if isinstance(error, OSError) else ""
        kinds.append(type(error).__name__ + said)
        for frame in traceback.extract_tb(error.__traceback__)[-8:]:
            frames.append(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}")
        error = error.__cause__ or error.__context__
    return {"error": kinds, "frames": frames}


def public_app(settings: Settings) -> FastAPI:
    """The public place, whose files answer questions."""
    from server.answering import FileAnswers  # slow import: numpy

    return create_app(settings, answerer=FileAnswers(settings))


def serve(
    *,
    host: str | None = None,
    port: int | None = None,
    database: str | None = None,
    ready: Callable[[str], None] | None = None,
    make_app: Callable[[Settings], FastAPI] | None = None,
) -> None:
    """Run the server of these settings until it is told to stop.

    ``ready`` is called with the address once a page can be had; by default the address is printed. Raises
    :class:`~server.errors.PortTaken` (C820, exit code 2) for an address that cannot be listened on,
    :class:`OSError`, with the folder's name, where nothing can be written at home, and what
    :func:`~server.app.create_app` raises.
    """
    settings = read_settings(host=host, port=port, database=database)
    _prove_writable(settings.home)
    listening = _listen(settings)
    try:
        _log_to_standard_error()
        app = (make_app or public_app)(settings)
        server = _server(app, lambda: (ready or _say)(_address(settings, listening)))
        with contextlib.suppress(KeyboardInterrupt):  # raised again by uvicorn once all is stopped
            server.run(sockets=[listening])
    finally:
        listening.close()


class Gentle(uvicorn.Server):
    """Says when it is ready; sends the streams home before it waits for requests to end."""

    def __init__(self, config: uvicorn.Config, app: FastAPI, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._app = app
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen, then say so."""
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop: streams first, for they have no end of their own."""
        self._app.state.place.turns.bells.close()
        await super().shutdown(sockets=sockets)


def _server(app: FastAPI, ready: Callable[[], None]) -> Gentle:
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,  # ours holds no address
        server_header=False,
        proxy_headers=False,  # the frame reads the one header that matters, when told to
        timeout_graceful_shutdown=GRACE_SECONDS,
        ws="none",
        lifespan="on",
    )
    return Gentle(config, app, ready)


def _prove_writable(folder: Path) -> None:
    """Learn at the start, and by name, that a folder is closed or its disk full: not at the first answer."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(bytes(1 << 16))
            trial.flush()
            os.fsync(trial.fileno())
    except OSError as refused:
        raise OSError(refused.errno, refused.strerror or str(refused), str(folder)) from refused


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen(2048)
    except OSError as refused:
        listening.close()
        raise _port_taken(settings, refused) from refused
    listening.setblocking(False)
    return listening


def _port_taken(settings: Settings, refused: OSError) -> PortTaken:
    where = f"{settings.host}:{settings.port}"
    if refused.errno == errno.EADDRINUSE:
        says = Words(
            fr=f"L'adresse {where} est déjà prise par un autre programme.",
            en=f"The address {where} is already taken by another program.",
        )
    else:
        says = Words(
            fr=f"Impossible d'écouter à l'adresse {where}.", en=f"Cannot listen on the address {where}."
        )
    if refused.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
        cure = Words(
            fr="Cette machine n'a pas cette adresse : choisissez 127.0.0.1, ou 0.0.0.0 pour une salle.",
            en="This machine has no such address: choose 127.0.0.1, or 0.0.0.0 for a room.",
        )
        return PortTaken("C820", says, cure)
    other = settings.port + 1 if 1024 <= settings.port < 65535 else 8000
    cure = Words(
        fr=f"Choisissez un autre port : « autopsie serve --port {other} » ou « make run PORT={other} ».",
        en=f"Choose another port: “autopsie serve --port {other}” or “make run PORT={other}”.",
    )
    return PortTaken("C820", says, cure)


def _address(settings: Settings, listening: socket.socket) -> str:
    port = listening.getsockname()[1]
    name = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{name}:{port}/"


def _say(address: str) -> None:
    print(f"Autopsie: {address}", flush=True)


def _log_to_standard_error() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    # Someone at a terminal reads the address and what goes wrong; a collector of logs reads each request.
    logging.getLogger("autopsie").setLevel(logging.WARNING if sys.stderr.isatty() else logging.INFO)
