"""The words of the form in which a reader says how they want to be spoken to."""

from __future__ import annotations

from tools.wording import Words


def _w(fr: str, en: str) -> Words:
    return Words(fr=fr, en=en)


PROFILE_PHRASES: dict[str, Words] = {
    "profile.own": _w("Mon propre profil…", "My own profile…"),
    "profile.own.title": _w("Comment vous parler ?", "How should you be spoken to?"),
    "profile.own.lead": _w(
        "Les textes racontés restent ceux que l'auteur a écrits pour le profil le plus proche. Si un modèle "
        "de langue les récrit, il suivra le reste ; sans modèle, le reste règle les définitions et les "
        "chiffres du tableau.",
        "The texts told remain those that the author wrote for the nearest profile. Where a language model "
        "rewords them, it follows the rest; without one, the rest sets the definitions and the board's "
        "figures.",
    ),
    "profile.own.like": _w("Le profil le plus proche", "The nearest profile"),
    "profile.own.role": _w("Qui vous êtes, ce que vous savez déjà", "Who you are, what you already know"),
    "profile.own.role.help": _w(
        "Par exemple : infirmière, à l'aise avec les pourcentages.",
        "For instance: a nurse, at ease with percentages.",
    ),
    "profile.own.length": _w("Longueur des phrases", "Length of sentences"),
    "profile.own.length.short": _w("Courtes", "Short"),
    "profile.own.length.usual": _w("Moyennes", "Medium"),
    "profile.own.length.long": _w("Longues, si elles sont précises", "Long, if they are precise"),
    "profile.own.avoid": _w("Mots à éviter, séparés par des virgules", "Words to avoid, by commas"),
    "profile.own.domains": _w(
        "Ce qui vous parle : un métier, une passion", "What speaks to you: a trade, a passion"
    ),
    "profile.own.figures": _w("Chiffres du tableau des hypothèses", "Figures of the hypotheses' board"),
    "profile.own.figures.words": _w("En mots seulement", "In words only"),
    "profile.own.figures.computed": _w("Avec la valeur calculée", "With the computed value"),
    "profile.own.save": _w("Parlez-moi ainsi", "Speak to me so"),
    "profile.own.back": _w("Revenir à l'enquête", "Back to the inquiry"),
    "profile.own.name": _w("Mon profil", "My profile"),
}
