"""The figures of the instruments: words, galleries, tables, several lines; drawn, told, and as data."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import get_args

import pytest

from tools import figures
from tools.finding import (
    CurveFigure,
    CurvePoint,
    CurveSeries,
    Figure,
    Finding,
    GalleryFigure,
    GalleryRow,
    TableCell,
    TableFigure,
    Thumbnail,
    Word,
    WordsFigure,
    WordsRow,
)
from tools.stimuli.render import computed, picture
from tools.wording import Language, Words, both

np = pytest.importorskip("numpy")


def _tile(grey: int) -> Thumbnail:
    pixels = np.full((8, 8, 3), grey, np.uint8)
    shown = picture(computed(pixels), Words(fr=f"gris {grey}", en=f"grey {grey}"))
    return Thumbnail(picture=shown, value=grey / 100)


def _words() -> WordsFigure:
    text = [
        Word(text="tu", weight=0.01),
        Word(text="idiot", weight=0.62, low=0.5, high=0.7),
        Word(text="pas", weight=-0.3),
        Word(text="xyz", weight=None),
    ]
    row = WordsRow(label=Words(fr="Le texte", en="The text"), words=text, answer=0.9)
    return WordsFigure(title=Words(fr="Mot à mot", en="Word by word"), unit="score", rows=[row])


def _gallery() -> GalleryFigure:
    rows = [
        GalleryRow(label=Words(fr="Canal 3", en="Channel 3"), pictures=[_tile(10), _tile(200)]),
        GalleryRow(label=both("Canal 4"), note=both("×7"), pictures=[_tile(30) for _ in range(9)]),
    ]
    return GalleryFigure(title=Words(fr="Planche", en="Sheet"), unit="score", rows=rows)


def _table() -> TableFigure:
    cells = [TableCell(value=0.25, low=0.1, high=0.4, n=32), TableCell()]
    return TableFigure(
        title=Words(fr="Par teinte", en="By tone"),
        unit="share",
        row_label=Words(fr="Teinte", en="Tone"),
        columns=[Words(fr="clair", en="light"), Words(fr="sombre", en="dark")],
        rows=[(both("1"), cells)],
    )


def _curve() -> CurveFigure:
    def points(top: float) -> list[CurvePoint]:
        return [CurvePoint(x=x, y=top * (x + 1) / 3, low=0, high=top, n=40) for x in range(3)]

    return CurveFigure(
        title=Words(fr="Couche à couche", en="Layer by layer"),
        x_label=Words(fr="couche", en="layer"),
        y_label=Words(fr="bonnes réponses", en="right answers"),
        unit="share",
        points=points(0.9),
        label=Words(fr="lecteur", en="reader"),
        more=[CurveSeries(label=Words(fr="contrôle", en="control"), role="control", points=points(0.5))],
        ticks={"0": both("layers.0"), "1": both("layers.2"), "2": both("layers.5")},
    )


MADE: dict[str, Figure] = {"words": _words(), "gallery": _gallery(), "table": _table(), "curve": _curve()}


def _url(sha: str) -> str:
    return f"/pictures/{sha}.png"


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("kind", MADE)
def test_each_is_well_formed_safe_and_told(kind: str, narrow: bool, language: Language) -> None:
    drawn = figures.draw(MADE[kind], language, narrow=narrow, picture_url=_url)
    root = ET.fromstring(drawn)
    assert root.get("role") == "img"
    assert root.get("aria-label") == figures.alt_text(MADE[kind], language)
    assert "style=" not in drawn
    width = float(root.get("viewBox", "").split()[2])
    rightmost = [
        float(each.get("x", 0)) + float(each.get("width", 0))
        for each in root.iter()
        if each.tag.endswith(("rect", "image"))
    ]
    assert all(right <= width for right in rightmost)


def test_every_kind_of_figure_is_covered_here_or_in_its_own_test() -> None:
    (union, _) = get_args(Figure)
    kinds = {each.model_fields["kind"].default for each in get_args(union)}
    assert kinds == {*MADE, "intervals", "map"}


def test_a_bar_is_as_high_as_what_the_word_brings_and_hollow_against() -> None:
    drawn = figures.draw(_words(), "en", narrow=False, picture_url=_url)
    bars = re.findall(r'word-bar (\w+)" .*? height="([\d.]+)"', drawn)
    assert [side for side, _ in bars] == ["for", "for", "against"]
    heights = [float(high) for _, high in bars]
    assert heights[1] == max(heights)
    assert heights[2] == pytest.approx(heights[1] * 0.3 / 0.62, abs=0.1)


def test_words_are_told_strongest_first_and_those_not_read_are_said() -> None:
    told = figures.alt_text(_words(), "fr")
    assert told.index("idiot") < told.index("pas")
    assert "−0,30" in told
    assert figures.table(_words(), "en").rows[-1][1:3] == ["xyz", "not read"]


def test_a_text_that_is_not_explained_is_told_whole() -> None:
    row = WordsRow(label=Words(fr="Avant", en="Before"), words=[Word(text="bon"), Word(text="jour")])
    figure = _words().model_copy(update={"rows": [row]})
    assert figures.alt_text(figure, "fr").endswith("Avant\u00a0: «\u00a0bon jour\u00a0».")


def test_a_gallery_gives_its_pictures_to_be_served() -> None:
    shown = figures.pictures_of(_gallery())
    assert len(shown) == 11
    assert shown[0].sha256 in figures.draw(_gallery(), "fr", narrow=True, picture_url=_url)


def test_several_lines_have_a_key_and_differ_by_more_than_colour() -> None:
    drawn = figures.draw(_curve(), "fr", narrow=False, picture_url=_url)
    assert "lecteur" in drawn
    assert "contrôle" in drawn
    assert drawn.count("<circle") == 4  # three points and the key
    assert drawn.count('<rect class="mark"') == 4
    assert "layers.5" in drawn
    rows = figures.table(_curve(), "en").rows
    assert [row[0] for row in rows][3] == "control · layers.0"


def test_one_line_has_no_key() -> None:
    single = _curve().model_copy(update={"more": []})
    drawn = figures.draw(single, "en", narrow=True, picture_url=_url)
    assert drawn.count("<circle") == 3
    assert ">reader<" not in drawn


def test_a_table_keeps_its_intervals_and_its_holes() -> None:
    assert figures.table(_table(), "en").rows == [["1", "25% (10 to 40)", "–"]]


@pytest.mark.parametrize(("kind", "rows"), [("words", 4), ("gallery", 11), ("table", 2), ("curve", 6)])
def test_csv_has_one_line_a_number(kind: str, rows: int) -> None:
    recorded = Path(__file__).parents[3] / "scenarios" / "recadrage" / "findings"
    finding = Finding.model_validate_json(next(iter(sorted(recorded.glob("*.json")))).read_text("utf-8"))
    finding = finding.model_copy(update={"figures": [MADE[kind]], "per_unit": [0.5, 0.25]})
    read = list(csv.DictReader(io.StringIO(figures.to_csv(finding, "en"))))
    assert len([row for row in read if row["kind"] == "figure1"]) == rows
    assert [row["value"] for row in read if row["kind"] == "unit"] == ["0.5", "0.25"]
