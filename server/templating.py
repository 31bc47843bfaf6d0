"""How pages are written: Jinja with escaping on, prose through Markdown then a sanitiser.

Authors' prose may hold ``[@source, p. 4]`` and ``[[shown|term]]``; they become links to the lists at the foot
of the page, a term a button that opens its definition where the reader's glossary is given. French typography
touches text only, never an address, code or what a reader typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import nh3
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from engine.language.schema import Term
from server.phrases import phrase
from server.sentence_spans import HELD, Span, letters_of, put_in_spans
from tools.wording import Language, NumberFormat, Words, format_number, french_typography, typeset

WEB = Path(__file__).resolve().parent.parent / "web"
_TAGS = {"p", "em", "strong", "ul", "ol", "li", "blockquote", "code", "br", "a", "span", "b", "button"}
_ATTRIBUTES = {
    "a": {"href", "class", "aria-label"},
    "span": {
        "class",
        "lang",
        "id",
        "hidden",
        "tabindex",
        "data-rests",
        "data-mark",
        "aria-describedby",
        "popover",
    },
    "button": {"type", "class", "popovertarget"},
}
_MARK = re.compile(
    r"[ \u00a0]?\[@(?P<cite>[a-z_]\w*)(?P<place>[^\]\n]*)\]"
    # with what touches the word: an elision, quotes, a full stop
    r"|(?P<before>[«“(]*\u202f?(?:\w{1,6}['’])?)\[\[(?P<gloss>[^\]\n]+)\]\](?P<after>[\u202f\u00a0.,;:!?…»”)]*)"
)
_HOLD = "\ue000{}\ue001"
_NOT_HELD = {0xE000: None, 0xE001: None}
_URL = re.compile(r"^https?://", re.IGNORECASE)


class Terms(NamedTuple):
    """The glossary as one reader is told it. ``key`` sets the ids of one text apart from those of another."""

    glossary: Mapping[str, Term]
    audience: str
    language: Language
    key: str


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


def prose(
    text: str,
    language: Language,
    *,
    sources: list[str],
    block: bool = True,
    spans: Sequence[Span] = (),
    terms: Terms | None = None,
) -> Markup:
    """An author's Markdown as safe HTML; ``sources`` gives cites their numbers, in order.

    ``spans`` are sentences of ``text`` that get an element of their own. With ``terms``, a glossary word is a
    button that opens its definition; without, a link to the list at the foot of the page. No raw HTML,
    picture or outside link passes.
    """
    text = text.translate(_NOT_HELD)
    parser, held = _parser(), _Held(language, sources, terms)
    marked = _MARK.sub(held.hold, text)
    tokens = parser.parse(marked) if block else parser.parseInline(marked)
    if language == "fr":
        _space(tokens)
    if spans:  # after the typography, which looks at more than one word at a time
        put_in_spans(tokens, [(span, _letters(span.text)) for span in spans], held.shown)
    html = parser.renderer.render(tokens, parser.options, {})
    html = HELD.sub(lambda match: held.html[int(match[1])], html)
    clean = nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=set(), link_rel=None)
    return Markup(clean)


class _Held:
    """The cites and glossary words of one text, while Markdown is read without them."""

    def __init__(self, language: Language, sources: list[str], terms: Terms | None) -> None:
        self._language, self._sources, self._terms = language, sources, terms
        self.html: list[str] = []
        self.shown: list[str] = []  # "" for a cite

    def hold(self, match: re.Match[str]) -> str:
        if match["gloss"]:
            shown, _, name = match["gloss"].partition("|")
            before, shown, after = (
                escape(typeset(each, self._language)) for each in (match["before"], shown, match["after"])
            )
            word = before + self._word(shown, name or match["gloss"]) + after
            # Nothing else keeps a button and what touches it on one line.
            self.html.append(f'<span class="whole">{word}</span>' if self._terms and before + after else word)
            self.shown.append(_as_shown(match))
        else:
            self.html.append(_cite(match, self._language, self._sources))
            self.shown.append("")
        return _HOLD.format(len(self.html) - 1)

    def _word(self, shown: str, name: str) -> str:
        terms, slug = self._terms, re.sub(r"[^a-z0-9_]", "", name.lower())
        if terms is None or name not in terms.glossary:
            return f'<a class="term" href="#term-{slug}">{shown}</a>'
        title, _ = term_title(terms.glossary, name, terms.language)
        text, text_in = terms.glossary[name].definition(terms.audience).in_(terms.language)
        says = prose(text, text_in, sources=self._sources, block=False)
        where = f"word-{terms.key}-{len(self.html) + 1}"
        lang = "" if text_in == self._language else f' lang="{text_in}"'
        return (
            f'<button type="button" class="term" popovertarget="{where}">{shown}</button>'
            f'<span popover class="definition" id="{where}"{lang}><b>{escape(title)}</b> {says}</span>'
        )


def _as_shown(match: re.Match[str]) -> str:
    """The words that a mark stands for; none for a cite."""
    if not match["gloss"]:
        return ""
    return str(match["before"]) + str(match["gloss"]).partition("|")[0] + str(match["after"])


def term_title(glossary: Mapping[str, Term], name: str, language: Language) -> tuple[str, Language]:
    """A glossary word as it is printed, with the language that it is in."""
    shown, told_in = glossary[name].named(name, language)
    return typeset(shown, told_in), told_in


@lru_cache(maxsize=8192)
def _letters(sentence: str) -> str:
    """The letters of a sentence as it would be shown, its list marker and cites left out; kept, because the
    same few sentences are told again."""
    bare = _MARK.sub(_as_shown, sentence.translate(_NOT_HELD))
    return letters_of(_parser().parse(bare), [])


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).disable(["image", "link", "autolink", "html_block"])


def _space(tokens: list[Token]) -> None:
    for token in tokens:
        if token.type == "text":
            token.content = french_typography(token.content)
        if token.children:
            _space(token.children)


def _cite(match: re.Match[str], language: Language, sources: list[str]) -> str:
    name = match["cite"]
    rank = sources.index(name) + 1 if name in sources else 0
    place = match["place"].lstrip(" ,").strip()
    label = phrase("cite", language, n=rank) + (f", {place}" if place else "")
    joiner = "\u2060"  # no line begins with a cite
    return f'{joiner}<a class="cite" href="#source-{name}" aria-label="{escape(label)}">[{rank or "?"}]</a>'
