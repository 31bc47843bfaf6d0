"""The words about what a sentence rests on."""

from __future__ import annotations

from tools.wording import Words


def _w(fr: str, en: str) -> Words:
    return Words(fr=fr, en=en)


LICENCE_PHRASES: dict[str, Words] = {
    "rests": _w("Cette phrase repose sur :", "This sentence rests on:"),
    "rests.figure": _w("figure {n}", "figure {n}"),
    "rests.source": _w("source [{n}]", "source [{n}]"),
    "rests.piece": _w("pièce {n}", "exhibit {n}"),
    "rests.subject": _w("fiche de {name}", "the sheet of {name}"),
    "rests.reader": _w("votre réponse", "your answer"),
    "rests.board": _w("l’état des hypothèses", "where the hypotheses stand"),
}
