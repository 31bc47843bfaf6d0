"""What the arguments of tools mean, in French: their declarations say it in English alone."""

from __future__ import annotations

from tools.wording import Language

_FRENCH = {
    "What distinguishes the two members of a pair.": "Ce qui distingue les deux membres d'une paire.",
    "How the two stand; both ways for place and identical, else side by side.": (
        "Leur disposition ; les deux pour place et identical, sinon côte à côte."
    ),
    "Pairs; all by default, 30 or more for a verdict.": (
        "Paires ; toutes par défaut, 30 au moins pour un verdict."
    ),
    "Contrast: factor, and its inverse for the rival (1.25). Brightness: levels added, and taken from the "
    "rival (30). Size: the smaller over the larger (0.7).": (
        "Contraste : facteur, et son inverse pour le rival (1.25). Luminosité : niveaux ajoutés, et ôtés au "
        "rival (30). Taille : la petite sur la grande (0.7)."
    ),
    "Also ask networks with random weights (slow).": (
        "Interroge aussi des réseaux aux poids tirés au hasard (lent)."
    ),
    "How many of them, 20 at least.": "Combien de ces réseaux, 20 au moins.",
    "A figure published over the same pictures.": "Un chiffre publié sur les mêmes images.",
    "Its n.": "Son effectif.",
    "Its source.": "Sa source.",
    "The case that it was measured on.": "Le cas sur lequel il a été mesuré.",
    "Sigmas in pixels of the picture; 0 changes nothing.": (
        "Écarts types en pixels de l'image ; 0 ne change rien."
    ),
    "Pictures; 30 or more for a verdict.": "Images ; 30 au moins pour un verdict.",
    "Levels out of 255 added everywhere; 0 changes nothing.": (
        "Niveaux sur 255, ajoutés partout ; 0 ne change rien."
    ),
    "Factors; 1 changes nothing.": "Facteurs ; 1 ne change rien.",
    "1 mirrors, 0 changes nothing.": "1 retourne l'image, 0 ne change rien.",
    "Sides of the patch in whole pixels; 0 changes nothing.": (
        "Côtés du cache, en pixels entiers ; 0 ne change rien."
    ),
    "Cells of the grid; 0 changes nothing.": "Cases de la grille ; 0 ne change rien.",
    "Networks with permuted weights, and as many drawn anew.": (
        "Réseaux aux poids permutés, et autant aux poids tirés à neuf."
    ),
    "Pictures of the case, at most six; one by default.": "Images du cas, six au plus ; une par défaut.",
    "The layer to read; the last before the answer by default.": (
        "La couche à lire ; par défaut, la dernière avant la réponse."
    ),
    "Pictures; all by default, 30 at least.": "Images ; toutes par défaut, 30 au moins.",
    "Times that reader and control are trained anew.": (
        "Nombre de fois où le lecteur et son témoin sont entraînés à neuf."
    ),
    "Put the cause in, or take it out.": "Introduire la cause, ou l'ôter.",
    "Share of the training examples that it touches.": "Part des exemples d'entraînement qu'elle touche.",
    "Trainings each way, five at least.": "Entraînements de chaque sorte, cinq au moins.",
    "The longest that all of them may take.": "La durée que tous peuvent prendre, en secondes.",
}


def argument_in(language: Language, about: str) -> str:
    """What an argument means, in ``language``; as declared where no French is known."""
    return _FRENCH.get(about, about) if language == "fr" else about
