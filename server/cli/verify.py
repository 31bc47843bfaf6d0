"""``autopsie verify REPORT.html``: does a report say what happened? On anybody's machine, years later."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.options import Assets
from server.cli.telling import COULD_NOT_TELL, FOUND_WANTING, AsJson, Lang, in_words, leave, print_json, say
from tools.wording import Words

if TYPE_CHECKING:
    from engine.language.schema import Scenario
    from engine.play.report_log import ReportLog
    from engine.play.verification import CheckedFinding, Verification

USUAL_SECONDS = 30.0  # a measure that had taken longer is made again on demand only


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command(
        help=in_words(
            "Vérifie un compte rendu : son journal, son récit, ses mesures.",
            "Check a report: its log, its story, its measures.",
        )
    )(verify)


def verify(
    report: Annotated[Path, typer.Argument(help=in_words("Le compte rendu (HTML).", "The report (HTML)."))],
    quick: Annotated[
        bool,
        typer.Option(
            "--quick", help=in_words("Sans refaire les mesures.", "Without making the measures again.")
        ),
    ] = False,
    every: Annotated[
        bool,
        typer.Option(
            "--all",
            help=in_words(
                "Refait aussi les mesures longues (plus de 30 secondes alors).",
                "Make the long measures again too (more than 30 seconds then).",
            ),
        ),
    ] = False,
    assets: Assets = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Exit 0 when nothing speaks against the report, 1 when its log was altered, the engine says otherwise
    or a measure differs, 2 when the file holds no log, 3 when there was nothing to measure again."""
    from engine.play.report_log import read_report
    from engine.play.verification import verify as check

    read = read_report(_text(report))
    story = _scenario(read)
    if quick:
        found = check(read, story, None)
    else:
        from tools.lab import Lab  # slow import

        with Lab(in_process=True, weights=assets, cached=False) as lab:
            found = check(
                read,
                story,
                lambda call, timeout: lab.run(call, timeout=timeout),
                most=None if every else USUAL_SECONDS,
            )
    if as_json:
        print_json(found)
    else:
        _tell(found, story is not None)
    measured = found.findings and not quick and found.count("not_run") == len(found.findings)
    leave(FOUND_WANTING if not found.holds else COULD_NOT_TELL if measured else 0)


def _text(file: Path) -> str:
    from engine.play.report_log import MOST_BYTES, NotAReport

    if not file.is_file():
        raise NotAReport(f"Le fichier {file} n'existe pas.", f"The file {file} does not exist.")
    if file.stat().st_size > MOST_BYTES:
        raise NotAReport("Ce fichier est trop gros.", "This file is too large.")
    return file.read_text("utf-8", errors="replace")


def _scenario(report: ReportLog) -> Scenario | None:
    """The scenario of the report, if the one of its name here has the same hash."""
    from server.cli.play import load_scenario
    from tools.errors import AutopsieError

    try:
        found = load_scenario(report.scenario)
    except AutopsieError:
        return None
    return found if found.sha == report.sha else None


def _tell(found: Verification, at_hand: bool) -> None:
    say(
        in_words(
            f"{found.scenario}, version {found.version} : {found.events} événements, dont {found.given} "
            f"lisibles.",
            f"{found.scenario}, version {found.version}: {found.events} events, "
            f"{found.given} of them readable.",
        )
    )
    if found.broken_at is None:
        say(in_words("Journal : intact. Dernier maillon :", "Log: intact. Last link:") + f" {found.head}")
    else:
        say(
            in_words(
                f"Journal : ALTÉRÉ à l'événement {found.broken_at}.",
                f"Log: ALTERED at event {found.broken_at}.",
            )
        )
    if found.replayed is None:
        why = (
            in_words("des mots y ont été effacés", "words were erased from it")
            if at_hand
            else in_words("ce scénario n'est pas ici", "that scenario is not here")
        )
        say(in_words(f"Récit : non rejoué ({why}).", f"Story: not replayed ({why})."))
    elif found.replayed:
        say(in_words("Récit : rejoué, identique.", "Story: replayed, the same."))
    else:
        say(in_words("Récit : DIFFÉRENT.", "Story: DIFFERENT."))
        for line in found.replay_says[:5]:
            say(line, indent=4)
    for each in found.findings:
        say(_line(each), indent=2)
    n = len(found.findings)
    equal, within, differs, left = (found.count(each) for each in ("equal", "within", "differs", "not_run"))
    say(
        in_words(
            f"Mesures : {equal} sur {n} identiques, {within} dans la tolérance, {differs} différentes, "
            f"{left} non refaites.",
            f"Measures: {equal} of {n} equal, {within} within tolerance, {differs} different, "
            f"{left} not made again.",
        )
    )


_OUTCOMES = {
    "equal": Words(fr="identique", en="equal"),
    "within": Words(fr="dans la tolérance", en="within tolerance"),
    "differs": Words(fr="DIFFÉRENTE", en="DIFFERENT"),
    "not_run": Words(fr="non refaite", en="not made again"),
}


def _line(each: CheckedFinding) -> str:
    said = _OUTCOMES[each.outcome]
    why = in_words(each.why.fr, each.why.en) if each.why else ", ".join(each.fields)
    return f"{each.name}: {in_words(said.fr, said.en)}" + (f" ({why})" if why else "")
