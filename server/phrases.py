"""All the words of the interface, in both languages, in one place.

French: vous, present tense, short sentences, no gendered agreement. Typography is applied when a phrase is
shown, so the plain characters of the keyboard are enough here.
"""

from __future__ import annotations

from engine.play.beliefs import WORDS as HYPOTHESIS_WORDS
from server.again_phrases import AGAIN_PHRASES
from server.enquiry_phrases import ENQUIRY_PHRASES
from server.licence_phrases import LICENCE_PHRASES
from server.profile_phrases import PROFILE_PHRASES
from server.question_phrases import QUESTION_PHRASES
from server.subject_phrases import SUBJECT_PHRASES
from server.wording_phrases import WORDING_PHRASES
from tools.verbs import VERBS
from tools.wording import Language, Words, typeset


def phrase(key: str, language: Language, **values: object) -> str:
    """The phrase ``key`` with its ``{places}`` filled. Raises :class:`KeyError` for one not listed."""
    said = PHRASES[key].in_(language)
    if values:
        said = said.format(**values)
    return typeset(said, language)


def _w(fr: str, en: str) -> Words:
    return Words(fr=fr, en=en)


PHRASES: dict[str, Words] = {
    # the frame of every page
    "app": _w("Autopsie", "Autopsie"),
    "skip": _w("Aller au contenu", "Skip to content"),
    "nav": _w("Principale", "Main"),
    "nav.cases": _w("Dossiers", "Cases"),
    "nav.subjects": _w("Modèles", "Models"),
    "badge.sheet": _w("Lire sa fiche", "Read its sheet"),
    "language": _w("Langue", "Language"),
    "language.fr": _w("Français", "Français"),
    "language.en": _w("English", "English"),
    "profile": _w("Profil", "Profile"),
    "profile.apply": _w("Changer", "Change"),
    "theme": _w("Couleurs de la page", "Page colours"),
    "theme.auto": _w("Comme le système", "Like the system"),
    "theme.light": _w("Claires", "Light"),
    "theme.dark": _w("Sombres", "Dark"),
    "foot.lab": _w("Autopsie, laboratoire public.", "Autopsie, a public laboratory."),
    "foot.kept": _w(
        "Un témoin (cookie) au hasard relie votre enquête à ce navigateur. Vos réponses "
        "restent avec elle jusqu'à ce que vous l'effaciez. Rien d'autre n'est gardé de vous.",
        "A random cookie ties your investigation to this browser. Your answers stay with it until you erase "
        "it. Nothing else is kept about you.",
    ),
    "audience.help.curious": _w("Le récit complet, sans jargon.", "The whole story, without jargon."),
    "audience.help.pupil": _w("Des phrases plus simples, pas à pas.", "Simpler sentences, step by step."),
    "audience.help.press": _w(
        "Ce qu'on peut écrire, et ce qu'on ne peut pas.", "What may be written, and what may not."
    ),
    "audience.help.engineer": _w(
        "Les paramètres, les nombres, les réserves.", "Parameters, numbers, caveats."
    ),
    # home
    "home.title": _w("Dossiers", "Cases"),
    "home.h1": _w(
        "On accuse une IA. Refaites les mesures, écrivez le compte rendu.",
        "An AI stands accused. Make the measurements again, write the report.",
    ),
    "home.real": _w("Chaque dossier part d'un incident réel.", "Each case starts from a real incident."),
    "home.lead": _w(
        "Un guide vous accompagne, le modèle mis en cause est sur la table, et rien n'est conclu sans pièce.",
        "A guide goes with you, the model in question is on the table, and nothing is concluded without an "
        "exhibit.",
    ),
    "home.open": _w("Ouvrir le dossier", "Open the case"),
    "home.resume": _w("Reprendre l'enquête", "Resume the investigation"),
    "home.reread": _w("Relire votre compte rendu", "Read your report again"),
    "home.named": _w("{does} : {title}", "{does}: {title}"),
    "home.register": _w("Registre des dossiers", "Register of cases"),
    "home.duration": _w("Durée", "Time"),
    "home.minutes": _w("{n}\u00a0min", "{n}\u00a0min"),
    "home.minutes_or": _w(
        "{n}\u00a0min, ou l'essentiel en {short}\u00a0min",
        "{n}\u00a0min, or the heart of it in {short}\u00a0min",
    ),
    "home.not_started": _w("Pas commencé", "Not started"),
    "home.in_progress": _w("En cours", "In progress"),
    "home.finished": _w("Terminé", "Finished"),
    "home.empty": _w("Aucun dossier n'est installé ici.", "No case is installed here."),
    "home.later": _w("Ce qui n'est pas encore là", "What is not here yet"),
    "home.later.1": _w(
        "Un seul dossier est ouvert. Les autres sont en préparation.",
        "One case is open. Others are being prepared.",
    ),
    "home.later.many": _w(
        "{n} dossiers sont ouverts. D'autres sont en préparation.",
        "{n} cases are open. Others are being prepared.",
    ),
    "home.later.2": _w(
        "Les visages que l'on compare ici sont calculés. Aucune de nos mesures ne compare des groupes de "
        "personnes.",
        "The faces compared here are computed. None of our measures compares groups of people.",
    ),
    "home.later.3": _w(
        "Le mode atelier, à plusieurs dans une salle, n'existe pas encore.",
        "The workshop mode, for several people in a room, does not exist yet.",
    ),
    # start page
    "start.what": _w("Ce que vous allez faire", "What you will do"),
    "start.what.text": _w(
        "Lire, parier, choisir, puis voir le modèle répondre sur de vraies images. Les mesures qui "
        "tranchent deviennent des pièces de votre carnet et déplacent des hypothèses. Une page se recharge "
        "sans rien perdre.",
        "Read, bet, choose, then see the model answer on real pictures. Measures that "
        "settle something become exhibits in your notebook and move hypotheses. A page can be reloaded and "
        "loses nothing.",
    ),
    "start.settings": _w("Commencer", "Begin"),
    "start.language": _w("Langue du compte rendu", "Language of the report"),
    "start.audience": _w("Votre profil", "Your profile"),
    "start.changeable": _w(
        "Les deux se changent en cours de route ; un nouveau profil vaut pour la suite.",
        "Both can be changed on the way; a new profile holds from there on.",
    ),
    "start.go": _w("Ouvrir l'enquête", "Open the investigation"),
    "start.hypotheses": _w("Les hypothèses au départ", "The hypotheses at the start"),
    "start.sources": _w("Sources", "Sources"),
    "start.subjects": _w("Sur la table", "On the table"),
    "start.recorded": _w(
        "Ici, l'enquête se joue sur des mesures enregistrées.", "Here, the play uses recorded measures."
    ),
    # investigation
    "act.of": _w("Acte {n} sur {total}", "Act {n} of {total}"),
    "act.n": _w("Acte {n}", "Act {n}"),
    "act.done": _w("Acte {n}, terminé", "Act {n}, done"),
    "act.later": _w("Acte {n}, à venir", "Act {n}, to come"),
    "acts": _w("{n} actes", "{n} acts"),
    "acts.nav": _w("Actes de l'enquête", "Acts of the investigation"),
    "record": _w("Compte rendu en cours", "Report in progress"),
    "step": _w("Étape", "Step"),
    "fact.date": _w("Faits", "Events"),
    "fact.system": _w("Système", "System"),
    "fact.body": _w("Sur la table", "On the table"),
    "fact.place": _w("Lieu", "Place"),
    "fact.file": _w("Dossier", "Case"),
    "facts.written": _w("Rédaction", "Written by"),
    "facts.written.value": _w("Vous, avec le guide", "You, with the guide"),
    "guide": _w("Le guide", "The guide"),
    "you": _w("Vous", "You"),
    "you.bet": _w("Vous, pari scellé", "You, sealed bet"),
    "you.skipped": _w("Passer cette question.", "Skip this question."),
    "you.skipped_picture": _w("Prendre l'image proposée.", "Take the proposed picture."),
    "you.skipped_bet": _w("Voir sans parier.", "See without betting."),
    "you.picture": _w("Mon image.", "My picture."),
    "you.rank": _w("Mon ordre : {items}.", "My order: {items}."),
    "you.belief": _w("{name} : {p}", "{name}: {p}"),
    "you.scale": _w("{x} sur {high}", "{x} out of {high}"),
    # a scenario that was edited under a saved play (X803)
    "carried.rehearsal": _w(
        "Répétition : ce qui précède est supposé.", "Rehearsal: what comes before is supposed."
    ),
    "carried.title": _w("L'enquête a été modifiée.", "The investigation was edited."),
    "carried": _w(
        "Son texte a changé depuis votre dernier passage. Votre partie continue.",
        "Its text has changed since you were last here. Your play goes on.",
    ),
    "carried.version": _w(
        "Vous aviez commencé avec la version {before} ; voici la version {after}. Votre partie continue.",
        "You began with version {before}; this is version {after}. Your play goes on.",
    ),
    "carried.place.same": _w("Vous êtes au même endroit.", "You are at the same place."),
    "carried.place.again": _w(
        "L'étape où vous étiez a changé : elle est reprise ci-dessous.",
        "The step you were at has changed: it is taken up again below.",
    ),
    "carried.place.moved": _w(
        "L'étape où vous étiez n'existe plus : l'enquête reprend ci-dessous.",
        "The step you were at is gone: the investigation goes on below.",
    ),
    "carried.dropped": _w(
        "Mesure modifiée, à refaire au besoin : {title}.",
        "Measure that changed, to be made again when needed: {title}.",
    ),
    "carried.withdrawn": _w(
        "Pièce retirée du carnet : « {text} »", "Piece taken out of the notebook: “{text}”"
    ),
    "carried.names": _w("Étapes renommées ou supprimées", "Steps renamed or removed"),
    "carried.gone": _w("{name} (supprimée)", "{name} (removed)"),
    "rejected": _w("Cette réponse n'a pas été prise.", "This answer was not taken."),
    "other_language": _w("Ce passage n'existe qu'en {name}.", "This passage exists only in {name}."),
    "name.fr": _w("français", "French"),
    "name.en": _w("anglais", "English"),
    "cite": _w("Source {n}", "Source {n}"),
    # plate
    **{f"verb.{verb}": card.words for verb, card in VERBS.items()},
    "provenance": _w("Provenance du modèle :", "Where the model comes from:"),
    "badge.source": _w("Source", "Source"),
    "badge.sha": _w("Empreinte SHA-256", "SHA-256"),
    "badge.licence": _w("Licence", "Licence"),
    "badge.credit": _w("Crédit", "Credit"),
    "recorded": _w(
        "Mesure enregistrée le {date} sur le réseau d'origine, avec l'empreinte {sha}.",
        "Recorded on {date} from the genuine network, hash {sha}.",
    ),
    "colon": _w(" :", ":"),
    "recorded.other": _w(
        "Mesure enregistrée le {date}, avec l'empreinte {sha}.", "Recorded on {date}, hash {sha}."
    ),
    "recorded.invented": _w(
        "Résultat inventé pour une répétition : il ne vaut rien.",
        "A result invented for a rehearsal: it is worth nothing.",
    ),
    "layers": _w("Calques de l'image", "Layers of the picture"),
    "layer.heat": _w("Carte de saillance", "Saliency map"),
    "layer.crop": _w("Cadre et point", "Frame and point"),
    "layer.photo": _w("Photographie", "Photograph"),
    "legend.heat": _w("de faible à fort, par case", "from weak to strong, cell by cell"),
    "legend.crop": _w("cadre retenu", "frame kept"),
    "legend.point": _w("point le plus fort", "strongest point"),
    "thumbnail": _w("Ce qui reste", "What remains"),
    "panel.answer": _w("note {score}", "score {score}"),
    "panel.width": _w("{n}\u00a0px de large", "{n}\u00a0px wide"),
    "data.table": _w("Tableau, planche {n} : {title}", "Table, plate {n}: {title}"),
    "data.numbers": _w("Les nombres", "The numbers"),
    "csv": _w("Télécharger (CSV)", "Download (CSV)"),
    "computed": _w("Calcul de {seconds}\u00a0s, graine {seed}", "{seconds}\u00a0s of computing, seed {seed}"),
    "measured_then": _w(
        "Durée alors : {seconds}\u00a0s, graine {seed}", "It took {seconds}\u00a0s, seed {seed}"
    ),
    "n": _w("n\u00a0=\u00a0{n} (unité : {unit})", "n\u00a0=\u00a0{n} (unit: {unit})"),
    "n.conditions": _w(
        "n\u00a0=\u00a0{n} (unité : {unit}) × {conditions}\u00a0conditions",
        "n\u00a0=\u00a0{n} (unit: {unit}) × {conditions}\u00a0conditions",
    ),
    "doubt": _w("De quoi douter", "Room for doubt"),
    "controls": _w("Placebo et témoins", "Placebo and null controls"),
    "control": _w("Témoin", "Control"),
    "control.value": _w("Valeur", "Value"),
    "control.interval": _w("Intervalle à 95 %", "95% interval"),
    "control.size": _w("Ampleur", "Size"),
    "control.says": _w("Ce qu'il dit", "What it says"),
    "control.fails": _w(
        "Le témoin bouge autant que le suspect.", "The control moves as much as the suspect."
    ),
    "caveats": _w("Réserves", "Caveats"),
    "held": _w("Tenu fixe", "Held fixed"),
    "varied": _w("Ce qui varie", "What varies"),
    "stimuli": _w("Images montrées", "Pictures shown"),
    "person.synthetic": _w("Personnes dessinées ou de synthèse.", "Drawn or synthetic people."),
    "person.uncredited": _w(
        "Photographie d'une personne réelle, sans crédit.", "Photograph of a real person, not credited."
    ),
    "person.unknown": _w("Rien ne dit qui l'on y voit.", "Nothing says who is seen in it."),
    "person.real": _w(
        "Photographie d'une personne réelle, créditée.", "Photograph of a real person, credited."
    ),
    "target": _w("Publié : {value} (n = {n}), {source}.", "Published: {value} (n = {n}), {source}."),
    "target.no_n": _w(
        "Publié : {value} (n non donné), {source}.", "Published: {value} (n not given), {source}."
    ),
    "target.none": _w("Aucun chiffre publié à retrouver.", "No published figure to find again."),
    "unmet": _w(
        "Ce résultat n'est pas celui que le récit attendait : il reste affiché, sans pièce.",
        "This result is not what the story expected: it stays on display, without an exhibit.",
    ),
    "verdict.reproduced": _w("Reproduit", "Reproduced"),
    "verdict.same_direction": _w("Même sens seulement", "Same direction only"),
    "verdict.not_reproduced": _w("Non reproduit", "Not reproduced"),
    "verdict.effect": _w("Un effet", "An effect"),
    "verdict.none_shown": _w("Aucun effet montré", "No effect shown"),
    "verdict.inconclusive": _w("Non concluant", "Inconclusive"),
    "verdict.usable": _w("Explication utilisable", "Usable explanation"),
    "verdict.unusable": _w("Explication inutilisable", "Unusable explanation"),
    "verdict.encoded": _w("Lisible à l'intérieur", "Encoded"),
    "verdict.not_encoded": _w("Non lisible à l'intérieur", "Not encoded"),
    "bet.yours": _w("Votre pari", "Your bet"),
    "bet.measured": _w("Mesuré", "Measured"),
    "bet.gap": _w("Écart", "Gap"),
    "bet.inside": _w("Votre pari tombe dans l'intervalle.", "Your bet falls inside the interval."),
    "bet.lower": _w("Vous l'attendiez plus faible.", "You expected it lower."),
    "bet.higher": _w("Vous l'attendiez plus fort.", "You expected it higher."),
    "bet.points": _w("{n} points", "{n} points"),
    "filed": _w("Versé au carnet, pièce {n}", "Filed in the notebook, exhibit {n}"),
    # waiting, failing
    "wait.start": _w("La mesure commence. Le modèle se charge.", "The measure begins. The model is loading."),
    "wait.place": _w(
        "Une autre mesure passe avant : place {n} dans la file.",
        "Another measure goes first: place {n} in the queue.",
    ),
    "wait.left": _w(
        "{total} images à montrer, il en reste {left}.", "{total} pictures to show, {left} left."
    ),
    "wait.label": _w("Images traitées", "Pictures done"),
    "wait.refresh": _w("Actualiser la page", "Refresh the page"),
    "wait.turn": _w("La suite arrive.", "What follows is coming."),
    "failed": _w("La mesure n'a pas abouti.", "The measure did not come to an end."),
    "failed.kept": _w("Vos réponses sont gardées.", "Your answers are kept."),
    "failed.recorded": _w("La mesure enregistrée prend sa place.", "The recorded measure takes its place."),
    # questions
    "ask.choice": _w("Que faites-vous ?", "What do you do?"),
    "ask.number": _w("Votre nombre", "Your number"),
    "ask.bet": _w("Avant de voir : votre pari", "Before seeing: your bet"),
    "ask.bet.help": _w(
        "Ce pari n'est pas noté : il sert à voir ce que vous attendiez. Le résultat reste sous "
        "scellé jusque-là.",
        "This bet is not marked: it shows what you expected. The result stays sealed until then.",
    ),
    "ask.bet.label": _w("Mon pari", "My bet"),
    "ask.bet.slide": _w("Mon pari, au curseur", "My bet, by slider"),
    "ask.bet.go": _w("Sceller mon pari", "Seal my bet"),
    "ask.bet.skip": _w("Voir sans parier", "See without betting"),
    "ask.number.go": _w("Donner ce nombre", "Give this number"),
    "ask.number.range": _w("de {low} à {high}", "from {low} to {high}"),
    "ask.scale": _w("Votre position", "Where you stand"),
    "ask.scale.go": _w("Garder cette position", "Keep this position"),
    "ask.text": _w("Votre texte", "Your text"),
    "ask.text.limit": _w("2\u202f000 signes au plus.", "2,000 characters at most."),
    "ask.text.go": _w("Verser mon texte", "File my text"),
    "ask.rank": _w("Votre classement", "Your ranking"),
    "ask.rank.place": _w("Rang {n}", "Rank {n}"),
    "ask.rank.choose": _w("Choisir…", "Choose…"),
    "ask.rank.go": _w("Garder cet ordre", "Keep this order"),
    "ask.beliefs": _w("Votre estimation", "Your estimate"),
    "ask.beliefs.help": _w(
        "De « sûrement faux » à « sûrement vrai ». Vos estimations restent à côté du carnet, elles ne "
        "le changent pas.",
        "From 'surely false' to 'surely true'. Your estimates stay beside the notebook and do not change it.",
    ),
    "ask.beliefs.low": _w("sûrement faux", "surely false"),
    "ask.beliefs.high": _w("sûrement vrai", "surely true"),
    "ask.beliefs.go": _w("Noter mes estimations", "Note my estimates"),
    "ask.picture": _w("Votre image", "Your picture"),
    "ask.picture.limit": _w(
        "JPEG, PNG, GIF, WebP, BMP ou TIFF, 5\u00a0Mo et 12\u00a0millions de pixels au plus. Pas de SVG.",
        "JPEG, PNG, GIF, WebP, BMP or TIFF, 5\u00a0MB and 12\u00a0million pixels at most. No SVG.",
    ),
    "ask.picture.kept": _w(
        "L'image est recopiée sans ses métadonnées, au plus une heure, et effacée à la fin de l'enquête. "
        "Choisissez une image que vous avez le droit d'utiliser.",
        "The picture is copied without its metadata, for an hour at most, and erased when the investigation "
        "ends. Choose one that you have the right to use.",
    ),
    "ask.picture.go": _w("Montrer mon image au modèle", "Show my picture to the model"),
    "ask.picture.skip": _w("Passer : prendre l'image proposée", "Skip: take the proposed picture"),
    **AGAIN_PHRASES,
    **ENQUIRY_PHRASES,
    **LICENCE_PHRASES,
    **QUESTION_PHRASES,
    **PROFILE_PHRASES,
    **SUBJECT_PHRASES,
    **WORDING_PHRASES,
    "ask.skip": _w("Passer", "Skip"),
    "ask.locked": _w("Pas encore possible.", "Not possible yet."),
    "keys": _w("Répondre avec les touches 1 à 9", "Answer with the keys 1 to 9"),
    "offline": _w("Connexion perdue.", "Connection lost."),
    "offline.kept": _w("Votre texte est gardé ici.", "Your text is kept here."),
    "sending": _w("Réponse envoyée.", "Answer sent."),
    # notebook
    "notebook": _w("Carnet d'enquête", "Notebook"),
    "hypotheses": _w("Hypothèses", "Hypotheses"),
    "hypotheses.help": _w(
        "Cinq mots, d'écartée à établie, selon les pièces réunies.",
        "Five words, from set aside to established, as the exhibits gather.",
    ),
    **{f"word.{word}": words for word, words in HYPOTHESIS_WORDS.items()},
    "move.up": _w("Renforcée par la pièce {n}", "Strengthened by exhibit {n}"),
    "move.down": _w("Affaiblie par la pièce {n}", "Weakened by exhibit {n}"),
    # At the ends of the scale the word itself moved.
    "move.up.established": _w("Établie par la pièce {n}", "Established by exhibit {n}"),
    "move.down.set_aside": _w("Écartée par la pièce {n}", "Set aside by exhibit {n}"),
    "move.unchanged": _w("Inchangée par la pièce {n}", "Unchanged by exhibit {n}"),
    "move.none": _w("Aucune pièce encore", "No exhibit yet"),
    "move.rival": _w("Par contrecoup : une rivale a bougé", "In return: a rival has moved"),
    "move.says": _w(
        "Hypothèse {letter} : {before}, puis {after}.", "Hypothesis {letter}: {before}, then {after}."
    ),
    "move.stays": _w("Hypothèse {letter} : reste {after}.", "Hypothesis {letter}: stays {after}."),
    "move.p": _w("Position calculée : {p} sur 1", "Computed position: {p} out of 1"),
    "boring": _w("L'explication ordinaire.", "The ordinary explanation."),
    "pieces": _w("Pièces ({n})", "Exhibits ({n})"),
    "pieces.empty": _w(
        "Aucune pièce pour l'instant. La première arrive avec votre première mesure.",
        "No exhibit yet. The first comes with your first measure.",
    ),
    "piece": _w("Pièce {n}", "Exhibit {n}"),
    "piece.new": _w("Pièce {n} · vient d'arriver", "Exhibit {n} · just arrived"),
    "piece.for": _w("Pour {names}", "For {names}"),
    "piece.against": _w("contre {names}", "against {names}"),
    "piece.against_first": _w("Contre {names}", "Against {names}"),
    "piece.figure": _w("Voir la mesure", "See the measure"),
    "dock": _w("Accès rapide", "Quick access"),
    "dock.pieces": _w("Pièces", "Exhibits"),
    "dock.hypotheses": _w("Hypothèses", "Hypotheses"),
    "dock.end": _w("Lire la fin", "Read the ending"),
    "dock.next": _w("Choisir la suite", "Choose what next"),
    # ending and report
    "end.established": _w("Une conclusion tient", "A conclusion holds"),
    "end.refuted": _w("L'accusation ne tient pas", "The charge does not hold"),
    "end.undecided": _w("La question reste ouverte", "The question stays open"),
    "end.abandoned": _w("Enquête close sans conclure", "Closed without a conclusion"),
    "end.closed": _w("Fin de l'enquête", "End of the investigation"),
    "end.scope": _w("Portée du verdict", "Reach of the verdict"),
    "end.claimed": _w("Nous affirmons", "What we claim"),
    "end.claimed.none": _w("Rien : aucune pièce n'a été réunie.", "Nothing: no exhibit was gathered."),
    "end.unclaimed": _w("Nous n'affirmons pas", "What we do not claim"),
    "end.limits": _w("Limites des mesures", "Limits of the measures"),
    "end.missing": _w("Il manque", "What is missing"),
    "end.still_open": _w("De quoi trancher : « {name} »", "What would settle it: “{name}”"),
    "end.not_run": _w(
        "Une mesure qui n'a pas eu lieu : « {name} »", "A measure that did not take place: “{name}”"
    ),
    "end.set_aside": _w("{name} : hypothèse {word}.", "{name}: hypothesis {word}."),
    "end.next": _w("Et ensuite", "What next"),
    "end.reopens": _w("Ce qui rouvrirait le dossier", "What would reopen the file"),
    "end.path": _w("Votre chemin", "Your path"),
    "end.take": _w("Emporter le compte rendu", "Take the report away"),
    "end.report": _w("Compte rendu à imprimer (HTML)", "Report to print (HTML)"),
    "end.log": _w("Journal complet, pour rejouer (JSON)", "Whole log, to replay (JSON)"),
    "end.share": _w("Lien de lecture", "Link for reading"),
    "end.again": _w("Recommencer l'enquête", "Start the investigation again"),
    "erase": _w("Effacer cette enquête", "Erase this investigation"),
    "erase.sure": _w("Effacer pour toujours", "Erase for ever"),
    "erase.help": _w(
        "Vos réponses, votre carnet et vos images disparaissent de ce serveur. On ne peut pas revenir "
        "en arrière.",
        "Your answers, your notebook and your pictures disappear from this server. There is no way back.",
    ),
    "report.title": _w("Compte rendu", "Report"),
    "report.back": _w("Revenir à l'enquête", "Back to the investigation"),
    "report.print": _w("Imprimer avec la commande du navigateur.", "Print with the browser's command."),
    "report.replay": _w("Pour rejouer", "To replay"),
    "report.scenario": _w(
        "Scénario {id}, version {version}, empreinte {sha}", "Scenario {id}, version {version}, hash {sha}"
    ),
    "report.seed": _w("Graine de l'enquête : {seed}", "Seed of the play: {seed}"),
    "report.subject": _w("{name} : {badge}, SHA-256 {sha}", "{name}: {badge}, SHA-256 {sha}"),
    "report.texts": _w("Textes : CC BY 4.0.", "Texts: CC BY 4.0."),
    "sources": _w("Sources", "Sources"),
    "sources.and_terms": _w("Sources et mots", "Sources and words"),
    "terms": _w("Mots", "Words"),
    # messages
    "message.home": _w("Revenir aux dossiers", "Back to the cases"),
    "message.code": _w("Code : {code}", "Code: {code}"),
}
