"""What a runtime receives and gives back, inside the process apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Request(NamedTuple):
    """Some inputs: one array for the batch, one array of bytes for each PNG file, or texts."""

    arrays: list[NDArray[Any]]
    texts: list[str] | None


class Answer(NamedTuple):
    """One array for the batch, or one word for each input."""

    arrays: tuple[NDArray[Any], ...]
    texts: list[str] | None


Model: TypeAlias = Callable[[Request], Any]
"""A loaded model: what it returns is checked by whoever called it."""
