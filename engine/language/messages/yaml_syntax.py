"""Y: what YAML itself stumbles over."""

from engine.language.messages import Row

ROWS: dict[str, Row] = {
    "Y100": (
        "error",
        ("UNE LIGNE ILLISIBLE", "AN UNREADABLE LINE"),
        ("Je ne sais pas lire la ligne {line} : {problem}.", "I cannot read line {line}: {problem}."),
        ("{instead}", "{instead}"),
    ),
    "Y101": (
        "error",
        ("UN FICHIER TROP GRAND", "A FILE TOO LARGE"),
        (
            "Ce fichier compte {size} ; un scénario reste sous 1 Mio, 60 000 valeurs et 2 000 nœuds.",
            "This file has {size}; a scenario stays under 1 MiB, 60,000 values and 2,000 nodes.",
        ),
        (
            "Déplacez les images dans assets/ ou coupez l'enquête en deux.",
            "Move images to assets/, or cut the investigation in two.",
        ),
    ),
    "Y102": (
        "error",
        ("UN FICHIER QUI N'EST PAS EN UTF-8", "A FILE THAT IS NOT UTF-8"),
        ("Ce fichier n'est pas en UTF-8 (ligne {line}).", "This file is not in UTF-8 (line {line})."),
        ("Enregistrez-le de nouveau en « UTF-8 ».", "Save it again as “UTF-8”."),
    ),
    "Y103": (
        "error",
        ("UNE TABULATION", "A TAB"),
        (
            "La ligne {line} commence par une tabulation : son retrait est incertain.",
            "Line {line} is indented with a tab, so its depth is uncertain.",
        ),
        ("Remplacez-la par {n} espaces.", "Replace it with {n} spaces."),
    ),
    "Y104": (
        "error",
        ("UN CARACTÈRE INVISIBLE", "AN INVISIBLE CHARACTER"),
        (
            "La ligne {line} cache un caractère invisible ({number}, {name}).",
            "Line {line} hides an invisible character ({number}, {name}).",
        ),
        (
            "Effacez-le ; il vient souvent d'un copier-coller.",
            "Delete it; it often comes with a copy-paste.",
        ),
    ),
    "Y105": (
        "error",
        ("UN RACCOURCI DE YAML", "A YAML SHORTCUT"),
        (
            "Je n'accepte pas les raccourcis de YAML (ici « {what} »).",
            "I do not accept YAML shortcuts (here “{what}”).",
        ),
        (
            "Écrivez la valeur en entier ; si c'est une phrase, mettez-la entre guillemets.",
            "Write the value out; if this is a sentence, put it in quotes.",
        ),
    ),
    "Y106": (
        "error",
        ("UNE INSTRUCTION DE YAML", "A YAML INSTRUCTION"),
        (
            "« {tag} » est une instruction de YAML, et je n'en suis aucune.",
            "“{tag}” is a YAML instruction, and I never follow those.",
        ),
        (
            "Effacez-la, ou mettez entre guillemets la phrase qui commence par « ! ».",
            "Remove it, or quote the sentence that begins with “!”.",
        ),
    ),
    "Y107": (
        "error",
        ("TROP D'EMBOÎTEMENTS", "TOO DEEPLY NESTED"),
        (
            "La ligne {line} s'emboîte sur plus de {depth} niveaux.",
            "Line {line} is nested more than {depth} levels deep.",
        ),
        ("Un crochet est sans doute resté ouvert.", "A bracket is probably left open."),
    ),
    "Y108": (
        "error",
        ("UNE DIRECTIVE", "A DIRECTIVE"),
        (
            "Les lignes « %{directive} » ne font pas partie d'un scénario.",
            "“%{directive}” lines are not part of a scenario.",
        ),
        ("Effacez la ligne {line}.", "Remove line {line}."),
    ),
    "Y109": (
        "error",
        ("DEUX DOCUMENTS", "TWO DOCUMENTS"),
        (
            "Un second document commence à la ligne {line} (« --- »).",
            "A second document starts at line {line} (“---”).",
        ),
        ("Un fichier, un scénario : séparez-les.", "One file, one scenario: split it."),
    ),
    "Y110": (
        "error",
        ("UN NOM EN DOUBLE", "A NAME TWICE"),
        (
            "« {key} » apparaît deux fois ici, lignes {first} et {line} ; le premier serait perdu.",
            "“{key}” appears twice here, lines {first} and {line}; the first would be lost.",
        ),
        ("Renommez l'un des deux.", "Rename one of them."),
    ),
    "Y111": (
        "error",
        ("UN TEXTE TROP LONG", "A TEXT TOO LONG"),
        (
            "Ce texte compte {n} caractères ; 20 000 est la limite.",
            "This text has {n} characters; 20,000 is the most.",
        ),
        ("Répartissez-le sur plusieurs nœuds.", "Cut it into several nodes."),
    ),
    "Y112": (
        "error",
        ("UN NOMBRE DÉMESURÉ", "A NUMBER TOO LARGE"),
        (
            "Le nombre {value} est trop grand pour avoir un sens ici.",
            "The number {value} is too large to mean anything here.",
        ),
        ("Restez sous 10¹².", "Keep it below 10¹²."),
    ),
    "Y113": (
        "error",
        ("UN NOM DE CHAMP QUI N'EN EST PAS UN", "NOT A FIELD NAME"),
        (
            "Un nom de champ est un mot ; j'ai trouvé {what}.",
            "A field name must be a word; I found {what}.",
        ),
        ("Mettez-le entre guillemets, ou effacez le « ? ».", "Quote it or remove the “?”."),
    ),
    "Y114": (
        "warning",
        ("UNE VALEUR AMBIGUË", "AN AMBIGUOUS VALUE"),
        (
            "« {value} » se lit différemment d'un lecteur de YAML à l'autre.",
            "“{value}” is read differently by different YAML readers.",
        ),
        ("{instead}", "{instead}"),
    ),
    "Y115": (
        "error",
        ("UNE PHRASE SANS GUILLEMETS", "A SENTENCE WITHOUT QUOTES"),
        (
            "Cette phrase a besoin de guillemets à cause de « {char} », qui a un sens pour YAML.",
            "This sentence needs quotes because of “{char}”, which means something to YAML.",
        ),
        ("Remplacez la ligne par :\n{corrected}", "Replace the line with:\n{corrected}"),
    ),
    "Y116": (
        "error",
        ("UNE VIRGULE COUPE LA PHRASE", "A COMMA CUTS THE SENTENCE"),
        (
            "Entre accolades, une virgule termine la phrase : je n'ai gardé que « {kept} ».",
            "Inside braces a comma ends the sentence: I only kept “{kept}”.",
        ),
        ("Remplacez la ligne par :\n{corrected}", "Replace the line with:\n{corrected}"),
    ),
    "Y117": (
        "error",
        ("UNE FIN DE PHRASE PERDUE", "THE END OF A SENTENCE LOST"),
        (
            "Tout ce qui suit « # » disparaîtrait sans bruit : je n'ai gardé que « {kept} ».",
            "Everything after “ #” would silently vanish: I only kept “{kept}”.",
        ),
        (
            "Mettez la phrase entre guillemets, ou la remarque sur sa propre ligne :\n{corrected}",
            "Quote the sentence, or move the remark to a line of its own:\n{corrected}",
        ),
    ),
}
