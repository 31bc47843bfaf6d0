"""Faults of the files beside a scenario: ``dossier.yaml`` and ``workshop.yaml``."""

from engine.language.messages import Row

ROWS: dict[str, Row] = {
    "S250": (
        "warning",
        ("DES DATES EN DÉSORDRE", "DATES OUT OF ORDER"),
        (
            "« {date} » vient après « {before} » dans la chronologie.",
            "“{date}” comes after “{before}” in the timeline.",
        ),
        (
            "Rangez la chronologie du plus ancien au plus récent, ou corrigez la date.",
            "Put the timeline in order, oldest first, or correct the date.",
        ),
    ),
    "S251": (
        "error",
        ("DES MINUTES QUI NE FONT PAS LE TOTAL", "MINUTES THAT DO NOT ADD UP"),
        (
            "Les phases durent {total} min en tout ; l'atelier en annonce {minutes} : {gap} {excess}.",
            "The phases take {total} min in all; the workshop announces {minutes}: {gap} {excess}.",
        ),
        ("Changez « minutes: » ou une phase.", "Change “minutes:” or a phase."),
    ),
    "S252": (
        "error",
        ("PAS UNE LISTE DE CHAMPS", "NOT A LIST OF FIELDS"),
        (
            "« {file} » est une liste de champs nommés ; ce fichier est {what}.",
            "“{file}” is a list of named fields; this file is {what}.",
        ),
        (
            "Partez de l'exemple de docs/authors, ou effacez le fichier.",
            "Start from the example in docs/authors, or delete the file.",
        ),
    ),
    "R352": (
        "error",
        ("UN CHIFFRE QUE SEULE UNE PARTIE CONNAÎT", "A FIGURE THAT ONLY A PLAY KNOWS"),
        (
            "« {name} » n'a de valeur que dans une partie ; ce fichier se lit en dehors.",
            "“{name}” has a value in a play alone; this file is read outside of any.",
        ),
        (
            "Écrivez un chiffre de « sources: … facts: », ou dites-le sans chiffre.",
            "Write a figure from “sources: … facts:”, or say it without a figure.",
        ),
    ),
}
