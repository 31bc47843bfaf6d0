"""How many rows may go through a network at once: what they would hold, and how long they would take.

A call that would exceed its share of the memory splits itself; and a batch is short enough that progress
moves and a cancellation is heard between two. Both limits come from counting, not from the clock: the same
call is split alike everywhere, and its numbers stay the same to the last digit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from torch import Tensor, nn

BUDGET = 600_000_000  # bytes that one batch may hold, of the 1.5 GB of a call; the rest is torch's and ours
OPERATIONS = 8_000_000_000  # of one batch: a tenth of a second on two slow cores
MOST = 64  # rows; larger batches are not faster

_Row = TypeVar("_Row")
Answer = Callable[["Tensor"], "Tensor"]


class Cost(NamedTuple):
    """What one row takes: ``kept`` bytes are all the values on the way (a gradient needs them), ``largest``
    is the largest of them, ``operations`` are those of products and convolutions."""

    kept: int
    largest: int
    operations: int

    def held(self, *, gradients: bool) -> int:
        """Bytes at the worst moment: everything twice with a gradient; without one, three layers' values."""
        return 2 * self.kept if gradients else 3 * self.largest


_known: dict[tuple[str, int, tuple[int, ...]], Cost] = {}


def rows_at_once(
    answer: Answer,
    inputs: Tensor,
    *,
    module: nn.Module | None = None,
    gradients: bool = False,
    budget: int = BUDGET,
    most: int = MOST,
) -> int:
    """How many rows like ``inputs`` (1, …) one batch takes, at least one; costs one pass.

    With ``module`` the pass is made once for all networks of its shape: twins cost what the original does.
    """
    if module is None:
        cost = cost_of(answer, inputs)
    else:
        size = sum(values.numel() for values in module.parameters())
        key = (f"{type(module).__module__}.{type(module).__qualname__}", size, tuple(inputs.shape))
        if key not in _known:
            _known[key] = cost_of(answer, inputs)
        cost = _known[key]
    operations = cost.operations * (2 if gradients else 1)
    by_memory = budget // max(1, cost.held(gradients=gradients))
    by_time = OPERATIONS // max(1, operations)
    return max(1, min(by_memory, by_time, most))


def cost_of(answer: Answer, inputs: Tensor) -> Cost:
    """What ``answer`` takes for one row, counted while it runs on ``inputs`` (1, …)."""
    import torch  # slow import
    from torch.utils._python_dispatch import TorchDispatchMode
    from torch.utils.flop_counter import FlopCounterMode

    seen: list[int] = []

    class Counting(TorchDispatchMode):  # type: ignore[no-untyped-call]
        """Notes the size of every value made; views hold nothing."""

        def __torch_dispatch__(  # type: ignore[no-untyped-def]  # as torch declares it
            self, function, types, args=(), kwargs=None
        ):
            made = function(*args, **(kwargs or {}))
            known = {each.data_ptr() for each in args if isinstance(each, torch.Tensor)}
            for each in made if isinstance(made, tuple | list) else (made,):
                if isinstance(each, torch.Tensor) and each.data_ptr() not in known:
                    seen.append(each.numel() * each.element_size())
            return made

    operations = FlopCounterMode(display=False)
    with torch.no_grad(), operations, Counting():  # type: ignore[no-untyped-call]
        answer(inputs)
    return Cost(sum(seen), max(seen, default=0), int(operations.get_total_flops()))


def batches(rows: Sequence[_Row], size: int) -> Iterator[Sequence[_Row]]:
    """The rows, ``size`` at a time."""
    return (rows[start : start + size] for start in range(0, len(rows), size))
