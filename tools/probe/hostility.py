"""Hostility: is a sentence an insult, or harmless, whatever adjective it holds?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from tools.probe.examples import Examples
from tools.probe.identity import _by_template
from tools.probe.linear_probe import LinearProbe
from tools.probe.studio_concept import wrong_case
from tools.stimuli.cases import case_named
from tools.stimulus import Sentence
from tools.subject import Modality
from tools.tool import Params
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench
    from tools.stimuli.cases import Case

DEFAULT_N = 60  # templates: as many harmless as insulting
WORDS_EACH = 4


class HostilityConcept(LinearProbe):
    """Whether the layer tells insults from harmless sentences with the same adjectives."""

    method: ClassVar[str] = "hostility"
    modality: ClassVar[Modality] = "text"
    default_case: ClassVar[str] = "identity_sentences_en"
    title: ClassVar[Words] = Words(fr="L’hostilité, à l’intérieur", en="Hostility, inside")
    about: ClassVar[Words] = Words(
        fr="Le réseau distingue-t-il une insulte d’une phrase anodine ?",
        en="Does the network tell an insult from a harmless sentence?",
    )

    def sought(self) -> Words:
        """The two sorts of sentences."""
        return Words(
            fr="les insultes des phrases anodines aux mêmes adjectifs",
            en="insults from harmless sentences with the same adjectives",
        )

    def examples(self, case: Case, n: int | None, subject: Any, bench: Bench, params: Params) -> Examples:
        """Templates of the case and as many of insults, with the same adjectives."""
        harmless = _by_template(case)
        language = case.texts[0].language if case.texts else "en"
        hostile = _by_template(case_named(f"insults_{language}"))
        if case.name == f"insults_{language}":
            harmless = _by_template(case_named(f"identity_sentences_{language}"))
        most = 2 * min(len(harmless), len(hostile))
        if not harmless or (n or 1) > most:
            raise wrong_case(case.name, n or 1, most if harmless else 0, f"identity_sentences_{language}")
        half = (n or min(DEFAULT_N, most)) // 2
        found: list[tuple[Sentence, bool, str]] = []
        for label, of in ((False, harmless), (True, hostile)):
            names = list(of)
            for place in range(half):
                template = names[place * len(names) // half]
                terms = sorted(of[template])
                for step in range(WORDS_EACH):
                    term = terms[(place * WORDS_EACH + step) % len(terms)]
                    found.append((of[template][term], label, template))
        templates = tuple(template for *_, template in found)
        return Examples(
            shown=tuple(text for text, *_ in found),
            labels=tuple(label for _, label, _ in found),
            units=templates,
            keys=tuple((template,) for template in templates),
            drawn=templates,
            unit=Words(fr="gabarit", en="template"),
            varied=(self.sought(),),
            caveats=(
                Words(
                    fr="Insultes et phrases anodines ont d’autres mots, et d’autres tournures.",
                    en="Insults and harmless sentences differ in words and in turns of phrase.",
                ),
            ),
        )
