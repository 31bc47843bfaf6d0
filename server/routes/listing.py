"""What programs read of the place: the listing, the feed, the card of a dossier, what robots may visit."""

from __future__ import annotations

from xml.sax.saxutils import escape

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from engine.language.reader import list_scenarios
from server.about_pages import PAGES
from server.errors import not_found
from server.listing import feed, listing
from server.social_card import social_card
from server.visit import language_of, place_of

router = APIRouter()

AN_HOUR = {"cache-control": "public, max-age=3600"}
PRIVATE_PATHS = ("/playthroughs/", "/shared/", "/saisir/", "/queue", "/reprendre")


@router.get("/dossiers.json")
def dossiers(request: Request) -> Response:
    """Every dossier, with its versions, models and downloads."""
    found = listing(place_of(request).scenarios.values(), _address(request))
    return Response(found.model_dump_json(indent=1) + "\n", 200, AN_HOUR, "application/json")


@router.get("/feed.xml")
def atom(request: Request) -> Response:
    """The dossiers, and their new versions, for a feed reader."""
    changed = {each.id: each.path.stat().st_mtime for each in list_scenarios()}
    scenarios = place_of(request).scenarios.values()
    content = feed(scenarios, language_of(request), _address(request), changed)
    return Response(content, 200, AN_HOUR, "application/atom+xml")


@router.get("/incidents/{incident}/card.png")
def card(request: Request, incident: str) -> Response:
    """What other sites show beside a link to this dossier."""
    scenario = place_of(request).scenarios.get(incident)
    if scenario is None:
        raise not_found()
    return Response(social_card(scenario, language_of(request)), 200, AN_HOUR, "image/png")


@router.get("/robots.txt")
def robots(request: Request) -> Response:
    """Search engines: the dossiers, and nobody's own pages."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE_PATHS)]
    lines.append(f"Sitemap: {_address(request)}/sitemap.xml")
    return PlainTextResponse("\n".join(lines) + "\n", headers=AN_HOUR)


@router.get("/sitemap.xml")
def sitemap(request: Request) -> Response:
    """The pages that are the same for everybody."""
    place = place_of(request)
    paths = ["/", "/subjects", "/instruments", "/saisir", *(f"/about/{each}" for each in PAGES)]
    paths += [f"/incidents/{each}" for each in place.scenarios]
    listed = "".join(f"<url><loc>{escape(_address(request) + path)}</loc></url>" for path in paths)
    schema = "http://www.sitemaps.org/schemas/sitemap/0.9"
    content = f'<?xml version="1.0" encoding="utf-8"?><urlset xmlns="{schema}">{listed}</urlset>'
    return Response(content, 200, AN_HOUR, "application/xml")


def _address(request: Request) -> str:
    return str(request.base_url).rstrip("/")
