"""Options that several verbs share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from server.cli.telling import Misuse, in_words
from tools.wording import Words

Assets = Annotated[
    Path | None,
    typer.Option(
        "--assets",
        metavar="FOLDER",
        help=in_words(
            "Dossier des poids (sinon AUTOPSIE_ASSETS).", "Folder of weights (else AUTOPSIE_ASSETS)."
        ),
    ),
]


def use_assets(folder: Path | None) -> None:
    """Let this run find weights in ``folder`` first. Raises C901 when it is not a folder."""
    if folder is None:
        return
    if not folder.is_dir():
        raise Misuse(
            "C901",
            Words(fr=f"Le dossier {folder} n'existe pas.", en=f"The folder {folder} does not exist."),
            Words(fr="Donnez celui qui contient les poids.", en="Give the one that holds the weights."),
        )
    # The variable, so that a worker started later reads the same folder.
    os.environ["AUTOPSIE_ASSETS"] = str(folder.absolute())
