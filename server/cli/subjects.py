"""``autopsie subjects [list|fetch NAME…]``: which models are here, and how to get the others."""

from __future__ import annotations

from typing import Annotated

import typer

from server.cli.options import Assets
from server.cli.telling import (
    AsJson,
    Lang,
    chosen_language,
    in_words,
    leave,
    print_json,
    say,
    tell_error,
    told,
)
from tools.errors import AutopsieError

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
        "Récupère des poids à leur source publique, et vérifie leur empreinte.",
        "Fetch weights from their public source, and check their hash.",
    )
)
def fetch(
    names: Annotated[list[str], typer.Argument(help=in_words("Sujets à récupérer.", "Subjects to fetch."))],
    if_missing: Annotated[
        bool,
        typer.Option(
            "--if-missing", help=in_words("Rien à faire s'ils sont déjà ici.", "Leave what is here already.")
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
                "Dossier d'un miroir ; l'empreinte reste celle d'ici.", "A mirror's folder; same hash."
            ),
        ),
    ] = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Fetch each subject; a failure is told and the others are still tried."""
    from server.cli.shapes import FetchedLine
    from tools.assets.fetch import fetch as download
    from tools.assets.manifest import manifest
    from tools.assets.store import availability
    from tools.catalogue import subject_card

    code = 0
    for name in names:
        try:
            card = subject_card(name)
            pinned = manifest(card.name)
            had = if_missing and availability(card.name).available
            if not had:
                download(card.name, base_url=mirror, within=within)
        except AutopsieError as error:
            tell_error(error, as_json=as_json, about=name)
            code = max(code, error.exit_code)
            continue
        if as_json:
            print_json(FetchedLine(name=card.slug, file=pinned.file, sha256=pinned.sha256, fetched=not had))
        elif had:
            say(in_words(f"{card.slug} : déjà ici.", f"{card.slug}: already here."))
        else:
            say(
                in_words(
                    f"{card.slug} : récupéré, empreinte vérifiée.", f"{card.slug}: fetched, hash checked."
                )
            )
    leave(code)
