"""The base of every method that explains an answer on a picture: asked, tried, told.

Not a tool by itself: each method of this folder is one, and states its arithmetic and what it can be asked.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from tools.answering.given import Given, at_hand
from tools.attribute import map_words as words
from tools.attribute.asked import Asked, ask
from tools.attribute.map_results import RESULTS
from tools.attribute.regions.cutting import RegionKind
from tools.attribute.regions.region import Region, Regions
from tools.attribute.trial import Against, Explain, Trial, shares_of, tried
from tools.errors import CallRefused
from tools.finding import Call, Finding
from tools.honesty import finite
from tools.inside.opened import Opened, why_closed
from tools.looking import identity, pictures_of
from tools.names import nearest
from tools.printing import printed
from tools.statistics import Interval, bootstrap, rounded
from tools.subject import SubjectCard
from tools.tool import Control, Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.bench import Bench
    from tools.stimuli.cases import Case, Shown

    Map = NDArray[np.float64]

# Another picture for the null of a map, and its stand-in where it is the one examined.
_OTHERS = ("coffee", "chelsea")
_QUALITY = 90  # of the harmless re-encoding
_CELL_PART = 0.25  # of a map's cell, by which a harmless neighbour is shifted
_SIDE_PART = 0.01  # of the side of any other picture
_STAGES = 9  # ticks of a trial besides its twins and neighbours


class MapParams(Params):
    """What every method takes."""

    answer: str = Field("", description="Which of the subject's numbers; the usual one by default.")
    regions: RegionKind | None = Field(
        None,
        description="grid, superpixels or face_parts (computed busts: the default there).",
    )
    region: str = Field("", description="The region told of; the one that carries most by default.")
    n: int = Field(1, ge=1, le=64, description="Pictures; more than one gives an interval over them.")
    seeds: int = Field(3, ge=3, le=20, description="Networks with permuted weights, and as many drawn anew.")


class Beat:
    """Tells how far the work is, as often as asked: whoever gave up is heard at every call."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0
        progress(0, total)

    def step(self) -> None:
        """One more is done."""
        self._done = min(self._total, self._done + 1)
        self._progress(self._done, self._total)

    def still(self) -> None:
        """At work."""
        self._progress(self._done, self._total)


class MapMethod(Tool):
    """One signed number a place, or a region, of what the network is given; and all that is tried against."""

    verb: ClassVar[Verb] = "attribute"
    params: ClassVar[type[Params]] = MapParams
    default_case: ClassVar[str] = "portraits"
    controls: ClassVar[frozenset[Control]] = frozenset({"random_network"})
    results: ClassVar[tuple[ResultField, ...]] = RESULTS
    by_slope: ClassVar[bool] = False  # tells what more light would do, not what a place brings
    by_region: ClassVar[bool] = False  # gives one number a region
    needs_slopes: ClassVar[bool] = True
    complete: ClassVar[bool] = False  # the parts owe a sum
    chance: ClassVar[bool] = False  # has seeds of its own
    cell_side: ClassVar[int] = 24  # pixels of a square, in what one cell of a map sees
    failing: ClassVar[Words | None] = None  # what is known of it, where it ignores the weights

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Subjects that read pictures, whose layers are reached where slopes are needed; no stand-in."""
        if subject.modality != "image":
            return Words(
                fr=f"« {subject.title.fr} » ne lit pas d’images.",
                en=f"“{subject.title.en}” does not read pictures.",
            )
        if subject.badge == "stand-in":
            return Words(
                fr=f"« {subject.title.fr} » est une doublure : aucune cause ne peut venir d’elle. Cet"
                " instrument demande l’original.",
                en=f"“{subject.title.en}” is a stand-in: no cause can come from it. This instrument asks for"
                " the original.",
            )
        return why_closed(subject) if self.needs_slopes else None

    @abstractmethod
    def explain(
        self, opened: Opened, regions: Regions, params: Any, seed: int, rough: bool, beat: Beat
    ) -> Map:
        """(rows, columns) of the input, signed. ``rough``: fewer steps or samples will do, to compare."""

    @abstractmethod
    def same_question(self, asked: Asked, beat: Beat) -> list[Explain]:
        """Two other methods that answer the same question, cheap."""

    def ready(self, subject: Any, params: Any) -> None:
        """Refuse what only the loaded subject can tell (a layer's name). Raises :class:`CallRefused`."""

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Explain the first picture and try it; then the others, for the interval of a region's part."""
        started = perf_counter()
        params = self.params.model_validate(call.params)
        assert isinstance(params, MapParams)
        case = bench.case(call.case)
        shown = pictures_of(case, params.n)
        subject = bench.subject(call.subject)
        self.ready(subject, params)
        beat = Beat(progress, _STAGES + 3 * params.seeds + 3 + params.n)
        given = at_hand(bench, shown)
        asked = self._asked(subject, given[0], params)
        beat.still()

        def explain(opened: Opened, seed: int, rough: bool) -> Map:
            found = self.explain(opened, asked.regions, params, seed, rough, beat)
            finite({"map": float(found.sum())})
            return found

        trial = tried(
            asked,
            explain,
            Against(
                neighbours=_neighbours(asked),
                other=_other(bench, case),
                methods=self.same_question(asked, beat),
                chance=self.chance,
                by_region=self.by_region,
                seeds=params.seeds,
                seed=call.seed,
                by_slope=self.by_slope,
            ),
            beat.step,
            beat.still,
        )
        finite({"answer": trial.whole, "hidden": trial.nothing, "infidelity": trial.infidelity})
        tables = [_named(asked.regions.regions, trial.shares)]
        for each in given[1:]:
            more = self._asked(subject, each, params)
            map_ = self.explain(more.opened, more.regions, params, call.seed, False, beat)
            tables.append(_named(more.regions.regions, shares_of(more.regions.sums(map_))))
            beat.step()
        told = self._told(asked, trial, tables, params, call.seed)
        finding = self._finding(call, case, shown, bench, asked, told, tables)
        return printed(finding.model_copy(update={"seconds": round(perf_counter() - started, 3)}))

    def _asked(self, subject: Any, given: Given, params: MapParams) -> Asked:
        kind, side = params.regions, self.cell_side
        return ask(subject, given, params.answer, kind, slopes=self.needs_slopes, cell_side=side)

    def _told(
        self, asked: Asked, trial: Trial, tables: Sequence[dict[str, float]], params: MapParams, seed: int
    ) -> words.Told:
        """Which region is told of, and its part: the mean over the pictures, with its interval over them."""
        regions = asked.regions.regions
        means = _means([region.name for region in regions], tables)
        if params.region:
            top = _number_of(params.region, regions)
        else:
            top = max(range(len(regions)), key=lambda number: means[regions[number].name])
        per_unit = [table.get(regions[top].name, 0.0) for table in tables]
        range_ = (
            Interval(*(float(end) for end in trial.ranges[top]))
            if len(tables) == 1
            else bootstrap(per_unit, seed=seed)
        )
        sizes = asked.regions.sizes()
        return words.Told(
            title=self.title,
            answer=asked.opened.label,
            trial=trial,
            regions=regions,
            areas=[float(size) for size in sizes / sizes.sum()],
            top=top,
            share=means[regions[top].name],
            range_=range_,
            n=len(tables),
            logit=asked.open and asked.subject.card.answers in ("mask", "boxes"),
            slope=self.by_slope,
            complete=self.complete,
            failing=self.failing,
        )

    def _finding(
        self, call: Call, case: Case, shown: Sequence[Shown], bench: Bench, asked: Asked, told: words.Told,
        tables: Sequence[dict[str, float]],
    ) -> Finding:  # fmt: skip
        from tools.attribute.map_figures import figures

        trial, regions = told.trial, told.regions
        pictures = [bench.picture(each.recipe, each.alt, each.credit) for each in shown]
        named = regions[told.top].name
        return Finding(
            tool_version=self.version,
            call=call,
            question=words.question(told),
            subject=identity(asked.subject.card),
            stimuli=case.stimuli(
                pictures, held=[words.HELD], varied=[words.varied(self.title)], used=len(shown)
            ),
            unit_of_n=case.unit if told.n > 1 else words.UNIT,
            n=told.n,
            conditions=len(regions),
            result={
                "n": told.n,
                "top_region": named,
                "top_share": rounded(told.share),
                "top_low": rounded(told.range_.low),
                "top_high": rounded(told.range_.high),
                "top_area": rounded(told.areas[told.top]),
                "shares": {
                    name: rounded(mean)
                    for name, mean in _means([region.name for region in regions], tables).items()
                },
                "sanity": trial.sanity,
                "sanity_rho": rounded(trial.sanity_rho),
                "raw_rho": rounded(trial.raw_rho),
                "null_rho": rounded(trial.null_rho),
                "nearness": rounded(trial.nearness),
                "gap": rounded(trial.gap),
                "infidelity": rounded(trial.infidelity),
                "deletion": rounded(trial.order.deletion),
                "insertion": rounded(trial.order.insertion),
                "order_knowing_nothing": rounded(trial.order_knowing_nothing.gain),
                "stability": rounded(trial.holds.agreement),
                "stable": trial.holds.stable,
                "verdict": trial.verdict,
            },
            values=words.values(told),
            verdict=trial.verdict,
            nulls=words.nulls(told),
            stability=trial.holds,
            per_unit=[rounded(table.get(named, 0.0)) for table in tables],
            caveats=[*words.caveats(told), *case.caveats],
            conclusion=words.conclusion(told),
            figures=figures(told, asked, pictures[0]),
            seconds=0,
        )


def _named(regions: Sequence[Region], shares: Map) -> dict[str, float]:
    """A region's part, by its name."""
    return {region.name: float(share) for region, share in zip(regions, shares, strict=True)}


def _means(names: Sequence[str], tables: Sequence[dict[str, float]]) -> dict[str, float]:
    """Mean parts over the pictures; a region that a picture has not carries nothing there."""
    return {name: sum(table.get(name, 0.0) for table in tables) / len(tables) for name in names}


def _number_of(name: str, regions: Sequence[Region]) -> int:
    """A region by its name. Raises :class:`CallRefused` (``unknown_region``) with the nearest."""
    names = [region.name for region in regions]
    if name in names:
        return names.index(name)
    near = nearest(name, names)
    raise CallRefused(
        "unknown_region",
        Words(
            fr=f"Aucune région de cette image ne s’appelle « {name} ».",
            en=f"No region of this picture is called “{name}”.",
        ),
        Words(fr=f"Vouliez-vous dire « {near} » ?", en=f"Did you mean “{near}”?")
        if near
        else Words(fr=f"Régions : {', '.join(names[:12])}.", en=f"Regions: {', '.join(names[:12])}."),
    )


def _neighbours(asked: Asked) -> list[NDArray[np.uint8]]:
    """The picture a little to the left, a little to the right, and encoded again."""
    from tools.stimuli.changes import apply_change

    pixels = asked.given.pixels
    assert pixels is not None
    part = _SIDE_PART * pixels.shape[1]
    if asked.is_map:
        prepared = asked.subject.prepare(pixels)
        part = _CELL_PART * 16 * pixels.shape[1] / prepared.shape[1]
    by = max(1, round(part))
    return [
        apply_change(pixels, "shift", -by),
        apply_change(pixels, "shift", by),
        apply_change(pixels, "jpeg", _QUALITY),
    ]


def _other(bench: Bench, case: Case) -> NDArray[np.uint8]:
    """A photograph that has nothing to do with it: another bust would have its eyes in the same place."""
    name = next(name for name in _OTHERS if name != case.name)
    return bench.pixels(bench.case(name).pictures[0].recipe)
