"""A reader's picture: checked, kept for its measure alone, erased in time."""

from __future__ import annotations

import io
import time

import pytest
from PIL import Image

PROGRAM = {"accept": "application/json"}


def _png(width: int = 60, height: int = 40) -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(file, "PNG")
    return file.getvalue()


def _noise() -> bytes:
    file = io.BytesIO()
    Image.effect_noise((80, 80), 90).save(file, "PNG")
    return file.getvalue()


def _send(visitor, play, content: bytes, name: str = "photo.png", headers=None, **fields: str):
    ask = fields.pop("ask_id", None) or visitor.question(play)
    form = {"ask_id": ask, **fields}
    return visitor.post(f"{play}/turns", data=form, files={"picture": (name, content)}, headers=headers)


def _uploads(server) -> list[str]:
    folder = server.place.settings.home / "uploads"
    return sorted(each.name for each in folder.rglob("*.png"))


def test_a_picture_is_taken_and_erased_when_the_play_ends(server):
    visitor = server.visitor()
    play = visitor.begin()
    visitor.to_the_picture(play)
    assert _send(visitor, play, _png()).status_code == 303
    ask = visitor.asked(play, "mots")
    answered = [each["answer"] for each in visitor.log(play) if each["type"] == "answered"][-1]
    assert _uploads(server) == [f"{answered['picture']}.png"]
    started = [each for each in visitor.log(play) if each["type"] == "tool_started"][-1]
    assert started["call"]["case"] == f"upload:{answered['picture']}"
    visitor.answer(play, ask_id=ask, skip="1")
    visitor.until(play, lambda log: log[-1]["type"] == "ended")
    server.settled()
    assert _uploads(server) == []
    assert server.place.store.uploads(before=time.time() + 1) == []


def test_the_same_picture_twice_is_one_turn(server):
    visitor = server.visitor()
    play = visitor.begin()
    ask = visitor.to_the_picture(play)
    first = _send(visitor, play, _png(), headers=PROGRAM, ask_id=ask)
    second = _send(visitor, play, _png(), headers=PROGRAM, ask_id=ask)
    assert first.status_code == 202, first.text
    assert second.status_code == 202, second.text
    assert first.json() == second.json()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (SVG, "dessin.svg", "picture_svg"),
        (SVG, "dessin.png", "picture_svg"),
        (b"this is no picture at all" * 20, "text.jpg", "picture_not_read"),
        (_noise()[:-2000], "cut.png", "picture_broken"),
        (_png(5000, 4000), "large.png", "picture_too_large"),
    ],
)
def test_what_is_no_picture_for_us_is_refused_with_a_sentence(server, content, name, code):
    visitor = server.visitor()
    play = visitor.begin()
    ask = visitor.to_the_picture(play)
    refused = _send(visitor, play, content, name, headers=PROGRAM, ask_id=ask)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    page = _send(visitor, play, content, name, ask_id=ask)
    assert page.status_code == 422
    assert "Votre image" in page.text
    assert _uploads(server) == []
    assert _send(visitor, play, _png(), ask_id=ask).status_code == 303


def test_a_file_beyond_the_limit_is_refused_while_it_arrives(server):
    visitor = server.visitor()
    play = visitor.begin()
    ask = visitor.to_the_picture(play)
    heavy = b"\x89PNG" + b"0" * 6_000_000
    refused = _send(visitor, play, heavy, headers=PROGRAM, ask_id=ask)
    assert refused.status_code == 413
    assert "5 Mo" in refused.json()["detail"]
    page = _send(visitor, play, heavy, ask_id=ask)
    assert page.status_code == 413
    assert "5 Mo" in page.text
    assert visitor.question(play) == ask


def test_a_huge_declared_body_is_cut_off(server):
    visitor = server.visitor()
    play = visitor.begin()

    def endless():
        for _ in range(2000):
            yield b"0" * 100_000

    try:
        answered = visitor.post(
            f"{play}/turns",
            content=endless(),
            headers={"content-type": "application/x-www-form-urlencoded", **PROGRAM},
        )
        assert answered.status_code in (400, 413)
    except Exception as cut:  # the connection may be closed before all was sent
        assert "Write" in type(cut).__name__ or "Read" in type(cut).__name__  # noqa: PT017
    assert visitor.get("/healthz").status_code == 200


def test_a_picture_for_a_question_that_asks_for_none_is_refused(server):
    visitor = server.visitor()
    play = visitor.begin()
    refused = _send(visitor, play, _png(), headers=PROGRAM)
    assert refused.status_code == 422
    assert _uploads(server) == []


def test_somebody_s_picture_cannot_be_named_by_its_hash(server):
    owner = server.visitor()
    play = owner.begin()
    owner.to_the_picture(play)
    _send(owner, play, _png())
    sha = _uploads(server)[0].removesuffix(".png")
    stranger = server.visitor()
    theirs = stranger.begin()
    ask = stranger.to_the_picture(theirs)
    refused = stranger.answer(theirs, PROGRAM, ask_id=ask, picture=sha)
    assert refused.status_code == 422
    body = {"ask_id": ask, "answer": {"picture": sha}}
    assert stranger.post(f"{theirs}/turns", json=body, headers=PROGRAM).status_code == 422


def test_another_picture_for_an_answered_question_leaves_nothing_behind(server):
    visitor = server.visitor()
    play = visitor.begin()
    ask = visitor.to_the_picture(play)
    _send(visitor, play, _png(), ask_id=ask)
    visitor.asked(play, "mots")
    kept = _uploads(server)
    assert _send(visitor, play, _png(90, 90), headers=PROGRAM, ask_id=ask).status_code == 409
    assert _uploads(server) == kept


def test_pictures_are_erased_after_their_time_and_by_the_erase_button(server):
    visitor = server.visitor()
    play = visitor.begin()
    visitor.to_the_picture(play)
    _send(visitor, play, _png())
    visitor.asked(play, "mots")
    assert server.place.sweep(time.time() - 3600) == 0
    assert len(_uploads(server)) == 1
    assert server.place.sweep(time.time() + 1) == 1
    assert _uploads(server) == []
    other = visitor.begin()
    visitor.to_the_picture(other)
    _send(visitor, other, _png())
    assert len(_uploads(server)) == 1
    visitor.post(f"{other}/erase")
    assert _uploads(server) == []
