"""How pages are written: Jinja with escaping on, prose through Markdown then a sanitiser.

Authors' prose may hold ``[@source, p. 4]`` and ``[[shown|term]]``; they become links to the lists at the foot
of the page. French typography touches text only, never an address, code or what a reader typed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

import nh3
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from server.phrases import phrase
from tools.wording import Language, NumberFormat, Words, format_number, french_typography, typeset

WEB = Path(__file__).resolve().parent.parent / "web"
_TAGS = {"p", "em", "strong", "ul", "ol", "li", "blockquote", "code", "br", "a", "span"}
_ATTRIBUTES = {"a": {"href", "class", "aria-label"}, "span": {"class", "lang"}}
_MARK = re.compile(r"[ \u00a0]?\[@(?P<cite>[a-z_]\w*)(?P<place>[^\]\n]*)\]|\[\[(?P<gloss>[^\]\n]+)\]\]")
_HOLD = "\ue000{}\ue001"  # private-use characters that Markdown leaves alone
_HELD = re.compile("\ue000(\\d+)\ue001")
_URL = re.compile(r"^https?://", re.IGNORECASE)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The one template environment."""
    env = Environment(
        loader=FileSystemLoader(WEB / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["spaced"] = typeset
    env.globals["safe_link"] = safe_link
    return env


def write(template: str, language: Language, **values: Any) -> str:
    """The page or fragment ``template``; templates get ``t`` (phrases), ``say`` (words) and ``num``."""

    def translate(key: str, **places: object) -> str:
        return phrase(key, language, **places)

    def say(words: Words | None) -> str:
        return typeset(words.in_(language), language) if words else ""

    def number(value: float, style: NumberFormat = "number") -> str:
        return format_number(value, style, language)

    return (
        environment()
        .get_template(template)
        .render(language=language, t=translate, say=say, num=number, **values)
    )


def safe_link(address: str | None) -> str:
    """``address`` if it is one that a browser may follow to another site, else nothing."""
    return address if address and _URL.match(address) else ""


def prose(text: str, language: Language, *, sources: list[str], block: bool = True) -> Markup:
    """An author's Markdown as safe HTML; ``sources`` gives cites their numbers, in order.

    No raw HTML, picture or outside link passes.
    """
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(_mark(match, language, sources))
        return _HOLD.format(len(held) - 1)

    marked = _MARK.sub(hold, text)
    parser = _parser()
    tokens = parser.parse(marked) if block else parser.parseInline(marked)
    if language == "fr":
        _space(tokens)
    html = parser.renderer.render(tokens, parser.options, {})
    html = _HELD.sub(lambda match: held[int(match[1])], html)
    clean = nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=set(), link_rel=None)
    return Markup(clean)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).disable(["image", "link", "autolink", "html_block"])


def _space(tokens: list[Token]) -> None:
    for token in tokens:
        if token.type == "text":
            token.content = french_typography(token.content)
        if token.children:
            _space(token.children)


def _mark(match: re.Match[str], language: Language, sources: list[str]) -> str:
    if match["gloss"]:
        shown, _, term = match["gloss"].partition("|")
        term = term or shown
        slug = re.sub(r"[^a-z0-9_]", "", term.lower())
        return f'<a class="term" href="#term-{slug}">{escape(shown)}</a>'
    name = match["cite"]
    rank = sources.index(name) + 1 if name in sources else 0
    place = match["place"].lstrip(" ,").strip()
    label = phrase("cite", language, n=rank) + (f", {place}" if place else "")
    joiner = "\u2060"  # no line begins with a cite
    return f'{joiner}<a class="cite" href="#source-{name}" aria-label="{escape(label)}">[{rank or "?"}]</a>'
