"""One play: begin it, see it, answer, follow it, change how it speaks, erase it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Form
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from engine.language.schema import Scenario
from engine.play.events import InvalidAnswer, StaleAnswer
from server import page as pages
from server.context import Notice
from server.errors import not_found
from server.forms import Posted, read_answer
from server.intake import take_in
from server.routes.respond import own_path, page, programs_answer, see_other
from server.security import is_secure, set_visitor
from server.stream import tail
from server.tables import Playthrough, Turn
from server.turns import Claim
from server.views.enquiry import Beside, box_view, suggestions_of
from server.visit import context_of, language_of, owned_play, owner_of, place_of, wants_json
from tools.errors import AutopsieError
from tools.wording import Language, Words

router = APIRouter()

# A turn without a measure takes some 20 ms: waiting this long (seconds) for its end lets a page without
# script show what came of it. A program follows the stream: it waits only for what fails at once.
PATIENCE = 0.2
PROGRAMS_PATIENCE = 0.03


@router.post("/playthroughs")
async def begin(
    request: Request,
    audience: Annotated[str, Form()],
    language: Annotated[Language, Form()],
    scenario: Annotated[str, Form()] = "",
    incident: Annotated[str, Form()] = "",
    counted: Annotated[str, Form()] = "",
) -> Response:
    """A new play, owned by this visitor's cookie."""
    place = place_of(request)
    chosen = place.scenarios.get(scenario or incident)
    if chosen is None:
        raise not_found()
    if language not in chosen.languages or audience not in {each.id for each in chosen.audiences}:
        raise _no_such_setting()
    owner, cookie = owner_of(request), None
    if owner is None:
        cookie = place.seals.new_visitor()
        owner = place.seals.owner(cookie)
    play, claim = await asyncio.to_thread(
        place.turns.begin,
        chosen,
        owner=owner or "",
        audience=audience,
        language=language,
        counted=counted == "1",
    )
    await _ended(claim, PATIENCE)
    path = f"/playthroughs/{play.id}"
    response: Response = see_other(path)
    if programs_answer(request):
        response = JSONResponse({"playthrough": play.id, "path": path}, 201, {"location": path})
    if cookie is not None:
        secure = is_secure(request, place.settings.behind_proxy)
        set_visitor(response, cookie, secure=secure)
    return response


@router.get("/playthroughs/{play}")
def show(request: Request, play: str) -> Response:
    """The play so far, whole: without script it is all there."""
    row = owned_play(request, play)
    return play_page_of(request, row)


@router.post("/playthroughs/{play}/turns")
async def post_turn(request: Request, play: str) -> Response:
    """Take an answer: claimed at once, played by the server whether or not the reader stays."""
    row = await asyncio.to_thread(owned_play, request, play)
    try:
        posted = await read_answer(request)
    except AutopsieError as refused:  # too large, for example: the question is still there to answer
        return await asyncio.to_thread(_refusal, request, row, refused, {})
    try:
        claim = await asyncio.to_thread(_claim, request, row, posted)
        await _ended(claim, PROGRAMS_PATIENCE if programs_answer(request) else PATIENCE)
    except AutopsieError as refused:
        return await asyncio.to_thread(_refusal, request, row, refused, posted.typed)
    return _acknowledge(request, row, claim.turn)


@router.post("/playthroughs/{play}/settings")
def settings(
    request: Request,
    play: str,
    language: Annotated[Language | None, Form()] = None,
    audience: Annotated[str | None, Form()] = None,
    next: Annotated[str | None, Form()] = None,
) -> Response:
    """Another language or profile from here on; the same question stays open."""
    row = owned_play(request, play)
    place = place_of(request)
    scenario = place.turns.scenario(row)
    spoken, profile = language or language_of(request, row), audience or row.audience
    if spoken not in scenario.languages or profile not in {each.id for each in scenario.audiences}:
        raise _no_such_setting()
    place.turns.change_settings(row, spoken, profile, patience=PATIENCE)
    if programs_answer(request):
        return JSONResponse({"language": spoken, "audience": profile}, 202)
    return see_other(own_path(next, f"/playthroughs/{play}"))


class _Followed(NamedTuple):
    play: Playthrough
    scenario: Scenario
    after: int


async def _followed(request: Request, play: str, after: int = 0) -> _Followed:
    """Whose stream it is, and from where. Nothing is left of an ended one: 204 stops a browser's asking."""
    row = await asyncio.to_thread(owned_play, request, play)
    known = request.headers.get("last-event-id", "")
    after = int(known[:18]) if known.isascii() and known.isdigit() else max(after, 0)
    place = place_of(request)
    await asyncio.to_thread(place.turns.bring_up_to_date, row)
    over = row.status == "ended" and not place.turns.progress.expected(row.id)
    if over and await asyncio.to_thread(place.store.last_seq, row.id) <= after:
        raise HTTPException(204)
    return _Followed(row, place.turns.scenario(row), after)


@router.get("/playthroughs/{play}/events", response_class=EventSourceResponse)
async def events(
    request: Request, followed: Annotated[_Followed, Depends(_followed)]
) -> AsyncIterator[ServerSentEvent]:
    """The play as it happens, from after the last event that the client has, until it ends."""
    row, scenario, after = followed
    place = place_of(request)
    turns = place.turns
    yield ServerSentEvent(comment="here", retry=1000)
    poll = place.settings.poll_seconds
    following = tail(
        row.id,
        after,
        logs=turns.logs,
        bells=turns.bells,
        progress=turns.progress,
        poll=poll,
        wordings=turns.wordings,
    )
    async for log, event in following:
        wordings = turns.wordings.of(row.id)
        data: dict[str, Any] = await asyncio.to_thread(
            pages.event_fragments, scenario, row, log, event, wordings, place.settings.live_seconds
        )
        if data["ended"]:  # a page stops listening at what is the last of all
            last = await asyncio.to_thread(place.store.last_seq, row.id)
            data["ended"] = event.seq == last and not turns.progress.expected(row.id)
        yield ServerSentEvent(data=data, event=event.type, id=str(event.seq) if event.seq else None)


@router.post("/playthroughs/{play}/erase")
def erase(request: Request, play: str) -> Response:
    """Forget the play, its log and its reader's pictures, at once."""
    row = owned_play(request, play)
    place = place_of(request)
    if place.enquiries is not None:
        place.enquiries.forget(row.id)
    place.turns.erase(row.id)
    if programs_answer(request):
        return Response(status_code=204)
    return see_other("/?erased=1")


def _claim(request: Request, row: Playthrough, posted: Posted) -> Claim:
    answer = _with_picture(request, row, posted)
    turns = place_of(request).turns
    try:
        return turns.post(row, posted.ask_id, answer, posted.key)
    except AutopsieError:
        if "picture" in answer:
            turns.drop_picture(row, answer["picture"])
        raise


async def _ended(claim: Claim, seconds: float) -> None:
    """Wait for the turn's end, not longer than ``seconds``. Raises what it failed with, in that time."""
    if claim.end is None:
        return
    end = asyncio.wrap_future(claim.end)
    end.add_done_callback(lambda done: done.cancelled() or done.exception())  # heard, even if late
    await asyncio.wait({end}, timeout=seconds)
    if end.done():
        end.result()


def _with_picture(request: Request, row: Playthrough, posted: Posted) -> dict[str, Any]:
    """The answer with the picture that came along; a picture is only ever named by the file itself."""
    answer = {name: value for name, value in posted.answer.items() if name != "picture"}
    if posted.picture is None:
        return answer
    place = place_of(request)
    place.turns.check_takes_picture(row, posted.ask_id)
    sha = take_in(posted.picture, row.id)
    place.store.note_upload(row.id, sha)
    return {**answer, "picture": sha}


def _acknowledge(request: Request, row: Playthrough, turn: Turn) -> Response:
    if programs_answer(request):
        return JSONResponse({"turn": turn.id, "ask_id": turn.ask_id}, 202)
    return see_other(f"/playthroughs/{row.id}#now")


def _refusal(request: Request, row: Playthrough, refused: AutopsieError, typed: dict[str, str]) -> Response:
    """The page as it stands, with why the answer was not taken; what was typed is shown again."""
    if wants_json(request):
        raise refused
    stale = isinstance(refused, StaleAnswer)
    notice = Notice(
        kind="warning" if stale or isinstance(refused, InvalidAnswer) else "error",
        code=refused.code,
        says=refused.says,
        cure=refused.cure,
        typed={} if stale else {name: value[:4000] for name, value in typed.items()},
    )
    return play_page_of(request, row, notice, refused.status)


def play_page_of(
    request: Request, row: Playthrough, notice: Notice | None = None, status: int = 200
) -> Response:
    """The page of a play, with a word about what was just sent."""
    place = place_of(request)
    turns = place.turns
    scenario = turns.scenario(row)
    turns.revive(row)
    if place.enquiries is not None:
        place.enquiries.take_up(row)
    log = turns.logs.events(row.id)
    context = context_of(request, row, status=status, notice=notice)
    progress = turns.progress
    typed = notice.typed.get("question", "") if notice else ""
    box = box_view(row.id, typed, suggestions_of(scenario, log)) if place.enquiries else None
    wordings = turns.wordings.of(row.id)
    beside = Beside(box, progress.beside(row.id), progress.expected(row.id), wordings)
    patience = place.settings.live_seconds
    html = pages.play_page(context, scenario, row, log, progress.of(row.id), beside, patience=patience)
    return page(request, html, status)


def _no_such_setting() -> AutopsieError:
    return AutopsieError(
        "H422",
        Words(
            fr="Cette enquête ne se lit pas dans cette langue, ou pas pour ce profil.",
            en="This investigation cannot be read in that language, or not for that profile.",
        ),
        Words(fr="Choisissez parmi ce que la page propose.", en="Choose among what the page offers."),
    )
