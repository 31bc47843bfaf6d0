"""Pages as responses: not kept by caches, in the reader's language, with the cookies they chose."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from server.security import YEAR, is_secure
from server.visit import LANGUAGE_COOKIE, place_of

KEPT_BY_NOBODY = {"cache-control": "no-store", "vary": "cookie, accept-language"}


def page(request: Request, html: str, status: int = 200) -> Response:
    """A page. A language asked in the address is remembered."""
    response = HTMLResponse(html, status, KEPT_BY_NOBODY)
    asked = request.query_params.get("lang")
    if asked in ("fr", "en"):
        set_preference(request, response, LANGUAGE_COOKIE, asked)
    return response


def see_other(path: str) -> Response:
    """After a write, the page that shows what came of it."""
    return RedirectResponse(path, 303, {"cache-control": "no-store"})


def set_preference(request: Request, response: Response, name: str, value: str) -> None:
    """A cookie that holds a taste and names nobody."""
    secure = is_secure(request, place_of(request).settings.behind_proxy)
    response.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="lax", secure=secure)


def own_path(given: str | None, otherwise: str = "/") -> str:
    """``given`` if it is a path of this site, so that no form can send a reader elsewhere."""
    if given and given.startswith("/") and not given.startswith(("//", "/\\")) and given.isprintable():
        return given
    return otherwise


def programs_answer(request: Request) -> bool:
    """Whether the client asked for JSON by name."""
    return "application/json" in request.headers.get("accept", "")
