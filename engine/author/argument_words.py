"""What the arguments of tools mean, in French: their declarations say it in English alone."""

from __future__ import annotations

from tools.wording import Language

_FRENCH = {
    "women: women over men, four pairs. white: White over Black, four pairs. log: the same question by number"
    " of trials. slices: what the figures by theme show.": (
        "women : les femmes contre les hommes, quatre paires. white : blancs contre noirs, quatre paires."
        " log : la même question selon le nombre d'essais. slices : ce que montrent les figures par thème."
    ),
    "Which published pair of groups the draws are made from.": (
        "La paire de groupes publiée dans laquelle on tire."
    ),
    "Trials of one check.": "Essais d'un contrôle.",
    "How many checks are drawn.": "Combien de contrôles sont tirés.",
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
    "Width of the band, in pixels; a member has 160.": (
        "Largeur de la bande, en pixels ; un membre en a 160."
    ),
    "How the two stand; side by side by default.": "Leur disposition ; côte à côte par défaut.",
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
    "The setting of the studio that separates the groups.": "Le réglage du studio qui sépare les groupes.",
    "Its levels, the reference first; tones 2 and 9.": "Ses niveaux, la référence d'abord ; teintes 2 et 9.",
    "A second setting, crossed with it; “none” for none.": (
        "Un second réglage, croisé avec lui ; « none » pour aucun."
    ),
    "Its levels; groups are compared within each of them.": (
        "Ses niveaux ; les groupes sont comparés à l'intérieur de chacun."
    ),
    "What is judged: overlap (IoU), boundary (pixels) or boundary_f.": (
        "Ce qui est jugé : overlap (recouvrement, IoU), boundary (erreur du contour, en pixels) ou "
        "boundary_f (justesse du contour)."
    ),
    "Pixels within which two outlines meet.": "Distance, en pixels, où deux contours se rejoignent.",
    "Identities; 30 by default, and for a verdict.": "Identités ; 30 par défaut, et pour un verdict.",
    "A published figure by its name in tools/targets, in the place of the four above.": (
        "Un chiffre publié, par son nom dans tools/targets, à la place des quatre réglages ci-dessus."
    ),
    "Which harmless changes. Pictures: shift, jpeg, flip. Texts: swap, paraphrase, misspelling. All of "
    "them by default.": (
        "Quels changements anodins. Images : shift, jpeg, flip. Textes : swap, paraphrase, misspelling. "
        "Tous par défaut."
    ),
    "Which number of the subject; the usual one by default.": (
        "Quel nombre du sujet ; le nombre habituel par défaut."
    ),
    "Answers that cross it are counted.": "Les réponses qui le franchissent sont comptées.",
    "Units; 30 or more for a verdict.": "Unités ; 30 au moins pour un verdict.",
    "What separates the groups. Busts: a setting of the studio (tone, age, glasses…). Sentences: group "
    "(lists of words) or term (word by word).": (
        "Ce qui sépare les groupes. Bustes : un réglage du studio (tone, age, glasses…). Phrases : group "
        "(listes de mots) ou term (mot à mot)."
    ),
    "Its levels, the reference first (“2, 9”); or the words to compare. The usual ones.": (
        "Ses niveaux, la référence d'abord (« 2, 9 »), ou les mots à comparer ; ceux d'usage par défaut."
    ),
    "Other settings of the studio, the same in every group: “light=0.3, zoom=0.8”.": (
        "D'autres réglages du studio, les mêmes dans chaque groupe : « light=0.3, zoom=0.8 »."
    ),
    "At this number or above, the subject says yes.": "À partir de ce nombre, le sujet dit oui.",
    "Identities or templates; 30 or more for a verdict.": (
        "Identités ou gabarits ; 30 au moins pour un verdict."
    ),
    "What varies. Busts: a setting of the studio (tone, age, glasses…). Sentences: group (lists of "
    "words) or term (word by word).": (
        "Ce qui varie. Bustes : un réglage du studio (tone, age, glasses…). Phrases : group (listes de "
        "mots) ou term (mot à mot)."
    ),
    "1 changes it, 0 changes nothing.": "1 le change, 0 ne change rien.",
    "Which number of the subject's answer; the usual one by default.": (
        "Quel nombre de la réponse du sujet ; le nombre habituel par défaut."
    ),
    "Where an answer turns from no to yes (not for maps).": (
        "Où une réponse passe du non au oui (sauf pour les cartes)."
    ),
    "Studio settings held otherwise, for busts: “light=0.25, tone=9”.": (
        "Réglages du studio tenus autrement, pour des bustes : « light=0.25, tone=9 »."
    ),
    "Which: glasses or headscarf.": "Lequel : glasses (lunettes) ou headscarf (foulard).",
    "Years, 18 to 90; 25 is the reference.": "Années, de 18 à 90 ; 25 est la référence.",
    "Which: bookshelf, office, gradient, near-black or near-white.": (
        "Lequel : bookshelf (bibliothèque), office (bureau), gradient (dégradé), near-black (presque "
        "noir) ou near-white (presque blanc)."
    ),
    "Factors of chroma; 1 changes nothing, 0 leaves greys.": (
        "Facteurs de vivacité ; 1 ne change rien, 0 ne laisse que des gris."
    ),
    "Shares of each side kept, above 0 and up to 1; 1 changes nothing.": (
        "Part gardée de chaque côté, au-dessus de 0 et jusqu'à 1 ; 1 ne change rien."
    ),
    "The first change: any change of pictures, by name.": (
        "Le premier changement : tout changement d'images, par son nom."
    ),
    "Its doses; its strongest usual one by default.": "Ses doses ; par défaut, sa plus forte dose d'usage.",
    "Which expression, background or accessory.": "Quelle expression, quel fond ou quel accessoire.",
    "The second change.": "Le second changement.",
    "Studio settings held otherwise, for busts: “background_level=0.9”.": (
        "Réglages du studio tenus autrement, pour des bustes : « background_level=0.9 »."
    ),
    "Stops; 0 changes nothing.": "Diaphragmes ; 0 ne change rien.",
    "Strengths, 0 (neutral) to 1.": "Intensités, de 0 (neutre) à 1.",
    "Which: smile, angry, surprise or sad.": (
        "Laquelle : smile (sourire), angry (colère), surprise ou sad (tristesse)."
    ),
    "Greys of the ground, 0 (black) to 1 (white); 0.5 is the reference.": (
        "Gris du fond, de 0 (noir) à 1 (blanc) ; 0.5 est la référence."
    ),
    "Degrees; 0 changes nothing.": "Degrés ; 0 ne change rien.",
    "Qualities, whole, 1 to 100; none changes nothing.": (
        "Qualités, entières, de 1 à 100 ; aucune n'est sans effet sur l'image."
    ),
    "Multiples of the reference light, 0.02 to 8; 1 changes nothing.": (
        "Multiples de la lumière de référence, de 0.02 à 8 ; 1 ne change rien."
    ),
    "Azimuths in degrees, −120 (left) to 120 (right); −39 is the reference.": (
        "Directions en degrés, de −120 (gauche) à 120 (droite) ; −39 est la référence."
    ),
    "Points of lightness out of 100; 0 changes nothing.": "Points de clarté, sur 100 ; 0 ne change rien.",
    "Units (templates, or texts); 30 for a verdict.": "Unités (gabarits ou textes) ; 30 pour un verdict.",
    "Sentences of one template: repeats, never units.": (
        "Phrases d'un même gabarit : des répétitions, jamais des unités."
    ),
    "Which number of the subject (a label, next:WORD…).": "Quel nombre du sujet (une étiquette, next:MOT…).",
    "Where the decision changes; 0.5 of a score.": "Où la décision change ; 0.5 pour une note.",
    "Words with one slip of the finger.": "Mots où un doigt a glissé.",
    "One negation a sentence.": "Une négation par phrase.",
    "Standard deviations, in levels out of 255; 0 changes nothing.": (
        "Écarts types, en niveaux sur 255 ; 0 ne change rien."
    ),
    "Pairs of neighbouring words that change places.": "Paires de mots voisins qui échangent leur place.",
    "Phrases said in another way.": "Groupes de mots dits autrement.",
    "0 is female-perceived (the reference), 1 male-perceived.": (
        "0 : visage perçu comme féminin (la référence) ; 1 : comme masculin."
    ),
    "Degrees, −45 to 45, positive to the picture’s right; 0 faces the camera.": (
        "Degrés, de −45 à 45, positifs vers la droite de l'image ; 0 : de face."
    ),
    "Shares of each side, above 0 and up to 1; 1 changes nothing.": (
        "Part de chaque côté, au-dessus de 0 et jusqu'à 1 ; 1 ne change rien."
    ),
    "Of pictures: contrast, exposure, brightness, lightness, chroma, hue, blur, noise, gradient; of "
    "texts: words (removed).": (
        "Pour une image : contrast, exposure, brightness, lightness, chroma, hue, blur, noise, gradient "
        "; pour un texte : words (mots ôtés)."
    ),
    "Where the answer turns; 0.5 by default, of a map its cell.": (
        "Où la réponse se retourne ; 0.5 par défaut ; pour une carte, sa case."
    ),
    "The largest dose tried, in the change’s own unit.": (
        "La plus forte dose essayée, dans l'unité du changement."
    ),
    "Units; 30 by default, 30 or more for a verdict.": "Unités ; 30 par défaut, 30 au moins pour un verdict.",
    "Always 1: the words are the repeats.": "Toujours 1 : les mots sont les répétitions.",
    "The word of a text of one’s own that gives way.": "Le mot de votre texte qui cède la place.",
    "The words that take its place, by commas; the lists by default.": (
        "Les mots qui prennent sa place, séparés par des virgules ; les listes par défaut."
    ),
    "Monk tones, whole, 1 to 10; 2 is the reference.": (
        "Teintes de l'échelle de Monk, entières, de 1 à 10 ; 2 est la référence."
    ),
    "Words cut from the end.": "Mots coupés à la fin.",
    "Which of the subject's numbers; the usual one by default.": (
        "Lequel des nombres du sujet ; le nombre habituel par défaut."
    ),
    "grid, superpixels or face_parts (computed busts: the default there).": (
        "grid (grille), superpixels (taches de couleur proche) ou face_parts (parties du visage : bustes "
        "calculés, dont c'est le défaut)."
    ),
    "The region told of; the one that carries most by default.": (
        "La région dont on parle ; par défaut, celle qui porte le plus."
    ),
    "Pictures; more than one gives an interval over them.": "Images ; plusieurs donnent un intervalle.",
    "Layer looked at; the last that reads neighbours by default.": (
        "Couche regardée ; par défaut, la dernière qui lit le voisinage."
    ),
    "Steps from the mean colour to the picture.": "Pas, de la couleur moyenne à l'image.",
    "Coalitions of regions that are tried.": "Groupes de régions essayés.",
    "Noisy copies of the picture.": "Copies bruitées de l'image.",
    "Spread of the noise, as a share of the range.": "Ampleur du bruit, en part de l'étendue des valeurs.",
    "Which number of the subject (a label).": "Quel nombre du sujet (une étiquette).",
    "words, or phrases (runs of words).": "words (mots) ou phrases (suites de mots).",
    "Only the sentences that hold this word, held against neutral words.": (
        "Les seules phrases qui contiennent ce mot, comparé à des mots neutres."
    ),
    "Units: 8 by default, 30 where a term is asked.": "Unités : 8 par défaut, 30 si un mot est demandé.",
    "Points between padding and the text.": "Points entre le remplissage et le texte.",
    "Coalitions drawn, above 10 words (exact below).": (
        "Groupes de mots tirés au sort, au-delà de 10 mots (exact en deçà)."
    ),
    "The convolution layer; a late wide one by default.": (
        "La couche de convolution ; par défaut, une couche large et tardive."
    ),
    "The channel, counted from 0.": "Le canal, compté à partir de 0.",
    "Pictures searched for from different starts.": "Images cherchées, de départs différents.",
    "Steps of each search.": "Pas de chaque recherche.",
    "How strongly two further pictures are pushed apart; 0: none are made.": (
        "Force qui écarte deux images de plus l'une de l'autre ; 0 : aucune n'est faite."
    ),
    "Natural pictures of each source, busts and photographs.": (
        "Images naturelles de chaque source, bustes et photographies."
    ),
    "Natural patches shown.": "Morceaux d'images naturelles montrés.",
    "The first channel of the sheet.": "Le premier canal de la planche.",
    "How many channels.": "Combien de canaux.",
    "Natural patches of each channel.": "Morceaux d'images naturelles par canal.",
    "The layer, one that reads word by word; the last by default.": (
        "La couche, une de celles qui lisent mot à mot ; la dernière par défaut."
    ),
    "Sentences of the case that are read.": "Phrases du cas qui sont lues.",
    "Phrases shown.": "Groupes de mots montrés.",
    "Words kept on each side of the strongest.": "Mots gardés de chaque côté du plus fort.",
    "Busts: a setting that goes by degrees (tone, age, light…). Sentences: a list of words.": (
        "Bustes : un réglage qui va par degrés (tone, age, light…). Phrases : une liste de mots."
    ),
    "Busts: its levels, in rising order; each boundary between two is tried.": (
        "Bustes : ses niveaux, en montant ; chaque frontière entre deux est essayée."
    ),
    "Identities or templates; 30 for a verdict.": "Identités ou gabarits ; 30 pour un verdict.",
    "The layer whose activations are clustered.": "La couche dont les activations sont mises en groupes.",
    "Stimuli; all of the case by default.": "Stimuli ; tous ceux du cas par défaut.",
    "The other subject: balanced for skewed, before for after.": (
        "L'autre sujet : l'équilibré pour le déséquilibré, l'avant pour l'après."
    ),
    "The instrument that both meet: a verb and a way.": (
        "L'instrument que les deux rencontrent : un verbe et une manière."
    ),
    "Its settings, as in “levels=0.4,0.7; n=36”; else its own defaults.": (
        "Ses réglages, comme « levels=0.4,0.7; n=36 » ; sinon, ceux par défaut."
    ),
    "Units (identities, templates, photographs); 30 for a verdict.": (
        "Unités (identités, gabarits, photographies) ; 30 pour un verdict."
    ),
    "Networks of random weights; 20 or more for a verdict.": (
        "Réseaux aux poids tirés au hasard ; 20 au moins pour un verdict."
    ),
    "Each identity in a pose, light, tone and hair of its own, the same in both its busts; false: all "
    "as the case has them.": (
        "Chaque identité a sa pose, sa lumière, sa teinte et ses cheveux, les mêmes dans ses deux bustes "
        "; false : tous tels que le cas les donne."
    ),
    "The concept: any other way of this verb; tone, or identity of texts.": (
        "Le concept : toute autre manière de ce verbe ; tone par défaut, identity pour les textes."
    ),
    "Units of its one hidden layer.": "Unités de son unique couche cachée.",
    "The number asked of the subject; its usual one.": (
        "Le nombre demandé au sujet ; le nombre habituel par défaut."
    ),
    "The layer of the direction; the last before the answer by default.": (
        "La couche de la direction ; par défaut, la dernière avant la réponse."
    ),
    "Random directions beside it.": "Directions tirées au hasard, à côté de la sienne.",
    "Times the units are halved.": "Nombre de fois où les unités sont partagées en deux.",
    "Which stimulus of those shown, counted from 1.": (
        "Quel stimulus parmi ceux montrés, compté à partir de 1."
    ),
    "Stimuli of the case; 30 for a verdict.": "Stimuli du cas ; 30 pour un verdict.",
    "How many neighbours.": "Combien de voisins.",
    "A group of words (orientation, origin…) to tell from the other groups; by default, any word of "
    "identity from words that say nothing of one.": (
        "Un groupe de mots (orientation, origin…) à distinguer des autres groupes ; par défaut, tout mot "
        "d'identité, à distinguer des mots qui n'en disent rien."
    ),
    "Layers read, evenly spread from first to last.": "Couches lues, réparties de la première à la dernière.",
    "Share that it touches of the training examples that it can touch.": (
        "Part touchée, parmi les exemples d'entraînement qu'elle peut toucher."
    ),
}


def argument_in(language: Language, about: str) -> str:
    """What an argument means, in ``language``; as declared where no French is known."""
    return _FRENCH.get(about, about) if language == "fr" else about
