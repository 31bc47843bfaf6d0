"""Which subjects can be trained again, and by which recipe."""

from __future__ import annotations

from tools.retrain.recipes.recipe import Recipe
from tools.subject import SubjectCard
from tools.wording import Words

_REMAIN = Words(
    fr="Peuvent l’être : toxicity-balanced, toxicity-planted, interview-score-clean, interview-score.",
    en="These can be: toxicity-balanced, toxicity-planted, interview-score-clean, interview-score.",
)
_FILTERS = frozenset({"toxicity_planted", "toxicity_balanced"})
_SCORES = frozenset({"interview_score", "interview_score_clean"})


def recipe_of(subject: str) -> Recipe | None:
    """The recipe of a subject by its plain name; ``None`` where there is none."""
    # The recipes import what makes their examples: only the one asked for is read.
    if subject in _FILTERS:
        from tools.retrain.recipes.comments import Comments

        return Comments()
    if subject in _SCORES:
        from tools.retrain.recipes.interviews import Interviews

        return Interviews()
    return None


def why_not(card: SubjectCard) -> Words | None:
    """Why a subject cannot be trained again; ``None`` when it can, or when a draft names no model yet."""
    if card.badge == "none":
        return None
    if card.badge != "made-here":
        what = Words(
            fr="Seul un modèle fabriqué ici peut être réentraîné.",
            en="Only a model made here can be trained again.",
        )
    elif card.name not in _FILTERS | _SCORES:
        what = Words(
            fr=f"L’apprentissage de « {card.title.fr} » ne tient pas en une minute :"
            " on ne le refait pas ici.",
            en=f"The training of “{card.title.en}” does not fit in a minute: it is not made again here.",
        )
    else:
        return None
    return Words(fr=f"{what.fr} {_REMAIN.fr}", en=f"{what.en} {_REMAIN.en}")
