"""``autopsie serve``: the public place, on this machine or in a room."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from server.cli.options import Assets
from server.cli.telling import Lang, in_words


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command(
        help=in_words("Lance le serveur et donne son adresse.", "Start the server, print its address.")
    )(serve)


def serve(
    host: Annotated[
        str | None,
        typer.Option(
            help=in_words(
                "Adresse d'écoute (127.0.0.1 ; 0.0.0.0 pour une salle).",
                "Address to listen on (127.0.0.1; 0.0.0.0 for a room).",
            )
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(help=in_words("Port (8000 ; 0 : un port libre).", "Port (8000; 0: a free one).")),
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(help=in_words("Base : adresse ou fichier SQLite.", "Database: URL or SQLite file.")),
    ] = None,
    assets: Assets = None,
    lang: Lang = None,
) -> None:
    """Serve until stopped. Raises PortTaken (exit 2) when the address cannot be listened on."""
    if assets is not None:
        os.environ["AUTOPSIE_ASSETS"] = str(assets.absolute())  # the worker reads it too
    from server.run import serve as run_server  # slow import: the web framework

    run_server(host=host, port=port, database=database)
