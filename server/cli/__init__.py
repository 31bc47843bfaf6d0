"""The command ``autopsie``: one file per family of verbs, each importing what is slow only when it runs."""

from __future__ import annotations

import importlib
import importlib.util
import io
import os
import sys
from collections.abc import Sequence
from typing import Any

import typer

from server.cli import telling
from tools.errors import AutopsieError
from tools.wording import LANGUAGES, Words

__all__ = ["main"]

# One file a family, in the order of --help: the place first, then what an author does from draft to archive.
FAMILIES = (
    "serve", "doctor", "cases", "subjects", "examine", "measure", "portraits", "new", "check", "explain",
    "schema", "fmt", "graph", "preview", "play", "test", "explore", "record", "dossier", "replay", "verify",
    "diff", "migrate", "i18n", "stats", "pack", "bench", "guide", "guide_check", "ask",
)  # fmt: skip


def _everywhere(lang: telling.Lang = None) -> None:
    """``--lang`` before the verb does as after it."""


def _command(families: Sequence[str]) -> typer.Typer:
    """The command with the verbs of some families."""
    made = typer.Typer(
        name="autopsie",
        help=telling.in_words(
            "Autopsie : ouvrir un incident d'IA, sur le modèle lui-même.",
            "Autopsie: open up an AI incident, on the model itself.",
        ),
        epilog=telling.in_words(
            "Codes de sortie : 0 tout va bien, 1 défaut trouvé, 2 commande ou fichier refusé, "
            "3 réponse impossible. AUTOPSIE_LANG=fr ou --lang fr : en français.",
            "Exit codes: 0 fine, 1 found wanting, 2 misuse or refused file, 3 could not tell. "
            "AUTOPSIE_LANG=fr or --lang fr: in French.",
        ),
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    made.callback()(_everywhere)
    for family in families:
        if importlib.util.find_spec(f"server.cli.{family}") is not None:
            importlib.import_module(f"server.cli.{family}").register(made)
    return made


# Verbs that are alone in their family: calling one does not wait for the others.
ALONE = ("check", "explain", "fmt", "explore", "stats", "play", "replay", "verify")


def _families(arguments: Sequence[str]) -> Sequence[str]:
    """The family of the verb that is called; all of them where the first word is no verb of ``ALONE``."""
    words = (word for word in arguments if not word.startswith("-") and word not in LANGUAGES)
    verb = next(words, "")
    return (verb,) if verb in ALONE else FAMILIES


# typer keeps its own copy of click: the public way to its family of usage errors is through BadParameter.
_UsageError: type[Exception] = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "UsageError"
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit with its code; a person never sees a traceback."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that has no narrow no-break space shows "?" rather than nothing at all.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.exit(run(sys.argv[1:] if arguments is None else list(arguments)))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    telling.listen(arguments)
    as_json = "--json" in arguments
    try:
        command = _command(_families(arguments))
        returned = command(args=list(arguments) or ["--help"], standalone_mode=False)
        return returned if isinstance(returned, int) else 0
    except AutopsieError as error:
        return _failed(error, as_json)
    except (KeyboardInterrupt, typer.Abort):
        telling.aside("")
        return 130  # as a shell says of a command ended by Ctrl-C
    except (telling.ReaderLeft, SystemExit):  # SystemExit is typer's own, of a help that nobody read
        return _hush()
    except OSError as error:
        return _failed(telling.system_failure(error), as_json, code=telling.COULD_NOT_TELL, cause=error)
    except _UsageError as error:
        return _failed(_misuse(error), as_json)
    except Exception as error:
        return _failed(telling.unexpected(error), as_json, code=telling.COULD_NOT_TELL, cause=error)


def _failed(
    error: AutopsieError, as_json: bool, *, code: int | None = None, cause: BaseException | None = None
) -> int:
    if os.environ.get("AUTOPSIE_DEBUG"):
        import traceback

        traceback.print_exception(cause or error)
    try:
        telling.tell_error(error, as_json=as_json)
    except telling.ReaderLeft:
        _hush()
    return error.exit_code if code is None else code


def _hush() -> int:
    """Nobody reads any more: not a failure. What Python flushes at exit must not complain either."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _misuse(error: Any) -> telling.Misuse:
    kind = type(error).__name__
    english = error.format_message()
    name = str(getattr(error, "option_name", "") or getattr(error, "param_hint", "") or "")
    if kind == "NoSuchOption":
        french = f"L'option {name} n'existe pas."
    elif kind == "MissingParameter":
        param = getattr(error, "param", None)
        shown = name or str(getattr(param, "name", "")).replace("_", "-")
        french = f"Il manque {shown}."
    elif english.startswith("No such command"):
        french = english.replace("No such command", "Ce verbe n'existe pas :")
    else:
        french = f"La commande est mal écrite : {english}"
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "autopsie"
    return telling.Misuse(
        "C901",
        Words(fr=french, en=english),
        Words(fr=f"Voyez : {command} --help", en=f"See: {command} --help"),
    )
