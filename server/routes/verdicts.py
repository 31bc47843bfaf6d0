"""What a reader says would change their mind: kept with the play, shown at its verdict and in its report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from engine.play.asides import WouldChange
from engine.play.events import Event
from server.routes.respond import programs_answer, see_other
from server.visit import owned_play, place_of

router = APIRouter()

LONGEST = 500


@router.post("/playthroughs/{play}/would-change")
def would_change(request: Request, play: str, text: Annotated[str, Form()] = "") -> Response:
    """Keep the sentence; an empty one takes the last back. Sent twice, it is kept once."""
    row = owned_play(request, play)
    said = " ".join(text.split())[:LONGEST]

    def make(events: list[Event]) -> Sequence[Event]:
        last = next((each.text for each in reversed(events) if isinstance(each, WouldChange)), "")
        return [] if said == last else [WouldChange(text=said)]

    place_of(request).turns.append_aside(row.id, make)
    if programs_answer(request):
        return Response(status_code=204)
    return see_other(f"/playthroughs/{row.id}#would-change")
