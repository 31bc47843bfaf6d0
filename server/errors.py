"""Failures of the server itself, and how a failure is told: problem+json to programs, a page to people."""

from __future__ import annotations

from tools.errors import AutopsieError
from tools.wording import Words


class StorageFull(AutopsieError):
    """H507: the disk, or the place that the database may take, is full."""

    exit_code = 3
    status = 507


class StorageDown(AutopsieError):
    """H503: the database cannot be read or written for another reason."""

    exit_code = 3
    status = 503


class NotFound(AutopsieError):
    """H404: no such page, or a play of someone else, which is the same to whoever asks."""

    status = 404


class Gone(AutopsieError):
    """A reader's picture that was erased, as promised."""

    status = 410


class Refused(AutopsieError):
    """H403: a write that comes from another site, or a host that is not ours."""

    status = 403


class TooLarge(AutopsieError):
    """H413: a body beyond the limit."""

    status = 413


class TooMany(AutopsieError):
    """H429: more requests than the limit admits."""

    status = 429


class PortTaken(AutopsieError):
    """C820: the address cannot be listened on."""

    exit_code = 2


def database_unusable(reason: str) -> AutopsieError:
    """C801: a database address that no driver of this installation reads."""
    return AutopsieError(
        "C801",
        Words(
            fr=f"Cette base de données n'est pas utilisable ici : {reason}.",
            en=f"This database cannot be used here: {reason}.",
        ),
        Words(
            fr="Donnez un fichier SQLite, ou installez le pilote de cette base dans .venv.",
            en="Give a SQLite file, or install that database's driver in .venv.",
        ),
    )


def storage_full() -> StorageFull:
    """The failure of a full disk, in words."""
    return StorageFull(
        "H507",
        Words(
            fr="Le disque du serveur est plein : rien n'a été écrit, rien n'est perdu.",
            en="The server's disk is full: nothing was written, nothing is lost.",
        ),
        Words(
            fr="Libérez de la place, puis envoyez de nouveau votre réponse.",
            en="Free some space, then send your answer again.",
        ),
    )


def storage_down() -> StorageDown:
    """The failure of a database that does not answer."""
    return StorageDown(
        "H503",
        Words(
            fr="La base de données ne répond pas : rien n'est perdu de ce qui était écrit.",
            en="The database does not answer: nothing that was written is lost.",
        ),
        Words(fr="Réessayez dans un instant.", en="Try again in a moment."),
    )


def not_found() -> NotFound:
    """The failure of an address that leads nowhere, for this visitor."""
    return NotFound(
        "H404",
        Words(
            fr="Cette page n'existe pas, ou elle n'est pas à vous.",
            en="This page does not exist, or is not yours.",
        ),
        Words(
            fr="Une enquête s'ouvre dans le navigateur qui l'a commencée.",
            en="An investigation opens in the browser that began it.",
        ),
    )
