"""One request as the rest of the server sees it: whose it is, in which language, and what it may open."""

from __future__ import annotations

import hashlib

from starlette.requests import Request

from server.access import holds
from server.context import Notice, PageContext, TextSize, Theme
from server.errors import not_found
from server.place import Place
from server.security import COOKIE
from server.sharing import opens
from server.tables import Playthrough, Share
from tools.wording import Language

LANGUAGE_COOKIE = "language"
THEME_COOKIE = "theme"
SIZE_COOKIE = "size"
SIZES: dict[str, TextSize] = {"usual": "usual", "large": "large", "larger": "larger"}
THEMES: dict[str, Theme] = {"auto": "auto", "light": "light", "dark": "dark"}


def place_of(request: Request) -> Place:
    """What this server is made of."""
    place: Place = request.app.state.place
    return place


def owner_of(request: Request) -> str | None:
    """The owner that the request's cookie stands for."""
    return place_of(request).seals.owner(request.cookies.get(COOKIE))


def visitor_of(request: Request) -> str:
    """By what a visitor's requests are counted: the cookie, else the address, hashed and never written."""
    owner = owner_of(request)
    if owner is not None:
        return owner
    address = request.client.host if request.client else ""
    return hashlib.sha256(place_of(request).salt + address.encode()).hexdigest()


def language_of(request: Request, play: Playthrough | None = None) -> Language:
    """Asked in the address, else the play's, the cookie's, what the browser prefers, English."""
    asked = _language(request.query_params.get("lang"))
    if asked is None:
        asked = _language(play.language if play is not None else getattr(request.state, "language", None))
    return asked or _language(request.cookies.get(LANGUAGE_COOKIE)) or _preferred(request)


def owned_play(request: Request, play: str, *, share: bool = False) -> Playthrough:
    """The play, if it is this visitor's; with ``share``, also if the address carries its link.

    Raises :class:`~server.errors.NotFound` for anyone else, as for a play that does not exist.
    """
    place = place_of(request)
    row = place.store.play(play)
    if row is None:
        raise not_found()
    if not holds(place.store, row, owner_of(request)):
        request.state.share = opens(place.store, play, request.query_params.get("share")) if share else None
        if request.state.share is None:
            raise not_found()
    request.state.language = row.language  # so that failures are told in it
    return row


def share_of(request: Request) -> Share | None:
    """The link by which somebody else than its owner reads this play."""
    return getattr(request.state, "share", None)


def context_of(
    request: Request, play: Playthrough | None = None, *, status: int = 200, notice: Notice | None = None
) -> PageContext:
    """What a page knows of this request."""
    place = place_of(request)
    reason = None
    if play is not None and (scenario := place.scenarios.get(play.scenario)) is not None:
        reason = place.missing(scenario)
    return PageContext(
        language=language_of(request, play),
        theme=THEMES.get(request.cookies.get(THEME_COOKIE, ""), "auto"),
        size=SIZES.get(request.cookies.get(SIZE_COOKIE, ""), "usual"),
        profile=play.audience if play is not None else request.query_params.get("audience"),
        path=request.url.path,
        query=dict(request.query_params),
        status=status,
        notice=notice,
        subject_notice=reason,
        guide=place.guide_says,
        static=place.static.addresses,
    )


def wants_json(request: Request) -> bool:
    """Whether the client is a program: browsers ask for ``text/html`` by name."""
    accepted = request.headers.get("accept", "")
    return "text/html" not in accepted


def _language(name: str | None) -> Language | None:
    return "fr" if name == "fr" else "en" if name == "en" else None


def _preferred(request: Request) -> Language:
    for part in request.headers.get("accept-language", "").split(","):
        found = _language(part.split(";")[0].strip().lower()[:2])
        if found is not None:
            return found
    return "en"
