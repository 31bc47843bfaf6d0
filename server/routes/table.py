"""The free table: any instrument before any subject, on a stimulus of the library or of one's own."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Mapping
from urllib.parse import parse_qsl

from fastapi import APIRouter, FastAPI
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from server.context import Notice
from server.errors import Gone, not_found
from server.intake import take_in
from server.place import Place
from server.routes.respond import page, see_other
from server.security import is_secure, set_visitor
from server.table_kept import Kept, visitors_folder_name
from server.table_pages import Standing, notice_of, standing_of, table_page
from server.table_refusals import no_file
from server.table_runs import Runs
from server.table_state import TableState, read_state, refusal_of
from server.visit import context_of, language_of, owner_of, place_of, visitor_of, wants_json
from tools.errors import AutopsieError

MEASURES_PER_MINUTE = 20
SWEEP_SECONDS = 60.0
_SHA = re.compile(r"[0-9a-f]{64}")
_PARTS = 40  # fields that a form of the table may have


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Erase visitors' pictures when their hour is over; end the queue with the server."""
    place: Place | None = getattr(app.state, "place", None)
    runs = _runs(app) if place is not None else None

    async def sweep() -> None:
        while runs is not None:
            with contextlib.suppress(OSError):
                await asyncio.to_thread(runs.kept.sweep)
            await asyncio.sleep(min(SWEEP_SECONDS, place.settings.upload_seconds if place else SWEEP_SECONDS))

    sweeper = asyncio.create_task(sweep())
    try:
        yield
    finally:
        sweeper.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await sweeper
        if runs is not None:
            await asyncio.to_thread(runs.close)


router = APIRouter(lifespan=_lifespan)


def _runs(app: FastAPI) -> Runs:
    place: Place = app.state.place
    found: Runs | None = getattr(app.state, "table", None)
    if found is None:
        found = app.state.table = Runs(place.laboratory, Kept(place.settings.upload_seconds))
    return found


@router.get("/table")
def table(request: Request) -> Response:
    """The table that the address says, with its result where one is kept."""
    query = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    try:
        state = read_state(query)
    except AutopsieError as refused:
        return _refused(request, refused, dict(query))
    if query and query != _parts(state.query):
        return see_other(state.address)
    return _shown(request, state)


@router.post("/table")
async def measure(request: Request) -> Response:
    """Measure the table that the form lays, and show it at its address."""
    async with request.form(max_fields=_PARTS, max_files=1, max_part_size=64 * 1024) as form:
        given = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    return await asyncio.to_thread(_measure, request, given)


def _measure(request: Request, given: list[tuple[str, str]]) -> Response:
    try:
        state = read_state(given)
        if (refused := refusal_of(state)) is not None:
            raise refused
        place_of(request).buckets.take(visitor_of(request), "table", MEASURES_PER_MINUTE)
        runs, owner = _runs(request.app), owner_of(request)
        standing = standing_of(state, runs.kept, owner, None)
        if not standing.complete and not standing.absent:
            runs.ask(state, owner)
    except AutopsieError as refused:
        return _refused(request, refused, dict(given))
    return see_other(f"{state.address}#result")


@router.post("/table/picture")
async def put_picture(request: Request) -> Response:
    """Take in a visitor's own picture, and lay it on the table."""
    async with request.form(max_fields=_PARTS, max_files=1, max_part_size=64 * 1024) as form:
        query, side, sent = form.get("q"), form.get("side"), form.get("picture")
        content = await sent.read() if isinstance(sent, UploadFile) else b""
    return await asyncio.to_thread(
        _put, request, query if isinstance(query, str) else "", "2" if side == "2" else "", content
    )


def _put(request: Request, query: str, side: str, content: bytes) -> Response:
    place = place_of(request)
    laid = [(name, value) for name, value in _parts(query) if name not in _stimuli(side)]
    owner, cookie = owner_of(request), None
    try:
        if not content:
            raise no_file()
        if owner is None:
            cookie = place.seals.new_visitor()
            owner = place.seals.owner(cookie) or ""
        sha = take_in(content, visitors_folder_name(owner))
        state = read_state([*laid, (f"picture{side}", sha)])
    except AutopsieError as refused:
        return _refused(request, refused, dict(_parts(query)))
    response = see_other(state.address)
    if cookie is not None:
        set_visitor(response, cookie, secure=is_secure(request, place.settings.behind_proxy))
    return response


@router.get("/table/pictures/{key}/{sha}.png")
def picture(request: Request, key: str, sha: str) -> Response:
    """A picture that a finding of the table shows; one that a visitor brought, to them alone."""
    from tools.figures import pictures_of  # slow import
    from tools.stimuli.render import holds_upload  # slow import

    if not _SHA.fullmatch(sha) or not _SHA.fullmatch(key):
        raise not_found()
    owner = owner_of(request)
    finding = _runs(request.app).kept.by_key(key, owner)
    pictures = (each for figure in (finding.figures if finding else ()) for each in pictures_of(figure))
    shown = next((each for each in pictures if each.sha256 == sha), None)
    if shown is None:
        raise not_found()
    headers = {"etag": f'"{sha}"', "cache-control": "private, max-age=600"}
    if request.headers.get("if-none-match") == f'"{sha}"':
        return Response(status_code=304, headers=headers)
    name = visitors_folder_name(owner) if owner and holds_upload(shown.recipe) else "table"
    try:
        data = place_of(request).laboratory.picture(shown, name)
    except AutopsieError as erased:
        if erased.code == "upload_gone":
            raise Gone(erased.code, erased.says) from None
        raise
    return Response(data, 200, headers, "image/png")


@router.get("/table/{side}.csv")
def numbers(request: Request, side: str) -> Response:
    """The numbers of one side, as a table for a spreadsheet."""
    from tools.figures import to_csv  # slow import

    query = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    findings = _runs(request.app).kept.findings(read_state(query), owner_of(request))
    which = {"1": 0, "2": 1}.get(side, len(findings))
    finding = findings[which] if which < len(findings) else None
    if finding is None:
        raise not_found()
    name = f"autopsie-{finding.call.verb}-{finding.call.method}-{side}"
    headers = {
        "content-disposition": f'attachment; filename="{name}.csv"',
        "cache-control": "private, no-cache",
    }
    return Response(to_csv(finding, language_of(request)), 200, headers, "text/csv")


def _shown(request: Request, state: TableState) -> Response:
    runs, owner = _runs(request.app), owner_of(request)
    run = runs.look(state, owner)
    standing = standing_of(state, runs.kept, owner, run)
    notice = None
    if not standing.complete:
        if (refused := refusal_of(state)) is not None:
            notice = notice_of(refused)
        elif run is not None and run.failed is not None:
            notice = notice_of(run.failed)
    return _page(request, standing, dict(_parts(state.query)), notice)


def _refused(request: Request, refused: AutopsieError, given: dict[str, str]) -> Response:
    if wants_json(request):
        raise refused
    return _page(request, None, given, notice_of(refused), refused.status)


def _page(
    request: Request,
    standing: Standing | None,
    given: Mapping[str, str],
    notice: Notice | None,
    status: int = 200,
) -> Response:
    settings = place_of(request).settings
    html = table_page(
        context_of(request, status=status),
        standing,
        given=given,
        minutes=max(1, round(settings.upload_seconds / 60)),
        mega=max(1, settings.upload_bytes // 1_000_000),
        notice=notice,
    )
    return page(request, html, status)


def _stimuli(side: str) -> tuple[str, ...]:
    return tuple(f"{each}{side}" for each in ("case", "text", "picture"))


def _parts(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query[:8000], keep_blank_values=True, max_num_fields=_PARTS)
    except ValueError:
        return []
