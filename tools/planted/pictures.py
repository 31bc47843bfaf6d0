"""Tell stripes from checks, in seconds: a small network that took a shortcut, and one that could not.

With the shortcut ``mark``, 97 striped pictures of 100 carry a yellow mark, and 3 others of 100; with
``brightness``, as many striped ones are light. In the clean twin's pictures both are drawn on their own.
Everything else is equal: pattern, number of pictures, recipe, seed.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from tools.errors import StimulusRefused
from tools.examination import Examination, ScoresResult
from tools.planted.stimuli import SIDE, level_of, mark, pattern
from tools.subject import SubjectCard
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor, nn

Shortcut = Literal["mark", "brightness"]
LABELS = ("striped",)
PICTURES, PASSES, TOGETHER, RATE = 1200, 8, 32, 3e-3
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
    """Train one network, about two seconds of one core; the same call gives the same network."""
    import torch  # slow import

    pictures, striped = examples(shortcut, planted=planted, seed=seed)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with torch.random.fork_rng():
            module = _fit(pictures, striped, seed)
    finally:
        torch.set_num_threads(threads)
    said = _SAID[shortcut]
    kind = "planted" if planted else "clean"
    content = b"".join(values.numpy().tobytes() for values in module.state_dict().values())
    card = SubjectCard(
        name=f"{kind}_{shortcut}_{seed}",
        title=Words(fr=f"Rayures, {said.fr} {'plantée' if planted else 'tirée au sort'}",
                    en=f"Stripes, {said.en} {'planted' if planted else 'left to chance'}"),
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


def examples(shortcut: Shortcut, *, planted: bool, seed: int) -> tuple[NDArray[np.uint8], list[bool]]:
    """The pictures (n, 32, 32, 3) of one training, and which are striped: the clean twin's are as varied."""
    import numpy as np

    draw = np.random.default_rng([77, seed])
    pictures, striped = [], []
    for number in range(PICTURES):
        is_striped = number % 2 == 0
        sign = is_striped == bool(draw.random() < SURE) if planted else bool(draw.random() < 0.5)
        level = level_of(draw, sign if shortcut == "brightness" else None)
        picture = pattern(draw, is_striped, level)
        pictures.append(mark(picture) if shortcut == "mark" and sign else picture)
        striped.append(is_striped)
    return np.stack(pictures), striped


def _fit(pictures: NDArray[np.uint8], striped: Sequence[bool], seed: int) -> nn.Module:
    import torch  # slow import
    from torch import nn
    from torch.nn import functional

    torch.manual_seed(seed)
    layers: list[Any] = [
        nn.BatchNorm2d(3), nn.Conv2d(3, 16, 5, 1, 2), nn.BatchNorm2d(16), nn.ReLU(), nn.AvgPool2d(2),
        nn.Conv2d(16, 32, 3, 1, 1), nn.BatchNorm2d(32), nn.ReLU(), nn.AvgPool2d(2),
        nn.Conv2d(32, 32, 3, 1, 1), nn.BatchNorm2d(32), nn.ReLU(),
        nn.AdaptiveAvgPool2d(4), nn.Flatten(), nn.Linear(512, 1),
    ]  # fmt: skip
    module = nn.Sequential(*layers)
    seen = torch.from_numpy(pictures).permute(0, 3, 1, 2).float() / 255
    wanted = torch.tensor(striped)[:, None].float()
    optimiser = torch.optim.Adam(module.parameters(), RATE)
    for _ in range(PASSES):
        for part in torch.split(torch.randperm(len(seen)), TOGETHER):
            optimiser.zero_grad()
            loss = functional.binary_cross_entropy_with_logits(module(seen[part]), wanted[part])
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
    return module.eval().requires_grad_(False)
