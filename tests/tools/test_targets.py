"""Published figures as data: each adds up, has its source, and never meets another population."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tools.catalogue import cases
from tools.errors import CallRefused
from tools.finding import Call
from tools.reproduce.paired_preference import PairedPreference
from tools.targets.target import Figure, published, target_named
from tools.wording import both


def test_every_figure_has_its_source_and_population() -> None:
    assert len(published()) >= 20
    for target in published().values():
        assert target.source
        assert target.url.startswith("https://")
        assert target.population.fr
        assert target.figure.about.en
        assert target.figure.case is None or target.figure.case in cases()


def test_twitters_counts_are_those_of_its_file() -> None:
    pairs = {"bf_wf": 4336, "bm_wm": 4767, "wf_wm": 6171, "bf_bm": 5695, "bm_wf": 3648, "bf_wm": 5547}
    for name, hits in pairs.items():
        assert target_named(f"twitter_pairs.{name}").figure.hits == hits
    female = target_named("twitter_pairs.female").figure
    shares = [pairs["wf_wm"], pairs["bf_bm"], 10_000 - pairs["bm_wf"], pairs["bf_wm"]]
    assert female.value == pytest.approx(sum(shares) / 40_000)
    assert female.recomputed


@pytest.mark.parametrize(
    "wrong",
    [{"value": 0.5, "hits": 3, "n": 10}, {"value": 0.3, "hits": 3}, {"value": 1.5, "n": 10}],
)
def test_a_figure_that_does_not_add_up_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        Figure.model_validate({"about": both("x"), "measure": "share", **wrong})


def test_an_unknown_figure_names_the_nearest() -> None:
    with pytest.raises(CallRefused) as refused:
        target_named("twitter_pairs.bf_vm")
    assert refused.value.cure is not None
    assert "twitter_pairs.bf_wm" in refused.value.cure.en


@pytest.mark.parametrize(
    "params", [{"target_name": "twitter_pairs.bf_wf"}, {"target_name": "dixon.fped_original"},
               {"target_name": "twitter_pairs.bf_wf", "target": 0.4}]
)  # fmt: skip
def test_a_published_figure_over_other_pictures_never_gets_a_verdict(params: dict[str, object]) -> None:
    call = Call.model_validate(
        {"verb": "reproduce", "method": "paired_preference", "subject": "twitter_crop", "case": "pairs",
         "params": params}
    )  # fmt: skip
    from tools.bench import Bench

    with pytest.raises(CallRefused) as refused:
        PairedPreference().run(call, Bench(), lambda done, total: None)
    assert refused.value.code == "target_refused"
