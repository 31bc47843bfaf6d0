"""The tables of the comment filters: templates as units, intervals that do not claim to be certain."""

from __future__ import annotations

import pytest

from tools.bench import Bench
from tools.catalogue import table
from tools.sheet import sheet_of, table_named
from tools.stimuli.sentences.lists import templates


@pytest.mark.parametrize("name", ["toxicity_planted_false_alarms", "toxicity_balanced_false_alarms"])
def test_a_table_of_a_filter_made_here_is_made_again_alike(name: str) -> None:
    again = table(name).make(Bench(), 2, lambda done, total: None)
    written = table_named(name)
    assert written is not None
    for row, expected in zip(again.cells, written.cells, strict=True):
        for cell, before in zip(row, expected, strict=True):
            assert cell is not None
            assert before is not None
            assert cell.value == pytest.approx(before.value, abs=0.01)  # a score at 0.5 may fall either side
            assert cell.n in (50, 30)
            assert cell.low is not None
            assert cell.high is not None
            assert cell.high - cell.low > 0.02
    assert (again.sha256, again.stimuli_sha256) == (written.sha256, written.stimuli_sha256)


def test_the_units_are_the_templates() -> None:
    counted = dict.fromkeys(("harmless", "hostile"), 0)
    for listed in templates().values():
        counted[listed.purpose] += listed.language == "en"
    assert counted == {"harmless": 50, "hostile": 30}


@pytest.mark.parametrize("name", ["toxicity", "toxicity_linear", "toxicity_planted", "toxicity_balanced"])
def test_every_sheet_has_its_table_and_no_cell_is_certain(name: str) -> None:
    sheet = sheet_of(name)
    assert sheet is not None
    (named,) = sheet.tables
    measured = table_named(named)
    assert measured is not None
    assert measured.subject == name
    cells = [cell for row in measured.cells for cell in row if cell is not None]
    assert len(cells) == len(measured.row_labels) * len(measured.column_labels)
    assert all(cell.low is not None and cell.high is not None and cell.low < cell.high for cell in cells)
