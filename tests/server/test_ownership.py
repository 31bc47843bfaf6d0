"""Whose play it is, where writes may come from, what browsers are told."""

from __future__ import annotations

import json

import pytest

from server.security import Seals
from server.settings import read_secret

ADDRESSES = ["", "/log", "/report", "/events", f"/pictures/{'0' * 64}.png", "/findings/1.csv"]


@pytest.mark.parametrize("rest", ADDRESSES)
def test_somebody_else_s_play_does_not_exist(server, rest):
    play = server.visitor().begin()
    stranger = server.visitor()
    assert stranger.get(play + rest).status_code == 404
    stranger.begin()  # with a cookie of their own
    assert stranger.get(play + rest).status_code == 404


def test_somebody_else_cannot_write(server):
    visitor = server.visitor()
    play = visitor.begin()
    stranger = server.visitor()
    stranger.begin()
    for rest in ("/turns", "/settings", "/erase"):
        form = {"ask_id": visitor.question(play), "option": "clore"}
        assert stranger.post(play + rest, data=form).status_code == 404
    assert visitor.log(play)[-1]["type"] == "offered"


def test_a_forged_cookie_owns_nothing(server):
    visitor = server.visitor()
    play = visitor.begin()
    cookie = visitor.cookies["autopsie"]
    token, _, signature = cookie.rpartition(".")
    for forged in (token, f"{token}.", f"{token}.{'A' * len(signature)}", f"x{cookie}", ""):
        stranger = server.visitor()
        stranger.cookies.set("autopsie", forged)
        assert stranger.get(play).status_code == 404


def test_the_export_link_opens_the_log_and_nothing_else(server):
    visitor = server.visitor()
    play = visitor.begin()
    program = {"accept": "application/json"}
    share = visitor.post(f"{play}/share", headers=program).json()["path"].rsplit("/", 1)[1]
    stranger = server.visitor()
    assert stranger.get(f"{play}/log?share={share}").status_code == 200
    assert stranger.get(f"{play}/report.html?share={share}").status_code == 200
    assert stranger.get(f"{play}/report?share={share}").status_code == 404
    assert stranger.get(f"{play}?share={share}").status_code == 404
    assert stranger.get(f"{play}/events?share={share}").status_code == 404
    assert stranger.get(f"{visitor.begin()}/log?share={share}").status_code == 404


def test_the_cookie_is_for_us_alone(server):
    begun = server.visitor().post(
        "/playthroughs", data={"scenario": "petite", "language": "fr", "audience": "curious"}
    )
    cookie = next(each for each in begun.headers.get_list("set-cookie") if each.startswith("autopsie="))
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    assert "secure" not in cookie.lower()  # plain HTTP: a secure cookie would be lost


def test_the_cookie_is_secure_behind_a_proxy_that_we_believe(start):
    form = {"scenario": "petite", "language": "fr", "audience": "curious"}
    told = {"x-forwarded-proto": "https"}
    believing = start(behind_proxy=True).visitor().post("/playthroughs", data=form, headers=told)
    assert "Secure" in believing.headers["set-cookie"]
    doubting = start().visitor().post("/playthroughs", data=form, headers=told)
    assert "Secure" not in doubting.headers["set-cookie"]


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "", "origin": "https://elsewhere.example"},
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
    ],
)
def test_a_write_from_another_site_is_refused(server, headers):
    visitor = server.visitor()
    play = visitor.begin()
    ask = visitor.question(play)
    if "sec-fetch-site" not in headers:
        del visitor.headers["sec-fetch-site"]
    for path, form in (
        (f"{play}/turns", {"ask_id": ask, "option": "clore"}),
        (f"{play}/erase", {}),
        ("/playthroughs", {"scenario": "petite", "language": "fr", "audience": "curious"}),
        ("/theme", {"theme": "dark"}),
    ):
        refused = visitor.post(path, data=form, headers=headers)
        assert refused.status_code == 403
        assert "set-cookie" not in refused.headers
    assert visitor.log(play)[-1]["type"] == "offered"


def test_a_write_from_our_own_page_or_from_a_program_is_taken(server):
    visitor = server.visitor()
    play = visitor.begin()
    del visitor.headers["sec-fetch-site"]
    own = visitor.answer(play, headers={"origin": server.url}, option="mesurer")
    assert own.status_code == 303
    ask = visitor.asked(play, "pari")
    assert visitor.answer(play, ask_id=ask, number="3").status_code == 303


def test_pages_carry_the_strict_policy(server):
    visitor = server.visitor()
    play = visitor.begin()
    for path in ("/", "/incidents/petite", play, "/nowhere", "/static/nowhere.css", "/healthz"):
        headers = visitor.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'self'")
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "server" not in headers


def test_pages_hold_no_inline_script_or_style(server):
    visitor = server.visitor()
    play = visitor.begin()
    for path in ("/", "/incidents/petite", play, f"{play}/report", "/nowhere"):
        text = visitor.get(path).text
        assert " style=" not in text
        assert "<style" not in text
        assert " onclick=" not in text
        for piece in text.split("<script")[1:]:
            assert "src=" in piece.partition(">")[0] or 'type="application/json"' in piece.partition(">")[0]


def test_only_trusted_hosts_are_answered(start):
    server = start(trusted_hosts="autopsie.example, 127.0.0.1")
    visitor = server.visitor()
    assert visitor.get("/healthz").status_code == 200
    assert visitor.get("/healthz", headers={"host": "evil.example"}).status_code == 403


def test_what_a_reader_wrote_is_escaped(server):
    visitor = server.visitor()
    play = visitor.begin()
    visitor.to_the_picture(play)
    visitor.answer(play, skip="1")
    visitor.answer(play, ask_id=visitor.asked(play, "mots"), text="<img src=x onerror=alert(1)>{debut}")
    visitor.until(play, lambda log: log[-1]["type"] == "ended")
    assert "<img src=x" not in visitor.get(play).text
    with visitor.stream("GET", f"{play}/events") as stream:
        assert not any("<img src=x" in line for line in stream.iter_lines() if line.startswith("data"))


def test_answers_and_addresses_stay_out_of_the_server_s_log(launch, visitor_of, tmp_path):
    process = launch("slow_server.py", SLOW="0.1")
    visitor = visitor_of(process.url)
    play = visitor.begin()
    visitor.to_the_picture(play)
    visitor.answer(play, skip="1")
    visitor.answer(play, ask_id=visitor.asked(play, "mots"), text="mot-secret")
    visitor.get("/nowhere?q=mot-cache")
    written = (tmp_path / "errors.log").read_text()
    lines = [json.loads(line) for line in written.splitlines()]
    assert any(each.get("route") == "/playthroughs/{play}/turns" for each in lines)
    for secret in (
        "mot-secret",
        "mot-cache",
        "127.0.0.1",
        play.rsplit("/", 1)[1],
        visitor.cookies["autopsie"],
    ):
        assert secret not in written


def test_the_secret_is_made_once_for_its_owner_alone(tmp_path):
    first = read_secret(tmp_path / "home")
    file = tmp_path / "home" / "secret"
    assert file.stat().st_mode & 0o777 == 0o600
    assert read_secret(tmp_path / "home") == first
    assert Seals(first).owner(Seals(first).new_visitor())
    assert Seals(b"another").owner(Seals(first).new_visitor()) is None


def test_requests_beyond_the_limit_wait(start):
    server = start(writes_per_minute=5)
    visitor = server.visitor()
    codes = [visitor.post("/theme", data={"theme": "dark"}).status_code for _ in range(8)]
    assert codes[:5] == [303] * 5
    assert codes[5:] == [429] * 3
    assert server.place.settings.reads_per_minute > 5
    assert visitor.get("/").status_code == 200
