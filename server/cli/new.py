"""``autopsie new``: a first investigation to start from, in three questions."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, cast

import typer

from server.cli.telling import AsJson, Lang, Misuse, chosen_language, in_words, print_json, say, write
from tools.wording import LANGUAGES, Language, Words


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command(
        help=in_words(
            "Commence une enquête : un scénario qui se vérifie et se joue déjà.",
            "Start an investigation: a scenario that already checks and plays.",
        )
    )(new)


def new(
    title: Annotated[
        str | None, typer.Option("--title", help=in_words("Que s'est-il passé ?", "What happened?"))
    ] = None,
    languages: Annotated[
        str | None,
        typer.Option(
            "--languages",
            help=in_words(
                "fr, en, ou fr,en ; la première est celle où vous écrivez.",
                "fr, en, or fr,en; the first is the one you write in.",
            ),
        ),
    ] = None,
    subject: Annotated[
        str | None,
        typer.Option("--subject", help=in_words("Le modèle sur la table.", "The model on the table.")),
    ] = None,
    identifier: Annotated[
        str | None,
        typer.Option("--id", help=in_words("Identifiant (sinon, du titre).", "Id (else from the title).")),
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--in", help=in_words("Dossier (sinon, celui des scénarios).", "Folder (else the scenarios').")
        ),
    ] = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Ask what no flag says, write ``<folder>/<id>/scenario.yaml``, and say what comes next.

    Raises C901 when something is missing and nobody is there to be asked, C910–C914 for what will not do.
    """
    from engine.author.new import identifier_of, start, startable
    from server.cli.shapes import NewScenario

    asked = not as_json and sys.stdin.isatty()
    title = title or _ask(
        asked, "--title", "Que s'est-il passé, en une ligne ?", "What happened, in one line?"
    )
    spoken = _languages(languages) if languages else _languages_asked(asked)
    known = startable()
    if subject is None and len(known) > 1:
        listed = ", ".join(known)
        question = f"Quel modèle sur la table ? ({listed})", f"Which model on the table? ({listed})"
        subject = _ask(asked, "--subject", *question, known[0])
    path = start(title, identifier or identifier_of(title), spoken, subject or known[0], folder)
    name = path.parent.name if folder is None else str(path)
    if as_json:
        print_json(NewScenario(id=path.parent.name, path=str(path)))
        return
    # A command stands alone on its line and is never wrapped: it is there to be copied.
    write(in_words(f"Écrit : {path}", f"Written: {path}"))
    say(in_words("Ouvrez-le dans votre éditeur, et voyez la page répondre :",
                 "Open it in your editor, and watch the page answer:"))  # fmt: skip
    write(f"  autopsie preview {name}")
    say(in_words("Le vérifier, puis rejouer ses essais :", "Check it, then play its tests:"))
    write(f"  autopsie check {name}")
    write(f"  autopsie test {name}")


def _ask(possible: bool, flag: str, fr: str, en: str, default: str | None = None) -> str:
    if not possible:
        if default is not None:
            return default
        raise Misuse(
            "C901",
            Words(fr=f"Il manque {flag}.", en=f"{flag} is missing."),
            Words(fr=f"Question : {fr}", en=f"The question: {en}"),
        )
    return str(typer.prompt(in_words(fr, en), default=default))


def _languages_asked(possible: bool) -> list[Language]:
    """Asked until the answer will do, when somebody is there: a slip must not lose the title."""
    question = (
        "Dans quelles langues ? (fr, en, ou fr,en : la première est celle où vous écrivez)",
        "In which languages? (fr, en, or fr,en: the first is the one you write in)",
    )
    while True:
        try:
            return _languages(_ask(possible, "--languages", *question, chosen_language()))
        except Misuse as refused:
            if not possible:
                raise
            say(refused.sentence(chosen_language()))


def _languages(given: str) -> list[Language]:
    named = [each for each in given.replace(",", " ").replace("+", " ").split() if each]
    if not named or any(each not in LANGUAGES for each in named) or len(set(named)) < len(named):
        raise Misuse(
            "C901",
            Words(fr=f"« {given} » n'est ni fr, ni en, ni fr,en.", en=f"“{given}” is none of fr, en, fr,en."),
        )
    return cast(list[Language], named)
