"""How a failure is answered: ``problem+json`` to programs, a sober page to people, in their language."""

from __future__ import annotations

import json
import logging
import secrets
from html import escape

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from server.errors import not_found
from server.visit import context_of, language_of, wants_json
from tools.errors import AutopsieError
from tools.wording import Words

log = logging.getLogger("autopsie.server")

TITLES: dict[int, Words] = {
    400: Words(fr="Demande mal formée", en="Malformed request"),
    403: Words(fr="Envoi refusé", en="Refused"),
    404: Words(fr="Page introuvable", en="Page not found"),
    405: Words(fr="Méthode non admise", en="Method not allowed"),
    409: Words(fr="Question déjà fermée", en="Question already closed"),
    410: Words(fr="Image effacée", en="Picture erased"),
    413: Words(fr="Fichier trop lourd", en="File too large"),
    421: Words(fr="Nom inconnu", en="Unknown host"),
    422: Words(fr="Réponse à revoir", en="Answer to look at again"),
    429: Words(fr="Trop de demandes", en="Too many requests"),
    500: Words(fr="Panne du serveur", en="Server fault"),
    503: Words(fr="Indisponible", en="Unavailable"),
    507: Words(fr="Disque plein", en="Disk full"),
}


def failure_response(request: Request, failure: AutopsieError, status: int | None = None) -> Response:
    """The answer to a failure that has a sentence."""
    status = status or failure.status
    language = language_of(request)
    title = TITLES.get(status, TITLES[400 if status < 500 else 500])
    headers = {"cache-control": "no-store", "content-language": language}
    if status == 429:
        headers["retry-after"] = "60"
    if wants_json(request):
        problem = {
            "type": f"urn:autopsie:error:{failure.code}",
            "title": title.in_(language),
            "status": status,
            "code": failure.code,
            "detail": failure.sentence(language),
        }
        return Response(
            json.dumps(problem, ensure_ascii=False),
            status,
            headers,
            "application/problem+json",
        )
    return HTMLResponse(_page(request, failure, status, title), status, headers)


def fault(request: Request, broken: BaseException) -> Response:
    """The answer to a fault of ours: a code to quote, which stands beside the traceback in the log."""
    incident = secrets.token_hex(4)
    log.error("fault", exc_info=broken, extra={"incident": incident, "route": route_of(request)})
    said = AutopsieError(
        "H500",
        Words(
            fr=f"Le serveur a rencontré une panne. Incident {incident}.",
            en=f"The server met a fault. Incident {incident}.",
        ),
        Words(
            fr="Ce qui était écrit est gardé : rechargez la page.",
            en="What was written is kept: reload the page.",
        ),
    )
    return failure_response(request, said, 500)


def route_of(request: Request) -> str:
    """The route's pattern, never the address itself: addresses name plays."""
    route = request.scope.get("route")
    return getattr(route, "path", "") or "unknown"


def install(app: FastAPI) -> None:
    """Answer every failure of a route in this way."""

    @app.exception_handler(AutopsieError)
    async def _ours(request: Request, failure: AutopsieError) -> Response:
        return failure_response(request, failure)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, failure: HTTPException) -> Response:
        if failure.status_code == 204:
            return Response(status_code=204)
        if failure.status_code == 404:
            return failure_response(request, not_found())
        title = TITLES.get(failure.status_code, TITLES[400])
        said = AutopsieError(f"H{failure.status_code}", Words(fr=f"{title.fr}.", en=f"{title.en}."))
        response = failure_response(request, said, failure.status_code)
        response.headers.update(failure.headers or {})
        return response

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, failure: RequestValidationError) -> Response:
        name = ".".join(str(part) for part in failure.errors()[0]["loc"][1:])
        said = AutopsieError(
            "H422",
            Words(
                fr=f"Le champ « {name} » manque ou n'a pas la forme attendue.",
                en=f"The field {name} is missing or does not have the expected form.",
            ),
        )
        return failure_response(request, said)


def _page(request: Request, failure: AutopsieError, status: int, title: Words) -> str:
    from server.layout import message_page

    try:
        context = context_of(request, status=status)
        return message_page(context, status, failure.code, failure.says, failure.cure)
    except Exception:  # the page of a fault must not fail in its turn
        log.exception("the message page failed")
        language = language_of(request)
        return (
            f'<!doctype html><html lang="{language}"><title>{escape(title.in_(language))}</title>'
            f"<h1>{escape(title.in_(language))}</h1><p>{escape(failure.sentence(language))}</p>"
            f'<p><a href="/">Autopsie</a></p></html>'
        )
