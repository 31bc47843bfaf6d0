"""What a play leaves to take away: its log, its report, its pictures, its numbers."""

from __future__ import annotations

import re

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from engine.language.assets import media_type
from engine.language.case_pictures import described
from engine.language.schema import ToolNode
from engine.nodes.tool import call_again, changed_live
from engine.play.asides import Measured
from engine.play.events import Event, ToolFinished
from engine.play.own_words import without_words
from engine.play.report_log import head_of
from server.absent_picture import absent_picture
from server.again import again_page, not_again_page
from server.errors import Gone, not_found
from server.play_pictures import is_readers_own, pictures_of_log
from server.report_file import report_file
from server.report_page import report_page
from server.routes.respond import page
from server.tables import Playthrough
from server.visit import context_of, language_of, owned_play, place_of, share_of, wants_json
from tools.errors import AutopsieError, MissingAsset

router = APIRouter()

PRIVATE = "private, max-age=3600, immutable"
ONLY_A_PICTURE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
LEAST_PATIENCE = 120.0  # seconds that a measure made again is given
_SHA = re.compile(r"[0-9a-f]{64}")


@router.get("/playthroughs/{play}/log")
def log(request: Request, play: str) -> Response:
    """The log, one JSON event a line: with the scenario's file, all that a replay needs."""
    row = owned_play(request, play, share=True)
    lines = "".join(each.model_dump_json() + "\n" for each in told_events(request, row))
    name = f"autopsie-{row.scenario}-{row.id[:8]}.jsonl"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(lines, 200, headers, "application/jsonl")


@router.get("/playthroughs/{play}/report")
def report(request: Request, play: str) -> Response:
    """The play as a document, with its figures and sources."""
    row = owned_play(request, play)
    place = place_of(request)
    events = place.turns.logs.events(row.id)
    context = context_of(request, row)
    head = head_of(place.store.links(row.id))
    return page(request, report_page(context, place.turns.scenario(row), row, events, head=head))


@router.get("/playthroughs/{play}/report.html")
def report_as_file(request: Request, play: str) -> Response:
    """The report as one file that opens from a disk, with the log that a check of it needs."""
    row = owned_play(request, play, share=True)
    place = place_of(request)
    events = told_events(request, row)
    html = report_file(place, context_of(request, row), row, events, own_pictures=share_of(request) is None)
    name = f"autopsie-{row.scenario}-{row.id[:8]}.html"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(html, 200, headers, "text/html; charset=utf-8")


def told_events(request: Request, row: Playthrough) -> list[Event]:
    """The log as whoever asks may read it: without the reader's words, where their link says so."""
    events = place_of(request).turns.logs.events(row.id)
    shared = share_of(request)
    return without_words(events) if shared is not None and not shared.words else events


@router.get("/playthroughs/{play}/pictures/{sha}.png")
def picture(request: Request, play: str, sha: str) -> Response:
    """A picture that a finding of this play shows, drawn again from its recipe."""
    row = owned_play(request, play, share=True)
    place = place_of(request)
    if not _SHA.fullmatch(sha):
        raise not_found()
    shown = next(
        (each for each in pictures_of_log(place.turns.logs.events(row.id)) if each.sha256 == sha), None
    )
    if shown is not None and share_of(request) is not None and is_readers_own(shown):
        raise not_found()
    shown = shown or place.laboratory.fresh_picture(sha)
    if shown is None:
        raise not_found()
    if request.headers.get("if-none-match") == f'"{sha}"':
        return Response(status_code=304, headers={"etag": f'"{sha}"', "cache-control": PRIVATE})
    try:
        data = place.laboratory.picture(shown, row.id)
    except MissingAsset as missing:  # the page's alternative text still says what it would show
        reason = missing.sentence("fr" if row.language == "fr" else "en")
        frame = absent_picture(reason, shown.width, shown.height)
        headers = {"cache-control": "no-store", "content-security-policy": ONLY_A_PICTURE}
        return Response(frame, 200, headers, "image/svg+xml")
    except AutopsieError as erased:
        if erased.code == "upload_gone":
            raise Gone(erased.code, erased.says) from None
        raise
    return Response(data, 200, {"etag": f'"{sha}"', "cache-control": PRIVATE}, "image/png")


@router.get("/playthroughs/{play}/figures/{sha}")
def figure(request: Request, play: str, sha: str) -> Response:
    """A picture that the author put beside a text of this play, as the file that it is.

    Only ever a picture: what an SVG may hold besides is not run, not even when it is opened by itself.
    """
    row = owned_play(request, play, share=True)
    place = place_of(request)
    figures = (node.figure for node in place.turns.scenario(row).nodes.values() if node.figure is not None)
    if not _SHA.fullmatch(sha) or sha not in {each.sha256 for each in figures}:
        raise not_found()
    headers = {"etag": f'"{sha}"', "cache-control": PRIVATE, "content-security-policy": ONLY_A_PICTURE}
    if request.headers.get("if-none-match") == f'"{sha}"':
        return Response(status_code=304, headers=headers)
    content = place.laboratory.file(sha)
    kind = media_type(content)
    if kind is None:
        raise not_found()
    return Response(content, 200, headers, kind)


@router.get("/playthroughs/{play}/findings/{seq}.csv")
def numbers(request: Request, play: str, seq: int) -> Response:
    """The numbers of one finding, as a table for a spreadsheet."""
    from tools.figures import to_csv  # slow import

    row = owned_play(request, play, share=True)
    for event in place_of(request).turns.logs.events(row.id):
        if event.seq == seq and isinstance(event, ToolFinished | Measured) and event.finding is not None:
            name = event.node if isinstance(event, ToolFinished) else f"question-{seq}"
            headers = {
                "content-disposition": f'attachment; filename="autopsie-{name}.csv"',
                "cache-control": "private, no-cache",
            }
            return Response(to_csv(event.finding, language_of(request, row)), 200, headers, "text/csv")
    raise not_found()


@router.post("/playthroughs/{play}/findings/{seq}/again")
def again(request: Request, play: str, seq: int) -> Response:
    """A recorded measure of this play, made anew now and set beside its record. The play is left as it is."""
    row = owned_play(request, play)
    place = place_of(request)
    turns = place.turns
    events = turns.logs.events(row.id)
    event = next((each for each in events if each.seq == seq and isinstance(each, ToolFinished)), None)
    if not isinstance(event, ToolFinished) or event.finding.origin != "recorded":
        raise not_found()
    scenario = turns.scenario(row)
    node = scenario.nodes.get(event.node)
    asked, call = node if isinstance(node, ToolNode) else None, event.finding.call
    timeout = max(asked.timeout if asked else 0.0, LEAST_PATIENCE)
    context = context_of(request, row)
    try:
        measured = place.laboratory.again(call_again(asked, call), timeout)
    except AutopsieError as failed:
        if wants_json(request):
            raise
        return page(request, not_again_page(context, row, event, failed), failed.status)
    measured = described(scenario.case_pictures, measured)
    return page(request, again_page(context, row, event, measured, changed_live(asked, call)))
