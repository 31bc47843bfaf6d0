"""A finding as a plate: drawings, tables, provenance, verdict, and everything needed to doubt it."""

from __future__ import annotations

from dataclasses import dataclass

from babel.dates import format_date
from markupsafe import Markup

from engine.play.events import Offered, ToolFinished
from server.phrases import phrase
from server.views.figure import FigureView, PanelView
from server.views.sketch import drawn_over
from tools import figures
from tools.catalogue import subject_card
from tools.errors import AutopsieError
from tools.figures.words import show, show_bare, show_interval
from tools.finding import Control, Finding, IntervalFigure, MapFigure, TableFigure
from tools.stimuli.cases import FILE_PREFIX
from tools.subject import BADGE_WORDS, Badge, SubjectCard
from tools.wording import Language, Words, format_number


@dataclass(frozen=True)
class BadgeView:
    """Where a model comes from; ``shape`` and the word say it, never a colour."""

    badge: Badge
    shape: str  # filled, half, dashed
    word: Words
    title: Words
    sha256: str
    card: SubjectCard | None


@dataclass(frozen=True)
class BetView:
    """The reader's bet beside what was measured."""

    predicted: str
    measured: str
    gap: str
    says: str


@dataclass(frozen=True)
class PlateView:
    """Everything that the template of a plate reads."""

    seq: int
    finding: Finding
    badge: BadgeView
    verb: str
    recorded: str
    figures: list[FigureView]
    bet: BetView | None
    verdict: str
    n: str
    time: str
    target: str
    controls: list[tuple[Control, str, str, str]]  # with value, interval and size as printed
    met: bool
    picture_note: str
    again: bool = False  # a record that can be made anew


def badge_view(badge: Badge, title: Words, sha256: str, name: str) -> BadgeView:
    """The badge of a subject, with its card where the catalogue knows it."""
    shapes = {
        "original": "filled",
        "proxy": "half",
        "made-here": "dashed",
        "stand-in": "dashed",
        "external": "half",
        "none": "dashed",
    }
    try:
        card: SubjectCard | None = subject_card(name)
    except AutopsieError:
        card = None
    return BadgeView(badge, shapes[badge], BADGE_WORDS[badge], title, sha256, card)


def plate_view(
    event: ToolFinished,
    language: Language,
    *,
    picture_url: figures.PictureUrl,
    bet: Offered | None,
    of: str | None = None,
) -> PlateView:
    """The plate of ``event``; ``bet`` is the question under which the reader sealed a prediction, and ``of``
    the table of the result that a sealed curve is about."""
    finding = event.finding
    identity = finding.subject
    return PlateView(
        seq=event.seq,
        finding=finding,
        badge=badge_view(identity.badge, identity.title, identity.sha256, identity.name),
        verb=phrase(f"verb.{finding.call.verb}", language),
        recorded=_recorded(finding, language),
        figures=[*drawn_over(event, language, bet, of), *_figures(event, language, picture_url, bet)],
        bet=_bet(event, language),
        verdict=phrase(f"verdict.{finding.verdict}", language),
        n=_n(finding, language),
        time=phrase(
            "computed" if finding.origin == "live" else "measured_then",
            language,
            seconds=format_number(finding.seconds, "number1", language),
            seed=finding.call.seed,
        ),
        target=_target(finding, language),
        controls=[_control(each, language) for each in (*finding.placebo, *finding.nulls)],
        met=event.met,
        picture_note=_person_note(finding, language),
        again=finding.origin == "recorded" and not (finding.recorded and finding.recorded.invented),
    )


def _person_note(finding: Finding, language: Language) -> str:
    """Who is seen; never "credited" of what nobody is named for."""
    person, case = finding.stimuli.person, finding.call.case
    if person == "real" and not finding.stimuli.credit:
        return phrase("person.uncredited", language)
    if person == "unknown" and case.startswith(FILE_PREFIX):
        return phrase("person.unknown", language)
    return phrase(f"person.{person}", language) if person in ("real", "synthetic") else ""


def day(iso: str, language: Language) -> str:
    """A date as people write it: "12 mars 2026"."""
    from datetime import datetime

    return format_date(datetime.fromisoformat(iso.replace("Z", "+00:00")), "long", locale=language)


def day_of(seconds: float, language: Language) -> str:
    """The date of a moment, in seconds since 1970, UTC."""
    from datetime import UTC, datetime

    return format_date(datetime.fromtimestamp(seconds, UTC), "long", locale=language)


def _recorded(finding: Finding, language: Language) -> str:
    record = finding.recorded
    if finding.origin != "recorded" or record is None:
        return ""
    if record.invented:
        return phrase("recorded.invented", language)
    key = "recorded" if finding.subject.badge == "original" else "recorded.other"
    return phrase(key, language, date=day(record.at, language), sha=record.subject_sha256[:12])


def _figures(
    event: ToolFinished, language: Language, picture_url: figures.PictureUrl, bet: Offered | None
) -> list[FigureView]:
    drawn: list[FigureView] = []
    predicted = event.predicted
    for figure in event.finding.figures:
        mine = predicted if isinstance(figure, IntervalFigure) and not _has_bet(drawn) else None
        panels: list[PanelView] = []
        wide = narrow = Markup("")
        if isinstance(figure, MapFigure):
            limits = figures.colour_range(figure)
            for panel in figure.panels:
                said = [
                    phrase("panel.answer", language, score=show(panel.score, "score", language))
                    if panel.score is not None
                    else "",
                    phrase("panel.width", language, n=format_number(panel.picture.width, "int", language)),
                ]
                drawing = figures.draw_panel(panel, language, limits=limits, picture_url=picture_url)
                thumbnail = figures.draw_thumbnail(panel, language, picture_url=picture_url)
                panels.append(
                    PanelView(
                        panel.caption,
                        Markup(drawing),
                        Markup(thumbnail),
                        " · ".join(filter(None, said)),
                        panel.picture.credit,
                    )
                )
        else:
            axis = _limits(figure, bet) if mine is not None else None
            wide, narrow = (
                Markup(
                    figures.draw(
                        figure, language, narrow=small, picture_url=picture_url, predicted=mine, limits=axis
                    )
                )
                for small in (False, True)
            )
        drawn.append(
            FigureView(
                title=figure.title,
                wide=wide,
                narrow=narrow,
                panels=panels,
                has_heat=isinstance(figure, MapFigure) and any(panel.grid for panel in figure.panels),
                table=figures.table(figure, language, mine),
                is_table=isinstance(figure, TableFigure),
            )
        )
    return drawn


def _has_bet(drawn: list[FigureView]) -> bool:
    return any(view.wide and not view.panels for view in drawn)


def _limits(figure: object, bet: Offered | None) -> tuple[float, float] | None:
    """The ends of the axis on which the bet was made, in the figure's unit."""
    if bet is None or not isinstance(figure, IntervalFigure):
        return None
    low, high = bet.offer.low, bet.offer.high
    if low is None or high is None:
        return None
    if figure.unit == "share" and high > 1:
        return low / 100, high / 100
    return low, high


def _bet(event: ToolFinished, language: Language) -> BetView | None:
    if event.predicted is None:
        return None
    found = event.finding
    figure = next((each for each in found.figures if isinstance(each, IntervalFigure)), None)
    row = figure.measured if figure else None
    if figure is None or row is None:
        return None
    gap = row.value - event.predicted
    if row.low is not None and row.high is not None and row.low <= event.predicted <= row.high:
        says = "bet.inside"
    else:
        says = "bet.lower" if gap > 0 else "bet.higher"
    size = show_bare(abs(gap), figure.unit, language)
    sign = "+" if gap > 0 else "\u2212"
    points = figure.unit in ("share", "points")
    return BetView(
        predicted=show(event.predicted, figure.unit, language),
        measured=show(row.value, figure.unit, language),
        gap=sign + (phrase("bet.points", language, n=size) if points else size),
        says=phrase(says, language),
    )


def _n(finding: Finding, language: Language) -> str:
    key = "n.conditions" if finding.conditions > 1 else "n"
    return phrase(
        key,
        language,
        n=format_number(finding.n, "int", language),
        unit=finding.unit_of_n.in_(language),
        conditions=finding.conditions,
    )


def _target(finding: Finding, language: Language) -> str:
    target = finding.target
    if target is None:
        return phrase("target.none", language)
    shown = show(target.value, target.unit, language)
    if target.n is None:
        return phrase("target.no_n", language, value=shown, source=target.source)
    count = format_number(target.n, "int", language)
    return phrase("target", language, value=shown, n=count, source=target.source)


def _control(control: Control, language: Language) -> tuple[Control, str, str, str]:
    interval = "–"
    if control.low is not None and control.high is not None:
        interval = show_interval(control.low, control.high, control.unit, language)
    size = format_number(control.size, "number", language) if control.size is not None else "–"
    return control, show(control.value, control.unit, language), interval, size
