"""The words of the author's home, in both languages."""

from __future__ import annotations

from tools.wording import Language, Words, format_number, typeset


def word(key: str, language: Language, **values: object) -> str:
    """The phrase ``key`` with its ``{places}`` filled. Raises :class:`KeyError` for one not listed."""
    said = WORDS[key].in_(language)
    return typeset(said.format(**values) if values else said, language)


def counted(key: str, n: int, language: Language) -> str:
    """The phrase ``key`` for ``n`` things, or ``key.one`` where there is just one (French: none too)."""
    single = n == 1 or (n == 0 and language == "fr")
    return word(f"{key}.one" if single else key, language, n=format_number(n, "int", language))


def _w(fr: str, en: str) -> Words:
    return Words(fr=fr, en=en)


WORDS: dict[str, Words] = {
    "title": _w("Aperçu", "Preview"),
    "nav": _w("Écrire un dossier", "Write a case"),
    "nav.play": _w("Jouer depuis le début", "Play from the beginning"),
    "nav.history": _w("Versions", "Versions"),
    "nav.back": _w("Retour à l'aperçu", "Back to the preview"),
    "untitled": _w("Brouillon sans titre", "Untitled draft"),
    "status.saved": _w("{file}, lu à {time}", "{file}, read at {time}"),
    "status.counts": _w(
        "nœuds : {nodes}, fins : {endings}, mesures : {tools}",
        "nodes: {nodes}, endings: {endings}, measures: {tools}",
    ),
    "status.errors": _w("Bloqué par {n} erreurs", "Blocked by {n} errors"),
    "status.errors.one": _w("Bloqué par {n} erreur", "Blocked by {n} error"),
    "status.warnings": _w("{n} alertes", "{n} warnings"),
    "status.warnings.one": _w("{n} alerte", "{n} warning"),
    "status.sound": _w("Rien à corriger", "Nothing to mend"),
    "status.forgetful": _w(
        "L'historique ne peut pas être écrit à côté du fichier : vérifiez les droits du dossier.",
        "The history cannot be written beside the file: check the folder's rights.",
    ),
    "live.lost": _w(
        "L'aperçu est arrêté. Votre fichier, lui, est à sa place.",
        "The preview has stopped. Your file is where it was.",
    ),
    "live.updated": _w("Mis à jour", "Updated"),
    "faults": _w("Diagnostics", "Diagnostics"),
    "faults.broken": _w(
        "Le fichier ne se joue pas en l'état. Plus bas reste la dernière version saine, de {time}.",
        "The file cannot be played as it stands. Below is the last sound version, from {time}.",
    ),
    "faults.broken.never": _w(
        "Le fichier ne se joue pas encore. L'aperçu paraîtra dès qu'il se lira.",
        "The file cannot be played yet. The preview appears as soon as it reads.",
    ),
    "faults.warnings": _w("{n} alertes et conseils", "{n} warnings and pieces of advice"),
    "faults.warnings.one": _w("{n} alerte ou conseil", "{n} warning or piece of advice"),
    "severity.error": _w("Erreur", "Error"),
    "severity.warning": _w("Alerte", "Warning"),
    "severity.info": _w("Conseil", "Advice"),
    "fault.fix": _w("Que faire", "What to do"),
    "fault.explain": _w("Comprendre {code}", "Understand {code}"),
    "graph": _w("Graphe", "Graph"),
    "graph.key": _w("Légende", "Key"),
    "graph.help": _w("Choisissez un nœud pour le lire.", "Choose a node to read it."),
    "graph.frame": _w("Dessin du graphe", "Drawing of the graph"),
    "graph.fit": _w("Voir en entier", "Fit to the frame"),
    "graph.none": _w("Pas encore de graphe.", "No graph yet."),
    "graph.error": _w("erreur", "error"),
    "graph.warning": _w("alerte", "warning"),
    "explore": _w("Explorer sans lecteur", "Explore with nobody at the table"),
    "explore.help": _w(
        "Joue l'histoire jusqu'à ne plus rien découvrir, et compte.",
        "Plays the story until nothing new is found, and counts.",
    ),
    "explore.done": _w(
        "{plays} parties en {seconds} s : {nodes} des nœuds, {options} des options, {outcomes} des issues.",
        "{plays} plays in {seconds} s: {nodes} of nodes, {options} of options, {outcomes} of outcomes.",
    ),
    "explore.missed": _w("Jamais atteints : {names}.", "Never reached: {names}."),
    "explore.stale": _w(
        "Le fichier a changé depuis : relancez pour compter de nouveau.",
        "The file changed since: run again to count anew.",
    ),
    "explore.hide": _w("Masquer les comptes", "Hide the counts"),
    "sheet": _w("Rendu", "As read"),
    "sheet.profile": _w("Profil", "Profile"),
    "sheet.language": _w("Langue du texte", "Language of the text"),
    "sheet.show": _w("Afficher", "Show"),
    "sheet.start": _w("départ", "start"),
    "sheet.lost": _w("hors d'atteinte : aucun chemin n'y mène", "out of reach: no path leads here"),
    "sheet.silent": _w("Le lecteur ne voit rien ici.", "The reader sees nothing here."),
    "sheet.untranslated": _w("pas encore traduit", "not translated yet"),
    "sheet.own": _w("texte propre à ce profil", "this profile's own text"),
    "sheet.when": _w("si", "if"),
    "sheet.options": _w("Options", "Options"),
    "sheet.cases": _w("Aiguillage", "Branch"),
    "sheet.otherwise": _w("dans tous les autres cas", "in all other cases"),
    "sheet.once": _w("une seule fois", "once"),
    "sheet.locked": _w("sinon grisée :", "otherwise greyed:"),
    "sheet.next": _w("Suite", "Next"),
    "sheet.next.falls": _w("nœud suivant du fichier", "next node of the file"),
    "sheet.else": _w("sinon (résultat inattendu)", "else (unexpected result)"),
    "sheet.if_fails": _w("si la mesure échoue", "if the measure fails"),
    "sheet.solo": _w("lecteur seul", "reader alone"),
    "sheet.expect": _w("Attendu", "Expected"),
    "sheet.from": _w("Arrivées", "Arrivals"),
    "sheet.sets": _w("Variables", "Variables"),
    "sheet.exhibits": _w("Pièces versées", "Exhibits filed"),
    "sheet.moves": _w("Ce qu'elle change", "What it moves"),
    "sheet.no_moves": _w("Ne touche aucune hypothèse.", "Touches no hypothesis."),
    "sheet.decisive": _w("décisive", "decisive"),
    "sheet.facilitator": _w("Note pour l'animation", "Facilitator's note"),
    "sheet.facilitator.help": _w("Jamais montrée aux participants.", "Never shown to participants."),
    "sheet.recorded": _w("Relevé enregistré le {date}.", "Recorded on {date}."),
    "sheet.invented": _w("Relevé inventé : il ne se publie pas.", "Invented record: it cannot be published."),
    "sheet.unrecorded": _w(
        "Aucun relevé : les figures du texte montrent leur nom.",
        "No record: figures of the text show their name.",
    ),
    "sheet.ask": _w("Question", "Question"),
    "sheet.remember": _w("À retenir", "To remember"),
    "sheet.next_steps": _w("Et après", "Next steps"),
    "sheet.reopens": _w("Ce qui rouvrirait le dossier", "What would reopen the file"),
    "sheet.phases": _w("Phases", "Phases"),
    "sheet.source": _w("Dans le fichier", "In the file"),
    "sheet.none": _w("Ce nœud n'existe pas dans cette version.", "This node is not in this version."),
    "sheet.hits": _w("{n} passages dans l'exploration", "{n} visits in the exploration"),
    "sheet.hits.one": _w("{n} passage dans l'exploration", "{n} visit in the exploration"),
    "edit": _w("Modifier", "Edit"),
    "edit.of": _w("Modifier : {path}", "Edit: {path}"),
    "edit.label": _w("Texte ({spoken})", "Text ({spoken})"),
    "edit.save": _w("Enregistrer dans le fichier", "Save to the file"),
    "edit.cancel": _w("Annuler", "Cancel"),
    "edit.keys": _w("Ctrl+Entrée enregistre, Échap annule.", "Ctrl+Enter saves, Escape cancels."),
    "edit.theirs": _w("Dans le fichier maintenant", "In the file now"),
    "edit.mine": _w("Votre texte", "Your text"),
    "edit.take_theirs": _w("Reprendre celui du fichier", "Take the file's"),
    "edit.over": _w("Enregistrer le mien", "Save mine"),
    "edit.placeholder": _w(
        "Les noms entre accolades deviennent des nombres.", "Names in braces become numbers."
    ),
    "start": _w("Partir d'ici", "Start here"),
    "start.help": _w(
        "Jouez à partir de ce nœud. Ce qui précède est supposé ; les valeurs changées sont dites inventées.",
        "Play from this node. What came before is supposed; values you change are shown as invented.",
    ),
    "start.known": _w("déjà mesuré", "already measured"),
    "start.recorded": _w("enregistré : {value}", "recorded: {value}"),
    "start.own": _w("enregistré", "recorded"),
    "start.usual": _w("{value}, faute de relevé", "{value}, for want of a record"),
    "start.edge": _w("au bord : {value}", "at the edge: {value}"),
    "start.vars": _w("Variables", "Variables"),
    "start.exhibits": _w("Pièces déjà au carnet", "Exhibits already in the notebook"),
    "start.exhibits.path": _w("celles du chemin le plus court", "those of the shortest path"),
    "start.exhibits.chosen": _w("celles cochées ici", "those ticked here"),
    "start.go": _w("Jouer depuis « {node} »", "Play from “{node}”"),
    "start.unreached": _w(
        "Aucun chemin ne mène ici : rien de ce qui précède n'est supposé.",
        "No path leads here: nothing before it is supposed.",
    ),
    "history": _w("Versions de {file}", "Versions of {file}"),
    "history.help": _w(
        "Chaque enregistrement est gardé à côté du fichier, dans le dossier caché .history, jamais "
        "empaqueté : tous ceux du dernier jour, puis un par heure, puis un par jour.",
        "Every save is kept beside the file, in the hidden folder .history, never packed: all of the "
        "last day, then one an hour, then one a day.",
    ),
    "history.none": _w("Aucune version gardée pour l'instant.", "No version kept yet."),
    "history.when": _w("Quand", "When"),
    "history.how": _w("Comment", "How"),
    "history.size": _w("Taille", "Size"),
    "history.saved": _w("dans votre éditeur", "in your editor"),
    "history.edited": _w("dans l'aperçu", "in the preview"),
    "history.laid_out": _w("mise en forme (fmt)", "laid out (fmt)"),
    "history.translated": _w("traductions reprises (i18n)", "translations taken in (i18n)"),
    "history.restored": _w("version reprise", "version restored"),
    "history.now": _w("c'est le fichier actuel", "this is the present file"),
    "history.diff": _w("Comparer", "Compare"),
    "history.diff.of": _w("De cette version au fichier actuel", "From this version to the present file"),
    "history.same": _w("Aucune différence.", "No difference."),
    "history.restore": _w("Reprendre cette version", "Restore this version"),
    "history.restored.done": _w(
        "Version reprise. La précédente reste dans la liste.",
        "Version restored. The one before stays in the list.",
    ),
    "language.fr": _w("français", "French"),
    "language.en": _w("anglais", "English"),
    "evidence": _w("×{ratio}", "×{ratio}"),
}
