"""What the free table refuses, each with a sentence and a way on."""

from __future__ import annotations

from tools.errors import AutopsieError
from tools.wording import Words


class TableRefused(AutopsieError):
    """Something on the table that does not go together, or passes a limit."""


def too_long(name: str, most: int) -> TableRefused:
    """A part of the address that is longer than the table reads."""
    return TableRefused(
        "table_too_long",
        Words(
            fr=f"« {name} » est trop long : la table lit {most} signes au plus.",
            en=f"“{name}” is too long: the table reads {most} characters at most.",
        ),
        Words(fr="Raccourcissez-le.", en="Make it shorter."),
    )


def unknown_part(name: str) -> TableRefused:
    """A part of the address that the table does not know."""
    return TableRefused(
        "table_unknown",
        Words(
            fr=f"L'adresse porte « {name[:60]} », que la table ne connaît pas.",
            en=f"The address carries “{name[:60]}”, which the table does not know.",
        ),
        Words(
            fr="Elle connaît : instrument, subject, case, text, picture, seed, et p. suivi d'un réglage.",
            en="It knows: instrument, subject, case, text, picture, seed, and p. followed by a setting.",
        ),
    )


def bad_seed(given: str) -> TableRefused:
    """A seed that is no whole number."""
    return TableRefused(
        "table_seed",
        Words(
            fr=f"La graine « {given[:40]} » n'est pas un nombre entier.",
            en=f"The seed “{given[:40]}” is not a whole number.",
        ),
        Words(fr="Donnez un nombre de 0 à 999999.", en="Give a number from 0 to 999999."),
    )


def bad_picture() -> TableRefused:
    """A picture's name that is not a hash."""
    return TableRefused(
        "table_picture",
        Words(
            fr="L'empreinte de l'image n'est pas faite de 64 chiffres hexadécimaux.",
            en="The picture's fingerprint is not 64 hexadecimal digits.",
        ),
        Words(fr="Donnez votre image plus bas.", en="Give your picture below."),
    )


def two_stimuli() -> TableRefused:
    """A case and a text, or a text and a picture, at once."""
    return TableRefused(
        "table_two_stimuli",
        Words(
            fr="L'adresse nomme plusieurs choses à montrer au même modèle.",
            en="The address names several things to show to the same model.",
        ),
        Words(fr="Gardez-en une.", en="Keep one of them."),
    )


def too_many_units(most: int) -> TableRefused:
    """More units than the table measures."""
    return TableRefused(
        "table_n",
        Words(
            fr=f"La table libre mesure {most} unités au plus à la fois.",
            en=f"The free table measures {most} units at most at a time.",
        ),
        Words(
            fr="Baissez n, ou lancez la mesure chez vous par la commande plus bas.",
            en="Lower n, or run the measure on your own machine with the command below.",
        ),
    )


def wrong_modality(reads_text: bool) -> TableRefused:
    """A picture for a reader of texts, or the other way round."""
    if reads_text:
        return TableRefused(
            "table_wrong_stimulus",
            Words(fr="Ce modèle lit des textes.", en="This model reads texts."),
            Words(
                fr="Tapez un texte, ou choisissez des phrases de la bibliothèque.",
                en="Type a text, or choose sentences of the library.",
            ),
        )
    return TableRefused(
        "table_wrong_stimulus",
        Words(fr="Ce modèle lit des images.", en="This model reads pictures."),
        Words(
            fr="Donnez une image, ou choisissez-en dans la bibliothèque.",
            en="Give a picture, or choose from the library.",
        ),
    )


def not_accepted(reason: Words, others: list[str]) -> TableRefused:
    """An instrument that a subject does not take; ``others`` are the subjects that it does take."""
    shown = ", ".join(others[:6])
    more_fr, more_en = (" et d'autres", " and others") if len(others) > 6 else ("", "")
    cure = (
        Words(
            fr=f"Cet instrument examine : {shown}{more_fr}.",
            en=f"This instrument examines: {shown}{more_en}.",
        )
        if others
        else None
    )
    return TableRefused("table_not_accepted", reason, cure)


def full(most: int) -> TableRefused:
    """Too many measures wait at the table."""
    refused = TableRefused(
        "table_full",
        Words(
            fr=f"La table est pleine : {most} mesures attendent déjà.",
            en=f"The table is full: {most} measures are waiting already.",
        ),
        Words(fr="Réessayez dans une minute.", en="Try again in a minute."),
    )
    refused.status = 503
    return refused


def no_file() -> TableRefused:
    """A form without a picture."""
    return TableRefused(
        "table_no_file",
        Words(fr="Aucune image n'a été jointe.", en="No picture was attached."),
        Words(fr="Choisissez un fichier JPEG ou PNG.", en="Choose a JPEG or PNG file."),
    )
