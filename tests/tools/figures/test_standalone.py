"""A figure that travels alone says whose answer it is, over how many, and what was published."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tools.figures.standalone import provenance, standalone
from tools.finding import Finding
from tools.wording import LANGUAGES, Language, format_number

RECORDED = sorted((Path(__file__).parents[3] / "scenarios" / "recadrage" / "findings").glob("*.json"))


def _finding(path: Path) -> Finding:
    return Finding.model_validate_json(path.read_text("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_every_figure_of_a_recorded_finding_stands_alone(path: Path, language: Language) -> None:
    finding = _finding(path)
    for index, figure in enumerate(finding.figures):
        drawn = standalone(finding, index, language, lambda sha: f"data:image/png;base64,{sha}")
        root = ET.fromstring(drawn)
        words = " ".join("".join(each.itertext()) for each in root.iter() if each.tag.endswith("text"))
        assert finding.subject.sha256[:12] in words
        assert f"n = {format_number(finding.n, 'int', language)}" in words
        assert figure.title.in_(language).split()[0][:4] in words
        assert ("ublié" if language == "fr" else "ublished") in words
        assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "")  # nothing is fetched to draw it
        assert float(root.get("height", "0")) > 50


def test_a_record_says_when_it_was_made() -> None:
    finding = _finding(RECORDED[0])
    assert finding.recorded is not None
    assert finding.recorded.at[:10] in provenance(finding, "en")[0]
    assert "Original" in provenance(finding, "fr")[0]
