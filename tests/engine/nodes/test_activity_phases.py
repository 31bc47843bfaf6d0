"""An activity: phase by phase for a room, texts to write or to pass for one reader."""

from __future__ import annotations

from typing import Any

import pytest

from engine.language.schema import Scenario
from engine.play.attend import attend
from engine.play.events import Ended, HypothesisAdded, InvalidAnswer, Narrated, Offered, Set
from engine.play.playthrough import AskWait, Step, fold, open_play, take_answer, wait_of
from engine.play.replay import differences, replay


def text(fr: str, en: str) -> dict[str, Any]:
    return {"by_language": {"fr": fr, "en": en}}


def workshop(**activity: Any) -> Scenario:
    phases = [
        {"do": "read", "minutes": 4},
        {"do": "write", "text": text("Votre soupçon ?", "Your suspicion?")},
        {"do": "share"},
        {"do": "write", "text": text("Et contre ?", "And against?")},
        {"do": "vote", "about": "position", "tie": "first"},
        {"do": "rank", "about": "hypotheses"},
        {"do": "hypothesis", "most": 2},
    ]
    atelier = {
        "kind": "activity",
        "id": "atelier",
        "line": 1,
        "text": text("Un jury.", "A jury."),
        "phases": phases,
        "to": "fin",
        **activity,
    }
    endings = [
        {"kind": "ending", "id": name, "line": 2, "status": "undecided", "text": text("Fin.", "End.")}
        for name in ("fin", "seul")
    ]
    return Scenario.model_validate(
        {
            "id": "salle",
            "version": 1,
            "sha": "0" * 12,
            "title": text("Salle", "Room"),
            "languages": ["fr", "en"],
            "audiences": [{"id": "public", "title": text("Public", "Public")}],
            "vars": {
                "position": {
                    "id": "position",
                    "kind": "one-of",
                    "start": "aucune",
                    "choices": ["aucune", "oui", "non"],
                    "labels": {"oui": text("Pour", "For")},
                }
            },
            "hypotheses": {
                name: {"id": name, "text": text(name, name)} for name in ("peau", "lumiere", "hasard")
            },
            "start": "atelier",
            "nodes": {each["id"]: each for each in (atelier, *endings)},
        }
    )


def opened(scenario: Scenario, *, group: bool) -> Step:
    return open_play(scenario, play="p", seed=1, audience="public", language="fr", group=group)


def reply(scenario: Scenario, step: Step, **answer: Any) -> Step:
    assert isinstance(step.wait, AskWait)
    return take_answer(scenario, step.state, step.wait.ask_id, answer)


def phase_of(step: Step) -> str:
    assert isinstance(step.wait, AskWait)
    assert step.wait.offer.phase is not None
    return step.wait.offer.phase.do


def test_one_reader_writes_what_the_room_would_write_and_passes_the_rest() -> None:
    scenario = workshop()
    step = opened(scenario, group=False)
    assert isinstance(step.wait, AskWait)
    assert (step.wait.offer.kind, step.wait.offer.optional, step.wait.offer.phase) == ("text", True, None)
    assert [event.text for event in step.events if isinstance(event, Narrated)] == [
        "Un jury.", "Votre soupçon\u202f?",
    ]  # fmt: skip
    first = step.wait.ask_id
    second = reply(scenario, step, text="la peau")
    assert isinstance(second.wait, AskWait)
    assert second.wait.ask_id != first
    assert [event.key for event in second.events if isinstance(event, Narrated)] == ["phases.3"]
    assert wait_of(scenario, second.state) == second.wait
    done = reply(scenario, second, skipped=True)
    assert isinstance(done.events[-1], Ended)
    assert done.state.count["atelier"] == 1  # one visit, however many phases


def test_one_reader_goes_where_the_author_says() -> None:
    step = opened(workshop(solo="seul"), group=False)
    assert isinstance(step.events[-1], Ended)
    assert step.state.cursor == "seul"


def test_an_activity_with_nothing_to_write_lets_one_reader_by() -> None:
    assert opened(workshop(phases=[{"do": "talk"}]), group=False).state.cursor == "fin"


def test_a_room_closes_every_phase_and_its_vote_is_saved() -> None:
    scenario = workshop(solo="seul")
    step = opened(scenario, group=True)
    events = list(step.events)
    met = []
    answers: dict[str, Any] = {
        "vote": {"winner": "oui"},
        "rank": {"ranking": ["hasard", "peau", "lumiere"]},
        "hypothesis": {"added": [{"text": "Le cadre.", "refuted_by": "Un autre cadre."}]},
    }
    while isinstance(step.wait, AskWait):
        do = phase_of(step)
        met.append(do)
        if do == "vote":
            shown = {item.id: item.text.fr for item in step.wait.offer.items}
            assert shown == {"aucune": "aucune", "oui": "Pour", "non": "non"}
        step = reply(scenario, step, phase=answers.get(do, {}))
        events += step.events
    assert met == ["read", "write", "share", "write", "vote", "rank", "hypothesis"]
    assert step.state.vars["position"] == "oui"
    assert [event.value for event in events if isinstance(event, Set)] == ["oui"]
    added = next(event for event in events if isinstance(event, HypothesisAdded))
    assert (added.text, added.refuted_by) == ("Le cadre.", "Un autre cadre.")
    assert step.state.added == {added.hypothesis: "Le cadre."}
    assert fold(scenario, events) == step.state
    assert differences(events, replay(scenario, events)) == []


def test_what_a_room_adds_can_be_ranked_and_is_bounded() -> None:
    phases = [{"do": "hypothesis", "most": 2}] * 3 + [{"do": "rank", "about": "hypotheses"}]
    scenario = workshop(phases=phases)
    step = opened(scenario, group=True)
    for at in range(3):
        step = reply(scenario, step, phase={"added": [{"text": f"{at}a"}, {"text": f"{at}b"}]})
    assert len(step.state.added) == 4
    assert isinstance(step.wait, AskWait)
    assert [item.id for item in step.wait.offer.items][:3] == ["peau", "lumiere", "hasard"]
    assert len(step.wait.offer.items) == 7


@pytest.mark.parametrize(
    ("do", "given"),
    [
        ("vote", {"winner": "peut-être"}),
        ("rank", {"ranking": ["peau"]}),
        ("hypothesis", {"added": [{"text": "a"}, {"text": "b"}, {"text": "c"}]}),
        ("hypothesis", {"added": ["une phrase"]}),
        ("talk", None),
    ],
)
def test_a_phase_refuses_what_it_cannot_come_to(do: str, given: Any) -> None:
    about = {"vote": "position", "rank": "hypotheses"}.get(do)
    scenario = workshop(phases=[{"do": do, "about": about, "most": 2}])
    step = opened(scenario, group=True)
    with pytest.raises(InvalidAnswer) as refused:
        reply(scenario, step, phase=given)
    assert refused.value.code == "X825"


def test_nobody_at_the_table_still_gets_through() -> None:
    from engine.language.schema import Play

    def no_tool(wait: Any) -> Any:
        raise AssertionError("there is no tool here")

    scenario = workshop()
    for group in (False, True):
        for chance in (None, 1, 2, 3):
            done = attend(scenario, no_tool, answers=Play(group=group), random_seed=chance)
            assert done.faults == []
            assert done.ending == "fin"
            kinds = {event.offer.kind for event in done.events if isinstance(event, Offered)}
            assert kinds == ({"phase"} if group else {"text"})


def test_what_a_room_adds_stays_open_and_takes_nothing_from_the_others() -> None:
    from engine.play.beliefs import board

    rivals = workshop()
    before = board(rivals, [])
    after = board(rivals, [], ["added_1", "added_2"])
    assert after[:3] == before
    assert [each.word for each in after[3:]] == ["open", "open"]
    assert sum(each.p for each in after) == pytest.approx(1)  # they share what "none of these" had
    separate = rivals.model_copy(update={"board": "separate"})
    assert [each.p for each in board(separate, [], ["added_1"])[3:]] == [0.5]
