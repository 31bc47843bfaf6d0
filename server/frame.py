"""What surrounds every request: who may ask, how much, what browsers are told, and one line in the log."""

from __future__ import annotations

import logging
import time

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.answers import failure_response, fault, route_of
from server.limits import bounded
from server.place import Place
from server.security import HEADERS, OF_FILES, SAFE_METHODS, check_host, check_same_origin
from server.visit import place_of, visitor_of
from tools.errors import AutopsieError

log = logging.getLogger("autopsie.requests")
UNCOUNTED = ("/static/", "/healthz", "/readyz")


class Frame:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Guard, serve, note."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        place = place_of(request)
        started = time.perf_counter()
        without_body = scope["method"] == "HEAD"
        status = 0

        async def framed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                told = OF_FILES if scope["path"].startswith("/static/") and status == 200 else HEADERS
                for name, value in told.items():
                    headers.setdefault(name, value)
            elif without_body:
                message = {**message, "body": b""}
            await send(message)

        try:
            try:
                _guard(request, place)
                if without_body and not scope["path"].endswith("/events"):  # a stream has no end to wait for
                    scope = {**scope, "method": "GET"}
                await self._app(scope, bounded(scope, receive, place.settings.upload_bytes), framed)
            except AutopsieError as refused:
                if status:
                    raise
                await failure_response(request, refused)(scope, receive, framed)
        except Exception as broken:
            if status:
                log.exception("fault in the middle of an answer", extra={"route": route_of(request)})
                raise
            await fault(request, broken)(scope, receive, framed)
        finally:
            elapsed = round((time.perf_counter() - started) * 1000, 1)
            line = {"method": request.method, "route": route_of(request), "status": status, "ms": elapsed}
            log.info("request", extra=line)


def _guard(request: Request, place: Place) -> None:
    settings = place.settings
    check_host(request, settings.trusted_hosts)
    check_same_origin(request)
    path = request.url.path
    if path.startswith(UNCOUNTED):
        return
    visitor = visitor_of(request)
    if request.method in SAFE_METHODS:
        place.buckets.take(visitor, "reads", settings.reads_per_minute)
        return
    place.buckets.take(visitor, "writes", settings.writes_per_minute)
    if path == "/playthroughs":
        place.buckets.take(visitor, "plays", settings.plays_per_minute)
    if request.headers.get("content-type", "").startswith("multipart/"):
        place.buckets.take(visitor, "uploads", settings.uploads_per_minute)
