"""Authors' Markdown: their marks become links, and nothing else gets through."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.templating import prose, safe_link


def elements(html: str) -> list[tuple[str, dict[str, str | None]]]:
    """The elements of a fragment with their attributes, as a browser would read them."""
    found: list[tuple[str, dict[str, str | None]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, dict(attrs)))

    Reader().feed(html)
    return found


def test_cites_and_terms_become_links() -> None:
    html = prose("Dit [@un, p. 4] et [[le mot|terme]].", "fr", sources=["zero", "un"])
    assert '<a class="cite" href="#source-un" aria-label="Source 2, p. 4">[2]</a>' in html
    assert '<a class="term" href="#term-terme">le mot</a>' in html
    assert "Dit\u2060<a" in html  # a cite holds to its word: no line begins with one


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[lien](javascript:alert(1))",
        "![image](https://example.org/a.png)",
        "<https://example.org>",
        '[[x" onclick="alert(1)|y]]',
        "[@source<script>]",
    ],
)
def test_nothing_that_runs_or_leaves_the_page_gets_through(hostile: str) -> None:
    for _, attributes in elements(prose(hostile, "en", sources=["source"])):
        assert set(attributes) <= {"class", "href", "aria-label"}
        assert str(attributes.get("href", "#")).startswith("#")


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_html_of_the_allowed_tags_only(text: str) -> None:
    tags = {tag for tag, _ in elements(prose(text, "fr", sources=[]))}
    assert tags <= {"p", "em", "strong", "ul", "ol", "li", "blockquote", "code", "br", "a", "span"}


def test_typography_leaves_code_alone() -> None:
    html = prose("Lancez `autopsie 'x' ?` maintenant ?", "fr", sources=[])
    assert "<code>autopsie 'x' ?</code>" in html
    assert "maintenant\u202f?" in html
    assert "maintenant ?" in prose("maintenant ?", "en", sources=[])


def test_only_web_addresses_are_followed() -> None:
    assert safe_link("https://example.org") == "https://example.org"
    assert safe_link("javascript:alert(1)") == ""
    assert safe_link(None) == ""
