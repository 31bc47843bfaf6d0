"""What is kept of a case, where, and for how long: one list, for the form and for the page about keeping."""

from __future__ import annotations

from tools.wording import Words


def kept_words() -> tuple[Words, ...]:
    """What is kept of a case, a sentence each."""
    return _KEPT


_KEPT = (
    Words(
        fr="Ce que vous écrivez est gardé dans la base de ce serveur, en clair, et lu par la personne qui "
        "le tient. Vous pouvez tout effacer à tout moment avec votre numéro de suivi.",
        en="What you write is kept in this server's database, unencrypted, and read by the person who runs "
        "it. You can erase all of it at any time with your receipt number.",
    ),
    Words(
        fr="Le moyen de vous joindre est gardé en clair lui aussi, jusqu'à la clôture, puis effacé.",
        en="The way to reach you is kept unencrypted too, until the case closes, then erased.",
    ),
    Words(
        fr="Vos images sont recopiées sans leurs métadonnées (lieu, appareil, date), gardées jusqu'à la "
        "clôture, puis effacées. Elles ne sont jamais publiées.",
        en="Your pictures are copied without their metadata (place, device, date), kept until the case "
        "closes, then erased. They are never published.",
    ),
    Words(
        fr="De votre numéro de suivi, seule une empreinte est gardée : perdu, il ne peut pas être redonné.",
        en="Of your receipt number only a hash is kept: once lost, it cannot be given again.",
    ),
    Words(
        fr="Un signalement clos reste lisible avec son numéro, sans images ni moyen de vous joindre. Effacé, "
        "il n'en reste qu'une empreinte du numéro et la date de l'effacement.",
        en="A closed case stays readable with its number, without pictures or a way to reach you. Once "
        "erased, all that is left is a hash of the number and the date it was erased.",
    ),
    Words(
        fr="Ni votre adresse réseau ni vos mots n'entrent dans le journal du serveur.",
        en="Neither your network address nor your words enter the server's log.",
    ),
)
