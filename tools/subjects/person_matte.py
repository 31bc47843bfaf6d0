"""MediaPipe's selfie segmentation, the square graph: which pixels are the person in front of a camera.

A healthy control: on controlled busts it does not fail by skin tone. Torch is imported when weights are
loaded, not before.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tools.assets.manifest import manifest
from tools.subject import SubjectCard
from tools.wording import Words

if TYPE_CHECKING:
    from tools.subjects.matting.published import PublishedMatte

_PINNED = manifest("person_matte")

CARD = SubjectCard(
    name="person_matte",
    title=Words(fr="Un détourage de personne", en="A person matte"),
    about=Words(
        fr="Il dit de chaque pixel s’il appartient à la personne devant la caméra : c’est ce qui permet de "
        "remplacer le fond. Publié par Google avec MediaPipe, réseau carré.",
        en="It tells of every pixel whether it belongs to the person in front of the camera: this is what "
        "lets a background be replaced. Published by Google with MediaPipe, square network.",
    ),
    badge="proxy",
    modality="image",
    sha256=_PINNED.sha256,
    licence=_PINNED.licence,
    credit=_PINNED.credit,
    source=f"{_PINNED.source} (0.10.21)",
    answers="mask",
    assets=("person_matte",),
    differs=Words(
        fr="Ce n’est pas le réseau de Zoom, qui n’est pas publié : un autre, d’un autre auteur. Sur nos "
        "bustes il n’échoue à aucune couleur de peau : c’est un témoin sain, pas le coupable.",
        en="This is not Zoom’s network, which is not published: another, by another author. On our busts "
        "it fails at no skin tone: it is a healthy control, not the culprit.",
    ),
)


def load(weights: Path | None = None) -> PublishedMatte:
    """The subject, loaded: what the bench calls of every subject's file."""
    from tools.subjects.matting.published import PublishedMatte

    return PublishedMatte.load(CARD, weights)
