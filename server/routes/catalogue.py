"""Which investigations there are, and the door of each; the reader's tastes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from engine.language.schema import Scenario
from server.access import plays_held
from server.context import Notice
from server.home_page import CatalogueEntry, home_page
from server.routes.respond import own_path, page, see_other, set_preference
from server.tables import Playthrough
from server.visit import SIZE_COOKIE, SIZES, THEME_COOKIE, THEMES, context_of, owner_of, place_of
from tools.wording import Words

router = APIRouter()


ERASED = Notice(
    code="erased",
    says=Words(
        fr="L'enquête est effacée : ni son journal ni vos images ne sont gardés.",
        en="The investigation is erased: neither its log nor your pictures are kept.",
    ),
)


@router.get("/")
def home(request: Request) -> Response:
    """The investigations, and those that this visitor has begun."""
    place = place_of(request)
    owner = owner_of(request)
    latest: dict[str, Playthrough] = {}
    for play in plays_held(place.store, owner) if owner else []:
        latest.setdefault(play.scenario, play)
    entries = [_entry(scenario, latest.get(scenario.id)) for scenario in place.scenarios.values()]
    notice = ERASED if request.query_params.get("erased") == "1" else None
    return page(request, home_page(context_of(request, notice=notice), entries))


@router.post("/theme")
def theme(request: Request, theme: Annotated[str, Form()], next: Annotated[str, Form()] = "/") -> Response:
    """Light, dark, or as the system says."""
    response = see_other(own_path(next))
    set_preference(request, response, THEME_COOKIE, THEMES.get(theme, "auto"))
    return response


@router.post("/text-size")
def text_size(request: Request, size: Annotated[str, Form()], next: Annotated[str, Form()] = "/") -> Response:
    """How large the text is, on every page."""
    response = see_other(own_path(next))
    set_preference(request, response, SIZE_COOKIE, SIZES.get(size, "usual"))
    return response


def _entry(scenario: Scenario, play: Playthrough | None) -> CatalogueEntry:
    ended = play is not None and play.status == "ended"
    return CatalogueEntry(scenario, play.id if play is not None else None, ended)
