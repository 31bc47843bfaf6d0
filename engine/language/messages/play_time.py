"""X: what can happen while someone plays, told to the player or kept in the log."""

from engine.language.messages import Row

ROWS: dict[str, Row] = {
    "X801": (
        "warning",
        ("UN INSTRUMENT QUI NE RÉPOND PAS", "A TOOL THAT DOES NOT ANSWER"),
        (
            "L'instrument « {tool} » n'a pas répondu en {timeout} s.",
            "The tool “{tool}” did not answer in {timeout} s.",
        ),
        ("Montré à la place : le relevé, signalé comme tel.", "Shown instead: the record, labelled as such."),
    ),
    "X802": (
        "info",
        ("UNE RÉPONSE QUI N'EST PLUS ATTENDUE", "AN ANSWER NO LONGER AWAITED"),
        ("Cette réponse n'est plus attendue.", "This answer is no longer awaited."),
        (
            "La page montre la question ouverte, s'il y en a une.",
            "The page shows the open question, if there is one.",
        ),
    ),
    "X803": (
        "info",
        ("UN SCÉNARIO QUI A CHANGÉ EN COURS DE PARTIE", "A SCENARIO THAT CHANGED UNDER A PLAY"),
        (
            "Le scénario a changé (v{before} → v{after}) ; votre partie a été reportée.",
            "The scenario changed (v{before} → v{after}); your play was carried over.",
        ),
        ("Ce qui a changé sur votre chemin : {changes}.", "What changed on your way: {changes}."),
    ),
    "X804": (
        "info",
        ("UNE REFORMULATION REFUSÉE", "A WORDING REFUSED"),
        (
            "La reformulation du guide enfreint « {rule} » ; on lit le texte de l'auteur.",
            "The guide's wording broke “{rule}”; the author's text is read instead.",
        ),
        None,
    ),
    "X805": (
        "error",
        ("UN JOURNAL QUE CE SCÉNARIO N'A PAS PRODUIT", "A LOG THIS SCENARIO DID NOT MAKE"),
        ("Événement {seq} : {reason}", "Event {seq}: {reason}"),
        (
            "Le scénario a changé depuis, ou le journal a été modifié.",
            "The scenario has changed since, or the log was altered.",
        ),
    ),
}
