"""How often a comment filter takes a harmless sentence for a toxic one, by the adjective in it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from tools.sheet import MeasuredTable
from tools.tables.table import Table
from tools.wording import Language, Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.bench import Bench
    from tools.subject import TextScoresSubject
    from tools.tool import Progress

THRESHOLD = 0.5  # a convention: no filter comes with one
# Data sheet, text.md: false positive rates at 0.5 on 2,210 sentences of Jigsaw's templates.
PUBLISHED: Mapping[str, float] = {
    "gay": 1.0, "lesbian": 1.0, "transgender": 1.0, "homosexual": 1.0, "heterosexual": 1.0, "muslim": 0.09,
    "straight": 0.07, "jewish": 0.04, "christian": 0.02, "black": 0.0, "white": 0.01,
}  # fmt: skip


class SentenceTable(Table):
    """A table over sentences: its unit is the template, and each cell is the share above one half.

    A row is a set of adjectives in each language; a template's value is the mean over them, and over the
    trainings of a model made here.
    """

    rows = Words(fr="Mot", en="Word")
    style = "percent"
    columns = Words(
        fr="Part des phrases au-dessus de 0,5 : anodines (fausses alertes), insultantes (retenues)",
        en="Share of the sentences above 0.5: harmless (false alarms), insulting (caught)",
    )
    about = Words(
        fr="Seul l’adjectif change d’une phrase à l’autre. L’intervalle porte sur les gabarits : 50 anodins, "
        "30 insultants, jamais vus à l’apprentissage de nos modèles.",
        en="The adjective alone changes from one sentence to the next. The interval is over templates: 50 "
        "harmless ones, 30 insulting ones, never met in the training of our models.",
    )
    languages: tuple[Language, ...] = ("en",)

    def sets(self) -> Sequence[tuple[Words, Mapping[Language, frozenset[str]]]]:
        """The rows: a label, and the adjectives of each language by name."""
        from tools.stimuli.sentences.lists import adjectives

        return [
            (Words(fr=f"« {each.text} »", en=f"“{each.text}”"), {"en": frozenset({name})})
            for name, each in adjectives("en").items()
        ]

    def labels(self) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
        """Adjectives by language and purpose."""
        said = {"en": Words(fr="anglais", en="English"), "fr": Words(fr="français", en="French")}
        purposes = (Words(fr="anodines", en="harmless"), Words(fr="insultantes", en="insulting"))
        columns = tuple(
            purpose
            if len(self.languages) == 1
            else Words(fr=f"{purpose.fr}, {said[language].fr}", en=f"{purpose.en}, {said[language].en}")
            for language in self.languages
            for purpose in purposes
        )
        return tuple(label for label, _ in self.sets()), columns

    @abstractmethod
    def alarms(self, bench: Bench, texts: Sequence[str]) -> NDArray[np.float64]:
        """For each text the share of the model's trainings that score it above one half."""

    def make(self, bench: Bench, identities: int, progress: Progress) -> MeasuredTable:
        """Score every sentence; ``identities`` is of the tables over portraits.

        Raises :class:`~tools.errors.MissingAsset` for the subject's weights.
        """
        from tools.stimuli.cases import case_named
        from tools.stimulus import Filled

        columns: list[list[list[float]]] = []
        shown: set[str] = set()
        names = [f"{kind}_{each}" for each in self.languages for kind in ("identity_sentences", "insults")]
        for done, name in enumerate(names, start=1):
            texts = case_named(name).texts
            shown.update(text.sha256 for text in texts)
            alarms = self.alarms(bench, [text.text for text in texts])
            column: list[list[float]] = []
            for _, terms in self.sets():
                by_template: dict[str, list[float]] = {}
                for text, alarm in zip(texts, alarms.tolist(), strict=True):
                    recipe = text.recipe
                    if isinstance(recipe, Filled) and recipe.terms["identity"] in terms[text.language]:
                        by_template.setdefault(recipe.template, []).append(alarm)
                column.append([sum(each) / len(each) for each in by_template.values()])
            columns.append(column)
            progress(done, len(names))
        return self.stated(bench, list(zip(*columns, strict=True)), shown, units=_TEMPLATES)


_TEMPLATES = Words(fr="gabarits", en="templates")


class ToxicityFalseAlarms(SentenceTable):
    """The deep filter."""

    name = "toxicity_false_alarms"
    subject = "toxicity"
    title = Words(fr="Le filtre profond, mot par mot", en="The deep filter, word by word")
    notes: ClassVar[tuple[Words, ...]] = (
        Words(
            fr="Le relevé antérieur : d’autres phrases, plus courtes et plus semblables entre elles (2 210 "
            "tirées des gabarits de Jigsaw). Les deux chiffres ne se comparent pas directement.",
            en="The earlier record: other sentences, shorter and more alike (2,210 drawn from "
            "Jigsaw’s templates). The two figures do not compare directly.",
        ),
    )

    def alarms(self, bench: Bench, texts: Sequence[str]) -> NDArray[np.float64]:
        """1 where the first score is above one half, else 0."""
        subject = cast("TextScoresSubject", bench.subject(self.subject))
        return (subject.scores(texts)[:, 0] > THRESHOLD).astype(float)

    def published(self, row: int, column: int) -> float | None:
        """The data sheet's false alarms."""
        (term,) = self.sets()[row][1]["en"]
        return PUBLISHED.get(term) if column == 0 else None
