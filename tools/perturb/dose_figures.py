"""What a change at several doses shows: the curve of doses, and the first picture before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.finding import Crop, CurveFigure, CurvePoint, MapFigure, Panel
from tools.perturb.dose_reading import Read
from tools.perturb.dose_words import Measured
from tools.statistics import Interval, rounded
from tools.stimuli.cases import Shown
from tools.stimulus import Picture, Recipe
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench


class Example(NamedTuple):
    """One picture with the subject's answer; the crop window, where the subject crops."""

    picture: Picture
    read: Read
    window: Crop | None


def example(
    bench: Bench, subject: Any, shown: Shown, before: Read, changed: Recipe, after: Read, said: Words
) -> list[Example]:
    """The first picture, before and after the strongest dose: not chosen by result."""
    pictures = (
        bench.picture(shown.recipe, shown.alt, shown.credit),
        bench.picture(changed, _changed_alt(shown.alt, said), shown.credit),
    )
    return [
        Example(
            picture,
            read,
            subject.crop(read.point, (picture.width, picture.height), 1.0) if read.seen else None,
        )
        for picture, read in zip(pictures, (before, after), strict=True)
    ]


def curve(
    m: Measured, doses: Mapping[float, tuple[float, Interval]], band: tuple[float, float]
) -> CurveFigure:
    """The dose and the mean change of the answer, with the band that holds 95 % of the placebo's changes."""
    points = {
        level: CurvePoint(
            x=level, y=rounded(mean), low=rounded(interval.low), high=rounded(interval.high), n=m.n
        )
        for level, (mean, interval) in doses.items()
    }
    if m.nothing is not None:
        points.setdefault(m.nothing, CurvePoint(x=m.nothing, y=0.0, n=m.n))
    said = m.told
    return CurveFigure(
        title=Words(fr="Ce que fait chaque dose à la note", en="What each dose does to the score")
        if m.grid
        else Words(fr="Ce que fait chaque dose à la réponse", en="What each dose does to the answer"),
        x_label=m.unit,
        y_label=Words(fr="changement moyen de la note", en="mean change of the score")
        if m.grid
        else Words(fr=f"changement : {said.fr}", en=f"change: {said.en}"),
        unit="points" if m.answer.unit == "share" else m.answer.unit,
        points=[points[level] for level in sorted(points)],
        reference=0.0,
        band=(rounded(band[0]), rounded(band[1])),
        band_label=Words(fr="placebo : 95 % des images, une à une", en="placebo: 95% of single pictures"),
    )


def before_and_after(m: Measured, examples: Sequence[Example]) -> MapFigure:
    """One picture before and after; where there are maps, with one colour range."""
    captions = (
        Words(fr="Avant", en="Before"),
        Words(fr=f"Après : {m.said.fr}", en=f"After: {m.said.en}"),
    )
    seen = [each.read.seen for each in examples if each.read.seen]
    low = rounded(min(float(each.grid.min()) for each in seen)) if seen else None
    high = rounded(max(each.score for each in seen)) if seen else None
    return MapFigure(
        title=Words(fr="La première image, avant et après", en="The first picture, before and after"),
        panels=[
            Panel(
                caption=caption,
                picture=each.picture,
                grid=each.read.seen.rows if each.read.seen else None,
                grid_label=Words(fr="notes du réseau (sortie)", en="network’s scores (output)")
                if each.read.seen
                else None,
                low=low,
                high=high,
                score=rounded(each.read.value),
                point=each.read.point if each.read.seen else None,
                crops=[each.window] if each.window else [],
            )
            for caption, each in zip(captions, examples, strict=True)
        ],
    )


def _changed_alt(alt: Words, said: Words) -> Words:
    """What a changed picture shows; ``said`` is the change."""
    return Words(
        fr=f"La même image, avec {said.fr} : {alt.fr}", en=f"The same picture, with {said.en}: {alt.en}"
    )
