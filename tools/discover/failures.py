"""Failures without given categories: clusters of what a subject gets wrong, tried on stimuli held out."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from tools.answering.given import Given
from tools.discover import failures_words as words
from tools.discover.clusters import halves, search
from tools.discover.failing import has_no_truth, judge
from tools.errors import AutopsieError, CallRefused
from tools.finding import (
    Call,
    Finding,
    GalleryFigure,
    GalleryRow,
    IntervalFigure,
    IntervalRow,
    Thumbnail,
    Verdict,
)
from tools.honesty import MINIMUM_UNITS, finite
from tools.inside.opened import why_closed
from tools.looking import Count, identity
from tools.printing import printed
from tools.statistics import ALPHA, rounded, wilson
from tools.stimulus import Filled, Picture, Portrait, Sentence
from tools.subject import SubjectCard
from tools.tool import Control, Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words, both

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.bench import Bench
    from tools.stimuli.cases import Case, Shown

_EXEMPLARS = 6


class _FailuresParams(Params):
    layer: str = Field("", max_length=80, description="The layer whose activations are clustered.")
    n: int | None = Field(None, ge=8, le=2000, description="Stimuli; all of the case by default.")


class Failures(Tool):
    """Where a subject fails, clustered by its own activations, and tried on the other half of the units."""

    verb: ClassVar[Verb] = "discover"
    method: ClassVar[str] = "failures"
    title: ClassVar[Words] = Words(fr="Échecs sans catégorie", en="Failures without categories")
    about: ClassVar[Words] = Words(
        fr="Les échecs du sujet se ressemblent-ils, sans qu’on ait dit d’avance par quoi ?",
        en="Are the subject’s failures alike, without saying beforehand in what?",
    )
    params: ClassVar[type[Params]] = _FailuresParams
    default_case: ClassVar[str] = "portraits_varied"
    controls: ClassVar[frozenset[Control]] = frozenset({"chance"})
    results: ClassVar[tuple[ResultField, ...]] = words.RESULTS

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Every subject whose answer can be wrong."""
        return has_no_truth(subject)

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Judge every stimulus, seek clusters among the failures of one half, try them on the other."""
        import numpy as np

        from tools.reproduce.reading import hands, named

        started = perf_counter()
        params = _FailuresParams.model_validate(call.params)
        subject = bench.subject(call.subject)
        case = bench.case(call.case)
        stimuli = _stimuli(case, subject.card, params.n)
        count = Count(progress, 3 * len(stimuli))
        given: list[Given] = []
        for _, each in hands(bench, stimuli):
            given.append(each)
            count(1)
        judged = judge(bench, subject, given, count)
        finite({"badness": float(np.sum(judged.badness))})
        features, seen_by = _features(subject, given, params.layer, count)
        units = [_unit(each, at) for at, each in enumerate(stimuli)]
        sought, held = halves(units, call.seed)
        if not sought or not held:
            raise _too_few()
        threshold = judged.threshold_of(sought)
        failed = np.array([each >= threshold and each > 0 for each in judged.badness])
        found = search(features, failed, sought, held, seed=call.seed)
        best = found.clusters[0] if found.clusters else None
        held_units = len({units[each] for each in held})
        verdict: Verdict = "none_shown"
        if held_units < MINIMUM_UNITS:
            verdict = "inconclusive"
        elif best and best.chance < ALPHA and best.gap.low > 0 and best.rate > found.random_limit:
            verdict = "effect"
        shared = words.over_represented(
            [each.recipe for each in given], best.members if best else [], sought, call.seed
        )
        m = words.Discovered(
            subject.card.title, judged.what, len(set(units)), held_units, found, seen_by, shared, verdict,
            *_counted(case),
        )  # fmt: skip
        shown = [named(stimulus, each) for stimulus, each in zip(stimuli, given, strict=True)]
        figures: list[Any] = []
        if found.clusters and isinstance(shown[0], Picture):
            figures.append(
                GalleryFigure(
                    title=words.EXEMPLARS, unit="score",
                    rows=[
                        GalleryRow(
                            label=words.cluster_label(at),
                            note=words.cluster_note(cluster),
                            pictures=[
                                Thumbnail(picture=shown[each]) for each in cluster.members[:_EXEMPLARS]
                            ],
                        )
                        for at, cluster in enumerate(found.clusters)
                    ],
                )
            )  # fmt: skip
        if found.clusters:
            figures.append(_rates(m))
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=words.QUESTION,
                subject=identity(subject.card),
                stimuli=case.stimuli(shown, used=len(shown)),
                unit_of_n=m.unit,
                n=m.n,
                conditions=max(1, len(stimuli) // m.n),
                result=words.result(m, int(failed.sum()) / len(failed)),
                values=words.values(m),
                verdict=verdict,
                nulls=[words.null_control(m)],
                per_unit=_by_unit(units, failed.tolist()),
                caveats=[*case.caveats, *words.caveats(m), *_exemplar_texts(m, shown)],
                conclusion=words.conclusion(m),
                figures=figures,
                seconds=round(perf_counter() - started, 3),
            )
        )


def _stimuli(case: Case, card: SubjectCard, n: int | None) -> list[Shown | Sentence]:
    all_of: list[Shown | Sentence] = list(case.texts if card.modality == "text" else case.pictures)
    harmless = card.modality != "text" or case.name.startswith("identity_")
    if not all_of or not harmless:
        fits = "identity_sentences_en" if card.modality == "text" else "portraits_varied"
        raise CallRefused(
            "wrong_case",
            Words(fr=f"Sur « {case.name} », on ne sait pas quand ce sujet se trompe.",
                  en=f"On “{case.name}” it is not known when this subject is wrong."),
            Words(fr=f"Prenez « {fits} ».", en=f"Take “{fits}”."),
        )  # fmt: skip
    if n is None or n >= len(all_of):
        return all_of
    step = len(all_of) / n
    return [all_of[int(at * step)] for at in range(n)]


def _counted(case: Case) -> tuple[Words, Words]:
    """What a unit is called, one and several."""
    if case.kind == "texts":
        return Words(fr="gabarit", en="template"), Words(fr="gabarits", en="templates")
    return case.unit, case.units


def _by_unit(units: list[str], failed: list[bool]) -> list[float]:
    """The share of failures of each unit, in the case's order."""
    found: dict[str, list[bool]] = {}
    for unit, each in zip(units, failed, strict=True):
        found.setdefault(unit, []).append(each)
    return [rounded(sum(each) / len(each)) for each in found.values()]


def _unit(stimulus: Shown | Sentence, at: int) -> str:
    recipe = stimulus.recipe
    if isinstance(recipe, Filled):
        return recipe.template
    return str(recipe.identity) if isinstance(recipe, Portrait) else str(at)


def _features(
    subject: Any, given: list[Given], layer: str, count: Count
) -> tuple[NDArray[np.float64], Words]:
    """The layer's activations, their mean over places; for a closed subject, of what it was given."""
    import numpy as np

    if why_closed(subject.card) is None:
        from tools.inside.layers import activations, layer_named

        together = 16 if subject.card.modality == "text" else 2
        try:
            chosen = layer_named(subject, layer)
            rows = []
            for start in range(0, len(given), together):
                batch = given[start : start + together]
                for values in activations(subject, batch, chosen):
                    rows.append(values.double().flatten(1).mean(dim=1).numpy() if values.ndim > 1
                            else values.double().numpy())  # fmt: skip
                count(len(batch))
            if len(rows[0]) > 1 and len({len(row) for row in rows}) == 1:
                said = Words(fr=f"la couche « {chosen.name} »", en=f"the layer “{chosen.name}”")
                return np.array(rows), said
        except AutopsieError as error:
            if layer or error.code not in ("no_face", "no_layers"):
                raise
    if subject.card.modality == "text":
        vocabulary = sorted({word for each in given for word in each.text.lower().split()})
        table = [[float(word in each.text.lower().split()) for word in vocabulary] for each in given]
        return np.array(table), Words(fr="les mots des phrases (sujet fermé)",
                                      en="the words of the sentences (a closed subject)")  # fmt: skip
    from PIL import Image  # slow import

    small = [
        np.asarray(Image.fromarray(each.pixels).resize((12, 12), Image.Resampling.BOX), np.float64).ravel()
        for each in given
        if each.pixels is not None
    ]
    return np.array(small), Words(fr="les pixels, réduits à 12 × 12 (sujet fermé)",
                                  en="the pixels, reduced to 12 × 12 (a closed subject)")  # fmt: skip


def _rates(m: words.Discovered) -> IntervalFigure:
    rows = []
    for at, cluster in enumerate(m.found.clusters):
        if not cluster.held:
            continue
        ends = wilson(cluster.failed, len(cluster.held))
        rows.append(
            IntervalRow(label=words.cluster_label(at), role="measured", value=rounded(cluster.rate),
                        low=rounded(ends.low), high=rounded(ends.high), n=len(cluster.held))
        )  # fmt: skip
    best = m.found.clusters[0]
    if best.elsewhere_n:
        ends = wilson(best.elsewhere_failed, best.elsewhere_n)
        rows.append(
            IntervalRow(label=words.ELSEWHERE, role="control", value=rounded(best.elsewhere),
                        low=rounded(ends.low), high=rounded(ends.high), n=best.elsewhere_n)
        )  # fmt: skip
    rows.append(
        IntervalRow(label=words.RANDOM, role="control", value=rounded(m.found.random_mean),
                    high=rounded(max(m.found.random_limit, m.found.random_mean)),
                    low=0.0, n=len(best.held))
    )  # fmt: skip
    return IntervalFigure(title=words.RATES, unit="share", rows=rows)


def _exemplar_texts(m: words.Discovered, shown: list[Any]) -> list[Words]:
    if not m.found.clusters or not isinstance(shown[0], Sentence):
        return []
    texts = " · ".join(shown[each].text for each in m.found.clusters[0].members[:3])
    return [Words(fr=f"Exemples du groupe jugé : {texts}", en=f"Exemplars of the cluster judged: {texts}")]


def _too_few() -> CallRefused:
    return CallRefused(
        "too_few_units",
        Words(fr="Il faut au moins deux unités : une moitié cherche, l’autre essaie.",
              en="Two units are needed at least: one half seeks, the other tries."),
        both("n"),
    )  # fmt: skip
