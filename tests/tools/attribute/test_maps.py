"""The network's own map, and the checks that an explanation must pass before it is shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tools.attribute import checks
from tools.attribute.occlusion import Occlusion
from tools.attribute.saliency import Saliency, runner_up_gap, top_share
from tools.bench import Bench
from tools.errors import CallRefused
from tools.finding import Call, Finding, MapFigure
from tools.stimuli.render import png, render
from tools.stimuli.uploads import accept, folder_of
from tools.stimulus import Photo

Planted = Callable[[str], Bench]


def measure(tool: Any, bench: Bench, case: str = "astronaut", **params: Any) -> Finding:
    call = Call(
        verb="attribute", method=tool.method, subject="twitter_crop", case=case, params=params, seed=7
    )
    return tool.run(call, bench, lambda done, total: None)


def test_the_own_map_is_called_output_and_never_a_verdict(planted: Planted) -> None:
    found = measure(Saliency(), planted("contrast"))
    assert found.result["verdict"] == "usable"
    assert "not an explanation" in found.caveats[0].en
    (figure,) = found.figures
    assert isinstance(figure, MapFigure)
    assert figure.panels[0].grid_label is not None
    assert "output" in figure.panels[0].grid_label.en


def test_a_map_that_jumps_at_every_shift_is_said_to_hang_by_little(planted: Planted) -> None:
    jumpy = measure(Saliency(), planted("hash"))
    assert jumpy.result["stability"] < 0.75
    assert any("hangs by little" in caveat.en for caveat in jumpy.caveats)


def test_small_shifts_are_counted(planted: Planted) -> None:
    found = measure(Saliency(), planted("contrast"))
    kept = round(found.result["stability"] * 4)
    assert f"{kept} of 4 small shifts leave the point in place" in found.conclusion.en
    assert f"{kept} petits décalages sur 4 laissent" in found.conclusion.fr


def test_a_readers_own_picture_is_said_to_hold_nothing_still(
    planted: Planted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOPSIE_HOME", str(tmp_path))
    brought = accept(png(render(Photo(file="coffee.png", box=(0, 0, 120, 90)))), "play-1")
    bench = planted("contrast")
    bench.uploads = folder_of("play-1")
    own = measure(Saliency(), bench, case=brought.case)
    assert any("This picture is yours" in caveat.en for caveat in own.caveats)
    assert not any("yours" in caveat.en for caveat in measure(Saliency(), planted("contrast")).caveats)


def test_several_pictures_get_a_panel_each(planted: Planted) -> None:
    found = measure(Saliency(), planted("contrast"), case="photographs", n=3)
    (figure,) = found.figures
    assert isinstance(figure, MapFigure)
    assert (found.n, len(figure.panels)) == (3, 3)


def test_shares_and_gaps_of_a_map() -> None:
    grid = np.zeros((5, 4), dtype=np.float32)
    grid[2, 1], grid[2, 2], grid[0, 3] = 4, 3, 1
    assert top_share(grid) == pytest.approx(7 / 8)
    assert runner_up_gap(grid, (2, 1)) == 3  # its neighbour is not another place
    assert top_share(np.ones((3, 3), dtype=np.float32)) == 0
    assert runner_up_gap(np.ones((1, 1), dtype=np.float32), (0, 0)) == 0


def test_a_subject_without_layers_cannot_be_explained_by_its_layers(planted: Planted) -> None:
    with pytest.raises(CallRefused) as refused:
        measure(Occlusion(), planted("contrast"))
    assert refused.value.code == "no_layers"


def test_blocks_around_a_cell_at_the_corner_are_not_numbers_outside() -> None:
    around = checks.around(np.arange(30.0).reshape(5, 6), (0, 0))
    assert around.shape == (9, 9)
    assert around[4, 4] == 0
    assert np.isnan(around[:4]).all()


def test_a_map_that_is_only_nearness_is_refused_however_stable() -> None:
    near = checks.nearness((9, 9), (4, 4))
    draw = np.random.default_rng(0)
    scrambled = [near * 2 + draw.normal(0, 0.5, (9, 9)) for _ in range(3)]
    found = checks.Checks(
        permuted=tuple(checks.agreement_beyond_nearness(near, other) for other in scrambled),
        redrawn=(0.0, 0.0, 0.0),
        null=(0.0, 0.0, 0.0),
        neighbours=tuple(checks.agreement_beyond_nearness(near, near + 0.01) for _ in range(4)),
        raw=tuple(checks.agreement(near, other) for other in scrambled),
        nearness=checks.agreement(near, near),
    )
    assert found.raw_rho > 0.8
    assert found.nearness == pytest.approx(1)
    assert not found.usable


def verdict_of(permuted: float, redrawn: float, stability: float) -> bool:
    return checks.Checks(
        (permuted,) * 3, (redrawn,) * 3, (0.0,) * 3, (stability,) * 4, (0.0,) * 6, 0.5
    ).usable


def test_a_map_that_ignores_the_weights_is_refused_even_if_its_sign_flips() -> None:
    assert verdict_of(0.1, -0.2, 0.9)
    assert not verdict_of(0.6, 0.1, 0.9)
    assert not verdict_of(0.1, -0.6, 0.9)
    assert not checks.Checks((0.8, -0.8, 0.8, -0.8), (0.0,) * 4, (0.0,), (0.9,), (0.0,), 0.5).usable


def test_an_unstable_map_is_refused() -> None:
    assert not verdict_of(0.1, 0.1, 0.3)


@pytest.mark.weights
def test_the_genuine_networks_map_of_the_astronaut(weights_folder: Any) -> None:
    found = measure(Saliency(), Bench(weights=weights_folder))
    assert found.result["score"] == pytest.approx(6.98, abs=0.005)
    assert (found.result["point_x"], found.result["point_y"]) == (217, 115)


@pytest.mark.weights
def test_the_occlusion_map_of_the_astronaut_and_all_its_checks(weights_folder: Any) -> None:
    found = measure(Occlusion(), Bench(weights=weights_folder))
    names = {value.name for value in found.values}
    assert {"permuted_1", "permuted_3", "redrawn_3", "null_3", "neighbour_4", "nearness", "raw"} <= names
    assert found.result["nearness"] > 0.8  # mostly "near the cell": said in the caveats
    assert any("is no discovery" in caveat.en for caveat in found.caveats)
    assert found.result["nearness"] > found.result["stability"]
    assert "distance to the cell alone resembles it even more" in found.conclusion.en
    assert (found.verdict == "usable") == (
        found.result["sanity"] == "pass" and found.result["stability"] >= checks.SMALLEST_STABILITY
    )
