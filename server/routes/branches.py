"""Going back to an earlier question: the branch that it makes, the tree of them, two of them compared."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from engine.play.branch import not_a_fork
from engine.play.events import Answered, Offered
from server.branching import branch_of, family, has_lost_pictures
from server.errors import not_found
from server.layout import written
from server.relatives import children
from server.routes.respond import page, programs_answer, see_other
from server.tables import Playthrough
from server.views.branches import compare
from server.views.plate import day_of
from server.views.replies import answer_words
from server.visit import context_of, language_of, owned_play, owner_of, place_of

router = APIRouter(prefix="/playthroughs/{play}")


@router.get("/branch")
def ask(request: Request, play: str, at: str = "") -> Response:
    """What going back there does, before it is done."""
    row = owned_play(request, play)
    events = place_of(request).turns.logs.events(row.id)
    asked = next((each for each in events if isinstance(each, Offered) and each.ask_id == at), None)
    given = next((each for each in events if isinstance(each, Answered) and each.ask_id == at), None)
    if asked is None or given is None:
        raise not_a_fork()
    language = language_of(request, row)
    html = written(
        "branches/ask.html",
        context_of(request, row),
        language,
        play=row,
        at=at,
        key=secrets.token_hex(8),
        answer=answer_words(asked, given, language),
        is_bet=bool(asked.offer.seals),
        picture_lost=has_lost_pictures(row.id, [each for each in events if each.seq < asked.seq]),
    )
    return page(request, html)


@router.post("/branch")
def make(
    request: Request, play: str, at: Annotated[str, Form()], key: Annotated[str, Form()] = ""
) -> Response:
    """The branch, open at that question."""
    row = owned_play(request, play)
    made = branch_of(place_of(request), row, at, key[:64])
    if programs_answer(request):
        return JSONResponse({"playthrough": made.id, "path": f"/playthroughs/{made.id}"}, 201)
    return see_other(f"/playthroughs/{made.id}#now")


@router.get("/branches")
def tree(request: Request, play: str) -> Response:
    """All branches of this investigation, and which two to compare."""
    row = owned_play(request, play)
    place = place_of(request)
    plays = family(place, row, owner_of(request) or "")
    language = language_of(request, row)
    html = written(
        "branches/tree.html",
        context_of(request, row),
        language,
        play=row,
        plays=plays,
        roots=[each for each in plays if each.parent not in {other.id for other in plays}],
        children=lambda each: children(plays, each),
        number={each.id: n for n, each in enumerate(plays, 1)},
        parts_at={each.id: _parting(request, each) for each in plays if each.parent},
        day=lambda at: day_of(at, language),
    )
    return page(request, html)


@router.get("/branches/compare")
def compared(request: Request, play: str, other: str = "") -> Response:
    """This branch beside another of the same reader."""
    row = owned_play(request, play)
    place = place_of(request)
    plays = family(place, row, owner_of(request) or "")
    beside = next((each for each in plays if each.id == other and each.id != row.id), None)
    if beside is None:
        raise not_found()
    language = language_of(request, row)
    logs = place.turns.logs
    number = {each.id: n for n, each in enumerate(plays, 1)}
    html = written(
        "branches/compare.html",
        context_of(request, row),
        language,
        play=row,
        other=beside,
        first=number[row.id],
        second=number[beside.id],
        found=compare(place.turns.scenario(row), logs.events(row.id), logs.events(beside.id), language),
    )
    return page(request, html)


def _parting(request: Request, row: Playthrough) -> str:
    """What a branch answers where it leaves the first; "" while it has not answered."""
    events = place_of(request).turns.logs.events(row.id)
    offers = {each.ask_id: each for each in events if isinstance(each, Offered)}
    later = (each for each in events if isinstance(each, Answered) and each.seq > (row.forked_at or 0))
    given = next(later, None)
    return answer_words(offers.get(given.ask_id), given, language_of(request, row)) if given else ""
