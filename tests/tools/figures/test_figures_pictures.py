"""Heat, frames and thumbnails over pictures; tables and CSV."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from tools.figures import alt_text, colour_range, draw, draw_panel, draw_thumbnail, table, to_csv
from tools.figures.heat import cividis, heat_paths, outlines
from tools.finding import Call, Control, Crop, Finding, MapFigure, Panel, Value
from tools.stimulus import Photo, Picture, StimulusSet
from tools.subject import SubjectIdentity
from tools.wording import both

SHA = "a" * 64
GRIDS = st.integers(1, 7).flatmap(
    lambda columns: st.lists(
        st.lists(st.floats(0, 1), min_size=columns, max_size=columns), min_size=1, max_size=7
    )
)


def url(sha: str) -> str:
    return f"/pictures/{sha}.png"


def panel(**changes: object) -> Panel:
    picture = Picture(
        sha256=SHA, width=320, height=160, recipe=Photo(file="astronaut.png"), alt=both("Une astronaute.")
    )
    made = Panel(
        caption=both("Avant"),
        picture=picture,
        grid=[[0.0, 0.2, 0.4], [0.1, 1.0, 0.5]],
        score=5.68,
        point=(160, 120),
        crops=[Crop(ratio="0.56", left=10, top=20, width=200, height=112)],
    )
    return made.model_copy(update=changes)


def finding() -> Finding:
    return Finding(
        tool_version="1",
        call=Call(verb="attribute", method="saliency", subject="twitter_crop", case="astronaut"),
        question=both("Où ?"),
        subject=SubjectIdentity(name="twitter_crop", title=both("x"), badge="original", sha256=SHA),
        stimuli=StimulusSet(
            case="astronaut", about=both("x"), n=1, sha256=SHA, person="real", licence="", credit=""
        ),
        unit_of_n=both("photo"),
        n=1,
        result={},
        values=[Value(name="rate", label=both("Part"), value=0.64, unit="share", low=0.55, high=0.72, n=44)],
        verdict="usable",
        placebo=[
            Control(
                name="shift",
                kind="placebo",
                label=both("Décalage"),
                value=0.5,
                unit="share",
                n=44,
                says=both("."),
            )
        ],
        conclusion=both("Vu."),
        figures=[MapFigure(title=both("Carte"), panels=[panel()])],
        seconds=0.4,
    )


@given(GRIDS)
@settings(max_examples=60, deadline=None)
def test_heat_covers_each_cell_once(grid: list[list[float]]) -> None:
    drawn = heat_paths(grid, 0.0, 1.0, (320, 160))
    covered: list[tuple[int, int]] = []
    for left, top, length in re.findall(r"M(\d+) (\d+)h(\d+)v1", drawn):
        covered += [(int(left) + step, int(top)) for step in range(int(length))]
    assert sorted(covered) == sorted((x, y) for y, row in enumerate(grid) for x in range(len(row)))


def test_weak_cells_are_sheer_and_strong_ones_light() -> None:
    drawn = heat_paths([[0.0, 1.0]], 0.0, 1.0, (20, 10))
    weak, strong = re.findall(r'fill="(#\w+)" fill-opacity="([\d.]+)"', drawn)
    assert float(weak[1]) < 0.1 < float(strong[1]) == 1
    assert (cividis(0.0), cividis(1.0)) == ("#00224e", "#fee838")


@given(st.floats(0.9, 1), st.integers(1, 5), st.integers(1, 5))
@settings(max_examples=30, deadline=None)
def test_one_hot_cell_is_outlined_all_round(value: float, row: int, column: int) -> None:
    grid = [[0.0] * 6 for _ in range(6)]
    grid[row][column] = value
    d = re.findall(r'class="outline outline-2" d="([^"]+)"', outlines(grid, 0.0, 1.0, (6, 6)))
    ends = (
        f"M{column} {row}H{column + 1}",
        f"M{column} {row + 1}H{column + 1}",
        f"M{column} {row}V{row + 1}",
    )
    assert all(segment in d[0] for segment in ends)


def test_a_panel_shows_frame_point_and_says_them() -> None:
    drawn = draw_panel(panel(), "fr", limits=(0.0, 1.0), picture_url=url)
    root = ET.fromstring(drawn)
    assert 'href="/pictures/' in drawn
    assert 'stroke="#57268f"' in drawn
    assert "style=" not in drawn
    label = root.attrib["aria-label"]
    assert "Une astronaute." in label
    assert "x 160, y 120" in label
    assert "gauche 10, haut 20, largeur 200, hauteur 112" in label


def test_a_thumbnail_shows_what_remains_and_nothing_where_nothing_was_cropped() -> None:
    root = ET.fromstring(draw_thumbnail(panel(), "en", picture_url=url))
    assert root.attrib["viewBox"] == "10 20 200 112"
    assert draw_thumbnail(panel(crops=[]), "en", picture_url=url) == ""


def test_panels_of_a_figure_share_one_colour_range() -> None:
    figure = MapFigure(title=both("x"), panels=[panel(), panel(grid=[[3.0, -1.0]])])
    assert colour_range(figure) == (-1.0, 3.0)
    assert colour_range(MapFigure(title=both("x"), panels=[panel(low=0.0, high=2.0)])) == (0.0, 2.0)


def test_a_whole_map_is_one_valid_drawing() -> None:
    figure = MapFigure(title=both("Carte"), panels=[panel(), panel(), panel()])
    for narrow in (True, False):
        root = ET.fromstring(draw(figure, "en", narrow=narrow, picture_url=url))
        assert root.attrib["aria-label"] == alt_text(figure, "en")


def test_the_table_gives_score_point_and_each_crop() -> None:
    two = [*panel().crops, Crop(ratio="1.0", left=0, top=0, width=160, height=160)]
    made = table(MapFigure(title=both("Carte"), panels=[panel(crops=two)]), "fr")
    assert made.rows[0] == ["Avant", "5,68", "160\u202f;\u00a0120", "0,56", "10", "20", "200", "112"]
    assert made.rows[1][3:] == ["1", "0", "0", "160", "160"]
    assert len(made.head) == len(made.rows[0]) == len(made.numeric)


def test_csv_holds_every_number_of_the_finding() -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(finding(), "fr"))))
    by_name = {(row["kind"], row["name"]): row for row in rows}
    assert by_name["value", "rate"]["value"] == "0.64"
    assert by_name["placebo", "shift"]["n"] == "44"
    assert by_name["figure1", "crop_width"]["value"] == "200"
    assert by_name["figure1", "point_y"]["value"] == "120"
