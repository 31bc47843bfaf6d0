"""OpenCV's frontal face cascades: the face finders of countless programs, of 2001's kind.

A published proxy for every gate that answers "no face found": the files are those that OpenCV ships, and
nobody outside knows which one a given firm used. cv2 is imported when a picture is looked at, not before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from tools.assets.manifest import manifest
from tools.errors import CallRefused
from tools.examination import Box, BoxesResult, Examination
from tools.stimuli.picture_file import open_picture
from tools.subject import SubjectCard
from tools.wording import Words

if TYPE_CHECKING:
    import cv2
    import numpy as np
    from numpy.typing import NDArray

    from tools.subjects.haar.cascade import Cascade
    from tools.subjects.haar.trace import ScalePass, Trace, Window

CascadeName = Literal["default", "alt", "alt2", "alt_tree"]

_ASSETS: dict[CascadeName, str] = {
    "default": "face_finder",
    "alt": "face_finder_alt",
    "alt2": "face_finder_alt2",
    "alt_tree": "face_finder_alt_tree",
}
_DEFAULT = manifest("face_finder")

CARD = SubjectCard(
    name="face_finder",
    title=Words(fr="Le détecteur de visages d’OpenCV", en="OpenCV’s face finder"),
    about=Words(
        fr="Il dit où se trouvent les visages d’une image, par des différences de clair et de sombre. Il est "
        "livré avec OpenCV et sert dans le monde entier.",
        en="It says where the faces of a picture are, by differences of light and dark. It comes with OpenCV "
        "and is in use all over the world.",
    ),
    badge="proxy",
    modality="image",
    sha256=hashlib.sha256(
        "".join(f"{manifest(name).sha256}\n" for name in _ASSETS.values()).encode()
    ).hexdigest(),
    licence=_DEFAULT.licence,
    credit=_DEFAULT.credit,
    source=f"{_DEFAULT.source} (opencv-python-headless 4.14.0.94)",
    answers="boxes",
    assets=tuple(_ASSETS.values()),
    differs=Words(
        fr="Ce n’est ni le logiciel de Zoom, ni celui d’une société d’examens surveillés : personne d’autre "
        "qu’elles ne sait ce qui y tournait. Ce sont les fichiers qu’OpenCV publie ; une société "
        "d’examens surveillés a dit employer les modèles fournis avec OpenCV, sans dire lequel.",
        en="This is neither Zoom’s software nor that of a firm that watches exams: nobody else knows what "
        "ran there. These are the files that OpenCV publishes; one such firm stated that it used the models "
        "that come with OpenCV, not which one.",
    ),
)


class FaceFinder:
    """One of the four cascades, as OpenCV's own function runs it.

    ``neighbours`` windows must agree before a box is told (OpenCV's default is 3, 0 gives every window);
    ``factor`` is the step from one size to the next (OpenCV's default is 1.1); ``least`` the smallest box.
    """

    card = CARD

    def __init__(
        self,
        files: dict[CascadeName, bytes],
        cascade: CascadeName = "default",
        *,
        neighbours: int = 3,
        factor: float = 1.1,
        least: int = 0,
    ) -> None:
        if cascade not in files:
            listed = ", ".join(get_args(CascadeName))
            raise CallRefused(
                "unknown_cascade",
                Words(fr=f"Il n’y a pas de cascade « {cascade} ».", en=f"There is no cascade “{cascade}”."),
                Words(fr=f"Choisissez parmi : {listed}.", en=f"Choose among: {listed}."),
            )
        if neighbours < 0 or not 1.01 <= factor <= 4 or least < 0:
            raise CallRefused(
                "bad_finder_setting",
                Words(
                    fr=f"Ce réglage n’a pas de sens : {neighbours} voisines, facteur {factor}, côté {least}.",
                    en=f"This makes no sense: {neighbours} neighbours, factor {factor}, side {least}.",
                ),
                Words(
                    fr="Au moins 0 voisine, un facteur de 1,01 à 4, un côté d’au moins 0 pixel.",
                    en="At least 0 neighbours, a factor from 1.01 to 4, a side of at least 0 pixels.",
                ),
            )
        self.cascade_name = cascade
        self.neighbours, self.factor, self.least = neighbours, factor, least
        self._files = files

    @classmethod
    def load(
        cls, weights: Path | None = None, cascade: CascadeName = "default", *, neighbours: int = 3
    ) -> FaceFinder:
        """Read and check the files; ``weights`` is a folder that comes before all other places.

        Raises :class:`~tools.errors.MissingAsset` or :class:`~tools.errors.AssetRefused`.
        """
        from tools.assets import store

        found = cls(
            {name: store.read(asset, weights) for name, asset in _ASSETS.items()},
            cascade,
            neighbours=neighbours,
        )
        assert found.detector is not None  # a malformed file is refused now, not at the first picture
        return found

    def with_cascade(
        self, cascade: CascadeName, *, neighbours: int | None = None, factor: float | None = None
    ) -> FaceFinder:
        """The same finder with another of the four files, or another setting."""
        return FaceFinder(
            self._files,
            cascade,
            neighbours=self.neighbours if neighbours is None else neighbours,
            factor=self.factor if factor is None else factor,
            least=self.least,
        )

    @cached_property
    def detector(self) -> cv2.CascadeClassifier:
        """cv2's own. Raises :class:`AssetRefused` (``asset_malformed``)."""
        from tools.subjects.haar.detector import detector_of

        return detector_of(self._files[self.cascade_name])

    @cached_property
    def cascade(self) -> Cascade:
        """The file as arrays, for :meth:`trace` and :meth:`scales`. Raises :class:`AssetRefused`."""
        from tools.subjects.haar.cascade import read_cascade

        return read_cascade(self._files[self.cascade_name])

    def boxes(self, pictures: Sequence[NDArray[np.uint8]]) -> list[tuple[Box, ...]]:
        """What it finds in each picture (height, width, 3), best first.

        ``score`` is what the votes of the last stage come to, for the best of the windows that agree.
        """
        from tools.subjects.haar.detector import detected
        from tools.subjects.haar.pyramid import grey_of

        return [
            detected(
                self.detector,
                grey_of(pixels),
                neighbours=self.neighbours,
                factor=self.factor,
                least=self.least,
            )
            for pixels in pictures
        ]

    def trace(self, pixels: NDArray[np.uint8], window: Window) -> Trace:
        """Which stage rejects a window (x, y, side) of a picture (height, width, 3), and by how much.

        Raises :class:`~tools.errors.CallRefused` (``bad_window``).
        """
        from tools.subjects.haar.pyramid import grey_of
        from tools.subjects.haar.trace import trace

        return trace(self.cascade, grey_of(pixels), window, self.factor)

    def scales(self, pixels: NDArray[np.uint8]) -> tuple[ScalePass, ...]:
        """What became of all windows of a picture (height, width, 3), by their size."""
        from tools.subjects.haar.pyramid import grey_of
        from tools.subjects.haar.trace import scales

        return scales(self.cascade, grey_of(pixels), self.factor)

    def examine(self, given: Path | str) -> Examination:
        """The boxes of a picture file. Raises :class:`~tools.errors.StimulusRefused`."""
        opened = open_picture(Path(given))
        (found,) = self.boxes([opened.pixels])
        return Examination(
            result=BoxesResult(boxes=found),
            sha256=opened.sha256,
            size=(opened.width, opened.height),
            notes=opened.notes,
        )


def load(weights: Path | None = None) -> FaceFinder:
    """The subject, loaded: what the bench calls of every subject's file."""
    return FaceFinder.load(weights)
