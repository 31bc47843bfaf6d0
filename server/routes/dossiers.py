"""One dossier: its page, how to cite it, and what may be taken away."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from engine.language.schema import Scenario
from server.access import plays_held
from server.cases_public import public_record
from server.dossier_files import findings_of, pack_of
from server.dossier_page import citation, dossier_page
from server.dossiers import dossier_of_file
from server.errors import not_found
from server.play_pictures import is_readers_own
from server.routes.respond import page
from server.views.frontispiece import recorded_picture
from server.visit import context_of, language_of, owner_of, place_of

router = APIRouter(prefix="/incidents/{incident}")


@router.get("")
def dossier(request: Request, incident: str) -> Response:
    """What the incident is, what stands behind the investigation, and the form that opens it."""
    place = place_of(request)
    scenario = _scenario(request, incident)
    context = context_of(request).model_copy(update={"subject_notice": place.missing(scenario)})
    owner = owner_of(request)
    plays = plays_held(place.store, owner) if owner else []
    html = dossier_page(
        context,
        scenario,
        dossier_of_file(scenario),
        fates=place.fates.of(scenario),
        public=public_record(place.store, scenario.id),
        base=_address(request),
        play=next((each.id for each in plays if each.scenario == scenario.id), None),
    )
    return page(request, html)


@router.get("/cite.bib")
def bibtex(request: Request, incident: str) -> Response:
    """For a bibliography written with LaTeX."""
    cited = citation(_scenario(request, incident), language_of(request), _address(request))
    return _file(cited.bibtex().encode(), f"{cited.key}.bib", "application/x-bibtex; charset=utf-8")


@router.get("/cite.json")
def csl(request: Request, incident: str) -> Response:
    """For a reference manager."""
    cited = citation(_scenario(request, incident), language_of(request), _address(request))
    return _file(cited.csl_json().encode(), f"{cited.key}.json", "application/vnd.citationstyles.csl+json")


@router.get("/pack.zip")
def pack(request: Request, incident: str) -> Response:
    """The scenario, to play, to change, to run on one's own model."""
    scenario = _scenario(request, incident)
    return _file(pack_of(scenario), f"{scenario.id}-{scenario.version}.zip", "application/zip")


@router.get("/findings.zip")
def findings(request: Request, incident: str) -> Response:
    """Its recorded measures, as JSON and as tables."""
    scenario = _scenario(request, incident)
    name = f"{scenario.id}-{scenario.version}-findings.zip"
    return _file(findings_of(scenario), name, "application/zip")


@router.get("/pictures/{sha}.png")
def picture(request: Request, incident: str, sha: str) -> Response:
    """A picture of a recorded measure, drawn again from its recipe; never one that a reader brought."""
    shown = recorded_picture(_scenario(request, incident), sha)
    if shown is None or is_readers_own(shown):
        raise not_found()
    headers = {"etag": f'"{sha}"', "cache-control": "public, max-age=86400"}
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    return Response(place_of(request).laboratory.picture(shown, ""), 200, headers, "image/png")


def _scenario(request: Request, incident: str) -> Scenario:
    scenario = place_of(request).scenarios.get(incident)
    if scenario is None:
        raise not_found()
    return scenario


def _address(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def _file(content: bytes, name: str, kind: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-cache"}
    return Response(content, 200, headers, kind)
