"""The words that planted falsehoods are made with, in French and in English: pairs to exchange, lies to add.

This list serves the planting alone. Neither the gate nor the checker reads it, or a catch would prove only
that both read the same list.
"""

from __future__ import annotations

from tools.wording import Language

Pairs = tuple[tuple[str, str], ...]

GROUPS: dict[Language, Pairs] = {
    "fr": (
        ("la femme nommée blanche", "l’homme nommé noir"),
        ("femmes", "hommes"),
        ("blanches", "noires"),
        ("blancs", "noirs"),
        ("blanche", "noire"),
        ("blanc", "noir"),
        ("claire", "foncée"),
        ("claires", "foncées"),
        ("clair", "sombre"),
        ("sombre", "clair"),
        ("claires", "sombres"),
        ("éclaircie", "assombrie"),
        ("éclaircir", "assombrir"),
        ("premier", "second"),
        ("première", "seconde"),
        ("gauche", "droite"),
        ("côté droit", "côté gauche"),
        ("le haut", "le bas"),
        ("en haut", "en bas"),
        ("d’en haut", "d’en bas"),
        ("plus grande", "plus petite"),
        ("plus contrastée", "moins contrastée"),
        ("avec un", "sans"),
        ("avec des", "sans"),
        ("Twitter", "Google"),
        ("Apple", "Twitter"),
        ("Google", "Apple"),
        ("fond", "visage"),
        ("pour", "contre"),
        ("clarté", "couleur"),
        ("contraste", "cadrage"),
        ("l’entreprise", "l’audit indépendant"),
    ),
    "en": (
        ("the woman labelled White", "the man labelled Black"),
        ("women", "men"),
        ("woman", "man"),
        ("black", "white"),
        ("light skin", "dark skin"),
        ("lighter", "darker"),
        ("lightened", "darkened"),
        ("lightening", "darkening"),
        ("dark wall", "light wall"),
        ("light parts", "dark parts"),
        ("first", "second"),
        ("on the left", "on the right"),
        ("left side", "right side"),
        ("right side", "left side"),
        ("the top", "the bottom"),
        ("on top", "at the bottom"),
        ("larger", "smaller"),
        ("more contrasted", "less contrasted"),
        ("with a", "without a"),
        ("with the", "without the"),
        ("Twitter", "Google"),
        ("Apple", "Twitter"),
        ("Google", "Apple"),
        ("contrast", "brightness"),
        ("the company", "the independent audit"),
    ),
}
"""Two groups, places, sides or firms, in the same form of the word so that the sentence stays fluent."""

SIGNS: dict[Language, Pairs] = {
    "fr": (
        ("gagne", "perd"),
        ("gagnent", "perdent"),
        ("vers", "contre"),
        ("monte", "baisse"),
        ("augmente", "diminue"),
        ("augmentons", "réduisons"),
        ("augmenter", "réduire"),
        ("au-dessus", "en dessous"),
        ("ajoute", "retire"),
        ("plus souvent", "moins souvent"),
        ("plus haut", "plus bas"),
        ("plus hautes", "plus basses"),
        ("plus haute", "plus basse"),
        ("plus petit", "plus grand"),
        ("plus grand", "plus petit"),
        ("bien plus", "bien moins"),
        ("plus de chances", "moins de chances"),
        ("plus que", "moins que"),
        ("plus tard", "plus tôt"),
        ("favorise", "pénalise"),
        ("trop peu de", "bien assez de"),
        ("a perdu", "a gagné"),
        ("a fondu", "a grandi"),
        ("garde", "perd"),
        ("gardent", "perdent"),
        ("pour", "contre"),
        ("avant", "après"),
        ("dépasse", "reste sous"),
        ("mieux", "moins bien"),
        ("autant que", "moins que"),
        ("en faveur des", "au détriment des"),
        ("minuscule", "énorme"),
        ("très sensible", "peu sensible"),
        ("désavantage", "avantage"),
        ("égales", "opposées"),
    ),
    "en": (
        ("wins", "loses"),
        ("win", "lose"),
        ("towards", "against"),
        ("rises", "falls"),
        ("increase", "reduce"),
        ("above", "below"),
        ("adds", "removes"),
        ("takes contrast away", "adds contrast"),
        ("more often", "less often"),
        ("higher", "lower"),
        ("wider", "narrower"),
        ("smaller", "larger"),
        ("larger", "smaller"),
        ("more than", "less than"),
        ("more likely", "less likely"),
        ("later", "earlier"),
        ("favours", "penalises"),
        ("too few", "plenty of"),
        ("keeps", "loses"),
        ("keep", "lose"),
        ("before", "after"),
        ("for it", "against"),
        ("exceeds", "falls short of"),
        ("better", "worse"),
        ("as much as", "less than"),
        ("in favour of", "at the expense of"),
        ("disadvantage", "advantage"),
        ("very sensitive", "hardly sensitive"),
        ("tiny", "enormous"),
        ("in most", "in few"),
        ("much more", "much less"),
    ),
}
"""Two directions of one relation."""

BADGES: dict[Language, Pairs] = {
    "fr": (
        ("le réseau d’origine", "la doublure"),
        ("ce réseau", "cette doublure"),
        ("le réseau", "l’imitation du réseau"),
        ("la machine", "la doublure"),
        ("la machine", "une imitation du réseau"),
        ("la machine", "notre maquette"),
        ("une doublure", "le réseau d’origine"),
        ("sa doublure", "l’original certifié"),
        ("des bustes", "des photographies de vraies personnes"),
        ("visages calculés", "visages de vraies personnes"),
        ("bustes calculés", "portraits de vraies personnes"),
        ("reproduit", "confirmé"),
    ),
    "en": (
        ("the original network", "the stand-in"),
        ("this network", "this stand-in"),
        ("the network", "an imitation of the network"),
        ("the machine", "the stand-in"),
        ("the machine", "an imitation of the network"),
        ("the machine", "our model made here"),
        ("a stand-in", "the original network"),
        ("its stand-in", "the certified original"),
        ("computed busts", "photographs of real people"),
        ("computed faces", "faces of real people"),
        ("reproduced", "confirmed"),
    ),
}
"""What a subject or a picture is, and what it is not. The first of a pair is replaced, never the second."""

MEASURED_ON: dict[Language, tuple[str, ...]] = {
    "fr": (
        "{1}, mesuré sur une doublure.",
        "Sur une imitation du réseau, {0}.",
        "D’après la maquette, {0}.",
        "{1} (doublure).",
        "Avec un réseau voisin, {0}.",
    ),
    "en": (
        "{1}, measured on a stand-in.",
        "On an imitation of the network, {0}.",
        "By the stand-in's account, {0}.",
        "{1} (stand-in).",
        "With another, similar network, {0}.",
    ),
}
"""A true measure laid on something other than what answered."""

SOURCES: dict[Language, tuple[str, ...]] = {
    "fr": (
        "Selon une étude de Stanford, {0}.",
        "D’après la CNIL, {0}.",
        "Selon Joy Buolamwini, {0}.",
        "{1}, comme l’a montré le MIT.",
        "{1}, d’après un rapport de l’Unesco.",
        "{1}. [@buolamwini2018]",
        "Timnit Gebru le confirme : {0}.",
        "{1} [@reuters2021].",
        "Des chercheurs d’Oxford l’ont vérifié : {0}.",
        "Selon Le Monde, {0}.",
        "{1}, selon Margaret Mitchell.",
        "D’après une enquête de ProPublica, {0}.",
    ),
    "en": (
        "According to a Stanford study, {0}.",
        "According to the CNIL, {0}.",
        "Joy Buolamwini showed that {0}.",
        "{1}, as MIT has shown.",
        "{1}, a report by Unesco says.",
        "{1}. [@buolamwini2018]",
        "Timnit Gebru confirms it: {0}.",
        "{1} [@reuters2021].",
        "Researchers at Oxford have verified it: {0}.",
        "According to the New York Times, {0}.",
        "{1}, Margaret Mitchell says.",
        "A ProPublica inquiry found that {0}.",
    ),
}
"""``{0}`` is the true sentence with a small letter and no full stop, ``{1}`` with its capital."""

PEOPLE: dict[Language, tuple[str, ...]] = {
    "fr": ("Facebook", "Jack Dorsey", "Elon Musk", "Microsoft", "Meta", "Kate Crawford"),
    "en": ("Facebook", "Jack Dorsey", "Elon Musk", "Microsoft", "Meta", "Kate Crawford"),
}
"""Whom a sentence about the company or an examiner may be laid on instead."""

ACTORS: dict[Language, tuple[str, ...]] = {
    "fr": ("l’entreprise", "le premier", "le second", "une personne", "personne"),
    "en": ("the company", "the first", "the second", "one person", "the firm"),
}

CAUSES: dict[Language, tuple[str, ...]] = {
    "fr": (
        "{1} parce que la machine préfère les peaux claires.",
        "{1}, à cause de la couleur de la peau.",
        "Cela prouve que {0}.",
        "{1}, ce qui explique les plaintes de 2020.",
        "{1}, et c’est le contraste qui en est la cause.",
        "C’est l’entraînement du réseau qui fait que {0}.",
        "{1} : voilà ce qui a provoqué le scandale.",
        "{1}, en raison des données d’apprentissage.",
        "{1} puisque le réseau a appris les préjugés des gens.",
        "{1}, grâce à la règle de l’entreprise.",
        "Cela démontre que {0}.",
        "{1}, ce qui entraîne une discrimination.",
    ),
    "en": (
        "{1} because the machine prefers light skin.",
        "{1}, because of skin colour.",
        "This proves that {0}.",
        "{1}, which explains the complaints of 2020.",
        "{1}, and contrast is the cause of it.",
        "The training of the network is the reason why {0}.",
        "{1}: this is what led to the scandal.",
        "{1}, owing to the training data.",
        "{1}, since the network learned people's prejudices.",
        "{1}, which is due to the company's rule.",
        "This demonstrates that {0}.",
        "{1}, which results in discrimination.",
    ),
}

JOINS: dict[Language, tuple[str, ...]] = {
    "fr": (", et ", " et "),
    "en": (", and ", " and "),
}
"""Where two facts stand side by side, and a lie may make the one the cause of the other."""

JOINED: dict[Language, tuple[str, ...]] = {
    "fr": (" parce que ", ", c’est pourquoi "),
    "en": (" because ", ", which is why "),
}

ENDINGS: dict[Language, tuple[str, ...]] = {
    "fr": (
        "L’enquête est close : l’entreprise est coupable.",
        "{1}, et l’hypothèse est désormais établie.",
        "{1} : le dossier est clos.",
        "{1}, la machine est donc innocentée.",
        "{1}, ce qui établit la faute de l’entreprise.",
        "Verdict : la machine est coupable.",
        "{1} : affaire classée.",
        "{1}, et la machine est hors de cause.",
        "L’enquête conclut que {0}.",
        "Vous pouvez signer votre rapport : {0}.",
        "{1}, l’accusation est donc confirmée.",
    ),
    "en": (
        "The case is closed: the company is guilty.",
        "{1}, and the hypothesis is now established.",
        "{1}: the file is closed.",
        "{1}, so the machine is cleared.",
        "{1}, which establishes the company's fault.",
        "Verdict: the machine is guilty.",
        "{1}: case dismissed.",
        "{1}, and the machine is innocent.",
        "The inquiry concludes that {0}.",
        "You can sign your report: {0}.",
        "{1}, so the accusation is confirmed.",
    ),
}

COUNTS: dict[Language, tuple[str, ...]] = {
    "fr": ("deux", "trois", "quatre", "cinq", "six", "sept", "dix", "vingt", "cent", "mille"),
    "en": ("two", "three", "four", "five", "six", "seven", "ten", "twenty", "hundred", "thousand"),
}
