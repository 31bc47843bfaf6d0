"""The race: two processes, asked in turns, so that a busy moment of the machine hits both. No torch here."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from types import TracebackType
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from tools.errors import ToolFailed
from tools.wording import Words
from tools.worker import ALLOCATOR

ROOT = Path(__file__).resolve().parent.parent.parent
MATRIX_OPERATIONS = 2 * 2048**3  # of one product: see contests.MATRIX


class Contest(NamedTuple):
    """One line of the bench: what stands on the other side, the ratio wanted, and how often each runs."""

    name: str
    naive: str
    wanted: float
    rounds: int  # of the naive engine
    quick: int  # rounds with --quick; 0: left out
    ours_a_round: int  # ours is short: its median is of that many more
    needs: str = ""  # an optional package without which the line is left out

    @property
    def possible(self) -> bool:
        """Whether what it needs is installed."""
        return not self.needs or importlib.util.find_spec(self.needs) is not None


CONTESTS: tuple[Contest, ...] = (
    Contest("occlusion", "captum.attr.Occlusion", 100, 1, 1, 5),
    Contest("occlusion_stride_8", "captum.attr.Occlusion", 100, 1, 0, 4),
    Contest("integrated_gradients", "captum.attr.IntegratedGradients", 4.5, 3, 1, 3),
    Contest("smoothgrad", "captum.attr.NoiseTunnel(Saliency)", 6, 3, 1, 2),
    Contest("text_integrated_gradients", "captum.attr.IntegratedGradients", 1, 7, 3, 1),
    Contest("forward", "torch.mm (matrix product, f32)", 0.8, 15, 7, 1),
    Contest("forward_openvino", "torch.mm (matrix product, f32)", 0.8, 15, 7, 1, needs="openvino"),
)


class Row(BaseModel):
    """One contest. Seconds are medians; ``ratio`` is naive over ours.

    Of ``forward`` and ``forward_openvino`` the naive seconds are what the operations of one picture would
    take at the rate of a large matrix product: the ratio is the share of the machine's own peak.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    ratio: float
    max_difference: float = Field(description="Largest difference between both answers, at any pixel.")
    naive_s: float
    ours_s: float
    scale: float = Field(description="Largest absolute value of the naive answer.")
    naive: str = Field(description="What ours is held against.")
    batch: str = Field(description="The naive engine's best batch of those tried; empty where it has none.")
    rounds: int
    threads: int
    weights: Literal["genuine", "random"]
    same_allocator: bool = Field(description="Whether the naive engine had our worker's allocator settings.")
    wanted: float
    naive_peak_mb: float
    ours_peak_mb: float

    @property
    def agrees(self) -> bool:
        """Whether both gave the same answer, within a ten-thousandth of its scale."""
        return self.max_difference <= 1e-4 * max(self.scale, 1e-12)


class Engine:
    """One engine's process, from its parent. Use it in a ``with``."""

    def __init__(
        self, contest: str, engine: str, threads: int, folder: Path, *, tuned: bool, assets: Path | None
    ) -> None:
        environment = {name: value for name, value in os.environ.items() if name not in ALLOCATOR}
        environment |= ALLOCATOR if tuned else {}
        if assets is not None:
            environment["AUTOPSIE_ASSETS"] = str(assets.parent if assets.is_file() else assets)
        environment["OMP_NUM_THREADS"] = str(threads)
        environment["PYTHONPATH"] = os.pathsep.join(
            [str(ROOT), *filter(None, [environment.get("PYTHONPATH")])]
        )
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tools.benchmark.engine", contest, engine, str(threads), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )
        self.kept = folder / f"{contest}-{engine}.npy"

    def hear(self) -> dict[str, Any]:
        """The next message. Raises :class:`ToolFailed` (``bench_failed``) where the process ended."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise ToolFailed(
                "bench_failed",
                Words(
                    fr="Un des programmes de la comparaison s’est arrêté ; ce qu’il a dit est ci-dessus.",
                    en="One of the programs of the comparison stopped; what it said is above.",
                ),
            )
        message: dict[str, Any] = json.loads(line)
        return message

    def run(self) -> dict[str, Any]:
        """One run, timed by the process itself."""
        assert self._process.stdin is not None
        self._process.stdin.write("run\n")
        self._process.stdin.flush()
        return self.hear()

    def __enter__(self) -> Engine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()


Told = Callable[[str, int, int], None]
"""Called with the contest's name, rounds done and rounds to do."""


def race(
    contest: Contest,
    *,
    threads: int,
    told: Told,
    quick: bool = False,
    same_allocator: bool = False,
    assets: Path | None = None,
) -> Row:
    """Run one contest: naive and ours in turns, ours before and after each run of the other."""
    import numpy as np  # slow import

    rounds = max(1, contest.quick if quick else contest.rounds)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        told(contest.name, 0, rounds)
        # One after the other: two that warm up at once would choose their batch in each other's way.
        with Engine(contest.name, "naive", threads, folder, tuned=same_allocator, assets=assets) as naive:
            other = naive.hear()
            with Engine(contest.name, "ours", threads, folder, tuned=True, assets=assets) as ours:
                own = ours.hear()
                theirs, mine = [], [ours.run()]
                for number in range(rounds):
                    theirs.append(naive.run())
                    mine += [ours.run() for _ in range(contest.ours_a_round)]
                    told(contest.name, number + 1, rounds)
                expected, found = np.load(naive.kept), np.load(ours.kept)
    naive_s, ours_s = (median(run["seconds"] for run in runs) for runs in (theirs, mine))
    if contest.name.startswith("forward"):
        naive_s *= own["operations"] / MATRIX_OPERATIONS
    return Row(
        name=contest.name,
        ratio=round(naive_s / ours_s, 3),
        max_difference=float(f"{np.abs(expected - found).max():.3g}"),
        naive_s=round(naive_s, 5),
        ours_s=round(ours_s, 5),
        scale=float(f"{np.abs(expected).max():.6g}"),
        naive=contest.naive,
        batch=other["batch"],
        rounds=rounds,
        threads=threads,
        weights=own["weights"],
        same_allocator=same_allocator,
        wanted=contest.wanted,
        naive_peak_mb=round(max(run["peak_bytes"] for run in theirs) / 1e6, 1),
        ours_peak_mb=round(max(run["peak_bytes"] for run in mine) / 1e6, 1),
    )
