from __future__ import annotations

from typing import Any

import pytest

from engine.language.schema import Scenario, ToolNode
from engine.nodes.tool import recorded_for
from engine.play.events import (
    Found,
    InvalidAnswer,
    Moved,
    Narrated,
    Offered,
    Set,
    StaleAnswer,
    ToolFailedEvent,
    ToolFinished,
)
from engine.play.playthrough import (
    AskWait,
    Done,
    PlayState,
    Step,
    ToolWait,
    change_settings,
    fold,
    open_play,
    state_size,
    take_answer,
    take_failure,
    take_finding,
    wait_of,
)
from tools.errors import AssetRefused, AutopsieError, CallRefused, MissingAsset, ToolFailed
from tools.wording import both

SHA = "e" * 64


def opened(scenario: Scenario, **settings: Any) -> Step:
    given = {"play": "p", "seed": 1, "audience": "curious", "language": "fr", **settings}
    return open_play(scenario, **given)


def reply(scenario: Scenario, step: Step, **answer: Any) -> Step:
    assert isinstance(step.wait, AskWait)
    return take_answer(scenario, step.state, step.wait.ask_id, answer)


def at_hub(scenario: Scenario, **settings: Any) -> Step:
    return reply(scenario, opened(scenario, **settings), number=60)


def options(step: Step) -> dict[str, bool]:
    """Offered option ids, with whether each is open."""
    assert isinstance(step.wait, AskWait)
    return {each.id: each.locked is None for each in step.wait.offer.options}


def of_type(step: Step, kind: type) -> list[Any]:
    return [event for event in step.events if isinstance(event, kind)]


def test_opening_tells_and_asks(scenario: Scenario) -> None:
    step = opened(scenario)
    assert [event.type for event in step.events] == [
        "opened", "entered", "narrated", "entered", "narrated", "offered",
    ]  # fmt: skip
    assert [event.seq for event in step.events] == [1, 2, 3, 4, 5, 6]
    assert isinstance(step.wait, AskWait)
    assert step.wait.offer.kind == "number"
    assert step.wait.offer.seals == "mesure"
    assert step.wait.offer.axis == "share"
    assert step.state.pending == step.wait.ask_id


def test_the_same_play_has_the_same_question_ids_and_another_play_others(scenario: Scenario) -> None:
    assert opened(scenario).wait == opened(scenario).wait
    assert opened(scenario).wait != opened(scenario, play="q").wait
    hub = at_hub(scenario)
    again = reply(scenario, hub, option="tourner")
    assert isinstance(hub.wait, AskWait)
    assert isinstance(again.wait, AskWait)
    assert hub.wait.ask_id != again.wait.ask_id


def test_an_old_question_is_stale_and_nothing_moves(scenario: Scenario) -> None:
    first = opened(scenario)
    hub = reply(scenario, first, number=60)
    before = hub.state.model_dump_json()
    assert isinstance(first.wait, AskWait)
    with pytest.raises(StaleAnswer):
        take_answer(scenario, hub.state, first.wait.ask_id, {"number": 10})
    assert hub.state.model_dump_json() == before


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"option": "nulle"}, "X810"),
        ({}, "X810"),
        ({"option": ["clore"]}, "X810"),
        ({"option": "cle"}, "X811"),
        ({"option": "secret"}, "X810"),
    ],
)
def test_choices_admit_open_options_only(scenario: Scenario, answer: dict[str, Any], code: str) -> None:
    hub = at_hub(scenario)
    before = hub.state.model_dump_json()
    assert options(hub)["cle"] is False
    with pytest.raises(InvalidAnswer) as refused:
        reply(scenario, hub, **answer)
    assert refused.value.code == code
    assert refused.value.says.fr
    assert hub.state.model_dump_json() == before


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"number": 101}, "X813"),
        ({"number": -1}, "X813"),
        ({"number": "beaucoup"}, "X812"),
        ({"number": True}, "X812"),
        ({"number": float("nan")}, "X812"),
        ({"number": None}, "X812"),
        ({}, "X812"),
    ],
)
def test_numbers_are_finite_and_in_range(scenario: Scenario, answer: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        reply(scenario, opened(scenario), **answer)
    assert refused.value.code == code


def test_a_number_typed_in_a_form_is_read_as_people_write_it(scenario: Scenario) -> None:
    step = reply(scenario, opened(scenario), number=" 57,5 ")
    assert step.state.predicted == {"mesure": 0.575}


def test_other_questions_admit_only_their_answers(scenario: Scenario) -> None:
    beliefs = reply(scenario, at_hub(scenario), option="questions")
    for wrong in ({"beliefs": {}}, {"beliefs": {"inconnue": 0.5}}, {"beliefs": {"place": 1.5}}):
        with pytest.raises(InvalidAnswer, match="estimate"):
            reply(scenario, beliefs, **wrong)
    rank = reply(scenario, beliefs, beliefs={"place": 0.5})
    assert beliefs.state.found == rank.state.found
    for ranking in (["place"], ["place", "place", "hasard"], "place", None):
        with pytest.raises(InvalidAnswer) as refused:
            reply(scenario, rank, ranking=ranking)
        assert refused.value.code == "X815"
    with pytest.raises(InvalidAnswer) as skip:
        reply(scenario, rank, skipped=True)
    assert skip.value.code == "X817"
    words = reply(scenario, rank, ranking=["hasard", "place", "lumiere"])
    with pytest.raises(InvalidAnswer) as long:
        reply(scenario, words, text="a" * 2001)
    assert "2 001" in long.value.says.fr.replace("\u202f", " ")
    with pytest.raises(InvalidAnswer):
        reply(scenario, words, text="  ")
    scale = reply(scenario, words, text="é" * 2000)
    assert state_size(scale.state) < 3000
    for wrong_scale in (0, 6, 2.5):
        with pytest.raises(InvalidAnswer):
            reply(scenario, scale, number=wrong_scale)
    assert reply(scenario, scale, number=5).state.cursor == "carrefour"


@pytest.mark.parametrize("picture", ["", "abc", "E" * 64, "../" + "e" * 61, "g" * 64, None, 5])
def test_a_picture_is_named_by_a_hash(scenario: Scenario, picture: Any) -> None:
    ask = reply(scenario, at_hub(scenario), option="image")
    with pytest.raises(InvalidAnswer) as refused:
        reply(scenario, ask, picture=picture)
    assert refused.value.code == "X816"


def test_a_reader_s_picture_becomes_the_case_and_a_skip_the_default(scenario: Scenario) -> None:
    ask = reply(scenario, at_hub(scenario), option="image")
    mine = reply(scenario, ask, picture=SHA)
    assert isinstance(mine.wait, ToolWait)
    assert mine.wait.call.case == f"upload:{SHA}"
    skipped = reply(scenario, ask, skipped=True)
    assert isinstance(skipped.wait, ToolWait)
    assert skipped.wait.call.case == "astronaut"


def test_seeds_are_declared_or_follow_from_the_play(scenario: Scenario) -> None:
    def seed_of(play_seed: int, option: str) -> int:
        step = reply(scenario, at_hub(scenario, seed=play_seed), option=option)
        step = step if isinstance(step.wait, ToolWait) else reply(scenario, step, skipped=True)
        assert isinstance(step.wait, ToolWait)
        return step.wait.call.seed

    assert seed_of(1, "mesurer") == seed_of(2, "mesurer") == 7
    assert seed_of(1, "image") == seed_of(1, "image") != seed_of(2, "image")
    assert 0 < seed_of(1, "image") < 2**31


def test_a_finding_is_told_filed_and_weighed(scenario: Scenario, finding: Any) -> None:
    asked = reply(scenario, at_hub(scenario), option="mesurer")
    assert isinstance(asked.wait, ToolWait)
    step = take_finding(scenario, asked.state, finding(asked.wait.call, ci_low=0.55))
    done = of_type(step, ToolFinished)[0]
    assert done.met
    assert done.predicted == 0.6
    told = of_type(step, Narrated)
    assert told[0].text == "36 paires\u00a0: 58\u202f%."
    assert [(each.shown, each.rests_on, each.name) for each in told[0].bindings] == [
        ("36", "finding", "mesure"),
        ("58\u202f%", "finding", "mesure"),
    ]
    pieces = of_type(step, Found)
    assert [(each.exhibit, each.piece) for each in pieces] == [("mesuree", 1), ("ecart", 2)]
    assert pieces[0].rests_on == ["mesure"]
    assert pieces[1].rests_on == ["yee", "mesure"]  # its cite, and the measure that the branch read
    assert pieces[0].text == "Taux\u00a0: 58\u202f%."
    last = of_type(step, Moved)[-1].moves
    assert [(each.hypothesis, each.before, each.after, each.direction) for each in last] == [
        ("place", "open", "strengthened", "up"),
        ("hasard", "open", "weakened", "down"),
    ]
    assert step.state.results["mesure"].keys() == {"n", "rate", "ci_low", "ok", "origin", "seconds"}
    assert options(step)["cle"] is True
    assert "mesurer" not in options(step)
    assert "also.0" in [each.key for each in told]


def test_exhibits_are_found_once(rebuild: Any, finding: Any) -> None:
    scenario = rebuild()
    hub = at_hub(scenario)
    twice = [event for event in hub.events if isinstance(event, Found)]
    assert twice == []
    step = reply(scenario, hub, option="mesurer")
    step = take_finding(scenario, step.state, finding(step.wait.call))  # type: ignore[union-attr]
    state = step.state.model_copy(update={"taken": []}, deep=True)
    assert isinstance(step.wait, AskWait)
    again = take_answer(scenario, state, step.wait.ask_id, {"option": "mesurer"})
    last = take_finding(scenario, again.state, finding(again.wait.call))  # type: ignore[union-attr]
    assert of_type(last, Found) == []
    assert last.state.found == step.state.found


def test_an_unmet_expectation_files_nothing_and_goes_elsewhere(scenario: Scenario, finding: Any) -> None:
    asked = reply(scenario, at_hub(scenario), option="mesurer")
    step = take_finding(scenario, asked.state, finding(asked.wait.call, rate=0.9))  # type: ignore[union-attr]
    assert of_type(step, ToolFinished)[0].met is False
    assert step.state.found == []
    assert [each.node for each in of_type(step, Narrated)] == ["surprise", "carrefour"]
    assert "mesure" in step.state.results


@pytest.mark.parametrize("refusal", [MissingAsset, AssetRefused])
def test_missing_or_wrong_weights_give_the_recorded_finding_labelled_so(
    scenario: Scenario, refusal: type[AutopsieError]
) -> None:
    asked = reply(scenario, at_hub(scenario), option="mesurer")
    step = take_failure(scenario, asked.state, refusal("asset", both("Not the weights.")))
    assert of_type(step, ToolFailedEvent)[0].fallback == "recorded"
    shown = of_type(step, ToolFinished)[0].finding
    assert shown.origin == "recorded"
    assert shown.recorded.at == "2026-11-01T00:00:00Z"
    assert step.state.results["mesure"]["rate"] == 0.61
    assert "mesurer" not in options(step)


def test_other_failures_take_the_authors_way_and_give_the_lead_back(scenario: Scenario) -> None:
    asked = reply(scenario, at_hub(scenario), option="mesurer")
    step = take_failure(scenario, asked.state, ToolFailed("timeout", both("Too long.")))
    assert of_type(step, ToolFailedEvent)[0].fallback == "if_fails"
    assert of_type(step, Narrated)[0].node == "panne"
    assert "mesurer" in options(step)
    assert step.state.results == {}


def test_a_recording_is_never_used_for_a_readers_picture(rebuild: Any, finding: Any) -> None:
    plain = rebuild()
    ask = reply(plain, at_hub(plain), option="image")
    default_call = reply(plain, ask, skipped=True).wait.call  # type: ignore[union-attr]
    scenario = rebuild(fixtures={"photo": finding(default_call, recorded=True)})
    missing = MissingAsset("missing", both("No weights."))
    mine = reply(scenario, ask, picture=SHA)
    step = take_failure(scenario, mine.state, missing)
    assert of_type(step, ToolFailedEvent)[0].fallback == "none"
    assert of_type(step, Narrated)[0].key == "notice.cannot_run"
    assert step.state.found == []
    sent = finding(mine.wait.call, recorded=True)  # type: ignore[union-attr]
    assert of_type(take_finding(scenario, mine.state, sent), ToolFinished) == []
    skipped = reply(scenario, ask, skipped=True)
    assert (
        of_type(take_failure(scenario, skipped.state, missing), ToolFinished)[0].finding.origin == "recorded"
    )


def test_an_unusable_finding_is_a_failure(scenario: Scenario, finding: Any) -> None:
    asked = reply(scenario, at_hub(scenario), option="mesurer")
    call = asked.wait.call  # type: ignore[union-attr]
    sound = finding(call)
    without = sound.model_copy(update={"result": {"n": 3}})
    infinite = sound.model_copy(update={"result": {**sound.result, "rate": float("inf")}})
    other = sound.model_copy(update={"call": call.model_copy(update={"case": "chelsea"})})
    for bad in (without, infinite, other):
        step = take_finding(scenario, asked.state, bad)
        assert of_type(step, ToolFailedEvent)[0].code == "bad_result"


def test_no_finding_without_a_measure_under_way(scenario: Scenario, finding: Any) -> None:
    hub = at_hub(scenario)
    asked = reply(scenario, hub, option="mesurer")
    with pytest.raises(StaleAnswer):
        take_finding(scenario, hub.state, finding(asked.wait.call))  # type: ignore[union-attr]
    with pytest.raises(StaleAnswer):
        take_answer(scenario, asked.state, hub.wait.ask_id, {"option": "clore"})  # type: ignore[union-attr]


def test_numbers_are_clamped_and_said_to_be(scenario: Scenario) -> None:
    step = reply(scenario, opened(scenario), number=95)
    assert step.state.vars["pari"] == 90
    assert of_type(step, Set)[0].clamped
    for _ in range(3):
        step = reply(scenario, step, option="tourner")
    assert step.state.vars["tours"] == 2


def test_a_skipped_prediction_seals_nothing(scenario: Scenario) -> None:
    step = reply(scenario, opened(scenario), skipped=True)
    assert step.state.predicted == {}
    assert step.state.vars["pari"] == 50


def test_an_ending_ends(scenario: Scenario) -> None:
    step = reply(scenario, at_hub(scenario), option="clore")
    assert step.wait == Done(node="fin", status="undecided")
    assert step.events[-1].type == "ended"
    with pytest.raises(StaleAnswer):
        take_answer(scenario, step.state, "0" * 32, {"option": "clore"})


def test_settings_change_and_the_same_question_stays_open(scenario: Scenario) -> None:
    hub = at_hub(scenario)
    step = change_settings(scenario, hub.state, "en", "pupil")
    assert step.wait == hub.wait
    assert [event.type for event in step.events] == ["settings_changed"]
    after = reply(scenario, step, option="clore")
    assert of_type(after, Narrated)[0].text == "Nobody knows."
    with pytest.raises(CallRefused, match="Profiles: curious, pupil"):
        change_settings(scenario, hub.state, "en", "king")


def test_the_audience_has_its_own_text(scenario: Scenario) -> None:
    assert of_type(opened(scenario, audience="pupil"), Narrated)[0].key == "text_for.pupil"


def test_a_play_that_never_ends_is_ended(scenario: Scenario, rebuild: Any) -> None:
    step = at_hub(scenario)
    while isinstance(step.wait, AskWait):
        step = reply(scenario, step, option="tourner")
    assert step.state.entries == 500
    assert step.wait == Done(node="carrefour", status="abandoned")
    nodes = dict(scenario.nodes)
    loop = {"kind": "branch", "id": "debut", "line": 1, "cases": [{"to": "debut"}]}
    spun = opened(rebuild(nodes={**{n: each.model_dump() for n, each in nodes.items()}, "debut": loop}))
    assert spun.state.entries == 60
    assert isinstance(spun.wait, Done)


def test_state_is_the_fold_of_the_log_and_knows_its_wait(scenario: Scenario, finding: Any) -> None:
    log: list[Any] = []
    step = at_hub(scenario)
    log += opened(scenario).events + step.events
    step = reply(scenario, step, option="mesurer")
    log += step.events
    assert fold(scenario, log) == step.state
    step = take_finding(scenario, step.state, finding(step.wait.call))  # type: ignore[union-attr]
    log += step.events
    state = fold(scenario, log)
    assert state == step.state
    assert wait_of(scenario, state) == step.wait
    assert PlayState.model_validate_json(state.model_dump_json()) == state
    assert of_type(step, Offered)[0].offer == step.wait.offer  # type: ignore[union-attr]
    with pytest.raises(ValueError, match="opened"):
        fold(scenario, log[1:])


def test_a_recording_of_an_upload_never_speaks(rebuild: Any, finding: Any) -> None:
    plain = rebuild()
    mine = reply(plain, reply(plain, at_hub(plain), option="image"), picture=SHA)
    assert isinstance(mine.wait, ToolWait)
    scenario = rebuild(fixtures={"photo": finding(mine.wait.call, recorded=True)})
    step = take_failure(scenario, mine.state, MissingAsset("missing", both("No weights.")))
    assert of_type(step, ToolFinished) == []
    photo = scenario.nodes["photo"]
    assert isinstance(photo, ToolNode)
    assert recorded_for(scenario, photo, mine.wait.call) is None


def test_a_question_that_depends_on_the_profile_is_offered_again(scenario: Scenario, rebuild: Any) -> None:
    nodes = {name: each.model_dump() for name, each in scenario.nodes.items()}
    nodes["carrefour"]["options"][5]["when"] = "audience == 'pupil'"
    changed = rebuild(nodes=nodes)
    hub = at_hub(changed)
    assert "tourner" not in options(hub)
    step = change_settings(changed, hub.state, "fr", "pupil")
    assert "tourner" in options(step)
    assert of_type(step, Offered)[0].ask_id == hub.wait.ask_id  # type: ignore[union-attr]
    assert reply(changed, step, option="tourner").state.vars["tours"] == 1


def test_every_kind_of_node_has_one_behaviour() -> None:
    from typing import get_args

    from engine.language.schema import Node
    from engine.nodes import kind_named

    kinds = [each.model_fields["kind"].default for each in get_args(get_args(Node)[0])]
    assert len(kinds) == 7
    for kind in kinds:
        assert kind_named(kind) is kind_named(kind)


def test_an_exhibit_rests_on_what_led_to_it_only(scenario: Scenario, rebuild: Any, finding: Any) -> None:
    nodes = {name: each.model_dump() for name, each in scenario.nodes.items()}
    aside = nodes["flou"]["text"]
    nodes["lecture"]["cases"] = [{"to": "surprise"}]
    nodes["surprise"]["text"] = {"by_language": {"fr": "Ailleurs : {yee.gap}."}}
    nodes["surprise"]["to"] = "flou"
    nodes["mesure"]["text"] = aside
    changed = rebuild(nodes=nodes)
    asked = reply(changed, at_hub(changed), option="mesurer")
    step = take_finding(changed, asked.state, finding(asked.wait.call))  # type: ignore[union-attr]
    pieces = {each.exhibit: each.rests_on for each in of_type(step, Found)}
    assert pieces == {"mesuree": ["mesure"], "rien": ["mesure"]}  # the aside on a source is not a ground
