"""A call that would not fit splits itself: what is counted is what is really held."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import torch
from torch import nn

from tools.memory import BUDGET, MOST, OPERATIONS, batches, cost_of, rows_at_once

ROOT = Path(__file__).resolve().parents[3]


def wide(channels: int) -> nn.Sequential:
    torch.manual_seed(0)
    return nn.Sequential(
        nn.Conv2d(3, channels, 1), nn.ReLU(), nn.Conv2d(channels, 1, 1), nn.AdaptiveAvgPool2d(1), nn.Flatten()
    ).requires_grad_(False)


def test_the_cost_is_what_the_layers_hold() -> None:
    module, inputs = wide(10), torch.zeros(1, 3, 50, 40)
    cost = cost_of(lambda rows: module(rows)[:, 0], inputs)
    map_bytes = 50 * 40 * 4
    assert cost.largest == 10 * map_bytes
    assert cost.kept == pytest.approx((10 + 10 + 1) * map_bytes, rel=0.01)
    assert cost.operations == 2 * 50 * 40 * (3 * 10 + 10 * 1)
    assert cost.held(gradients=True) > cost.held(gradients=False)


def test_rows_follow_memory_operations_and_a_bound() -> None:
    inputs = torch.zeros(1, 3, 50, 40)
    small, large = wide(2), wide(40)
    assert rows_at_once(small, inputs) == MOST
    held = cost_of(large, inputs).held(gradients=True)
    assert rows_at_once(large, inputs, gradients=True, budget=5 * held) == 5
    assert rows_at_once(large, inputs, budget=1) == 1  # one always goes
    assert rows_at_once(large, inputs, most=3) == 3
    assert BUDGET < 1_500_000_000
    heavy = nn.Conv2d(3, 300, 31, padding=15).requires_grad_(False)
    cost = cost_of(heavy, inputs)
    assert rows_at_once(heavy, inputs) == max(1, OPERATIONS // cost.operations) < MOST


def test_twins_are_counted_once() -> None:
    calls: list[int] = []
    module = wide(7)

    def answer(rows: torch.Tensor) -> torch.Tensor:
        calls.append(len(rows))
        return module(rows)

    inputs = torch.zeros(1, 3, 33, 21)
    first = rows_at_once(answer, inputs, module=module)
    assert rows_at_once(answer, inputs, module=wide(7)) == first
    assert calls == [1]


def test_batches_hold_every_row_once() -> None:
    assert [list(batch) for batch in batches(range(5), 2)] == [[0, 1], [2, 3], [4]]


_HUNGRY = """
import resource, torch
from torch import nn
from tools.attribute.fast.gradients import integrated_gradients
from tools.attribute.fast.occlusion import occlusion
from tools.inside.opened import Opened
from tools.wording import both
torch.set_num_threads(1)
module = nn.Sequential(
    nn.Conv2d(3, 96, 1), nn.ReLU(), nn.Conv2d(96, 96, 1), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten()
).requires_grad_(False)
inputs = torch.rand(1, 3, 256, 256)
fill = inputs.mean(dim=(2, 3), keepdim=True)
one = Opened(inputs, lambda rows: module(rows)[:, 0], module, fill, both("a"))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
{work}
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024)
"""


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss counts otherwise there")
@pytest.mark.parametrize("work", ["integrated_gradients(one, 20)", "occlusion(one, 64, 64)"])
def test_a_call_that_would_not_fit_splits_itself(work: str) -> None:
    """All at once: 20 rows × 4 layers × 25 MB, and their gradients, 4 GB; 16 windows, over 1 GB."""
    done = subprocess.run(
        [sys.executable, "-c", _HUNGRY.format(work=work)],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert int(done.stdout) < 1.1 * BUDGET
