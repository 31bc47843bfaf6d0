"""Interval and curve charts: what is drawn, where, and what it says to those who do not see it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from tools.figures import alt_text, draw, draw_bet
from tools.figures.axis import axis_for
from tools.figures.words import show
from tools.finding import CurveFigure, CurvePoint, IntervalFigure, IntervalRow
from tools.wording import Words, both

SHARES = st.floats(0, 1).map(lambda value: round(value, 6))


def url(sha: str) -> str:
    return f"/pictures/{sha}.png"


def share_figure(value: float, low: float, high: float, reference: float | None = 0.5) -> IntervalFigure:
    return IntervalFigure(
        title=Words(fr="Part des paires", en="Share of pairs"),
        unit="share",
        rows=[
            IntervalRow(label=both("Publié"), role="published", value=0.57),
            IntervalRow(label=both("Mesuré"), role="measured", value=value, low=low, high=high, n=44),
            IntervalRow(label=both("Placebo"), role="placebo", value=0.5, low=0.45, high=0.55, n=44),
        ],
        reference=reference,
        reference_label=both("parité") if reference is not None else None,
    )


@given(st.lists(SHARES, min_size=3, max_size=3).map(sorted), st.none() | SHARES, st.booleans())
@settings(max_examples=60, deadline=None)
def test_every_mark_stays_inside_the_drawing(shares: list[float], bet: float | None, narrow: bool) -> None:
    low, value, high = shares
    drawn = draw(share_figure(value, low, high), "fr", narrow=narrow, picture_url=url, predicted=bet)
    root = ET.fromstring(drawn)
    left, top, width, height = map(float, root.attrib["viewBox"].split())
    for element in root.iter():
        for name in ("x", "cx"):
            if name in element.attrib:
                assert left - 1 <= float(element.attrib[name]) <= left + width + 1
        for name in ("y", "cy"):
            if name in element.attrib:
                assert top - 1 <= float(element.attrib[name]) <= top + height + 1


def test_a_chart_is_one_picture_with_its_numbers_in_words() -> None:
    figure = share_figure(0.579, 0.553, 0.604)
    root = ET.fromstring(draw(figure, "fr", narrow=False, picture_url=url))
    assert root.attrib["role"] == "img"
    label = root.attrib["aria-label"]
    assert label == alt_text(figure, "fr")
    for said in ("57,9\u202f%", "55,3 à 60,4", "parité\u00a0: 50\u202f%", "57\u202f%"):
        assert said in label


def test_shape_carries_meaning_before_colour() -> None:
    drawn = draw(share_figure(0.6, 0.55, 0.65), "en", narrow=False, picture_url=url)
    assert re.search(r'<g class="s0">.*?l9 9-9 9-9-9z', drawn)  # diamond: published
    assert re.search(r'<g class="s1">.*?<circle', drawn)  # dot: measured
    assert re.search(r'<g class="ctl">.*?<rect class="mark"', drawn)  # square: placebo


def test_the_bet_is_drawn_on_the_axis_it_was_made_on() -> None:
    figure = share_figure(0.64, 0.55, 0.72)
    drawn = draw(figure, "fr", narrow=False, picture_url=url, predicted=0.58, limits=(0.0, 1.0))
    empty = draw_bet(0.0, 1.0, "share", "fr", narrow=False)

    def ruler(svg: str) -> list[str]:
        texts = re.findall(
            r'<text class="soft" x="([\d.]+)" y="[\d.]+" text-anchor="\w+">([^<]+)</text>', svg
        )
        return [f"{x} {words}" for x, words in texts if words[0].isdigit()]

    assert ruler(drawn) == ruler(empty)
    assert 'class="bet-line" d="M417.6 ' in drawn


def test_drawings_pass_a_strict_content_policy_and_escape_what_they_print() -> None:
    figure = share_figure(0.6, 0.5, 0.7).model_copy(update={"reference_label": both("<script>x</script>")})
    drawn = draw(figure, "en", narrow=True, picture_url=url)
    assert "<script" not in drawn
    assert "style=" not in drawn
    ET.fromstring(drawn)


def test_a_curve_says_each_point_and_its_placebo_band() -> None:
    figure = CurveFigure(
        title=both("Dose"),
        x_label=both("contraste"),
        y_label=both("part"),
        unit="share",
        points=[CurvePoint(x=x, y=y, low=y - 0.05, high=y + 0.05) for x, y in ((2.0, 0.7), (0.5, 0.3))],
        reference=0.5,
        band=(0.46, 0.55),
    )
    root = ET.fromstring(draw(figure, "fr", narrow=False, picture_url=url))
    said = root.attrib["aria-label"]
    assert said.index("0,5") < said.index("contraste 2")
    assert "46 à 55" in said
    assert root.find(".//rect[@class='placebo-band']") is not None


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6), st.booleans())
@settings(max_examples=100, deadline=None)
def test_an_axis_holds_its_values_between_round_ticks(values: list[float], narrow: bool) -> None:
    axis = axis_for(values, "score", narrow=narrow)
    assert axis.low <= min(values)
    assert max(values) <= axis.high
    assert 1 <= len(axis.ticks(axis.step)) <= 14


def test_a_small_chance_never_looks_like_none() -> None:
    assert show(0.000061, "share", "fr") == "<\u00a00,1\u202f%"
    assert show(0.000061, "share", "en") == "<\u00a00.1%"
    assert show(0.001, "share", "en") == "0.1%"
    assert show(0.0, "share", "en") == "0%"
    assert show(0.5, "share", "fr") == "50\u202f%"
    assert show(0.119, "points", "fr") == "12\u00a0points"
