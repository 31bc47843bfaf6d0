"""The smallest dose of a named change that turns a subject's answer, picture by picture; or of a slope."""

from __future__ import annotations

import math
from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Any, cast

from tools.answering.answer import Answer
from tools.answering.asking import answer_of
from tools.answering.given import at_hand
from tools.errors import CallRefused
from tools.finding import Call, Finding, MapFigure, Panel, Stability
from tools.honesty import finite
from tools.inside.opened import open_up
from tools.looking import Count, Seen, identity, look_at, pictures_of
from tools.perturb import smallest_words as words
from tools.perturb.smallest_change import NAMED, result_of, verdict_of
from tools.perturb.smallest_search import GRID, HALVINGS, along_slope, at_random, bisected, rms
from tools.perturb.text_reading import THRESHOLD
from tools.printing import printed
from tools.stability import stability
from tools.statistics import bootstrap, quantile, rank_correlation, rounded, wilson
from tools.stimuli.cases import Case, Shown
from tools.stimuli.units import unit_of
from tools.stimulus import Change, Edited, Recipe
from tools.tool import Progress, Tool
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench

DEFAULT_N = 30
TOGETHER = 4
QUALITY = 95  # of the harmless re-encoding
LARGEST = 32 / 255  # root mean square of a change along a slope
STEPS = 20


class _Turns:
    """Whether a picture's answer differs from that of its original: the point leaves its cell, or the number
    crosses the threshold."""

    def __init__(self, bench: Bench, answer: Answer, threshold: float | None, count: Count) -> None:
        self.bench, self.answer, self.count = bench, answer, count
        self.by_place = (
            answer.card.name == "score" and answer.subject.card.answers == "map" and threshold is None
        )
        self.threshold = THRESHOLD if threshold is None else threshold

    def read(self, recipes: Sequence[Recipe]) -> list[Any]:
        found: list[Any] = []
        for start in range(0, len(recipes), TOGETHER):
            batch = recipes[start : start + TOGETHER]
            if self.by_place:
                found += look_at(self.answer.subject, [self.bench.pixels(each) for each in batch])
            else:
                values = self.answer.numbers(at_hand(self.bench, batch))
                for value in values:
                    finite({self.answer.card.name: value})
                found += values
            self.count(len(batch))
        return found

    def differ(self, before: Any, after: Any) -> bool:
        if isinstance(before, Seen):
            across, down = (abs(a - b) for a, b in zip(after.point, before.point, strict=True))
            return bool(max(across, down) > before.cell_pixels + 0.5)
        return bool((before > self.threshold) != (after > self.threshold))


def smallest_of_pictures(
    tool: Tool, call: Call, bench: Bench, progress: Progress, change: str, name: str,
    threshold: float | None, extreme: float | None, n: int | None,
) -> Finding:  # fmt: skip
    """Search each picture; then a harmless re-encoding of it, and chance."""
    started = perf_counter()
    case = bench.case(call.case)
    subject = bench.subject(call.subject)
    shown = _one_a_unit(case, n)
    answer = answer_of(subject, name)
    each = 2 * (len(GRID) + HALVINGS) + 4
    turns = _Turns(bench, answer, threshold, Count(progress, len(shown) * each))
    recipes: list[Recipe] = [picture.recipe for picture in shown]
    before = turns.read(recipes)
    calm: list[Recipe] = [Edited(of=recipe, change="jpeg", amount=QUALITY) for recipe in recipes]
    after = turns.read(calm)
    by_calm = sum(turns.differ(a, b) for a, b in zip(before, after, strict=True))
    if change == "gradient":
        doses, null, holds, null_said = _slopes(turns, subject, name, recipes, calm, call.seed)
        label, reach, none = Words(fr="niveaux (RMS)", en="levels (RMS)"), LARGEST * 255, 0.0
    else:
        nothing, usual, ratio = NAMED[change]
        far = usual if extreme is None else extreme
        _refuse_extreme(change, nothing, far, ratio)
        kind = cast("Change", change)

        def dose(share: float) -> float:
            if ratio:
                return float(nothing * (far / nothing) ** share)
            return nothing + share * (far - nothing)

        def search(of: Sequence[Recipe], first: Sequence[Any]) -> list[float | None]:
            def turned(asked: Sequence[tuple[int, float]]) -> list[bool]:
                read = turns.read(
                    [Edited(of=of[at], change=kind, amount=round(dose(share), 4)) for at, share in asked]
                )
                return [turns.differ(first[at], value) for (at, _), value in zip(asked, read, strict=True)]

            return bisected(len(of), turned)

        shares = search(recipes, before)
        doses = [None if share is None else dose(share) for share in shares]
        holds = _agreement(shares, search(calm, after), call.seed)
        again = turns.read(recipes)
        null = sum(turns.differ(a, b) for a, b in zip(before, again, strict=True)) / len(before)
        null_said = Words(fr="La même image, relue telle quelle", en="The same picture, read a second time")
        label, reach, none = _label(change), abs(far - nothing), nothing
    turned = [dose for dose in doses if dose is not None]
    flipped, placebo = wilson(len(turned), len(doses)), wilson(by_calm, len(doses))
    import numpy as np

    measured = words.Measured(
        name=label, size_unit="score", reach=reach,
        doses=[None if d is None else abs(d - none) for d in doses],
        median=quantile(turned, 0.5) if turned else None,
        interval=bootstrap(turned, lambda picked: np.median(picked, axis=-1), seed=call.seed)
        if turned else None,
        flipped=len(turned) / len(doses), flipped_interval=flipped, placebo=by_calm / len(doses),
        placebo_said=Words(fr=f"Réencodée en JPEG {QUALITY}", en=f"Encoded again as JPEG {QUALITY}"),
        placebo_size=_size_of(bench, recipes[0]), null=null, null_said=null_said, stability=holds,
        answer=answer.card.label, threshold=None if turns.by_place else turns.threshold,
        one=case.unit, many=case.units, verdict=verdict_of(len(doses), flipped.low, placebo.high, null),
        limits=case.caveats,
    )  # fmt: skip
    pictures = [bench.picture(picture.recipe, picture.alt, picture.credit) for picture in shown]
    return printed(
        Finding(
            tool_version=tool.version,
            call=call,
            question=words.question(measured),
            subject=identity(subject.card),
            stimuli=case.stimuli(pictures, varied=[label], used=len(shown)),
            unit_of_n=case.unit,
            n=measured.n,
            result=result_of(measured),
            values=words.values(measured),
            verdict=measured.verdict,
            placebo=[words.placebo(measured)],
            nulls=[words.null(measured)],
            stability=holds,
            per_unit=[rounded(reach if dose is None else abs(dose - none)) for dose in doses],
            caveats=words.caveats(measured),
            conclusion=words.conclusion(measured),
            figures=[words.figure(measured), *_panels(bench, shown, doses, change)],
            seconds=round(perf_counter() - started, 3),
        )
    )


def _one_a_unit(case: Case, n: int | None) -> list[Shown]:
    """One picture a unit (an identity), evenly spread."""
    of: dict[str, Shown] = {}
    for picture in pictures_of(case):
        of.setdefault(unit_of(picture.recipe), picture)
    held = list(of.values())
    if n is not None and n > len(held):
        pictures_of(case.model_copy(update={"pictures": tuple(held)}), n)  # refuses
    wanted = min(n or DEFAULT_N, len(held))
    return [held[at * len(held) // wanted] for at in range(wanted)]


def _slopes(
    turns: _Turns, subject: Any, name: str, recipes: Sequence[Recipe], calm: Sequence[Recipe], seed: int
) -> tuple[list[float | None], float, Stability | None, Words]:
    """Root mean square, in levels of 255, of the change along the slope; how often chance turns it."""
    if subject.card.answers not in ("scores", "faces") or turns.answer.card.name == "found":
        raise CallRefused(
            "no_decision",
            Words(
                fr="Suivre la pente demande une note que le sujet compare à un seuil.",
                en="Following the slope asks for a score that the subject holds against a threshold.",
            ),
            Words(fr="Prenez by=contrast, ou exposure, blur…", en="Take by=contrast, or exposure, blur…"),
        )

    def followed(recipe: Recipe) -> tuple[Any, Any, float | None]:
        opened = open_up(subject, at_hand(turns.bench, [recipe])[0], name)
        found = along_slope(opened, turns.threshold, STEPS, LARGEST)
        turns.count(len(GRID) + HALVINGS)
        return opened, found, None if found is None else rms(found) * 255

    doses: list[float | None] = []
    chance, neighbours, unrelated = 0, [], []
    before: Any = None
    for at, (recipe, other) in enumerate(zip(recipes, calm, strict=True)):
        opened, found, size = followed(recipe)
        doses.append(size)
        if found is None:
            continue
        chance += at_random(opened, turns.threshold, seed + at, rms(found)) is not None
        _, moved, _ = followed(other)
        if moved is not None and moved.shape == found.shape:
            flat = found.double().flatten().numpy()
            neighbours.append(rank_correlation(flat, moved.double().flatten().numpy()))
            if before is not None and before.shape == flat.shape:
                unrelated.append(rank_correlation(flat, before))
            before = flat
    holds = stability(null=unrelated, neighbours=neighbours) if neighbours and unrelated else None
    said = Words(fr="Une direction au hasard, de même taille", en="A random direction of the same size")
    return doses, chance / len(recipes), holds, said


def _agreement(first: Sequence[float | None], second: Sequence[float | None], seed: int) -> Stability | None:
    """Rank correlation of the smallest doses with those of the re-encoded pictures; null: other pictures'."""
    import numpy as np

    if len(first) < 5:
        return None
    a, b = (np.array([2.0 if each is None else each for each in doses]) for doses in (first, second))
    if np.ptp(a) == 0:
        return None
    draw = np.random.default_rng(seed)
    null = [rank_correlation(a, b[draw.permutation(len(b))]) for _ in range(20)]
    return stability(null=null, neighbours=[rank_correlation(a, b)])


def _refuse_extreme(change: str, nothing: float, far: float, ratio: bool) -> None:
    if far == nothing or (ratio and far <= 0) or not math.isfinite(far):
        raise CallRefused(
            "bad_level",
            Words(
                fr=f"« {far:g} » ne peut pas être la dose extrême de « {change} ».",
                en=f"“{far:g}” cannot be the extreme dose of “{change}”.",
            ),
            Words(fr=f"Par défaut : {NAMED[change][1]:g}.", en=f"By default: {NAMED[change][1]:g}."),
        )


def _size_of(bench: Bench, recipe: Recipe) -> float:
    """How large the placebo is: mean absolute difference of a channel, in 8-bit levels."""
    from tools.stimuli.changes import difference

    return difference(bench.pixels(recipe), "jpeg", QUALITY)


def _label(change: str) -> Words:
    return {
        "contrast": Words(fr="facteur de contraste", en="contrast factor"),
        "exposure": Words(fr="diaphragmes", en="stops"),
        "brightness": Words(fr="niveaux", en="levels"),
        "lightness": Words(fr="points de clarté", en="points of lightness"),
        "chroma": Words(fr="facteur de couleur", en="colour factor"),
        "hue": Words(fr="degrés de teinte", en="degrees of hue"),
        "blur": Words(fr="pixels de flou", en="pixels of blur"),
        "noise": Words(fr="niveaux de bruit", en="levels of noise"),
    }[change]


def _panels(
    bench: Bench, shown: Sequence[Shown], doses: Sequence[float | None], change: str
) -> list[MapFigure]:
    """The first picture that turned, before and after its smallest dose."""
    first = next((at for at, dose in enumerate(doses) if dose is not None), None)
    if first is None or change == "gradient":
        return []
    amount = doses[first]
    assert amount is not None
    picture = shown[first]
    after: Recipe = Edited(of=picture.recipe, change=cast("Change", change), amount=round(amount, 4))
    dose = f"{amount:.3g}"
    return [
        MapFigure(
            title=Words(fr="Une image, avant et après", en="One picture, before and after"),
            panels=[
                Panel(
                    caption=Words(fr="Avant", en="Before"),
                    picture=bench.picture(picture.recipe, picture.alt, picture.credit),
                ),
                Panel(
                    caption=Words(
                        fr=f"Après : {dose} {_label(change).fr}", en=f"After: {dose} {_label(change).en}"
                    ),
                    picture=bench.picture(after, picture.alt, picture.credit),
                ),
            ],
        )
    ]
