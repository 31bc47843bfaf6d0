"""Libraries: what they bring, where they are looked for, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.language.diagnostics import Diagnostic
from engine.language.reader import list_scenarios, read_source
from engine.language.schema import Scenario

DRAFT = {"P610", "F902", "F903", "F904", "F906", "F907", "F909", "F910", "F911", "R351", "L701", "G504"}
STORY = (Path(__file__).parent / "constructs.yaml").read_text(encoding="utf-8")


def read(source: str, folder: Path | None = None) -> tuple[Scenario | None, list[Diagnostic]]:
    return read_source(source.encode(), "essai.yaml", folder)


def sound(source: str = STORY, folder: Path | None = None) -> Scenario:
    scenario, found = read(source, folder)
    assert {each.code for each in found} <= DRAFT, [each.message.en for each in found]
    assert scenario is not None
    return scenario


LIBRARY = """\
format: library/1
id: commune
title: Ce que nous partageons
sources:
  partage: {title: Un livre, facts: {part: 0.2}}
glossary:
  mot: Ce qu'il veut dire. [@partage]
subjects:
  recadreur: {model: twitter-crop, about: Le réseau.}
"""
USING = STORY.replace("title: Essai\n", "title: Essai\nuses: [commune]\n", 1).replace(
    "text: Triez.", 'text: "Un [[mot]] : {partage.part:percent} [@partage]."', 1
)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A scenario's folder whose neighbour is ``libraries/`` with the library ``commune``."""
    monkeypatch.setenv("AUTOPSIE_SCENARIOS", str(tmp_path / "installed"))
    (tmp_path / "libraries").mkdir()
    (tmp_path / "libraries/commune.yaml").write_text(LIBRARY, encoding="utf-8")
    (tmp_path / "essai").mkdir()
    return tmp_path / "essai"


def codes(source: str, folder: Path) -> set[str]:
    return {each.code for each in read(source, folder)[1]} - DRAFT


def test_a_library_brings_its_sources_its_words_and_its_subjects(shelf: Path) -> None:
    scenario = sound(USING, shelf)
    assert scenario.uses == ["commune"]
    assert not [each for each in read(USING, shelf)[1] if each.file.startswith("libraries")]
    assert scenario.sources["partage"].facts == {"part": 0.2}
    assert scenario.glossary["mot"].text.in_("fr")[0].startswith("Ce qu'il")
    assert scenario.about_subjects["recadreur"].in_("fr")[0] == "Le réseau."
    assert "etude" in scenario.sources


def test_a_library_may_stand_in_the_scenarios_own_folder_or_among_the_installed(shelf: Path) -> None:
    (shelf.parent / "libraries/commune.yaml").unlink()
    assert "S242" in codes(USING, shelf)
    for place in (shelf / "libraries", shelf.parent / "installed/libraries"):
        place.mkdir(parents=True)
        (place / "commune.yaml").write_text(LIBRARY, encoding="utf-8")
        assert not codes(USING, shelf)
        (place / "commune.yaml").unlink()


def test_what_a_library_says_is_part_of_what_a_log_was_made_with(shelf: Path) -> None:
    before = sound(USING, shelf).sha
    (shelf.parent / "libraries/commune.yaml").write_text(LIBRARY.replace("0.2", "0.3"), encoding="utf-8")
    assert sound(USING, shelf).sha != before


@pytest.mark.parametrize(
    "name",
    [
        "../commune", "..", "/etc/passwd", "commune.yaml", "sous/commune", "sous\\\\commune", "Commune", "~",
        "commune%00", "file:commune", "a" * 80, ".commune", "inconnue",
    ],
)  # fmt: skip
def test_a_name_of_a_library_is_never_a_path(shelf: Path, name: str) -> None:
    libraries = shelf.parent / "libraries"
    for there in (shelf.parent, libraries / "sous"):  # files that these names would lead to
        there.mkdir(exist_ok=True)
        (there / "commune.yaml").write_text(LIBRARY, encoding="utf-8")
    (libraries / ".commune.yaml").write_text(LIBRARY, encoding="utf-8")
    found = read(USING.replace("uses: [commune]", f'uses: ["{name}"]'), shelf)[1]
    assert "S242" in {each.code for each in found}


def test_a_library_that_leads_out_of_its_folder_is_not_followed(shelf: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text(LIBRARY, encoding="utf-8")
    (shelf.parent / "libraries/lien.yaml").symlink_to(secret)
    assert "S242" in codes(USING.replace("uses: [commune]", "uses: [lien]"), shelf)


def test_the_nearest_library_is_suggested(shelf: Path) -> None:
    found = read(USING.replace("uses: [commune]", "uses: [comune]"), shelf)[1]
    (said,) = [each for each in found if each.code == "S242"]
    assert said.fix is not None
    assert "commune" in said.fix.fr


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("format: library/1", "format: incident/1", "S243"),
        ("id: commune", "uses: [autre]\nid: commune", "S241"),
        ("id: commune", "nodes: {}\nid: commune", "S202"),
        ("title: Un livre", "titre: Un livre", "S202"),
        ("[@partage]", "[@partag]", "R342"),
        ("model: twitter-crop", "model: twiter-crop", "R312"),
        ("part: 0.2", "part: beaucoup", "S203"),
        ("id: commune", "id: &a commune", "Y105"),
        ("glossary:", "\tglossary:", "Y103"),
    ],
)
def test_faults_of_a_library_are_told_in_its_own_file(shelf: Path, old: str, new: str, code: str) -> None:
    assert old in LIBRARY
    (shelf.parent / "libraries/commune.yaml").write_text(LIBRARY.replace(old, new, 1), encoding="utf-8")
    scenario, found = read(USING, shelf)
    assert scenario is None
    said = [each for each in found if each.code == code]
    assert said, [(each.code, each.message.en) for each in found]
    assert said[0].file == "libraries/commune.yaml"


def test_an_empty_or_enormous_or_binary_library_is_told(shelf: Path) -> None:
    path = shelf.parent / "libraries/commune.yaml"
    for content, code in ((b"", "S243"), (b"# " + b"x" * (1 << 20), "Y101"), (b"\xff\xfe", "Y102")):
        path.write_bytes(content)
        assert code in codes(USING, shelf)


def test_a_library_that_cannot_be_read_hides_nothing_and_provokes_nothing(shelf: Path) -> None:
    assert codes(USING.replace("uses: [commune]", "uses: [comune]"), shelf) == {"S242"}
    broken = USING.replace("uses: [commune]", "uses: [comune]").replace("to: fin,", "to: fim,")
    assert codes(broken, shelf) == {"S242", "R320"}


def test_two_things_of_one_name_are_told_wherever_they_come_from(shelf: Path) -> None:
    assert "S212" in codes(
        USING.replace("  etude: {title", "  partage: {title: Autre}\n  etude: {title"), shelf
    )
    assert "S212" in codes(USING.replace("drapeau: false", "partage: false"), shelf)
    (shelf.parent / "libraries/autre.yaml").write_text(LIBRARY.replace("id: commune", "id: autre"), "utf-8")
    assert "S212" in codes(USING.replace("uses: [commune]", "uses: [commune, autre]"), shelf)


def test_a_library_may_hold_languages_that_the_scenario_does_not_speak(shelf: Path) -> None:
    both = LIBRARY.replace(
        "mot: Ce qu'il veut dire. [@partage]", "mot: {fr: 'Un sens. [@partage]', en: 'A sense. [@partage]'}"
    )
    (shelf.parent / "libraries/commune.yaml").write_text(both, encoding="utf-8")
    found = read(USING, shelf)[1]
    assert not {each.code for each in found} - DRAFT
    english = USING.replace("languages: [fr]", "languages: [fr, en]")
    told = [each for each in read(english, shelf)[1] if each.file.startswith("libraries")]
    assert {each.code for each in told} <= {"L701"}  # what it does not say in English, and nothing else


def test_scenarios_are_listed_without_reading_their_nodes_or_their_libraries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOPSIE_SCENARIOS", str(tmp_path))
    (tmp_path / "libraries").mkdir()
    (tmp_path / "libraries/commune.yaml").write_text("{", encoding="utf-8")
    (tmp_path / "essai").mkdir()
    head = USING.split("\nnodes:")[0]
    (tmp_path / "essai/scenario.yaml").write_text(head + "\nnodes: [this is: {no node", encoding="utf-8")
    assert [each.id for each in list_scenarios()] == ["essai"]
