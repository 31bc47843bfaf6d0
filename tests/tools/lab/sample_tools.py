"""An instrument that behaves as badly as it is told to: what the laboratory's tests run for real."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from tools.errors import CallRefused, StimulusRefused
from tools.finding import Call, Finding, Value, Verb
from tools.tool import Params, Progress, ResultField, Tool
from tools.wording import Words, both

if TYPE_CHECKING:
    from tools.bench import Bench

Deed = Literal[
    "measure", "slow", "stuck", "die", "die_once", "print", "nan", "nan_result", "too_high", "undeclared",
    "raise", "memory", "refuse", "leave_process", "load",
]  # fmt: skip


class SampleParams(Params):
    does: Deed = "measure"
    amount: float = Field(default=1.0, ge=0, le=10)
    steps: int = 20
    seconds: float = 0.5
    trace: str = ""  # a file that gets one line for each run
    doses: tuple[float, ...] = (0.0, 1.0)


class Sample(Tool):
    verb: ClassVar[Verb] = "perturb"
    method = "sample"
    title = both("Sample")
    about = both("Sample")
    params = SampleParams
    results = (
        ResultField(name="mean", kind="share", about=both("mean")),
        ResultField(name="sign", kind="one-of", about=both("sign"), choices=("up", "down")),
    )
    default_case = "chelsea"

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        params = SampleParams.model_validate(call.params)
        if params.trace:
            with Path(params.trace).open("a") as trace:
                trace.write(f"{os.getpid()}\n")
        self._misbehave(params, progress)
        if params.does == "load":
            score = (
                bench.subject(call.subject)
                .look(bench.pixels(bench.case("astronaut").pictures[0].recipe))
                .score
            )
        else:
            score = 1.0
        case = bench.case(call.case)
        shown = case.pictures[0]
        mean = float(bench.pixels(shown.recipe).mean()) / 255 * params.amount
        picture = bench.picture(shown.recipe, shown.alt, shown.credit)
        result: dict[str, float | str] = {"mean": min(mean, 1.0), "sign": "up"}
        if params.does == "nan_result":
            result["mean"] = float("nan")
        if params.does == "too_high":
            result["mean"] = 1.01
        if params.does == "undeclared":
            result["other"] = 1.0
        value = float("inf") if params.does == "nan" else score
        return Finding(
            tool_version=self.version,
            call=call,
            question=both("?"),
            subject=bench.identity(call.subject),
            stimuli=case.stimuli([picture]),
            unit_of_n=both("picture"),
            n=1,
            result=result,  # type: ignore[arg-type]
            values=[Value(name="v", label=both("v"), value=value, unit="score")],
            verdict="inconclusive",
            conclusion=both("."),
            seconds=0.0,
        )

    def _misbehave(self, params: SampleParams, progress: Progress) -> None:
        does = params.does
        if does == "slow":
            for step in range(params.steps):
                progress(step, params.steps)
                time.sleep(params.seconds / params.steps)
            progress(params.steps, params.steps)
        elif does in ("stuck", "leave_process"):
            time.sleep(params.seconds)
        elif does == "die" or (does == "die_once" and Path(params.trace).read_text().count("\n") == 1):
            os.kill(os.getpid(), signal.SIGKILL)
        elif does == "print":
            print("a line that must not be seen")
            sys.__stdout__.write("another\n")  # type: ignore[union-attr]
            os.write(1, b"a third\n")
        elif does == "raise":
            raise ValueError("a secret detail")
        elif does == "memory":
            raise MemoryError
        elif does == "refuse":
            raise StimulusRefused("no_face", Words(fr="Non.", en="No."), Words(fr="Si.", en="Yes."))


def tool(verb: Verb, method: str) -> Tool:
    if (verb, method) != ("perturb", "sample"):
        raise CallRefused("unknown_tool", both(f"no tool {verb}/{method}"))
    return Sample()
