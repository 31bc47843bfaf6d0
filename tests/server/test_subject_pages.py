"""The models on the table, as the site and the docs show them."""

from __future__ import annotations

from pathlib import Path

import pytest

from server import data_sheets
from tools.catalogue import subjects
from tools.sheet import TABLES, sheet_of, table_named
from tools.wording import typeset

DOCS = Path(__file__).resolve().parents[2] / "docs" / "subjects"


def test_every_subject_is_listed_with_its_badge_and_its_sheet(server):
    visitor = server.visitor()
    page = visitor.get("/subjects?lang=fr").text
    for card in subjects().values():
        assert f'href="/subjects/{card.slug}"' in page
        sheet = visitor.get(f"/subjects/{card.slug}?lang=fr")
        assert sheet.status_code == 200
        # Typeset and escaped as the page does.
        assert typeset(card.title.fr, "fr").replace("&", "&amp;") in sheet.text
        for asset in card.assets:
            assert f"subjects fetch {asset.replace('_', '-')}" in sheet.text or "Appris ici" in sheet.text


def test_both_spellings_lead_to_a_sheet_and_a_wrong_name_to_a_sober_page(server):
    visitor = server.visitor()
    assert visitor.get("/subjects/twitter_crop?lang=en").text == visitor.get(
        "/subjects/twitter-crop?lang=en"
    ).text.replace("/subjects/twitter-crop?", "/subjects/twitter_crop?")
    assert visitor.get("/subjects/twitter_corp").status_code == 404


@pytest.mark.parametrize("card", subjects().values(), ids=lambda card: card.name)
def test_every_subject_has_a_sheet_that_says_what_may_not_be_said(card):
    sheet = sheet_of(card.name)
    assert sheet is not None, f"write tools/subjects/sheets/{card.name}.yaml"
    assert sheet.may_not
    assert sheet.reference or card.badge in ("made-here", "stand-in")
    if card.badge != "original":
        assert card.differs or card.agreement or sheet.differs, "honesty rule 1"
    for name in sheet.tables:
        assert table_named(name) is not None, f"make tools/subjects/tables/{name}.json"


def test_no_measured_table_is_an_orphan():
    sheets = [sheet for name in subjects() if (sheet := sheet_of(name))]
    used = {table for sheet in sheets for table in sheet.tables}
    assert {path.stem for path in TABLES.glob("*.json")} <= used


def test_the_pages_of_the_docs_are_up_to_date():
    for name, text in data_sheets.pages().items():
        path = DOCS / name
        assert path.is_file(), f"{name}: run python -m server.data_sheets docs/subjects"
        assert path.read_text(encoding="utf-8") == text, (
            f"{name}: run python -m server.data_sheets docs/subjects"
        )


def test_values_that_rest_on_unlike_numbers_of_units_say_their_own(server):
    page = server.visitor().get("/subjects/toxicity-planted?lang=fr").text
    assert "n = 50" in page
    assert "n = 30" in page
    alike = server.visitor().get("/subjects/person-matte?lang=fr").text
    assert alike.count("n = 32") == 1  # below the table, once


def test_what_brackets_hold_is_said_table_by_table(server):
    planted = server.visitor().get("/subjects/interview-score?lang=en").text
    assert "what the rule adds" in planted
    assert "earlier record" not in planted
    assert "earlier record" in server.visitor().get("/subjects/expression?lang=en").text


def test_no_table_sets_a_value_beside_without_saying_what_it_is():
    for path in TABLES.glob("*.json"):
        made = table_named(path.stem)
        compared = any(cell and cell.sheet is not None for row in made.cells for cell in row)
        assert compared == (made.beside is not None), path.stem
