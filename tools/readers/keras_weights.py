"""Reader of Keras 3's ``.weights.h5``: the arrays of a network, layer by layer, without TensorFlow.

The file is HDF5. A layer's arrays lie under ``layers/<layer>/…/vars/<number>``; what the optimiser left is
passed over.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from tools.errors import AssetRefused
from tools.wording import Words

if TYPE_CHECKING:
    import h5py
    import numpy as np
    from numpy.typing import NDArray

_LAYERS = "layers/"


def read_keras_weights(content: bytes, shapes: dict[str, tuple[int, ...]]) -> dict[str, NDArray[np.float32]]:
    """The arrays that ``shapes`` names (``"dense/vars/0"``), each with exactly that shape.

    Raises :class:`AssetRefused` (``asset_malformed``) for bytes that are not HDF5, for an array that is
    missing, of another shape or type, not finite, or that nobody asked for.
    """
    import h5py  # slow import
    import numpy as np

    found: dict[str, NDArray[np.float32]] = {}
    try:
        with h5py.File(io.BytesIO(content), "r") as file:
            held = _arrays(file)
            if held.keys() != shapes.keys():
                raise _malformed(f"layers {sorted(held.keys() ^ shapes.keys())[:4]}")
            for name, shape in shapes.items():
                if held[name].shape != shape or held[name].dtype != np.float32:
                    raise _malformed(f"{name}: {held[name].shape}, {held[name].dtype}")
                found[name] = np.asarray(held[name][...], dtype=np.float32)
    except (OSError, RuntimeError, KeyError, ValueError) as broken:
        raise _malformed(type(broken).__name__) from broken
    for name, array in found.items():
        if not np.isfinite(array).all():
            raise _malformed(f"{name}: NaN")
    return found


def _arrays(file: h5py.File) -> dict[str, h5py.Dataset]:
    """Every array of the layers, by its path below ``layers/``."""
    import h5py

    held: dict[str, h5py.Dataset] = {}

    def keep(path: str, entry: object) -> None:
        if path.startswith(_LAYERS) and isinstance(entry, h5py.Dataset):
            held[path.removeprefix(_LAYERS)] = entry

    file.visititems(keep)
    return held


def _malformed(where: str) -> AssetRefused:
    return AssetRefused(
        "asset_malformed",
        Words(
            fr=f"Le fichier de poids n’est pas celui d’un réseau Keras attendu ({where}).",
            en=f"The weight file is not that of the expected Keras network ({where}).",
        ),
        Words(
            fr="Récupérez-le de nouveau par autopsie subjects fetch.",
            en="Fetch it again with autopsie subjects fetch.",
        ),
    )
