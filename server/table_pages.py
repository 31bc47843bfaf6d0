"""The page of the free table, and those of the instruments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.context import Notice, PageContext
from server.layout import written
from server.table_difference import difference
from server.table_kept import Kept
from server.table_params import params_of
from server.table_runs import SECONDS, Run
from server.table_state import LONGEST_TEXT, MOST_UNITS, TableState, instrument_named
from server.views.table import DifferenceView, difference_view, form_view, side_view
from tools.catalogue import tool
from tools.errors import AutopsieError
from tools.finding import Finding
from tools.tool import Tool


@dataclass(frozen=True)
class Standing:
    """How a table stands: its findings, its measure where one is asked, the pictures that are not here."""

    state: TableState
    findings: Sequence[Finding | None]
    run: Run | None
    absent: bool  # it names a picture that this visitor has not brought

    @property
    def complete(self) -> bool:
        """Whether every side has its result."""
        return all(each is not None for each in self.findings)


def standing_of(state: TableState, kept: Kept, owner: str | None, run: Run | None) -> Standing:
    """How a table stands for one visitor."""
    pictures = [side.stimulus.picture for side in state.sides if side.stimulus.picture]
    return Standing(
        state=state,
        findings=kept.findings(state, owner),
        run=run,
        absent=any(not kept.has_picture(each, owner) for each in pictures),
    )


def table_page(
    context: PageContext,
    standing: Standing | None,
    *,
    given: Mapping[str, str],
    minutes: int,
    mega: int,
    notice: Notice | None = None,
) -> str:
    """The table. ``given`` is what the form shows as chosen; without a ``standing`` it made no sense."""
    language = context.language
    instrument = standing.state.tool if standing else _instrument(given.get("instrument", ""))
    views, compared = [], DifferenceView()
    if standing is not None:
        state = standing.state
        keys = state.keys()
        views = [
            side_view(state, which, keys[which], finding, language)
            for which, finding in enumerate(standing.findings)
        ]
        if len(standing.findings) == 2:
            one, other = standing.findings
            if one is not None and other is not None:
                compared = difference_view(state, difference(state, one, other), one, language)
    return written(
        "table/page.html",
        context.model_copy(update={"notice": notice}),
        language,
        standing=standing,
        instrument=instrument,
        form=form_view(instrument, params_of(instrument, language), given, language),
        sides=views,
        difference=compared,
        printed=False,
        limits={"seconds": int(SECONDS), "n": MOST_UNITS, "text": LONGEST_TEXT},
        minutes=minutes,
        mega=mega,
    )


def notice_of(refused: AutopsieError) -> Notice:
    """A refusal as the page says it first."""
    return Notice(kind="warning", code=refused.code, says=refused.says, cure=refused.cure)


def _instrument(name: str) -> Tool:
    try:
        return instrument_named(name) if name else tool("perturb", "contrast")
    except AutopsieError:
        return tool("perturb", "contrast")
