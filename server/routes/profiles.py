"""How a reader wants to be spoken to: a form beside a play."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from engine.guide.reader_profile import profile_in
from engine.play.asides import Profiled
from engine.play.events import Event
from server.errors import not_found
from server.layout import written
from server.profile_form import LENGTHS, profile_from
from server.routes.respond import page, programs_answer, see_other
from server.visit import context_of, language_of, owned_play, place_of

router = APIRouter()

PATIENCE = 0.5


@router.get("/playthroughs/{play}/profile")
def form(request: Request, play: str) -> Response:
    """The form, filled in with how this play speaks now."""
    row = owned_play(request, play)
    turns = place_of(request).turns
    scenario = turns.scenario(row)
    language = language_of(request, row)
    current = profile_in(turns.logs.events(row.id))
    own = current.id == "own"
    html = written(
        "profile_form.html",
        context_of(request, row),
        language,
        play=row,
        audiences=[(each.id, each.title.in_(language)[0]) for each in scenario.audiences],
        like=current.told_as or row.audience,
        role=current.role.in_(language) if own else "",
        avoid=", ".join(current.avoid.get(language, [])) if own else "",
        domains=current.domains.in_(language) if own else "",
        figures=current.figures,
        length=next((name for name, words in LENGTHS.items() if current.sentence_words <= words), "long"),
        lengths=list(LENGTHS),
    )
    return page(request, html)


@router.post("/playthroughs/{play}/profile")
def save(
    request: Request,
    play: str,
    like: Annotated[str, Form()],
    role: Annotated[str, Form()] = "",
    length: Annotated[str, Form()] = "usual",
    avoid: Annotated[str, Form()] = "",
    domains: Annotated[str, Form()] = "",
    figures: Annotated[str, Form()] = "words",
) -> Response:
    """Speak so from here on; what was told stays as it was."""
    row = owned_play(request, play)
    turns = place_of(request).turns
    if like not in {each.id for each in turns.scenario(row).audiences}:
        raise not_found()
    language = language_of(request, row)
    made = profile_from(
        language=language, like=like, role=role, length=length, avoid=avoid, domains=domains, figures=figures
    )
    turns.change_settings(row, language, like, patience=PATIENCE)

    def add(events: list[Event]) -> list[Event]:
        return [Profiled(profile=made)]

    turns.append_aside(row.id, add)
    if programs_answer(request):
        return JSONResponse({"profile": made.model_dump(mode="json")}, 202)
    return see_other(f"/playthroughs/{row.id}#now")
