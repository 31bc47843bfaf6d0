"""``autopsie fmt FILE…``: one layout for scenario files, and the corrections that need no author."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.telling import (
    FOUND_WANTING,
    AsJson,
    Lang,
    aside,
    chosen_language,
    error_shape,
    in_words,
    leave,
    print_json,
    tell_error,
    told,
    write,
)
from tools.errors import AutopsieError

if TYPE_CHECKING:
    from engine.author.repair import Repair
    from server.cli.shapes import FormattedFile


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command("fmt", help=in_words("Met des scénarios en forme.", "Lay scenarios out."))(fmt)


def fmt(
    files: Annotated[list[str], typer.Argument(help=in_words("Chemins ou identifiants.", "Paths or ids."))],
    check: Annotated[
        bool,
        typer.Option("--check", help=in_words("N'écrit rien : dit seulement.", "Write nothing, only say.")),
    ] = False,
    repair: Annotated[
        bool,
        typer.Option(
            "--repair",
            help=in_words(
                "Corrige guillemets, tabulations et caractères cachés.",
                "Correct quotes, tabs and hidden characters.",
            ),
        ),
    ] = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Exit 0 when all is laid out, 1 under --check when something is not, 2 when a file is refused."""
    done: list[FormattedFile] = []
    code = 0
    for name in files:
        try:
            one = _one(name, check=check, repair=repair, as_json=as_json)
        except AutopsieError as error:
            if not as_json:
                _tell_refused(name, error)
            code = max(code, error.exit_code)
            done.append(_refused(name, error))
            continue
        done.append(one)
        if check and one.changed:
            code = max(code, FOUND_WANTING)
    if as_json:
        print_json([one.model_dump(mode="json") for one in done])
    leave(code)


def _one(name: str, *, check: bool, repair: bool, as_json: bool) -> FormattedFile:
    from engine.author.format import format_source
    from engine.author.repair import repair_source
    from engine.author.source import decoded, replace_scenario
    from engine.language.reader import find_scenario
    from server.cli.shapes import FormattedFile, RepairLine

    path = find_scenario(name)
    before = path.read_bytes()
    source = decoded(before)
    made: list[Repair] = []
    mended = source
    if repair:
        mended, made = repair_source(source)
    result = format_source(mended)
    changed = result.encode() != before
    if changed and not check:
        replace_scenario(path, result, before, "laid_out")
    if not as_json:
        for each in made:
            write(f"{path}:{each.line}: {each.code} {told(each.said)}")
        if changed:
            aside(
                in_words(f"{path} : à mettre en forme", f"{path}: would be laid out")
                if check
                else in_words(f"{path} : mis en forme", f"{path}: laid out")
            )
        if remaining := _remaining(path, result):
            aside(remaining)
    repairs = [RepairLine(code=each.code, line=each.line, message=told(each.said)) for each in made]
    return FormattedFile(file=str(path), changed=changed, written=changed and not check, repairs=repairs)


def _remaining(path: Path, text: str) -> str | None:
    """How many errors a layout leaves, so that nobody takes it for a file that is right."""
    from engine.language.reader import read_source

    _, faults = read_source(text.encode(), path.name, path.parent)
    count = sum(fault.severity == "error" for fault in faults)
    if not count:
        return None
    return in_words(
        f"{path} : {count} erreur{'s' if count > 1 else ''} à corriger ; pour voir : autopsie check {path}",
        f"{path}: {count} error{'' if count == 1 else 's'} to mend; to see: autopsie check {path}",
    )


def _tell_refused(name: str, error: AutopsieError) -> None:
    from engine.author.source import SourceRefused

    if isinstance(error, SourceRefused) and error.diagnostics:
        from engine.language.diagnostics import format_text
        from engine.language.reader import find_scenario

        source = find_scenario(name).read_text(encoding="utf-8", errors="replace")
        for found in error.diagnostics:
            write(format_text(found.model_copy(update={"file": Path(name).name}), source, chosen_language()))
    tell_error(error, as_json=False, about=name)


def _refused(name: str, error: AutopsieError) -> FormattedFile:
    from server.cli.shapes import ErrorDetail, FormattedFile

    detail = ErrorDetail(**error_shape(error)["error"])
    return FormattedFile(file=name, changed=False, written=False, repairs=[], error=detail)
