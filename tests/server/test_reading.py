"""How a reader reads and is protected: text size, no picture from a pupil, what would change their mind."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from engine.guide.audience import profile_of


def picture() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (64, 64), (200, 120, 40)).save(held, "PNG")
    return held.getvalue()


def test_text_size_is_remembered_without_an_account(server: Any) -> None:
    visitor = server.visitor()
    assert "data-size" not in visitor.get("/about").text
    answer = visitor.post("/text-size", data={"size": "larger", "next": "/about"})
    assert answer.headers["location"] == "/about"
    assert '<html lang="en" data-size="larger">' in visitor.get("/about?lang=en").text
    visitor.post("/text-size", data={"size": "enormous", "next": "https://elsewhere.example/"})
    assert "data-size" not in visitor.get("/about").text


def test_a_pupil_is_offered_a_picture_and_sends_none(server: Any, monkeypatch: Any) -> None:
    """The small story knows no pupil: the profile of its readers is made one that sends nothing."""
    visitor = server.visitor()
    play = visitor.begin()
    ask = visitor.to_the_picture(play)
    assert 'type="file"' in visitor.get(play).text
    assert not profile_of("pupil").uploads
    like_pupil = lambda name: profile_of("pupil")  # noqa: E731
    monkeypatch.setattr("server.turns.profile_of", like_pupil)
    monkeypatch.setattr("server.views.question.profile_of", like_pupil)
    page = visitor.get(play).text
    assert 'type="file"' not in page
    assert 'name="skip"' in page
    sent = visitor.post(
        f"{play}/turns", data={"ask_id": ask}, files={"picture": ("a.png", picture(), "image/png")}
    )
    assert sent.status_code == 422
    assert "on n’envoie pas d’image" in sent.text
    assert server.place.store.uploads(play=play.rsplit("/", 1)[1]) == []
    visitor.answer(play, skip="1")
    assert visitor.asked(play, "mots")


def test_what_would_change_ones_mind_is_kept_once_and_can_be_taken_back(server: Any) -> None:
    visitor = server.visitor()
    play = visitor.begin()
    visitor.answer(play, option="clore")
    visitor.until(play, lambda log: log[-1]["type"] == "ended")
    said = "Une mesure sur des portraits, <b>avec</b> leurs noms."
    for _ in range(2):
        visitor.post(f"{play}/would-change", data={"text": said})
    assert [each["text"] for each in visitor.log(play) if each["type"] == "would_change"] == [said]
    for address in (play, f"{play}/report"):
        assert "&lt;b&gt;avec&lt;/b&gt; leurs noms." in visitor.get(address).text
    visitor.post(f"{play}/would-change", data={"text": " "})
    assert "leurs noms" not in visitor.get(f"{play}/report").text
    visitor.post(f"{play}/would-change", data={"text": "x" * 9000})
    assert len(visitor.log(play)[-1]["text"]) == 500
    visitor.post(f"{play}/erase-words")
    assert "leurs noms" not in visitor.get(f"{play}/log").text
