"""``autopsie subjects measure TABLE…``: make the measured tables of the data sheets again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.options import Assets
from server.cli.telling import (
    AsJson,
    Lang,
    chosen_language,
    in_words,
    leave,
    print_json,
    say,
    tell_error,
    told,
)
from tools.errors import AutopsieError

if TYPE_CHECKING:
    from tools.sheet import MeasuredTable

HELP = ("Refait les tables mesurées des fiches.", "Make the measured tables of the sheets again.")


def measure_tables(
    names: Annotated[
        list[str] | None,
        typer.Argument(help=in_words("Les tables ; aucune : leur liste.", "The tables; none: their list.")),
    ] = None,
    identities: Annotated[
        int,
        typer.Option(min=2, max=1000, help=in_words("Combien d'identités.", "How many identities.")),
    ] = 32,
    write: Annotated[
        bool,
        typer.Option(
            "--write",
            help=in_words(
                "Remplace la table des fiches de ce dépôt.", "Replace the table of this checkout's sheets."
            ),
        ),
    ] = False,
    assets: Assets = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Measure each table; one that cannot be made is told and the others still are."""
    from server.cli.measure import progress_line
    from tools import catalogue, sheet
    from tools.bench import Bench

    if not names and as_json:
        listed = catalogue.tables().values()
        print_json(
            [{"name": known.name, "subject": known.subject, "title": told(known.title)} for known in listed]
        )
        return
    if not names:
        for known in catalogue.tables().values():
            say(f"{known.name.replace('_', '-')}: {told(known.title)}")
        return
    bench, code = Bench(weights=assets), 0
    for name in names:
        try:
            made = catalogue.table(name).make(bench, identities, progress_line())
        except AutopsieError as error:
            tell_error(error, as_json=as_json, about=name)
            code = max(code, error.exit_code)
            continue
        if as_json:
            print_json(made)
        else:
            _tell(made)
        if write:
            path = sheet.TABLES / f"{made.name}.json"
            path.parent.mkdir(exist_ok=True)
            path.write_text(made.model_dump_json(indent=1) + "\n", encoding="utf-8")
            say(in_words(f"Écrite dans {_shown(path)}", f"Written to {_shown(path)}"))
    leave(code)


def _tell(table: MeasuredTable) -> None:
    from server.views.subject import caption_words, cell_words

    language = chosen_language()
    say(told(table.title))
    say(told(table.about), indent=2)
    for label, row in zip(table.row_labels, table.cells, strict=True):
        say(f"{told(table.rows)} {told(label)}")
        for head, cell in zip(table.column_labels, row, strict=True):
            value, between, theirs = cell_words(cell, table, language)
            beside = ", ".join(each for each in (between, theirs) if each)
            say(f"{told(head)}: {value}" + (f" ({beside})" if beside else ""), indent=4)
    for line in caption_words(table, language):
        say(f"– {line}")


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else path.name
