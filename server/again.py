"""The pages of a recorded measure that a reader asks to be made again: beside its record, or why not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.play.events import ToolFinished
from server.context import PageContext
from server.layout import written
from server.standing import Row
from server.views.again import beside, differing, settings_shown
from server.views.plate import day, plate_view
from tools.errors import AutopsieError, MissingAsset
from tools.finding import Finding
from tools.wording import Language


def again_page(
    context: PageContext, row: Row, event: ToolFinished, measured: Finding, changed: Mapping[str, Any]
) -> str:
    """A recorded measure beside the one made just now, with the settings ``changed`` for this machine."""
    language = _language(row)
    plate = plate_view(
        event.model_copy(update={"finding": measured, "predicted": None, "predicted_curve": None}),
        language,
        picture_url=lambda sha: f"/playthroughs/{row.id}/pictures/{sha}.png",
        bet=None,
    )
    recorded = event.finding
    return written(
        "again.html",
        context,
        language,
        play=row,
        plate=plate,
        recorded=recorded,
        settings=settings_shown(changed, recorded, language),
        differs=[] if changed else differing(recorded, measured),
        beside=beside(recorded, measured, language),
        day=day,
        printed=True,
        csv="",
    )


def not_again_page(context: PageContext, row: Row, event: ToolFinished, failed: AutopsieError) -> str:
    """Why a recorded measure cannot be made again here, and what to do; what was recorded stands."""
    return written(
        "not_again.html",
        context,
        _language(row),
        play=row,
        seq=event.seq,
        recorded=event.finding,
        failed=failed,
        absent=isinstance(failed, MissingAsset),
        day=day,
        status=failed.status,
    )


def _language(row: Row) -> Language:
    return "fr" if row.language == "fr" else "en"
