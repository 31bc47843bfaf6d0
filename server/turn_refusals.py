"""Why a turn is not taken, or came to no end: one sentence each, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.play.events import InvalidAnswer, StaleAnswer
from engine.play.playthrough import ToolWait
from tools.errors import ToolFailed
from tools.finding import Finding
from tools.wording import Words

if TYPE_CHECKING:
    from engine.play.graph import ReportProgress


def stale() -> StaleAnswer:
    """X802, for a question that another answer has closed."""
    return StaleAnswer(
        "X802",
        Words(
            fr="Cette question a déjà reçu une réponse.",
            en="This question has already been answered.",
        ),
        Words(fr="Voici où en est l'enquête.", en="Here is where the investigation stands."),
    )


def turn_failed() -> ToolFailed:
    """H500: a fault of ours in the middle of a turn."""
    return ToolFailed(
        "H500",
        Words(
            fr="Cette étape n'a pas abouti, par notre faute. Vos réponses sont gardées.",
            en="This step did not come to its end, through our fault. Your answers are kept.",
        ),
        Words(fr="Rechargez la page pour la reprendre.", en="Reload the page to take it up again."),
    )


def give_up(wait: ToolWait, progress: ReportProgress) -> Finding:
    """In the place of a measure that has taken the server down several times."""
    raise ToolFailed(
        "H506",
        Words(
            fr="Cette mesure a interrompu le serveur plusieurs fois : elle n'est plus tentée.",
            en="This measure has stopped the server several times: it is not tried again.",
        ),
    )


def no_upload() -> InvalidAnswer:
    """X818: a picture from a reader whose profile sends none."""
    return InvalidAnswer(
        "X818",
        Words(
            fr="Avec ce profil, on n'envoie pas d'image à soi.",
            en="With this profile, no picture of one's own is sent.",
        ),
        Words(fr="Prenez l'image proposée.", en="Take the proposed picture."),
    )
