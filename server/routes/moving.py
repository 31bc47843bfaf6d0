"""A play goes on on another device: the code that opens it there, and whom to count."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from server import access
from server.consent import set_counted
from server.context import Notice
from server.fates import LEAST
from server.layout import written
from server.routes.respond import page, programs_answer, see_other
from server.security import is_secure, set_visitor
from server.tables import Playthrough
from server.visit import context_of, language_of, owned_play, owner_of, place_of, visitor_of
from tools.wording import Words

router = APIRouter()

CODES_PER_MINUTE = 20  # of some 850 thousand million: nobody guesses one

NO_LONGER = Words(
    fr="Ce code n'ouvre rien : il vaut quinze minutes, et une seule fois.",
    en="This code opens nothing: it holds for fifteen minutes, and once.",
)
ANOTHER = Words(
    fr="Demandez-en un autre sur l'appareil où l'enquête a commencé.",
    en="Ask for another on the device where the investigation began.",
)


@router.get("/playthroughs/{play}/move")
def show(request: Request, play: str) -> Response:
    """What a code does, and on how many other devices this play goes on."""
    return _move_page(request, owned_play(request, play))


@router.post("/playthroughs/{play}/move")
def make(request: Request, play: str) -> Response:
    """A new code, shown once."""
    row = owned_play(request, play)
    code = access.new_code(place_of(request).store, row.id)
    if programs_answer(request):
        return JSONResponse({"code": code, "seconds": access.CODE_SECONDS}, 201)
    return _move_page(request, row, code)


@router.post("/playthroughs/{play}/move/withdraw")
def withdraw(request: Request, play: str) -> Response:
    """Close the play on every other device."""
    row = owned_play(request, play)
    if row.owner == owner_of(request):
        access.withdraw(place_of(request).store, row)
    return see_other(f"/playthroughs/{row.id}/move")


@router.get("/reprendre")
def ask(request: Request) -> Response:
    """Where a code is typed."""
    return page(request, written("moving/take.html", context_of(request), language_of(request), typed=""))


@router.post("/reprendre")
def take(request: Request, code: Annotated[str, Form()] = "") -> Response:
    """Open the play of that code here too."""
    place = place_of(request)
    place.buckets.take(visitor_of(request), "codes", CODES_PER_MINUTE)
    owner, cookie = owner_of(request), None
    if owner is None:
        cookie = place.seals.new_visitor()
        owner = place.seals.owner(cookie) or ""
    play = access.take_code(place.store, code[:200], owner)
    if play is None:
        notice = Notice(kind="warning", code="no_code", says=NO_LONGER, cure=ANOTHER)
        context = context_of(request, status=422, notice=notice)
        html = written("moving/take.html", context, language_of(request), typed=code[:20])
        return page(request, html, 422)
    response = see_other(f"/playthroughs/{play.id}#now")
    if cookie is not None:
        set_visitor(response, cookie, secure=is_secure(request, place.settings.behind_proxy))
    return response


@router.get("/playthroughs/{play}/count")
def ask_count(request: Request, play: str) -> Response:
    """What is counted, and whether this play is."""
    row = owned_play(request, play)
    html = written(
        "moving/count.html", context_of(request, row), language_of(request, row), play=row, least=LEAST
    )
    return page(request, html)


@router.post("/playthroughs/{play}/count")
def count(request: Request, play: str, counted: Annotated[str, Form()] = "") -> Response:
    """Say yes, or no again, to being counted."""
    row = owned_play(request, play)
    set_counted(place_of(request).store, row, counted == "1")
    return see_other(f"/playthroughs/{row.id}/count")


def _move_page(request: Request, row: Playthrough, code: str = "") -> Response:
    html = written(
        "moving/move.html",
        context_of(request, row),
        language_of(request, row),
        play=row,
        code=code,
        mine=row.owner == owner_of(request),
        others=len(access.holders(place_of(request).store, row.id)),
        base=str(request.base_url).rstrip("/"),
    )
    return page(request, html)
