"""Options that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from server.cli.telling import in_words

Assets = Annotated[
    Path | None,
    typer.Option(
        "--assets",
        metavar="PATH",
        help=in_words(
            "Fichier ou dossier des poids (sinon AUTOPSIE_ASSETS, puis le cache).",
            "File or folder of weights (else AUTOPSIE_ASSETS, then the cache).",
        ),
    ),
]
