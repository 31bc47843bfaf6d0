"""The instruments: their list, and a page for each."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from server import instrument_pages as pages
from server.errors import not_found
from server.routes.respond import page
from server.table_state import instrument_named
from server.visit import context_of
from tools.errors import CallRefused

router = APIRouter()


@router.get("/instruments")
def register(request: Request) -> Response:
    """Every instrument, by verb."""
    return page(request, pages.instruments_page(context_of(request)))


@router.get("/instruments/{name}")
def sheet(request: Request, name: str) -> Response:
    """One instrument, named ``verb.method`` in either spelling."""
    try:
        instrument = instrument_named(name)
    except CallRefused:
        raise not_found() from None
    return page(request, pages.instrument_page(context_of(request), instrument))
