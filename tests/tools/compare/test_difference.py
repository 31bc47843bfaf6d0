"""Two subjects under one instrument: convicted where they differ, acquitted where they do not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tools.errors import CallRefused, MissingAsset
from tools.finding import Call, Finding
from tools.lab import Lab

TEXTS = "identity_sentences_fr"
ONE_GROUP = "levels=orientation; n=32"


@pytest.fixture
def lab() -> Iterator[Lab]:
    with Lab(in_process=True) as made:
        yield made


def _asked(lab: Lab, subject: str, against: str, **params: Any) -> Finding:
    given = {"instrument": "reproduce score_difference", "settings": ONE_GROUP, "against": against, **params}
    return lab.run(
        Call(verb="compare", method="difference", subject=subject, case=TEXTS, params=given, seed=5)
    )


def test_the_planted_filter_differs_from_its_twin(lab: Lab) -> None:
    found = _asked(lab, "toxicity_planted", "toxicity_balanced")
    assert found.verdict == "effect"
    assert found.result["direction"] == "up"
    assert found.n == 32
    assert found.result["ci_low"] > 0  # type: ignore[operator]
    assert found.result["difference"] == pytest.approx(
        found.result["first"] - found.result["second"],  # type: ignore[operator]
        abs=1e-5,
    )
    assert abs(found.result["difference"]) > found.result["null_limit"]  # type: ignore[arg-type, operator]
    for said in (found.conclusion.fr, found.conclusion.en):
        assert "planté" in said or "planted" in said


def test_it_differs_from_itself_in_nothing(lab: Lab) -> None:
    found = _asked(lab, "toxicity_planted", "toxicity_planted")
    assert found.verdict == "none_shown"
    assert found.result["difference"] == 0
    assert set(found.per_unit) == {0.0}


def test_turned_around_it_changes_sign_only(lab: Lab) -> None:
    there = _asked(lab, "toxicity_planted", "toxicity_balanced")
    back = _asked(lab, "toxicity_balanced", "toxicity_planted")
    assert back.result["difference"] == -there.result["difference"]  # type: ignore[operator]
    assert back.verdict == there.verdict
    assert back.per_unit == [-each for each in there.per_unit]


def test_too_few_units_give_no_verdict(lab: Lab) -> None:
    found = _asked(lab, "toxicity_planted", "toxicity_balanced", settings="levels=orientation; n=12")
    assert (found.n, found.verdict) == (12, "inconclusive")


@pytest.mark.parametrize(
    ("params", "code", "says"),
    [
        ({"against": ""}, "missing_param", "against"),
        ({"against": "toxicity-balancd"}, "unknown_subject", "toxicity-balanced"),
        ({"instrument": "reproduce score_diference"}, "unknown_tool", "score_difference"),
        ({"instrument": "compare difference"}, "unknown_tool", "compare"),
        ({"instrument": "contrast"}, "unknown_tool", "contrast"),
        ({"settings": "n"}, "bad_settings", "n"),
        ({"settings": "m=3"}, "unknown_param", "m"),
        ({"settings": "n=beaucoup"}, "bad_param", "beaucoup"),
        ({"settings": ""}, "not_comparable", "age"),
        ({"instrument": "attribute saliency", "settings": ""}, "not_accepted", "planted"),
        ({"against": "twitter_crop"}, "wrong_case", "portraits_by_tone"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_to_do(
    lab: Lab, params: dict[str, Any], code: str, says: str
) -> None:
    with pytest.raises((CallRefused, MissingAsset)) as refused:
        _asked(lab, "toxicity_planted", **{"against": "toxicity_balanced", **params})
    if isinstance(refused.value, MissingAsset):  # the other subject's weights are asked for first
        return
    assert refused.value.code == code
    assert says in f"{refused.value.says.en} {refused.value.cure.en if refused.value.cure else ''}"


def test_a_stranger_cannot_bring_a_model_by_the_back_door(lab: Lab, tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text("open('/tmp/never', 'w')\n", "utf-8")
    with pytest.raises(CallRefused) as refused:
        _asked(lab, "toxicity_planted", f"python:{tmp_path / 'model.py'}:f")
    assert refused.value.code == "external_not_here"


def test_another_rival_is_another_question(lab: Lab) -> None:
    def key(against: str) -> str:
        params = {"against": against, "instrument": "reproduce score_difference"}
        return lab.key(
            Call(verb="compare", method="difference", subject="toxicity_planted", case=TEXTS, params=params)
        )

    assert key("toxicity_balanced") != key("toxicity_planted")
