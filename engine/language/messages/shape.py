"""S: fields that are missing, misnamed or of the wrong shape."""

from engine.language.messages import Row

ROWS: dict[str, Row] = {
    "S200": (
        "error",
        ("PAS UN SCÉNARIO", "NOT A SCENARIO"),
        (
            "Un scénario est une liste de champs nommés ; ce fichier est {what}.",
            "A scenario is a list of named fields; this file is {what}.",
        ),
        (
            "Partez du plus petit scénario de docs/authors.",
            "Start from the smallest scenario in docs/authors.",
        ),
    ),
    "S201": (
        "error",
        ("UN CHAMP MANQUE", "A FIELD IS MISSING"),
        ("Le champ « {field} » manque dans {where}.", "The field “{field}” is missing from {where}."),
        ("Ajoutez « {field}: … » après la ligne {line}.", "Add “{field}: …” after line {line}."),
    ),
    "S202": (
        "error",
        ("UN CHAMP INCONNU", "AN UNKNOWN FIELD"),
        ("Il n'existe pas de champ « {field} » pour {where}.", "There is no field “{field}” in {where}."),
        ("{near}Champs possibles : {list}.", "{near}Allowed: {list}."),
    ),
    "S203": (
        "error",
        ("UNE VALEUR INATTENDUE", "AN UNEXPECTED VALUE"),
        (
            "« {field} » doit être {expected} ; j'ai trouvé {found}.",
            "“{field}” should be {expected}; I found {found}.",
        ),
        ("{example}", "{example}"),
    ),
    "S204": (
        "error",
        ("UNE AUTRE VERSION DU LANGAGE", "ANOTHER VERSION OF THE LANGUAGE"),
        (
            "Je parle incident/1 ; ce fichier dit « {format} ».",
            "I speak incident/1; this file says “{format}”.",
        ),
        ("Écrivez « format: incident/1 ».", "Write “format: incident/1”."),
    ),
    "S210": (
        "error",
        ("UN NOM INTERDIT", "NOT A NAME"),
        (
            "« {id} » ne peut pas être un nom : il faut a–z, 0–9 et _, et commencer par une lettre.{letter}",
            "“{id}” cannot be a name: only a–z, 0–9 and _, starting with a letter.{letter}",
        ),
        ("Essayez « {suggestion} ».", "Try “{suggestion}”."),
    ),
    "S211": (
        "error",
        ("UN MOT RÉSERVÉ", "A RESERVED WORD"),
        ("« {id} » est un mot que j'emploie déjà.", "“{id}” is a word I already use."),
        ("Essayez « {id}_1 ».", "Try “{id}_1”."),
    ),
    "S212": (
        "error",
        ("UN NOM POUR DEUX CHOSES", "ONE NAME FOR TWO THINGS"),
        (
            "« {id} » nomme à la fois {kind1} (ligne {first}) et {kind2}.",
            "“{id}” names both {kind1} (line {first}) and {kind2}.",
        ),
        (
            "Renommez l'un des deux : une condition ne saurait pas lequel lire.",
            "Rename one: expressions could not tell them apart.",
        ),
    ),
    "S220": (
        "error",
        ("DEUX NŒUDS EN UN", "TWO NODES IN ONE"),
        (
            "Le nœud « {node} » est à la fois « {kind1} » et « {kind2} ».",
            "Node “{node}” is both “{kind1}” and “{kind2}”.",
        ),
        ("Coupez-le en deux nœuds.", "Cut it in two nodes."),
    ),
    "S221": (
        "error",
        ("UN NŒUD MUET", "A SILENT NODE"),
        ("Le nœud « {node} » n'a rien à montrer.", "Node “{node}” has nothing to show."),
        ("Ajoutez « text: ».", "Add “text:”."),
    ),
    "S222": (
        "error",
        ("TROP DE CHOIX", "TOO MANY OPTIONS"),
        (
            "Le nœud « {node} » propose {n} choix ; il en faut de un à neuf.",
            "Node “{node}” offers {n} options; one to nine is what a reader can weigh.",
        ),
        ("Regroupez-les derrière un premier choix.", "Group them behind a first choice."),
    ),
    "S223": (
        "error",
        ("UNE FIN QUI CONTINUE", "AN ENDING THAT GOES ON"),
        (
            "« {node} » ne peut pas avoir de « to » : {why}.",
            "“{node}” cannot have a “to”: {why}.",
        ),
        ("Effacez « to: ».", "Remove “to:”."),
    ),
    "S225": (
        "error",
        ("TROP OU TROP PEU", "TOO MANY OR TOO FEW"),
        (
            "Il y a {n} entrées dans {where} ; il en faut de {low} à {high}.",
            "There are {n} entries in {where}; {low} to {high} is what fits.",
        ),
        ("Retirez-en, ajoutez-en, ou répartissez-les.", "Take some out, add some, or spread them."),
    ),
    "S230": (
        "error",
        ("UNE IMAGE INTROUVABLE", "NO SUCH PICTURE"),
        (
            "« {path} » n'est pas un fichier du dossier assets/ de ce scénario.",
            "“{path}” is not a file of this scenario's assets/ folder.",
        ),
        (
            "Copiez l'image dans ce dossier et écrivez « assets/{name} ».",
            "Copy the picture there and write “assets/{name}”.",
        ),
    ),
    "S231": (
        "error",
        ("UNE IMAGE SANS DESCRIPTION", "A PICTURE WITHOUT WORDS"),
        ("L'image « {file} » n'a pas de description.", "The figure “{file}” has no description."),
        (
            "Ajoutez « alt: » : une phrase qui dit ce qu'on voit.",
            "Add “alt:”: one sentence saying what it shows.",
        ),
    ),
    "S232": (
        "error",
        ("UNE IMAGE REFUSÉE", "A PICTURE REFUSED"),
        ("L'image « {path} » est refusée : {why}.", "The picture “{path}” is refused: {why}."),
        (
            "Donnez une image PNG, JPEG ou WebP de 5 Mo et de 12 millions de pixels au plus.",
            "Give a PNG, JPEG or WebP picture of at most 5 MB and 12 million pixels.",
        ),
    ),
    "S233": (
        "error",
        ("UNE AUTRE IMAGE", "ANOTHER PICTURE"),
        (
            "« {path} » n'est pas le fichier annoncé, dont l'empreinte commence par {stated}.",
            "“{path}” is not the file announced, whose hash begins with {stated}.",
        ),
        (
            "Remettez ce fichier, ou écrivez l'empreinte de celui-ci : « sha256: {sha} ».",
            "Put that file back, or write the hash of this one: “sha256: {sha}”.",
        ),
    ),
    "S234": (
        "info",
        ("UNE IMAGE SANS EMPREINTE", "A PICTURE WITHOUT A HASH"),
        (
            "Rien ne dit quel fichier exactement est « {path} » : un autre pourrait prendre sa place.",
            "Nothing says which file exactly “{path}” is: another could take its place.",
        ),
        ("Ajoutez « sha256: {sha} ».", "Add “sha256: {sha}”."),
    ),
    "S235": (
        "warning",
        ("UNE IMAGE SANS ORIGINE", "A PICTURE FROM NOWHERE"),
        (
            "L'image « {path} » ne dit pas d'où elle vient : il manque {list}.",
            "The picture “{path}” does not say where it comes from; missing: {list}.",
        ),
        (
            "« person: » dit qui l'on y voit (none, real, drawn ou synthetic), « licence: » ce qu'on peut en "
            "faire, « credit: » qui l'a faite.",
            "“person:” says who is seen in it (none, real, drawn or synthetic), “licence:” what may be done "
            "with it, “credit:” who made it.",
        ),
    ),
    "S240": (
        "error",
        ("UN FICHIER DANS UN AUTRE", "A FILE IN A FILE"),
        ("Un scénario n'inclut aucun autre fichier.", "A scenario includes no other file."),
        ("Recopiez ce dont vous avez besoin.", "Copy what you need."),
    ),
    "S242": (
        "error",
        ("UNE BIBLIOTHÈQUE INTROUVABLE", "NO SUCH LIBRARY"),
        ("Aucune bibliothèque ne s'appelle « {library} ».", "No library is called “{library}”."),
        (
            "{near}Une bibliothèque est un fichier libraries/nom.yaml. Connues : {list}.",
            "{near}A library is a file libraries/name.yaml. Known: {list}.",
        ),
    ),
    "S243": (
        "error",
        ("PAS UNE BIBLIOTHÈQUE", "NOT A LIBRARY"),
        (
            "« {file} » n'est pas une bibliothèque : {why}.",
            "“{file}” is not a library: {why}.",
        ),
        ("Commencez le fichier par « format: library/1 ».", "Begin the file with “format: library/1”."),
    ),
    "S224": (
        "error",
        ("UNE PHASE SANS OBJET", "A PHASE ABOUT NOTHING"),
        (
            "Cette phase « {do} » ne dit pas sur quoi elle porte.",
            "This “{do}” does not say what it is about.",
        ),
        ("Ajoutez « about: » : {list}.", "Add “about:”: {list}."),
    ),
    "S241": (
        "error",
        ("UNE BIBLIOTHÈQUE QUI S'APPUIE SUR UNE AUTRE", "A LIBRARY THAT LEANS ON ANOTHER"),
        (
            "La bibliothèque « {library} » a un « uses » : une bibliothèque ne s'appuie sur aucune autre.",
            "Library “{library}” has “uses”: a library cannot lean on another.",
        ),
        ("Recopiez-y les entrées dont vous avez besoin.", "Copy the entries you need."),
    ),
}
