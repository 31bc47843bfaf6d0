"""Interval and curve charts: what is drawn, where, and what it says to those who do not see it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.figures import alt_text, draw, draw_bet
from tools.figures.axis import axis_for
from tools.figures.room import Box, Label, along
from tools.figures.words import show
from tools.finding import CurveFigure, CurvePoint, IntervalFigure, IntervalRow
from tools.wording import Words, both

SVG = "{http://www.w3.org/2000/svg}"
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


def labels_of(root: ET.Element) -> list[tuple[str, Box]]:
    """What each label of a chart says and covers."""
    return [
        (
            each.text or "",
            Label(
                float(each.get("x", "")),
                float(each.get("y", "")),
                each.text or "",
                "",
                each.get("text-anchor", ""),
            ).box,
        )
        for each in root.iter(f"{SVG}text")
    ]


def runs_of(root: ET.Element, css: str) -> list[tuple[float, float, float]]:
    """The pieces of an upright line: where it stands, from where to where."""
    (line,) = [each for each in root.iter(f"{SVG}path") if each.get("class") == css]
    pieces = re.findall(r"M([-\d.]+) ([-\d.]+)V([-\d.]+)", line.get("d", ""))
    return [(float(x), float(top), float(bottom)) for x, top, bottom in pieces]


@given(st.lists(SHARES, min_size=3, max_size=3).map(sorted), SHARES, SHARES, st.booleans())
@settings(max_examples=80, deadline=None)
def test_no_line_runs_through_a_label(
    shares: list[float], bet: float, reference: float, narrow: bool
) -> None:
    low, value, high = shares
    figure = share_figure(value, low, high, reference)
    root = ET.fromstring(in_svg(draw(figure, "fr", narrow=narrow, picture_url=url, predicted=bet)))
    under = float(root.attrib["viewBox"].split()[3]) - 36  # the ruler has its own numbers below
    for css in ("bet-line", "reference"):
        for x, top, bottom in runs_of(root, css):
            for words, box in labels_of(root):
                within = box.left + 0.1 < x < box.right - 0.1 and box.top < under
                assert not (within and top < box.bottom - 0.1 and box.top + 0.1 < bottom), (css, words)


def test_a_bet_pushes_the_labels_that_it_would_cut() -> None:
    rows = [
        IntervalRow(label=both("Le contraste"), role="measured", value=0.65, low=0.56, high=0.72, n=44),
        IntervalRow(label=both("Placebo : un pixel"), role="placebo", value=0.53, low=0.37, high=0.617, n=44),
    ]
    figure = IntervalFigure(title=both("Part"), unit="share", rows=rows, reference=0.5)
    for bet in (0.2, 0.3, 0.62, 0.8):
        drawn = draw(figure, "fr", narrow=False, picture_url=url, predicted=bet, limits=(0, 1))
        root = ET.fromstring(in_svg(drawn))
        x = 720 * bet
        cut = [words for words, box in labels_of(root)[:-11] if box.left < x < box.right]
        assert [words for words in cut if not words.startswith("Votre pari")] == []


def in_svg(drawn: str) -> str:
    """With the namespace that a page does not need."""
    return drawn.replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ', 1)


DOSES = [-1.19, -0.62, 0.0, 0.62]


@pytest.mark.parametrize("narrow", [True, False])
@pytest.mark.parametrize("heights", [DOSES, DOSES[::-1], [0.3, -0.5, 0.3, -0.5], [-0.5, -0.5, -0.5, 0.9]])
@pytest.mark.parametrize("name", ["placebo", "placebo : 95 % des images, une à une"])
def test_no_point_strikes_through_the_name_of_the_band(heights: list[float], name: str, narrow: bool) -> None:
    figure = CurveFigure(
        title=both("Dose"),
        x_label=both("facteur"),
        y_label=both("part"),
        unit="score",
        points=[
            CurvePoint(x=x, y=y, low=y - 0.1, high=y + 0.1)
            for x, y in zip((0.4, 0.7, 1, 1.4), heights, strict=True)
        ],
        reference=0,
        band=(-0.43, 0.23),
        band_label=both(name),
    )
    root = ET.fromstring(in_svg(draw(figure, "fr", narrow=narrow, picture_url=url)))
    (named,) = [box for words, box in labels_of(root) if words.startswith("placebo")]
    spots = [(float(mark.get("cx", "")), float(mark.get("cy", ""))) for mark in root.iter(f"{SVG}circle")]
    assert len(spots) == 4
    assert named.hits(along(spots)) == 0
    assert named.hits(spots, air=5.5) == 0
    assert named.top >= 0
    assert not [
        words for words, box in labels_of(root) if box is not named and box != named and box.meets(named)
    ]
