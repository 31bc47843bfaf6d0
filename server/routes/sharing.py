"""Links to a report, made and revoked by its owner; reading under one; erasing one's own words."""

from __future__ import annotations

import time
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from engine.play.report_log import head_of
from server import sharing
from server.context import Notice
from server.errors import Gone, not_found
from server.layout import written
from server.report_page import report_page
from server.routes.records import told_events
from server.routes.respond import page, programs_answer, see_other
from server.views.plate import day_of
from server.visit import context_of, language_of, owned_play, place_of
from tools.wording import Words

router = APIRouter()

REVOKED = Notice(
    code="revoked",
    says=Words(
        fr="Le lien est retiré : il ne mène plus nulle part.",
        en="The link is revoked: it leads nowhere any more.",
    ),
)
EXPIRED = Words(
    fr="Ce lien de lecture a expiré : la personne qui l'a créé peut en faire un autre.",
    en="This link has run out: the person who made it can make another.",
)


@router.get("/playthroughs/{play}/share")
def links(request: Request, play: str) -> Response:
    """The links of this play, and the form that makes one."""
    row = owned_play(request, play)
    place = place_of(request)
    notice = REVOKED if request.query_params.get("revoked") == "1" else None
    language = language_of(request, row)
    html = written(
        "sharing/links.html",
        context_of(request, row, notice=notice),
        language,
        play=row,
        links=sharing.links_of(place.store, row.id),
        days=sharing.DAYS,
        base=str(request.base_url).rstrip("/"),
        day=lambda at: day_of(at, language),
    )
    return page(request, html)


@router.post("/playthroughs/{play}/share")
def make(
    request: Request, play: str, days: Annotated[int, Form()] = 30, words: Annotated[str, Form()] = ""
) -> Response:
    """A new link."""
    row = owned_play(request, play)
    made = sharing.share(place_of(request).store, row.id, days, words == "1")
    if programs_answer(request):
        return JSONResponse({"path": f"/shared/{made.token}", "until": made.until}, 201)
    return see_other(f"/playthroughs/{row.id}/share")


@router.post("/playthroughs/{play}/share/revoke")
def revoke(request: Request, play: str, token: Annotated[str, Form()]) -> Response:
    """Take a link back, at once."""
    row = owned_play(request, play)
    sharing.revoke(place_of(request).store, row.id, token)
    return see_other(f"/playthroughs/{row.id}/share?revoked=1")


@router.get("/shared/{token}")
def read(request: Request, token: str) -> Response:
    """The report, to whoever has the link."""
    place = place_of(request)
    found = sharing.opened(place.store, token)
    row = place.store.play(found.playthrough) if found is not None else None
    if found is None or row is None:
        raise not_found()
    if found.until <= time.time():
        raise Gone("share_expired", EXPIRED)
    request.state.share, request.state.language = found, row.language
    events = told_events(request, row)
    html = report_page(
        context_of(request, row),
        place.turns.scenario(row),
        row,
        events,
        head=head_of(place.store.links(row.id)),
        share=found,
        own=False,
    )
    return page(request, html)


@router.get("/playthroughs/{play}/erase-words")
def ask_words(request: Request, play: str) -> Response:
    """What erasing one's words does, before it is done."""
    row = owned_play(request, play)
    return page(
        request,
        written("sharing/words.html", context_of(request, row), language_of(request, row), play=row),
    )


@router.post("/playthroughs/{play}/erase-words")
def erase_words(request: Request, play: str) -> Response:
    """Erase what the reader wrote and brought; choices, bets and measures stay."""
    row = owned_play(request, play)
    place_of(request).turns.erase_words(row.id)
    if programs_answer(request):
        return Response(status_code=204)
    return see_other(f"/playthroughs/{row.id}/report?words=erased")
