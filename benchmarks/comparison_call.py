"""What the compared servers run on a picture: the same instrument on the same network, in their process."""

from __future__ import annotations

import base64
import functools
import os
import sys
from typing import TYPE_CHECKING

sys.path.append(os.environ.get("AUTOPSIE_PACKAGES", ""))  # after their own: only what they lack comes from it

if TYPE_CHECKING:
    from tools.lab import Lab


@functools.cache
def _lab() -> Lab:
    from tools.lab import Lab  # slow import

    return Lab(in_process=True)


def answer(picture: str) -> str:
    """Where the network looks in ``picture`` (a PNG in base64): the conclusion, in words."""
    from tools.finding import Call
    from tools.stimuli.uploads import accept

    taken = accept(base64.b64decode(picture), "a" * 32)
    call = Call(verb="attribute", method="saliency", subject="twitter-crop", case=taken.case, seed=1)
    return str(_lab().run(call).conclusion)
