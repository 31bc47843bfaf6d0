"""How well a matting network cuts a person out, group by group, against mattes that are known exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from pydantic import Field

from tools.errors import CallRefused
from tools.finding import Call, Control, Finding, GalleryFigure, GalleryRow, TableCell, TableFigure, Thumbnail
from tools.honesty import GapControl, finite, gap_verdict
from tools.looking import Count, identity, pictures_of
from tools.power import what_n_can_show_of_a_mean
from tools.printing import printed
from tools.reproduce import matte_words as words
from tools.reproduce import studio_factors
from tools.reproduce.boundary import Cut, cut_quality
from tools.reproduce.comparison import Comparison, Line, lines_of
from tools.reproduce.comparison_words import points
from tools.reproduce.groups import PLACEBO_SHIFT, Group
from tools.reproduce.matte_results import RESULTS
from tools.reproduce.matte_words import UNIT, Quality
from tools.reproduce.reading import PICTURES_TOGETHER, hands, named
from tools.resampling import bootstrap_columns
from tools.statistics import Interval, rounded, rounded_chance
from tools.stimuli.cases import Case, Shown
from tools.stimulus import Edited, Picture, Portrait
from tools.subject import SubjectCard
from tools.tool import Control as ControlName
from tools.tool import Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words, in_both

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.bench import Bench

DEFAULT_N = 30
HALF = 128  # of 255: the true matte is the person from here on
CUT = 0.5  # ours


class _MatteParams(Params):
    factor: str = Field("tone", description="The setting of the studio that separates the groups.")
    levels: str | list[float] = Field("", description="Its levels, the reference first; tones 2 and 9.")
    across: str = Field("background_level", description="A second setting, crossed with it; “none” for none.")
    across_levels: str | list[float] = Field(
        "0.05, 0.95", description="Its levels; groups are compared within each of them."
    )
    measure: Quality = Field(
        "overlap", description="What is judged: overlap (IoU), boundary (pixels) or boundary_f."
    )
    tolerance: float = Field(2, ge=0.5, le=20, description="Pixels within which two outlines meet.")
    n: int | None = Field(None, ge=2, le=1000, description="Identities; 30 by default, and for a verdict.")


class MatteQuality(Tool):
    """Overlap and outline of a matte by crossed groups of busts, the worst group, gaps within each level."""

    verb: ClassVar[Verb] = "reproduce"
    method: ClassVar[str] = "matte_quality"
    title: ClassVar[Words] = Words(fr="Qualité du détourage", en="Matte quality")
    about: ClassVar[Words] = Words(
        fr="La silhouette est-elle aussi bien découpée d’un groupe à l’autre ?",
        en="Is the person cut out as well from group to group?",
    )
    params: ClassVar[type[Params]] = _MatteParams
    default_case: ClassVar[str] = "portraits"
    controls: ClassVar[frozenset[ControlName]] = frozenset({"placebo"})
    results: ClassVar[tuple[ResultField, ...]] = RESULTS

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Subjects that give a matte."""
        if subject.answers != "mask":
            return Words(
                fr=f"« {subject.title.fr} » ne détoure personne : il ne donne pas de silhouette.",
                en=f"“{subject.title.en}” cuts nobody out: it gives no matte.",
            )
        return None

    def what_it_can_show(self, call: Call) -> Words | None:
        """The difference that as many identities as are asked for would mostly miss."""
        params = _MatteParams.model_validate(call.params)
        if params.factor not in studio_factors.LEVELS:
            return None
        first = len(studio_factors.listed(params.levels) or studio_factors.LEVELS[params.factor])
        second = len(studio_factors.listed(params.across_levels)) if params.across != "none" else 1
        return what_n_can_show_of_a_mean(params.n or DEFAULT_N, _UNITS, max(1, (first - 1) * second))

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Draw every group of every identity, cut it out, and judge the gaps beyond the placebo."""
        started = perf_counter()
        params = _MatteParams.model_validate(call.params)
        subject = bench.subject(call.subject)
        case = bench.case(call.case)
        crossed = _crossed(case, params)
        flat = [each for unit in crossed.cells for each in unit]
        count = Count(progress, len(flat))

        cuts, pictures = [], []
        for cut, picture in _cut_out(subject, bench, flat, params.tolerance, count):
            cuts.append(cut)
            pictures.append(picture)
        tables = {
            quality: _table([getattr(cut, quality) for cut in cuts], len(crossed.cells))
            for quality in ("overlap", "boundary", "boundary_f")
        }
        m, spreads = _measured(params, crossed, tables, call.seed)
        found = m.found
        placebo = found.worst_placebo
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=words.question(m),
                subject=identity(subject.card),
                stimuli=case.stimuli(pictures, varied=crossed.varied),
                unit_of_n=case.unit,
                n=found.n,
                conditions=len(crossed.groups),
                result={
                    "n": found.n,
                    "groups": len(crossed.groups),
                    "overlaps": _means(tables["overlap"], crossed),
                    "boundaries": _means(tables["boundary"], crossed),
                    "boundary_fs": _means(tables["boundary_f"], crossed),
                    "worst": crossed.groups[_worst(tables[params.measure], crossed, params.measure)].name,
                    "worst_value": rounded(m.worst_value),
                    "worst_low": rounded(m.worst_interval.low),
                    "worst_high": rounded(m.worst_interval.high),
                    "judged": found.line.group.name,
                    "gap": rounded(found.line.gap),
                    "gap_low": rounded(found.line.spread.low),
                    "gap_high": rounded(found.line.spread.high),
                    "chance": rounded_chance(found.line.corrected),
                    "placebo_gap": rounded(placebo.gap),
                    "verdict": found.verdict,
                },
                values=words.values(m),
                verdict=found.verdict,
                placebo=[_placebo(found, params.measure)],
                per_unit=found.per_unit,
                caveats=[
                    what_n_can_show_of_a_mean(found.n, case.units, len(found.lines)),
                    *words.caveats(m),
                    *([brings] if (brings := studio_factors.BRINGS.get(params.factor)) else []),
                    *case.caveats,
                ],
                conclusion=words.conclusion(m),
                figures=[
                    *(_figure(quality, tables[quality], spreads[quality], crossed)
                      for quality in (params.measure, _other(params.measure))),
                    _gallery(crossed, pictures, cuts, params.measure),
                ],
                seconds=round(perf_counter() - started, 3),
            )
        )  # fmt: skip


_UNITS = Words(fr="identités", en="identities")


class _Crossed(NamedTuple):
    """Groups level by level within each second level, then the placebo: the column order of every table."""

    groups: tuple[Group, ...]
    reference: tuple[int, ...]  # of each group: the group that it is compared with, or itself
    cells: tuple[tuple[Shown, ...], ...]  # unit → groups, then the shifted first group
    rows: tuple[Words, ...]
    columns: tuple[Words, ...]
    factor: Words
    varied: tuple[Words, ...]
    unit: Words


def _crossed(case: Case, params: _MatteParams) -> _Crossed:
    """Raises :class:`CallRefused` (``wrong_case``) where the true mattes are not known."""
    from tools.stimuli.portrait_cases import bust

    if case.kind != "pictures" or not all(isinstance(each.recipe, Portrait) for each in case.pictures):
        raise CallRefused(
            "wrong_case",
            Words(fr=f"Le cas « {case.name} » n’a pas de vraies silhouettes auxquelles comparer.",
                  en=f"The case “{case.name}” has no true mattes to compare with."),
            Words(fr="Essayez le cas « portraits ».", en="Try the case “portraits”."),
        )  # fmt: skip
    factor = params.factor.replace("-", "_")
    levels = studio_factors.levels_of(factor, params.levels)
    across = "" if params.across in ("", "none") else params.across.replace("-", "_")
    if across == factor:
        raise CallRefused(
            "bad_levels",
            Words(fr="Les deux réglages croisés sont le même.", en="The two crossed settings are the same."),
        )
    seconds = studio_factors.levels_of(across, params.across_levels) if across else ("",)
    groups: list[Group] = []
    reference: list[int] = []
    for other in seconds:
        for place, level in enumerate(levels):
            label = studio_factors.label(factor, level)
            if across:
                beside = studio_factors.label(across, other)
                label = Words(fr=f"{label.fr}, {beside.fr}", en=f"{label.en}, {beside.en}")
            reference.append(len(groups) - place)
            groups.append(Group(f"{level}|{other}" if across else level, label))
    cells = []
    for each in pictures_of(case, params.n or min(DEFAULT_N, len(case.pictures))):
        assert isinstance(each.recipe, Portrait)
        row = []
        for other in seconds:
            base = studio_factors.varied(each.recipe, across, other) if across else each.recipe
            row += [bust(studio_factors.varied(base, factor, level)) for level in levels]
        moved = Edited(of=row[0].recipe, change="shift", amount=PLACEBO_SHIFT)
        cells.append((*row, row[0].model_copy(update={"recipe": moved})))
    said = [studio_factors.NAMES[factor], *([studio_factors.NAMES[across]] if across else [])]
    return _Crossed(
        tuple(groups), tuple(reference), tuple(cells),
        tuple(studio_factors.label(factor, level) for level in levels),
        tuple(studio_factors.label(across, other) if across else _ALL for other in seconds),
        said[0], tuple(said), case.units,
    )  # fmt: skip


_ALL = Words(fr="moyenne", en="mean")


def _cut_out(
    subject: Any, bench: Bench, flat: Sequence[Shown], tolerance: float, count: Count
) -> Iterator[tuple[Cut, Picture]]:
    coming = hands(bench, flat)
    while batch := list(islice(coming, PICTURES_TOGETHER)):
        mattes = subject.masks([given.pixels for _, given in batch])
        for (shown, given), matte in zip(batch, mattes, strict=True):
            finite({"matte": float(matte.sum())})
            assert given.matte is not None
            picture = named(shown, given)
            assert isinstance(picture, Picture)
            yield cut_quality(matte >= CUT, given.matte >= HALF, tolerance), picture
        count(len(batch))


def _table(values: Sequence[float], units: int) -> NDArray[np.float64]:
    import numpy as np

    return np.array(values, dtype=np.float64).reshape(units, -1)


def _means(table: NDArray[np.float64], crossed: _Crossed) -> dict[str, float]:
    return {
        group.name: rounded(float(table[:, column].mean())) for column, group in enumerate(crossed.groups)
    }


def _worst(table: NDArray[np.float64], crossed: _Crossed, quality: Quality) -> int:
    means = table[:, : len(crossed.groups)].mean(axis=0)
    return int(means.argmax() if quality == "boundary" else means.argmin())


def _measured(
    params: _MatteParams, crossed: _Crossed, tables: dict[str, NDArray[np.float64]], seed: int
) -> tuple[words.Mattes, dict[str, list[Interval]]]:
    import numpy as np

    table = tables[params.measure]
    compared = [column for column, other in enumerate(crossed.reference) if column != other]
    lines = lines_of(
        [crossed.groups[column] for column in compared],
        table[:, compared],
        table[:, [crossed.reference[column] for column in compared]],
        seed,
    )
    moved = Group("shift", Words(fr="placebo : décalage", en="placebo: shift"))
    controls = lines_of([moved], table[:, -1:], table[:, :1], seed)
    spreads = {name: bootstrap_columns(each, seed=seed) for name, each in tables.items()}
    first = crossed.groups[0]
    base = Line(first, float(table[:, 0].mean()), spreads[params.measure][0], 0.0, Interval(0, 0), 1.0, 1.0,
                (0.0,) * len(table))  # fmt: skip
    judged = [GapControl(line.gap, line.chance) for line in controls]
    found = Comparison(
        len(table), base, tuple(lines), tuple(controls),
        tuple(gap_verdict(len(table), line.gap, line.corrected, line.spread, judged) for line in lines),
        bool(np.ptp(table) == 0),
    )  # fmt: skip
    worst = _worst(table, crossed, params.measure)
    against = crossed.reference[compared[found.judged]]
    m = words.Mattes(
        quality=params.measure, factor=crossed.factor, units=crossed.unit, found=found,
        worst=crossed.groups[worst].label, worst_value=float(table[:, worst].mean()),
        worst_interval=spreads[params.measure][worst], reference=crossed.groups[against].label,
        reference_value=float(table[:, against].mean()), tolerance=params.tolerance,
    )  # fmt: skip
    return m, spreads


def _placebo(found: Comparison, quality: Quality) -> Control:
    line, unit = found.worst_placebo, UNIT[quality]
    fails = abs(line.gap) > 0 and abs(line.gap) >= abs(found.line.gap)
    as_much = Words(fr=" C’est autant que le groupe jugé.", en=" That is as much as the judged group.")
    told = as_much if fails else Words(fr="", en="")
    return Control(
        name="shift", kind="placebo",
        label=Words(fr="Placebo : décalage de quelques pixels", en="Placebo: shift by a few pixels"),
        value=rounded(line.gap), unit="points" if unit == "share" else unit,
        low=rounded(line.spread.low), high=rounded(line.spread.high), n=found.n, size=float(PLACEBO_SHIFT),
        fails=fails,
        says=in_both(
            lambda language: (
                f"Le premier groupe, décalé de {PLACEBO_SHIFT} pixels avec sa silhouette : écart de"
                f" {points(line.gap, unit, 'fr')}.{told.fr}"
                if language == "fr"
                else f"The first group, shifted by {PLACEBO_SHIFT} pixels with its matte: a gap of"
                f" {points(line.gap, unit, 'en')}.{told.en}"
            )
        ),
    )  # fmt: skip


def _other(quality: Quality) -> Quality:
    return "boundary" if quality == "overlap" else "overlap"


def _figure(
    quality: Quality, table: NDArray[np.float64], spreads: Sequence[Interval], crossed: _Crossed
) -> TableFigure:
    across = len(crossed.columns)
    deep = len(crossed.rows)
    return TableFigure(
        title=words.TITLES[quality], unit=UNIT[quality], row_label=crossed.factor,
        columns=list(crossed.columns),
        rows=[
            (
                label,
                [
                    TableCell(value=rounded(float(table[:, column].mean())), n=len(table),
                              low=rounded(spreads[column].low), high=rounded(spreads[column].high))
                    for column in (place * deep + row for place in range(across))
                ],
            )
            for row, label in enumerate(crossed.rows)
        ],
    )  # fmt: skip


def _gallery(
    crossed: _Crossed, pictures: Sequence[Picture], cuts: Sequence[Cut], quality: Quality
) -> GalleryFigure:
    width = len(crossed.groups) + 1
    return GalleryFigure(
        title=Words(fr="La première identité, dans chaque groupe", en="The first identity, in every group"),
        unit=UNIT[quality], value_label=words.TITLES[quality],
        rows=[
            GalleryRow(label=group.label, pictures=[
                Thumbnail(picture=pictures[unit * width + column],
                          value=rounded(getattr(cuts[unit * width + column], quality)))
                for unit in range(min(2, len(crossed.cells)))
            ])
            for column, group in enumerate(crossed.groups)
        ],
    )  # fmt: skip
