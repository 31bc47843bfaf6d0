"""Reader of whole Keras models in HDF5 (Keras 1 and 2): layers, settings, arrays; never Keras itself.

The file's attribute ``model_config`` describes the layers as JSON; the group ``model_weights`` holds one
group a layer, whose attribute ``weight_names`` lists its arrays.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from tools.errors import AssetRefused
from tools.wording import Words

if TYPE_CHECKING:
    import h5py
    import numpy as np
    from numpy.typing import NDArray

_MOST_LAYERS = 1000


@dataclass(frozen=True)
class KerasLayer:
    """One layer: its class ("Conv2D"), its settings, the layers that it reads, its arrays by short name."""

    name: str
    kind: str
    settings: Mapping[str, Any]
    reads: tuple[str, ...]
    arrays: Mapping[str, NDArray[np.float32]]


def read_keras_model(content: bytes) -> dict[str, KerasLayer]:
    """The layers of a functional model, by name, in the file's order.

    Every array is float32 and finite, each belongs to a layer of the description, and none is left over.
    Raises :class:`AssetRefused` (``asset_malformed``) for anything else.
    """
    import h5py  # slow import

    try:
        with h5py.File(io.BytesIO(content), "r") as file:
            described = _described(file)
            arrays = _arrays(file)
    except (OSError, RuntimeError, KeyError, ValueError, TypeError, AttributeError, OverflowError) as broken:
        raise _malformed(type(broken).__name__) from broken
    names = {each.name for each in described}
    if left := sorted(arrays.keys() - names):
        _refuse(f"{left[0]}?")
    for each in described:
        if unknown := sorted(set(each.reads) - names):
            _refuse(f"{unknown[0]}?")
    return {
        each.name: KerasLayer(each.name, each.kind, each.settings, each.reads, arrays.get(each.name, {}))
        for each in described
    }


def _described(file: h5py.File) -> list[KerasLayer]:
    written = file.attrs["model_config"]
    model = json.loads(written)
    if not isinstance(model, dict) or model.get("class_name") not in ("Model", "Functional"):
        _refuse("model_config")
    layers = model["config"]["layers"]
    if not isinstance(layers, list) or not 0 < len(layers) <= _MOST_LAYERS:
        _refuse("layers")
    found: dict[str, KerasLayer] = {}
    for layer in layers:
        name, kind, settings = layer["name"], layer["class_name"], layer["config"]
        if not isinstance(name, str) or not isinstance(kind, str) or not isinstance(settings, dict):
            _refuse("layers")
        if name in found:
            _refuse(f"2 × {name}")
        nodes = layer["inbound_nodes"]
        if len(nodes) > 1:
            _refuse(f"{name}: shared")  # a layer used twice: a graph that we do not read
        reads = tuple(str(each[0]) for each in nodes[0]) if nodes else ()
        found[name] = KerasLayer(name, kind, settings, reads, {})
    return list(found.values())


def _arrays(file: h5py.File) -> dict[str, dict[str, NDArray[np.float32]]]:
    import h5py
    import numpy as np

    found: dict[str, dict[str, NDArray[np.float32]]] = {}
    group = file["model_weights"]
    for layer in group:
        for written in group[layer].attrs["weight_names"]:
            path = written.decode("utf-8") if isinstance(written, bytes) else str(written)
            held = group[layer][path]
            if not isinstance(held, h5py.Dataset) or held.dtype != np.float32:
                _refuse(path)
            array = np.asarray(held[...], dtype=np.float32)
            if not np.isfinite(array).all():
                _refuse(f"{path}: NaN")
            short = path.rpartition("/")[2].removesuffix(":0")
            if short in found.setdefault(layer, {}):
                _refuse(f"2 × {path}")
            found[layer][short] = array
    return found


def _refuse(where: str) -> NoReturn:
    raise _malformed(where)


def _malformed(where: str) -> AssetRefused:
    return AssetRefused(
        "asset_malformed",
        Words(
            fr=f"Le fichier n’est pas un modèle Keras bien formé ({where}).",
            en=f"The file is not a well-formed Keras model ({where}).",
        ),
        Words(
            fr="Récupérez-le de nouveau par autopsie subjects fetch.",
            en="Fetch it again with autopsie subjects fetch.",
        ),
    )
