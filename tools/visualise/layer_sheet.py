"""A sheet of a layer: for each channel one computed picture beside its strongest natural patches."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from tools.finding import Call, Finding, GalleryFigure, GalleryRow, Thumbnail, Value
from tools.looking import Count, identity
from tools.printing import printed
from tools.stability import stability
from tools.statistics import rounded
from tools.subject import SubjectCard
from tools.tool import Control, Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.visualise import channel_words, sheet_words
from tools.visualise.channel import agreement, profile
from tools.visualise.reaching import cannot_be_pictured, reach
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench


class _SheetParams(Params):
    layer: str = Field("", max_length=80, description="The convolution layer; a late wide one by default.")
    first: int = Field(0, ge=0, le=4095, description="The first channel of the sheet.")
    count: int = Field(8, ge=2, le=16, description="How many channels.")
    steps: int = Field(96, ge=8, le=512, description="Steps of each search.")
    n: int = Field(16, ge=6, le=200, description="Natural pictures of each source, busts and photographs.")
    top: int = Field(3, ge=2, le=3, description="Natural patches of each channel.")


class LayerSheet(Tool):
    """The channels of a layer, page by page."""

    verb: ClassVar[Verb] = "visualise"
    method: ClassVar[str] = "layer_sheet"
    title: ClassVar[Words] = Words(fr="La planche d’une couche", en="The sheet of a layer")
    about: ClassVar[Words] = Words(
        fr="À quoi répondent les canaux d’une couche, côte à côte ?",
        en="What do the channels of a layer answer to, side by side?",
    )
    params: ClassVar[type[Params]] = _SheetParams
    default_case: ClassVar[str] = "photographs"
    controls: ClassVar[frozenset[Control]] = frozenset({"chance"})
    results: ClassVar[tuple[ResultField, ...]] = sheet_words.RESULTS

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Picture subjects whose layers can be reached."""
        return cannot_be_pictured(subject)

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Two searches a channel (one is shown), natural patches beside it, and what seeds share."""
        import numpy as np

        from tools.stimuli.render import computed
        from tools.visualise.maximise import Sought, maximise
        from tools.visualise.natural import opened_pictures, read_natural, top_patches

        started = perf_counter()
        params = _SheetParams.model_validate(call.params)
        subject = bench.subject(call.subject)
        case = bench.case(call.case)
        tick = Count(progress, 4 * params.n + params.steps)
        opened = opened_pictures(bench, subject, case, params.n, tick)
        reached = reach(subject, opened[0][2], params.layer)
        channel_words.within(params.first, reached.channels, reached.layer.name)
        natural = read_natural(bench, reached, opened, tick)
        shown = list(range(params.first, min(params.first + params.count, reached.channels)))
        many = len(shown)
        start = 1000 * call.seed
        sought = [Sought(channel, start + seed) for seed in (0, 1) for channel in shown]
        scale = max(float(np.abs(natural.largest[:, shown]).max(axis=0).mean()), 1e-6)
        found = maximise(reached, sought, steps=params.steps, scale=scale, diversity=0, tick=tick)
        channel_words.all_finite(found.values.tolist())

        profiles = profile(found.maps, natural)
        agreed = [agreement(profiles[at], profiles[many + at], {shown[at]}) for at in range(many)]
        null = [
            agreement(profiles[a], profiles[many + b], {shown[a], shown[b]})
            for a in range(many) for b in range(many) if a != b
        ] or [0.0]  # fmt: skip
        held = stability(seeds=agreed, null=null)
        largest = natural.largest[:, shown].max(axis=0)
        times = [float(found.values[at] / largest[at]) if largest[at] > 0 else 0.0 for at in range(many)]
        usable = [
            agreed[at] >= held.bar and agreed[at] > held.null and found.values[at] > largest[at]
            for at in range(many)
        ]
        m = sheet_words.Sheet(
            subject.card.title, reached.layer.name, reached.channels, shown, times, usable,
            len(natural.shown), held,
        )  # fmt: skip
        rows = [
            GalleryRow(
                label=Words(fr=f"Canal {channel}", en=f"Channel {channel}"),
                note=sheet_words.row_note(agreed[at], usable[at]),
                pictures=[
                    Thumbnail(
                        picture=bench.picture(
                            computed(np.ascontiguousarray(found.pixels[at] & 0xF0)),
                            channel_words.COMPUTED_ALT, channel_words.CREDIT,
                        ),
                        caption=channel_words.times_largest(float(found.values[at]), float(largest[at])),
                        value=rounded(float(found.values[at])),
                    ),
                    *top_patches(bench, reached, natural, channel, params.top),
                ],
            )
            for at, channel in enumerate(shown)
        ]  # fmt: skip
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=sheet_words.question(m),
                subject=identity(subject.card),
                stimuli=case.stimuli(natural.pictures, notes=[channel_words.TWO_SOURCES]),
                unit_of_n=Words(fr="canal", en="channel"),
                n=many,
                result={
                    "n": many,
                    "layer": m.layer,
                    "channels": m.channels,
                    "natural": m.natural,
                    "usable": sum(usable),
                    "usable_share": rounded(sum(usable) / many),
                    "times": rounded(float(np.median(times))),
                    "agreement": held.agreement,
                    "null": held.null,
                    "verdict": m.verdict,
                },
                values=[
                    Value(
                        name="times", label=sheet_words.TIMES, value=rounded(float(np.median(times))),
                        unit="score", n=many,
                    ),
                    Value(
                        name="usable_share", label=sheet_words.USABLE, value=rounded(sum(usable) / many),
                        unit="share", low=rounded(m.interval.low), high=rounded(m.interval.high), n=many,
                    ),
                    *(
                        Value(
                            name=f"times_{channel}", label=sheet_words.times_of(channel), unit="score",
                            value=rounded(float(found.values[at]) / float(largest[at])), n=1,
                        )
                        for at, channel in enumerate(shown)
                        if largest[at] > 0
                    ),
                ],
                verdict=m.verdict,
                nulls=[sheet_words.null_control(m, len(null))],
                stability=held,
                per_unit=agreed,
                caveats=sheet_words.CAVEATS,
                conclusion=sheet_words.conclusion(m),
                figures=[
                    GalleryFigure(
                        title=sheet_words.figure_title(m), unit="score",
                        value_label=channel_words.ACTIVATION, rows=rows,
                    )
                ],
                seconds=round(perf_counter() - started, 3),
            )
        )  # fmt: skip
