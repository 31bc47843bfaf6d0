"""MediaPipe's selfie segmentation, the landscape graph: the same for the wide pictures of video calls.

Torch is imported when weights are loaded, not before.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tools.assets.manifest import manifest
from tools.subject import SubjectCard
from tools.wording import Words

if TYPE_CHECKING:
    from tools.subjects.matting.published import PublishedMatte

_PINNED = manifest("person_matte_landscape")

CARD = SubjectCard(
    name="person_matte_landscape",
    title=Words(fr="Un détourage de personne, format large", en="A person matte, wide"),
    about=Words(
        fr="Il dit de chaque pixel s’il appartient à la personne devant la caméra. Publié par Google avec "
        "MediaPipe : le réseau large, celui des appels vidéo, deux fois plus léger à calculer que le carré.",
        en="It tells of every pixel whether it belongs to the person in front of the camera. Published by "
        "Google with MediaPipe: the wide network, that of video calls, half the work of the square one.",
    ),
    badge="proxy",
    modality="image",
    sha256=_PINNED.sha256,
    licence=_PINNED.licence,
    credit=_PINNED.credit,
    source=f"{_PINNED.source} (0.10.21)",
    answers="mask",
    assets=("person_matte_landscape",),
    differs=Words(
        fr="Ce n’est pas le réseau de Zoom, qui n’est pas publié : un autre, d’un autre auteur, frère du "
        "détourage carré. Il étire chaque image à 256 × 144 pixels.",
        en="This is not Zoom’s network, which is not published: another, by another author, a sibling of the "
        "square matte. It stretches every picture to 256 × 144 pixels.",
    ),
)


def load(weights: Path | None = None) -> PublishedMatte:
    """The subject, loaded: what the bench calls of every subject's file."""
    from tools.subjects.matting.published import PublishedMatte

    return PublishedMatte.load(CARD, weights)
