"""Options that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from server.cli.telling import in_words

Describe = Annotated[
    Path | None,
    typer.Option(
        "--describe",
        metavar="FILE.yaml",
        help=in_words(
            "Comment nourrir et lire un modèle que vous apportez (onnx:, torchscript:, python:, http:).",
            "How to feed and read a model that you bring (onnx:, torchscript:, python:, http:).",
        ),
    ),
]
AllowRemote = Annotated[
    bool,
    typer.Option(
        "--allow-remote",
        help=in_words(
            "Un modèle http: peut être sur une autre machine ; images et textes y partent.",
            "An http: model may be on another machine; pictures and texts leave for it.",
        ),
    ),
]


def named_subject(name: str, describe: Path | None, allow_remote: bool) -> str:
    """The subject as calls carry it: the plain name, or the reference in full.

    Raises :class:`~tools.errors.CallRefused` for an unknown name, a bad reference, and a description given
    to a model of the catalogue.
    """
    from tools.catalogue import called, is_reference
    from tools.errors import CallRefused
    from tools.wording import Words

    if is_reference(name):
        from tools.subjects.external.reference import parse

        return parse(name, describe, remote=allow_remote).spelling
    if describe is not None:
        raise CallRefused(
            "description_idle",
            Words(
                fr=f"« {name} » est un modèle du catalogue : il se passe de description.",
                en=f"“{name}” is a model of the catalogue: it takes no description.",
            ),
            Words(
                fr="Nommez le vôtre par onnx:, torchscript:, python: ou http:.",
                en="Name your own by onnx:, torchscript:, python: or http:.",
            ),
        )
    return called(name)


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
