"""The open question as a form: what a template needs to draw it."""

from __future__ import annotations

import math
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from engine.guide.audience import profile_of
from engine.nodes.asks import as_number
from engine.play.events import Offer, Offered
from tools import figures
from tools.finding import Unit
from tools.wording import Language, Words, format_number, typeset


@dataclass(frozen=True)
class MeasuredAt:
    """What a measure gave at one position of a slider: the number, and both as they are printed."""

    position: float
    at: str
    value: str


@dataclass(frozen=True)
class QuestionView:
    """One open question. ``key`` makes a second post of the same form the same answer."""

    ask_id: str
    offer: Offer
    key: str
    is_bet: bool
    unit: str
    after: str  # what follows a number: the unit with the space that the language wants
    low: float
    high: float
    step: float
    middle: float
    wide: Markup
    narrow: Markup
    measured: list[MeasuredAt] = field(default_factory=list)  # slider
    points: list[tuple[str, str]] = field(default_factory=list)  # curve: field and label
    uploads: bool = True  # whether this reader may bring a picture
    evidence: dict[str, list[tuple[int, Markup]]] = field(default_factory=dict)  # sign: pieces, by sentence
    prices: Mapping[str, str] = field(default_factory=dict)  # choice: what measuring takes, by option


def question_view(
    offered: Offered,
    language: Language,
    *,
    pieces: Mapping[int, Markup] | None = None,
    typed: Mapping[str, str] | None = None,
    audience: str = "",
    prices: Mapping[str, str] | None = None,
) -> QuestionView:
    """The view of ``offered``, with the empty axis or plot where a number or a curve is asked on one.

    ``pieces`` are the sentences of the notebook by number, for what a sentence to sign rests on; ``typed``
    what the reader had entered before a refusal, by field name; ``prices`` what its options cost in time.
    """
    offer = offered.offer
    low = offer.low if offer.low is not None else 0.0
    high = offer.high if offer.high is not None else 100.0
    is_bet = offer.seals is not None
    share = offer.axis == "share"
    shown = say(offer.unit, language) if offer.unit else "%" if share and high > 1 else ""
    wide = narrow = Markup("")
    if offer.kind == "number" and high > low:
        unit: Unit = "share" if share else "score"
        scale = 100.0 if share and high > 1 else 1.0
        wide, narrow = (
            Markup(figures.draw_bet(low / scale, high / scale, unit, language, narrow=small))
            for small in (False, True)
        )
    points = [(f"curve.{at}", figures.point_label(name, language)) for at, name in enumerate(offer.points, 1)]
    if offer.kind == "curve" and points and high > low:
        drawn = [_height((typed or {}).get(name, ""), low, high) for name, _ in points]
        wide, narrow = (
            Markup(
                figures.draw_sketch(
                    offer.points, (low, high), language, narrow=small, unit=shown, drawn=drawn
                )
            )
            for small in (False, True)
        )
    return QuestionView(
        ask_id=offered.ask_id,
        offer=offer,
        key=secrets.token_hex(8),
        is_bet=is_bet,
        unit=shown,
        after=_after(shown, language),
        low=low,
        high=high,
        step=_step(offer, low, high),
        middle=low + (high - low) / 2,
        wide=wide,
        narrow=narrow,
        measured=_measured(offer, language),
        points=points,
        uploads=profile_of(audience).uploads,
        evidence={
            name: [(piece, (pieces or {}).get(piece, Markup(""))) for piece in on]
            for name, on in offer.grounds.items()
        },
        prices=prices or {},
    )


def _step(offer: Offer, low: float, high: float) -> float:
    """Between two positions: the author's, or about a hundredth of the range, in round numbers."""
    if offer.step is not None:
        return offer.step
    if offer.kind in ("slider", "curve") and high > low:
        fine = (high - low) / 100
        power = 10.0 ** math.floor(math.log10(fine))
        return round(max(digit * power for digit in (1, 2, 5) if digit * power <= fine * (1 + 1e-9)), 9)
    return 1.0 if high - low > 5 else 0.01


def _measured(offer: Offer, language: Language) -> list[MeasuredAt]:
    """The table that a slider shows, in the order of its positions."""
    rows = []
    for level, value in (offer.table or {}).items():
        position = as_number(level)
        if position is not None:
            at = format_number(position, "number", language)
            rows.append(MeasuredAt(position, at, format_number(value, "number", language)))
    return sorted(rows, key=lambda row: row.position)


def _height(typed: str, low: float, high: float) -> float | None:
    y = as_number(typed) if typed.strip() else None
    return y if y is not None and low <= y <= high else None


def _after(unit: str, language: Language) -> str:
    if unit == "%":
        return "\u202f%" if language == "fr" else "%"
    return f"\u00a0{unit}" if unit else ""


def say(words: Words, language: Language) -> str:
    """Words of an offer, as they are printed."""
    return typeset(words.in_(language), language)
