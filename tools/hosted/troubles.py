"""What goes wrong with a model that is hosted apart, in words: what happened, what to do."""

from __future__ import annotations

from typing import Any

from tools.errors import ToolFailed
from tools.wording import LANGUAGES, Words, enumeration, format_number

MODEL = Words(fr="Le modèle de langue", en="The language model")
ENCODER = Words(fr="L’encodeur de phrases", en="The sentence encoder")

_AGAIN = ("Réessayez dans un instant.", "Try again in a moment.")
_OTHER = (
    "Choisissez un autre modèle, ou désignez un fichier .gguf ou un dossier complet.",
    "Choose another model, or name a .gguf file or a complete folder.",
)
_TABLE: dict[str, tuple[str, str, tuple[str, str] | None]] = {
    "busy": ("répond déjà à quelqu’un d’autre.", "is answering somebody else.", _AGAIN),
    "loading": ("n’est pas encore chargé.", "is not loaded yet.", _AGAIN),
    "slow_start": (
        "n’a pas fini de se charger en {seconds} s.",
        "did not finish loading within {seconds} s.",
        ("Choisissez un modèle plus petit.", "Choose a smaller model."),
    ),
    "slow": ("n’a pas répondu à temps.", "did not answer in time.", _AGAIN),
    "died": (
        "s’est arrêté ({how}).",
        "stopped ({how}).",
        ("Il sera relancé à la prochaine demande.", "It is started again at the next request."),
    ),
    "garbled": ("a répondu autre chose que des mots.", "answered something other than words.", _AGAIN),
    "out_of_memory": (
        "demande plus de mémoire qu’il n’y en a.",
        "needs more memory than there is.",
        ("Choisissez un modèle plus petit.", "Choose a smaller model."),
    ),
    "not_here": ("n’est pas là : {name}.", "is not here: {name}.", _OTHER),
    "not_a_model": ("n’est pas lisible : {name} ({reason}).", "cannot be read: {name} ({reason}).", _OTHER),
    "no_runtime": (
        "demande un paquet qui manque : {packages}.",
        "needs a package that is missing: {packages}.",
        ("Installez-le : pip install {install}", "Install it: pip install {install}"),
    ),
    "too_long": (
        "ne peut pas lire autant de texte d’un coup.",
        "cannot read that much text at once.",
        ("Posez une question plus courte.", "Ask something shorter."),
    ),
    "raised": ("a échoué.", "failed.", None),
}


class HostedFailed(ToolFailed):
    """A model apart that gave nothing. ``trouble`` is the short code, ``detail`` a line for the operator."""

    def __init__(
        self, code: str, says: Words, cure: Words | None = None, *, trouble: str = "raised", detail: str = ""
    ) -> None:
        super().__init__(code, says, cure)
        self.trouble = trouble
        self.detail = detail


def failed(who: Words, trouble: str, /, **facts: Any) -> HostedFailed:
    """The failure of ``who`` (:data:`MODEL`, :data:`ENCODER`); a code that nobody knows is ``raised``."""
    known = trouble if trouble in _TABLE else "raised"
    fr, en, cure = _TABLE[known]
    values = _written(facts)
    says = Words(fr=f"{who.fr} {fr.format(**values['fr'])}", en=f"{who.en} {en.format(**values['en'])}")
    cures = Words(fr=cure[0].format(**values["fr"]), en=cure[1].format(**values["en"])) if cure else None
    detail = " ".join([trouble, *(f"{name}={value}" for name, value in facts.items() if value)])
    return HostedFailed(f"hosted_{known}", says, cures, trouble=known, detail=detail[:500])


def _written(facts: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The facts as each language writes them."""
    given = {"how": "?", "name": "?", "reason": "?", "packages": (), "install": "?", "seconds": 0} | facts
    written: dict[str, dict[str, str]] = {"fr": {}, "en": {}}
    for name, value in given.items():
        for language in LANGUAGES:
            if isinstance(value, int | float):
                shown = format_number(float(value), "number", language)
            elif isinstance(value, list | tuple):
                shown = enumeration([str(each) for each in value], language)
            else:
                shown = str(value)
            written[language][name] = shown
    return written
