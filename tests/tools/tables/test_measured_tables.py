"""The tables of the data sheets: what they count, and that a command makes them again."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from tools.bench import Bench
from tools.catalogue import table, tables
from tools.errors import CallRefused
from tools.examination import Box
from tools.sheet import MeasuredTable
from tools.tables.expression_by_tone import COLUMNS, face_of
from tools.tables.faces_found_by_tone import holds
from tools.tables.matte_by_tone import overlap
from tools.tables.preference_by_tone import wins
from tools.tables.table import Measures, cell_of


def test_every_table_has_labels_that_match_its_published_values():
    for each in tables().values():
        rows, columns = each.labels()
        for row in range(len(rows)):
            for column in range(len(columns)):
                published = each.published(row, column)
                assert published is None or -1 <= published <= 1


def test_either_spelling_finds_a_table_and_a_wrong_one_names_the_nearest():
    assert table("matte-by-tone") is table("matte_by_tone")
    with pytest.raises(CallRefused, match="matte-by-tone"):
        table("mate-by-tone")


def test_overlap_is_the_common_part_over_the_union():
    exact = np.zeros((4, 4), np.uint8)
    exact[:, :2] = 255
    found = np.zeros((4, 4), np.float32)
    found[:, 1:3] = 0.9
    assert overlap(found, exact) == pytest.approx(1 / 3)
    assert overlap(np.zeros((4, 4), np.float32), np.zeros((4, 4), np.uint8)) == 1


def test_the_brighter_bust_wins_all_its_pairs_and_a_tie_counts_half():
    def maps(pictures):
        return [each[::16, ::16, 0].astype(np.float32) for each in pictures]

    busts = [np.full((160, 160, 3), level, np.uint8) for level in (200, 100, 100)]
    assert wins(SimpleNamespace(maps=maps), busts) == [1.0, 0.25, 0.25]


def test_place_alone_gives_each_bust_one_half():
    def maps(pictures):
        return [np.arange(20, dtype=np.float32)[None] for _ in pictures]  # the right side always wins

    busts = [np.full((160, 160, 3), level, np.uint8) for level in (200, 100, 50)]
    assert wins(SimpleNamespace(maps=maps), busts) == [0.5, 0.5, 0.5]


def test_a_cell_is_the_mean_over_identities_with_an_interval_that_holds_it():
    cell = cell_of([0.2, 0.4, 0.9], 0.5)
    assert cell.value == pytest.approx(0.5)
    assert cell.low < 0.5 < cell.high
    assert (cell.n, cell.sheet) == (3, 0.5)


def test_the_face_is_cut_around_eyes_and_mouth_and_inside_the_picture():
    pixels = np.zeros((320, 320, 3), np.uint8)
    marks = {"left_eye": (190.0, 130.0), "right_eye": (130.0, 130.0), "mouth_upper": (160.0, 188.0),
             "mouth_lower": (160.0, 192.0)}  # fmt: skip
    face = face_of(SimpleNamespace(pixels=pixels, landmarks=marks))
    assert face.shape[:2] == (194, 194)
    marks = {name: (x - 120, y - 100) for name, (x, y) in marks.items()}
    assert face_of(SimpleNamespace(pixels=pixels, landmarks=marks)).shape[0] < 194


@pytest.mark.long
@pytest.mark.weights
def test_a_table_is_made_again_by_its_command(assets):
    made = table("preference_by_tone").make(Bench(), 2, lambda done, total: None)
    assert MeasuredTable.model_validate_json(made.model_dump_json()) == made
    assert (made.ns, made.shown) == ((2,), 60)
    for column in range(3):
        shares = [row[column].value for row in made.cells]
        assert sum(shares) == pytest.approx(5)  # what one wins, another loses


def test_a_gap_that_turns_with_the_smile_is_said_and_one_that_does_not_is_not():
    expression = table("expression_by_tone")
    found = Measures(10, len(COLUMNS))
    for row in range(10):
        for column in range(len(COLUMNS)):
            for identity in range(32):
                rising = 0.05 * row + 0.001 * identity
                found.add(row, column, 0.9 - rising if column == 7 else rising)
    assert len(expression.notes_on(found)) == len(expression.notes) + 1
    for row in range(10):
        found.values[row][7] = found.values[row][0]
    assert expression.notes_on(found) == expression.notes


def test_a_face_is_found_where_one_box_holds_eyes_and_mouth():
    marks = {"left_eye": (190.0, 130.0), "right_eye": (130.0, 130.0), "mouth_upper": (160.0, 190.0)}
    assert holds(Box(left=120, top=100, width=90, height=110), marks)
    assert not holds(Box(left=120, top=100, width=60, height=110), marks)  # one eye
    assert not holds(Box(left=0, top=0, width=60, height=60), marks)  # a box elsewhere


def test_a_share_of_yes_and_no_never_has_an_interval_of_no_width():
    cell = cell_of([1.0] * 32)
    assert cell.value == cell.high == 1
    assert cell.low == pytest.approx(0.893, abs=0.001)
