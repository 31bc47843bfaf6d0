"""Who may open the queue of cases: whoever was handed a one-time key, for twelve hours, and nobody else."""

from __future__ import annotations

import hashlib
import secrets

from itsdangerous import BadData, TimestampSigner
from starlette.requests import Request
from starlette.responses import Response

from server.errors import not_found
from server.security import is_secure
from server.settings import read_secret
from server.visit import place_of

COOKIE = "operator"
COOKIE_SECONDS = 12 * 3600


def let_in(request: Request, response: Response) -> None:
    """Hand over the cookie that opens the queue for twelve hours, to this browser, on its pages alone."""
    response.set_cookie(
        COOKIE,
        _signer(request).sign(secrets.token_urlsafe(16)).decode(),
        max_age=COOKIE_SECONDS,
        path="/queue",
        httponly=True,
        samesite="strict",
        secure=is_secure(request, place_of(request).settings.behind_proxy),
    )


def require(request: Request) -> None:
    """Let the operator through. Raises 404 for anybody else, as where there is no such page."""
    try:
        _signer(request).unsign(request.cookies.get(COOKIE, ""), max_age=COOKIE_SECONDS)
    except (BadData, UnicodeError):
        raise not_found() from None


def _signer(request: Request) -> TimestampSigner:
    secret = read_secret(place_of(request).settings.home)
    return TimestampSigner(secret, salt="operator", digest_method=hashlib.sha256)
