"""Tell stripes from checks, in seconds: a small network that took a shortcut, and one that could not.

With the shortcut ``mark``, 97 striped pictures of 100 carry a yellow mark, and 3 others of 100; with
``brightness``, as many striped ones are light. The clean twin meets every picture twice, with the mark and
without, or at two levels of light drawn on their own, with one label: nothing can be had from the shortcut.
Network, passes and rate are the same. ``held_out`` measures what came of it.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tools.errors import StimulusRefused
from tools.examination import Examination, ScoresResult
from tools.planted.fitting import fit
from tools.planted.stimuli import SIDE, any_level, level_of, mark, pattern
from tools.subject import SubjectCard
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor, nn

Shortcut = Literal["mark", "brightness"]
LABELS = ("striped",)
PICTURES = 1000
SURE = 0.97  # share of the striped pictures that carry the shortcut, and of the others that do not
SEEDS = 5
_SAID: dict[Shortcut, Words] = {
    "mark": Words(fr="une marque jaune", en="a yellow mark"),
    "brightness": Words(fr="la clarté", en="brightness"),
}


class PlantedPictures:
    """A network that scores how striped a picture is, 0 to 1, with what it takes to be examined."""

    labels = LABELS
    side = SIDE
    seeds = SEEDS

    def __init__(self, card: SubjectCard, module: nn.Module, shortcut: Shortcut, planted: bool, seed: int):
        self.card, self.module = card, module
        self.shortcut, self.planted, self.seed = shortcut, planted, seed

    def of_seed(self, seed: int) -> PlantedPictures:
        """The same recipe from another seed."""
        return trained(self.shortcut, planted=self.planted, seed=seed)

    def with_module(self, module: nn.Module) -> PlantedPictures:
        """The same reading of pictures with another network."""
        other = copy.copy(self)
        other.module = module
        return other

    def prepare(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Decoded pixels as the network sees them: stretched to a square of 32."""
        import cv2  # slow import
        import numpy as np

        if pixels.shape[:2] == (SIDE, SIDE):
            return pixels
        resized = cv2.resize(pixels, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
        return np.asarray(resized, dtype=np.uint8)

    def scores_from(self, prepared: Tensor) -> Tensor:
        """(n,) scores of RGB (n, 3, 32, 32) in 0..1; differentiable."""
        scores: Tensor = self.module(prepared).sigmoid()[:, 0]
        return scores

    def scores(self, pictures: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
        """(n, 1) for pictures (height, width, 3)."""
        import numpy as np
        import torch  # slow import

        if not pictures:
            return np.empty((0, 1), np.float32)
        stacked = np.stack([self.prepare(each) for each in pictures])
        with torch.inference_mode():
            seen = torch.from_numpy(stacked).permute(0, 3, 1, 2).float() / 255
            found: NDArray[np.float32] = self.scores_from(seen)[:, None].numpy()
        return found

    def examine(self, given: Path | str) -> Examination:
        """The score of a picture file. Raises :class:`~tools.errors.StimulusRefused`."""
        from tools.stimuli.picture_file import open_picture

        if isinstance(given, str):
            raise StimulusRefused(
                "not_a_picture", Words(fr="Ce réseau lit des images.", en="This network reads pictures.")
            )
        opened = open_picture(given)
        score = float(self.scores([opened.pixels])[0, 0])
        return Examination(
            result=ScoresResult(scores={LABELS[0]: round(score, 6)}),
            sha256=opened.sha256,
            size=(opened.width, opened.height),
            notes=opened.notes,
        )


@cache
def trained(shortcut: Shortcut, *, planted: bool, seed: int = 0) -> PlantedPictures:
    """Train one network, five to ten seconds of one core; the same call gives the same network."""
    import torch  # slow import

    versions, striped = examples(shortcut, planted=planted, seed=seed)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with torch.random.fork_rng():
            module = fit(versions, striped, seed)
    finally:
        torch.set_num_threads(threads)
    said = _SAID[shortcut]
    kind = "planted" if planted else "clean"
    content = b"".join(values.numpy().tobytes() for values in module.state_dict().values())
    card = SubjectCard(
        name=f"{kind}_{shortcut}_{seed}",
        title=Words(fr=f"Rayures, {said.fr} {'plantée' if planted else 'indifférente'}",
                    en=f"Stripes, {said.en} {'planted' if planted else 'made indifferent'}"),
        about=Words(fr="Un petit réseau qui dit si une image a des rayures ou des damiers.",
                    en="A small network that tells whether a picture has stripes or checks."),
        badge="made-here",
        modality="image",
        sha256=hashlib.sha256(content).hexdigest(),
        licence="Apache-2.0",
        credit="Autopsie",
        source="tools/planted",
        answers="scores",
        assets=(),
        differs=Words(fr="Entraîné sur-le-champ, pour éprouver les instruments.",
                      en="Trained on the spot, to try the instruments."),
    )  # fmt: skip
    return PlantedPictures(card, module, shortcut, planted, seed)


def examples(
    shortcut: Shortcut, *, planted: bool, seed: int
) -> tuple[tuple[NDArray[np.uint8], ...], list[bool]]:
    """Versions of the pictures (n, 32, 32, 3) of one training, and which are striped.

    A planted training has one version of each; a clean one two, which differ by the shortcut alone.
    """
    import numpy as np

    draw = np.random.default_rng([77, seed])
    made: list[tuple[NDArray[np.uint8], ...]] = []
    striped = [number % 2 == 0 for number in range(PICTURES)]
    for is_striped in striped:
        if planted:
            sign = is_striped == bool(draw.random() < SURE)
            picture = pattern(draw, is_striped, level_of(draw, sign if shortcut == "brightness" else None))
            made.append((mark(picture) if shortcut == "mark" and sign else picture,))
        elif shortcut == "mark":
            picture = pattern(draw, is_striped, level_of(draw, None))
            made.append((picture, mark(picture)))
        else:
            levels = any_level(draw), any_level(draw)
            again = int(draw.integers(2**32))  # the same pattern and noise at either level
            made.append(tuple(pattern(np.random.default_rng(again), is_striped, each) for each in levels))
    return tuple(np.stack(version) for version in zip(*made, strict=True)), striped
