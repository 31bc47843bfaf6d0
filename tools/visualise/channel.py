"""What one channel answers to: pictures computed for it, always beside natural ones."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from tools.finding import Call, Finding, GalleryFigure, GalleryRow, Thumbnail, Value
from tools.looking import Count, identity
from tools.printing import printed
from tools.stability import stability
from tools.statistics import rounded
from tools.subject import SubjectCard
from tools.tool import Control, Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.visualise import channel_words as words
from tools.visualise.reaching import cannot_be_pictured, reach
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

    from tools.bench import Bench
    from tools.visualise.natural import Natural

LARGEST = 1e9  # of an activation
_OTHERS, _DIVERSE = 3, 2  # pictures of other channels (the null), and pictures pushed apart
_GRID = 3  # places a side of a profile


class _ChannelParams(Params):
    layer: str = Field("", max_length=80, description="The convolution layer; a late wide one by default.")
    channel: int = Field(0, ge=0, le=4095, description="The channel, counted from 0.")
    seeds: int = Field(2, ge=2, le=6, description="Pictures searched for from different starts.")
    steps: int = Field(256, ge=8, le=1024, description="Steps of each search.")
    diversity: float = Field(
        0.5, ge=0, le=10, description="How strongly two further pictures are pushed apart; 0: none are made."
    )
    n: int = Field(24, ge=6, le=200, description="Natural pictures of each source, busts and photographs.")
    top: int = Field(6, ge=3, le=12, description="Natural patches shown.")


class Channel(Tool):
    """Activation maximisation beside top natural patches, with what two seeds share and what two channels
    share."""

    verb: ClassVar[Verb] = "visualise"
    method: ClassVar[str] = "channel"
    title: ClassVar[Words] = Words(fr="Ce à quoi un canal répond", en="What a channel answers to")
    about: ClassVar[Words] = Words(
        fr="À quelles images, calculées et naturelles, un canal d’une couche répond-il le plus ?",
        en="Which pictures, computed and natural, does one channel of a layer answer to most?",
    )
    params: ClassVar[type[Params]] = _ChannelParams
    default_case: ClassVar[str] = "photographs"
    controls: ClassVar[frozenset[Control]] = frozenset({"chance"})
    results: ClassVar[tuple[ResultField, ...]] = words.RESULTS

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Picture subjects whose layers can be reached."""
        return cannot_be_pictured(subject)

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Read the layer on natural pictures, search for the channel's own, and compare seeds."""
        import numpy as np

        from tools.stimuli.render import computed
        from tools.visualise.maximise import Sought, maximise
        from tools.visualise.natural import opened_pictures, read_natural, top_patches

        started = perf_counter()
        params = _ChannelParams.model_validate(call.params)
        subject = bench.subject(call.subject)
        case = bench.case(call.case)
        count = Count(progress, 4 * params.n + params.steps)
        opened = opened_pictures(bench, subject, case, params.n, count)
        reached = reach(subject, opened[0][2], params.layer)
        words.within(params.channel, reached.channels, reached.layer.name)
        natural = read_natural(bench, reached, opened, count)

        draw = np.random.default_rng(call.seed)
        rest = [each for each in range(reached.channels) if each != params.channel]
        others = [int(each) for each in draw.permutation(rest)[:_OTHERS]]
        start = 1000 * call.seed
        seeds = [Sought(params.channel, start + each) for each in range(params.seeds)]
        apart = [Sought(params.channel, start + 100 + each, group=1) for each in range(_DIVERSE)]
        apart = apart if params.diversity else []
        sought = [
            *seeds, *[Sought(each, start) for each in others], *apart,
            Sought(params.channel, start, naive=True),
        ]  # fmt: skip
        scale = max(float(np.abs(natural.largest[:, params.channel]).max()), 1e-6)
        found = maximise(
            reached, sought, steps=params.steps, scale=scale, diversity=params.diversity, tick=count
        )
        words.all_finite(found.values.tolist())

        profiles = profile(found.maps, natural)
        held = stability(
            seeds=[
                agreement(profiles[a], profiles[b], {params.channel})
                for a in range(params.seeds) for b in range(a)
            ],
            null=[
                agreement(profiles[a], profiles[params.seeds + b], {params.channel, others[b]})
                for a in range(params.seeds) for b in range(len(others))
            ],
        )  # fmt: skip
        largest = float(natural.largest[:, params.channel].max())
        times = [value / largest for value in found.values[: params.seeds]] if largest > 0 else []
        m = words.Pictured(
            subject.card.title, reached.layer.name, params.channel, len(natural.shown), params.seeds,
            largest, [float(each) for each in found.values[: params.seeds]], times,
            float(found.values[-1]) / largest if times else 0.0, held,
        )  # fmt: skip

        def shown(index: int, what: Words) -> Thumbnail:
            value = float(found.values[index])
            return Thumbnail(
                picture=bench.picture(
                    computed(np.ascontiguousarray(found.pixels[index] & 0xF8)), what, words.CREDIT
                ),
                caption=words.times_largest(value, largest), value=rounded(value),
            )  # fmt: skip

        last = len(sought) - 1
        rows = [
            *(
                GalleryRow(label=label, note=words.NATURAL_NOTE, pictures=patches)
                for label, busts in ((words.PHOTOGRAPHS, False), (words.BUSTS, True))
                if (patches := top_patches(bench, reached, natural, params.channel, params.top, busts))
            ),
            GalleryRow(
                label=words.COMPUTED, note=words.times_note(m),
                pictures=[shown(each, words.COMPUTED_ALT) for each in range(params.seeds)],
            ),
        ]  # fmt: skip
        if apart:
            first = params.seeds + len(others)
            rows.append(
                GalleryRow(
                    label=words.APART,
                    pictures=[shown(first + each, words.COMPUTED_ALT) for each in range(len(apart))],
                )
            )
        rows.append(
            GalleryRow(label=words.NAIVE, note=words.NAIVE_NOTE, pictures=[shown(last, words.NAIVE_ALT)])
        )
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=words.question(m),
                subject=identity(subject.card),
                stimuli=case.stimuli(natural.pictures, notes=[words.TWO_SOURCES]),
                unit_of_n=Words(fr="image naturelle", en="natural picture"),
                n=m.n,
                result={
                    "n": m.n,
                    "layer": m.layer,
                    "channel": m.channel,
                    "channels": reached.channels,
                    "field": reached.field,
                    "largest_natural": rounded(largest),
                    "computed": rounded(float(np.median(m.values))),
                    "times": rounded(m.times_median),
                    "times_low": rounded(min(times, default=0.0)),
                    "times_high": rounded(max(times, default=0.0)),
                    "naive_times": rounded(m.naive_times),
                    "agreement": held.agreement,
                    "null": held.null,
                    "verdict": m.verdict,
                },
                values=[
                    Value(name="times", label=words.TIMES, value=rounded(m.times_median), unit="score"),
                    Value(name="agreement", label=words.AGREEMENT, value=held.agreement, unit="correlation"),
                ],
                verdict=m.verdict,
                nulls=[words.null_control(m, len(others))],
                stability=held,
                per_unit=[rounded(each) for each in natural.largest[:, params.channel]],
                caveats=words.caveats(m),
                conclusion=words.conclusion(m),
                figures=[
                    GalleryFigure(
                        title=words.figure_title(m), unit="score", value_label=words.ACTIVATION, rows=rows
                    )
                ],
                seconds=round(perf_counter() - started, 3),
            )
        )


def profile(maps: Tensor, natural: Natural) -> NDArray[np.float64]:
    """What each picture makes the whole layer do: (pictures, channels, 9), in spreads from the natural
    mean."""
    import torch  # slow import

    pooled: Any = torch.nn.functional.adaptive_avg_pool2d(maps, _GRID).flatten(2).double().numpy()
    found: NDArray[np.float64] = (pooled - natural.mean[None, :, None]) / natural.spread[None, :, None]
    return found


def agreement(one: NDArray[np.float64], other: NDArray[np.float64], leave: set[int]) -> float:
    """Rank correlation of two profiles over all channels but those that the pictures were made for."""
    from tools.statistics import rank_correlation

    kept = [each for each in range(len(one)) if each not in leave]
    return rounded(rank_correlation(one[kept].ravel(), other[kept].ravel()))
