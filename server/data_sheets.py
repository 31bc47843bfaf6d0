"""The pages of ``docs/subjects``: each subject's data sheet as Markdown, in both languages.

``python -m server.data_sheets docs/subjects`` writes them anew; a test says when they are behind.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from server.phrases import phrase
from server.views.subject import (
    SubjectView,
    caption_words,
    cell_words,
    differs_title,
    exact_number,
    subject_view,
)
from tools.catalogue import subjects
from tools.sheet import MeasuredTable
from tools.subject import BADGE_WORDS
from tools.wording import LANGUAGES, Language, Words, typeset


def pages() -> dict[str, str]:
    """Every page by file name: ``<name>.md`` in English, ``<name>.fr.md`` in French, and the indexes."""
    found = {}
    views = [subject_view(card) for card in subjects().values()]
    for language in LANGUAGES:
        suffix = ".fr.md" if language == "fr" else ".md"
        found["LISEZMOI.md" if language == "fr" else "README.md"] = _index(views, language)
        for view in views:
            found[view.card.name + suffix] = "\n".join(_page(view, language)) + "\n"
    return found


def _index(views: list[SubjectView], language: Language) -> str:
    lines = [f"# {phrase('subjects.h1', language)}", "", phrase("subjects.lead", language), ""]
    lines += [f"| {phrase('sheet.name', language)} | | {phrase('sheet.gives', language)} |", "|---|---|---|"]
    suffix = ".fr.md" if language == "fr" else ".md"
    for view in views:
        reads = phrase(f"subjects.{view.card.modality}", language)
        gives = phrase(f"subjects.answers.{view.card.answers}", language)
        name = f"[{_say(view.card.title, language)}]({view.card.name}{suffix})"
        lines.append(f"| {name} | {_say(BADGE_WORDS[view.card.badge], language)} | {reads}, {gives} |")
    return "\n".join(lines) + "\n"


def _page(view: SubjectView, language: Language) -> Iterator[str]:
    card, sheet = view.card, view.sheet

    def say(words: Words) -> str:
        return _say(words, language)

    def t(key: str) -> str:
        return phrase(key, language)

    yield f"# {say(card.title)}"
    yield ""
    yield f"**{say(BADGE_WORDS[card.badge])}** · `{card.slug}` · {card.licence}"
    yield ""
    yield say(card.about)
    if sheet is None:
        yield ""
        yield t("sheet.none")
        return
    parts: list[tuple[str, Words | None]] = [
        (t("sheet.what"), sheet.what),
        (t("sheet.origin"), sheet.origin),
        (differs_title(card, language), view.differs),
        (t("sheet.feeds"), sheet.feeds),
        (t("sheet.gives"), sheet.gives),
    ]
    for title, words in parts:
        if words:
            yield from ("", f"## {title}", "", say(words))
    if sheet.reference:
        yield from ("", f"## {t('sheet.reference')}", "", t("sheet.reference.lead"), "")
        heads = ("sheet.input", "sheet.field", "sheet.value", "sheet.tolerance", "sheet.from")
        yield "| " + " | ".join(map(t, heads)) + " |"
        yield "|---|---|---|---|---|"
        for each in sheet.reference:
            value, tolerance = exact_number(each.value, language), exact_number(each.tolerance, language)
            yield f"| {each.input} | `{each.field}` | {value} | {tolerance} | {say(each.measured_by)} |"
    for title, claims in ((t("sheet.may"), sheet.may_claim), (t("sheet.may_not"), sheet.may_not)):
        if claims:
            yield from ("", f"## {title}", "", *(f"- {say(words)}" for words in claims))
    if view.tables:
        yield from ("", f"## {t('sheet.tables')}")
    for table in view.tables:
        yield from _table(table, language)
    yield from ("", f"## {t('sheet.card')}", "")
    yield f"- {t('badge.credit')}{_colon(language)} {card.credit}"
    note = f". {say(sheet.licence_note)}" if sheet.licence_note else ""
    yield f"- {t('badge.licence')}{_colon(language)} {card.licence}{note}"
    yield f"- {t('badge.source')}{_colon(language)} {card.source}"
    for file in view.files:
        size = phrase("sheet.bytes", language, n=file.bytes)
        got = f", `{file.fetch}`" if file.fetch else ""
        yield f"- `{file.file}`, {size}{_colon(language)} {say(file.origin)}{got}, SHA-256 `{file.sha256}`"
    if sheet.sources:
        yield from ("", f"## {t('sheet.sources')}", "", *(f"- {source}" for source in sheet.sources))


def _table(table: MeasuredTable, language: Language) -> Iterator[str]:
    yield from ("", f"### {_say(table.title, language)}", "", _say(table.about, language), "")
    heads = [_say(table.rows, language), *(_say(label, language) for label in table.column_labels)]
    yield "| " + " | ".join(heads) + " |"
    yield "|---" * len(heads) + "|"
    for label, row in zip(table.row_labels, table.cells, strict=True):
        shown = [cell_words(cell, table, language) for cell in row]
        cells = [
            value + (f" ({between})" if between else "") + (f"; {theirs}" if theirs else "")
            for value, between, theirs in shown
        ]
        yield "| " + " | ".join([_say(label, language), *cells]) + " |"
    yield ""
    made = phrase("sheet.made", language, day=table.made, command=f"`{table.command}`")
    yield " ".join([*caption_words(table, language), made])


def _say(words: Words, language: Language) -> str:
    return typeset(words.in_(language), language)


def _colon(language: Language) -> str:
    return "\u00a0:" if language == "fr" else ":"


def main(folder: Path) -> None:
    """Write the pages that changed; take away those of subjects that are gone only by hand."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
