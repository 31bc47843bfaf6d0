"""The author's home, served by ``autopsie preview`` alone: the public server has none of these addresses."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.sse import EventSourceResponse, ServerSentEvent
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from engine.author.explore import Exploration
from engine.author.source import SourceRefused
from engine.language.messages import catalogue
from server.authoring import page as pages
from server.authoring import rehearsal
from server.authoring.desk import Conflict, Desk, WouldBreak
from server.authoring.words import word
from server.context import Notice, PageContext
from server.errors import not_found
from server.routes.respond import page, programs_answer, see_other
from server.security import is_secure, set_visitor
from server.visit import context_of, owner_of, place_of
from tools.errors import AutopsieError
from tools.wording import Language, Words

router = APIRouter()

MOST_FIELDS = 4000
EXPLORED_PLAYS = 2000
HEARTBEAT = 10.0  # seconds between two signs of life
_CODE = re.compile(r"[A-Z]\d{3}")


@router.get("/")
def home(request: Request) -> Response:
    """The draft: its graph, one node of it, what is wrong with it. Programs get the parts, as JSON."""
    return _answer(request, dict(request.query_params))


@router.get("/authoring/changes", response_class=EventSourceResponse)
async def changes(request: Request, after: int = 0) -> AsyncIterator[ServerSentEvent]:
    """Says that the draft was read again, each time that it was; the page asks for the parts it shows."""
    desk = _desk(request)
    bells = place_of(request).turns.bells
    yield ServerSentEvent(comment="here", retry=500)
    with desk.listening() as bell:
        while not bells.closed:
            bell.clear()
            if desk.draft.number != after:
                after = desk.draft.number
                rehearsal.follow(desk, place_of(request))
                yield ServerSentEvent(data={"number": after}, event="changed", id=str(after))
            with suppress(TimeoutError):
                for _ in range(int(HEARTBEAT)):  # in short waits: the server may want to stop
                    with suppress(TimeoutError):
                        await asyncio.wait_for(bell.wait(), 1.0)
                    if bell.is_set() or bells.closed:
                        break
                else:
                    yield ServerSentEvent(comment="here")


@router.post("/authoring/texts")
def write_text(
    request: Request,
    path: Annotated[str, Form()],
    language: Annotated[Language, Form()],
    value: Annotated[str, Form()] = "",
    before: Annotated[str, Form()] = "",
    view: Annotated[str, Form()] = "",
) -> Response:
    """Write one sentence into the file, if it is still the one that was being edited."""
    desk = _desk(request)
    query = _query(view)
    value, before = value.replace("\r\n", "\n"), before.replace("\r\n", "\n")
    try:
        desk.write_text(path[:200], language, value, before)
    except (Conflict, WouldBreak, SourceRefused, OSError) as refused:
        return _refused(request, query, refused, pages.Editing(path[:200], language, value, before))
    desk.ring()
    rehearsal.follow(desk, place_of(request))
    query.pop("edit", None)
    if programs_answer(request):
        return _answer(request, query)
    return see_other(_view(request, query).address())


@router.post("/authoring/rehearsals")
async def rehearse(request: Request) -> Response:
    """Begin a play at a node, with supposed findings; it goes on in the normal page."""
    desk, place = _desk(request), place_of(request)
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        given = {name: value for name, value in form.multi_items() if isinstance(value, str)}
        ticked = {
            name: [value for value in form.getlist(name) if isinstance(value, str)]
            for name in ("known", "exhibit")
        }
    scenario = desk.scenario
    node = given.get("node", "")
    if scenario is None or node not in scenario.nodes:
        raise not_found()
    view = pages.view_for(desk, {"for": given.get("for", ""), "in": given.get("in", "")}, "fr")
    try:
        supposed = rehearsal.read_supposed(scenario, given, ticked)
    except AutopsieError as refused:
        notice = _notice(refused)
        return await asyncio.to_thread(
            _answer, request, {**_query(given.get("view", "")), "node": node}, notice
        )
    owner, cookie = owner_of(request), None
    if owner is None:
        cookie = place.seals.new_visitor()
        owner = place.seals.owner(cookie)
    play = await asyncio.to_thread(
        rehearsal.begin, place, scenario, node, supposed,
        owner=owner or "", audience=view.audience, language=view.told,
    )  # fmt: skip
    response = see_other(f"/playthroughs/{play}#now")
    if cookie is not None:
        set_visitor(response, cookie, secure=is_secure(request, False))
    return response


@router.post("/authoring/explorations")
def explored(request: Request, view: Annotated[str, Form()] = "") -> Response:
    """Play the draft with nobody at the table, and count."""
    from engine.author.explore import explore

    desk = _desk(request)
    scenario = desk.scenario
    if scenario is None:
        raise not_found()
    found = explore(scenario, EXPLORED_PLAYS)
    request.app.state.exploration = (scenario.sha, found)
    query = {**_query(view), "counts": "1"}
    if programs_answer(request):
        return _answer(request, query)
    return see_other(_view(request, query).address())


@router.get("/authoring/history")
def history(request: Request, of: str = "") -> Response:
    """The versions kept beside the file; with ``of``, what that one differs in."""
    desk = _desk(request)
    lines = desk.history.difference(of, desk.draft.raw) if of else None
    context = _context(request)
    return page(request, pages.history_page(context, desk, desk.history.saves(), of, lines))


@router.post("/authoring/history")
def restore(request: Request, sha: Annotated[str, Form()]) -> Response:
    """Bring back a version; that is a save like another."""
    desk = _desk(request)
    desk.restore(sha)
    desk.ring()
    rehearsal.follow(desk, place_of(request))
    return see_other("/?done=restored")


@router.get("/authoring/codes/{code}")
def code(request: Request, code: str) -> Response:
    """What a diagnostic means, with a wrong and a right example."""
    desk = _desk(request)
    if not _CODE.fullmatch(code) or code not in catalogue():
        raise not_found()
    context = _context(request)
    return page(request, pages.code_page(context, desk, code, _explained(code, context.language)))


def _explained(code: str, language: Language) -> Markup:
    from engine.author.explain import page_of
    from server.authoring.document import document

    return document(page_of(code, language))


def _answer(request: Request, query: dict[str, str], notice: Notice | None = None) -> Response:
    desk = _desk(request)
    context = _context(request, notice)
    view = pages.view_for(desk, query, context.language)
    exploration: tuple[str, Exploration] | None = getattr(request.app.state, "exploration", None)
    if programs_answer(request):
        made = pages.parts(context, desk, view, exploration=exploration)
        return JSONResponse({"number": desk.draft.number, "parts": made}, 200, {"cache-control": "no-store"})
    status = 422 if notice is not None and notice.kind == "error" else 200
    return page(request, pages.author_page(context, desk, view, exploration=exploration), status)


def _refused(request: Request, query: dict[str, str], refused: Exception, editing: pages.Editing) -> Response:
    """The page again, with what was typed and why it was not written."""
    theirs: str | None = None
    faults: list[Any] = []
    status = 422
    if isinstance(refused, OSError):
        refused = AutopsieError(
            "C903",
            Words(fr="Le fichier ne peut pas être écrit.", en="The file cannot be written."),
            Words(fr="Vérifiez les droits et la place libre.", en="Check the rights and the free space."),
        )
    if isinstance(refused, Conflict):
        theirs, status = refused.theirs, 409
    elif isinstance(refused, WouldBreak | SourceRefused):
        faults = refused.diagnostics
    desk = _desk(request)
    made = pages.Editing(
        editing.path,
        editing.language,
        editing.value,
        editing.before if theirs is None else theirs,
        theirs,
        faults,
    )
    notice = _notice(refused) if isinstance(refused, AutopsieError) else None
    context = _context(request, notice).model_copy(update={"status": status})
    view = pages.view_for(desk, query, context.language)
    if programs_answer(request):
        parts = pages.parts(context, desk, view, editing=made)
        return JSONResponse(
            {"number": desk.draft.number, "parts": parts}, status, {"cache-control": "no-store"}
        )
    return page(request, pages.author_page(context, desk, view, editing=made), status)


def _notice(refused: AutopsieError) -> Notice:
    return Notice(kind="error", code=refused.code, says=refused.says, cure=refused.cure)


def _context(request: Request, notice: Notice | None = None) -> PageContext:
    if notice is None and request.query_params.get("done") == "restored":
        words = Words(fr=word("history.restored.done", "fr"), en=word("history.restored.done", "en"))
        notice = Notice(kind="info", says=words)
    return context_of(request, notice=notice)


def _view(request: Request, query: dict[str, str]) -> pages.View:
    return pages.view_for(_desk(request), query, _context(request).language)


def _query(view: str) -> dict[str, str]:
    """The address that a form was posted from, as the parts that we know."""
    from urllib.parse import parse_qsl

    known = ("node", "for", "in", "edit", "counts")
    return {name: value for name, value in parse_qsl(view.partition("?")[2][:1000]) if name in known}


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk
