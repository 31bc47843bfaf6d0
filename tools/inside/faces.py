"""Inside a reader of faces: one label's score of the face, as the network is given it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.answering.asking import answer_of
from tools.answering.given import Given
from tools.errors import StimulusRefused
from tools.inside.opened import Opened, mean_fill, not_differentiable
from tools.wording import Words

if TYPE_CHECKING:
    from torch import Tensor


def open_face(subject: Any, given: Given, answer: str) -> Opened:
    """The face in grey, (1, 1, 64, 64) in −1..1; the number is the label's share.

    The face is a computed bust's own, or the largest that the subject finds.
    Raises :class:`StimulusRefused` (``no_face``).
    """
    from tools.subjects.faces.cut import MARGIN, cut_face
    from tools.subjects.haar.pyramid import grey_of

    asked = answer_of(subject, answer)
    if asked.card.name == "found":
        raise not_differentiable(subject.card, "found")
    assert given.pixels is not None
    box = given.face or next(iter(subject.boxes(given.pixels)), None)
    if box is None:
        raise StimulusRefused(
            "no_face",
            Words(fr="Aucun visage n’est trouvé sur cette image.", en="No face is found in this picture."),
            Words(fr="Choisissez une autre image.", en="Choose another picture."),
        )
    inputs = subject.prepare([cut_face(grey_of(given.pixels), box)])
    column = list(subject.labels).index(asked.card.name)

    def number(faces: Tensor) -> Tensor:
        shares: Tensor = subject.module(faces).softmax(dim=1)[:, column]
        return shares

    side = max(box.width, box.height)
    left, top = box.left + (box.width - side) / 2, box.top + (box.height - side) / 2
    window = (left - MARGIN, top - MARGIN, side + 2 * MARGIN, side + 2 * MARGIN)
    return Opened(inputs, number, subject.module, mean_fill(inputs), asked.card.label, window)
