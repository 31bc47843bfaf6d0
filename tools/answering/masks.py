"""What a matting network says of a picture: how much of it is the person, or how well they are cut out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tools.answering.answer import Answer, AnswerCard
from tools.answering.given import Given
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CUT = 0.5  # a matte is the person from here on
OVERLAP = AnswerCard(
    "overlap",
    Words(fr="la part commune avec la vraie silhouette (IoU)", en="the overlap with the true matte (IoU)"),
    "share",
    0,
    1,
)
KEPT = AnswerCard(
    "kept", Words(fr="la part de la personne qui est gardée", en="the share of the person that is kept"),
    "share", 0, 1,
)  # fmt: skip
PERSON = AnswerCard(
    "person", Words(fr="la part de l’image prise pour une personne", en="the share taken for a person"),
    "share", 0, 1,
)  # fmt: skip


class Overlap(Answer):
    """Intersection over union with the exact matte, both cut at one half; none for an unknown matte."""

    def read(self, given: Sequence[Given]) -> list[float | None]:
        """One share a picture that we made."""
        found: list[float | None] = []
        for each, matte in zip(given, _mattes(self.subject, given), strict=True):
            if each.matte is None:
                found.append(None)
                continue
            ours, true = matte >= CUT, each.matte >= 128
            union = int((ours | true).sum())
            found.append(float((ours & true).sum() / union) if union else 1.0)
        return found


class Kept(Answer):
    """Of the pixels that are the person, the share that the matte keeps; none for an unknown matte."""

    def read(self, given: Sequence[Given]) -> list[float | None]:
        """One share a picture that we made."""
        return [
            float((matte >= CUT)[each.matte >= 128].mean())
            if each.matte is not None and (each.matte >= 128).any()
            else None
            for each, matte in zip(given, _mattes(self.subject, given), strict=True)
        ]


class PersonShare(Answer):
    """The mean of the matte: any picture has one."""

    def read(self, given: Sequence[Given]) -> list[float | None]:
        """One share a picture."""
        return [float(matte.mean()) for matte in _mattes(self.subject, given)]


def _mattes(subject: Any, given: Sequence[Given]) -> list[NDArray[np.float32]]:
    found: list[NDArray[np.float32]] = subject.masks([each.pixels for each in given])
    return found


NAMES = {"overlap": (OVERLAP, Overlap), "kept": (KEPT, Kept), "person": (PERSON, PersonShare)}
