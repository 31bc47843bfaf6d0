"""Every text of a scenario is set as French and English are printed."""

from __future__ import annotations

import pytest

from engine.author.every_text import every_text
from engine.author.typography import misprints
from engine.language.schema import Scenario
from tools.wording import Language


def test_every_text_is_printed_well(story: Scenario) -> None:
    found = [
        (path, language, *each)
        for path, text in every_text(story)
        for language, source in text.by_language.items()
        for each in misprints(source, language)
    ]
    assert found == []


def test_every_text_is_walked(story: Scenario) -> None:
    paths = {path for path, _ in every_text(story)}
    assert {"title", f"nodes.{story.start}.text"} <= paths
    assert not any("facilitator" in path for path in paths)


def test_every_text_is_in_every_language(story: Scenario) -> None:
    wanted = set(story.languages)
    assert [path for path, text in every_text(story) if not wanted <= set(text.by_language)] == []


@pytest.mark.parametrize(
    ("language", "source", "rule"),
    [
        ("fr", "Est-ce vrai ? Oui ; « peut-être » : {mesure.rate:percent} ! [[l'image|image]] [@yee]", None),
        ("fr", "Une liste :\n- un, deux ;\n- trois.\n\n> « Oui. » [@yee]", None),
        ("fr", "Deux  espaces.", "two spaces"),
        ("fr", "Et puis...", "three points for …"),
        ("fr", 'Un "mot".', "a straight double quote"),
        ("fr", "Un mot , puis.", "a space before a comma or a full stop"),
        ("fr", "Un mot - un autre.", "a hyphen for a dash"),
        ("fr", "Un,deux.", "no space after a comma"),
        ("fr", "Il vaut {x}!", "no narrow space before ; ! ?"),
        ("fr", "Il vaut {x}%.", "no narrow space before %"),
        ("fr", "La **place**: rien.", "no no-break space before a colon"),
        ("fr", "Le coeur.", "oe for œ"),
        ("fr", "A la fin, rien.", "A for À"),
        ("fr", "Un “mot”.", "an English quote"),
        ("fr", "Un « mot.", "« and » not in pairs"),
        ("en", "Is it? “Yes; it’s the writers' own”: {x}% [@yee]", None),
        ("en", 'A "word".', "a straight double quote"),
        ("en", "A 'word'.", "a straight quote"),
        ("en", "Is it ?", "a space before ; : ! ?"),
        ("en", "A « word ».", "a French quote"),
        ("en", "A “word.", "“ and ” not in pairs"),
    ],
)
def test_what_is_a_misprint(language: Language, source: str, rule: str | None) -> None:
    assert {each.rule for each in misprints(source, language)} == ({rule} if rule else set())
