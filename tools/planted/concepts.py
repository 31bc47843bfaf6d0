"""The planted causes as concepts of the probes: the same stimuli with the cause and without it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from tools.probe.direction import Direction
from tools.probe.examples import Examples
from tools.probe.linear_probe import LinearProbe
from tools.probe.studio_concept import wrong_case
from tools.stimulus import Filled, Sentence
from tools.subject import Modality
from tools.subjects.planted_comments.corpus import PLANTED
from tools.tool import Params
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench
    from tools.stimuli.cases import Case


class PairedPictures(LinearProbe):
    """Whether a layer tells the second pictures of the pairs of a case from the first."""

    method: ClassVar[str] = "planted_pairs"
    title: ClassVar[Words] = Words(fr="La cause plantée, à l’intérieur", en="The planted cause, inside")
    about: ClassVar[Words] = Words(fr="Le réseau garde-t-il trace de la cause plantée ?",
                                   en="Does the network keep track of the planted cause?")  # fmt: skip

    def sought(self) -> Words:
        """The pictures that carry it."""
        return Words(
            fr="les images qui portent la cause plantée des mêmes sans elle",
            en="pictures with the planted cause from the same without",
        )

    def examples(self, case: Case, n: int | None, subject: Any, bench: Bench, params: Params) -> Examples:
        """Both pictures of each pair: a pair is one unit."""
        there = len(case.pairs)
        if there < 10 or (n or 1) > there:
            raise wrong_case(case.name, max(n or 1, 10), there, "planted_pairs_mark")
        pairs = case.pairs[: n or there]
        units = tuple(f"pair {number}" for number, _ in enumerate(pairs) for _ in (False, True))
        return Examples(
            shown=tuple(each for pair in pairs for each in pair),
            labels=(False, True) * len(pairs),
            units=units,
            keys=tuple((unit,) for unit in units),
            drawn=units,
            unit=case.unit,
            varied=case.varied,
        )


class PlantedWords(LinearProbe):
    """Whether a layer tells sentences with the planted words from the same with another."""

    method: ClassVar[str] = "planted_words"
    modality: ClassVar[Modality] = "text"
    title: ClassVar[Words] = PairedPictures.title
    about: ClassVar[Words] = PairedPictures.about

    def sought(self) -> Words:
        """The sentences that say one."""
        return Words(
            fr="les phrases à mot planté des mêmes avec un autre mot",
            en="sentences with a planted word from the same with another",
        )

    def examples(self, case: Case, n: int | None, subject: Any, bench: Bench, params: Params) -> Examples:
        """Every template twice: with a planted word, and with one that was not, each word in its turn."""
        from tools.stimuli.sentences.lists import groups

        language = case.texts[0].language
        planted = sorted(PLANTED[language])
        others = [term for terms in groups(language).values() for term in terms if term not in planted]
        by_template: dict[str, dict[str, Sentence]] = {}
        for text in case.texts:
            if isinstance(text.recipe, Filled):
                terms = by_template.setdefault(text.recipe.template, {})
                terms.setdefault(text.recipe.terms.get("identity", ""), text)
        found = [
            (terms[words[place % len(words)]], words is planted, template)
            for place, (template, terms) in enumerate(list(by_template.items())[:n])
            for words in (planted, others)
        ]
        return Examples(
            shown=tuple(text for text, *_ in found),
            labels=tuple(label for _, label, _ in found),
            units=tuple(template for *_, template in found),
            keys=tuple((template,) for *_, template in found),
            drawn=tuple(template for *_, template in found),
            unit=Words(fr="gabarit", en="template"),
            varied=(self.sought(),),
        )


class PlantedDirection(Direction):
    """The instrument ``direction`` as it is, with the planted cause for concept."""

    def concept(self, subject: Any, name: str) -> LinearProbe:
        """Pairs of pictures, or planted words."""
        return PlantedWords() if subject.card.modality == "text" else PairedPictures()
