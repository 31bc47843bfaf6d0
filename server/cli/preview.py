"""``autopsie preview SCENARIO``: the author's home, in the browser of this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from server.cli.telling import Lang, aside, in_words, write


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command(help=in_words("Ouvre l'aperçu vivant d'un brouillon.", "Open the live preview of a draft."))(
        preview
    )


def preview(
    scenario: Annotated[str, typer.Argument(help=in_words("Identifiant ou chemin.", "Id or path."))],
    port: Annotated[
        int, typer.Option(help=in_words("Port (8010 ; 0 : un port libre).", "Port (8010; 0: a free one)."))
    ] = 8010,
    lang: Lang = None,
) -> None:
    """Serve on this machine only until stopped. Exit 2 where there is no such file, or the port is taken."""
    from engine.language.reader import find_scenario

    path = find_scenario(scenario)
    from server.authoring.app import serve_preview  # slow import: the web framework

    language = f"?lang={lang}" if lang else ""

    def ready(address: str) -> None:
        write(in_words(f"Aperçu : {address}{language}", f"Preview: {address}{language}"))
        aside(
            in_words(
                "Modifiez le fichier dans votre éditeur : la page suit. Ctrl+C arrête.",
                "Edit the file in your own editor: the page follows. Ctrl+C stops.",
            )
        )

    serve_preview(path, port, ready)
