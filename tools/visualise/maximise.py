"""Activation maximisation: the picture that a channel answers to most, searched for by gradient.

Pictures are parametrised by their Fourier coefficients, each scaled by its wavelength, and by colours
decorrelated as in photographs, and must hold under small moves (Olah, Mordvintsev, Schubert 2017, "Feature
Visualization", Distill, doi 10.23915/distill.00007). Constants (colour matrix, spread 0.01, step 0.05) are
those of the authors' library lucid (github.com/tensorflow/lucid, Apache-2.0, ``lucid/optvis/param``).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.visualise.reaching import Reached

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

CANVAS = 64  # pixels a side
JITTER = 8  # pixels
TURN = 5.0  # degrees either way
SCALE = 0.1  # share either way
_SPREAD, _RATE = 0.01, 0.05
_COLOURS = ((0.26, 0.09, 0.02), (0.27, 0.00, -0.05), (0.27, -0.09, 0.03))


class Sought(NamedTuple):
    """One picture to be found. Pictures of one ``group`` are pushed apart from each other; 0 is none.
    ``naive`` ones move their pixels freely: what not to believe."""

    channel: int
    seed: int
    group: int = 0
    naive: bool = False


class Found(NamedTuple):
    """Pictures (n, 64, 64, 3) as bytes, the largest answer of their channel, and the layer's maps."""

    pixels: NDArray[np.uint8]
    values: NDArray[np.float64]
    maps: Tensor  # (n, channels, rows, columns)


def maximise(
    reached: Reached, sought: Sequence[Sought], *, steps: int, scale: float, diversity: float,
    tick: Callable[[int], None],
) -> Found:  # fmt: skip
    """Search for all pictures at once; ``scale`` is a usual size of the layer's answers.

    ``diversity`` weighs the likeness (cosine of Gram matrices) of the pictures of one group. ``tick`` is told
    of every step.
    """
    import torch  # slow import

    many = len(sought)
    coefficients = torch.stack([_start(reached, each) for each in sought]).requires_grad_(True)
    naive = torch.tensor([each.naive for each in sought])
    channels = torch.tensor([each.channel for each in sought])
    frequencies = _scales()
    draw = torch.Generator().manual_seed(1 + sought[0].seed)
    optimiser = torch.optim.Adam([coefficients], lr=_RATE)
    for _ in range(steps):
        optimiser.zero_grad()
        pictures = _pictures(coefficients, frequencies, naive, reached.colours)
        maps = reached.read(_ranged(_moved(pictures, naive, reached.size, draw), reached))
        middle = maps[torch.arange(many), channels, maps.shape[2] // 2, maps.shape[3] // 2]
        loss = -(middle / scale).sum()
        if diversity:
            loss = loss + diversity * _likeness(maps, [each.group for each in sought])
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        tick(1)
    with torch.no_grad():
        pictures = _pictures(coefficients, frequencies, naive, reached.colours)
        shown = (pictures * 255).round()
        maps = reached.read(_ranged(_sized(shown / 255, reached.size), reached))
        values = maps[torch.arange(many), channels].flatten(1).max(dim=1).values
    colour = shown.expand(-1, 3, -1, -1) if reached.colours == 1 else shown
    return Found(
        colour.permute(0, 2, 3, 1).byte().numpy(), values.double().numpy(), maps.detach()
    )  # fmt: skip


def _start(reached: Reached, sought: Sought) -> Tensor:
    import torch  # slow import

    draw = torch.Generator().manual_seed(10_007 * sought.seed + sought.channel)
    # One shape for both: (colours, rows, columns) of real and imaginary parts, or pixels in the first half.
    return _SPREAD * torch.randn(reached.colours, CANVAS, CANVAS // 2 + 1, 2, generator=draw)


def _scales() -> Tensor:
    """One over the frequency, so that every wavelength starts with the energy of photographs."""
    import torch  # slow import

    rows = torch.fft.fftfreq(CANVAS)[:, None]
    columns = torch.fft.rfftfreq(CANVAS)[None]
    size = (rows**2 + columns**2).sqrt().clamp(min=1 / CANVAS)
    scales: Tensor = CANVAS / size
    return scales


def _pictures(coefficients: Tensor, scales: Tensor, naive: Tensor, colours: int) -> Tensor:
    """(n, colours, 64, 64) in 0..1."""
    import torch  # slow import

    spectrum = torch.view_as_complex(coefficients) * scales
    smooth = torch.fft.irfft2(spectrum, s=(CANVAS, CANVAS)) / 4
    if colours == 3:
        matrix = torch.tensor(_COLOURS)
        matrix = matrix / matrix.norm(dim=0).max()
        smooth = torch.einsum("nchw,dc->ndhw", smooth, matrix)
    plain = coefficients[:, :, :, : CANVAS // 2].flatten(3)  # pixels as they are, without any of this
    both: Tensor = torch.where(naive[:, None, None, None], plain, smooth).sigmoid()
    return both


def _moved(pictures: Tensor, naive: Tensor, size: tuple[int, int], draw: object) -> Tensor:
    """Each picture turned, resized and shifted a little, at the size that the network takes."""
    import torch  # slow import
    from torch.nn import functional

    def within(limit: float) -> Tensor:
        drawn = torch.rand(len(pictures), generator=draw) * 2 - 1  # type: ignore[call-overload]
        return torch.where(naive, 0.0, drawn * limit)

    turn, zoom = within(TURN * math.pi / 180), 1 + within(SCALE)
    across, down = within(2 * JITTER / CANVAS), within(2 * JITTER / CANVAS)
    cosine, sine = turn.cos() / zoom, turn.sin() / zoom
    matrix = torch.stack(
        [torch.stack([cosine, -sine, across], dim=1), torch.stack([sine, cosine, down], dim=1)], dim=1
    )
    places = functional.affine_grid(matrix, [len(pictures), pictures.shape[1], *size],
                                    align_corners=False)  # fmt: skip
    return functional.grid_sample(pictures, places, padding_mode="reflection", align_corners=False)


def _sized(pictures: Tensor, size: tuple[int, int]) -> Tensor:
    from torch.nn import functional

    if tuple(pictures.shape[-2:]) == size:
        return pictures
    return functional.interpolate(pictures, size=size, mode="bilinear", align_corners=False)


def _ranged(pictures: Tensor, reached: Reached) -> Tensor:
    return pictures * (reached.high - reached.low) + reached.low


def _likeness(maps: Tensor, groups: Sequence[int]) -> Tensor:
    """Sum over pairs of one group of the cosine of their Gram matrices (Olah et al. 2017, "Diversity")."""
    import torch  # slow import

    flat = maps.flatten(2)
    grams = torch.nn.functional.normalize((flat @ flat.transpose(1, 2)).flatten(1), dim=1)
    total = maps.new_zeros(())
    for one in range(len(groups)):
        for other in range(one):
            if groups[one] and groups[one] == groups[other]:
                total = total + grams[one] @ grams[other]
    return total
