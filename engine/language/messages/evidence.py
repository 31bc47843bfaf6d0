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
        "warning",
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
}
