"""What the bust wears."""

from __future__ import annotations

import numpy as np

from tools.stimuli.portraits.mesh import Body, Part
from tools.stimulus import Portrait


def parts_of(body: Body, recipe: Portrait) -> list[Part]:
    """Cloth, hair or headscarf, and glasses, as the recipe asks."""
    triangles = body.groups["helper-tights"]
    used, index = np.unique(triangles, return_inverse=True)
    parameters = np.zeros(16, np.float32)
    parameters[:3] = 0.10, 0.13, 0.19
    return [
        Part(
            "cloth",
            "cloth",
            np.ascontiguousarray(body.vertices[used] + 0.045 * body.normals[used]),
            np.ascontiguousarray(index.reshape(-1, 3).astype(np.int32)),
            body.base[used],
            parameters=parameters,
        )
    ]
