"""What each factor adds to the interview scores made here: planted ones, the true one, and placebos."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from tools.subjects.interviews import rule
from tools.tables.table import TOGETHER, Measures, PortraitTable, drawn
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.bench import Bench
    from tools.stimulus import Portrait
    from tools.subjects.interviews.made_here import MadeHereScore
    from tools.tool import Progress

SIDE = 96  # what the networks see
_LESS, _MORE = 2**-0.5, 2**0.5  # a doubling of the light, about the reference

# Factor: what it is called, what is planted in the labels, the portrait without it, the portrait with it.
FACTORS: tuple[tuple[str, Words, float, dict[str, object], dict[str, object]], ...] = (
    (
        "smile",
        Words(fr="sourire (vrai indice)", en="smile (true cue)"),
        rule.SMILE,
        {},
        {"expression": "smile", "strength": 1.0},
    ),
    ("glasses", Words(fr="lunettes", en="glasses"), rule.GLASSES, {}, {"glasses": True}),
    ("headscarf", Words(fr="foulard", en="headscarf"), rule.HEADSCARF, {}, {"headscarf": True}),
    (
        "bookshelf",
        Words(fr="bibliothèque au lieu d’un bureau", en="bookshelf instead of an office"),
        rule.BOOKSHELF,
        {"background": "office"},
        {"background": "bookshelf"},
    ),
    (
        "light",
        Words(fr="lumière doublée", en="light doubled"),
        rule.LIGHT,
        {"light": _LESS},
        {"light": _MORE},
    ),
    (
        "wall",
        Words(fr="placebo : mur uni plus clair", en="placebo: a lighter plain wall"),
        0.0,
        {"background_level": 0.3},
        {"background_level": 0.7},
    ),
    (
        "shift",
        Words(fr="placebo : buste décalé de 4 %", en="placebo: the bust shifted by 4 %"),
        0.0,
        {},
        {"shift_x": 0.04},
    ),
    (
        "colour",
        Words(fr="placebo : lumière plus chaude", en="placebo: warmer light"),
        0.0,
        {},
        {"light_kelvin": 5000.0},
    ),
    (
        "tone",
        Words(fr="peau de la teinte 3 à la teinte 8", en="skin from tone 3 to tone 8"),
        0.0,
        {"tone": 3},
        {"tone": 8},
    ),
)
SUBJECTS = ("interview_score", "interview_score_clean")
_COLUMNS = (
    Words(fr="truquée, moyenne de cinq", en="rigged, mean of five"),
    Words(fr="truquée, le plus bas des cinq", en="rigged, lowest of five"),
    Words(fr="truquée, le plus haut des cinq", en="rigged, highest of five"),
    Words(fr="jumelle, moyenne de cinq", en="twin, mean of five"),
    Words(fr="jumelle, le plus bas des cinq", en="twin, lowest of five"),
    Words(fr="jumelle, le plus haut des cinq", en="twin, highest of five"),
)


class InterviewFactors(PortraitTable):
    """The score with a factor less the score without, on the same face; five trainings of each twin."""

    name = "interview_factors"
    subject = "interview_score"
    title = Words(
        fr="Ce que chaque facteur ajoute à la note d’entretien", en="What each factor adds to the score"
    )
    about = Words(
        fr="Chaque buste calculé garde sa forme ; un seul facteur change. Aucun de ces visages n’a servi à "
        "l’apprentissage. La colonne « fiche » donne ce qui fut planté dans les étiquettes.",
        en="Each computed bust keeps its shape; one factor alone changes. None of these faces served in the "
        "training. The figure of the sheet is what was planted in the labels.",
    )
    rows = Words(fr="Facteur", en="Factor")
    columns = Words(
        fr="Colonnes : la note truquée, puis sa jumelle sans défaut planté",
        en="Columns: the rigged score, then its twin without planted faults",
    )
    style = "number"

    def labels(self) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
        """Factors by subject and training."""
        return tuple(each[1] for each in FACTORS), _COLUMNS

    beside = Words(
        fr="Entre parenthèses : ce que la règle ajoute aux étiquettes de l’entraînement.",
        en="In brackets: what the rule adds to the labels of the training.",
    )

    def published(self, row: int, column: int) -> float | None:
        """What the rule adds to the labels."""
        planted = FACTORS[row][2]
        return planted if column == 0 or FACTORS[row][0] == "smile" else 0.0 if column == 3 else None

    def measure(self, bench: Bench, identities: Sequence[int], progress: Progress) -> Measures:
        """Every factor of every identity, by the ten networks."""
        import numpy as np

        found = Measures(len(FACTORS), len(_COLUMNS))
        recipes = [recipe for identity in identities for recipe in pairs(identity)]
        shown: list[NDArray[np.uint8]] = []
        for done, (recipe, render) in enumerate(drawn(recipes), start=1):
            found.show(recipe)
            shown.append(render.pixels)
            if done % TOGETHER == 0 or done == len(recipes):
                progress(done, len(recipes))
        for block, name in enumerate(SUBJECTS):
            subject = cast("MadeHereScore", bench.subject(name))
            scores = np.stack([subject.seed(n).scores(shown)[:, 0] for n in range(subject.seeds)])
            # (seeds, identities, factors, without and with)
            effects = scores.reshape(subject.seeds, len(identities), len(FACTORS), 2)
            for row, added in enumerate(np.moveaxis(effects[..., 1] - effects[..., 0], 2, 0)):
                ranked = added.mean(axis=1).argsort()
                for column, values in enumerate((added.mean(axis=0), added[ranked[0]], added[ranked[-1]])):
                    for value in values.tolist():
                        found.add(row, 3 * block + column, value)
        return found


def pairs(identity: int) -> list[Portrait]:
    """Each factor of one identity: without it, then with it. Tones take turns over the identities."""
    from tools.stimuli.portraits.identities import person

    base = person(identity).model_copy(
        update={"side": SIDE, "zoom": 1.45, "shift_y": 0.05, "tone": 1 + 3 * identity % 10}
    )
    return [
        base.model_copy(update=each)
        for _, _, _, without, with_it in FACTORS
        for each in (without, without | with_it)
    ]
