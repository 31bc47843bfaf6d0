"""Which program runs a network for its answer only: torch, or OpenVINO where ``AUTOPSIE_ENGINE`` asks for it.

Both give the same maps but for the last digits, so a finding's key names the engine where it is not torch.
Explanations open the module itself: they are torch's in any case.
"""

from __future__ import annotations

import importlib.util
import os
from typing import TYPE_CHECKING, Literal, Protocol, get_args

from tools.errors import CallRefused, ToolFailed
from tools.wording import Words

if TYPE_CHECKING:
    from torch import Tensor

    from tools.subjects.cropping.network import SaliencyNetwork

ENGINE_VARIABLE = "AUTOPSIE_ENGINE"

EngineName = Literal["torch", "openvino"]


class Forward(Protocol):
    """A network run for its answer only."""

    def __call__(self, pictures: Tensor) -> Tensor:
        """Scores ``(n, rows, columns)`` of ``pictures`` ``(n, height, width, 3)``, RGB bytes."""
        ...


def asked_engine() -> EngineName:
    """The engine that the environment asks for; torch where it says nothing.

    Raises :class:`~tools.errors.CallRefused` (``engine_unknown``) for another name.
    """
    asked = os.environ.get(ENGINE_VARIABLE, "").strip().lower() or "torch"
    for name in get_args(EngineName):
        if asked == name:
            return name  # type: ignore[no-any-return]  # get_args is untyped
    known = ", ".join(get_args(EngineName))
    raise CallRefused(
        "engine_unknown",
        Words(
            fr=f"{ENGINE_VARIABLE} demande «\u00a0{asked}\u00a0», qui n’est pas un moteur connu.",
            en=f"{ENGINE_VARIABLE} asks for “{asked}”, which is no engine known here.",
        ),
        Words(fr=f"Choisissez parmi\u00a0: {known}.", en=f"Choose one of: {known}."),
    )


def has_openvino() -> bool:
    """Whether OpenVINO is installed; it is not imported."""
    return importlib.util.find_spec("openvino") is not None


def openvino_missing() -> ToolFailed:
    """What is said where OpenVINO is asked for and is not installed."""
    return ToolFailed(
        "engine_missing",
        Words(
            fr=f"{ENGINE_VARIABLE} demande OpenVINO, qui n’est pas installé.",
            en=f"{ENGINE_VARIABLE} asks for OpenVINO, which is not installed.",
        ),
        Words(
            fr=f"Lancez pip install 'autopsie[openvino]', ou retirez {ENGINE_VARIABLE}\u00a0: "
            "torch donne les mêmes cartes.",
            en=f"Run pip install 'autopsie[openvino]', or unset {ENGINE_VARIABLE}: "
            "torch gives the same maps.",
        ),
    )


def forward_of(network: SaliencyNetwork) -> Forward:
    """The network on the engine that is asked for.

    Raises :class:`~tools.errors.CallRefused` (``engine_unknown``) and :class:`~tools.errors.ToolFailed`
    (``engine_missing``).
    """
    if asked_engine() == "openvino":
        if not has_openvino():
            raise openvino_missing()
        from tools.subjects.cropping.openvino_forward import OpenvinoForward  # slow import

        return OpenvinoForward(network)
    from tools.subjects.cropping.fast_forward import FastForward  # slow import

    return FastForward(network)
