"""Whether this server is alive, and whether it is ready."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from server.laboratory import subjects_of
from server.visit import place_of

router = APIRouter()


@router.get("/healthz")
def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/readyz")
def ready(request: Request) -> Response:
    """The database answers and there is something to play; whether weights are here is told, not required.

    Without weights, plays rest on recorded findings.
    """
    place = place_of(request)
    database = place.store.alive()
    subjects: dict[str, Any] = {}
    for name, found in place.laboratory.availability(_all_subjects(request)).items():
        reason = found.reason.in_("en") if found.reason else None
        subjects[name.replace("_", "-")] = {
            "available": found.available,
            "where": found.where,
            "reason": reason,
        }
    fine = database and bool(place.scenarios)
    told = {
        "status": "ready" if fine else "not ready",
        "database": "ok" if database else "down",
        "scenarios": sorted(place.scenarios),
        "subjects": subjects,
        "turns_under_way": place.turns.count(),
    }
    return JSONResponse(told, 200 if fine else 503, {"cache-control": "no-store"})


def _all_subjects(request: Request) -> set[str]:
    return set().union(*map(subjects_of, place_of(request).scenarios.values()))
