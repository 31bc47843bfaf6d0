"""``/queue``: the operator's cases. To anybody without the operator's cookie there is no such page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from server import case_keys, case_operator, case_pictures, cases
from server.case_body import Body, read_body
from server.case_pages import key_page, queue_page, queued_page
from server.case_tables import CaseRow
from server.context import Notice
from server.errors import not_found
from server.phrases import phrases
from server.routes.respond import page, see_other
from server.store import Store
from server.visit import context_of, place_of, wants_json
from tools.errors import AutopsieError

router = APIRouter(prefix="/queue")

ACTS: dict[str, Callable[[Store, CaseRow, Body], None]] = {
    "see": lambda store, row, body: cases.see(store, row),
    "answer": lambda store, row, body: cases.answer(store, row, body.one("text")),
    "settle": lambda store, row, body: cases.settle(store, row, body.one("outcome"), body.one("reason")),
    "check": lambda store, row, body: cases.check_speaker(store, row),
    "publish": lambda store, row, body: cases.publish(store, row, body.one("text")),
    "withdraw": lambda store, row, body: cases.withdraw(store, row),
    "close": lambda store, row, body: cases.close(store, row),
}


@router.get("/open/{key}")
def ask_key(request: Request, key: str) -> Response:
    """What the key opens, while it is good."""
    if not case_keys.is_good(place_of(request).store, key):
        raise not_found()
    return page(request, key_page(context_of(request), key))


@router.post("/open/{key}")
def use_key(request: Request, key: str) -> Response:
    """Open the queue in this browser; the key is used up."""
    if not case_keys.use(place_of(request).store, key):
        raise not_found()
    response = see_other("/queue")
    case_operator.let_in(request, response)
    return response


@router.post("/leave")
def leave(request: Request) -> Response:
    """Close the queue in this browser."""
    case_operator.require(request)
    response = see_other("/")
    response.delete_cookie(case_operator.COOKIE, path="/queue")
    return response


@router.get("")
def queue(request: Request) -> Response:
    """All cases, those that are due first on top."""
    case_operator.require(request)
    place = place_of(request)
    case_pictures.tidy(place.store)
    return page(request, queue_page(context_of(request), place.store, place.scenarios.values()))


@router.get("/{case}")
def queued(request: Request, case: str) -> Response:
    """One case."""
    case_operator.require(request)
    row = cases.named(place_of(request).store, case)
    done = Notice(says=phrases()["queue.done"]) if request.query_params.get("done") == "1" else None
    return _queued(request, row, done)


@router.get("/{case}/pictures/{sha}")
def picture(request: Request, case: str, sha: str) -> Response:
    """A picture of a case, to the operator alone."""
    case_operator.require(request)
    row = cases.named(place_of(request).store, case)
    file = case_pictures.file_of(row.id, sha)
    if file is None:
        raise not_found()
    return FileResponse(file, media_type="image/png", headers={"cache-control": "no-store"})


@router.post("/{case}/attach")
async def attach(request: Request, case: str) -> Response:
    """Say which dossier a case is about."""
    case_operator.require(request)
    incident = (await read_body(request)).one("incident")

    def attached(store: Store, row: CaseRow, body: Body) -> None:
        cases.attach(store, row, incident, place_of(request).scenarios)

    return await asyncio.to_thread(_do, request, case, attached, Body())


@router.post("/{case}/{act}")
async def do(request: Request, case: str, act: str) -> Response:
    """See, answer, settle, check, publish, withdraw or close."""
    case_operator.require(request)
    if act not in ACTS:
        raise not_found()
    body = await read_body(request)
    return await asyncio.to_thread(_do, request, case, ACTS[act], body)


def _do(request: Request, case: str, act: Callable[[Store, CaseRow, Body], None], body: Body) -> Response:
    store = place_of(request).store
    row = cases.named(store, case)
    try:
        act(store, row, body)
    except AutopsieError as refused:
        if wants_json(request):
            raise
        typed = {name: body.one(name)[:20_000] for name in ("text", "reason")}
        notice = Notice(kind="warning", code=refused.code, says=refused.says, cure=refused.cure, typed=typed)
        return _queued(request, row, notice, refused.status)
    return see_other(f"/queue/{row.id}?done=1")


def _queued(request: Request, row: CaseRow, notice: Notice | None, status: int = 200) -> Response:
    place = place_of(request)
    context = context_of(request, status=status, notice=notice)
    return page(request, queued_page(context, place.store, place.scenarios.values(), row), status)
