"""The models on the table: their list and the data sheet of each."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from server import subject_pages as pages
from server.errors import not_found
from server.routes.respond import page
from server.views.subject import SubjectView, subject_view
from server.visit import context_of, place_of
from tools.assets.store import subject_availability
from tools.catalogue import subjects
from tools.names import plain_name
from tools.subject import SubjectCard

router = APIRouter()


@router.get("/subjects")
async def register(request: Request) -> Response:
    """Every subject with its badge, and whether it is on this machine."""
    views = await asyncio.to_thread(lambda: [_view(card) for card in subjects().values()])
    return page(request, pages.subjects_page(context_of(request), views))


@router.get("/subjects/{name}")
async def sheet(request: Request, name: str) -> Response:
    """The data sheet of one subject, in either spelling of its name."""
    card = subjects().get(plain_name(name))
    if card is None:
        raise not_found()
    scenarios = place_of(request).scenarios.values()
    view = await asyncio.to_thread(_view, card)
    return page(request, await asyncio.to_thread(pages.subject_page, context_of(request), view, scenarios))


def _view(card: SubjectCard) -> SubjectView:
    return subject_view(card, subject_availability(card).available)
