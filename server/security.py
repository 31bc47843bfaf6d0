"""Who may write, from where, and what a browser may do with our pages.

A visitor has no account: a random token in a signed cookie owns plays. The store sees only its hash.
"""

from __future__ import annotations

import hashlib
import secrets
from urllib.parse import urlsplit

from itsdangerous import BadSignature, Signer
from starlette.requests import Request
from starlette.responses import Response

from server.errors import Refused
from tools.wording import Words

COOKIE = "autopsie"
YEAR = 365 * 24 * 3600

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    # Not "no-referrer": with it browsers send "Origin: null" with forms, and our own writes look foreign.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
OF_FILES = {name: HEADERS[name] for name in ("x-content-type-options", "cross-origin-resource-policy")}
"""What style sheets, scripts and typefaces need of them: the rest is about pages, and weighs on each file."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Seals:
    """Signatures made with the server's secret, one salt for each use."""

    def __init__(self, secret: bytes) -> None:
        self._visitor = Signer(secret, salt="visitor", digest_method=hashlib.sha256)

    def new_visitor(self) -> str:
        """A fresh cookie: 128 random bits, signed."""
        return self._visitor.sign(secrets.token_urlsafe(16)).decode()

    def owner(self, cookie: str | None) -> str | None:
        """The owner that a cookie stands for; ``None`` for none, or for one that we did not sign."""
        if not cookie:
            return None
        try:
            return hashlib.sha256(self._visitor.unsign(cookie)).hexdigest()
        except BadSignature:
            return None


def set_visitor(response: Response, cookie: str, *, secure: bool) -> None:
    """Hand the visitor the cookie that owns what they begin."""
    response.set_cookie(COOKIE, cookie, max_age=YEAR, httponly=True, samesite="lax", secure=secure)


def is_secure(request: Request, behind_proxy: bool) -> bool:
    """Whether the visitor speaks TLS, to us or to a proxy that we were told to believe."""
    if behind_proxy:
        said = request.headers.get("x-forwarded-proto", "").split(",")[0].strip()
        return said == "https"
    return request.url.scheme == "https"


def check_same_origin(request: Request) -> None:
    """Refuse a write that another site makes in the visitor's name.

    Browsers say where a write comes from (``Sec-Fetch-Site``, or ``Origin`` outside TLS); a client that says
    neither is no browser and carries nobody's cookie against their will.
    """
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise _foreign()
        return
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise _foreign()


def check_host(request: Request, trusted: str) -> None:
    """Refuse a request for a name that is not ours."""
    if trusted == "*":
        return
    name = request.headers.get("host", "").rsplit(":", 1)[0].lower()
    if name not in {host.strip().lower() for host in trusted.split(",")}:
        raise Refused(
            "H421",
            Words(fr="Ce serveur ne répond pas à ce nom.", en="This server does not answer to that name."),
        )


def _foreign() -> Refused:
    return Refused(
        "H403",
        Words(
            fr="Cet envoi vient d'un autre site : il est refusé, rien n'a changé.",
            en="This was sent from another site: it is refused, nothing has changed.",
        ),
        Words(
            fr="Ouvrez la page de l'enquête et répondez-y.",
            en="Open the investigation's page and answer there.",
        ),
    )
