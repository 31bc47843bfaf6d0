"""What a network takes for alike: the nearest and the farthest stimuli of a case, by a layer's features.

Beside them stand the neighbours that the stimulus alone gives (its pixels, its words) and those of networks
of random weights: what they share with the network's own neighbours, no training is needed for.
"""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from tools.errors import CallRefused
from tools.finding import Call, Finding, Verdict
from tools.honesty import MINIMUM_SEEDS, MINIMUM_UNITS
from tools.inside.layers import layer_named, layers_of
from tools.looking import Count, identity
from tools.printing import printed
from tools.probe import exemplar_words as words
from tools.probe.accepting import network_that_reads
from tools.probe.examples import at_hand_one_by_one
from tools.probe.linear_probe import RANDOM_NETWORKS
from tools.probe.probe_results import field
from tools.stability import stability
from tools.statistics import bootstrap, rank_correlation, rounded
from tools.stimuli.cases import Shown
from tools.stimulus import Sentence
from tools.subject import SubjectCard
from tools.tool import Control, Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench
    from tools.stimuli.cases import Case

DEFAULT_N = 40
SHOWN = 5


class _ExemplarParams(Params):
    of: int = Field(1, ge=1, le=1000, description="Which stimulus of those shown, counted from 1.")
    layer: str = Field(
        "", max_length=80, description="The layer to read; the last before the answer by default."
    )
    n: int | None = Field(None, ge=10, le=1000, description="Stimuli of the case; 30 for a verdict.")
    nearest: int = Field(SHOWN, ge=1, le=9, description="How many neighbours.")
    networks: int = Field(
        RANDOM_NETWORKS, ge=2, le=100, description="Networks of random weights; 20 or more for a verdict."
    )


class Exemplars(Tool):
    """Nearest and farthest stimuli, and whether a stimulus's own pixels would have given the same."""

    verb: ClassVar[Verb] = "probe"
    method: ClassVar[str] = "exemplars"
    title: ClassVar[Words] = Words(fr="Ce que le réseau trouve semblable", en="What the network finds alike")
    about: ClassVar[Words] = Words(
        fr="Quelles images, ou quelles phrases, sont voisines dans une couche du réseau ?",
        en="Which pictures, or which sentences, are neighbours in a layer of the network?",
    )
    params: ClassVar[type[Params]] = _ExemplarParams
    results: ClassVar[tuple[ResultField, ...]] = (
        field("n", "number", "stimuli comparés", "stimuli compared", 1, 1000),
        field("similarity", "number", "cosinus avec le plus proche", "cosine with the nearest", -1, 1),
        field("farthest", "number", "cosinus avec le plus lointain", "cosine with the farthest", -1, 1),
        field("shared_with_random", "share", "voisins communs avec des réseaux au hasard",
            "neighbours shared with random networks", 0, 1),
        field("shared_with_stimulus", "share", "voisins communs avec le stimulus seul",
            "neighbours shared with the stimulus alone", 0, 1),
        field("ci_low", "share", "bas de son intervalle à 95 %", "low end of its 95% interval", 0, 1),
        field("ci_high", "share", "haut de son intervalle à 95 %", "high end of its 95% interval", 0, 1),
        field("chance", "share", "la même part au hasard", "the same share by chance", 0, 1),
        field("layer", "text", "la couche lue", "the layer that was read"),
        field("stability", "number", "accord avec les couches voisines", "agreement with adjacent layers",
            -1, 1),
        ResultField(
            name="verdict",
            kind="one-of",
            about=Words(fr="le verdict", en="the verdict"),
            choices=("usable", "unusable", "inconclusive"),
        ),
    )  # fmt: skip
    default_case: ClassVar[str] = "portraits"
    controls: ClassVar[frozenset[Control]] = frozenset({"random_network"})

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Networks whose layers can be reached."""
        return network_that_reads(subject)

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Read the layer and its neighbours in depth, compare all stimuli, then the controls."""
        import numpy as np

        from tools.inside.twins import reinitialised
        from tools.probe.alike import alike, neighbours, shared
        from tools.probe.reading import Reading, plain_features

        started = perf_counter()
        params = _ExemplarParams.model_validate(call.params)
        subject = bench.subject(call.subject)
        case = bench.case(call.case)
        layer = layer_named(subject, params.layer)
        shown = _stimuli(case, subject, params.n)
        if params.of > len(shown):
            raise CallRefused(
                "bad_param",
                Words(
                    fr=f"Il n’y a que {len(shown)} stimuli : le numéro {params.of} n’en est pas.",
                    en=f"There are only {len(shown)} stimuli: number {params.of} is none of them.",
                ),
                Words(fr=f"De 1 à {len(shown)}.", en=f"From 1 to {len(shown)}."),
            )
        asked, many, nearest = params.of - 1, len(shown), params.nearest
        names = [each.name for each in layers_of(subject)]
        place = names.index(layer.name)
        beside = [
            layer_named(subject, names[at]) for at in (place - 1, place + 1) if 0 <= at < len(names) - 1
        ] or [layer_named(subject, names[at]) for at in (place - 1, place + 1) if 0 <= at < len(names)]
        count = Count(progress, many * (3 + params.networks))
        given = at_hand_one_by_one(bench, shown, count)
        reading = Reading(subject, given, count)
        features = reading.read([layer, *beside], tick=count)
        own = alike(features[layer.name])
        plain = alike(plain_features(given))
        blind = []
        for number in range(params.networks):
            theirs = reading.read([layer], reinitialised(subject, call.seed + number), count)[layer.name]
            blind.append(float(np.mean(shared(own, alike(theirs), nearest))))
        by_unit = shared(own, plain, nearest)
        interval = bootstrap(by_unit, seed=call.seed)
        others = [index for index in range(many) if index != asked]
        holds = stability(
            # Of each layer beside: does it rank the others as this layer does?
            methods=[
                rank_correlation(own[asked, others], alike(features[each.name])[asked, others])
                for each in beside
            ],
            null=[
                rank_correlation(np.delete(own[asked], [asked, other]), np.delete(own[other], [asked, other]))
                for other in others
            ],
        )
        order = neighbours(own, asked)
        verdict: Verdict = "usable" if holds.stable else "unusable"
        if many < MINIMUM_UNITS or params.networks < MINIMUM_SEEDS:
            verdict = "inconclusive"
        measured = words.Measured(
            layer=layer.name,
            n=many,
            nearest=nearest,
            similarity=float(own[asked, order[0]]),
            farthest=float(own[asked, order[-1]]),
            plain=sum(by_unit) / many,
            interval=interval,
            random=sum(blind) / len(blind),
            networks=len(blind),
            chance=nearest / (many - 1),
            unit=case.unit,
            units=case.units,
            stable=holds.stable,
            verdict=verdict,
        )
        rows = [("nearest", order[:nearest]), ("farthest", order[::-1][:nearest])]
        rows.append(("plain", neighbours(plain, asked)[:nearest]))
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=words.question(measured),
                subject=identity(subject.card),
                stimuli=case.stimuli(
                    [
                        each
                        if isinstance(each, Sentence)
                        else bench.picture(each.recipe, each.alt, each.credit)
                        for each in shown
                    ],
                    used=many,
                ),
                unit_of_n=case.unit,
                n=many,
                result=words.result(measured, holds.agreement),
                values=words.values(measured),
                verdict=verdict,
                nulls=words.nulls(measured),
                stability=holds,
                per_unit=[rounded(each) for each in by_unit],
                caveats=[*words.caveats(measured), *case.caveats],
                conclusion=words.conclusion(measured),
                figures=[words.figure(bench, shown, asked, rows, own, plain)],
                seconds=round(perf_counter() - started, 3),
            )
        )


def _stimuli(case: Case, subject: Any, n: int | None) -> list[Shown | Sentence]:
    """``n`` stimuli of the right kind, evenly spread over the case; of pairs, the first of each."""
    there: list[Shown | Sentence] = (
        list(case.texts)
        if subject.card.modality == "text"
        else [*case.pictures, *(pair[0] for pair in case.pairs)]
    )
    if len(there) < 10 or (n or 1) > len(there):
        from tools.probe.studio_concept import wrong_case

        cure = "identity_sentences_en" if subject.card.modality == "text" else "portraits"
        raise wrong_case(case.name, n or 10, len(there), cure)
    wanted = n or min(DEFAULT_N, len(there))
    return [there[index * len(there) // wanted] for index in range(wanted)]
