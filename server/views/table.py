"""The free table as its page shows it: what may be chosen, how the measure stands, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from engine.play.events import ToolFinished
from server.phrases import phrase
from server.table_command import command_of, step_of
from server.table_difference import Difference
from server.table_params import ParamView
from server.table_state import TableState, accepting, spelled
from server.views.plate import PlateView, plate_view
from tools import figures
from tools.catalogue import cases, subjects, tools_of
from tools.figures.words import show, show_interval
from tools.finding import Finding, IntervalFigure, IntervalRow, Unit
from tools.stimuli.cases import case_named
from tools.tool import Tool
from tools.verbs import VERBS
from tools.wording import Language, Words, typeset


@dataclass(frozen=True)
class Choice:
    """One line of a list."""

    value: str
    label: str


@dataclass(frozen=True)
class Group:
    """Lines of a list that go together."""

    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class FormView:
    """What may be chosen, and what is: ``values`` by the name of the field."""

    instruments: tuple[Group, ...]
    subjects: tuple[Group, ...]
    cases: tuple[Group, ...]
    params: tuple[ParamView, ...]
    values: Mapping[str, str]
    instrument: str


@dataclass(frozen=True)
class SideView:
    """One side: how it is named, how to do it again, and its result once there is one."""

    number: int
    name: str
    command: str
    folder: bool  # the command names a folder of the reader's own
    step: str | None
    plate: PlateView | None
    csv: str


@dataclass(frozen=True)
class DifferenceView:
    """The difference of two sides, drawn, in a table and in sentences; or the one sentence of why not."""

    refused: str = ""
    says: str = ""
    verdict: str = ""
    method: str = ""
    wide: Markup | None = None
    narrow: Markup | None = None
    rows: tuple[tuple[str, str, str, str], ...] = ()


def form_view(
    instrument: Tool, params: list[ParamView], values: Mapping[str, str], language: Language
) -> FormView:
    """The lists of the form, for one instrument."""

    def say(words: Words) -> str:
        return typeset(words.in_(language), language)

    def told(key: str, **places: object) -> str:
        return phrase(key, language, **places)

    taken = {card.name for card in accepting(instrument)}
    by_taking: dict[bool, list[Choice]] = {True: [], False: []}
    for card in subjects().values():
        by_taking[card.name in taken].append(Choice(card.slug, say(card.title)))
    by_kind: dict[str, list[Choice]] = {"pictures": [], "texts": [], "counts": []}
    for case in cases().values():
        kind = case.kind if case.kind in ("texts", "counts") else "pictures"
        by_kind[kind].append(Choice(case.name, told("table.case.n", title=say(case.title), n=case.n)))
    return FormView(
        instruments=tuple(
            Group(
                phrase(f"verb.{verb}", language),
                tuple(
                    Choice(spelled(verb, each.method), say(each.title)) for each in tools_of(verb).values()
                ),
            )
            for verb in VERBS
        ),
        subjects=tuple(
            Group(told("table.subjects.takes" if takes else "table.subjects.not"), tuple(listed))
            for takes, listed in by_taking.items()
            if listed
        ),
        cases=tuple(Group(told(f"table.cases.{kind}"), tuple(listed)) for kind, listed in by_kind.items()),
        params=tuple(params),
        values=values,
        instrument=spelled(instrument.verb, instrument.method),
    )


def side_view(
    state: TableState, which: int, key: str, finding: Finding | None, language: Language
) -> SideView:
    """One side of the table."""
    side = state.sides[which]
    title = typeset(side.card.title.in_(language), language)
    stimulus = side.stimulus
    if stimulus.picture:
        shown = phrase("table.picture", language)
    elif stimulus.text:
        shown = f"« {stimulus.text} »" if language == "fr" else f"“{stimulus.text}”"
    else:
        shown = typeset(case_named(stimulus.case).title.in_(language), language)
    plate = None
    if finding is not None:
        event = ToolFinished(seq=which + 1, node=f"table{which + 1}", finding=finding, met=True)
        plate = plate_view(
            event, language, picture_url=lambda sha: f"/table/pictures/{key}/{sha}.png", bet=None
        )
    return SideView(
        number=which + 1,
        name=phrase("table.side", language, subject=title, stimulus=shown),
        command=command_of(state, which),
        folder=bool(stimulus.picture),
        step=step_of(state, which, language),
        plate=plate,
        csv=f"/table/{which + 1}.csv?{state.query}",
    )


def difference_view(
    state: TableState, found: Difference | Words, one: Finding, language: Language
) -> DifferenceView:
    """The difference of the two sides in words, a drawing and a table."""
    if isinstance(found, Words):
        return DifferenceView(refused=typeset(found.in_(language), language))
    unit: Unit = "points" if one.values and one.values[0].unit == "share" else "score"
    own: Unit = "share" if unit == "points" else "score"
    label = _both("table.difference.label")
    figure = IntervalFigure(
        title=_both("table.difference"),
        unit=unit,
        rows=[
            IntervalRow(
                label=label, role="measured", value=found.value, low=found.interval.low,
                high=found.interval.high, n=min(found.ns),
            )
        ],
        reference=0.0,
        reference_label=_both("table.difference.zero"),
    )  # fmt: skip
    wide, narrow = (
        Markup(figures.draw(figure, language, narrow=small, picture_url=str)) for small in (False, True)
    )
    interval = show_interval(*found.interval, unit, language)
    verdict = "few" if found.too_few else "apart" if found.apart else "together"
    method = phrase(f"table.difference.{found.method}", language)
    return DifferenceView(
        says=phrase(
            "table.difference.says", language, value=show(found.value, unit, language), interval=interval
        ),
        verdict=phrase(f"table.difference.{verdict}", language),
        method=f"{method} {phrase('table.difference.seed', language, seed=state.seed)}",
        wide=wide,
        narrow=narrow,
        rows=(
            (phrase("table.first", language), show(found.first, own, language), "–", str(found.ns[0])),
            (phrase("table.second", language), show(found.second, own, language), "–", str(found.ns[1])),
            (label.in_(language), show(found.value, unit, language), interval, str(min(found.ns))),
        ),
    )


def _both(key: str) -> Words:
    return Words(fr=phrase(key, "fr"), en=phrase(key, "en"))
