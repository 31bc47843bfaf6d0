from __future__ import annotations

from typing import Any

import pytest

from engine.guide.render import render, render_text
from engine.language.schema import Scenario, Text


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    def text(fr: str, en: str | None = None) -> dict[str, Any]:
        return {"by_language": {"fr": fr, **({"en": en} if en else {})}}

    nodes = [
        {"kind": "tool", "id": "mesure", "verb": "reproduce", "method": "m", "subject": "s", "case": "c",
         "text": text("{mesure.n} essais : {mesure.rate:percent1} !",
                      "{mesure.n} trials: {mesure.rate:percent1}!"),
         "text_for": {"pupil": text("Regarde ?")},
         "also": [{"when": "true", "text": text("Et {pari} ?", "And {pari}?")}]},
        {"kind": "ending", "id": "fin", "status": "undecided", "remember": [text("A {pari}.", "B {pari}.")]},
    ]  # fmt: skip
    return Scenario.model_validate(
        {
            "id": "x", "version": 1, "sha": "0" * 12, "title": text("X"), "languages": ["fr", "en"],
            "audiences": [{"id": "pupil", "title": text("P")}], "start": "mesure",
            "nodes": {each["id"]: {"line": 1, **each} for each in nodes},
            "vars": {
                "pari": {"id": "pari", "kind": "number", "start": 5},
                "piste": {"id": "piste", "kind": "one-of", "start": "a", "choices": ["a"],
                          "labels": {"a": text("la lumière", "light")}},
                "avis": {"id": "avis", "kind": "text", "start": ""},
            },
            "sources": {"yee": {"id": "yee", "title": "Y", "facts": {"gap": 0.08}}},
        }
    )  # fmt: skip


VALUES: dict[str, Any] = {
    "mesure.n": 1036, "mesure.rate": 0.5833, "mesure.verdict": "not_reproduced", "mesure.ok": True,
    "mesure.top": ["visage", "bord", "texte"], "mesure.deltas": {"0.5": -0.125, "2": 0.03},
    "yee.gap": 0.08, "pari": 42.5, "piste": "a", "avis": "c'est \"vrai\" ! {pari}",
    "belief.h:words": "weakened", "count.exhibits": 3,
}  # fmt: skip


@pytest.mark.parametrize(
    ("source", "fr", "en"),
    [
        ("{mesure.n}", "1\u202f036", "1,036"),
        ("{mesure.rate:percent}", "58\u202f%", "58%"),
        ("{yee.gap:points}", "8\u00a0points", "8\u00a0points"),
        ("{mesure.rate}", "0,583", "0.583"),
        ("{mesure.rate:number2}", "0,58", "0.58"),
        ("{mesure.rate:signed}", "+0,58", "+0.58"),
        ("{pari:int}", "42", "42"),
        ("{mesure.verdict:words}", "non reproduit", "not reproduced"),
        ("{piste:words}", "la lumière", "light"),
        ("{belief.h:words}", "affaiblie", "weakened"),
        ("{mesure.ok}", "oui", "yes"),
        ("{mesure.top:list}", "visage, bord et texte", "visage, bord and texte"),
        (
            "{mesure.deltas:table}",
            "0,5\u00a0: \u22120,125\u202f; 2\u00a0: 0,03",
            "0.5: \u22120.125; 2: 0.03",
        ),
        ("{{ {pari:int} }}", "{ 42 }", "{ 42 }"),
        ("{mesure.absent}", "—", "—"),
    ],
)
def test_formats(scenario: Scenario, source: str, fr: str, en: str) -> None:
    text = Text(by_language={"fr": source, "en": source})
    assert render_text(scenario, text, "fr", VALUES).text == fr
    assert render_text(scenario, text, "en", VALUES).text == en


def test_french_typography_touches_prose_only(scenario: Scenario) -> None:
    text = Text(by_language={"fr": "L'avis : «{avis}» ! [@yee, p. 4 ; note] [[l'effet|effet]]"})
    shown = render_text(scenario, text, "fr", VALUES).text
    assert shown.startswith('L\u2019avis\u00a0: «\u202fc\'est "vrai" ! {pari}\u202f»\u202f!')
    assert shown.endswith("[@yee, p. 4 ; note] [[l'effet|effet]]")


def test_english_prose_is_left_alone(scenario: Scenario) -> None:
    text = Text(by_language={"fr": "Non !", "en": "Isn't it? 5 %"})
    assert render_text(scenario, text, "en", VALUES).text == "Isn't it? 5 %"


def test_a_missing_translation_shows_the_source_and_says_so(scenario: Scenario) -> None:
    shown = render(scenario, "mesure", "text_for.pupil", "en", {})
    assert shown.text == "Regarde\u202f?"
    assert shown.language_shown == "fr"


def test_every_figure_says_what_it_rests_on(scenario: Scenario) -> None:
    source = "{mesure.rate:percent} {yee.gap} {pari} {count.exhibits} {belief.h:words} [@yee] [@yee, p. 2]"
    shown = render_text(scenario, Text(by_language={"fr": source}), "fr", VALUES)
    assert [(each.placeholder, each.rests_on, each.name) for each in shown.bindings] == [
        ("{mesure.rate:percent}", "finding", "mesure"),
        ("{yee.gap}", "source", "yee"),
        ("{pari}", "reader", "pari"),
        ("{count.exhibits}", "board", "exhibits"),
        ("{belief.h:words}", "board", "h"),
    ]
    assert shown.cites == ["yee"]


def test_kept_values_tell_it_again_in_the_other_language(scenario: Scenario) -> None:
    shown = render(scenario, "mesure", "text", "fr", VALUES)
    assert shown.text == "1\u202f036 essais\u00a0: 58,3\u202f%\u202f!"
    assert render(scenario, "mesure", "text", "en", shown.values).text == "1,036 trials: 58.3%!"
    assert shown.sha == render(scenario, "mesure", "text", "fr", shown.values).sha


def test_keys(scenario: Scenario) -> None:
    assert render(scenario, "mesure", "also.0", "en", VALUES).text == "And 42.5?"
    assert render(scenario, "fin", "remember.0", "en", VALUES).text == "B 42.5."
    assert render(scenario, "fin", "notice.cannot_run", "en", {}).text.startswith("This step cannot run")
    for node, key in (("fin", "text"), ("mesure", "also.3"), ("mesure", "line.0"), ("fin", "remember.x")):
        with pytest.raises(KeyError):
            render(scenario, node, key, "fr", {})


def test_what_is_not_a_mark_is_prose(scenario: Scenario) -> None:
    odd = "a {b c} [@] [x] {A} {"
    assert render_text(scenario, Text(by_language={"en": odd}), "en", VALUES).text == odd
