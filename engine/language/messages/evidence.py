"""F: recorded findings, predictions and what the hypotheses need to be a fair trial."""

from engine.language.messages import Row

ROWS: dict[str, Row] = {
    "F901": (
        "error",
        ("UN RELEVÉ REFUSÉ", "A RECORD REFUSED"),
        ("Le relevé de « {node} » est refusé : {reason}.", "The record of “{node}” is refused: {reason}."),
        ("Refaites-le : autopsie record {scenario}", "Make it again: autopsie record {scenario}"),
    ),
    "F902": (
        "draft",
        ("UN RELEVÉ INVENTÉ", "AN INVENTED RECORD"),
        (
            "Le relevé de « {node} » est marqué comme inventé : il ne peut pas être publié.",
            "The record of “{node}” is marked as invented: it cannot be published.",
        ),
        (
            "Refaites-le avec l'instrument : autopsie record {scenario}",
            "Make it with the tool: autopsie record {scenario}",
        ),
    ),
    "F903": (
        "warning",
        ("TROP PEU D'HYPOTHÈSES", "TOO FEW HYPOTHESES"),
        (
            "Une enquête met en balance au moins trois hypothèses ; celle-ci en a {n}.",
            "An investigation weighs at least three hypotheses; this one has {n}.",
        ),
        ("Ajoutez une explication rivale.", "Add a rival explanation."),
    ),
    "F904": (
        "warning",
        ("AUCUNE EXPLICATION ORDINAIRE", "NO ORDINARY EXPLANATION"),
        (
            "Aucune hypothèse n'est l'explication ordinaire (le hasard, le montage, la mesure).",
            "No hypothesis is the ordinary explanation (chance, the setting, the measure).",
        ),
        ("Marquez-en une « boring: true ».", "Mark one “boring: true”."),
    ),
    "F905": (
        "warning",
        ("UNE PRÉDICTION APRÈS COUP", "A PREDICTION AFTER THE FACT"),
        (
            "« {node} » demande de prédire « {tool} », mais le chemin {path} montre le résultat d'abord.",
            "“{node}” asks to predict “{tool}”, but the path {path} shows the result first.",
        ),
        (
            "Placez la question avant l'instrument sur tous les chemins.",
            "Put the question before the tool on every path.",
        ),
    ),
    "F906": (
        "warning",
        ("UNE AFFIRMATION SANS APPUI", "A CLAIM THAT RESTS ON NOTHING"),
        (
            "{what} affirme un fait sans relevé ni source : {part}",
            "{what} states a fact with neither finding nor source: {part}",
        ),
        (
            "Citez [@source], montrez un résultat {{nœud.champ}}, ou dites que c'est une opinion.",
            "Cite [@source], show a result {{node.field}}, or say that it is an opinion.",
        ),
    ),
    "F907": (
        "warning",
        ("UNE HYPOTHÈSE IRRÉFUTABLE", "A HYPOTHESIS THAT NOTHING CAN REFUTE"),
        (
            "Aucune pièce ne peut affaiblir l'hypothèse « {id} » : aucun résultat ne la réfute.",
            "No exhibit can weaken the hypothesis “{id}”: no outcome refutes it.",
        ),
        (
            "Ajoutez la pièce que l'on trouverait si elle était fausse (evidence: {{{id}: against}}).",
            "Add the exhibit that one would find if it were false (evidence: {{{id}: against}}).",
        ),
    ),
    "F908": (
        "error",
        ("UN RÉSULTAT QUE L'INSTRUMENT NE REND JAMAIS", "AN OUTCOME THE TOOL NEVER GIVES"),
        (
            "Aucun résultat possible ne rend « {condition} » vrai : {part} va de {low} à {high}.",
            "No possible result makes “{condition}” true: {part} runs from {low} to {high}.",
        ),
        (
            "Corrigez la borne, ou retirez cette issue.",
            "Correct the bound, or remove this outcome.",
        ),
    ),
    "F909": (
        "warning",
        ("UN VERDICT SANS SES PIÈCES", "A VERDICT WITHOUT ITS EVIDENCE"),
        (
            "« {node} » s'appuie sur la pièce « {exhibit} », mais le chemin {path} arrive sans elle.",
            "“{node}” rests on the exhibit “{exhibit}”, but the path {path} arrives without it.",
        ),
        (
            "Faites passer ce chemin par la pièce, exigez found.{exhibit}, ou retirez-la de « rests_on ».",
            "Lead that path through the exhibit, require found.{exhibit}, or take it out of “rests_on”.",
        ),
    ),
    "F910": (
        "draft",
        ("UN SUJET SANS BADGE", "A SUBJECT WITHOUT A BADGE"),
        (
            "Le sujet « {id} » ne nomme aucun modèle : il n'a pas de badge d'identité.",
            "The subject “{id}” names no model: it has no identity badge.",
        ),
        (
            "Écrivez « model: » et un nom que donne « autopsie subjects ».",
            "Write “model:” with a name that “autopsie subjects” lists.",
        ),
    ),
    "F911": (
        "draft",
        ("UN CHEMIN SANS PLACEBO", "A PATH WITHOUT A PLACEBO"),
        (
            "Le chemin {path} arrive à « {node} » sans jamais rencontrer de placebo.",
            "The path {path} arrives at “{node}” without ever meeting a placebo.",
        ),
        (
            "Faites passer ce chemin par un instrument qui en mesure un : {tools}.",
            "Lead that path through a tool that measures one: {tools}.",
        ),
    ),
}
