"""The words of the pages about the models on the table, and of their sheets in ``docs/subjects``."""

from __future__ import annotations

from tools.wording import Words


def _w(fr: str, en: str) -> Words:
    return Words(fr=fr, en=en)


SUBJECT_PHRASES: dict[str, Words] = {
    "badge.about.original": _w(
        "Le modèle même qui était en service, octet pour octet.",
        "The very model that was in service, byte for byte.",
    ),
    "badge.about.proxy": _w(
        "Un modèle publié par d'autres, de même famille. Il n'est pas celui qui était en service.",
        "A model published by others, of the same kind. It is not the one that was in service.",
    ),
    "badge.about.made-here": _w(
        "Un petit modèle construit ici pour montrer le mécanisme. Il ne prouve rien sur l'entreprise.",
        "A small model built here to show the mechanism. It proves nothing about the company.",
    ),
    "badge.about.stand-in": _w(
        "Une petite imitation d'un original absent. Elle ne dit jamais « reproduit ».",
        "A small imitation of an original that is absent. It never says 'reproduced'.",
    ),
    "badge.about.external": _w("Un modèle apporté de l'extérieur.", "A model brought from outside."),
    "badge.about.none": _w(
        "Ce brouillon ne nomme encore aucun modèle : rien ici n'a été mesuré.",
        "This draft names no model yet: nothing here was measured.",
    ),
    "subjects.title": _w("Modèles", "Models"),
    "subjects.h1": _w("Les modèles sur la table", "The models on the table"),
    "subjects.lead": _w(
        "Chaque modèle porte une mention qui dit d'où il vient. Sa fiche dit comment il est nourri, ce qu'il "
        "répond, et ce qu'on ne peut pas lui faire dire.",
        "Each model bears a mark that says where it comes from. Its sheet says how it is fed, what it "
        "answers, and what it cannot be made to say.",
    ),
    "subjects.read": _w("Lire la fiche", "Read the sheet"),
    "subjects.here": _w("Présent sur cette machine", "On this machine"),
    "subjects.absent": _w("Absent de cette machine", "Not on this machine"),
    "subjects.image": _w("Lit des images", "Reads pictures"),
    "subjects.text": _w("Lit des textes", "Reads texts"),
    "subjects.answers.map": _w("donne une carte de notes", "gives a map of scores"),
    "subjects.answers.mask": _w("donne une silhouette", "gives a matte"),
    "subjects.answers.boxes": _w("donne des cadres", "gives boxes"),
    "subjects.answers.faces": _w("trouve des visages et les note", "finds faces and scores them"),
    "subjects.answers.scores": _w("donne des notes par étiquette", "gives scores by label"),
    "subjects.answers.words": _w("donne les mots qui suivent", "gives the next words"),
    "sheet.what": _w("Ce que c'est", "What it is"),
    "sheet.origin": _w("D'où il vient", "Where it comes from"),
    "sheet.differs.proxy": _w(
        "Ce qui le distingue du modèle en cause", "What sets it apart from the model in question"
    ),
    "sheet.differs.made-here": _w("Sur quoi il a appris, et pourquoi", "What it learned from, and why"),
    "sheet.differs.stand-in": _w("Ce que vaut l'imitation", "How good the imitation is"),
    "sheet.differs": _w("Ce qui le distingue", "What sets it apart"),
    "sheet.feeds": _w("Comment il est nourri", "How it is fed"),
    "sheet.gives": _w("Ce qu'il répond", "What it answers"),
    "sheet.reference": _w("Réponses de référence", "Reference answers"),
    "sheet.reference.lead": _w(
        "Ce que chacun doit retrouver avec ces fichiers. Un essai le vérifie à chaque version.",
        "What everybody must find again with these files. A test checks it at every version.",
    ),
    "sheet.input": _w("Entrée", "Input"),
    "sheet.field": _w("Réponse", "Answer"),
    "sheet.value": _w("Valeur", "Value"),
    "sheet.tolerance": _w("Tolérance", "Tolerance"),
    "sheet.from": _w("Mesuré par", "Measured by"),
    "sheet.may": _w("Ce qu'on peut dire", "What may be said"),
    "sheet.may_not": _w("Ce qu'on ne peut pas dire", "What may not be said"),
    "sheet.tables": _w("Ce que nous avons mesuré", "What we measured"),
    "sheet.n": _w(
        "n = {n} {units}, {shown} entrées différentes ; intervalles à 95 % sur les {units}.",
        "n = {n} {units}, {shown} different inputs; 95% intervals over the {units}.",
    ),
    "sheet.made": _w("Refait le {day} par : {command}", "Made on {day} by: {command}"),
    "sheet.theirs": _w("({value})", "({value})"),
    "sheet.of_n": _w("{between}, n = {n}", "{between}, n = {n}"),
    "sheet.between": _w("{low} à {high}", "{low} to {high}"),
    "sheet.sources": _w("Sources", "Sources"),
    "sheet.card": _w("Carte d'identité", "Identity"),
    "sheet.name": _w("Nom", "Name"),
    "sheet.fetch": _w("L'obtenir", "Get it"),
    "sheet.bytes": _w("{n} octets", "{n} bytes"),
    "sheet.where": _w("Sur cette machine", "On this machine"),
    "sheet.all": _w("Tous les modèles", "All the models"),
    "sheet.none": _w("Sa fiche n'est pas encore écrite.", "Its sheet is not written yet."),
}
