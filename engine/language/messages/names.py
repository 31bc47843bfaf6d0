"""R: names that lead nowhere."""

from engine.language.messages import Row

ROWS: dict[str, Row] = {
    "R301": (
        "error",
        ("UN NOM INCONNU", "AN UNKNOWN NAME"),
        ("Je ne trouve pas « {name} ».", "I cannot find “{name}”."),
        ("{near}", "{near}"),
    ),
    "R302": (
        "error",
        ("UN NŒUD SANS RÉSULTAT", "A NODE WITHOUT A RESULT"),
        (
            "« {node} » est un nœud « {kind} » : il n'a pas de résultat.",
            "“{node}” is a {kind} node, so it has no result.",
        ),
        (
            "Nommez un nœud « tool », ou demandez seen.{node} ou chose.{node}.",
            "Name a tool node, or use seen.{node} or chose.{node}.",
        ),
    ),
    "R303": (
        "error",
        ("UN CHAMP QUE L'INSTRUMENT NE DONNE PAS", "A FIELD THE TOOL DOES NOT GIVE"),
        ("« {tool} » ne donne pas « {field} ».", "“{tool}” does not give “{field}”."),
        ("{near}Champs possibles : {list}.", "{near}It gives: {list}."),
    ),
    "R310": (
        "error",
        ("UN INSTRUMENT INCONNU", "AN UNKNOWN TOOL"),
        ("Il n'existe pas d'instrument « {tool} ».", "There is no tool “{tool}”."),
        ("{near}Le laboratoire propose : {list}.", "{near}The lab has: {list}."),
    ),
    "R311": (
        "error",
        ("UN RÉGLAGE INCONNU", "AN UNKNOWN ARGUMENT"),
        ("« {tool} » n'accepte pas « {arg} ».", "“{tool}” takes no “{arg}”."),
        ("{near}Réglages possibles : {list}.", "{near}It takes: {list}."),
    ),
    "R312": (
        "error",
        ("UN CAS OU UN SUJET INCONNU", "AN UNKNOWN CASE OR SUBJECT"),
        ("Aucun {kind} ne s'appelle « {id} ».", "No {kind} is called “{id}”."),
        ("{near}Connus : {list}.", "{near}Known: {list}."),
    ),
    "R320": (
        "error",
        ("UN NŒUD INTROUVABLE", "NO SUCH NODE"),
        (
            "« {source} » {leads} « {target} », qui n'existe pas.",
            "“{source}” {leads} “{target}”, which does not exist.",
        ),
        ("{near}", "{near}"),
    ),
    "R321": (
        "error",
        ("UN CHOIX INTROUVABLE", "NO SUCH OPTION"),
        ("« {node} » n'a pas de choix « {option} ».", "“{node}” has no option “{option}”."),
        ("{near}Choix : {list}.", "{near}Options: {list}."),
    ),
    "R330": (
        "error",
        ("UN PUBLIC INCONNU", "AN UNKNOWN AUDIENCE"),
        ("Aucun public ne s'appelle « {id} ».", "No audience is called “{id}”."),
        ("{near}Publics : {list}.", "{near}Audiences: {list}."),
    ),
    "R331": (
        "error",
        ("UN ACTE INCONNU", "AN UNKNOWN ACT"),
        ("Aucun acte ne s'appelle « {id} ».", "No act is called “{id}”."),
        (
            "{near}Déclarez-le sous « acts: ». Actes : {list}.",
            "{near}Declare it under “acts:”. Acts: {list}.",
        ),
    ),
    "R340": (
        "error",
        ("UNE PIÈCE INCONNUE", "AN UNKNOWN EXHIBIT"),
        ("Aucune pièce ne s'appelle « {id} ».", "No exhibit is called “{id}”."),
        ("{near}Déclarez-la sous « exhibits: ».", "{near}Declare it under “exhibits:”."),
    ),
    "R341": (
        "error",
        ("UNE HYPOTHÈSE INCONNUE", "AN UNKNOWN HYPOTHESIS"),
        ("Aucune hypothèse ne s'appelle « {id} ».", "No hypothesis is called “{id}”."),
        ("{near}Hypothèses : {list}.", "{near}Hypotheses: {list}."),
    ),
    "R342": (
        "error",
        ("UNE SOURCE INCONNUE", "AN UNKNOWN SOURCE"),
        (
            "« [@{id}] » est cité, mais absent de vos sources.",
            "“[@{id}]” is cited but not in your sources.",
        ),
        ("{near}Ajoutez-la sous « sources: ».", "{near}Add it under “sources:”."),
    ),
    "R343": (
        "warning",
        ("UN MOT ABSENT DU GLOSSAIRE", "A WORD NOT IN THE GLOSSARY"),
        ("« [[{word}]] » n'est pas dans le glossaire.", "“[[{word}]]” is not in the glossary."),
        (
            "{near}Ajoutez une définition sous « glossary: », ou ôtez les crochets.",
            "{near}Add a definition under “glossary:”, or remove the brackets.",
        ),
    ),
    "R350": (
        "error",
        ("UN FORMAT INCONNU", "AN UNKNOWN FORMAT"),
        ("Il n'existe pas de format « {format} ».", "There is no format “{format}”."),
        ("{near}Formats : {list}.", "{near}Formats: {list}."),
    ),
    "R351": (
        "info",
        ("UN NOM QUI NE SERT PAS", "A NAME NEVER USED"),
        ("« {name} » ({kind}) ne sert nulle part.", "“{name}” ({kind}) is never used."),
        ("Effacez-le, ou employez-le.", "Remove it, or use it."),
    ),
}
