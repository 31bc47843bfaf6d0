"""The operator's queue: who gets in, what is published and when, and the same from the command line."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from itsdangerous import TimestampSigner
from markupsafe import escape
from starlette.testclient import TestClient

from server import case_keys, case_store, cases
from server.app import create_app
from server.cases_kept import kept_words
from server.cases_public import public_record
from server.cli import run
from server.place import Place
from server.settings import Settings, read_secret
from server.store import Store
from tools.errors import AutopsieError

PAGE = {"accept": "text/html", "accept-language": "fr"}
DAY = 24 * 3600.0


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    home: Path = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOPSIE_SCENARIOS", str(Path(__file__).parent / "scenarios"))
        patch.setenv("AUTOPSIE_HOME", str(home))
        many = {f"{kind}_per_minute": 10**9 for kind in ("writes", "plays", "uploads", "reads")}
        yield create_app(Settings(home=home, in_process=True, warm=False, **many))


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://localhost", headers=PAGE, follow_redirects=False) as client:
        client.get("/?lang=fr")
        yield client


@pytest.fixture(autouse=True)
def _home(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    place: Place = app.state.place
    monkeypatch.setenv("AUTOPSIE_HOME", str(place.settings.home))


@pytest.fixture
def store(app: FastAPI) -> Store:
    place: Place = app.state.place
    return place.store


@pytest.fixture
def operator(client: TestClient, store: Store) -> Iterator[TestClient]:
    """A browser that has used a key."""
    assert client.post(f"/queue/open/{case_keys.new_key(store)}").headers["location"] == "/queue"
    yield client
    client.post("/queue/leave")


def brought(client: TestClient, store: Store, **fields: Any) -> str:
    """Bring a public case about the small dossier; its id."""
    known = {row.id for row in case_store.cases(store)}
    sent = {"kind": "incident", "what": "Voici.", "incident": "petite", "visibility": "public"} | fields
    answer = client.post("/saisir", data=sent, headers={"accept": "application/json"})
    assert answer.status_code == 201, answer.text
    (new,) = {row.id for row in case_store.cases(store)} - known
    return new


def test_a_key_opens_the_queue_once_and_looking_does_not_use_it(client: TestClient, store: Store) -> None:
    key = case_keys.new_key(store)
    assert client.get("/queue").status_code == 404
    assert client.get("/queue/open/nothing").status_code == 404
    assert [client.get(f"/queue/open/{key}").status_code for _ in range(2)] == [200, 200]
    opened = client.post(f"/queue/open/{key}")
    cookie = opened.headers["set-cookie"].lower()
    assert "max-age=43200" in cookie
    assert all(each in cookie for each in ("httponly", "samesite=strict", "path=/queue"))
    assert client.get("/queue").status_code == 200
    assert client.post(f"/queue/open/{key}").status_code == 404
    assert client.post("/queue/leave").status_code == 303
    assert client.get("/queue").status_code == 404
    late = case_keys.new_key(store)
    with pytest.MonkeyPatch.context() as patch:
        now = time.time()
        patch.setattr("server.case_store.time.time", lambda: now + case_keys.KEY_SECONDS + 1)
        assert client.post(f"/queue/open/{late}").status_code == 404


def test_a_forged_or_old_cookie_opens_nothing(app: FastAPI, client: TestClient, store: Store) -> None:
    case = brought(client, store)
    place: Place = app.state.place
    forged = TimestampSigner(b"another secret", salt="operator").sign("x").decode()
    unsigned = place.seals.new_visitor()  # signed by us, for something else
    for value in ("", "operator", "a.b.c", forged, unsigned, "%C3%A9", "."):
        for path in ("/queue", f"/queue/{case}", f"/queue/{case}/pictures/{'0' * 64}"):
            answer = client.get(path, headers={"cookie": f"operator={value}"})
            assert answer.status_code == 404, (path, value)
        for act in ("see", "answer", "publish", "close", "attach"):
            assert (
                client.post(f"/queue/{case}/{act}", headers={"cookie": f"operator={value}"}).status_code
                == 404
            )
    signed = re.search(
        r"operator=([^;]+)", client.post(f"/queue/open/{case_keys.new_key(store)}").headers["set-cookie"]
    )
    assert signed is not None
    client.cookies.clear()
    given = {"cookie": f"operator={signed[1]}"}
    assert client.get("/queue", headers=given).status_code == 200
    with pytest.MonkeyPatch.context() as patch:
        now = time.time()
        patch.setattr("itsdangerous.timed.time.time", lambda: now + 12 * 3600 + 2)
        assert client.get("/queue", headers=given).status_code == 404
    assert len(read_secret(place.settings.home)) >= 32
    assert case_store.case_of(store, case) is not None


def test_the_queue_shows_what_is_late_first(operator: TestClient, store: Store) -> None:
    early, late = brought(operator, store), brought(operator, store)
    case_store.change(store, late, due=time.time() - DAY)
    page = operator.get("/queue").text
    assert page.index(late) < page.index(early)
    assert page.count("En retard") == 1
    cases.answer(store, cases.named(store, late), "Voici la réponse.")
    page = operator.get("/queue").text
    assert page.index(early) < page.index(late)
    assert "En retard" not in page
    assert "mot nouveau" not in page
    cases.add_word(store, cases.named(store, late), "Encore ceci.")
    assert operator.get("/queue").text.count("mot nouveau") == 1


def test_a_reply_is_public_only_once_its_author_is_checked_and_never_edited(
    operator: TestClient, store: Store
) -> None:
    words = {
        "author": "Une société, par A. B.",
        "contact": "a@b.example",
        "what": "Nous contestons.\n\nVoici.",
    }
    case = brought(operator, store, kind="reply", **words)
    refused = operator.post(f"/queue/{case}/publish")
    assert refused.status_code == 422
    assert "pas encore vérifié" in refused.text
    assert public_record(store, "petite").replies == ()
    assert operator.post(f"/queue/{case}/check").status_code == 303
    assert operator.post(f"/queue/{case}/publish", data={"text": "Nous avouons."}).status_code == 422
    assert operator.post(f"/queue/{case}/publish").status_code == 303
    (reply,) = public_record(store, "petite").replies
    assert (reply.author, reply.text) == (words["author"], words["what"])
    assert reply.at == cases.named(store, case).received
    cases.erase(store, cases.named(store, case))


def test_an_appeal_shows_its_outcome_and_goes_when_its_author_says_private(
    operator: TestClient, store: Store
) -> None:
    case = brought(operator, store, kind="appeal", piece="pièce 2", what="Mme X l'a vu.")
    assert operator.post(f"/queue/{case}/publish", data={"text": "Une personne l'a vu."}).status_code == 303
    (appeal,) = public_record(store, "petite").appeals
    assert (appeal.piece, appeal.text, appeal.shortened, appeal.outcome) == (
        "pièce 2", "Une personne l'a vu.", True, None,
    )  # fmt: skip
    bad = operator.post(f"/queue/{case}/settle", data={"outcome": "maybe", "reason": "Non."})
    assert bad.status_code == 422
    assert operator.post(f"/queue/{case}/settle", data={"outcome": "held", "reason": ""}).status_code == 422
    good = {"outcome": "partly", "reason": "Le témoin manquait."}
    assert operator.post(f"/queue/{case}/settle", data=good).status_code == 303
    assert cases.named(store, case).answered is not None
    (appeal,) = public_record(store, "petite").appeals
    assert (appeal.outcome, appeal.reason) == ("partly", "Le témoin manquait.")
    cases.set_visibility(store, cases.named(store, case), public=False)
    assert public_record(store, "petite").empty
    cases.set_visibility(store, cases.named(store, case), public=True)
    assert public_record(store, "petite").empty  # what was withdrawn comes back by the operator alone


def test_what_is_private_or_about_no_dossier_cannot_be_published(operator: TestClient, store: Store) -> None:
    private = brought(operator, store, visibility="private")
    assert operator.post(f"/queue/{private}/publish", data={"text": "Voici."}).status_code == 422
    lone = brought(operator, store, incident="")
    assert operator.post(f"/queue/{lone}/publish", data={"text": "Voici."}).status_code == 422
    assert operator.post(f"/queue/{lone}/attach", data={"incident": "nulle"}).status_code == 422
    assert operator.post(f"/queue/{lone}/attach", data={"incident": "petite"}).status_code == 303
    assert operator.post(f"/queue/{lone}/publish", data={"text": "Voici."}).status_code == 303
    (incident,) = public_record(store, "petite").incidents
    assert not incident.shortened
    assert public_record(store, "autre").empty
    assert operator.post(f"/queue/{lone}/withdraw").status_code == 303
    assert public_record(store, "petite").empty


def test_closing_forgets_how_to_reach_the_person(operator: TestClient, store: Store) -> None:
    case = brought(operator, store, contact="06 12 34 56 78")
    assert "06 12 34 56 78" in operator.get(f"/queue/{case}").text
    assert operator.post(f"/queue/{case}/close").status_code == 303
    assert "06 12" not in cases.named(store, case).told
    assert operator.post(f"/queue/{case}/answer", data={"text": "Trop tard."}).status_code == 409
    assert operator.post(f"/queue/{case}/dance").status_code == 404
    assert operator.get("/queue/ffffffffffff").status_code == 404


def test_the_command_line_does_what_the_page_does(
    client: TestClient, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    case = brought(client, store, kind="appeal", piece="2", what="Faux.", visibility="public")

    def told(*arguments: str) -> str:
        assert run(["cases", *arguments]) == 0
        return capsys.readouterr().out

    assert case in told("list", "--lang", "fr")
    told("see", case)
    told("answer", case, "Nous regardons.")
    told("settle", case, "rejected", "Le témoin est là.")
    told("publish", case)
    shown = json.loads(told("show", case, "--json"))
    assert (shown["state"], shown["outcome"], shown["told"]["what"]) == ("answered", "rejected", "Faux.")
    assert [each["what"] for each in shown["history"]] == ["received", "seen", "answer", "published"]
    assert public_record(store, "petite").appeals[-1].outcome == "rejected"
    told("withdraw", case)
    assert case not in [row.id for row in case_store.published(store, "petite")]
    told("close", case)
    assert case not in told("list")
    assert case in told("list", "--all")
    key = told("key", "--url", "http://lab.example/").strip()
    assert key.startswith("http://lab.example/queue/open/")
    assert case_keys.is_good(store, key.rpartition("/")[2])
    told("erase", case, "--yes")
    with pytest.raises(AutopsieError):
        cases.named(store, case)
    assert run(["cases", "show", case]) == 2


def test_what_is_kept_is_said_on_the_form(client: TestClient) -> None:
    page = client.get("/saisir?lang=en").text
    assert kept_words()
    assert all(escape(each.en) in page for each in kept_words())
    client.get("/?lang=fr")
