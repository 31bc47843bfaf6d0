"""Measure how well the student imitates the original, on pictures that it never learned from.

The original runs in full precision here, and so does the student, from the numbers that are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools.reproduce.montages import share_of, trials
from tools.statistics import rounded, wilson
from tools.stimuli.cases import case_named
from tools.stimuli.picture_file import open_picture
from tools.stimuli.portraits.studio import portrait
from tools.stimuli.render import render
from tools.stimulus import Portrait
from tools.subjects.cropping.subject import CroppingSubject
from tools.subjects.cropping.window import salient_cell
from tools.subjects.cropping_imitation.agreement import Places, Preference, Share, Winners
from tools.wording import Words
from training.cropping_imitation.busts import any_bust

IDENTITIES = 64  # the laboratory's own: none was trained on
CLEAR_FROM = 0.5  # score between the two sides of a pair
PAIRS_EACH = 4  # partners of every picture
LIGHT, DARK = 4, 7  # Monk tones that are set side by side
CONTRAST = 1.5

Pixels = NDArray[np.uint8]


def share(hits: int, shown: int, units: int | None = None) -> Share:
    """A share with its Wilson interval, over the independent units and never their repeats."""
    n = units or shown
    low, high = wilson(hits / shown * n, n)
    return Share(
        hits=hits, shown=shown, n=n, value=rounded(hits / shown), low=rounded(low), high=rounded(high)
    )


def unseen_photographs(paths: Sequence[Path]) -> list[Pixels]:
    """The decoded pixels of the files that are never trained on."""
    return [open_picture(path).pixels for path in paths]


def unseen_busts(seed: int) -> list[Pixels]:
    """One portrait of each of the laboratory's identities, nothing held fixed."""
    draw = np.random.default_rng(seed)
    return [portrait(any_bust(draw, identity, identity)).pixels for identity in range(1, IDENTITIES + 1)]


def places(original: CroppingSubject, student: CroppingSubject, pictures: Sequence[Pixels]) -> Places:
    """How often, over single pictures, the point is the same, and how alike the maps are."""
    prepared = [original.prepare(pixels) for pixels in pictures]
    hits, correlations, errors = 0, [], []
    for theirs, ours in zip(original.maps(prepared), student.maps(prepared), strict=True):
        apart = np.abs(np.subtract(salient_cell(theirs), salient_cell(ours)))
        hits += int(apart.max() <= 1)
        correlations.append(float(np.corrcoef(theirs.ravel(), ours.ravel())[0, 1]))
        errors.append(abs(float(theirs.max()) - float(ours.max())))
    return Places(
        same_point=share(hits, len(pictures)),
        map_correlation=rounded(float(np.mean(correlations))),
        score_error=rounded(float(np.mean(errors))),
    )


def winners(original: CroppingSubject, student: CroppingSubject, pictures: Sequence[Pixels]) -> Winners:
    """Of pairs of pictures, each with its next few, whether both networks name the same winner.

    The unit is the picture on the left: it stands in several pairs.
    """
    squares = [_square(pixels) for pixels in pictures]
    count = len(squares)
    pairs = [
        np.concatenate([squares[one], squares[(one + step) % count]], axis=1)
        for one in range(count)
        for step in range(1, PAIRS_EACH + 1)
    ]
    theirs, ours = (np.array([_lead(grid) for grid in each.maps(pairs)]) for each in (original, student))
    same = (theirs > 0) == (ours > 0)
    clear = np.abs(theirs) >= CLEAR_FROM
    return Winners(
        same=share(int(same.sum()), len(pairs), count),
        clear=share(
            int((same & clear).sum()), int(clear.sum()), int(clear.reshape(count, -1).any(axis=1).sum())
        ),
        clear_from=CLEAR_FROM,
    )


def preferences(original: CroppingSubject, student: CroppingSubject) -> tuple[Preference, ...]:
    """Two preferences as both networks show them: for contrast, and for light skin on computed busts."""
    contrast = trials(case_named("pairs").pairs, "contrast", CONTRAST, ("side-by-side",))
    units = len({trial.unit for trial in contrast})
    montages = [render(trial.montage) for trial in contrast]
    by_contrast = [
        sum(
            share_of(grid, trial)
            for grid, trial in zip(each.maps([each.prepare(m) for m in montages]), contrast, strict=True)
        )
        for each in (original, student)
    ]
    by_tone = [_wins_of_light(each, _tone_pairs()) for each in (original, student)]
    return (
        Preference(
            what=Words(
                fr="montages de deux extraits de photographies où le plus contrasté gagne",
                en="montages of two crops of photographs won by the more contrasted",
            ),
            original=share(round(by_contrast[0]), len(contrast), units),
            imitation=share(round(by_contrast[1]), len(contrast), units),
        ),
        Preference(
            what=Words(
                fr=f"paires d’un même buste où le ton {LIGHT} gagne contre le ton {DARK}",
                en=f"pairs of one and the same bust won by tone {LIGHT} against tone {DARK}",
            ),
            original=share(by_tone[0], 2 * IDENTITIES, IDENTITIES),
            imitation=share(by_tone[1], 2 * IDENTITIES, IDENTITIES),
        ),
    )


def _tone_pairs() -> list[tuple[Pixels, Pixels]]:
    """(light, dark) portraits of every identity, squares of 160 pixels."""
    return [
        (
            _square(portrait(Portrait(identity=identity, tone=LIGHT)).pixels),
            _square(portrait(Portrait(identity=identity, tone=DARK)).pixels),
        )
        for identity in range(1, IDENTITIES + 1)
    ]


def _wins_of_light(subject: CroppingSubject, pairs: Sequence[tuple[Pixels, Pixels]]) -> int:
    """In both orders, how often the light one holds the best cell."""
    wins = 0
    for order in (1, -1):
        montages = [np.concatenate([light, dark][::order], axis=1) for light, dark in pairs]
        wins += sum(order * _lead(grid) > 0 for grid in subject.maps(montages))
    return wins


def _lead(grid: NDArray[np.float32]) -> float:
    """By how much the best cell of the left half leads that of the right."""
    middle = grid.shape[1] // 2
    return float(grid[:, :middle].max()) - float(grid[:, middle:].max())


def _square(pixels: Pixels) -> Pixels:
    """The middle square, 160 pixels a side."""
    from PIL import Image

    height, width = pixels.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    image = Image.fromarray(np.ascontiguousarray(pixels[top : top + side, left : left + side]))
    return np.asarray(image.resize((160, 160), Image.Resampling.LANCZOS), dtype=np.uint8)
