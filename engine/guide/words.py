"""The engine's own words: what results are called in a sentence, and the notices no author writes."""

from __future__ import annotations

from engine.play.beliefs import WORDS as HYPOTHESIS_WORDS
from tools.wording import Words

RESULT_WORDS: dict[str, Words] = {
    **{str(word): words for word, words in HYPOTHESIS_WORDS.items()},
    "reproduced": Words(fr="reproduit", en="reproduced"),
    "same_direction": Words(fr="même sens seulement", en="same direction only"),
    "not_reproduced": Words(fr="non reproduit", en="not reproduced"),
    "effect": Words(fr="effet mesuré", en="an effect"),
    "none_shown": Words(fr="aucun effet montré", en="none shown"),
    "inconclusive": Words(fr="non concluant", en="inconclusive"),
    "usable": Words(fr="utilisable", en="usable"),
    "unusable": Words(fr="inutilisable", en="unusable"),
    "encoded": Words(fr="lisible à l'intérieur", en="encoded"),
    "not_encoded": Words(fr="non lisible à l'intérieur", en="not encoded"),
    "sensitive": Words(fr="sensible", en="sensitive"),
    "insensitive": Words(fr="insensible", en="insensitive"),
    "pass": Words(fr="réussi", en="pass"),
    "fail": Words(fr="échoué", en="fail"),
    "not_run": Words(fr="non fait", en="not run"),
    "live": Words(fr="mesuré à l'instant", en="measured just now"),
    "recorded": Words(fr="enregistré", en="recorded"),
    "yes": Words(fr="oui", en="yes"),
    "no": Words(fr="non", en="no"),
}

NOTICES: dict[str, Words] = {
    "notice.unmet": Words(
        fr="Cette mesure ne donne pas ce que l'enquête attendait. Le résultat reste affiché ; aucune pièce "
        "n'en est tirée.",
        en="This measure does not give what the investigation expected. The result stays on display; no "
        "exhibit is drawn from it.",
    ),
    "notice.cannot_run": Words(
        fr="Cette étape ne peut pas avoir lieu aujourd'hui. L'enquête continue sans elle.",
        en="This step cannot run today. The investigation goes on without it.",
    ),
}


def word_for(value: str) -> Words | None:
    """The words of a result or of a hypothesis' standing; ``None`` for any other."""
    return RESULT_WORDS.get(value)


ENDINGS: dict[str, Words] = {
    "established": Words(fr="Établi", en="Established"),
    "refuted": Words(fr="Réfuté", en="Refuted"),
    "undecided": Words(fr="Non tranché", en="Undecided"),
    "abandoned": Words(fr="Abandonné", en="Abandoned"),
}
"""What an ending's status is called."""
