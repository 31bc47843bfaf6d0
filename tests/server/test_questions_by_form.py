"""Every kind of question by plain form, as a browser without script sends it; nothing typed is lost."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

ANSWERS: list[tuple[str, dict[str, str], dict[str, Any]]] = [
    ("debut", {"option": "tout"}, {"option": "tout"}),
    ("courbe", {"curve.2": "0,5", "curve.1": "-2", "curve.3": "1"}, {"curve": [-2, 0.5, 1]}),
    ("curseur", {"number": "0,7"}, {"number": 0.7}),
    (
        "tri",
        {"sorted": "", "sorted.change": "mesure", "sorted.toujours": "rien", "sorted.peau": "rien"},
        {"sorted": {"change": "mesure", "toujours": "rien", "peau": "rien"}},
    ),
    (
        "budget",
        {"spent": "", "spent.temoin": "2", "spent.portraits": "1"},
        {"spent": {"temoin": 2, "portraits": 1, "relecture": 0}},
    ),
    (
        "ordre",
        {"ranking.1": "hasard", "ranking.2": "place", "ranking.3": "contraste"},
        {"ranking": ["hasard", "place", "contraste"]},
    ),
    ("signature", {"signed": "", "signed.mesuree": "1", "signed.peau": "1"}, {"signed": ["mesuree", "peau"]}),
    ("atelier", {"text": "Le <b>contraste</b>."}, {"text": "Le <b>contraste</b>."}),
    ("atelier", {"skip": "1"}, {"skipped": True}),
]


def begin(server: Any, language: str = "fr") -> tuple[Any, str]:
    visitor = server.visitor()
    return visitor, visitor.begin(language=language, audience="public", scenario="activites")


def play_to(visitor: Any, play: str, node: str) -> None:
    """Answer everything that comes before the question of ``node``."""
    for asked, fields, _ in ANSWERS:
        ask_id = visitor.asked(play, asked)
        if asked == node:
            return
        assert visitor.answer(play, ask_id=ask_id, **fields).status_code == 303


def play_through(visitor: Any, play: str) -> list[dict[str, Any]]:
    for at, (asked, fields, _) in enumerate(ANSWERS, 1):
        ask_id = visitor.asked(play, asked)
        assert visitor.answer(play, ask_id=ask_id, **fields).status_code == 303
        visitor.until(play, lambda log, n=at: sum(each["type"] == "answered" for each in log) == n)
    return visitor.until(play, lambda log: log[-1]["type"] == "ended")


def words(html: str) -> str:
    plain = unescape(re.sub(r"<[^>]+>", " ", html))
    return re.sub(r"\s+", " ", plain.replace("\u2011", "-")).replace("’", "'")


def test_a_whole_play_by_forms_alone(server):
    visitor, play = begin(server)
    log = play_through(visitor, play)
    answered = [each["answer"] for each in log if each["type"] == "answered"]
    assert answered == [answer for _, _, answer in ANSWERS]
    sealed = next(each for each in log if each["type"] == "tool_finished")["predicted_curve"]
    assert sealed == {"0.4": -2, "0.7": 0.5, "1.4": 1}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "fr",
            [
                "Vous, pari scellé Votre courbe, en points : 0,4 : −2 ; 0,7 : 0,5 ; 1,4 : 1",
                "Votre position : 0,7",
                "Mesuré ici : Le contraste change la note",
                "Dit par d'autres : rien",
                "Vous avez dépensé 6 sur 6 : Un témoin de plus, 2 fois Une série de portraits composés",
                "Témoins ajoutés : 2. Votre courbe montait de 3.",  # the story reads what was answered
                "Mon ordre : Le hasard > La place > Le contraste.",
                "Vous avez signé 2 phrases sur 4 : Sur 36 images, le contraste change la note. (pièce 1)",
                "Le réseau préfère les peaux claires. (sans pièce)",
                "Le <b>contraste</b>.",
                "Point (valeurs en points) Votre courbe Mesure Écart 0,4 −2 −1,194 +0,81 0,7",
            ],
        ),
        (
            "en",
            [
                "Your curve, in points: 0.4: −2; 0.7: 0.5; 1.4: 1",
                "Your position: 0.7",
                "Said by others: nothing",
                "You spent 6 of 6: One more control, 2 times A set of made portraits",
                "You signed 2 sentences of 4: Over 36 pictures, contrast changes the score. (exhibit 1)",
            ],
        ),
    ],
)
def test_answers_stand_in_words_on_the_page_and_in_the_report(server, language, said):
    visitor, play = begin(server, language)
    play_through(visitor, play)
    for address in (play, f"{play}/report"):
        shown = words(visitor.get(address).text)
        for sentence in said:
            assert sentence in shown, address


def test_the_questions_show_what_they_are_about(server):
    visitor, play = begin(server)
    play_to(visitor, play, "curseur")
    page = words(visitor.get(play).text)
    assert "Ce qui a été mesuré Position Mesure 0,4 −1,194 0,7 −0,615 1,4 0,624" in page
    visitor.answer(play, number="1")
    visitor.asked(play, "tri")
    visitor.answer(play, **ANSWERS[3][1])
    visitor.asked(play, "budget")
    page = words(visitor.get(play).text)
    assert "6 à dépenser." in page
    assert "Un témoin de plus coûte 1 chaque fois, 3 au plus" in page
    visitor.answer(play, **ANSWERS[4][1])
    visitor.asked(play, "ordre")
    visitor.answer(play, **ANSWERS[5][1])
    visitor.asked(play, "signature")
    page = visitor.get(play).text
    assert 'href="#piece-1"' in page
    assert page.count("Aucune pièce de votre carnet.") == 2
    assert words(page).count("Il lui manque encore une pièce.") == 1


@pytest.mark.parametrize(
    ("node", "fields", "code", "kept"),
    [
        ("courbe", {"curve.1": "-2", "curve.2": "", "curve.3": "1"}, "X822", ['value="-2"', 'value="1"']),
        ("courbe", {"curve.1": "-2", "curve.2": "9", "curve.3": "1"}, "X813", ['value="9"']),
        ("curseur", {"number": "0,75"}, "X820", ['value="0,75"']),
        (
            "tri",
            {"sorted": "", "sorted.change": "mesure"},
            "X821",
            ['name="sorted.change" value="mesure" required checked'],
        ),
        ("tri", {"sorted": ""}, "X821", []),
        (
            "budget",
            {"spent": "", "spent.temoin": "3", "spent.portraits": "1"},
            "X823",
            ['min="0" max="3" step="1" value="3"', 'name="spent.portraits" value="1" checked'],
        ),
        ("budget", {"spent": "", "spent.temoin": "deux"}, "X819", ['value="deux"']),
        (
            "ordre",
            {"ranking.1": "place", "ranking.2": "place", "ranking.3": "hasard"},
            "X815",
            ['<option value="hasard" selected>'],
        ),
        (
            "signature",
            {"signed": "", "signed.mesuree": "1", "signed.autre": "1"},
            "X824",
            ['name="signed.mesuree" value="1" aria-describedby="grounds-mesuree" checked'],
        ),
    ],
)
def test_what_is_refused_is_shown_again_with_its_reason(server, node, fields, code, kept):
    visitor, play = begin(server)
    play_to(visitor, play, node)
    refused = visitor.answer(play, **fields)
    assert refused.status_code == 422
    assert f"Code : {code}" in words(refused.text)
    for field in kept:
        assert field in refused.text
    assert visitor.log(play)[-1]["type"] == "rejected"
    fitting = next(fields for asked, fields, _ in ANSWERS if asked == node)
    assert visitor.answer(play, **fitting).status_code == 303


def test_signing_nothing_is_an_answer(server):
    visitor, play = begin(server)
    play_to(visitor, play, "signature")
    assert visitor.answer(play, signed="").status_code == 303
    visitor.asked(play, "atelier")
    assert "Vous n'avez signé aucune des 4 phrases." in words(visitor.get(play).text)


def test_a_program_sends_the_same_answers_as_json(server):
    visitor, play = begin(server)
    for asked, _, answer in ANSWERS:
        ask_id = visitor.asked(play, asked)
        taken = visitor.post(
            f"{play}/turns",
            json={"ask_id": ask_id, "answer": answer},
            headers={"accept": "application/json"},
        )
        assert taken.status_code == 202, taken.text
        if asked == "atelier":
            visitor.until(play, lambda log, done=ask_id: log[-1].get("ask_id") != done)
    log = visitor.until(play, lambda log: log[-1]["type"] == "ended")
    assert [each["answer"] for each in log if each["type"] == "answered"] == [each[2] for each in ANSWERS]
