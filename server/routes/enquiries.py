"""Questions that a reader puts to the file, and the measures that they are offered for them."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import Future
from typing import Any, NamedTuple, TypeVar

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from server.context import Notice
from server.enquiries import Enquiries
from server.errors import not_found
from server.forms import malformed
from server.routes.investigations import play_page_of
from server.routes.respond import programs_answer, see_other
from server.tables import Playthrough
from server.visit import owned_play, place_of, wants_json
from tools.errors import AutopsieError

router = APIRouter()

# Seconds. A page without script is best sent back once the answer stands in it; a program follows the stream.
PATIENCE = 2.0
PROGRAMS_PATIENCE = 0.5
MEASURE_PATIENCE = 0.3


_T = TypeVar("_T")


class _Posted(NamedTuple):
    text: str
    key: str


@router.post("/playthroughs/{play}/questions")
async def ask(request: Request, play: str) -> Response:
    """Put a question to the file: its answer is logged, in quotations, whether or not the reader stays."""
    row = await asyncio.to_thread(owned_play, request, play)
    enquiries = _enquiries(request)
    posted = await _read(request)
    try:
        asked = await asyncio.to_thread(enquiries.ask, row, posted.text, posted.key)
        seq = await _in_time(asked.logged, PROGRAMS_PATIENCE)
    except AutopsieError as refused:
        return await asyncio.to_thread(_refusal, request, row, refused, posted.text)
    if programs_answer(request):
        return JSONResponse({"question": seq}, 202)
    await _in_time(asked.answered, PATIENCE)
    return see_other(f"/playthroughs/{row.id}#{f'question-{seq}' if seq else 'ask'}")


@router.post("/playthroughs/{play}/questions/{seq}/measure")
async def measure(request: Request, play: str, seq: int) -> Response:
    """Make the measure that was offered for a question; the story is left as it is."""
    row = await asyncio.to_thread(owned_play, request, play)
    enquiries = _enquiries(request)
    try:
        made = await asyncio.to_thread(enquiries.measure, row, seq)
        if made is not None and not programs_answer(request):
            await _in_time(made, MEASURE_PATIENCE)
    except AutopsieError as refused:
        return await asyncio.to_thread(_refusal, request, row, refused, "")
    if programs_answer(request):
        return JSONResponse({"question": seq}, 202)
    return see_other(f"/playthroughs/{row.id}#question-{seq}")


def _enquiries(request: Request) -> Enquiries:
    enquiries = place_of(request).enquiries
    if enquiries is None:
        raise not_found()
    return enquiries


async def _read(request: Request) -> _Posted:
    """``question`` and ``key``, from a form or from JSON. Raises H400 for a body that is neither."""
    sent: Any
    if request.headers.get("content-type", "").partition(";")[0].strip() == "application/json":
        try:
            sent = json.loads(await request.body())
        except (ValueError, RecursionError):
            raise malformed("question") from None
    else:
        async with request.form(max_files=0, max_fields=8) as form:
            sent = dict(form)
    text, key = (sent.get("question"), sent.get("key", "")) if isinstance(sent, dict) else (None, None)
    if not isinstance(text, str) or not isinstance(key, str):
        raise malformed("question")
    return _Posted(text, key[:200])


async def _in_time(coming: Future[_T], seconds: float) -> _T | None:
    """What comes within ``seconds``, else ``None``. Raises what it failed with, in that time."""
    end = asyncio.wrap_future(coming)
    end.add_done_callback(lambda done: done.cancelled() or done.exception())  # heard, even if late
    await asyncio.wait({end}, timeout=seconds)
    return end.result() if end.done() and not end.cancelled() else None


def _refusal(request: Request, row: Playthrough, refused: AutopsieError, text: str) -> Response:
    """The page with the reason, and what was typed; to a program, the problem itself."""
    if refused.status == 404 or wants_json(request):
        raise refused
    notice = Notice(
        kind="warning",
        code=refused.code,
        says=refused.says,
        cure=refused.cure,
        typed={"question": text[:4000]} if text else {},
    )
    return play_page_of(request, row, notice, refused.status)
