"""A glossary word opens on what it means to this reader, where it stands, and in the list at the foot."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.language.schema import Scenario, Term, Text
from engine.play.events import Event, Narrated
from server.context import PageContext
from server.page import event_fragments, play_page
from server.templating import Terms, prose

Log = Callable[..., list[Event]]


def text(fr: str, en: str = "") -> Text:
    return Text(by_language={"fr": fr, "en": en} if en else {"fr": fr})


GLOSSARY = {
    "buste": Term(
        text=text("Un visage calculé.", "A computed face."),
        text_for={"pupil": text("Un faux visage [@un].", "A made-up face [@un].")},
        title=text("buste", "bust"),
    ),
    "mot": Term(text=text("Voir aussi [[buste]] et <b onclick=x>.")),
}


def written(source: str, audience: str = "curious", *, language: str = "fr") -> str:
    terms = Terms(GLOSSARY, audience, language, "7")  # type: ignore[arg-type]
    return prose(source, language, sources=["un"], terms=terms)  # type: ignore[arg-type]


def definition_of(html: str, shown: str) -> str:
    """The words that the button ``shown`` opens."""
    (where,) = re.findall(
        rf'<button type="button" class="term" popovertarget="([^"]+)">{shown}</button>', html
    )
    return re.sub("<[^>]+>", "", html.split(f'id="{where}"', 1)[1].split(">", 1)[1].split("</span>")[0])


def test_each_profile_opens_its_own_definition() -> None:
    assert definition_of(written("Un [[buste]]."), "buste") == "buste Un visage calculé."
    assert definition_of(written("Un [[buste]].", "pupil"), "buste").startswith("buste Un faux visage")
    english = written("Some [[busts|buste]].", "press", language="en")
    assert definition_of(english, "busts") == "bust A computed face."


def test_a_word_marked_twice_has_two_definitions_of_its_own() -> None:
    html = written("Un [[buste]], deux [[bustes|buste]] [@un].")
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) == 2
    assert re.findall(r'popovertarget="([^"]+)"', html) == ids


def test_what_touches_a_word_stays_on_its_line() -> None:
    assert '<span class="whole">«\u202f<button' in written("La mention «\u202f[[buste]]\u202f».")
    assert written("La mention «\u202f[[buste]]\u202f».").rstrip().endswith("</span>\u202f».</span></p>")
    assert '<span class="whole">l’<button' in written("Voilà l'[[buste]] et la suite.")
    assert "whole" not in written("Un [[buste]] et la suite.")


def test_without_a_glossary_a_word_leads_to_the_list() -> None:
    html = prose("L'[[un mot|buste]].", "fr", sources=[])
    assert html.strip() == '<p>L’<a class="term" href="#term-buste">un mot</a>.</p>'
    assert '<a class="term" href="#term-absent">absent</a>' in written("Un [[absent]].")


def test_a_definition_in_the_other_language_says_so() -> None:
    html = written("A [[word|mot]].", language="en")
    assert re.search(r'<span popover="" class="definition" id="[^"]+" lang="fr">', html), html


@given(
    st.lists(st.sampled_from(["[[buste]]", "[[l'un|mot]]", "**", "*", "« ", " »", ".", "\n- ", '"', "<b>"]))
)
@settings(max_examples=150, deadline=None)
def test_nothing_that_runs_gets_through_with_a_word(parts: list[str]) -> None:
    allowed = {
        "button": {"type", "class", "popovertarget"},
        "span": {"class", "id", "popover", "lang"},
        "a": {"class", "href", "aria-label"},
    }
    depth = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert {name for name, _ in attrs} <= allowed.get(tag, set()), (tag, attrs)
            depth.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert depth.pop() == tag

    Reader().feed(written(" ".join(parts)))
    assert depth == []


@pytest.fixture
def told(scenario: Scenario) -> Scenario:
    term = Term(
        text=text("Ce qui attire le regard.", "What draws the eye."),
        text_for={"engineer": text("La sortie du réseau.", "The network's output.")},
        title=text("la saillance", "saliency"),
    )
    return scenario.model_copy(update={"glossary": {"saillance": term}})


def test_the_list_at_the_foot_says_the_same(told: Scenario, row: object, log: Log) -> None:
    for audience, says in (("curious", "Ce qui attire le regard."), ("engineer", "La sortie du réseau.")):
        html = play_page(PageContext(), told, row, log("ended", audience=audience))  # type: ignore[arg-type]
        assert definition_of(html, "saillance") == f"la saillance {says}"
        assert f'<div id="term-saillance"><dt>la saillance</dt><dd>{says}</dd></div>' in html


def test_a_word_that_arrives_live_opens_the_same(told: Scenario, row: object, log: Log) -> None:
    events = log("choice", audience="engineer")
    first = next(each for each in events if isinstance(each, Narrated))
    live = event_fragments(told, row, events, first)["html"]  # type: ignore[arg-type]
    assert definition_of(live, "saillance") == "la saillance La sortie du réseau."
    assert re.findall(r'popovertarget="[^"]+"', live)[0] in play_page(PageContext(), told, row, events)  # type: ignore[arg-type]
