"""The application: what it is made of, and what happens when it starts and stops."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from engine.guide.guide import Guide
from engine.language.schema import Scenario
from server import answers
from server.enquiries import Answerer, Enquiries
from server.frame import Frame
from server.laboratory import Laboratory, subjects_of
from server.narration import Narration
from server.place import Place
from server.routes import (
    about,
    branches,
    catalogue,
    dossiers,
    enquiries,
    health,
    instruments,
    investigations,
    listing,
    moving,
    profiles,
    queue,
    records,
    saisir,
    sharing,
    subjects,
    table,
    verdicts,
)
from server.security import Seals
from server.settings import Settings, read_secret, read_settings
from server.static import HashedFiles
from server.store import Store
from server.turns import Turns
from tools.errors import AutopsieError
from tools.home import HOME_VARIABLE, home

log = logging.getLogger("autopsie.server")

IO_THREADS = 32
SWEEP_SECONDS = 60.0


PUBLIC: tuple[APIRouter, ...] = (
    catalogue.router,
    listing.router,
    dossiers.router,
    subjects.router,
    instruments.router,
    table.router,
    investigations.router,
    branches.router,
    moving.router,
    profiles.router,
    records.router,
    sharing.router,
    verdicts.router,
    enquiries.router,
    saisir.router,
    queue.router,
    about.router,
    health.router,
)


def create_app(
    settings: Settings | None = None,
    laboratory: Laboratory | None = None,
    *,
    scenarios: dict[str, Scenario] | None = None,
    routers: Sequence[APIRouter] = PUBLIC,
    answerer: Answerer | None = None,
) -> FastAPI:
    """The application for one set of settings; nothing runs before its lifespan begins.

    ``laboratory`` replaces the one of the settings, ``scenarios`` those of the folder, ``routers`` the public
    addresses (the preview has its own), ``answerer`` what finds the passages that answer a question.

    Raises :class:`~tools.errors.AutopsieError` where the home cannot be written or the database not opened.
    """
    settings = settings or read_settings()
    if settings.home != home():
        os.environ[HOME_VARIABLE] = str(settings.home)  # the tools, and their worker, write there too
    store = Store(settings.database_url)
    scenarios = read_scenarios() if scenarios is None else scenarios
    laboratory = laboratory or Laboratory(settings)
    place = Place(
        settings=settings,
        store=store,
        seals=Seals(read_secret(settings.home)),
        scenarios=scenarios,
        laboratory=laboratory,
        turns=Turns(store, scenarios, laboratory, threads=settings.turn_threads),
        static=HashedFiles(),
    )
    place.turns.narration = Narration(
        Guide(settings=settings.guide_settings),
        wordings=place.turns.wordings,
        progress=place.turns.progress,
        append=place.turns.append_aside,
        ring=place.turns.bells.ring,
    )
    if enquiries.router in routers and answerer is not None:
        place.enquiries = Enquiries(place.turns, store, laboratory, answerer)
    app = FastAPI(
        title="Autopsie",
        lifespan=_lifespan,
        middleware=[Middleware(Frame), Middleware(GZipMiddleware, minimum_size=800, compresslevel=6)],
        docs_url=None,  # its page loads scripts from elsewhere
        redoc_url=None,
        openapi_url=None,
        separate_input_output_schemas=False,
    )
    app.state.place = place
    answers.install(app)
    for router in routers:
        app.include_router(router)
    app.mount("/static", place.static, name="static")
    return app


def read_scenarios() -> dict[str, Scenario]:
    """Every investigation that is sound, by id; one that is not is left out, and the log says why."""
    from engine.language.assets import keep_assets
    from engine.language.reader import list_scenarios, read_scenario

    found: dict[str, Scenario] = {}
    for listed in list_scenarios():
        scenario, diagnostics = read_scenario(listed.path, without_bad_records=True)
        codes = [each.code for each in diagnostics if each.severity == "error"]
        if scenario is None:
            log.warning("scenario left out", extra={"scenario": listed.id, "codes": codes})
            continue
        if codes:
            log.warning("records left out", extra={"scenario": listed.id, "codes": codes})
        keep_assets(scenario, listed.path.parent)
        found[scenario.id] = scenario
    return found


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    place: Place = app.state.place
    loop = asyncio.get_running_loop()
    # Two cores would give six threads to `to_thread`: too few for a room of people who all look at once.
    loop.set_default_executor(ThreadPoolExecutor(IO_THREADS, thread_name_prefix="io"))
    place.turns.bells.attach(loop)
    recovered = await asyncio.to_thread(place.turns.recover)
    if recovered:
        log.info("turns taken up again", extra={"count": recovered})
    sweeper = asyncio.create_task(_sweep_for_ever(place))
    if place.settings.warm:
        if place.turns.narration is not None:
            place.turns.narration.warm()
        if place.enquiries is not None:
            place.enquiries.prepare(place.scenarios.values())
        place.laboratory.warm(set().union(*map(subjects_of, place.scenarios.values())))
    try:
        yield
    finally:
        sweeper.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await sweeper
        if place.enquiries is not None:
            await asyncio.to_thread(place.enquiries.close)
        if place.turns.narration is not None:
            await asyncio.to_thread(place.turns.narration.close)
        await asyncio.to_thread(place.turns.close)
        await asyncio.to_thread(place.laboratory.close)
        place.store.close()


async def _sweep_for_ever(place: Place) -> None:
    while True:
        try:
            await asyncio.to_thread(place.sweep, time.time() - place.settings.upload_seconds)
        except AutopsieError as failed:
            log.warning("sweep failed", extra={"code": failed.code})
        except OSError:
            log.exception("sweep failed")
        await asyncio.sleep(min(SWEEP_SECONDS, place.settings.upload_seconds))
