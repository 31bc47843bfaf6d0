"""``autopsie pack`` and ``autopsie unpack``: one checked archive to share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.telling import AsJson, Lang, chosen_language, in_words, print_json, say
from tools.wording import format_number

if TYPE_CHECKING:
    from engine.author.pack import Pack


def register(app: typer.Typer) -> None:
    """Add the verbs to the command."""
    app.command(
        help=in_words(
            "Emballe une enquête prête à être publiée.", "Pack an investigation that is fit to be published."
        )
    )(pack)
    app.command(
        help=in_words(
            "Déballe une enquête, après l'avoir vérifiée.", "Unpack an investigation, once checked."
        )
    )(unpack)


def pack(
    scenario: Annotated[str, typer.Argument(help=in_words("Identifiant ou chemin.", "Id or path."))],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help=in_words("Archive à écrire.", "Archive to write.")),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help=in_words("Les avertissements comptent.", "Warnings count."))
    ] = False,
    public: Annotated[
        bool,
        typer.Option(
            "--public",
            help=in_words(
                "Sans les notes d'animation ni les commentaires.", "Without facilitators' notes and comments."
            ),
        ),
    ] = False,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="PUBLISHED",
            help=in_words(
                "La version publiée : ses nœuds ne doivent pas se perdre.",
                "The published version: none of its nodes may be lost.",
            ),
        ),
    ] = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Write the archive. Exit 1 (C920, C921) when the scenario is not fit for it; nothing is then written."""
    from engine.author.pack import pack as make
    from engine.language.reader import find_scenario

    published = find_scenario(since) if since is not None else None
    made = make(find_scenario(scenario), out, strict=strict, public=public, published=published)
    _tell(made, as_json, "Emballé", "Packed")


def unpack(
    archive: Annotated[Path, typer.Argument(help=in_words("L'archive.", "The archive."))],
    into: Annotated[
        Path | None,
        typer.Option(
            "--in", help=in_words("Dossier (sinon, celui des scénarios).", "Folder (else the scenarios').")
        ),
    ] = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Open the archive as ``<folder>/<id>/``. Exit 1 (C920) for one that is not whole, sound and safe."""
    from engine.author.pack import unpack as open_
    from engine.language.reader import scenarios_folder

    _tell(open_(archive, into or scenarios_folder()), as_json, "Déballé", "Unpacked")


def _tell(made: Pack, as_json: bool, fr: str, en: str) -> None:
    from server.cli.shapes import PackReport

    files = made.manifest.files
    size = sum(each.size for each in files.values())
    faults = [each for each in made.diagnostics if each.severity == "error"]
    if as_json:
        print_json(
            PackReport(
                id=made.manifest.id, version=made.manifest.version, public=made.manifest.public,
                path=str(made.path), files=sorted(files), size=size,
                errors=len(faults), warnings=sum(each.severity == "warning" for each in made.diagnostics),
            )
        )  # fmt: skip
        return
    kilobytes = format_number(round(size / 1000), "int", chosen_language())
    say(in_words(f"{fr} : {made.path} ({len(files)} fichiers, {kilobytes} ko).",
                 f"{en}: {made.path} ({len(files)} files, {kilobytes} kB)."))  # fmt: skip
    if faults:
        say(in_words(f"Il y reste des erreurs : autopsie check {made.path}",
                     f"It still has errors: autopsie check {made.path}"))  # fmt: skip
