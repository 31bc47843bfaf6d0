"""The words beside a text that a model words."""

from __future__ import annotations

from tools.wording import Words


def _w(fr: str, en: str) -> Words:
    return Words(fr=fr, en=en)


WORDING_PHRASES: dict[str, Words] = {
    "wording": _w("Le guide met ce texte à votre mesure…", "The guide is putting this text your way…"),
    "wording.authors": _w("Lire tout de suite le texte de l'auteur", "Read the author's text right away"),
    "worded.authors": _w("Le texte de l'auteur", "The author's text"),
    "worded.by": _w(
        "Formulé par {model} : {n} phrases sur {total}, chacune vérifiée ; les autres sont de l'auteur.",
        "Worded by {model}: {n} of {total} sentences, each checked; the others are the author's.",
    ),
    "worded.some_refused": _w(
        "Phrases refusées faute d'appui : {n}.", "Sentences refused for want of grounds: {n}."
    ),
    "worded.refused": _w(
        "Le texte de l'auteur, mot pour mot : rien de ce que le modèle proposait n'avait d'appui "
        "({n} phrases refusées).",
        "The author's text, word for word: nothing that the model proposed had grounds "
        "({n} sentences refused).",
    ),
    "worded.failed": _w("Voici le texte de l'auteur.", "Here is the author's text."),
    "worded.cut": _w("La suite est de l'auteur.", "The rest is the author's."),
}
