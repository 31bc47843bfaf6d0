"""The surface of glasses."""

from __future__ import annotations

from tools.stimuli.portraits.compiled import kernel
from tools.stimuli.portraits.mesh import Floats


@kernel
def covers(x: float, y: float, z: float, attributes: Floats, parameters: Floats) -> bool:
    """Whether it is there."""
    return True


@kernel
def surface(x: float, y: float, z: float, attributes: Floats, parameters: Floats, out: Floats) -> None:
    """The part's own colour, plain."""
    out[0], out[1], out[2] = parameters[0], parameters[1], parameters[2]
