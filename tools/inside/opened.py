"""One stimulus inside a subject: what its network is given, and the number that follows, differentiable.

Whoever explains an answer works on :class:`Opened` and need not know which subject it is. One module a kind
of answer: ``maps``, ``masks``, ``boxes``, ``faces``, ``scores`` (pictures), ``texts``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tools.answering.given import Given
from tools.errors import CallRefused
from tools.subject import SubjectCard
from tools.wording import Words

if TYPE_CHECKING:
    from torch import Tensor, nn

Window = tuple[float, float, float, float]

_REMAIN = Words(
    fr="Restent : reproduire, perturber, comparer, découvrir, et cacher par morceaux.",
    en="What remains: reproduce, perturb, compare, discover, and hiding piece by piece.",
)


@dataclass(frozen=True, eq=False)
class Opened:
    """``inputs`` (1, channels, rows, columns) of a picture, in the network's own range; (1, words, width) of
    the embedded words of a text. ``answer`` takes (n, …) of that shape, gives (n,) numbers, differentiable.

    ``window`` is what the input covers, (left, top, width, height) in pixels of the picture. ``words`` names
    each place of an embedded text, "" where there is padding. ``fill`` is the input of a hidden place:
    (1, channels, 1, 1), the picture's mean colour; (1, 1, width), the padding's embedding. ``label`` names
    the number. ``cell`` is the cell explained, of a map; of a face finder, (candidate, 0).
    """

    inputs: Tensor
    answer: Callable[[Tensor], Tensor]
    module: nn.Module
    fill: Tensor
    label: Words
    window: Window | None = None
    words: tuple[str, ...] = ()
    cell: tuple[int, int] | None = None
    notes: tuple[Words, ...] = field(default=())


def why_closed(card: SubjectCard) -> Words | None:
    """Why the layers of a subject cannot be reached, and which instruments remain; ``None``: they can.

    Cheap: asked before anything is loaded.
    """
    if card.badge == "external":
        what = Words(
            fr=f"« {card.title.fr} » ne laisse pas atteindre ses couches : il est apporté, et tourne à part.",
            en=f"“{card.title.en}” does not let its layers be reached: it was brought, and runs apart.",
        )
    elif card.name in ("face_finder", "toxicity_linear"):
        what = Words(
            fr=f"« {card.title.fr} » n’est pas un réseau : il n’a ni couche ni gradient.",
            en=f"“{card.title.en}” is not a network: it has neither layers nor a gradient.",
        )
    else:
        return None
    return Words(fr=f"{what.fr} {_REMAIN.fr}", en=f"{what.en} {_REMAIN.en}")


def open_up(subject: Any, given: Given, answer: str = "", cell: tuple[int, int] | None = None) -> Opened:
    """One stimulus inside a loaded subject; ``answer`` as :func:`tools.answering.asking.answer_of` names it.

    Of a map, ``cell`` (row, column) is the cell explained, the salient one by default: a twin is asked for
    the cell of the original. Of a face finder it is (candidate, 0), the best one by default.
    Raises :class:`CallRefused` (``no_layers``, ``no_gradient``, ``unknown_answer``).
    """
    card: SubjectCard = subject.card
    if (reason := why_closed(card)) is not None:
        raise CallRefused("no_layers", reason)
    from tools.inside import boxes, faces, maps, masks, scores, texts

    if card.modality == "text":
        return texts.open_text(subject, given, answer)
    match card.answers:
        case "map":
            return maps.open_map(subject, given, cell)
        case "mask":
            return masks.open_mask(subject, given, answer)
        case "faces":
            return faces.open_face(subject, given, answer)
        case "boxes":
            return boxes.open_boxes(subject, given, cell)
        case _:
            return scores.open_scores(subject, given, answer)


def not_differentiable(card: SubjectCard, answer: str) -> CallRefused:
    """An answer that is counted, or cut at a threshold: no gradient leads to it."""
    return CallRefused(
        "no_gradient",
        Words(
            fr=f"La réponse « {answer} » de « {card.title.fr} » n’a pas de gradient. {_REMAIN.fr}",
            en=f"The answer “{answer}” of “{card.title.en}” has no gradient. {_REMAIN.en}",
        ),
    )


def mean_fill(inputs: Tensor) -> Tensor:
    """The mean of every channel: (1, channels, 1, 1)."""
    return inputs.mean(dim=(2, 3), keepdim=True)
