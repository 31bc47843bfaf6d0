"""Plays on the genuine network: measures, pictures, numbers, and a kill in the middle of it all."""

from __future__ import annotations

import io

import httpx
import pytest
from PIL import Image

pytestmark = pytest.mark.weights


@pytest.fixture(autouse=True)
def _genuine(weights_folder, _small_world, monkeypatch):
    monkeypatch.setenv("AUTOPSIE_ASSETS", str(weights_folder))


def _picture() -> bytes:
    file = io.BytesIO()
    Image.radial_gradient("L").resize((120, 90)).convert("RGB").save(file, "JPEG")
    return file.getvalue()


def test_a_play_with_the_reader_s_own_picture(server):
    visitor = server.visitor()
    assert visitor.get("/readyz").json()["subjects"]["twitter-crop"]["available"] is True
    play = visitor.begin()
    visitor.answer(play, option="mesurer")
    visitor.answer(play, ask_id=visitor.asked(play, "pari"), number="62")
    visitor.until(play, lambda log: log[-1]["type"] == "offered" and log[-1]["node"] == "photo", 60)
    ask = visitor.question(play)
    visitor.post(f"{play}/turns", data={"ask_id": ask}, files={"picture": ("a.jpg", _picture())})
    log = visitor.until(play, lambda log: log[-1].get("node") == "mots" and log[-1]["type"] == "offered", 60)
    finished = [each for each in log if each["type"] == "tool_finished"]
    assert [each["finding"]["origin"] for each in finished] == ["live", "live"]
    assert finished[1]["finding"]["call"]["case"].startswith("upload:")

    page = visitor.get(play).text
    pictures = [
        panel["picture"]
        for each in finished
        for figure in each["finding"]["figures"]
        if figure["kind"] == "map"
        for panel in figure["panels"]
    ]
    assert pictures
    for picture in pictures:
        shown = visitor.get(f"{play}/pictures/{picture['sha256']}.png")
        assert shown.status_code == 200
        assert Image.open(io.BytesIO(shown.content)).size == (picture["width"], picture["height"])
        assert picture["sha256"] in page
    table = visitor.get(f"{play}/findings/{finished[0]['seq']}.csv")
    assert table.status_code == 200
    assert table.headers["content-type"].startswith("text/csv")
    assert visitor.get(f"{play}/report").status_code == 200

    visitor.answer(play, skip="1")
    visitor.until(play, lambda log: log[-1]["type"] == "ended")
    erased = [each["sha256"] for each in pictures if "upload" in str(each["recipe"])]
    assert erased
    for sha in erased:
        gone = visitor.get(f"{play}/pictures/{sha}.png", headers={"accept": "application/json"})
        assert gone.status_code == 410
    assert visitor.get(play).status_code == 200
    kept = {each.stem for each in (server.place.settings.home / "pictures").glob("*.png")}
    assert not kept & set(erased)


@pytest.mark.long  # with a measure of our own, test_kill tries it every time
def test_a_kill_in_the_middle_of_a_genuine_measure(launch, visitor_of):
    first = launch("genuine_server.py")
    visitor = visitor_of(first.url)
    play = visitor.begin()
    visitor.answer(play, option="mesurer")
    visitor.answer(play, ask_id=visitor.asked(play, "pari"), number="62")
    visitor.until(play, lambda log: log[-1]["type"] == "tool_started")
    first.kill()
    second = launch("genuine_server.py")
    visitor.base_url = httpx.URL(second.url)
    log = visitor.until(play, lambda log: log[-1]["type"] == "offered" and log[-1]["node"] == "photo", 90)
    (finished,) = [each for each in log if each["type"] == "tool_finished"]
    assert finished["finding"]["origin"] == "live"
    assert finished["predicted"] is None
