"""Why a question was not taken, or a measure not made: sentences for the reader; the play goes on."""

from __future__ import annotations

from server.errors import TooMany
from tools.errors import AutopsieError
from tools.wording import LANGUAGES, Words, format_number


class NotNow(AutopsieError):
    """H409: a measure that was offered, and cannot be made at this moment."""

    status = 409


def nothing_typed() -> AutopsieError:
    """H422: an empty question."""
    return AutopsieError(
        "H422",
        Words(fr="Votre question est vide.", en="Your question is empty."),
        Words(fr="Écrivez-la, puis demandez.", en="Write it, then ask."),
    )


def too_many(an_hour: int) -> TooMany:
    """H429: more questions of one play than an hour admits."""
    return TooMany(
        "H429",
        Words(
            fr=f"Vous avez posé {an_hour} questions en une heure : le dossier n'en prend pas plus.",
            en=f"You have asked {an_hour} questions in an hour: the file takes no more.",
        ),
        Words(
            fr="L'enquête continue ; demandez de nouveau un peu plus tard.",
            en="The investigation goes on; ask again a little later.",
        ),
    )


def too_long(characters: int, most: int) -> Words:
    """Said in place of an answer."""
    fr, en = (format_number(characters, "int", language) for language in LANGUAGES)
    return Words(
        fr=f"Votre question compte {fr} caractères. Le dossier en lit {most} au plus : posez-la plus court.",
        en=f"Your question has {en} characters. The file reads {most} at most: ask it in fewer words.",
    )


def no_question() -> Words:
    """Said in place of an answer, where nothing that was typed is a word."""
    return Words(
        fr="Il n'y a là aucun mot à chercher dans le dossier. Posez votre question en une phrase.",
        en="There is no word here to look for in the file. Ask your question in a sentence.",
    )


def broke_down() -> Words:
    """Said in place of an answer, for a fault of ours."""
    return Words(
        fr="La recherche dans le dossier n'a pas abouti, par notre faute. L'enquête n'en est pas changée.",
        en="The search of the file broke off, through our fault. The investigation is as it was.",
    )


def awaits_a_bet() -> NotNow:
    """H409: what the story measures after a bet is not shown before it."""
    return NotNow(
        "H409",
        Words(
            fr="L'enquête fera cette mesure plus loin, après votre pari.",
            en="The investigation makes this measure further on, after your bet.",
        ),
        Words(fr="Continuez l'enquête.", en="Go on with the investigation."),
    )


def another_runs() -> NotNow:
    """H409: one measure at a time."""
    return NotNow(
        "H409",
        Words(
            fr="Une autre de vos mesures est en cours.",
            en="Another of your measures is under way.",
        ),
        Words(fr="Attendez sa fin, puis demandez celle-ci.", en="Wait for its end, then ask for this one."),
    )
