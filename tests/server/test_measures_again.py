"""A slow measure is shown from its record, and made again on demand, beside it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from server.views.again import beside, differing, settings_shown
from tools.finding import Finding


def _finding(**result: Any) -> Finding:
    recorded = Path(__file__).parent / "scenarios/activites/findings/mesure.json"
    made = Finding.model_validate_json(recorded.read_bytes())
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


@pytest.mark.long
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


def _said(recorded: Finding, measured: Finding) -> tuple[str, str]:
    said = beside(recorded, measured, "fr")
    return said.relation, said.says


def _moved(finding: Finding, by: float, n: int = 0, verdict: str = "") -> Finding:
    """The finding with every interval moved, over ``n`` units, with another verdict."""
    values = [
        each.model_copy(
            update={
                "value": each.value + by,
                "low": None if each.low is None else each.low + by,
                "high": None if each.high is None else each.high + by,
            }
        )
        for each in finding.values
    ]
    n, said = n or finding.n, verdict or finding.verdict
    return finding.model_copy(update={"values": values, "n": n, "verdict": said})


def test_two_measures_agree_contradict_or_cannot_tell() -> None:
    recorded = _moved(_finding(), 0.0, 1000, "effect")
    assert any(each.low is not None for each in recorded.values)
    assert _said(recorded, _moved(recorded, 0.0, 40)) == (
        "agree",
        "Les deux mesures s’accordent\xa0: le verdict est le même, et les intervalles se recoupent.",
    )
    relation, says = _said(recorded, _moved(recorded, 1e6, 1000))
    assert relation == "contradict"
    assert "des intervalles ne se recoupent pas (" in says
    assert "ne vous appuyez sur aucune des deux" in says
    relation, says = _said(recorded, _moved(recorded, 0.0, 40, "none_shown"))
    assert relation == "contradict"
    assert "le verdict n’est pas le même" in says
    assert "le hasard des cas tirés peut suffire à l’expliquer" in says
    assert says.endswith("Avec moins de cas, un écart se voit moins bien.")
    relation, says = _said(recorded, _moved(recorded, 0.0, 20, "inconclusive"))
    assert relation == "undecided"
    assert "ne le contredit pas" in says
    assert _said(_moved(recorded, 0.0, 20, "inconclusive"), recorded)[0] == "undecided"
    # far apart, an inconclusive one contradicts too
    assert _said(recorded, _moved(recorded, 1e6, 20, "inconclusive"))[0] == "contradict"
    bare = recorded.model_copy(update={"values": []})
    assert "Aucun nombre n’a d’intervalle" in _said(bare, bare)[1]
    assert "on ne peut pas dire si le hasard suffit" in _said(bare, _moved(bare, 0.0, 0, "none_shown"))[1]


def test_intervals_that_touch_meet() -> None:
    recorded = _finding()
    one = next(each for each in recorded.values if each.low is not None and each.high is not None)
    low = one.model_copy(update={"low": 0.1, "value": 0.2, "high": 0.3})
    high = one.model_copy(update={"low": 0.3, "value": 0.4, "high": 0.5})
    over = one.model_copy(update={"low": 0.31, "value": 0.4, "high": 0.5})
    pairs = [recorded.model_copy(update={"values": [each]}) for each in (low, high, over)]
    assert _said(pairs[0], pairs[1])[0] == "agree"
    for one_way in ((pairs[0], pairs[2]), (pairs[2], pairs[0])):
        assert _said(*one_way)[0] == "contradict"


def test_settings_are_said_beside_those_recorded() -> None:
    recorded = _finding().model_copy(update={"n": 1000})
    recorded = recorded.model_copy(update={"call": recorded.call.model_copy(update={"params": {}})})
    assert settings_shown({"n": 40}, recorded, "en") == "n = 40 instead of 1,000"
    assert settings_shown({"n": 40}, recorded, "fr") == "n = 40 au lieu de 1\u202f000"


@pytest.fixture
def shortened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The investigation of all the questions, its measure too heavy for a reader's machine."""
    made = tmp_path / "scenarios"
    shutil.copytree(Path(__file__).parent / "scenarios", made)
    story = made / "activites" / "scenario.yaml"
    text = story.read_text(encoding="utf-8")
    story.write_text(text.replace("    seed: 7\n", "    seed: 7\n    live: {n: 4}\n"), encoding="utf-8")
    monkeypatch.setenv("AUTOPSIE_SCENARIOS", str(made))
    return made


@pytest.mark.weights
def test_a_heavy_measure_is_shown_from_its_record_and_made_again_smaller(
    start: Any, shortened: Path, weights_folder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOPSIE_ASSETS", str(weights_folder))
    visitor = start(live_seconds=600).visitor()  # however patient the server is
    play = _measured(visitor)
    assert _origin(visitor, play) == "recorded"
    before = visitor.log(play)
    page = visitor.get(play).text
    n = next(each for each in before if each["type"] == "tool_finished")["finding"]["n"]
    assert f"La refaire ici, en plus court (n = 4 au lieu de {n})" in page
    (address,) = re.findall(r'action="(/playthroughs/[^"]+/findings/\d+/again)"', page)
    made = visitor.post(address, data={}, timeout=200)
    assert made.status_code == 200
    assert f'<td class="n">{n}</td><td class="n">4</td>' in made.text  # both n, side by side
    assert "ne confirme pas l’enregistrement, et ne le contredit pas" in made.text
    assert f"n = 4 au lieu de {n}. La graine est la même" in made.text
    assert made.text.count("Non concluant") >= 2
    assert visitor.log(play) == before


def test_where_the_network_is_absent_the_page_says_what_is_missing_and_how_to_fetch_it(
    start: Any, shortened: Path
) -> None:
    visitor = start(live_seconds=600).visitor()
    play = _measured(visitor)
    assert _origin(visitor, play) == "recorded"
    address = re.findall(r'action="(/playthroughs/[^"]+/findings/\d+/again)"', visitor.get(play).text)[0]
    refused = visitor.post(address, data={})
    assert refused.status_code == 503
    assert "Cette mesure ne peut pas être refaite ici pour l’instant" in refused.text
    assert "fastgaze.vxm" in refused.text
    assert "autopsie subjects fetch twitter-crop" in refused.text
    assert "L’enquête garde la mesure enregistrée le" in refused.text
    program = visitor.post(address, data={}, headers={"accept": "application/json"})
    assert program.json()["code"] == "asset_missing"


def test_a_field_that_the_instrument_gained_since_is_no_difference() -> None:
    findings = Path(__file__).parents[2] / "scenarios" / "recadrage" / "findings"
    recorded = Finding.model_validate_json((findings / "contraste.json").read_text("utf-8"))
    gained = recorded.model_copy(update={"result": {**recorded.result, "gained_since": 0.5}})
    assert differing(recorded, gained) == []
    moved = recorded.model_copy(update={"result": {**recorded.result, "rate": 0.123}})
    assert [name for name, *_ in differing(recorded, moved)] == ["rate"]
