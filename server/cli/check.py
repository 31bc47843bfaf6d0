"""``autopsie check SCENARIO…``: what an author must mend before anyone plays."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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
    write,
)
from tools.errors import AutopsieError

if TYPE_CHECKING:
    from engine.language.diagnostics import Diagnostic
    from server.cli.reports import Fault

_COLOURS = {"error": "31", "warning": "33", "info": "36"}  # red, yellow, cyan: beside the word, never alone
_FORMATS = ("text", "json", "github", "sarif")


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command(help=in_words("Vérifie des scénarios.", "Check scenarios."))(check)


def _known_format(value: str) -> str:
    if value not in _FORMATS:
        listed = ", ".join(_FORMATS)
        raise typer.BadParameter(
            in_words(
                f"« {value} » n'est pas un format. Au choix : {listed}.",
                f"“{value}” is not a format. One of: {listed}.",
            )
        )
    return value


def check(
    scenarios: Annotated[
        list[str], typer.Argument(help=in_words("Identifiants ou chemins.", "Ids or paths."))
    ],
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help=in_words(
                "Comme pour publier : les avertissements comptent.", "As for publication: warnings count."
            ),
        ),
    ] = False,
    form: Annotated[
        str,
        typer.Option("--format", help="text, json, github, sarif.", callback=_known_format, metavar="FORMAT"),
    ] = "text",
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="PUBLISHED",
            help=in_words(
                "La version publiée : ce que sont devenus ses nœuds.",
                "The published version: what became of its nodes.",
            ),
        ),
    ] = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Exit 0 when all are sound, 1 with errors (or warnings under --strict), 2 when one is not found."""
    from engine.language.diagnostics import strictly
    from engine.language.reader import find_scenario

    form = "json" if as_json else form
    faults: list[Fault] = []
    code = 0
    for name in scenarios:
        try:
            path = find_scenario(name)
            with _without_collecting():
                diagnostics = _faults(path)
            if since is not None:
                diagnostics += _since(since, path)
        except AutopsieError as error:
            if len(scenarios) == 1:
                raise
            tell_error(error, as_json=False, about=name)
            code = max(code, error.exit_code)
            faults.append(_not_found(name, error))
            continue
        diagnostics = strictly(diagnostics) if strict else diagnostics
        wanting = ("error", "warning") if strict else ("error",)
        if any(found.severity in wanting for found in diagnostics):
            code = max(code, FOUND_WANTING)
        if form == "text":
            _tell(path, diagnostics, strict=strict)
        else:
            from server.cli.reports import as_faults

            faults += as_faults(path, diagnostics, chosen_language())
    _print(form, faults)
    leave(code)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """A file is a mebibyte at most, read at once: looking for garbage meanwhile is a fifth of the time."""
    import gc

    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _faults(path: Path) -> list[Diagnostic]:
    """The faults of a file. Plays that say how long they take are walked (P630), where it has no error."""
    from engine.author.announced_time import misannounced
    from engine.language.reader import faults_of, no_such_scenario, read_source

    try:
        raw = path.read_bytes()
    except OSError:
        raise no_such_scenario(str(path)) from None
    if b"minutes:" not in raw:
        return faults_of(path)
    scenario, found = read_source(raw, path.name, path.parent)
    return [*found, *(misannounced(scenario, raw, path.name) if scenario else [])]


def _since(published: str, path: Path) -> list[Diagnostic]:
    """G541, against the version that readers have; none where one of the two cannot be played."""
    from engine.language.reader import find_scenario, read_scenario
    from engine.language.versions import undeclared_changes

    before, _ = read_scenario(find_scenario(published))
    now, _ = read_scenario(path)
    source = path.read_text(encoding="utf-8", errors="replace")
    return undeclared_changes(before, now, source, path.name) if before and now else []


def _print(form: str, faults: list[Fault]) -> None:
    if form == "json":
        print_json(faults)
    elif form == "github" and faults:
        from server.cli.reports import github

        write(github(faults))
    elif form == "sarif":
        from server.cli.reports import sarif

        print_json(sarif(faults, chosen_language()))


def _not_found(name: str, error: AutopsieError) -> Fault:
    said = error_shape(error)["error"]
    return {
        "code": said["code"], "severity": "error", "file": name, "line": 1, "column": 1, "end": 2,
        "message": said["message"], "fix": said["fix"],
    }  # fmt: skip


def _tell(path: Path, diagnostics: list[Diagnostic], *, strict: bool) -> None:
    from engine.language.diagnostics import format_text

    sources: dict[str, str] = {}
    for found in diagnostics:
        if found.file not in sources:
            sources[found.file] = _source(path, found.file)
        head, mark, rest = format_text(found, sources[found.file], chosen_language()).partition("\n")
        write(_coloured(head, _COLOURS[found.severity]) + mark + rest)
    errors = sum(found.severity == "error" for found in diagnostics)
    warnings = sum(found.severity == "warning" for found in diagnostics)
    counted = in_words(
        f"{path} : {errors} erreur{'s' if errors > 1 else ''}, "
        f"{warnings} avertissement{'s' if warnings > 1 else ''}",
        f"{path}: {errors} error{'' if errors == 1 else 's'}, "
        f"{warnings} warning{'' if warnings == 1 else 's'}",
    )
    aside(f"{counted}. {_counting()}" if strict and warnings else counted)


def _counting() -> str:
    """Why a file without error is found wanting, when ``pack`` would take it."""
    return in_words(
        "Avec --strict, un avertissement compte comme une erreur ; pack, lui, les laisse passer.",
        "Under --strict a warning counts as an error; pack lets warnings pass.",
    )


def _coloured(text: str, colour: str) -> str:
    """``text`` in a colour on a terminal that wants one, as it is anywhere else."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return text
    return f"\x1b[{colour}m{text}\x1b[0m"


def _source(path: Path, file: str) -> str:
    """The text that a fault stands in: the scenario's, a file's beside it, or that of a library it uses."""
    if file != path.name:
        from engine.language.libraries import library_file

        beside = path.parent / file
        path = beside if beside.is_file() else library_file(Path(file).stem, path.parent) or path
    return path.read_text(encoding="utf-8", errors="replace")
