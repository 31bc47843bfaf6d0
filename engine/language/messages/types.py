"""T: conditions, values and ranges that do not fit together."""

from engine.language.messages import Row

ROWS: dict[str, Row] = {
    "T401": (
        "error",
        ("UNE CONDITION TROP LONGUE", "A CONDITION TOO LONG"),
        (
            "Cette condition est trop longue pour être comprise à la lecture.",
            "This condition is too long to be understood by a reader.",
        ),
        ("Répartissez-la sur deux cas ou sur une variable.", "Split it across two branch cases or a var."),
    ),
    "T402": (
        "error",
        ("UNE LETTRE OU UN GUILLEMET À PART", "NOT A PLAIN LETTER OR QUOTE"),
        (
            "« {char} » n'est ni une lettre simple, ni un signe connu ici.",
            "“{char}” is not a plain letter or quote.",
        ),
        ("{instead}", "{instead}"),
    ),
    "T403": (
        "error",
        ("UNE CONDITION ILLISIBLE", "AN UNREADABLE CONDITION"),
        (
            "Je ne sais plus lire cette condition{after}.",
            "I cannot read this condition{after}.",
        ),
        ("{hint}", "{hint}"),
    ),
    "T404": (
        "error",
        ("UN NOMBRE DÉMESURÉ", "A NUMBER TOO LARGE"),
        ("{value} est trop grand.", "{value} is too large."),
        ("Restez sous 10¹².", "Keep it below 10¹²."),
    ),
    "T405": (
        "error",
        ("HORS DU LANGAGE DES CONDITIONS", "NOT PART OF CONDITIONS"),
        ("Une condition ne peut pas employer « {construct} ».", "Conditions cannot use “{construct}”."),
        (
            "Seulement des comparaisons, and, or, not, + − ×, min, max, abs, round.",
            "Only comparisons, and/or/not, + − ×, min, max, abs, round.",
        ),
    ),
    "T410": (
        "error",
        ("PAS UN OUI OU NON", "NOT A YES OR NO"),
        (
            "« {part} » est {type}, mais « {op} » relie des oui ou non.",
            "“{part}” is {type}, but “{op}” joins yes-or-no parts.",
        ),
        ("Comparez d'abord : {part} == …", "Compare it first: {part} == …"),
    ),
    "T411": (
        "error",
        ("PAS UN NOMBRE", "NOT A NUMBER"),
        (
            "« {part} » est {type} ; « {op} » demande des nombres.",
            "“{part}” is {type}; “{op}” needs numbers.",
        ),
        ("Employez un nombre ou une part.", "Use a number or a share."),
    ),
    "T412": (
        "error",
        ("PAS UNE LISTE", "NOT A LIST"),
        (
            "« in » cherche dans une liste ; « {part} » est {type}.",
            "“in” looks inside a list; “{part}” is {type}.",
        ),
        ("Écrivez {left} == '…'.", "Write {left} == '…'."),
    ),
    "T413": (
        "error",
        ("UNE VALEUR IMPOSSIBLE", "AN IMPOSSIBLE VALUE"),
        (
            "« {left} » ne vaut jamais '{word}'. Valeurs possibles : {list}.",
            "“{left}” is never '{word}'. It can be: {list}.",
        ),
        ("{near}", "{near}"),
    ),
    "T414": (
        "error",
        ("DEUX CHOSES QUI NE SE COMPARENT PAS", "TWO THINGS THAT DO NOT COMPARE"),
        (
            "Ceci compare {type1} avec {type2} : c'est toujours faux.",
            "This compares {type1} with {type2}: always false.",
        ),
        ("Comparez deux valeurs de même sorte.", "Compare two values of the same kind."),
    ),
    "T415": (
        "error",
        ("UNE PART AU-DELÀ DE UN", "A SHARE BEYOND ONE"),
        (
            "« {part} » va de {low} à {high} ; {value} ne peut pas être atteint.",
            "“{part}” runs from {low} to {high}; {value} can never be reached.",
        ),
        ("{instead}", "{instead}"),
    ),
    "T416": (
        "error",
        ("UNE CONDITION QUI N'EN EST PAS UNE", "A CONDITION THAT IS NOT ONE"),
        ("« when » demande un oui ou non ; ceci est {type}.", "“when” needs yes or no; this is {type}."),
        ("Comparez-le à quelque chose.", "Compare it with something."),
    ),
    "T420": (
        "error",
        ("UN RÉGLAGE IMPOSSIBLE", "AN IMPOSSIBLE ARGUMENT"),
        (
            "« {arg} » de {tool} ne peut pas valoir « {value} » ({problem}).",
            "“{arg}” of {tool} cannot be “{value}” ({problem}).",
        ),
        ("{near}", "{near}"),
    ),
    "T421": (
        "error",
        ("UN INTERVALLE À L'ENVERS", "A RANGE THAT CANNOT BE"),
        (
            "« {low}..{high} » {problem}.",
            "“{low}..{high}” {problem}.",
        ),
        ("Corrigez les bornes.", "Correct the bounds."),
    ),
    "T422": (
        "warning",
        ("UN RELEVÉ HORS DE VOTRE ATTENTE", "A RECORD OUTSIDE YOUR EXPECTATION"),
        (
            "Le relevé de « {node} » donne {field} = {value}, hors de votre « expect » ({expected}).",
            "The record of “{node}” gives {field} = {value}, outside your “expect” ({expected}).",
        ),
        ("Corrigez l'attente ou refaites le relevé.", "Correct the range or record again."),
    ),
    "T423": (
        "error",
        ("UN RELEVÉ INCOMPLET", "AN INCOMPLETE RECORD"),
        (
            "Au relevé de « {node} » manque « {field} », que le scénario lit.",
            "The record of “{node}” lacks “{field}”, which the scenario reads.",
        ),
        ("Refaites-le : autopsie record.", "Make it again: autopsie record."),
    ),
    "T424": (
        "error",
        ("UN POIDS INCONNU", "NOT A WEIGHT OF EVIDENCE"),
        ("« {word} » n'est pas un poids de preuve.", "“{word}” is not a weight of evidence."),
        (
            "{near}Écrivez strongly for, for, neutral, against, strongly against, ou 0.01 à 100.",
            "{near}Write strongly for, for, neutral, against, strongly against, or 0.01 to 100.",
        ),
    ),
    "T425": (
        "error",
        ("UN FORMAT QUI NE CONVIENT PAS", "A FORMAT THAT DOES NOT FIT"),
        (
            "Le format « {format} » ne peut pas montrer {type}.",
            "The format “{format}” cannot show {type}.",
        ),
        ("Employez : {list}.", "Use: {list}."),
    ),
    "T426": (
        "error",
        ("UNE VALEUR QUI NE TIENT PAS DANS LA VARIABLE", "A VALUE THAT DOES NOT FIT"),
        ("« {var} » ne peut pas contenir {value}.", "“{var}” cannot hold {value}."),
        ("{type2}", "{type2}"),
    ),
    "T427": (
        "error",
        ("UN RÉSULTAT IMPOSSIBLE", "AN IMPOSSIBLE RESULT"),
        (
            "« {field} » de {tool} ne peut pas valoir « {value} » : {problem}.",
            "“{field}” of {tool} cannot be “{value}”: {problem}.",
        ),
        ("{near}", "{near}"),
    ),
}
