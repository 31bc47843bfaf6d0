"""What goes wrong with a model that words the guide's sentences: one sentence a code, for the reader."""

from __future__ import annotations

from engine.guide.backend import BackendFailed
from tools.wording import Words

_TABLE: dict[str, tuple[str, str, str, str]] = {
    "guide_unset": (
        "Aucun modèle n’est désigné pour le guide.",
        "No model is named for the guide.",
        "Donnez son adresse (AUTOPSIE_GUIDE_URL) et son nom (AUTOPSIE_GUIDE_MODEL).",
        "Give its address (AUTOPSIE_GUIDE_URL) and its name (AUTOPSIE_GUIDE_MODEL).",
    ),
    "guide_model_missing": (
        "Le modèle du guide n’est pas là où il est désigné.",
        "The guide's model is not where it is said to be.",
        "Pour voir ce qui manque : autopsie guide status",
        "To see what is missing: autopsie guide status",
    ),
    "guide_unreachable": (
        "Le serveur du modèle ne répond pas.",
        "The model's server does not answer.",
        "Vérifiez qu’il tourne, et son adresse (AUTOPSIE_GUIDE_URL).",
        "Check that it runs, and its address (AUTOPSIE_GUIDE_URL).",
    ),
    "guide_slow": (
        "Le modèle n’a pas répondu à temps.",
        "The model did not answer in time.",
        "Choisissez un modèle plus petit, ou laissez-lui plus de temps.",
        "Choose a smaller model, or allow it more time.",
    ),
    "guide_busy": (
        "Le modèle répond à trop de monde à la fois.",
        "The model is answering too many people at once.",
        "Réessayez dans un instant.",
        "Try again in a moment.",
    ),
    "guide_key_refused": (
        "Le serveur du modèle refuse la clé.",
        "The model's server refuses the key.",
        "Vérifiez AUTOPSIE_GUIDE_KEY.",
        "Check AUTOPSIE_GUIDE_KEY.",
    ),
    "guide_answered_nothing": (
        "Le modèle n’a rien répondu.",
        "The model answered nothing.",
        "Réessayez, ou choisissez un autre modèle.",
        "Try again, or choose another model.",
    ),
    "guide_garbled": (
        "Le modèle a répondu autre chose que ce qui lui était demandé.",
        "The model answered something other than what it was asked.",
        "Réessayez, ou choisissez un autre modèle.",
        "Try again, or choose another model.",
    ),
    "guide_cut": (
        "Le modèle s’est interrompu au milieu de sa réponse.",
        "The model stopped in the middle of its answer.",
        "Réessayez dans un instant.",
        "Try again in a moment.",
    ),
    "guide_server_error": (
        "Le serveur du modèle est en panne, ou refuse la demande.",
        "The model's server is failing, or refuses the request.",
        "Regardez son journal.",
        "Look at its log.",
    ),
    "guide_too_much": (
        "C’est trop de texte d’un coup pour ce modèle.",
        "This is too much text at once for this model.",
        "Choisissez un modèle qui lit davantage.",
        "Choose a model that reads more.",
    ),
    "guide_broke": (
        "Le modèle s’est arrêté sur une panne.",
        "The model stopped on a failure.",
        "Il sera relancé à la prochaine demande.",
        "It is started again at the next request.",
    ),
}
CODES = tuple(_TABLE)
"""Stable: they stand in logs and in problem+json."""


def trouble(code: str, detail: str = "") -> BackendFailed:
    """The failure of this code; ``detail`` is one line for the operator, without any key."""
    fr, en, cure_fr, cure_en = _TABLE[code]
    return BackendFailed(
        code, Words(fr=fr, en=en), Words(fr=cure_fr, en=cure_en), detail=" ".join(detail.split())[:300]
    )
