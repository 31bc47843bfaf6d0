"""G: paths that stop, turn in circles or arrive without what they show."""

from engine.language.messages import Row

ROWS: dict[str, Row] = {
    "G501": (
        "warning",
        ("UN NŒUD INACCESSIBLE", "AN UNREACHABLE NODE"),
        (
            "Aucun chemin ne mène à « {node} » : {from}.",
            "No path leads to “{node}”: {from}.",
        ),
        ("Menez-y un choix, ou effacez-le. {near}", "Lead an option there, or delete it. {near}"),
    ),
    "G502": (
        "error",
        ("UN CHEMIN SANS FIN", "NO WAY TO AN ENDING"),
        (
            "Depuis « {node} », aucune fin ne peut être atteinte. Chemin : {path}.",
            "Once at “{node}”, no ending can be reached. Path so far: {path}.",
        ),
        ("Ajoutez une sortie vers une fin.", "Add a way out to an ending."),
    ),
    "G503": (
        "error",
        ("UNE BOUCLE MUETTE", "A SILENT LOOP"),
        (
            "{path} tourne sans jamais rien demander.",
            "{path} turns without ever asking anything.",
        ),
        ("Mettez un choix ou une question dans la boucle.", "Put a choice or an ask in the loop."),
    ),
    "G504": (
        "warning",
        ("UNE SUITE PEUT-ÊTRE OUBLIÉE", "A NEXT STEP PERHAPS FORGOTTEN"),
        (
            "« {a} » se poursuit dans « {b} », l'autre issue du même nœud « {parent} ».",
            "“{a}” falls through into “{b}”, the other way out of the same node “{parent}”.",
        ),
        ("Écrivez « to: {b} » si c'est voulu.", "Write “to: {b}” if you mean it."),
    ),
    "G510": (
        "error",
        ("LE DERNIER NŒUD NE MÈNE NULLE PART", "THE LAST NODE LEADS NOWHERE"),
        (
            "« {node} » est le dernier nœud et ne mène nulle part.",
            "“{node}” is the last node and leads nowhere.",
        ),
        ("Ajoutez « to: », ou faites-en une fin.", "Add “to:” or make it an ending."),
    ),
    "G520": (
        "error",
        ("DES CHOIX QUI PEUVENT TOUS DISPARAÎTRE", "ALL OPTIONS CAN DISAPPEAR"),
        (
            "Tous les choix de « {node} » peuvent disparaître : on y resterait bloqué.",
            "All the options of “{node}” can disappear: someone could be stuck.",
        ),
        ("Laissez-en un sans « when » ni « once ».", "Leave one without “when” and “once”."),
    ),
    "G521": (
        "error",
        ("DES CAS JAMAIS LUS", "CASES NEVER READ"),
        (
            "Les cas après la ligne {line} ne sont jamais lus.",
            "The cases after line {line} are never read.",
        ),
        ("Placez le cas sans « when » à la fin.", "Move the case without “when” to the end."),
    ),
    "G522": (
        "error",
        ("UN EMBRANCHEMENT SANS ISSUE", "A BRANCH WITHOUT A WAY OUT"),
        (
            "Si aucun cas de « {node} » n'est vrai, je ne sais pas où aller.",
            "If no case of “{node}” is true, I do not know where to go.",
        ),
        ("Terminez par « - {{to: …}} ».", "End with “- {{to: …}}”."),
    ),
    "G530": (
        "error",
        ("UN RÉSULTAT QUI PEUT MANQUER", "A RESULT THAT MAY BE MISSING"),
        (
            "« {node} » emploie le résultat de « {tool} », mais le chemin {path} arrive sans lui.",
            "“{node}” uses the result of “{tool}”, but the path {path} arrives without it.",
        ),
        (
            "Passez par « {tool} » sur ce chemin, ou protégez la phrase : also: [{{when: seen.{tool}, …}}].",
            "Route that path through “{tool}”, or guard it: also: [{{when: seen.{tool}, …}}].",
        ),
    ),
    "G531": (
        "warning",
        ("UN CHOIX QUI NE CHANGE RIEN", "A CHOICE THAT CHANGES NOTHING"),
        (
            "Les choix de « {node} » mènent tous à « {to} » et ne changent rien.",
            "The options of “{node}” all lead to “{to}” and change nothing.",
        ),
        ("Dites-le dans le texte, ou faites-les différer.", "Say so in the text, or make them differ."),
    ),
    "G540": (
        "warning",
        ("UNE FIN JAMAIS ATTEINTE", "AN ENDING NEVER REACHED"),
        (
            "La fin « {node} » n'a été atteinte dans aucun des {n} parcours explorés.",
            "The ending “{node}” was reached in none of {n} explorations.",
        ),
        ("Les conditions qui y mènent : {conditions}.", "The conditions that lead there: {conditions}."),
    ),
    "G541": (
        "error",
        ("UN NŒUD PUBLIÉ A DISPARU", "A PUBLISHED NODE IS GONE"),
        (
            "« changes » ne dit pas ce qu'est devenu « {node} », publié en version {n}.",
            "“changes” does not say what became of “{node}”, published in version {n}.",
        ),
        (
            "{near}Écrivez « renamed: {{{node}: …}} » ou « removed: {{{node}: …}} » sous « changes: ».",
            "{near}Write “renamed: {{{node}: …}}” or “removed: {{{node}: …}}” under “changes:”.",
        ),
    ),
}
