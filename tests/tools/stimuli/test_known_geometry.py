"""What we know of a bust, its matte and its face, follows every change that moves it."""

from __future__ import annotations

import numpy as np
import pytest

from tools.answering.given import Given
from tools.stimuli.render import render
from tools.stimulus import Change, Edited, Portrait

BUST = Portrait(identity=3, side=96)


@pytest.mark.usefixtures("assets")
@pytest.mark.parametrize(
    ("change", "amount", "at"),
    [
        ("flip", 1, None),
        ("shift", 9, None),
        ("scale", 0.6, None),
        ("crop", 0.8, (40, 40)),
        ("noise", 5, None),
    ],
)
def test_the_face_and_the_matte_move_with_the_bust(
    change: Change, amount: float, at: tuple[int, int] | None
) -> None:
    as_is = Given(recipe=BUST, pixels=render(BUST))
    edited = Edited(of=BUST, change=change, amount=amount, at=at)
    moved = Given(recipe=edited, pixels=render(edited))
    assert as_is.face is not None
    assert moved.face is not None
    grown = moved.face.width / as_is.face.width
    assert grown == pytest.approx({"scale": 0.6, "crop": 96 / 77}.get(change, 1), abs=0.02)
    # The face is the same place of the bust: its matte there is the matte that was there.
    assert moved.matte is not None
    assert as_is.matte is not None
    inside = [
        float(np.mean(
            given.matte[
                max(0, round(given.face.top)) : round(given.face.top + given.face.height),
                max(0, round(given.face.left)) : round(given.face.left + given.face.width),
            ]
        ))
        for given in (as_is, moved)
    ]  # fmt: skip
    assert inside[0] == pytest.approx(inside[1], abs=12)  # whole pixels of a small face


@pytest.mark.usefixtures("assets")
def test_the_ground_around_a_shrunk_bust_is_nobody() -> None:
    matte = Given(recipe=Edited(of=BUST, change="scale", amount=0.5)).matte
    assert matte is not None
    assert matte[:24].max() == matte[:, :24].max() == matte[:, 72:].max() == 0
    assert matte.max() == 255


@pytest.mark.usefixtures("assets")
def test_a_face_cut_out_of_the_picture_is_not_known() -> None:
    edited = Edited(of=BUST, change="crop", amount=0.2, at=(0, 95))
    assert Given(recipe=edited).face is None
