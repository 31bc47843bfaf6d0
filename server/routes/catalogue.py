"""Which investigations there are, and the door of each; the reader's tastes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from server import page as pages
from server.errors import not_found
from server.routes.respond import own_path, page, see_other, set_preference
from server.visit import THEME_COOKIE, THEMES, context_of, owner_of, place_of

router = APIRouter()


@router.get("/")
def home(request: Request) -> Response:
    """The investigations, and those that this visitor has begun."""
    place = place_of(request)
    owner = owner_of(request)
    plays = list(place.store.plays_of(owner)) if owner else []
    return page(request, pages.home_page(context_of(request), list(place.scenarios.values()), plays))


@router.get("/incidents/{incident}")
def start(request: Request, incident: str) -> Response:
    """One investigation: what it is about, in which language and for whom to tell it."""
    scenario = place_of(request).scenarios.get(incident)
    if scenario is None:
        raise not_found()
    context = context_of(request).model_copy(update={"subject_notice": place_of(request).missing(scenario)})
    return page(request, pages.start_page(context, scenario))


@router.post("/theme")
def theme(request: Request, theme: Annotated[str, Form()], back: Annotated[str, Form()] = "/") -> Response:
    """Light, dark, or as the system says."""
    response = see_other(own_path(back))
    set_preference(request, response, THEME_COOKIE, THEMES.get(theme, "auto"))
    return response
