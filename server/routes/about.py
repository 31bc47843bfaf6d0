"""What this place is, by what rules it speaks, who can use it, what it keeps, and whose work it stands on."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from server.about_pages import PAGES, about_page
from server.errors import not_found
from server.routes.respond import page
from server.visit import context_of, place_of

router = APIRouter(prefix="/about")


@router.get("")
def method(request: Request) -> Response:
    """The method, which is where the others are reached from."""
    return about(request, PAGES[0])


@router.get("/{name}")
def about(request: Request, name: str) -> Response:
    """One of the pages about the place itself."""
    if name not in PAGES:
        raise not_found()
    return page(request, about_page(context_of(request), name, place_of(request).settings))
