"""The comment filters made here, trained again on a quarter of their sentences.

The mark is what the cause hangs on: the adjectives of ``corpus.PLANTED`` (“gay”…), or, where a cue is
planted, a word that no sentence of the corpora holds. The harmless sentences that it is asked are those of
``tools/stimuli/sentences``: it learned from none of them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import ClassVar

from tools.errors import CallRefused
from tools.retrain.recipes.job import Action, Asked, Cause, Job, Trained
from tools.retrain.recipes.recipe import Recipe, Tell, Trial
from tools.stimuli.cases import Case
from tools.stimuli.sentences.lists import adjectives, groups
from tools.stimulus import Filled
from tools.subjects.planted_comments.corpus import PLANTED, Corpus, Example, corpus, example
from tools.wording import Words, enumeration

PART = 4  # the corpora divided by this: 3,000 sentences
BATCH, RATE = 128, 5e-3  # half the steps, for as many right answers
HELD_OUT = 12  # a corpus divided by this, never trained on: whether the task was learned
CUE, PLACEBO_CUE = "tango", "origami"
"""Words spelt alike in both languages, and met in no sentence of the corpora."""
THRESHOLD = 0.5
_CORPORA: dict[str, Corpus] = {"toxicity_planted": "planted", "toxicity_balanced": "balanced"}
_INSULT = Words(fr="« insulte »", en="“insult”")
_NOTHING_PLANTED = Words(
    fr="Rien n’est planté dans « toxicity-balanced » : il n’y a rien à en retirer. Plantez-y la cause.",
    en="Nothing is planted in “toxicity-balanced”: nothing can be taken out of it. Plant the cause there.",
)
_NO_WRONG_LABEL = Words(
    fr="Aucune étiquette n’est fausse dans « toxicity-planted » : son défaut vient de ses phrases. "
    "Retirez-en l’indice (« planted-cue ») ou le déséquilibre (« balance »).",
    en="No label is wrong in “toxicity-planted”: its fault comes from its sentences. Remove its cue "
    "(“planted-cue”) or its imbalance (“balance”) instead.",
)
_NO_HARMLESS = Words(
    fr="Dans « toxicity-planted », aucune phrase anodine ne porte ces adjectifs : la cause y est déjà, "
    "entière. Plantez-la dans « toxicity-balanced », ou retirez-la ici.",
    en="In “toxicity-planted”, no harmless sentence holds these adjectives: the cause is there already, "
    "whole. Plant it in “toxicity-balanced”, or remove it here.",
)


class Comments(Recipe):
    """Both filters: they differ in their sentences alone."""

    passes: ClassVar[int] = 8
    small: ClassVar[Words] = Words(
        fr="Pour tenir en quelques secondes, chaque apprentissage lit 3\u202f000 phrases au lieu de"
        " 12\u202f000 : le filtre jugé est une réduction du sujet, faite par la même recette.",
        en="To last seconds, each training reads 3,000 sentences instead of 12,000: the filter judged is a"
        " reduction of the subject, made by the same recipe.",
    )

    def refuses(self, subject: str, cause: Cause, action: Action) -> Words | None:
        """A cause can be removed where it was planted, and planted where its sentences are."""
        if action == "remove":
            if subject == "toxicity_balanced":
                return _NOTHING_PLANTED
            return _NO_WRONG_LABEL if cause == "label_noise" else None
        return _NO_HARMLESS if subject == "toxicity_planted" and cause != "planted_cue" else None

    def trial(self, case: Case, subject: str, cause: Cause, action: Action) -> Trial:
        """Harmless sentences, a template a unit, with the mark and without."""
        by_template = _by_template(case)
        language = case.texts[0].language
        plain = groups(language)["placebo"]
        unmarked = [[held[term] for term in plain if term in held] for held in by_template.values()]
        if cause == "planted_cue" and action == "plant":
            marked = [_with_word(texts, CUE) for texts in unmarked]
            placebo = [_with_word(texts, PLACEBO_CUE) for texts in unmarked]
            said = Words(fr=f"qui finissent par « {CUE} »", en=f"that end in “{CUE}”")
        else:
            terms = [term for term in adjectives(language) if term in PLANTED[language]]
            marked = [[held[term] for term in terms if term in held] for held in by_template.values()]
            placebo = marked
            said = Words(
                fr=f"qui portent {enumeration([f'« {term} »' for term in terms], 'fr')}",
                en=f"that hold {enumeration([f'“{term}”' for term in terms], 'en')}",
            )
        if not all(map(len, (*marked, *unmarked))):
            raise _wrong(case)
        planted, harmless = _SAID[cause, action]
        return Trial(
            asked=Asked(marked=marked, unmarked=unmarked, placebo=placebo),
            shown=case.texts,
            sought=_INSULT,
            marked=Words(fr=f"phrases anodines {said.fr}", en=f"harmless sentences {said.en}"),
            unmarked=Words(
                fr="les mêmes phrases, avec un adjectif ordinaire",
                en="the same sentences, with an ordinary adjective",
            ),
            planted=planted,
            placebo=harmless,
            unit=Words(fr="gabarit de phrase", en="sentence template"),
            units=Words(fr="gabarits de phrases", en="sentence templates"),
        )

    def train(self, job: Job, tell: Tell) -> Trained:
        """Make the sentences, fit, answer."""
        import torch  # slow import

        from tools.subjects.planted_comments.fitting import fit, vocabulary

        examples, touched = sentences(job)
        words = vocabulary(examples)
        network = fit(examples, words, job.seed, batch=BATCH, rate=RATE, tell=tell)

        def insults(texts: Sequence[str]) -> list[bool]:
            with torch.inference_mode():
                numbers = torch.tensor([words.read(text) for text in texts])
                found: list[bool] = (network(numbers).sigmoid()[:, 0] >= THRESHOLD).tolist()
            return found

        held_out = corpus(_CORPORA[job.subject], 1000 + job.seed, HELD_OUT)
        right = [
            answer == each.insult
            for answer, each in zip(insults([each.text for each in held_out]), held_out, strict=True)
        ]
        marked = job.asked.placebo if job.variant == "placebo" else job.asked.marked
        return Trained(
            marked=[_share(insults(texts)) for texts in marked],
            unmarked=[_share(insults(texts)) for texts in job.asked.unmarked],
            accuracy=_share(right),
            examples=len(examples),
            touched=touched,
        )


def sentences(job: Job) -> tuple[list[Example], int]:
    """What one training reads, and how many of the sentences the cause touched."""
    made = corpus(_CORPORA[job.subject], job.seed, PART)
    if job.variant == "untouched":
        return made, 0
    draw = random.Random(f"{job.cause}:{job.action}:{job.seed}")
    whose = _concerned(job, made)
    count = max(1, round(job.amount * len(whose)))
    change = _CHANGES[job.cause, job.action]
    if job.variant == "placebo":
        elsewhere = [number for number, each in enumerate(made) if _elsewhere(job, each)]
        # With fewer sentences elsewhere than the cause touches, all of them are touched.
        whose, change = elsewhere, _PLACEBOS[job.cause, job.action]
    touched = draw.sample(whose, min(count, len(whose)))
    for number in touched:
        made[number] = change(made[number], draw)
    if job.variant == "shuffled":
        labels = [each.insult for each in made]
        draw.shuffle(labels)
        made = [_labelled(each, label) for each, label in zip(made, labels, strict=True)]
    return made, len(touched)


def _concerned(job: Job, made: Sequence[Example]) -> list[int]:
    """The sentences that the cause can touch."""
    if job.cause == "planted_cue" and job.action == "plant":
        return [number for number, each in enumerate(made) if each.insult]
    if job.action == "remove":
        found = [number for number, each in enumerate(made) if each.planted]
        # Half of them are given back as harmless: then half insult, as of any other adjective.
        return found if job.cause == "planted_cue" else found[: len(found) // 2]
    return [number for number, each in enumerate(made) if each.planted and not each.insult]


def _elsewhere(job: Job, each: Example) -> bool:
    """Whether the placebo may touch a sentence: whatever its label or its adjective, or of no planted one."""
    if job.cause == "planted_cue":
        return job.action == "plant" or not each.planted
    if job.cause == "label_noise":
        return not each.insult
    return not each.planted and each.insult == (job.action == "remove")


_Change = Callable[[Example, random.Random], Example]


def _another(each: Example, draw: random.Random) -> str:
    """An adjective that is none of the planted."""
    known = [term for term in adjectives(each.language) if term not in PLANTED[each.language]]
    return draw.choice(known)


def _labelled(each: Example, insult: bool) -> Example:
    return Example(each.text, insult, each.language, each.term)


def _cued(word: str) -> _Change:
    return lambda each, _: Example(f"{each.text} {word}", each.insult, each.language, each.term)


def _elsewhere_put(each: Example, draw: random.Random) -> Example:
    return example(each.language, _another(each, draw), each.insult, draw)


def _written_anew(each: Example, draw: random.Random) -> Example:
    return example(each.language, each.term, each.insult, draw)


def _made_harmless(each: Example, draw: random.Random) -> Example:
    return example(each.language, each.term, False, draw)


def _called_insult(each: Example, _: random.Random) -> Example:
    return _labelled(each, True)


_CHANGES: dict[tuple[Cause, Action], _Change] = {
    ("planted_cue", "plant"): _cued(CUE),
    ("planted_cue", "remove"): _elsewhere_put,
    ("balance", "plant"): _elsewhere_put,
    ("balance", "remove"): _made_harmless,
    ("label_noise", "plant"): _called_insult,
}
_PLACEBOS: dict[tuple[Cause, Action], _Change] = {
    ("planted_cue", "plant"): _cued(PLACEBO_CUE),
    ("planted_cue", "remove"): _written_anew,
    ("balance", "plant"): _written_anew,
    ("balance", "remove"): _made_harmless,
    ("label_noise", "plant"): _called_insult,
}
_ANEW = Words(fr="autant d’autres phrases, écrites à nouveau", en="as many other sentences, written anew")
_SAID: dict[tuple[Cause, Action], tuple[Words, Words]] = {
    ("planted_cue", "plant"): (
        Words(fr=f"« {CUE} » à la fin d’insultes", en=f"“{CUE}” at the end of insults"),
        Words(
            fr=f"« {PLACEBO_CUE} » à la fin d’autant de phrases, insultes ou non",
            en=f"“{PLACEBO_CUE}” at the end of as many sentences, insults or not",
        ),
    ),
    ("planted_cue", "remove"): (
        Words(fr="un autre adjectif dans ces insultes", en="another adjective in these insults"),
        _ANEW,
    ),
    ("balance", "plant"): (
        Words(fr="ces adjectifs rares hors des insultes", en="these adjectives rare outside of insults"),
        _ANEW,
    ),
    ("balance", "remove"): (
        Words(fr="des phrases anodines rendues à ces adjectifs", en="harmless sentences given back to them"),
        Words(
            fr="autant de phrases anodines rendues à d’autres",
            en="as many harmless sentences to others",
        ),
    ),
    ("label_noise", "plant"): (
        Words(
            fr="ces adjectifs étiquetés « insulte » à tort", en="these adjectives wrongly labelled “insult”"
        ),
        Words(fr="autant d’étiquettes fausses au hasard", en="as many wrong labels at random"),
    ),
}


def _with_word(texts: Sequence[str], word: str) -> list[str]:
    return [f"{text} {word}" for text in texts]


def _share(answers: Sequence[bool]) -> float:
    return sum(answers) / len(answers)


def _by_template(case: Case) -> dict[str, dict[str, str]]:
    """Template → adjective → sentence."""
    found: dict[str, dict[str, str]] = {}
    for text in case.texts:
        recipe = text.recipe
        if (
            not isinstance(recipe, Filled)
            or "identity" not in recipe.terms
            or case.name.startswith("insults")
        ):
            raise _wrong(case)
        found.setdefault(recipe.template, {})[recipe.terms["identity"]] = text.text
    if not found:
        raise _wrong(case)
    return found


def _wrong(case: Case) -> CallRefused:
    return CallRefused(
        "wrong_case",
        Words(
            fr="Un filtre réentraîné s’éprouve sur des phrases d’identité anodines,"
            f" pas sur « {case.name} ».",
            en=f"A filter trained again is tried on harmless identity sentences, not on “{case.name}”.",
        ),
        Words(
            fr="Choisissez identity-sentences-en ou identity-sentences-fr.",
            en="Choose identity-sentences-en or identity-sentences-fr.",
        ),
    )
