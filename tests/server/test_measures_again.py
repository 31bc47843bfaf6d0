"""A slow measure is shown from its record, and made again on demand, beside it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from server.views.again import differing
from tools.finding import Finding


def _finding(**result: Any) -> Finding:
    from pathlib import Path

    recorded = Path(__file__).parents[2] / "scenarios" / "recadrage" / "findings"
    made = Finding.model_validate_json(next(iter(sorted(recorded.glob("*.json")))).read_text("utf-8"))
    return made.model_copy(update={"result": {**made.result, **result}})


def test_what_differs_is_named_and_rounding_is_not_a_difference() -> None:
    before = _finding(rate=0.5, deltas={"0.4": -1.0}, verdict="effect")
    assert differing(before, _finding(rate=0.5004, deltas={"0.4": -1.0005}, verdict="effect")) == []
    after = _finding(rate=0.6, deltas={"0.4": -1.2}, verdict="none_shown")
    assert [name for name, _, _ in differing(before, after)] == ["deltas", "rate", "verdict"]


def _measured(visitor: Any) -> str:
    """A play of the investigation whose measure was recorded in 7 seconds, up to after it."""
    play = visitor.begin(scenario="activites", audience="public")
    visitor.answer(play, option="tout")
    visitor.until(play, lambda log: log[-1].get("node") == "courbe")
    bet = {"curve.1": "-2", "curve.2": "0", "curve.3": "1"}
    visitor.answer(play, ask_id=visitor.asked(play, "courbe"), **bet)
    visitor.until(play, lambda log: log[-1].get("node") == "curseur", 60)
    return str(play)


def _origin(visitor: Any, play: str) -> str:
    finished = next(each for each in visitor.log(play) if each["type"] == "tool_finished")
    return str(finished["finding"]["origin"])


@pytest.mark.weights
def test_a_slow_measure_is_told_from_its_record_and_made_again_on_demand(
    start: Any, weights_folder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOPSIE_ASSETS", str(weights_folder))
    visitor = start(live_seconds=2).visitor()
    play = _measured(visitor)
    assert _origin(visitor, play) == "recorded"
    before = visitor.log(play)
    page = visitor.get(play).text
    (address,) = re.findall(r'action="(/playthroughs/[^"]+/findings/\d+/again)"', page)
    made = visitor.post(address, data={}, timeout=200)
    assert made.status_code == 200
    assert "Tous les nombres sont les mêmes." in made.text
    assert "Calcul de " in made.text
    assert visitor.log(play) == before
    for sha in re.findall(r"/pictures/([0-9a-f]{64})\.png", made.text):
        assert visitor.get(f"{play}/pictures/{sha}.png").status_code == 200
    assert "/again" not in visitor.get(f"{play}/report").text


@pytest.mark.long
@pytest.mark.weights
def test_a_patient_server_measures_and_offers_nothing_again(
    start: Any, weights_folder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOPSIE_ASSETS", str(weights_folder))
    visitor = start(live_seconds=600).visitor()
    play = _measured(visitor)
    assert _origin(visitor, play) == "live"
    seq = next(each["seq"] for each in visitor.log(play) if each["type"] == "tool_finished")
    assert "/again" not in visitor.get(play).text
    assert visitor.post(f"{play}/findings/{seq}/again", data={}).status_code == 404


def test_nobody_else_makes_a_play_s_measure_again(start: Any) -> None:
    server = start(live_seconds=0)
    visitor = server.visitor()
    play = _measured(visitor)  # without weights: from the record
    seq = next(each["seq"] for each in visitor.log(play) if each["type"] == "tool_finished")
    assert server.visitor().post(f"{play}/findings/{seq}/again", data={}).status_code in (403, 404)
    refused = visitor.post(f"{play}/findings/{seq}/again", data={})
    assert refused.status_code >= 400
    assert "Traceback" not in refused.text
