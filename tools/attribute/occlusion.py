"""Why this cell: hide the picture block by block, and see what the chosen cell loses."""

from __future__ import annotations

import math
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from tools.attribute import checks
from tools.attribute import occlusion_words as words
from tools.attribute.fast.patches import occlusion_map, patches_near
from tools.attribute.occlusion_results import RESULTS
from tools.attribute.saliency import top_share
from tools.errors import CallRefused
from tools.finding import Call, Finding
from tools.honesty import finite
from tools.inside.opened import why_closed
from tools.looking import Count, identity, look_at, only_maps, pictures_of
from tools.printing import printed
from tools.statistics import rounded
from tools.stimulus import Edited
from tools.subject import SubjectCard
from tools.tool import Control, Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.bench import Bench

# Another picture for the null, and its stand-in where it is the one examined.
OTHERS = ("coffee", "chelsea")
# Fractions of a cell by which the picture is moved to see whether its map holds.
NEIGHBOURS = (-0.5, -0.25, 0.25, 0.5)


class _OcclusionParams(Params):
    seeds: int = Field(3, ge=3, le=20, description="Networks with permuted weights, and as many drawn anew.")
    answer: str = Field("", description="Which of the subject's numbers; the usual one by default.")


class Occlusion(Tool):
    """What each block brings to the salient cell, with the checks that let it be shown."""

    verb: ClassVar[Verb] = "attribute"
    method: ClassVar[str] = "occlusion"
    title: ClassVar[Words] = Words(fr="Cacher, bloc par bloc", en="Hiding, block by block")
    about: ClassVar[Words] = Words(
        fr="Ce que perd la case choisie quand un bloc de l’image est caché",
        en="What the chosen cell loses when a block of the picture is hidden",
    )
    params: ClassVar[type[Params]] = _OcclusionParams
    default_case: ClassVar[str] = "astronaut"
    controls: ClassVar[frozenset[Control]] = frozenset({"random_network"})
    results: ClassVar[tuple[ResultField, ...]] = RESULTS

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Subjects that read pictures and let their layers be seen: a map is shown once it was checked
        against networks whose weights were scrambled (honesty rule 8)."""
        if subject.badge == "external":
            return Words(
                fr=f"« {subject.title.fr} » ne laisse pas atteindre ses poids : une carte par cache ne"
                " pourrait pas être vérifiée, elle n’est donc pas faite.",
                en=f"“{subject.title.en}” does not let its weights be reached: a map by hiding could not be"
                " checked, so it is not made.",
            )
        if subject.modality != "image" or subject.answers == "map":
            return only_maps(subject)
        return why_closed(subject)

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Make the map of the salient cell, then try to take it back."""
        started = perf_counter()
        params = _OcclusionParams.model_validate(call.params)
        subject = bench.subject(call.subject)
        if subject.card.answers != "map":
            return _elsewhere(call, params, bench, progress)
        case = bench.case(call.case)
        (shown,) = pictures_of(case, 1)
        if not hasattr(subject, "module"):
            raise CallRefused(
                "no_layers",
                Words(
                    fr=f"« {subject.card.title.fr} » ne laisse pas voir ses couches.",
                    en=f"“{subject.card.title.en}” does not let its layers be seen.",
                ),
            )
        pixels = bench.pixels(shown.recipe)
        other = bench.pixels(bench.case(_other(call.case)).pictures[0].recipe)
        progress(0, 1)
        seen, seen_other = look_at(subject, [pixels, other], lambda _: progress(0, 1))
        cell = seen.cell
        prepared = subject.prepare(pixels)
        each = patches_near(subject.module, prepared, cell)
        count = Count(progress, each * (1 + len(NEIGHBOURS) + 3 * params.seeds))

        def explain(twin: Any, picture: NDArray[np.uint8], at: tuple[int, int]) -> NDArray[np.float64]:
            return occlusion_map(twin.module, picture, at, count)

        own = explain(subject, prepared, cell)
        near = checks.around(own, cell)
        moved = [
            explain(
                subject, subject.prepare(bench.pixels(_moved(shown.recipe, seen.cell_pixels, part))), cell
            )
            for part in NEIGHBOURS
        ]
        prepared_other = subject.prepare(other)
        permuted: list[float] = []
        redrawn: list[float] = []
        null: list[float] = []
        raw: list[float] = []
        example = own
        for seed in range(params.seeds):
            twin = subject.scrambled(call.seed + seed)
            example = explain(twin, prepared, cell)
            drawn = explain(subject.reinitialised(call.seed + seed), prepared, cell)
            elsewhere = explain(twin, prepared_other, seen_other.cell)
            for kept, map_, at in (
                (permuted, example, cell),
                (redrawn, drawn, cell),
                (null, elsewhere, seen_other.cell),
            ):
                kept.append(checks.agreement_beyond_nearness(near, checks.around(map_, at)))
            raw += [checks.agreement(near, checks.around(map_, cell)) for map_ in (example, drawn)]
        found = checks.Checks(
            permuted=tuple(permuted),
            redrawn=tuple(redrawn),
            null=tuple(null),
            neighbours=tuple(
                checks.agreement_beyond_nearness(near, checks.around(map_, cell)) for map_ in moved
            ),
            raw=tuple(raw),
            nearness=checks.agreement(near, checks.around(checks.nearness(own.shape, cell), cell)),
        )
        finite({"map": float(own.sum()), "sanity": found.sanity_rho, "stability": found.stability})
        helped = own.clip(min=0)
        measured = words.Measured(
            score=seen.score, top_share=top_share(helped), checks=found, other=_other(call.case)
        )
        picture = bench.picture(shown.recipe, shown.alt, shown.credit)
        window = subject.crop(seen.point, (picture.width, picture.height), 1.0)
        verdict = "usable" if found.usable else "unusable"
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=words.QUESTION,
                subject=identity(subject.card),
                stimuli=case.stimuli([picture], held=[words.HELD], varied=[words.VARIED]),
                unit_of_n=words.UNIT,
                n=1,
                conditions=each,
                result={
                    "n": 1,
                    "sanity": "pass" if found.sane else "fail",
                    "sanity_rho": rounded(found.sanity_rho),
                    "raw_rho": rounded(found.raw_rho),
                    "null_rho": rounded(found.null_rho),
                    "nearness": rounded(found.nearness),
                    "stability": rounded(found.stability),
                    "top_share": rounded(measured.top_share),
                    "verdict": verdict,
                },
                values=words.values(measured),
                verdict="usable" if found.usable else "unusable",
                nulls=[words.null(measured)],
                caveats=words.caveats(measured),
                conclusion=words.conclusion(measured),
                figures=[
                    words.map_figure(measured, picture, seen, window, own, example, checks.spread(moved))
                ],
                seconds=round(perf_counter() - started, 3),
            )
        )


def _elsewhere(call: Call, params: _OcclusionParams, bench: Bench, progress: Progress) -> Finding:
    """A subject that answers no map, told in the same fields: a square is slid over what it is given."""
    from tools.attribute.explainers.sliding import Slid

    asked = call.model_copy(update={"params": {"seeds": params.seeds, "answer": params.answer}})
    found = Slid().run(asked, bench, progress)
    kept = {name: found.result[name] for name in _SHARED}
    return found.model_copy(
        update={"call": call, "result": kept | {"top_share": _in_a_tenth(found)}, "tool_version": "1"}
    )


_SHARED = ("n", "sanity", "sanity_rho", "raw_rho", "null_rho", "nearness", "stability", "verdict")


def _in_a_tenth(found: Finding) -> float:
    """The part of what the regions carry that a tenth of them carries, or the first of fewer than ten."""
    shares = found.result["shares"]
    assert isinstance(shares, dict)
    ranked = sorted(shares.values(), reverse=True)
    return rounded(min(1.0, sum(ranked[: max(1, math.ceil(len(ranked) / 10))])))


def _moved(recipe: Any, cell_pixels: float, part: float) -> Edited:
    pixels = max(1, round(abs(part) * cell_pixels))
    return Edited(of=recipe, change="shift", amount=pixels if part > 0 else -pixels)


def _other(case: str) -> str:
    return next(name for name in OTHERS if name != case.replace("-", "_"))
