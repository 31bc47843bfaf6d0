"""The questions of several lines in a terminal: each typed answer is one that the engine admits."""

from __future__ import annotations

from typing import Any

import pytest

from engine.nodes.asks import form_named
from engine.play.events import Offer, OfferedOption
from server.cli.asking import Asking
from tools.wording import Words


@pytest.fixture(autouse=True)
def _in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTOPSIE_LANG", "fr")


def things(*names: str) -> list[OfferedOption]:
    return [OfferedOption(id=name, text=Words(fr=f"*{name}* ?", en=name)) for name in names]


OFFERS = {
    "sort": Offer(kind="sort", items=things("a", "b"), piles=things("oui", "non")),
    "slider": Offer(
        kind="slider",
        low=0,
        high=2,
        step=0.5,
        table={"0.5": -1.25, "1": 0},
        unit=Words(fr="cran", en="notch"),
    ),
    "curve": Offer(kind="curve", low=-1, high=1, points=["0.4", "fort"], seals="mesure"),
    "budget": Offer(
        kind="budget", total=6, items=things("x", "y"), costs={"x": 2, "y": 5}, mosts={"x": 3, "y": 1}
    ),
    "sign": Offer(
        kind="sign",
        items=things("s", "t", "u"),
        grounds={"s": [1], "t": [], "u": [1]},
        lacking={"t": 1, "u": 2},
    ),
}


def ask(offer: Offer, *lines: str) -> tuple[dict[str, Any], list[str]]:
    """The answer, and what was asked on the way."""
    typed, asked = list(lines), []

    def read(question: str) -> str:
        asked.append(question)
        if not typed:
            raise EOFError
        return typed.pop(0)

    asking = Asking(offer, "fr", read, lambda text: text.replace("*", ""))
    answer = asking.sign({1: "La note bouge."}) if offer.kind == "sign" else getattr(asking, offer.kind)()
    assert typed == []
    return answer, asked


@pytest.mark.parametrize(
    ("kind", "lines", "answer"),
    [
        ("sort", ["2", "3", "un", "1"], {"sorted": {"a": "non", "b": "oui"}}),
        ("slider", ["beaucoup", "1,5"], {"number": 1.5}),
        ("curve", ["−0,25", "x", "1"], {"curve": [-0.25, 1]}),
        ("budget", ["9", "2", "1", ""], {"spent": {"x": 2, "y": 0}}),
        ("sign", ["4", "1, 3"], {"signed": ["s", "u"]}),
        ("sign", [""], {"signed": []}),
    ],
)
def test_a_person_answers_and_mistakes_are_asked_again(
    kind: str, lines: list[str], answer: dict[str, Any]
) -> None:
    given, asked = ask(OFFERS[kind], *lines)
    assert given == answer
    assert len(asked) == len(lines)
    form = form_named(kind)
    form.admit(given[form.field], OFFERS[kind])  # raises for what the engine would refuse


@pytest.mark.parametrize("kind", sorted(OFFERS))
def test_an_optional_question_can_be_passed(kind: str) -> None:
    offer = OFFERS[kind].model_copy(update={"optional": True})
    answer, asked = ask(offer, "-" if kind == "sign" else "")
    assert answer == {"skipped": True}
    assert "passer" in asked[0]


@pytest.mark.parametrize("kind", sorted(OFFERS))
def test_the_end_of_the_input_is_not_an_answer(kind: str) -> None:
    with pytest.raises(EOFError):
        ask(OFFERS[kind])


def test_what_is_known_is_shown_before_it_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    ask(OFFERS["slider"], "1")
    _, asked = ask(OFFERS["budget"], "3", "1", "0")
    ask(OFFERS["sign"], "")
    shown = capsys.readouterr().out.replace("\u00a0", " ").replace("\u202f", " ")
    assert "0,5 → −1,25" in shown
    assert "Il ne reste que 0 : 1 coûtent 5." in shown
    assert "– Pièce 1 : La note bouge." in shown
    assert "– Aucune pièce de votre carnet." in shown
    assert "– Pièces qui lui manquent encore : 2" in shown
    assert "reste 6" in asked[0]
    assert "reste 0" in asked[1]
