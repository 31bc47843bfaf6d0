"""``autopsie schema``: the shape of a scenario, for editors that complete as one types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from server.cli.telling import Lang, chosen_language, in_words, say, write


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command(
        help=in_words(
            "Donne le schéma JSON des scénarios, pour la complétion dans un éditeur.",
            "Print the JSON Schema of scenarios, for completion in an editor.",
        )
    )(schema)


def schema(
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help=in_words("Écrit dans ce fichier.", "Write to this file.")),
    ] = None,
    lang: Lang = None,
) -> None:
    """Print the schema, or write it to a file that an editor's settings name."""
    from engine.author.json_schema import json_schema

    written = json.dumps(json_schema(chosen_language()), ensure_ascii=False, indent=2)
    if out is None:
        write(written)
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(written + "\n", encoding="utf-8")
    say(in_words(f"Écrit : {out}", f"Written: {out}"))
