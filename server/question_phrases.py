"""The words of the questions that are more than a field: sorting, a slider, a curve, a budget, signatures."""

from __future__ import annotations

from tools.wording import Words


def _w(fr: str, en: str) -> Words:
    return Words(fr=fr, en=en)


QUESTION_PHRASES: dict[str, Words] = {
    "ask.sort": _w("Votre tri", "Your sorting"),
    "ask.sort.help": _w("Donnez une place à chaque élément.", "Give every item a place."),
    "ask.sort.placed": _w("Placés : {n} sur {total}", "Placed: {n} of {total}"),
    "ask.sort.go": _w("Garder ce tri", "Keep this sorting"),
    "ask.slider": _w("Votre position", "Your position"),
    "ask.slider.slide": _w("Position, au curseur", "Position, by slider"),
    "ask.slider.table": _w("Ce qui a été mesuré", "What was measured"),
    "ask.slider.at": _w("Position", "Position"),
    "ask.slider.value": _w("Mesure", "Measure"),
    "ask.slider.here": _w("Mesuré à {x} : {y}", "Measured at {x}: {y}"),
    "ask.slider.near": _w(
        "Pas de mesure à cette position. Au plus près, à {x} : {y}",
        "No measure at this position. The nearest, at {x}: {y}",
    ),
    "ask.slider.none": _w("Aucune mesure à montrer ici.", "No measure to show here."),
    "ask.slider.go": _w("Garder cette position", "Keep this position"),
    "ask.curve": _w("Votre courbe", "Your curve"),
    "ask.curve.bet": _w("Avant de voir : votre courbe", "Before seeing: your curve"),
    "ask.curve.help": _w(
        "Une valeur par point, de {low} à {high}.", "A value at each point, {low} to {high}."
    ),
    "ask.curve.draw": _w(
        "Tracez sur le graphique, au doigt ou à la souris ; au clavier, les flèches déplacent un point, et "
        "Page haut ou Page bas de dix pas.",
        "Draw on the chart, by finger or mouse; on the keyboard, the arrows move a point, and Page Up or "
        "Page Down by ten steps.",
    ),
    "ask.curve.point": _w("À {point}", "At {point}"),
    "ask.curve.values": _w("Valeurs de la courbe", "Values of the curve"),
    "ask.curve.go": _w("Garder cette courbe", "Keep this curve"),
    "ask.curve.seal": _w("Sceller ma courbe", "Seal my curve"),
    "ask.budget": _w("Votre budget", "Your budget"),
    "ask.budget.total": _w("{n} à dépenser.", "{n} to spend."),
    "ask.budget.cost": _w("coûte {n}", "costs {n}"),
    "ask.budget.each": _w("coûte {n} chaque fois, {most} au plus", "costs {n} each, {most} at most"),
    "ask.budget.left": _w("Reste : {n} sur {total}", "Left: {n} of {total}"),
    "ask.budget.short": _w(
        "Il ne reste que {left}, et ce choix coûte {cost}. Retirez-en un autre d'abord.",
        "Only {left} is left, and this choice costs {cost}. Take another away first.",
    ),
    "ask.budget.most": _w("{most} au plus pour ce choix.", "{most} at most for this choice."),
    "ask.budget.more": _w("Un de plus : {item}", "One more: {item}"),
    "ask.budget.less": _w("Un de moins : {item}", "One less: {item}"),
    "ask.budget.go": _w("Engager cette dépense", "Commit this spending"),
    "ask.sign": _w("Ce que vous signez", "What you sign"),
    "ask.sign.help": _w(
        "Cochez les phrases que vous signez. Ne rien signer est une réponse.",
        "Tick the sentences that you sign. To sign nothing is an answer.",
    ),
    "ask.sign.rests": _w("Repose sur", "Rests on"),
    "ask.sign.nothing": _w("Aucune pièce de votre carnet.", "No exhibit in your notebook."),
    "ask.sign.lacking.one": _w("Il lui manque encore une pièce.", "It still lacks one exhibit."),
    "ask.sign.lacking.many": _w("Il lui manque encore {n} pièces.", "It still lacks {n} exhibits."),
    "ask.sign.count": _w("Signées : {n} sur {total}", "Signed: {n} of {total}"),
    "ask.sign.go": _w("Signer ces phrases", "Sign these sentences"),
    "ask.phase": _w("Une phase d'atelier", "A workshop phase"),
    "ask.phase.room": _w(
        "Cette question s'adresse à une salle : elle ne se joue pas ici.",
        "This question is for a room: it is not played here.",
    ),
    # what the reader answered, afterwards
    "you.sorted": _w("Votre tri :", "Your sorting:"),
    "you.sorted.pile": _w("{pile} : {items}", "{pile}: {items}"),
    "you.sorted.none": _w("rien", "nothing"),
    "you.position": _w("Votre position : {x}", "Your position: {x}"),
    "you.curve": _w("Votre courbe : {points}", "Your curve: {points}"),
    "you.curve.unit": _w("Votre courbe, en {unit} : {points}", "Your curve, in {unit}: {points}"),
    "you.curve.point": _w("{point} : {y}", "{point}: {y}"),
    "you.spent": _w("Vous avez dépensé {paid} sur {total} :", "You spent {paid} of {total}:"),
    "you.spent.none": _w("Vous n'avez rien dépensé, sur {total}.", "You spent nothing, of {total}."),
    "you.spent.times": _w("{item}, {n} fois", "{item}, {n} times"),
    "you.signed.none.one": _w("Vous n'avez pas signé la phrase.", "You did not sign the sentence."),
    "you.signed.none": _w(
        "Vous n'avez signé aucune des {total} phrases.", "You signed none of the {total} sentences."
    ),
    "you.signed.one": _w("Vous avez signé 1 phrase sur {total} :", "You signed 1 sentence of {total}:"),
    "you.signed.many": _w(
        "Vous avez signé {n} phrases sur {total} :", "You signed {n} sentences of {total}:"
    ),
    "you.signed.on.one": _w("pièce {pieces}", "exhibit {pieces}"),
    "you.signed.on.many": _w("pièces {pieces}", "exhibits {pieces}"),
    "you.signed.on.none": _w("sans pièce", "no exhibit"),
    "you.phase": _w("Phase close.", "Phase closed."),
    "drawn": _w("Votre courbe et la mesure", "Your curve and the measure"),
    "drawn.point": _w("Point", "Point"),
    "drawn.yours": _w("Votre courbe", "Your curve"),
    "drawn.unit": _w("Point (valeurs en {unit})", "Point (values in {unit})"),
    "drawn.measured": _w("Mesure", "Measure"),
    "drawn.gap": _w("Écart", "Gap"),
}
