"""The plot on which a reader draws, and which later shows the measure over what was drawn."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.figures import draw_sketch, point_label
from tools.figures.room import Box, Label, Spot, along
from tools.figures.sketch import HEIGHT, LEFT, TOP

POINTS = ["0.4", "0.7", "1.4"]
SVG = "{http://www.w3.org/2000/svg}"


def drawing(**given_: object) -> ET.Element:
    settings = {"narrow": False, **given_}
    html = draw_sketch(POINTS, (-4, 4), "fr", **settings)  # type: ignore[arg-type]
    return ET.fromstring(html)


def css(root: ET.Element, name: str) -> list[ET.Element]:
    return [each for each in root.iter() if name in each.get("class", "").split()]


def test_an_empty_plot_says_that_the_result_is_sealed_and_where_to_draw() -> None:
    root = drawing(unit="points")
    assert "sous scellé" in root.get("aria-label", "")
    (frame,) = css(root, "plot")
    assert (frame.get("data-low"), frame.get("data-high")) == ("-4", "4")
    places = [float(x) for x in frame.get("data-places", "").split()]
    assert places == sorted(places)
    assert len(places) == 3
    assert css(root, "mark") == []
    assert "points" in "".join(root.itertext())
    assert css(root, "reference")  # zero is inside the range


def test_both_curves_stand_at_their_heights_and_are_said_point_by_point() -> None:
    root = drawing(drawn=[-4, 0, 4], measured=[4, None, -4])
    said = root.get("aria-label", "").replace("\u00a0", " ").replace("\u202f", " ")
    assert said == "Votre courbe : 0,4 : −4 ; 0,7 : 0 ; 1,4 : 4. Mesuré : 0,4 : 4 ; 1,4 : −4."
    squares = [float(each.get("y", "")) + 5 for each in root.iter("rect") if each.get("class") == "mark"]
    circles = [float(each.get("cy", "")) for each in root.iter("circle")]
    assert squares == pytest.approx([TOP + HEIGHT, TOP + HEIGHT / 2, TOP], abs=0.1)
    assert circles == pytest.approx([TOP, TOP + HEIGHT], abs=0.1)  # a gap where nothing was measured
    (line,) = css(root, "line")
    assert re.findall("[ML]", line.get("d", "")) == ["M", "M"]  # which no line crosses
    names = [each.text for each in root.iter("text") if "strong" in each.get("class", "")]
    assert names == ["Votre courbe", "Mesuré"]


def test_a_measure_beyond_the_readers_range_widens_the_axis() -> None:
    (frame,) = css(drawing(drawn=[0, 0, 0], measured=[0, 0, 9]), "plot")
    assert float(frame.get("data-high", "")) >= 9


def test_names_of_points_are_thinned_where_they_would_touch() -> None:
    points = [f"niveau {at}" for at in range(12)]
    named = {}
    for narrow in (False, True):
        root = ET.fromstring(draw_sketch(points, (0, 1), "fr", narrow=narrow))
        named[narrow] = [each.text for each in root.iter("text") if (each.text or "").startswith("niveau")]
        assert named[narrow][0] == "niveau 0"
    assert len(named[True]) < len(named[False]) <= 12


@given(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3), st.booleans())
def test_whatever_is_measured_stays_inside_the_frame(heights: list[float], narrow: bool) -> None:
    html = draw_sketch(POINTS, (-4, 4), "en", narrow=narrow, drawn=[0, 0, 0], measured=heights)
    assert "style=" not in html  # the content policy forbids it
    for circle in ET.fromstring(html).iter("circle"):
        assert TOP - 0.1 <= float(circle.get("cy", "")) <= TOP + HEIGHT + 0.1
        assert LEFT <= float(circle.get("cx", "")) <= (340 if narrow else 720)


@pytest.mark.parametrize(("points", "limits"), [([], (0, 1)), (["a"], (1, 1)), (["a"], (2, 1))])
def test_a_plot_needs_points_and_a_range(points: list[str], limits: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="range"):
        draw_sketch(points, limits, "fr", narrow=False)


def test_points_that_are_numbers_are_written_as_the_language_writes_them() -> None:
    assert [point_label(each, "fr") for each in ("0.5", "fort", "nan", "10")] == ["0,5", "fort", "nan", "10"]


def test_what_an_author_names_is_escaped() -> None:
    assert "<b>" not in draw_sketch(["<b>x</b>"], (0, 1), "fr", narrow=False, unit="<b>", drawn=[0.5])


HEIGHTS = st.lists(st.floats(-4, 4).map(lambda y: round(y, 2)), min_size=3, max_size=3)


def named(root: ET.Element) -> dict[str, Box]:
    return {
        each.text or "": Label(
            float(each.get("x", "")),
            float(each.get("y", "")),
            each.text or "",
            "",
            each.get("text-anchor", ""),
        ).box
        for each in css(root, "strong")
    }


def lines(root: ET.Element) -> list[list[Spot]]:
    paths = css(root, "bet-line") + css(root, "line")
    return [
        [(float(x), float(y)) for x, y in re.findall(r"[ML]([-\d.]+) ([-\d.]+)", each.get("d", ""))]
        for each in paths
    ]


@pytest.mark.parametrize("narrow", [True, False])
@pytest.mark.parametrize(
    ("drawn", "measured"),
    [
        ([-1, 0, 1], [-1.2, -0.6, 0.9]),
        ([-1, 0, 1], [-1.19, -0.62, 0.62]),
        ([1, 0, -1], [1.2, 0.6, -0.9]),
        ([0, 0, 0], [0, 0, 0]),
        ([-4, 0, 4], [-4, 0.5, 3.8]),
    ],
)
def test_no_curve_strikes_through_a_name(drawn: list[float], measured: list[float], narrow: bool) -> None:
    root = drawing(drawn=drawn, measured=measured, narrow=narrow)
    yours, theirs = named(root).values()
    for line in lines(root):
        assert yours.hits(along(line)) == 0
        assert theirs.hits(along(line)) == 0
    assert not yours.meets(theirs)


@given(HEIGHTS, HEIGHTS, st.booleans())
def test_names_stay_in_the_drawing_and_apart(drawn: list[float], measured: list[float], narrow: bool) -> None:
    root = drawing(drawn=drawn, measured=measured, narrow=narrow)
    yours, theirs = named(root).values()
    assert not yours.meets(theirs)
    left, top, width, height = map(float, root.attrib["viewBox"].split())
    for box in (yours, theirs):
        assert left <= box.left
        assert box.right <= left + width + 1
        assert top <= box.top
        assert box.bottom <= top + height
