"""``autopsie schema``: the shape of a scenario, for editors that complete as one types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from server.cli.telling import Lang, chosen_language, in_words, say, write

_FILES = ("scenario", "dossier", "workshop")


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command(
        help=in_words(
            "Donne le schéma JSON des scénarios, des dossiers ou des ateliers, pour la complétion dans un "
            "éditeur.",
            "Print the JSON Schema of scenarios, dossiers or workshops, for completion in an editor.",
        )
    )(schema)


def _known_file(value: str) -> str:
    if value not in _FILES:
        listed = ", ".join(_FILES)
        raise typer.BadParameter(
            in_words(
                f"« {value} » n'est pas un fichier d'auteur. Au choix : {listed}.",
                f"“{value}” is no file of an author's. One of: {listed}.",
            )
        )
    return value


def schema(
    of: Annotated[
        str,
        typer.Option("--of", metavar="FILE", help=", ".join(_FILES), callback=_known_file),
    ] = "scenario",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help=in_words("Écrit dans ce fichier.", "Write to this file.")),
    ] = None,
    lang: Lang = None,
) -> None:
    """Print the schema of a scenario, or of a file beside it, or write it where an editor's settings say."""
    from engine.author.json_schema import json_schema
    from engine.author.json_schema_beside import dossier_schema, workshop_schema

    make = {"scenario": json_schema, "dossier": dossier_schema, "workshop": workshop_schema}[of]
    written = json.dumps(make(chosen_language()), ensure_ascii=False, indent=2)
    if out is None:
        write(written)
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(written + "\n", encoding="utf-8")
    say(in_words(f"Écrit : {out}", f"Written: {out}"))
