"""``autopsie check SCENARIO…``: what an author must mend before anyone plays."""

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
    write,
)
from tools.errors import AutopsieError

if TYPE_CHECKING:
    from engine.language.diagnostics import Diagnostic
    from server.cli.shapes import CheckedFile


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command(help=in_words("Vérifie des scénarios.", "Check scenarios."))(check)


def check(
    scenarios: Annotated[
        list[str], typer.Argument(help=in_words("Identifiants ou chemins.", "Ids or paths."))
    ],
    strict: Annotated[
        bool, typer.Option("--strict", help=in_words("Les avertissements comptent.", "Warnings count."))
    ] = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Exit 0 when all are sound, 1 with errors (or warnings under --strict), 2 when one is not found."""
    from engine.language.reader import find_scenario, read_scenario
    from server.cli.shapes import CheckReport

    checked: list[CheckedFile] = []
    code = 0
    for name in scenarios:
        try:
            path = find_scenario(name)
            _, diagnostics = read_scenario(path)
        except AutopsieError as error:
            if len(scenarios) == 1:
                raise
            tell_error(error, as_json=False, about=name)
            code = max(code, error.exit_code)
            checked.append(_not_found(name, error))
            continue
        checked.append(_checked(name, path, diagnostics, strict))
        if not as_json:
            _tell(path, diagnostics)
    if as_json:
        print_json(CheckReport(sound=not code and all(one.sound for one in checked), scenarios=checked))
    leave(max(code, 0 if all(one.sound for one in checked) else FOUND_WANTING))


def _checked(name: str, path: Path, diagnostics: list[Diagnostic], strict: bool) -> CheckedFile:
    from server.cli.shapes import CheckedFile

    errors = sum(found.severity == "error" for found in diagnostics)
    warnings = sum(found.severity == "warning" for found in diagnostics)
    return CheckedFile(
        scenario=name, file=str(path), sound=not errors and not (strict and warnings), errors=errors,
        warnings=warnings, diagnostics=[found.as_json(chosen_language()) for found in diagnostics],
    )  # fmt: skip


def _not_found(name: str, error: AutopsieError) -> CheckedFile:
    from server.cli.shapes import CheckedFile

    said = {"severity": "error", **error_shape(error)["error"]}
    return CheckedFile(scenario=name, file="", sound=False, errors=1, warnings=0, diagnostics=[said])


def _tell(path: Path, diagnostics: list[Diagnostic]) -> None:
    from engine.language.diagnostics import format_text

    source = path.read_text(encoding="utf-8", errors="replace")
    for found in diagnostics:
        write(format_text(found, source, chosen_language()))
    errors = sum(found.severity == "error" for found in diagnostics)
    warnings = sum(found.severity == "warning" for found in diagnostics)
    aside(
        in_words(
            f"{path} : {errors} erreur{'s' if errors > 1 else ''}, "
            f"{warnings} avertissement{'s' if warnings > 1 else ''}",
            f"{path}: {errors} error{'' if errors == 1 else 's'}, "
            f"{warnings} warning{'' if warnings == 1 else 's'}",
        )
    )
