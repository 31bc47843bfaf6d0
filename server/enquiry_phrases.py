"""The words about what a reader asks of the file, and about what was measured for it."""

from __future__ import annotations

from tools.wording import Words


def _w(fr: str, en: str) -> Words:
    return Words(fr=fr, en=en)


ENQUIRY_PHRASES: dict[str, Words] = {
    # the box
    "ask.file": _w("Une question sur ce dossier ?", "A question about this file?"),
    "ask.file.help": _w(
        "Le dossier répond par ses propres phrases, ou dit qu'il ne sait pas. {most} caractères au plus.",
        "The file answers in its own sentences, or says that it does not know. {most} characters at most.",
    ),
    "ask.file.go": _w("Demander", "Ask"),
    "ask.file.suggested": _w("On peut demander :", "One may ask:"),
    "ask.file.after": _w("Questions après la clôture", "Questions after the close"),
    # the answer
    "you.ask": _w("Vous demandez :", "You ask:"),
    "file": _w("Le dossier", "The file"),
    "file.searching": _w("Le dossier est relu.", "The file is being read again."),
    "file.silent": _w("Le dossier ne le dit pas.", "The file does not say."),
    "file.nearest": _w("Ce qu'il dit de plus proche :", "The nearest thing that it does say:"),
    # where a passage comes from
    "from.figure": _w("figure {n}", "figure {n}"),
    "from.piece": _w("pièce {n}", "exhibit {n}"),
    "from.source": _w("source [{n}]", "source [{n}]"),
    "from.term": _w("glossaire : {name}", "glossary: {name}"),
    "from.terms": _w("glossaire", "glossary"),
    "from.sheet": _w("fiche du modèle : {name}", "the model's sheet: {name}"),
    "from.story": _w("récit", "story"),
    "from.step": _w("récit, étape {n}", "story, step {n}"),
    "from.hypothesis": _w("hypothèse {n}", "hypothesis {n}"),
    "from.dossier": _w("dossier", "file"),
    "from.dossier.timeline": _w("dossier : les dates", "file: the dates"),
    "from.dossier.actors": _w("dossier : qui y prend part", "file: who took part"),
    "from.dossier.harms": _w("dossier : les torts", "file: the harms"),
    "from.dossier.public": _w("dossier : ce qui est public", "file: what is public"),
    "from.dossier.limits": _w("dossier : limites", "file: limits"),
    "from.dossier.runs": _w("dossier : mesures lourdes", "file: heavy measures"),
    "from.dossier.links": _w("dossier : à lire", "file: further reading"),
    # the measure that would answer
    "offer.title": _w("On peut le mesurer.", "It can be measured."),
    "offer.with": _w("Réglages : {settings}.", "Settings: {settings}."),
    "offer.seed": _w("graine", "seed"),
    "offer.go": _w("Le mesurer", "Measure it"),
    "offer.go.seconds": _w("Le mesurer (environ {seconds} s)", "Measure it (about {seconds} s)"),
    "offer.usual": _w("Durée habituelle : environ {seconds} s.", "Usual duration: about {seconds} s."),
    "offer.awaits": _w(
        "L'enquête le mesurera plus loin, après votre pari.",
        "The investigation measures it further on, after your bet.",
    ),
    "offer.told": _w("L'enquête l'a mesuré depuis :", "The investigation has measured it since:"),
    "offer.see": _w("Voir la mesure", "See the measure"),
    "offer.working": _w("La mesure est en cours.", "The measure is under way."),
    # the measure made
    "measured.yours": _w(
        "Mesure demandée par vous, hors du récit : elle ne déplace aucune hypothèse.",
        "Measure that you asked for, outside the story: it moves no hypothesis.",
    ),
    "measured.question": _w("Votre question", "Your question"),
    "measured.failed": _w(
        "La mesure demandée n'a pas abouti.", "The measure asked for did not come to its end."
    ),
}
