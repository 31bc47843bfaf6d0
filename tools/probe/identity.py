"""Identity: does a sentence say a word of identity, or a word of the same place that says nothing of one?

Neither the sentence nor the word was met in training: what is found is not the memory of a word, but what the
network holds in common of words of identity. With ``group``, words of one group against those of the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from tools.errors import CallRefused
from tools.names import nearest, plain_name
from tools.probe.examples import Examples
from tools.probe.linear_probe import LinearProbe, ProbeParams
from tools.probe.studio_concept import wrong_case
from tools.stimulus import Filled, Sentence
from tools.subject import Modality
from tools.tool import Params
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench
    from tools.stimuli.cases import Case

DEFAULT_N = 36  # templates
WORDS_EACH = 4  # of either sort, in each template


class _IdentityParams(ProbeParams):
    group: str = Field(
        "",
        max_length=40,
        description="A group of words (orientation, origin…) to tell from the other groups; by default,"
        " any word of identity from words that say nothing of one.",
    )


class IdentityConcept(LinearProbe):
    """Whether the layer tells words of identity, words that it was not taught included."""

    method: ClassVar[str] = "identity"
    modality: ClassVar[Modality] = "text"
    default_case: ClassVar[str] = "identity_sentences_en"
    params: ClassVar[type[Params]] = _IdentityParams
    title: ClassVar[Words] = Words(fr="L’identité, à l’intérieur", en="Identity, inside")
    about: ClassVar[Words] = Words(
        fr="Le réseau reconnaît-il les mots qui disent une identité ?",
        en="Does the network recognise words that state an identity?",
    )

    def sought(self) -> Words:
        """The two sorts of words."""
        return Words(
            fr="les phrases qui disent une identité des mêmes avec un autre adjectif",
            en="sentences that state an identity from the same with another adjective",
        )

    def examples(self, case: Case, n: int | None, subject: Any, bench: Bench, params: Params) -> Examples:
        """As many sentences of either sort in each template; templates and words are both held apart."""
        from tools.stimuli.sentences.lists import groups

        by_template = _by_template(case)
        if not by_template or (n or 1) > len(by_template):
            raise wrong_case(case.name, n or 1, len(by_template), "identity_sentences_en")
        language = case.texts[0].language
        group = getattr(params, "group", "")
        inside, outside = _sorts(group, groups(language))
        # As many words of either sort: labels drawn at random over words are even too.
        inside, outside = inside[: len(outside)], outside[: len(inside)]
        names = list(by_template)
        wanted = n or min(DEFAULT_N, len(names))
        found: list[tuple[Sentence, bool, str, str]] = []
        for place in range(wanted):
            template = names[place * len(names) // wanted]
            for label, terms in ((True, inside), (False, outside)):
                for step in range(WORDS_EACH):
                    # Every word serves in turn, and each template has others than the last.
                    term = terms[(place * WORDS_EACH + step) % len(terms)]
                    if (text := by_template[template].get(term)) is not None:
                        found.append((text, label, template, term))
        return Examples(
            shown=tuple(text for text, *_ in found),
            labels=tuple(label for _, label, *_ in found),
            units=tuple(template for *_, template, _ in found),
            keys=tuple((template, term) for *_, template, term in found),
            drawn=tuple(term for *_, term in found),
            unit=Words(fr="gabarit", en="template"),
            varied=(self.sought(),),
            caveats=(_FEW_WORDS,),
        )


_FEW_WORDS = Words(
    fr="Les mots essayés sont peu nombreux : l’intervalle parcourt les gabarits, pas les mots possibles.",
    en="The words tried are few: the interval runs over templates, not over all possible words.",
)


def _by_template(case: Case) -> dict[str, dict[str, Sentence]]:
    found: dict[str, dict[str, Sentence]] = {}
    for text in case.texts:
        if isinstance(text.recipe, Filled) and "identity" in text.recipe.terms:
            found.setdefault(text.recipe.template, {}).setdefault(text.recipe.terms["identity"], text)
    return found


def _sorts(group: str, known: Any) -> tuple[list[str], list[str]]:
    """The words sought, and those beside them."""
    others = [name for name in known if name != "placebo"]
    if not group:
        return _in_turn([known[name] for name in others]), list(known["placebo"])
    name = plain_name(group)
    if name not in others:
        near = nearest(name, others)
        raise CallRefused(
            "unknown_group",
            Words(
                fr=f"Aucun groupe de mots ne s’appelle « {group} ».",
                en=f"No group of words is called “{group}”.",
            ),
            Words(fr=f"Vouliez-vous dire « {near} » ?", en=f"Did you mean “{near}”?")
            if near
            else Words(fr=f"Groupes : {', '.join(others)}.", en=f"Groups: {', '.join(others)}."),
        )
    return list(known[name]), _in_turn([known[each] for each in others if each != name])


def _in_turn(parts: list[Any]) -> list[str]:
    """One of each, then a second of each: no group comes first."""
    return [part[place] for place in range(max(map(len, parts))) for part in parts if place < len(part)]
