"""How often a subject says yes, group by group: equality of false positives, and of false negatives."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from tools.answering.asking import answer_of
from tools.errors import CallRefused
from tools.finding import Call, Finding
from tools.honesty import direction
from tools.looking import Count, identity
from tools.power import what_n_can_show_of_a_share
from tools.printing import printed
from tools.reproduce import comparison_words as shared
from tools.reproduce import rate_words as words
from tools.reproduce.comparison import Comparison, Measures, compare, measure, positives, stimuli_of
from tools.reproduce.dixon import Equality, equality
from tools.reproduce.groups import Design, design_of, planned
from tools.reproduce.placebo_size import size_of_placebo
from tools.reproduce.rate_results import RESULTS
from tools.statistics import rounded, rounded_chance
from tools.stimulus import Filled, Sentence
from tools.subject import SubjectCard
from tools.tool import Control, Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words, both

if TYPE_CHECKING:
    from tools.bench import Bench

HARMLESS, HOSTILE = "identity_sentences_", "insults_"


class _RateParams(Params):
    factor: str = Field(
        "",
        description="What separates the groups. Busts: a setting of the studio (tone, age, glasses…)."
        " Sentences: group (lists of words) or term (word by word).",
    )
    levels: str | list[float] = Field(
        "", description="Its levels, the reference first (“2, 9”); or the words to compare. The usual ones."
    )
    held: str = Field(
        "", description="Other settings of the studio, the same in every group: “light=0.3, zoom=0.8”."
    )
    answer: str = Field("", description="Which number of the subject; the usual one by default.")
    threshold: float = Field(0.5, description="At this number or above, the subject says yes.")
    n: int | None = Field(
        None, ge=2, le=1000, description="Identities or templates; 30 or more for a verdict."
    )


class RateDifference(Tool):
    """The share of yes in each group of the same units, against a reference, with exact corrected tests."""

    verb: ClassVar[Verb] = "reproduce"
    method: ClassVar[str] = "rate_difference"
    title: ClassVar[Words] = Words(fr="Différence de taux", en="Rate difference")
    about: ClassVar[Words] = Words(
        fr="Le sujet dit-il oui aussi souvent d’un groupe à l’autre : fausses alertes, attaques manquées ?",
        en="Does the subject say yes as often from group to group: false alarms, missed attacks?",
    )
    params: ClassVar[type[Params]] = _RateParams
    default_case: ClassVar[str] = "identity_sentences_en"
    controls: ClassVar[frozenset[Control]] = frozenset({"placebo"})
    results: ClassVar[tuple[ResultField, ...]] = RESULTS

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Subjects whose answer can be a yes or a no."""
        if subject.badge == "stand-in":
            return Words(
                fr=f"« {subject.title.fr} » est une doublure : aucun taux ne peut venir d’elle.",
                en=f"“{subject.title.en}” is a stand-in: no rate can come from it.",
            )
        if subject.answers in ("map", "words"):
            return Words(
                fr=f"« {subject.title.fr} » ne dit ni oui ni non : sa réponse n’a pas de seuil. Mesurez-la"
                " avec « score_difference ».",
                en=f"“{subject.title.en}” says neither yes nor no: its answer has no threshold. Measure it"
                " with “score_difference”.",
            )
        return None

    def what_it_can_show(self, call: Call) -> Words | None:
        """The gap that as many units as are asked for would mostly miss."""
        params = _RateParams.model_validate(call.params)
        plan = planned(call.case, params.factor, params.levels, params.n)
        return what_n_can_show_of_a_share(plan.n, plan.units, plan.comparisons) if plan else None

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Read every stimulus, count the yes by unit and group, and judge the gaps beyond the placebo."""
        started = perf_counter()
        params = _RateParams.model_validate(call.params)
        subject = bench.subject(call.subject)
        answer = answer_of(subject, params.answer)
        _checked(params.threshold, answer.card.low, answer.card.high)
        design = design_of(
            bench, subject.card, call.case, params.factor, params.levels, params.n, params.held
        )
        hostile = _hostile(bench, subject.card, call.case, params)
        shown = [*stimuli_of(design), *(stimuli_of(hostile) if hostile else [])]
        count = Count(progress, len(shown))

        counted = positives(measure(design, answer, bench, count), design, params.threshold)
        found = compare(design, counted, call.seed)
        against = (
            positives(measure(hostile, answer, bench, count), hostile, params.threshold) if hostile else None
        )
        missed = compare(hostile, _turned(against), call.seed) if hostile and against else None
        fped = _equality(counted, call.seed, alarms=True) if design.pooled else None
        fned = _equality(against, call.seed, alarms=False) if against else None
        m = words.Rates(design, answer.card, params.threshold, found, missed, fped, fned)

        size = size_of_placebo(bench, design)
        answered = [*counted.answered, *(against.answered if against else [])]
        figures: list[Any] = [
            shared.group_figure(found, design, "share", Words(
                fr="Part des phrases anodines prises pour des attaques" if m.sentences else "Part de oui",
                en="Share of harmless sentences taken for attacks" if m.sentences else "Share of yes",
            )),
            *shared.gallery(design, counted.answered, answer.card),
        ]  # fmt: skip
        if missed is not None and hostile is not None:
            title = Words(fr="Part des insultes manquées", en="Share of insults missed")
            figures.append(shared.group_figure(missed, hostile, "share", title))
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=words.question(m),
                subject=identity(subject.card),
                stimuli=design.case.stimuli(
                    [each.shown for each in answered], held=_held(params.held), varied=_varied(design)
                ),
                unit_of_n=design.unit,
                n=found.n,
                conditions=max(1, len(counted.answered) // max(1, found.n)),
                result=_result(m, params.threshold),
                values=words.values(m),
                verdict=found.verdict,
                placebo=shared.placebo_controls(found, design, "share", size),
                per_unit=found.per_unit,
                caveats=[
                    *shared.caveats(
                        found, design,
                        what_n_can_show_of_a_share(found.n, design.units, design.comparisons),
                    ),
                    *([words.NOT_PEOPLES] if m.sentences else []),
                ],
                conclusion=words.conclusion(m),
                figures=figures,
                seconds=round(perf_counter() - started, 3),
            )
        )  # fmt: skip


def _held(settings: str) -> list[Words]:
    return [both(settings)] if settings else []


def _varied(design: Design) -> list[Words]:
    return [] if design.factor in design.case.varied else [design.factor]


def _checked(threshold: float, low: float, high: float) -> None:
    """Raises :class:`CallRefused` (``bad_threshold``) for one that the answer never passes."""
    if not low <= threshold <= high:
        raise CallRefused(
            "bad_threshold",
            Words(fr=f"Cette réponse va de {low:g} à {high:g} : le seuil {threshold:g} ne partage rien.",
                  en=f"This answer goes from {low:g} to {high:g}: a threshold of {threshold:g} splits"
                  " nothing."),
        )  # fmt: skip


def _hostile(bench: Bench, card: SubjectCard, case: str, params: _RateParams) -> Design | None:
    """The insults in the same words, beside harmless identity sentences."""
    if not case.replace("-", "_").startswith(HARMLESS):
        return None
    name = HOSTILE + case.replace("-", "_").removeprefix(HARMLESS)
    texts = bench.case(name).texts
    most = len({text.recipe.template for text in texts if isinstance(text.recipe, Filled)})
    n = None if params.n is None else min(params.n, most)
    return design_of(bench, card, name, params.factor, params.levels, n)


def _turned(measures: Measures | None) -> Measures:
    """Misses instead of catches."""
    assert measures is not None
    return Measures(1 - measures.values, 1 - measures.placebo, measures.answered)


def _equality(measures: Measures, seed: int, *, alarms: bool) -> Equality | None:
    """Dixon's measure, word by word, whichever lists were compared; none where one word alone was."""
    from tools.reproduce.groups import NEUTRAL
    from tools.stimuli.sentences.lists import group_of

    errors: dict[str, dict[str, float]] = {}
    neutral: dict[str, dict[str, float]] = {}
    for each in measures.answered:
        if not isinstance(each.shown, Sentence) or not isinstance(each.shown.recipe, Filled):
            continue
        term = each.shown.recipe.terms["identity"]
        of = neutral if group_of(term, each.shown.language) == NEUTRAL else errors
        of.setdefault(term, {})[each.shown.recipe.template] = each.value if alarms else 1 - each.value
    if len(errors) < 2 or not neutral:
        return None
    return equality(_columns(errors), _columns(neutral), seed=seed)


def _columns(found: dict[str, dict[str, float]]) -> dict[str, Sequence[float]]:
    return {term: list(by_template.values()) for term, by_template in found.items()}


def _result(m: words.Rates, threshold: float) -> dict[str, Any]:
    found, line = m.found, m.found.line

    def table(of: Comparison | None, field: str) -> dict[str, float]:
        if of is None:
            return {}
        keep = rounded_chance if field == "corrected" else rounded
        return {each.group.name: keep(getattr(each, field)) for each in of.lines}

    missed = m.missed.line if m.missed else None
    fped, fned = m.fped, m.fned
    return {
        "n": found.n,
        "hostile_n": m.missed.n if m.missed else 0,
        "groups": m.design.comparisons,
        "threshold": rounded(threshold),
        "reference_rate": rounded(found.reference.mean),
        "rates": table(found, "mean"),
        "gaps": table(found, "gap"),
        "chances": table(found, "corrected"),
        "judged": line.group.name,
        "rate": rounded(line.mean),
        "gap": rounded(line.gap),
        "gap_low": rounded(line.spread.low),
        "gap_high": rounded(line.spread.high),
        "chance": rounded_chance(line.corrected),
        "placebo_gap": rounded(abs(found.worst_placebo.gap)),
        "missed": table(m.missed, "mean"),
        "missed_judged": missed.group.name if missed else "",
        "missed_gap": rounded(missed.gap) if missed else 0.0,
        "missed_chance": rounded_chance(missed.corrected) if missed else 1.0,
        "fped": rounded(fped.difference) if fped else 0.0,
        "fped_low": rounded(fped.spread.low) if fped else 0.0,
        "fped_high": rounded(fped.spread.high) if fped else 0.0,
        "fned": rounded(fned.difference) if fned else 0.0,
        "fned_low": rounded(fned.spread.low) if fned else 0.0,
        "fned_high": rounded(fned.spread.high) if fned else 0.0,
        "fped_of_a_word": rounded(fped.of_a_word) if fped else 0.0,
        "fped_of_a_neutral_word": rounded(fped.neutral) if fped else 0.0,
        "direction": direction(line.spread),
        "verdict": found.verdict,
    }
