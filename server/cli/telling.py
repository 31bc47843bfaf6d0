"""How the command line speaks: one language, plain text or JSON, one clear sentence for a failure.

Results go to standard output, everything said besides to standard error, so that ``--json`` can be piped.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated, Any, NoReturn

import typer

from tools.errors import AutopsieError
from tools.wording import Language, Words, typeset

FOUND_WANTING, MISUSE, COULD_NOT_TELL = 1, 2, 3


class Misuse(AutopsieError):
    """C901: a command that cannot be carried out as it was written."""


class Wanting(AutopsieError):
    """C902: what was examined is not as it should be."""

    exit_code = FOUND_WANTING


_arguments: Sequence[str] | None = None  # of the command under way; the process's own until one is


def listen(arguments: Sequence[str]) -> None:
    """Speak from now on as this command line asks."""
    global _arguments
    _arguments = arguments


def chosen_language() -> Language:
    """The language to speak: ``--lang`` anywhere, ``AUTOPSIE_LANG``, the system's, else English.

    Read before the options are parsed, because help and mistakes are told in it too.
    """
    given = list(sys.argv[1:] if _arguments is None else _arguments)
    named = ""
    for place, word in enumerate(given):
        if word.startswith("--lang="):
            named = word.partition("=")[2]
        elif word == "--lang" and place + 1 < len(given):
            named = given[place + 1]
    for candidate in (named, os.environ.get("AUTOPSIE_LANG", "")):
        if candidate[:2].lower() in ("fr", "en"):
            return "fr" if candidate[:2].lower() == "fr" else "en"
    system = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "fr" if system.lower().startswith("fr") else "en"


def in_words(fr: str, en: str) -> str:
    """The sentence in the language of this run."""
    return told(Words(fr=fr, en=en))


def told(words: Words) -> str:
    """The words in the language of this run."""
    language = chosen_language()
    return typeset(words.in_(language), language)


def _language_option(value: str | None) -> str | None:
    if value is not None and value not in ("fr", "en"):
        raise typer.BadParameter(
            in_words(f"« {value} » n'est ni fr ni en.", f"“{value}” is neither fr nor en.")
        )
    return value


Lang = Annotated[
    str | None,
    typer.Option(
        "--lang", help=in_words("Langue : fr ou en.", "Language: fr or en."), callback=_language_option
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", help=in_words("Écrit du JSON plutôt que du texte.", "Print JSON, not text."))
]


class ReaderLeft(Exception):
    """Whoever read our output has closed it (``| head``): there is nobody left to tell."""


def write(text: str) -> None:
    """Write one line to standard output, at once. Raises :class:`ReaderLeft` when nobody reads."""
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        raise ReaderLeft from None  # typer would take BrokenPipeError itself for a failure


def print_json(value: Any) -> None:
    """One JSON document on one line. ``value`` is a pydantic model or plain data."""
    if hasattr(value, "model_dump"):
        value = value.model_dump(mode="json")
    write(json.dumps(value, ensure_ascii=False, allow_nan=False))


def say(text: str = "", *, indent: int = 0) -> None:
    """Print text to be read, wrapped to the terminal (100 columns at most); paragraphs are kept."""
    width = min(shutil.get_terminal_size((100, 24)).columns, 100)
    for line in text.split("\n"):
        margin = " " * (indent + len(line) - len(line.lstrip(" ")))
        # Widths count characters: a no-break space must not become a place to break, textwrap respects it.
        wrapped = textwrap.wrap(
            line.strip(" "), width, initial_indent=margin, subsequent_indent=margin, break_long_words=False,
            break_on_hyphens=False,
        )  # fmt: skip
        write("\n".join(wrapped))


def aside(text: str) -> None:
    """Say something that is not the result, on standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def error_shape(error: AutopsieError) -> dict[str, Any]:
    """``{"error": {"code", "message", "fix"}}``; ``fix`` is null when there is nothing to do."""
    cure = told(error.cure) if error.cure else None
    return {"error": {"code": error.code, "message": told(error.says), "fix": cure}}


def tell_error(error: AutopsieError, *, as_json: bool, about: str = "") -> None:
    """Say what is wrong and what to do; with ``as_json`` also as JSON on standard output."""
    if as_json:
        shape = error_shape(error)
        if about:
            shape["error"]["file"] = about
        with suppress(OSError):  # where output itself is what fails, the sentence below still goes out
            print_json(shape)
    sentence = told(error.says) + (" " + told(error.cure) if error.cure else "")
    name = f"{about}: " if about and about not in sentence else ""
    aside(f"autopsie: {name}{sentence} [{error.code}]")


def leave(code: int) -> NoReturn:
    """End the command with an exit code."""
    raise typer.Exit(code)


def unexpected(error: BaseException) -> AutopsieError:
    """C900: a failure that nobody foresaw, told without a traceback."""
    what = f"{type(error).__name__}: {error}".strip().splitlines()[0][:300]
    return AutopsieError(
        "C900",
        Words(fr=f"Panne imprévue ({what}).", en=f"Unexpected failure ({what})."),
        Words(
            fr="Relancez avec AUTOPSIE_DEBUG=1 pour voir où, et signalez-la.",
            en="Run again with AUTOPSIE_DEBUG=1 to see where, and report it.",
        ),
    )


def system_failure(error: OSError) -> AutopsieError:
    """C903: the machine refused to read or write: a full disk, a folder without rights."""
    where = str(error.filename) if error.filename else ""
    reason = error.strerror or str(error)
    return AutopsieError(
        "C903",
        Words(
            fr=f"La machine refuse de lire ou d'écrire {where} : {reason}.".replace("  ", " "),
            en=f"The machine will not read or write {where}: {reason}.".replace(" :", ":"),
        ),
        Words(
            fr="Vérifiez la place libre et les droits ; AUTOPSIE_HOME choisit un autre dossier.",
            en="Check the free space and the rights; AUTOPSIE_HOME chooses another folder.",
        ),
    )
