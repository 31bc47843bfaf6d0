"""Pages that are there, pages that are not, and what programs are told."""

from __future__ import annotations

import logging
import re

import pytest

PROGRAM = {"accept": "application/json"}


@pytest.mark.parametrize(("language", "said"), [("fr", "n'existe pas"), ("en", "does not exist")])
def test_an_address_that_leads_nowhere(server, language, said):
    visitor = server.visitor()
    page = visitor.get("/nowhere", headers={"accept-language": language})
    assert page.status_code == 404
    assert f'lang="{language}"' in page.text
    assert said in page.text.replace("’", "'")
    problem = visitor.get("/incidents/none", headers={**PROGRAM, "accept-language": language})
    assert problem.status_code == 404
    assert problem.headers["content-type"] == "application/problem+json"
    assert set(problem.json()) == {"type", "title", "status", "code", "detail"}
    assert said in problem.json()["detail"]


def test_a_method_that_is_not_admitted(server):
    visitor = server.visitor()
    refused = visitor.put("/", headers=PROGRAM)
    assert refused.status_code == 405
    assert "GET" in refused.headers["allow"]
    assert visitor.delete("/playthroughs").status_code == 405


def test_head_is_get_without_its_body(server):
    visitor = server.visitor()
    play = visitor.begin()
    for path in ("/", "/incidents/petite", play, f"{play}/log", "/healthz", "/readyz"):
        head, get = visitor.head(path), visitor.get(path)
        assert head.status_code == get.status_code == 200
        assert head.text == ""
        assert head.headers["content-type"] == get.headers["content-type"]
    assert visitor.head(f"{play}/events").status_code == 405


def test_a_fault_of_ours_gives_a_code_and_no_traceback(server, monkeypatch):
    logged: list[logging.LogRecord] = []
    # A logger of our own: what other tests did to the process's loggers must not matter here.
    log = logging.Logger("autopsie.test")
    log.addFilter(lambda record: logged.append(record) or True)
    monkeypatch.setattr("server.answers.log", log)

    def broken(*_: object, **__: object) -> str:
        raise RuntimeError("inside")

    monkeypatch.setattr("server.routes.catalogue.home_page", broken)
    visitor = server.visitor()
    page = visitor.get("/")
    assert page.status_code == 500
    assert "Traceback" not in page.text
    assert "inside" not in page.text
    problem = visitor.get("/", headers=PROGRAM)
    incident = re.search(r"[0-9a-f]{8}", problem.json()["detail"])
    assert incident is not None
    assert any(getattr(record, "incident", None) == incident[0] for record in logged)
    monkeypatch.setattr("server.layout.message_page", broken)
    bare = visitor.get("/")
    assert bare.status_code == 500
    assert "inside" not in bare.text


def test_malformed_writes_are_refused_with_a_sentence(server):
    visitor = server.visitor()
    play = visitor.begin()
    json_type = {"content-type": "application/json", **PROGRAM}
    for body in (b"", b"{", b"[]", b'{"ask_id": 1, "answer": {}}', b'{"ask_id": "a", "answer": 3}', b"\xff"):
        refused = visitor.post(f"{play}/turns", content=body, headers=json_type)
        assert refused.status_code == 400, body
        assert refused.json()["code"] == "H400"
    assert visitor.post(f"{play}/turns", data={"option": "clore"}, headers=PROGRAM).status_code == 400
    many = {f"f{number}": "x" for number in range(100)}
    assert visitor.post(f"{play}/turns", data=many, headers=PROGRAM).status_code == 400
    assert visitor.post("/playthroughs", data={"scenario": "petite"}, headers=PROGRAM).status_code == 422
    assert visitor.post("/playthroughs", data={"language": "xx"}).status_code == 422


def test_json_answers_are_taken_too(server):
    visitor = server.visitor()
    play = visitor.begin()
    body = {"ask_id": visitor.question(play), "answer": {"option": "mesurer"}}
    assert visitor.post(f"{play}/turns", json=body, headers=PROGRAM).status_code == 202


def test_health_and_readiness(server):
    visitor = server.visitor()
    assert visitor.get("/healthz").json() == {"status": "alive"}
    ready = visitor.get("/readyz").json()
    assert ready["status"] == "ready"
    assert ready["subjects"]["twitter-crop"]["available"] is False
    assert "autopsie subjects fetch" in ready["subjects"]["twitter-crop"]["reason"]


def test_static_files_with_their_hash_are_kept_for_ever(server):
    visitor = server.visitor()
    addresses = server.place.static.addresses
    assert addresses
    name, address = next(iter(addresses.items()))
    kept = visitor.get(address)
    assert kept.status_code == 200
    assert "immutable" in kept.headers["cache-control"]
    asked_again = visitor.get(f"/static/{name}")
    assert "no-cache" in asked_again.headers["cache-control"]
    same = visitor.get(f"/static/{name}", headers={"if-none-match": asked_again.headers["etag"]})
    assert same.status_code == 304
    assert visitor.get("/static/../../pyproject.toml").status_code == 404
    assert visitor.get("/static/%2e%2e/%2e%2e/pyproject.toml").status_code == 404


def test_the_language_asked_for_is_remembered(server):
    visitor = server.visitor()
    assert 'lang="en"' in visitor.get("/?lang=en").text
    assert 'lang="en"' in visitor.get("/", headers={"accept-language": "fr"}).text
    assert 'lang="fr"' in visitor.get("/?lang=fr").text
    assert visitor.get("/?lang=%3Cscript%3E").status_code == 200


def test_the_theme_is_a_cookie_and_the_way_back_stays_here(server):
    visitor = server.visitor()
    chosen = visitor.post("/theme", data={"theme": "dark", "next": "/incidents/petite?x=1"})
    assert chosen.status_code == 303
    assert chosen.headers["location"] == "/incidents/petite?x=1"
    assert visitor.cookies["theme"] == "dark"
    for elsewhere in (
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
    ):
        assert visitor.post("/theme", data={"theme": "x", "next": elsewhere}).headers["location"] == "/"


def test_the_home_page_shows_the_plays_of_this_visitor(server):
    visitor = server.visitor()
    play = visitor.begin()
    assert play in visitor.get("/").text
    assert play not in server.visitor().get("/").text


def test_an_unknown_finding_or_picture_of_one_s_own_play(server):
    visitor = server.visitor()
    play = visitor.begin()
    assert visitor.get(f"{play}/findings/1.csv").status_code == 404
    assert visitor.get(f"{play}/findings/x.csv").status_code in (404, 422)
    assert visitor.get(f"{play}/pictures/{'a' * 64}.png").status_code == 404
    assert visitor.get(f"{play}/pictures/..%2f..%2fsecret.png").status_code == 404
