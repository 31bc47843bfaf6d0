"""What each kind of question offers, admits and refuses, and what it answers where nobody sits."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.answers import fields_in, fields_of
from engine.language.schema import AskNode, Scenario
from engine.nodes import question_of
from engine.nodes.asks import AskForm, form_named
from engine.nodes.asks.budget import cost_of
from engine.play.attend import attend
from engine.play.events import Answered, InvalidAnswer, Offer, Offered, Set, ToolFinished
from engine.play.playthrough import AskWait, Step, ToolWait, fold, open_play, take_answer, take_finding
from engine.play.replay import differences, replay
from engine.play.state import PlayState
from tools.finding import Call, Finding
from tools.stimulus import StimulusSet
from tools.subject import SubjectIdentity
from tools.wording import both


def text(fr: str, en: str = "") -> dict[str, Any]:
    return {"by_language": {"fr": fr, "en": en or fr}}


def items(*names: str, **more: Any) -> list[dict[str, Any]]:
    return [{"id": name, "text": text(f"« {name} » !", f"“{name}”!"), **more.get(name, {})} for name in names]


ASKS: dict[str, dict[str, Any]] = {
    "sort": {"items": items("a", "b", "c"), "piles": items("oui", "non")},
    "slider": {
        "low": -1, "high": 1, "step": 0.25, "save": "position", "shows": "mesure.deltas",
        "unit": text("cran", "notch"),
    },
    "curve": {
        "low": -100, "high": 100, "points": ["0.5", "1", "2"], "seals": "encore", "of": "deltas",
    },
    "budget": {"total": 6, "items": items("x", "y", x={"cost": 2, "most": 3}, y={"cost": 5})},
    "sign": {
        "items": [
            *items("s", "t", s={"rests_on": ["piece", "autre"]}, t={"rests_on": ["autre"]}),
            {"id": "u", "text": text("Sur {mesure.n} essais.", "Over {mesure.n} trials.")},
        ]
    },
    "rank": {"items": [*items("un", "deux"), {"id": "h"}], "save": "premier"},
}  # fmt: skip


def build(order: tuple[str, ...] = tuple(ASKS), **changes: Any) -> Scenario:
    """One tool, then one question of each kind, then the tool again."""
    tool = {
        "kind": "tool", "line": 1, "verb": "perturb", "method": "contrast", "subject": "twitter_crop",
        "case": "astronaut", "seed": 1, "text": text("Voici.", "Here."),
    }  # fmt: skip
    names = ["mesure", *order, "encore", "fin"]
    nodes: list[dict[str, Any]] = [{**tool, "id": "mesure", "found": ["piece"], "to": names[1]}]
    for at, name in enumerate(order, 1):
        fields = {**ASKS[name], **changes.get(name, {})}
        nodes.append(
            {
                "kind": "ask",
                "id": name,
                "line": 1,
                "ask": name,
                "text": text("?"),
                "to": names[at + 1],
                **fields,
            }
        )
    nodes.append({**tool, "id": "encore", "to": "fin"})
    nodes.append({"kind": "ending", "id": "fin", "line": 1, "status": "undecided", "text": text("Fin.")})
    return Scenario.model_validate(
        {
            "id": "essai",
            "version": 1,
            "sha": "0" * 12,
            "title": text("Essai"),
            "languages": ["fr", "en"],
            "audiences": [{"id": "public", "title": text("Public")}],
            "vars": {
                "position": {"id": "position", "kind": "number", "start": 0.3},
                "premier": {"id": "premier", "kind": "text", "start": ""},
            },
            "hypotheses": {"h": {"id": "h", "text": text("Le contraste.", "Contrast.")}},
            "exhibits": {
                name: {"id": name, "text": text(name), "evidence": {"h": 3.0}} for name in ("piece", "autre")
            },
            "start": "mesure",
            "nodes": {each["id"]: each for each in nodes},
        }
    )


def finding(call: Call) -> Finding:
    return Finding(
        tool_version="1",
        call=call,
        question=both("?"),
        subject=SubjectIdentity(name="twitter_crop", title=both("T"), badge="original", sha256="ab" * 32),
        stimuli=StimulusSet(
            case=call.case, about=both("x"), n=3, sha256="cd" * 32, person="none", licence="", credit=""
        ),
        unit_of_n=both("picture"),
        n=36,
        result={"n": 36, "deltas": {"0.5": -0.2, "1": 0.0, "2": 0.4}, "verdict": "effect"},
        values=[],
        verdict="effect",
        caveats=[],
        conclusion=both("."),
        seconds=0.5,
        origin="live",
    )


def run(wait: ToolWait) -> Finding:
    return finding(wait.call)


def at(kind: str, **changes: Any) -> tuple[Scenario, Step]:
    """The open question of ``kind``, after the measure."""
    scenario = build((kind,), **{kind: changes})
    step = open_play(scenario, play="p", seed=1, audience="public", language="fr")
    assert isinstance(step.wait, ToolWait)
    return scenario, take_finding(scenario, step.state, finding(step.wait.call))


def offer_of(step: Step) -> Offer:
    assert isinstance(step.wait, AskWait)
    return step.wait.offer


def reply(scenario: Scenario, step: Step, **answer: Any) -> Step:
    assert isinstance(step.wait, AskWait)
    return take_answer(scenario, step.state, step.wait.ask_id, answer)


def kept(step: Step) -> dict[str, Any]:
    return next(event.answer for event in step.events if isinstance(event, Answered))


def test_every_kind_of_question_has_a_form_that_says_what_it_is() -> None:
    folder = Path(__file__).resolve().parents[3] / "engine" / "nodes" / "asks"
    names = {file.stem for file in folder.glob("*.py")} - {"__init__"}
    asked = set(AskNode.model_fields["ask"].annotation.__args__)  # type: ignore[union-attr]
    assert names == asked | {"phase"}
    for name in names:
        form = form_named(name)
        assert type(form).__doc__ != AskForm.__doc__


def test_a_slider_offers_its_steps_and_what_was_measured_at_each_place() -> None:
    scenario, step = at("slider")
    offer = offer_of(step)
    assert (offer.step, offer.low, offer.high) == (0.25, -1, 1)
    assert offer.table == {"0.5": -0.2, "1": 0.0, "2": 0.4}
    done = reply(scenario, step, number="-0,75")
    assert kept(done) == {"number": -0.75}
    assert done.state.vars["position"] == -0.75


def test_a_slider_shows_nothing_that_was_not_measured() -> None:
    scenario = build(("slider",))
    node = scenario.nodes["slider"]
    question = question_of(node)
    assert question is not None
    state = PlayState(scenario="essai", version=1, sha="", play="p", seed=1, audience="public", language="fr")
    assert question.offer(scenario, state, node).table is None


def test_a_curve_is_sealed_with_the_measure_that_it_is_about() -> None:
    scenario, step = at("curve")
    assert offer_of(step).points == ["0.5", "1", "2"]
    done = reply(scenario, step, curve=["-10", "0", "12,5"])
    assert kept(done) == {"curve": [-10, 0, 12.5]}
    assert isinstance(done.wait, ToolWait)
    finished = take_finding(scenario, done.state, finding(done.wait.call))
    event = next(each for each in finished.events if isinstance(each, ToolFinished))
    # Drawn out of a hundred, kept as the share that the instrument gives.
    assert event.predicted_curve == {"0.5": -0.1, "1": 0.0, "2": 0.125}
    assert event.predicted is None


def test_a_skipped_curve_leaves_no_prediction() -> None:
    scenario, step = at("curve", optional=True)
    done = reply(scenario, step, skipped=True)
    assert isinstance(done.wait, ToolWait)
    finished = take_finding(scenario, done.state, finding(done.wait.call))
    assert all(each.predicted_curve is None for each in finished.events if isinstance(each, ToolFinished))


def test_a_curve_drawn_before_is_forgotten_when_it_is_skipped_the_next_time() -> None:
    scenario, step = at("curve", optional=True)
    step.state.drawn["encore"] = {"0.5": 1.0, "1": 1.0, "2": 1.0}
    assert reply(scenario, step, skipped=True).state.drawn == {}


def test_a_sentence_to_sign_shows_the_pieces_under_it_and_its_figures() -> None:
    scenario, step = at("sign")
    offer = offer_of(step)
    assert offer.grounds == {"s": [1], "t": [], "u": []}
    assert offer.lacking == {"s": 1, "t": 1}
    assert offer.items[2].text.fr == "Sur 36 essais."
    assert kept(reply(scenario, step, signed=["u", "s"])) == {"signed": ["s", "u"]}  # in the order shown
    assert kept(reply(scenario, step, signed=[])) == {"signed": []}


def test_ranked_items_take_their_own_text_or_that_of_the_hypothesis() -> None:
    scenario, step = at("rank")
    assert [item.text.en for item in offer_of(step).items] == ["“un”!", "“deux”!", "Contrast."]
    assert reply(scenario, step, ranking=["h", "un", "deux"]).state.vars["premier"] == "h"


def test_a_sorting_and_a_budget_come_in_canonical_shape() -> None:
    scenario, step = at("sort")
    assert [pile.id for pile in offer_of(step).piles] == ["oui", "non"]
    answer = kept(reply(scenario, step, sorted={"c": "oui", "a": "non", "b": "non"}))
    assert list(answer["sorted"].items()) == [("a", "non"), ("b", "non"), ("c", "oui")]
    scenario, step = at("budget")
    offer = offer_of(step)
    assert (offer.total, offer.costs, offer.mosts) == (6, {"x": 2, "y": 5}, {"x": 3, "y": 1})
    assert kept(reply(scenario, step, spent={"x": "3"})) == {"spent": {"x": 3, "y": 0}}


@pytest.mark.parametrize(
    ("kind", "answer", "code"),
    [
        ("sort", {"sorted": {"a": "oui", "b": "non"}}, "X821"),
        ("sort", {"sorted": {"a": "oui", "b": "non", "c": ""}}, "X821"),
        ("sort", {"sorted": {"a": "oui", "b": "non", "c": "peut-être"}}, "X821"),
        ("sort", {"sorted": {"a": "oui", "b": "non", "c": "non", "d": "non"}}, "X821"),
        ("sort", {"sorted": {"a": ["oui"], "b": "non", "c": "non"}}, "X821"),
        ("sort", {"sorted": ["a"]}, "X821"),
        ("sort", {}, "X821"),
        ("slider", {"number": "milieu"}, "X812"),
        ("slider", {"number": 3}, "X813"),
        ("slider", {"number": 0.3}, "X820"),
        ("slider", {"number": True}, "X812"),
        ("curve", {"curve": [0, 0]}, "X822"),
        ("curve", {"curve": [0, 0, 0, 0]}, "X822"),
        ("curve", {"curve": [0, "", 0]}, "X822"),
        ("curve", {"curve": "0,0,0"}, "X822"),
        ("curve", {"curve": [0, 0, 101]}, "X813"),
        ("curve", {"curve": [0, 0, float("nan")]}, "X822"),
        ("budget", {"spent": {"x": 1, "y": 1}}, "X823"),
        ("budget", {"spent": {"x": 4}}, "X819"),
        ("budget", {"spent": {"x": -1}}, "X819"),
        ("budget", {"spent": {"x": 1.5}}, "X819"),
        ("budget", {"spent": {"z": 1}}, "X819"),
        ("budget", {"spent": 3}, "X819"),
        ("sign", {"signed": ["v"]}, "X824"),
        ("sign", {"signed": ["s", "s"]}, "X824"),
        ("sign", {"signed": "s"}, "X824"),
        ("sign", {"skipped": True}, "X817"),
        ("rank", {"ranking": ["un", "deux"]}, "X815"),
    ],
)
def test_what_is_not_admitted_is_refused_by_its_own_code_and_nothing_moves(
    kind: str, answer: dict[str, Any], code: str
) -> None:
    scenario, step = at(kind)
    before = step.state.model_dump_json()
    with pytest.raises(InvalidAnswer) as refused:
        reply(scenario, step, **answer)
    assert refused.value.code == code
    assert refused.value.sentence("fr") != refused.value.sentence("en")
    assert step.state.model_dump_json() == before


def test_a_refusal_says_what_to_change() -> None:
    scenario, step = at("budget")
    with pytest.raises(InvalidAnswer) as refused:
        reply(scenario, step, spent={"x": 1, "y": 1})
    assert refused.value.sentence("fr") == (
        "Ce choix coûte 7 et il y a 6 à dépenser\u202f: retirez-en pour 1.".replace("\u202f:", "\u00a0:")
    )
    scenario, step = at("slider")
    with pytest.raises(InvalidAnswer) as refused:
        reply(scenario, step, number=0.3)
    assert "0.25" in refused.value.sentence("en")


@given(st.integers(min_value=0, max_value=10_000), st.sampled_from(sorted(ASKS)))
def test_chance_and_silence_are_always_admitted_and_give_every_field(seed: int, kind: str) -> None:
    scenario, step = at(kind)
    offer, node, form = offer_of(step), scenario.nodes[kind], form_named(kind)
    assert isinstance(node, AskNode)
    for value in (form.by_chance(offer, random.Random(seed)), form.start(offer, 0.3)):
        admitted = form.admit(value, offer)
        assert admitted == value
        fields = fields_of(node)
        values = fields_in(node, {form.field: admitted})
        assert values.keys() == fields.keys()
        for name, read in values.items():
            field = fields[name]
            if field.kind == "number":
                assert field.low is None or float(read) >= field.low
                assert field.high is None or float(read) <= field.high
            elif field.kind == "one-of":
                assert read in field.choices


@given(st.dictionaries(st.sampled_from(["x", "y"]), st.integers(0, 5)))
def test_no_spending_passes_the_total(spent: dict[str, int]) -> None:
    offer, form = offer_of(at("budget")[1]), form_named("budget")
    x, y = spent.get("x", 0), spent.get("y", 0)
    if x > 3 or y > 1 or 2 * x + 5 * y > 6:
        with pytest.raises(InvalidAnswer) as refused:
            form.admit(spent, offer)
        assert refused.value.code == ("X819" if x > 3 or y > 1 else "X823")
    else:
        assert cost_of(form.admit(spent, offer), offer) == 2 * x + 5 * y


def test_a_whole_play_goes_unattended_and_comes_back_from_its_log() -> None:
    scenario = build()
    for seed in (None, 1, 2):
        done = attend(scenario, run, random_seed=seed)
        assert done.faults == []
        assert {event.node for event in done.events if isinstance(event, Offered)} == set(ASKS)
        assert fold(scenario, done.events) == done.state
        assert differences(done.events, replay(scenario, done.events)) == []


def test_an_answers_file_gives_bare_values_and_one_a_visit() -> None:
    from engine.language.schema import Play

    answers = {
        "sort": {"a": "oui", "b": "oui", "c": "non"},
        "slider": 0.5,
        "curve": [[1, 2, 3]],  # one answer a visit
        "budget": {"x": 2},
        "sign": ["t"],
        "rank": {"ranking": ["h", "deux", "un"]},
    }
    done = attend(build(), run, answers=Play(answers=answers))
    assert done.faults == []
    given_answers = {event.node: event.answer for event in done.events if isinstance(event, Answered)}
    assert given_answers == {
        "sort": {"sorted": answers["sort"]},
        "slider": {"number": 0.5},
        "curve": {"curve": [1, 2, 3]},
        "budget": {"spent": {"x": 2, "y": 0}},
        "sign": {"signed": ["t"]},
        "rank": {"ranking": ["h", "deux", "un"]},
    }
    assert [event.var for event in done.events if isinstance(event, Set)] == ["position", "premier"]
