"""P and L: what the sentences say, and in which languages."""

from engine.language.messages import Row

ROWS: dict[str, Row] = {
    "P601": (
        "error",
        ("UN NOMBRE TAPÉ À LA MAIN", "A NUMBER TYPED BY HAND"),
        (
            "« {number} » est tapé à la main. D'où vient-il ?",
            "“{number}” is typed by hand. Where does it come from?",
        ),
        (
            "Écrivez {{nœud.champ:format}}, une variable, ou un chiffre de « sources: … facts: ».",
            "Write {{node.field:format}}, a var, or a figure from “sources: … facts:”.",
        ),
    ),
    "P602": (
        "error",
        ("DU HTML DANS UN TEXTE", "HTML IN A TEXT"),
        ("« {tag} » serait montré tel quel.", "“{tag}” would be shown as is."),
        ("Employez *…*, **…** ou une liste.", "Use *…*, **…** or a list."),
    ),
    "P605": (
        "warning",
        ("UN CHIFFRE SANS SA SOURCE", "A FIGURE WITHOUT ITS SOURCE"),
        (
            "Un chiffre de « {source} » paraît sans [@{source}] dans son paragraphe.",
            "A figure of “{source}” appears without [@{source}] in its paragraph.",
        ),
        ("Ajoutez [@{source}].", "Add [@{source}]."),
    ),
    "P607": (
        "error",
        ("UNE ACCOLADE MAL FERMÉE", "A BRACE THAT DOES NOT CLOSE"),
        ("Je ne sais pas lire « {part} » dans ce texte.", "I cannot read “{part}” in this text."),
        (
            "Écrivez {{nom}} ou {{nom:format}} ; pour une accolade à l'écran, doublez-la.",
            "Write {{name}} or {{name:format}}; for a brace on the page, double it.",
        ),
    ),
    "P610": (
        "warning",
        ("AUCUN RELEVÉ", "NO RECORD"),
        ("« {node} » n'a pas de résultat enregistré.", "“{node}” has no recorded result."),
        ("autopsie record {scenario}", "autopsie record {scenario}"),
    ),
    "P611": (
        "warning",
        ("UNE PIÈCE QUI NE DÉPARTAGE RIEN", "AN EXHIBIT THAT DECIDES NOTHING"),
        (
            "La pièce « {id} » pèse autant sur chaque hypothèse : elle ne change rien.",
            "The exhibit “{id}” weighs equally on every hypothesis: it changes nothing.",
        ),
        ("Dites ce qu'elle favorise.", "Say what it favours."),
    ),
    "L701": (
        "warning",
        ("UNE TRADUCTION MANQUE", "A TRANSLATION IS MISSING"),
        ("« {where} » n'a pas de texte en {language}.", "“{where}” has no {language} text."),
        ("Ajoutez « {tag}: … ».", "Add “{tag}: …”."),
    ),
    "L702": (
        "error",
        ("UNE LANGUE NON DÉCLARÉE", "AN UNDECLARED LANGUAGE"),
        (
            "« {language} » n'est pas parmi les langues de ce scénario.",
            "“{language}” is not among this scenario's languages.",
        ),
        (
            "{near}Langues : {list}. Ajoutez-la à « languages: ».",
            "{near}Languages: {list}. Add it to “languages:”.",
        ),
    ),
    "L703": (
        "error",
        (
            "DEUX LANGUES QUI NE PORTENT PAS LES MÊMES CHIFFRES",
            "LANGUAGES THAT DO NOT CARRY THE SAME FIGURES",
        ),
        (
            "Les textes {first} et {other} ne portent pas les mêmes {what} : {diff}.",
            "The {first} and {other} texts do not carry the same {what}: {diff}.",
        ),
        ("Reportez « {missing} » de l'un à l'autre.", "Copy “{missing}” across."),
    ),
    "P603": (
        "warning",
        ("UN TEXTE TROP LONG POUR UN ÉCRAN", "A TEXT TOO LONG FOR A SCREEN"),
        (
            "Ce texte a {n} mots : {screens} écrans de téléphone.",
            "This text has {n} words; on a phone that is {screens} screens.",
        ),
        ("Coupez-le à « {sentence} ».", "Cut it at “{sentence}”."),
    ),
    "P606": (
        "error",
        ("UNE PHRASE À LA FOIS EXIGÉE ET INTERDITE", "A PHRASE BOTH REQUIRED AND FORBIDDEN"),
        (
            "must_say et must_not_say contiennent tous deux « {phrase} ».",
            "must_say and must_not_say both hold “{phrase}”.",
        ),
        ("Retirez-la de l'un des deux.", "Remove one."),
    ),
    "P612": (
        "warning",
        ("UNE MÊME MESURE COMPTÉE DEUX FOIS", "ONE MEASURE COUNTED TWICE"),
        (
            "« {a} » et « {b} » viennent du même nœud « {node} » et pèsent chacune sur « {hypothesis} ».",
            "“{a}” and “{b}” come from the same node “{node}” and each weigh on “{hypothesis}”.",
        ),
        ("Donnez-leur un même « group ».", "Give them one “group”."),
    ),
    "P620": (
        "error",
        ("UN PARCOURS QUI NE SE PASSE PAS COMME PRÉVU", "A PLAY THAT DOES NOT GO AS IT SAYS"),
        ("Parcours « {play} », à « {node} » : {reason}", "Play “{play}”, at “{node}”: {reason}"),
        ("{cure}", "{cure}"),
    ),
    "P630": (
        "warning",
        ("UN TEMPS DE LECTURE QUI N'EST PAS CELUI ANNONCÉ", "A READING TIME OTHER THAN ANNOUNCED"),
        (
            "Le parcours « {play} » est annoncé à {announced} min ; il en demande {computed} : {words} mots, "
            "{answers} réponses, {figures} figures.",
            "The play “{play}” is announced at {announced} min; it takes {computed}: {words} words, "
            "{answers} answers, {figures} figures.",
        ),
        (
            "Coupez ou annoncez autrement (« duration », « short » et « minutes » du parcours).",
            "Cut, or announce otherwise (“duration”, “short” and the play's “minutes”).",
        ),
    ),
    "P631": (
        "warning",
        ("UN CHEMIN ANNONCÉ QUE RIEN NE PARCOURT", "AN ANNOUNCED PATH THAT NOTHING WALKS"),
        (
            "« short » annonce {announced} min, et aucun parcours ne dit « minutes: {minutes} ».",
            "“short” announces {announced} min, and no play says “minutes: {minutes}”.",
        ),
        (
            "Ajoutez à « plays » le parcours court, avec « minutes: {minutes} ».",
            "Add the short play to “plays”, with “minutes: {minutes}”.",
        ),
    ),
    "L710": (
        "warning",
        ("UNE TRADUCTION PLUS ANCIENNE QUE SA SOURCE", "A TRANSLATION OLDER THAN ITS SOURCE"),
        (
            "Le texte {language} de « {where} » est plus ancien que sa source, changée depuis le {date}.",
            "The {language} text of “{where}” is older than its source, which has changed since {date}.",
        ),
        (
            "Relisez-le, puis : autopsie i18n accept {scenario} {where}",
            "Review it, then: autopsie i18n accept {scenario} {where}",
        ),
    ),
    "L711": (
        "warning",
        ("UN VERROU ILLISIBLE", "A LOCK THAT CANNOT BE READ"),
        (
            "Je ne sais pas lire {file} (ligne {line}), ni donc dire quelles traductions ont vieilli.",
            "I cannot read {file} (line {line}): I cannot tell which translations are out of date.",
        ),
        (
            "Reprenez-le dans votre historique, ou effacez-le et relisez tout : "
            "autopsie i18n accept {scenario} --all",
            "Take it from your history, or delete it and review all: autopsie i18n accept {scenario} --all",
        ),
    ),
}
