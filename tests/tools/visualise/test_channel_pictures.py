"""A channel made to answer to one thing gets pictures of it, seeds agree, and no other channel is named."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tools.bench import Bench
from tools.catalogue import subjects, tool
from tools.errors import CallRefused
from tools.finding import Call, Finding, GalleryFigure

torch.set_num_threads(1)


class _Net(torch.nn.Module):
    """Six known filters: redness, greenness, blueness, vertical and horizontal edges, brightness."""

    def __init__(self) -> None:
        super().__init__()
        self.first = torch.nn.Conv2d(3, 6, 5, stride=2, padding=2)
        self.last = torch.nn.Linear(6, 1)
        weight = torch.zeros(6, 3, 5, 5)
        for colour in range(3):
            weight[colour, colour] = 1
            weight[colour, (colour + 1) % 3] = weight[colour, (colour + 2) % 3] = -0.5
        weight[3, :, :, :2], weight[3, :, :, 3:] = 1, -1
        weight[4, :, :2], weight[4, :, 3:] = 1, -1
        weight[5] = 0.3
        self.first.weight.data, self.first.bias.data = weight, torch.zeros(6)
        self.eval().requires_grad_(False)

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        return self.last(self.first(pictures).relu().mean(dim=(2, 3)))[:, 0]


class _Lent:
    card = subjects()["interview_score"]
    labels = ("score",)

    def __init__(self) -> None:
        self.module = _Net()

    def prepare(self, pixels: np.ndarray) -> np.ndarray:
        return np.ascontiguousarray(pixels[:96, :96])

    def scores_from(self, prepared: torch.Tensor) -> torch.Tensor:
        return self.module(prepared)


def _ask(method: str = "channel", **params: object) -> Finding:
    bench = Bench()
    bench.lend(_Lent())
    call = Call(verb="visualise", method=method, subject="interview_score", case="photographs", params=params)
    return tool("visualise", method).run(call, bench, lambda *_: None)


def test_a_channel_of_redness_gets_red_pictures_beyond_nature(assets: object) -> None:
    found = _ask(layer="first", channel=0, steps=48, n=6, diversity=0)
    (figure,) = found.figures
    assert isinstance(figure, GalleryFigure)
    photographs, busts, computed = figure.rows[:3]
    assert len(computed.pictures) == 2
    pixels = Bench().pixels(computed.pictures[0].picture.recipe).astype(float).mean(axis=(0, 1))
    assert pixels[0] > pixels[1]
    assert pixels[0] > pixels[2]
    for natural in (photographs, busts):
        values = [each.value for each in natural.pictures if each.value is not None]
        assert values == sorted(values, reverse=True)
    largest = max(each.value or 0 for row in (photographs, busts) for each in row.pictures)
    assert found.result["largest_natural"] == pytest.approx(largest)
    assert found.result["times"] == pytest.approx(found.result["computed"] / largest, abs=0.01)
    assert found.result["agreement"] > found.result["null"]
    assert "red" not in found.sentence("en").lower().split()


def test_a_sheet_shows_each_channel_and_stays_small(assets: object) -> None:
    found = _ask("layer_sheet", layer="first", first=2, count=3, steps=8, n=6)
    (figure,) = found.figures
    assert isinstance(figure, GalleryFigure)
    assert [row.label.en for row in figure.rows] == ["Channel 2", "Channel 3", "Channel 4"]
    assert len(found.model_dump_json()) < 400_000


@pytest.mark.parametrize(
    ("params", "code"),
    [({"layer": "frist"}, "unknown_layer"), ({"layer": "last"}, "no_channels"),
     ({"layer": "first", "channel": 6}, "unknown_channel")],
)  # fmt: skip
def test_what_is_not_there_is_refused_by_name(params: dict[str, object], code: str, assets: object) -> None:
    with pytest.raises(CallRefused) as told:
        _ask(n=6, steps=8, **params)
    assert told.value.code == code


def test_the_same_seed_gives_the_same_pictures(assets: object) -> None:
    one, other = (_ask(layer="first", steps=8, n=6) for _ in range(2))
    assert one.model_copy(update={"seconds": 0}) == other.model_copy(update={"seconds": 0})
