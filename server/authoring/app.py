"""The preview as an application of its own: the author's page, and the normal pages to play on in.

It answers on this machine only, on a home of its own that is thrown away: rehearsals are nobody's plays.
"""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from fastapi import FastAPI

from server.app import create_app
from server.authoring.desk import Desk
from server.authoring.rehearsal import RehearsalLaboratory, follow
from server.errors import PortTaken
from server.place import Place
from server.routes import authoring, health, investigations, records
from server.routes.catalogue import router as catalogue
from server.settings import Settings
from tools.wording import Words

HOST = "127.0.0.1"
NAMES = "127.0.0.1,localhost"  # so that no other name, made to lead here, can speak to the author's machine


def create_preview(path: Path, settings: Settings) -> FastAPI:
    """The preview of one scenario's file. Raises as :func:`~server.app.create_app` does."""
    kept = settings.model_copy(
        update={
            "host": HOST, "trusted_hosts": NAMES, "behind_proxy": False, "warm": False, "database": "",
            "writes_per_minute": 2000, "plays_per_minute": 1000, "reads_per_minute": 20_000,
        }
    )  # fmt: skip
    desk = Desk(path)
    laboratory = RehearsalLaboratory(kept)
    app = create_app(
        kept,
        laboratory,
        scenarios={},
        routers=(authoring.router, catalogue, investigations.router, records.router, health.router),
    )
    app.state.desk = desk
    place: Place = app.state.place
    own = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(running: FastAPI) -> AsyncIterator[None]:
        import asyncio

        async with AsyncExitStack() as stack:
            await stack.enter_async_context(own(running))
            watching = asyncio.create_task(desk.watch())
            try:
                yield
            finally:
                watching.cancel()

    app.router.lifespan_context = lifespan
    follow(desk, place)
    return app


def serve_preview(path: Path, port: int, ready: Callable[[str], None]) -> None:
    """Serve the preview until stopped. Raises as :func:`~server.run.serve` does."""
    from server.run import serve

    with tempfile.TemporaryDirectory(prefix="autopsie-preview-") as folder:
        home = Path(folder)

        def make(settings: Settings) -> FastAPI:
            return create_preview(path, settings.model_copy(update={"home": home}))

        try:
            serve(host=HOST, port=port, ready=ready, make_app=make)
        except PortTaken as taken:
            other = port + 1 if port < 65535 else 8010
            cure = Words(
                fr=f"Choisissez un autre port : « autopsie preview … --port {other} ».",
                en=f"Choose another port: “autopsie preview … --port {other}”.",
            )
            raise PortTaken(taken.code, taken.says, cure) from None
