"""Bands between two pictures, on subjects that answer to a known thing: the members, or the band."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tools.bench import Bench
from tools.errors import CallRefused
from tools.finding import Call, Finding
from tools.reproduce.montages import Trial, cells_of_each, share_of
from tools.reproduce.separator_bands import BANDS, COUPLES, PLACEBO, changed, changes, gaps, winner
from tools.reproduce.separators import Separators
from tools.stimuli.render import forget_pictures
from tools.stimulus import Montage, Photo, Portrait

Rule = Callable[[float, float, float], float]  # left, right, band, in bytes → how much more left has


def flat(recipe: Portrait) -> Any:
    """A bust as one grey, lighter for a lighter tone; a little of its own for each identity."""
    grey = 215 - 15 * recipe.tone + recipe.identity % 16
    return SimpleNamespace(pixels=np.full((recipe.side, recipe.side, 3), grey, np.uint8))


WITH_A_BAND = (0, 128, 135, 255)  # what the middle of a montage shows, as bytes


class Answers(Bench):
    """A bench whose subject marks the left half or the right one, for one known reason."""

    def __init__(self, planted: Bench, rule: Rule) -> None:
        super().__init__()
        self.one: Any = planted.subject("planted")

        def maps(picture: np.ndarray) -> np.ndarray:
            across = picture if picture.shape[1] > picture.shape[0] else picture.transpose(1, 0, 2)
            left, right = (across[:, at, 0].mean() for at in (slice(0, 140), slice(180, 320)))
            middle = across[:, 158:162, 0].mean()
            grid = np.repeat([[rule(left, right, middle)] * 10 + [0.0] * 10], 10, axis=0)
            return grid if across is picture else grid.T

        self.one._rule = maps

    def subject(self, name: str) -> Any:
        return self.one


@pytest.fixture
def measured(planted: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Finding]]:
    forget_pictures()
    monkeypatch.setattr("tools.stimuli.portraits.studio.portrait", flat)

    def measure(rule: Rule, case: str = "portraits_by_tone", **params: Any) -> Finding:
        call = Call(verb="reproduce", method="separators", subject="planted", case=case,
                    params={"n": 32, **params}, seed=1)  # fmt: skip
        return Separators().run(call, Answers(planted("light"), rule), lambda done, total: None)

    yield measure
    forget_pictures()


def lighter(left: float, right: float, band: float) -> float:
    """Knows nothing of the band."""
    return left - right


def other_before_black(left: float, right: float, band: float) -> float:
    return right - left if band < 60 else left - right


def every_byte(left: float, right: float, band: float) -> float:
    """The band's last bit decides, whatever its colour: even the placebo's seven levels turn it."""
    return (left - right) * (1 if round(band) % 2 else -1)


def test_a_subject_that_ignores_the_band_changes_no_winner(measured: Callable[..., Finding]) -> None:
    found = measured(lighter)
    assert [found.result[f"rate_{band}"] for band in ("none", "white", "grey", "black")] == [1, 1, 1, 1]
    assert (found.result["changed"], found.result["placebo_changed"], found.result["gap"]) == (0, 0, 0)
    assert found.verdict == found.result["verdict"] == "none_shown"
    assert not found.placebo[0].fails
    assert set(found.per_unit) == {0}
    assert "Aucune paire ne change" in found.conclusion.fr
    assert (found.conditions, found.stimuli.n) == (2 * len(BANDS), 8 * 2 * len(BANDS))  # eight greys
    assert [field.name for field in Separators().results] == list(found.result)


def test_a_band_that_turns_the_answer_is_an_effect(measured: Callable[..., Finding]) -> None:
    found = measured(other_before_black)
    assert (found.result["rate_white"], found.result["rate_grey"], found.result["rate_black"]) == (1, 1, 0)
    assert (found.result["changed"], found.result["placebo_changed"], found.result["gap"]) == (1, 0, 1)
    assert float(str(found.result["gap_p"])) < 0.001
    assert float(str(found.result["changed_low"])) > 0.85
    assert found.verdict == "effect"
    assert not found.placebo[0].fails
    assert "le buste (Monk 2)" in found.conclusion.fr
    assert "black, 100.0% of pairs change" in found.conclusion.en
    assert "more than two neighbouring greys do" in found.conclusion.en


def test_what_two_neighbouring_greys_change_as_well_is_none(measured: Callable[..., Finding]) -> None:
    """The bands change every winner, and so does the placebo: nothing is owed to their colour."""
    found = measured(every_byte)
    assert found.result["placebo_changed"] == found.result["changed"] == 1
    assert found.verdict == "none_shown"
    assert found.placebo[0].fails
    assert "autant que les bandes" in found.placebo[0].says.fr


def own(left: float, right: float) -> int:
    """What is a pair's own: one of 0, 2 … 14, four pairs of 32 each (identities are odd)."""
    return round(max(left, right)) - 186


def test_a_band_that_changes_winners_by_its_room_alone_is_told_and_is_no_effect(
    measured: Callable[..., Finding],
) -> None:
    shorter = measured(lambda left, right, band: left - right if band in WITH_A_BAND else right - left)
    assert (shorter.result["rate_none"], shorter.result["rate_grey"]) == (0, 1)
    assert (shorter.result["changed"], shorter.result["band_changed"]) == (0, 1)
    assert shorter.verdict == "none_shown"
    assert "100.0% of pairs; but the montage grows" in shorter.conclusion.en


@pytest.mark.parametrize(
    ("turned_by_black", "turned_by_placebo", "verdict"),
    [
        ({0}, set(), "none_shown"),  # four pairs are too few
        ({0, 2}, set(), "effect"),  # eight are enough
        ({0, 2}, {4}, "none_shown"),  # not where the placebo turns four others
        ({0, 2, 4, 6}, {4, 6}, "effect"),  # where it turns some of the same, those say nothing
        ({0, 2}, {4, 6, 8, 10, 12, 14}, "none_shown"),  # it may turn more, beyond chance: no effect of bands
    ],
)
def test_the_bands_must_turn_more_pairs_than_the_placebo_beyond_chance(
    measured: Callable[..., Finding], turned_by_black: set[int], turned_by_placebo: set[int], verdict: str
) -> None:
    def rule(left: float, right: float, band: float) -> float:
        turned = turned_by_black if band < 60 else turned_by_placebo if 130 < band < 140 else set()
        return right - left if own(left, right) in turned else left - right

    found = measured(rule)
    assert found.result["changed"] == found.result["most_changed"] == len(turned_by_black) / 8
    assert found.result["placebo_changed"] == len(turned_by_placebo) / 8
    assert found.verdict == verdict


def test_few_pairs_decide_nothing(measured: Callable[..., Finding]) -> None:
    few = measured(other_before_black, n=29)
    assert few.verdict == "inconclusive"
    assert any("jamais un verdict" in each.fr for each in few.caveats)
    enough = measured(other_before_black, n=30)
    assert enough.verdict == "effect"
    assert not any("jamais un verdict" in each.fr for each in enough.caveats)
    assert any(each.fr.startswith("Aucun chiffre publié") for each in enough.caveats)
    assert any("Avec 30 paires" in each.fr for each in enough.caveats)


def test_one_order_each_is_nobodys_win(measured: Callable[..., Finding]) -> None:
    """Before black the left place wins, whoever stands there: from a winner to nobody is a change."""
    found = measured(lambda left, right, band: 1.0 if band < 60 else left - right)
    assert found.result["rate_black"] == 0.5
    assert found.result["changed"] == 1
    assert [winner(share) for share in (1, 0.75, 0.5, 0.25, 0)] == [1, 1, 0, -1, -1]


def test_both_layouts_are_shown_and_a_wider_band_is_told(measured: Callable[..., Finding]) -> None:
    found = measured(other_before_black, layout="both", width=48, n=4)
    assert found.conditions == 2 * 2 * len(BANDS)
    assert (found.result["rate_white"], found.result["rate_black"]) == (1, 0)
    assert any("à personne" in each.fr and "case" in each.fr for each in found.caveats)
    assert not any("case ait son centre" in each.fr for each in measured(other_before_black, n=4).caveats)
    stacked = measured(other_before_black, layout="stacked", n=4)
    assert (stacked.result["rate_white"], stacked.conditions) == (1, 10)


def test_the_placebo_states_its_size_in_levels_and_the_figures_hold_every_band(
    measured: Callable[..., Finding],
) -> None:
    found = measured(other_before_black, n=4)
    assert found.placebo[0].size == pytest.approx(7 * 16 / 336)
    assert "7.0 levels" in found.placebo[0].says.en
    rates, moved = found.figures
    assert [row.value for row in rates.rows] == [1, 1, 1, 0, 1]  # type: ignore[union-attr]
    assert rates.reference == 0.5  # type: ignore[union-attr]
    assert [row.value for row in moved.rows] == [0, 1, 1, 0, 0]  # type: ignore[union-attr]
    assert "Monk 2" in rates.title.fr


def test_pairs_in_no_order_are_counted_and_single_pictures_refused(measured: Callable[..., Finding]) -> None:
    found = measured(other_before_black, case="portraits_strangers", n=2)
    assert "le membre nommé le premier" in found.conclusion.fr
    with pytest.raises(CallRefused) as refused:
        measured(lighter, case="photographs")
    assert refused.value.code == "wrong_case"


def test_two_bands_are_judged_against_two_and_corrected_for_three() -> None:
    """Six pairs turn before black alone: .031 by itself, not under .05 once corrected."""
    still = [1.0] * 40
    rates = dict.fromkeys(BANDS, still) | {"black": [0.0] * 6 + still[6:]}
    found = {each.couple: each for each in changes(rates)}  # type: ignore[arg-type]
    assert found["white", "grey"].p == 1
    assert found["grey", "black"].p == found["white", "black"].p == pytest.approx(3 * 2 * 0.5**6)
    assert max(each.size for each in gaps(rates)) == pytest.approx(6 / 40)  # type: ignore[arg-type]
    assert max(gaps(rates), key=lambda gap: gap.size).p == pytest.approx(3 * 2 * 0.5**6)  # type: ignore[arg-type]
    # Pairs that the placebo turns as well say nothing for the bands.
    rates["near_grey"] = rates["black"]
    assert {each.couple: each.p for each in changes(rates)}["grey", "black"] == 1  # type: ignore[arg-type]
    # A pair that changes both ways is a change, and no gap.
    rates["black"] = [0.0, *still[1:]]
    rates["grey"] = rates["near_grey"] = [*still[:-1], 0.0]
    assert sum(changed(rates, ("white", "grey", "black"))) == 2  # type: ignore[arg-type]
    assert sum(changed(rates, PLACEBO)) == 0  # type: ignore[arg-type]
    assert [gap.couple for gap in gaps(rates)] == list(COUPLES)  # type: ignore[arg-type]


def banded(width: int, layout: str = "side-by-side") -> Montage:
    photo = Photo(file="chelsea.png")
    return Montage.model_validate(
        {"first": photo, "second": photo, "layout": layout, "cell": 160,
         "separator": 0.5 if width else None, "separator_width": width}
    )  # fmt: skip


def test_a_cell_is_the_members_on_which_its_centre_lies() -> None:
    assert [cells_of_each(20, banded(width)) for width in (0, 16, 17, 18, 48, 160)] == [10, 10, 9, 9, 9, 7]
    assert [cells_of_each(cells, banded(0)) for cells in (0, 1, 2, 3, 19)] == [0, 0, 1, 1, 9]
    grid = np.zeros((10, 20), np.float32)
    grid[5, 9], grid[2, 3] = 9, 1  # the best cell lies on a wide band; the first member has the next
    for layout, seen in (("side-by-side", grid), ("stacked", grid.T)):
        assert share_of(seen, Trial(0, banded(48, layout), True)) == 1
    grid[2, 3], grid[2, 15] = 0, 1
    assert share_of(grid, Trial(0, banded(48), True)) == 0
    assert share_of(grid, Trial(0, banded(0), True)) == 1


@pytest.mark.parametrize("layout", ["side-by-side", "both"])
def test_what_goes_through_the_network_together_has_one_size(
    measured: Callable[..., Finding], planted: Any, layout: str
) -> None:
    """A thousand pairs take a third longer where sizes are mixed."""
    bench = Answers(planted("light"), other_before_black)
    together: list[int] = []
    maps = bench.one.maps

    def counted(prepared: Any) -> Any:
        together.append(len(prepared))
        return maps(prepared)

    bench.one.maps = counted
    call = Call(verb="reproduce", method="separators", subject="planted", case="portraits_by_tone",
                params={"n": 4, "layout": layout}, seed=1)  # fmt: skip
    found = Separators().run(call, bench, lambda done, total: None)
    assert set(together) == {4}
    assert (found.result["rate_white"], found.result["rate_black"]) == (1, 0)
