"""``autopsie guide [status|setup]``: who may word the guide's sentences, and what suits the machine.

Neither changes anything: ``setup`` prints the settings to export.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.telling import (
    FOUND_WANTING,
    AsJson,
    Lang,
    chosen_language,
    in_words,
    leave,
    print_json,
    say,
)
from tools.wording import format_number

if TYPE_CHECKING:
    from tools.wording import Language

_family = typer.Typer(
    name="guide",
    help=in_words("Qui met en mots ce que dit le guide.", "Who words what the guide says."),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def register(app: typer.Typer) -> None:
    """Add the family to the command."""
    app.add_typer(_family)


@_family.callback(invoke_without_command=True)
def guide(context: typer.Context, as_json: AsJson = False, lang: Lang = None) -> None:
    """Tell the status when no verb is given."""
    if context.invoked_subcommand is None:
        status(as_json=as_json)


@_family.command(
    help=in_words("Chaque guide : marcherait-il ici ?", "Each guide: would it work here?"),
)
def status(as_json: AsJson = False, lang: Lang = None) -> None:
    """Exit 0 when what was chosen would work, else 1 with the faults."""
    from server.guide_status import guide_status
    from server.settings import read_settings

    found = guide_status(read_settings().guide_settings, chosen_language())
    if as_json:
        print_json(found)
    else:
        for each in found.backends:
            mark = in_words("choisi", "chosen") if each.chosen else ""
            state = in_words("prêt", "ready") if each.ready else in_words("pas prêt", "not ready")
            say(f"{each.name} ({', '.join(filter(None, (mark, state)))})")
            say(" ".join(filter(None, (each.says, each.cure))), indent=2)
            if each.ready and each.degrees != ["verbatim"]:
                say(_writes(each.languages), indent=2)
        state = in_words("prêt", "ready") if found.encoder.ready else (found.encoder.cure or "")
        say(in_words(f"Encodeur : {found.encoder.name}, {state}", f"Encoder: {found.encoder.name}, {state}"))
        for fault in found.faults:
            say("! " + fault)
    leave(0 if found.well else FOUND_WANTING)


@_family.command(
    help=in_words(
        "Propose ce qui convient à cette machine et imprime les réglages à exporter ; ne change rien.",
        "Propose what suits this machine and print the settings to export; changes nothing.",
    )
)
def setup(
    probe: Annotated[
        bool,
        typer.Option(
            "--probe",
            help=in_words(
                "Demande aussi aux ports habituels de cette machine si un serveur de modèles y répond.",
                "Also ask this machine's usual ports whether a server of models answers.",
            ),
        ),
    ] = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """What may word the guide here, the one that can most first."""
    from server.guide_setup import guide_setup

    found = guide_setup(chosen_language(), probe=probe)
    if as_json:
        print_json(found)
        return
    memory, largest = _gibibytes(found.memory), _gibibytes(found.largest_file)
    say(
        in_words(
            f"Mémoire libre : {memory} Gio ; cœurs : {found.cores}. Un fichier .gguf à vous peut peser "
            f"jusqu’à {largest} Gio : AUTOPSIE_GUIDE=local, AUTOPSIE_GUIDE_MODEL=le fichier.",
            f"Free memory: {memory} GiB; cores: {found.cores}. A .gguf file of your own may weigh up to "
            f"{largest} GiB: AUTOPSIE_GUIDE=local, AUTOPSIE_GUIDE_MODEL=the file.",
        )
    )
    for each in found.proposals:
        say()
        say(f"{each.backend}: {each.model}" if each.model else each.backend)
        say(each.says, indent=2)
        for command in each.commands:
            say(f"$ {command}", indent=2)
        for name, value in each.settings.items():
            say(f"export {name}={_quoted(value)}", indent=2)
    if not probe:
        say()
        say(
            in_words(
                "Pour chercher aussi un serveur de modèles sur cette machine : autopsie guide setup --probe",
                "To look for a server of models on this machine too: autopsie guide setup --probe",
            )
        )


def _writes(languages: list[Language]) -> str:
    names = {"fr": in_words("français", "French"), "en": in_words("anglais", "English")}
    return in_words("Écrit en : ", "Writes: ") + ", ".join(names[each] for each in languages)


def _gibibytes(size: int | None) -> str:
    return "?" if size is None else format_number(size / 2**30, "number1", chosen_language())


def _quoted(value: str) -> str:
    import shlex

    return shlex.quote(value)
